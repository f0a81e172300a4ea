//! Where things are: the board in eighths of a pixel, the screen in pixels, and the view between the two.

use room::board::{Form, Item, Kind, REACH, Spot};
use sketch::{Area, UNIT, pixels};

use super::ink;

/// How far one can zoom out and in.
pub(super) const ZOOM: (f64, f64) = (0.1, 4.0);
/// How near to a line counts as on it, in pixels of the screen.
const NEAR: f64 = 7.0;
/// The height of a frame's title, by which it is taken hold of.
pub(super) const TITLE: f64 = 44.0;

/// Whether somebody who points at `at` (pixels at 100 %) means this item, which covers `area`. Frames are taken by
/// their title or their edge, so that what lies in them can be reached.
pub(super) fn touches(item: &Item, area: Area, at: (f64, f64), scale: f64) -> bool {
    let near = NEAR / scale;
    if !area.grown(near).holds(at) {
        return false;
    }
    match &item.kind {
        Kind::Ink { points, width, .. } => {
            ink::distance(item.at, points, at) <= near.max(f64::from(*width) / UNIT / 2.0)
        }
        Kind::Line { from, to, .. } => ink::distance_to_line(pixels(from.at), pixels(to.at), at) <= near,
        Kind::Shape { form: Form::Ellipse, .. } => {
            let (x, y) = area.middle();
            ((at.0 - x) * 2.0 / area.w).hypot((at.1 - y) * 2.0 / area.h) <= 1.0
        }
        Kind::Note { .. } | Kind::Text { .. } | Kind::Shape { .. } | Kind::Image { .. } => area.holds(at),
        Kind::Frame { .. } => at.1 <= area.y + TITLE || !area.grown(-near).holds(at),
    }
}

/// What part of the board the screen shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    /// Where the board's middle stands on the screen.
    pub(super) x: f64,
    pub(super) y: f64,
    /// Pixels of the screen in one of the board.
    pub(super) scale: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, scale: 1.0 }
    }
}

impl View {
    /// The point of the board that a point of the screen shows.
    pub(super) fn point(self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.x) / self.scale, (y - self.y) / self.scale)
    }

    /// The same in the board's own units.
    pub(super) fn spot(self, at: (f64, f64)) -> Spot {
        spot(self.point(at))
    }

    /// Where a point of the board stands on the screen.
    pub(super) fn on_screen(self, (x, y): (f64, f64)) -> (f64, f64) {
        (x * self.scale + self.x, y * self.scale + self.y)
    }

    /// What a screen of this size shows.
    pub(super) fn window(self, (w, h): (f64, f64)) -> Area {
        let (x, y) = self.point((0.0, 0.0));
        Area { x, y, w: w / self.scale, h: h / self.scale }
    }

    /// Moved by so much on the screen.
    pub(super) fn panned(self, dx: f64, dy: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }
    }

    /// Larger or smaller, while the point of the screen at `at` shows the same point of the board.
    pub(super) fn zoomed(self, factor: f64, at: (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(ZOOM.0, ZOOM.1);
        let kept = self.point(at);
        Self { x: at.0 - kept.0 * scale, y: at.1 - kept.1 * scale, scale }
    }

    /// The view with which one begins: all of `area`, no larger than it is, on a screen of this size. Where that
    /// would be too small to read, its beginning.
    pub(super) fn home(area: Area, (w, h): (f64, f64)) -> Self {
        const SMALLEST: f64 = 0.55;
        Self::fitting(area, (w, h), if w < 600.0 { SMALLEST } else { ZOOM.0 })
    }

    /// All of `area`, however small that is.
    pub(super) fn whole(area: Area, screen: (f64, f64)) -> Self {
        Self::fitting(area, screen, ZOOM.0)
    }

    fn fitting(area: Area, (w, h): (f64, f64), least: f64) -> Self {
        const AROUND: f64 = 20.0;
        let area = area.grown(AROUND);
        let scale = (w / area.w).min(h / area.h).min(1.0).max(least);
        let start = |from: f64, length: f64, screen: f64| {
            let rest = screen - length * scale;
            // Centered from side to side if it fits, at the top in any case.
            (if rest > 0.0 { rest / 2.0 } else { 0.0 }) - from * scale
        };
        Self { x: start(area.x, area.w, w), y: -area.y * scale, scale }
    }

    /// Moved and brought nearer just so far that the middle of a screen of this size shows a part of `area`, and no more
    /// around it than there is when all of it is seen.
    pub(super) fn kept_on(self, area: Area, (w, h): (f64, f64)) -> Self {
        const AROUND: f64 = 0.8;
        let middle = (w / 2.0, h / 2.0);
        let least = ((w / area.w).min(h / area.h) * AROUND).min(1.0);
        let view = if self.scale < least { self.zoomed(least / self.scale, middle) } else { self };
        let (x, y) = view.point(middle);
        let (x_to, y_to) = (x.min(area.x + area.w).max(area.x), y.min(area.y + area.h).max(area.y));
        view.panned((x - x_to) * view.scale, (y - y_to) * view.scale)
    }

    /// Moved just so far that `area`, or at least its beginning, is on a screen of this size.
    pub(super) fn showing(self, area: Area, (w, h): (f64, f64)) -> Self {
        const AROUND: f64 = 16.0;
        let (left, top) = self.on_screen((area.x, area.y));
        let way = |from: f64, length: f64, screen: f64| {
            let (start, end) = (from - AROUND, from + length * self.scale + AROUND);
            if start < 0.0 {
                -start
            } else if end > screen {
                (screen - end).max(-start)
            } else {
                0.0
            }
        };
        self.panned(way(left, area.w, w), way(top, area.h, h))
    }
}

