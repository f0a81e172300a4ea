//! Dots: placed unseen, then counted without names.

use super::{Board, Happening};
use crate::map::{Map, Set};
use crate::{ItemId, PersonId, Refusal, Viewer};
use serde::{Deserialize, Serialize};

/// The dots of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dots {
    /// How many are placed.
    pub placed: u8,
    /// On which items; empty in the views of others.
    pub on: Set<ItemId>,
}

/// The vote on one board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voting {
    /// Whether dots can be placed.
    pub open: bool,
    /// Dots each person has.
    pub budget: u8,
    /// Who placed dots; nobody's any more once the vote is closed. Officers hold their own only.
    pub dots: Map<PersonId, Dots>,
    /// The counts once the vote is closed; items without dots are left out.
    pub counts: Map<ItemId, u32>,
}

impl Voting {
    pub(super) fn seen(&self, viewer: &Viewer) -> Self {
        let seen = |(person, dots): (&PersonId, &Dots)| {
            let hidden = || Dots { placed: dots.placed, on: Set::new() };
            let own = *person == viewer.person;
            (own || viewer.facilitates()).then(|| (*person, if own { dots.clone() } else { hidden() }))
        };
        Self { dots: self.dots.iter().filter_map(seen).collect(), ..self.clone() }
    }

    pub(super) fn mark(&mut self, person: PersonId, item: Option<ItemId>, on: bool, placed: u8) {
        let dots = self.dots.get_or_default(person);
        dots.placed = placed;
        match item {
            Some(item) if on => {
                dots.on.insert(item);
            }
            Some(item) => {
                dots.on.remove(&item);
            }
            None => {}
        }
    }
}

impl Board {
    /// How many dots this person can still place; a dot on a deleted item counts as taken back.
    #[must_use]
    pub fn dots_left(&self, person: PersonId) -> u8 {
        self.voting.budget.saturating_sub(self.placed(person))
    }

    fn placed(&self, person: PersonId) -> u8 {
        let on = self.voting.dots.get(&person).map(|dots| &dots.on);
        let standing = on.into_iter().flatten().filter(|item| self.items.contains_key(item));
        u8::try_from(standing.count()).unwrap_or(u8::MAX)
    }

    pub(super) fn vote(
        &self,
        person: PersonId,
        item: ItemId,
        on: bool,
    ) -> Result<Option<Happening>, Refusal> {
        if !self.voting.open {
            return Err(Refusal::PollClosed);
        }
        let has = self.voting.dots.get(&person).is_some_and(|dots| dots.on.contains(&item));
        if has == on {
            return Ok(None);
        }
        // What is private cannot be voted on, not even by its owner: it would be counted for all to see.
        let stands = self.items.get(&item).filter(|item| !item.hidden);
        if on && !stands.ok_or(Refusal::Unknown)?.kind.takes_dots() {
            return Err(Refusal::BadItem);
        }
        if on && self.dots_left(person) == 0 {
            return Err(Refusal::NoDotsLeft);
        }
        let placed = self.placed(person);
        let placed = if on { placed.saturating_add(1) } else { placed - u8::from(stands.is_some()) };
        Ok(Some(Happening::Voted { person, item: Some(item), on, placed }))
    }

    /// The dots an item got: none before the vote is closed, which the end of the session does, too.
    #[must_use]
    pub fn dots_on(&self, item: ItemId, ended: bool) -> u32 {
        let counted = if self.voting.open && ended { self.count_dots() } else { self.voting.counts.clone() };
        counted.get(&item).copied().unwrap_or_default()
    }

    /// What the dots come to. Nobody counts for more than their budget, even if items came back.
    pub(super) fn count_dots(&self) -> Map<ItemId, u32> {
        let mut counts = Map::new();
        for dots in self.voting.dots.values() {
            let standing = dots.on.iter().filter(|item| self.items.contains_key(item));
            for item in standing.take(usize::from(self.voting.budget)) {
                *counts.get_or_default(*item) += 1;
            }
        }
        counts
    }
}
