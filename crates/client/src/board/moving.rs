//! Moving what is selected.

use protocol::{Drag, Signal as Fleeting, signal::DRAGGED};
use room::{ItemId, board::Kind};
use sketch::Area;

use super::{
    Items, arrows,
    easel::Easel,
    geometry::units,
    pointer::{Point, is_due},
    under_way::Moved,
};
use crate::prelude::*;

/// Others hear of what is dragged no more often than this, milliseconds.
const DRAG_MS: f64 = 50.0;

/// What is selected and may be moved is held from now on; a frame takes along what lies in it. Says
/// whether there is any.
pub(super) fn take_hold(easel: Easel) -> bool {
    let mut items = movable(easel, easel.selected.get_untracked());
    let inside = easel.look(|board| {
        let frames = items.iter().filter_map(|id| board.items.get(id));
        let frames: Vec<_> =
            frames.filter(|item| matches!(item.kind, Kind::Frame { .. })).map(Area::of).collect();
        let lies_in = |item| frames.iter().any(|frame| frame.holds(Area::of(item).middle()));
        board.items.iter().filter(|(_, item)| lies_in(item)).map(|(id, _)| *id).collect::<Vec<_>>()
    });
    items.extend(inside.into_iter().flatten());
    items = movable(easel, items);
    if items.is_empty() {
        if easel.selected.with_untracked(|selected| selected.iter().any(|id| !easel.may_move(*id))) {
            easel.say_not_yours();
        }
        return false;
    }
    easel.under_way.update_value(|under_way| under_way.drag = Some(Moved::new(items)));
    easel.touch(true);
    true
}

/// Those of the items, and of what goes together with them, that this person may move: what is locked stays in place for facilitators, too, and a line that
/// hangs on things with both ends goes with them.
pub(super) fn movable(easel: Easel, items: Items) -> Items {
    let mut items = easel.together(items);
    items.retain(|id| {
        easel.may_move(*id)
            && easel.look(|board| board.items.get(id).is_some_and(arrows::moves)) == Some(true)
    });
    items
}

/// What is held goes where the pointer is.
pub(super) fn shift(easel: Easel, now: Point) {
    let scale = easel.view.get_untracked().scale;
    let pressed = easel.hand.with_value(|hand| hand.pressed);
    let by = ((now.0 - pressed.0) / scale, (now.1 - pressed.1) / scale);
    let items = easel.under_way.try_update_value(|under_way| {
        let drag = under_way.drag.as_mut()?;
        drag.by = by;
        Some(drag.items.iter().copied().take(DRAGGED).collect::<Vec<_>>())
    });
    easel.touch(false);
    if let Some(items) = items.flatten().filter(|_| is_due(easel, DRAG_MS)) {
        tell_drag(easel, items, by);
    }
}

pub(super) fn tell_drag(easel: Easel, items: Vec<ItemId>, by: Point) {
    let (dx, dy) = units(by);
    easel.live.signal(Fleeting::Drag(Drag { board: easel.id, items, dx, dy }));
}
