//! How the frames of a new board are laid out, by the exercise it serves.

use super::{Board, End, Kind, New, Size, Spot};
use crate::{Refusal, limit, wording};
use serde::{Deserialize, Serialize};

/// Room between frames, and around them, in units.
const GAP: i32 = 160;
/// The size of an ordinary frame, in units.
const FRAME: Size = Size { w: 3_200, h: 2_880 };
/// Frames of a timeline are narrower, so that four stand side by side.
const STEP: Size = Size { w: 2_400, h: 2_880 };

/// A way to lay out frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Layout {
    /// Side by side.
    #[default]
    Columns,
    /// Two rows of two: how much something brings against what it takes.
    Quadrants,
    /// Narrow columns over an arrow that runs through time.
    Timeline,
    /// Two rows of two: whose say counts against whose concern it is (power/interest grid, Mendelow 1991).
    Stakeholders,
    /// What is wrong, what could be done, and what will be: from narrow to wide.
    Plan,
}

impl Layout {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Columns, Self::Quadrants, Self::Timeline, Self::Stakeholders, Self::Plan];

    /// What its frames are called unless somebody says otherwise.
    #[must_use]
    pub fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Columns => &["What works", "What does not"],
            Self::Quadrants => &[
                "Helps much, easy to do",
                "Helps much, hard to do",
                "Helps little, easy to do",
                "Helps little, hard to do",
            ],
            Self::Timeline => &["First", "Then", "Later", "In the end"],
            Self::Stakeholders => &[
                "Strong say, little concerned: keep content",
                "Strong say, much concerned: work closely with",
                "Little say, little concerned: keep an eye on",
                "Little say, much concerned: keep informed",
            ],
            Self::Plan => &["Issue", "Ideas", "Plan"],
        }
    }

    /// Frames of these titles and what stands beside them, from back to front.
    #[must_use]
    pub fn items(self, titles: &[String]) -> Vec<New> {
        let areas = titles.iter().enumerate().map(|(n, _)| self.area(i32::try_from(n).unwrap_or_default()));
        let mut items: Vec<_> = areas
            .zip(titles)
            .map(|((at, size), title)| New {
                kind: Kind::Frame { title: title.clone() },
                at,
                size,
                color: 0,
                order: 0,
                stroke: None,
            })
            .collect();
        if let Some(last) = items.last().cloned().filter(|_| self == Self::Timeline) {
            items.push(arrow(&last));
        }
        for (new, order) in items.iter_mut().zip(0..) {
            new.order = order;
        }
        items
    }

    /// Where the `n`-th frame stands. More frames than a layout is made for go on in its pattern.
    fn area(self, n: i32) -> (Spot, Size) {
        let cell = |column: i32, row: i32, size: Size| {
            let at = Spot { x: GAP + column * (size.w + GAP), y: GAP + row * (size.h + GAP) };
            (at, size)
        };
        match self {
            Self::Columns => cell(n, 0, FRAME),
            Self::Quadrants | Self::Stakeholders => cell(n % 2, n / 2, FRAME),
            Self::Timeline => cell(n, 0, STEP),
            Self::Plan => {
                // Each is half a frame wider than the one before it.
                let width = |n: i32| STEP.w + n * FRAME.w / 2;
                let before: i32 = (0..n).map(|n| width(n) + GAP).sum();
                (Spot { x: GAP + before, y: GAP }, Size { w: width(n), h: FRAME.h })
            }
        }
    }
}

/// A layout that somebody has saved: frames as they stood on a board, and the lines between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// Its frames and lines, from back to front.
    pub items: Vec<New>,
}

