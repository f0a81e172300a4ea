//! Where somebody goes who comes while groups are made already.

use super::{Blend, Event, Group, Round, decide::blend, people::People};
use crate::{
    GroupId, PersonId, Room,
    map::Map,
    roster::{Person, Role},
};

/// A group that the rule is for may have so many more than the smallest one.
const UNEVEN: u32 = 2;

/// Puts each of these people who has no group into one, one after another: apart from whom they should not meet, then by
/// the rule of the round, as far as the sizes allow, then where the fewest are. What could not be kept is in
/// [`checks`](super::checks), which facilitators read beside the groups.
pub(super) fn placing(room: &Room, round: &Round, newcomers: &[&Person]) -> Vec<Event> {
    let members = round.groups.values().flat_map(|group| group.members.iter());
    let members = members.filter_map(|person| room.roster.people.get(person));
    let everybody: Vec<&Person> = members.chain(newcomers.iter().copied()).collect();
    let people = People::among(room, &everybody);
    let departments = people.all.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let seating = Seating { blend: blend(room, round.mixed_by), apart: &people.apart, departments };
    let mut round = round.clone();
    let mut events = vec![];
    for person in newcomers.iter().filter(|p| p.role == Role::Officer).map(|p| p.id) {
        let taken = round.group_of(person).is_some();
        let Some(group) = seating.best(&round, person).filter(|_| !taken) else { continue };
        if let Some(found) = round.groups.get_mut(&group) {
            found.members.insert(person);
            found.size += 1;
        }
        events.push(Event::Joined { group, person });
    }
    events
}

/// What matters about who sits with whom.
struct Seating<'a> {
    blend: Blend,
    apart: &'a [(PersonId, PersonId)],
    /// Empty where nobody knows it.
    departments: Map<PersonId, &'a str>,
}

impl Seating<'_> {
    fn best(&self, round: &Round, person: PersonId) -> Option<GroupId> {
        let own = self.departments.get(&person).copied().unwrap_or_default();
        let smallest = round.groups.values().map(|group| group.size).min()?;
        let cost = |(id, group): &(&GroupId, &Group)| {
            let known = group.members.iter().filter_map(|member| self.departments.get(member));
            let (same, others) =
                known.filter(|name| !name.is_empty()).fold((0u32, 0u32), |(same, others), name| {
                    if *name == own { (same + 1, others) } else { (same, others + 1) }
                });
            let against_rule = match self.blend {
                _ if own.is_empty() => 0,
                Blend::Any => 0,
                Blend::Mixed => same,
                Blend::SameDepartment => others,
            };
            let uneven = group.size > smallest + UNEVEN;
            (self.foes(person, group), uneven, against_rule, group.size, **id)
        };
        round.groups.iter().min_by_key(cost).map(|(id, _)| *id)
    }

    /// How many are in the group whom this person should not meet there.
    fn foes(&self, person: PersonId, group: &Group) -> usize {
        let other = |(one, other): &(PersonId, PersonId)| match person {
            p if p == *one => Some(*other),
            p if p == *other => Some(*one),
            _ => None,
        };
        self.apart.iter().filter_map(other).filter(|foe| group.members.contains(foe)).count()
    }
}
