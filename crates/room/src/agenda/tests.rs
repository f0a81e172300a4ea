//! Stories of the run sheet and its clock.

use super::*;
use crate::{
    Charter, Command as Asked, MINUTE_MS, Opening, PersonId, lobby,
    rehearsal::{Rehearsal, time},
    roster,
    roster::Role::{Facilitator, Guest, Officer},
};

fn segment(id: u32, minutes: u16) -> Segment {
    let facts = vec!["A child cries.".into(), "The door opens.".into()];
    Segment {
        id: SegmentId(id),
        title: format!("Part {id}"),
        instructions: "Say who you are.".into(),
        notes: "Two lines aloud.".into(),
        minutes,
        credit: true,
        activities: vec![Activity::Talk, Activity::Scenario { card: "A call at night.".into(), facts }],
    }
}

/// What the agenda tells of such a segment.
fn kinds() -> Vec<Activity> {
    vec![Activity::Talk, Activity::Scenario { card: String::new(), facts: vec![] }]
}

/// Three segments of 20, 10 and 30 minutes, and somebody to run them.
fn class() -> (Rehearsal, PersonId) {
    let segments = vec![segment(1, 20), segment(2, 10), segment(3, 30)];
    let mut session = Rehearsal::open(Opening { segments, ..Opening::default() });
    let amina = session.admit("Amina R.", Facilitator);
    (session, amina)
}

fn go(session: &mut Rehearsal, person: PersonId, segment: u32) {
    session.does(person, Command::GoTo(SegmentId(segment)));
}

fn running(session: &Rehearsal) -> Option<u32> {
    session.room.agenda.running().map(|s| s.id.0)
}

fn order(session: &Rehearsal) -> Vec<u32> {
    session.room.agenda.segments.iter().map(|s| s.id.0).collect()
}

#[test]
fn a_session_goes_from_start_to_finish() {
    let (mut session, amina) = class();
    assert_eq!(session.asks(amina, Command::Start), Ok(1));
    assert_eq!(session.asks(amina, Command::Start), Ok(0), "starting twice changes nothing");
    session.clock(9, 20);
    session.does(amina, Command::Next { from: SegmentId(1) });
    session.does(amina, Command::Next { from: SegmentId(2) });
    session.does(amina, Command::Back { from: SegmentId(3) });
    assert_eq!(running(&session), Some(2));
    go(&mut session, amina, 3);
    session.does(amina, Command::Next { from: SegmentId(3) });
    assert_eq!(running(&session), None);
    let runs: Vec<_> = session.room.agenda.runs.iter().map(|run| run.segment.0).collect();
    assert_eq!(runs, [1, 2, 3, 2, 3]);
    let first = session.room.agenda.runs[0];
    assert_eq!(first.ended.since_ms(first.started), 20 * MINUTE_MS);
    assert_eq!(session.asks(amina, Command::Start), Ok(0), "a finished session does not start over");
}

#[test]
fn two_facilitators_pressing_next_move_the_room_on_once() {
    let (mut session, amina) = class();
    let ben = session.admit("Ben W.", Facilitator);
    session.does(amina, Command::Start);
    session.does(amina, Command::Next { from: SegmentId(1) });
    assert_eq!(session.asks(ben, Command::Next { from: SegmentId(1) }), Ok(0));
    assert_eq!(running(&session), Some(2));
}

#[test]
fn the_end_of_the_session_ends_what_is_running() {
    let (mut session, amina) = class();
    session.does(amina, Command::Start);
    session.does(amina, Asked::End);
    assert_eq!((running(&session), session.room.agenda.runs.len()), (None, 1));
}

#[test]
fn an_officer_does_not_run_the_sheet() {
    let (mut session, _) = class();
    let dana = session.admit("Dana Kaplan", Officer);
    assert_eq!(session.asks(dana, Command::Start), Err(Refusal::NotAllowed));
}

