//! How far the disposal of a session has come, and its steps in the database.

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::{document, log};
use crate::{Document, Error, Remaining};

/// How far a disposal has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Begun: out of view, rows are being deleted.
    Emptying,
    /// Complete.
    Erased,
}

pub(super) fn stage(conn: &Connection, session: Uuid) -> Result<Option<Stage>, Error> {
    let mut select = conn.prepare_cached("SELECT state = 'erased' FROM disposal WHERE session = ?1")?;
    let erased: Option<bool> = select.query_row([session.as_bytes()], |row| row.get(0)).optional()?;
    Ok(erased.map(|erased| if erased { Stage::Erased } else { Stage::Emptying }))
}

/// Writes what is kept, deletes what else names the session, and takes the log out of view.
pub(super) fn begin(conn: &Connection, session: Uuid, kept: &[Document]) -> Result<(), Error> {
    if stage(conn, session)? == Some(Stage::Erased) {
        return Err(Error::Disposed { session });
    }
    document::delete_of(conn, session)?;
    for document in kept {
        document::put(conn, document)?;
    }
    conn.execute("DELETE FROM alive WHERE session = ?1", [session.as_bytes()])?;
    conn.execute(
        "INSERT INTO disposal (session, state) VALUES (?1, 'emptying') ON CONFLICT DO NOTHING",
        [session.as_bytes()],
    )?;
    Ok(())
}

/// Deletes rows from the front of the log; with the last row goes its table.
pub(super) fn delete_chunk(conn: &Connection, session: Uuid, max_rows: usize) -> Result<Remaining, Error> {
    if stage(conn, session)?.is_none() {
        return Err(Error::NotDisposing { session });
    }
    if !log::exists(conn, session)? {
        return Ok(Remaining { rows: 0 });
    }
    let table = log::table(session);
    if let Some((first, last)) = log::ends(conn, session)? {
        let stop = first.saturating_add(max_rows as u64);
        if stop <= last {
            conn.execute(&format!("DELETE FROM {table} WHERE seq < ?1"), [stop as i64])?;
            return Ok(Remaining { rows: last - stop + 1 });
        }
    }
    conn.execute_batch(&format!("DROP TABLE {table}"))?;
    Ok(Remaining { rows: 0 })
}

/// Notes that nothing of the session's log is left.
pub(super) fn mark_erased(conn: &Connection, session: Uuid) -> Result<(), Error> {
    conn.execute("UPDATE disposal SET state = 'erased' WHERE session = ?1", [session.as_bytes()])?;
    Ok(())
}

/// The latest heartbeat of a session.
pub(super) fn last_alive(conn: &Connection, session: Uuid) -> Result<Option<i64>, Error> {
    let mut select = conn.prepare_cached("SELECT at_ms FROM alive WHERE session = ?1")?;
    Ok(select.query_row([session.as_bytes()], |row| row.get(0)).optional()?)
}

/// The sessions whose disposal has begun and is not complete.
pub(super) fn unfinished(conn: &Connection) -> Result<Vec<Uuid>, Error> {
    sessions(conn, "SELECT session FROM disposal WHERE state = 'emptying' ORDER BY session")
}

/// The sessions whose disposal has begun, complete or not.
pub(super) fn all(conn: &Connection) -> Result<Vec<Uuid>, Error> {
    sessions(conn, "SELECT session FROM disposal")
}

fn sessions(conn: &Connection, sql: &str) -> Result<Vec<Uuid>, Error> {
    let mut select = conn.prepare(sql)?;
    let sessions = select.query_map([], |row| row.get(0).map(Uuid::from_bytes))?;
    Ok(sessions.collect::<Result<_, _>>()?)
}
