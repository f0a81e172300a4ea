//! The plan of a session: its segments in order, how to edit them, and what they add up to.
//!
//! Editing is pure: [`RunSheet::edited`] answers with a new run sheet or a [`Refusal`], and never
//! leaves one behind that [`RunSheet::check`] would refuse.

use room::{limit, poll::Kind};
use serde::{Deserialize, Serialize};

use super::{MAX_NAME, MAX_TEXT, Refusal, longest, name};
use crate::id::SegmentId;
use crate::segment::{Activity, Segment};
use crate::tailor::{self, Slot, Values};

/// Most entries in one list: options, statements, frames, facts, points.
pub const MAX_ENTRIES: usize = 20;

/// Segments in order. Their ids are given out here and never twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSheet {
    segments: Vec<Segment>,
    next_id: u32,
}

/// One change of a run sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Puts a segment before the one at `at`, or at the end. Its `id` is replaced by a fresh one.
    Insert {
        /// Position counted from 0; beyond the end means the end.
        at: usize,
        /// What to put there.
        segment: Segment,
    },
    /// Takes a segment out.
    Remove(SegmentId),
    /// Moves a segment so that it stands at position `to`.
    Move {
        /// Which one.
        id: SegmentId,
        /// Position counted from 0; beyond the end means the end.
        to: usize,
    },
    /// Puts a copy right behind a segment.
    Duplicate(SegmentId),
    /// Changes the title.
    SetTitle(SegmentId, String),
    /// Changes the planned length, in minutes.
    SetMinutes(SegmentId, u16),
    /// Says whether it counts toward credit.
    SetCredit(SegmentId, bool),
    /// Changes what officers are asked to do.
    SetInstructions(SegmentId, String),
    /// Changes the private notes.
    SetNotes(SegmentId, String),
    /// Replaces the activities. A poll with a key changes wherever else that key is asked.
    SetActivities(SegmentId, Vec<Activity>),
}

impl RunSheet {
    /// A run sheet of these segments, numbered afresh from 1.
    pub fn new(segments: Vec<Segment>) -> RunSheet {
        let mut sheet = RunSheet { segments: Vec::with_capacity(segments.len()), next_id: 1 };
        for segment in segments {
            let id = sheet.fresh_id();
            sheet.segments.push(Segment { id, ..segment });
        }
        sheet
    }

    /// The segments in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segment with this id.
    pub fn get(&self, id: SegmentId) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.id == id)
    }

    /// The run sheet after one change.
    pub fn edited(&self, edit: Edit) -> Result<RunSheet, Refusal> {
        let mut sheet = self.clone();
        match edit {
            Edit::Insert { at, segment } => sheet.insert(at, segment)?,
            Edit::Remove(id) => drop(sheet.take(id)?),
            Edit::Move { id, to } => {
                let segment = sheet.take(id)?;
                let to = to.min(sheet.segments.len());
                sheet.segments.insert(to, segment);
            }
            Edit::Duplicate(id) => {
                let at = sheet.position(id)?;
                sheet.insert(at + 1, sheet.segments[at].clone())?;
            }
            Edit::SetTitle(id, title) => sheet.get_mut(id)?.title = title,
            Edit::SetMinutes(id, minutes) => sheet.get_mut(id)?.minutes = minutes,
            Edit::SetCredit(id, credit) => sheet.get_mut(id)?.credit = credit,
            Edit::SetInstructions(id, text) => sheet.get_mut(id)?.instructions = text,
            Edit::SetNotes(id, text) => sheet.get_mut(id)?.notes = text,
            Edit::SetActivities(id, activities) => {
                sheet.keep_repeats_in_step(&activities);
                sheet.get_mut(id)?.activities = activities;
            }
        }
        sheet.check()?;
        Ok(sheet)
    }

    /// Whether everything in it is within the limits and complete.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.segments.len() > limit::SEGMENTS {
            return Err(Refusal::TooManySegments);
        }
        self.segments.iter().try_for_each(check_segment)
    }

    /// Planned minutes from start to end.
    pub fn wall_minutes(&self) -> u32 {
        self.segments.iter().map(|segment| u32::from(segment.minutes)).sum()
    }

    /// Planned minutes that count toward credit.
    pub fn credit_minutes(&self) -> u32 {
        let counted = self.segments.iter().filter(|segment| segment.credit);
        counted.map(|segment| u32::from(segment.minutes)).sum()
    }

    /// Planned start of every segment when the first starts at `starts_at_ms`, in the same clock.
    pub fn starts(&self, starts_at_ms: i64) -> Vec<(SegmentId, i64)> {
        let mut at_ms = starts_at_ms;
        let mut starts = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            starts.push((segment.id, at_ms));
            at_ms = at_ms.saturating_add(i64::from(segment.minutes) * 60_000);
        }
        starts
    }

    /// Every text in it that may hold a slot.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.segments.iter().flat_map(Segment::texts)
    }

    /// A copy with every slot filled.
    pub(crate) fn filled(&self, slots: &[Slot], values: &Values) -> RunSheet {
        let mut sheet = self.clone();
        for text in sheet.segments.iter_mut().flat_map(Segment::texts_mut) {
            *text = tailor::fill(text, slots, values);
        }
        sheet
    }

    fn insert(&mut self, at: usize, segment: Segment) -> Result<(), Refusal> {
        if self.segments.len() >= limit::SEGMENTS {
            return Err(Refusal::TooManySegments);
        }
        let id = self.fresh_id();
        let at = at.min(self.segments.len());
        self.segments.insert(at, Segment { id, ..segment });
        Ok(())
    }

    fn take(&mut self, id: SegmentId) -> Result<Segment, Refusal> {
        let at = self.position(id)?;
        Ok(self.segments.remove(at))
    }

    fn position(&self, id: SegmentId) -> Result<usize, Refusal> {
        self.segments.iter().position(|segment| segment.id == id).ok_or(Refusal::UnknownSegment)
    }

    fn get_mut(&mut self, id: SegmentId) -> Result<&mut Segment, Refusal> {
        self.segments.iter_mut().find(|segment| segment.id == id).ok_or(Refusal::UnknownSegment)
    }

    fn fresh_id(&mut self) -> SegmentId {
        let id = SegmentId(self.next_id);
        self.next_id += 1;
        id
    }

    /// Results asked twice can only be compared when both times ask the same.
    fn keep_repeats_in_step(&mut self, edited: &[Activity]) {
        for activity in edited {
            let Activity::Poll(new) = activity else { continue };
            if new.key.is_none() {
                continue;
            }
            for old in self.segments.iter_mut().flat_map(|segment| &mut segment.activities) {
                if let Activity::Poll(old) = old
                    && old.key == new.key
                {
                    old.clone_from(new);
                }
            }
        }
    }
}

