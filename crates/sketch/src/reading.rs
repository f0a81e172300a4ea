//! The order in which a board is read: frames from left to right, in each its things row by row, then what lies in no
//! frame.

use std::collections::BinaryHeap;

use room::board::Item;

use crate::{Area, UNIT};

/// Things whose tops are no further apart than this stand in one row, in pixels at 100 %.
const ROW: f64 = 70.0;
/// The same for frames.
const FRAMES: f64 = 200.0;

/// Things that are read together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<T> {
    /// Their frame; none for what lies in no frame.
    pub frame: Option<T>,
    /// The things.
    pub items: Vec<T>,
}

/// Frames and what lies in them, as they are read; `T` names a thing. Frames without anything in them are there, too; what
/// lies in no frame comes last, if there is anything.
#[must_use]
pub fn sections<T: Copy + Ord>(frames: &[(T, &Item)], items: &[(T, &Item)]) -> Vec<Section<T>> {
    let ordered = in_order(frames, FRAMES);
    let mut sections: Vec<_> =
        ordered.iter().map(|(frame, _)| Section { frame: Some(*frame), items: vec![] }).collect();
    let mut outside = Section { frame: None, items: vec![] };
    for (id, item) in in_order(items, ROW) {
        let middle = Area::of(item).middle();
        let around = ordered.iter().enumerate().filter(|(_, (_, frame))| Area::of(frame).holds(middle));
        // The smallest of several, the oldest of equal ones.
        let size = |frame: &Item| i64::from(frame.size.w) * i64::from(frame.size.h);
        match around.min_by_key(|(_, (id, frame))| (size(frame), *id)) {
            Some((n, _)) => sections[n].items.push(id),
            None => outside.items.push(id),
        }
    }
    if !outside.items.is_empty() {
        sections.push(outside);
    }
    sections
}

/// Row by row. Rows are counted, so that the order of any three agrees. By a heap: browsers fetch it, and a sort takes ten
/// times its code.
fn in_order<'a, T: Copy + Ord>(things: &[(T, &'a Item)], row: f64) -> Vec<(T, &'a Item)> {
    let line = |item: &Item| (f64::from(item.at.y) / UNIT / row).round() as i64;
    let places = (0_usize..).zip(things).map(|(nth, (id, item))| ((line(item), item.at.x, *id), nth));
    let places = places.collect::<BinaryHeap<_>>().into_sorted_vec();
    places.into_iter().map(|(_, nth)| things[nth]).collect()
}
