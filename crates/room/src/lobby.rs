//! Getting in: who is expected, who waits, who is admitted or turned away.

mod list;

use crate::{
    AccountId, Context, Event as Happened, PersonId, Refusal, Room, SeatId, Share, Timestamp, Viewer,
    breakout, limit,
    map::Map,
    roster::{self, Detail, Person, Presence, Role, Seat, Standing},
    wording,
};
pub use list::{List, folded, letters, listed, name_words};
use serde::{Deserialize, Serialize};

/// An officer whom the department announced. Facilitators see this list, nobody else. The plan keeps it in this form,
/// too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Name as announced.
    pub name: String,
    /// Department.
    pub department: String,
    /// Rank.
    pub rank: String,
    /// Training ID; empty when unknown.
    pub training_id: String,
    /// Full years of service, if told.
    pub years_of_service: Option<u8>,
    /// Name of the direct supervisor, if told.
    pub supervisor: String,
    /// Names of people to keep apart from, if told.
    pub keep_apart_from: Vec<String>,
}

/// The door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What the facilitators say to those waiting.
    pub message: String,
    /// How many wait to come in as what. Facilitators know of all, everybody else of their own kind.
    pub waiting: Map<Role, u32>,
    /// Nobody new gets in.
    pub locked: bool,
    /// Officers on the list are admitted at once.
    pub let_listed_in: bool,
    /// The list.
    pub expected: Vec<Expected>,
}

impl State {
    /// How many wait to come in as `role`.
    #[must_use]
    pub fn waiting_as(&self, role: Role) -> u32 {
        self.waiting.get(&role).copied().unwrap_or(0)
    }
}

/// Somebody at the door, as the server knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The new seat.
    pub seat: SeatId,
    /// Hash of the seat's secret.
    #[serde(with = "crate::bytes")]
    pub key: [u8; 32],
    /// The account they came in by, if any: a second device is the same person.
    pub account: Option<AccountId>,
    /// Decided by the link they used.
    pub role: Role,
    /// Name for the roster.
    pub name: String,
    /// Department.
    pub department: String,
    /// Rank.
    pub rank: String,
    /// Training ID.
    pub training_id: String,
    /// Organization of a guest or observer.
    pub organization: String,
    /// A simulated officer.
    pub simulated: bool,
}

/// What may be asked about getting in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Somebody is at the door.
    Arrive(Box<Arrival>),
    /// This is the list of expected officers.
    Expect(Vec<Expected>),
    /// Let one in.
    Admit(PersonId),
    /// Let everybody in who waits, but for those whom a facilitator lets in one by one ([`is_welcome`]).
    AdmitAll,
    /// Turn somebody away, politely.
    TurnAway(PersonId),
    /// Say something to those waiting; empty takes it back.
    Tell(String),
    /// Admit listed officers at once, from now on.
    LetListedIn(bool),
    /// Lock or unlock the room.
    Lock(bool),
    /// The same as [`Command::AdmitAll`] for those who come in as this: guests have a time of their own.
    AdmitEvery(Role),
}

/// What happened at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The list was set.
    Expected(Vec<Expected>),
    /// Somebody was let in.
    Admitted(PersonId),
    /// Somebody was turned away.
    TurnedAway(PersonId),
    /// The message to those waiting changed.
    Told(String),
    /// Whether listed officers are let in at once.
    ListedLetIn(bool),
    /// Whether the room is locked.
    Locked(bool),
    /// How many waited, in logs from before guests were counted apart: all of them as officers.
    Counted(u32),
    /// How many wait now to come in as this.
    CountedAs {
        /// As what.
        role: Role,
        /// How many.
        waiting: u32,
    },
}

/// The count event after `change` people of this role came or went.
#[must_use]
pub fn counted(room: &Room, role: Role, change: i32) -> Happened {
    let waiting = room.lobby.waiting_as(role).saturating_add_signed(change);
    Happened::Lobby(Event::CountedAs { role, waiting })
}

