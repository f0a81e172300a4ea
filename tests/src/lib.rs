//! Helpers shared by the whole-system stories: a house that is open, people who come in, words for what they do.
//!
//! Nothing here is simulated: a [`House`] is the real server on a real port with a real folder, a [`Member`] sits
//! behind a real socket. A helper that is disappointed panics and says what it had waited for.

mod house;
mod http;
pub mod linkage;
mod member;
mod training;
mod wire;

pub use house::{House, run_rollcall};
pub use http::{Answer, Http, exchange};
pub use member::{Member, PATIENCE};
pub use training::{Home, Training};
pub use wire::Wire;

/// Whether `text` occurs in `bytes`.
#[must_use]
pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
