//! Before and after the room: what a session is made of, who is expected, what it leaves behind.
//!
//! Everything here is pure: no files, sockets, clock or chance. Times come in as milliseconds since
//! 1970 (UTC), ids come in from outside, and the answers are plain values that the server stores or
//! shows. A lawful "no" is a [`session::Refusal`]; nothing in this crate panics on what people type.
//!
//! - [`template`]: the ready-made sessions that ship with the product, written as data.
//! - [`segment`]: one line of a run sheet and the activities in it.
//! - [`session`]: a planned training, its run sheet and its life from *planned* to *erased*.
//! - [`tailor`]: the blanks in a template that a department fills with its own words.
//! - [`person`]: the list of officers a session expects.
//! - [`attendance`], [`credit`]: from presence events to minutes present, minutes of credit and parts missed.
//! - [`records`]: the one table that says what a session keeps and what it erases.
//! - [`export`]: spreadsheets that are safe to open.

pub mod attendance;
pub mod credit;
pub mod export;
pub mod id;
pub mod person;
pub mod records;
pub mod segment;
pub mod session;
pub mod tailor;
pub mod template;
