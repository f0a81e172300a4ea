//! Whiteboards to take along: as SVG, as PNG, and as a tagged PDF.
//!
//! [`Scene`] is the one function from a board to a picture. It writes SVG; the other two draw what it wrote, so that all
//! three show the same. Nothing here reads files or asks the machine for fonts: [`Fonts`] are handed in.
//!
//! What is drawn, and in which order, follows the canvas (`client/src/board/paint.rs` and what it uses): whoever changes
//! how something looks there changes it in [`svg`] too.

mod fonts;
mod order;
pub mod pdf;
pub mod png;
mod sheet;
pub mod svg;

use std::collections::HashMap;

pub use fonts::Fonts;
use room::{
    ItemId, PictureId,
    board::{Item, Kind},
};
pub use svg::{Scene, escaped};

/// A board as it is drawn: what must not be seen has been left out before.
#[derive(Clone, Debug, Default)]
pub struct Board<'a> {
    /// The line above it.
    pub title: &'a str,
    /// Where it comes from: the session, the group.
    pub about: String,
    /// From back to front.
    pub things: Vec<Thing<'a>>,
    /// The pictures on it, as PNG or JPEG; one that is missing is drawn as its words in a box.
    pub pictures: HashMap<PictureId, Vec<u8>>,
}

/// A thing on a board.
#[derive(Clone, Copy, Debug)]
pub struct Thing<'a> {
    /// Its id, by which lines hang on it.
    pub id: Option<ItemId>,
    /// What it is.
    pub item: &'a Item,
    /// Who put it up; empty when nobody signed.
    pub by: &'a str,
    /// The dots it got.
    pub dots: u32,
}

/// What a board is made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A drawing.
    Svg,
    /// A picture.
    Png,
    /// The picture, and what is written on it.
    Pdf,
}

impl Form {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Pdf];

    /// What names of such files end in.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// What such files are.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// Makes it.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn print(self, board: &Board<'_>, fonts: &Fonts) -> Result<Vec<u8>, Error> {
        let scene = Scene::new(board, fonts);
        match self {
            Self::Svg => Ok(scene.svg().into_bytes()),
            Self::Png => png::png(&scene, fonts),
            Self::Pdf => pdf::pdf(board, &scene, fonts),
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font is no font.
    #[error("a font cannot be read")]
    Font,
    /// The drawing does not take what was drawn.
    #[error("the picture cannot be drawn")]
    Picture(#[from] resvg::usvg::Error),
    /// Not as PNG.
    #[error("the picture cannot be written: {0}")]
    Png(String),
    /// Not as PDF.
    #[error("the document cannot be written: {0}")]
    Pdf(String),
}

impl Board<'_> {
    /// How many things are of that kind.
    fn count(&self, is: fn(&Kind) -> bool) -> usize {
        self.things.iter().filter(|thing| is(&thing.item.kind)).count()
    }
}

/// Text as it can be drawn: without characters that no XML may hold and no font has.
fn drawable(text: &str) -> String {
    text.chars()
        .filter(|c| (!c.is_control() || *c == '\n') && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}

/// So many of something, in words.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
