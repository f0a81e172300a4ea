//! Draws the board: dots, frames and items below, and above them what moves, what is selected and what others draw.

use room::{
    ItemId,
    board::{Item, Kind, Spot},
    map::Map,
};
use sketch::{Area, Letters, UNIT, is_round, letters};
use web_sys::CanvasRenderingContext2d;

use super::{
    Items, arrows,
    geometry::View,
    ink::Stroke,
    scene::{Depth, Look, Piece, in_order, sum},
    screen::{Ink, Screen, Trace, Words},
    standing::Standing,
    tiles::{Draws, count},
    under_way::UnderWay,
};
use crate::browser::now_ms;

/// Letters smaller than this on the screen are left out.
const LEGIBLE: f64 = 5.0;
/// From farther away neither the shadows nor the corners of notes can be seen.
const FAR: f64 = 0.2;
/// The distance of the background's dots.
const DOTS: f64 = 24.0;
const CORNERS: [f64; 4] = [4.0, 4.0, 14.0, 4.0];
/// The corners of a rectangle.
const EDGES: [f64; 4] = [8.0; 4];
/// An item that is not on the board yet.
const DRAFT: ItemId = ItemId(u32::MAX);

/// The letters of who writes where.
const SMALL: Letters = Letters { bold: true, font: "700 12px ", size: 12.0, line: 16.0, around: 8.0 };
/// How far dots reach over the corner of an item.
const BADGE: f64 = 9.0;

/// What is drawn: the board and how one looks at it.
pub(super) struct Picture<'a> {
    pub(super) standing: Standing<'a>,
    pub(super) view: View,
    pub(super) under_way: &'a UnderWay,
    pub(super) selected: &'a Items,
    /// The item that stands in the text field instead.
    pub(super) written: Option<ItemId>,
    pub(super) words: &'a Words,
}

/// Draws the layers that are stale, and as much of the ground as a frame has time for; whether it has drawn what moves.
pub(super) fn paint(screen: &mut Screen, picture: &Picture<'_>) -> bool {
    if std::mem::take(&mut screen.changed) {
        renew(screen, picture);
    }
    if std::mem::take(&mut screen.ground.stale) || screen.tiles.busy {
        ground(screen, picture);
    }
    let stale = std::mem::take(&mut screen.above.stale);
    if stale {
        above(screen, picture);
    }
    stale
}

/// Takes in what stands on the ground now.
fn renew(screen: &mut Screen, picture: &Picture<'_>) {
    let standing = &picture.standing;
    let mut scene = std::mem::take(&mut screen.scene);
    let mut pieces = Map::new();
    for (id, item) in &standing.board.items {
        let id = *id;
        if standing.is_lifted(id, item) || picture.is_in_field(id, item) {
            continue;
        }
        let (tag, mark) = (picture.words.tags.get(&id), picture.words.marks.get(&id));
        let arrived = item.kind.picture().is_none_or(|picture| screen.picture(picture).is_some());
        let look = Look {
            arrived,
            faint: picture.under_way.erased.contains(&id),
            bare: picture.written == Some(id),
            words: sum(&[tag, mark]),
            ..Look::of(id, item)
        };
        // Where a line runs is up to what it hangs on.
        let known = scene.piece(id).filter(|piece| piece.look == look && item.kind.ends().is_none());
        let area = known.map(|piece| piece.area);
        let area = area.unwrap_or_else(|| covered(standing.area(screen, id, item), item, tag, mark));
        pieces.insert(id, Piece { look, area });
    }
    screen.tiles.change(&scene.renew(pieces));
    screen.scene = scene;
}

/// All that the drawing of an item covers which lies at `area`.
fn covered(area: Area, item: &Item, tag: Option<&String>, mark: Option<&String>) -> Area {
    let mut covered = match &item.kind {
        Kind::Line { .. } => area.grown(12.0),
        Kind::Note { .. } => area.grown(2.0).and(area.moved(0.0, 5.0)),
        Kind::Text { .. }
        | Kind::Shape { .. }
        | Kind::Frame { .. }
        | Kind::Ink { .. }
        | Kind::Image { .. } => area.grown(2.0),
    };
    if let Some(words) = tag {
        covered = covered.and(tagged(area, SMALL.size * words.chars().count() as f64));
    }
    if mark.is_some() {
        covered = covered.and(area.grown(BADGE));
    }
    covered
}