/// The count events after these people came or went.
pub fn counted_each<'a>(
    room: &Room,
    people: impl Iterator<Item = &'a Person> + Clone,
    change: i32,
) -> Vec<Happened> {
    let of = |role| people.clone().filter(|person| person.role == role).count();
    let kinds = [Role::Facilitator, Role::Officer, Role::Guest, Role::Observer].map(|role| (role, of(role)));
    let changed = kinds.into_iter().filter(|(_, n)| *n > 0);
    changed.map(|(role, n)| counted(room, role, change * i32::try_from(n).unwrap_or(i32::MAX))).collect()
}

/// Whether somebody of this name was removed from this session: it may be them who stands at the door again.
#[must_use]
pub fn removed_before(room: &Room, person: &Person) -> bool {
    let mut removed = room.roster.people.values().filter(|other| other.standing == Standing::Removed);
    let name = name_words(&person.name);
    removed.any(|other| other.id != person.id && name_words(&other.name) == name)
}

/// Whether somebody may be let in together with others, without a look at who it is.
#[must_use]
pub fn is_welcome(room: &Room, person: &Person) -> bool {
    person.waits() && !removed_before(room, person)
}

/// Decides about getting in.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let lobby = &room.lobby;
    let one = |event| Ok(vec![Happened::Lobby(event)]);
    match command {
        Command::Arrive(arrival) => arrive(room, ctx, arrival),
        Command::Expect(list) if list.len() > limit::EXPECTED => Err(limit::too_long(limit::EXPECTED)),
        Command::Expect(list) if *list == lobby.expected => Ok(vec![]),
        Command::Expect(list) => {
            let come_in = if lobby.let_listed_in { listed_waiting(room, list) } else { vec![] };
            Ok([vec![Happened::Lobby(Event::Expected(list.clone()))], admit(room, &come_in)].concat())
        }
        Command::Admit(person) => {
            let somebody = room.roster.people.get(person).ok_or(Refusal::Unknown)?;
            match somebody.standing {
                Standing::Admitted => Ok(vec![]),
                Standing::Waiting | Standing::TurnedAway if places_left(room) == 0 => Err(Refusal::Full),
                Standing::Waiting | Standing::TurnedAway => Ok(admit(room, &[somebody])),
                Standing::Removed => Err(Refusal::Unknown),
            }
        }
        Command::AdmitAll => admit_all(room, |_| true),
        Command::AdmitEvery(role) => admit_all(room, |person| person.role == *role),
        Command::TurnAway(person) => {
            let somebody = room.roster.people.get(person).ok_or(Refusal::Unknown)?;
            match somebody.standing {
                Standing::Waiting => {
                    let mut events = vec![Happened::Lobby(Event::TurnedAway(*person))];
                    events.extend(somebody.waits().then(|| counted(room, somebody.role, -1)));
                    Ok(events)
                }
                Standing::TurnedAway => Ok(vec![]),
                Standing::Admitted | Standing::Removed => Err(Refusal::Unknown),
            }
        }
        Command::Tell(text) => {
            let text = wording::optional_paragraph(text, limit::TEXT)?;
            if text == lobby.message { Ok(vec![]) } else { one(Event::Told(text)) }
        }
        Command::LetListedIn(on) if *on == lobby.let_listed_in => Ok(vec![]),
        Command::LetListedIn(on) => {
            let come_in = if *on { listed_waiting(room, &lobby.expected) } else { vec![] };
            Ok([vec![Happened::Lobby(Event::ListedLetIn(*on))], admit(room, &come_in)].concat())
        }
        Command::Lock(on) if *on == lobby.locked => Ok(vec![]),
        Command::Lock(on) => one(Event::Locked(*on)),
    }
}

/// Lets in as many of those who are meant as there are places; the others go on waiting.
fn admit_all(room: &Room, meant: impl Fn(&Person) -> bool) -> Result<Vec<Happened>, Refusal> {
    let people = room.roster.people.values().filter(|person| meant(person) && is_welcome(room, person));
    let people: Vec<_> = people.collect();
    if !people.is_empty() && places_left(room) == 0 { Err(Refusal::Full) } else { Ok(admit(room, &people)) }
}

/// Officers at the door whom this list lets in without a look at who it is.
fn listed_waiting<'a>(room: &'a Room, expected: &[Expected]) -> Vec<&'a Person> {
    let list = List::new(expected);
    let officers =
        room.roster.people.values().filter(|person| person.role == Role::Officer && person.waits());
    officers.filter(|person| comes_as_listed(room, &list, person)).collect()
}

