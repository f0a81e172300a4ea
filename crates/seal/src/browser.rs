//! The same for a browser: bytes in, bytes out, nothing where something is not as it should be.
//!
//! This is a program of its own, fetched when an anonymous poll opens; `public/ballots.js` is what uses it.

use crate::{Cell, Error, PUBLIC_KEY, PublicKey, Voter, poll_words};
use wasm_bindgen::prelude::wasm_bindgen;

fn cells(numbers: &[u8], keys: &[u8]) -> Result<Vec<(Cell, PublicKey)>, Error> {
    if keys.len() != numbers.len() * PUBLIC_KEY {
        return Err(Error::Length);
    }
    let keys = numbers.iter().zip(keys.chunks_exact(PUBLIC_KEY));
    keys.map(|(cell, key)| Ok((*cell, PublicKey::from_der(key)?))).collect()
}

fn some(bytes: Result<Vec<u8>, Error>) -> Option<Vec<u8>> {
    bytes.ok()
}

/// Makes ballot keys: a [`Voter`] as bytes.
#[wasm_bindgen]
pub fn draw(name: &[u8], numbers: &[u8], keys: &[u8]) -> Option<Vec<u8>> {
    let name = name.try_into().map_err(|_| Error::Length);
    some(name.and_then(|name| Ok(Voter::draw(name, &cells(numbers, keys)?)?.to_bytes())))
}

/// What the server is asked to sign.
#[wasm_bindgen]
pub fn blinded(voter: &[u8]) -> Option<Vec<u8>> {
    some(Voter::from_bytes(voter).map(|voter| voter.blinded()))
}

/// The voter with the server's signatures.
#[wasm_bindgen]
pub fn accept(voter: &[u8], numbers: &[u8], keys: &[u8], signatures: &[u8]) -> Option<Vec<u8>> {
    some(Voter::from_bytes(voter).and_then(|mut voter| {
        voter.accept(&cells(numbers, keys)?, signatures)?;
        Ok(voter.to_bytes())
    }))
}

/// The ballots that say this, one after the other; `answers` are all of one length.
#[wasm_bindgen]
pub fn ballots(voter: &[u8], answers: &[u8]) -> Option<Vec<u8>> {
    let ballots = Voter::from_bytes(voter).and_then(|voter| {
        let each = (answers.len() / voter.len().max(1)).max(1);
        voter.ballots(&answers.chunks(each).collect::<Vec<_>>())
    });
    some(ballots.map(|ballots| ballots.iter().flat_map(crate::Ballot::as_bytes).copied().collect()))
}

/// Checks a whole board: the cells of its ballots in their order, or nothing if it is not valid.
#[wasm_bindgen]
pub fn check(name: &[u8], numbers: &[u8], keys: &[u8], board: &[u8]) -> Option<Vec<u8>> {
    let name = name.try_into().map_err(|_| Error::Length);
    some(name.and_then(|name| {
        let keys: Vec<_> = cells(numbers, keys)?.into_iter().map(|(_, key)| key).collect();
        Ok(crate::check(&name, &keys, board)?.iter().map(crate::Ballot::cell).collect())
    }))
}

/// A poll in five words.
#[wasm_bindgen]
pub fn words(poll: &[u8]) -> String {
    poll_words(poll).join(" ")
}
