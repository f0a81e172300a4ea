//! Groups, told as sessions.

use super::*;
use crate::{
    MINUTE_MS, Room,
    agenda::{self, Activity, Segment},
    chat::{self, Audience},
    lobby,
    rehearsal::Rehearsal,
    roster::{self, Presence, Role},
};

fn round(room: &Room) -> &Round {
    room.breakout.round.as_ref().unwrap()
}

fn group_of(session: &Rehearsal, person: PersonId) -> GroupId {
    round(&session.room).group_of(person).unwrap()
}

fn say(audience: Audience, text: &str) -> chat::Command {
    chat::Command::Say { audience, text: text.into(), reply_to: None }
}

#[test]
fn a_mix_takes_officers_who_are_here_and_nobody_else() {
    let (mut session, lead, officers) = Rehearsal::with_officers(7);
    let guest = session.admit("Rosa", Role::Guest);
    let observer = session.admit("Auditor", Role::Observer);
    session.does(officers[6], roster::Command::CallOut);
    session.does(lead, Command::Mix { rule: Rule::Count(2), seed: 3 });
    let round = round(&session.room);
    assert_eq!(round.groups.values().map(|g| g.size).collect::<Vec<_>>(), [3, 3]);
    assert_eq!(round.groups.values().map(|g| g.name.as_str()).collect::<Vec<_>>(), ["Group 1", "Group 2"]);
    for person in [guest, observer, lead, officers[6]] {
        assert_eq!(round.group_of(person), None);
    }
}

#[test]
fn a_plan_is_the_facilitators_own_until_it_starts() {
    let (mut session, lead, officers) = Rehearsal::with_officers(4);
    session.does(lead, Command::Mix { rule: Rule::Count(2), seed: 3 });
    assert_eq!(session.view(officers[0]).breakout, State::default());
    session.does(lead, Command::Start { minutes: 20, countdown_s: 5 });
    let seen = round(session.view(officers[0]));
    assert!(matches!(seen.status, Status::Moving { .. }));
    let own = round(&session.room).group_of(officers[0]).unwrap();
    for (id, group) in &seen.groups {
        assert_eq!((group.size, group.members.is_empty()), (2, *id != own));
    }
}

#[test]
fn people_are_in_their_group_from_the_end_of_the_countdown() {
    let (mut session, lead, officers) = Rehearsal::with_officers(4);
    session.does(lead, Command::Mix { rule: Rule::Count(2), seed: 3 });
    session.does(lead, Command::Start { minutes: 20, countdown_s: 5 });
    session.pass(4);
    assert_eq!(session.viewer(officers[0]).group, None);
    session.pass(1);
    assert_eq!(session.viewer(officers[0]).group, Some(group_of(&session, officers[0])));
    assert_eq!(round(&session.room).status, Status::Running { ends_at: session.now.plus_ms(20 * MINUTE_MS) });
}

#[test]
fn when_time_is_up_a_countdown_brings_everybody_back() {
    let (mut session, _, officers) = Rehearsal::in_two_groups(4);
    let home = group_of(&session, officers[0]);
    session.pass(20 * 60);
    assert!(matches!(round(session.view(officers[0])).status, Status::Returning { .. }));
    session.pass(i64::from(RECALL_S));
    assert_eq!(session.room.breakout.round, None);
    assert_eq!(session.viewer(officers[0]).group, None);
    assert_eq!(session.viewer(officers[0]).home, Some(home), "their work stays theirs");
}

#[test]
fn more_time_lets_called_back_groups_stay() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    session.pass(20 * 60 + 2);
    session.does(lead, Command::Extend { minutes: 5 });
    session.pass(4 * 60);
    assert!(session.viewer(officers[0]).group.is_some());
}

#[test]
fn groups_get_the_time_back_that_the_room_was_paused() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    session.pass(19 * 60);
    session.does(lead, crate::Command::Pause(true));
    session.pass(600);
    session.does(lead, crate::Command::Pause(false));
    session.pass(59);
    assert!(matches!(round(session.view(officers[0])).status, Status::Running { .. }));
    session.pass(1);
    assert!(matches!(round(session.view(officers[0])).status, Status::Returning { .. }));
}