/// Goes on with the tiles and puts them where one looks.
fn ground(screen: &mut Screen, picture: &Picture<'_>) {
    let (mut tiles, scene) = (std::mem::take(&mut screen.tiles), std::mem::take(&mut screen.scene));
    tiles.look(picture.view.scale * screen.ratio);
    tiles.work(&scene, screen.window(picture.view), &mut Ground { screen, picture });
    (screen.tiles, screen.scene) = (tiles, scene);
    let pen = screen.ground.pen.clone();
    begin(&pen, screen, None);
    pen.set_fill_style_str(&screen.theme.surface);
    pen.fill_rect(0.0, 0.0, screen.size.0, screen.size.1);
    _ = pen.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    let (w, h) = screen.size;
    screen.tiles.put(&pen, origin(screen, picture.view), (w * screen.ratio, h * screen.ratio));
}

/// What draws the tiles of the ground.
struct Ground<'a> {
    screen: &'a mut Screen,
    picture: &'a Picture<'a>,
}

impl Draws for Ground<'_> {
    fn blank(&mut self, pen: &CanvasRenderingContext2d, area: Area, scale: f64) {
        pen.set_fill_style_str(&self.screen.theme.surface);
        pen.fill_rect(area.x, area.y, area.w, area.h);
        dots(pen, self.screen, area, scale / self.screen.ratio);
    }

    fn piece(&mut self, pen: &CanvasRenderingContext2d, (.., id): Depth, scale: f64) {
        if let Some(item) = self.picture.standing.item(id) {
            draw(pen, self.screen, self.picture, scale, id, item);
        }
    }

    fn now(&self) -> f64 {
        now_ms()
    }
}

impl Picture<'_> {
    /// Whether the text field stands in the item's place; a shape is seen around it, a picture under it.
    pub(super) fn is_in_field(&self, id: ItemId, item: &Item) -> bool {
        self.written == Some(id) && !matches!(item.kind, Kind::Shape { .. } | Kind::Image { .. })
    }
}

fn above(screen: &mut Screen, picture: &Picture<'_>) {
    let pen = screen.above.pen.clone();
    begin(&pen, screen, None);
    pen.clear_rect(0.0, 0.0, screen.size.0, screen.size.1);
    begin(&pen, screen, Some(picture.view));
    let (standing, scale) = (&picture.standing, picture.view.scale);
    let fine = scale * screen.ratio;
    for (.., id) in lifted(standing) {
        let Some(item) = standing.item(id) else { continue };
        let (dx, dy) = standing.shift(id, item);
        pen.save();
        _ = pen.translate(dx, dy);
        draw(&pen, screen, picture, fine, id, item);
        pen.restore();
    }
    under_pens(&pen, screen, picture.under_way);
    let drafts = picture.under_way.sent.values().chain(&picture.under_way.draft);
    for new in drafts.filter(|new| !matches!(new.kind, Kind::Ink { .. })) {
        let item = Item::new(new, None, standing.board.access.policy.private);
        draw(&pen, screen, picture, fine, DRAFT, &item);
    }
}

/// What moves or changes now, from back to front.
fn lifted(standing: &Standing<'_>) -> Vec<Depth> {
    if !standing.moves() {
        return vec![];
    }
    let items = standing.board.items.iter().filter(|(id, item)| standing.is_lifted(**id, item));
    in_order(&mut items.map(|(id, item)| Look::of(*id, item).depth))
}

