//! Exercises, told as sessions.

use super::*;
use crate::{
    MINUTE_MS,
    agenda::{self, Activity, Segment},
    breakout,
    rehearsal::Rehearsal,
    roster::Role,
};

fn draft() -> Draft {
    Draft {
        title: "Solve one local problem".into(),
        prompt: "Pick one thing you meet on the street.".into(),
        issues: vec!["Language barrier at a traffic stop".into()],
        minutes: [2, 5, 3, 10, 2],
        dots: 3,
    }
}

fn open() -> Command {
    Command::Open(Box::new(draft()))
}

/// Two groups of `n / 2` with the exercise open; the group of the first officer.
fn in_groups(n: usize) -> (Rehearsal, PersonId, Vec<PersonId>, Place) {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(n);
    session.does(lead, open());
    let place = Place::Group(session.viewer(officers[0]).group.unwrap());
    (session, lead, officers, place)
}

/// A segment with groups and the exercise.
fn solve() -> Segment {
    let groups = breakout::Draft { rule: breakout::Rule::Size(2), minutes: 20 };
    Segment {
        title: "Solve one local problem".into(),
        minutes: 35,
        activities: vec![Activity::Groups(groups), Activity::Exercise(draft())],
        ..Segment::default()
    }
}

fn work(room: &Room, place: Place) -> &Work {
    room.exercise.work(place).unwrap()
}

fn texts(room: &Room, place: Place) -> Vec<&str> {
    work(room, place).ideas.values().map(|idea| idea.text.as_str()).collect()
}

fn add(place: Place, text: &str) -> Command {
    Command::AddIdea { place, text: text.into() }
}

fn go(place: Place, from: Step, to: Step) -> Command {
    Command::Go { place, from, to }
}

#[test]
fn ideas_are_silent_until_the_group_goes_on() {
    let (mut session, lead, officers, place) = in_groups(4);
    session.does(officers[0], go(place, Step::Issue, Step::Ideas));
    session.does(officers[0], add(place, "Language card on every visor"));
    session.does(officers[1], add(place, "Interpreter line on speed dial"));
    assert_eq!(texts(session.view(officers[0]), place), ["Language card on every visor"]);
    assert!(texts(session.view(lead), place).is_empty(), "facilitators get no earlier look");
    assert_eq!(work(session.view(lead), place).idea_count, 2);
    assert!(session.view(officers[3]).exercise.work(place).is_none(), "the other group sees nothing");

    session.does(officers[1], go(place, Step::Ideas, Step::Vote));
    for person in [lead, officers[0], officers[1]] {
        assert_eq!(texts(session.view(person), place).len(), 2);
    }
}

#[test]
fn one_changes_and_takes_back_only_ones_own_ideas() {
    let (mut session, _, officers, place) = in_groups(4);
    session.does(officers[0], go(place, Step::Issue, Step::Ideas));
    session.does(officers[0], add(place, "Langage card"));
    let idea = *work(&session.room, place).ideas.keys().next().unwrap();
    let edit = Command::EditIdea { place, idea, text: "Language card".into() };
    assert_eq!(session.refuses(officers[1], edit.clone()), Refusal::Unknown);
    session.does(officers[0], edit);
    assert_eq!(texts(&session.room, place), ["Language card"]);
    session.does(officers[0], Command::RemoveIdea { place, idea });
    assert_eq!(work(session.view(officers[1]), place).idea_count, 0);
}

/// A group of two at the vote with three ideas.
fn at_the_vote() -> (Rehearsal, PersonId, Vec<PersonId>, Place, Vec<IdeaId>) {
    let (mut session, lead, officers, place) = in_groups(4);
    session.does(officers[0], go(place, Step::Issue, Step::Ideas));
    for text in ["Card", "Line", "Class"] {
        session.does(officers[0], add(place, text));
    }
    session.does(officers[0], go(place, Step::Ideas, Step::Vote));
    let ideas = work(&session.room, place).ideas.keys().copied().collect();
    (session, lead, officers, place, ideas)
}

#[test]
fn dots_are_hidden_until_the_vote_ends_and_then_have_no_names() {
    let (mut session, lead, officers, place, ideas) = at_the_vote();
    session.does(officers[0], Command::Dot { place, idea: ideas[0], dots: 2 });
    session.does(officers[1], Command::Dot { place, idea: ideas[0], dots: 1 });
    session.does(officers[1], Command::Dot { place, idea: ideas[2], dots: 2 });
    for person in [lead, officers[0]] {
        let seen = work(session.view(person), place);
        assert!(!seen.dots.contains_key(&officers[1]) && seen.tally.is_none());
        assert_eq!(seen.dot_count, 5);
    }
    session.does(officers[0], go(place, Step::Vote, Step::Plan));
    let seen = work(session.view(lead), place);
    assert_eq!(seen.tally, Some(Map::from([(ideas[0], 3), (ideas[2], 2)])));
    assert!(seen.dots.is_empty() && work(&session.room, place).dots.is_empty());
}

