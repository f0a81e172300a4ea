//! The run sheet in the room: what comes when, what is on now, and how much time is left.

pub mod clock;
mod segment;

pub use clock::{credit_ms, drift_ms, expected_end, planned_start};
pub use segment::{Activity, Detail, Segment, Shown, begins};

use crate::{Context, Event as Happened, Refusal, Room, SegmentId, Share, Timestamp, Viewer, limit};
use serde::{Deserialize, Serialize};

/// Segments planned ahead keep the numbers they have in the plan, which lie below this one; those inserted
/// while the session runs are numbered from here, so that neither can be taken for the other.
const LIVE: u32 = 1 << 31;

/// The segment that is running.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Which.
    pub segment: SegmentId,
    /// Since when.
    pub started: Timestamp,
    /// Minutes added to (or taken from) its planned length.
    pub extra: i16,
    /// Which of its activities is on everybody's stage, from 0.
    pub focus: u16,
    /// Facts shown so far.
    pub shown: Shown,
}

/// A segment as it ran; one that ran twice is two of these. Attendance is worked out from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Which segment.
    pub segment: SegmentId,
    /// From when.
    pub started: Timestamp,
    /// Until when.
    pub ended: Timestamp,
}

/// The run sheet. A view outside the room holds the outlines of the segments and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Segments in their order.
    pub segments: Vec<Segment>,
    /// What is running.
    pub current: Option<Current>,
    /// What has run, in order of time.
    pub runs: Vec<Run>,
    /// How much this view holds of segments that are not running, so that [`evolve`] knows what to forget
    /// when one ends.
    pub detail: Detail,
}

impl State {
    /// A segment by its id.
    #[must_use]
    pub fn segment(&self, id: SegmentId) -> Option<&Segment> {
        self.segments.iter().find(|s| s.id == id)
    }

    /// Whether this segment is running or has run.
    #[must_use]
    pub fn begun(&self, id: SegmentId) -> bool {
        self.runs(id) || self.runs.iter().any(|run| run.segment == id)
    }

    fn runs(&self, id: SegmentId) -> bool {
        self.current.as_ref().is_some_and(|current| current.segment == id)
    }

    /// The segment `steps` after `from`; `None` beyond either end.
    fn beside(&self, from: SegmentId, steps: isize) -> Option<SegmentId> {
        let place = self.place(from)?.checked_add_signed(steps)?;
        self.segments.get(place).map(|s| s.id)
    }

    fn place(&self, id: SegmentId) -> Option<usize> {
        self.segments.iter().position(|s| s.id == id)
    }

    /// The place behind `after`, or the first.
    fn place_behind(&self, after: Option<SegmentId>) -> usize {
        after.and_then(|id| self.place(id)).map_or(0, |place| place + 1)
    }
}

/// What may be asked about the run sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Start the first segment.
    Start,
    /// Go on to the next segment, or finish after the last.
    Next {
        /// The segment it was pressed in: when two facilitators press at once, the room moves on once.
        from: SegmentId,
    },
    /// Go back one segment.
    Back {
        /// The segment it was pressed in.
        from: SegmentId,
    },
    /// Go to any segment.
    GoTo(SegmentId),
    /// Give the running segment more minutes, or fewer.
    Extend {
        /// How many.
        minutes: i16,
    },
    /// Add a segment.
    Insert {
        /// Behind which one; `None` puts it first.
        after: Option<SegmentId>,
        /// The segment; its id is given by the room.
        segment: Box<Segment>,
    },
    /// Change the segment with this id. One that has begun keeps its activities; more may follow them.
    Edit(Box<Segment>),
    /// Take a segment off the sheet that has not begun.
    Drop(SegmentId),
    /// Move a segment that has not begun.
    Move {
        /// Which.
        segment: SegmentId,
        /// Behind which one; `None` puts it first.
        after: Option<SegmentId>,
    },
    /// Put this activity of the running segment on everybody's stage, counted from 0.
    Focus(u16),
    /// Show the next fact of a scenario in the running segment.
    ShowFact {
        /// Which activity, from 0.
        activity: u16,
        /// Which fact, from 0: the first one not shown yet.
        fact: u16,
    },
}

