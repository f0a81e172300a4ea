//! Who is here: names, roles, and whether their line is up.

mod before;

use crate::map::Map;
use crate::{
    AccountId, Context, Event as Happened, PersonId, Refusal, Room, SeatId, Share, Timestamp, Viewer,
    breakout, hand, limit, lobby, wording,
};
pub use before::Before;
use serde::{Deserialize, Serialize};

/// A person whose line is down for this long counts as gone (house decision 5).
pub const GRACE_MS: i64 = 90_000;
/// At the door that is so sooner: there is nothing to keep for them yet, and whoever closed the page is not to be let in.
pub const DOOR_GRACE_MS: i64 = 20_000;

/// What somebody is in this session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Runs the session.
    Facilitator,
    /// Attends for credit.
    #[default]
    Officer,
    /// A community panelist: speaks and shows, sees no roster details, is in no group.
    Guest,
    /// Watches, disclosed to the room, is in no group.
    Observer,
}

/// Whether somebody has been let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Standing {
    /// In the lobby.
    #[default]
    Waiting,
    /// In the room; comes back without waiting.
    Admitted,
    /// Politely refused at the door.
    TurnedAway,
    /// Was in the room and may not come back.
    Removed,
}

/// Whether somebody can be reached now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Presence {
    /// The line is up.
    Here,
    /// The line is up, nobody has touched the page for a while.
    Idle,
    /// The line is down, or not up yet; gone after [`GRACE_MS`].
    #[default]
    Reconnecting,
    /// Called to duty: the time so far is kept.
    CalledOut,
    /// Gone.
    Left,
}

impl Presence {
    /// Whether this counts as being there, for the lobby's count and for attendance.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Here | Self::Idle | Self::Reconnecting)
    }
}

/// How much of a person a view holds. Kept in the state so that [`evolve`] knows what not to remember.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Detail {
    /// Name, role, organization and presence.
    Name,
    /// Also department and rank.
    Card,
    /// Also training ID and times.
    #[default]
    Full,
}

/// One person of this session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The name on the roster.
    pub name: String,
    /// What they are here.
    pub role: Role,
    /// Their department; empty for guests.
    pub department: String,
    /// Their rank, as they wrote it.
    pub rank: String,
    /// For attendance; shown to facilitators and to themselves only.
    pub training_id: String,
    /// A guest's or observer's organization.
    pub organization: String,
    /// Whether they have been let in.
    pub standing: Standing,
    /// Whether they can be reached.
    pub presence: Presence,
    /// Since when that is so.
    pub since: Timestamp,
    /// Every change of presence since they were let in, but for idling, oldest first: the raw material of attendance.
    pub times: Vec<(Timestamp, Presence)>,
    /// A simulated officer, never counted as a real one.
    pub simulated: bool,
    /// How much of them this view holds.
    pub detail: Detail,
}

impl Person {
    fn redacted(&self, detail: Detail) -> Self {
        let mut person = self.clone();
        person.detail = detail;
        if detail < Detail::Full {
            person.training_id.clear();
            person.times.clear();
        }
        if detail < Detail::Card {
            person.department.clear();
            person.rank.clear();
        }
        person
    }

    /// Whether they stand in the lobby with a line that is up or may come back.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.standing == Standing::Waiting && self.presence.counts()
    }

    /// When they count as gone, if their line is down.
    fn gone_at(&self) -> Option<Timestamp> {
        let grace = if self.standing == Standing::Waiting { DOOR_GRACE_MS } else { GRACE_MS };
        (self.presence == Presence::Reconnecting).then(|| self.since.plus_ms(grace))
    }

    fn mark(&mut self, at: Timestamp, presence: Presence) {
        // Looking away is not leaving: it changes nothing about attendance, and somebody may do it all day.
        let looks = |presence| matches!(presence, Presence::Here | Presence::Idle);
        let stays = looks(self.presence) && looks(presence);
        self.presence = presence;
        self.since = at;
        if self.detail == Detail::Full && self.standing == Standing::Admitted && !stays {
            self.times.push((at, presence));
        }
    }
}

