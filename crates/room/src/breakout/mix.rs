//! Random, even groups: the same people and the same seed always give the same groups.

use super::Rule;
use crate::map::Set;
use crate::{PersonId, Refusal, limit};

/// Deals `people` into groups whose sizes differ by at most one.
///
/// # Errors
/// [`Refusal::Empty`] without people or when the rule asks for nothing, [`Refusal::Full`] for too many groups.
pub(super) fn even(people: &[PersonId], rule: Rule, seed: u64) -> Result<Vec<Set<PersonId>>, Refusal> {
    let count = match rule {
        Rule::ByHand | Rule::Size(0) | Rule::Count(0) => return Err(Refusal::Empty),
        Rule::Count(count) => usize::from(count).min(people.len()),
        // To the nearest: seven officers in fours are four and three, five are one group of five.
        Rule::Size(size) => {
            let size = usize::from(size);
            ((people.len() + size / 2) / size).clamp(1, people.len().max(1))
        }
    };
    if people.is_empty() {
        return Err(Refusal::Empty);
    }
    if count > limit::GROUPS {
        return Err(Refusal::Full);
    }
    let mut groups = vec![Set::new(); count];
    for (n, person) in shuffled(people, seed).into_iter().enumerate() {
        groups[n % count].insert(person);
    }
    Ok(groups)
}

/// Fisher and Yates' shuffle.
fn shuffled(people: &[PersonId], seed: u64) -> Vec<PersonId> {
    let (mut people, mut chance) = (people.to_vec(), SplitMix(seed));
    for n in (1..people.len()).rev() {
        people.swap(n, chance.below(n + 1));
    }
    people
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(n: u32) -> Vec<PersonId> {
        (1..=n).map(PersonId).collect()
    }

    fn sizes(n: u32, rule: Rule) -> Vec<usize> {
        even(&people(n), rule, 7).unwrap().iter().map(Set::len).collect()
    }

    #[test]
    fn sizes_differ_by_one_at_most() {
        assert_eq!(sizes(24, Rule::Count(6)), [4; 6]);
        assert_eq!(sizes(7, Rule::Size(4)), [4, 3]);
        assert_eq!(sizes(5, Rule::Size(4)), [5]);
        assert_eq!(sizes(2, Rule::Count(6)), [1, 1]);
        assert_eq!(sizes(1, Rule::Size(4)), [1]);
    }

    #[test]
    fn everybody_is_in_exactly_one_group() {
        for seed in 0..50 {
            let groups = even(&people(23), Rule::Size(4), seed).unwrap();
            let all: Vec<_> = groups.iter().flatten().copied().collect();
            assert_eq!(all.len(), 23);
            assert_eq!(all.into_iter().collect::<Set<_>>(), people(23).into_iter().collect());
        }
    }

    #[test]
    fn the_seed_alone_decides() {
        let mixed = |seed| even(&people(24), Rule::Count(6), seed).unwrap();
        assert_eq!(mixed(1), mixed(1));
        assert_ne!(mixed(1), mixed(2));
    }

    #[test]
    fn any_two_people_meet_about_as_often_as_chance_would_have_it() {
        let together = |seed: &u64| {
            let groups = even(&people(8), Rule::Count(2), *seed).unwrap();
            groups.iter().any(|g| g.contains(&PersonId(1)) && g.contains(&PersonId(2)))
        };
        // Three of the seven others share one's group: 3/7 of 7,000 is 3,000.
        let met = (0..7_000).filter(together).count();
        assert!((2_850..3_150).contains(&met), "{met}");
    }

    #[test]
    fn nobody_and_nothing_are_refused() {
        assert_eq!(even(&[], Rule::Count(2), 1), Err(Refusal::Empty));
        assert_eq!(even(&people(3), Rule::Size(0), 1), Err(Refusal::Empty));
        assert_eq!(even(&people(3), Rule::ByHand, 1), Err(Refusal::Empty));
        assert_eq!(even(&people(300), Rule::Size(1), 1), Err(Refusal::Full));
    }
}
