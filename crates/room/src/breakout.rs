//! Groups at work inside the session: mixed or made by hand, sent off, visited, helped and brought back.
//!
//! A group is a part of the room, never a second meeting: moving somebody is one event, and whoever drops
//! out comes back to the same group.

mod mix;
#[cfg(test)]
mod tests;

use crate::map::{Map, Set};
use crate::{
    Context, Event as Happened, GroupId, MINUTE_MS, PersonId, Refusal, Room, Share, Timestamp, Viewer,
    exercise, limit,
    roster::{Person, Role, Standing},
    wording,
};
use serde::{Deserialize, Serialize};

/// Longest countdown before people move, in seconds.
pub const COUNTDOWN_S: u16 = 120;
/// Warning before groups come back when their time is up, in seconds.
pub const RECALL_S: u16 = 10;

/// How groups come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// The facilitator put them together.
    #[default]
    ByHand,
    /// At random, about this many officers in each.
    Size(u16),
    /// At random, this many groups.
    Count(u16),
}

/// Groups as a run sheet plans them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// How they come about.
    pub rule: Rule,
    /// Minutes at work.
    pub minutes: u16,
}

impl Draft {
    /// The draft made fit for the room.
    ///
    /// # Errors
    /// [`Refusal::Empty`] without minutes, people or groups, [`Refusal::TooLong`] for too many minutes.
    pub fn checked(self) -> Result<Self, Refusal> {
        match self.rule {
            Rule::Size(0) | Rule::Count(0) => Err(Refusal::Empty),
            Rule::ByHand | Rule::Size(_) | Rule::Count(_) => {
                Ok(Self { minutes: bounded(self.minutes)?, ..self })
            }
        }
    }
}

/// A group as the facilitator wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Its name; empty: numbered.
    pub name: String,
    /// Who is in it.
    pub members: Vec<PersonId>,
}

/// A call for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// Who called.
    pub by: PersonId,
    /// Why, if said.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many are in it; known even where `members` is not shown.
    pub size: u32,
    /// Who is in it: seen by its own people and by facilitators.
    pub members: Set<PersonId>,
    /// Facilitators who dropped in; the group always sees them.
    pub visitors: Set<PersonId>,
    /// It asks for help.
    pub help: Option<Help>,
}

/// How far a round is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Being put together; facilitators only.
    #[default]
    Planned,
    /// People move to their groups at this moment.
    Moving {
        /// When.
        at: Timestamp,
        /// Minutes they will have.
        minutes: u16,
    },
    /// At work.
    Running {
        /// When the time is up.
        ends_at: Timestamp,
    },
    /// Everybody comes back at this moment.
    Returning {
        /// When.
        at: Timestamp,
    },
}

impl Status {
    /// Whether people are in their groups now.
    #[must_use]
    pub fn at_work(self) -> bool {
        matches!(self, Self::Running { .. } | Self::Returning { .. })
    }
}

/// Something said to all groups at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who said it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// One set of groups, from planning to coming back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The groups; empty for guests and observers.
    pub groups: Map<GroupId, Group>,
    /// How far it is.
    pub status: Status,
    /// How the groups came about.
    pub mixed_by: Rule,
    /// What was said to all of them, oldest first.
    pub notices: Vec<Notice>,
}

impl Round {
    /// The group somebody is a member of.
    #[must_use]
    pub fn group_of(&self, person: PersonId) -> Option<GroupId> {
        self.groups.iter().find(|(_, g)| g.members.contains(&person)).map(|(id, _)| *id)
    }

    /// The group a facilitator has dropped in on.
    #[must_use]
    pub fn visited_by(&self, person: PersonId) -> Option<GroupId> {
        self.groups.iter().find(|(_, g)| g.visitors.contains(&person)).map(|(id, _)| *id)
    }

    /// The smallest group, the first of several.
    fn smallest(&self) -> Option<GroupId> {
        self.groups.iter().min_by_key(|(_, g)| g.size).map(|(id, _)| *id)
    }

