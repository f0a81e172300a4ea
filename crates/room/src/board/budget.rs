//! How heavy a board may get, and how much of that is one person's: so that nobody fills it for the others, or the
//! server's memory for everybody. What is deleted is kept for undo and weighs on, up to the same again.

use super::{Board, Item};
use crate::{PersonId, Refusal, limit};

/// What is on a board, or one person's part of it, in bytes.
struct Load {
    here: usize,
    gone: usize,
}

impl Load {
    fn of(board: &Board, counts: impl Fn(&Item) -> bool) -> Self {
        let sum = |items: &mut dyn Iterator<Item = &Item>| {
            items.filter(|item| counts(item)).map(Item::weight).fold(0, usize::saturating_add)
        };
        let gone = sum(&mut board.gone.values().map(|gone| &gone.item));
        Self { here: sum(&mut board.items.values()), gone }
    }

    fn bears(&self, put: usize, back: usize, most: usize) -> bool {
        let here = self.here.saturating_add(put).saturating_add(back);
        here <= most && here.saturating_add(self.gone) <= most.saturating_mul(2).saturating_add(back)
    }
}

impl Board {
    /// Refuses what the board cannot bear: what is `put` on it by `me`, and what comes `back` of what was deleted.
    ///
    /// # Errors
    /// [`Refusal::OwnShare`] for too much of one person's, [`Refusal::Full`] for too much in all.
    pub(super) fn bears(&self, me: Option<PersonId>, put: Added, back: Added) -> Result<(), Refusal> {
        let mine = |item: &Item| item.owner == me;
        if me.is_some() && !Load::of(self, mine).bears(put.mine, back.mine, limit::BOARD_SHARE) {
            return Err(Refusal::OwnShare);
        }
        let all = Load::of(self, |_| true).bears(put.all, back.all, limit::BOARD_WEIGHT);
        if all { Ok(()) } else { Err(Refusal::Full) }
    }
}

/// Bytes that come onto a board.
#[derive(Clone, Copy, Default)]
pub(super) struct Added {
    /// In all.
    pub(super) all: usize,
    /// Of those who ask.
    pub(super) mine: usize,
}

impl Added {
    /// So much more, of the one who asks or of somebody else.
    pub(super) fn plus(self, bytes: usize, mine: bool) -> Self {
        let own = if mine { bytes } else { 0 };
        Self { all: self.all.saturating_add(bytes), mine: self.mine.saturating_add(own) }
    }
}
