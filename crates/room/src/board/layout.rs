//! How the frames of a new board are laid out, by the exercise it serves.

use super::{End, Kind, New, Size, Spot};
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
