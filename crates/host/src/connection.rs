//! What the host keeps about one connection.

use protocol::{PIECE_MAX, ServerMessage};
use room::{PersonId, Timestamp};

/// One tab's line.
pub(crate) struct Connection {
    /// Whose it is.
    pub(crate) person: PersonId,
    /// The page load at the other end; known after the hello.
    pub(crate) page: u64,
    /// Whether the hello has come.
    pub(crate) greeted: bool,
    /// The position of its last snapshot: records up to here are in it, also those of the batch that is
    /// still being released.
    pub(crate) seen: u32,
    /// How far it is.
    pub(crate) phase: Phase,
    /// Answers that must not come before the snapshot that shows their effect (P5).
    pub(crate) held: Vec<ServerMessage>,
}

impl Connection {
    pub(crate) fn new(person: PersonId) -> Self {
        Self { person, page: 0, greeted: false, seen: 0, phase: Phase::New, held: vec![] }
    }

    /// Whether nothing is left on the way to it.
    pub(crate) fn told_everything(&self) -> bool {
        matches!(self.phase, Phase::Live)
    }
}

/// How far a connection is.
pub(crate) enum Phase {
    /// Not welcomed yet.
    New,
    /// Pulling a snapshot; what happens meanwhile is caught up from the ring afterwards.
    Pulling(Pull),
    /// Needs a snapshot as soon as the batch under way is released.
    Stale,
    /// Told everything as it is released.
    Live,
    /// Told to go.
    Closing,
}

impl Phase {
    pub(crate) fn pulling(bytes: Vec<u8>, cursor: u32) -> Self {
        Self::Pulling(Pull { bytes, sent: 0, cursor })
    }
}

/// A snapshot under way.
pub(crate) struct Pull {
    bytes: Vec<u8>,
    sent: usize,
    cursor: u32,
}

impl Pull {
    /// The next piece, and the snapshot's cursor if it was the last.
    pub(crate) fn next_piece(&mut self) -> (ServerMessage, Option<u32>) {
        let end = (self.sent + PIECE_MAX - 64).min(self.bytes.len());
        let last = (end == self.bytes.len()).then_some(self.cursor);
        let bytes = self.bytes[self.sent..end].to_vec();
        let piece = ServerMessage::Piece { first: self.sent == 0, last, bytes };
        self.sent = end;
        (piece, last)
    }
}

/// Asks a second, sustained.
const ASKS_A_SECOND: i64 = 20;
/// Asks at once after a pause.
const ASKS_AT_ONCE: i64 = 60;
/// Signals a second: a moving hand at full rate and a little more.
const SIGNALS_A_SECOND: i64 = 40;

/// How often one person may ask and signal, however many pages they have open.
pub(crate) struct Rates {
    /// Asks.
    pub(crate) asks: Allowance,
    /// Signals.
    pub(crate) signals: Allowance,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            asks: Allowance::new(ASKS_A_SECOND, ASKS_AT_ONCE),
            signals: Allowance::new(SIGNALS_A_SECOND, SIGNALS_A_SECOND),
        }
    }
}

/// A token bucket: so many at once, so many a second.
pub(crate) struct Allowance {
    rate: i64,
    full: i64,
    /// In thousandths of a token.
    left: i64,
    at: Timestamp,
}

impl Allowance {
    fn new(rate: i64, burst: i64) -> Self {
        Self { rate, full: burst * 1_000, left: burst * 1_000, at: Timestamp(0) }
    }

    /// Takes one token, if there is any left.
    pub(crate) fn take(&mut self, now: Timestamp) -> bool {
        let earned = now.since_ms(self.at).clamp(0, 60_000) * self.rate;
        self.left = (self.left + earned).min(self.full);
        self.at = now;
        let enough = self.left >= 1_000;
        self.left -= if enough { 1_000 } else { 0 };
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_at_once_then_twenty_a_second() {
        let (mut allowance, now) = (Allowance::new(20, 60), Timestamp(1_000_000));
        assert_eq!((0..100).filter(|_| allowance.take(now)).count(), 60);
        assert_eq!((0..100).filter(|_| allowance.take(now.plus_ms(500))).count(), 10);
    }

    #[test]
    fn a_snapshot_comes_in_pieces_that_join_to_the_whole() {
        let whole: Vec<u8> = (0..40_000u32).map(|n| n as u8).collect();
        let Phase::Pulling(mut pull) = Phase::pulling(whole.clone(), 7) else { unreachable!() };
        let mut joined = vec![];
        loop {
            let (piece, finished) = pull.next_piece();
            let ServerMessage::Piece { first, last, bytes } = &piece else { panic!("not a piece") };
            assert_eq!(*first, joined.is_empty());
            assert!(protocol::encode(&piece).len() <= PIECE_MAX);
            joined.extend_from_slice(bytes);
            if finished.is_some() {
                assert_eq!(*last, Some(7));
                break;
            }
        }
        assert_eq!(joined, whole);
    }
}