/// What happened to the run sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The plan came into the room.
    Planned(Vec<Segment>),
    /// A segment started; the one before it ended.
    Started {
        /// Which.
        segment: SegmentId,
        /// Its activities for those who see only what is running; empty in the log.
        staged: Vec<Activity>,
    },
    /// The last segment ended.
    Finished,
    /// The running segment has this many minutes more (or fewer) than planned.
    Extended(i16),
    /// A segment was added.
    Inserted {
        /// Behind which one.
        after: Option<SegmentId>,
        /// The segment.
        segment: Box<Segment>,
    },
    /// A segment was changed.
    Edited(Box<Segment>),
    /// A segment was taken off the sheet.
    Dropped(SegmentId),
    /// A segment was moved.
    Moved {
        /// Which.
        segment: SegmentId,
        /// Behind which one.
        after: Option<SegmentId>,
    },
    /// Another activity is on everybody's stage.
    Focused(u16),
    /// A fact was shown.
    FactShown {
        /// Of which activity.
        activity: u16,
        /// Its number.
        number: u16,
        /// What it says.
        fact: String,
    },
}

/// What came with the plan, made fit for the room.
///
/// # Errors
/// Why it cannot be used: too much of something, or an id that is taken twice.
pub fn plan(segments: &[Segment]) -> Result<Vec<Segment>, Refusal> {
    if segments.len() > limit::SEGMENTS {
        return Err(limit::too_long(limit::SEGMENTS));
    }
    let twice = |(n, s): (usize, &Segment)| segments.iter().take(n).any(|other| other.id == s.id);
    if segments.iter().any(|s| s.id.0 >= LIVE) || segments.iter().enumerate().any(twice) {
        return Err(Refusal::Unknown);
    }
    segments.iter().map(Segment::checked).collect()
}

/// Decides about the run sheet.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let agenda = &room.agenda;
    let known = |id: SegmentId| agenda.segment(id).ok_or(Refusal::Unknown);
    let event = match command {
        Command::Start if agenda.current.is_some() || !agenda.runs.is_empty() => None,
        Command::Start => {
            let first = agenda.segments.first().ok_or(Refusal::Unknown)?;
            return Ok(start(room, ctx, first));
        }
        Command::Next { from } | Command::Back { from } if !agenda.runs(*from) => {
            known(*from)?;
            None
        }
        Command::Next { from } => match agenda.beside(*from, 1) {
            Some(next) => return Ok(start(room, ctx, known(next)?)),
            None => Some(Event::Finished),
        },
        Command::Back { from } => match agenda.beside(*from, -1) {
            Some(before) => return Ok(start(room, ctx, known(before)?)),
            None => None,
        },
        Command::GoTo(id) if agenda.runs(*id) => None,
        Command::GoTo(id) => return Ok(start(room, ctx, known(*id)?)),
        Command::Extend { minutes } => extend(agenda, *minutes)?,
        Command::Insert { after, segment } => Some(insert(agenda, ctx, *after, segment)?),
        Command::Edit(segment) => edit(agenda, segment)?,
        Command::Drop(id) => {
            known(*id)?;
            not_begun(agenda, *id)?;
            Some(Event::Dropped(*id))
        }
        Command::Move { segment, after } => relocate(agenda, *segment, *after)?,
        Command::Focus(index) => {
            let running = agenda.running().ok_or(Refusal::Unknown)?;
            running.activities.get(usize::from(*index)).ok_or(Refusal::Unknown)?;
            let focus = agenda.current.as_ref().map(|current| current.focus);
            (focus != Some(*index)).then_some(Event::Focused(*index))
        }
        Command::ShowFact { activity, fact } => show_fact(agenda, *activity, *fact)?,
    };
    Ok(event.map(Happened::Agenda).into_iter().collect())
}

