//! The two layers of the canvas: the board as it stands, and above it what is on its way. Each is drawn anew only when
//! it has to be, at most once for each frame of the screen, and as sharp as the screen is.

use leptos::{leptos_dom::helpers::AnimationFrameRequestHandle, prelude::window};
use room::{
    ItemId, PictureId,
    board::{Board, Item, Kind, Spot},
    map::Map,
};
use sketch::{
    Area, Letters, Point, around_words, has_room,
    ink::{self, Curve},
    letters, lines,
};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, HtmlImageElement, Path2d};

use super::{geometry::View, scene::Scene, theme::Theme, tiles::Tiles};

/// Steps of ink shorter than this are not drawn from afar, in pixels of the display.
const ROUGH: f64 = 1.6;
/// So many times a step doubles until ink is as rough as it gets.
const MOST_ROUGH: u32 = 4;
/// Ink whose steps are no longer than this is drawn as wide as its pen was at each point, in pixels of the board; from
/// farther away nobody sees the difference.
const WIDE: f64 = 2.0;

/// Steps of ink shorter than this are left out at so many pixels of the display in one of the board, in pixels of the board.
fn detail(scale: f64) -> f64 {
    let details = (1..=MOST_ROUGH).map(|n| f64::from(1 << n));
    details.take_while(|detail| detail * scale <= ROUGH).last().unwrap_or_default()
}

/// A stroke as it is drawn.
pub(super) struct Trace {
    pub(super) path: Path2d,
    /// The path goes around the ink; else it is its middle line, to be drawn as wide as the pen.
    pub(super) around: bool,
}

/// A stroke as it was drawn last.
struct InkLine {
    at: Spot,
    /// Steps shorter than this are left out, in pixels of the board.
    detail: f64,
    trace: Trace,
}

/// What of a stroke decides how it looks.
#[derive(Clone, Copy)]
pub(super) struct Ink<'a> {
    pub(super) at: Spot,
    pub(super) points: &'a [i16],
    pub(super) pressures: &'a [u8],
    pub(super) width: u16,
    pub(super) highlighter: bool,
}

/// How wide letters are in one font. To ask the browser takes long, so it is asked for each once: what letters draw nearer
/// to each other is less than can be seen. Where letters change with their neighbors, it is asked for words.
struct Widths {
    font: &'static str,
    letters: Vec<f64>,
}

impl Widths {
    fn new(letters: &Letters, font: &str, pen: &CanvasRenderingContext2d) -> Self {
        pen.set_font(font);
        // For what no font has, a browser looks through all of them.
        let width = |letter: u8| match letter {
            b' '..=b'~' => measured(pen, char::from(letter).encode_utf8(&mut [0; 4])),
            _ => 0.0,
        };
        Self { font: letters.font, letters: (0..128).map(width).collect() }
    }

    fn of(&self, word: &str, font: &str, pen: &CanvasRenderingContext2d) -> f64 {
        if word.is_ascii() {
            return word.bytes().filter_map(|letter| self.letters.get(usize::from(letter))).sum();
        }
        pen.set_font(font);
        measured(pen, word)
    }
}

fn measured(pen: &CanvasRenderingContext2d, text: &str) -> f64 {
    pen.measure_text(text).map_or(0.0, |metrics| metrics.width())
}

/// The text of an item broken into lines.
pub(super) struct Laid {
    stamp: u32,
    width: i32,
    pub(super) lines: Vec<String>,
    /// How high the item has to be for it.
    height: f64,
}

/// What stands beside items.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Who writes where, and whose the selected item is.
    pub(super) tags: Map<ItemId, String>,
    /// What stands at the corners of notes.
    pub(super) marks: Map<ItemId, String>,
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

/// A picture, if it is here; one that is asked for the first time is fetched.
pub(super) type Gallery = Box<dyn FnMut(PictureId) -> Option<HtmlImageElement>>;