/// A seat's owner and the hash of the secret in its cookie; never shared with anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who sits there.
    pub person: PersonId,
    /// Hash of the cookie's secret.
    #[serde(with = "crate::bytes")]
    pub key: [u8; 32],
}

/// Everybody who ever arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// People by id.
    pub people: Map<PersonId, Person>,
    /// Seats by id; empty in every view.
    pub seats: Map<SeatId, Seat>,
    /// People who came in by an account (facilitators on a second device); empty in every view.
    pub accounts: Map<AccountId, PersonId>,
    /// What people were before; in a view, only of those whose times it holds.
    pub before: Before,
}

impl State {
    /// Those who are inside, with their line up or coming back.
    pub fn present(&self) -> impl Iterator<Item = &Person> {
        self.people.values().filter(|p| p.standing == Standing::Admitted && p.presence.counts())
    }

    fn facilitators(&self) -> usize {
        let leads = |p: &&Person| p.role == Role::Facilitator && p.standing == Standing::Admitted;
        self.people.values().filter(leads).count()
    }
}

/// What may be asked about people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Their first connection is up.
    Connect {
        /// Whose.
        person: PersonId,
    },
    /// Their last connection is down.
    Disconnect {
        /// Whose.
        person: PersonId,
    },
    /// I am away from the page (`true`) or back.
    Idle(bool),
    /// I am called to duty.
    CallOut,
    /// I leave.
    Leave,
    /// Change a name: one's own, or anybody's for facilitators.
    Rename {
        /// Whose.
        person: PersonId,
        /// To what.
        name: String,
    },
    /// Take somebody out of the room; their seat is closed for good.
    Remove {
        /// Whom.
        person: PersonId,
    },
    /// Give somebody a role: co-facilitators are made this way.
    Appoint {
        /// Whom.
        person: PersonId,
        /// What they become.
        role: Role,
    },
}

/// What happened to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Somebody came to the door (or, redacted, into view).
    Arrived(Box<Person>),
    /// A seat was taken. Never leaves the server.
    Seated {
        /// The seat.
        seat: SeatId,
        /// Whose, and the hash of its secret.
        owner: Seat,
        /// The account behind it, if any.
        account: Option<AccountId>,
    },
    /// Their presence changed.
    Presence {
        /// Whose.
        person: PersonId,
        /// To what.
        presence: Presence,
    },
    /// Their name changed.
    Renamed {
        /// Whose.
        person: PersonId,
        /// To what.
        name: String,
    },
    /// They were removed.
    Removed {
        /// Who.
        person: PersonId,
    },
    /// Their role changed.
    Appointed {
        /// Whose.
        person: PersonId,
        /// To what.
        role: Role,
    },
}

/// Decides about people.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    match command {
        Command::Connect { person } if shown_out(room, *person) => Ok(vec![]),
        Command::Connect { person } => turn(room, *person, |_| Some(Presence::Here)),
        Command::Disconnect { person } => turn(room, *person, |now| match now {
            Presence::Here | Presence::Idle => Some(Presence::Reconnecting),
            Presence::Reconnecting | Presence::CalledOut | Presence::Left => None,
        }),
        Command::Idle(idle) => turn(room, ctx.person()?, |now| match (now, idle) {
            (Presence::Here, true) => Some(Presence::Idle),
            (Presence::Idle, false) => Some(Presence::Here),
            _ => None,
        }),
        Command::CallOut => turn(room, ctx.person()?, |_| Some(Presence::CalledOut)),
        Command::Leave => turn(room, ctx.person()?, |_| Some(Presence::Left)),
        Command::Rename { person, name } => rename(room, ctx, *person, name),
        Command::Remove { person } => {
            inside(room, *person)?;
            keep_one_facilitator(room, *person)?;
            keep_owner(room, ctx, *person)?;
            let left = breakout::vacated(room, *person);
            Ok(left.into_iter().chain([Happened::Roster(Event::Removed { person: *person })]).collect())
        }
        Command::Appoint { person, role } => {
            let somebody = inside(room, *person)?;
            if somebody.role == *role {
                return Ok(vec![]);
            }
            keep_one_facilitator(room, *person)?;
            keep_owner(room, ctx, *person)?;
            let mut events: Vec<_> = breakout::vacated(room, *person).into_iter().collect();
            events.push(Happened::Roster(Event::Appointed { person: *person, role: *role }));
            if *role == Role::Officer {
                let officer = Person { role: *role, ..somebody.clone() };
                events.extend(breakout::welcome(room, &[&officer]));
            }
            Ok(events)
        }
    }
}

