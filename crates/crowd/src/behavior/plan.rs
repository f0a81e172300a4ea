//! Making a plan: the idea with the most dots becomes an action with an owner, a first step, a date and a measure.

use super::desk::{Desk, Part};
use crate::texts::{self, Proposal};
use rand::{RngExt as _, rngs::StdRng};
use room::{
    ActionId, Command, PersonId, Room, Timestamp,
    exercise::{Place, Work},
    plan::{self, Action, Command as Plan, Field},
};

/// Milliseconds in a day.
const DAY_MS: i64 = 24 * 60 * 60_000;

/// What this officer does next for the plan of their place.
pub(super) fn next(desk: &Desk<'_>, work: &Work, chance: &mut StdRng) -> Vec<Command> {
    if !desk.decides() {
        return vec![];
    }
    let plan = &desk.room.plan;
    if plan.of(desk.place).next().is_none() {
        let writes = desk.part() == Part::Writes;
        return writes.then(|| begin(desk, work)).into_iter().collect();
    }
    plan.of(desk.place).find_map(|(id, action)| fill_in(desk, id, action, chance)).unwrap_or_default()
}

/// Whether the place has a plan and nothing in it is missing.
pub(super) fn complete(desk: &Desk<'_>) -> bool {
    let mut actions = desk.room.plan.of(desk.place).peekable();
    actions.peek().is_some() && actions.all(|(_, action)| plan::missing(action).is_empty())
}

/// Says yes to an action that was offered to this officer.
pub(super) fn accept(room: &Room, me: PersonId) -> Option<Command> {
    let mut actions = room.plan.actions.iter();
    let offered = actions.find(|(_, action)| action.owner == Some(me) && !action.accepted);
    offered.map(|(action, _)| Command::Plan(Plan::Accept { action: *action, yes: true }))
}

/// The idea with the most dots becomes the first action.
fn begin(desk: &Desk<'_>, work: &Work) -> Command {
    let best = work.ranking().first().map(|rank| rank.idea);
    let idea = best.and_then(|idea| work.ideas.get(&idea));
    let title = idea.map_or(texts::PROPOSALS[desk.number() % texts::PROPOSALS.len()].action, |i| &i.text);
    Command::Plan(Plan::Add { place: desk.place, title: title.to_owned(), from_idea: best })
}

/// The next thing an action lacks: claimed, written and let go, as a person does it.
fn fill_in(desk: &Desk<'_>, id: ActionId, action: &Action, chance: &mut StdRng) -> Option<Vec<Command>> {
    if desk.part() == Part::Writes && !owned(desk, action) {
        return Some(vec![offer(desk, id, chance)]);
    }
    let texts = texts::fitting(&action.title, id.0 as usize);
    let fields = [Field::FirstStep, Field::Due, Field::Measure, Field::Obstacle];
    let taken = |field: &Field| {
        let claim = action.claims.get(field);
        claim.is_some_and(|(by, at)| *by != desk.me && desk.now.since_ms(*at) < plan::CLAIM_MS)
    };
    let field = fields.into_iter().find(|field| action.field(*field).is_empty() && !taken(field))?;
    let value = match field {
        Field::FirstStep => texts.first_step.to_owned(),
        Field::Measure => texts.measure.to_owned(),
        Field::Due => due(desk, texts),
        _ => texts.obstacle.to_owned(),
    };
    let commands = [
        Plan::Claim { action: id, field },
        Plan::Set { action: id, field, value },
        Plan::Release { action: id, field },
    ];
    Some(commands.map(Command::Plan).into())
}

/// Whether somebody owns it or thinks about it: not somebody who was called away before saying yes.
fn owned(desk: &Desk<'_>, action: &Action) -> bool {
    let here = |owner| desk.room.roster.people.get(&owner).is_some_and(|person| person.presence.counts());
    action.owner.is_some_and(|owner| action.accepted || here(owner))
}

/// Takes it on, or asks somebody else of the crew to.
fn offer(desk: &Desk<'_>, action: ActionId, chance: &mut StdRng) -> Command {
    let who = if desk.place == Place::Room { 0 } else { chance.random_range(0..desk.crew.len().max(1)) };
    let owner = desk.crew.get(who).copied().unwrap_or(desk.me);
    Command::Plan(Plan::Offer { action, owner: Some(owner) })
}

/// A day some weeks after the session, the same at every look.
fn due(desk: &Desk<'_>, proposal: &Proposal) -> String {
    let start = desk.room.charter.starts_at;
    day(start.plus_ms(proposal.weeks * 7 * DAY_MS))
}

/// The day as `YYYY-MM-DD`, by Howard Hinnant's *civil from days*.
fn day(at: Timestamp) -> String {
    let days = at.0.div_euclid(DAY_MS) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) =
        (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_the_calendar_has_them() {
        let written = |ms| day(Timestamp(ms));
        assert_eq!(written(0), "1970-01-01");
        assert_eq!(written(951_782_400_000), "2000-02-29");
        assert_eq!(written(1_796_148_000_000), "2026-12-01");
    }
}