#[test]
fn time_is_given_and_taken_within_bounds() {
    let (mut session, amina) = class();
    assert_eq!(session.asks(amina, Command::Extend { minutes: 2 }), Err(Refusal::Unknown));
    session.does(amina, Command::Start);
    session.does(amina, Command::Extend { minutes: 2 });
    session.clock(9, 10);
    assert_eq!(session.room.agenda.left_ms(session.now), Some(12 * MINUTE_MS));
    session.does(amina, Command::Extend { minutes: i16::MIN });
    assert_eq!(session.room.agenda.left_ms(session.now), Some(-9 * MINUTE_MS), "one minute is the least");
    assert_eq!(session.asks(amina, Command::Extend { minutes: -1 }), Ok(0));
    let most = Err(Refusal::TooLong { max: 480 });
    assert_eq!(session.asks(amina, Command::Extend { minutes: i16::MAX }), most);
}

#[test]
fn the_room_says_how_far_behind_it_is() {
    let (mut session, amina) = class();
    let drift = |session: &Rehearsal| drift_ms(&session.room, session.now).map(|ms| ms / MINUTE_MS);
    assert_eq!(drift(&session), Some(0));
    session.clock(9, 4);
    assert_eq!(drift(&session), Some(4), "it should have started");
    session.does(amina, Command::Start);
    session.clock(9, 20);
    assert_eq!(drift(&session), Some(4));
    session.clock(9, 30);
    assert_eq!(drift(&session), Some(10), "it runs over");
    go(&mut session, amina, 3);
    assert_eq!(drift(&session), Some(0), "a segment of ten minutes was skipped");
    session.does(amina, Command::Extend { minutes: -5 });
    assert_eq!(drift(&session), Some(-5));
    session.does(amina, Command::Next { from: SegmentId(3) });
    assert_eq!(drift(&session), None, "it is over");
}

#[test]
fn what_is_inserted_makes_the_session_end_later_than_agreed() {
    let charter = Charter { ends_at: time(10, 0), ..Charter::default() };
    let segments = vec![segment(1, 20), segment(2, 10), segment(3, 30)];
    let mut session = Rehearsal::open(Opening { charter, segments, ..Opening::default() });
    let amina = session.admit("Amina R.", Facilitator);
    session.does(amina, Command::Insert { after: None, segment: Box::new(segment(0, 15)) });
    assert_eq!(drift_ms(&session.room, session.now), Some(15 * MINUTE_MS));
    let start = planned_start(&session.room, SegmentId(2)).expect("on the sheet");
    assert_eq!(start.since_ms(session.room.charter.starts_at), 35 * MINUTE_MS);
    assert_eq!(planned_start(&session.room, SegmentId(9)), None);
}

#[test]
fn a_break_says_when_to_be_back() {
    let (mut session, amina) = class();
    let pause = Segment { activities: vec![Activity::Break], ..segment(0, 15) };
    session.does(amina, Command::Insert { after: Some(SegmentId(1)), segment: Box::new(pause) });
    let id = session.room.agenda.segments[1].id;
    session.does(amina, Command::GoTo(id));
    assert_eq!(session.room.agenda.ends_at(), Some(session.now.plus_ms(15 * MINUTE_MS)));
}

#[test]
fn what_has_begun_stays_on_the_sheet() {
    let (mut session, amina) = class();
    session.does(amina, Command::Start);
    let first = SegmentId(1);
    assert_eq!(session.asks(amina, Command::Drop(first)), Err(Refusal::Begun));
    let after = Some(SegmentId(3));
    assert_eq!(session.asks(amina, Command::Move { segment: first, after }), Err(Refusal::Begun));
    let emptied = Segment { activities: vec![], ..segment(1, 20) };
    assert_eq!(session.asks(amina, Command::Edit(Box::new(emptied))), Err(Refusal::Begun));
    let mut longer = segment(1, 25);
    longer.activities.push(Activity::Questions { panel: false });
    assert_eq!(session.asks(amina, Command::Edit(Box::new(longer.clone()))), Ok(1));
    assert_eq!(session.asks(amina, Command::Edit(Box::new(longer))), Ok(0));
}

