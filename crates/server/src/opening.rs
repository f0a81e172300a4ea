//! From a planned session to an open room. Nothing planned is left out or cut short on the way: a segment that the room
//! has no place for is refused by name.

use academy::{
    segment::{
        Activity, BoardDraft, BoardLayout, BreakoutDraft, CheckQuestion, ExerciseDraft, GroupRule, PollDraft,
        ReportDraft, ScenarioCard, Segment, StepKind, TalkDraft,
    },
    session::Session,
};
use room::{
    Charter, Command, Opening, Refusal, SegmentId, Timestamp, agenda, board, breakout, exercise, limit, poll,
};
use std::fmt;

/// A planned segment that the room cannot hold as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfit {
    /// Its title.
    segment: String,
    /// What is the matter, as a sentence.
    why: String,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The segment “{}” does not fit into the room. {}", self.segment, self.why)
    }
}

/// The command that opens the room of this session.
pub(crate) fn command(session: &Session) -> Result<Command, Unfit> {
    Ok(Command::Open(Box::new(Opening {
        charter: charter(session),
        segments: segments(session)?,
        expected: session.expected.clone(),
        message: session.lobby_message.clone(),
        let_listed_in: session.auto_admit_listed,
    })))
}

/// Whether a change of a plan leaves it as fit for the room as it was. What was unfit before may be mended step by
/// step.
pub(crate) fn check_change(before: &Session, after: &Session) -> Result<(), Unfit> {
    segments(after).map(drop).or_else(|unfit| if segments(before).is_err() { Ok(()) } else { Err(unfit) })
}

fn segments(session: &Session) -> Result<Vec<agenda::Segment>, Unfit> {
    session.tailored().segments().iter().map(segment).collect()
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

/// When the session is over by plan. One that is opened late gets its whole time from then on; else the room would take
/// itself for abandoned, and end, while the class is still at work.
fn ends_at(session: &Session) -> Timestamp {
    let planned = session.ends_at_ms();
    let whole_ms = planned.saturating_sub(session.starts_at_ms);
    let from_opening = session.opened_at_ms.map(|opened| opened.saturating_add(whole_ms));
    Timestamp(from_opening.map_or(planned, |end| end.max(planned)))
}

/// The segment as the room holds it.
fn segment(planned: &Segment) -> Result<agenda::Segment, Unfit> {
    let unfit = |why| Unfit { segment: planned.title.clone(), why };
    let activities: Result<Vec<_>, _> =
        planned.activities.iter().map(|a| activities(a, planned.minutes)).collect();
    let segment = agenda::Segment {
        id: SegmentId(planned.id.0),
        title: planned.title.clone(),
        instructions: joined(&planned.instructions, planned.activities.iter().filter_map(said)),
        notes: joined(&planned.notes, planned.activities.iter().filter_map(debrief)),
        minutes: planned.minutes,
        credit: planned.credit,
        activities: activities.map_err(|refusal| unfit(why(&refusal)))?.concat(),
    };
    too_much(&segment).map_or(Ok(()), |why| Err(unfit(why)))?;
    segment.checked().map_err(|refusal| unfit(why(&refusal)))
}

/// What a segment has too much of in sum, although each part of it is within its limit.
fn too_much(segment: &agenda::Segment) -> Option<String> {
    let (number, most) = (segment.activities.len(), limit::ACTIVITIES);
    if number > most {
        let count = "Each question of a knowledge check counts as one.";
        return Some(format!("It has {number} activities, and {most} is the most. {count}"));
    }
    let texts = [
        ("Instructions, talking points and prompts", &segment.instructions),
        ("Notes and debriefs", &segment.notes),
    ];
    let (name, _) = texts.into_iter().find(|(_, text)| text.chars().count() > limit::TEXT)?;
    Some(format!("{name} together have more than 4,000 characters."))
}

/// What the room has against it, for the planner.
fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "Something in it is empty.".to_owned(),
        Refusal::TooLong { max } => format!("A text, list or time in it is too long: {max} is the most."),
        _ => "One of its activities cannot be used like this.".to_owned(),
    }
}

