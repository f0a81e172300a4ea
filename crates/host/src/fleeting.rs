//! The fleeting lane: latest wins, gathered for a moment, encoded once per audience, never stored.
//!
//! Leading edge and cool-down: after a quiet moment a signal goes out at once, then everything that comes
//! within [`WINDOW_MS`] goes out together. Audiences are those of the last release: a signal never reaches
//! somebody whose rights are still on their way to the disk.

use protocol::{Nudge, ServerMessage, Signal, Signalled};
use room::{GroupId, PersonId, Room, Timestamp, Viewer, roster::Role};
use std::collections::{BTreeMap, BTreeSet};

/// Signals are gathered for this long.
const WINDOW_MS: i64 = 33;
/// A nudge counts for this long.
const NUDGE_MS: i64 = 180_000;

/// The lane of one session.
#[derive(Default)]
pub(crate) struct Fleeting {
    /// Everybody inside as of the last release.
    viewers: BTreeMap<PersonId, Viewer>,
    paused: bool,
    slots: BTreeMap<(PersonId, Kind), Signalled>,
    nudges: BTreeMap<(Nudge, PersonId), Timestamp>,
    /// Counts that facilitators were told last.
    nudged: BTreeMap<Nudge, u32>,
    flushed: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    React,
    Typing,
}

impl Fleeting {
    /// Who is where, as released.
    pub(crate) fn audiences(&mut self, room: &Room) {
        let viewers = room.roster.people.keys().filter_map(|person| Viewer::of(room, *person));
        self.viewers = viewers.filter(|v| v.inside).map(|v| (v.person, v)).collect();
        self.paused = room.paused.is_some();
    }

    /// Takes a signal in; those without the right to signal are not heard.
    pub(crate) fn signal(&mut self, now: Timestamp, person: PersonId, signal: Signal) {
        let Some(viewer) = self.viewers.get(&person) else { return };
        if viewer.role == Role::Observer || (self.paused && !viewer.facilitates()) {
            return;
        }
        match signal {
            Signal::React(emotion) => {
                self.slots.insert((person, Kind::React), Signalled::Reacted(person, emotion));
            }
            Signal::Typing(on) => {
                self.slots.insert((person, Kind::Typing), Signalled::Typing(person, on));
            }
            Signal::Nudge(nudge) => {
                self.nudges.insert((nudge, person), now);
            }
        }
    }

    /// When something is due next.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let waiting = (!self.slots.is_empty()).then(|| self.flushed.plus_ms(WINDOW_MS));
        let fading = self.nudges.values().min().map(|at| at.plus_ms(NUDGE_MS));
        [waiting, fading].into_iter().flatten().min()
    }

    /// What is due, and for whom.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<(ServerMessage, BTreeSet<PersonId>)> {
        let mut due = self.fresh_counts(now);
        if !self.slots.is_empty() && now.since_ms(self.flushed) >= WINDOW_MS {
            self.flushed = now;
            let mut by_place: BTreeMap<Option<GroupId>, Vec<Signalled>> = BTreeMap::new();
            for ((person, _), signalled) in std::mem::take(&mut self.slots) {
                let Some(viewer) = self.viewers.get(&person) else { continue };
                by_place.entry(viewer.group).or_default().push(signalled);
            }
            for (place, signalled) in by_place {
                let there = self.viewers.values().filter(|v| v.group == place).map(|v| v.person).collect();
                due.push((ServerMessage::Signals(signalled), there));
            }
        }
        due
    }

    /// Tells facilitators how many nudge, whenever a count has changed.
    fn fresh_counts(&mut self, now: Timestamp) -> Vec<(ServerMessage, BTreeSet<PersonId>)> {
        self.nudges.retain(|_, at| now.since_ms(*at) < NUDGE_MS);
        let mut counts = BTreeMap::from([(Nudge::SlowDown, 0), (Nudge::Break, 0)]);
        for (nudge, _) in self.nudges.keys() {
            *counts.entry(*nudge).or_default() += 1;
        }
        let changed = |(nudge, n): (&Nudge, &u32)| {
            (self.nudged.get(nudge).copied().unwrap_or(0) != *n).then_some(Signalled::Nudged(*nudge, *n))
        };
        let news: Vec<_> = counts.iter().filter_map(changed).collect();
        if news.is_empty() {
            return vec![];
        }
        self.nudged = counts;
        let leads = self.viewers.values().filter(|v| v.facilitates()).map(|v| v.person).collect();
        vec![(ServerMessage::Signals(news), leads)]
    }
}
