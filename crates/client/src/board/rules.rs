//! Who writes in which frame, as far as this person and what they see go.

use room::{
    ItemId, Room, Viewer,
    board::{Size, Spot, Write},
};

use super::easel::Easel;
use crate::live::Part;
use crate::prelude::*;

/// Keeps what stands at frames with a rule up to date, as long as the view is there.
pub(super) fn tell(easel: Easel) {
    let told = memo(move || {
        easel.live.see(Part::Roster, |_| ());
        let ruled = easel.see(|board| board.rules.keys().copied().collect::<Vec<_>>()).unwrap_or_default();
        ruled.into_iter().filter_map(|frame| Some((frame, easel.who_writes(frame)?))).collect::<Vec<_>>()
    });
    effect(move || {
        easel.rules.set_value(told.get());
        easel.touch(true);
    });
}

impl Easel {
    /// Whether this person writes where something of this size is to lie, as far as frames go.
    pub(super) fn opens(&self, place: (Spot, Size)) -> bool {
        let me = self.live.me();
        let opens = |room: &Room| Some(room.board.boards.get(&self.id)?.opens(&Viewer::of(room, me)?, place));
        self.live.look(opens).unwrap_or_default()
    }

    /// Whether this person writes in a frame.
    pub(super) fn opens_frame(&self, frame: ItemId) -> bool {
        self.item(frame).is_none_or(|frame| self.opens((frame.at, frame.size)))
    }

    /// Whether a rule keeps this person from what they could change otherwise.
    pub(super) fn is_closed(&self, id: ItemId) -> bool {
        let me = self.live.me();
        let closed = |room: &Room| {
            let (board, viewer) = (room.board.boards.get(&self.id)?, Viewer::of(room, me)?);
            Some(viewer.changes(&board.access, board.items.get(&id)?) && !board.lets_change(&viewer, id))
        };
        self.live.look(closed).unwrap_or_default()
    }

    /// Who writes in a frame, in words, if that is said.
    pub(super) fn who_writes(&self, frame: ItemId) -> Option<String> {
        let rule = self.look(|board| board.rules.get(&frame).cloned()).flatten()?;
        let me = self.live.me();
        Some(match rule.write {
            Write::Everyone => return None,
            Write::Nobody => "Nobody writes here".to_owned(),
            Write::Facilitators => "Facilitators write here".to_owned(),
            Write::Named if rule.named.contains(&me) => "You were asked to write here".to_owned(),
            Write::Named => match rule.named.iter().copied().collect::<Vec<_>>().as_slice() {
                [] => "Facilitators write here".to_owned(),
                [one] => [&self.name(*one), " writes here"].concat(),
                [one, other] => [&self.name(*one), " and ", &self.name(*other), " write here"].concat(),
                several => [&several.len().to_string(), " people write here"].concat(),
            },
        })
    }
}
