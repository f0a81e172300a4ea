//! How one looks at the board: near or far, which part of it, and in words.

use room::{
    ItemId,
    board::{Board, End, Form, Item, Kind, Size, Spot},
    map::Map,
};
use sketch::Area;

use super::{
    doing::NOTE,
    easel::{Easel, name},
    first,
    geometry::View,
    keys::place,
    order,
    screen::Screen,
    standing::Standing,
    writing,
};
use crate::prelude::*;

/// Text is written and read at this size or larger.
const READABLE: f64 = 0.65;
/// What is said of one's own in a private round.
pub(super) const ONLY_YOU: &str = "Only you see this";
/// What the tools cover at the lower edge, in pixels.
const TOOLS: f64 = 76.0;
/// What else stands there covers at the upper edge, in pixels.
const BARS: f64 = 48.0;

impl Easel {
    /// The size of the canvas.
    fn size(&self) -> (f64, f64) {
        self.screen.with_value(|screen| screen.as_ref().map_or((0.0, 0.0), |screen| screen.size))
    }

    /// Nearer or farther, around the middle.
    pub(super) fn zoom(&self, factor: f64) {
        let (w, h) = self.size();
        self.zoom_at(factor, (w / 2.0, h / 2.0));
    }

    /// Nearer or farther, around a point of the screen.
    pub(super) fn zoom_at(&self, factor: f64, at: (f64, f64)) {
        self.view.update(|view| *view = view.zoomed(factor, at));
        self.turn();
    }

    /// Shows everything.
    pub(super) fn fit(&self) {
        let all = self.look(everything).flatten().unwrap_or(Area { w: 800.0, h: 400.0, ..Area::default() });
        self.frame_view(all);
    }

    /// Where one begins: on the page one was on, if frames are shown one by one, or with everything.
    pub(super) fn begin(&self) {
        match self.page.get_untracked().and_then(|page| self.item(page)) {
            Some(page) => self.view_by(Area::of(&page), View::whole),
            None => self.fit(),
        }
    }

    /// Shows just this area.
    pub(super) fn frame_view(&self, area: Area) {
        self.view_by(area, View::home);
    }

    /// Shows this area as `view` has it on what of the canvas is free.
    pub(super) fn view_by(&self, area: Area, view: fn(Area, (f64, f64)) -> View) {
        let (w, h) = self.free();
        self.view.set(view(area, (w, h - BARS)).panned(0.0, BARS));
        self.turn();
    }

    /// What of the canvas the tools leave free.
    pub(super) fn free(&self) -> (f64, f64) {
        let (w, h) = self.size();
        (w, (h - TOOLS).max(100.0))
    }

    /// Makes sure that an area is seen.
    pub(super) fn show(&self, area: Area) {
        if self.screen.with_value(Option::is_none) {
            return;
        }
        self.view.maybe_update(|view| {
            let shown = view.showing(area, self.free());
            let changes = shown != *view;
            *view = shown;
            changes
        });
        self.turn();
    }

    /// Makes sure that an area is seen and large enough to write in.
    pub(super) fn reveal(&self, area: Area) {
        let scale = self.view.get_untracked().scale;
        if scale < READABLE {
            let at = self.view.get_untracked().on_screen(area.middle());
            self.view.update(|view| *view = view.zoomed(READABLE / scale, at));
        }
        self.show(area);
    }

    /// Puts up a note where one looks and opens its text.
    pub(super) fn new_note(&self) {
        self.new_note_at(self.free_spot(NOTE));
    }

    /// Where something of this size has room where one looks.
    pub(super) fn free_spot(&self, size: Size) -> Spot {
        let area = self.before_me();
        self.look(|board| order::room_within(board, area, size)).unwrap_or_default()
    }

    /// What one looks at: the inside of the frame in the middle if there is one, else what can be seen.
    pub(super) fn before_me(&self) -> Area {
        let window = self.window();
        let frame = self.look(|board| {
            let stands = |item: &&Item| {
                matches!(item.kind, Kind::Frame { .. }) && Area::of(item).holds(window.middle())
            };
            board.items.values().find(stands).map(order::inside)
        });
        frame.flatten().unwrap_or(window.grown(-30.0))
    }

