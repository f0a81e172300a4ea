//! The client's side of a connection: numbered asks, resume, and the room as this person sees it.
//!
//! No I/O: the browser and the simulated officers both put a real WebSocket around it. What must never be
//! lost is here: asks stay in the outbox until they are answered and go out again on every new connection,
//! with the same page and number (P5 of `protocol`).

use protocol::{BadMessage, Bye, ClientMessage, Cursor, ServerMessage, Signalled};
use room::{Command, Event, PersonId, Refusal, Room, Timestamp};
use std::collections::VecDeque;

/// Asks under way at once; the rest wait in the outbox. Well below what the server allows at once.
const WINDOW: usize = 32;

/// One page load's link to one room.
pub struct Link {
    page: u64,
    room: Room,
    you: Option<PersonId>,
    cursor: Option<Cursor>,
    epoch: u64,
    /// Times of what happens count from then.
    since: Timestamp,
    ready: bool,
    asked: u32,
    /// Asks that are not answered: their numbers, and the messages as they go out, now and again.
    outbox: VecDeque<(u32, Vec<u8>)>,
    pieces: Vec<u8>,
}

/// What came of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// The line is up. The clock is the server's.
    Welcomed {
        /// The server's clock when it sent this.
        now: Timestamp,
        /// Whether the stream went on where it had broken.
        resumed: bool,
    },
    /// The whole room changed: look at everything again.
    Looked,
    /// Events were applied, in order, at this moment.
    Happened(Timestamp, Vec<Event>),
    /// An ask was answered.
    Answered(u32, Result<(), Refusal>),
    /// Fleeting things.
    Signals(Vec<Signalled>),
    /// The other side is alive; its clock.
    Beat(Timestamp),
    /// The server ends this connection.
    Bye(Bye),
}

/// What a received message leads to: messages to send, and what happened.
#[derive(Debug, Default, PartialEq)]
pub struct Received {
    /// To be sent now.
    pub replies: Vec<Vec<u8>>,
    /// What happened, if anything worth telling.
    pub happening: Option<Happening>,
}

impl Link {
    /// A link for one page load; `page` must be random.
    #[must_use]
    pub fn new(page: u64) -> Self {
        Self {
            page,
            room: Room::default(),
            you: None,
            cursor: None,
            epoch: 0,
            since: Timestamp::default(),
            ready: false,
            asked: 0,
            outbox: VecDeque::new(),
            pieces: vec![],
        }
    }

    /// A link to nobody, for a room that is shown without being live: `room` as `you` see it. What is asked goes nowhere.
    #[must_use]
    pub fn still(room: Room, you: PersonId) -> Self {
        Self { room, you: Some(you), ..Self::new(0) }
    }

    /// The room as this person sees it.
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// Who this person is; known after the first welcome.
    #[must_use]
    pub fn you(&self) -> Option<PersonId> {
        self.you
    }

    /// Whether the line is up and the room complete.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.ready
    }

    /// Asks not answered yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.outbox.len()
    }

    /// A connection is being opened: what is said first on it, or goes with its address.
    #[must_use]
    pub fn hello(&mut self) -> ClientMessage {
        self.ready = false;
        self.pieces.clear();
        ClientMessage::Hello { version: protocol::VERSION, page: self.page, resume: self.cursor }
    }

    /// The connection is gone.
    pub fn closed(&mut self) {
        self.ready = false;
    }

    /// Asks for something: its number, and the message to send if the line is up. Kept until answered.
    pub fn ask(&mut self, command: Command) -> (u32, Option<Vec<u8>>) {
        self.asked += 1;
        let number = self.asked;
        let send = self.ready && self.outbox.len() < WINDOW;
        let message = protocol::encode(&ClientMessage::Ask { number, command });
        self.outbox.push_back((number, message.clone()));
        (number, send.then_some(message))
    }

    /// Takes one message in.
    ///
    /// # Errors
    /// [`BadMessage`] when the server sent something unreadable: close and connect again.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<Received, BadMessage> {
        let mut received = Received::default();
        match protocol::decode(bytes)? {
            ServerMessage::Welcome { you, epoch, now, since, resumed } => {
                self.since = since;
                self.you = Some(you);
                self.epoch = epoch;
                received.happening = Some(Happening::Welcomed { now, resumed });
                if resumed {
                    received.replies = self.up();
                }
            }
            ServerMessage::Piece { first, last, bytes } => {
                if first {
                    self.pieces.clear();
                }
                self.pieces.extend_from_slice(&bytes);
                match last {
                    None => received.replies.push(protocol::encode(&ClientMessage::More)),
                    Some(after) => {
                        self.room = protocol::decode_any_length(&std::mem::take(&mut self.pieces))?;
                        self.cursor = Some(Cursor { epoch: self.epoch, after });
                        received.happening = Some(Happening::Looked);
                        if !self.ready {
                            received.replies = self.up();
                        }
                    }
                }
            }
            ServerMessage::Happened { cursor, after_ms, events } => {
                let at = self.since.plus_ms(i64::try_from(after_ms).unwrap_or(i64::MAX));
                for event in &events {
                    room::evolve(&mut self.room, at, event);
                }
                self.cursor = Some(Cursor { epoch: self.epoch, after: cursor });
                received.happening = Some(Happening::Happened(at, events));
            }
            ServerMessage::Answered { number, answer } => {
                let before = self.outbox.len();
                self.outbox.retain(|(asked, _)| *asked != number);
                if self.ready && self.outbox.len() < before {
                    received.replies.extend(self.outbox.get(WINDOW - 1).map(again));
                }
                received.happening = Some(Happening::Answered(number, answer));
            }
            ServerMessage::Signals(signals) => received.happening = Some(Happening::Signals(signals)),
            ServerMessage::Beat(now) => received.happening = Some(Happening::Beat(now)),
            ServerMessage::Bye(bye) => received.happening = Some(Happening::Bye(bye)),
        }
        Ok(received)
    }

    /// The room is complete: everything unanswered goes out again, in order.
    fn up(&mut self) -> Vec<Vec<u8>> {
        self.ready = true;
        self.outbox.iter().take(WINDOW).map(again).collect()
    }
}

fn again((_, message): &(u32, Vec<u8>)) -> Vec<u8> {
    message.clone()
}

/// How long to wait before the `attempt`-th try (counted from 0) to connect again, milliseconds: full jitter
/// between nothing and a cap that doubles up to 20 s, so that a room that lost its server does not come back
/// all at once. `chance` is uniform in 0..1.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (full jitter).
#[must_use]
pub fn backoff_ms(attempt: u32, chance: f64) -> u32 {
    let cap = 500u32.saturating_mul(1 << attempt.min(6)).min(20_000);
    (f64::from(cap) * chance.clamp(0.0, 1.0)) as u32
}