#[test]
fn segments_move_and_go() {
    let (mut session, amina) = class();
    let third = SegmentId(3);
    session.does(amina, Command::Move { segment: third, after: None });
    assert_eq!(order(&session), [3, 1, 2]);
    assert_eq!(session.asks(amina, Command::Move { segment: third, after: None }), Ok(0));
    session.does(amina, Command::Move { segment: third, after: Some(SegmentId(1)) });
    assert_eq!(order(&session), [1, 3, 2]);
    assert_eq!(
        session.asks(amina, Command::Move { segment: third, after: Some(third) }),
        Err(Refusal::Unknown)
    );
    session.does(amina, Command::Drop(third));
    assert_eq!(order(&session), [1, 2]);
}

#[test]
fn a_sheet_that_cannot_be_is_refused() {
    assert_eq!(plan(&[segment(1, 5), segment(1, 5)]), Err(Refusal::Unknown), "one id for two");
    assert_eq!(plan(&[segment(LIVE, 5)]), Err(Refusal::Unknown), "an id that the room gives");
    assert_eq!(plan(&[segment(1, 0)]), Err(Refusal::Empty));
    assert_eq!(plan(&[segment(1, 481)]), Err(Refusal::TooLong { max: 480 }));
    assert_eq!(plan(&vec![segment(1, 5); 61]), Err(Refusal::TooLong { max: 60 }));
}

#[test]
fn those_waiting_see_titles_minutes_and_of_what_kind_it_is() {
    let (mut session, amina) = class();
    let waiting = session.arrive("Dana Kaplan", Officer);
    session.does(amina, Command::Start);
    let seen = session.view(waiting).agenda.clone();
    let outline = |id, minutes| Segment {
        instructions: String::new(),
        notes: String::new(),
        credit: false,
        activities: kinds(),
        ..segment(id, minutes)
    };
    assert_eq!(seen.segments, [outline(1, 20), outline(2, 10), outline(3, 30)]);
    assert_eq!((seen.current, seen.runs), (None, vec![]));
}

#[test]
fn an_officer_sees_what_is_running_and_no_notes() {
    let (mut session, amina) = class();
    let dana = session.admit("Dana Kaplan", Officer);
    session.does(amina, Command::Start);
    let seen = session.view(dana).agenda.clone();
    assert!(seen.segments.iter().all(|s| s.notes.is_empty() && !s.instructions.is_empty()));
    let held = |n: usize| seen.segments[n].activities.clone();
    assert_eq!(held(0), segment(1, 20).staged(&Shown::new()));
    assert_eq!([held(1), held(2)], [kinds(), kinds()], "what happens later stays a surprise");
    let whole = session.view(amina).agenda.clone();
    assert_eq!(whole, session.room.agenda, "facilitators see everything");
}

#[test]
fn an_agenda_names_each_kind_once_and_nothing_else() {
    let poll = |title: &str, ask| {
        let title = title.to_owned();
        Activity::Poll(Box::new(crate::poll::Draft { title, ask, ..Default::default() }))
    };
    let (named, anonymous) = (crate::poll::Ask::Named, crate::poll::Ask::Anonymous);
    let board = crate::board::Draft { title: "First words".into(), ..Default::default() };
    let exercise = crate::exercise::Draft { title: "One problem".into(), ..Default::default() };
    let groups = crate::breakout::Draft { rule: crate::breakout::Rule::Size(5), minutes: 35 };
    let activities = vec![
        poll("Before", anonymous),
        poll("After", anonymous),
        poll("Who", named),
        Activity::Board(board),
        Activity::Groups(groups),
        Activity::Exercise(exercise),
        Activity::Questions { panel: true },
        Activity::Report { seconds: 90 },
    ];
    let segment = Segment { activities, ..segment(1, 20) };
    let outlined = segment.outlined();
    assert_eq!(
        outlined,
        [
            poll("", anonymous),
            poll("", named),
            Activity::Board(Default::default()),
            Activity::Groups(Default::default()),
            Activity::Exercise(Default::default()),
            Activity::Questions { panel: true },
            Activity::Report { seconds: 0 },
        ]
    );
    let staged = Segment { activities: segment.staged(&Shown::new()), ..segment };
    assert_eq!(staged.outlined(), outlined, "a view that saw it on the stage forgets as much");
}