#[test]
fn group_talk_stays_in_the_group() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    let group = group_of(&session, officers[0]);
    session.does(officers[0], say(Audience::Group(group), "Between us"));
    let reads = |session: &Rehearsal, person| session.view(person).chat.lines.len() == 1;
    assert!(reads(&session, officers[1]));
    assert!(!reads(&session, officers[2]));
    assert!(!reads(&session, lead), "facilitators do not listen from outside");
    assert_eq!(session.refuses(officers[2], say(Audience::Group(group), "Hello?")), Refusal::Unknown);

    session.pass(1);
    session.does(lead, Command::DropIn(group));
    assert!(!reads(&session, lead), "nor do they read what was said before they came");
    assert!(round(session.view(officers[0])).groups[&group].visitors.contains_key(&lead), "and are seen");
    session.pass(1);
    session.does(officers[0], say(Audience::Group(group), "Welcome"));
    assert!(reads(&session, lead), "only what is said to them");
    session.pass(1);
    session.does(lead, Command::DropOut);
    assert!(!reads(&session, lead));
    session.does(lead, Command::DropIn(group));
    assert!(!reads(&session, lead), "each visit begins anew");
    session.does(lead, Command::DropOut);
    assert!(round(session.view(officers[0])).groups[&group].visitors.is_empty());
}

#[test]
fn a_visitor_is_in_one_group_at_a_time_and_goes_with_their_line() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    let (one, other) = (group_of(&session, officers[0]), group_of(&session, officers[3]));
    session.admit("Co-facilitator", Role::Facilitator);
    session.does(lead, Command::DropIn(one));
    session.does(lead, Command::DropIn(other));
    assert!(round(session.view(officers[0])).groups[&one].visitors.is_empty());
    assert!(round(session.view(officers[3])).groups[&other].visitors.contains_key(&lead));
    session.house(crate::Command::Roster(roster::Command::Disconnect { person: lead }));
    session.pass(roster::GRACE_MS / 1_000);
    assert!(round(session.view(officers[3])).groups[&other].visitors.is_empty());
}

#[test]
fn a_call_for_help_reaches_facilitators_and_the_own_group_only() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    let group = group_of(&session, officers[0]);
    session.does(officers[0], Command::Help { reason: "We disagree".into() });
    let asks = |session: &Rehearsal, person| round(session.view(person)).groups[&group].help.is_some();
    assert!(asks(&session, lead) && asks(&session, officers[1]) && !asks(&session, officers[2]));
    session.does(lead, Command::DropIn(group));
    assert!(!asks(&session, lead), "whoever comes in answers the call");
    session.does(officers[1], Command::Help { reason: String::new() });
    session.does(officers[0], Command::CancelHelp);
    assert!(!asks(&session, lead));
    assert_eq!(session.refuses(lead, Command::CancelHelp), Refusal::Unknown);
}

#[test]
fn who_comes_late_joins_the_smallest_group() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(5);
    let small = group_of(&session, officers[0]);
    let late = session.admit("Late", Role::Officer);
    assert_eq!(session.viewer(late).group, Some(small));
    assert_eq!(round(session.view(officers[4])).groups[&small].size, 3);
    let guest = session.admit("Rosa", Role::Guest);
    assert_eq!(session.viewer(guest).group, None);
    session.does(lead, roster::Command::Appoint { person: guest, role: Role::Officer });
    assert!(session.viewer(guest).group.is_some());
}

#[test]
fn who_drops_out_comes_back_to_the_same_group() {
    let (mut session, _, officers) = Rehearsal::in_two_groups(4);
    let group = session.viewer(officers[0]).group;
    session.house(crate::Command::Roster(roster::Command::Disconnect { person: officers[0] }));
    session.pass(300);
    assert_eq!(session.room.roster.people[&officers[0]].presence, Presence::Left);
    session.comes_back(officers[0]);
    assert_eq!(session.viewer(officers[0]).group, group);
}

#[test]
fn moving_somebody_tells_each_group_its_own_part() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(6);
    let (one, other) = (group_of(&session, officers[0]), group_of(&session, officers[5]));
    session.does(lead, Command::Move { person: officers[0], to: Some(other) });
    assert!(round(session.view(officers[5])).groups[&other].members.contains(&officers[0]));
    let left_behind = round(session.view(officers[1]));
    assert_eq!((left_behind.groups[&one].size, left_behind.groups[&other].size), (2, 4));
    assert!(left_behind.groups[&other].members.is_empty());
    assert_eq!(session.viewer(officers[0]).group, Some(other));
}

#[test]
fn who_is_removed_or_promoted_gives_up_their_place() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(6);
    let group = group_of(&session, officers[0]);
    session.does(lead, roster::Command::Remove { person: officers[0] });
    session.does(lead, roster::Command::Appoint { person: officers[1], role: Role::Facilitator });
    assert_eq!(round(&session.room).groups[&group].size, 1);
    assert_eq!(session.viewer(officers[1]).group, None);
}

#[test]
fn guests_and_observers_see_only_that_groups_run() {
    let (mut session, lead, _) = Rehearsal::in_two_groups(4);
    for role in [Role::Guest, Role::Observer] {
        let outsider = session.admit("Outsider", role);
        session.does(lead, Command::Tell("Five more minutes".into()));
        let seen = round(session.view(outsider));
        assert!(seen.status.at_work() && seen.groups.is_empty() && seen.notices.is_empty());
    }
}

