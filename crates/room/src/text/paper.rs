//! The server's side of one text: what it says, and in which order it came to say that.

use super::{Edit, length};
use crate::{PersonId, Refusal, limit, map::Map};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Who writes: one opening of a text on a page, not a person. A page that is loaded anew knows nothing of what it had
/// under way, so it is another author.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Author(pub u64);

impl Author {
    /// Whoever replaces a text as a whole: nobody waits for what becomes of that.
    pub const NOBODY: Self = Self(0);

    /// One of a person's own; `chance` is random. Others cannot ask under it: see [`is_of`](Self::is_of).
    #[must_use]
    pub fn of(person: PersonId, chance: u32) -> Self {
        Self(u64::from(person.0) << 32 | u64::from(chance))
    }

    /// Whether it is one of this person's.
    #[must_use]
    pub fn is_of(self, person: PersonId) -> bool {
        self.0 >> 32 == u64::from(person.0)
    }
}

/// Authors that a text remembers at most; beyond that those of whom nobody waits for an answer any more make room.
const AUTHORS: usize = 64;
/// Parts of all kept steps together: what it costs to move an edit over them, and to keep them, stays bounded.
const KEPT_PARTS: usize = 4_096;

/// What became of an edit.
pub type Outcome = Result<(), Refusal>;

/// The last edit of an author, to know it by when it comes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// Its number.
    pub number: u32,
    /// What became of it.
    pub outcome: Outcome,
}

/// An accepted edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Whose.
    pub author: Author,
    /// Its number with that author.
    pub number: u32,
    /// The edit, of the text at the revision before.
    pub edit: Edit,
}

/// A text for whom the steps to it are not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// What it says.
    pub text: String,
    /// At which revision.
    pub revision: u32,
    /// What became of the last edit of the one who is told.
    pub last: Option<Last>,
}

/// What is to be done about an edit that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is fine, and this is what it comes to now: to be stored, taken ([`Paper::take`]) and told to all.
    Accepted(Edit),
    /// No: to be stored, remembered ([`Paper::refuse`]) and told to its author.
    Refused(Refusal),
    /// It came before, and this became of it. A refusal is to be told again, for nothing else would tell it.
    Known(Outcome),
    /// A later one of the same author has been dealt with: nobody waits for this.
    Past,
    /// It was made at a revision that is not kept any more, or not there yet: its author needs a snapshot, and asks
    /// again. Nothing is remembered of it.
    Stale,
}

/// One text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    text: String,
    revision: u32,
    /// How many steps are kept; none in a view.
    keep: u32,
    history: VecDeque<Step>,
    authors: Map<Author, Last>,
}

impl Paper {
    /// A paper that says `text` and keeps its last `keep` steps, without which whoever was away needs a snapshot.
    #[must_use]
    pub fn new(text: String, keep: u32) -> Self {
        Self { text, keep, ..Self::default() }
    }

    /// What it says.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many edits it has taken.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// What became of the last edit of an author.
    #[must_use]
    pub fn last(&self, author: Author) -> Option<&Last> {
        self.authors.get(&author)
    }

    /// The text and its revision, without what only the server needs. It takes the same steps and keeps none.
    #[must_use]
    pub fn view(&self) -> Self {
        let authors = self.authors.clone();
        Self { revision: self.revision, authors, ..Self::new(self.text.clone(), 0) }
    }

    /// What is to be done about an edit of the text at revision `base`. Whether its author may write at all is for the
    /// caller to know, and to [`refuse`](Self::refuse) once this has not said [`Verdict::Known`].
    ///
    /// The text may have `max` characters; one that has more may only shrink.
    #[must_use]
    pub fn judge(&self, author: Author, number: u32, base: u32, edit: &Edit, max: usize) -> Verdict {
        if let Some(last) = self.last(author) {
            if number == last.number {
                return Verdict::Known(last.outcome.clone());
            }
            if number < last.number {
                return Verdict::Past;
            }
        }
        let Some(steps) = self.since(base) else { return Verdict::Stale };
        let was = steps.clone().next().map_or_else(|| length(&self.text), |step| step.edit.before());
        if let Err(flaw) = edit.check(was) {
            return Verdict::Refused(flaw.into());
        }
        let mut edit = edit.clone();
        for step in steps {
            match Edit::transform(&step.edit, &edit) {
                Ok((_, moved)) => edit = moved,
                Err(flaw) => return Verdict::Refused(flaw.into()),
            }
        }
        let after = edit.after();
        if after as usize > max && after > edit.before() {
            return Verdict::Refused(limit::too_long(max));
        }
        Verdict::Accepted(edit)
    }

    /// An accepted edit, in the form it was accepted in.
    pub fn take(&mut self, step: &Step) {
        let Ok(text) = step.edit.apply(&self.text) else { return };
        self.text = text;
        self.revision = self.revision.saturating_add(1);
        if step.author != Author::NOBODY {
            self.remember(step.author, Last { number: step.number, outcome: Ok(()) });
        }
        if self.keep > 0 {
            self.history.push_back(step.clone());
        }
        let parts =
            |history: &VecDeque<Step>| history.iter().map(|step| step.edit.parts().len()).sum::<usize>();
        while self.history.len() > self.keep as usize || parts(&self.history) > KEPT_PARTS {
            self.history.pop_front();
        }
    }

    /// A refused edit.
    pub fn refuse(&mut self, author: Author, number: u32, why: Refusal) {
        self.remember(author, Last { number, outcome: Err(why) });
    }

    fn remember(&mut self, author: Author, last: Last) {
        self.authors.insert(author, last);
        if self.authors.len() > AUTHORS {
            let other = self.authors.keys().copied().find(|other| *other != author);
            other.map(|other| self.authors.remove(&other));
        }
    }

    /// Judges an edit, and takes or refuses it right away.
    pub fn accept(&mut self, author: Author, number: u32, base: u32, edit: &Edit, max: usize) -> Verdict {
        let verdict = self.judge(author, number, base, edit, max);
        match &verdict {
            Verdict::Accepted(edit) => self.take(&Step { author, number, edit: edit.clone() }),
            Verdict::Refused(why) => self.refuse(author, number, why.clone()),
            _ => {}
        }
        verdict
    }

    /// The steps from `revision` on, to be told one by one; none when they are not kept any more, or it has not come
    /// to that revision: then it takes a snapshot.
    #[must_use]
    pub fn since(&self, revision: u32) -> Option<impl Iterator<Item = &Step> + Clone> {
        let steps = self.revision.checked_sub(revision)?;
        let first = self.history.len().checked_sub(steps as usize)?;
        Some(self.history.range(first..))
    }

    /// The text as it is, for that author.
    #[must_use]
    pub fn snapshot(&self, author: Author) -> Snapshot {
        Snapshot { text: self.text.clone(), revision: self.revision, last: self.last(author).cloned() }
    }

    /// Nobody writes any more: the steps and their authors are forgotten, not how many there were.
    pub fn rest(&mut self) {
        self.history.clear();
        self.authors.clear();
    }
}
