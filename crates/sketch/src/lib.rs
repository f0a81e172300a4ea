//! How a board is drawn, whatever it is drawn on: what things cover, how lines run between them, where text breaks, and in
//! which order all of it is read. The canvas in the browser and the documents on the server share this, so that a picture
//! taken along is the board that was seen.

mod area;
mod arrows;
pub mod ink;
mod letters;
mod reading;

pub use area::{Area, Point, UNIT, is_behind, is_round, pixels};
pub use arrows::{LINE, Post, barbs, run};
pub use letters::{Letters, around_words, has_room, letters, lines};
pub use reading::{Section, sections};
