//! A small world: one host, one log, a few people with bad lines.

use crate::asks;
use host::{ConnectionId, ErrandId, Host, Life, Output};
use link::{Happening, Link};
use protocol::{Bye, ClientMessage, ServerMessage};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use room::{
    AskId, Charter, Command, Event, Opening, PersonId, Record, Refusal, SeatId, Timestamp, Viewer, chat,
    lobby,
    lobby::Arrival,
    roster::{Role, Standing},
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What the histories contained.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) crashes: u64,
    pub(crate) restored: u64,
    pub(crate) cuts: u64,
    pub(crate) resumed: u64,
    pub(crate) repeated: u64,
    pub(crate) answered: u64,
    pub(crate) removed: u64,
    pub(crate) ended: u64,
    pub(crate) records: u64,
}

impl Totals {
    pub(crate) fn add(&mut self, other: &Self) {
        self.crashes += other.crashes;
        self.restored += other.restored;
        self.cuts += other.cuts;
        self.resumed += other.resumed;
        self.repeated += other.repeated;
        self.answered += other.answered;
        self.removed += other.removed;
        self.ended += other.ended;
        self.records += other.records;
    }
}

struct Client {
    seat: SeatId,
    page: u64,
    link: Link,
    /// The connection this client believes in.
    line: Option<ConnectionId>,
    /// Why this page comes back no more.
    over: Option<Bye>,
    /// Everything asked on this page load: number -> command.
    asked: BTreeMap<u32, Command>,
    answers: BTreeMap<u32, Result<(), Refusal>>,
}

#[derive(Default)]
struct Line {
    person: PersonId,
    up: VecDeque<ClientMessage>,
    down: VecDeque<Vec<u8>>,
    /// The client is gone; the server has not noticed yet.
    cut: bool,
    /// The server has said goodbye; it notices the end of it some time later.
    over: bool,
}

