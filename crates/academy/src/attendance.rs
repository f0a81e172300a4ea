//! Who was there when: a fold of presence events into minutes present, credit and gaps.
//!
//! A person may be connected with several devices at once; being there with one is being there. A gap
//! of up to [`GRACE_MS`] counts as present, whatever caused it. Time in the lobby never gets here:
//! events begin when a person is let in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::credit::{self, ActualSegment, Missed};

/// The longest gap that still counts as present: 90 seconds.
pub const GRACE_MS: i64 = 90_000;

/// Something that happened to one device of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceEvent {
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Which device; any number that tells a person's devices apart.
    pub device: u32,
    /// What.
    pub what: Presence,
}

/// What can happen to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is in the room.
    Connected,
    /// The line broke.
    Dropped,
    /// The person left.
    Left,
    /// The person pressed *Called to duty*: all their devices are gone.
    CalledOut,
}

/// A stretch of time, in milliseconds since 1970 UTC. Empty when it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first instant in it.
    pub from_ms: i64,
    /// The first instant after it.
    pub to_ms: i64,
}

/// Why a person was away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// The line broke.
    Dropped,
    /// The person left.
    Left,
    /// A call came in.
    CalledOut,
}

/// A time away: called to duty, or longer than the grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// From when to when; to the end of the session for somebody who did not come back.
    pub span: Span,
    /// Why.
    pub reason: GapReason,
}

/// The attendance of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// First time in the room; `None` for somebody who never came.
    pub first_in_ms: Option<i64>,
    /// Last time out of it.
    pub last_out_ms: Option<i64>,
    /// Whole minutes present while segments ran, breaks included.
    pub minutes_present: u32,
    /// Whole minutes present in credit segments.
    pub credit_minutes: u32,
    /// Times away, in order.
    pub gaps: Vec<Gap>,
    /// Parts of credit segments to make up.
    pub missed: Vec<Missed>,
}

/// Works out the attendance of one person.
///
/// `events` are that person's, in any order; `segments` are those that really ran; a device that is
/// still connected counts until `end_ms`, and nothing after `end_ms` counts.
pub fn fold(events: &[PresenceEvent], segments: &[ActualSegment], end_ms: i64) -> Attendance {
    let mut events: Vec<PresenceEvent> =
        events.iter().copied().filter(|event| event.at_ms <= end_ms).collect();
    events.sort_by_key(|event| event.at_ms);
    let called_out = |at_ms| reason(&events, at_ms) == GapReason::CalledOut;
    let present = joined(spans(&events, end_ms), |last, next| {
        let away_ms = next.from_ms.saturating_sub(last.to_ms);
        away_ms <= 0 || (away_ms <= GRACE_MS && !called_out(last.to_ms))
    });
    let (Some(first), Some(last)) = (present.first(), present.last()) else {
        return Attendance { missed: credit::missed(&[], segments), ..Attendance::default() };
    };
    Attendance {
        first_in_ms: Some(first.from_ms),
        last_out_ms: Some(last.to_ms),
        minutes_present: minutes_present(&present, segments),
        credit_minutes: credit::credit_minutes(&present, segments),
        gaps: gaps(&present, &events, session_end(segments, end_ms)),
        missed: credit::missed(&present, segments),
    }
}

/// Sorts spans and joins those that touch or overlap.
pub fn union(spans: Vec<Span>) -> Vec<Span> {
    joined(spans, |last, next| next.from_ms <= last.to_ms)
}

/// Sorts spans and joins one to the next where `reaches` says so.
fn joined(mut spans: Vec<Span>, reaches: impl Fn(&Span, &Span) -> bool) -> Vec<Span> {
    spans.retain(|span| span.length_ms() > 0);
    spans.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if reaches(last, &span) => {
                last.to_ms = last.to_ms.max(span.to_ms);
            }
            _ => joined.push(span),
        }
    }
    joined
}

impl Span {
    /// Its length, 0 if it is empty.
    pub fn length_ms(&self) -> i64 {
        self.to_ms.saturating_sub(self.from_ms).max(0)
    }

    /// The part of it that lies in `whole`.
    pub(crate) fn within(self, whole: Span) -> Span {
        Span { from_ms: self.from_ms.max(whole.from_ms), to_ms: self.to_ms.min(whole.to_ms) }
    }
}

/// From when to when each device was connected. `events` are sorted by time.
fn spans(events: &[PresenceEvent], end_ms: i64) -> Vec<Span> {
    let mut open: BTreeMap<u32, i64> = BTreeMap::new();
    let mut spans = Vec::new();
    for event in events {
        let to_ms = event.at_ms;
        match event.what {
            // A device that connects twice was there in between: its first connection counts on.
            Presence::Connected => {
                open.entry(event.device).or_insert(to_ms);
            }
            Presence::Dropped | Presence::Left => {
                spans.extend(open.remove(&event.device).map(|from_ms| Span { from_ms, to_ms }));
            }
            Presence::CalledOut => {
                spans.extend(std::mem::take(&mut open).into_values().map(|from_ms| Span { from_ms, to_ms }));
            }
        }
    }
    spans.extend(open.into_values().map(|from_ms| Span { from_ms, to_ms: end_ms }));
    spans
}

fn minutes_present(present: &[Span], segments: &[ActualSegment]) -> u32 {
    let ran = union(segments.iter().map(|segment| segment.span).collect());
    credit::whole_minutes(ran.iter().map(|span| credit::common_ms(present, *span)).sum())
}

/// When there was nothing more to miss.
fn session_end(segments: &[ActualSegment], end_ms: i64) -> i64 {
    let last = segments.iter().map(|segment| segment.span.to_ms).max();
    last.map_or(end_ms, |last| last.min(end_ms))
}

/// The times between these, and the one after the last if it ended before the session did.
fn gaps(present: &[Span], events: &[PresenceEvent], session_end_ms: i64) -> Vec<Gap> {
    let returns = present.iter().skip(1).map(|span| span.from_ms);
    let ends = returns.chain([session_end_ms]);
    let away = present.iter().zip(ends).map(|(before, back)| Span { from_ms: before.to_ms, to_ms: back });
    let gap = |span: Span| Gap { span, reason: reason(events, span.from_ms) };
    let told = |gap: &Gap| match gap.reason {
        GapReason::CalledOut => gap.span.length_ms() > 0,
        GapReason::Dropped | GapReason::Left => gap.span.length_ms() > GRACE_MS,
    };
    away.map(gap).filter(told).collect()
}

/// Why nobody was connected from `at_ms` on. Of several reasons at that instant a call to duty counts
/// most: it is what the person said.
fn reason(events: &[PresenceEvent], at_ms: i64) -> GapReason {
    let then = events.iter().filter(|event| event.at_ms == at_ms).map(|event| event.what);
    then.fold(GapReason::Dropped, |reason, what| match (reason, what) {
        (GapReason::CalledOut, _) | (_, Presence::CalledOut) => GapReason::CalledOut,
        (GapReason::Left, _) | (_, Presence::Left) => GapReason::Left,
        (GapReason::Dropped, Presence::Connected | Presence::Dropped) => GapReason::Dropped,
    })
}

#[cfg(test)]
mod tests;
