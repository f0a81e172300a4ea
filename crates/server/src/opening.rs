//! From a planned session to an open room.

use academy::{
    segment::{
        Activity, BoardDraft, BreakoutDraft, CheckQuestion, ExerciseDraft, GroupRule, PollDraft, PollKind,
        Segment, StepKind, TalkDraft,
    },
    session::Session,
};
use room::{Charter, Command, Opening, SegmentId, Timestamp, agenda, board, breakout, exercise, limit, poll};

/// The command that opens the room of this session.
pub(crate) fn command(session: &Session) -> Command {
    Command::Open(Box::new(Opening {
        charter: charter(session),
        segments: session.tailored().segments().iter().map(segment).collect(),
        expected: session.expected.clone(),
        message: session.lobby_message.clone(),
        let_listed_in: session.auto_admit_listed,
    }))
}

fn charter(session: &Session) -> Charter {
    Charter {
        title: session.title.clone(),
        departments: session.departments.clone(),
        led_by: session.led_by.clone(),
        records: session.records,
        audio: session.audio_fallback.clone(),
        starts_at: Timestamp(session.starts_at_ms),
        ends_at: ends_at(session),
        time_zone: session.time_zone.clone(),
        capacity: u32::from(session.capacity),
        practice: session.practice,
    }
}

/// When the session is over by plan. One that is opened only after that gets its whole time from then on; else the room
/// would take itself for abandoned, and end, before anybody can come in.
fn ends_at(session: &Session) -> Timestamp {
    let planned = session.ends_at_ms();
    let whole_ms = planned.saturating_sub(session.starts_at_ms);
    let late = session.opened_at_ms.filter(|opened| *opened > planned);
    Timestamp(late.map_or(planned, |opened| opened.saturating_add(whole_ms)))
}

fn segment(planned: &Segment) -> agenda::Segment {
    let points = planned.activities.iter().filter_map(|activity| match activity {
        Activity::Talk(talk) => Some(said(talk)),
        _ => None,
    });
    let texts = std::iter::once(planned.instructions.clone()).chain(points);
    let instructions: Vec<_> = texts.filter(|text| !text.trim().is_empty()).collect();
    agenda::Segment {
        id: SegmentId(planned.id.0),
        title: planned.title.clone(),
        instructions: instructions.join("\n\n"),
        notes: planned.notes.clone(),
        minutes: planned.minutes,
        credit: planned.credit,
        activities: planned
            .activities
            .iter()
            .flat_map(|a| activities(a, planned.minutes))
            .take(limit::ACTIVITIES)
            .collect(),
    }
}

/// The points of a talk as they stand on the stage.
fn said(talk: &TalkDraft) -> String {
    let points = talk.points.iter().map(|point| format!("• {point}"));
    std::iter::once(talk.heading.clone()).chain(points).collect::<Vec<_>>().join("\n")
}

/// What a planned activity is in the room; a knowledge check is a poll for each of its questions.
fn activities(planned: &Activity, minutes: u16) -> Vec<agenda::Activity> {
    match planned {
        Activity::Check(check) => check.questions.iter().filter_map(question).collect(),
        _ => activity(planned, minutes).into_iter().collect(),
    }
}

/// `minutes` are those of the whole segment.
fn activity(planned: &Activity, minutes: u16) -> Option<agenda::Activity> {
    match planned {
        Activity::Talk(_) => Some(agenda::Activity::Talk),
        Activity::Break => Some(agenda::Activity::Break),
        Activity::Questions(_) => Some(agenda::Activity::Questions),
        Activity::Scenario(scenario) => {
            let questions = scenario.ask.iter().map(|ask| format!("• {ask}"));
            let lines = [scenario.title.clone(), scenario.situation.clone()].into_iter().chain(questions);
            let card = lines.collect::<Vec<_>>().join("\n");
            Some(agenda::Activity::Scenario { card, facts: scenario.facts.clone() })
        }
        Activity::Commitment(_) => Some(agenda::Activity::Commitment),
        Activity::Report(_) => Some(agenda::Activity::Report),
        Activity::Poll(planned) => poll(planned),
        Activity::Board(planned) => board(planned),
        Activity::Breakout(planned) => groups(planned, minutes),
        Activity::Exercise(planned) => exercise(planned),
        Activity::Check(_) => None,
    }
}

