//! A planned training: what is to happen, for whom, and its life from *planned* to *erased*.
//!
//! ```text
//! Planned ─ open ─▶ Open ─ end ─▶ Ended ─ begin_disposal ─▶ Disposing ─ finish_disposal ─▶ Erased
//! ```
//! The live part (who is here, which segment runs, what is said) belongs to the room and its log; this
//! document is what surrounds it and what outlives it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{SegmentId, SessionId};
use crate::person::Expected;
use crate::records::{Class, Fate, fate};
use crate::tailor::{self, Slot, Values};
use crate::template::Template;
use room::Records;

pub mod run_sheet;

pub use run_sheet::{Edit, RunSheet};

/// The version of [`Session`] as written by this build.
pub const VERSION: u16 = 2;
/// Longest name: a title, a person, a department, a frame; in characters.
pub const MAX_NAME: usize = 80;
/// Longest text: instructions, notes, questions, messages; in characters.
pub const MAX_TEXT: usize = 4_000;
/// Most people in one session, whatever its own capacity says.
pub const MAX_CAPACITY: u16 = 1_000;
/// Capacity of a session for which nobody chose one.
pub const USUAL_CAPACITY: u16 = 500;
/// Most departments in one session.
pub const MAX_DEPARTMENTS: usize = 50;

/// A planned training, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Version of this document; see [`VERSION`].
    pub version: u16,
    /// Its id everywhere.
    pub id: SessionId,
    /// Shown to everybody.
    pub title: String,
    /// Id of the template it was made from.
    pub template: String,
    /// Planned start, milliseconds since 1970 UTC.
    pub starts_at_ms: i64,
    /// IANA name of the zone the start was chosen in, such as `America/Los_Angeles`.
    pub time_zone: String,
    /// Departments that take part, as officers choose from when they join.
    pub departments: Vec<String>,
    /// Who leads, as shown: "Amina R.".
    pub led_by: String,
    /// What outlives it.
    pub records: Records,
    /// Phone number or link for when sound fails; empty if there is none.
    pub audio_fallback: String,
    /// What officers read while they wait.
    pub lobby_message: String,
    /// Whether people on the list are let in without waiting.
    pub auto_admit_listed: bool,
    /// Most people in the room at once.
    pub capacity: u16,
    /// What is to happen, an own copy of the template's.
    pub run_sheet: RunSheet,
    /// The blanks its texts may contain.
    pub slots: Vec<Slot>,
    /// What the department has answered.
    pub tailoring: Values,
    /// Who is expected; facilitators only.
    pub expected: Vec<Expected>,
    /// Where in its life it stands.
    pub state: State,
    /// When the room was opened, if it was.
    pub opened_at_ms: Option<i64>,
    /// When it ended, if it did.
    pub ended_at_ms: Option<i64>,
    /// A rehearsal or demonstration with simulated officers.
    pub practice: bool,
}

/// Where in its life a session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being prepared; the room is shut.
    #[default]
    Planned,
    /// The room is open.
    Open,
    /// Over; everything is still there.
    Ended,
    /// What it keeps is safe, the rest is being deleted.
    Disposing,
    /// The deletion is done; only now may anybody say "erased".
    Erased,
}

