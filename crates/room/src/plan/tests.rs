//! Plans, told as sessions.

use super::*;
use crate::{
    Refusal, breakout,
    exercise::{self, Draft, Step},
    overview::overview,
    rehearsal::Rehearsal,
    roster::{self, Role},
};

/// Two groups of two; the place of the first officer, with one action on its plan.
fn with_an_action() -> (Rehearsal, PersonId, Vec<PersonId>, Place, ActionId) {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    let place = Place::Group(session.viewer(officers[0]).group.unwrap());
    session.does(officers[0], add(place, "Put a language card on every visor"));
    let action = session.room.plan.of(place).next().unwrap().0;
    (session, lead, officers, place, action)
}

fn add(place: Place, title: &str) -> Command {
    Command::Add { place, title: title.into(), from_idea: None }
}

fn set(action: ActionId, field: Field, value: &str) -> Command {
    Command::Set { action, field, value: value.into() }
}

fn sees(session: &Rehearsal, person: PersonId, action: ActionId) -> bool {
    session.view(person).plan.actions.contains_key(&action)
}

#[test]
fn an_action_is_ready_with_an_accepting_owner_a_first_step_a_date_and_a_measure() {
    let (mut session, _, officers, _, action) = with_an_action();
    let lacks = |session: &Rehearsal| missing(&session.room.plan.actions[&action]);
    assert_eq!(lacks(&session), [Lack::Owner, Lack::FirstStep, Lack::Due, Lack::Measure]);
    session.does(officers[0], set(action, Field::FirstStep, "If I start a shift, then I check the visor"));
    session.does(officers[0], set(action, Field::Due, "2026-12-22"));
    session.does(officers[1], set(action, Field::Measure, "From 9 a month to 4"));
    session.does(officers[0], Command::Offer { action, owner: Some(officers[1]) });
    assert_eq!(lacks(&session), [Lack::Acceptance]);
    assert_eq!(session.refuses(officers[0], Command::Accept { action, yes: true }), Refusal::NotAllowed);
    session.does(officers[1], Command::Accept { action, yes: true });
    assert_eq!(lacks(&session), []);
    session.does(officers[1], Command::Accept { action, yes: false });
    assert_eq!(lacks(&session), [Lack::Owner]);
    session.does(officers[0], Command::Offer { action, owner: Some(officers[0]) });
    assert_eq!(lacks(&session), [], "naming oneself is a yes");
}

#[test]
fn only_those_who_see_an_action_can_own_it() {
    let (mut session, lead, officers, _, action) = with_an_action();
    for stranger in [officers[3], lead] {
        let offer = Command::Offer { action, owner: Some(stranger) };
        assert_eq!(session.refuses(officers[0], offer), Refusal::Unknown);
    }
}

#[test]
fn a_field_belongs_to_one_who_types_for_thirty_seconds() {
    let (mut session, _, officers, _, action) = with_an_action();
    let field = Field::Due;
    session.does(officers[0], Command::Claim { action, field });
    assert_eq!(session.view(officers[1]).plan.actions[&action].claims[&field].0, officers[0]);
    let held = Refusal::Held { by: officers[0] };
    assert_eq!(session.refuses(officers[1], Command::Claim { action, field }), held);
    assert_eq!(session.refuses(officers[1], set(action, field, "2026-12-22")), held);
    session.pass(20);
    session.does(officers[0], set(action, field, "2026-12-23"));
    session.pass(29);
    assert_eq!(session.refuses(officers[1], set(action, field, "2026-12-24")), held, "typing keeps it");
    session.pass(1);
    session.does(officers[1], set(action, field, "2026-12-24"));
    session.does(officers[1], Command::Release { action, field });
    session.does(officers[0], Command::Claim { action, field });
    session.does(officers[0], roster::Command::CallOut);
    session.does(officers[1], Command::Claim { action, field });
}

#[test]
fn a_plan_is_the_groups_and_the_facilitators_until_it_is_reported() {
    let (mut session, lead, officers, place, action) = with_an_action();
    let guest = session.admit("Rosa", Role::Guest);
    let seen = |session: &Rehearsal| {
        [lead, officers[1], officers[2], guest].map(|person| sees(session, person, action))
    };
    assert_eq!(seen(&session), [true, true, false, false]);
    assert_eq!(session.refuses(officers[2], set(action, Field::Helper, "Me")), Refusal::Unknown);
    session.does(lead, Command::Report { place, seconds: 120 });
    assert_eq!(seen(&session), [true; 4]);
    assert_eq!(session.view(guest).plan.reports[&place].name, "Group 1");
    assert_eq!(session.refuses(officers[2], set(action, Field::Helper, "Me")), Refusal::NotAllowed);
    session.does(lead, Command::EndReport);
    assert_eq!(session.room.plan.reporting, None);
    assert_eq!(seen(&session), [true; 4], "what was reported stays reported");
}

