//! Where things are, in pixels at 100 %.

use room::board::{Form, Item, Kind, Size, Spot};

use crate::ink;

/// Units of the board in a pixel.
pub(crate) const UNIT: f64 = 8.0;

/// A point.
pub(crate) type Point = (f64, f64);

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

impl Area {
    /// From a corner and a size.
    pub(crate) fn new(at: Spot, size: Size) -> Self {
        let (x, y) = pixels(at);
        Self { x, y, w: f64::from(size.w) / UNIT, h: f64::from(size.h) / UNIT }
    }

    /// What an item covers; paper grows with its text, which only who draws it knows.
    pub(crate) fn of(item: &Item) -> Self {
        match &item.kind {
            Kind::Ink { points, width, .. } => ink::bounds(item.at, points, *width),
            Kind::Line { from, to, .. } => Self::between(pixels(from.at), pixels(to.at)),
            Kind::Note { .. } | Kind::Text { .. } | Kind::Frame { .. } | Kind::Shape { .. } => {
                Self::new(item.at, item.size)
            }
        }
    }

    /// Between two corners, whichever they are.
    pub(crate) fn between(one: Point, other: Point) -> Self {
        let (x, y) = (one.0.min(other.0), one.1.min(other.1));
        Self { x, y, w: (one.0 - other.0).abs(), h: (one.1 - other.1).abs() }
    }

    /// The smallest one around both.
    pub(crate) fn and(self, other: Self) -> Self {
        let right = (self.x + self.w).max(other.x + other.w);
        let bottom = (self.y + self.h).max(other.y + other.h);
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// Larger on every side.
    pub(crate) fn grown(self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + by * 2.0, h: self.h + by * 2.0 }
    }

    /// Further down.
    pub(crate) fn lowered(self, by: f64) -> Self {
        Self { y: self.y + by, ..self }
    }

    /// Its middle.
    pub(crate) fn middle(self) -> Point {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether the point lies in it.
    pub(crate) fn holds(self, (x, y): Point) -> bool {
        x >= self.x && y >= self.y && x <= self.x + self.w && y <= self.y + self.h
    }
}

/// A spot of the board in pixels.
pub(crate) fn pixels(at: Spot) -> Point {
    (f64::from(at.x) / UNIT, f64::from(at.y) / UNIT)
}

/// Whether it is a round shape.
pub(crate) fn is_round(kind: &Kind) -> bool {
    matches!(kind, Kind::Shape { form: Form::Ellipse, .. })
}

/// The space between the edge of a thing and the line that hangs on it.
const GAP: f64 = 4.0;
/// An arrow's head: how far it reaches back, and to the sides.
const HEAD: (f64, f64) = (14.0, 8.0);

/// What a line hangs on: what it covers, and whether it is round.
pub(crate) type Post = (Area, bool);

/// Where a line runs: each end is a point, or the edge of what it hangs on, on the way to the other end.
pub(crate) fn run([from, to]: [(Point, Option<Post>); 2]) -> [Point; 2] {
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
pub(crate) fn barbs(from: Point, to: Point) -> [Point; 2] {
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

    #[test]
    fn a_line_ends_at_the_edge_of_what_it_hangs_on() {
        let runs = |post: Post, to: Point| run([((0.0, 0.0), Some(post)), (to, None)])[0];
        assert_eq!(runs((BOX, false), (250.0, 30.0)), (104.0, 30.0));
        assert_eq!(runs((BOX, true), (250.0, 30.0)), (104.0, 30.0));
        assert_eq!(runs((BOX, true), (50.0, 30.0)), (50.0, 30.0), "it points into itself");
    }

    #[test]
    fn a_head_reaches_back_on_both_sides() {
        assert_eq!(barbs((0.0, 0.0), (100.0, 0.0)), [(86.0, 8.0), (86.0, -8.0)]);
    }
}
