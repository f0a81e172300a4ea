//! Dots: placed unseen, then counted without names.

use super::{Board, Happening, Item};
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

/// How dots are placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Dots each person has.
    pub budget: u8,
    /// They have so many in every frame, and as many outside of the frames.
    pub per_frame: bool,
    /// Not on what they have put up themselves.
    pub others_only: bool,
}

/// The vote on one board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voting {
    /// Whether dots can be placed.
    pub open: bool,
    /// How they are placed.
    pub terms: Terms,
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
    /// How many dots this person can still place in a frame (or outside of all), which only matters if each frame has
    /// its own; a dot on a deleted item counts as taken back.
    #[must_use]
    pub fn dots_left(&self, person: PersonId, frame: Option<ItemId>) -> u8 {
        let Terms { budget, per_frame, .. } = self.voting.terms;
        let counts = |item: &&Item| !per_frame || self.frame_of(item) == frame;
        budget.saturating_sub(few(self.standing(person).filter(counts).count()))
    }

    /// What this person's dots stand on.
    fn standing(&self, person: PersonId) -> impl Iterator<Item = &Item> {
        let on = self.voting.dots.get(&person).map(|dots| &dots.on);
        on.into_iter().flatten().filter_map(|item| self.items.get(item))
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
        if on {
            let stands = stands.ok_or(Refusal::Unknown)?;
            if !stands.kind.takes_dots() {
                return Err(Refusal::BadItem);
            }
            if self.voting.terms.others_only && stands.owner == Some(person) {
                return Err(Refusal::OwnWork);
            }
            if self.dots_left(person, self.frame_of(stands)) == 0 {
                return Err(Refusal::NoDotsLeft);
            }
        }
        let placed = few(self.standing(person).count());
        let placed = if on { placed.saturating_add(1) } else { placed - u8::from(stands.is_some()) };
        Ok(Some(Happening::Voted { person, item: Some(item), on, placed }))
    }

    /// The dots an item got: none before the vote is closed, which the end of the session does, too.
    #[must_use]
    pub fn dots_on(&self, item: ItemId, ended: bool) -> u32 {
        let counted = if self.voting.open && ended { self.count_dots() } else { self.voting.counts.clone() };
        counted.get(&item).copied().unwrap_or_default()
    }

    /// What the dots come to. Nobody counts for more than their budget, even if items came back or were moved to a frame
    /// where their dots are used up.
    pub(super) fn count_dots(&self) -> Map<ItemId, u32> {
        let Terms { budget, per_frame, .. } = self.voting.terms;
        let mut counts = Map::new();
        for dots in self.voting.dots.values() {
            let mut used = Map::<Option<ItemId>, u8>::new();
            for (id, item) in dots.on.iter().filter_map(|id| Some((*id, self.items.get(id)?))) {
                let used = used.get_or_default(if per_frame { self.frame_of(item) } else { None });
                if *used < budget {
                    *used += 1;
                    *counts.get_or_default(id) += 1;
                }
            }
        }
        counts
    }
}

fn few(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