fn admit(room: &Room, people: &[&Person]) -> Vec<Happened> {
    let people = &people[..people.len().min(places_left(room))];
    let mut events: Vec<_> = people.iter().map(|p| Happened::Lobby(Event::Admitted(p.id))).collect();
    events.extend(counted_each(room, people.iter().copied().filter(|p| p.waits()), -1));
    let officers = people.iter().copied().filter(|p| p.role == Role::Officer && p.presence.counts());
    events.extend(breakout::welcome(room, &officers.collect::<Vec<_>>()));
    events
}

fn arrive(room: &Room, ctx: &Context, arrival: &Arrival) -> Result<Vec<Happened>, Refusal> {
    if room.roster.seats.contains_key(&arrival.seat) {
        return Ok(vec![]);
    }
    let seated = |person| {
        Happened::Roster(roster::Event::Seated {
            seat: arrival.seat,
            owner: Seat { person, key: arrival.key },
            account: arrival.account,
        })
    };
    let known = arrival.account.and_then(|account| room.roster.accounts.get(&account));
    if let Some(person) = known {
        return Ok(vec![seated(*person)]);
    }
    let facilitates = arrival.role == Role::Facilitator;
    if room.lobby.locked && !facilitates {
        return Err(Refusal::Locked);
    }
    if is_full(room) && !facilitates {
        return Err(Refusal::Full);
    }
    let mut person = Person {
        id: PersonId(ctx.id(0)),
        name: wording::line(&arrival.name, limit::NAME)?,
        role: arrival.role,
        department: wording::optional_line(&arrival.department, limit::NAME)?,
        rank: wording::optional_line(&arrival.rank, limit::NAME)?,
        training_id: wording::optional_line(&arrival.training_id, limit::NAME)?,
        organization: wording::optional_line(&arrival.organization, limit::NAME)?,
        standing: Standing::Waiting,
        presence: Presence::Reconnecting,
        since: ctx.now,
        times: vec![],
        simulated: arrival.simulated,
        detail: Detail::Full,
    };
    let officer = person.role == Role::Officer;
    let list = List::new(&room.lobby.expected);
    if facilitates || (officer && room.lobby.let_listed_in && comes_as_listed(room, &list, &person)) {
        person.standing = Standing::Admitted;
    }
    let counts = person.waits().then(|| counted(room, person.role, 1));
    let id = person.id;
    let works = person.role == Role::Officer && person.standing == Standing::Admitted;
    let place = if works { breakout::welcome(room, &[&person]) } else { vec![] };
    let mut events = vec![Happened::Roster(roster::Event::Arrived(Box::new(person))), seated(id)];
    events.extend(counts);
    events.extend(place);
    Ok(events)
}

/// Whether as many are inside as the session is meant for; or so many have stood at the door that most of them cannot
/// be people: whoever only waits takes nobody's place.
fn is_full(room: &Room) -> bool {
    const ARRIVALS_A_PLACE: usize = 4;
    let arrivals = (room.charter.capacity as usize).saturating_mul(ARRIVALS_A_PLACE);
    places_left(room) == 0 || room.roster.people.len() >= arrivals
}

/// How many more can come in.
fn places_left(room: &Room) -> usize {
    let inside = |p: &&Person| p.standing == Standing::Admitted && p.presence.counts();
    let inside = room.roster.people.values().filter(inside).count();
    (room.charter.capacity as usize).saturating_sub(inside)
}

/// Whether somebody is on the list and the first who comes as that entry. Who comes a second time waits: it may be
/// another person, or one who was sent away.
fn comes_as_listed(room: &Room, list: &List<'_>, person: &Person) -> bool {
    let Some(entry) = list.entry(person) else { return false };
    let mut others = room.roster.people.values().filter(|other| other.id != person.id);
    others.all(|other| list.entry(other) != Some(entry)) && !removed_before(room, person)
}

