//! Sessions: their life, and the run sheet under every edit.

use uuid::Uuid;

use super::run_sheet::MAX_ENTRIES;
use super::*;
use crate::segment::{Activity, PollDraft, Segment};
use crate::template;
use room::{
    limit,
    poll::{Draft, Kind, Manner},
};

fn fair_stops() -> Session {
    let templates = template::all().expect("the shipped templates are valid");
    let template = templates.iter().find(|template| template.id == "FS-2H").expect("FS-2H ships");
    Session::plan(SessionId(Uuid::from_u128(1)), template, 1_000_000, "America/Los_Angeles")
}

fn segment(title: &str, minutes: u16, credit: bool) -> Segment {
    Segment {
        id: SegmentId(999),
        title: title.into(),
        minutes,
        credit,
        instructions: String::new(),
        notes: String::new(),
        activities: Vec::new(),
    }
}

fn three() -> RunSheet {
    RunSheet::new(vec![segment("A", 10, true), segment("B", 5, false), segment("C", 20, true)])
}

fn titles(sheet: &RunSheet) -> String {
    sheet.segments().iter().map(|segment| segment.title.as_str()).collect()
}

fn asking(question: &str, options: Vec<String>) -> Draft {
    Draft { question: question.into(), kind: Kind::of(Manner::Single, options), ..Draft::default() }
}

fn poll(key: Option<&str>, question: &str) -> Activity {
    let draft = asking(question, vec!["Yes".into(), "No".into()]);
    Activity::Poll(PollDraft { key: key.map(str::to_owned), draft })
}

#[test]
fn a_session_goes_from_planned_to_erased_one_step_at_a_time() {
    let mut session = fair_stops();
    assert_eq!(session.end(5), Err(Refusal::NotOpen));
    assert_eq!(session.begin_disposal(), Err(Refusal::NotEnded));
    assert_eq!(session.finish_disposal(), Err(Refusal::NotDisposing));
    session.open(5).expect("a planned session opens");
    assert_eq!(session.open(6), Err(Refusal::NotPlanned));
    session.expect_officers(vec![Expected::default()]).expect("somebody may still be announced");
    session.end(7).expect("an open session ends");
    assert_eq!((session.opened_at_ms, session.ended_at_ms), (Some(5), Some(7)));
    assert_eq!(session.expect_officers(vec![Expected::default()]), Err(Refusal::Over));
    session.begin_disposal().expect("an ended session is disposed of");
    assert_eq!(session.expected, [], "nobody is expected any more");
    assert_eq!(session.end(9), Err(Refusal::NotOpen));
    session.finish_disposal().expect("disposal finishes");
    assert_eq!(session.state, State::Erased);
    assert_eq!(session.finish_disposal(), Err(Refusal::NotDisposing));
}

#[test]
fn a_session_whose_room_is_lost_can_be_opened_anew() {
    let mut session = fair_stops();
    assert_eq!(session.lose_room(), Err(Refusal::NotOpen));
    session.open(5).expect("a planned session opens");
    session.lose_room().expect("an open room can be lost");
    assert_eq!(session, fair_stops());
    session.open(9).expect("it opens again");
    session.end(10).expect("an open session ends");
    assert_eq!(session.lose_room(), Err(Refusal::NotOpen), "what has ended stays ended");
}

#[test]
fn a_room_does_not_open_on_an_empty_run_sheet() {
    let mut session = Session { run_sheet: RunSheet::default(), ..fair_stops() };
    assert_eq!(session.open(1), Err(Refusal::NothingPlanned));
    assert_eq!(session.state, State::Planned);
}

#[test]
fn a_room_does_not_open_with_an_answer_too_long_for_its_place() {
    let mut session = fair_stops();
    let id = session.run_sheet.segments()[0].id;
    session.edit_run_sheet(Edit::SetTitle(id, "Welcome, {{community_name}}".into())).expect("short enough");
    session.tailoring.insert("community_name".into(), "x".repeat(MAX_NAME));
    assert_eq!(session.open(1), Err(Refusal::NameTooLong));
}

#[test]
fn the_run_sheet_is_fixed_once_the_room_opens() {
    let mut session = fair_stops();
    let first = session.run_sheet.segments()[0].id;
    session.open(1).expect("a planned session opens");
    assert_eq!(session.edit_run_sheet(Edit::Remove(first)), Err(Refusal::NotPlanned));
}

#[test]
fn a_session_survives_being_stored() {
    let session = fair_stops();
    let stored = serde_json::to_string(&session).expect("a session can be written");
    assert_eq!(serde_json::from_str::<Session>(&stored).expect("and read"), session);
}

