//! Lines and arrows. They hang on things, so where they run is found anew each time they are drawn: from the middle of
//! what one end hangs on toward the other end, as far as the edge.

use crate::{Area, Point};

/// How thick lines are, in pixels at 100 %.
pub const LINE: f64 = 3.0;
/// The space between the edge of a thing and the line that hangs on it.
const GAP: f64 = 4.0;
/// An arrow's head: how far it reaches back, and to the sides.
const HEAD: (f64, f64) = (14.0, 8.0);

/// What a line hangs on: what it covers, and whether it is round.
pub type Post = (Area, bool);

/// Where a line runs: each end is a point, or the edge of what it hangs on, on the way to the other end.
#[must_use]
pub fn run([from, to]: [(Point, Option<Post>); 2]) -> [Point; 2] {
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

/// Where the two strokes of an arrow's head end.
#[must_use]
pub fn barbs(from: Point, to: Point) -> [Point; 2] {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    // A short arrow has a small head.
    let part = (length / HEAD.0 / 2.0).min(1.0);
    let (back, aside) = (HEAD.0 * part, HEAD.1 * part);
    let barb = |side: f64| (to.0 - dx * back - dy * aside * side, to.1 - dy * back + dx * aside * side);
    [barb(1.0), barb(-1.0)]
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
    fn a_head_reaches_back_on_both_sides() {
        assert_eq!(barbs((0.0, 0.0), (100.0, 0.0)), [(86.0, 8.0), (86.0, -8.0)]);
    }
}
