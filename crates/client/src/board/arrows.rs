//! Lines and arrows. They hang on things, so where they run is found anew each time they are drawn: from the middle of
//! what one end hangs on toward the other end, as far as the edge.

use room::{
    ItemId,
    board::{End, Item, Kind, Spot},
};
use web_sys::CanvasRenderingContext2d;

use super::{
    easel::Easel,
    first,
    geometry::{Area, pixels},
    pointer::{Point, front_at},
    shapes,
};
use crate::prelude::*;

/// The space between the edge of a thing and the line that hangs on it, in pixels at 100 %.
const GAP: f64 = 4.0;
/// How thick lines are.
const WIDTH: f64 = 3.0;
/// An arrow's head: how far it reaches back, and to the sides.
const HEAD: (f64, f64) = (14.0, 8.0);
/// The length of a line that is put up without being drawn, in units.
const USUAL: i32 = 1_280;

/// What a line hangs on: what it covers, and whether it is round.
pub(super) type Post = (Area, bool);

/// Where a line runs: each end is a point, or the edge of what it hangs on, on the way to the other end.
pub(super) fn run(ends: [(Point, Option<Post>); 2]) -> [Point; 2] {
    let [from, to] = ends;
    let aim = |(at, post): (Point, Option<Post>)| post.map_or(at, |(area, _)| area.middle());
    [edge(from, aim(to)), edge(to, aim(from))]
}

fn edge((at, post): (Point, Option<Post>), toward: Point) -> Point {
    let Some((area, round)) = post else { return at };
    let (x, y) = area.middle();
    let (dx, dy) = (toward.0 - x, toward.1 - y);
    let (w, h) = (area.w / 2.0 + GAP, area.h / 2.0 + GAP);
    // The part of the way that lies inside.
    let inside = if round { (dx / w).hypot(dy / h).recip() } else { (w / dx.abs()).min(h / dy.abs()) };
    // What it points at lies inside itself: there is no edge on the way.
    if inside < 1.0 { (x + dx * inside, y + dy * inside) } else { (x, y) }
}

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
    pen.set_line_cap("round");
    pen.set_line_join("round");
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
    draw(pen, ends, head, WIDTH);
}

/// Where the two strokes of an arrow's head end.
fn barbs(from: Point, to: Point) -> [Point; 2] {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    // A short arrow has a small head.
    let part = (length / HEAD.0 / 2.0).min(1.0);
    let (back, aside) = (HEAD.0 * part, HEAD.1 * part);
    let barb = |side: f64| (to.0 - dx * back - dy * aside * side, to.1 - dy * back + dx * aside * side);
    [barb(1.0), barb(-1.0)]
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

    const BOX: Area = Area { x: 0.0, y: 0.0, w: 100.0, h: 60.0 };

    fn runs(from: Post, to: Point) -> Point {
        run([((0.0, 0.0), Some(from)), (to, None)])[0]
    }

    #[test]
    fn a_line_ends_at_the_edge_of_a_box_it_hangs_on() {
        assert_eq!(runs((BOX, false), (250.0, 30.0)), (100.0 + GAP, 30.0));
        assert_eq!(runs((BOX, false), (50.0, -200.0)), (50.0, -GAP));
        let (x, y) = runs((BOX, false), (250.0, 230.0));
        assert!((y - 60.0 - GAP).abs() < 1e-9 && x < 100.0, "through the lower edge: {x} {y}");
    }

    #[test]
    fn a_line_ends_at_the_edge_of_an_ellipse_it_hangs_on() {
        assert_eq!(runs((BOX, true), (250.0, 30.0)), (100.0 + GAP, 30.0));
        let (x, y) = runs((BOX, true), (250.0, 230.0));
        let (dx, dy) = ((x - 50.0) / (50.0 + GAP), (y - 30.0) / (30.0 + GAP));
        assert!((dx.hypot(dy) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn two_things_are_joined_along_the_line_between_their_middles() {
        let other = BOX.moved(300.0, 0.0);
        let ends = run([((9.0, 9.0), Some((BOX, false))), ((9.0, 9.0), Some((other, false)))]);
        assert_eq!(ends, [(100.0 + GAP, 30.0), (300.0 - GAP, 30.0)]);
    }

    #[test]
    fn what_points_into_itself_begins_in_the_middle() {
        assert_eq!(runs((BOX, false), (60.0, 30.0)), (50.0, 30.0));
        assert_eq!(runs((BOX, true), (50.0, 30.0)), (50.0, 30.0));
        assert_eq!(runs((BOX, false), (50.0, 30.0)), (50.0, 30.0));
    }

    #[test]
    fn an_end_that_hangs_on_something_is_not_moved_with_the_line() {
        let (free, held) = (End::default(), End { on: Some(ItemId(7)), ..End::default() });
        assert_eq!(moved([free, held], 8, 16), [End { at: Spot { x: 8, y: 16 }, on: None }, held]);
    }

    #[test]
    fn a_head_reaches_back_on_both_sides() {
        let [left, right] = barbs((0.0, 0.0), (100.0, 0.0));
        assert_eq!((left, right), ((86.0, 8.0), (86.0, -8.0)));
    }
}
