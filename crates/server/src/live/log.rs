//! Records of the room as rows of the store.

use anyhow::{Context as _, Result, ensure};
use host::Host;
use room::{Record, Timestamp};
use store::{LogRow, Store};
use uuid::Uuid;

/// The version in which records are written. An older one is upcast here when it is read.
const VERSION: u16 = 1;
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
        "row {} has version {}, this program reads {VERSION}: it was written by a newer one",
        row.seq,
        row.version
    );
    postcard::from_bytes(&row.body).with_context(|| format!("row {} cannot be read", row.seq))
}

/// A host with the whole log replayed, its clock brought to `now`.
pub(crate) fn load(store: &dyn Store, session: Uuid, now: Timestamp) -> Result<Host> {
    let mut host = Host::new(epoch(session));
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
    if after.is_some() {
        let alive = store.last_alive(session)?.unwrap_or(last).max(last);
        host.resume(Timestamp(alive), now);
    }
    Ok(host)
}

/// The epoch of a session's cursors: a restored backup is another installation with another key, but within
/// one the id says enough.
fn epoch(session: Uuid) -> u64 {
    session.as_u64_pair().1
}
