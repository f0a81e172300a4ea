//! What may be done with groups, and what they do by themselves when their time has come.

use super::{
    Blend, COUNTDOWN_S, Command, Draft, Event, Group, RECALL_S, Round, Rule, Status, Wanted, late::placing,
    mix, people::People,
};
use crate::{
    Context, Event as Happened, GroupId, MINUTE_MS, PersonId, Refusal, Room, Timestamp,
    agenda::Activity,
    board, exercise, limit,
    map::Set,
    roster::{Person, Role, Standing},
    wording,
};

/// Decides about groups.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let events = match command {
        Command::Plan(wanted) => plan(room, ctx, wanted)?,
        Command::Mix { rule, seed } => {
            let groups = mix::even(&People::here(room), *rule, blend(room, *rule), *seed)?;
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

/// Who shall sit with whom, as the running segment has it.
pub(super) fn wished(room: &Room) -> Blend {
    let activities = room.agenda.running().map(|segment| &segment.activities);
    let draft = activities.and_then(|all| {
        all.iter().find_map(|activity| match activity {
            Activity::Groups(draft) => Some(draft),
            _ => None,
        })
    });
    draft.map_or(Blend::Any, |draft| draft.rule.blend())
}

/// Who sits with whom in groups by `rule`.
pub(super) fn blend(room: &Room, rule: Rule) -> Blend {
    match rule.blend() {
        Blend::Any => wished(room),
        own => own,
    }
}

/// Officers who are here, in order of arrival: those whom a mix puts into groups.
pub(super) fn able(room: &Room) -> Vec<PersonId> {
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
    let mixed = mix::even(&People::here(room), draft.rule, draft.rule.blend(), seed);
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
    let here: Vec<&Person> = able(room).iter().filter_map(|id| room.roster.people.get(id)).collect();
    let mut events = placing(room, round, &here);
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

pub(super) fn bounded(minutes: u16) -> Result<u16, Refusal> {
    match minutes {
        0 => Err(Refusal::Empty),
        1..=limit::GROUP_MINUTES => Ok(minutes),
        _ => Err(Refusal::TooLong { max: u32::from(limit::GROUP_MINUTES) }),
    }
}

fn later(ctx: &Context, seconds: u16) -> Timestamp {
    ctx.now.plus_ms(i64::from(seconds.min(COUNTDOWN_S)) * 1_000)
}

/// Officers who come in while groups run get a place in the decision that lets them in.
#[must_use]
pub fn welcome(room: &Room, newcomers: &[&Person]) -> Vec<Happened> {
    let under_way = |r: &&Round| matches!(r.status, Status::Moving { .. } | Status::Running { .. });
    let round = room.breakout.round.as_ref().filter(under_way);
    round.map(|round| placing(room, round, newcomers)).into_iter().flatten().map(Happened::Breakout).collect()
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
            let mut events = vec![Happened::Breakout(running)];
            events.extend(exercise::arrived(room));
            events.extend(board::arrived(room, ctx, events.len()));
            return events;
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