#[test]
fn a_message_reaches_all_groups_and_stays() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    session.does(lead, Command::Tell("  Pick a reporter ".into()));
    for person in officers {
        assert_eq!(round(session.view(person)).notices[0].text, "Pick a reporter");
    }
}

#[test]
fn what_does_not_fit_the_moment_is_refused() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(4);
    let mix = Command::Mix { rule: Rule::Count(2), seed: 1 };
    assert_eq!(session.refuses(lead, mix.clone()), Refusal::NotNow);
    assert_eq!(session.refuses(officers[0], mix), Refusal::NotAllowed);
    assert_eq!(session.refuses(lead, Command::Start { minutes: 1, countdown_s: 0 }), Refusal::NotNow);
    assert_eq!(session.refuses(lead, Command::Extend { minutes: 0 }), Refusal::Empty);
    assert_eq!(session.refuses(lead, Command::Extend { minutes: 999 }), Refusal::TooLong { max: 240 });
    assert_eq!(session.refuses(lead, Command::DropIn(GroupId(0))), Refusal::Unknown);
    let twice = Wanted { name: String::new(), members: vec![officers[0], officers[0]] };
    session.does(lead, Command::Return { seconds: 0 });
    session.pass(0);
    assert_eq!(session.refuses(lead, Command::Plan(vec![twice])), Refusal::Unknown);
    assert_eq!(session.refuses(lead, Command::Return { seconds: 0 }), Refusal::NotNow);
}

/// Officers of these departments, and a segment with groups.
fn grouped_by<const N: usize>(rule: Rule, departments: [&str; N]) -> (Rehearsal, PersonId, [PersonId; N]) {
    let (mut session, lead, _) = Rehearsal::with_officers(0);
    let mut number = 0;
    let officers = departments.map(|department| {
        number += 1;
        session.arrive_from(department, &format!("Officer {number}"), Role::Officer)
    });
    session.does(lead, crate::Command::Lobby(lobby::Command::AdmitAll));
    let activities = vec![Activity::Groups(Draft { rule, minutes: 20 })];
    let segment = Segment { title: "Groups".into(), minutes: 20, activities, ..Segment::default() };
    session.does(lead, agenda::Command::Insert { after: None, segment: Box::new(segment) });
    session.does(lead, agenda::Command::Start);
    (session, lead, officers)
}

fn verdicts(session: &Rehearsal, lead: PersonId) -> Vec<(Wish, Verdict)> {
    checks(session.view(lead)).iter().map(|check| (check.wish, check.verdict)).collect()
}

/// Three officers each from two departments.
const THREE_EACH: [&str; 6] = ["RPD", "RPD", "R.P.D.", "LSO", "lso", "LSO"];

#[test]
fn the_rule_of_the_run_sheet_holds_for_every_mix_of_its_segment() {
    let (mut session, lead, _) = grouped_by(Rule::SameDepartment(3), THREE_EACH);
    assert_eq!(verdicts(&session, lead), [(Wish::SameDepartment, Verdict::Met)]);
    for seed in 0..20 {
        session.does(lead, Command::Mix { rule: Rule::Count(2), seed });
        assert_eq!(verdicts(&session, lead), [(Wish::SameDepartment, Verdict::Met)]);
    }
    session.does(lead, Command::Mix { rule: Rule::Mixed(2), seed: 1 });
    let unmet = Verdict::Unmet(3);
    assert_eq!(verdicts(&session, lead), [(Wish::SameDepartment, unmet)], "three pairs of one from each");
}

#[test]
fn a_rule_that_is_broken_by_hand_is_named() {
    let (mut session, lead, officers) = grouped_by(Rule::Mixed(2), THREE_EACH);
    assert_eq!(verdicts(&session, lead), [(Wish::Mixed, Verdict::Met)]);
    let other = group_of(&session, officers[1]);
    session.does(lead, Command::Move { person: officers[0], to: Some(other) });
    assert_eq!(verdicts(&session, lead), [(Wish::Mixed, Verdict::Unmet(2))]);
}

#[test]
fn what_cannot_be_checked_or_met_is_said() {
    let verdict = |departments: [&str; 4]| {
        let (session, lead, _) = grouped_by(Rule::Mixed(2), departments);
        verdicts(&session, lead)
    };
    assert_eq!(verdict(["RPD", "LSO", "RPD", ""]), [(Wish::Mixed, Verdict::Unchecked(1))]);
    assert_eq!(verdict(["RPD"; 4]), [(Wish::Mixed, Verdict::OneDepartment)]);
    let (session, lead, _) = grouped_by(Rule::SameDepartment(2), ["RPD", "RPD", "RPD", "LSO"]);
    assert_eq!(verdicts(&session, lead), [(Wish::SameDepartment, Verdict::Unmet(1))]);
}

