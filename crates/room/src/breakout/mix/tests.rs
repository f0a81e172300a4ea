//! What a mix promises, held against random rosters.

use super::*;
use proptest::prelude::*;

const BLENDS: [Blend; 3] = [Blend::Any, Blend::Mixed, Blend::SameDepartment];

/// One officer for each department named.
fn from(departments: &[&str]) -> People {
    let all = (1..).map(PersonId).zip(departments.iter().map(|name| (*name).to_owned()));
    People { all: all.collect(), apart: vec![] }
}

fn people(n: usize) -> People {
    from(&vec!["RPD"; n])
}

fn mixed(people: &People, rule: Rule, blend: Blend, seed: u64) -> Vec<Set<PersonId>> {
    even(people, rule, blend, seed).unwrap()
}

fn sizes(n: usize, rule: Rule) -> Vec<usize> {
    mixed(&people(n), rule, Blend::Any, 7).iter().map(Set::len).collect()
}

/// How many of a group are from this department.
fn share(people: &People, group: &Set<PersonId>, department: &str) -> usize {
    people.all.iter().filter(|(person, name)| name == department && group.contains(person)).count()
}

/// Groups whose people are all from one known department.
fn pure(people: &People, groups: &[Set<PersonId>]) -> usize {
    let names: Set<&str> = people.all.iter().map(|(_, name)| name.as_str()).collect();
    let whole = |group: &&Set<PersonId>| {
        names.iter().any(|name| !name.is_empty() && share(people, group, name) == group.len())
    };
    groups.iter().filter(whole).count()
}

/// The most groups of one department each that any way of dealing `people` evenly can have: all ways are tried, which
/// only depends on how many are left of each department.
fn most_pure(piles: &[usize], sizes: &[usize]) -> usize {
    let Some((size, others)) = sizes.split_first() else { return 0 };
    let taken_from = (0..piles.len()).filter(|n| piles[*n] >= *size);
    let with = taken_from.map(|n| {
        let mut rest = piles.to_vec();
        rest[n] -= size;
        1 + most_pure(&rest, others)
    });
    // A group that is not pure takes what is left over in the end, so it need not be dealt now.
    with.max().unwrap_or(0).max(most_pure(piles, others))
}

fn rosters() -> impl Strategy<Value = People> {
    let names = prop::sample::select(vec!["RPD", "RPD", "LSO", "LSO", "CSP", ""]);
    let apart = prop::collection::vec((0usize..40, 0usize..40), 0..6);
    (prop::collection::vec(names, 1..40), apart).prop_map(|(names, apart)| {
        let mut people = from(&names);
        let id = |n: usize| people.all[n % names.len()].0;
        let apart: Vec<_> = apart.into_iter().map(|(a, b)| (id(a), id(b))).filter(|(a, b)| a != b).collect();
        people.apart = apart;
        people
    })
}

fn rules() -> impl Strategy<Value = Rule> {
    prop_oneof![(1u16..8).prop_map(Rule::Size), (1u16..12).prop_map(Rule::Count)]
}

fn clashes(people: &People, groups: &[Set<PersonId>]) -> usize {
    let meet = |(a, b): &&(PersonId, PersonId)| groups.iter().any(|g| g.contains(a) && g.contains(b));
    people.apart.iter().filter(meet).count()
}