/// Moves one person's presence on, and the lobby's count with it.
fn turn(
    room: &Room,
    person: PersonId,
    next: impl Fn(Presence) -> Option<Presence>,
) -> Result<Vec<Happened>, Refusal> {
    let somebody = room.roster.people.get(&person).ok_or(Refusal::Unknown)?;
    let Some(presence) = next(somebody.presence).filter(|p| *p != somebody.presence) else {
        return Ok(vec![]);
    };
    let mut events = vec![Happened::Roster(Event::Presence { person, presence })];
    if somebody.standing == Standing::Waiting && somebody.presence.counts() != presence.counts() {
        events.push(lobby::counted(room, somebody.role, if presence.counts() { 1 } else { -1 }));
    }
    if !presence.counts() {
        events.extend(breakout::absent(room, person));
    } else if !somebody.presence.counts()
        && somebody.standing == Standing::Admitted
        && somebody.role == Role::Officer
    {
        events.extend(breakout::welcome(room, &[somebody]));
    }
    Ok(events)
}

fn rename(room: &Room, ctx: &Context, person: PersonId, name: &str) -> Result<Vec<Happened>, Refusal> {
    let me = ctx.person()?;
    let facilitates = Viewer::of(room, me).is_some_and(|v| v.facilitates());
    if person != me && !facilitates {
        return Err(Refusal::NotAllowed);
    }
    let name = wording::line(name, limit::NAME)?;
    let somebody = room.roster.people.get(&person).ok_or(Refusal::Unknown)?;
    if somebody.name == name {
        return Ok(vec![]);
    }
    Ok(vec![Happened::Roster(Event::Renamed { person, name })])
}

/// Whether they may only look at the closed door: their presence means nothing.
fn shown_out(room: &Room, person: PersonId) -> bool {
    let somebody = room.roster.people.get(&person);
    somebody.is_some_and(|p| matches!(p.standing, Standing::TurnedAway | Standing::Removed))
}

fn inside(room: &Room, person: PersonId) -> Result<&Person, Refusal> {
    room.roster.people.get(&person).filter(|p| p.standing == Standing::Admitted).ok_or(Refusal::Unknown)
}

fn keep_one_facilitator(room: &Room, person: PersonId) -> Result<(), Refusal> {
    let leads = room.roster.people.get(&person).is_some_and(|p| p.role == Role::Facilitator);
    if leads && room.roster.facilitators() == 1 { Err(Refusal::LastFacilitator) } else { Ok(()) }
}

/// Whoever planned the session would find its door closed: others cannot remove them or take their role.
fn keep_owner(room: &Room, ctx: &Context, person: PersonId) -> Result<(), Refusal> {
    let owns = room.roster.accounts.values().any(|owner| *owner == person);
    if owns && ctx.person()? != person { Err(Refusal::Owner) } else { Ok(()) }
}

