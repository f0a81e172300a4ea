//! The one connection that writes, and what it remembers of the logs it writes to.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use uuid::Uuid;

use super::{disposal, document, log, schema};
use crate::log::check_rows;
use crate::{Document, Error, LogRow, Remaining, next_after};

/// How long emptying the write-ahead log waits for readers to leave it; writes wait as long.
const PATIENCE: Duration = Duration::from_millis(20);

/// The writing connection. A desk on which any write or commit failed is thrown away, never used again:
/// after a failed sync nobody knows what the disk holds, and what is remembered here may be wrong.
pub(super) struct Desk {
    pub(super) conn: Connection,
    /// The next number of each log written since the desk was opened; a session here is not disposed of.
    next: HashMap<Uuid, u64>,
}

impl Desk {
    /// Opens the file, which may grow to `max_pages` pages if a limit is given.
    pub(super) fn open(path: &Path, max_pages: Option<u32>) -> Result<Desk, Error> {
        let conn = schema::open_writer(path)?;
        if let Some(pages) = max_pages {
            conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        }
        Ok(Desk { conn, next: HashMap::new() })
    }

    /// Begins the transaction of a group of writes.
    pub(super) fn begin(&self) -> Result<(), Error> {
        self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(())
    }

    /// Makes the group durable: returns only when the disk has it.
    pub(super) fn commit(&self) -> Result<(), Error> {
        self.conn.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// Moves all of the write-ahead log into the database and cuts its file to nothing, unless somebody is
    /// still reading from it; says whether it was done.
    pub(super) fn empty_wal(&self) -> Result<bool, Error> {
        self.conn.busy_timeout(PATIENCE)?;
        let busy = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
        self.conn.busy_timeout(schema::BUSY)?;
        Ok(!busy?)
    }

    // Each write below decides whether it is refused before it changes anything, so that a refusal leaves
    // the group it shares as it was.

    pub(super) fn append(&mut self, session: Uuid, expected: u64, rows: &[LogRow]) -> Result<(), Error> {
        check_rows(expected, rows)?;
        let found = self.next_of(session)?;
        if expected != found {
            return Err(Error::OutOfStep { expected, found });
        }
        if rows.is_empty() {
            return Ok(());
        }
        if found == 0 {
            log::create(&self.conn, session)?;
        }
        log::insert(&self.conn, session, rows)?;
        self.next.insert(session, found + rows.len() as u64);
        Ok(())
    }

    pub(super) fn put(&mut self, document: &Document) -> Result<(), Error> {
        document::put(&self.conn, document)
    }

    pub(super) fn delete(&mut self, kind: &str, id: Uuid) -> Result<bool, Error> {
        document::delete(&self.conn, kind, id)
    }

    /// Keeps the later of the time given and the time known; a session disposed of has none.
    pub(super) fn heartbeat(&mut self, session: Uuid, at_ms: i64) -> Result<(), Error> {
        if disposal::stage(&self.conn, session)?.is_some() {
            return Ok(());
        }
        let mut upsert = self.conn.prepare_cached(
            "INSERT INTO alive (session, at_ms) VALUES (?1, ?2)
             ON CONFLICT (session) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)",
        )?;
        upsert.execute((session.as_bytes(), at_ms))?;
        Ok(())
    }

    pub(super) fn begin_disposal(&mut self, session: Uuid, kept: &[Document]) -> Result<(), Error> {
        disposal::begin(&self.conn, session, kept)?;
        self.next.remove(&session);
        Ok(())
    }

    pub(super) fn dispose_chunk(&mut self, session: Uuid, max_rows: usize) -> Result<Remaining, Error> {
        disposal::delete_chunk(&self.conn, session, max_rows)
    }

    fn next_of(&self, session: Uuid) -> Result<u64, Error> {
        if let Some(&next) = self.next.get(&session) {
            return Ok(next);
        }
        if disposal::stage(&self.conn, session)?.is_some() {
            return Err(Error::Disposed { session });
        }
        Ok(next_after(log::head(&self.conn, session)?))
    }
}