#[test]
fn nobody_places_more_dots_than_they_have() {
    let (mut session, _, officers, place, ideas) = at_the_vote();
    session.does(officers[0], Command::Dot { place, idea: ideas[0], dots: 3 });
    let fourth = Command::Dot { place, idea: ideas[1], dots: 1 };
    assert_eq!(session.refuses(officers[0], fourth.clone()), Refusal::NoDotsLeft);
    session.does(officers[0], Command::Dot { place, idea: ideas[0], dots: 2 });
    session.does(officers[0], fourth);
    assert_eq!(work(&session.room, place).dot_count, 3);
    let nowhere = Command::Dot { place, idea: IdeaId(0), dots: 0 };
    assert_eq!(session.refuses(officers[0], nowhere), Refusal::Unknown);
}

#[test]
fn ties_are_named_not_broken() {
    let (mut session, _, officers, place, ideas) = at_the_vote();
    session.does(officers[0], Command::Dot { place, idea: ideas[1], dots: 1 });
    session.does(officers[1], Command::Dot { place, idea: ideas[2], dots: 1 });
    session.does(officers[0], go(place, Step::Vote, Step::Plan));
    let ranks: Vec<_> =
        work(&session.room, place).ranking().iter().map(|r| (r.idea, r.rank, r.tied)).collect();
    assert_eq!(ranks, [(ideas[1], 1, true), (ideas[2], 1, true), (ideas[0], 3, false)]);
}

#[test]
fn going_back_to_the_vote_votes_afresh() {
    let (mut session, _, officers, place, ideas) = at_the_vote();
    session.does(officers[0], Command::Dot { place, idea: ideas[1], dots: 1 });
    session.does(officers[0], go(place, Step::Vote, Step::Plan));
    session.does(officers[0], go(place, Step::Plan, Step::Vote));
    let work = work(&session.room, place);
    assert_eq!((work.dot_count, &work.tally), (0, &None));
}

#[test]
fn two_who_press_at_once_move_the_group_once() {
    let (mut session, lead, officers, place) = in_groups(4);
    session.does(officers[0], go(place, Step::Issue, Step::Ideas));
    session.does(officers[1], go(place, Step::Issue, Step::Vote));
    assert_eq!(work(&session.room, place).step, Step::Ideas);
    assert_eq!(session.refuses(officers[3], go(place, Step::Ideas, Step::Vote)), Refusal::NotAllowed);
    session.does(lead, Command::GoAll(Step::Plan));
    let steps: Vec<_> = session.room.exercise.running().unwrap().works.values().map(|w| w.step).collect();
    assert_eq!(steps, [Step::Plan, Step::Plan]);
}

#[test]
fn each_step_has_its_own_timer_on_the_servers_clock() {
    let (mut session, _, officers, place) = in_groups(4);
    let ends = |session: &Rehearsal| session.room.exercise.running().unwrap().step_ends_at(place);
    assert_eq!(ends(&session), Some(session.now.plus_ms(2 * MINUTE_MS)));
    session.pass(30);
    session.does(officers[0], go(place, Step::Issue, Step::Ideas));
    assert_eq!(ends(&session), Some(session.now.plus_ms(5 * MINUTE_MS)));
}

#[test]
fn an_exercise_opened_before_the_groups_leave_begins_when_they_arrive() {
    let (mut session, lead, officers) = Rehearsal::with_officers(4);
    session.does(lead, breakout::Command::Mix { rule: breakout::Rule::Count(2), seed: 1 });
    session.does(lead, open());
    session.does(lead, breakout::Command::Start { minutes: 20, countdown_s: 5 });
    session.pass(4);
    assert!(session.room.exercise.running().unwrap().works.is_empty());
    session.pass(1);
    assert_eq!(session.room.exercise.running().unwrap().works.len(), 2);
    assert_eq!(session.view(officers[0]).exercise.running().unwrap().works.len(), 1, "one's own");
}

