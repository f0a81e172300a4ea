//! The ground of the canvas in tiles, so that a large board is drawn once and then only put where one looks: moving it is
//! putting the same tiles elsewhere, and what changes is drawn anew on those it lies on.
//!
//! Tiles belong to one scale and are sharp there. When one comes nearer or goes farther, those of before are stretched
//! until new ones are drawn, a few milliseconds of each frame. A board that takes long has also a picture of all of it from
//! afar, for what was out of sight.

use leptos::prelude::document;
use room::{ItemId, map::Map};
use sketch::Area;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::scene::{Depth, Scene, in_order};

/// The side of a tile, in pixels of the display.
const SIDE: u32 = 512;
/// So much of a frame goes into tiles, milliseconds.
const SLICE_MS: f64 = 4.0;
/// The same while there is nothing yet to look at.
const FIRST_MS: f64 = 150.0;
/// So many pieces are drawn between two looks at the clock.
const BETWEEN: usize = 8;
/// A change that makes no more than so many pieces be drawn anew is seen at once.
const MENDED: usize = 300;
/// The longer side of the picture of everything, in pixels of the display.
const AFAR: f64 = 1_024.0;
/// So many sheets are kept to be drawn on again.
const SPARE: usize = 40;

/// Draws what tiles show, on a pen that counts in pixels of the board.
pub(super) trait Draws {
    /// The board with nothing on it.
    fn blank(&mut self, pen: &CanvasRenderingContext2d, area: Area, scale: f64);
    /// A piece, at so many pixels of the display in one of the board.
    fn piece(&mut self, pen: &CanvasRenderingContext2d, piece: Depth, scale: f64);
    /// The time, milliseconds.
    fn now(&self) -> f64;
}

/// What a tile is drawn on.
struct Sheet {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
}

impl Sheet {
    fn new() -> Option<Self> {
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(SIDE);
        canvas.set_height(SIDE);
        let options = js_sys::Object::new();
        _ = js_sys::Reflect::set(&options, &"alpha".into(), &false.into());
        let pen = canvas.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()?;
        Some(Self { canvas, pen })
    }
}

/// Column and row of a tile; the first ones lie at the board's middle.
type Place = (i32, i32);

#[derive(Default)]
struct Tile {
    shown: Option<Sheet>,
    /// What takes its place, and the last piece that is drawn on it.
    coming: Option<(Sheet, Option<Depth>)>,
    /// What has changed since it was drawn.
    stale: Vec<Area>,
}

/// The tiles of one scale.
#[derive(Default)]
struct Level {
    /// Pixels of the display in one of the board.
    scale: f64,
    tiles: Map<Place, Tile>,
}

impl Level {
    fn area(&self, (column, row): Place) -> Area {
        area(self.scale, (column, row))
    }

    fn shows(&self, place: &Place) -> bool {
        self.tiles.get(place).is_some_and(|tile| tile.shown.is_some())
    }

    fn shows_any(&self, area: Area) -> bool {
        self.tiles.iter().any(|(place, tile)| tile.shown.is_some() && self.area(*place).meets(area))
    }
}

fn area(scale: f64, (column, row): Place) -> Area {
    let side = f64::from(SIDE) / scale;
    Area { x: f64::from(column) * side, y: f64::from(row) * side, w: side, h: side }
}

/// The tiles that meet `window` and so many more on every side, those in the middle first.
fn places(scale: f64, window: Area, around: i32) -> Vec<Place> {
    let side = f64::from(SIDE) / scale;
    let range = |from: f64, length: f64| {
        let first = (from / side).floor() as i32;
        let last = ((from + length) / side).ceil() as i32;
        first - around..last.max(first + 1) + around
    };
    let columns = range(window.x, window.w);
    let rows = range(window.y, window.h);
    let (x, y) = window.middle();
    let away = |place: Place| {
        let (tile_x, tile_y) = area(scale, place).middle();
        ((tile_x - x).hypot(tile_y - y) * scale) as i64
    };
    let places: Vec<Place> = rows.flat_map(|row| columns.clone().map(move |column| (column, row))).collect();
    let mut ranks = places.iter().enumerate().map(|(n, place)| (false, away(*place), ItemId(n as u32)));
    let ranks = in_order(&mut ranks);
    ranks.into_iter().filter_map(|(.., ItemId(n))| places.get(n as usize).copied()).collect()
}

/// All tiles of a canvas.
pub(super) struct Tiles {
    /// Those of the scale at which one looks.
    now: Level,
    /// Those of the scale before, as long as they are needed.
    before: Option<Level>,
    /// Everything from afar.
    afar: Option<Level>,
    spare: Vec<Sheet>,
    /// Whether what one sees is drawn within one frame.
    quick: bool,
    /// Frames that have gone into what one sees since the scale changed, until all of it is drawn.
    frames: Option<u32>,
    /// Whether the scale has just changed.
    turned: bool,
    /// Whether something is left to be drawn.
    pub(super) busy: bool,
}

impl Default for Tiles {
    fn default() -> Self {
        let (now, spare) = (Level::default(), vec![]);
        Self {
            now,
            before: None,
            afar: None,
            spare,
            quick: true,
            frames: Some(0),
            turned: false,
            busy: false,
        }
    }
}

