//! What will be done: actions with an owner, a first step, a date and a measure; reports to the room; and
//! what each officer commits to.
//!
//! A group sees its own plan, facilitators see all of them as they grow, everybody sees what was reported.
//! A commitment is its author's alone until they share it.

mod date;
#[cfg(test)]
mod tests;

use crate::map::{Map, Set};
use crate::{
    ActionId, Context, Event as Happened, IdeaId, PersonId, Refusal, Room, Share, Timestamp, Viewer,
    exercise::Place, limit, roster::Role, wording,
};
use serde::{Deserialize, Serialize};

/// A field that is not typed in for this long is free again.
pub const CLAIM_MS: i64 = 30_000;

/// The text fields of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Field {
    /// What will be done, beginning with a verb.
    Title,
    /// The first step and when it happens: if ..., then ...
    FirstStep,
    /// Done by this day.
    Due,
    /// How will we know it worked?
    Measure,
    /// Who helps.
    Helper,
    /// What could get in the way.
    Obstacle,
}

/// What an action lacks before it is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lack {
    /// Somebody who owns it.
    Owner,
    /// The owner's yes.
    Acceptance,
    /// A first step.
    FirstStep,
    /// A date.
    Due,
    /// A measure.
    Measure,
}

/// One action of a plan. Texts are empty until written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Whose plan it belongs to.
    pub place: Place,
    /// What will be done.
    pub title: String,
    /// Who owns it.
    pub owner: Option<PersonId>,
    /// Whether the owner has said yes, on screen.
    pub accepted: bool,
    /// The first step and when it happens.
    pub first_step: String,
    /// Done by this day, as `YYYY-MM-DD`.
    pub due: String,
    /// How will we know it worked?
    pub measure: String,
    /// Who helps.
    pub helper: String,
    /// What could get in the way.
    pub obstacle: String,
    /// The idea it came from.
    pub from_idea: Option<IdeaId>,
    /// Who is typing in which field, and since their last word.
    pub claims: Map<Field, (PersonId, Timestamp)>,
    /// When it last changed.
    pub changed: Timestamp,
}

impl Action {
    /// A field's text.
    #[must_use]
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::FirstStep => &self.first_step,
            Field::Due => &self.due,
            Field::Measure => &self.measure,
            Field::Helper => &self.helper,
            Field::Obstacle => &self.obstacle,
        }
    }

    fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::FirstStep => &mut self.first_step,
            Field::Due => &mut self.due,
            Field::Measure => &mut self.measure,
            Field::Helper => &mut self.helper,
            Field::Obstacle => &mut self.obstacle,
        }
    }
}

/// What an action lacks; nothing: it is ready.
#[must_use]
pub fn missing(action: &Action) -> Vec<Lack> {
    let lacks = [
        (Lack::Owner, action.owner.is_none()),
        (Lack::Acceptance, action.owner.is_some() && !action.accepted),
        (Lack::FirstStep, action.first_step.is_empty()),
        (Lack::Due, action.due.is_empty()),
        (Lack::Measure, action.measure.is_empty()),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect()
}

/// What the room was told when a place reported; its actions are in the room's sight from then on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The group's name; empty for the whole room.
    pub name: String,
    /// Its issue.
    pub issue: String,
}

/// Who is reporting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporting {
    /// Which place.
    pub place: Place,
    /// When its time is up; nobody is cut off.
    pub ends_at: Timestamp,
}

/// What an officer will do: if ..., then ...
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// In their words.
    pub text: String,
    /// Whether the room may see it.
    pub shared: bool,
}

/// All plans of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Actions in the order they were added.
    pub actions: Map<ActionId, Action>,
    /// Places that have reported.
    pub reports: Map<Place, Report>,
    /// Who is reporting now.
    pub reporting: Option<Reporting>,
    /// Actions that the whole room has made its own.
    pub adopted: Set<ActionId>,
    /// Commitments by author: one's own and shared ones.
    pub commitments: Map<PersonId, Commitment>,
    /// How many have committed to something.
    pub committed: u32,
}

