//! One ballot: a ballot key, the server's signature of it, an answer, and the key's signature of the answer.

use crate::{Error, PollName, PublicKey, SIGNATURE};
use blind_rsa_signatures::{MessageRandomizer, Signature};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

/// Bytes of an answer in numbers, as they are published. All answers to one question have one length, so that the length
/// says nothing.
pub const ANSWER: usize = 48;
/// Which key a ballot belongs to: one of a published group and a statement.
pub type Cell = u8;

const KEY: usize = 32;
const RANDOMIZER: usize = 32;
const SEAL: usize = 64;
/// Bytes of a published ballot: ballot key, randomizer (RFC 9474, section 4.1), token, cell, answer, the key's signature.
pub const BALLOT: usize = length(ANSWER);

/// Bytes of a ballot with an answer of so many.
#[must_use]
pub const fn length(answer: usize) -> usize {
    KEY + RANDOMIZER + SIGNATURE + 1 + answer + SEAL
}

const TOKEN_AT: usize = KEY + RANDOMIZER;
const CELL_AT: usize = TOKEN_AT + SIGNATURE;

/// What the ballot key signs is told apart from everything else it could sign.
const PURPOSE: &[u8] = b"rollcall ballot 1";

/// A ballot as it is sent and published.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ballot(Vec<u8>);

impl Ballot {
    pub(crate) fn sealed(
        poll: &PollName,
        key: &SigningKey,
        (randomizer, token): (&[u8; RANDOMIZER], &[u8; SIGNATURE]),
        cell: Cell,
        answer: &[u8],
    ) -> Self {
        let verifying = key.verifying_key();
        let mut bytes = [verifying.as_bytes().as_slice(), randomizer, token, &[cell], answer].concat();
        let seal = key.sign(&signed(poll, &bytes[CELL_AT..]));
        bytes.extend_from_slice(&seal.to_bytes());
        Self(bytes)
    }

    /// Reads a ballot with an answer of so many bytes. Whether it is valid is another question: [`Ballot::verify`].
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn from_bytes(bytes: &[u8], answer: usize) -> Result<Self, Error> {
        if bytes.len() == length(answer) { Ok(Self(bytes.to_vec())) } else { Err(Error::Length) }
    }

    /// The ballot as it is sent.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The ballot key.
    #[must_use]
    pub fn key(&self) -> [u8; KEY] {
        part(&self.0[..KEY])
    }

    /// For which statement and group.
    #[must_use]
    pub fn cell(&self) -> Cell {
        self.0[CELL_AT]
    }

    /// What it says.
    #[must_use]
    pub fn answer(&self) -> &[u8] {
        &self.0[CELL_AT + 1..self.seal_at()]
    }

    fn seal_at(&self) -> usize {
        self.0.len() - SEAL
    }

    /// Checks both signatures; the quicker one first.
    ///
    /// # Errors
    /// [`Error::Signature`].
    pub fn verify(&self, poll: &PollName, of_cell: &PublicKey) -> Result<(), Error> {
        let key = VerifyingKey::from_bytes(&self.key()).map_err(|_| Error::Signature)?;
        let seal = ed25519_dalek::Signature::from_bytes(&part(&self.0[self.seal_at()..]));
        // Strict, so that no signature can be changed into another valid one.
        key.verify_strict(&signed(poll, &self.0[CELL_AT..self.seal_at()]), &seal)
            .map_err(|_| Error::Signature)?;
        let randomizer = MessageRandomizer(part(&self.0[KEY..TOKEN_AT]));
        let token = Signature(self.0[TOKEN_AT..CELL_AT].to_vec());
        let message = message(poll, &self.key());
        of_cell.0.verify(&token, Some(randomizer), message).map_err(|_| Error::Signature)
    }
}

/// What the server signs blindly: a ballot key of this poll.
pub(crate) fn message(poll: &PollName, key: &[u8; KEY]) -> Vec<u8> {
    [poll.as_slice(), key].concat()
}

fn signed(poll: &PollName, said: &[u8]) -> Vec<u8> {
    [PURPOSE, poll, said].concat()
}

/// A part whose length is known from the layout.
fn part<const N: usize>(bytes: &[u8]) -> [u8; N] {
    std::array::from_fn(|at| bytes.get(at).copied().unwrap_or(0))
}