/// Strokes that are not part of the board yet.
fn under_pens(pen: &CanvasRenderingContext2d, screen: &Screen, under_way: &UnderWay) {
    let draw = |ink: Ink<'_>, color: u8| {
        if let Some(trace) = screen.trace(ink, 0.0) {
            line(pen, &trace, screen.theme.pen(color), ink);
        }
    };
    let stroke = |stroke: &Stroke, color: u8, width: u16, highlighter: bool| {
        let Stroke { start: at, points, pressures, .. } = stroke;
        draw(Ink { at: *at, points, pressures, width, highlighter }, color);
    };
    for drawn in under_way.others_ink.values() {
        for piece in &drawn.pieces {
            stroke(piece, drawn.color, drawn.width, drawn.highlighter);
        }
    }
    for new in under_way.sent.values() {
        if let Some(ink) = ink_of(&new.kind, new.at) {
            draw(ink, new.color);
        }
    }
    if let Some((own, pen)) = &under_way.ink {
        stroke(own, pen.color, pen.width(), pen.marker);
    }
}

/// Makes the pen count in pixels of the page, or of the board as `view` shows it.
fn begin(pen: &CanvasRenderingContext2d, screen: &Screen, view: Option<View>) {
    let at = view.map_or((0.0, 0.0), |view| origin(screen, view));
    count(pen, view.unwrap_or_default().scale * screen.ratio, at);
}

/// Where the board's middle stands, in whole pixels of the display: what was drawn sharp stays so.
fn origin(screen: &Screen, view: View) -> (f64, f64) {
    ((view.x * screen.ratio).round(), (view.y * screen.ratio).round())
}

/// The dots of the background in `area`; fewer of them from far away. `scale` is pixels of the page in one of the board.
fn dots(pen: &CanvasRenderingContext2d, screen: &Screen, area: Area, scale: f64) {
    let mut step = DOTS;
    while step * scale < DOTS * 0.6 {
        step *= 2.0;
    }
    pen.set_fill_style_str(&screen.theme.dot);
    let (half, whole) = (0.75 / scale, 1.5 / scale);
    let range =
        |from: f64, length: f64| (from / step).floor() as i64..=((from + length) / step).ceil() as i64;
    for row in range(area.y, area.h) {
        for column in range(area.x, area.w) {
            pen.fill_rect(column as f64 * step - half, row as f64 * step - half, whole, whole);
        }
    }
}

/// Draws an item at so many pixels of the display in one of the board.
fn draw(
    pen: &CanvasRenderingContext2d,
    screen: &mut Screen,
    picture: &Picture<'_>,
    scale: f64,
    id: ItemId,
    item: &Item,
) {
    let small = scale / screen.ratio;
    let seen = picture.standing.seen(screen, id, item);
    let area = screen.area(id, &seen);
    let erased = picture.under_way.erased.contains(&id);
    if erased {
        pen.set_global_alpha(0.25);
    }
    match &item.kind {
        Kind::Note { .. } => {
            paper(pen, area, screen.theme.paper(item.color), small);
            if item.hidden {
                secret(pen, &screen.theme.note_ink);
            }
            let ink = screen.theme.note_ink.clone();
            text(pen, screen, small, id, item, &ink);
        }
        Kind::Text { .. } => {
            if item.hidden {
                rounded(pen, area, EDGES);
                secret(pen, &screen.theme.faint);
            }
            let ink = screen.theme.pen(item.color).to_owned();
            text(pen, screen, small, id, item, &ink);
        }
        Kind::Shape { .. } => {
            shape(pen, screen, area, item, small);
            if picture.written != Some(id) {
                let ink = screen.theme.ink.clone();
                text(pen, screen, small, id, item, &ink);
            }
        }
        Kind::Line { head, .. } => {
            pen.set_stroke_style_str(screen.theme.pen(item.color));
            let ends = seen.kind.ends().unwrap_or_default();
            if item.hidden {
                dashed(pen, true);
                arrows::draw_thick(pen, ends, *head);
                dashed(pen, false);
            } else {
                arrows::draw_thick(pen, ends, *head);
            }
        }
        Kind::Image { picture, .. } => {
            if let Some(picture) = screen.picture(*picture) {
                let Area { x, y, w, h } = area;
                _ = pen.draw_image_with_html_image_element_and_dw_and_dh(&picture, x, y, w, h);
            } else {
                frame(pen, screen, area);
            }
            if item.hidden {
                rounded(pen, area, EDGES);
                secret(pen, &screen.theme.ink);
            }
        }
        Kind::Frame { .. } => {
            frame(pen, screen, area);
            let ink = screen.theme.ink.clone();
            text(pen, screen, small, id, item, &ink);
        }
        Kind::Ink { .. } => {
            let color = screen.theme.pen(item.color).to_owned();
            if let Some(ink) = ink_of(&item.kind, item.at)
                && let Some(trace) = screen.standing(id, ink, scale)
            {
                line(pen, trace, &color, ink);
            }
        }
    }
    if erased {
        pen.set_global_alpha(1.0);
    }
    if let Some(words) = picture.words.tags.get(&id) {
        tag(pen, screen, area, words);
    }
    if let Some(mark) = picture.words.marks.get(&id) {
        badge(pen, screen, area, mark);
    }
}