#[test]
fn without_groups_the_whole_room_works_together() {
    let (mut session, lead, officers) = Rehearsal::with_officers(2);
    let guest = session.admit("Rosa", Role::Guest);
    session.does(lead, open());
    let set = Command::SetIssue { place: Place::Room, text: "Complaint call-backs".into() };
    assert_eq!(session.refuses(guest, set.clone()), Refusal::NotAllowed);
    session.does(officers[1], set);
    assert_eq!(work(session.view(guest), Place::Room).issue, "Complaint call-backs");
}

#[test]
fn what_does_not_fit_the_step_is_refused() {
    let (mut session, lead, officers, place) = in_groups(4);
    assert_eq!(session.refuses(officers[0], add(place, "Too early")), Refusal::NotNow);
    assert_eq!(session.refuses(officers[0], Command::Reveal(place)), Refusal::NotNow);
    assert_eq!(session.refuses(officers[3], add(place, "Not ours")), Refusal::NotAllowed);
    session.does(officers[0], go(place, Step::Issue, Step::Ideas));
    assert_eq!(session.refuses(lead, add(place, "A hint")), Refusal::NotAllowed);
    assert_eq!(session.refuses(officers[0], add(place, " ")), Refusal::Empty);
    session.does(lead, Command::Close);
    assert_eq!(session.refuses(officers[0], add(place, "Too late")), Refusal::NotNow);
    let nameless = Draft { title: String::new(), ..draft() };
    assert_eq!(session.refuses(lead, Command::Open(Box::new(nameless))), Refusal::Empty);
}

#[test]
fn groups_made_later_have_nothing_to_do_with_an_exercise_that_is_left_behind() {
    let (mut session, lead, _) = Rehearsal::with_officers(4);
    let solve = solve();
    let talk = Segment { title: "Where are we now?".into(), minutes: 10, ..Segment::default() };
    session.does(lead, agenda::Command::Insert { after: None, segment: Box::new(talk) });
    session.does(lead, agenda::Command::Insert { after: None, segment: Box::new(solve) });
    session.does(lead, agenda::Command::Start);
    let start = || breakout::Command::Start { minutes: 20, countdown_s: 0 };
    session.does(lead, start());
    session.pass(60);
    session.does(lead, breakout::Command::Return { seconds: 0 });
    session.pass(0);
    let from = session.room.agenda.current.as_ref().unwrap().segment;
    session.does(lead, agenda::Command::Next { from });
    session.does(lead, breakout::Command::Mix { rule: breakout::Rule::Count(2), seed: 1 });
    session.does(lead, start());
    session.pass(0);
    let round = session.room.breakout.round.clone().unwrap();
    let works = &session.room.exercise.running().unwrap().works;
    assert_eq!(works.len(), 2, "those of the groups before");
    assert!(round.groups.keys().all(|group| !works.contains_key(&Place::Group(*group))));
}

#[test]
fn an_exercise_whose_groups_were_skipped_does_not_begin_in_later_ones() {
    let (mut session, lead, _) = Rehearsal::with_officers(4);
    let solve = solve();
    let talk = Segment { title: "Where are we now?".into(), minutes: 10, ..Segment::default() };
    session.does(lead, agenda::Command::Insert { after: None, segment: Box::new(talk) });
    session.does(lead, agenda::Command::Insert { after: None, segment: Box::new(solve) });
    session.does(lead, agenda::Command::Start);
    let from = session.room.agenda.current.as_ref().unwrap().segment;
    session.does(lead, agenda::Command::Next { from });
    session.does(lead, breakout::Command::Mix { rule: breakout::Rule::Count(2), seed: 1 });
    session.does(lead, breakout::Command::Start { minutes: 20, countdown_s: 0 });
    session.pass(0);
    assert!(session.room.breakout.at_work().is_some());
    assert!(session.room.exercise.running().unwrap().works.is_empty());
}

#[test]
fn a_segment_with_groups_and_an_exercise_prepares_both() {
    let (mut session, lead, officers) = Rehearsal::with_officers(4);
    let segment = solve();
    session.does(lead, agenda::Command::Insert { after: None, segment: Box::new(segment) });
    session.does(lead, agenda::Command::Start);
    let round = session.room.breakout.round.clone().unwrap();
    assert_eq!((round.status, round.groups.len()), (breakout::Status::Planned, 2));
    assert!(session.room.exercise.running().unwrap().works.is_empty(), "it waits for the groups");
    session.does(lead, breakout::Command::Start { minutes: 20, countdown_s: 0 });
    session.pass(0);
    let places: Vec<_> = round.groups.keys().copied().map(Place::Group).collect();
    assert!(session.room.exercise.running().unwrap().works.keys().eq(&places), "and knows them");
    assert_eq!(session.view(officers[0]).exercise.running().unwrap().draft, draft());
}
