//! Rules that one connection or one look from outside is held to, each in a room of its own.

use host::{ConnectionId, ErrandId, Host, Output};
use protocol::{ASKS_AHEAD, Bye, ClientMessage, Nudge, ServerMessage, Signal, Signalled};
use room::{
    Charter, Command, Opening, PersonId, Refusal, Room, SeatId, Timestamp,
    chat::{self, Audience},
    limit, lobby,
    lobby::Arrival,
    roster::{self, Presence, Role},
};
use std::sync::mpsc;

/// A host with a facilitator in its room, whose disk is as fast as the test wants it.
struct Session {
    host: Host,
    now: Timestamp,
    writing: bool,
    sent: Vec<(ConnectionId, ServerMessage)>,
    closed: Vec<(ConnectionId, Bye)>,
    /// How many records have been written.
    appended: usize,
    next_line: u64,
}

impl Session {
    fn open() -> Self {
        let mut session = Self {
            host: Host::new(1),
            now: Timestamp(1_000_000),
            writing: false,
            sent: vec![],
            closed: vec![],
            appended: 0,
            next_line: 0,
        };
        let charter = Charter { title: "Fair stops".into(), capacity: 100, ..Charter::default() };
        session.errand(Command::Open(Box::new(Opening { charter, ..Opening::default() })));
        session.errand(arrive(1, Role::Facilitator));
        session
    }

    fn amina(&self) -> PersonId {
        *self.host.room().roster.people.keys().next().expect("she has arrived")
    }

    fn errand(&mut self, command: Command) {
        self.host.errand(self.now, ErrandId(0), command);
        self.settles();
    }

    /// Somebody who is let in.
    fn officer(&mut self, seat: u8) -> PersonId {
        self.errand(arrive(seat, Role::Officer));
        let (person, _) = self.host.room().roster.people.last_key_value().expect("they have arrived");
        let person = *person;
        self.errand(Command::Lobby(lobby::Command::Admit(person)));
        person
    }

    /// A page of hers that is connected, and has its whole room if it `pulls`.
    fn page(&mut self, page: u64, pulls: bool) -> ConnectionId {
        self.page_of(self.amina(), page, pulls)
    }

    /// A page of anybody's.
    fn page_of(&mut self, person: PersonId, page: u64, pulls: bool) -> ConnectionId {
        let id = ConnectionId(self.next_line);
        self.next_line += 1;
        self.host.connect(self.now, id, person);
        self.receives(id, hello(page));
        self.settles();
        for _ in 0..10 {
            if pulls {
                self.receives(id, ClientMessage::More);
            }
        }
        id
    }

    fn receives(&mut self, id: ConnectionId, message: ClientMessage) {
        let bytes = protocol::encode(&message).len();
        self.host.receive(self.now, id, message, bytes);
        self.carry_out();
    }

    fn commits(&mut self) {
        self.writing = false;
        self.host.committed(self.now);
        self.carry_out();
    }

    fn settles(&mut self) {
        self.carry_out();
        while self.writing {
            self.commits();
        }
    }

    fn carry_out(&mut self) {
        for output in self.host.outputs() {
            match output {
                Output::Append { records, .. } => {
                    self.writing = true;
                    self.appended += records.len();
                }
                Output::Send(id, frame) => {
                    self.sent.push((id, protocol::decode(&frame).expect("it is readable")));
                }
                Output::Close(id, bye) => self.closed.push((id, bye)),
                Output::Done(_, answer) => assert_eq!(answer, Ok(())),
                Output::Ended => {}
            }
        }
    }

    /// What a page was told of nudges, in order.
    fn nudges_told(&self, page: ConnectionId) -> Vec<Signalled> {
        let to_it = self.sent.iter().filter(|(id, _)| *id == page);
        let signals = to_it.filter_map(|(_, message)| match message {
            ServerMessage::Signals(signals) => Some(signals.clone()),
            _ => None,
        });
        signals.flatten().collect()
    }

    fn too_fast(&self) -> usize {
        let answers = self.sent.iter().filter_map(|(_, message)| match message {
            ServerMessage::Answered { answer, .. } => Some(answer),
            _ => None,
        });
        answers.filter(|answer| **answer == Err(Refusal::TooFast)).count()
    }
}

