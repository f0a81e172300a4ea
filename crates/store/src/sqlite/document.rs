//! Documents in one table, their bodies in pages of their own.
//!
//! SQLite keeps the beginning of a row in a page it shares with other rows and may leave a stale copy there
//! when it moves rows about; the rest of a large row lies in overflow pages that belong to it alone and are
//! zeroed when it goes. So a cushion of one page of zeros stands before each body: the part of a row that
//! is shared ends within the cushion, and no byte of a body is ever in a page that outlives it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{Document, Error};

/// Writes a document. The cushion is as large as a page, more than ever stays in a shared one.
pub(super) fn put(conn: &Connection, document: &Document) -> Result<(), Error> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO document (kind, id, session, version, cushion, body) VALUES (?1, ?2, ?3, ?4, zeroblob(4096), ?5)
         ON CONFLICT (kind, id) DO UPDATE
         SET session = excluded.session, version = excluded.version, body = excluded.body",
    )?;
    let Document { kind, id, session, version, body } = document;
    let session = session.as_ref().map(|session| session.as_bytes().as_slice());
    upsert.execute(params![kind, id.as_bytes(), session, version, body])?;
    Ok(())
}

pub(super) fn get(conn: &Connection, kind: &str, id: Uuid) -> Result<Option<Document>, Error> {
    let mut select = conn.prepare_cached(
        "SELECT kind, id, session, version, body FROM document WHERE kind = ?1 AND id = ?2",
    )?;
    Ok(select.query_row(params![kind, id.as_bytes()], from_row).optional()?)
}

pub(super) fn list(conn: &Connection, kind: &str) -> Result<Vec<Document>, Error> {
    let mut select = conn.prepare_cached(
        "SELECT kind, id, session, version, body FROM document WHERE kind = ?1 ORDER BY id",
    )?;
    let rows = select.query_map([kind], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn delete(conn: &Connection, kind: &str, id: Uuid) -> Result<bool, Error> {
    let mut delete = conn.prepare_cached("DELETE FROM document WHERE kind = ?1 AND id = ?2")?;
    Ok(delete.execute(params![kind, id.as_bytes()])? > 0)
}

/// Deletes every document that names the session.
pub(super) fn delete_of(conn: &Connection, session: Uuid) -> Result<(), Error> {
    conn.execute("DELETE FROM document WHERE session = ?1", [session.as_bytes()])?;
    Ok(())
}

/// A document from the columns kind, id, session, version, body.
pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        kind: row.get(0)?,
        id: Uuid::from_bytes(row.get(1)?),
        session: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
        version: row.get(3)?,
        body: row.get(4)?,
    })
}
