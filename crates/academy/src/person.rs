//! The officers a session expects: reading their list. Who on it has come is told in the room.
//!
//! A list is pasted or uploaded by a facilitator and seen by facilitators only. Reading it never fails
//! as a whole: good lines are kept, and every other line is reported in words its author understands.

mod list;

pub use list::{List, Problem, lines, parse};
pub use room::lobby::Expected;
