//! Random groups of even sizes, departments mixed or together: the same people and the same seed always give the same
//! groups.

use super::{Blend, Rule, people::People};
use crate::{
    PersonId, Refusal, limit,
    map::{Map, Set},
};

/// Groups in the making.
type Groups = Vec<Vec<PersonId>>;

/// Deals people into groups whose sizes differ by at most one. Who sits with whom follows `blend`; those who should be
/// kept apart are, where a swap that leaves the blend as it is can part them.
///
/// # Errors
/// [`Refusal::Empty`] without people or when the rule asks for nothing, [`Refusal::Full`] for too many groups.
pub(super) fn even(
    people: &People,
    rule: Rule,
    blend: Blend,
    seed: u64,
) -> Result<Vec<Set<PersonId>>, Refusal> {
    let count = count(people.all.len(), rule)?;
    let mut chance = SplitMix(seed);
    let (piles, unknown) = piles(people, &mut chance);
    let mut groups = match blend {
        Blend::Any => {
            let mut all = [piles.concat(), unknown].concat();
            chance.shuffle(&mut all);
            in_turn(all, count)
        }
        // A pile that is dealt in turn gives every group its share of it, give or take one.
        Blend::Mixed => in_turn([piles.concat(), unknown].concat(), count),
        Blend::SameDepartment => together(piles, unknown, count),
    };
    part(&mut groups, people, blend);
    Ok(groups.into_iter().map(|group| group.into_iter().collect()).collect())
}

fn count(people: usize, rule: Rule) -> Result<usize, Refusal> {
    let count = match rule {
        Rule::ByHand | Rule::Size(0) | Rule::Count(0) | Rule::Mixed(0) | Rule::SameDepartment(0) => {
            return Err(Refusal::Empty);
        }
        Rule::Count(count) => usize::from(count).min(people),
        // To the nearest: seven officers in fours are four and three, five are one group of five.
        Rule::Size(size) | Rule::Mixed(size) | Rule::SameDepartment(size) => {
            let size = usize::from(size);
            ((people + size / 2) / size).clamp(1, people.max(1))
        }
    };
    match people {
        0 => Err(Refusal::Empty),
        _ if count > limit::GROUPS => Err(Refusal::Full),
        _ => Ok(count),
    }
}

/// People by department, departments and people in random order, and those whose department nobody knows.
fn piles(people: &People, chance: &mut SplitMix) -> (Groups, Vec<PersonId>) {
    let mut by_name: Map<&str, Vec<PersonId>> = Map::new();
    for (person, department) in &people.all {
        by_name.get_or_default(department).push(*person);
    }
    let mut unknown = by_name.remove(&"").unwrap_or_default();
    let mut piles: Groups = by_name.into_iter().map(|(_, pile)| pile).collect();
    chance.shuffle(&mut piles);
    piles.iter_mut().chain([&mut unknown]).for_each(|pile| chance.shuffle(pile));
    (piles, unknown)
}

/// One to each group, and again, until nobody is left.
fn in_turn(people: Vec<PersonId>, count: usize) -> Groups {
    let mut groups = vec![vec![]; count];
    people.into_iter().enumerate().for_each(|(n, person)| groups[n % count].push(person));
    groups
}

/// As many groups as possible from one pile each; what is left over of the piles shares the others.
fn together(mut piles: Groups, unknown: Vec<PersonId>, count: usize) -> Groups {
    let people = unknown.len() + piles.iter().map(Vec::len).sum::<usize>();
    let (size, large) = (people / count, people % count);
    // So many groups of `size`, so many of one more.
    let mut left = [count - large, large];
    let wholes = wholes(&piles, size, left[0]);
    let mut groups = vec![];
    for (pile, whole) in piles.iter_mut().zip(wholes) {
        let small = needed(pile.len(), whole, size);
        for n in 0..whole {
            // A large group is as good as a small one wherever the pile has enough for it.
            let large = usize::from(n >= small && left[1] > 0);
            left[large] -= 1;
            groups.push(pile.split_off(pile.len() - size - large));
        }
    }
    // Taken from the end, the largest rests first: they share their group with the fewest others.
    piles.sort_by_key(Vec::len);
    let mut rest = [unknown, piles.concat()].concat();
    for large in std::iter::repeat_n(0, left[0]).chain(std::iter::repeat_n(1, left[1])) {
        groups.push(rest.split_off(rest.len().saturating_sub(size + large)));
    }
    groups
}

