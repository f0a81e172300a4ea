//! Strokes: steps in eighths of a pixel, gathered while somebody draws, and the smooth line that is made of them.

use room::{
    board::{REACH, Spot},
    limit,
};

use super::geometry::{Area, UNIT, pixels};

/// A stroke on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stroke {
    /// Where it begins.
    pub(super) start: Spot,
    /// Steps from there: right, down, right, down, ...
    pub(super) points: Vec<i16>,
    /// Where it ends so far.
    pub(super) end: Spot,
}

impl Stroke {
    /// A dot: a step that goes nowhere.
    pub(super) fn new(start: Spot) -> Self {
        Self { start, points: vec![0, 0], end: start }
    }

    /// Goes on to `to`, in several steps if it is far.
    pub(super) fn go(&mut self, to: Spot) {
        while self.end != to && !self.is_full() {
            let step = |from: i32, to: i32| {
                (to.clamp(-REACH, REACH) - from).clamp(i16::MIN.into(), i16::MAX.into()) as i16
            };
            let (dx, dy) = (step(self.end.x, to.x), step(self.end.y, to.y));
            self.end = Spot { x: self.end.x + i32::from(dx), y: self.end.y + i32::from(dy) };
            self.points.extend([dx, dy]);
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

/// The points of a stroke, in pixels at 100 %; its beginning is the first.
pub(super) fn trace(start: Spot, points: &[i16]) -> impl Iterator<Item = (f64, f64)> {
    let mut at = start;
    let steps = points.chunks_exact(2).map(move |step| {
        at.x = at.x.saturating_add(step[0].into());
        at.y = at.y.saturating_add(step[1].into());
        pixels(at)
    });
    std::iter::once(pixels(start)).chain(steps)
}

/// What a stroke covers.
pub(super) fn bounds(start: Spot, points: &[i16], width: u16) -> Area {
    let (x, y) = pixels(start);
    let dot = Area { x, y, w: 0.0, h: 0.0 };
    let line = trace(start, points).fold(dot, |area, (x, y)| area.and(Area { x, y, w: 0.0, h: 0.0 }));
    line.grown(f64::from(width) / UNIT / 2.0)
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

/// A curve to `to` that leans toward `by`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Curve {
    pub(super) by: (f64, f64),
    pub(super) to: (f64, f64),
}

/// The smooth line through a stroke: it goes from middle to middle of the steps and leans toward the points, so that
/// no corner is left. Begins at the first point.
pub(super) fn smooth(points: &[(f64, f64)]) -> Vec<Curve> {
    let Some(last) = points.last() else { return vec![] };
    let middle = |a: (f64, f64), b: (f64, f64)| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let inner = points.windows(2).skip(1).map(|pair| Curve { by: pair[0], to: middle(pair[0], pair[1]) });
    inner.chain([Curve { by: *last, to: *last }]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_is_its_steps() {
        let mut stroke = Stroke::new(Spot { x: 80, y: 160 });
        stroke.go(Spot { x: 88, y: 160 });
        stroke.go(Spot { x: 88, y: 144 });
        assert_eq!(stroke.points, [0, 0, 8, 0, 0, -16]);
        assert_eq!((stroke.steps(), stroke.after(2)), (3, Spot { x: 88, y: 160 }));
        let traced: Vec<_> = trace(stroke.start, &stroke.points).collect();
        assert_eq!(traced, [(10.0, 20.0), (10.0, 20.0), (11.0, 20.0), (11.0, 18.0)]);
    }

    #[test]
    fn a_leap_is_made_in_several_steps_and_a_stroke_ends_where_no_more_fits() {
        let mut stroke = Stroke::new(Spot::default());
        stroke.go(Spot { x: 100_000, y: -3 });
        assert_eq!((stroke.end, stroke.after(usize::MAX)), (Spot { x: 100_000, y: -3 }, stroke.end));
        for x in 0..10_000 {
            stroke.go(Spot { x, y: 0 });
        }
        assert_eq!(stroke.steps(), limit::POINTS);
    }

    #[test]
    fn distance_is_to_the_line_between_points() {
        let (start, points) = (Spot::default(), [800, 0, 0, 800]);
        assert_eq!(distance(start, &points, (50.0, 3.0)), 3.0);
        assert_eq!(distance(start, &points, (104.0, 50.0)), 4.0);
        assert_eq!(distance(start, &points, (-3.0, 4.0)), 5.0);
        assert_eq!(bounds(start, &points, 16), Area { x: -1.0, y: -1.0, w: 102.0, h: 102.0 });
    }

    #[test]
    fn a_smooth_line_ends_where_the_stroke_ends() {
        let points = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        let curves = smooth(&points);
        assert_eq!(curves[0], Curve { by: (10.0, 0.0), to: (10.0, 5.0) });
        assert_eq!(curves.last().map(|curve| curve.to), Some((10.0, 10.0)));
        assert_eq!(smooth(&points[..1]).len(), 1);
    }
}
