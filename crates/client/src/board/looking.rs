//! How one looks at the board: near or far, which part of it, and in words.

use room::{
    ItemId,
    board::{Board, Item, Kind, Spot, holder},
    map::Map,
};

use super::{
    doing::NOTE,
    easel::{Easel, name},
    first,
    geometry::{Area, View},
    keys::place,
    order, writing,
};
use crate::prelude::*;

/// Text is written and read at this size or larger.
const READABLE: f64 = 0.65;
/// What the tools cover at the lower edge, in pixels.
const TOOLS: f64 = 76.0;

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
        self.touch(true);
    }

    /// Shows everything.
    pub(super) fn fit(&self) {
        let all = self.look(everything).flatten().unwrap_or(Area { w: 800.0, h: 400.0, ..Area::default() });
        self.view.set(View::home(all, self.free()));
        self.touch(true);
    }

    /// What of the canvas the tools leave free.
    fn free(&self) -> (f64, f64) {
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
        self.touch(true);
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

    /// Puts up a note where one looks, in the frame there if there is one, and opens its text.
    pub(super) fn new_note(&self) {
        let (w, h) = self.free();
        let view = self.view.get_untracked();
        let middle = view.point((w / 2.0, h / 2.0));
        let at = self.look(|board| {
            let stands =
                |item: &&Item| matches!(item.kind, Kind::Frame { .. }) && Area::of(item).holds(middle);
            let frame = board.items.iter().find(|(_, item)| stands(item)).map(|(id, _)| *id);
            let seen = view.window((w, h)).grown(-30.0);
            frame
                .and_then(|frame| order::room_in(board, frame, NOTE))
                .unwrap_or_else(|| order::room_within(board, seen, NOTE))
        });
        self.new_note_at(at.unwrap_or_default());
    }

    /// Puts up a note and opens its text.
    pub(super) fn new_note_at(&self, at: Spot) {
        writing::write_new(*self, Kind::Note { text: String::new() }, at);
    }

    /// Who writes where, and who put up what is selected, for the canvas to show.
    pub(super) fn tags(&self) -> Map<ItemId, String> {
        let (me, now) = (self.live.me(), self.live.clock.now());
        self.live.look(|room| {
            let Some(board) = room.board.boards.get(&self.id) else { return Map::new() };
            let written = board.items.iter().filter(|(_, item)| item.editing.is_some());
            let writer = |(id, item): (&ItemId, &Item)| {
                let writer = holder(room, item, now).filter(|writer| *writer != me)?;
                Some((*id, [&name(room, writer), " is typing"].concat()))
            };
            let owner = |id: ItemId| Some((id, name(room, board.items.get(&id)?.owner?)));
            let alone = self.selected.with_untracked(|selected| match selected.len() {
                1 => first(selected),
                _ => None,
            });
            alone.and_then(owner).into_iter().chain(written.filter_map(writer)).collect()
        })
    }

    /// An item in words: what it is, whose, where, and what it says.
    pub(super) fn describe(&self, board: &Board, item: &Item) -> String {
        let mut words = match &item.kind {
            Kind::Note { .. } => "Note",
            Kind::Text { .. } => "Text",
            Kind::Ink { .. } => "Drawing",
            Kind::Frame { .. } => "Frame",
        }
        .to_owned();
        if let Some(owner) = item.owner {
            words.push_str(" by ");
            words.push_str(&self.name(owner));
        }
        if let Some(place) = place(board, item).filter(|_| !matches!(item.kind, Kind::Frame { .. })) {
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
        words
    }
}

/// The area around everything that is on the board.
fn everything(board: &Board) -> Option<Area> {
    board.items.values().map(Area::of).reduce(Area::and)
}