/// Whom the department announced and who has not come: neither inside now or before, nor at the door.
#[must_use]
pub fn missing(room: &Room) -> Vec<&Expected> {
    let list = List::new(&room.lobby.expected);
    let came = |person: &&Person| person.standing != Standing::Waiting || person.presence.counts();
    let came: Vec<_> = room.roster.people.values().filter(came).filter_map(|p| list.entry(p)).collect();
    room.lobby.expected.iter().filter(|entry| !came.contains(entry)).collect()
}

/// Applies what happened at the door.
pub fn evolve(room: &mut Room, at: Timestamp, event: &Event) {
    let lobby = &mut room.lobby;
    match event {
        Event::Expected(list) => lobby.expected.clone_from(list),
        Event::Admitted(person) => {
            if let Some(somebody) = room.roster.people.get_mut(person) {
                somebody.standing = Standing::Admitted;
                somebody.times = vec![(at, somebody.presence)];
            }
        }
        Event::TurnedAway(person) => {
            if let Some(somebody) = room.roster.people.get_mut(person) {
                somebody.standing = Standing::TurnedAway;
            }
        }
        Event::Told(text) => lobby.message.clone_from(text),
        Event::ListedLetIn(on) => lobby.let_listed_in = *on,
        Event::Locked(on) => lobby.locked = *on,
        Event::Counted(waiting) => _ = lobby.waiting.insert(Role::Officer, *waiting),
        Event::CountedAs { role, waiting } => _ = lobby.waiting.insert(*role, *waiting),
    }
}

/// Who is told what about the door.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    match event {
        Event::Admitted(person) if *person == viewer.person => Share::Look,
        Event::Admitted(person) => match room.roster.people.get(person) {
            Some(somebody) => roster::show(somebody, viewer),
            None => Share::Nothing,
        },
        Event::TurnedAway(person) => Share::whole_if(viewer.facilitates() || *person == viewer.person),
        Event::Told(_) => Share::Whole,
        Event::Counted(_) => Share::whole_if(viewer.counts_waiting(Role::Officer)),
        Event::CountedAs { role, .. } => Share::whole_if(viewer.counts_waiting(*role)),
        Event::Expected(_) | Event::ListedLetIn(_) | Event::Locked(_) => {
            Share::whole_if(viewer.facilitates())
        }
    }
}