/// Why a session or its run sheet cannot be changed like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It can only be changed before the room opens.
    NotPlanned,
    /// The room is not open.
    NotOpen,
    /// The session has ended.
    Over,
    /// The session has not ended.
    NotEnded,
    /// Nothing is being erased.
    NotDisposing,
    /// The run sheet is empty, so there is nothing to open.
    NothingPlanned,
    /// No such segment.
    UnknownSegment,
    /// The run sheet holds [`room::limit::SEGMENTS`] already.
    TooManySegments,
    /// Longer than [`room::limit::MINUTES`] or shorter than a minute.
    MinutesOutOfRange,
    /// A title, question or option is empty.
    Empty,
    /// A name is longer than [`MAX_NAME`].
    NameTooLong,
    /// A text is longer than [`MAX_TEXT`].
    TextTooLong,
    /// A question, an option or the words at a scale's end are longer than the room takes.
    PollTooLong,
    /// Fewer choices than the activity needs.
    TooFewChoices,
    /// More entries than a list may hold.
    TooMany,
    /// A number that makes no sense there: no points, groups of one, an answer that is not an option.
    NumberOutOfRange,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::NotPlanned => "This can only be changed before the room opens.",
            Refusal::NotOpen => "The room is not open.",
            Refusal::Over => "The session has ended.",
            Refusal::NotEnded => "The session has not ended.",
            Refusal::NotDisposing => "Nothing is being erased.",
            Refusal::NothingPlanned => "The run sheet is empty. Add a segment first.",
            Refusal::UnknownSegment => "That segment is no longer on the run sheet.",
            Refusal::TooManySegments => "A run sheet holds 60 segments at most.",
            Refusal::MinutesOutOfRange => "A segment lasts between 1 minute and 8 hours.",
            Refusal::Empty => "Something is still empty. Write a few words.",
            Refusal::NameTooLong => "A name or title has 80 characters at most.",
            Refusal::PollTooLong => {
                "A question has 1,000 characters at most, an option 300, a scale's end 80."
            }
            Refusal::TextTooLong => "A text has 4,000 characters at most.",
            Refusal::TooFewChoices => "There are too few choices to answer with.",
            Refusal::TooMany => "The list is too long.",
            Refusal::NumberOutOfRange => "One of the numbers does not fit.",
        })
    }
}

impl Session {
    /// A planned session made from a template, with a run sheet of its own.
    ///
    /// `starts_at_ms` is in milliseconds since 1970 UTC, `time_zone` an IANA name.
    pub fn plan(id: SessionId, template: &Template, starts_at_ms: i64, time_zone: &str) -> Session {
        Session {
            version: VERSION,
            id,
            title: template.title.clone(),
            template: template.id.clone(),
            starts_at_ms,
            time_zone: time_zone.to_owned(),
            departments: Vec::new(),
            led_by: String::new(),
            records: Records::default(),
            audio_fallback: String::new(),
            lobby_message: String::new(),
            auto_admit_listed: false,
            capacity: USUAL_CAPACITY,
            run_sheet: RunSheet::new(template.segments.clone()),
            slots: template.slots.clone(),
            tailoring: Values::new(),
            expected: Vec::new(),
            state: State::Planned,
            opened_at_ms: None,
            ended_at_ms: None,
            practice: false,
        }
    }

    /// A throw-away copy to rehearse in: same run sheet, marked as practice, nobody expected, nothing
    /// kept but the attendance of simulated officers.
    pub fn rehearsal(&self, id: SessionId, now_ms: i64) -> Session {
        Session {
            id,
            starts_at_ms: now_ms,
            records: Records::Ephemeral,
            expected: Vec::new(),
            auto_admit_listed: false,
            state: State::Planned,
            opened_at_ms: None,
            ended_at_ms: None,
            practice: true,
            ..self.clone()
        }
    }

    /// Whether this is a copy to rehearse in: practice that keeps nothing, and is thrown away when it is over.
    pub fn is_rehearsal(&self) -> bool {
        self.practice && self.records == Records::Ephemeral
    }

    /// Opens the room at `now_ms`. Blanks still unfilled do not stand in the way: officers read fallbacks.
    pub fn open(&mut self, now_ms: i64) -> Result<(), Refusal> {
        self.expect(State::Planned, Refusal::NotPlanned)?;
        if self.run_sheet.segments().is_empty() {
            return Err(Refusal::NothingPlanned);
        }
        // An answer can make a text longer than the room allows.
        self.tailored().check()?;
        self.state = State::Open;
        self.opened_at_ms = Some(now_ms);
        Ok(())
    }

    /// Ends the session at `now_ms`. Everything is still there.
    pub fn end(&mut self, now_ms: i64) -> Result<(), Refusal> {
        self.expect(State::Open, Refusal::NotOpen)?;
        self.state = State::Ended;
        self.ended_at_ms = Some(now_ms);
        Ok(())
    }

