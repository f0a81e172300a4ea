//! A session for unit tests: people ask by name of variable, time passes, everybody's view is kept and
//! compared with a fresh one after every step.

use crate::map::Map;
use crate::{
    Actor, Command, Context, MINUTE_MS, Opening, PersonId, Refusal, Room, SeatId, Share, Timestamp, Viewer,
    agenda, board, breakout, chat, exercise, hand, lobby,
    lobby::Arrival,
    plan, poll, questions,
    roster::{self, Presence, Role},
};

pub(crate) struct Rehearsal {
    pub(crate) room: Room,
    pub(crate) now: Timestamp,
    position: u32,
    views: Map<PersonId, Room>,
}

impl Rehearsal {
    /// An open room with nobody in it.
    pub(crate) fn new() -> Self {
        Self::open(Opening::default())
    }

    /// A room that opened at 09:00 with this plan; what every charter has is filled in.
    pub(crate) fn open(mut opening: Opening) -> Self {
        let mut new = Self { room: Room::default(), now: time(9, 0), position: 0, views: Map::new() };
        opening.charter.title = "Fair stops".into();
        if opening.charter.capacity == 0 {
            opening.charter.capacity = 300;
        }
        opening.charter.starts_at = new.now;
        new.house(Command::Open(Box::new(opening)));
        new
    }

    /// Somebody arrives, is let in and connects.
    pub(crate) fn admit(&mut self, name: &str, role: Role) -> PersonId {
        let person = self.arrive(name, role);
        self.house(Command::Lobby(lobby::Command::Admit(person)));
        person
    }

    /// Somebody arrives and connects; a facilitator is let in by that, others wait.
    pub(crate) fn arrive(&mut self, name: &str, role: Role) -> PersonId {
        self.arrive_from("Riverton PD", name, role)
    }

    /// Somebody from this department arrives and connects.
    pub(crate) fn arrive_from(&mut self, department: &str, name: &str, role: Role) -> PersonId {
        let person = PersonId(self.position);
        let seat = self.position.to_be_bytes();
        let mut id = [0; 16];
        id[..4].copy_from_slice(&seat);
        self.house(Command::Lobby(lobby::Command::Arrive(Box::new(Arrival {
            seat: SeatId(id),
            key: [0; 32],
            account: None,
            role,
            name: name.into(),
            department: department.into(),
            rank: String::new(),
            training_id: String::new(),
            organization: String::new(),
            simulated: false,
        }))));
        self.house(Command::Roster(roster::Command::Connect { person }));
        person
    }

    /// A facilitator and `n` officers.
    pub(crate) fn with_officers(n: usize) -> (Self, PersonId, Vec<PersonId>) {
        let mut session = Self::new();
        let lead = session.admit("Amina R.", Role::Facilitator);
        let officers = (1..=n).map(|k| session.admit(&format!("Officer {k}"), Role::Officer)).collect();
        (session, lead, officers)
    }

    /// Two groups at work: the first half of the officers in one, the second half in the other.
    pub(crate) fn in_two_groups(n: usize) -> (Self, PersonId, Vec<PersonId>) {
        let (mut session, lead, officers) = Self::with_officers(n);
        let (first, second) = officers.split_at(n / 2);
        let wanted =
            |members: &[PersonId]| breakout::Wanted { name: String::new(), members: members.to_vec() };
        session.does(lead, breakout::Command::Plan(vec![wanted(first), wanted(second)]));
        session.does(lead, breakout::Command::Start { minutes: 20, countdown_s: 5 });
        session.pass(5);
        (session, lead, officers)
    }

    pub(crate) fn house(&mut self, command: Command) {
        self.decide(Actor::House, &command).expect("the house is not refused");
    }

    /// The house asks, and may be refused.
    pub(crate) fn house_asks(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.decide(Actor::House, &command.into())
    }

    /// Somebody asks and the room agrees.
    pub(crate) fn does(&mut self, person: PersonId, command: impl Into<Command>) {
        let command = command.into();
        if let Err(refusal) = self.decide(Actor::Person(person), &command) {
            panic!("{command:?} was refused: {refusal:?}");
        }
    }

    /// Somebody asks and the room refuses.
    pub(crate) fn refuses(&mut self, person: PersonId, command: impl Into<Command>) -> Refusal {
        let command = command.into();
        let answer = self.decide(Actor::Person(person), &command);
        answer.expect_err("the room agreed to what it should refuse")
    }

    /// Somebody asks: how many events come of it, or why none.
    pub(crate) fn asks(&mut self, person: PersonId, command: impl Into<Command>) -> Result<u32, Refusal> {
        let before = self.position;
        self.decide(Actor::Person(person), &command.into())?;
        Ok(self.position - before)
    }

    /// It is this time of the day, after every tick that was due before.
    pub(crate) fn clock(&mut self, hour: i64, minute: i64) {
        self.pass(time(hour, minute).since_ms(self.now) / 1_000);
    }

