//! Strokes drawn by hand: their points, what they cover, and the smooth line through them.

use room::board::Spot;

use crate::{Area, Point, UNIT, pixels};

/// The points of a stroke, in pixels at 100 %; its beginning is the first.
pub fn trace(start: Spot, points: &[i16]) -> impl Iterator<Item = Point> {
    let mut at = start;
    let steps = points.chunks_exact(2).map(move |step| {
        at.x = at.x.saturating_add(step[0].into());
        at.y = at.y.saturating_add(step[1].into());
        pixels(at)
    });
    std::iter::once(pixels(start)).chain(steps)
}

/// What a stroke covers.
#[must_use]
pub fn bounds(start: Spot, points: &[i16], width: u16) -> Area {
    let dot = |(x, y): Point| Area { x, y, w: 0.0, h: 0.0 };
    let line = trace(start, points).map(dot).fold(dot(pixels(start)), Area::and);
    line.grown(f64::from(width) / UNIT / 2.0)
}

/// The points of a stroke without those that are less than `detail` from the one before; the last one stays.
#[must_use]
pub fn rough(points: impl Iterator<Item = Point>, detail: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = vec![];
    let mut left_out = None;
    for point in points {
        let near = |last: &Point| (point.0 - last.0).hypot(point.1 - last.1) < detail;
        left_out = kept.last().is_some_and(near).then_some(point);
        if left_out.is_none() {
            kept.push(point);
        }
    }
    kept.extend(left_out);
    kept
}

/// A curve to `to` that leans toward `by`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// What it leans toward.
    pub by: Point,
    /// Where it ends.
    pub to: Point,
}

/// The smooth line through a stroke: it goes from middle to middle of the steps and leans toward the points, so that
/// no corner is left. Begins at the first point.
#[must_use]
pub fn smooth(points: &[Point]) -> Vec<Curve> {
    let Some(last) = points.last() else { return vec![] };
    let middle = |a: Point, b: Point| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let inner = points.windows(2).skip(1).map(|pair| Curve { by: pair[0], to: middle(pair[0], pair[1]) });
    inner.chain([Curve { by: *last, to: *last }]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_is_its_steps() {
        let traced: Vec<_> = trace(Spot { x: 80, y: 160 }, &[0, 0, 8, 0, 0, -16]).collect();
        assert_eq!(traced, [(10.0, 20.0), (10.0, 20.0), (11.0, 20.0), (11.0, 18.0)]);
    }

    #[test]
    fn a_stroke_covers_its_points_and_half_its_width() {
        let covers = bounds(Spot::default(), &[800, 0, 0, 800], 16);
        assert_eq!(covers, Area { x: -1.0, y: -1.0, w: 102.0, h: 102.0 });
    }

    #[test]
    fn a_rough_stroke_has_fewer_points_but_ends_where_it_ended() {
        let points = [(0.0, 0.0), (1.0, 0.0), (4.0, 0.0), (5.0, 0.0)];
        assert_eq!(rough(points.into_iter(), 3.0), [(0.0, 0.0), (4.0, 0.0), (5.0, 0.0)]);
        assert_eq!(rough(points.into_iter(), 0.0), points);
    }

    #[test]
    fn a_smooth_line_ends_where_the_stroke_ends() {
        let points = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        let curves = smooth(&points);
        assert_eq!(curves[0], Curve { by: (10.0, 0.0), to: (10.0, 5.0) });
        assert_eq!(curves.last().map(|curve| curve.to), Some((10.0, 10.0)));
        assert_eq!(smooth(&points[..1]).len(), 1);
        assert!(smooth(&[]).is_empty());
    }
}
