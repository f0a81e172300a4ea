//! Ballots that nobody can tie to who cast them.
//!
//! The server knows who may vote and signs one ballot key of each voter, blinded, so that it never sees the key it
//! signs (RFC 9474, RSABSSA-SHA384-PSS-Randomized, 2,048 bit, a key of its own for each poll, statement and published
//! group). When the poll closes, the voter's device signs its answer with the ballot key (Ed25519, RFC 8032) and sends it
//! without saying who it is. Whoever holds the public keys can check every ballot and count again.
//!
//! 1. [`SecretKey::generate`] (server): one for each [`Cell`].
//! 2. [`Voter::draw`] (device): makes ballot keys; [`Voter::blinded`] goes to the server, which answers with
//!    [`SecretKey::sign`] once per voter; [`Voter::accept`] turns that into tokens.
//! 3. [`Voter::ballots`] (device): one ballot of fixed length for each cell, also for those who did not answer.
//! 4. [`Urn`] (server, in memory): takes each valid ballot once. [`Urn::board`] is the sorted board that everybody checks
//!    with [`check`].
//!
//! What this protects against: whoever has the database, backups and logs, now or later. What it does not: somebody who
//! watches the decrypted traffic of the server live, or ships another program to the browser.

mod ballot;
mod board;
#[cfg(target_arch = "wasm32")]
pub mod browser;
mod key;
mod voter;
mod words;

pub use ballot::{ANSWER, BALLOT, Ballot, Cell, length};
pub use board::{Urn, check, digest};
pub use key::{PUBLIC_KEY, PublicKey, SecretKey};
use thiserror::Error;
pub use voter::Voter;
pub use words::poll_words;

/// The public name of a poll: random bytes that occur in every ballot, so that none fits another poll.
pub type PollName = [u8; 16];

/// Bytes of a blinded message, and of a signature.
pub const SIGNATURE: usize = 256;

/// Why something is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// Not a key of the kind that polls use.
    #[error("this is not a key for a poll")]
    Key,
    /// Another length than it must have.
    #[error("this has the wrong length")]
    Length,
    /// A signature that the key did not make.
    #[error("the signature does not fit")]
    Signature,
    /// There is no such statement or group.
    #[error("no such cell is in this poll")]
    Cell,
    /// The same ballot key has cast another answer.
    #[error("this ballot key has cast another answer")]
    Twice,
    /// The ballots are not sorted by their keys, each once.
    #[error("the board is not sorted, or has a ballot twice")]
    Order,
    /// No token has been accepted yet.
    #[error("there is no token yet")]
    NoToken,
    /// This machine gives no random numbers.
    #[error("this machine gives no random numbers")]
    Random,
}

#[cfg(test)]
mod tests;