    /// Seconds pass, with every tick that becomes due.
    pub(crate) fn pass(&mut self, seconds: i64) {
        let then = self.now.plus_ms(seconds * 1_000);
        while let Some((at, _)) = crate::deadline(&self.room).filter(|(at, _)| *at <= then) {
            self.now = self.now.max(at);
            self.house(Command::Tick);
        }
        self.now = then;
    }

    pub(crate) fn drops(&mut self, person: PersonId) {
        self.house(Command::Roster(roster::Command::Disconnect { person }));
    }

    pub(crate) fn comes_back(&mut self, person: PersonId) {
        self.house(Command::Roster(roster::Command::Connect { person }));
        assert_eq!(self.room.roster.people[&person].presence, Presence::Here);
    }

    /// What somebody's browser shows.
    pub(crate) fn view(&self, person: PersonId) -> &Room {
        &self.views[&person]
    }

    /// How somebody looks at the room.
    pub(crate) fn viewer(&self, person: PersonId) -> Viewer {
        Viewer::of(&self.room, person).expect("they have arrived")
    }

    fn decide(&mut self, actor: Actor, command: &Command) -> Result<(), Refusal> {
        let ctx = Context { now: self.now, actor, position: self.position };
        for event in crate::decide(&self.room, &ctx, command)? {
            crate::evolve(&mut self.room, self.now, &event);
            self.position += 1;
            for person in self.room.roster.people.keys().copied().collect::<Vec<_>>() {
                let viewer = self.viewer(person);
                let view = self.views.get_or_default(person);
                match crate::share(&self.room, &event, &viewer) {
                    Share::Nothing => {}
                    Share::Whole => crate::evolve(view, self.now, &event),
                    Share::Instead(other) => crate::evolve(view, self.now, &other),
                    Share::Look => *view = crate::seen_by(&self.room, &viewer),
                }
                assert_eq!(*view, crate::seen_by(&self.room, &viewer), "after {event:?} as {viewer:?}");
            }
        }
        Ok(())
    }
}

/// That time of the one day on which everything happens.
pub(crate) fn time(hour: i64, minute: i64) -> Timestamp {
    Timestamp((20_000 * 24 * 60 + hour * 60 + minute) * MINUTE_MS)
}

impl From<agenda::Command> for Command {
    fn from(command: agenda::Command) -> Self {
        Self::Agenda(command)
    }
}

/// A small session: Amina facilitates, Dana and Sam are officers, a guest and an observer are there too.
pub(crate) struct Class {
    pub(crate) session: Rehearsal,
    pub(crate) amina: PersonId,
    pub(crate) dana: PersonId,
    pub(crate) sam: PersonId,
    pub(crate) guest: PersonId,
    pub(crate) observer: PersonId,
}

impl Class {
    pub(crate) fn new() -> Self {
        let mut session = Rehearsal::new();
        Self {
            amina: session.admit("Amina R.", Role::Facilitator),
            dana: session.admit("Dana Kaplan", Role::Officer),
            sam: session.admit("Sam Osei", Role::Officer),
            guest: session.admit("Rosa Lind", Role::Guest),
            observer: session.admit("Jo Park", Role::Observer),
            session,
        }
    }
}

impl std::ops::Deref for Class {
    type Target = Rehearsal;

    fn deref(&self) -> &Rehearsal {
        &self.session
    }
}

impl std::ops::DerefMut for Class {
    fn deref_mut(&mut self) -> &mut Rehearsal {
        &mut self.session
    }
}

impl From<breakout::Command> for Command {
    fn from(command: breakout::Command) -> Self {
        Self::Breakout(command)
    }
}

impl From<exercise::Command> for Command {
    fn from(command: exercise::Command) -> Self {
        Self::Exercise(command)
    }
}

impl From<plan::Command> for Command {
    fn from(command: plan::Command) -> Self {
        Self::Plan(command)
    }
}

impl From<chat::Command> for Command {
    fn from(command: chat::Command) -> Self {
        Self::Chat(command)
    }
}

impl From<board::Command> for Command {
    fn from(command: board::Command) -> Self {
        Self::Board(command)
    }
}

impl From<poll::Command> for Command {
    fn from(command: poll::Command) -> Self {
        Self::Poll(command)
    }
}

impl From<questions::Command> for Command {
    fn from(command: questions::Command) -> Self {
        Self::Questions(command)
    }
}

impl From<hand::Command> for Command {
    fn from(command: hand::Command) -> Self {
        Self::Hand(command)
    }
}

impl From<lobby::Command> for Command {
    fn from(command: lobby::Command) -> Self {
        Self::Lobby(command)
    }
}

impl From<roster::Command> for Command {
    fn from(command: roster::Command) -> Self {
        Self::Roster(command)
    }
}