proptest! {
    #[test]
    fn everybody_is_in_exactly_one_group_and_sizes_differ_by_one_at_most(
        people in rosters(), rule in rules(), blend in prop::sample::select(&BLENDS), seed: u64,
    ) {
        let groups = mixed(&people, rule, blend, seed);
        let all: Vec<_> = groups.iter().flatten().copied().collect();
        prop_assert_eq!(all.len(), people.all.len());
        let all: Set<_> = all.into_iter().collect();
        prop_assert_eq!(all, people.all.iter().map(|(person, _)| *person).collect());
        let sizes = groups.iter().map(Set::len);
        prop_assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= 1);
        prop_assert_eq!(&groups, &mixed(&people, rule, blend, seed), "the seed alone decides");
    }

    #[test]
    fn mixed_groups_have_their_share_of_every_department(people in rosters(), rule in rules(), seed: u64) {
        let groups = mixed(&people, rule, Blend::Mixed, seed);
        for name in ["RPD", "LSO", "CSP"] {
            let all = people.all.iter().filter(|(_, department)| department == name).count();
            for group in &groups {
                let here = share(&people, group, name);
                prop_assert!((all / groups.len()..=all.div_ceil(groups.len())).contains(&here));
            }
        }
    }

    #[test]
    fn as_many_groups_as_possible_are_of_one_department(
        people in rosters(), count in 1u16..6, seed: u64,
    ) {
        let groups = mixed(&people, Rule::Count(count), Blend::SameDepartment, seed);
        let of = |name| people.all.iter().filter(|(_, department)| department == name).count();
        let sizes: Vec<_> = groups.iter().map(Set::len).collect();
        let piles = [of("RPD"), of("LSO"), of("CSP")];
        prop_assert_eq!(pure(&people, &groups), most_pure(&piles, &sizes), "{:?} into {:?}", piles, sizes);
    }

    #[test]
    fn swapping_people_apart_never_makes_it_worse(people in rosters(), rule in rules(), blend in prop::sample::select(&BLENDS), seed: u64) {
        let without = People { apart: vec![], ..people.clone() };
        let before = clashes(&people, &mixed(&without, rule, blend, seed));
        prop_assert!(clashes(&people, &mixed(&people, rule, blend, seed)) <= before);
    }
}

#[test]
fn sizes_are_the_nearest_to_what_was_asked() {
    assert_eq!(sizes(24, Rule::Count(6)), [4; 6]);
    assert_eq!(sizes(7, Rule::Size(4)), [4, 3]);
    assert_eq!(sizes(5, Rule::Size(4)), [5]);
    assert_eq!(sizes(2, Rule::Count(6)), [1, 1]);
    assert_eq!(sizes(1, Rule::Size(4)), [1]);
}

#[test]
fn another_seed_is_another_mix() {
    for blend in BLENDS {
        let mixed = |seed| mixed(&people(24), Rule::Count(6), blend, seed);
        assert_ne!(mixed(1), mixed(2), "{blend:?}");
    }
}

#[test]
fn a_supervisor_sits_elsewhere_when_there_is_an_elsewhere() {
    for (seed, blend) in (0..200).flat_map(|seed| BLENDS.map(|blend| (seed, blend))) {
        let apart = vec![(PersonId(1), PersonId(3)), (PersonId(2), PersonId(1))];
        let people = People { apart, ..from(&["RPD", "LSO"].repeat(6)) };
        let groups = mixed(&people, Rule::Size(3), blend, seed);
        assert_eq!(clashes(&people, &groups), 0, "{blend:?}, seed {seed}: {groups:?}");
    }
}

#[test]
fn any_two_people_meet_about_as_often_as_chance_would_have_it() {
    let together = |seed: &u64| {
        let groups = mixed(&people(8), Rule::Count(2), Blend::Any, *seed);
        groups.iter().any(|g| g.contains(&PersonId(1)) && g.contains(&PersonId(2)))
    };
    // Three of the seven others share one's group: 3/7 of 7,000 is 3,000.
    let met = (0..7_000).filter(together).count();
    assert!((2_850..3_150).contains(&met), "{met}");
}

#[test]
fn nobody_and_nothing_are_refused() {
    let refused = |n, rule| even(&people(n), rule, Blend::Any, 1);
    assert_eq!(refused(0, Rule::Count(2)), Err(Refusal::Empty));
    assert_eq!(refused(3, Rule::Size(0)), Err(Refusal::Empty));
    assert_eq!(refused(3, Rule::ByHand), Err(Refusal::Empty));
    assert_eq!(refused(300, Rule::Size(1)), Err(Refusal::Full));
}
