//! The ballots of a poll: collected in memory, published sorted.

use crate::{ANSWER, BALLOT, Ballot, Cell, Error, PollName, PublicKey};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Collects ballots. It lives in memory only and keeps them in the order of their keys, which are random: in which
/// order they came is known to nobody.
pub struct Urn {
    poll: PollName,
    cells: Vec<PublicKey>,
    answer: usize,
    ballots: BTreeMap<[u8; 32], Ballot>,
}

impl Urn {
    /// An empty urn; the keys by cell, and the bytes of each answer.
    #[must_use]
    pub fn new(poll: PollName, cells: Vec<PublicKey>, answer: usize) -> Self {
        Self { poll, cells, answer, ballots: BTreeMap::new() }
    }

    /// Puts a ballot in. The same again changes nothing.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn cast(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let ballot = Ballot::from_bytes(bytes, self.answer)?;
        if let Some(earlier) = self.ballots.get(&ballot.key()) {
            return if *earlier == ballot { Ok(()) } else { Err(Error::Twice) };
        }
        let key = self.cells.get(usize::from(ballot.cell())).ok_or(Error::Cell)?;
        ballot.verify(&self.poll, key)?;
        self.ballots.insert(ballot.key(), ballot);
        Ok(())
    }

    /// How many ballots are in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ballots.len()
    }

    /// Whether none is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ballots.is_empty()
    }

    /// The ballots, sorted by their keys.
    pub fn ballots(&self) -> impl Iterator<Item = &Ballot> {
        self.ballots.values()
    }

    /// The board that is published.
    #[must_use]
    pub fn board(&self) -> Vec<u8> {
        self.ballots().flat_map(Ballot::as_bytes).copied().collect()
    }
}

/// Checks every ballot of a published board against the keys by cell, and that each counts once.
///
/// # Errors
/// What is wrong with the first that is not as it should be.
pub fn check(poll: &PollName, cells: &[PublicKey], board: &[u8]) -> Result<Vec<Ballot>, Error> {
    if !board.len().is_multiple_of(BALLOT) {
        return Err(Error::Length);
    }
    let mut checked: Vec<Ballot> = Vec::with_capacity(board.len() / BALLOT);
    for bytes in board.chunks_exact(BALLOT) {
        let ballot = Ballot::from_bytes(bytes, ANSWER)?;
        if checked.last().is_some_and(|before| before.key() >= ballot.key()) {
            return Err(Error::Order);
        }
        let cell: Cell = ballot.cell();
        ballot.verify(poll, cells.get(usize::from(cell)).ok_or(Error::Cell)?)?;
        checked.push(ballot);
    }
    Ok(checked)
}

/// What a board is told by (SHA-256).
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