    /// The room is gone and never ended, as after restoring a backup that leaves live sessions out: what is left is
    /// the plan, and it can be opened anew.
    pub fn lose_room(&mut self) -> Result<(), Refusal> {
        self.expect(State::Open, Refusal::NotOpen)?;
        self.state = State::Planned;
        self.opened_at_ms = None;
        Ok(())
    }

    /// What is kept has been set aside; from here on the rest is being deleted, first of all what this document
    /// itself holds of it.
    pub fn begin_disposal(&mut self) -> Result<(), Refusal> {
        self.expect(State::Ended, Refusal::NotEnded)?;
        if fate(self.records, Class::Expected) == Fate::Erased {
            self.expected.clear();
        }
        self.state = State::Disposing;
        Ok(())
    }

    /// The deletion is done.
    pub fn finish_disposal(&mut self) -> Result<(), Refusal> {
        self.expect(State::Disposing, Refusal::NotDisposing)?;
        self.state = State::Erased;
        Ok(())
    }

    /// Replaces the list of expected officers, as long as there is a door for them to come through.
    pub fn expect_officers(&mut self, expected: Vec<Expected>) -> Result<(), Refusal> {
        if !matches!(self.state, State::Planned | State::Open) {
            return Err(Refusal::Over);
        }
        if expected.len() > room::limit::EXPECTED {
            return Err(Refusal::TooMany);
        }
        self.expected = expected;
        Ok(())
    }

    /// Changes the run sheet, as long as the room has not opened. A refusal changes nothing.
    pub fn edit_run_sheet(&mut self, edit: Edit) -> Result<(), Refusal> {
        self.expect(State::Planned, Refusal::NotPlanned)?;
        self.run_sheet = self.run_sheet.edited(edit)?;
        Ok(())
    }

    /// Checks everything a person may have typed, before it is stored.
    pub fn check(&self) -> Result<(), Refusal> {
        name(&self.title)?;
        longest(&self.led_by, MAX_NAME, Refusal::NameTooLong)?;
        longest(&self.time_zone, MAX_NAME, Refusal::NameTooLong)?;
        self.departments.iter().try_for_each(|department| name(department))?;
        for text in [&self.audio_fallback, &self.lobby_message].into_iter().chain(self.tailoring.values()) {
            longest(text, MAX_TEXT, Refusal::TextTooLong)?;
        }
        if self.departments.len() > MAX_DEPARTMENTS || self.expected.len() > room::limit::EXPECTED {
            return Err(Refusal::TooMany);
        }
        if !(1..=MAX_CAPACITY).contains(&self.capacity) {
            return Err(Refusal::NumberOutOfRange);
        }
        self.run_sheet.check()
    }

    /// The blanks that nobody has filled yet, by key, to be listed before the room opens.
    pub fn unfilled(&self) -> Vec<String> {
        tailor::unfilled(self.run_sheet.texts(), &self.tailoring)
    }

    /// The run sheet with every blank filled, as the room is opened with it. Private notes are still in
    /// it; see [`crate::segment::Segment::for_officers`].
    pub fn tailored(&self) -> RunSheet {
        self.run_sheet.filled(&self.slots, &self.tailoring)
    }

    /// Planned end in milliseconds since 1970 UTC.
    pub fn ends_at_ms(&self) -> i64 {
        self.starts_at_ms.saturating_add(i64::from(self.run_sheet.wall_minutes()) * 60_000)
    }

    /// Planned start of every segment, in milliseconds since 1970 UTC.
    pub fn starts(&self) -> Vec<(SegmentId, i64)> {
        self.run_sheet.starts(self.starts_at_ms)
    }

    fn expect(&self, state: State, otherwise: Refusal) -> Result<(), Refusal> {
        if self.state == state { Ok(()) } else { Err(otherwise) }
    }
}

/// Whether this can stand as a name: not blank, not too long.
pub(crate) fn name(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    longest(text, MAX_NAME, Refusal::NameTooLong)
}

/// Whether a text stays within `most` characters.
pub(crate) fn longest(text: &str, most: usize, otherwise: Refusal) -> Result<(), Refusal> {
    if text.chars().count() > most { Err(otherwise) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
