//! The authorization matrix: every command, asked by everybody, in a room in which all of it could happen.
//!
//! The table is `golden/matrix.txt`: `yes`, `same` (granted, but it is so already) or the refusal.
//! `UPDATE_EXPECT=1` writes it anew; a changed line is a changed right.

mod every;
#[path = "matrix/rows.rs"]
mod rows;

use expect_test::expect_file;
use room::{
    Actor, Charter, Command, Context, GroupId, Opening, PersonId, Refusal, Room, SegmentId, Timestamp,
    agenda::{self, Activity, Segment},
    decide, evolve, lobby,
    roster::{self, Role},
};
use std::{collections::BTreeSet, fmt::Write as _};

/// A room and who is in it.
#[derive(Clone)]
pub(crate) struct Cast {
    room: Room,
    position: u32,
    pub(crate) lead: PersonId,
    pub(crate) officer: PersonId,
    pub(crate) second_officer: PersonId,
    pub(crate) guest: PersonId,
    pub(crate) observer: PersonId,
    pub(crate) waiting: PersonId,
    pub(crate) removed: PersonId,
}

impl Cast {
    fn assemble() -> Self {
        let nobody = PersonId(u32::MAX);
        let mut cast = Self {
            room: Room::default(),
            position: 0,
            lead: nobody,
            officer: nobody,
            second_officer: nobody,
            guest: nobody,
            observer: nobody,
            waiting: nobody,
            removed: nobody,
        };
        cast.house(Command::Open(Box::new(opening())));
        cast.lead = cast.enters(Role::Facilitator);
        cast.enters(Role::Facilitator);
        cast.officer = cast.enters(Role::Officer);
        cast.second_officer = cast.enters(Role::Officer);
        cast.guest = cast.enters(Role::Guest);
        cast.observer = cast.enters(Role::Observer);
        cast.removed = cast.enters(Role::Officer);
        let person = cast.removed;
        cast.house(Command::Roster(roster::Command::Remove { person }));
        cast.waiting = cast.arrives(Role::Officer);
        cast.house(Command::Agenda(agenda::Command::Start));
        cast
    }

    fn house(&mut self, command: Command) {
        self.ask(Actor::House, &command).expect("the house gets its way");
    }

    fn ask(&mut self, actor: Actor, command: &Command) -> Result<usize, Refusal> {
        let ctx = Context { now: Timestamp(1_000_000), actor, position: self.position };
        let events = decide(&self.room, &ctx, command)?;
        events.iter().for_each(|event| evolve(&mut self.room, ctx.now, event));
        self.position += u32::try_from(events.len()).expect("a short session");
        Ok(events.len())
    }

    /// Does it, if it is granted, and says which log position it took.
    pub(crate) fn tries(&mut self, person: PersonId, command: Command) -> u32 {
        let position = self.position;
        let _ = self.ask(Actor::Person(person), &command);
        position
    }

    /// The house does it, if it is granted.
    pub(crate) fn house_tries(&mut self, command: Command) {
        let _ = self.ask(Actor::House, &command);
    }

    /// Everything that is due happens.
    pub(crate) fn tick(&mut self) {
        self.house(Command::Tick);
    }

    /// Any group; one that is not there when there is none.
    pub(crate) fn a_group(&self) -> GroupId {
        let round = self.room.breakout.round.as_ref();
        round.and_then(|round| round.groups.keys().next().copied()).unwrap_or_default()
    }

    fn arrives(&mut self, role: Role) -> PersonId {
        let person = PersonId(self.position);
        self.house(rows::arrival(u8::try_from(self.position).expect("a short session"), role));
        self.house(Command::Roster(roster::Command::Connect { person }));
        person
    }

    fn enters(&mut self, role: Role) -> PersonId {
        let person = self.arrives(role);
        self.house(Command::Lobby(lobby::Command::Admit(person)));
        person
    }
}

fn opening() -> Opening {
    let facts = vec!["A child cries.".into()];
    let segment = |id| Segment {
        id: SegmentId(id),
        title: "First words".into(),
        minutes: 20,
        activities: vec![
            Activity::Talk,
            Activity::Scenario { card: "A call at night.".into(), facts: facts.clone() },
        ],
        ..Segment::default()
    };
    let charter = Charter { title: "Fair stops".into(), capacity: 100, ..Charter::default() };
    Opening { charter, segments: vec![segment(1), segment(2), segment(3)], ..Opening::default() }
}

/// How it ends when `actor` asks, in a few letters.
fn answer(mut cast: Cast, actor: Actor, command: &Command) -> String {
    match cast.ask(actor, command) {
        Ok(0) => "same".into(),
        Ok(_) => "yes".into(),
        Err(refusal) => every::name(&refusal),
    }
}

#[test]
fn everybody_may_do_what_the_table_says() {
    let cast = Cast::assemble();
    let stranger = PersonId(999);
    let people = [
        ("facilitator", cast.lead),
        ("officer", cast.officer),
        ("guest", cast.guest),
        ("observer", cast.observer),
        ("waiting", cast.waiting),
        ("removed", cast.removed),
        ("stranger", stranger),
    ];
    let mut table = format!("{:<32}", "");
    people.iter().for_each(|(name, _)| write!(table, "{name:<16}").expect("writing to memory"));
    writeln!(table, "{:<16}officer, paused", "house").expect("writing to memory");

    let mut covered = BTreeSet::new();
    for row in rows::all() {
        let mut line = format!("{:<32}", row.label);
        let mut cell = |me: PersonId, actor, paused: bool| {
            let mut cast = cast.clone();
            let command = (row.prepare)(&mut cast, me);
            covered.insert(every::name(&command));
            if paused {
                cast.house(Command::Pause(true));
            }
            write!(line, "{:<16}", answer(cast, actor, &command)).expect("writing to memory");
        };
        people.iter().for_each(|(_, me)| cell(*me, Actor::Person(*me), false));
        cell(cast.officer, Actor::House, false);
        cell(cast.officer, Actor::Person(cast.officer), true);
        writeln!(table, "{}", line.trim_end()).expect("writing to memory");
    }
    expect_file!["golden/matrix.txt"].assert_eq(&table);

    let all: BTreeSet<_> = every::variant::<Command>().into_iter().map(|(name, _)| name).collect();
    assert_eq!(&all - &covered, BTreeSet::new(), "commands without a row in tests/matrix/rows.rs");
}
