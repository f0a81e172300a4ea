//! Records of the room as rows of the store, and the lives of a log beside them.

use crate::keys;
use anyhow::{Context as _, Result, ensure};
use host::{Host, Life};
use room::{Record, Timestamp};
use store::{Document, LogRow, Store};
use uuid::Uuid;

/// The version in which records are written. Of the first one, from before boards had private rounds, no session is left
/// that runs; a later one that is older will be upcast here when it is read.
const VERSION: u16 = 2;
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
    ensure!(
        row.version == VERSION,
        "row {} has version {}, this program reads {VERSION}: another program wrote it",
        row.seq,
        row.version
    );
    postcard::from_bytes(&row.body).with_context(|| format!("row {} cannot be read", row.seq))
}

/// A host with the whole log replayed, its clock brought to `now`.
pub(crate) fn load(store: &dyn Store, session: Uuid, now: Timestamp) -> Result<Host> {
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
        let alive = store.last_alive(session)?.unwrap_or(last).max(last);
        host.resume(Timestamp(alive), now);
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