/// A text and what comes below it.
fn joined(first: &str, more: impl Iterator<Item = String>) -> String {
    let texts = std::iter::once(first.to_owned()).chain(more);
    texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What an activity tells officers and has no place of its own for in the room.
fn said(planned: &Activity) -> Option<String> {
    match planned {
        Activity::Talk(talk) => Some(points(talk)),
        Activity::Questions(questions) if questions.panel => {
            Some(format!("{}\nGuests answer.", questions.prompt))
        }
        Activity::Questions(questions) => Some(questions.prompt.clone()),
        Activity::Commitment(commitment) => Some(commitment.prompt.clone()),
        Activity::Report(report) => Some(told(report)),
        Activity::Break
        | Activity::Poll(_)
        | Activity::Board(_)
        | Activity::Breakout(_)
        | Activity::Exercise(_)
        | Activity::Scenario(_)
        | Activity::Check(_) => None,
    }
}

/// The points of a talk as they stand on the stage.
fn points(talk: &TalkDraft) -> String {
    let points = talk.points.iter().map(|point| format!("• {point}"));
    std::iter::once(talk.heading.clone()).chain(points).collect::<Vec<_>>().join("\n")
}

fn told(report: &ReportDraft) -> String {
    let time = match report.seconds_each {
        60 => "1 minute".to_owned(),
        seconds if seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    };
    format!("{}\nEach group has {time}.", report.prompt)
}

/// What facilitators draw out of a scenario afterwards.
fn debrief(planned: &Activity) -> Option<String> {
    match planned {
        Activity::Scenario(card) if !card.debrief.trim().is_empty() => {
            Some(format!("Debrief: {}", card.debrief))
        }
        _ => None,
    }
}

/// What a planned activity is in the room; a knowledge check is a poll for each of its questions. `minutes` are those of
/// the whole segment.
fn activities(planned: &Activity, minutes: u16) -> Result<Vec<agenda::Activity>, Refusal> {
    Ok(vec![match planned {
        Activity::Check(check) => return check.questions.iter().map(question).collect(),
        Activity::Talk(_) => agenda::Activity::Talk,
        Activity::Break => agenda::Activity::Break,
        Activity::Questions(questions) => agenda::Activity::Questions { panel: questions.panel },
        Activity::Scenario(scenario) => unfolding(scenario),
        Activity::Commitment(_) => agenda::Activity::Commitment,
        Activity::Report(report) => agenda::Activity::Report { seconds: report.seconds_each },
        Activity::Poll(planned) => poll(planned)?,
        Activity::Board(planned) => board(planned)?,
        Activity::Breakout(planned) => groups(planned, minutes)?,
        Activity::Exercise(planned) => exercise(planned)?,
    }])
}

fn unfolding(scenario: &ScenarioCard) -> agenda::Activity {
    let questions = scenario.ask.iter().map(|ask| format!("• {ask}"));
    let lines = [scenario.title.clone(), scenario.situation.clone()].into_iter().chain(questions);
    agenda::Activity::Scenario { card: lines.collect::<Vec<_>>().join("\n"), facts: scenario.facts.clone() }
}

fn poll(planned: &PollDraft) -> Result<agenda::Activity, Refusal> {
    usable(&poll::Draft { again: planned.key.is_some(), ..planned.draft.clone() })
}

fn question(planned: &CheckQuestion) -> Result<agenda::Activity, Refusal> {
    let explanation = planned.explanation.clone();
    usable(&poll::Draft {
        question: planned.question.clone(),
        kind: poll::Kind::of(poll::Manner::Single, planned.options.clone()),
        check: true,
        key: Some(poll::Key { correct: [planned.answer].into(), explanation }),
        ..poll::Draft::default()
    })
}

/// An anonymous poll has a place in the agenda, even where none can be opened.
fn usable(draft: &poll::Draft) -> Result<agenda::Activity, Refusal> {
    Ok(agenda::Activity::Poll(Box::new(draft.checked()?)))
}

/// Groups stay together as long as their segment lasts, as far as groups may.
fn groups(planned: &BreakoutDraft, minutes: u16) -> Result<agenda::Activity, Refusal> {
    let size = u16::from(planned.size);
    let rule = match planned.rule {
        GroupRule::Random => breakout::Rule::Size(size),
        GroupRule::Mixed => breakout::Rule::Mixed(size),
        GroupRule::SameDepartment => breakout::Rule::SameDepartment(size),
    };
    let draft = breakout::Draft { rule, minutes: minutes.min(limit::GROUP_MINUTES) };
    draft.checked().map(agenda::Activity::Groups)
}

/// Steps of one kind become one step, as long as all of them together.
fn exercise(planned: &ExerciseDraft) -> Result<agenda::Activity, Refusal> {
    let mut minutes = [0; 5];
    let kinds = [StepKind::Issue, StepKind::Ideas, StepKind::Vote, StepKind::Plan, StepKind::Report];
    for (minutes, kind) in minutes.iter_mut().zip(kinds) {
        let of_kind = planned.steps.iter().filter(|step| step.kind == kind);
        let sum: u32 = of_kind.map(|step| u32::from(step.minutes)).sum();
        *minutes = u8::try_from(sum).map_err(|_| limit::too_long(usize::from(u8::MAX)))?;
    }
    let draft = exercise::Draft {
        title: planned.title.clone(),
        prompt: planned.prompt.clone(),
        issues: vec![],
        minutes,
        dots: planned.dots,
    };
    draft.checked().map(agenda::Activity::Exercise)
}

fn board(planned: &BoardDraft) -> Result<agenda::Activity, Refusal> {
    let spread = if planned.per_group { board::Spread::EachGroup } else { board::Spread::Room };
    let (title, frames) = (planned.prompt.clone(), planned.frames.clone());
    let layout = match planned.layout {
        BoardLayout::Columns => board::Layout::Columns,
        BoardLayout::Quadrants => board::Layout::Quadrants,
        BoardLayout::Timeline => board::Layout::Timeline,
        BoardLayout::Stakeholders => board::Layout::Stakeholders,
        BoardLayout::Plan => board::Layout::Plan,
    };
    board::Draft { title, frames, layout, spread, ..Default::default() }
        .checked()
        .map(agenda::Activity::Board)
}

#[cfg(test)]
mod tests;
