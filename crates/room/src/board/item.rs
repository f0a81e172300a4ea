//! What can stand on a board.

use crate::{ItemId, PersonId, PictureId, Refusal, Timestamp, limit, wording};
use serde::{Deserialize, Serialize};

/// How far from the middle anything may lie, in units.
pub const REACH: i32 = 1_000_000;
/// A claim lapses after so long without an edit, milliseconds.
pub const CLAIM_MS: i64 = 30_000;

/// A position, in eighths of a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// To the right.
    pub x: i32,
    /// Downward.
    pub y: i32,
}

impl Spot {
    fn checked(self) -> Result<Self, Refusal> {
        let near = |n: i32| (-REACH..=REACH).contains(&n);
        if near(self.x) && near(self.y) { Ok(self) } else { Err(Refusal::BadItem) }
    }
}

/// A width and a height, in eighths of a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Size {
    fn checked(self) -> Result<Self, Refusal> {
        let fine = |n: i32| (0..=REACH).contains(&n);
        if fine(self.w) && fine(self.h) { Ok(self) } else { Err(Refusal::BadItem) }
    }
}

/// What a shape looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Four corners.
    #[default]
    Rectangle,
    /// Round.
    Ellipse,
}

/// Where a line ends: at a spot, or at the edge of something, wherever that goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Where it was put; it still ends there when what it was attached to is gone.
    pub at: Spot,
    /// What it is attached to.
    pub on: Option<ItemId>,
}

/// The kinds of things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A sticky note.
    Note {
        /// What it says; may be empty.
        text: String,
    },
    /// Text without paper.
    Text {
        /// What it says; may be empty.
        text: String,
    },
    /// A stroke. It never changes once drawn.
    Ink {
        /// Steps from the item's spot: right, down, right, down, ... in eighths of a pixel.
        points: Vec<i16>,
        /// Width of the pen in eighths of a pixel.
        width: u16,
        /// Drawn behind everything, see-through.
        highlighter: bool,
        /// How hard the pen was pressed at each step, 0 to 255; empty where the device does not tell.
        pressures: Vec<u8>,
    },
    /// A titled area.
    Frame {
        /// Its title; may be empty.
        title: String,
    },
    /// A rectangle or an ellipse with words in it.
    Shape {
        /// What it looks like.
        form: Form,
        /// What it says; may be empty.
        text: String,
    },
    /// A straight line.
    Line {
        /// Where it begins.
        from: End,
        /// Where it ends.
        to: End,
        /// Whether it is an arrow.
        head: bool,
    },
    /// A picture.
    Image {
        /// Which: it was sent before.
        picture: PictureId,
        /// What it shows, for those who do not see it; may be empty.
        alt: String,
    },
}

impl Kind {
    /// The text in it, if its kind has one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Note { text }
            | Self::Text { text }
            | Self::Frame { title: text }
            | Self::Shape { text, .. }
            | Self::Image { alt: text, .. } => Some(text),
            Self::Ink { .. } | Self::Line { .. } => None,
        }
    }

    /// The ends of a line.
    #[must_use]
    pub fn ends(&self) -> Option<[End; 2]> {
        match self {
            Self::Line { from, to, .. } => Some([*from, *to]),
            Self::Note { .. }
            | Self::Text { .. }
            | Self::Ink { .. }
            | Self::Frame { .. }
            | Self::Shape { .. }
            | Self::Image { .. } => None,
        }
    }

    /// The picture it shows.
    #[must_use]
    pub fn picture(&self) -> Option<PictureId> {
        if let Self::Image { picture, .. } = self { Some(*picture) } else { None }
    }

    /// Whether a line can be attached to it.
    #[must_use]
    pub fn takes_lines(&self) -> bool {
        !matches!(self, Self::Ink { .. } | Self::Line { .. })
    }

    /// Whether dots can be placed on it.
    #[must_use]
    pub fn takes_dots(&self) -> bool {
        matches!(self, Self::Note { .. } | Self::Text { .. } | Self::Image { .. })
    }

    fn checked(&self) -> Result<Self, Refusal> {
        Ok(match self {
            Self::Ink { points, pressures, .. } => {
                if points.is_empty() || points.len() % 2 != 0 || !tells_each(points, pressures) {
                    return Err(Refusal::BadItem);
                }
                if points.len() / 2 > limit::POINTS {
                    return Err(limit::too_long(limit::POINTS));
                }
                self.clone()
            }
            Self::Note { text } => Self::Note { text: note(text)? },
            Self::Text { text } => Self::Text { text: note(text)? },
            Self::Frame { title } => Self::Frame { title: note(title)? },
            Self::Shape { form, text } => Self::Shape { form: *form, text: note(text)? },
            Self::Line { from, to, head } => {
                let (from, to) = (from.checked()?, to.checked()?);
                Self::Line { from, to, head: *head }
            }
            Self::Image { picture, alt } => Self::Image { picture: *picture, alt: note(alt)? },
        })
    }

    pub(super) fn write(&mut self, new: &str) {
        match self {
            Self::Note { text }
            | Self::Text { text }
            | Self::Frame { title: text }
            | Self::Shape { text, .. }
            | Self::Image { alt: text, .. } => new.clone_into(text),
            Self::Ink { .. } | Self::Line { .. } => {}
        }
    }
}