fn start(room: &Room, ctx: &Context, segment: &Segment) -> Vec<Happened> {
    let mut events = vec![Happened::Agenda(Event::Started { segment: segment.id, staged: vec![] })];
    events.extend(begins(room, ctx, segment, events.len()));
    events
}

/// A length below one minute is one minute, one above the limit is refused.
fn extend(agenda: &State, minutes: i16) -> Result<Option<Event>, Refusal> {
    let (Some(current), Some(running)) = (&agenda.current, agenda.running()) else {
        return Err(Refusal::Unknown);
    };
    let planned = i32::from(running.minutes);
    let length = (planned + i32::from(current.extra) + i32::from(minutes)).max(1);
    if length > i32::from(limit::MINUTES) {
        return Err(limit::too_long(usize::from(limit::MINUTES)));
    }
    let extra = i16::try_from(length - planned).unwrap_or(i16::MAX);
    Ok((extra != current.extra).then_some(Event::Extended(extra)))
}

fn insert(
    agenda: &State,
    ctx: &Context,
    after: Option<SegmentId>,
    segment: &Segment,
) -> Result<Event, Refusal> {
    if agenda.segments.len() >= limit::SEGMENTS {
        return Err(Refusal::Full);
    }
    if after.is_some_and(|id| agenda.segment(id).is_none()) {
        return Err(Refusal::Unknown);
    }
    let id = SegmentId(LIVE | ctx.id(0));
    Ok(Event::Inserted { after, segment: Box::new(Segment { id, ..segment.checked()? }) })
}

fn edit(agenda: &State, segment: &Segment) -> Result<Option<Event>, Refusal> {
    let before = agenda.segment(segment.id).ok_or(Refusal::Unknown)?;
    let segment = segment.checked()?;
    if agenda.begun(segment.id) && !segment.activities.starts_with(&before.activities) {
        return Err(Refusal::Begun);
    }
    Ok((*before != segment).then(|| Event::Edited(Box::new(segment))))
}

fn relocate(agenda: &State, segment: SegmentId, after: Option<SegmentId>) -> Result<Option<Event>, Refusal> {
    let place = agenda.place(segment).ok_or(Refusal::Unknown)?;
    if after.is_some_and(|id| id == segment || agenda.segment(id).is_none()) {
        return Err(Refusal::Unknown);
    }
    not_begun(agenda, segment)?;
    Ok((agenda.place_behind(after) != place).then_some(Event::Moved { segment, after }))
}

fn not_begun(agenda: &State, id: SegmentId) -> Result<(), Refusal> {
    if agenda.begun(id) { Err(Refusal::Begun) } else { Ok(()) }
}

/// Facts come one by one and in order; one that is out already changes nothing.
fn show_fact(agenda: &State, activity: u16, fact: u16) -> Result<Option<Event>, Refusal> {
    let (Some(current), Some(running)) = (&agenda.current, agenda.running()) else {
        return Err(Refusal::Unknown);
    };
    let Some(Activity::Scenario { facts, .. }) = running.activities.get(usize::from(activity)) else {
        return Err(Refusal::Unknown);
    };
    let text = facts.get(usize::from(fact)).ok_or(Refusal::Unknown)?;
    let shown = current.shown.get(&activity).copied().unwrap_or(0);
    if fact > shown {
        return Err(Refusal::Unknown);
    }
    Ok((fact == shown).then(|| Event::FactShown { activity, number: fact, fact: text.clone() }))
}