/// The lines around a stroke without its steps of less than so much, each with where it begins.
pub(super) type Edges = fn(Ink<'_>, f64) -> Vec<(Point, Vec<Curve>)>;

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
    /// Whether what stands on the ground may have changed.
    pub(super) changed: bool,
    pub(super) scene: Scene,
    /// As they were when it last changed.
    pub(super) words: Words,
    pub(super) tiles: Tiles,
    laid: Map<ItemId, Laid>,
    widths: Vec<Widths>,
    paths: Map<ItemId, InkLine>,
    /// Brings pictures, once the tools are here.
    pub(super) gallery: Option<Gallery>,
    /// Knows how wide ink is, once the tools are here.
    edges: Option<Edges>,
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
        Some(Self {
            ground,
            above,
            probe,
            theme,
            size,
            ratio,
            changed: true,
            scene: Scene::default(),
            words: Words::default(),
            tiles: Tiles::default(),
            laid: Map::new(),
            widths: vec![],
            paths: Map::new(),
            gallery: None,
            edges: None,
            frame: None,
        })
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
        self.tiles.clear();
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
        let grows = matches!(item.kind, Kind::Note { .. } | Kind::Text { .. } | Kind::Shape { .. });
        if grows && !has_room(&item.kind, area) {
            area.h = self.laid(id, item).height.max(area.h);
        }
        area
    }

    /// The text of an item in lines; laid out again only when the item has changed.
    pub(super) fn laid(&mut self, id: ItemId, item: &Item) -> &Laid {
        let (stamp, width) = (item.stamp.nth, item.size.w);
        let fresh = self.laid.get(&id).is_some_and(|laid| laid.stamp == stamp && laid.width == width);
        if !fresh {
            let letters = letters(&item.kind);
            let font = self.font(&letters);
            let pen = &self.ground.pen;
            if self.widths.iter().all(|widths| widths.font != letters.font) {
                self.widths.push(Widths::new(&letters, &font, pen));
            }
            let widths = self.widths.iter().find(|widths| widths.font == letters.font);
            let mut measure = |word: &str| widths.map_or(0.0, |widths| widths.of(word, &font, pen));
            let (room, height) = around_words(&item.kind, Area::of(item).w);
            let lines = lines(item.kind.text().unwrap_or_default(), room, &mut measure);
            let height = height(lines.len());
            self.laid.insert(id, Laid { stamp, width, lines, height });
        }
        &self.laid[&id]
    }

    /// The line of an item's ink as it is seen at so many pixels of the display in one of the board: from afar, what cannot
    /// be seen is left out.
    pub(super) fn standing(&mut self, id: ItemId, ink: Ink<'_>, scale: f64) -> Option<&Trace> {
        let detail = detail(scale);
        let fits = |line: &InkLine| line.at == ink.at && line.detail.to_bits() == detail.to_bits();
        if !self.paths.get(&id).is_some_and(fits) {
            let trace = self.trace(ink, detail)?;
            self.paths.insert(id, InkLine { at: ink.at, detail, trace });
        }
        self.paths.get(&id).map(|line| &line.trace)
    }

    /// The tools are here. What is drawn at this scale stays if ink looks as it did without them.
    pub(super) fn equip(&mut self, gallery: Gallery, edges: Edges, view: View) {
        (self.gallery, self.edges) = (Some(gallery), Some(edges));
        self.paths.clear();
        if detail(view.scale * self.ratio) <= WIDE {
            self.tiles.clear();
        }
    }

    /// A stroke as it is drawn without the steps of less than `detail`.
    pub(super) fn trace(&self, ink: Ink<'_>, detail: f64) -> Option<Trace> {
        let path = Path2d::new().ok()?;
        let draw = |((x, y), curves): (Point, Vec<Curve>)| {
            path.move_to(x, y);
            for Curve { by, to } in curves {
                path.quadratic_curve_to(by.0, by.1, to.0, to.1);
            }
        };
        let edges = self.edges.filter(|_| !ink.highlighter && detail <= WIDE);
        match edges {
            Some(edges) => edges(ink, detail).into_iter().for_each(draw),
            None => draw(ink::smooth(&ink::rough(ink::even(ink.at, ink.points), detail))),
        }
        Some(Trace { path, around: edges.is_some() })
    }

    /// A picture, if it is here.
    pub(super) fn picture(&mut self, id: PictureId) -> Option<HtmlImageElement> {
        self.gallery.as_mut()?(id)
    }

    /// What the screen shows in `view`.
    pub(super) fn window(&self, view: View) -> Area {
        view.window(self.size)
    }
}
