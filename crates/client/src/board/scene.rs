//! What stands on the ground of the canvas, from back to front, and what of it looks otherwise than it was drawn last.

use std::collections::BinaryHeap;

use room::{ItemId, board::Item, map::Map};
use sketch::Area;

/// How far back something stands: what lies behind everything, then by order, then by age.
pub(super) type Depth = (bool, i64, ItemId);

/// Everything that a drawing of an item depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) depth: Depth,
    /// What the item itself says.
    pub(super) stamp: u32,
    pub(super) hidden: bool,
    /// The eraser has touched it.
    pub(super) faint: bool,
    /// Whether what it shows is here: pictures come later.
    pub(super) arrived: bool,
    /// Its words stand in the text field.
    pub(super) bare: bool,
    /// A sum over what stands beside it: who writes there, whose it is, its dots.
    pub(super) words: u32,
}

impl Look {
    /// What can be known of an item alone.
    pub(super) fn of(id: ItemId, item: &Item) -> Self {
        let depth = (!sketch::is_behind(&item.kind), item.order, id);
        let (stamp, hidden) = (item.stamp.nth, item.hidden);
        Self { depth, stamp, hidden, arrived: true, faint: false, bare: false, words: 0 }
    }
}

/// Smallest first. A heap sorts in a tenth of the code that a sort takes, and every browser fetches it.
pub(super) fn in_order(depths: &mut dyn Iterator<Item = Depth>) -> Vec<Depth> {
    depths.collect::<BinaryHeap<_>>().into_sorted_vec()
}

/// A sum over words: others have another one, but for one in four thousand million.
pub(super) fn sum(words: &[Option<&String>]) -> u32 {
    let bytes =
        words.iter().flat_map(|words| words.map_or(&[][..], |words| words.as_bytes()).iter().chain(&[0]));
    // FNV-1a (RFC 9923).
    bytes.fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Something that stands there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) look: Look,
    /// All that its drawing covers.
    pub(super) area: Area,
}

/// Everything that stands there.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pieces: Map<ItemId, Piece>,
    stack: Vec<(Depth, Area)>,
}

impl Scene {
    /// Takes in what stands there now; the areas that look otherwise than before.
    pub(super) fn renew(&mut self, pieces: Map<ItemId, Piece>) -> Vec<Area> {
        let mut changed = vec![];
        for (id, piece) in &pieces {
            match self.pieces.get(id) {
                Some(before) if before == piece => {}
                Some(before) => changed.extend([before.area, piece.area]),
                None => changed.push(piece.area),
            }
        }
        let gone = self.pieces.iter().filter(|(id, _)| !pieces.contains_key(id));
        changed.extend(gone.map(|(_, piece)| piece.area));
        if !changed.is_empty() {
            let depths = in_order(&mut pieces.values().map(|piece| piece.look.depth));
            let area = |depth: Depth| Some((depth, pieces.get(&depth.2)?.area));
            self.stack = depths.into_iter().filter_map(area).collect();
            self.pieces = pieces;
        }
        changed
    }

    /// What was known of an item.
    pub(super) fn piece(&self, id: ItemId) -> Option<&Piece> {
        self.pieces.get(&id)
    }

    /// What meets `area` in front of `after`, from back to front.
    pub(super) fn within(&self, area: Area, after: Option<Depth>) -> impl Iterator<Item = Depth> {
        let from = self.stack.partition_point(|(depth, _)| Some(*depth) <= after);
        let meets = move |(_, covers): &&(Depth, Area)| covers.meets(area);
        self.stack[from..].iter().filter(meets).map(|(depth, _)| *depth)
    }

    /// The smallest area around everything.
    pub(super) fn everything(&self) -> Option<Area> {
        self.stack.iter().map(|(_, area)| *area).reduce(Area::and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(id: u32, order: i64, x: f64) -> (ItemId, Piece) {
        let id = ItemId(id);
        let depth = (true, order, id);
        let look =
            Look { depth, stamp: 0, hidden: false, arrived: true, faint: false, bare: false, words: 0 };
        (id, Piece { look, area: area(x) })
    }

    fn area(x: f64) -> Area {
        Area { x, y: 0.0, w: 10.0, h: 10.0 }
    }

    fn scene() -> (Scene, Map<ItemId, Piece>) {
        let pieces: Map<_, _> = [piece(1, 5, 0.0), piece(2, 4, 100.0)].into_iter().collect();
        let mut scene = Scene::default();
        assert_eq!(scene.renew(pieces.clone()), [area(0.0), area(100.0)]);
        (scene, pieces)
    }

    #[test]
    fn nothing_is_drawn_anew_that_looks_as_it_did() {
        let (mut scene, pieces) = scene();
        assert_eq!(scene.renew(pieces), []);
    }

    #[test]
    fn what_moves_is_drawn_anew_where_it_was_and_where_it_is() {
        let (mut scene, mut pieces) = scene();
        pieces.extend([piece(1, 5, 50.0)]);
        assert_eq!(scene.renew(pieces), [area(0.0), area(50.0)]);
    }

    #[test]
    fn words_that_move_from_one_place_to_the_other_are_others() {
        let words = "3".to_owned();
        assert_ne!(sum(&[Some(&words), None]), sum(&[None, Some(&words)]));
    }

    #[test]
    fn what_is_gone_is_drawn_over() {
        let (mut scene, mut pieces) = scene();
        pieces.remove(&ItemId(2));
        assert_eq!(scene.renew(pieces), [area(100.0)]);
        assert_eq!(scene.everything(), Some(area(0.0)));
    }

    #[test]
    fn drawing_goes_on_in_front_of_what_was_drawn_last() {
        let (scene, _) = scene();
        let all = Area { x: -5.0, y: -5.0, w: 500.0, h: 50.0 };
        let first = (true, 4, ItemId(2));
        assert_eq!(scene.within(all, None).collect::<Vec<_>>(), [first, (true, 5, ItemId(1))]);
        assert_eq!(scene.within(all, Some(first)).collect::<Vec<_>>(), [(true, 5, ItemId(1))]);
        assert_eq!(scene.within(area(95.0), None).collect::<Vec<_>>(), [first]);
    }
}