#[test]
fn a_report_has_a_time_for_each_group() {
    let sheet = |seconds| {
        plan(&[Segment { activities: vec![Activity::Report { seconds }], ..segment(1, 20) }]).map(drop)
    };
    assert_eq!((sheet(30), sheet(3_600)), (Ok(()), Ok(())));
    assert_eq!(sheet(0), Err(Refusal::Empty));
    assert_eq!(sheet(3_601), Err(Refusal::TooLong { max: 3_600 }));
}

#[test]
fn facts_come_one_by_one() {
    let (mut session, amina) = class();
    let guest = session.admit("Rosa Lind", Guest);
    session.does(amina, Command::Start);
    let known = |session: &Rehearsal| match &session.view(guest).agenda.clone().segments[0].activities[1] {
        Activity::Scenario { facts, .. } => facts.clone(),
        other => panic!("not a scenario: {other:?}"),
    };
    assert_eq!(known(&session), [""; 0]);
    let show = |fact| Command::ShowFact { activity: 1, fact };
    assert_eq!(session.asks(amina, show(1)), Err(Refusal::Unknown), "the first one comes first");
    session.does(amina, show(0));
    assert_eq!(session.asks(amina, show(0)), Ok(0));
    assert_eq!(known(&session), ["A child cries."]);
    session.does(amina, show(1));
    assert_eq!(session.asks(amina, show(2)), Err(Refusal::Unknown), "there are two");
    assert_eq!(session.asks(amina, Command::ShowFact { activity: 0, fact: 0 }), Err(Refusal::Unknown));
}

#[test]
fn one_activity_at_a_time_is_on_the_stage() {
    let (mut session, amina) = class();
    assert_eq!(session.asks(amina, Command::Focus(0)), Err(Refusal::Unknown), "nothing is running");
    session.does(amina, Command::Start);
    assert_eq!(session.asks(amina, Command::Focus(0)), Ok(0), "the first one is there already");
    assert_eq!(session.asks(amina, Command::Focus(1)), Ok(1));
    assert_eq!(session.asks(amina, Command::Focus(2)), Err(Refusal::Unknown));
    go(&mut session, amina, 2);
    assert_eq!(session.room.agenda.current.as_ref().map(|c| c.focus), Some(0));
}

/// Credit from 09:00 to 10:00 and from 10:10 to 11:20, with a break between.
fn morning() -> (Rehearsal, PersonId) {
    let pause = Segment { credit: false, ..segment(2, 10) };
    let segments = vec![segment(1, 60), pause, segment(3, 70)];
    let mut session = Rehearsal::open(Opening { segments, ..Opening::default() });
    let amina = session.admit("Amina R.", Facilitator);
    (session, amina)
}

fn minutes(session: &Rehearsal, person: PersonId) -> i64 {
    credit_ms(&session.room, person, session.now) / MINUTE_MS
}

#[test]
fn who_is_there_all_the_time_earns_all_credit() {
    let (mut session, amina) = morning();
    let dana = session.admit("Dana Kaplan", Officer);
    go(&mut session, amina, 1);
    session.clock(9, 30);
    assert_eq!(minutes(&session, dana), 30, "the meter runs live");
    session.clock(9, 58);
    session.drops(dana);
    session.pass(60);
    session.comes_back(dana);
    session.clock(10, 0);
    go(&mut session, amina, 2);
    session.clock(10, 10);
    go(&mut session, amina, 3);
    session.clock(11, 20);
    session.does(amina, Asked::End);
    session.clock(12, 0);
    assert_eq!(minutes(&session, dana), 130);
    assert_eq!(
        credit_ms(session.view(dana), dana, session.now),
        130 * MINUTE_MS,
        "the officer's own screen agrees"
    );
}

