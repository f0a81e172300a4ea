//! Poll words: a poll in five words that people can compare aloud.

use bip39::Language;
use sha2::{Digest as _, Sha512};

/// How often the hash is taken. Five words are 55 bits, so that two polls with the same words are found after some 2^28
/// tries; this makes each try cost as much as so many hashes.
const ROUNDS: usize = 32_768;

/// Five words of the English BIP-39 list for what everybody should have been given alike: the poll's name, what it
/// asks, and its keys. Takes some milliseconds.
#[must_use]
pub fn poll_words(poll: &[u8]) -> [&'static str; 5] {
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