    fn seen_by(&self, viewer: &Viewer) -> Self {
        let lists = viewer.lists_groups();
        let show = |(id, group): (&GroupId, &Group)| {
            let hidden = || Group { name: group.name.clone(), size: group.size, ..Group::default() };
            (*id, if viewer.looks_into(group) { group.clone() } else { hidden() })
        };
        Self {
            groups: if lists { self.groups.iter().map(show).collect() } else { Map::new() },
            status: self.status,
            mixed_by: self.mixed_by,
            notices: if lists { self.notices.clone() } else { vec![] },
        }
    }
}

/// Groups now and before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The round that is planned or under way.
    pub round: Option<Round>,
    /// Rounds that are over, oldest first: whose plan is whose is still asked afterwards.
    pub past: Vec<Round>,
}

impl State {
    /// A group of this or an earlier round.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.round.iter().chain(self.past.iter().rev()).find_map(|round| round.groups.get(&id))
    }

    /// The round whose groups are at work now.
    #[must_use]
    pub fn at_work(&self) -> Option<&Round> {
        self.round.as_ref().filter(|round| round.status.at_work())
    }

    /// The room was paused for so long: the groups get that time back.
    pub fn put_off(&mut self, ms: i64) {
        if let Some(Round { status: Status::Running { ends_at }, .. }) = &mut self.round {
            *ends_at = ends_at.plus_ms(ms);
        }
    }

    /// The group whose work is somebody's own: where they are, or were last.
    #[must_use]
    pub fn home_of(&self, person: PersonId) -> Option<GroupId> {
        self.at_work().or(self.past.last()).and_then(|round| round.group_of(person))
    }
}

/// What may be asked about groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// These are the groups.
    Plan(Vec<Wanted>),
    /// Mix everybody who is here at random, evenly.
    Mix {
        /// Into what.
        rule: Rule,
        /// The chance in it: the same seed mixes the same people in the same way.
        seed: u64,
    },
    /// Put somebody into a group, or into none.
    Move {
        /// Whom.
        person: PersonId,
        /// Where.
        to: Option<GroupId>,
    },
    /// Send the groups off.
    Start {
        /// Minutes at work.
        minutes: u16,
        /// Seconds until people move.
        countdown_s: u16,
    },
    /// Give more time; called back groups stay.
    Extend {
        /// How much.
        minutes: u16,
    },
    /// Say something to all groups.
    Tell(String),
    /// I look in on a group; it is told.
    DropIn(GroupId),
    /// I leave the group I look in on.
    DropOut,
    /// Bring everybody back, or drop a plan that has not started.
    Return {
        /// Warning in seconds.
        seconds: u16,
    },
    /// A call for help is being seen to.
    Answer(GroupId),
    /// My group needs help.
    Help {
        /// Why; may be empty.
        reason: String,
    },
    /// My group needs no help any more.
    CancelHelp,
}

