//! One page's side of a text: it writes ahead of the server and keeps its field in step, without I/O.
//!
//! What is here, from the server's text to the field's:
//!
//! ```text
//! shadow ──in flight──▶ ──waiting, one by one──▶ text ◀──lag── field
//! ```
//!
//! What is heard comes in on the left and is moved over everything on its way to the right.

mod memory;

use super::{Author, Edit, Flaw, Last, Snapshot};
use crate::wording;
use memory::Memory;
use std::collections::VecDeque;

/// Groups of edits that wait to be sent one by one, so that each can be undone by itself; beyond that they are sent
/// together.
const WAITING: usize = 8;

/// An edit to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Its number, the same whenever it is sent again.
    pub number: u32,
    /// The revision it is an edit of.
    pub base: u32,
    /// The edit.
    pub edit: Edit,
}

/// What follows from something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// What to send.
    pub ask: Option<Ask>,
    /// What to change in the field. Its caret goes along with [`Edit::selection`], unless `caret` says otherwise.
    pub show: Option<Edit>,
    /// Where the caret goes: to what one has undone or redone oneself.
    pub caret: Option<u32>,
    /// Something one has written was not accepted, and is taken out of the field.
    pub refused: bool,
}

impl Effect {
    /// This and then `next`.
    fn and(mut self, next: Self) -> Result<Self, Flaw> {
        self.show = match (self.show, next.show) {
            (Some(first), Some(second)) => Some(first.compose(&second)?),
            (first, second) => second.or(first),
        };
        self.ask = next.ask.or(self.ask);
        self.caret = next.caret.or(self.caret);
        self.refused |= next.refused;
        Ok(self)
    }
}

/// What was heard does not follow from what was heard before. A [`Snapshot`] helps; until then nothing was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

impl From<Flaw> for Lost {
    fn from(_: Flaw) -> Self {
        Self
    }
}

/// Where an edit comes from, which decides what undoes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Typed,
    Undo,
    Redo,
}

/// An edit that was not answered yet.
#[derive(Clone, Debug)]
struct Group {
    /// What is undone together has one.
    id: u32,
    kind: Kind,
    edit: Edit,
}

/// The field while a character is being composed: nothing may change in it.
#[derive(Clone, Debug)]
struct Lag {
    field: String,
    edit: Edit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Undo,
    Redo,
}

/// One page's side of a text.
#[derive(Clone, Debug)]
pub struct Pen {
    author: Author,
    text: String,
    shadow: String,
    revision: u32,
    /// The number of the last edit sent.
    number: u32,
    ready: bool,
    in_flight: Option<Group>,
    waiting: VecDeque<Group>,
    lag: Option<Lag>,
    memory: Memory,
    /// What was pressed while it could not be done yet.
    wishes: VecDeque<Wish>,
}

impl Pen {
    /// A pen for a text as it was found, with the line open. The author must be new with the page.
    #[must_use]
    pub fn new(author: Author, text: String, revision: u32) -> Self {
        Self {
            author,
            shadow: text.clone(),
            text,
            revision,
            number: 0,
            ready: true,
            in_flight: None,
            waiting: VecDeque::new(),
            lag: None,
            memory: Memory::default(),
            wishes: VecDeque::new(),
        }
    }

    /// The text with all that one has written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the field has to hold now.
    #[must_use]
    pub fn field(&self) -> &str {
        self.lag.as_ref().map_or(&self.text, |lag| &lag.field)
    }

    /// The server's text as far as it was heard.
    #[must_use]
    pub fn shadow(&self) -> &str {
        &self.shadow
    }

