//! The pen and the eraser.

use protocol::Signal as Fleeting;
use room::board::{Kind, New, Size};
use sketch::{Area, pixels};

use super::{
    Pen,
    doing::front,
    easel::Easel,
    geometry::touches,
    history::Step,
    ink::Stroke,
    pointer::{Move, Point, is_due},
    under_way::piece,
};
use crate::prelude::*;

/// Others hear of ink no more often than this, milliseconds.
const INK_MS: f64 = 33.0;

/// The stroke goes on; others hear of it now and then. One that is full is sent and the next one begins. Returns the
/// stroke's number and how many of its steps others have heard of.
pub(super) fn draw(easel: Easel, number: u32, mut sent: usize, moves: &[Move]) -> (u32, usize) {
    let view = easel.view.get_untracked();
    for Move { at, pressure } in moves {
        let full = easel.under_way.try_update_value(|under_way| {
            let (stroke, _) = under_way.ink.as_mut()?;
            let to = view.spot(*at);
            let (from, near) = (pixels(stroke.end), 1.0 / view.scale);
            let to_px = pixels(to);
            if (to_px.0 - from.0).hypot(to_px.1 - from.1) >= near {
                stroke.go(to, *pressure);
            }
            stroke.is_full().then_some(stroke.end)
        });
        if let Some(end) = full.flatten() {
            finish_ink(easel, number);
            let pen = pen(easel);
            easel
                .under_way
                .update_value(|under_way| under_way.ink = Some((Stroke::new(end, *pressure), pen)));
            return (easel.next_number(), 0);
        }
    }
    // In a private round nobody hears of it.
    if is_due(easel, INK_MS) && !easel.is_private() {
        let piece = easel.under_way.with_value(|under_way| {
            let (stroke, pen) = under_way.ink.as_ref()?;
            (stroke.steps() > sent).then(|| piece(easel.id, stroke, number, sent, *pen))
        });
        if let Some(piece) = piece {
            sent += piece.points.len() / 2;
            easel.live.signal(Fleeting::Ink(piece));
        }
    }
    (number, sent)
}

/// The pen as it was chosen.
pub(super) fn pen(easel: Easel) -> Pen {
    Pen { color: easel.pen.get_untracked(), marker: easel.marker.get_untracked() }
}

/// The stroke becomes part of the board.
pub(super) fn finish_ink(easel: Easel, number: u32) {
    let drawn = easel.under_way.try_update_value(|under_way| under_way.ink.take()).flatten();
    let Some((stroke, pen)) = drawn else { return };
    let kind = Kind::Ink {
        points: stroke.points,
        width: pen.width(),
        highlighter: pen.marker,
        pressures: stroke.pressures,
    };
    let order = easel.look(front).unwrap_or_default();
    let new =
        New { kind, at: stroke.start, size: Size::default(), color: pen.color, order, stroke: Some(number) };
    easel.under_way.update_value(|under_way| _ = under_way.sent.insert(number, new.clone()));
    let moment = easel.moment();
    easel.put(new, move |item| {
        _ = easel.under_way.try_update_value(|under_way| under_way.sent.remove(&number));
        if let Some(item) = item {
            easel.record_at(moment, vec![Step::Delete(item)]);
        }
    });
}

/// The eraser touches what is at this point: strokes that this person may delete.
pub(super) fn erase(easel: Easel, at: Point) {
    let view = easel.view.get_untracked();
    let point = view.point(at);
    let found = easel.look(|board| {
        let strokes = board.items.iter().filter(|(_, item)| matches!(item.kind, Kind::Ink { .. }));
        let touched = strokes.filter(|(_, item)| touches(item, Area::of(item), point, view.scale));
        touched.map(|(id, _)| *id).collect::<Vec<_>>()
    });
    let found: Vec<_> = found.into_iter().flatten().filter(|id| easel.changes(*id)).collect();
    if !found.is_empty() {
        easel.under_way.update_value(|under_way| under_way.erased.extend(found));
        easel.touch(true);
    }
}