#[test]
fn who_is_called_out_earns_the_time_before_and_after() {
    let (mut session, amina) = morning();
    let dana = session.admit("Dana Kaplan", Officer);
    go(&mut session, amina, 1);
    session.clock(9, 40);
    session.does(dana, roster::Command::CallOut);
    session.clock(10, 0);
    go(&mut session, amina, 2);
    session.clock(10, 10);
    go(&mut session, amina, 3);
    session.clock(10, 25);
    session.comes_back(dana);
    session.clock(11, 20);
    assert_eq!(minutes(&session, dana), 95);
}

#[test]
fn a_short_call_to_duty_is_no_credit_either() {
    let (mut session, amina) = morning();
    let dana = session.admit("Dana Kaplan", Officer);
    go(&mut session, amina, 1);
    session.clock(9, 10);
    session.does(dana, roster::Command::CallOut);
    session.pass(60);
    session.comes_back(dana);
    session.clock(9, 20);
    assert_eq!(minutes(&session, dana), 19);
}

#[test]
fn a_line_that_is_down_too_long_earns_nothing_meanwhile() {
    let (mut session, amina) = morning();
    let dana = session.admit("Dana Kaplan", Officer);
    go(&mut session, amina, 1);
    session.clock(9, 10);
    session.drops(dana);
    session.pass(91);
    session.comes_back(dana);
    session.clock(9, 20);
    assert_eq!(credit_ms(&session.room, dana, session.now), 20 * MINUTE_MS - 91_000);
}

#[test]
fn waiting_and_breaks_earn_nothing() {
    let (mut session, amina) = morning();
    let dana = session.arrive("Dana Kaplan", Officer);
    go(&mut session, amina, 1);
    session.clock(9, 50);
    assert_eq!(minutes(&session, dana), 0, "still in the lobby");
    session.does(amina, Asked::Lobby(lobby::Command::Admit(dana)));
    session.clock(10, 0);
    go(&mut session, amina, 2);
    session.clock(10, 10);
    assert_eq!(minutes(&session, dana), 10);
}

#[test]
fn a_poll_on_the_sheet_shows_its_title_and_a_board_opens_once_with_its_segment() {
    let (mut session, lead, officers) = Rehearsal::with_officers(1);
    let options = vec!["Yes".into(), "No".into()];
    let key = Some(crate::poll::Key { correct: [1].into(), explanation: "Because.".into() });
    let kind = crate::poll::Kind::of(crate::poll::Manner::Single, options);
    let (title, question) = ("First check".to_owned(), "May you?".into());
    let ask = crate::poll::Draft { title: title.clone(), question, kind, key, ..Default::default() };
    let board = crate::board::Draft { title: "First words".into(), ..Default::default() };
    let activities = vec![Activity::Poll(Box::new(ask)), Activity::Board(board)];
    let segment = Segment { title: "One".into(), minutes: 5, activities, ..Segment::default() };
    session.does(lead, Command::Insert { after: None, segment: Box::new(segment.clone()) });
    let first = session.room.agenda.segments[0].id;
    session.does(lead, Command::GoTo(first));
    let seen = session.view(officers[0]).agenda.segments[0].activities[0].clone();
    assert_eq!(seen, Activity::Poll(Box::new(crate::poll::Draft { title, ..Default::default() })));
    assert_eq!(session.view(officers[0]).board.boards.len(), 1);

    session.does(lead, Command::Insert { after: Some(first), segment: Box::new(segment) });
    session.does(lead, Command::Next { from: first });
    session.does(lead, Command::GoTo(first));
    assert_eq!(session.room.board.boards.len(), 2);
}