#[test]
fn nobody_sits_with_their_own_supervisor_if_there_is_another_group() {
    let (mut session, lead, _) = grouped_by(Rule::Mixed(3), THREE_EACH);
    let entry = |name: &str, department: &str| lobby::Expected {
        name: name.into(),
        department: department.into(),
        supervisor: "4, Officer".into(),
        ..lobby::Expected::default()
    };
    let list = vec![entry("Officer 1", "RPD"), entry("Officer 5", "LSO")];
    session.does(lead, crate::Command::Lobby(lobby::Command::Expect(list)));
    for seed in 0..20 {
        session.does(lead, Command::Mix { rule: Rule::Count(2), seed });
        let verdicts = verdicts(&session, lead);
        assert_eq!(verdicts, [(Wish::Mixed, Verdict::Met), (Wish::Apart, Verdict::Met)], "seed {seed}");
    }
}

/// Somebody from this department comes late and is let in.
fn late(session: &mut Rehearsal, lead: PersonId, department: &str, name: &str) -> PersonId {
    let person = session.arrive_from(department, name, Role::Officer);
    session.does(lead, crate::Command::Lobby(lobby::Command::Admit(person)));
    person
}

#[test]
fn who_comes_late_joins_their_department_or_fills_the_mix_as_the_round_has_it() {
    let (mut session, lead, officers) = grouped_by(Rule::SameDepartment(3), THREE_EACH);
    session.does(lead, Command::Start { minutes: 20, countdown_s: 0 });
    let [riverton, lakeside] = [officers[0], officers[3]].map(|officer| group_of(&session, officer));
    for n in 0..2 {
        let person = late(&mut session, lead, "r p d", &format!("Late {n}"));
        assert_eq!(group_of(&session, person), riverton, "colleagues, though the other group is smaller");
    }
    assert_eq!(verdicts(&session, lead), [(Wish::SameDepartment, Verdict::Met)]);
    late(&mut session, lead, "RPD", "Late 3");
    let sizes =
        |session: &Rehearsal| [riverton, lakeside].map(|group| round(&session.room).groups[&group].size);
    assert_eq!(sizes(&session), [6, 3], "two more than the smallest may still take one");
    late(&mut session, lead, "RPD", "Late 4");
    assert_eq!(sizes(&session), [6, 4], "then the sizes count for more");
    assert_eq!(
        verdicts(&session, lead),
        [(Wish::SameDepartment, Verdict::Unmet(1))],
        "and facilitators read it"
    );

    let departments = ["RPD", "RPD", "LSO", "LSO", "LSO", "LSO"];
    let (mut session, lead, officers) = grouped_by(Rule::Mixed(3), departments);
    let wanted = |members: &[PersonId]| Wanted { name: String::new(), members: members.to_vec() };
    session.does(lead, Command::Plan(vec![wanted(&officers[..2]), wanted(&officers[2..])]));
    session.does(lead, Command::Start { minutes: 20, countdown_s: 0 });
    let person = late(&mut session, lead, "RPD", "Late");
    let elsewhere = group_of(&session, officers[2]);
    assert_eq!(group_of(&session, person), elsewhere, "among the others, though the own group is smaller");
}

#[test]
fn who_comes_late_is_kept_apart_where_there_is_another_group() {
    let (mut session, lead, officers) = Rehearsal::in_two_groups(5);
    let entry = lobby::Expected {
        name: "Late Larry".into(),
        department: "Riverton PD".into(),
        supervisor: "Officer 1".into(),
        keep_apart_from: vec!["Nobody".into()],
        ..lobby::Expected::default()
    };
    session.does(lead, crate::Command::Lobby(lobby::Command::Expect(vec![entry])));
    session.does(lead, crate::Command::Lobby(lobby::Command::LetListedIn(true)));
    // Let in by the list in the same decision in which he arrives.
    let larry = session.arrive("Late Larry", Role::Officer);
    let supervisor = group_of(&session, officers[0]);
    assert_ne!(group_of(&session, larry), supervisor, "though hers is the smaller group");
    assert_eq!(verdicts(&session, lead), [(Wish::Apart, Verdict::Met)]);

    // Everywhere somebody he should not meet: he gets a place, and facilitators read that it could not be.
    let everybody = officers.iter().map(|id| session.room.roster.people[id].name.clone()).collect();
    let entry = lobby::Expected {
        name: "Late Laura".into(),
        department: "Riverton PD".into(),
        keep_apart_from: everybody,
        ..lobby::Expected::default()
    };
    session.does(lead, crate::Command::Lobby(lobby::Command::Expect(vec![entry])));
    let laura = session.arrive("Late Laura", Role::Officer);
    assert_eq!(group_of(&session, laura), supervisor, "where the fewest of them are");
    assert_eq!(verdicts(&session, lead), [(Wish::Apart, Verdict::Unmet(2))]);
}
