//! What crosses the wire between a browser and the server: this page is the specification.
//!
//! One WebSocket per tab, binary messages only, each message one [`ClientMessage`] or [`ServerMessage`] in
//! [postcard](https://postcard.jamesmunns.com/wire-format), at most [`FRAME_MAX`] bytes. Rules, cited by tests:
//!
//! - **P1** The client speaks first: [`ClientMessage::Hello`], as its first message or, which saves a journey there and
//!   back, in hexadecimal behind `hello=` in the address it dials. A version the server does not know is answered
//!   with [`Bye::WrongVersion`], however its hello goes on; anything else before the hello ends the connection.
//! - **P2** The server answers [`ServerMessage::Welcome`]. If `resumed`, everything after the client's cursor
//!   follows; otherwise a snapshot follows in pieces ([`ServerMessage::Piece`]), pulled by the client with
//!   [`ClientMessage::More`] so that a weak line is never flooded.
//! - **P3** [`ServerMessage::Happened`] carries one person's share of one record. Cursors increase; gaps are
//!   lawful (not everything is for everybody). Within a connection nothing is missing.
//! - **P4** A snapshot may come at any time, when a person's rights changed; it replaces everything.
//! - **P5** Asks are numbered from 1 on each page load and sent in order; each is answered once with
//!   [`ServerMessage::Answered`], after the events it caused. Unanswered asks are sent again on a new
//!   connection, with the same page and number; they take effect at most once.
//! - **P6** Signals are fleeting: no number, no answer, may be dropped, never stored.
//! - **P7** Nobody sees, and nobody is answered, before it is durable.
//! - **P8** Either side sends something at least every [`BEAT_MS`]. A client that hears nothing for
//!   [`QUIET_MS`] looks for another line; a server, whose clients' timers may be slowed down in hidden tabs,
//!   waits for [`SILENCE_MS`].
//! - **P9** Unknown or oversized messages end the connection with [`Bye::BadMessage`]; nobody else notices.
//!
//! Variants are only ever appended; the golden bytes in the tests hold this.

pub mod signal;

use room::{Command, Event, PersonId, Refusal, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
pub use signal::{Drag, Gather, LiveInk, Nudge, Signal, Signalled};

/// The version of this wire. It changes when an old page could misunderstand a new server.
pub const VERSION: u16 = 10;
/// Largest message in either direction, bytes.
pub const FRAME_MAX: usize = 64 * 1024;
/// Largest piece of a snapshot, bytes.
pub const PIECE_MAX: usize = 16 * 1024;
/// Pieces of a snapshot under way at once.
pub const PIECES_AHEAD: usize = 2;
/// Longest silence of a healthy line, milliseconds.
pub const BEAT_MS: u32 = 15_000;
/// Silence after which a client takes its line for dead, milliseconds: a beat, and what the largest message takes at
/// 100 kbit/s.
pub const QUIET_MS: u32 = 20_000;
/// Silence after which a server takes a line for dead, milliseconds.
pub const SILENCE_MS: u32 = 35_000;
/// Asks a client keeps unanswered at most; older ones must be answered first.
pub const ASKS_AHEAD: usize = 256;

/// From the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClientMessage {
    /// The first message (P1).
    Hello {
        /// [`VERSION`] of the page.
        version: u16,
        /// Random id of this page load.
        page: u64,
        /// Where this page load stopped listening, if it has listened before.
        resume: Option<Cursor>,
    },
    /// Please do this (P5).
    Ask {
        /// Number on this page, from 1.
        number: u32,
        /// What.
        command: Command,
    },
    /// Something fleeting (P6).
    Signal(Signal),
    /// The next piece of the snapshot, please (P2).
    More,
    /// I am still here (P8).
    Beat,
}

/// A position in the stream of one session: opaque to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The life of the log it comes from: what a restored or older log has never seen means nothing to it.
    pub epoch: u64,
    /// Records up to here are known.
    pub after: u32,
}

/// From the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ServerMessage {
    /// You are in (P2).
    Welcome {
        /// Who you are.
        you: PersonId,
        /// Where the stream stands.
        epoch: u64,
        /// The server's clock, to set timers by.
        now: Timestamp,
        /// When what will be told began: times of [`ServerMessage::Happened`] count from then.
        since: Timestamp,
        /// Whether the stream goes on from your cursor.
        resumed: bool,
    },
    /// A piece of the room as you may see it (P2, P4).
    Piece {
        /// The first piece of a snapshot.
        first: bool,
        /// The last piece: the room is complete, as of this cursor.
        last: Option<u32>,
        /// The bytes; joined they are a `room::Room`.
        bytes: Vec<u8>,
    },
    /// This happened (P3).
    Happened {
        /// The position after it.
        cursor: u32,
        /// When: so many milliseconds after [`ServerMessage::Welcome`]'s `since`.
        after_ms: u64,
        /// What, as far as you may know.
        events: Vec<Event>,
    },
    /// The answer to your ask (P5).
    Answered {
        /// Which ask.
        number: u32,
        /// Whether it was done.
        answer: Result<(), Refusal>,
    },
    /// Fleeting things of others (P6).
    Signals(Vec<Signalled>),
    /// I am still here (P8).
    Beat(Timestamp),
    /// The server ends this connection.
    Bye(Bye),
}

/// Why the server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bye {
    /// The page is older or newer than the server: load it again.
    WrongVersion,
    /// A message that nobody should send.
    BadMessage,
    /// Your line could not keep up; come back and resume.
    TooSlow,
    /// The server restarts, the room is away for a moment, or you come too often; come back after this many milliseconds.
    Restarting {
        /// Milliseconds to wait.
        after_ms: u32,
    },
    /// The session is over.
    Ended,
    /// You were turned away or removed.
    Out,
    /// This seat is not known (any more).
    Unknown,
    /// Something broke on the server; come back and resume.
    Broken,
}

/// A message that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadMessage {
    /// Longer than [`FRAME_MAX`].
    TooLong,
    /// Not a message of this version.
    Unreadable,
}

impl std::fmt::Display for BadMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the message is too long",
            Self::Unreadable => "the message cannot be read",
        })
    }
}

impl std::error::Error for BadMessage {}

/// The bytes of a message. Encoding into memory cannot fail for our own types; if it ever did, the empty
/// message would be refused by the other side rather than misread.
#[must_use]
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Reads a whole message; trailing bytes are refused.
///
/// # Errors
/// [`BadMessage`], see P9.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadMessage> {
    if bytes.len() > FRAME_MAX {
        return Err(BadMessage::TooLong);
    }
    decode_any_length(bytes)
}

/// The version in what looks like the hello of a page, even if that version wrote everything behind it differently.
#[must_use]
pub fn hello_version(bytes: &[u8]) -> Option<u16> {
    // The number of the variant and the version come first in every version.
    match postcard::take_from_bytes::<(u32, u16)>(bytes) {
        Ok(((0, version), _)) => Some(version),
        Ok(_) | Err(_) => None,
    }
}

/// Reads bytes that were put together from several messages (a snapshot), whatever their length.
///
/// # Errors
/// [`BadMessage::Unreadable`].
pub fn decode_any_length<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadMessage> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok(_) | Err(_) => Err(BadMessage::Unreadable),
    }
}