pub(crate) struct World {
    rng: StdRng,
    now: Timestamp,
    host: Host,
    log: Vec<Record>,
    /// The lives of the log, remembered beside it.
    lives: Vec<Life>,
    /// A copy of both that somebody made.
    backup: Option<(Vec<Record>, Vec<Life>)>,
    /// Records handed to the writer and not durable yet.
    writing: Option<Vec<Record>>,
    clients: Vec<Client>,
    lines: BTreeMap<ConnectionId, Line>,
    next_line: u64,
    sent_asks: BTreeSet<AskId>,
    pub(crate) totals: Totals,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut world = Self {
            rng: StdRng::seed_from_u64(seed),
            now: Timestamp(1_000_000),
            host: Host::new(1),
            log: vec![],
            lives: vec![Life { epoch: 1, from: 0 }],
            backup: None,
            writing: None,
            clients: vec![],
            lines: BTreeMap::new(),
            next_line: 0,
            sent_asks: BTreeSet::new(),
            totals: Totals::default(),
        };
        let charter = Charter { title: "Fair stops".into(), capacity: 100, ..Charter::default() };
        world.errand(Command::Open(Box::new(Opening { charter, ..Opening::default() })));
        for n in 0..4 {
            let role = if n == 0 { Role::Facilitator } else { Role::Officer };
            let seat = SeatId([n; 16]);
            world.errand(arrive(seat, role));
            world.clients.push(Client::new(seat, u64::from(n) + 100));
        }
        if world.rng.random_bool(0.5) {
            asks::at_work().into_iter().for_each(|command| world.errand(command));
        }
        world
    }

    pub(crate) fn step(&mut self) {
        self.now = self.now.plus_ms(self.rng.random_range(0..40));
        match self.rng.random_range(0..100) {
            0 => self.crash(),
            1 => self.now = self.now.plus_ms(self.rng.random_range(0..100_000)),
            2..=4 => self.cut(),
            5..=8 => self.notice(),
            9..=24 => self.connect(),
            25..=44 => self.ask(),
            45..=64 => self.deliver_up(),
            65..=84 => self.deliver_down(),
            85 => self.reload(),
            86..=96 => self.commit(),
            97 => self.backup = Some((self.log.clone(), self.lives.clone())),
            _ => self.tick(),
        }
    }

    /// The storm is over: every line heals, everything arrives, everything is written.
    pub(crate) fn settle(&mut self) {
        for _ in 0..2_000 {
            self.now = self.now.plus_ms(10);
            self.notice();
            for n in 0..self.clients.len() {
                if self.clients[n].is_away() {
                    self.connect_client(n);
                }
            }
            self.deliver_up();
            self.deliver_down();
            self.commit();
            let quiet = self.lines.values().all(|l| l.up.is_empty() && l.down.is_empty() && !l.cut);
            if quiet && self.writing.is_none() && !self.clients.iter().any(Client::is_away) {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    pub(crate) fn check(&self, seed: &str) {
        self.check_log(seed);
        for client in &self.clients {
            let person = self.sits(client.seat).expect("seats are durable");
            self.check_view(client, person, seed);
            for (number, command) in &client.asked {
                let kept = self.log.iter().any(|r| r.ask == Some(client.ask_id(person, *number)));
                let answer = client.answers.get(number);
                if answer.is_some_and(Result::is_err) {
                    assert!(!kept, "{seed}: {command:?} was refused and yet happened");
                }
                if matches!(command, Command::Chat(chat::Command::Say { .. })) && answer == Some(&Ok(())) {
                    assert!(kept, "{seed}: {command:?} was acknowledged and is lost");
                }
            }
        }
    }

    fn check_view(&self, client: &Client, person: PersonId, seed: &str) {
        let room = self.host.room();
        let viewer = Viewer::of(room, person).expect("people stay");
        match client.over {
            None => assert_eq!(client.link.waiting(), 0, "{seed}: every ask is answered"),
            // Whoever was turned away may have been let in since, and has to come again.
            Some(Bye::Out) => return,
            Some(_) => assert!(room.ended.is_some(), "{seed}: {person:?} was told that it is over"),
        }
        // Who was still taking their room at the end has only part of it, or one from before the disk was lost.
        if client.over.is_none() || client.link.room().ended == room.ended {
            let fresh = room::seen_by(room, &viewer);
            assert_eq!(client.link.room(), &fresh, "{seed}: {person:?} sees what a newcomer would");
        }
    }

    fn check_log(&self, seed: &str) {
        let mut seen = BTreeSet::new();
        for ask in self.log.iter().filter_map(|r| r.ask) {
            assert!(seen.insert(ask), "{seed}: {ask:?} took effect twice");
            assert!(self.sent_asks.contains(&ask), "{seed}: {ask:?} was asked by nobody");
        }
        let mut replayed = Host::new(1);
        self.log.iter().for_each(|record| replayed.replay(record));
        assert_eq!(replayed.room(), self.host.room(), "{seed}: the log tells the whole story");
    }

    fn errand(&mut self, command: Command) {
        self.host.errand(self.now, ErrandId(0), command);
        self.carry_out();
        while self.writing.is_some() {
            self.commit();
        }
    }

    fn crash(&mut self) {
        self.totals.crashes += 1;
        // A torn tail: any first part of what was being written may have reached the disk.
        if let Some(records) = self.writing.take() {
            let kept = self.rng.random_range(0..=records.len());
            self.log.extend(records.into_iter().take(kept));
        }
        self.lines.clear();
        for client in &mut self.clients {
            client.line = None;
            client.link.closed();
        }
        if self.rng.random_bool(0.3) {
            self.restore();
        }
        let mut host = Host::new(self.rng.random());
        self.log.iter().for_each(|record| host.replay(record));
        self.lives.push(host.follow(self.lives.clone()));
        host.resume(self.now, self.now);
        self.host = host;
        self.carry_out();
    }

    /// The disk is lost with the server. What was acknowledged since the backup is lost, too, and so is what this test
    /// remembers of it; nobody may go on from there.
    fn restore(&mut self) {
        let Some((log, lives)) = self.backup.clone() else { return };
        self.totals.restored += 1;
        (self.log, self.lives) = (log, lives);
        for client in &mut self.clients {
            client.asked.clear();
            client.over = None;
        }
    }

    fn commit(&mut self) {
        let Some(records) = self.writing.take() else { return };
        self.totals.records += records.len() as u64;
        self.log.extend(records);
        self.host.committed(self.now);
        self.carry_out();
    }

    fn tick(&mut self) {
        self.host.tick(self.now);
        self.carry_out();
    }

    /// A line breaks: an unknown part of what is on the way is lost; the server notices some time later.
    fn cut(&mut self) {
        let n = self.rng.random_range(0..self.clients.len());
        let Some(id) = self.clients[n].line.take() else { return };
        self.totals.cuts += 1;
        self.clients[n].link.closed();
        if let Some(line) = self.lines.get_mut(&id) {
            line.cut = true;
            line.down.clear();
            let arrives = self.rng.random_range(0..=line.up.len());
            line.up.truncate(arrives);
        }
    }

    fn notice(&mut self) {
        let gone = |l: &Line| l.cut && (l.up.is_empty() || l.over);
        let gone = self.lines.iter().find(|(_, l)| gone(l)).map(|(id, _)| *id);
        if let Some(id) = gone {
            self.lines.remove(&id);
            self.host.disconnect(self.now, id);
            self.carry_out();
        }
    }

    fn connect(&mut self) {
        let n = self.rng.random_range(0..self.clients.len());
        if self.clients[n].is_away() {
            self.connect_client(n);
        }
    }

    fn connect_client(&mut self, n: usize) {
        let Some(person) = self.sits(self.clients[n].seat) else { return };
        let id = ConnectionId(self.next_line);
        self.next_line += 1;
        self.clients[n].line = Some(id);
        self.host.connect(self.now, id, person);
        let up = [self.clients[n].link.hello()].into();
        self.lines.insert(id, Line { person, up, ..Line::default() });
    }

    fn sits(&self, seat: SeatId) -> Option<PersonId> {
        self.host.room().roster.seats.get(&seat).map(|seat| seat.person)
    }

    /// The same tab, loaded again: a new page, which knows nothing and has asked nothing.
    fn reload(&mut self) {
        let n = self.rng.random_range(0..self.clients.len());
        if self.clients[n].link.waiting() > 0 && self.clients[n].over.is_none() {
            return;
        }
        if let Some(line) = self.clients[n].line.and_then(|id| self.lines.get_mut(&id)) {
            line.cut = true;
            line.down.clear();
        }
        let page = self.clients[n].page + 1_000;
        self.clients[n] = Client::new(self.clients[n].seat, page);
    }

    fn ask(&mut self) {
        let n = self.rng.random_range(0..self.clients.len());
        let client = &self.clients[n];
        let Some(person) = client.link.you().filter(|_| client.over.is_none()) else { return };
        let command = asks::any(&mut self.rng, client.link.room());
        let (number, message) = self.clients[n].link.ask(command.clone());
        self.clients[n].asked.insert(number, command);
        self.sent_asks.insert(self.clients[n].ask_id(person, number));
        if let (Some(message), Some(id)) = (message, self.clients[n].line) {
            self.lines.entry(id).or_default().up.push_back(sent(&message));
        }
    }

    fn deliver_up(&mut self) {
        let Some(id) = self.some_line(|line| !line.up.is_empty()) else { return };
        let Some(message) = self.lines.get_mut(&id).and_then(|l| l.up.pop_front()) else { return };
        let bytes = protocol::encode(&message).len();
        self.host.receive(self.now, id, message, bytes);
        self.carry_out();
    }

    fn deliver_down(&mut self) {
        let Some(id) = self.some_line(|line| !line.down.is_empty()) else { return };
        let Some(bytes) = self.lines.get_mut(&id).and_then(|l| l.down.pop_front()) else { return };
        let Some(client) = self.clients.iter_mut().find(|c| c.line == Some(id)) else { return };
        let received = client.link.receive(&bytes).expect("the server sends readable messages");
        match received.happening {
            Some(Happening::Answered(number, answer)) => {
                self.totals.answered += 1;
                client.answers.insert(number, answer);
            }
            Some(Happening::Welcomed { resumed, .. }) => {
                self.totals.resumed += u64::from(resumed);
                self.totals.repeated += client.link.waiting() as u64;
            }
            Some(Happening::Bye(bye)) => {
                assert!(lawful(bye), "nobody here deserves {bye:?}");
                client.over = Some(bye).filter(|bye| matches!(bye, Bye::Ended | Bye::Out));
                client.line = None;
                client.link.closed();
                self.lines.entry(id).or_default().cut = true;
            }
            _ => {}
        }
        if let Some(line) = self.lines.get_mut(&id) {
            line.up.extend(received.replies.iter().map(|message| sent(message)));
        }
    }

    fn some_line(&mut self, fits: impl Fn(&Line) -> bool) -> Option<ConnectionId> {
        let ready: Vec<_> = self.lines.iter().filter(|(_, l)| fits(l)).map(|(id, _)| *id).collect();
        (!ready.is_empty()).then(|| ready[self.rng.random_range(0..ready.len())])
    }

    fn carry_out(&mut self) {
        for output in self.host.outputs() {
            match output {
                Output::Append { first, records } => {
                    assert_eq!(first as usize, self.log.len(), "appends are in step with the log");
                    assert!(self.writing.is_none(), "one batch under way at a time");
                    self.writing = Some(records);
                }
                Output::Send(id, frame) => {
                    self.check_durable(&frame);
                    let over = self.lines.get(&id).is_some_and(|line| line.over);
                    assert!(!over, "nothing comes after goodbye");
                    if let Some(line) = self.lines.get_mut(&id).filter(|l| !l.cut) {
                        line.down.push_back(frame.to_vec());
                    }
                }
                Output::Close(id, bye) => {
                    self.totals.removed += u64::from(bye == Bye::Out);
                    self.check_goodbye(id, bye);
                    let Some(line) = self.lines.get_mut(&id) else { continue };
                    assert!(!std::mem::replace(&mut line.over, true), "goodbye is said once");
                    if !line.cut {
                        line.down.push_back(protocol::encode(&ServerMessage::Bye(bye)));
                    }
                }
                Output::Done(_, answer) => assert_eq!(answer, Ok(())),
                Output::Ended => {
                    self.totals.ended += 1;
                    assert!(self.has_ended(), "the end is told before it is durable");
                }
            }
        }
    }

    /// Nobody is told that it is over, for all or for them, before that is durable.
    fn check_goodbye(&self, id: ConnectionId, bye: Bye) {
        assert!(bye != Bye::Ended || self.has_ended(), "told the end before it is durable");
        let Some(line) = self.lines.get(&id).filter(|_| bye == Bye::Out) else { return };
        let mut durable = Host::new(1);
        self.log.iter().for_each(|record| durable.replay(record));
        let standing = durable.room().roster.people[&line.person].standing;
        assert!(matches!(standing, Standing::Removed | Standing::TurnedAway), "shown out while {standing:?}");
    }

    /// Whether the end is in the log.
    fn has_ended(&self) -> bool {
        self.log.last().is_some_and(|record| record.events.contains(&Event::Ended))
    }

    /// Nothing is shown before it is durable (P7).
    fn check_durable(&self, frame: &[u8]) {
        let durable = u32::try_from(self.log.len()).expect("short histories");
        match protocol::decode(frame).expect("the server sends readable messages") {
            ServerMessage::Happened { cursor, .. } => assert!(cursor <= durable, "shown before durable"),
            ServerMessage::Piece { last: Some(cursor), .. } => {
                assert!(cursor <= durable, "shown before durable");
            }
            ServerMessage::Answered { .. } | ServerMessage::Welcome { .. } => {
                // The commit callback releases before the next batch starts, so at this moment nothing that
                // was decided before this answer may still be on its way to the disk.
                assert!(self.writing.is_none(), "answered before durable");
            }
            _ => {}
        }
    }
}

impl Client {
    fn new(seat: SeatId, page: u64) -> Self {
        let link = Link::new(page);
        Self { seat, page, link, line: None, over: None, asked: BTreeMap::new(), answers: BTreeMap::new() }
    }

    /// Whether this page will come back.
    fn is_away(&self) -> bool {
        self.line.is_none() && self.over.is_none()
    }

    fn ask_id(&self, person: PersonId, number: u32) -> AskId {
        AskId { person, page: self.page, number }
    }
}

/// What an honest page may be told.
fn lawful(bye: Bye) -> bool {
    matches!(bye, Bye::TooSlow | Bye::Restarting { .. } | Bye::Ended | Bye::Out)
}

fn arrive(seat: SeatId, role: Role) -> Command {
    Command::Lobby(lobby::Command::Arrive(Box::new(Arrival {
        seat,
        key: [0; 32],
        account: None,
        role,
        name: "Dana Kaplan".into(),
        department: "Riverton PD".into(),
        rank: "Officer".into(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    })))
}

/// What a page has sent.
fn sent(message: &[u8]) -> ClientMessage {
    protocol::decode(message).expect("a page sends what can be read")
}