    /// The revision up to which the server was heard: what a hello says.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// Whether all that one has written is in the server's text.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.in_flight.is_none() && self.waiting.is_empty()
    }

    /// The field holds `value` now, with the caret at `caret`, because somebody typed; `now` is any clock's
    /// milliseconds.
    ///
    /// # Errors
    /// Never while the field follows what it is shown.
    pub fn typed(&mut self, value: &str, caret: Option<u32>, now: u64) -> Result<Effect, Flaw> {
        // One for one, so that the field need not know.
        let fit = |c| match c {
            '\r' | '\n' => '\n',
            '\t' => ' ',
            c if wording::is_visible(c) => c,
            c if c.is_control() => '\u{FFFD}',
            // What nobody sees becomes something else that nobody sees, and that does no harm.
            _ => '\u{2060}',
        };
        let value: String = value.chars().map(fit).collect();
        self.write(&Edit::between(self.field(), &value, caret), now)
    }

    /// An edit of what is in the field.
    ///
    /// # Errors
    /// [`Flaw::Length`] when it is an edit of something else.
    pub fn write(&mut self, edit: &Edit, now: u64) -> Result<Effect, Flaw> {
        let mut edit = edit.clone();
        if let Some(lag) = &mut self.lag {
            let field = edit.apply(&lag.field)?;
            (lag.edit, edit) = Edit::transform(&lag.edit, &edit)?;
            lag.field = field;
        }
        let text = edit.apply(&self.text)?;
        if edit.is_nothing() {
            return Ok(Effect::default());
        }
        self.text = text;
        self.wishes.clear();
        let id = self.memory.typed(&edit, now, self.lag.is_some());
        let room = self.waiting.len() < WAITING;
        match self.waiting.back_mut().filter(|last| last.kind == Kind::Typed && (last.id == id || !room)) {
            Some(last) => {
                last.edit = last.edit.compose(&edit)?;
                last.id = id;
            }
            None => self.waiting.push_back(Group { id, kind: Kind::Typed, edit }),
        }
        Ok(Effect { ask: self.next(), ..Effect::default() })
    }

    /// What to send now: the first that waits, if nothing is under way.
    fn next(&mut self) -> Option<Ask> {
        while self.ready && self.in_flight.is_none() {
            let group = self.waiting.pop_front()?;
            // Others have done it meanwhile, or it was taken back before it was sent.
            if group.edit.is_nothing() {
                self.drop(&group);
                continue;
            }
            self.number = self.number.saturating_add(1);
            self.in_flight = Some(group);
            return self.again();
        }
        None
    }

    /// An edit, the first that is not answered, comes to nothing and is not worth sending.
    fn drop(&mut self, group: &Group) {
        if group.kind == Kind::Undo {
            self.memory.forget_undo(group.id);
        }
    }

    /// What is under way, as it has to be sent now.
    fn again(&self) -> Option<Ask> {
        let group = self.in_flight.as_ref()?;
        Some(Ask { number: self.number, base: self.revision, edit: group.edit.clone() })
    }

    /// The server took this author's edit, in the form it was taken in, and came to `revision` by that. One's own
    /// edits are among these.
    ///
    /// # Errors
    /// [`Lost`] when something before it was not heard, or it does not fit.
    pub fn heard(&mut self, revision: u32, author: Author, number: u32, edit: &Edit) -> Result<Effect, Lost> {
        if revision <= self.revision {
            return Ok(Effect::default());
        }
        if revision - self.revision != 1 {
            return Err(Lost);
        }
        if author != self.author || number != self.number || self.in_flight.is_none() {
            let effect = self.foreign(edit)?;
            self.revision = revision;
            return Ok(effect);
        }
        if self.in_flight.as_ref().is_some_and(|group| group.edit != *edit) {
            return Err(Lost);
        }
        self.acknowledged(true)?;
        self.revision = revision;
        let effect = Effect { ask: self.next(), ..Effect::default() };
        Ok(effect.and(self.fulfil()?)?)
    }

    /// What is under way is in the server's text now. Unless it is `known` in which form, it may be that others
    /// deleted first what it deletes: then that is theirs to bring back.
    fn acknowledged(&mut self, known: bool) -> Result<(), Flaw> {
        let Some(group) = self.in_flight.take() else { return Ok(()) };
        let inverse = group.edit.invert(&self.shadow)?;
        self.shadow = group.edit.apply(&self.shadow)?;
        let alone = self.waiting.iter().all(|other| other.kind == Kind::Undo);
        match group.kind {
            Kind::Undo => self.memory.undone(group.id, inverse, known && alone),
            _ if known => self.memory.push(group.id, inverse)?,
            _ => {
                let sure = inverse.deletions();
                self.memory.pass_undo(group.edit.compose(&sure)?)?;
                self.memory.push(group.id, sure)?;
            }
        }
        Ok(())
    }

    /// Somebody else's edit of the server's text.
    fn foreign(&mut self, edit: &Edit) -> Result<Effect, Flaw> {
        self.shadow = edit.apply(&self.shadow)?;
        self.memory.pass_undo(edit.clone())?;
        let undoing = self.pending().any(|group| group.kind == Kind::Undo);
        if undoing {
            self.memory.pass_redo(edit.clone())?;
        }
        let mut edit = edit.clone();
        for group in self.in_flight.iter_mut().chain(&mut self.waiting) {
            (edit, group.edit) = Edit::transform(&edit, &group.edit)?;
        }
        if !undoing {
            self.memory.pass_redo(edit.clone())?;
        }
        self.show(edit)
    }

    /// An edit of the text that did not come from the field.
    fn show(&mut self, edit: Edit) -> Result<Effect, Flaw> {
        self.text = edit.apply(&self.text)?;
        self.memory.moved(&edit);
        if let Some(lag) = &mut self.lag {
            lag.edit = lag.edit.compose(&edit)?;
            return Ok(Effect::default());
        }
        Ok(Effect { show: Some(edit).filter(|edit| !edit.is_nothing()), ..Effect::default() })
    }

    fn pending(&self) -> impl Iterator<Item = &Group> {
        self.in_flight.iter().chain(&self.waiting)
    }

    /// The server refused one's edit of that number.
    ///
    /// # Errors
    /// Never in a pen that was not [`Lost`].
    pub fn refused(&mut self, number: u32) -> Result<Effect, Lost> {
        if number != self.number || self.in_flight.is_none() {
            return Ok(Effect::default());
        }
        let effect = self.roll_back()?;
        let effect = effect.and(Effect { ask: self.next(), ..Effect::default() })?;
        Ok(effect.and(self.fulfil()?)?)
    }

    /// Takes what is under way out of everything that was built on it.
    fn roll_back(&mut self) -> Result<Effect, Flaw> {
        let Some(group) = self.in_flight.take() else { return Ok(Effect::default()) };
        let mut inverse = group.edit.invert(&self.shadow)?;
        if group.kind == Kind::Undo {
            // It will not be accepted another time either; what is beneath it is expressed behind it.
            self.memory.forget_undo(group.id);
            self.memory.pass_undo(inverse.clone())?;
        }
        for other in &mut self.waiting {
            (inverse, other.edit) = Edit::transform(&inverse, &other.edit)?;
        }
        // Otherwise redo is expressed at the server's text, which stays as it is.
        if group.kind != Kind::Undo && self.waiting.iter().all(|other| other.kind != Kind::Undo) {
            self.memory.pass_redo(inverse.clone())?;
        }
        Ok(Effect { refused: true, ..self.show(inverse)? })
    }

    /// The line is gone: what is written from now on waits.
    pub fn lost(&mut self) {
        self.ready = false;
    }

    /// The line is open again, and all that was missed was heard.
    ///
    /// # Errors
    /// Never in a pen that was not [`Lost`].
    pub fn ready(&mut self) -> Result<Effect, Lost> {
        self.ready = true;
        let effect = self.resume();
        Ok(effect.and(self.fulfil()?)?)
    }

    /// Sends again what is under way, or else what waits.
    fn resume(&mut self) -> Effect {
        // What others have done meanwhile need not be said; should it have arrived after all, it comes to nothing.
        if let Some(group) = self.in_flight.take_if(|group| group.edit.is_nothing()) {
            self.drop(&group);
        }
        Effect { ask: self.again().or_else(|| self.next()), ..Effect::default() }
    }

    /// The text as the server has it, because it does not keep the steps from here to there. What was written here
    /// stays.
    ///
    /// # Errors
    /// Never, unless the pen was broken before.
    pub fn snapshot(&mut self, snapshot: &Snapshot) -> Result<Effect, Lost> {
        let mut effect = Effect::default();
        match &snapshot.last {
            Some(Last { number, outcome }) if *number >= self.number && self.in_flight.is_some() => {
                match outcome {
                    Ok(()) => self.acknowledged(false)?,
                    Err(_) => effect = self.roll_back()?,
                }
            }
            _ => {}
        }
        effect = effect.and(self.foreign(&Edit::aligning(&self.shadow, &snapshot.text))?)?;
        self.revision = snapshot.revision;
        if self.ready {
            effect = effect.and(self.resume())?;
        }
        Ok(effect.and(self.fulfil()?)?)
    }

    /// A character is being composed in the field (an input method is at work), so nothing may change in it. What is
    /// heard goes on meanwhile, and what is typed is sent.
    pub fn begin_composition(&mut self) {
        if self.lag.is_none() {
            self.memory.pause();
            let edit = Edit::nothing(super::length(&self.text));
            self.lag = Some(Lag { field: self.text.clone(), edit });
        }
    }

    /// The character is composed: what the field has missed.
    ///
    /// # Errors
    /// Never in a pen that was not [`Lost`].
    pub fn end_composition(&mut self) -> Result<Effect, Lost> {
        let Some(lag) = self.lag.take() else { return Ok(Effect::default()) };
        self.memory.pause();
        let show = Some(lag.edit).filter(|edit| !edit.is_nothing());
        Ok(Effect { show, ..Effect::default() }.and(self.fulfil()?)?)
    }

    /// Takes back what one has written last, a word at a time. What is not certain yet is taken back as soon as it is,
    /// for two people must not both bring back what both have deleted.
    ///
    /// # Errors
    /// Never in a pen that was not [`Lost`].
    pub fn undo(&mut self) -> Result<Effect, Lost> {
        self.wish(Wish::Undo)
    }

    /// The text as it would be without anything that was written with this pen and can still be undone; what others wrote
    /// stays. Meant for a pen that is [settled](Self::is_settled).
    #[must_use]
    pub fn without_own(&self) -> String {
        let mut pen = self.clone();
        // Undone as if the server took every step at once.
        while let Ok(Effect { ask: Some(Ask { number, edit, .. }), .. }) = pen.undo() {
            let (revision, author) = (pen.revision + 1, pen.author);
            if pen.heard(revision, author, number, &edit).is_err() {
                break;
            }
        }
        pen.text
    }

    /// Writes again what one has undone last.
    ///
    /// # Errors
    /// Never in a pen that was not [`Lost`].
    pub fn redo(&mut self) -> Result<Effect, Lost> {
        self.wish(Wish::Redo)
    }

    fn wish(&mut self, wish: Wish) -> Result<Effect, Lost> {
        self.wishes.push_back(wish);
        Ok(self.fulfil()?)
    }

    /// Does what was wished for as far as it can be done now.
    fn fulfil(&mut self) -> Result<Effect, Flaw> {
        let mut effect = Effect::default();
        while let (Some(wish), None) = (self.wishes.front(), &self.lag) {
            let done = match wish {
                Wish::Undo => self.try_undo()?,
                Wish::Redo => self.try_redo()?,
            };
            let Some(done) = done else { break };
            self.wishes.pop_front();
            effect = effect.and(done)?;
        }
        Ok(effect)
    }

    /// None when it is too early.
    fn try_undo(&mut self) -> Result<Option<Effect>, Flaw> {
        let mut effect = Effect::default();
        if let Some(last) = self.waiting.back().filter(|last| last.kind != Kind::Undo) {
            let id = last.id;
            if self.in_flight.as_ref().is_some_and(|group| group.id == id) {
                return Ok(None);
            }
            let undoing = self.pending().any(|group| group.kind == Kind::Undo);
            let (unsent, back) = self.unwrite()?;
            if !undoing {
                self.memory.push_redo(unsent);
            }
            effect = back;
            // The beginning of the same word may have been sent before.
            if !self.is_settled() || self.memory.top() != Some(id) {
                return Ok(Some(effect));
            }
        }
        if self.pending().any(|group| group.kind != Kind::Undo) {
            return Ok(None);
        }
        // Those under way are still on the pile.
        let Some((id, edit)) = self.memory.undo(self.pending().count()) else { return Ok(Some(effect)) };
        effect = effect.and(self.rewrite(Group { id, kind: Kind::Undo, edit })?)?;
        Ok(Some(effect))
    }

    /// None when it is too early.
    fn try_redo(&mut self) -> Result<Option<Effect>, Flaw> {
        if self.waiting.back().is_some_and(|last| last.kind == Kind::Undo) {
            return Ok(Some(self.unwrite()?.1));
        }
        if self.pending().any(|group| group.kind == Kind::Undo) {
            return Ok(None);
        }
        let Some((id, edit)) = self.memory.redo() else { return Ok(Some(Effect::default())) };
        Ok(Some(self.rewrite(Group { id, kind: Kind::Redo, edit })?))
    }

    /// Takes the last that waits back, as if it had never been.
    fn unwrite(&mut self) -> Result<((u32, Edit), Effect), Flaw> {
        let Some(group) = self.waiting.pop_back() else { return Err(Flaw::Nothing) };
        let shadow = self.shadow.clone();
        let before = self.pending().try_fold(shadow, |text, group| group.edit.apply(&text))?;
        let back = group.edit.invert(&before)?;
        self.memory.pause();
        let caret = Some(back.end());
        let effect = self.show(back)?;
        Ok(((group.id, group.edit), Effect { caret, ..effect }))
    }

    /// Writes what undo or redo says.
    fn rewrite(&mut self, group: Group) -> Result<Effect, Flaw> {
        self.memory.pause();
        let edit = group.edit.clone();
        self.waiting.push_back(group);
        let caret = Some(edit.end());
        let effect = self.show(edit)?;
        Ok(Effect { ask: self.next(), caret, ..effect })
    }
}