impl Tiles {
    /// Forgets all that was drawn.
    pub(super) fn clear(&mut self) {
        let spare = std::mem::take(&mut self.spare);
        *self = Self { spare, ..Self::default() };
    }

    /// One looks at so many pixels of the display in one of the board.
    pub(super) fn look(&mut self, scale: f64) {
        self.turned = self.now.scale.to_bits() != scale.to_bits();
        if !self.turned {
            return;
        }
        let left = std::mem::replace(&mut self.now, Level { scale, tiles: Map::new() });
        let of_use = left.tiles.values().any(|tile| tile.shown.is_some());
        let idle = if of_use { self.before.replace(left) } else { Some(left) };
        if let Some(idle) = idle {
            self.give_back(idle);
        }
        self.frames = Some(0);
    }

    /// These areas look otherwise than they were drawn.
    pub(super) fn change(&mut self, areas: &[Area]) {
        for level in [Some(&mut self.now), self.afar.as_mut()].into_iter().flatten() {
            let scale = level.scale;
            for (place, tile) in level.tiles.iter_mut() {
                // A pixel more, for what is drawn there is blurred at its edges.
                let covers = area(scale, *place).grown(1.0 / scale);
                tile.stale.extend(areas.iter().filter(|changed| changed.meets(covers)));
            }
        }
    }

    /// Draws for a part of a frame, what is seen in `window` first.
    pub(super) fn work(&mut self, scene: &Scene, window: Area, draws: &mut dyn Draws) {
        self.busy = true;
        let first = !self.shows_any(window);
        if self.turned && !self.quick && !first {
            return;
        }
        let until = draws.now() + if first { FIRST_MS } else { SLICE_MS };
        self.frames = self.frames.map(|frames| frames + 1);
        let scale = self.now.scale;
        let seen = places(scale, window, 0);
        for place in &seen {
            if !self.draw(false, *place, scene, draws, until) {
                self.quick = false;
                return;
            }
        }
        if let Some(before) = self.before.take() {
            self.give_back(before);
        }
        if let Some(frames) = self.frames.take() {
            self.quick = frames == 1;
        }
        let around = places(scale, window, 1);
        self.trim(&around);
        self.plan_afar(scene, window);
        if let Some(afar) = &self.afar {
            let all = scene.everything().map(|all| places(afar.scale, all, 0)).unwrap_or_default();
            for place in all {
                if !self.draw(true, place, scene, draws, until) {
                    return;
                }
            }
        }
        for place in around {
            let empty = scene.within(self.now.area(place), None).next().is_none();
            if !empty && !self.draw(false, place, scene, draws, until) {
                return;
            }
        }
        self.busy = false;
    }

    fn shows_any(&self, window: Area) -> bool {
        let levels = [Some(&self.now), self.before.as_ref(), self.afar.as_ref()];
        levels.into_iter().flatten().any(|level| level.shows_any(window))
    }

    /// Goes on with a tile; whether it is as it should be.
    fn draw(&mut self, afar: bool, place: Place, scene: &Scene, draws: &mut dyn Draws, until: f64) -> bool {
        let level = if afar { self.afar.as_mut() } else { Some(&mut self.now) };
        let Some(level) = level else { return true };
        let scale = level.scale;
        let covers = area(scale, place);
        let tile = level.tiles.get_or_default(place);
        let mended = mend(tile, covers, scale, scene, draws);
        if tile.coming.is_none() && (!mended || tile.shown.is_none()) {
            let Some(sheet) = self.spare.pop().or_else(Sheet::new) else { return true };
            tile.stale.clear();
            begin(&sheet.pen, covers, scale);
            draws.blank(&sheet.pen, covers, scale);
            tile.coming = Some((sheet, None));
        }
        let Some((sheet, after)) = &mut tile.coming else { return true };
        begin(&sheet.pen, covers, scale);
        for (n, piece) in scene.within(covers, *after).enumerate() {
            if n % BETWEEN == BETWEEN - 1 && draws.now() >= until {
                return false;
            }
            draws.piece(&sheet.pen, piece, scale);
            *after = Some(piece);
        }
        if let Some((sheet, _)) = tile.coming.take() {
            self.spare.extend(tile.shown.replace(sheet));
        }
        // What has changed meanwhile, if it is too much, is drawn by the next frame.
        mend(tile, covers, scale, scene, draws) && draws.now() < until
    }

    /// Tiles from which one is far away are not kept.
    fn trim(&mut self, kept: &[Place]) {
        let tiles = std::mem::take(&mut self.now.tiles);
        for (place, tile) in tiles {
            if kept.contains(&place) {
                self.now.tiles.insert(place, tile);
            } else {
                self.take_back(tile);
            }
        }
    }

