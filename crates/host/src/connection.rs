//! What the host keeps about one connection.

use protocol::{PIECE_MAX, ServerMessage};
use room::{PersonId, Timestamp};

/// A snapshot of which no piece has been asked for in this time is given up: it is a copy of the whole room.
const PULL_MS: i64 = 60_000;

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

    /// Whether it has not been told to go.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Closing)
    }

    /// When nobody waits any longer for it to take its snapshot.
    pub(crate) fn given_up_at(&self) -> Option<Timestamp> {
        match &self.phase {
            Phase::Pulling(pull) => Some(pull.moved.plus_ms(PULL_MS)),
            Phase::New | Phase::Stale | Phase::Live | Phase::Closing => None,
        }
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
    pub(crate) fn pulling(bytes: Vec<u8>, cursor: u32, now: Timestamp) -> Self {
        Self::Pulling(Pull { bytes, sent: 0, cursor, moved: now })
    }
}

/// A snapshot under way.
pub(crate) struct Pull {
    bytes: Vec<u8>,
    sent: usize,
    cursor: u32,
    /// When it last went on.
    moved: Timestamp,
}

impl Pull {
    /// The next piece, and the snapshot's cursor if it was the last.
    pub(crate) fn next_piece(&mut self, now: Timestamp) -> (ServerMessage, Option<u32>) {
        let end = (self.sent + PIECE_MAX - 64).min(self.bytes.len());
        let last = (end == self.bytes.len()).then_some(self.cursor);
        let bytes = self.bytes[self.sent..end].to_vec();
        let piece = ServerMessage::Piece { first: self.sent == 0, last, bytes };
        (self.sent, self.moved) = (end, now);
        (piece, last)
    }
}

/// Asks of a line or two that one may make in a minute, sustained.
const ASKS_A_MINUTE: i64 = 20 * 60;
/// Asks at once after a pause: several of the longest ones, or what has waited in an outbox.
const ASKS_AT_ONCE: i64 = 120;
/// What a short ask weighs at most; a longer one counts as several, for it is logged and sent to everybody, too.
const ASK_BYTES: usize = 2 * 1024;
/// Signals in a minute: a moving hand at full rate and a little more.
const SIGNALS_A_MINUTE: i64 = 40 * 60;
/// Hellos in a minute, sustained: each is a record in the log and a view of the whole room.
const HELLOS_A_MINUTE: i64 = 12;
/// Hellos at once: every page that somebody may have open comes back, a few times over.
const HELLOS_AT_ONCE: i64 = 5 * room::limit::SEATS as i64;
/// Who said hello too often comes back after this time, when one more is granted.
pub(crate) const HELLO_AGAIN_MS: u32 = (60_000 / HELLOS_A_MINUTE) as u32;

/// How many asks a message of so many bytes counts as.
pub(crate) fn weight(bytes: usize) -> i64 {
    i64::try_from(bytes.div_ceil(ASK_BYTES).max(1)).unwrap_or(i64::MAX)
}

/// How often one person may come, ask and signal, however many pages they have open.
pub(crate) struct Rates {
    /// Hellos.
    pub(crate) hellos: Allowance,
    /// Asks, by weight.
    pub(crate) asks: Allowance,
    /// Signals.
    pub(crate) signals: Allowance,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            hellos: Allowance::new(HELLOS_A_MINUTE, HELLOS_AT_ONCE),
            asks: Allowance::new(ASKS_A_MINUTE, ASKS_AT_ONCE),
            signals: Allowance::new(SIGNALS_A_MINUTE, SIGNALS_A_MINUTE / 60),
        }
    }
}

/// A token bucket: so many at once, so many a minute.
pub(crate) struct Allowance {
    a_minute: i64,
    /// In parts of which [`Allowance::TOKEN`] are a token, as is `left`: so many that a millisecond earns whole ones.
    full: i64,
    left: i64,
    at: Timestamp,
}

impl Allowance {
    const TOKEN: i64 = 60_000;

    fn new(a_minute: i64, burst: i64) -> Self {
        let full = burst * Self::TOKEN;
        Self { a_minute, full, left: full, at: Timestamp(0) }
    }

    /// Takes so many tokens, if there are enough.
    pub(crate) fn take(&mut self, now: Timestamp, tokens: i64) -> bool {
        let earned = now.since_ms(self.at).clamp(0, 3_600_000) * self.a_minute;
        self.left = (self.left + earned).min(self.full);
        self.at = now;
        let wanted = tokens.saturating_mul(Self::TOKEN);
        let enough = self.left >= wanted;
        self.left -= if enough { wanted } else { 0 };
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_at_once_then_so_many_a_minute() {
        let (mut allowance, now) = (Allowance::new(1_200, 60), Timestamp(1_000_000));
        assert_eq!((0..100).filter(|_| allowance.take(now, 1)).count(), 60);
        assert_eq!((0..100).filter(|_| allowance.take(now.plus_ms(500), 1)).count(), 10);
    }

    #[test]
    fn what_is_refused_costs_nothing() {
        let (mut allowance, now) = (Allowance::new(12, 40), Timestamp(1_000_000));
        assert!(!allowance.take(now, 41) && allowance.take(now, 40));
        let later = now.plus_ms(4_999);
        assert!(!allowance.take(later, 1) && allowance.take(later.plus_ms(1), 1), "five seconds each");
    }

    #[test]
    fn a_long_message_counts_as_several_and_the_longest_is_granted_more_than_once() {
        assert_eq!((weight(0), weight(2_048), weight(2_049)), (1, 1, 2));
        assert!(weight(protocol::FRAME_MAX) * 3 <= ASKS_AT_ONCE);
    }

    #[test]
    fn a_snapshot_comes_in_pieces_that_join_to_the_whole() {
        let whole: Vec<u8> = (0..40_000u32).map(|n| n as u8).collect();
        let Phase::Pulling(mut pull) = Phase::pulling(whole.clone(), 7, Timestamp(0)) else { unreachable!() };
        let mut joined = vec![];
        loop {
            let (piece, finished) = pull.next_piece(Timestamp(0));
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
