//! Several people write in the text of one item: who does, and how their edits come together.
//!
//! Whoever opens a text says so with a claim, which keeps others from deleting the item under their hands and shows them
//! who is typing. The words themselves are merged on the item's [`Paper`].

use super::{Board, CLAIM_MS, Editing, Happening, Item, Prop, budget::Added, change::Hand};
use crate::{
    ItemId, PersonId, Refusal, Room, Timestamp, limit,
    text::{Author, Edit, Outcome, Paper, Step, Verdict, length},
    wording,
};

/// Edits of a text that are kept while somebody writes in it. Who was away for longer gets the text as it is.
const KEPT: u32 = 256;

/// An edit that somebody asks for.
pub(super) struct Typing<'a> {
    pub(super) author: Author,
    pub(super) number: u32,
    pub(super) base: u32,
    pub(super) edit: &'a Edit,
}

/// Who is writing in an item now, in the order they began; a claim lapses with its time, and when its holder is gone.
#[must_use]
pub fn writers(room: &Room, item: &Item, now: Timestamp) -> Vec<PersonId> {
    let here = |person: &PersonId| room.roster.people.get(person).is_some_and(|p| p.presence.counts());
    let fresh = item.editing.iter().filter(|editing| now.since_ms(editing.at) < CLAIM_MS);
    fresh.map(|editing| editing.person).filter(here).collect()
}

impl Board {
    /// The text of an item as its paper has it; one nobody has typed in yet has taken no edit.
    #[must_use]
    pub fn paper(&self, item: ItemId) -> Paper {
        let fresh = || Paper::new(self.text(item).to_owned(), KEPT);
        self.papers.get(&item).cloned().unwrap_or_else(fresh)
    }

    fn text(&self, item: ItemId) -> &str {
        self.items.get(&item).and_then(|item| item.kind.text()).unwrap_or_default()
    }
}

impl Hand<'_> {
    /// Refuses while somebody else writes in the item.
    pub(super) fn free(&self, item: &Item) -> Result<(), Refusal> {
        let writers = writers(self.room, item, self.ctx.now);
        let other = writers.into_iter().find(|writer| Some(*writer) != self.me());
        other.map_or(Ok(()), |by| Err(Refusal::Held { by }))
    }

    pub(super) fn claim(&self, id: ItemId) -> Result<Vec<Happening>, Refusal> {
        self.writes()?;
        let person = self.me().ok_or(Refusal::NotAllowed)?;
        self.changeable(id, None)?.kind.text().ok_or(Refusal::BadItem)?;
        Ok(vec![Happening::Claimed { item: id, person }])
    }

    pub(super) fn release(&self, id: ItemId) -> Result<Vec<Happening>, Refusal> {
        let seen = |item: &&Item| self.viewer.is_none_or(|viewer| viewer.sees_item(item));
        let item = self.board.items.get(&id).filter(seen).ok_or(Refusal::Unknown)?;
        let mine =
            item.editing.iter().map(|editing| editing.person).find(|person| Some(*person) == self.me());
        Ok(mine.map(|person| Happening::Released { item: id, person }).into_iter().collect())
    }

    pub(super) fn type_in(&self, id: ItemId, typing: &Typing<'_>) -> Result<Vec<Happening>, Refusal> {
        self.writes()?;
        let item = self.changeable(id, None)?;
        item.kind.text().ok_or(Refusal::BadItem)?;
        let Typing { author, number, base, edit } = *typing;
        let visible = |text: &str| text.chars().all(|c| c == '\n' || wording::is_visible(c));
        if !self.me().is_some_and(|me| author.is_of(me)) || !edit.inserted().all(visible) {
            return Err(Refusal::BadItem);
        }
        let fresh;
        let paper = match self.board.papers.get(&id) {
            Some(paper) => paper,
            None => {
                fresh = self.board.paper(id);
                &fresh
            }
        };
        let edit = match paper.judge(author, number, base, edit, limit::NOTE) {
            Verdict::Accepted(edit) => edit,
            Verdict::Refused(why) => return Err(why),
            Verdict::Known(outcome) => return Outcome::map(outcome, |()| vec![]),
            Verdict::Past => return Ok(vec![]),
            Verdict::Stale => return Err(Refusal::Stale),
        };
        let after = edit.apply(paper.text()).map_or(0, |text| text.len());
        let grows = after.saturating_sub(paper.text().len());
        if grows > 0 {
            let added = Added::default().plus(grows, item.owner == self.me());
            self.board.bears(self.me(), added, Added::default())?;
        }
        Ok(vec![self.typed(id, Step { author, number, edit })])
    }

    /// Whole texts become edits too, so that those who are writing there lose nothing they can keep.
    pub(super) fn rewritten(&self, id: ItemId, props: &[Prop]) -> Option<Happening> {
        let text =
            props.iter().rev().find_map(|prop| if let Prop::Text(text) = prop { Some(text) } else { None });
        let edit = Edit::between(self.board.text(id), text?, None);
        let step = Step { author: Author::NOBODY, number: 0, edit };
        (!step.edit.is_nothing()).then(|| self.typed(id, step))
    }

    fn typed(&self, item: ItemId, step: Step) -> Happening {
        Happening::Typed { item, step, by: self.me(), kept: true }
    }
}

/// `kept`: the steps are, which is so in the log, while views forget them.
pub(super) fn typed(board: &mut Board, at: Timestamp, id: ItemId, step: &Step, kept: bool) {
    let mut paper = board
        .papers
        .remove(&id)
        .unwrap_or_else(|| Paper::new(board.text(id).to_owned(), if kept { KEPT } else { 0 }));
    let Some(item) = board.items.get_mut(&id) else { return };
    // An edit of another text can only come from a log that somebody has changed.
    if step.edit.before() == length(paper.text()) {
        paper.take(step);
        item.kind.write(paper.text());
    }
    board.papers.insert(id, paper);
    if let Some(editing) = item.editing.iter_mut().find(|editing| Some(editing.person) == item.stamp.by) {
        editing.at = at;
    }
}

pub(super) fn claimed(board: &mut Board, at: Timestamp, id: ItemId, person: PersonId) {
    lapse(board, at, id);
    let Some(item) = board.items.get_mut(&id) else { return };
    match item.editing.iter_mut().find(|editing| editing.person == person) {
        Some(editing) => editing.at = at,
        None => item.editing.push(Editing { person, at }),
    }
}

pub(super) fn released(board: &mut Board, id: ItemId, person: PersonId) {
    end_claims(board, id, |editing| editing.person == person);
}

/// Whoever went away without a word does not keep the steps for ever.
fn lapse(board: &mut Board, at: Timestamp, id: ItemId) {
    end_claims(board, id, |editing| at.since_ms(editing.at) >= CLAIM_MS);
}

fn end_claims(board: &mut Board, id: ItemId, ended: impl Fn(&Editing) -> bool) {
    let Some(item) = board.items.get_mut(&id) else { return };
    item.editing.retain(|editing| !ended(editing));
    if let (true, Some(paper)) = (item.editing.is_empty(), board.papers.get_mut(&id)) {
        paper.rest();
    }
}
