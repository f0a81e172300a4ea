//! The store of a server: one SQLite file in the data folder, one thread that writes, many that read.
//!
//! The file is written ahead (WAL) and synced at every commit; what is deleted is overwritten. Only one
//! process may hold the data folder: a lock file says so, and the system frees it when that process ends,
//! however it ends.

mod copy;
mod desk;
mod disposal;
mod document;
mod eraser;
mod log;
mod readers;
mod schema;
#[cfg(test)]
mod tests;
mod writer;

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::Path;

use uuid::Uuid;

use self::readers::Readers;
use self::writer::Writer;
use crate::document::check_documents;
use crate::{Document, Done, Error, LogRow, Outcome, Remaining, Scope, Store};

pub(crate) use self::copy::Copy;

/// The name of the database file in the data folder.
pub const FILE_NAME: &str = "rollcall.db";

/// The file whose lock stands for the data folder.
const LOCK_NAME: &str = "rollcall.lock";

/// A store in one SQLite file. Dropping it waits until everything asked for is written and answered.
pub struct SqliteStore {
    readers: Readers,
    writer: Writer,
    /// Given back last, when nothing of this store touches the folder any more.
    #[cfg_attr(not(test), expect(dead_code, reason = "held for its drop"))]
    hold: Hold,
}

impl SqliteStore {
    /// Opens the store in `folder`, making both as needed.
    ///
    /// # Errors
    /// [`Error::InUse`] if another process has it, [`Error::NewerSchema`] if a newer program wrote it,
    /// [`Error::ForeignFile`] or [`Error::Corrupt`] if the file is not one of ours or damaged.
    pub fn open(folder: &Path) -> Result<SqliteStore, Error> {
        SqliteStore::open_limited(folder, None)
    }

    /// Opens the store with a file that may grow to `max_pages` pages of 4 KiB only.
    fn open_limited(folder: &Path, max_pages: Option<u32>) -> Result<SqliteStore, Error> {
        create_private(folder)?;
        let hold = Hold::on(folder)?;
        let path = folder.join(FILE_NAME);
        let writer = Writer::start(path.clone(), max_pages)?;
        Ok(SqliteStore { readers: Readers::new(path), writer, hold })
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // The writer's connection, closed last, then merges and removes the write-ahead log.
        self.readers.close();
    }
}

impl Store for SqliteStore {
    fn append(&self, session: Uuid, expected_next: u64, rows: Vec<LogRow>, done: Done<()>) {
        self.writer.write(move |desk| desk.append(session, expected_next, &rows), done);
    }

    fn read_after(&self, session: Uuid, after: Option<u64>, limit: usize) -> Result<Vec<LogRow>, Error> {
        self.readers.read(|conn| log::read_after(conn, session, after, limit))
    }

    fn head(&self, session: Uuid) -> Result<Option<u64>, Error> {
        self.readers.read(|conn| log::head(conn, session))
    }

    fn put(&self, document: Document, done: Done<()>) {
        let work = move |desk: &mut desk::Desk| {
            check_documents(std::slice::from_ref(&document))?;
            desk.put(&document)
        };
        self.writer.write(work, done);
    }

    fn get(&self, kind: &str, id: Uuid) -> Result<Option<Document>, Error> {
        self.readers.read(|conn| document::get(conn, kind, id))
    }

    fn list(&self, kind: &str) -> Result<Vec<Document>, Error> {
        self.readers.read(|conn| document::list(conn, kind))
    }

    fn delete(&self, kind: &str, id: Uuid, done: Done<bool>) {
        let kind = kind.to_owned();
        self.writer.write(move |desk| desk.delete(&kind, id), done);
    }

    fn heartbeat(&self, session: Uuid, at_ms: i64) {
        // The writer logs a failure; nobody else wants to know.
        self.writer.write(move |desk| desk.heartbeat(session, at_ms), Box::new(drop));
    }

    fn last_alive(&self, session: Uuid) -> Result<Option<i64>, Error> {
        self.readers.read(|conn| disposal::last_alive(conn, session))
    }

    fn begin_disposal(&self, session: Uuid, products: Vec<Document>, session_doc: Document, done: Done<()>) {
        let work = move |desk: &mut desk::Desk| {
            let mut kept = products;
            kept.push(session_doc);
            check_documents(&kept)?;
            desk.begin_disposal(session, &kept)
        };
        self.writer.write(work, done);
    }

    fn dispose_chunk(&self, session: Uuid, max_rows: usize, done: Done<Remaining>) {
        self.writer.write(move |desk| desk.dispose_chunk(session, max_rows), done);
    }

    fn finish_disposal(&self, session: Uuid, done: Done<Outcome>) {
        self.writer.finish_disposal(session, done);
    }

    fn unfinished_disposals(&self) -> Result<Vec<Uuid>, Error> {
        self.readers.read(disposal::unfinished)
    }

    fn backup(&self, to: &Path, scope: &Scope) -> Result<(), Error> {
        self.readers.read(|conn| copy::copy(conn, to, scope))
    }
}

/// Makes the folder, open to its owner only, unless it is there.
fn create_private(folder: &Path) -> Result<(), Error> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

/// The data folder is held by this process.
struct Hold(File);

impl Hold {
    fn on(folder: &Path) -> Result<Hold, Error> {
        let path = folder.join(LOCK_NAME);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Hold(file)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse { folder: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Drop for Hold {
    /// Closing the file is not enough: a program that is being started has a copy of every open file for
    /// a moment, and the lock lives as long as the last copy.
    fn drop(&mut self) {
        // Nothing is left to do about a lock that cannot be given back: it goes with the process.
        let _ = self.0.unlock();
    }
}
