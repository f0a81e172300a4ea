//! Things as they are seen at the moment: where somebody drags them, in the form they are given, and lines from edge to
//! edge of what they hang on.

use std::borrow::Cow;

use room::{
    ItemId,
    board::{Board, End, Item, Kind},
    map::Map,
};
use sketch::{Area, Post, is_round, pixels, run};

use super::{geometry::spot, pointer::Point, screen::Screen, under_way::UnderWay};

/// The board with what is on its way.
pub(super) struct Standing<'a> {
    pub(super) board: &'a Board,
    /// How far things are from their place.
    shifts: Map<ItemId, Point>,
    /// Things that are being given another form.
    formed: Option<&'a Map<ItemId, Item>>,
}

impl<'a> Standing<'a> {
    /// The board alone.
    pub(super) fn still(board: &'a Board) -> Self {
        Self { board, shifts: Map::new(), formed: None }
    }

    /// The board with what is under way on it.
    pub(super) fn now(board: &'a Board, under_way: &'a UnderWay) -> Self {
        Self { board, shifts: under_way.shifts(), formed: Some(&under_way.formed) }
    }

    /// An item in its present form.
    pub(super) fn item(&self, id: ItemId) -> Option<&'a Item> {
        self.formed.and_then(|formed| formed.get(&id)).or_else(|| self.board.items.get(&id))
    }

    /// How far an item is from where it says it is; a line says so itself.
    pub(super) fn shift(&self, id: ItemId, item: &Item) -> Point {
        let away = self.shifts.get(&id).filter(|_| item.kind.ends().is_none());
        away.copied().unwrap_or_default()
    }

    /// Whether anything moves or changes now.
    pub(super) fn moves(&self) -> bool {
        !self.shifts.is_empty() || self.formed.is_some_and(|formed| !formed.is_empty())
    }

    /// Whether it moves or changes now, itself or what it hangs on: it is drawn above all that stands.
    pub(super) fn is_lifted(&self, id: ItemId, item: &Item) -> bool {
        let itself = |id: ItemId| {
            self.shifts.contains_key(&id) || self.formed.is_some_and(|formed| formed.contains_key(&id))
        };
        itself(id) || item.kind.ends().into_iter().flatten().filter_map(|end| end.on).any(itself)
    }

    /// The item as it is seen: a line runs between the edges of what it hangs on, wherever that has come to lie.
    pub(super) fn seen<'b>(&self, screen: &mut Screen, id: ItemId, item: &'b Item) -> Cow<'b, Item> {
        let Kind::Line { from, to, head } = &item.kind else { return Cow::Borrowed(item) };
        let away = self.shifts.get(&id).copied().unwrap_or_default();
        let mut end = |end: &End| {
            let (x, y) = pixels(end.at);
            let post = end.on.and_then(|on| self.post(screen, on));
            (if post.is_some() { (x, y) } else { (x + away.0, y + away.1) }, post)
        };
        let [from, to] = run([end(from), end(to)]).map(|at| End { at: spot(at), on: None });
        Cow::Owned(Item { kind: Kind::Line { from, to, head: *head }, ..item.clone() })
    }

    /// What an item covers as it is seen.
    pub(super) fn area(&self, screen: &mut Screen, id: ItemId, item: &Item) -> Area {
        let (dx, dy) = self.shift(id, item);
        let seen = self.seen(screen, id, item);
        screen.area(id, &seen).moved(dx, dy)
    }

    fn post(&self, screen: &mut Screen, id: ItemId) -> Option<Post> {
        let item = self.item(id).filter(|item| item.kind.takes_lines())?;
        Some((self.area(screen, id, item), is_round(&item.kind)))
    }
}
