//! What was planned is what the room is opened with, or the planner is told why not.

use super::*;
use academy::{
    id::{self, SessionId},
    segment::{CheckDraft, CommitmentDraft, QuestionsDraft},
    session::Edit,
    template,
};
use uuid::Uuid;

fn session(template: &template::Template) -> Session {
    Session::plan(SessionId(Uuid::from_u128(1)), template, 1_000_000, "America/Los_Angeles")
}

/// A session with one segment more, which the planner has accepted.
fn planned(activities: Vec<Activity>) -> Session {
    let templates = template::all().expect("the shipped templates are valid");
    let mut session = session(&templates[0]);
    let segment = Segment {
        id: id::SegmentId(0),
        title: "Odd one".into(),
        minutes: 300,
        credit: true,
        instructions: "Listen.".into(),
        notes: "Breathe.".into(),
        activities,
    };
    session.edit_run_sheet(Edit::Insert { at: 0, segment }).expect("the planner takes it");
    session
}

/// That segment as the room is given it.
fn opened(activities: Vec<Activity>) -> Result<agenda::Segment, Unfit> {
    segments(&planned(activities)).map(|mut segments| segments.remove(0))
}

/// Why it is refused.
fn refused(activity: Activity) -> String {
    let unfit = opened(vec![activity]).expect_err("the room has no place for it");
    assert!(unfit.to_string().contains("“Odd one”"), "{unfit}");
    unfit.why
}

fn scenario(situation: &str, fact: &str, debrief: &str) -> Activity {
    Activity::Scenario(ScenarioCard {
        title: "A call".into(),
        situation: situation.into(),
        facts: vec![fact.into()],
        ask: vec!["What now?".into()],
        debrief: debrief.into(),
    })
}

fn check(questions: usize) -> Activity {
    let question = CheckQuestion {
        question: "Which?".into(),
        options: vec!["This".into(), "That".into()],
        answer: 1,
        explanation: String::new(),
    };
    Activity::Check(CheckDraft { questions: vec![question; questions] })
}

#[test]
fn every_shipped_template_fits_into_the_room() {
    for template in template::all().expect("the shipped templates are valid") {
        assert_eq!(segments(&session(&template)).map(drop), Ok(()), "{}", template.id);
    }
}

#[test]
fn prompts_are_read_with_the_instructions() {
    let prompt = |n: u8| format!("Prompt {n}");
    let segment = opened(vec![
        Activity::Questions(QuestionsDraft { prompt: prompt(1), panel: true }),
        Activity::Commitment(CommitmentDraft { prompt: prompt(2), follow_up_days: 30 }),
        Activity::Report(ReportDraft { prompt: prompt(3), seconds_each: 120 }),
        Activity::Report(ReportDraft { prompt: prompt(4), seconds_each: 90 }),
    ]);
    let read = "Listen.\n\nPrompt 1\nGuests answer.\n\nPrompt 2\n\nPrompt 3\nEach group has 2 minutes.\n\n\
                Prompt 4\nEach group has 90 seconds.";
    assert_eq!(segment.expect("it fits").instructions, read);
}

#[test]
fn a_report_keeps_its_time_and_a_panel_its_guests() {
    let report = |seconds_each| Activity::Report(ReportDraft { prompt: "Tell us.".into(), seconds_each });
    let questions = |panel| Activity::Questions(QuestionsDraft { prompt: "Ask.".into(), panel });
    let segment =
        opened(vec![report(30), report(3_600), questions(true), questions(false)]).expect("it fits");
    let timed = |seconds| agenda::Activity::Report { seconds };
    let asked = |panel| agenda::Activity::Questions { panel };
    assert_eq!(segment.activities, [timed(30), timed(3_600), asked(true), asked(false)]);
}

#[test]
fn nobody_is_told_of_a_question_that_nothing_asks() {
    let commitment = CommitmentDraft { prompt: "If, then.".into(), follow_up_days: 77 };
    let segment = opened(vec![Activity::Commitment(commitment)]).expect("it fits");
    assert!(!format!("{segment:?}").contains("77"));
    for template in template::all().expect("the shipped templates are valid") {
        let segments = segments(&session(&template)).expect("they fit");
        let own = segments.iter().filter(|s| s.activities.contains(&agenda::Activity::Commitment));
        let told = own.filter(|s| s.instructions.contains(" days") || s.instructions.contains("asked again"));
        assert_eq!(told.count(), 0, "{}", template.id);
    }
}

#[test]
fn a_debrief_is_among_the_private_notes_and_nowhere_else() {
    let segment = opened(vec![scenario("A car.", "It moves.", "XDEBRIEF")]).expect("it fits");
    assert_eq!(segment.notes, "Breathe.\n\nDebrief: XDEBRIEF");
    assert!(!format!("{:?}{}", segment.activities, segment.instructions).contains("XDEBRIEF"));
}

#[test]
fn a_check_with_more_questions_than_the_segment_holds_is_refused() {
    assert_eq!(opened(vec![check(12)]).expect("twelve fit").activities.len(), 12);
    assert!(refused(check(13)).starts_with("It has 13 activities, and 12 is the most."));
}

#[test]
fn texts_the_planner_accepts_and_the_room_has_no_place_for_are_refused() {
    assert!(refused(scenario("A car.", &"x".repeat(1_001), "")).contains("1000"));
    assert!(refused(scenario(&"x".repeat(3_999), "It moves.", "")).contains("4000"));
    assert!(refused(scenario("A car.", "It moves.", &"x".repeat(3_990))).starts_with("Notes and debriefs"));
    let talk = TalkDraft { heading: "x".repeat(3_995), points: vec![] };
    assert!(refused(Activity::Talk(talk)).starts_with("Instructions, talking points"));
    let board = BoardDraft {
        prompt: "x".repeat(301),
        frames: vec![],
        layout: BoardLayout::Columns,
        per_group: false,
    };
    assert!(refused(Activity::Board(board)).contains("300"));
}

#[test]
fn groups_of_a_very_long_segment_are_not_left_out() {
    let breakout = Activity::Breakout(BreakoutDraft { size: 5, rule: GroupRule::Mixed });
    let segment = opened(vec![breakout]).expect("it fits");
    let draft = breakout::Draft { rule: breakout::Rule::Mixed(5), minutes: limit::GROUP_MINUTES };
    assert_eq!(segment.activities, [agenda::Activity::Groups(draft)]);
}

#[test]
fn a_change_must_not_make_a_plan_unfit_but_may_leave_it_so() {
    let (fit, unfit) = (planned(vec![check(12)]), planned(vec![check(13)]));
    assert_eq!(check_change(&fit, &fit), Ok(()));
    assert!(check_change(&fit, &unfit).is_err());
    assert_eq!(check_change(&unfit, &unfit), Ok(()));
}
