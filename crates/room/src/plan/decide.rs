//! What may be done with plans, and by whom.

use super::{Action, CLAIM_MS, Command, Event, Field, Report, Reporting, date};
use crate::{
    ActionId, Context, Event as Happened, IdeaId, PersonId, Refusal, Room, Viewer, exercise::Place, limit,
    map::Map, roster::Role, wording,
};

/// Decides about plans.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let plan = &room.plan;
    let events = match command {
        Command::Add { place, title, from_idea } => vec![add(room, ctx, *place, title, *from_idea)?],
        Command::Set { action, field, value } => set(room, ctx, *action, *field, value)?,
        Command::Claim { action, field } => {
            let (me, found) = writable(room, ctx, *action)?;
            free(room, ctx, found, *field, me)?;
            vec![Event::Claimed { action: *action, field: *field, by: me }]
        }
        Command::Release { action, field } => {
            let (me, found) = writable(room, ctx, *action)?;
            let mine = found.claims.get(field).filter(|(holder, _)| *holder == me);
            mine.iter().map(|_| Event::Released { action: *action, field: *field }).collect()
        }
        Command::Offer { action, owner } => offer(room, ctx, *action, *owner)?,
        Command::Accept { action, yes } => {
            let (me, found) = visible(room, ctx, *action)?;
            if found.owner != Some(me.person) {
                return Err(Refusal::NotAllowed);
            }
            let owned = Event::Owned { action: *action, owner: yes.then_some(me.person), accepted: *yes };
            (found.accepted != *yes || !yes).then_some(owned).into_iter().collect()
        }
        Command::Remove(action) => {
            let (_, found) = writable(room, ctx, *action)?;
            vec![Event::Removed { action: *action, place: found.place }]
        }
        Command::Report { place, seconds } => report(room, ctx, *place, *seconds)?,
        Command::EndReport => plan.reporting.iter().map(|_| Event::Reporting(None)).collect(),
        Command::Adopt { action, on } => {
            let found = plan.actions.get(action).ok_or(Refusal::Unknown)?;
            if !plan.reports.contains_key(&found.place) {
                return Err(Refusal::NotNow);
            }
            let changed = plan.adopted.contains(action) != *on;
            changed.then_some(Event::Adopted { action: *action, on: *on }).into_iter().collect()
        }
        Command::Commit(text) => commit(room, ctx, text)?,
        Command::ShareCommitment => {
            let person = ctx.person()?;
            let own = plan.commitments.get(&person).ok_or(Refusal::Empty)?;
            let shared = Event::CommitmentShared { person, text: own.text.clone() };
            (!own.shared).then_some(shared).into_iter().collect()
        }
    };
    Ok(events.into_iter().map(Happened::Plan).collect())
}

fn add(
    room: &Room,
    ctx: &Context,
    place: Place,
    title: &str,
    from_idea: Option<IdeaId>,
) -> Result<Event, Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    let known = match place {
        Place::Room => true,
        Place::Group(group) => room.breakout.group(group).is_some(),
    };
    if !me.writes_for(place) || !known {
        return Err(Refusal::Unknown);
    }
    let work = room.exercise.work(place);
    let shown = |idea| work.is_some_and(|work| work.revealed && work.ideas.contains_key(&idea));
    if from_idea.is_some_and(|idea| !shown(idea)) {
        return Err(Refusal::Unknown);
    }
    if room.plan.of(place).count() >= limit::ACTIONS {
        return Err(Refusal::Full);
    }
    let title = wording::line(title, limit::FIELD)?;
    Ok(Event::Added { action: ActionId(ctx.id(0)), place, title, from_idea })
}