/// The door in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    if viewer.facilitates() {
        return room.lobby.clone();
    }
    let known = room.lobby.waiting.iter().filter(|(role, _)| viewer.counts_waiting(**role));
    let waiting = known.map(|(role, n)| (*role, *n)).collect();
    State { message: room.lobby.message.clone(), waiting, ..State::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Opening, rehearsal::Rehearsal};

    fn session_with_dana_listed() -> Rehearsal {
        let dana = Expected { name: "Dana".into(), department: "Riverton PD".into(), ..Expected::default() };
        let opening = Opening { expected: vec![dana], let_listed_in: true, ..Opening::default() };
        Rehearsal::open(opening)
    }

    fn standing(session: &Rehearsal, person: PersonId) -> Standing {
        session.room.roster.people[&person].standing
    }

    #[test]
    fn who_is_listed_is_let_in_once() {
        let mut session = session_with_dana_listed();
        let dana = session.arrive("Dana", Role::Officer);
        assert_eq!(standing(&session, dana), Standing::Admitted);
        let again = session.arrive("Dana", Role::Officer);
        assert_eq!(standing(&session, again), Standing::Waiting);
    }

    #[test]
    fn who_was_removed_waits_at_the_door_though_they_are_listed() {
        let mut session = session_with_dana_listed();
        let lead = session.admit("Amina R.", Role::Facilitator);
        let dana = session.arrive("Dana", Role::Officer);
        session.does(lead, roster::Command::Remove { person: dana });
        let again = session.arrive("Dana", Role::Officer);
        assert_eq!(standing(&session, again), Standing::Waiting);
    }

    #[test]
    fn who_was_removed_is_let_in_by_nobody_but_a_facilitator_who_means_them() {
        let mut session = session_with_dana_listed();
        let lead = session.admit("Amina R.", Role::Facilitator);
        // The first time she wrote another department than the list has.
        let dana = session.arrive_from("Lakeside SO", "Dana", Role::Officer);
        session.does(lead, Command::Admit(dana));
        session.does(lead, roster::Command::Remove { person: dana });
        let again = session.arrive("DANA", Role::Officer);
        assert_eq!(standing(&session, again), Standing::Waiting, "listed, and still she waits");
        let sam = session.arrive("Sam", Role::Officer);
        session.does(lead, Command::AdmitAll);
        assert_eq!(
            (standing(&session, again), standing(&session, sam)),
            (Standing::Waiting, Standing::Admitted)
        );
        session.does(lead, Command::AdmitEvery(Role::Officer));
        assert_eq!(standing(&session, again), Standing::Waiting);
        assert_eq!(session.room.lobby.waiting_as(Role::Officer), 1);
        session.does(lead, Command::Admit(again));
        assert_eq!(standing(&session, again), Standing::Admitted);
    }

    #[test]
    fn as_many_come_in_as_there_are_places_and_the_others_go_on_waiting() {
        let charter = crate::Charter { capacity: 3, ..crate::Charter::default() };
        let mut session = Rehearsal::open(Opening { charter, ..Opening::default() });
        let lead = session.admit("Amina R.", Role::Facilitator);
        let waiting = ["Dana", "Sam", "Jordan"].map(|name| session.arrive(name, Role::Officer));
        session.does(lead, Command::AdmitAll);
        assert_eq!(
            waiting.map(|person| standing(&session, person) == Standing::Admitted),
            [true, true, false]
        );
        assert_eq!(session.room.lobby.waiting_as(Role::Officer), 1);
        assert_eq!(session.refuses(lead, Command::AdmitAll), Refusal::Full);
        assert_eq!(session.refuses(lead, Command::Admit(waiting[2])), Refusal::Full);
        session.does(waiting[0], roster::Command::Leave);
        session.does(lead, Command::Admit(waiting[2]));
        assert_eq!(standing(&session, waiting[2]), Standing::Admitted);
    }

    #[test]
    fn who_waits_comes_in_once_the_list_names_them_or_lets_people_in() {
        let entry = |name: &str| Expected {
            name: name.into(),
            department: "Riverton PD".into(),
            ..Expected::default()
        };
        let mut session = Rehearsal::new();
        let lead = session.admit("Amina R.", Role::Facilitator);
        let [dana, sam] = ["Dana", "Sam"].map(|name| session.arrive(name, Role::Officer));
        session.house(crate::Command::Lobby(Command::Expect(vec![entry("Dana")])));
        assert_eq!(
            standing(&session, dana),
            Standing::Waiting,
            "nobody has said that the list opens the door"
        );
        session.does(lead, Command::LetListedIn(true));
        assert_eq!([dana, sam].map(|p| standing(&session, p)), [Standing::Admitted, Standing::Waiting]);
        session.house(crate::Command::Lobby(Command::Expect(vec![entry("Dana"), entry("Sam")])));
        assert_eq!(standing(&session, sam), Standing::Admitted);
    }

    #[test]
    fn guests_wait_and_are_let_in_apart_from_officers() {
        let mut session = Rehearsal::new();
        let lead = session.admit("Amina R.", Role::Facilitator);
        let [dana, sam] = ["Dana", "Sam"].map(|name| session.arrive(name, Role::Officer));
        let [grace, rosa] = ["Grace", "Rosa"].map(|name| session.arrive(name, Role::Guest));
        let knows = |session: &Rehearsal, person, role| session.view(person).lobby.waiting_as(role);
        assert_eq!((knows(&session, dana, Role::Officer), knows(&session, dana, Role::Guest)), (2, 0));
        assert_eq!((knows(&session, grace, Role::Officer), knows(&session, grace, Role::Guest)), (0, 2));
        assert_eq!((knows(&session, lead, Role::Officer), knows(&session, lead, Role::Guest)), (2, 2));
        session.does(lead, Command::AdmitEvery(Role::Officer));
        let inside = [dana, sam, grace, rosa].map(|person| standing(&session, person) == Standing::Admitted);
        assert_eq!(inside, [true, true, false, false]);
        session.drops(rosa);
        session.pass(roster::DOOR_GRACE_MS / 1_000);
        assert_eq!((knows(&session, lead, Role::Officer), knows(&session, lead, Role::Guest)), (0, 1));
        session.does(lead, Command::AdmitAll);
        assert_eq!(standing(&session, grace), Standing::Admitted);
        assert_eq!(knows(&session, lead, Role::Guest), 0);
    }

    #[test]
    fn who_closed_the_page_at_the_door_is_soon_not_let_in_with_the_others() {
        let mut session = Rehearsal::new();
        let lead = session.admit("Amina R.", Role::Facilitator);
        let [dana, sam] = ["Dana", "Sam"].map(|name| session.arrive(name, Role::Officer));
        session.drops(dana);
        session.pass(roster::DOOR_GRACE_MS / 1_000);
        session.does(lead, Command::AdmitAll);
        assert_eq!([dana, sam].map(|p| standing(&session, p)), [Standing::Waiting, Standing::Admitted]);
    }

    #[test]
    fn a_log_from_before_guests_were_counted_apart_is_read_on() {
        let mut session = Rehearsal::new();
        let lead = session.admit("Amina R.", Role::Facilitator);
        evolve(&mut session.room, session.now, &Event::Counted(2));
        assert_eq!(session.room.lobby.waiting_as(Role::Officer), 2);
        session.does(lead, Command::AdmitAll);
    }

    #[test]
    fn the_list_knows_who_has_not_come_yet() {
        let entry = |name: &str| Expected {
            name: name.into(),
            department: "Riverton PD".into(),
            ..Expected::default()
        };
        let expected = ["Dana", "Sam", "Mel", "Luis"].map(entry).to_vec();
        let mut session = Rehearsal::open(Opening { expected, ..Opening::default() });
        let missing = |session: &Rehearsal| {
            missing(&session.room).into_iter().map(|entry| entry.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(missing(&session), ["Dana", "Sam", "Mel", "Luis"]);
        let dana = session.admit("Dana", Role::Officer);
        let sam = session.arrive("Sam", Role::Officer);
        session.arrive("Stranger", Role::Officer);
        assert_eq!(missing(&session), ["Mel", "Luis"], "who waits at the door has come");
        for person in [dana, sam] {
            session.does(person, roster::Command::Leave);
        }
        assert_eq!(missing(&session), ["Sam", "Mel", "Luis"], "who was inside came, who only waited did not");
    }

    #[test]
    fn looking_away_again_and_again_leaves_no_trace_in_attendance() {
        let (mut session, _, officers) = Rehearsal::with_officers(1);
        let before = session.room.roster.people[&officers[0]].times.clone();
        for _ in 0..10 {
            session.does(officers[0], roster::Command::Idle(true));
            session.does(officers[0], roster::Command::Idle(false));
        }
        assert_eq!(session.room.roster.people[&officers[0]].times, before);
    }

    #[test]
    fn who_waits_takes_nobodys_place_but_a_crowd_at_the_door_ends_somewhere() {
        let (mut session, _, _) = Rehearsal::with_officers(1);
        let is_full_with = |session: &Rehearsal, capacity| {
            let mut room = session.room.clone();
            room.charter.capacity = capacity;
            is_full(&room)
        };
        for n in 0..10 {
            assert!(!is_full_with(&session, 3), "{n} wait");
            session.arrive(&format!("Stranger {n}"), Role::Officer);
        }
        assert!(is_full_with(&session, 3), "twelve have come for three places");
        assert!(!is_full_with(&session, 4));
        assert!(is_full_with(&session, 2), "two are inside");
    }

    #[test]
    fn whoever_planned_the_session_can_be_neither_removed_nor_demoted_by_others() {
        let (mut session, owner, officers) = Rehearsal::with_officers(1);
        session.room.roster.accounts.insert(AccountId([7; 16]), owner);
        session.does(owner, roster::Command::Appoint { person: officers[0], role: Role::Facilitator });
        let remove = roster::Command::Remove { person: owner };
        assert_eq!(session.refuses(officers[0], remove), Refusal::Owner);
        let demote = roster::Command::Appoint { person: owner, role: Role::Officer };
        assert_eq!(session.refuses(officers[0], demote.clone()), Refusal::Owner);
        session.does(owner, demote);
    }
}
