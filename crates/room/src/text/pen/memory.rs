//! What undo and redo know.
//!
//! Both are piles: the top is an edit of the text as it is, the one beneath an edit of what the top leaves. That is
//! why typing "a word" and deleting a letter of it can be undone one after the other and ends with nothing.
//!
//! Undo is expressed at the server's text and holds only what the server has taken: the inverse is made of the form an
//! edit was taken in. A character that two people deleted was deleted by the one whose edit came first, and only that
//! one's undo brings it back.
//!
//! Redo is expressed at the text with all that was written; while undos are under way, at the server's text, for then
//! nothing else can be.

use crate::text::{Edit, Flaw, Part};

/// How many words back one can go.
const DEPTH: usize = 500;
/// A pause after which a new group begins, milliseconds.
const PAUSE_MS: u64 = 1_000;

/// Where and how somebody typed last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typing {
    at: u64,
    /// Where the change ended.
    end: u32,
    /// What it was, if it was at one place: an insertion that ended with a space, or not; or a deletion.
    inserted: Option<bool>,
    composing: bool,
}

/// What undo and redo know.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    undo: Vec<(u32, Edit)>,
    redo: Vec<(u32, Edit)>,
    /// The group that is being typed.
    group: u32,
    typing: Option<Typing>,
}

impl Memory {
    /// Somebody typed this; which group it belongs to.
    pub(super) fn typed(&mut self, edit: &Edit, now: u64, composing: bool) -> u32 {
        self.redo.clear();
        let (start, inserted, deleted) = shape(edit);
        let goes_on = self.typing.is_some_and(|last| {
            if composing {
                return last.composing;
            }
            let place = match inserted {
                Some(_) => deleted == 0 && start == last.end,
                None => start == last.end || start.saturating_add(deleted) == last.end,
            };
            let word = match (last.inserted, inserted) {
                (Some(ended), Some(text)) => !ended || text.starts_with(char::is_whitespace),
                (None, None) => true,
                _ => false,
            };
            place && word && now.saturating_sub(last.at) < PAUSE_MS
        });
        if !goes_on {
            self.group += 1;
        }
        let inserted = inserted.map(|text| text.ends_with(char::is_whitespace));
        self.typing = Some(Typing { at: now, end: edit.end(), inserted, composing });
        self.group
    }

    /// What is typed next is a new group.
    pub(super) fn pause(&mut self) {
        self.typing = None;
    }

    /// The text changed under whoever is typing.
    pub(super) fn moved(&mut self, edit: &Edit) {
        if let Some(typing) = &mut self.typing {
            typing.end = edit.caret(typing.end);
        }
    }

    /// The group on top of what can be undone.
    pub(super) fn top(&self) -> Option<u32> {
        self.undo.last().map(|(id, _)| *id)
    }

    /// What undoes the last group but `n`, of those of which there is something left to undo.
    pub(super) fn undo(&mut self, n: usize) -> Option<(u32, Edit)> {
        loop {
            let at = self.undo.len().checked_sub(n + 1)?;
            let (id, edit) = &self.undo[at];
            if !edit.is_nothing() {
                return Some((*id, edit.clone()));
            }
            self.undo.remove(at);
        }
    }

    /// Takes what redoes the last undone group of which there is something left to redo.
    pub(super) fn redo(&mut self) -> Option<(u32, Edit)> {
        while self.redo.pop_if(|(_, edit)| edit.is_nothing()).is_some() {}
        self.redo.pop()
    }

    /// The server took an edit, and this undoes it.
    pub(super) fn push(&mut self, id: u32, inverse: Edit) -> Result<(), Flaw> {
        match self.undo.last_mut() {
            Some((last, edit)) if *last == id => *edit = inverse.compose(edit)?,
            _ => self.undo.push((id, inverse)),
        }
        if self.undo.len() > DEPTH {
            self.undo.remove(0);
        }
        Ok(())
    }

    /// The server took an undo, and this redoes it, if that still makes sense.
    pub(super) fn undone(&mut self, id: u32, inverse: Edit, redo: bool) {
        self.forget_undo(id);
        if redo {
            self.redo.push((id, inverse));
        } else {
            self.redo.clear();
        }
    }

    /// An undo that was never sent can be redone as it was.
    pub(super) fn push_redo(&mut self, edit: (u32, Edit)) {
        self.redo.push(edit);
    }

    /// Takes a group off the top of what can be undone.
    pub(super) fn forget_undo(&mut self, id: u32) {
        self.undo.pop_if(|(top, _)| *top == id);
    }

    /// Moves undo over an edit of the text it is expressed at.
    pub(super) fn pass_undo(&mut self, edit: Edit) -> Result<(), Flaw> {
        pass(&mut self.undo, edit)
    }

    /// Moves redo over an edit of the text it is expressed at.
    pub(super) fn pass_redo(&mut self, edit: Edit) -> Result<(), Flaw> {
        pass(&mut self.redo, edit)
    }
}

fn pass(pile: &mut [(u32, Edit)], mut edit: Edit) -> Result<(), Flaw> {
    for (_, own) in pile.iter_mut().rev() {
        (edit, *own) = Edit::transform(&edit, own)?;
    }
    Ok(())
}

/// Where an edit begins, what it inserts (none when it inserts nothing), and how much it deletes.
fn shape(edit: &Edit) -> (u32, Option<&str>, u32) {
    let (mut start, mut inserted, mut deleted) = (0, None, 0);
    for part in edit.parts() {
        match part {
            Part::Keep(n) if inserted.is_none() && deleted == 0 => start = *n,
            Part::Keep(_) => {}
            Part::Insert(text) => inserted = Some(text.as_str()),
            Part::Delete(n) => deleted += n,
        }
    }
    (start, inserted, deleted)
}