/// Whether there is a pressure for each step of a stroke, or none at all.
#[must_use]
pub fn tells_each(points: &[i16], pressures: &[u8]) -> bool {
    pressures.is_empty() || pressures.len() * 2 == points.len()
}

impl End {
    fn checked(self) -> Result<Self, Refusal> {
        Ok(Self { at: self.at.checked()?, ..self })
    }
}

fn note(text: &str) -> Result<String, Refusal> {
    wording::optional_paragraph(text, limit::NOTE)
}

/// The last change of an item: which, and by whom. All who see the item count its changes alike, so none has to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// How many changes there were before it and with it.
    pub nth: u32,
    /// Who made it; the house has no name.
    pub by: Option<PersonId>,
}

impl Stamp {
    /// Somebody has changed the item once more.
    pub(super) fn next(&mut self, by: Option<PersonId>) {
        *self = Self { nth: self.nth.saturating_add(1), by };
    }
}

/// Somebody writes in an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    /// Who.
    pub person: PersonId,
    /// When they claimed it or wrote last.
    pub at: Timestamp,
}

/// A thing to be put up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct New {
    /// What.
    pub kind: Kind,
    /// Where: its top left corner; for ink, where the stroke begins.
    pub at: Spot,
    /// How large; nothing for ink, whose points say it.
    pub size: Size,
    /// A color of the palette, from 0.
    pub color: u8,
    /// Larger lies further in front.
    pub order: i64,
    /// The number under which its live strokes were signaled, so that the drawing is not seen twice.
    pub stroke: Option<u32>,
}

impl New {
    pub(super) fn checked(&self) -> Result<Self, Refusal> {
        let color = checked_color(self.color)?;
        // A stroke is as large as its points say.
        let size =
            if matches!(self.kind, Kind::Ink { .. }) { Size::default() } else { self.size.checked()? };
        Ok(Self { kind: self.kind.checked()?, at: self.at.checked()?, size, color, ..*self })
    }

    /// Roughly its bytes on the wire.
    #[must_use]
    pub fn weight(&self) -> usize {
        weight(&self.kind)
    }
}

fn checked_color(color: u8) -> Result<u8, Refusal> {
    if usize::from(color) < limit::COLORS { Ok(color) } else { Err(Refusal::BadItem) }
}

fn weight(kind: &Kind) -> usize {
    let body = match kind {
        Kind::Ink { points, pressures, .. } => points.len() * 3 + pressures.len(),
        Kind::Note { text }
        | Kind::Text { text }
        | Kind::Frame { title: text }
        | Kind::Shape { text, .. } => text.len(),
        Kind::Line { .. } => 30,
        Kind::Image { alt, .. } => alt.len() + 16,
    };
    body + 40
}

/// A thing on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What.
    pub kind: Kind,
    /// Where.
    pub at: Spot,
    /// How large.
    pub size: Size,
    /// A color of the palette.
    pub color: u8,
    /// Larger lies further in front; equal ones by id.
    pub order: i64,
    /// Who put it up; none for frames of the draft and for what nobody signed.
    pub owner: Option<PersonId>,
    /// The last change.
    pub stamp: Stamp,
    /// Who writes in it; ask [`super::writers`], since claims lapse.
    pub editing: Vec<Editing>,
    /// Nobody but its owner sees it yet.
    #[serde(default)]
    pub hidden: bool,
    /// Only facilitators change it.
    #[serde(default)]
    pub locked: bool,
    /// What has the same number goes together.
    #[serde(default)]
    pub group: Option<u32>,
}