impl Saved {
    /// What of a board can be laid out again elsewhere: frames, and lines that hang on nothing, moved to where a board begins.
    #[must_use]
    pub fn of(board: &Board, name: &str) -> Self {
        let stack = board.stack().into_iter().map(|(_, item)| item);
        let items = stack.filter(|item| !item.hidden && is_laid_out(&item.kind)).zip(0..);
        let item = |(item, order): (&super::Item, i64)| {
            let (kind, size, color) = (item.kind.clone(), item.size, item.color);
            // A line that was moved lies where its ends are.
            let at = kind.ends().map_or(item.at, |[from, _]| from.at);
            New { kind, at, size, color, order, stroke: None }
        };
        let mut items: Vec<_> = items.map(item).collect();
        let corners = || {
            items.iter().flat_map(|new| new.kind.ends().map_or([new.at; 2], |ends| ends.map(|end| end.at)))
        };
        let x = GAP.saturating_sub(corners().map(|at| at.x).min().unwrap_or(GAP));
        let y = GAP.saturating_sub(corners().map(|at| at.y).min().unwrap_or(GAP));
        let moved = |at: Spot| Spot { x: at.x.saturating_add(x), y: at.y.saturating_add(y) };
        for new in &mut items {
            new.at = moved(new.at);
            if let Kind::Line { from, to, .. } = &mut new.kind {
                (from.at, to.at) = (moved(from.at), moved(to.at));
            }
        }
        Self { name: name.to_owned(), items }
    }

    /// The layout made fit to be kept.
    ///
    /// # Errors
    /// [`Refusal::Empty`] without a name or a frame, [`Refusal::TooLong`] for too much of anything,
    /// [`Refusal::BadItem`] for what belongs in no layout.
    pub fn checked(&self) -> Result<Self, Refusal> {
        if self.items.len() > limit::LAYOUT_ITEMS {
            return Err(limit::too_long(limit::LAYOUT_ITEMS));
        }
        if !self.items.iter().any(|new| matches!(new.kind, Kind::Frame { .. })) {
            return Err(Refusal::Empty);
        }
        if !self.items.iter().all(|new| is_laid_out(&new.kind)) {
            return Err(Refusal::BadItem);
        }
        let items = self.items.iter().map(New::checked).collect::<Result<Vec<_>, _>>()?;
        let items: Vec<_> = items.into_iter().map(|new| New { stroke: None, ..new }).collect();
        if items.iter().map(New::weight).sum::<usize>() > limit::BOARD_BYTES {
            return Err(limit::too_long(limit::BOARD_BYTES));
        }
        Ok(Self { name: wording::line(&self.name, limit::NAME)?, items })
    }
}

fn is_laid_out(kind: &Kind) -> bool {
    match kind {
        Kind::Frame { .. } => true,
        Kind::Line { from, to, .. } => from.on.is_none() && to.on.is_none(),
        Kind::Note { .. }
        | Kind::Text { .. }
        | Kind::Ink { .. }
        | Kind::Shape { .. }
        | Kind::Image { .. } => false,
    }
}