impl State {
    /// The actions of one place, in order.
    pub fn of(&self, place: Place) -> impl Iterator<Item = (ActionId, &Action)> {
        self.actions.iter().filter(move |(_, action)| action.place == place).map(|(id, action)| (*id, action))
    }
}

/// What may be asked about plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Add an action.
    Add {
        /// To whose plan.
        place: Place,
        /// What will be done.
        title: String,
        /// The idea it comes from.
        from_idea: Option<IdeaId>,
    },
    /// Write a field.
    Set {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
        /// What it says now; may be empty except for the title.
        value: String,
    },
    /// I am typing in this field.
    Claim {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
    },
    /// I am done with this field.
    Release {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
    },
    /// This person shall own it; whoever names themselves has said yes with that.
    Offer {
        /// Which action.
        action: ActionId,
        /// Who; nobody takes the offer back.
        owner: Option<PersonId>,
    },
    /// I own it (`true`), or I do not after all.
    Accept {
        /// Which action.
        action: ActionId,
        /// Yes or no.
        yes: bool,
    },
    /// Take an action off the plan.
    Remove(ActionId),
    /// This place reports to the room: everybody sees its plan from now on.
    Report {
        /// Which.
        place: Place,
        /// For how long.
        seconds: u16,
    },
    /// Nobody reports any more.
    EndReport,
    /// Put a reported action on the whole room's list, or take it off.
    Adopt {
        /// Which.
        action: ActionId,
        /// On or off.
        on: bool,
    },
    /// What I commit to, in my words.
    Commit(String),
    /// Everybody may see what I commit to.
    ShareCommitment,
}

/// What happened to plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// An action was added.
    Added {
        /// Its id.
        action: ActionId,
        /// To whose plan.
        place: Place,
        /// What will be done.
        title: String,
        /// The idea it came from.
        from_idea: Option<IdeaId>,
    },
    /// A field was written.
    Set {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
        /// What it says now.
        value: String,
        /// Who wrote it.
        by: PersonId,
    },
    /// Somebody is typing in a field.
    Claimed {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
        /// Who.
        by: PersonId,
    },
    /// A field is free.
    Released {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
    },
    /// Somebody else owns it, or nobody does.
    Owned {
        /// Which action.
        action: ActionId,
        /// Who.
        owner: Option<PersonId>,
        /// Whether they have said yes.
        accepted: bool,
    },
    /// An action was taken off its plan (and off the room's list).
    Removed {
        /// Which.
        action: ActionId,
        /// Whose plan it was on.
        place: Place,
    },
    /// A place's plan is in everybody's sight.
    Reported {
        /// Which place.
        place: Place,
        /// What the room is told about it.
        report: Report,
        /// Its actions, for those who did not see them before; empty in the log.
        actions: Map<ActionId, Action>,
    },
    /// The word is with somebody, or with nobody.
    Reporting(Option<Reporting>),
    /// An action was put on the whole room's list or taken off.
    Adopted {
        /// Which.
        action: ActionId,
        /// On or off.
        on: bool,
    },
    /// Somebody committed to something.
    Committed {
        /// Who.
        person: PersonId,
        /// To what.
        text: String,
    },
    /// Somebody changed what they commit to.
    Recommitted {
        /// Who.
        person: PersonId,
        /// To what.
        text: String,
    },
    /// What others learn of a commitment that is not shared.
    CommitmentsCounted(u32),
    /// Somebody showed the room what they commit to.
    CommitmentShared {
        /// Who.
        person: PersonId,
        /// To what.
        text: String,
    },
}

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