/// A point in pixels at 100 % as the board counts it; never outside of it.
pub(super) fn spot((x, y): (f64, f64)) -> Spot {
    let units = |px: f64| ((px * UNIT).round() as i32).clamp(-REACH, REACH);
    Spot { x: units(x), y: units(y) }
}

/// A way in pixels at 100 % as the board counts it: to the right and downward.
pub(super) fn units((dx, dy): (f64, f64)) -> (i32, i32) {
    let Spot { x, y } = spot((dx, dy));
    (x, y)
}

/// A length as the style sheet takes it, to a tenth of a pixel. What the standard library brings along to write any
/// number with a point is larger than all of this file.
pub(super) fn px(length: f64) -> String {
    let tenths = (length * 10.0).round() as i32;
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    [sign, &(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), "px"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::{End, New, Size};

    #[test]
    fn a_length_is_written_to_a_tenth_of_a_pixel() {
        assert_eq!(px(12.34), "12.3px");
        assert_eq!(px(-0.25), "-0.3px");
        assert_eq!(px(0.0), "0.0px");
    }

    fn item(kind: Kind, area: Area) -> Item {
        let size = Size { w: (area.w * UNIT) as i32, h: (area.h * UNIT) as i32 };
        let at = spot((area.x, area.y));
        Item::new(&New { kind, at, size, color: 0, order: 0, stroke: None }, None, false)
    }

    const AREA: Area = Area { x: 100.0, y: 100.0, w: 400.0, h: 300.0 };

    #[test]
    fn a_point_of_the_screen_and_its_point_of_the_board_are_one() {
        let view = View { x: 30.0, y: -12.0, scale: 0.5 };
        assert_eq!(view.on_screen(view.point((77.0, 5.0))), (77.0, 5.0));
        assert_eq!(view.spot((30.0, -12.0)), Spot { x: 0, y: 0 });
        assert_eq!(view.spot((31.0, -12.0)), Spot { x: 16, y: 0 });
    }

    #[test]
    fn who_is_kept_on_a_frame_comes_nearer_but_not_away_from_it() {
        let screen = (800.0, 600.0);
        let whole = View::whole(AREA, screen);
        assert_eq!(whole.kept_on(AREA, screen), whole);
        let middle = |view: View| view.point((400.0, 300.0));
        let away = whole.panned(-5_000.0, 0.0).kept_on(AREA, screen);
        assert_eq!((middle(away).0, middle(away).1), (AREA.x + AREA.w, middle(whole).1));
        let far = whole.zoomed(0.1, (400.0, 300.0)).kept_on(AREA, screen);
        assert!(far.scale > 0.5, "{far:?}");
        let near = whole.zoomed(3.0, (400.0, 300.0));
        assert_eq!(near.kept_on(AREA, screen), near);
    }

    #[test]
    fn zooming_keeps_what_one_points_at_and_has_an_end() {
        let view = View { x: 30.0, y: -12.0, scale: 0.5 };
        let kept = view.point((200.0, 90.0));
        let zoomed = view.zoomed(3.0, (200.0, 90.0));
        assert_eq!(zoomed.scale, 1.5);
        let now = zoomed.point((200.0, 90.0));
        assert!((now.0 - kept.0).abs() < 1e-9 && (now.1 - kept.1).abs() < 1e-9);
        assert_eq!(view.zoomed(1e6, (0.0, 0.0)).scale, ZOOM.1);
    }

    #[test]
    fn one_begins_with_everything_in_view_and_nothing_enlarged() {
        let screen = (800.0, 500.0);
        let shows = |area: Area| {
            let window = View::home(area, screen).window(screen);
            window.holds((area.x, area.y)) && window.holds((area.x + area.w, area.y + area.h))
        };
        let wide = Area { w: 3_000.0, ..AREA };
        assert!(shows(AREA) && shows(wide));
        assert_eq!(View::home(AREA, screen).scale, 1.0);
    }

    #[test]
    fn on_a_phone_one_begins_with_what_can_be_read() {
        let screen = (360.0, 500.0);
        let view = View::home(Area { w: 3_000.0, ..AREA }, screen);
        assert_eq!(view.scale, 0.55);
        assert!(view.window(screen).holds((AREA.x, AREA.y)));
    }

    #[test]
    fn what_is_looked_for_is_brought_into_view_and_what_is_seen_stays() {
        let screen = (800.0, 500.0);
        let view = View::default();
        assert_eq!(view.showing(AREA, screen), view);
        for (dx, dy) in [(900.0, 0.0), (-900.0, 0.0), (0.0, 700.0), (0.0, -700.0)] {
            let area = AREA.moved(dx, dy);
            let window = view.showing(area, screen).window(screen);
            assert!(window.holds((area.x, area.y)) && window.holds((area.x + area.w, area.y + area.h)));
        }
    }

    #[test]
    fn nothing_is_put_outside_of_the_board() {
        assert_eq!(spot((1e12, -1e12)), Spot { x: REACH, y: -REACH });
    }

    #[test]
    fn a_note_is_meant_by_its_paper_and_a_frame_by_title_or_edge() {
        let note = item(Kind::Note { text: String::new() }, AREA);
        let frame = item(Kind::Frame { title: String::new() }, AREA);
        let inside = (300.0, 250.0);
        assert!(touches(&note, AREA, inside, 1.0));
        assert!(!touches(&frame, AREA, inside, 1.0));
        assert!(touches(&frame, AREA, (300.0, 120.0), 1.0), "title");
        assert!(touches(&frame, AREA, (497.0, 250.0), 1.0), "edge");
        assert!(!touches(&note, AREA, (503.0, 250.0), 1.0));
    }

    #[test]
    fn an_ellipse_is_meant_inside_of_its_edge_and_a_line_near_it() {
        let shape = item(Kind::Shape { form: Form::Ellipse, text: String::new() }, AREA);
        assert!(touches(&shape, AREA, (300.0, 250.0), 1.0));
        assert!(!touches(&shape, AREA, (110.0, 110.0), 1.0), "its corner is not part of it");
        let end = |x, y| End { at: spot((x, y)), on: None };
        let line = item(Kind::Line { from: end(100.0, 100.0), to: end(300.0, 100.0), head: true }, AREA);
        let area = Area::of(&line);
        assert_eq!(area, Area { w: 200.0, h: 0.0, ..AREA });
        assert!(touches(&line, area, (200.0, 105.0), 1.0));
        assert!(!touches(&line, area, (200.0, 110.0), 1.0));
    }

    #[test]
    fn ink_is_meant_near_its_line_however_far_away_one_looks() {
        let points = vec![800, 0];
        let ink = item(Kind::Ink { points, width: 24, highlighter: false, pressures: vec![] }, AREA);
        let area = Area::of(&ink);
        assert!(touches(&ink, area, (150.0, 105.0), 1.0));
        assert!(!touches(&ink, area, (150.0, 120.0), 1.0));
        assert!(touches(&ink, area, (150.0, 120.0), 0.25));
    }
}
