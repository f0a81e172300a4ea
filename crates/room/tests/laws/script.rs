//! Random sessions: a run of numbers becomes people, things they ask for, and time passing.

use crate::{activity, groups};
use proptest::prelude::*;
use room::{
    AccountId, Actor, Charter, Command, Event, LineId, Opening, PersonId, QuestionId, SeatId, SegmentId,
    Timestamp,
    agenda::{self, Activity, Segment},
    chat::{self, Audience, Policy, Reaction},
    hand, lobby,
    lobby::{Arrival, Expected},
    permit::{self, Right},
    questions,
    roster::{self, Role},
};
use std::collections::{BTreeMap, BTreeSet};

/// A source of choices that shrinks well: running out means always choosing the first.
#[derive(Clone, Debug)]
pub(crate) struct Picks(Vec<u16>, usize);

impl Picks {
    pub(crate) fn strategy(length: usize) -> impl Strategy<Value = Self> {
        prop::collection::vec(any::<u16>(), 8..length * 4).prop_map(|numbers| Self(numbers, 0))
    }

    pub(crate) fn below(&mut self, n: u32) -> u32 {
        let number = self.0.get(self.1).copied().unwrap_or(0);
        self.1 += 1;
        u32::from(number) % n.max(1)
    }

    pub(crate) fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(u32::try_from(choices.len()).expect("short lists")) as usize].clone()
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    fn empty(&self) -> bool {
        self.1 >= self.0.len()
    }
}

/// One thing asked at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    pub(crate) actor: Actor,
    pub(crate) command: Command,
}

/// Ids are log positions, so a script guesses them from a small range: many guesses hit.
const IDS: u32 = 24;

pub(crate) fn steps(mut picks: Picks) -> Vec<Step> {
    let mut at = Timestamp(1_000_000);
    let mut steps = vec![Step { at, actor: Actor::House, command: Command::Open(Box::new(opening())) }];
    for n in 0..3 {
        let role = if n == 0 { Role::Facilitator } else { Role::Officer };
        steps.push(Step { at, actor: Actor::House, command: arrive(n, role, &mut picks) });
    }
    if picks.coin() {
        let begin = groups::at_work(&mut picks);
        steps.extend(begin.map(|command| Step { at, actor: Actor::House, command }));
    }
    if picks.coin() {
        let begin = activity::beginning(PersonId(4)).into_iter();
        steps.extend(begin.map(|(actor, command)| Step { at, actor, command }));
    }
    let mut seats: u8 = 3;
    while !picks.empty() {
        at = at.plus_ms(picks.of(&[0, 0, 10, 1_000, 30_000, 95_000]));
        seats = seats.wrapping_add(1);
        let command = command(seats, &mut picks);
        let actor = actor(&command, &mut picks);
        steps.push(Step { at, actor, command });
    }
    steps
}

/// Mostly somebody who may ask that: scripts full of refusals would not get far.
fn actor(command: &Command, picks: &mut Picks) -> Actor {
    match permit::right(command) {
        _ if picks.below(6) == 0 => {
            picks.of(&[Actor::House, Actor::Person(PersonId(2)), Actor::Person(PersonId(4))])
        }
        Right::House => Actor::House,
        Right::Facilitate => Actor::Person(PersonId(2)),
        Right::TakePart | Right::Attend | Right::Own => Actor::Person(person(picks)),
    }
}

fn opening() -> Opening {
    let ends_at = Timestamp(1);
    let charter = Charter { title: "Fair stops".into(), capacity: 8, ends_at, ..Charter::default() };
    let segments = (1..4).map(|n| Segment { id: SegmentId(n), ..segment(0) }).collect();
    Opening { charter, segments, ..Opening::default() }
}

/// A segment whose scenario has two facts that scripts show and one that they never show.
fn segment(version: u32) -> Segment {
    let facts = vec!["A child cries.".into(), "The door opens.".into(), NEVER_SHOWN.into()];
    Segment {
        id: SegmentId::default(),
        title: format!("First words {version}"),
        instructions: "Say who you are.".into(),
        notes: "Two lines aloud.".into(),
        minutes: 20,
        credit: true,
        activities: vec![Activity::Talk, Activity::Scenario { card: "A call at night.".into(), facts }],
    }
}

const NEVER_SHOWN: &str = "Nobody is hurt.";

pub(crate) fn person(picks: &mut Picks) -> PersonId {
    // The first facilitator arrives right after the opening and the plan, two officers after that; most things
    // worth asking are asked by or about early people.
    let anybody = picks.below(IDS);
    PersonId(picks.of(&[2, 2, 2, 4, 4, 7, 7, anybody]))
}