/// Applies what happened to the run sheet.
pub fn evolve(agenda: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Planned(segments) => agenda.segments.clone_from(segments),
        Event::Started { segment, staged } => {
            finish(agenda, at);
            agenda.current = Some(Current { segment: *segment, started: at, ..Current::default() });
            let forgetful = agenda.detail < Detail::Full;
            if let Some(running) = agenda.segments.iter_mut().find(|s| forgetful && s.id == *segment) {
                running.activities.clone_from(staged);
            }
        }
        Event::Finished => finish(agenda, at),
        Event::Extended(extra) => {
            if let Some(current) = &mut agenda.current {
                current.extra = *extra;
            }
        }
        Event::Inserted { after, segment } => {
            agenda.segments.insert(agenda.place_behind(*after), (**segment).clone());
        }
        Event::Edited(segment) => {
            if let Some(place) = agenda.place(segment.id) {
                agenda.segments[place] = (**segment).clone();
            }
        }
        Event::Dropped(id) => agenda.segments.retain(|s| s.id != *id),
        Event::Moved { segment, after } => {
            if let Some(place) = agenda.place(*segment) {
                let moved = agenda.segments.remove(place);
                agenda.segments.insert(agenda.place_behind(*after), moved);
            }
        }
        Event::Focused(index) => {
            if let Some(current) = &mut agenda.current {
                current.focus = *index;
            }
        }
        Event::FactShown { activity, number, fact } => {
            let Some(current) = &mut agenda.current else { return };
            current.shown.insert(*activity, number.saturating_add(1));
            let running = agenda.segments.iter_mut().find(|s| s.id == current.segment);
            if let Some(found) = running.and_then(|s| s.activities.get_mut(usize::from(*activity))) {
                found.learn(*number, fact);
            }
        }
    }
}

/// Ends the running segment: the next one starts, or the session is over.
pub fn finish(agenda: &mut State, at: Timestamp) {
    let Some(Current { segment, started, .. }) = agenda.current.take() else { return };
    agenda.runs.push(Run { segment, started, ended: at });
    let forgetful = agenda.detail < Detail::Full;
    if let Some(over) = agenda.segments.iter_mut().find(|s| forgetful && s.id == segment) {
        over.activities = over.outlined();
    }
}

/// Who is told what about the run sheet.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let instead = |event| Share::Instead(Happened::Agenda(event));
    match event {
        _ if viewer.facilitates() => Share::Whole,
        Event::Planned(segments) => {
            instead(Event::Planned(segments.iter().map(|s| redacted(room, s, viewer)).collect()))
        }
        Event::Inserted { after, segment } => {
            instead(Event::Inserted { after: *after, segment: Box::new(redacted(room, segment, viewer)) })
        }
        Event::Edited(segment) => instead(Event::Edited(Box::new(redacted(room, segment, viewer)))),
        Event::Dropped(_) | Event::Moved { .. } => Share::Whole,
        Event::Started { segment, .. } if viewer.inside => {
            let staged = room.agenda.segment(*segment).map(|s| redacted(room, s, viewer).activities);
            instead(Event::Started { segment: *segment, staged: staged.unwrap_or_default() })
        }
        Event::Started { .. }
        | Event::Finished
        | Event::Extended(_)
        | Event::Focused(_)
        | Event::FactShown { .. } => Share::whole_if(viewer.inside),
    }
}

/// The run sheet in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let segments = room.agenda.segments.iter().map(|s| redacted(room, s, viewer)).collect();
    let detail = viewer.detail_of_segment(false);
    if !viewer.inside {
        return State { segments, detail, ..State::default() };
    }
    State { segments, current: room.agenda.current.clone(), runs: room.agenda.runs.clone(), detail }
}

fn redacted(room: &Room, segment: &Segment, viewer: &Viewer) -> Segment {
    let running = room.agenda.current.as_ref().filter(|current| current.segment == segment.id);
    let detail = viewer.detail_of_segment(running.is_some());
    running.map_or_else(
        || segment.redacted(detail, &Shown::new()),
        |current| segment.redacted(detail, &current.shown),
    )
}

#[cfg(test)]
mod tests;