fn set(
    room: &Room,
    ctx: &Context,
    action: ActionId,
    field: Field,
    value: &str,
) -> Result<Vec<Event>, Refusal> {
    let (me, found) = writable(room, ctx, action)?;
    free(room, ctx, found, field, me)?;
    let value = match field {
        Field::Title => wording::line(value, limit::FIELD)?,
        Field::Due => date::day(value)?,
        Field::FirstStep | Field::Measure | Field::Helper | Field::Obstacle => {
            wording::optional_line(value, limit::FIELD)?
        }
    };
    let changed = found.field(field) != value;
    Ok(changed.then_some(Event::Set { action, field, value, by: me }).into_iter().collect())
}

fn offer(
    room: &Room,
    ctx: &Context,
    action: ActionId,
    owner: Option<PersonId>,
) -> Result<Vec<Event>, Refusal> {
    let (me, found) = writable(room, ctx, action)?;
    if let Some(owner) = owner {
        let viewer = Viewer::of(room, owner).filter(|v| v.role == Role::Officer);
        // Whoever cannot see the action cannot say yes to it.
        if !viewer.is_some_and(|v| v.sees_plan(&room.plan, found.place)) {
            return Err(Refusal::Unknown);
        }
    }
    if found.owner == owner {
        return Ok(vec![]);
    }
    Ok(vec![Event::Owned { action, owner, accepted: owner == Some(me) }])
}

fn report(room: &Room, ctx: &Context, place: Place, seconds: u16) -> Result<Vec<Event>, Refusal> {
    let name = match place {
        Place::Room => String::new(),
        Place::Group(group) => room.breakout.group(group).ok_or(Refusal::Unknown)?.name.clone(),
    };
    let ends_at = ctx.now.plus_ms(i64::from(seconds.min(limit::REPORT_S)) * 1_000);
    let issue = room.exercise.work(place).map(|work| work.issue.clone()).unwrap_or_default();
    let report = Report { name, issue };
    let told = room.plan.reports.get(&place) == Some(&report);
    let reported = (!told).then(|| Event::Reported { place, report, actions: Map::new() });
    Ok(reported.into_iter().chain([Event::Reporting(Some(Reporting { place, ends_at }))]).collect())
}

fn commit(room: &Room, ctx: &Context, text: &str) -> Result<Vec<Event>, Refusal> {
    let person = ctx.person()?;
    let me = Viewer::of(room, person).ok_or(Refusal::NotInside)?;
    if me.role != Role::Officer {
        return Err(Refusal::NotAllowed);
    }
    let text = wording::paragraph(text, limit::FIELD)?;
    Ok(match room.plan.commitments.get(&person) {
        None => vec![Event::Committed { person, text }],
        Some(before) if before.text == text => vec![],
        Some(_) => vec![Event::Recommitted { person, text }],
    })
}

/// An action that the one who asks can see: others do not exist for them.
fn visible<'a>(room: &'a Room, ctx: &Context, action: ActionId) -> Result<(Viewer, &'a Action), Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    let found = room.plan.actions.get(&action).ok_or(Refusal::Unknown)?;
    if me.sees_plan(&room.plan, found.place) { Ok((me, found)) } else { Err(Refusal::Unknown) }
}

/// An action on a plan that the one who asks may write.
fn writable<'a>(room: &'a Room, ctx: &Context, action: ActionId) -> Result<(PersonId, &'a Action), Refusal> {
    let (me, found) = visible(room, ctx, action)?;
    if me.writes_for(found.place) { Ok((me.person, found)) } else { Err(Refusal::NotAllowed) }
}

/// Whether a field may be typed in: nobody else does, or they have gone silent.
fn free(room: &Room, ctx: &Context, action: &Action, field: Field, me: PersonId) -> Result<(), Refusal> {
    let Some((by, since)) = action.claims.get(&field).copied() else { return Ok(()) };
    let here = room.roster.people.get(&by).is_some_and(|p| p.presence.counts());
    let held = by != me && here && ctx.now.since_ms(since) < CLAIM_MS;
    if held { Err(Refusal::Held { by }) } else { Ok(()) }
}