fn arrive(seat: u8, role: Role) -> Command {
    Command::Lobby(lobby::Command::Arrive(Box::new(Arrival {
        seat: SeatId([seat; 16]),
        key: [0; 32],
        account: None,
        role,
        name: format!("Person {seat}"),
        department: String::new(),
        rank: String::new(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    })))
}

fn officer_at(seat: SeatId) -> Arrival {
    Arrival {
        seat,
        key: [0; 32],
        account: None,
        role: Role::Officer,
        name: "Dana Kaplan".into(),
        department: String::new(),
        rank: String::new(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    }
}

fn hello(page: u64) -> ClientMessage {
    ClientMessage::Hello { version: protocol::VERSION, page, resume: None }
}

fn ask(number: u32) -> ClientMessage {
    say(number, "hello")
}

fn say(number: u32, text: &str) -> ClientMessage {
    let say = chat::Command::Say { audience: Audience::Everyone, text: text.into(), reply_to: None };
    ClientMessage::Ask { number, command: Command::Chat(say) }
}

#[test]
fn who_looks_from_outside_sees_what_is_durable_and_nothing_that_may_still_be_lost() {
    let mut session = Session::open();
    let page = session.page(7, true);
    let (answer, answers) = mpsc::channel();
    let looks = |session: &mut Session| {
        let answer = answer.clone();
        session.host.look(Box::new(move |room: &Room| {
            answer.send(room.chat.lines.len()).expect("the test listens");
        }));
    };
    looks(&mut session);
    assert_eq!(answers.try_recv(), Ok(0), "nothing is under way: at once");

    session.receives(page, ask(1));
    looks(&mut session);
    assert!(answers.try_recv().is_err(), "the line is decided, but it may still be lost");
    // The next batch begins with the commit of this one, and is not durable either.
    session.receives(page, ask(2));
    session.commits();
    assert_eq!(answers.try_recv(), Ok(1));
    assert!(session.writing);
}

#[test]
fn asking_too_often_is_refused_to_the_person_whatever_page_they_ask_from() {
    let mut session = Session::open();
    let pages = [session.page(7, true), session.page(8, true)];
    for number in 1..=70 {
        pages.iter().for_each(|page| session.receives(*page, ask(number)));
        session.settles();
    }
    assert_eq!(session.too_fast(), 20, "a hundred and twenty at once are granted, of these");
    session.now = session.now.plus_ms(1_000);
    for number in 71..=90 {
        session.receives(pages[0], ask(number));
        session.settles();
    }
    assert_eq!(session.too_fast(), 20, "and twenty more a second later");
}

#[test]
fn one_page_too_many_takes_the_place_of_the_oldest() {
    let mut session = Session::open();
    let pages: Vec<_> = (0..limit::SEATS as u64).map(|page| session.page(page, true)).collect();
    assert_eq!(session.closed, []);
    session.page(1_000, true);
    assert_eq!(session.closed, [(pages[0], Bye::BadMessage)]);
}

#[test]
fn a_burst_of_pages_leaves_the_newest_and_no_more_however_long_the_others_take_to_go() {
    let mut session = Session::open();
    let amina = session.amina();
    for n in 0..500 {
        session.host.connect(session.now, ConnectionId(n), amina);
    }
    session.carry_out();
    let closed: Vec<_> = session.closed.iter().map(|(id, _)| id.0).collect();
    assert_eq!(closed, (0..500 - limit::SEATS as u64).collect::<Vec<_>>(), "each once");
    session.receives(ConnectionId(0), hello(7));
    session.settles();
    assert_eq!(session.sent, [], "who was told to go is not welcome");
}

#[test]
fn a_page_that_was_told_to_go_is_nowhere_else_when_another_one_leaves() {
    let mut session = Session::open();
    let pages: Vec<_> = (0..=limit::SEATS as u64).map(|page| session.page(page, true)).collect();
    for page in &pages[1..limit::SEATS] {
        session.host.disconnect(session.now, *page);
        session.settles();
    }
    let leave = Command::Roster(roster::Command::Leave);
    session.receives(pages[limit::SEATS], ClientMessage::Ask { number: 1, command: leave });
    session.settles();
    let presence = session.host.room().roster.people[&session.amina()].presence;
    assert_eq!(presence, Presence::Left);
}

#[test]
fn who_comes_and_goes_all_the_time_is_told_to_wait() {
    let mut session = Session::open();
    let come_and_go = |session: &mut Session, times: u64| {
        for _ in 0..times {
            let page = session.page(1, true);
            session.host.disconnect(session.now, page);
            session.settles();
        }
    };
    come_and_go(&mut session, 5 * limit::SEATS as u64);
    assert_eq!(session.closed, [], "all of somebody's pages may come back at once, a few times over");
    let records = session.appended;
    come_and_go(&mut session, 100);
    assert_eq!(session.appended, records, "nothing is written of the others");
    let told = session.closed.pop().map(|(_, bye)| bye);
    assert_eq!(told, Some(Bye::Restarting { after_ms: 5_000 }));
    session.closed.clear();
    session.now = session.now.plus_ms(5_000);
    come_and_go(&mut session, 1);
    assert_eq!(session.closed, []);
}

#[test]
fn the_longest_asks_are_granted_a_few_at_once_and_count_as_the_many_that_they_are() {
    let mut session = Session::open();
    let page = session.page(7, true);
    // As long as the largest paste on a board: twenty times a short ask.
    let bytes = limit::BOARD_BYTES;
    for number in 1..=8 {
        session.host.receive(session.now, page, ask(number), bytes);
        session.settles();
    }
    assert_eq!(session.too_fast(), 2);
    session.now = session.now.plus_ms(1_000);
    session.host.receive(session.now, page, ask(9), bytes);
    session.settles();
    assert_eq!(session.too_fast(), 2, "one more a second");
}

#[test]
fn a_snapshot_that_nobody_takes_is_given_up() {
    let mut session = Session::open();
    let writer = session.page(6, true);
    for number in 1..=20 {
        session.receives(writer, say(number, &"x".repeat(limit::TEXT)));
        session.settles();
    }
    let page = session.page(7, false);
    session.now = session.now.plus_ms(59_000);
    session.receives(page, ClientMessage::More);
    for ms in [59_000, 1_000] {
        session.receives(page, ClientMessage::Beat);
        session.now = session.now.plus_ms(ms);
        assert_eq!(session.closed, []);
        assert_eq!(session.host.deadline() <= Some(session.now), ms == 1_000);
        session.host.tick(session.now);
        session.carry_out();
    }
    assert_eq!(session.closed, [(page, Bye::TooSlow)]);
}

#[test]
fn at_the_end_goodbye_is_said_to_those_who_still_take_their_room_too() {
    let mut session = Session::open();
    let writer = session.page(6, true);
    for number in 1..=20 {
        session.receives(writer, say(number, &"x".repeat(limit::TEXT)));
        session.settles();
    }
    let page = session.page(7, false);
    session.receives(writer, ClientMessage::Ask { number: 21, command: Command::End });
    session.settles();
    assert_eq!(session.closed, [(writer, Bye::Ended), (page, Bye::Ended)]);
}

#[test]
fn a_page_that_gets_its_room_meanwhile_brings_no_end_that_is_not_durable() {
    let mut session = Session::open();
    let writer = session.page(6, true);
    for number in 1..=20 {
        session.receives(writer, say(number, &"x".repeat(limit::TEXT)));
        session.settles();
    }
    let page = session.page(7, false);
    session.receives(writer, ClientMessage::Ask { number: 21, command: Command::End });
    (0..10).for_each(|_| session.receives(page, ClientMessage::More));
    assert_eq!(session.closed, []);
    session.commits();
    assert_eq!(session.closed, [(writer, Bye::Ended), (page, Bye::Ended)]);
}

#[test]
fn a_crash_credits_nobody_with_the_outage_however_many_were_there() {
    let Session { mut host, now: mut at, .. } = Session::open();
    let outage = at.plus_ms(3_600_000);
    for n in 0..300u16 {
        let mut seat = SeatId([0; 16]);
        seat.0[..2].copy_from_slice(&n.to_be_bytes());
        host.errand(at, ErrandId(0), Command::Lobby(lobby::Command::Arrive(Box::new(officer_at(seat)))));
        host.committed(at);
    }
    let everybody: Vec<_> = host.room().roster.people.keys().copied().collect();
    for person in everybody {
        at = at.plus_ms(1);
        host.errand(at, ErrandId(0), Command::Roster(roster::Command::Connect { person }));
        host.committed(at);
    }
    host.outputs();
    host.resume(at, outage);
    while !host.settled() {
        host.committed(outage);
    }
    let people = &host.room().roster.people;
    let credited = people.values().filter(|p| p.presence == Presence::Here || p.since > at).count();
    assert_eq!((people.len(), credited), (301, 0));
}

#[test]
fn a_page_that_asks_and_never_takes_its_room_is_let_go() {
    let mut session = Session::open();
    let writer = session.page(6, true);
    // More than is sent of a room before somebody asks for the rest.
    for number in 1..=20 {
        session.receives(writer, say(number, &"x".repeat(limit::TEXT)));
        session.settles();
    }
    let page = session.page(7, false);
    for number in 1..=2 * ASKS_AHEAD as u32 + 1 {
        session.now = session.now.plus_ms(100);
        session.receives(page, ask(number));
        session.settles();
    }
    assert_eq!(session.closed, [(page, Bye::TooSlow)]);
}

#[test]
fn a_facilitators_page_that_comes_later_is_told_how_many_nudge() {
    let mut session = Session::open();
    let (dana, sam) = (session.officer(2), session.officer(3));
    let (hers, his) = (session.page_of(dana, 1, true), session.page_of(sam, 2, true));
    session.receives(hers, ClientMessage::Signal(Signal::Nudge(Nudge::SlowDown)));
    let slow_down = [Signalled::Nudged(Nudge::SlowDown, 1)];
    let desk = session.page(3, true);
    assert_eq!(session.nudges_told(desk), slow_down, "a page that was loaded after it");
    assert_eq!(session.nudges_told(his), [], "it is for facilitators");

    let appoint = roster::Command::Appoint { person: sam, role: Role::Facilitator };
    session.receives(desk, ClientMessage::Ask { number: 1, command: Command::Roster(appoint) });
    session.settles();
    session.receives(his, ClientMessage::More);
    assert_eq!(session.nudges_told(his), slow_down, "a page whose person has become facilitator");

    session.now = session.now.plus_ms(180_000);
    let late = session.page(4, true);
    assert_eq!(session.nudges_told(late), [], "it has faded");
}
