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

/// A pen as it stands at one point of a stroke.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nib {
    /// Where.
    pub at: Point,
    /// Half of the width of its line there.
    pub half: f64,
}

/// The least and the most of its width that a pen draws with.
const WIDTHS: (f64, f64) = (0.6, 1.4);
/// A hand that goes so many half widths in one step draws the thinnest line.
const QUICK: f64 = 8.0;
/// How far a hand's speed changes the line in one step, at most.
const CHANGE: f64 = 0.275;
/// How far the pressure of one step counts against that of those before.
const LEAN: f64 = 0.5;

/// The pen along a stroke: wider where it was pressed, or where that is not told, thinner where the hand was quick, as
/// perfect-freehand 1.2 does it (`simulatePressure`). `width` in eighths of a pixel.
pub fn nibs(start: Spot, points: &[i16], pressures: &[u8], width: u16) -> impl Iterator<Item = Nib> {
    let half = f64::from(width.max(1)) / UNIT / 2.0;
    let (mut force, mut last) = (0.5, pixels(start));
    trace(start, points).enumerate().map(move |(n, at)| {
        let step = (at.0 - last.0).hypot(at.1 - last.1);
        last = at;
        match pressures.get(n.saturating_sub(1)).map(|pressure| f64::from(*pressure) / 255.0) {
            Some(told) if n == 0 => force = told,
            Some(told) => force += (told - force) * LEAN,
            None => {
                let speed = (step / (half * QUICK)).min(1.0);
                force += (1.0 - speed - force) * speed * CHANGE;
            }
        }
        Nib { at, half: half * (WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * force) }
    })
}

/// A pen along a stroke that is everywhere the same, whatever its width.
pub fn even(start: Spot, points: &[i16]) -> impl Iterator<Item = Nib> {
    trace(start, points).map(|at| Nib { at, half: 0.0 })
}

/// What a stroke covers.
#[must_use]
pub fn bounds(start: Spot, points: &[i16], width: u16) -> Area {
    let dot = |(x, y): Point| Area { x, y, w: 0.0, h: 0.0 };
    let line = trace(start, points).map(dot).fold(dot(pixels(start)), Area::and);
    line.grown(f64::from(width) / UNIT / 2.0 * WIDTHS.1)
}

