//! Shapes and lines are drawn by pressing, dragging and letting go; a click puts one of the usual size.

use room::board::{End, Form, Item, Kind, New, Size, Spot};
use sketch::{Area, UNIT};

use super::{
    arrows,
    doing::front,
    easel::{Easel, Tool},
    geometry::spot,
    history::Step,
    order,
    pointer::{Point, SLOP},
    resize,
};
use crate::prelude::*;

/// The size of a shape that is put up without being drawn.
pub(super) const SHAPE: Size = Size { w: 1_280, h: 896 };

/// What the tool makes is begun where it is pressed.
pub(super) fn begin(easel: Easel, at: Point) {
    let kind = match easel.tool.get_untracked() {
        Tool::Line => {
            let from = arrows::end(easel, at, None);
            Kind::Line { from, to: End { on: None, ..from }, head: !easel.plain.get_untracked() }
        }
        _ => shape(easel),
    };
    let new = new(easel, kind, easel.view.get_untracked().spot(at));
    easel.under_way.update_value(|under_way| under_way.draft = Some(new));
}

fn shape(easel: Easel) -> Kind {
    let form = if easel.round.get_untracked() { Form::Ellipse } else { Form::Rectangle };
    Kind::Shape { form, text: String::new() }
}

/// Something in the pen's color, in front of everything.
pub(super) fn new(easel: Easel, kind: Kind, at: Spot) -> New {
    New {
        kind,
        at,
        size: Size::default(),
        color: easel.pen.get_untracked(),
        order: easel.look(front).unwrap_or_default(),
        stroke: Some(easel.next_number()),
    }
}

/// It reaches to where the pointer is.
pub(super) fn go_on(easel: Easel, now: Point) {
    let view = easel.view.get_untracked();
    let pressed = easel.hand.with_value(|hand| hand.pressed);
    let begun = easel.under_way.with_value(|under_way| under_way.draft.as_ref()?.kind.ends());
    let to = begun.map(|[from, _]| arrows::end(easel, now, from.on));
    easel.under_way.update_value(|under_way| {
        let Some(draft) = &mut under_way.draft else { return };
        match (&mut draft.kind, to) {
            (Kind::Line { to, .. }, Some(end)) => *to = end,
            _ => (draft.at, draft.size) = cover(Area::between(view.point(pressed), view.point(now))),
        }
    });
    easel.touch(false);
}

/// An area as the board counts it.
fn cover(area: Area) -> (Spot, Size) {
    let Spot { x, y } = spot((area.x, area.y));
    let units = |px: f64| (px * UNIT).round() as i32;
    (Spot { x, y }, Size { w: units(area.w), h: units(area.h) })
}

/// The pointer has let go: the shape or line becomes part of the board.
pub(super) fn finish(easel: Easel, at: Point) {
    let drawn = easel.under_way.try_update_value(|under_way| under_way.draft.take()).flatten();
    let Some(mut new) = drawn else { return };
    let pressed = easel.hand.with_value(|hand| hand.pressed);
    let clicked = (at.0 - pressed.0).hypot(at.1 - pressed.1) <= SLOP;
    match &mut new.kind {
        Kind::Line { from, to, .. } if clicked => *to = arrows::usual(*from),
        Kind::Line { .. } => {}
        _ if clicked => around(&mut new, easel.view.get_untracked().point(at)),
        kind => new.size = resize::at_least(kind, new.size),
    }
    new.order = easel.look(|board| order::behind_what_it_holds(board, &new)).unwrap_or(new.order);
    easel.tool.set(Tool::Select);
    put(easel, new, "");
}

/// The usual size, around a point.
fn around(new: &mut New, (x, y): Point) {
    let half = |units: i32| f64::from(units) / UNIT / 2.0;
    (new.at, new.size) = (spot((x - half(SHAPE.w), y - half(SHAPE.h))), SHAPE);
}

/// By keyboard: a shape where one looks.
pub(super) fn by_keyboard(easel: Easel) {
    let at = easel.free_spot(SHAPE);
    let new = New { size: SHAPE, ..new(easel, shape(easel), at) };
    put(easel, new, "Shape put up. Enter writes in it.");
}

/// Puts it up and selects it; until it has come back it is drawn as it was sent.
pub(super) fn put(easel: Easel, new: New, words: &'static str) {
    let number = new.stroke.unwrap_or_default();
    let (area, moment) = (Area::of(&Item::new(&new, None, false)), easel.moment());
    easel.under_way.update_value(|under_way| _ = under_way.sent.insert(number, new.clone()));
    easel.put(new, move |item| {
        _ = easel.under_way.try_update_value(|under_way| under_way.sent.remove(&number));
        let Some(item) = item else { return };
        easel.record_at(moment, vec![Step::Delete(item)]);
        easel.selected.set([item].into());
        if !words.is_empty() {
            easel.show(area);
            easel.announce(words);
        }
    });
    easel.touch(true);
}
