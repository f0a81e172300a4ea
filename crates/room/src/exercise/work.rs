//! What one place does in an exercise: its issue, its ideas, its dots.

use super::{Event, Step};
use crate::map::Map;
use crate::{IdeaId, PersonId, Timestamp, Viewer};
use serde::{Deserialize, Serialize};

/// An idea on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// Who wrote it; unsigned cards have nobody.
    pub author: Option<PersonId>,
    /// The idea.
    pub text: String,
}

/// The work of one place. A view holds one's own cards and dots, and how many there are of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Where they are.
    pub step: Step,
    /// Since when.
    pub since: Timestamp,
    /// Since when they work at the exercise, whatever the step.
    pub begun: Timestamp,
    /// When anything last changed here.
    pub changed: Timestamp,
    /// The issue; empty until chosen.
    pub issue: String,
    /// Ideas in the order they were written.
    pub ideas: Map<IdeaId, Idea>,
    /// How many ideas there are.
    pub idea_count: u32,
    /// Whether everybody there sees all ideas.
    pub revealed: bool,
    /// Dots by person and idea, while the vote goes on.
    pub dots: Map<PersonId, Map<IdeaId, u8>>,
    /// How many dots are placed.
    pub dot_count: u32,
    /// The result of the vote; an idea without dots is not in it.
    pub tally: Option<Map<IdeaId, u32>>,
}

/// An idea's place in the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Which idea.
    pub idea: IdeaId,
    /// Its dots.
    pub dots: u32,
    /// 1 for the most dots; ideas with equally many share a rank.
    pub rank: u32,
    /// Whether it shares its rank.
    pub tied: bool,
}

impl Work {
    /// All ideas by dots, most first; ties are named, not broken. Empty until the vote is over.
    #[must_use]
    pub fn ranking(&self) -> Vec<Rank> {
        let Some(tally) = &self.tally else { return vec![] };
        let dots_of = |idea: &IdeaId| tally.get(idea).copied().unwrap_or(0);
        let all: Vec<_> = self.ideas.keys().map(|idea| (*idea, dots_of(idea))).collect();
        let rank = |(idea, dots): &(IdeaId, u32)| Rank {
            idea: *idea,
            dots: *dots,
            rank: 1 + u32::try_from(all.iter().filter(|(_, other)| other > dots).count()).unwrap_or(u32::MAX),
            tied: all.iter().filter(|(_, other)| other == dots).count() > 1,
        };
        let mut ranking: Vec<_> = all.iter().map(rank).collect();
        ranking.sort_by_key(|rank| rank.rank);
        ranking
    }

    /// How many of somebody's dots are on an idea.
    #[must_use]
    pub fn dots_of(&self, person: PersonId, idea: IdeaId) -> u8 {
        self.dots.get(&person).and_then(|mine| mine.get(&idea)).copied().unwrap_or(0)
    }

    pub(super) fn author_of(&self, idea: IdeaId) -> Option<PersonId> {
        self.ideas.get(&idea).and_then(|found| found.author)
    }

    /// Dots per idea, without names.
    pub(super) fn count(&self) -> Map<IdeaId, u32> {
        let mut tally = Map::new();
        for (idea, dots) in self.dots.values().flatten() {
            *tally.get_or_default(*idea) += u32::from(*dots);
        }
        tally
    }

    pub(super) fn seen_by(&self, viewer: &Viewer) -> Self {
        let mut seen = self.clone();
        seen.ideas.retain(|_, idea| viewer.sees_idea(self.revealed, idea.author));
        seen.dots.retain(|person, _| *person == viewer.person);
        seen
    }

    fn place_dots(&mut self, person: PersonId, idea: IdeaId, dots: u8) {
        let before = self.dots_of(person, idea);
        self.dot_count = self.dot_count.saturating_sub(before.into()).saturating_add(dots.into());
        let mine = self.dots.get_or_default(person);
        if dots == 0 {
            mine.remove(&idea);
        } else {
            mine.insert(idea, dots);
        }
        if mine.is_empty() {
            self.dots.remove(&person);
        }
    }

    fn forget_vote(&mut self) {
        self.dots.clear();
        self.dot_count = 0;
        self.tally = None;
    }
}

/// Applies what happened in one place.
pub(super) fn evolve(work: &mut Work, at: Timestamp, event: &Event) {
    work.changed = at;
    match event {
        Event::IssueSet { text, .. } => work.issue.clone_from(text),
        Event::IdeaAdded { idea, author, text, .. } => {
            work.ideas.insert(*idea, Idea { author: *author, text: text.clone() });
            work.idea_count += 1;
        }
        Event::IdeaEdited { idea, text, .. } => {
            if let Some(found) = work.ideas.get_mut(idea) {
                found.text.clone_from(text);
            }
        }
        Event::IdeaRemoved { idea, .. } => {
            work.ideas.remove(idea);
            work.idea_count = work.idea_count.saturating_sub(1);
        }
        Event::IdeasCounted { ideas, .. } => work.idea_count = *ideas,
        Event::Revealed { ideas, .. } => {
            work.ideas.extend(ideas.iter().map(|(id, idea)| (*id, idea.clone())));
            work.revealed = true;
        }
        Event::Dotted { person, idea, dots, .. } => work.place_dots(*person, *idea, *dots),
        Event::DotsCounted { dots, .. } => work.dot_count = *dots,
        Event::Tallied { tally, .. } => {
            work.tally = Some(tally.clone());
            work.dots.clear();
        }
        Event::Went { step, .. } => {
            work.step = *step;
            work.since = at;
            // Whoever goes back to the vote votes afresh.
            if *step <= Step::Vote {
                work.forget_vote();
            }
        }
        Event::Opened { .. } | Event::Begun(_) | Event::Closed => {}
    }
}