fn arrive(seat: u8, role: Role, picks: &mut Picks) -> Command {
    Command::Lobby(lobby::Command::Arrive(Box::new(Arrival {
        seat: SeatId([seat; 16]),
        key: [seat; 32],
        account: (role == Role::Facilitator).then_some(AccountId([seat % 2; 16])),
        role,
        name: picks.of(&["Dana Kaplan", "J. Mora", "Sam Osei"]).into(),
        department: picks.of(&["Riverton PD", "Lakeside SO"]).into(),
        rank: "Officer".into(),
        training_id: format!("CA-{seat}"),
        organization: String::new(),
        simulated: false,
    })))
}

fn command(seat: u8, picks: &mut Picks) -> Command {
    let roles = [Role::Officer, Role::Officer, Role::Guest, Role::Observer, Role::Facilitator];
    match picks.below(88) {
        0 => {
            let role = picks.of(&roles);
            arrive(seat, role, picks)
        }
        1 => Command::Tick,
        2 => Command::Pause(picks.below(4) == 0),
        3 if picks.below(16) == 0 => Command::End,
        3 => Command::Lobby(lobby::Command::Tell(picks.of(&["", "We start at ten."]).into())),
        4 => Command::Lobby(lobby::Command::Expect(expected(picks.of(&["", "Dana Kaplan"])))),
        5 => Command::Lobby(lobby::Command::Admit(person(picks))),
        6 => Command::Lobby(picks.of(&[
            lobby::Command::AdmitAll,
            lobby::Command::AdmitEvery(Role::Officer),
            lobby::Command::AdmitEvery(Role::Guest),
        ])),
        7 => Command::Lobby(lobby::Command::TurnAway(person(picks))),
        8 => Command::Lobby(lobby::Command::LetListedIn(picks.coin())),
        9 => Command::Lobby(lobby::Command::Lock(picks.coin())),
        10 => Command::Roster(roster::Command::Connect { person: person(picks) }),
        11 => Command::Roster(roster::Command::Disconnect { person: person(picks) }),
        12 => Command::Roster(picks.of(&[
            roster::Command::Idle(true),
            roster::Command::Idle(false),
            roster::Command::CallOut,
            roster::Command::Leave,
        ])),
        13 => Command::Roster(roster::Command::Rename { person: person(picks), name: "New Name".into() }),
        14 => Command::Roster(roster::Command::Remove { person: person(picks) }),
        15 => Command::Roster(roster::Command::Appoint { person: person(picks), role: picks.of(&roles) }),
        16 => Command::Hand(picks.of(&[hand::Command::Raise, hand::Command::Raise, hand::Command::Lower])),
        17 => Command::Hand(hand::Command::Invite(person(picks))),
        18 => {
            let somebody = person(picks);
            Command::Hand(picks.of(&[
                hand::Command::LowerFor(somebody),
                hand::Command::LowerAll,
                hand::Command::Finish,
            ]))
        }
        19 => Command::Hand(hand::Command::Order(picks.of(&[hand::Order::FirstUp, hand::Order::LeastHeard]))),
        20 => Command::Chat(chat::Command::Open(picks.of(&[
            Policy::Open,
            Policy::Open,
            Policy::ToFacilitators,
            Policy::Closed,
        ]))),
        21 => Command::Chat(chat::Command::React {
            line: line(picks),
            reaction: picks.of(&[Reaction::ThumbsUp, Reaction::Question]),
            on: picks.coin(),
        }),
        22 => Command::Chat(chat::Command::Delete(line(picks))),
        23..=32 => Command::Agenda(about_agenda(picks)),
        36..=50 => activity::command(picks),
        51..=57 => Command::Questions(about_questions(picks)),
        58.. => groups::command(picks),
        _ => Command::Chat(chat::Command::Say {
            audience: match picks.below(3) {
                0 => Audience::Everyone,
                1 => Audience::Facilitators,
                _ => Audience::Group(groups::group(picks)),
            },
            text: "Good evening".into(),
            reply_to: picks.coin().then(|| line(picks)),
        }),
    }
}

fn about_agenda(picks: &mut Picks) -> agenda::Command {
    let behind = |picks: &mut Picks| picks.coin().then(|| on_sheet(picks));
    match picks.below(14) {
        0 | 1 => agenda::Command::Start,
        2 => agenda::Command::Next { from: on_sheet(picks) },
        3 => agenda::Command::Back { from: on_sheet(picks) },
        4 | 5 => agenda::Command::GoTo(on_sheet(picks)),
        6 => agenda::Command::Extend { minutes: picks.of(&[2, -5]) },
        7 => agenda::Command::Insert { after: behind(picks), segment: Box::new(segment(1)) },
        8 => agenda::Command::Edit(Box::new(Segment { id: on_sheet(picks), ..segment(picks.below(3)) })),
        9 => agenda::Command::Drop(on_sheet(picks)),
        10 => agenda::Command::Move { segment: on_sheet(picks), after: behind(picks) },
        11 => agenda::Command::Focus(picks.of(&[0, 1, 2])),
        _ => agenda::Command::ShowFact { activity: 1, fact: picks.of(&[0, 0, 1]) },
    }
}

