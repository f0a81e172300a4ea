//! Where things are, in pixels at 100 %.

use room::board::{Form, Item, Kind, Size, Spot};

use crate::ink;

/// Units of the board in a pixel at 100 %.
pub const UNIT: f64 = 8.0;

/// A point of the board, in pixels at 100 %: to the right and downward.
pub type Point = (f64, f64);

/// A rectangle of the board, in pixels at 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub w: f64,
    /// Its height.
    pub h: f64,
}

impl Area {
    /// From a corner and a size.
    #[must_use]
    pub fn new(at: Spot, size: Size) -> Self {
        let (x, y) = pixels(at);
        Self { x, y, w: f64::from(size.w) / UNIT, h: f64::from(size.h) / UNIT }
    }

    /// What an item covers; paper grows with its text, which only who draws it knows.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        match &item.kind {
            Kind::Ink { points, width, .. } => ink::bounds(item.at, points, *width),
            Kind::Line { from, to, .. } => Self::between(pixels(from.at), pixels(to.at)),
            Kind::Note { .. }
            | Kind::Text { .. }
            | Kind::Frame { .. }
            | Kind::Shape { .. }
            | Kind::Image { .. } => Self::new(item.at, item.size),
        }
    }

    /// Between two corners, whichever they are.
    #[must_use]
    pub fn between(one: Point, other: Point) -> Self {
        let (x, y) = (one.0.min(other.0), one.1.min(other.1));
        Self { x, y, w: (one.0 - other.0).abs(), h: (one.1 - other.1).abs() }
    }

    /// The smallest one around both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let right = (self.x + self.w).max(other.x + other.w);
        let bottom = (self.y + self.h).max(other.y + other.h);
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// Larger on every side.
    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + by * 2.0, h: self.h + by * 2.0 }
    }

    /// Moved.
    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }
    }

    /// Its middle.
    #[must_use]
    pub fn middle(self) -> Point {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether the point lies in it.
    #[must_use]
    pub fn holds(self, (x, y): Point) -> bool {
        x >= self.x && y >= self.y && x <= self.x + self.w && y <= self.y + self.h
    }

    /// Whether all of the other lies in it.
    #[must_use]
    pub fn encloses(self, other: Self) -> bool {
        self.holds((other.x, other.y)) && self.holds((other.x + other.w, other.y + other.h))
    }

    /// Whether the two share anything.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// A spot in pixels at 100 %.
#[must_use]
pub fn pixels(at: Spot) -> Point {
    (f64::from(at.x) / UNIT, f64::from(at.y) / UNIT)
}

/// Whether it is a round shape.
#[must_use]
pub fn is_round(kind: &Kind) -> bool {
    matches!(kind, Kind::Shape { form: Form::Ellipse, .. })
}

/// Frames and highlighter lie behind everything.
#[must_use]
pub fn is_behind(kind: &Kind) -> bool {
    matches!(kind, Kind::Frame { .. } | Kind::Ink { highlighter: true, .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_meet_only_if_they_share_something() {
        let area = Area { x: 100.0, y: 100.0, w: 400.0, h: 300.0 };
        assert!(area.meets(area.moved(399.0, 0.0)));
        assert!(!area.meets(area.moved(400.0, 0.0)));
        assert_eq!(area.and(area.moved(10.0, 20.0)), Area { w: 410.0, h: 320.0, ..area });
    }
}
