//! The two layers of the canvas: the board as it stands, and above it what is on its way. Each is drawn anew only when
//! it has to be, at most once for each frame of the screen, and as sharp as the screen is.

use leptos::{leptos_dom::helpers::AnimationFrameRequestHandle, prelude::window};
use room::{
    ItemId,
    board::{Board, Item, Kind},
    map::Map,
};
use sketch::{Area, Letters, around_words, ink, letters, lines};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, Path2d};

use super::{geometry::View, theme::Theme};

/// The text of an item broken into lines.
pub(super) struct Laid {
    stamp: u32,
    width: i32,
    pub(super) lines: Vec<String>,
    /// How high the item has to be for it.
    height: f64,
}

/// One layer.
pub(super) struct Layer {
    canvas: HtmlCanvasElement,
    pub(super) pen: CanvasRenderingContext2d,
    /// Whether it has to be drawn anew.
    pub(super) stale: bool,
}

impl Layer {
    fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let pen = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, pen, stale: true })
    }

    /// Takes the size of the screen; says whether that changed anything. A canvas that is given a size is empty.
    fn fit(&mut self, width: u32, height: u32) {
        if self.canvas.width() != width || self.canvas.height() != height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            self.stale = true;
        }
    }
}

/// What the board is drawn on, and what is kept so that drawing is quick.
pub(super) struct Screen {
    pub(super) ground: Layer,
    pub(super) above: Layer,
    probe: HtmlElement,
    pub(super) theme: Theme,
    /// The size on the page, in pixels of the page.
    pub(super) size: (f64, f64),
    /// Pixels of the display in one of the page.
    pub(super) ratio: f64,
    laid: Map<ItemId, Laid>,
    paths: Map<ItemId, Path2d>,
    /// The next frame, if there is something to draw.
    pub(super) frame: Option<AnimationFrameRequestHandle>,
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(frame) = self.frame.take() {
            frame.cancel();
        }
    }
}

impl Screen {
    /// On two canvases that lie above each other; none where the browser cannot draw.
    pub(super) fn new(
        ground: HtmlCanvasElement,
        above: HtmlCanvasElement,
        probe: HtmlElement,
    ) -> Option<Self> {
        let theme = Theme::read(&probe);
        let (ground, above) = (Layer::new(ground)?, Layer::new(above)?);
        let (size, ratio) = ((0.0, 0.0), 1.0);
        let (laid, paths) = (Map::new(), Map::new());
        Some(Self { ground, above, probe, theme, size, ratio, laid, paths, frame: None })
    }

    /// Takes the size that the page gives it now.
    pub(super) fn fit(&mut self) {
        self.ratio = window().device_pixel_ratio().clamp(1.0, 3.0);
        let canvas = &self.above.canvas;
        self.size = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        let pixels = |length: f64| (length * self.ratio).round() as u32;
        let (width, height) = (pixels(self.size.0), pixels(self.size.1));
        self.ground.fit(width, height);
        self.above.fit(width, height);
    }

    /// Day has become night, or the other way round.
    pub(super) fn dress(&mut self) {
        self.theme = Theme::read(&self.probe);
        self.ground.stale = true;
        self.above.stale = true;
    }

    /// Forgets what was kept for items that are not on the board any more.
    pub(super) fn forget_gone(&mut self, board: &Board) {
        self.laid.retain(|id, _| board.items.contains_key(id));
        self.paths.retain(|id, _| board.items.contains_key(id));
    }

    /// The font of a type, for a canvas.
    pub(super) fn font(&self, of: &Letters) -> String {
        [of.font, &self.theme.font].concat()
    }

    /// What an item covers, with all of its text.
    pub(super) fn area(&mut self, id: ItemId, item: &Item) -> Area {
        let mut area = Area::of(item);
        if matches!(item.kind, Kind::Note { .. } | Kind::Text { .. } | Kind::Shape { .. }) {
            area.h = self.laid(id, item).height.max(area.h);
        }
        area
    }

    /// The text of an item in lines; laid out again only when the item has changed.
    pub(super) fn laid(&mut self, id: ItemId, item: &Item) -> &Laid {
        let (stamp, width) = (item.stamp.at, item.size.w);
        let fresh = self.laid.get(&id).is_some_and(|laid| laid.stamp == stamp && laid.width == width);
        if !fresh {
            self.ground.pen.set_font(&self.font(&letters(&item.kind)));
            let pen = &self.ground.pen;
            let mut measure = |text: &str| pen.measure_text(text).map_or(0.0, |metrics| metrics.width());
            let (room, height) = around_words(&item.kind, Area::of(item).w);
            let lines = lines(item.kind.text().unwrap_or_default(), room, &mut measure);
            let height = height(lines.len());
            self.laid.insert(id, Laid { stamp, width, lines, height });
        }
        &self.laid[&id]
    }

    /// The line of an item's ink, from where the stroke begins. It never changes.
    pub(super) fn path(&mut self, id: ItemId, points: &[i16]) -> Option<&Path2d> {
        if self.paths.get(&id).is_none() {
            self.paths.insert(id, path(points)?);
        }
        self.paths.get(&id)
    }

    /// What the screen shows in `view`.
    pub(super) fn window(&self, view: View) -> Area {
        view.window(self.size)
    }
}

/// The smooth line through the steps of a stroke, from where it begins.
pub(super) fn path(points: &[i16]) -> Option<Path2d> {
    let path = Path2d::new().ok()?;
    let points: Vec<_> = ink::trace(room::board::Spot::default(), points).collect();
    path.move_to(0.0, 0.0);
    for curve in ink::smooth(&points) {
        path.quadratic_curve_to(curve.by.0, curve.by.1, curve.to.0, curve.to.1);
    }
    Some(path)
}
