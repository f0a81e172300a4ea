//! The order in which a board is read: frames from left to right, in each its notes row by row, then what lies in no
//! frame.

use room::board::Kind;

use crate::{
    Board, Thing,
    area::{Area, UNIT},
};

/// Notes whose tops are no further apart than this stand in one row, in pixels.
const ROW: f64 = 70.0;
/// The same for frames.
const FRAMES: f64 = 200.0;

/// Things that are read together.
pub(crate) struct Section<'a> {
    /// The title of their frame; none for what lies in no frame.
    pub(crate) frame: Option<&'a str>,
    /// Notes, texts and shapes that say something.
    pub(crate) things: Vec<Thing<'a>>,
}

/// What is written on the board, as it is read. Frames without anything in them are there, too.
pub(crate) fn sections<'a>(board: &Board<'a>) -> Vec<Section<'a>> {
    let (frames, others): (Vec<_>, Vec<_>) =
        board.things.iter().copied().partition(|thing| matches!(thing.item.kind, Kind::Frame { .. }));
    let frames = in_order(frames, FRAMES);
    let title = |frame: &Thing<'a>| frame.item.kind.text().unwrap_or_default();
    let mut sections: Vec<_> =
        frames.iter().map(|frame| Section { frame: Some(title(frame)), things: vec![] }).collect();
    let mut outside = Section { frame: None, things: vec![] };
    for thing in in_order(others.into_iter().filter(|thing| is_read(thing)).collect(), ROW) {
        let middle = Area::of(thing.item).middle();
        let around = frames.iter().enumerate().filter(|(_, frame)| Area::of(frame.item).holds(middle));
        let size = |frame: &Thing<'_>| i64::from(frame.item.size.w) * i64::from(frame.item.size.h);
        match around.min_by_key(|(_, frame)| size(frame)) {
            Some((n, _)) => sections[n].things.push(thing),
            None => outside.things.push(thing),
        }
    }
    if !outside.things.is_empty() {
        sections.push(outside);
    }
    sections
}

fn is_read(thing: &Thing<'_>) -> bool {
    thing.item.kind.text().is_some_and(|text| !text.trim().is_empty())
}

/// Row by row. Rows are counted, so that the order of any three agrees.
fn in_order<'a>(mut things: Vec<Thing<'a>>, row: f64) -> Vec<Thing<'a>> {
    things.sort_by_key(|Thing { id, item, .. }| {
        ((f64::from(item.at.y) / UNIT / row).round() as i64, item.at.x, *id)
    });
    things
}