#[test]
fn the_owner_can_still_say_yes_when_everybody_is_back() {
    let (mut session, lead, officers, _, action) = with_an_action();
    session.does(officers[0], Command::Offer { action, owner: Some(officers[1]) });
    session.does(lead, breakout::Command::Return { seconds: 0 });
    session.pass(0);
    assert_eq!(session.viewer(officers[1]).group, None);
    session.does(officers[1], Command::Accept { action, yes: true });
    assert!(sees(&session, officers[1], action));
}

#[test]
fn the_whole_room_adopts_what_was_reported() {
    let (mut session, lead, officers, place, action) = with_an_action();
    let adopt = Command::Adopt { action, on: true };
    assert_eq!(session.refuses(lead, adopt.clone()), Refusal::NotNow);
    session.does(lead, Command::Report { place, seconds: 120 });
    session.does(lead, adopt);
    assert!(session.view(officers[3]).plan.adopted.contains(&action));
    session.does(officers[0], Command::Remove(action));
    assert!(session.view(officers[3]).plan.adopted.is_empty());
}

#[test]
fn a_plan_has_three_actions_at_most() {
    let (mut session, _, officers, place, _) = with_an_action();
    session.does(officers[0], add(place, "Second"));
    session.does(officers[1], add(place, "Third"));
    assert_eq!(session.refuses(officers[0], add(place, "Fourth")), Refusal::Full);
    assert_eq!(session.refuses(officers[3], add(place, "Not mine")), Refusal::Unknown);
}

#[test]
fn an_action_comes_from_an_idea_that_is_out() {
    let (mut session, lead, officers, place, _) = with_an_action();
    session.does(lead, exercise::Command::Open(Box::new(Draft { title: "E".into(), ..Draft::default() })));
    session.does(lead, exercise::Command::GoAll(Step::Ideas));
    session.does(officers[0], exercise::Command::AddIdea { place, text: "Speed dial".into() });
    let idea = *session.room.exercise.work(place).unwrap().ideas.keys().next().unwrap();
    let from = Command::Add { place, title: "Set it up".into(), from_idea: Some(idea) };
    assert_eq!(session.refuses(officers[1], from.clone()), Refusal::Unknown);
    session.does(lead, exercise::Command::GoAll(Step::Plan));
    session.does(officers[1], from);
}

#[test]
fn a_commitment_is_its_authors_alone_until_shared() {
    let (mut session, lead, officers, _, _) = with_an_action();
    session.does(officers[0], Command::Commit("If I stop a car, then I say why first".into()));
    for other in [lead, officers[1]] {
        assert!(session.view(other).plan.commitments.is_empty());
        assert_eq!(session.view(other).plan.committed, 1);
    }
    assert_eq!(session.view(officers[0]).plan.commitments.len(), 1);
    session.does(officers[0], Command::Commit("If I stop a car, then I name myself".into()));
    assert_eq!(session.room.plan.committed, 1, "one each");
    session.does(officers[0], Command::ShareCommitment);
    assert!(session.view(lead).plan.commitments[&officers[0]].shared);
    assert_eq!(session.refuses(lead, Command::Commit("Me too".into())), Refusal::NotAllowed);
    assert_eq!(session.refuses(officers[1], Command::ShareCommitment), Refusal::Empty);
}

#[test]
fn the_overview_says_how_far_each_group_is() {
    let (mut session, lead, officers, place, action) = with_an_action();
    let draft = Draft { title: "Solve it".into(), dots: 3, ..Draft::default() };
    session.does(lead, exercise::Command::Open(Box::new(draft)));
    session.does(lead, exercise::Command::GoAll(Step::Ideas));
    session.does(officers[0], exercise::Command::AddIdea { place, text: "Speed dial".into() });
    session.does(officers[1], breakout::Command::Help { reason: "Stuck".into() });
    session.does(officers[0], roster::Command::CallOut);
    session.pass(240);
    let cards = overview(session.view(lead));
    assert_eq!(cards, overview(&session.room), "a browser makes the same cards as the server");
    let card = &cards[0];
    assert_eq!((card.ideas, card.dots, card.dot_budget), (1, 0, 6));
    assert_eq!((card.actions, card.complete, card.step), (1, 0, Some(Step::Ideas)));
    assert_eq!((card.present, &card.members), (1, &vec![officers[1], officers[0]]));
    assert_eq!(card.quiet_ms(session.now), 240_000);
    assert_eq!(card.help.as_ref().map(|help| help.by), Some(officers[1]));
    session.does(officers[1], set(action, Field::Obstacle, "Budget"));
    assert_eq!(overview(session.view(lead))[0].quiet_ms(session.now), 0);
    assert_eq!(overview(session.view(lead))[1].help, None);
}
