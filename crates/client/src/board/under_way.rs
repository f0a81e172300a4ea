//! What is on its way on a board and not part of it yet: one's own, and what others signal.

use protocol::{LiveInk, Signalled};
use room::{
    BoardId, ItemId, PersonId,
    board::{Happening, Item, New, Spot},
    map::Map,
};
use sketch::UNIT;

use super::{Items, Pen, ink::Stroke};

/// Others' things fade when nothing has come for so long, milliseconds.
const STALE_MS: f64 = 4_000.0;

/// What has to be drawn anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    None,
    /// What moves.
    Above,
    /// What stands, too.
    All,
}

/// A stroke that somebody else draws: pieces, because one may have been lost.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) pieces: Vec<Stroke>,
    steps: usize,
    pub(super) color: u8,
    pub(super) width: u16,
    pub(super) highlighter: bool,
    at: f64,
}

/// Things that are being moved: which, and how far in pixels at 100 %.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moved {
    pub(super) items: Items,
    pub(super) by: (f64, f64),
    at: f64,
}

impl Moved {
    /// Nowhere yet.
    pub(super) fn new(items: Items) -> Self {
        Self { items, by: (0.0, 0.0), at: 0.0 }
    }
}

/// Everything that is drawn above the board.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    /// The stroke under one's own pen.
    pub(super) ink: Option<(Stroke, Pen)>,
    /// The shape or line that is being drawn.
    pub(super) draft: Option<New>,
    /// What was drawn and sent and has not come back, by its number.
    pub(super) sent: Map<u32, New>,
    /// Things to which one gives another size, and lines whose ends one holds, until the board has them so.
    pub(super) formed: Map<ItemId, Item>,
    /// What one drags.
    pub(super) drag: Option<Moved>,
    /// Own moves that were sent and have not come back, by the number of the move.
    pub(super) sent_moves: Map<u32, Moved>,
    /// The rectangle with which one selects, in pixels at 100 %.
    pub(super) marquee: Option<((f64, f64), (f64, f64))>,
    /// What the eraser has touched.
    pub(super) erased: Items,
    /// What others draw.
    pub(super) others_ink: Map<(PersonId, u32), Drawn>,
    /// What others drag.
    pub(super) others_drags: Map<PersonId, Moved>,
}

impl UnderWay {
    /// How far each item is from its place, for those that are not in it.
    pub(super) fn shifts(&self) -> Map<ItemId, (f64, f64)> {
        let moves = self.others_drags.values().chain(self.sent_moves.values()).chain(&self.drag);
        moves.flat_map(|moved| moved.items.iter().map(|item| (*item, moved.by))).collect()
    }

    /// Takes in what somebody signals on `board`.
    pub(super) fn hear(&mut self, board: BoardId, me: PersonId, signal: &Signalled, now: f64) -> Change {
        match signal {
            Signalled::Ink(person, ink) if ink.board == board && *person != me => {
                self.hear_ink(*person, ink, now);
                Change::Above
            }
            Signalled::Dragged(person, drag) if drag.board == board && *person != me => {
                let by = (f64::from(drag.dx) / UNIT, f64::from(drag.dy) / UNIT);
                let items: Items = drag.items.iter().copied().collect();
                let before = if items.is_empty() {
                    self.others_drags.remove(person)
                } else {
                    self.others_drags.insert(*person, Moved { items: items.clone(), by, at: now })
                };
                // What begins to move, or stands again, leaves or joins the board below.
                if before.is_some_and(|before| before.items == items) { Change::Above } else { Change::All }
            }
            Signalled::Ink(..)
            | Signalled::Dragged(..)
            | Signalled::Cursor { .. }
            | Signalled::Reacted(..)
            | Signalled::Typing(..)
            | Signalled::Gathered(..)
            | Signalled::Nudged(..)
            | Signalled::Ready(..) => Change::None,
        }
    }

    fn hear_ink(&mut self, person: PersonId, ink: &LiveInk, now: f64) {
        let fresh = || Drawn {
            pieces: vec![],
            steps: usize::MAX,
            color: ink.color,
            width: ink.width,
            highlighter: ink.highlighter,
            at: now,
        };
        let key = (person, ink.stroke);
        if !self.others_ink.contains_key(&key) {
            self.others_ink.insert(key, fresh());
        }
        let Some(drawn) = self.others_ink.get_mut(&key) else { return };
        let from = usize::from(ink.from);
        if drawn.steps != from {
            drawn.pieces.push(Stroke { start: ink.at, points: vec![], pressures: vec![], end: ink.at });
        }
        if let Some(piece) = drawn.pieces.last_mut() {
            piece.points.extend(&ink.points);
            piece.pressures.extend(&ink.pressures);
        }
        drawn.steps = from + ink.points.len() / 2;
        drawn.at = now;
    }

    /// Something happened on the board: what it completes is not under way any more.
    pub(super) fn settle(&mut self, happening: &Happening) {
        match happening {
            Happening::Put { new, owner: Some(owner), .. } => {
                if let Some(stroke) = new.stroke {
                    self.others_ink.remove(&(*owner, stroke));
                    self.sent.remove(&stroke);
                }
            }
            Happening::Set { item, by, .. } | Happening::Moved { item, by, .. } => {
                let dragged =
                    |person: &PersonId, moved: &mut Moved| Some(*person) == *by && moved.items.contains(item);
                self.others_drags.retain(|person, moved| !dragged(person, moved));
            }
            Happening::Deleted { items, .. } => {
                for moved in self.others_drags.values_mut() {
                    moved.items.retain(|item| !items.contains(item));
                }
            }
            Happening::Put { owner: None, .. }
            | Happening::Restored { .. }
            | Happening::Claimed { .. }
            | Happening::Released { .. }
            | Happening::Typed { .. }
            | Happening::Allowed(_)
            | Happening::Locked(_)
            | Happening::Cleared { .. }
            | Happening::Closed(_)
            | Happening::Timed(_)
            | Happening::Ruled(..)
            | Happening::Shown(_)
            | Happening::VotingOpened(_)
            | Happening::Voted { .. }
            | Happening::VotingClosed(_)
            | Happening::Revealed { .. } => {}
        }
    }

