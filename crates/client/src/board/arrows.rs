//! Lines and arrows as they are held, moved and drawn; where they run is up to [`sketch::run`].

use room::{
    ItemId,
    board::{End, Item, Kind, Spot},
};
use sketch::{LINE, barbs, pixels};
use web_sys::CanvasRenderingContext2d;

use super::{
    easel::Easel,
    first,
    pointer::{Point, front_at},
    shapes,
};
use crate::prelude::*;

/// The length of a line that is put up without being drawn, in units.
const USUAL: i32 = 1_280;

/// The end of a line that is held at a point of the screen: on what lies there, if that is not `other`, on which the
/// other end hangs.
pub(super) fn end(easel: Easel, at: Point, other: Option<ItemId>) -> End {
    let takes = |id: ItemId, item: &Item| item.kind.takes_lines() && Some(id) != other;
    End { at: easel.view.get_untracked().spot(at), on: front_at(easel, at, &takes) }
}

/// A line of the usual length to the right of `from`.
pub(super) fn usual(from: End) -> End {
    End { at: Spot { x: from.at.x.saturating_add(USUAL), ..from.at }, on: None }
}

/// The line's ends moved by so many units; those that hang on something stay there.
pub(super) fn moved(ends: [End; 2], dx: i32, dy: i32) -> [End; 2] {
    ends.map(|end| match end.on {
        Some(_) => end,
        None => End { at: Spot { x: end.at.x + dx, y: end.at.y + dy }, on: None },
    })
}

/// Whether there is an end that can be moved.
pub(super) fn moves(item: &Item) -> bool {
    item.kind.ends().is_none_or(|ends| ends.iter().any(|end| end.on.is_none()))
}

/// Draws a line whose ends hang on nothing any more.
pub(super) fn draw(pen: &CanvasRenderingContext2d, ends: [End; 2], head: bool, width: f64) {
    let [from, to] = ends.map(|end| pixels(end.at));
    pen.set_line_width(width);
    pen.begin_path();
    pen.move_to(from.0, from.1);
    pen.line_to(to.0, to.1);
    if head {
        let [left, right] = barbs(from, to);
        pen.move_to(left.0, left.1);
        pen.line_to(to.0, to.1);
        pen.line_to(right.0, right.1);
    }
    pen.stroke();
}

/// The same as thick as lines are.
pub(super) fn draw_thick(pen: &CanvasRenderingContext2d, ends: [End; 2], head: bool) {
    draw(pen, ends, head, LINE);
}

/// By keyboard: the first press remembers what the arrow comes from, the second one, on something else, puts it up.
pub(super) fn by_keyboard(easel: Easel) {
    let selected = easel.selected.with_untracked(first);
    let Some(to) = selected.filter(|id| easel.item(*id).is_some_and(|item| item.kind.takes_lines())) else {
        return easel.announce("Go to what the arrow comes from first.");
    };
    let from = easel.arrow_from.get_value().filter(|from| *from != to && easel.item(*from).is_some());
    let Some(from) = from else {
        easel.arrow_from.set_value(Some(to));
        return easel.announce("An arrow begins here. Go to where it points and press A again.");
    };
    easel.arrow_from.set_value(None);
    let end = |id| End { at: easel.item(id).map(|item| item.at).unwrap_or_default(), on: Some(id) };
    let kind = Kind::Line { from: end(from), to: end(to), head: true };
    shapes::put(easel, shapes::new(easel, kind, end(from).at), "Arrow put up.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_that_hangs_on_something_is_not_moved_with_the_line() {
        let (free, held) = (End::default(), End { on: Some(ItemId(7)), ..End::default() });
        assert_eq!(moved([free, held], 8, 16), [End { at: Spot { x: 8, y: 16 }, on: None }, held]);
    }
}
