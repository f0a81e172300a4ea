//! What only a store on disk must do: survive, forget for good, and refuse a file that is not its own.

mod erasure;
mod kill;
mod trouble;

use std::path::Path;

use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::{kind, wait};

const OURS: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

fn fresh() -> (SqliteStore, TempDir) {
    let folder = TempDir::new().unwrap();
    (SqliteStore::open(folder.path()).unwrap(), folder)
}

fn row(seq: u64, body: &[u8]) -> LogRow {
    LogRow { seq, at_ms: 0, version: 1, body: body.to_vec() }
}

fn append(store: &SqliteStore, session: Uuid, seq: u64, body: &[u8]) -> Result<(), Error> {
    wait(|done| store.append(session, seq, vec![row(seq, body)], done))
}

fn document(kind: &str, id: u128, session: Option<Uuid>, body: &[u8]) -> Document {
    Document { kind: kind.to_owned(), id: Uuid::from_u128(id), session, version: 1, body: body.to_vec() }
}

fn begin_disposal(store: &SqliteStore, session: Uuid) -> Result<(), Error> {
    let ended = document(kind::SESSION, session.as_u128(), Some(session), b"ended");
    wait(|done| store.begin_disposal(session, vec![], ended, done))
}

/// Deletes the log chunk by chunk and finishes.
fn dispose(store: &SqliteStore, session: Uuid) -> Outcome {
    while wait(|done| store.dispose_chunk(session, 7, done)).unwrap().rows > 0 {}
    wait(|done| store.finish_disposal(session, done)).unwrap()
}

/// The files of a folder that contain a text.
fn files_with(folder: &Path, text: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        if bytes.windows(text.len()).any(|window| window == text) {
            found.push(entry.file_name().into_string().unwrap());
        }
    }
    found
}

mod contract {
    crate::contract_tests!(super::fresh());
}