fn check_segment(segment: &Segment) -> Result<(), Refusal> {
    name(&segment.title)?;
    if !(1..=limit::MINUTES).contains(&segment.minutes) {
        return Err(Refusal::MinutesOutOfRange);
    }
    for text in segment.texts() {
        longest(&text, MAX_TEXT, Refusal::TextTooLong)?;
    }
    if segment.activities.len() > limit::ACTIVITIES {
        return Err(Refusal::TooMany);
    }
    segment.activities.iter().try_for_each(check_activity)
}

fn check_activity(activity: &Activity) -> Result<(), Refusal> {
    match activity {
        Activity::Break => Ok(()),
        Activity::Talk(talk) => entries(&talk.points, 0),
        Activity::Poll(poll) => {
            words(&poll.draft.question)?;
            check_kind(&poll.draft.kind)?;
            // What the room has to say against it beyond that.
            poll.draft.checked().map(drop).map_err(|why| match why {
                room::Refusal::Empty => Refusal::Empty,
                room::Refusal::TooLong { .. } => Refusal::PollTooLong,
                _ => Refusal::NumberOutOfRange,
            })
        }
        Activity::Board(board) => {
            words(&board.prompt)?;
            entries(&board.frames, 0)?;
            board.frames.iter().try_for_each(|frame| name(frame))
        }
        Activity::Breakout(groups) => number(groups.size >= 2),
        Activity::Exercise(exercise) => {
            name(&exercise.title)?;
            words(&exercise.prompt)?;
            number(exercise.steps.len() <= MAX_ENTRIES)?;
            number(exercise.steps.iter().all(|step| (1..=limit::MINUTES).contains(&step.minutes)))
        }
        Activity::Questions(questions) => words(&questions.prompt),
        Activity::Scenario(card) => {
            name(&card.title)?;
            words(&card.situation)?;
            entries(&card.facts, 0)?;
            entries(&card.ask, 0)
        }
        Activity::Check(check) => {
            number((1..=MAX_ENTRIES).contains(&check.questions.len()))?;
            for question in &check.questions {
                words(&question.question)?;
                entries(&question.options, 2)?;
                number(usize::from(question.answer) < question.options.len())?;
            }
            Ok(())
        }
        Activity::Commitment(commitment) => {
            words(&commitment.prompt)?;
            number((1..=365).contains(&commitment.follow_up_days))
        }
        Activity::Report(report) => {
            words(&report.prompt)?;
            number((10..=3_600).contains(&report.seconds_each))
        }
    }
}

fn check_kind(kind: &Kind) -> Result<(), Refusal> {
    let least = match (kind.is_words(), kind.by_row()) {
        (true, _) => 0,
        (_, true) => 1,
        _ => 2,
    };
    entries(&kind.rows, least)?;
    longest(&kind.low, MAX_NAME, Refusal::NameTooLong)?;
    longest(&kind.high, MAX_NAME, Refusal::NameTooLong)
}

/// A list of at least `least` entries, none of them blank.
fn entries(list: &[String], least: usize) -> Result<(), Refusal> {
    if list.len() < least {
        return Err(Refusal::TooFewChoices);
    }
    if list.len() > MAX_ENTRIES {
        return Err(Refusal::TooMany);
    }
    list.iter().try_for_each(|entry| words(entry))
}

fn words(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Empty) } else { Ok(()) }
}

fn number(fits: bool) -> Result<(), Refusal> {
    if fits { Ok(()) } else { Err(Refusal::NumberOutOfRange) }
}
