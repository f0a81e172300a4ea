//! Writing a backup: a fresh file beside the target, filled in one transaction, synced, renamed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use uuid::Uuid;

use super::{FILE_NAME, disposal, document, log, schema};
use crate::{Document, Error, LogRow, Scope};

/// Rows read at a time, so that a long log is never in memory as a whole.
const CHUNK: usize = 1_000;

/// Copies what `scope` includes from one view of the data to the file `to`.
pub(super) fn copy(source: &Connection, to: &Path, scope: &Scope) -> Result<(), Error> {
    refuse_own_file(source, to)?;
    let mut copy = Copy::begin(to)?;
    let mut documents = source.prepare("SELECT kind, id, session, version, body FROM document")?;
    for document in documents.query_map([], document::from_row)? {
        let document = document?;
        if scope.includes_document(&document) {
            copy.document(&document)?;
        }
    }
    for session in disposal::all(source)? {
        copy.disposed(session)?;
    }
    for session in sessions(source)? {
        // A log being deleted must not come back by way of a backup.
        if scope.includes(session) && disposal::stage(source, session)?.is_none() {
            copy_log(source, &mut copy, session)?;
        }
    }
    copy.publish()
}

fn copy_log(source: &Connection, copy: &mut Copy, session: Uuid) -> Result<(), Error> {
    let mut after = None;
    loop {
        let rows = log::read_after(source, session, after, CHUNK)?;
        let Some(last) = rows.last() else { break };
        after = Some(last.seq);
        copy.rows(session, &rows)?;
    }
    if let Some(at_ms) = disposal::last_alive(source, session)? {
        copy.alive(session, at_ms)?;
    }
    Ok(())
}

/// The sessions that have a log.
fn sessions(source: &Connection) -> Result<Vec<Uuid>, Error> {
    let mut tables = source.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().filter_map(|name| log::session_of(name)).collect())
}

fn refuse_own_file(source: &Connection, to: &Path) -> Result<(), Error> {
    let own = source.path().map(fs::canonicalize).transpose()?;
    let same = own.is_some() && fs::canonicalize(to).ok() == own;
    if same {
        Err(Error::Io { detail: format!("a backup cannot replace {FILE_NAME} itself") })
    } else {
        Ok(())
    }
}

/// A backup being written. Unless it is published, nothing of it remains.
pub(crate) struct Copy {
    conn: Option<Connection>,
    partial: PathBuf,
    to: PathBuf,
}

impl Copy {
    /// Begins a backup that will appear as `to`.
    pub(crate) fn begin(to: &Path) -> Result<Copy, Error> {
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = to.with_file_name(name);
        // Left by a backup that was interrupted.
        if partial.exists() {
            fs::remove_file(&partial)?;
        }
        let mut copy = Copy { conn: None, partial, to: to.to_owned() };
        let conn = schema::open_copy(&copy.partial)?;
        conn.execute_batch("BEGIN")?;
        copy.conn = Some(conn);
        Ok(copy)
    }

    /// Adds a document.
    pub(crate) fn document(&mut self, document: &Document) -> Result<(), Error> {
        document::put(self.conn()?, document)
    }

    /// Adds rows to the end of a session's log.
    pub(crate) fn rows(&mut self, session: Uuid, rows: &[LogRow]) -> Result<(), Error> {
        log::create(self.conn()?, session)?;
        log::insert(self.conn()?, session, rows)
    }

    /// Adds a session's last heartbeat.
    pub(crate) fn alive(&mut self, session: Uuid, at_ms: i64) -> Result<(), Error> {
        self.conn()?.execute("INSERT INTO alive VALUES (?1, ?2)", (session.as_bytes(), at_ms))?;
        Ok(())
    }

    /// Notes that a session is disposed of: its log is not in the copy and never comes back.
    pub(crate) fn disposed(&mut self, session: Uuid) -> Result<(), Error> {
        self.conn()?.execute("INSERT INTO disposal VALUES (?1, 'erased')", [session.as_bytes()])?;
        Ok(())
    }

    /// Makes the backup durable and lets it appear.
    pub(crate) fn publish(mut self) -> Result<(), Error> {
        if let Some(conn) = self.conn.take() {
            conn.execute_batch("COMMIT")?;
            conn.close().map_err(|(_, error)| error)?;
        }
        File::open(&self.partial)?.sync_all()?;
        fs::rename(&self.partial, &self.to)?;
        let folder = self.to.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(())
    }

    fn conn(&self) -> Result<&Connection, Error> {
        self.conn.as_ref().ok_or(Error::Closed)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        drop(self.conn.take());
        // Already renamed when it was published.
        let _ = fs::remove_file(&self.partial);
    }
}