#[test]
fn a_rehearsal_has_the_run_sheet_and_none_of_the_people() {
    let mut session = fair_stops();
    session.expected = crate::person::parse("David Kaplan,Riverton PD").people;
    session.open(1).expect("a planned session opens");
    let rehearsal = session.rehearsal(SessionId(Uuid::from_u128(2)), 50);
    assert!(rehearsal.practice && rehearsal.is_rehearsal() && rehearsal.expected.is_empty());
    assert!(!Session { practice: true, ..session.clone() }.is_rehearsal(), "a demonstration is kept");
    assert_eq!((rehearsal.state, rehearsal.starts_at_ms, rehearsal.opened_at_ms), (State::Planned, 50, None));
    assert_eq!(rehearsal.run_sheet, session.run_sheet);
    assert_ne!(rehearsal.id, session.id);
}

#[test]
fn blanks_are_listed_until_filled_and_never_shown() {
    let mut session = fair_stops();
    assert_eq!(
        session.unfilled(),
        ["community_name", "department_name", "liaison_contact", "stop_policy_link"]
    );
    session.tailoring.insert("community_name".into(), "the Harbor Street mosque".into());
    assert_eq!(session.unfilled(), ["department_name", "liaison_contact", "stop_policy_link"]);
    let texts: Vec<String> = session.tailored().texts().collect();
    assert!(texts.iter().any(|text| text.contains("the Harbor Street mosque")));
    assert!(texts.iter().all(|text| !text.contains("{{")));
}

#[test]
fn what_people_type_is_checked_before_it_is_stored() {
    let good = fair_stops();
    assert_eq!(good.check(), Ok(()));
    let long = "x".repeat(MAX_TEXT + 1);
    let cases = [
        (Session { title: "  ".into(), ..good.clone() }, Refusal::Empty),
        (Session { title: "é".repeat(MAX_NAME + 1), ..good.clone() }, Refusal::NameTooLong),
        (Session { lobby_message: long.clone(), ..good.clone() }, Refusal::TextTooLong),
        (Session { tailoring: Values::from([("a".into(), long)]), ..good.clone() }, Refusal::TextTooLong),
        (Session { capacity: 0, ..good.clone() }, Refusal::NumberOutOfRange),
        (Session { capacity: MAX_CAPACITY + 1, ..good.clone() }, Refusal::NumberOutOfRange),
        (Session { departments: vec!["PD".into(); MAX_DEPARTMENTS + 1], ..good.clone() }, Refusal::TooMany),
    ];
    for (session, refusal) in cases {
        assert_eq!(session.check(), Err(refusal));
    }
    assert_eq!(Session { title: "é".repeat(MAX_NAME), ..good }.check(), Ok(()));
}

#[test]
fn minutes_add_up_on_the_wall_and_for_credit() {
    let session = fair_stops();
    assert_eq!((session.run_sheet.wall_minutes(), session.run_sheet.credit_minutes()), (130, 120));
    assert_eq!(session.ends_at_ms(), session.starts_at_ms + 130 * 60_000);
    let sheet = three();
    assert_eq!((sheet.wall_minutes(), sheet.credit_minutes()), (35, 30));
    assert_eq!(sheet.starts(0), [(SegmentId(1), 0), (SegmentId(2), 600_000), (SegmentId(3), 900_000)]);
}

#[test]
fn segments_are_put_in_taken_out_and_moved() {
    let sheet = three();
    let after = |edit| titles(&sheet.edited(edit).expect("a lawful edit"));
    assert_eq!(after(Edit::Insert { at: 1, segment: segment("X", 5, true) }), "AXBC");
    assert_eq!(after(Edit::Insert { at: 99, segment: segment("X", 5, true) }), "ABCX");
    assert_eq!(after(Edit::Remove(SegmentId(2))), "AC");
    assert_eq!(after(Edit::Move { id: SegmentId(1), to: 1 }), "BAC");
    assert_eq!(after(Edit::Move { id: SegmentId(1), to: 99 }), "BCA");
    assert_eq!(after(Edit::Move { id: SegmentId(3), to: 0 }), "CAB");
    assert_eq!(after(Edit::Duplicate(SegmentId(2))), "ABBC");
    assert_eq!(titles(&sheet), "ABC");
}