/// The points of a stroke without those that are less than `detail` from the one before; the last one stays.
#[must_use]
pub fn rough(nibs: impl Iterator<Item = Nib>, detail: f64) -> Vec<Nib> {
    let mut kept: Vec<Nib> = vec![];
    let mut left_out = None;
    for nib in nibs {
        let near = |last: &Nib| (nib.at.0 - last.at.0).hypot(nib.at.1 - last.at.1) < detail;
        left_out = kept.last().is_some_and(near).then_some(nib);
        if left_out.is_none() {
            kept.push(nib);
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

fn middle(a: Point, b: Point) -> Point {
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)
}

/// The smooth line through a stroke, and where it begins: it goes from middle to middle of the steps and leans toward the
/// points, so that no corner is left.
#[must_use]
pub fn smooth(nibs: &[Nib]) -> (Point, Vec<Curve>) {
    let (Some(first), Some(last)) = (nibs.first(), nibs.last()) else { return Default::default() };
    let curve = |pair: &[Nib]| Curve { by: pair[0].at, to: middle(pair[0].at, pair[1].at) };
    let inner = nibs.windows(2).skip(1).map(curve);
    (first.at, inner.chain([Curve { by: last.at, to: last.at }]).collect())
}

/// The edges of a stroke as wide as its pen was at each point: closed lines, each with where it begins, all the same way
/// round, so that what lies in any of them is ink. Where the hand turned back a new one begins.
#[must_use]
pub fn edges(nibs: &[Nib]) -> Vec<(Point, Vec<Curve>)> {
    let (mut all, mut piece) = (vec![], Vec::<Nib>::new());
    for nib in nibs {
        match piece[..] {
            [.., last] if last.at == nib.at => {
                // A pen that stays where it is leaves the wider of its dots.
                let half = last.half.max(nib.half);
                piece.pop();
                piece.push(Nib { half, ..last });
                continue;
            }
            [.., before, last] if turns_back(before.at, last.at, nib.at) => {
                all.push(closed(&edge(&piece)));
                piece = vec![last];
            }
            _ => {}
        }
        piece.push(*nib);
    }
    if !piece.is_empty() {
        all.push(closed(&edge(&piece)));
    }
    all
}

fn turns_back(a: Point, b: Point, c: Point) -> bool {
    (b.0 - a.0) * (c.0 - b.0) + (b.1 - a.1) * (c.1 - b.1) < 0.0
}

/// Around a piece of a stroke: along its left, around its end, back along its right and around its beginning.
fn edge(nibs: &[Nib]) -> Vec<Point> {
    let (Some(first), Some(last)) = (nibs.first(), nibs.last()) else { return vec![] };
    let towards = |n: usize| {
        let (a, b) = (nibs[n.saturating_sub(1)].at, nibs[(n + 1).min(nibs.len() - 1)].at);
        let (x, y) = (b.0 - a.0, b.1 - a.1);
        let length = x.hypot(y);
        if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) }
    };
    let count = nibs.len();
    if count == 1 {
        return [(1.0, 0.0), (-1.0, 0.0)].into_iter().flat_map(|side| cap(first, side)).collect();
    }
    let side = |n: usize, by: f64| {
        let (x, y) = left_of(towards(n));
        aside(&nibs[n], (x * by, y * by))
    };
    let left = (0..count).map(|n| side(n, 1.0));
    let right = (0..count).rev().map(|n| side(n, -1.0));
    let (x, y) = towards(0);
    left.chain(cap(last, towards(count - 1))).chain(right).chain(cap(first, (-x, -y))).collect()
}

fn left_of((x, y): Point) -> Point {
    (y, -x)
}

fn aside(nib: &Nib, (x, y): Point) -> Point {
    (nib.at.0 + nib.half * x, nib.at.1 + nib.half * y)
}

/// Half around a pen, from its left to its right by where it looks.
fn cap(nib: &Nib, towards: Point) -> [Point; 4] {
    /// Sine and cosine of an eighth of a half circle.
    const EIGHTH: (f64, f64) = (0.382_683_432_365_089_8, 0.923_879_532_511_286_7);
    let left = left_of(towards);
    let steps = [(EIGHTH.1, EIGHTH.0), (EIGHTH.0, EIGHTH.1), (-EIGHTH.0, EIGHTH.1), (-EIGHTH.1, EIGHTH.0)];
    steps.map(|(l, t)| aside(nib, (left.0 * l + towards.0 * t, left.1 * l + towards.1 * t)))
}