/// Everybody whose line has been down for the whole of their grace: they have left.
#[must_use]
pub fn overdue(room: &Room, ctx: &Context) -> Vec<Happened> {
    let overdue = |p: &&Person| p.gone_at().is_some_and(|at| at <= ctx.now);
    let gone: Vec<_> = room.roster.people.values().filter(overdue).collect();
    let mut events = vec![];
    for person in &gone {
        let presence = Presence::Left;
        events.push(Happened::Roster(Event::Presence { person: person.id, presence }));
        events.extend(breakout::absent(room, person.id));
    }
    let from_lobby = gone.iter().copied().filter(|p| p.standing == Standing::Waiting);
    events.extend(lobby::counted_each(room, from_lobby, -1));
    events
}

/// When the next person is gone.
#[must_use]
pub fn deadline(room: &Room) -> Option<(Timestamp, &'static str)> {
    let lost = room.roster.people.values().filter_map(Person::gone_at);
    lost.map(|at| (at, "a line has been down too long")).min()
}

/// Applies what happened to people.
pub fn evolve(room: &mut Room, at: Timestamp, event: &Event) {
    let people = &mut room.roster.people;
    match event {
        Event::Arrived(person) => {
            people.insert(person.id, (**person).clone());
        }
        Event::Seated { seat, owner, account } => {
            room.roster.seats.insert(*seat, owner.clone());
            give_up_oldest_seat(&mut room.roster.seats, owner.person);
            if let Some(account) = account {
                room.roster.accounts.insert(*account, owner.person);
            }
        }
        Event::Presence { person, presence } => {
            if let Some(somebody) = people.get_mut(person) {
                somebody.mark(at, *presence);
            }
            if !presence.counts() {
                hand::forget(&mut room.hand, *person);
            }
        }
        Event::Renamed { person, name } => {
            if let Some(somebody) = people.get_mut(person) {
                somebody.name.clone_from(name);
            }
        }
        Event::Removed { person } => {
            if let Some(somebody) = people.get_mut(person) {
                somebody.mark(at, Presence::Left);
                somebody.standing = Standing::Removed;
            }
            hand::forget(&mut room.hand, *person);
        }
        Event::Appointed { person, role } => {
            room.roster.appoint(*person, *role, at);
            if *role == Role::Observer {
                hand::forget(&mut room.hand, *person);
            }
        }
    }
}

/// Keeps the seats of one person within bounds. The ids of seats begin with the time they were made at (RFC 9562, version
/// 7), so the smallest is the oldest.
fn give_up_oldest_seat(seats: &mut Map<SeatId, Seat>, person: PersonId) {
    let theirs = || seats.iter().filter(|(_, seat)| seat.person == person);
    if theirs().count() > limit::SEATS
        && let Some(oldest) = theirs().map(|(id, _)| *id).next()
    {
        seats.remove(&oldest);
    }
}

/// Who is told what about people.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let known = |person: &PersonId| {
        let somebody = room.roster.people.get(person);
        Share::whole_if(somebody.is_some_and(|p| viewer.detail_of(p).is_some()))
    };
    match event {
        Event::Arrived(person) if person.id == viewer.person => Share::Look,
        Event::Arrived(person) => show(person, viewer),
        Event::Seated { .. } => Share::Nothing,
        Event::Removed { person } | Event::Appointed { person, .. } if *person == viewer.person => {
            Share::Look
        }
        Event::Presence { person, .. }
        | Event::Renamed { person, .. }
        | Event::Removed { person }
        | Event::Appointed { person, .. } => known(person),
    }
}

/// Brings a person into a view, as far as that viewer may know them.
#[must_use]
pub fn show(person: &Person, viewer: &Viewer) -> Share {
    match viewer.detail_of(person) {
        Some(detail) => Share::Instead(Happened::Roster(Event::Arrived(Box::new(person.redacted(detail))))),
        None => Share::Nothing,
    }
}

/// The roster in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let seen = |p: &Person| viewer.detail_of(p).map(|detail| (p.id, p.redacted(detail)));
    State {
        people: room.roster.people.values().filter_map(seen).collect(),
        before: room.roster.before_seen(viewer),
        ..State::default()
    }
}
