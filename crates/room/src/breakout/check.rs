//! Whether the groups are as they were wished for: worked out anew from the groups as they stand, so that it holds
//! after a move by hand, too.

use super::{Blend, Round, decide::wished, people::People};
use crate::{
    PersonId, Room,
    map::{Map, Set},
};

/// What was wished for besides even sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// Departments spread over the groups as evenly as they go.
    Mixed,
    /// Every group from one department.
    SameDepartment,
    /// Nobody with their direct supervisor, or with somebody the list keeps them apart from.
    Apart,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is so.
    Met,
    /// Not in so many groups; for [`Wish::Apart`], not for so many pairs.
    Unmet(usize),
    /// Not checked for so many people, whose department nobody knows; so for the others.
    Unchecked(usize),
    /// Only one department is here, so there is nothing to mix.
    OneDepartment,
}

/// A wish and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was wished for.
    pub wish: Wish,
    /// What came of it.
    pub verdict: Verdict,
}

/// What the running segment (or else the rule they were made by) and the list of expected officers ask of the groups
/// there are, and whether they are so.
/// For facilitators: others know too little of groups and list.
#[must_use]
pub fn checks(room: &Room) -> Vec<Check> {
    let Some(round) = &room.breakout.round else { return vec![] };
    let members: Vec<_> = round.groups.values().flat_map(|group| group.members.iter().copied()).collect();
    let people = People::of(room, &members);
    let rule = match wished(room) {
        Blend::Any => round.mixed_by.blend(),
        wished => wished,
    };
    let by_department = match rule {
        Blend::Any => None,
        Blend::Mixed => Some((Wish::Mixed, mixed(round, &people))),
        Blend::SameDepartment => Some((Wish::SameDepartment, same_department(round, &people))),
    };
    let apart = (!people.apart.is_empty()).then(|| (Wish::Apart, apart(round, &people)));
    by_department.into_iter().chain(apart).map(|(wish, verdict)| Check { wish, verdict }).collect()
}

/// Everybody's department, where it is known.
fn departments(people: &People) -> Map<PersonId, &str> {
    let known = people.all.iter().filter(|(_, name)| !name.is_empty());
    known.map(|(person, name)| (*person, name.as_str())).collect()
}

fn mixed(round: &Round, people: &People) -> Verdict {
    let (known, groups) = (departments(people), round.groups.len().max(1));
    let names: Set<&str> = known.values().copied().collect();
    let uneven = |members: &Set<PersonId>| {
        names.iter().any(|name| {
            let of = |person: &&PersonId| known.get(person) == Some(name);
            let (all, here) =
                (known.values().filter(|n| *n == name).count(), members.iter().filter(of).count());
            !(all / groups..=all.div_ceil(groups)).contains(&here)
        })
    };
    match verdict(round, people, uneven) {
        Verdict::Met if names.len() == 1 && groups > 1 => Verdict::OneDepartment,
        verdict => verdict,
    }
}

fn same_department(round: &Round, people: &People) -> Verdict {
    let known = departments(people);
    verdict(round, people, |members| {
        let names: Set<&str> = members.iter().filter_map(|person| known.get(person).copied()).collect();
        names.len() > 1
    })
}

fn verdict(round: &Round, people: &People, broken: impl Fn(&Set<PersonId>) -> bool) -> Verdict {
    let unknown = people.all.iter().filter(|(_, name)| name.is_empty()).count();
    match round.groups.values().filter(|group| broken(&group.members)).count() {
        0 if unknown > 0 => Verdict::Unchecked(unknown),
        0 => Verdict::Met,
        groups => Verdict::Unmet(groups),
    }
}

fn apart(round: &Round, people: &People) -> Verdict {
    let meet = |(one, other): &&(PersonId, PersonId)| {
        round.groups.values().any(|group| group.members.contains(one) && group.members.contains(other))
    };
    match people.apart.iter().filter(meet).count() {
        0 => Verdict::Met,
        pairs => Verdict::Unmet(pairs),
    }
}