/// The stroke that an item is.
fn ink_of(kind: &Kind, at: Spot) -> Option<Ink<'_>> {
    let Kind::Ink { points, width, highlighter, pressures } = kind else { return None };
    Some(Ink { at, points, pressures, width: *width, highlighter: *highlighter })
}

/// A stroke.
fn line(pen: &CanvasRenderingContext2d, trace: &Trace, color: &str, ink: Ink<'_>) {
    let (path, see_through) = (&trace.path, ink.highlighter);
    if trace.around {
        pen.set_fill_style_str(color);
        return pen.fill_with_path_2d(path);
    }
    pen.set_stroke_style_str(color);
    pen.set_line_width(f64::from(ink.width.max(1)) / UNIT);
    if see_through {
        pen.set_global_alpha(0.35);
    }
    pen.stroke_with_path(path);
    if see_through {
        pen.set_global_alpha(1.0);
    }
}

/// The paper of a note with its shadow. Two see-through shapes: a blurred shadow costs more than all the rest.
fn paper(pen: &CanvasRenderingContext2d, area: Area, color: &str, scale: f64) {
    if scale < FAR {
        pen.set_fill_style_str(color);
        pen.fill_rect(area.x, area.y, area.w, area.h);
        return;
    }
    for (fill, grown, down) in [("rgb(20 20 10 / .07)", -1.0, 5.0), ("rgb(20 20 10 / .10)", 0.0, 1.5)] {
        pen.set_fill_style_str(fill);
        rounded(pen, area.grown(grown).moved(0.0, down), CORNERS);
        pen.fill();
    }
    pen.set_fill_style_str(color);
    rounded(pen, area, CORNERS);
    pen.fill();
}

/// A rectangle or an ellipse: its edge in the pen's color, and a breath of that within.
fn shape(pen: &CanvasRenderingContext2d, screen: &Screen, area: Area, item: &Item, scale: f64) {
    let color = screen.theme.pen(item.color);
    pen.begin_path();
    match (is_round(&item.kind), scale < FAR) {
        (true, _) => oval(pen, area),
        (false, true) => pen.rect(area.x, area.y, area.w, area.h),
        (false, false) => corners(pen, area, EDGES),
    }
    pen.set_fill_style_str(screen.theme.tint(item.color));
    pen.fill();
    pen.set_stroke_style_str(color);
    pen.set_line_width(2.5);
    if item.hidden {
        dashed(pen, true);
    }
    pen.stroke();
    if item.hidden {
        dashed(pen, false);
    }
}

/// The broken edge of what nobody else sees yet, along the path that was drawn last.
fn secret(pen: &CanvasRenderingContext2d, color: &str) {
    pen.set_stroke_style_str(color);
    pen.set_line_width(1.5);
    dashed(pen, true);
    pen.stroke();
    dashed(pen, false);
}

fn frame(pen: &CanvasRenderingContext2d, screen: &Screen, area: Area) {
    pen.set_stroke_style_str(&screen.theme.frame);
    pen.set_line_width(1.5);
    dashed(pen, true);
    rounded(pen, area, [16.0; 4]);
    pen.stroke();
    dashed(pen, false);
}

fn dashed(pen: &CanvasRenderingContext2d, on: bool) {
    let pattern = js_sys::Array::new();
    if on {
        pattern.push(&6.0.into());
        pattern.push(&5.0.into());
    }
    _ = pen.set_line_dash(&pattern);
}

