//! How well groups are mixed, in figures a facilitator can act on.

use room::{
    PersonId, Room,
    breakout::{Check, Round, Verdict, Wish, checks},
    map::Set,
    roster::Person,
};

use crate::words;

/// What a facilitator may want to know before sending the groups off; empty without groups.
pub(super) fn balance(room: &Room) -> String {
    let Some(round) = room.breakout.round.as_ref().filter(|round| !round.groups.is_empty()) else {
        return String::new();
    };
    let again = repeated(room, round);
    let wishes = checks(room).into_iter().filter_map(short_of);
    let parts = [
        spread(room, round, "Departments", |person| &person.department),
        spread(room, round, "ranks", |person| &person.rank),
        match (room.breakout.past.is_empty(), again) {
            (true, _) => None,
            (false, 0) => Some("nobody meets somebody again".to_owned()),
            (false, n) => Some(format!("{} together again", words::count(n, "pair is", "pairs are"))),
        },
    ];
    wishes.chain(parts.into_iter().flatten()).collect::<Vec<_>>().join(" · ")
}

/// How the groups fall short of what was wished for; nothing where they do not.
fn short_of(Check { wish, verdict }: Check) -> Option<String> {
    let rule = match wish {
        Wish::Mixed => "departments are not even",
        Wish::SameDepartment => "departments are not alone",
        Wish::Apart => "should be apart",
    };
    Some(match (wish, verdict) {
        (_, Verdict::Met) => return None,
        (_, Verdict::OneDepartment) => "Only one department is here".to_owned(),
        (_, Verdict::Unchecked(n)) => words::count(
            n,
            "officer without a department: not checked",
            "officers without a department: not checked",
        ),
        (Wish::Apart, Verdict::Unmet(n)) => [&words::count(n, "pair", "pairs"), rule].join(" "),
        (_, Verdict::Unmet(n)) => [rule, " in ", &words::count(n, "group", "groups")].concat(),
    })
}

/// How many different values a group has on average, out of all there are; nothing where all are the same.
fn spread(room: &Room, round: &Round, what: &str, read: fn(&Person) -> &String) -> Option<String> {
    let values = |members: &Set<PersonId>| {
        let people = members.iter().filter_map(|person| room.roster.people.get(person));
        people.map(read).filter(|value| !value.is_empty()).collect::<Set<_>>()
    };
    let each: Vec<_> =
        round.groups.values().map(|group| values(&group.members)).filter(|v| !v.is_empty()).collect();
    let all = each.iter().flatten().collect::<Set<_>>().len();
    let tenths = each.iter().map(Set::len).sum::<usize>() * 10 / each.len().max(1);
    (all > 1).then(|| format!("{what} {}.{} of {all} in a group", tenths / 10, tenths % 10))
}

/// Pairs that were in one group before.
fn repeated(room: &Room, round: &Round) -> usize {
    let pairs = |round: &Round| {
        let mut pairs = Set::new();
        for group in round.groups.values() {
            for (at, one) in group.members.iter().enumerate() {
                pairs.extend(group.members.iter().skip(at + 1).map(|other| (*one, *other)));
            }
        }
        pairs
    };
    let before: Set<_> = room.breakout.past.iter().flat_map(pairs).collect();
    pairs(round).intersection(&before).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{GroupId, breakout::Group};

    fn round(groups: &[&[u32]]) -> Round {
        let group = |members: &&[u32]| {
            let members = members.iter().copied().map(PersonId).collect();
            Group { members, ..Group::default() }
        };
        let groups = groups.iter().map(group).enumerate().map(|(n, group)| (GroupId(n as u32), group));
        Round { groups: groups.collect(), ..Round::default() }
    }

    fn room(groups: &[&[u32]]) -> Room {
        let mut room = Room::default();
        for (id, department) in
            [(1, "Riverton PD"), (2, "Riverton PD"), (3, "Lakeside SO"), (4, "Lakeside SO")]
        {
            let person = Person { id: PersonId(id), department: department.into(), ..Person::default() };
            room.roster.people.insert(PersonId(id), person);
        }
        room.breakout.round = Some(round(groups));
        room
    }

    #[test]
    fn departments_are_counted_in_each_group() {
        assert_eq!(balance(&room(&[&[1, 3], &[2, 4]])), "Departments 2.0 of 2 in a group");
        assert_eq!(balance(&room(&[&[1, 2], &[3, 4]])), "Departments 1.0 of 2 in a group");
        assert_eq!(balance(&room(&[&[1, 2, 3], &[4]])), "Departments 1.5 of 2 in a group");
        assert_eq!(balance(&Room::default()), "");
    }

    #[test]
    fn those_who_meet_again_are_counted() {
        let mut room = room(&[&[1, 2, 3], &[4]]);
        room.breakout.past.push(round(&[&[1, 2, 3], &[4]]));
        assert!(balance(&room).ends_with("3 pairs are together again"));
        room.breakout.past = vec![round(&[&[1, 4], &[2], &[3]])];
        assert!(balance(&room).ends_with("nobody meets somebody again"));
    }
}