impl Item {
    /// What `new` is once it is up.
    #[must_use]
    pub fn new(new: &New, owner: Option<PersonId>, hidden: bool) -> Self {
        Self {
            kind: new.kind.clone(),
            at: new.at,
            size: new.size,
            color: new.color,
            order: new.order,
            owner,
            stamp: Stamp { nth: 0, by: owner },
            editing: vec![],
            hidden,
            locked: false,
            group: None,
        }
    }

    /// Whether it is a frame that holds the middle of something of this size at this spot.
    pub(super) fn frames(&self, at: Spot, size: Size) -> bool {
        let within = |start: i32, length: i32, at: i32, size: i32| {
            let middle = i64::from(at) * 2 + i64::from(size) - i64::from(start) * 2;
            (0..=i64::from(length) * 2).contains(&middle)
        };
        matches!(self.kind, Kind::Frame { .. })
            && within(self.at.x, self.size.w, at.x, size.w)
            && within(self.at.y, self.size.h, at.y, size.h)
    }

    pub(super) fn weight(&self) -> usize {
        weight(&self.kind)
    }

    /// How many bytes heavier these properties make it.
    pub(super) fn growth(&self, props: &[Prop]) -> usize {
        let longest =
            props.iter().filter_map(|prop| if let Prop::Text(text) = prop { Some(text.len()) } else { None });
        let before = self.kind.text().map_or(0, str::len);
        longest.max().unwrap_or(0).saturating_sub(before)
    }

    /// The property made fit for this item; none when it is so already.
    pub(super) fn checked(&self, prop: &Prop) -> Result<Option<Prop>, Refusal> {
        let prop = match prop {
            // A line lies where its ends are.
            Prop::At(_) | Prop::Size(_) if self.kind.ends().is_some() => return Err(Refusal::BadItem),
            Prop::Size(_) if matches!(self.kind, Kind::Ink { .. }) => return Err(Refusal::BadItem),
            Prop::Ends(..) if self.kind.ends().is_none() => return Err(Refusal::BadItem),
            Prop::Ends(from, to) => Prop::Ends(from.checked()?, to.checked()?),
            Prop::Locked(on) => Prop::Locked(*on),
            Prop::At(spot) => Prop::At(spot.checked()?),
            Prop::Size(size) => Prop::Size(size.checked()?),
            Prop::Color(color) => Prop::Color(checked_color(*color)?),
            Prop::Text(_) if self.kind.text().is_none() => return Err(Refusal::BadItem),
            Prop::Text(text) => Prop::Text(note(text)?),
            Prop::Order(order) => Prop::Order(*order),
            Prop::Group(group) => Prop::Group(*group),
        };
        let same = match &prop {
            Prop::At(spot) => self.at == *spot,
            Prop::Size(size) => self.size == *size,
            Prop::Color(color) => self.color == *color,
            Prop::Text(text) => self.kind.text() == Some(text),
            Prop::Order(order) => self.order == *order,
            Prop::Ends(from, to) => self.kind.ends() == Some([*from, *to]),
            Prop::Locked(on) => self.locked == *on,
            Prop::Group(group) => self.group == *group,
        };
        Ok((!same).then_some(prop))
    }

    pub(super) fn set(&mut self, prop: &Prop) {
        match prop {
            Prop::At(spot) => self.at = *spot,
            Prop::Size(size) => self.size = *size,
            Prop::Color(color) => self.color = *color,
            Prop::Text(text) => self.kind.write(text),
            Prop::Order(order) => self.order = *order,
            Prop::Ends(begins, ends) => {
                if let Kind::Line { from, to, .. } = &mut self.kind {
                    (*from, *to) = (*begins, *ends);
                }
            }
            Prop::Locked(on) => self.locked = *on,
            Prop::Group(group) => self.group = *group,
        }
    }
}

/// A property of an item: the last value set wins, whatever happens to the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prop {
    /// Its spot.
    At(Spot),
    /// Its size.
    Size(Size),
    /// Its color.
    Color(u8),
    /// Its text or title.
    Text(String),
    /// How far in front it lies.
    Order(i64),
    /// Where a line begins and ends.
    Ends(End, End),
    /// Only facilitators change it; they alone say so.
    Locked(bool),
    /// What it goes together with: a number that whoever grouped it has drawn, or nothing.
    Group(Option<u32>),
}

/// A deleted item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// What it was.
    pub item: Item,
    /// Who deleted it.
    pub by: Option<PersonId>,
    /// It went with the last clearing of the board.
    pub cleared: bool,
}