fn about_questions(picks: &mut Picks) -> questions::Command {
    use questions::{Command, Status};
    let question = QuestionId(picks.below(IDS * 2));
    match picks.below(9) {
        0 | 1 => Command::Ask { text: "Who may search a phone?".into() },
        2..=4 => Command::Upvote { question, on: picks.below(4) > 0 },
        5 => Command::Withdraw(question),
        _ => {
            let to = [Status::New, Status::Approved, Status::Answering, Status::Answered, Status::Parked];
            Command::Triage { question, to: picks.of(&to) }
        }
    }
}

fn on_sheet(picks: &mut Picks) -> SegmentId {
    SegmentId(1 + picks.below(3))
}

fn line(picks: &mut Picks) -> LineId {
    LineId(picks.below(IDS * 2))
}

fn expected(name: &str) -> Vec<Expected> {
    let entry = Expected { name: name.into(), department: "Riverton PD".into(), ..Expected::default() };
    if name.is_empty() { vec![] } else { vec![entry] }
}

/// Changes everything in a step that `person` must never learn of (they never facilitate): other people's
/// training IDs, what others tell the facilitators, what the list of expected officers says beyond the names
/// that decide who gets in, private notes, and facts that are never shown.
pub(crate) fn disguise(step: &mut Step, person: PersonId, own_arrival: bool) {
    let own = step.actor == Actor::Person(person);
    match &mut step.command {
        Command::Lobby(lobby::Command::Arrive(arrival)) => {
            arrival.key = [99; 32];
            if !own_arrival {
                arrival.training_id.push_str("secret");
            }
        }
        Command::Lobby(lobby::Command::Expect(list)) => {
            for entry in list {
                entry.rank.push_str("secret");
                entry.supervisor.push_str("secret");
            }
        }
        Command::Chat(chat::Command::Say { audience: Audience::Facilitators, text, .. }) if !own => {
            text.push_str(" secret");
        }
        Command::Open(opening) => opening.segments.iter_mut().for_each(disguise_segment),
        Command::Agenda(agenda::Command::Insert { segment, .. } | agenda::Command::Edit(segment)) => {
            disguise_segment(segment);
        }
        _ => {}
    }
}

fn disguise_segment(segment: &mut Segment) {
    segment.notes.push_str(" secret");
    for activity in &mut segment.activities {
        if let Activity::Scenario { facts, .. } = activity {
            facts.iter_mut().filter(|f| *f == NEVER_SHOWN).for_each(|f| f.push_str(" secret"));
        }
    }
}

/// What came to be shown to more than facilitators, gathered from what happened: the rest stays private.
#[derive(Default)]
pub(crate) struct Shown {
    asked_in: BTreeMap<QuestionId, usize>,
    inserted_in: BTreeMap<SegmentId, usize>,
    /// Steps whose question or inserted segment was shown.
    steps: BTreeSet<usize>,
    ran: BTreeSet<SegmentId>,
}

impl Shown {
    pub(crate) fn note(&mut self, number: usize, event: &Event) {
        match event {
            Event::Questions(questions::Event::Asked { question, .. }) => {
                self.asked_in.insert(*question, number);
            }
            Event::Questions(questions::Event::Turned { question, to, .. })
                if *to != questions::Status::Withdrawn =>
            {
                self.steps.extend(self.asked_in.get(question));
            }
            Event::Agenda(agenda::Event::Inserted { segment, .. }) => {
                self.inserted_in.insert(segment.id, number);
            }
            Event::Agenda(agenda::Event::Started { segment, .. }) => {
                self.ran.insert(*segment);
                self.steps.extend(self.inserted_in.get(segment));
            }
            _ => {}
        }
    }

    /// Changes others' questions that stayed new, and what was planned for segments that never ran.
    pub(crate) fn disguise_the_rest(&self, step: &mut Step, number: usize, person: PersonId) {
        let (own, shown) = (step.actor == Actor::Person(person), self.steps.contains(&number));
        let never_ran = |segment: &Segment| !self.ran.contains(&segment.id);
        match &mut step.command {
            Command::Questions(questions::Command::Ask { text }) if !own && !shown => {
                text.push_str(" secret");
            }
            Command::Agenda(agenda::Command::Insert { segment, .. }) if !shown => hide_scenario(segment),
            Command::Agenda(agenda::Command::Edit(segment)) if never_ran(segment) => {
                hide_scenario(segment);
            }
            Command::Open(opening) => {
                opening.segments.iter_mut().filter(|s| never_ran(s)).for_each(hide_scenario);
            }
            _ => {}
        }
    }
}

fn hide_scenario(segment: &mut Segment) {
    for activity in &mut segment.activities {
        if let Activity::Scenario { card, .. } = activity {
            card.push_str(" secret");
        }
    }
}