/// What happened to groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A new plan begins, with no groups in it yet.
    Planned(Rule),
    /// The plan has a group.
    Grouped {
        /// Its id.
        group: GroupId,
        /// Its name.
        name: String,
        /// Who is in it.
        members: Set<PersonId>,
    },
    /// The plan was dropped.
    Dropped,
    /// The round as far as this viewer may know it: how a round comes into view.
    Shown(Box<Round>),
    /// Somebody is in a group.
    Joined {
        /// Which.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// Somebody is no longer in a group.
    Left {
        /// Which.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// Another group has so many people now.
    Sized {
        /// Which.
        group: GroupId,
        /// How many.
        size: u32,
    },
    /// The countdown to the groups runs.
    Started {
        /// When people move.
        at: Timestamp,
        /// Minutes they will have.
        minutes: u16,
    },
    /// People are in their groups until then (or for longer than they were).
    Running {
        /// When the time is up.
        ends_at: Timestamp,
    },
    /// More time was given.
    Extended {
        /// When the time is up now.
        ends_at: Timestamp,
    },
    /// Something was said to all groups.
    Told {
        /// Who said it.
        by: PersonId,
        /// What.
        text: String,
    },
    /// A facilitator looks in.
    DroppedIn {
        /// On which group.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// A facilitator has gone again.
    DroppedOut {
        /// From which group.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// The countdown back runs.
    Recalled {
        /// When everybody is back.
        at: Timestamp,
    },
    /// Everybody is back.
    Returned,
    /// A group asks for help.
    HelpAsked {
        /// Which.
        group: GroupId,
        /// Who asked.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// A group's call for help is over.
    HelpEnded {
        /// Which.
        group: GroupId,
        /// The facilitator who sees to it; nobody when the group took it back.
        answered_by: Option<PersonId>,
    },
}

/// Decides about groups.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let events = match command {
        Command::Plan(wanted) => plan(room, ctx, wanted)?,
        Command::Mix { rule, seed } => {
            let groups = mix::even(&able(room), *rule, *seed)?;
            made(room, ctx, *rule, unnamed(groups), 0)?
        }
        Command::Move { person, to } => relocate(room, *person, *to)?,
        Command::Start { minutes, countdown_s } => start(room, ctx, *minutes, *countdown_s)?,
        Command::Extend { minutes } => extend(room, ctx, *minutes)?,
        Command::Tell(text) => {
            let round = at_work(room)?;
            if round.notices.len() >= limit::NOTICES {
                return Err(Refusal::Full);
            }
            vec![Event::Told { by: ctx.person()?, text: wording::paragraph(text, limit::NOTICE)? }]
        }
        Command::DropIn(group) => drop_in(room, ctx.person()?, *group)?,
        Command::DropOut => {
            let me = ctx.person()?;
            let visited = at_work(room)?.visited_by(me);
            visited.map(|group| Event::DroppedOut { group, person: me }).into_iter().collect()
        }
        Command::Return { seconds } => bring_back(room, ctx, *seconds)?,
        Command::Answer(group) => {
            let found = at_work(room)?.groups.get(group).ok_or(Refusal::Unknown)?;
            let me = ctx.person()?;
            found.help.iter().map(|_| Event::HelpEnded { group: *group, answered_by: Some(me) }).collect()
        }
        Command::Help { reason } => {
            let (me, group, found) = mine(room, ctx)?;
            let reason = wording::optional_line(reason, limit::REASON)?;
            if found.help.as_ref().is_some_and(|help| help.reason == reason) {
                return Ok(vec![]);
            }
            vec![Event::HelpAsked { group, by: me, reason }]
        }
        Command::CancelHelp => {
            let (_, group, found) = mine(room, ctx)?;
            found.help.iter().map(|_| Event::HelpEnded { group, answered_by: None }).collect()
        }
    };
    Ok(events.into_iter().map(Happened::Breakout).collect())
}

/// Officers who are here, in order of arrival: those whom a mix puts into groups.
fn able(room: &Room) -> Vec<PersonId> {
    room.roster.present().filter(|p| p.role == Role::Officer).map(|p| p.id).collect()
}

fn plan(room: &Room, ctx: &Context, wanted: &[Wanted]) -> Result<Vec<Event>, Refusal> {
    let mut seen = Set::new();
    let mut groups = vec![];
    for group in wanted {
        for person in &group.members {
            officer(room, *person)?;
            if !seen.insert(*person) {
                return Err(Refusal::Unknown);
            }
        }
        groups.push((
            wording::optional_line(&group.name, limit::NAME)?,
            group.members.iter().copied().collect(),
        ));
    }
    made(room, ctx, Rule::ByHand, groups, 0)
}

fn unnamed(groups: Vec<Set<PersonId>>) -> Vec<(String, Set<PersonId>)> {
    groups.into_iter().map(|members| (String::new(), members)).collect()
}

/// A segment with groups begins: a mix is ready for the facilitator to look at, change and send off, unless
/// they have groups already. `first` is the number of its first event in the decision.
#[must_use]
pub fn prepared(room: &Room, ctx: &Context, draft: Draft, first: usize) -> Vec<Happened> {
    if room.breakout.round.is_some() {
        return vec![];
    }
    let seed = ctx.now.0.unsigned_abs();
    let mixed = mix::even(&able(room), draft.rule, seed);
    let events = mixed.and_then(|groups| made(room, ctx, draft.rule, unnamed(groups), first));
    // Nobody here yet, or groups made by hand: then the facilitator makes them.
    events.unwrap_or_default().into_iter().map(Happened::Breakout).collect()
}

/// The events of a new plan, the first being number `first` of the decision; a group without a name gets its
/// number.
fn made(
    room: &Room,
    ctx: &Context,
    rule: Rule,
    groups: Vec<(String, Set<PersonId>)>,
    first: usize,
) -> Result<Vec<Event>, Refusal> {
    let breakout = &room.breakout;
    if breakout.round.as_ref().is_some_and(|round| round.status != Status::Planned) {
        return Err(Refusal::NotNow);
    }
    if groups.is_empty() {
        return Err(Refusal::Empty);
    }
    if groups.len() > limit::GROUPS || breakout.past.len() >= limit::ROUNDS {
        return Err(Refusal::Full);
    }
    let grouped = groups.into_iter().enumerate().map(|(n, (name, members))| {
        let name = if name.is_empty() { format!("Group {}", n + 1) } else { name };
        Event::Grouped { group: GroupId(ctx.id(first + n + 1)), name, members }
    });
    Ok(std::iter::once(Event::Planned(rule)).chain(grouped).collect())
}

fn relocate(room: &Room, person: PersonId, to: Option<GroupId>) -> Result<Vec<Event>, Refusal> {
    let round = room.breakout.round.as_ref().ok_or(Refusal::NotNow)?;
    officer(room, person)?;
    if to.is_some_and(|group| !round.groups.contains_key(&group)) {
        return Err(Refusal::Unknown);
    }
    let from = round.group_of(person);
    if from == to {
        return Ok(vec![]);
    }
    let left = from.map(|group| Event::Left { group, person });
    Ok(left.into_iter().chain(to.map(|group| Event::Joined { group, person })).collect())
}

fn start(room: &Room, ctx: &Context, minutes: u16, countdown_s: u16) -> Result<Vec<Event>, Refusal> {
    let round = room.breakout.round.as_ref().filter(|r| r.status == Status::Planned);
    let round = round.ok_or(Refusal::NotNow)?;
    let minutes = bounded(minutes)?;
    let mut events = placing(round, &able(room));
    events.push(Event::Started { at: later(ctx, countdown_s), minutes });
    Ok(events)
}

fn extend(room: &Room, ctx: &Context, minutes: u16) -> Result<Vec<Event>, Refusal> {
    let more = i64::from(bounded(minutes)?) * MINUTE_MS;
    // Called back groups were told that time is up: theirs counts from now.
    let ends_at = match at_work(room)?.status {
        Status::Running { ends_at } => ends_at.plus_ms(more),
        Status::Planned | Status::Moving { .. } | Status::Returning { .. } => ctx.now.plus_ms(more),
    };
    if ends_at.since_ms(ctx.now) > 2 * i64::from(limit::GROUP_MINUTES) * MINUTE_MS {
        return Err(Refusal::Full);
    }
    Ok(vec![Event::Extended { ends_at }])
}

fn drop_in(room: &Room, me: PersonId, group: GroupId) -> Result<Vec<Event>, Refusal> {
    let round = at_work(room)?;
    let found = round.groups.get(&group).ok_or(Refusal::Unknown)?;
    let before = round.visited_by(me);
    if before == Some(group) {
        return Ok(vec![]);
    }
    let mut events: Vec<_> =
        before.map(|group| Event::DroppedOut { group, person: me }).into_iter().collect();
    events.push(Event::DroppedIn { group, person: me });
    // Whoever comes in sees to the call; nobody has to tick it off as well.
    events.extend(found.help.iter().map(|_| Event::HelpEnded { group, answered_by: Some(me) }));
    Ok(events)
}

fn bring_back(room: &Room, ctx: &Context, seconds: u16) -> Result<Vec<Event>, Refusal> {
    let round = room.breakout.round.as_ref().ok_or(Refusal::NotNow)?;
    Ok(match round.status {
        Status::Planned => vec![Event::Dropped],
        Status::Moving { .. } => vec![Event::Returned],
        Status::Running { .. } => vec![Event::Recalled { at: later(ctx, seconds) }],
        // Asked again with less patience: sooner, never later.
        Status::Returning { at } if later(ctx, seconds) < at => {
            vec![Event::Recalled { at: later(ctx, seconds) }]
        }
        Status::Returning { .. } => vec![],
    })
}

fn at_work(room: &Room) -> Result<&Round, Refusal> {
    room.breakout.at_work().ok_or(Refusal::NotNow)
}

/// The group of the member who asks.
fn mine<'a>(room: &'a Room, ctx: &Context) -> Result<(PersonId, GroupId, &'a Group), Refusal> {
    let (me, round) = (ctx.person()?, at_work(room)?);
    let group = round.group_of(me).ok_or(Refusal::Unknown)?;
    Ok((me, group, round.groups.get(&group).ok_or(Refusal::Unknown)?))
}

fn officer(room: &Room, person: PersonId) -> Result<&Person, Refusal> {
    let somebody = room.roster.people.get(&person).ok_or(Refusal::Unknown)?;
    let fits = somebody.role == Role::Officer && somebody.standing == Standing::Admitted;
    if fits { Ok(somebody) } else { Err(Refusal::Unknown) }
}

fn bounded(minutes: u16) -> Result<u16, Refusal> {
    match minutes {
        0 => Err(Refusal::Empty),
        1..=limit::GROUP_MINUTES => Ok(minutes),
        _ => Err(Refusal::TooLong { max: u32::from(limit::GROUP_MINUTES) }),
    }
}

fn later(ctx: &Context, seconds: u16) -> Timestamp {
    ctx.now.plus_ms(i64::from(seconds.min(COUNTDOWN_S)) * 1_000)
}

/// Puts each of `people` who has no group into the smallest one, one after another.
fn placing(round: &Round, people: &[PersonId]) -> Vec<Event> {
    let mut round = round.clone();
    let mut events = vec![];
    for person in
        people.iter().copied().filter(|person| round.group_of(*person).is_none()).collect::<Vec<_>>()
    {
        let Some(group) = round.smallest() else { break };
        if let Some(found) = round.groups.get_mut(&group) {
            found.size += 1;
        }
        events.push(Event::Joined { group, person });
    }
    events
}

/// Officers who come in while groups run get a place in the decision that lets them in.
#[must_use]
pub fn welcome(room: &Room, newcomers: &[PersonId]) -> Vec<Happened> {
    let under_way = |r: &&Round| matches!(r.status, Status::Moving { .. } | Status::Running { .. });
    let round = room.breakout.round.as_ref().filter(under_way);
    round.map(|round| placing(round, newcomers)).into_iter().flatten().map(Happened::Breakout).collect()
}

/// Whoever cannot be reached any more looks in on nobody; members keep their place and come back to it.
#[must_use]
pub fn absent(room: &Room, person: PersonId) -> Option<Happened> {
    let group = room.breakout.round.as_ref()?.visited_by(person)?;
    Some(Happened::Breakout(Event::DroppedOut { group, person }))
}

/// Whoever is removed or changes roles gives up their place, as member or as visitor.
#[must_use]
pub fn vacated(room: &Room, person: PersonId) -> Option<Happened> {
    let member = room.breakout.round.as_ref().and_then(|round| round.group_of(person));
    member.map(|group| Happened::Breakout(Event::Left { group, person })).or_else(|| absent(room, person))
}

/// What has become due.
#[must_use]
pub fn overdue(room: &Room, ctx: &Context) -> Vec<Happened> {
    let status = room.breakout.round.as_ref().map(|round| round.status);
    let event = match status {
        Some(Status::Moving { at, minutes }) if at <= ctx.now => {
            // Their minutes count from when they are there, however late that is noticed.
            let running = Event::Running { ends_at: ctx.now.plus_ms(i64::from(minutes) * MINUTE_MS) };
            let begun = exercise::arrived(room);
            return [Happened::Breakout(running)].into_iter().chain(begun).collect();
        }
        Some(Status::Running { ends_at }) if ends_at <= ctx.now && room.paused.is_none() => {
            Event::Recalled { at: later(ctx, RECALL_S) }
        }
        Some(Status::Returning { at }) if at <= ctx.now => Event::Returned,
        _ => return vec![],
    };
    vec![Happened::Breakout(event)]
}

/// When groups next move by themselves.
#[must_use]
pub fn deadline(room: &Room) -> Option<(Timestamp, &'static str)> {
    match room.breakout.round.as_ref()?.status {
        Status::Planned => None,
        // A paused room does not call groups back; it gives them the time afterwards.
        Status::Running { .. } if room.paused.is_some() => None,
        Status::Moving { at, .. } => Some((at, "groups begin")),
        Status::Running { ends_at } => Some((ends_at, "the groups' time is up")),
        Status::Returning { at } => Some((at, "groups come back")),
    }
}

/// Applies what happened to groups.
pub fn evolve(breakout: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Planned(rule) => breakout.round = Some(Round { mixed_by: *rule, ..Round::default() }),
        Event::Dropped => breakout.round = None,
        Event::Shown(round) => breakout.round = Some((**round).clone()),
        Event::Returned => {
            if let Some(mut round) = breakout.round.take() {
                round.groups.values_mut().for_each(|group| group.help = None);
                breakout.past.push(round);
            }
        }
        Event::Started { .. }
        | Event::Running { .. }
        | Event::Extended { .. }
        | Event::Recalled { .. }
        | Event::Told { .. } => {
            if let Some(round) = &mut breakout.round {
                evolve_round(round, at, event);
            }
        }
        Event::Grouped { group, name, members } => {
            if let Some(round) = &mut breakout.round {
                let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
                let made = Group { name: name.clone(), size, members: members.clone(), ..Group::default() };
                round.groups.insert(*group, made);
            }
        }
        Event::Joined { group, .. }
        | Event::Left { group, .. }
        | Event::Sized { group, .. }
        | Event::DroppedIn { group, .. }
        | Event::DroppedOut { group, .. }
        | Event::HelpAsked { group, .. }
        | Event::HelpEnded { group, .. } => {
            let groups = breakout.round.as_mut().map(|round| &mut round.groups);
            if let Some(group) = groups.and_then(|groups| groups.get_mut(group)) {
                evolve_group(group, at, event);
            }
        }
    }
}