/// Applies what happened to plans.
pub fn evolve(plan: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Added { action, place, title, from_idea } => {
            let (title, from_idea) = (title.clone(), *from_idea);
            let added = Action { place: *place, title, from_idea, changed: at, ..Action::default() };
            plan.actions.insert(*action, added);
        }
        Event::Set { action, .. }
        | Event::Claimed { action, .. }
        | Event::Released { action, .. }
        | Event::Owned { action, .. } => {
            if let Some(found) = plan.actions.get_mut(action) {
                evolve_action(found, at, event);
            }
        }
        Event::Removed { action, .. } => {
            plan.actions.remove(action);
            plan.adopted.remove(action);
        }
        Event::Reported { place, report, actions } => {
            plan.reports.insert(*place, report.clone());
            plan.actions.extend(actions.iter().map(|(id, action)| (*id, action.clone())));
        }
        Event::Reporting(reporting) => plan.reporting = *reporting,
        Event::Adopted { action, on: true } => {
            plan.adopted.insert(*action);
        }
        Event::Adopted { action, on: false } => {
            plan.adopted.remove(action);
        }
        Event::Committed { person, text } => {
            plan.commitments.insert(*person, Commitment { text: text.clone(), shared: false });
            plan.committed += 1;
        }
        Event::Recommitted { person, text } => {
            if let Some(found) = plan.commitments.get_mut(person) {
                found.text.clone_from(text);
            }
        }
        Event::CommitmentsCounted(n) => plan.committed = *n,
        Event::CommitmentShared { person, text } => {
            plan.commitments.insert(*person, Commitment { text: text.clone(), shared: true });
        }
    }
}

fn evolve_action(action: &mut Action, at: Timestamp, event: &Event) {
    action.changed = at;
    match event {
        Event::Set { field, value, by, .. } => {
            action.field_mut(*field).clone_from(value);
            // Typing keeps the field; a word written without claiming it takes it from nobody.
            if let Some(claim) = action.claims.get_mut(field) {
                *claim = (*by, at);
            }
        }
        Event::Claimed { field, by, .. } => {
            action.claims.insert(*field, (*by, at));
        }
        Event::Released { field, .. } => {
            action.claims.remove(field);
        }
        Event::Owned { owner, accepted, .. } => {
            action.owner = *owner;
            action.accepted = *accepted;
        }
        _ => {}
    }
}

/// Who is told what about plans.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let plan = &room.plan;
    let counted = || Share::Instead(Happened::Plan(Event::CommitmentsCounted(plan.committed)));
    match event {
        Event::Added { place, .. } | Event::Removed { place, .. } => {
            Share::whole_if(viewer.sees_plan(plan, *place))
        }
        Event::Set { action, .. }
        | Event::Claimed { action, .. }
        | Event::Released { action, .. }
        | Event::Owned { action, .. }
        | Event::Adopted { action, .. } => {
            let found = plan.actions.get(action);
            Share::whole_if(found.is_some_and(|found| viewer.sees_plan(plan, found.place)))
        }
        Event::Reported { .. } if !viewer.inside => Share::Nothing,
        Event::Reported { place, .. } if viewer.sees_work(*place) => Share::Whole,
        Event::Reported { place, report, .. } => {
            let actions = plan.of(*place).map(|(id, action)| (id, action.clone())).collect();
            let reported = Event::Reported { place: *place, report: report.clone(), actions };
            Share::Instead(Happened::Plan(reported))
        }
        Event::Committed { person, .. } if viewer.inside && *person != viewer.person => counted(),
        Event::Committed { person, .. } | Event::Recommitted { person, .. } => {
            let shared = plan.commitments.get(person).is_some_and(|c| c.shared);
            Share::whole_if(viewer.sees_commitment(*person, shared))
        }
        Event::Reporting(_) | Event::CommitmentsCounted(_) | Event::CommitmentShared { .. } => {
            Share::whole_if(viewer.inside)
        }
    }
}

/// Plans in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let plan = &room.plan;
    if !viewer.inside {
        return State::default();
    }
    let actions = plan.actions.iter().filter(|(_, action)| viewer.sees_plan(plan, action.place));
    let commitments = plan.commitments.iter();
    let commitments = commitments.filter(|(author, found)| viewer.sees_commitment(**author, found.shared));
    State {
        actions: actions.map(|(id, action)| (*id, action.clone())).collect(),
        reports: plan.reports.clone(),
        reporting: plan.reporting,
        adopted: plan.adopted.clone(),
        commitments: commitments.map(|(author, found)| (*author, found.clone())).collect(),
        committed: plan.committed,
    }
}
