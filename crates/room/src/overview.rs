//! How far each group is, at one glance: the facilitator's cards while groups are at work.

use crate::{
    GroupId, PersonId, Room, Timestamp,
    breakout::Help,
    exercise::{Place, Step},
    plan,
};

/// One group's card. It says how much there is, never whose: that is all anybody outside the group needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which group.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// Its members, those who are here first.
    pub members: Vec<PersonId>,
    /// How many of them are here.
    pub present: u32,
    /// The step it is at; nothing when no exercise runs.
    pub step: Option<Step>,
    /// Its issue; empty until chosen.
    pub issue: String,
    /// Ideas written.
    pub ideas: u32,
    /// Dots placed.
    pub dots: u32,
    /// Dots that its members have in all.
    pub dot_budget: u32,
    /// Actions on its plan.
    pub actions: u32,
    /// Actions that lack nothing.
    pub complete: u32,
    /// When anything last changed in its exercise or plan; nothing if nothing has begun.
    pub changed: Option<Timestamp>,
    /// It asks for help.
    pub help: Option<Help>,
    /// Facilitators who look in.
    pub visitors: Vec<PersonId>,
}

impl Card {
    /// Milliseconds since anything changed.
    #[must_use]
    pub fn quiet_ms(&self, now: Timestamp) -> i64 {
        self.changed.map_or(0, |changed| now.since_ms(changed).max(0))
    }
}

/// A card for every group of the round that is planned or under way, in the order of the groups. Made from
/// what a facilitator sees, so that a browser can make it too.
#[must_use]
pub fn overview(room: &Room) -> Vec<Card> {
    let groups = room.breakout.round.iter().flat_map(|round| round.groups.keys());
    groups.filter_map(|group| card(room, *group)).collect()
}

fn card(room: &Room, id: GroupId) -> Option<Card> {
    let group = room.breakout.round.as_ref()?.groups.get(&id)?;
    let place = Place::Group(id);
    let running = room.exercise.running();
    let work = running.and_then(|running| running.works.get(&place));
    let here = |person: &PersonId| room.roster.people.get(person).is_some_and(|p| p.presence.counts());
    let mut members: Vec<_> = group.members.iter().copied().collect();
    members.sort_by_key(|person| !here(person));
    let actions: Vec<_> = room.plan.of(place).map(|(_, action)| action).collect();
    let touched = work.map(|work| work.changed).into_iter().chain(actions.iter().map(|a| a.changed));
    let each = running.map_or(0, |running| u32::from(running.draft.dots));
    Some(Card {
        group: id,
        name: group.name.clone(),
        present: count(members.iter().filter(|person| here(person))),
        members,
        step: work.map(|work| work.step),
        issue: work.map(|work| work.issue.clone()).unwrap_or_default(),
        ideas: work.map_or(0, |work| work.idea_count),
        dots: work.map_or(0, |work| work.dot_count),
        dot_budget: each.saturating_mul(group.size),
        actions: count(actions.iter()),
        complete: count(actions.iter().filter(|action| plan::missing(action).is_empty())),
        changed: touched.max(),
        help: group.help.clone(),
        visitors: group.visitors.keys().copied().collect(),
    })
}

fn count<T>(things: impl Iterator<Item = T>) -> u32 {
    u32::try_from(things.count()).unwrap_or(u32::MAX)
}