fn evolve_round(round: &mut Round, now: Timestamp, event: &Event) {
    match event {
        Event::Started { at, minutes } => round.status = Status::Moving { at: *at, minutes: *minutes },
        Event::Running { ends_at } | Event::Extended { ends_at } => {
            round.status = Status::Running { ends_at: *ends_at };
        }
        Event::Recalled { at } => round.status = Status::Returning { at: *at },
        Event::Told { by, text } => round.notices.push(Notice { by: *by, at: now, text: text.clone() }),
        _ => {}
    }
}

fn evolve_group(found: &mut Group, at: Timestamp, event: &Event) {
    match event {
        Event::Joined { person, .. } => {
            found.members.insert(*person);
            found.size = u32::try_from(found.members.len()).unwrap_or(u32::MAX);
        }
        Event::Left { person, .. } => {
            found.members.remove(person);
            found.size = u32::try_from(found.members.len()).unwrap_or(u32::MAX);
        }
        Event::Sized { size, .. } => found.size = *size,
        Event::DroppedIn { person, .. } => {
            found.visitors.insert(*person);
        }
        Event::DroppedOut { person, .. } => {
            found.visitors.remove(person);
        }
        Event::HelpAsked { by, reason, .. } => {
            found.help = Some(Help { by: *by, reason: reason.clone(), at });
        }
        Event::HelpEnded { .. } => found.help = None,
        _ => {}
    }
}

