//! The last records, each with who was told what: how a broken line is mended without a snapshot.
//!
//! A share is kept as it was published. Rights may have changed since; working it out anew would tell
//! people what they were not meant to see then, or hide what they saw.

use crate::Frame;
use protocol::ServerMessage;
use room::{Event, PersonId, Share};
use std::collections::{BTreeMap, VecDeque};

/// Records kept at most.
const ENTRIES: usize = 1_024;
/// Bytes of frames kept at most.
const BYTES: usize = 1024 * 1024;

/// What one person was told of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// The frame of this number.
    Frame(u16),
    /// To look again.
    Look,
}

/// One record's frames and who got which.
pub(crate) struct Entry {
    /// The position after it.
    pub(crate) cursor: u32,
    /// Distinct shares, encoded once each.
    pub(crate) frames: Vec<Frame>,
    /// Who was told what; the others were told nothing.
    pub(crate) told: BTreeMap<PersonId, Told>,
}

/// The recent past.
#[derive(Default)]
pub(crate) struct Ring {
    entries: VecDeque<Entry>,
    bytes: usize,
    /// The position before the oldest entry.
    floor: u32,
}

impl Ring {
    pub(crate) fn push(&mut self, entry: Entry) {
        self.bytes += entry.frames.iter().map(|f| f.len()).sum::<usize>();
        self.entries.push_back(entry);
        while self.entries.len() > ENTRIES || self.bytes > BYTES {
            let Some(old) = self.entries.pop_front() else { break };
            self.bytes -= old.frames.iter().map(|f| f.len()).sum::<usize>();
            self.floor = old.cursor;
        }
    }

    /// Everything a person was told after a position; `None` when only a snapshot will do.
    pub(crate) fn missed(&self, person: PersonId, after: u32) -> Option<Vec<Frame>> {
        if after < self.floor {
            return None;
        }
        let mut frames = vec![];
        for entry in self.entries.iter().filter(|e| e.cursor > after) {
            match entry.told.get(&person) {
                None => {}
                Some(Told::Frame(n)) => frames.extend(entry.frames.get(usize::from(*n)).cloned()),
                Some(Told::Look) => return None,
            }
        }
        Some(frames)
    }
}

/// Collects the shares of one record.
#[derive(Default)]
pub(crate) struct Telling {
    people: BTreeMap<PersonId, Option<Vec<Event>>>,
}

impl Telling {
    /// Adds one event's share for one person; `None` in the end means: look again.
    pub(crate) fn tell(&mut self, person: PersonId, event: &Event, share: Share) {
        let told = match share {
            Share::Nothing => return,
            Share::Look => {
                self.people.insert(person, None);
                return;
            }
            Share::Whole => event.clone(),
            Share::Instead(other) => other,
        };
        if let Some(events) = self.people.entry(person).or_insert_with(|| Some(vec![])) {
            events.push(told);
        }
    }

    /// Encodes each distinct share once, with how long after the beginning its record was.
    pub(crate) fn entry(self, cursor: u32, after_ms: u64) -> Entry {
        let (mut distinct, mut frames, mut told) = (vec![], vec![], BTreeMap::new());
        let mut all: Vec<Told> = vec![];
        for (person, events) in self.people {
            let Some(events) = events else {
                told.insert(person, Told::Look);
                continue;
            };
            let found = distinct.iter().position(|known| *known == events);
            let n = found.unwrap_or_else(|| {
                let message = ServerMessage::Happened { cursor, after_ms, events: events.clone() };
                all.push(told_by(protocol::encode(&message), &mut frames));
                distinct.push(events);
                all.len() - 1
            });
            told.insert(person, all[n]);
        }
        Entry { cursor, frames, told }
    }
}

/// A share that fits into a frame is sent as it is; for a longer one people get a snapshot, which comes in pieces.
fn told_by(frame: Vec<u8>, frames: &mut Vec<Frame>) -> Told {
    match u16::try_from(frames.len()) {
        Ok(n) if frame.len() <= protocol::FRAME_MAX => {
            frames.push(frame.into());
            Told::Frame(n)
        }
        _ => Told::Look,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::lobby;

    fn told(letters: usize) -> (Option<Told>, usize) {
        let event = Event::Lobby(lobby::Event::Told("a".repeat(letters)));
        let mut telling = Telling::default();
        telling.tell(PersonId(1), &event, Share::Whole);
        let entry = telling.entry(1, 0);
        (entry.told.get(&PersonId(1)).copied(), entry.frames.len())
    }

    #[test]
    fn what_no_frame_can_hold_is_looked_at_instead() {
        assert_eq!(told(1_000), (Some(Told::Frame(0)), 1));
        assert_eq!(told(protocol::FRAME_MAX), (Some(Told::Look), 0));
    }
}