/// The smooth closed line that leans toward points.
fn closed(points: &[Point]) -> (Point, Vec<Curve>) {
    let next = |n: usize| points[(n + 1) % points.len()];
    let curves: Vec<_> =
        points.iter().enumerate().map(|(n, by)| Curve { by: *by, to: middle(*by, next(n)) }).collect();
    (curves.last().map(|curve| curve.to).unwrap_or_default(), curves)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thin(points: &[Point]) -> Vec<Nib> {
        points.iter().map(|at| Nib { at: *at, half: 1.0 }).collect()
    }

    #[test]
    fn a_stroke_is_its_steps() {
        let traced: Vec<_> = trace(Spot { x: 80, y: 160 }, &[0, 0, 8, 0, 0, -16]).collect();
        assert_eq!(traced, [(10.0, 20.0), (10.0, 20.0), (11.0, 20.0), (11.0, 18.0)]);
    }

    #[test]
    fn a_stroke_covers_its_points_and_half_of_its_widest() {
        let covers = bounds(Spot::default(), &[800, 0, 0, 800], 80);
        assert_eq!(covers, Area { x: -7.0, y: -7.0, w: 114.0, h: 114.0 });
        let halves = nibs(Spot::default(), &[800, 0, 0, 800], &[255, 255], 80).map(|nib| nib.half);
        assert!(halves.into_iter().all(|half| (half - 7.0).abs() < 1e-9));
    }

    #[test]
    fn pressure_widens_the_line_and_a_quick_hand_thins_it() {
        let ends = |points: &[i16], pressures: &[u8]| {
            let halves: Vec<_> = nibs(Spot::default(), points, pressures, 24).map(|nib| nib.half).collect();
            (halves[0], halves[halves.len() - 1])
        };
        let steps = |step: i16| [step, 0].repeat(20);
        let (first, last) = ends(&steps(8), &[0, 255].repeat(10));
        assert!(first < last, "pressed in the end");
        let (slow, quick) = (ends(&steps(4), &[]).1, ends(&steps(160), &[]).1);
        assert!(quick < slow);
        assert!((0.9..=1.5).contains(&quick));
    }

    #[test]
    fn a_rough_stroke_has_fewer_points_but_ends_where_it_ended() {
        let points = thin(&[(0.0, 0.0), (1.0, 0.0), (4.0, 0.0), (5.0, 0.0)]);
        let kept = rough(points.iter().copied(), 3.0);
        assert_eq!(kept, thin(&[(0.0, 0.0), (4.0, 0.0), (5.0, 0.0)]));
        assert_eq!(rough(points.iter().copied(), 0.0), points);
    }

    #[test]
    fn a_smooth_line_ends_where_the_stroke_ends() {
        let points = thin(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
        let (begin, curves) = smooth(&points);
        assert_eq!(begin, (0.0, 0.0));
        assert_eq!(curves[0], Curve { by: (10.0, 0.0), to: (10.0, 5.0) });
        assert_eq!(curves.last().map(|curve| curve.to), Some((10.0, 10.0)));
        assert_eq!(smooth(&points[..1]).1.len(), 1);
        assert!(smooth(&[]).1.is_empty());
    }

    /// Twice what lies within a closed line, by the shoelace formula; positive for a line that goes clockwise on a screen.
    fn within((begin, curves): &(Point, Vec<Curve>)) -> f64 {
        let points: Vec<_> = std::iter::once(*begin).chain(curves.iter().map(|curve| curve.to)).collect();
        points.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum()
    }

    #[test]
    fn the_edges_lie_around_the_stroke_and_go_the_same_way_round() {
        for points in [
            vec![(0.0, 0.0), (20.0, 0.0), (40.0, 3.0)],
            vec![(40.0, 0.0), (20.0, 0.0), (0.0, 30.0)],
            vec![(5.0, 5.0)],
        ] {
            let edges = edges(&thin(&points));
            assert_eq!(edges.len(), 1, "{points:?}");
            assert!(within(&edges[0]) > 0.0, "{points:?}");
            for Curve { to, .. } in &edges[0].1 {
                let near = points.iter().any(|at| (at.0 - to.0).hypot(at.1 - to.1) < 25.0);
                assert!(near, "{to:?} is far from {points:?}");
            }
        }
        assert!(edges(&[]).is_empty());
    }

    #[test]
    fn where_the_hand_turns_back_another_edge_begins_and_standing_still_is_one_dot() {
        let there_and_back = edges(&thin(&[(0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (5.0, 1.0)]));
        assert_eq!(there_and_back.len(), 2);
        assert!(there_and_back.iter().all(|edge| within(edge) > 0.0));
        let dot = [Nib { at: (3.0, 3.0), half: 1.0 }, Nib { at: (3.0, 3.0), half: 2.0 }];
        let [(_, curves)] = &edges(&dot)[..] else { panic!("one dot") };
        assert!(curves.iter().all(|curve| (curve.by.0 - 3.0).hypot(curve.by.1 - 3.0) > 1.9));
    }
}