/// The arrow of time under the frames, as far as the last of them.
fn arrow(last: &New) -> New {
    let y = last.at.y + last.size.h + GAP;
    let end = |x| End { at: Spot { x, y }, on: None };
    let (from, to) = (end(GAP), end(last.at.x + last.size.w));
    New {
        kind: Kind::Line { from, to, head: true },
        at: from.at,
        size: Size::default(),
        color: 0,
        order: 0,
        stroke: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ItemId;

    fn titles(layout: Layout) -> Vec<String> {
        layout.titles().iter().map(|title| (*title).to_owned()).collect()
    }

    fn meet(one: &New, other: &New) -> bool {
        let apart = |a: i32, w: i32, b: i32, v: i32| a + w <= b || b + v <= a;
        !apart(one.at.x, one.size.w, other.at.x, other.size.w)
            && !apart(one.at.y, one.size.h, other.at.y, other.size.h)
    }

    #[test]
    fn frames_of_no_layout_overlap_however_many_there_are() {
        for layout in Layout::ALL {
            let many: Vec<_> = (0..20).map(|n: i32| n.to_string()).collect();
            for titles in [titles(layout), many] {
                let frames: Vec<_> =
                    layout.items(&titles).into_iter().filter(|new| new.kind.text().is_some()).collect();
                assert_eq!(frames.len(), titles.len());
                for (n, one) in frames.iter().enumerate() {
                    assert!(frames[..n].iter().all(|other| !meet(one, other)), "{layout:?}: {one:?}");
                    assert!(one.checked().is_ok(), "{layout:?}: {one:?}");
                }
            }
        }
    }

    fn board() -> Board {
        let mut board = Board::default();
        let on_board = |new: &New| super::super::Item::new(new, None, false);
        let layout = Layout::Timeline.items(&titles(Layout::Timeline));
        for (id, new) in (1..).zip(&layout) {
            board.items.insert(ItemId(id), on_board(new));
        }
        let note = New { kind: Kind::Note { text: "Mine".into() }, ..layout[0].clone() };
        board.items.insert(ItemId(90), on_board(&note));
        let end = |on| End { at: Spot::default(), on };
        let hangs = Kind::Line { from: end(Some(ItemId(90))), to: end(None), head: true };
        board.items.insert(ItemId(91), on_board(&New { kind: hangs, ..note }));
        board
    }

    #[test]
    fn a_layout_is_saved_with_its_lines_and_without_what_people_wrote() {
        let saved = Saved::of(&board(), "  Our   timeline ").checked().expect("it is fit");
        assert_eq!(saved.name, "Our timeline");
        assert_eq!(saved.items, Layout::Timeline.items(&titles(Layout::Timeline)));
    }

    #[test]
    fn a_layout_is_saved_as_if_it_stood_where_a_board_begins() {
        let mut board = board();
        let far = |at: Spot| Spot { x: at.x - 9_000, y: at.y + 7_000 };
        for item in board.items.values_mut() {
            item.at = far(item.at);
            if let Kind::Line { from, to, .. } = &mut item.kind {
                (from.at, to.at) = (far(from.at), far(to.at));
                item.at = Spot { x: 1, y: 1 };
            }
        }
        let saved = Saved::of(&board, "Ours").checked().expect("it is fit");
        assert_eq!(saved.items, Layout::Timeline.items(&titles(Layout::Timeline)));
    }

    #[test]
    fn what_belongs_in_no_layout_is_not_kept() {
        let fit = Saved::of(&board(), "Ours");
        let note = New { kind: Kind::Note { text: "Mine".into() }, ..fit.items[0].clone() };
        let with = |items: Vec<New>| Saved { items, ..fit.clone() }.checked();
        assert_eq!(with([fit.items.clone(), vec![note]].concat()), Err(Refusal::BadItem));
        assert_eq!(with(vec![]), Err(Refusal::Empty));
        let many = vec![fit.items[0].clone(); limit::LAYOUT_ITEMS + 1];
        assert_eq!(with(many), Err(Refusal::TooLong { max: 100 }));
        let long = Kind::Frame { title: "x".repeat(limit::NOTE) };
        let heavy = vec![New { kind: long, ..fit.items[0].clone() }; 50];
        assert_eq!(with(heavy), Err(Refusal::TooLong { max: 40_000 }));
        assert_eq!(Saved { name: " ".into(), ..fit }.checked(), Err(Refusal::Empty));
    }

    #[test]
    fn a_timeline_has_its_arrow_and_no_frames_have_none() {
        let items = Layout::Timeline.items(&titles(Layout::Timeline));
        assert!(matches!(items.last().map(|new| &new.kind), Some(Kind::Line { head: true, .. })));
        assert_eq!(Layout::Timeline.items(&[]), vec![]);
    }

    #[test]
    fn what_is_laid_out_lies_in_the_order_it_is_named_in() {
        let orders: Vec<_> =
            Layout::Timeline.items(&titles(Layout::Timeline)).iter().map(|new| new.order).collect();
        assert_eq!(orders, [0, 1, 2, 3, 4]);
    }
}