fn poll(planned: &PollDraft) -> Option<agenda::Activity> {
    let kind = match &planned.kind {
        PollKind::Single { options } => poll::Kind::Single { options: fit_all(options) },
        PollKind::Multiple { options } => {
            let max = u8::try_from(options.len()).unwrap_or(u8::MAX);
            poll::Kind::Multiple { options: fit_all(options), min: 1, max }
        }
        PollKind::Agreement { statements, low, high } => poll::Kind::Agreement {
            statements: fit_all(statements),
            low: fit(low, limit::NAME),
            high: fit(high, limit::NAME),
        },
        PollKind::Points { options, points } => {
            poll::Kind::Points { options: fit_all(options), total: *points }
        }
    };
    let ask = if planned.anonymous { poll::Ask::Anonymous } else { poll::Ask::Named };
    let (question, again) = (fit(&planned.question, limit::QUESTION), planned.key.is_some());
    usable(poll::Draft { question, kind, ask, again, ..poll::Draft::default() })
}

fn question(planned: &CheckQuestion) -> Option<agenda::Activity> {
    let explanation = planned.explanation.clone();
    usable(poll::Draft {
        question: fit(&planned.question, limit::QUESTION),
        kind: poll::Kind::Single { options: fit_all(&planned.options) },
        check: true,
        key: Some(poll::Key { correct: [planned.answer].into(), explanation }),
        ..poll::Draft::default()
    })
}

fn groups(planned: &BreakoutDraft, minutes: u16) -> Option<agenda::Activity> {
    let size = u16::from(planned.size);
    let rule = match planned.rule {
        GroupRule::Random => breakout::Rule::Size(size),
        GroupRule::Mixed => breakout::Rule::Mixed(size),
        GroupRule::SameDepartment => breakout::Rule::SameDepartment(size),
    };
    let draft = breakout::Draft { rule, minutes };
    draft.checked().ok().map(agenda::Activity::Groups)
}

fn exercise(planned: &ExerciseDraft) -> Option<agenda::Activity> {
    let minutes = [StepKind::Issue, StepKind::Ideas, StepKind::Vote, StepKind::Plan, StepKind::Report];
    let of = |kind| planned.steps.iter().find(|step| step.kind == kind).map_or(0, |step| step.minutes);
    let draft = exercise::Draft {
        title: fit(&planned.title, limit::NAME),
        prompt: planned.prompt.clone(),
        issues: vec![],
        minutes: minutes.map(|kind| u8::try_from(of(kind)).unwrap_or(u8::MAX)),
        dots: planned.dots,
    };
    draft.checked().ok().map(agenda::Activity::Exercise)
}

fn board(planned: &BoardDraft) -> Option<agenda::Activity> {
    let spread = if planned.per_group { board::Spread::EachGroup } else { board::Spread::Room };
    let frames = planned.frames.iter().map(|title| fit(title, limit::NAME)).collect();
    let draft =
        board::Draft { title: fit(&planned.prompt, limit::OPTION), frames, spread, ..Default::default() };
    draft.checked().ok().map(agenda::Activity::Board)
}

/// A draft that the room could not take would keep the whole session from opening.
fn usable(draft: poll::Draft) -> Option<agenda::Activity> {
    draft.cleaned().ok().map(|draft| agenda::Activity::Poll(Box::new(draft)))
}

fn fit_all(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| fit(text, limit::OPTION)).collect()
}

/// The plan allows longer texts than the stage has room for.
fn fit(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}
