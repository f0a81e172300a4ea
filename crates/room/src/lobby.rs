//! Getting in: who is expected, who waits, who is admitted or turned away.

mod list;

use crate::{
    Context, Event as Happened, PersonId, Refusal, Room, SeatId, Share, Timestamp, Viewer, breakout, limit,
    roster::{self, Detail, Person, Presence, Role, Seat, Standing},
    wording,
};
pub use list::{folded, letters, listed, name_words};
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
    /// People waiting.
    pub waiting: u32,
    /// Nobody new gets in.
    pub locked: bool,
    /// Officers on the list are admitted at once.
    pub let_listed_in: bool,
    /// The list.
    pub expected: Vec<Expected>,
}

/// Somebody at the door, as the server knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The new seat.
    pub seat: SeatId,
    /// Hash of the seat's secret.
    pub key: [u8; 32],
    /// The account they came in by, if any: a second device is the same person.
    pub account: Option<[u8; 16]>,
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
    /// Let everybody in who waits.
    AdmitAll,
    /// Turn somebody away, politely.
    TurnAway(PersonId),
    /// Say something to those waiting; empty takes it back.
    Tell(String),
    /// Admit listed officers at once, from now on.
    LetListedIn(bool),
    /// Lock or unlock the room.
    Lock(bool),
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
    /// How many wait now.
    Counted(u32),
}

/// The count event after `change` people came or went.
#[must_use]
pub fn counted(room: &Room, change: i32) -> Happened {
    Happened::Lobby(Event::Counted(room.lobby.waiting.saturating_add_signed(change)))
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
        Command::Expect(list) => one(Event::Expected(list.clone())),
        Command::Admit(person) => {
            let somebody = room.roster.people.get(person).ok_or(Refusal::Unknown)?;
            match somebody.standing {
                Standing::Admitted => Ok(vec![]),
                Standing::Waiting | Standing::TurnedAway => Ok(admit(room, &[somebody])),
                Standing::Removed => Err(Refusal::Unknown),
            }
        }
        Command::AdmitAll => {
            let waiting: Vec<_> = room.roster.people.values().filter(|p| p.waits()).collect();
            Ok(if waiting.is_empty() { vec![] } else { admit(room, &waiting) })
        }
        Command::TurnAway(person) => {
            let somebody = room.roster.people.get(person).ok_or(Refusal::Unknown)?;
            match somebody.standing {
                Standing::Waiting => {
                    let mut events = vec![Happened::Lobby(Event::TurnedAway(*person))];
                    events.extend(somebody.waits().then(|| counted(room, -1)));
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
        Command::LetListedIn(on) => one(Event::ListedLetIn(*on)),
        Command::Lock(on) if *on == lobby.locked => Ok(vec![]),
        Command::Lock(on) => one(Event::Locked(*on)),
    }
}

fn admit(room: &Room, people: &[&Person]) -> Vec<Happened> {
    let mut events: Vec<_> = people.iter().map(|p| Happened::Lobby(Event::Admitted(p.id))).collect();
    let counting = people.iter().filter(|p| p.waits()).count();
    if counting > 0 {
        events.push(counted(room, -i32::try_from(counting).unwrap_or(i32::MAX)));
    }
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
    let entry = listed(&room.lobby.expected, &person).filter(|_| person.role == Role::Officer);
    if facilitates || (room.lobby.let_listed_in && entry.is_some_and(|entry| is_first(room, entry))) {
        person.standing = Standing::Admitted;
    }
    let (id, waits) = (person.id, person.waits());
    let works = person.role == Role::Officer && person.standing == Standing::Admitted;
    let place = if works { breakout::welcome(room, &[&person]) } else { vec![] };
    let mut events = vec![Happened::Roster(roster::Event::Arrived(Box::new(person))), seated(id)];
    events.extend(waits.then(|| counted(room, 1)));
    events.extend(place);
    Ok(events)
}

/// Whether as many are inside as the session is meant for; or so many have stood at the door that most of them cannot
/// be people: whoever only waits takes nobody's place.
fn is_full(room: &Room) -> bool {
    const ARRIVALS_A_PLACE: usize = 4;
    let places = room.charter.capacity as usize;
    let inside = |p: &&Person| p.standing == Standing::Admitted && p.presence.counts();
    let people = &room.roster.people;
    people.values().filter(inside).count() >= places
        || people.len() >= places.saturating_mul(ARRIVALS_A_PLACE)
}

/// Whether nobody has come as this entry of the list yet. Who comes a second time waits: it may be another person, or
/// one who was sent away.
fn is_first(room: &Room, entry: &Expected) -> bool {
    room.roster.people.values().all(|other| listed(&room.lobby.expected, other) != Some(entry))
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
        Event::Counted(n) => lobby.waiting = *n,
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
        Event::Told(_) | Event::Counted(_) => Share::Whole,
        Event::Expected(_) | Event::ListedLetIn(_) | Event::Locked(_) => {
            Share::whole_if(viewer.facilitates())
        }
    }
}

/// The door in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let (message, waiting) = (room.lobby.message.clone(), room.lobby.waiting);
    if viewer.facilitates() { room.lobby.clone() } else { State { message, waiting, ..State::default() } }
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
        session.room.roster.accounts.insert([7; 16], owner);
        session.does(owner, roster::Command::Appoint { person: officers[0], role: Role::Facilitator });
        let remove = roster::Command::Remove { person: owner };
        assert_eq!(session.refuses(officers[0], remove), Refusal::Owner);
        let demote = roster::Command::Appoint { person: owner, role: Role::Officer };
        assert_eq!(session.refuses(officers[0], demote.clone()), Refusal::Owner);
        session.does(owner, demote);
    }
}
