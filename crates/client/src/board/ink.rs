//! Strokes: steps in eighths of a pixel, gathered while somebody draws, and how far something is from them.

use room::{
    board::{REACH, Spot},
    limit,
};
use sketch::{ink::trace, pixels};

/// A stroke on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stroke {
    /// Where it begins.
    pub(super) start: Spot,
    /// Steps from there: right, down, right, down, ...
    pub(super) points: Vec<i16>,
    /// How hard the pen was pressed at each step; empty where the device does not tell.
    pub(super) pressures: Vec<u8>,
    /// Where it ends so far.
    pub(super) end: Spot,
}

impl Stroke {
    /// A dot: a step that goes nowhere, pressed as hard as this if the device tells.
    pub(super) fn new(start: Spot, pressure: Option<u8>) -> Self {
        Self { start, points: vec![0, 0], pressures: pressure.into_iter().collect(), end: start }
    }

    /// Goes on to `to`, in several steps if it is far.
    pub(super) fn go(&mut self, to: Spot, pressure: Option<u8>) {
        // What begins with a pressure has one at each step.
        let pressure = self.pressures.last().map(|last| pressure.unwrap_or(*last));
        while self.end != to && !self.is_full() {
            let step = |from: i32, to: i32| {
                (to.clamp(-REACH, REACH) - from).clamp(i16::MIN.into(), i16::MAX.into()) as i16
            };
            let (dx, dy) = (step(self.end.x, to.x), step(self.end.y, to.y));
            self.end = Spot { x: self.end.x + i32::from(dx), y: self.end.y + i32::from(dy) };
            self.points.extend([dx, dy]);
            self.pressures.extend(pressure);
        }
    }

    /// Whether no further step fits.
    pub(super) fn is_full(&self) -> bool {
        self.steps() >= limit::POINTS
    }

    /// How many steps it has.
    pub(super) fn steps(&self) -> usize {
        self.points.len() / 2
    }

    /// Where it was after so many steps.
    pub(super) fn after(&self, steps: usize) -> Spot {
        let (mut x, mut y) = (self.start.x, self.start.y);
        for step in self.points.chunks_exact(2).take(steps) {
            x += i32::from(step[0]);
            y += i32::from(step[1]);
        }
        Spot { x, y }
    }
}

/// How far `at` is from a stroke.
pub(super) fn distance(start: Spot, points: &[i16], at: (f64, f64)) -> f64 {
    let mut from = pixels(start);
    let mut nearest = f64::INFINITY;
    for to in trace(start, points) {
        nearest = nearest.min(distance_to_line(from, to, at));
        from = to;
    }
    nearest
}

/// How far `at` is from the straight line between two points.
pub(super) fn distance_to_line(from: (f64, f64), to: (f64, f64), at: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 { 0.0 } else { ((at.0 - from.0) * dx + (at.1 - from.1) * dy) / length };
    let along = along.clamp(0.0, 1.0);
    (at.0 - from.0 - dx * along).hypot(at.1 - from.1 - dy * along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_is_its_steps() {
        let mut stroke = Stroke::new(Spot { x: 80, y: 160 }, None);
        stroke.go(Spot { x: 88, y: 160 }, None);
        stroke.go(Spot { x: 88, y: 144 }, Some(9));
        assert!(stroke.pressures.is_empty(), "it began without");
        assert_eq!(stroke.points, [0, 0, 8, 0, 0, -16]);
        assert_eq!((stroke.steps(), stroke.after(2)), (3, Spot { x: 88, y: 160 }));
    }

    #[test]
    fn a_leap_is_made_in_several_steps_and_a_stroke_ends_where_no_more_fits() {
        let mut stroke = Stroke::new(Spot::default(), Some(120));
        stroke.go(Spot { x: 100_000, y: -3 }, Some(130));
        assert_eq!((stroke.end, stroke.after(usize::MAX)), (Spot { x: 100_000, y: -3 }, stroke.end));
        for x in 0..10_000 {
            stroke.go(Spot { x, y: 0 }, None);
        }
        assert_eq!((stroke.steps(), stroke.pressures.len()), (limit::POINTS, limit::POINTS));
        assert_eq!(stroke.pressures[..2], [120, 130]);
    }

    #[test]
    fn distance_is_to_the_line_between_points() {
        let (start, points) = (Spot::default(), [800, 0, 0, 800]);
        assert_eq!(distance(start, &points, (50.0, 3.0)), 3.0);
        assert_eq!(distance(start, &points, (104.0, 50.0)), 4.0);
        assert_eq!(distance(start, &points, (-3.0, 4.0)), 5.0);
    }
}
