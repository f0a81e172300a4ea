//! One live session as a machine without I/O: mailbox, dedup, batches, ring, audiences.
//!
//! The server feeds it what happens ([`Host::connect`], [`Host::receive`], [`Host::committed`], ...) and
//! carries out what comes back ([`Output`]); so does the simulator. The one path of a command:
//!
//! 1. [`Host::receive`] puts it into the mailbox; if no batch is under way, a batch starts.
//! 2. Of each ask in turn: known already? (dedup) · `room::decide` · `room::evolve` · `room::share` for
//!    everybody · one [`Record`](room::Record) for the log.
//! 3. The records go out as [`Output::Append`]. Everything that rests on them is held back: events,
//!    answers, refusals, welcomes, snapshots. Meanwhile the mailbox queues.
//! 4. [`Host::committed`] releases it all and starts the next batch with whatever has queued up: the
//!    previous commit is the only waiting window there is. If the commit fails, the server drops this host
//!    and loads a new one from the log: nothing that was not durable has been seen by anybody.

mod batch;
mod connection;
mod dedup;
mod fleeting;
mod lives;
mod ring;

use batch::{Batch, Mail};
use connection::{Connection, HELLO_AGAIN_MS, Phase, Rates, weight};
use dedup::Dedup;
use fleeting::Fleeting;
pub use lives::Life;
use lives::Lives;
use protocol::{Bye, ClientMessage, Cursor, ServerMessage};
use ring::{Entry, Ring, Told};
use room::{Command, PersonId, Record, Refusal, Room, Timestamp, Viewer};
use std::{collections::BTreeMap, collections::VecDeque, sync::Arc};

/// One connection of one tab, numbered by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// One request of the server itself, numbered by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrandId(pub u64);

/// Encoded once, sent to many.
pub type Frame = Arc<[u8]>;

/// A question from outside about the room.
pub type Look = Box<dyn FnOnce(&Room) + Send>;

/// What the server has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Append to the log; `first` is the number of the first record. Answer with [`Host::committed`].
    Append {
        /// Number of the first record.
        first: u32,
        /// The records, in order.
        records: Vec<Record>,
    },
    /// Send one message.
    Send(ConnectionId, Frame),
    /// Send one message and close.
    Close(ConnectionId, Bye),
    /// The server's own request has been carried out durably, or refused.
    Done(ErrandId, Result<(), Refusal>),
    /// The session has ended durably: dispose of it.
    Ended,
}

/// One live session.
pub struct Host {
    room: Room,
    now: Timestamp,
    /// The moment of the first record: what is told counts from then.
    since: Timestamp,
    lives: Lives,
    /// Number of the next record.
    next: u32,
    /// Log position of the next event: where ids come from.
    position: u32,
    connections: BTreeMap<ConnectionId, Connection>,
    rates: BTreeMap<PersonId, Rates>,
    mailbox: VecDeque<Mail>,
    under_way: Option<Batch>,
    /// Questions that wait for the batch under way.
    looks: Vec<Look>,
    dedup: Dedup,
    ring: Ring,
    fleeting: Fleeting,
    /// Whether the server has been told that the session ended.
    end_told: bool,
    outputs: Vec<Output>,
}

impl Host {
    /// An empty session in a life of its own; `epoch` must be random.
    #[must_use]
    pub fn new(epoch: u64) -> Self {
        Self {
            room: Room::default(),
            now: Timestamp::default(),
            since: Timestamp::default(),
            lives: Lives::first(epoch),
            next: 0,
            position: 0,
            connections: BTreeMap::new(),
            rates: BTreeMap::new(),
            mailbox: VecDeque::new(),
            under_way: None,
            looks: Vec::new(),
            dedup: Dedup::default(),
            ring: Ring::default(),
            fleeting: Fleeting::default(),
            end_told: false,
            outputs: Vec::new(),
        }
    }

    /// Replays one record of the log; call in order, before anything else.
    pub fn replay(&mut self, record: &Record) {
        self.now = self.now.max(record.at);
        let entry = self.apply(record);
        self.ring.push(entry);
        if let Some(ask) = record.ask {
            self.dedup.done(ask, Ok(()));
        }
    }

    /// The log has been replayed; these are the lives it had before. Returns this one, to be remembered with them.
    pub fn follow(&mut self, earlier: Vec<Life>) -> Life {
        self.lives.follow(earlier, self.next)
    }

    /// The log has been replayed; `alive_until` is the last moment the session was known to be running.
    /// Nobody is connected any more, as of that moment.
    pub fn resume(&mut self, alive_until: Timestamp, now: Timestamp) {
        self.now = self.now.max(alive_until);
        let here = self.room.roster.people.values();
        let lost: Vec<_> = here.filter(|p| p.presence.counts()).map(|p| p.id).collect();
        for person in lost {
            self.mailbox.push_back(Mail::House(disconnect(person), None));
        }
        // All of it now, as of that moment: what waited for the commit would be decided as of the restart, and credit
        // people with the time the server was away.
        self.start_batch(usize::MAX);
        // A session that ended before it could be disposed of says so again.
        self.show_out();
        self.now = self.now.max(now);
    }