    /// What an item covers as it is seen.
    pub(super) fn area(&self, id: ItemId) -> Option<Area> {
        let area = |screen: &mut Option<Screen>| {
            let screen = screen.as_mut()?;
            self.look(|board| Some(Standing::still(board).area(screen, id, board.items.get(&id)?))).flatten()
        };
        self.screen.try_update_value(area).flatten()
    }

    /// What can be seen and is not under the tools.
    pub(super) fn window(&self) -> Area {
        self.view.get_untracked().window(self.free())
    }

    /// Puts up a note and opens its text.
    pub(super) fn new_note_at(&self, at: Spot) {
        writing::write_new(*self, Kind::Note { text: String::new() }, at);
    }

    /// Who writes where, and who put up what is selected, for the canvas to show.
    pub(super) fn tags(&self) -> Map<ItemId, String> {
        self.live.look(|room| {
            let Some(board) = room.board.boards.get(&self.id) else { return Map::new() };
            let written = board.items.iter().filter(|(_, item)| !item.editing.is_empty());
            let writer = |(id, _): (&ItemId, &Item)| {
                Some((*id, self.typing(*id))).filter(|(_, words)| !words.is_empty())
            };
            let owner = |id: ItemId| {
                let item = board.items.get(&id)?;
                let owner = name(room, item.owner?);
                Some((id, if item.hidden { ONLY_YOU.to_owned() } else { owner }))
            };
            let alone = self.selected.with_untracked(|selected| match selected.len() {
                1 => first(selected),
                _ => None,
            });
            let ruled = self.rules.get_value().into_iter();
            ruled.chain(alone.and_then(owner)).chain(written.filter_map(writer)).collect()
        })
    }

    /// An item in words: what it is, whose, where, and what it says.
    pub(super) fn describe(&self, board: &Board, item: &Item) -> String {
        let mut words = what(&item.kind).to_owned();
        for (word, end) in [" from ", " to "].into_iter().zip(item.kind.ends().into_iter().flatten()) {
            if let Some(named) = named(board, end) {
                words.push_str(word);
                words.push_str(&named);
            }
        }
        if let Some(owner) = item.owner {
            words.push_str(" by ");
            words.push_str(&self.name(owner));
        }
        if let Some(place) = place(board, item).filter(|_| is_somewhere(&item.kind)) {
            words.push_str(" in ");
            words.push_str(&place);
        }
        match item.kind.text() {
            Some("") => words.push_str(": empty."),
            Some(text) => {
                words.push_str(": ");
                words.push_str(text);
                words.push('.');
            }
            None => words.push('.'),
        }
        for (holds, more) in [(item.hidden, ONLY_YOU), (item.locked, "Locked in place")] {
            if holds {
                words.push(' ');
                words.push_str(more);
                words.push('.');
            }
        }
        words
    }
}

/// What something is called.
fn what(kind: &Kind) -> &'static str {
    match kind {
        Kind::Note { .. } => "Note",
        Kind::Text { .. } => "Text",
        Kind::Ink { .. } => "Drawing",
        Kind::Frame { .. } => "Frame",
        Kind::Shape { form: Form::Rectangle, .. } => "Rectangle",
        Kind::Shape { form: Form::Ellipse, .. } => "Ellipse",
        Kind::Image { .. } => "Picture",
        Kind::Line { head: true, .. } => "Arrow",
        Kind::Line { head: false, .. } => "Line",
    }
}

/// What an end of a line hangs on, by its words.
fn named(board: &Board, end: End) -> Option<String> {
    let kind = &board.items.get(&end.on?)?.kind;
    Some(match kind.text().filter(|text| !text.is_empty()) {
        Some(text) => text.to_owned(),
        None => ["an empty ", &what(kind).to_ascii_lowercase()].concat(),
    })
}

/// Whether it makes sense to say in which frame it lies.
fn is_somewhere(kind: &Kind) -> bool {
    !matches!(kind, Kind::Frame { .. } | Kind::Line { .. })
}

/// The area around everything that is on the board. Lines that hang on things lie between those.
fn everything(board: &Board) -> Option<Area> {
    let hangs = |item: &&Item| item.kind.ends().into_iter().flatten().any(|end| end.on.is_some());
    board.items.values().filter(|item| !hangs(item)).map(Area::of).reduce(Area::and)
}