fn text(
    pen: &CanvasRenderingContext2d,
    screen: &mut Screen,
    scale: f64,
    id: ItemId,
    item: &Item,
    color: &str,
) {
    let kind = letters(&item.kind);
    if kind.size * scale < LEGIBLE || item.kind.text().is_none_or(str::is_empty) {
        return;
    }
    let font = screen.font(&kind);
    let area = screen.area(id, item);
    let laid = screen.laid(id, item);
    let centered = matches!(item.kind, Kind::Shape { .. });
    let (x, y) = match centered {
        true => (area.middle().0, area.middle().1 - kind.line * laid.lines.len() as f64 / 2.0),
        false => (area.x + kind.around, area.y + kind.around),
    };
    pen.set_text_align(if centered { "center" } else { "start" });
    pen.set_font(&font);
    pen.set_fill_style_str(color);
    pen.set_text_baseline("alphabetic");
    let rest = (kind.line - kind.size) / 2.0;
    for (n, line) in laid.lines.iter().enumerate() {
        let down = kind.line * n as f64 + kind.size * 0.82 + rest;
        _ = pen.fill_text(line, x, y + down);
    }
    pen.set_text_align("start");
}

/// Small words in the brand's color below an item.
pub(super) fn tag(pen: &CanvasRenderingContext2d, screen: &Screen, area: Area, words: &str) {
    pen.set_font(&screen.font(&SMALL));
    let tag = tagged(area, pen.measure_text(words).map_or(0.0, |metrics| metrics.width()));
    pen.set_fill_style_str(&screen.theme.brand);
    rounded(pen, tag, [3.0, 10.0, 10.0, 10.0]);
    pen.fill();
    pen.set_fill_style_str(&screen.theme.brand_ink);
    _ = pen.fill_text(words, tag.x + SMALL.around, tag.y + 15.5);
}

/// Where words of this width stand below what lies at `area`.
fn tagged(area: Area, width: f64) -> Area {
    Area { x: area.x, y: area.y + area.h + 6.0, w: width + SMALL.around * 2.0, h: 22.0 }
}

/// Dots at an item's corner.
fn badge(pen: &CanvasRenderingContext2d, screen: &Screen, area: Area, words: &str) {
    let kind = Letters { bold: true, font: "700 13px ", size: 13.0, line: 16.0, around: 0.0 };
    let (x, y) = (area.x + area.w - 4.0, area.y + 4.0);
    pen.begin_path();
    _ = pen.arc(x, y, 12.0, 0.0, std::f64::consts::TAU);
    pen.set_fill_style_str(&screen.theme.brand);
    pen.fill();
    pen.set_font(&screen.font(&kind));
    pen.set_text_align("center");
    pen.set_fill_style_str(&screen.theme.brand_ink);
    _ = pen.fill_text(words, x, y + 4.5);
    pen.set_text_align("start");
}

/// The path of an ellipse.
pub(super) fn round(pen: &CanvasRenderingContext2d, area: Area) {
    pen.begin_path();
    oval(pen, area);
}

fn oval(pen: &CanvasRenderingContext2d, area: Area) {
    let (x, y) = area.middle();
    _ = pen.ellipse(x, y, area.w / 2.0, area.h / 2.0, 0.0, 0.0, std::f64::consts::TAU);
}

/// The path of a rectangle whose corners (from the top left, clockwise) are round.
pub(super) fn rounded(pen: &CanvasRenderingContext2d, area: Area, radii: [f64; 4]) {
    pen.begin_path();
    corners(pen, area, radii);
}

fn corners(pen: &CanvasRenderingContext2d, area: Area, corners: [f64; 4]) {
    let (left, top, right, bottom) = (area.x, area.y, area.x + area.w, area.y + area.h);
    let turns = [
        ((right, top), (right, bottom), corners[1]),
        ((right, bottom), (left, bottom), corners[2]),
        ((left, bottom), (left, top), corners[3]),
        ((left, top), (right, top), corners[0]),
    ];
    pen.move_to(left + corners[0], top);
    for ((x, y), (toward_x, toward_y), radius) in turns {
        _ = pen.arc_to(x, y, toward_x, toward_y, radius);
    }
    pen.close_path();
}
