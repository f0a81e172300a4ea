//! Those who are put into groups, as far as it matters who sits with whom.

use super::decide::able;
use crate::{PersonId, Room, lobby, roster::Person};

/// Officers to be put into groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct People {
    /// Each with their department, written so that equal ones are the same; empty when nobody knows it.
    pub(super) all: Vec<(PersonId, String)>,
    /// Pairs who should not share a group: somebody and their direct supervisor, or somebody the list keeps them apart
    /// from.
    pub(super) apart: Vec<(PersonId, PersonId)>,
}

impl People {
    /// Everybody who is here.
    pub(super) fn here(room: &Room) -> Self {
        Self::of(room, &able(room))
    }

    /// These people of the roster.
    pub(super) fn of(room: &Room, people: &[PersonId]) -> Self {
        let people: Vec<_> = people.iter().filter_map(|id| room.roster.people.get(id)).collect();
        Self::among(room, &people)
    }

    /// These people, with what they and the list of expected officers say about them.
    pub(super) fn among(room: &Room, people: &[&Person]) -> Self {
        let listed = |person: &&Person| lobby::listed(&room.lobby.expected, person);
        let known: Vec<_> = people.iter().map(|person| (*person, listed(person))).collect();
        let department = |own: &str, listed: Option<&lobby::Expected>| {
            let announced = listed.map(|entry| entry.department.as_str()).unwrap_or_default();
            lobby::folded(if own.trim().is_empty() { announced } else { own })
        };
        let all = known.iter().map(|(person, entry)| (person.id, department(&person.department, *entry)));
        let mut apart = vec![];
        for (person, entry) in known.iter().filter_map(|(person, entry)| Some((person, (*entry)?))) {
            for name in
                entry.keep_apart_from.iter().chain([&entry.supervisor]).filter(|name| !name.is_empty())
            {
                let meant =
                    known.iter().find(|(other, _)| lobby::name_words(&other.name) == lobby::name_words(name));
                apart.extend(
                    meant.map(|(other, _)| (person.id, other.id)).filter(|(one, other)| one != other),
                );
            }
        }
        Self { all: all.collect(), apart }
    }
}
