//! One text that several people write in at once.
//!
//! The room orders everything: each [`Edit`] says at which revision it was made, the [`Paper`] moves it over what has
//! been accepted since, and everybody applies what comes out in the same order. A [`Pen`] is one page's side: it
//! writes ahead, has one edit under way at a time, and moves what it hears and what it has not been answered over
//! each other with the same function.
//!
//! Why edits and not a replicated document: there is a server anyway, and it has to be able to say no. An edit
//! costs a few bytes for a word, and what was deleted is gone.
//!
//! Everything counts Unicode scalar values, as Rust's `char` does. A browser counts UTF-16 code units: [`units_before`]
//! and [`chars_before`] translate at its edge.

mod diff;
mod edit;
mod paper;
mod pen;

pub use edit::{Edit, Flaw, PARTS, Part};
pub use paper::{Author, Last, Outcome, Paper, Snapshot, Step, Verdict};
pub use pen::{Ask, Effect, Lost, Pen};

/// How many `char`s of a text come before the UTF-16 code unit at `unit`; one inside a pair belongs to its `char`.
#[must_use]
pub fn chars_before(text: &str, unit: u32) -> u32 {
    let (mut chars, mut units) = (0, 0);
    for c in text.chars() {
        units += width(c);
        if units > unit {
            break;
        }
        chars += 1;
    }
    chars
}

/// How many UTF-16 code units of a text come before the `char` at `at`.
#[must_use]
pub fn units_before(text: &str, at: u32) -> u32 {
    text.chars().take(at as usize).map(width).sum()
}

/// A `char` in UTF-16 code units: 1 or 2.
fn width(c: char) -> u32 {
    1 + u32::from(c > '\u{FFFF}')
}

/// How many `char`s a text has.
#[must_use]
pub fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
