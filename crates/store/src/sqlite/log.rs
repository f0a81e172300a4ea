//! The logs, each in a table of its own.
//!
//! Why not one table for all: pages of a shared table hold rows of several sessions, and when SQLite moves
//! rows between such pages it leaves copies in their unused parts, which `secure_delete` does not reach
//! when the row is deleted later. Dropping a table frees whole pages, and those are zeroed. A table of its
//! own also makes an append what it should be: a row at the very end, found by its number.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::disposal;
use crate::{Error, LogRow};

/// The table of a session's log.
pub(super) fn table(session: Uuid) -> String {
    format!("log_{}", session.simple())
}

/// The session whose log a table is, if it is one.
pub(super) fn session_of(table: &str) -> Option<Uuid> {
    Uuid::try_parse(table.strip_prefix("log_")?).ok()
}

/// Makes the table of a log that has no row yet.
pub(super) fn create(conn: &Connection, session: Uuid) -> Result<(), Error> {
    conn.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS {} (
             seq     INTEGER NOT NULL PRIMARY KEY,
             at_ms   INTEGER NOT NULL,
             version INTEGER NOT NULL,
             body    BLOB    NOT NULL
         ) STRICT",
        table(session)
    ))?;
    Ok(())
}

/// Writes rows at the end of a log whose table exists.
pub(super) fn insert<'a>(
    conn: &Connection,
    session: Uuid,
    rows: impl IntoIterator<Item = &'a LogRow>,
) -> Result<(), Error> {
    let sql = format!("INSERT INTO {} VALUES (?1, ?2, ?3, ?4)", table(session));
    let mut insert = conn.prepare_cached(&sql)?;
    for row in rows {
        insert.execute(params![row.seq as i64, row.at_ms, row.version, row.body])?;
    }
    Ok(())
}

/// Whether the session has a table, that is, has ever appended and is not emptied.
pub(super) fn exists(conn: &Connection, session: Uuid) -> Result<bool, Error> {
    let mut find = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)")?;
    Ok(find.query_row([table(session)], |row| row.get(0))?)
}

/// The first and last number of a log that exists, if it has rows.
pub(super) fn ends(conn: &Connection, session: Uuid) -> Result<Option<(u64, u64)>, Error> {
    let end = |order: &str| {
        let sql = format!("SELECT seq FROM {} ORDER BY seq {order} LIMIT 1", table(session));
        conn.query_row(&sql, [], |row| row.get::<_, i64>(0)).optional()
    };
    Ok(end("ASC")?.zip(end("DESC")?).map(|(first, last)| (first as u64, last as u64)))
}

/// The number of the last row of a log, unless it is empty or disposed of.
pub(super) fn head(conn: &Connection, session: Uuid) -> Result<Option<u64>, Error> {
    if !in_view(conn, session)? {
        return Ok(None);
    }
    Ok(ends(conn, session)?.map(|(_, last)| last))
}

/// The rows after a number, unless the log is disposed of.
pub(super) fn read_after(
    conn: &Connection,
    session: Uuid,
    after: Option<u64>,
    limit: usize,
) -> Result<Vec<LogRow>, Error> {
    if !in_view(conn, session)? {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT seq, at_ms, version, body FROM {} WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        table(session)
    );
    let after = after.map_or(-1, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut select = conn.prepare(&sql)?;
    let rows = select.query_map([after, limit], |row| {
        Ok(LogRow {
            seq: row.get::<_, i64>(0)? as u64,
            at_ms: row.get(1)?,
            version: row.get(2)?,
            body: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn in_view(conn: &Connection, session: Uuid) -> Result<bool, Error> {
    Ok(exists(conn, session)? && disposal::stage(conn, session)?.is_none())
}