#[test]
fn an_id_is_never_given_out_twice() {
    let sheet = three();
    let shorter = sheet.edited(Edit::Remove(SegmentId(3))).expect("it is there");
    let longer = shorter.edited(Edit::Duplicate(SegmentId(1))).expect("it is there");
    let ids: Vec<u32> = longer.segments().iter().map(|segment| segment.id.0).collect();
    assert_eq!(ids, [1, 4, 2]);
    let again = longer
        .edited(Edit::Remove(SegmentId(4)))
        .and_then(|sheet| sheet.edited(Edit::Duplicate(SegmentId(1))));
    let ids: Vec<u32> =
        again.expect("both are lawful").segments().iter().map(|segment| segment.id.0).collect();
    assert_eq!(ids, [1, 5, 2]);
    assert_eq!(shorter.edited(Edit::Remove(SegmentId(3))), Err(Refusal::UnknownSegment));
}

#[test]
fn every_field_of_a_segment_can_be_set() {
    let id = SegmentId(2);
    let edits = [
        Edit::SetTitle(id, "Talk".into()),
        Edit::SetMinutes(id, 12),
        Edit::SetCredit(id, true),
        Edit::SetInstructions(id, "Listen.".into()),
        Edit::SetNotes(id, "Be brief.".into()),
        Edit::SetActivities(id, vec![poll(None, "Ready?")]),
    ];
    let sheet = edits.into_iter().fold(three(), |sheet, edit| sheet.edited(edit).expect("a lawful edit"));
    let expected = Segment {
        id,
        title: "Talk".into(),
        minutes: 12,
        credit: true,
        instructions: "Listen.".into(),
        notes: "Be brief.".into(),
        activities: vec![poll(None, "Ready?")],
    };
    assert_eq!(sheet.get(id), Some(&expected));
}

#[test]
fn limits_are_refused_with_a_reason() {
    let id = SegmentId(1);
    let single = |options: Vec<String>| {
        vec![Activity::Poll(PollDraft { key: None, draft: asking("Ready?", options) })]
    };
    let cases = [
        (Edit::SetTitle(id, " ".into()), Refusal::Empty),
        (Edit::SetTitle(id, "x".repeat(81)), Refusal::NameTooLong),
        (Edit::SetMinutes(id, 0), Refusal::MinutesOutOfRange),
        (Edit::SetMinutes(id, limit::MINUTES + 1), Refusal::MinutesOutOfRange),
        (Edit::SetNotes(id, "x".repeat(4_001)), Refusal::TextTooLong),
        (Edit::SetMinutes(SegmentId(77), 5), Refusal::UnknownSegment),
        (Edit::SetActivities(id, vec![poll(None, "")]), Refusal::Empty),
        (Edit::SetActivities(id, single(vec!["Yes".into()])), Refusal::TooFewChoices),
        (Edit::SetActivities(id, single(vec!["Yes".into(), " ".into()])), Refusal::Empty),
        (Edit::SetActivities(id, single(vec!["Yes".into(); MAX_ENTRIES + 1])), Refusal::TooMany),
        (Edit::SetActivities(id, vec![poll(None, &"x".repeat(1_001))]), Refusal::PollTooLong),
        (Edit::SetActivities(id, single(vec!["Yes".into(), "x".repeat(301)])), Refusal::PollTooLong),
        (Edit::SetActivities(id, vec![Activity::Break; 13]), Refusal::TooMany),
    ];
    for (edit, refusal) in cases {
        assert_eq!(three().edited(edit.clone()), Err(refusal), "{edit:?}");
    }
}

#[test]
fn a_run_sheet_holds_100_segments() {
    let full = RunSheet::new(vec![segment("A", 1, true); limit::SEGMENTS]);
    assert_eq!(full.check(), Ok(()));
    assert_eq!(full.edited(Edit::Duplicate(SegmentId(1))), Err(Refusal::TooManySegments));
}

#[test]
fn a_poll_asked_twice_is_edited_once() {
    let twice = |sheet: RunSheet, id| {
        sheet
            .edited(Edit::SetActivities(SegmentId(id), vec![poll(Some("P11"), "Old?")]))
            .expect("a lawful edit")
    };
    let sheet = twice(twice(three(), 1), 3);
    let sheet =
        sheet.edited(Edit::SetActivities(SegmentId(2), vec![poll(None, "Other?")])).expect("a lawful edit");
    let sheet = sheet
        .edited(Edit::SetActivities(SegmentId(1), vec![poll(Some("P11"), "New?")]))
        .expect("a lawful edit");
    let asked = |id| sheet.get(SegmentId(id)).expect("it is there").activities.clone();
    assert_eq!(asked(3), [poll(Some("P11"), "New?")]);
    assert_eq!(asked(2), [poll(None, "Other?")]);
}
