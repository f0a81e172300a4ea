//! The clock of the run sheet: what is left, how far behind, and how much counts toward credit.
//!
//! Everything is worked out from the server's time, so that every screen shows the same.

use super::{Current, Segment, State};
use crate::{
    MINUTE_MS, PersonId, Room, SegmentId, Timestamp,
    roster::{GRACE_MS, Presence},
};

/// From a moment up to (and without) another.
type Span = (Timestamp, Timestamp);

impl State {
    /// The segment that is running.
    #[must_use]
    pub fn running(&self) -> Option<&Segment> {
        self.segment(self.current.as_ref()?.segment)
    }

    /// When the running segment is meant to end. In a break: when to be back.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let Current { started, extra, .. } = self.current.as_ref()?;
        Some(started.plus_ms(self.running()?.planned_ms() + i64::from(*extra) * MINUTE_MS))
    }

    /// Milliseconds left of the running segment; negative once it runs over.
    #[must_use]
    pub fn left_ms(&self, now: Timestamp) -> Option<i64> {
        Some(self.ends_at()?.since_ms(now))
    }

    /// Planned length of everything before `segment`; of the whole sheet for one that is not on it.
    fn before_ms(&self, segment: SegmentId) -> i64 {
        self.segments.iter().take_while(|s| s.id != segment).map(Segment::planned_ms).sum()
    }

    /// Planned length of everything after `segment`.
    fn after_ms(&self, segment: SegmentId) -> i64 {
        self.segments.iter().skip_while(|s| s.id != segment).skip(1).map(Segment::planned_ms).sum()
    }
}

/// When `segment` starts by the plan; `None` when it is not on the sheet.
#[must_use]
pub fn planned_start(room: &Room, segment: SegmentId) -> Option<Timestamp> {
    room.agenda.segment(segment)?;
    Some(room.charter.starts_at.plus_ms(room.agenda.before_ms(segment)))
}

/// When the session will end if everything still to come takes as long as planned; `None` when nothing is
/// running and something has run: then it is over.
#[must_use]
pub fn expected_end(room: &Room, now: Timestamp) -> Option<Timestamp> {
    let agenda = &room.agenda;
    match (&agenda.current, agenda.ends_at()) {
        (Some(current), Some(ends_at)) => Some(ends_at.max(now).plus_ms(agenda.after_ms(current.segment))),
        _ if !agenda.runs.is_empty() => None,
        _ => Some(
            room.charter.starts_at.max(now).plus_ms(agenda.segments.iter().map(Segment::planned_ms).sum()),
        ),
    }
}

/// Milliseconds behind the plan (negative: ahead): how much later than agreed the session will end. What is
/// inserted, dropped, skipped or extended counts as much as what runs over.
#[must_use]
pub fn drift_ms(room: &Room, now: Timestamp) -> Option<i64> {
    let planned_ms = room.agenda.segments.iter().map(Segment::planned_ms).sum();
    let Room { charter, .. } = room;
    let agreed = if charter.ends_at.0 > 0 { charter.ends_at } else { charter.starts_at.plus_ms(planned_ms) };
    Some(expected_end(room, now)?.since_ms(agreed))
}

/// Milliseconds of credit `person` has earned by `now`: their time here within the credit segments as they
/// really ran. A line that was down for up to [`GRACE_MS`] counts once it is up again; a call to duty does not. Works in any view
/// that holds the person's times: a facilitator's, and their own. This is the live meter; what is written down when
/// the session ends is `academy::attendance::fold`, which also says what was missed. Both are held to the same examples.
#[must_use]
pub fn credit_ms(room: &Room, person: PersonId, now: Timestamp) -> i64 {
    let Some(somebody) = room.roster.people.get(&person) else { return 0 };
    let here = time_here(&room.roster.attended(somebody), room.ended.unwrap_or(now));
    let counted = |id| room.agenda.segment(id).is_some_and(|s| s.credit);
    let over = room.agenda.runs.iter().map(|run| (run.segment, (run.started, run.ended)));
    let going = room.agenda.current.iter().map(|current| (current.segment, (current.started, now)));
    let runs = over.chain(going).filter(|(id, _)| counted(*id));
    runs.map(|(_, run)| here.iter().map(|span| common_ms(*span, run)).sum::<i64>()).sum()
}

/// When the line was up, in order, short gaps filled but for calls to duty.
fn time_here(times: &[(Timestamp, Presence)], now: Timestamp) -> Vec<Span> {
    let ends = times.iter().skip(1).map(|(at, _)| *at).chain([now]);
    let mut here: Vec<Span> = vec![];
    let mut called_out = false;
    for ((from, presence), to) in times.iter().zip(ends) {
        called_out |= *presence == Presence::CalledOut;
        if !matches!(presence, Presence::Here | Presence::Idle) {
            continue;
        }
        match here.last_mut() {
            Some(last) if from.since_ms(last.1) <= GRACE_MS && !called_out => last.1 = to,
            _ => here.push((*from, to)),
        }
        called_out = false;
    }
    here
}

fn common_ms(a: Span, b: Span) -> i64 {
    a.1.min(b.1).since_ms(a.0.max(b.0)).max(0)
}