    /// The room as decided so far (which may be ahead of what is durable while a batch is under way).
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// Shows the room to somebody outside as it is durable: at once, or when the batch under way is. Dropped unasked if
    /// that batch fails.
    pub fn look(&mut self, look: Look) {
        match self.under_way {
            None => look(&self.room),
            Some(_) => self.looks.push(look),
        }
    }

    /// Number of connections.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// Whether everything decided is durable.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.under_way.is_none() && self.mailbox.is_empty()
    }

    /// What has to be done now.
    pub fn outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// A connection whose seat has been checked. It takes the place of the oldest, if its person has too many.
    pub fn connect(&mut self, now: Timestamp, id: ConnectionId, person: PersonId) {
        self.tell_time(now);
        let open = self.connections.iter().filter(|(_, c)| c.person == person && c.is_open());
        let newest_first: Vec<_> = open.map(|(id, _)| *id).rev().collect();
        for old in newest_first.into_iter().skip(room::limit::SEATS - 1) {
            self.close(old, Bye::BadMessage);
        }
        self.connections.insert(id, Connection::new(person));
    }

    /// Says goodbye to a connection, once: from here on nothing is told to it and nothing heard from it.
    pub(crate) fn close(&mut self, id: ConnectionId, bye: Bye) {
        if let Some(connection) = self.connections.get_mut(&id).filter(|c| c.is_open()) {
            connection.phase = Phase::Closing;
            connection.held.clear();
            self.outputs.push(Output::Close(id, bye));
        }
    }

    /// A connection is gone.
    pub fn disconnect(&mut self, now: Timestamp, id: ConnectionId) {
        self.tell_time(now);
        let Some(gone) = self.connections.remove(&id) else { return };
        let last = !self.connections.values().any(|c| c.person == gone.person && c.greeted);
        if gone.greeted && last {
            self.mailbox.push_back(Mail::House(disconnect(gone.person), None));
            self.advance();
        }
    }

    /// A message came in, in so many bytes.
    pub fn receive(&mut self, now: Timestamp, id: ConnectionId, message: ClientMessage, bytes: usize) {
        self.tell_time(now);
        let Some(connection) = self.connections.get_mut(&id).filter(|c| c.is_open()) else { return };
        let rates = self.rates.entry(connection.person).or_default();
        match (message, connection.greeted) {
            (ClientMessage::Hello { version, .. }, false) if version != protocol::VERSION => {
                self.close(id, Bye::WrongVersion);
            }
            (ClientMessage::Hello { .. }, false) if !rates.hellos.take(now, 1) => {
                self.close(id, Bye::Restarting { after_ms: HELLO_AGAIN_MS });
            }
            (ClientMessage::Hello { page, resume, .. }, false) => {
                connection.greeted = true;
                connection.page = page;
                self.mailbox.push_back(Mail::Hello(id, resume));
                self.advance();
            }
            (ClientMessage::Ask { number, command }, true) => {
                let in_time = rates.asks.take(now, weight(bytes));
                let ask = || Mail::Ask(id, number, command);
                self.mailbox.push_back(if in_time { ask() } else { Mail::TooFast(id, number) });
                self.advance();
            }
            (ClientMessage::Signal(signal), true) => {
                let person = connection.person;
                if rates.signals.take(now, 1) {
                    self.fleeting.signal(self.now, person, signal, &self.room);
                    self.flush_signals();
                }
            }
            (ClientMessage::More, true) => self.more(id),
            (ClientMessage::Beat, true) => self.send(id, &ServerMessage::Beat(self.now)),
            (ClientMessage::Hello { .. }, true) | (_, false) => self.close(id, Bye::BadMessage),
        }
    }

    /// The server itself wants something; answered with [`Output::Done`] once durable.
    pub fn errand(&mut self, now: Timestamp, id: ErrandId, command: Command) {
        self.tell_time(now);
        self.mailbox.push_back(Mail::House(command, Some(id)));
        self.advance();
    }

    /// The batch under way is durable.
    pub fn committed(&mut self, now: Timestamp) {
        self.tell_time(now);
        if let Some(batch) = self.under_way.take() {
            self.release(batch);
            self.looks.drain(..).for_each(|look| look(&self.room));
        }
        self.advance();
    }

    /// When [`Host::tick`] is due, if ever.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        // A deadline of the room cannot be dealt with while a batch is under way; the commit wakes us anyway.
        let of_room = room::deadline(&self.room).filter(|_| self.settled()).map(|(at, _why)| at);
        let given_up = self.connections.values().filter_map(Connection::given_up_at).min();
        [of_room, self.fleeting.deadline(), given_up].into_iter().flatten().min()
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) {
        self.tell_time(now);
        if self.settled() && room::deadline(&self.room).is_some_and(|(at, _)| at <= self.now) {
            self.mailbox.push_back(Mail::House(Command::Tick, None));
            self.advance();
        }
        self.give_up_pulls();
        self.flush_signals();
    }

    /// Lets those go who hold a snapshot and do not take it.
    fn give_up_pulls(&mut self) {
        let due = |c: &Connection| c.given_up_at().is_some_and(|at| at <= self.now);
        let stuck: Vec<_> = self.connections.iter().filter(|(_, c)| due(c)).map(|(id, _)| *id).collect();
        for id in stuck {
            self.close(id, Bye::TooSlow);
        }
    }

    /// Says goodbye to everybody: the server stops.
    pub fn dismiss(&mut self, bye: impl Fn(usize) -> Bye) {
        let everybody: Vec<_> = self.connections.keys().copied().collect();
        for (n, id) in everybody.into_iter().enumerate() {
            self.close(id, bye(n));
        }
    }

    /// Time never goes back, whatever the machine's clock does.
    fn tell_time(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
    }

    /// Brings one record into the room and works out who is told what.
    fn apply(&mut self, record: &Record) -> Entry {
        if self.next == 0 {
            self.since = record.at;
        }
        let mut telling = ring::Telling::default();
        for event in &record.events {
            room::evolve(&mut self.room, record.at, event);
            for person in self.room.roster.people.keys() {
                if let Some(viewer) = Viewer::of(&self.room, *person) {
                    telling.tell(*person, event, room::share(&self.room, event, &viewer));
                }
            }
        }
        self.next += 1;
        self.position += u32::try_from(record.events.len()).unwrap_or(u32::MAX);
        telling.entry(self.next, self.after_ms(record.at))
    }

    /// How long after the beginning something was; nothing is from before it.
    fn after_ms(&self, at: Timestamp) -> u64 {
        u64::try_from(at.since_ms(self.since)).unwrap_or_default()
    }

    fn send(&mut self, id: ConnectionId, message: &ServerMessage) {
        self.outputs.push(Output::Send(id, protocol::encode(message).into()));
    }

    /// Brings a connection up to date with everything released after `after`: from the ring if it can,
    /// else with a snapshot. Returns whether the ring was enough.
    fn catch_up(&mut self, id: ConnectionId, after: u32) -> bool {
        let Some(connection) = self.connections.get_mut(&id) else { return true };
        let person = connection.person;
        match self.ring.missed(person, after) {
            Some(frames) => {
                connection.phase = Phase::Live;
                self.outputs.extend(frames.into_iter().map(|frame| Output::Send(id, frame)));
                if let Some(nudges) = self.fleeting.nudged_so_far(self.now, person) {
                    self.send(id, &nudges);
                }
                true
            }
            None => {
                self.snapshot(id);
                false
            }
        }
    }

    /// Starts a snapshot of the released room; while a batch is under way the room is ahead of that, so the
    /// snapshot waits for the release.
    fn snapshot(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.get_mut(&id).filter(|c| c.is_open()) else { return };
        if self.under_way.is_some() {
            connection.phase = Phase::Stale;
            return;
        }
        let Some(viewer) = Viewer::of(&self.room, connection.person) else { return };
        let seen = room::seen_by(&self.room, &viewer);
        connection.seen = self.next;
        connection.phase = Phase::pulling(protocol::encode(&seen), self.next, self.now);
        for _ in 0..protocol::PIECES_AHEAD {
            self.more(id);
        }
    }

    /// The next piece of a snapshot; after the last one, what happened meanwhile.
    fn more(&mut self, id: ConnectionId) {
        let Some(Connection { phase: Phase::Pulling(pull), .. }) = self.connections.get_mut(&id) else {
            return;
        };
        let (piece, finished) = pull.next_piece(self.now);
        self.send(id, &piece);
        let Some(cursor) = finished else { return };
        if self.catch_up(id, cursor) {
            let held = self.connections.get_mut(&id).map(|c| std::mem::take(&mut c.held));
            for answer in held.unwrap_or_default() {
                self.send(id, &answer);
            }
            self.show_out();
        }
    }

    /// Sends the signals that are due to those who may see them.
    fn flush_signals(&mut self) {
        for (message, audience) in self.fleeting.due(self.now) {
            let frame: Frame = protocol::encode(&message).into();
            let live = self.connections.iter().filter(|(_, c)| matches!(c.phase, Phase::Live));
            let meant = live.filter(|(_, c)| audience.contains(&c.person));
            self.outputs.extend(meant.map(|(id, _)| Output::Send(*id, Frame::clone(&frame))));
        }
    }

    fn cursor(&self, resume: Option<Cursor>) -> Option<u32> {
        self.lives.position(resume?, self.next)
    }
}

fn disconnect(person: PersonId) -> Command {
    Command::Roster(room::roster::Command::Disconnect { person })
}

fn connect(person: PersonId) -> Command {
    Command::Roster(room::roster::Command::Connect { person })
}