/// Who is told what about groups.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let breakout = &room.breakout;
    let planned = breakout.round.as_ref().is_some_and(|round| round.status == Status::Planned);
    if planned || matches!(event, Event::Dropped) {
        return Share::whole_if(viewer.facilitates());
    }
    let found = |group: &GroupId| breakout.round.as_ref().and_then(|round| round.groups.get(group));
    match event {
        Event::Planned(_) | Event::Grouped { .. } | Event::Dropped => Share::Nothing,
        Event::Shown(_) | Event::Sized { .. } => Share::Nothing,
        Event::Started { .. } if viewer.facilitates() => Share::Whole,
        Event::Started { .. } => match breakout.round.as_ref().filter(|_| viewer.inside) {
            Some(round) => Share::Instead(shown(round.seen_by(viewer))),
            None => Share::Nothing,
        },
        // Who comes into a group hears its talk from now on, who leaves it no longer does.
        Event::Running { .. } | Event::Returned if viewer.inside && viewer.role == Role::Officer => {
            Share::Look
        }
        Event::Returned if visited(breakout, viewer.person) => looks_again(viewer),
        Event::Joined { person, .. }
        | Event::Left { person, .. }
        | Event::DroppedIn { person, .. }
        | Event::DroppedOut { person, .. }
            if *person == viewer.person =>
        {
            looks_again(viewer)
        }
        Event::Joined { group, .. } | Event::Left { group, .. } => match found(group) {
            Some(found) if viewer.looks_into(found) => Share::Whole,
            Some(found) if viewer.lists_groups() => {
                Share::Instead(Happened::Breakout(Event::Sized { group: *group, size: found.size }))
            }
            _ => Share::Nothing,
        },
        Event::DroppedIn { group, .. }
        | Event::DroppedOut { group, .. }
        | Event::HelpAsked { group, .. }
        | Event::HelpEnded { group, .. } => {
            Share::whole_if(found(group).is_some_and(|found| viewer.looks_into(found)))
        }
        Event::Told { .. } => Share::whole_if(viewer.lists_groups()),
        Event::Running { .. } | Event::Extended { .. } | Event::Recalled { .. } | Event::Returned => {
            Share::whole_if(viewer.inside)
        }
    }
}

fn shown(round: Round) -> Happened {
    Happened::Breakout(Event::Shown(Box::new(round)))
}

/// Whether they looked in on a group when the last round ended.
fn visited(breakout: &State, person: PersonId) -> bool {
    breakout.past.last().is_some_and(|round| round.visited_by(person).is_some())
}

fn looks_again(viewer: &Viewer) -> Share {
    if viewer.inside { Share::Look } else { Share::Nothing }
}

/// The groups in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    if !viewer.inside {
        return State::default();
    }
    let visible = |round: &&Round| viewer.facilitates() || round.status != Status::Planned;
    State {
        round: room.breakout.round.as_ref().filter(visible).map(|round| round.seen_by(viewer)),
        past: room.breakout.past.iter().map(|round| round.seen_by(viewer)).collect(),
    }
}