    /// Begins a picture of everything where one is needed, and gives up one that is not.
    fn plan_afar(&mut self, scene: &Scene, window: Area) {
        let all = scene.everything().filter(|all| !self.quick && !window.encloses(*all));
        let scale = all.map(|all| (AFAR / all.w.max(all.h)).min(self.now.scale));
        let fits = |level: &Level| scale.is_some_and(|scale| (0.7..=1.4).contains(&(level.scale / scale)));
        if self.afar.as_ref().is_some_and(fits) {
            return;
        }
        let fresh = scale.map(|scale| Level { scale, tiles: Map::new() });
        if let Some(idle) = std::mem::replace(&mut self.afar, fresh) {
            self.give_back(idle);
        }
    }

    fn give_back(&mut self, level: Level) {
        for (_, tile) in level.tiles {
            self.take_back(tile);
        }
    }

    fn take_back(&mut self, tile: Tile) {
        let sheets = tile.shown.into_iter().chain(tile.coming.map(|(sheet, _)| sheet));
        for sheet in sheets {
            if self.spare.len() < SPARE {
                self.spare.push(sheet);
            } else {
                // Browsers keep the memory of a canvas longer than the canvas.
                sheet.canvas.set_width(0);
            }
        }
    }

    /// Puts the tiles on a canvas that counts in pixels of the display and is so large; the board's middle stands at
    /// `x`, `y`.
    pub(super) fn put(&self, pen: &CanvasRenderingContext2d, (x, y): (f64, f64), (w, h): (f64, f64)) {
        let scale = self.now.scale;
        let window = Area { x: -x / scale, y: -y / scale, w: w / scale, h: h / scale };
        let whole = places(scale, window, 0).iter().all(|place| self.now.shows(place));
        let others = [&self.afar, &self.before].into_iter().flatten().filter(|_| !whole);
        for level in others.chain([&self.now]) {
            let side = f64::from(SIDE) * scale / level.scale;
            let edge = |at: f64, n: i32| (at + side * f64::from(n)).round();
            for (place, tile) in level.tiles.iter() {
                let Some(sheet) = &tile.shown else { continue };
                let (left, right) = (edge(x, place.0), edge(x, place.0 + 1));
                let (top, bottom) = (edge(y, place.1), edge(y, place.1 + 1));
                if right > 0.0 && left < w && bottom > 0.0 && top < h {
                    _ = pen.draw_image_with_html_canvas_element_and_dw_and_dh(
                        &sheet.canvas,
                        left,
                        top,
                        right - left,
                        bottom - top,
                    );
                }
            }
        }
    }
}

/// Draws anew what has changed on a tile that is shown; `false` if that is more than is done at once.
fn mend(tile: &mut Tile, covers: Area, scale: f64, scene: &Scene, draws: &mut dyn Draws) -> bool {
    let Some(sheet) = &tile.shown else { return true };
    let Some(around) = tile.stale.iter().copied().reduce(Area::and) else { return true };
    let stale: Vec<_> = scene.within(around, None).take(MENDED + 1).collect();
    if stale.len() > MENDED {
        return false;
    }
    let pen = &sheet.pen;
    begin(pen, covers, scale);
    pen.save();
    pen.begin_path();
    for area in tile.stale.drain(..) {
        // To whole pixels, so that no seam is left.
        let down = |at: f64| (at * scale).floor() / scale - 1.0 / scale;
        let up = |at: f64| (at * scale).ceil() / scale + 1.0 / scale;
        let (x, y) = (down(area.x), down(area.y));
        pen.rect(x, y, up(area.x + area.w) - x, up(area.y + area.h) - y);
    }
    pen.clip();
    draws.blank(pen, covers, scale);
    for piece in stale {
        draws.piece(pen, piece, scale);
    }
    pen.restore();
    true
}

/// Makes the pen of a tile count in pixels of the board.
fn begin(pen: &CanvasRenderingContext2d, covers: Area, scale: f64) {
    count(pen, scale, (-covers.x * scale, -covers.y * scale));
}

/// Makes a pen count in pixels of the board, whose middle stands at `x`, `y`, and draw round ends and corners.
pub(super) fn count(pen: &CanvasRenderingContext2d, scale: f64, (x, y): (f64, f64)) {
    _ = pen.set_transform(scale, 0.0, 0.0, scale, x, y);
    pen.set_line_cap("round");
    pen.set_line_join("round");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_of_a_scale_cover_the_board_side_by_side() {
        assert_eq!(area(2.0, (0, 0)), Area { x: 0.0, y: 0.0, w: 256.0, h: 256.0 });
        assert_eq!(area(0.5, (-1, 2)), Area { x: -1024.0, y: 2048.0, w: 1024.0, h: 1024.0 });
    }

    #[test]
    fn what_is_in_the_middle_is_drawn_first_and_all_that_is_seen_before_what_is_not() {
        let window = Area { x: 10.0, y: 10.0, w: 1_500.0, h: 500.0 };
        let seen = places(1.0, window, 0);
        assert_eq!(seen.len(), 3);
        assert_eq!(seen[0], (1, 0));
        let around = places(1.0, window, 1);
        assert_eq!(around.len(), 15);
        assert!(seen.iter().all(|place| around.contains(place)));
    }

    #[test]
    fn a_window_of_no_size_still_has_a_tile() {
        assert_eq!(places(1.0, Area::default(), 0).len(), 1);
    }
}