    /// Drops what others have not gone on with; says whether there was any.
    pub(super) fn fade(&mut self, now: f64) -> bool {
        let count = |this: &Self| this.others_ink.len() + this.others_drags.len();
        let before = count(self);
        self.others_ink.retain(|_, drawn| now - drawn.at < STALE_MS);
        self.others_drags.retain(|_, moved| now - moved.at < STALE_MS);
        count(self) < before
    }
}

/// A piece of one's own stroke to be signaled: the steps after the first `sent`.
pub(super) fn piece(board: BoardId, stroke: &Stroke, number: u32, sent: usize, pen: Pen) -> LiveInk {
    let most = sent + protocol::signal::STEPS;
    let points = stroke.points.get(sent * 2..stroke.points.len().min(most * 2)).unwrap_or_default().to_vec();
    let pressures = stroke.pressures.get(sent..stroke.pressures.len().min(most));
    let pressures = pressures.unwrap_or_default().to_vec();
    let at: Spot = stroke.after(sent);
    let from = u16::try_from(sent).unwrap_or(u16::MAX);
    let (color, width, highlighter) = (pen.color, pen.width(), pen.marker);
    LiveInk { board, stroke: number, from, at, points, color, width, highlighter, pressures }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Drag;
    use room::board::{Kind, Prop, Size};

    const BOARD: BoardId = BoardId(3);
    const ME: PersonId = PersonId(1);
    const SAM: PersonId = PersonId(2);

    fn stroke() -> Stroke {
        let mut stroke = Stroke::new(Spot::default(), None);
        for x in 1..=6 {
            stroke.go(Spot { x: x * 8, y: 0 }, None);
        }
        stroke
    }

    fn drag(items: Vec<ItemId>) -> Signalled {
        Signalled::Dragged(SAM, Drag { board: BOARD, items, dx: 16, dy: -8 })
    }

    #[test]
    fn pieces_of_a_stroke_make_the_stroke_again() {
        let (mut under_way, stroke) = (UnderWay::default(), stroke());
        for sent in [0, 3] {
            let mut ink = piece(BOARD, &stroke, 9, sent, Pen::default());
            ink.points.truncate(6);
            under_way.hear(BOARD, ME, &Signalled::Ink(SAM, ink), 0.0);
        }
        let drawn = &under_way.others_ink[&(SAM, 9)];
        assert_eq!(drawn.pieces.len(), 1);
        assert_eq!(drawn.pieces[0].points, stroke.points[..12]);
    }

    #[test]
    fn a_lost_piece_leaves_a_gap_and_the_committed_stroke_replaces_all() {
        let (mut under_way, stroke) = (UnderWay::default(), stroke());
        for sent in [0, 5] {
            let mut ink = piece(BOARD, &stroke, 9, sent, Pen::default());
            ink.points.truncate(4);
            under_way.hear(BOARD, ME, &Signalled::Ink(SAM, ink), 0.0);
        }
        let pieces = &under_way.others_ink[&(SAM, 9)].pieces;
        assert_eq!((pieces.len(), pieces[1].start), (2, stroke.after(5)));
        let kind = Kind::Ink { points: stroke.points, width: 24, highlighter: false, pressures: vec![] };
        let size = Size::default();
        let new = New { kind, at: stroke.start, size, color: 2, order: 0, stroke: Some(9) };
        under_way.settle(&Happening::Put { item: ItemId(4), new, owner: Some(SAM), hidden: false });
        assert!(under_way.others_ink.is_empty());
    }

    #[test]
    fn what_somebody_drags_is_shifted_until_they_let_go_for_good() {
        let mut under_way = UnderWay::default();
        assert_eq!(under_way.hear(BOARD, ME, &drag(vec![ItemId(4)]), 0.0), Change::All);
        assert_eq!(under_way.hear(BOARD, ME, &drag(vec![ItemId(4)]), 0.0), Change::Above);
        assert_eq!(under_way.shifts()[&ItemId(4)], (2.0, -1.0));
        let props = vec![Prop::At(Spot { x: 16, y: -8 })];
        under_way.settle(&Happening::Set { item: ItemId(4), props, by: Some(SAM) });
        assert!(under_way.shifts().is_empty());
        under_way.hear(BOARD, ME, &drag(vec![ItemId(4)]), 0.0);
        under_way.hear(BOARD, ME, &drag(vec![]), 0.0);
        assert!(under_way.shifts().is_empty(), "let go without moving");
    }

    #[test]
    fn ones_own_signals_and_those_of_other_boards_are_not_drawn() {
        let mut under_way = UnderWay::default();
        assert_eq!(under_way.hear(BOARD, SAM, &drag(vec![ItemId(4)]), 0.0), Change::None);
        assert_eq!(under_way.hear(BoardId(5), ME, &drag(vec![ItemId(4)]), 0.0), Change::None);
        assert!(under_way.shifts().is_empty());
    }

    #[test]
    fn what_nobody_goes_on_with_fades() {
        let mut under_way = UnderWay::default();
        under_way.hear(BOARD, ME, &drag(vec![ItemId(4)]), 1_000.0);
        assert!(!under_way.fade(1_000.0 + STALE_MS - 1.0));
        assert!(under_way.fade(1_000.0 + STALE_MS));
        assert!(under_way.shifts().is_empty());
    }
}