/// How many groups each pile fills alone: the most there can be when only `smalls` groups are of `size` and the others
/// one larger. Every group given up frees the smalls it was in need of, so those that free most go first.
fn wholes(piles: &[Vec<PersonId>], size: usize, smalls: usize) -> Vec<usize> {
    let mut wholes: Vec<_> = piles.iter().map(|pile| pile.len() / size).collect();
    let need = |n: usize, whole: usize| needed(piles[n].len(), whole, size);
    while (0..piles.len()).map(|n| need(n, wholes[n])).sum::<usize>() > smalls {
        let freed = |n: &usize| need(*n, wholes[*n]) - need(*n, wholes[*n].saturating_sub(1));
        let Some(most) = (0..piles.len()).max_by_key(freed) else { break };
        wholes[most] = wholes[most].saturating_sub(1);
    }
    wholes
}

/// How many of a pile's `whole` groups have to be small ones, because it is not enough for larger ones.
fn needed(pile: usize, whole: usize, size: usize) -> usize {
    (whole * (size + 1)).saturating_sub(pile)
}

/// Swaps people of one department (or anybody, when departments do not matter) between groups until those who should
/// be apart are, or no swap makes it better.
fn part(groups: &mut Groups, people: &People, blend: Blend) {
    let mut foes: Map<PersonId, Vec<PersonId>> = Map::new();
    for (one, other) in &people.apart {
        foes.get_or_default(*one).push(*other);
        foes.get_or_default(*other).push(*one);
    }
    let departments: Map<PersonId, &str> = people.all.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let alike = |one: &PersonId, other: &PersonId| {
        blend == Blend::Any || departments.get(one) == departments.get(other)
    };
    let clashes = |person: &PersonId, group: &[PersonId], without: &PersonId| {
        let foes = foes.get(person).map(Vec::as_slice).unwrap_or_default();
        foes.iter().filter(|foe| *foe != without && group.contains(foe)).count()
    };
    for person in people.apart.iter().flat_map(|(one, other)| [one, other]) {
        let Some(home) = groups.iter().position(|group| group.contains(person)) else { continue };
        let here = clashes(person, &groups[home], person);
        let better = |away: &usize, other: &PersonId| {
            let before = here + clashes(other, &groups[*away], other);
            let after = clashes(person, &groups[*away], other) + clashes(other, &groups[home], person);
            after < before && alike(person, other)
        };
        let others = (0..groups.len()).filter(|away| *away != home);
        let swap = others
            .filter(|_| here > 0)
            .find_map(|away| Some((away, groups[away].iter().position(|other| better(&away, other))?)));
        if let (Some((away, at)), Some(own)) = (swap, groups[home].iter().position(|p| p == person)) {
            (groups[home][own], groups[away][at]) = (groups[away][at], groups[home][own]);
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: tiny, and good enough to deal people into groups.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; the bias of the multiplication is below one in a quadrillion for any room.
    fn below(&mut self, n: usize) -> usize {
        let scaled = (u128::from(self.next()) * n as u128) >> 64;
        usize::try_from(scaled).unwrap_or(0)
    }

    /// Fisher and Yates' shuffle.
    fn shuffle<T>(&mut self, things: &mut [T]) {
        for n in (1..things.len()).rev() {
            things.swap(n, self.below(n + 1));
        }
    }
}

#[cfg(test)]
mod tests;
