//! Poll words: a poll in three words that people can compare aloud.

use bip39::Language;
use sha2::{Digest as _, Sha512};

/// How often the hash is taken. Three words are 33 bits; this makes each try of somebody who looks for two polls with
/// the same words cost as much as so many hashes.
const ROUNDS: usize = 16_384;

/// Three words of the English BIP-39 list for what everybody should have been given alike: the poll's name, what it
/// asks, and its keys. Takes some milliseconds.
#[must_use]
pub fn poll_words(poll: &[u8]) -> [&'static str; 3] {
    let mut hash = Sha512::digest([b"rollcall poll words 1".as_slice(), poll].concat());
    for _ in 1..ROUNDS {
        hash = Sha512::digest(hash);
    }
    let list = Language::English.word_list();
    std::array::from_fn(|at| {
        let number = u16::from_be_bytes([hash[at * 2], hash[at * 2 + 1]]);
        list[usize::from(number) % list.len()]
    })
}
