//! Records of the room as rows of the store, and the lives of a log beside them.

use crate::{clock::Clock, keys};
use anyhow::{Context as _, Result, ensure};
use host::{Host, Life};
use room::{Record, Timestamp};
use store::{Document, LogRow, Store};
use uuid::Uuid;

/// The version in which records are written. An older one is upcast here when it is read, back to the first that was
/// released.
const VERSION: u16 = 8;
/// The kind of document that remembers a log's lives.
pub(crate) const LIVES: &str = "lives";
/// Lives remembered at most; who comes back from an older one looks again.
const LIVES_MAX: usize = 64;
/// Rows read at once.
const CHUNK: usize = 1_000;

/// The row of a record.
pub(crate) fn row(seq: u64, record: &Record) -> LogRow {
    // Encoding into memory cannot fail for our own types.
    let body = postcard::to_allocvec(record).expect("a record can be encoded");
    LogRow { seq, at_ms: record.at.0, version: VERSION, body }
}

fn record(row: &LogRow) -> Result<Record> {
    let by = if row.version > VERSION { "a newer one" } else { "one from before the first release" };
    ensure!(
        row.version == VERSION,
        "row {} has version {}, this program reads {VERSION}: it was written by {by}",
        row.seq,
        row.version
    );
    postcard::from_bytes(&row.body).with_context(|| format!("row {} cannot be read", row.seq))
}

/// A host with the whole log replayed; the session's clock goes on from where it ends.
pub(crate) fn load(store: &dyn Store, session: Uuid, clock: &Clock) -> Result<Host> {
    let mut host = Host::new(u64::from_le_bytes(keys::random()));
    let mut after = None;
    let mut last = 0;
    loop {
        let rows = store.read_after(session, after, CHUNK)?;
        let Some(newest) = rows.last() else { break };
        (after, last) = (Some(newest.seq), newest.at_ms);
        for row in &rows {
            host.replay(&record(row)?);
        }
    }
    begin_life(store, session, &mut host)?;
    if after.is_some() {
        let alive = Timestamp(store.last_alive(session)?.unwrap_or(last).max(last));
        clock.has_been(alive);
        host.resume(alive, clock.now());
    }
    Ok(host)
}

/// Begins another life of the log, and remembers it. Nobody waits for that: it is written before whatever this life adds
/// to the log, and a cursor of a life that was not written is worth nothing afterwards, which is safe.
fn begin_life(store: &dyn Store, session: Uuid, host: &mut Host) -> Result<()> {
    let mut lives = lives(store, session)?;
    let own = host.follow(lives.clone());
    lives.push(own);
    let told: Vec<_> = lives.iter().rev().take(LIVES_MAX).rev().map(|life| (life.epoch, life.from)).collect();
    let body = postcard::to_allocvec(&told).context("the lives of a log can be encoded")?;
    let document = Document { kind: LIVES.into(), id: session, session: Some(session), version: 1, body };
    let done = move |written: Result<(), store::Error>| {
        if let Err(error) = written {
            tracing::warn!(session.id = %session, %error, "a life of the session is not remembered");
        }
    };
    store.put(document, Box::new(done));
    Ok(())
}

fn lives(store: &dyn Store, session: Uuid) -> Result<Vec<Life>> {
    let Some(document) = store.get(LIVES, session)? else { return Ok(vec![]) };
    let lives: Vec<(u64, u32)> = postcard::from_bytes(&document.body).context("the lives of a log")?;
    Ok(lives.into_iter().map(|(epoch, from)| Life { epoch, from }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written_or_refused_with_the_reason() {
        let written = Record { at: Timestamp(5), ask: None, events: vec![] };
        let row = row(7, &written);
        assert_eq!(record(&row).expect("our own row"), written);
        let refused = |version| {
            let row = LogRow { version, ..row.clone() };
            record(&row).expect_err("another version").to_string()
        };
        assert!(refused(VERSION + 1).ends_with("by a newer one"));
        assert!(refused(VERSION - 1).ends_with("by one from before the first release"));
    }
}
