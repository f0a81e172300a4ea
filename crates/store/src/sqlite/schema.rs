//! Opening the database file: settings of a connection, and migrations.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::Error;

/// Each step of the schema, in order: its place in the list plus one is the version it leads to.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_first.sql")];

/// Marks the file as ours; the first migration writes it. Spells "Roll".
const APPLICATION_ID: u32 = 0x526F_6C6C;

/// How long a connection waits for another one's lock before it fails.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// Pages the write-ahead log may grow to before a commit moves them over; otherwise idle moments do.
const AUTOCHECKPOINT_PAGES: u32 = 4_096;

/// Prepared statements kept by the writer: about one for each session at work.
const STATEMENTS: usize = 256;

/// Opens the file for writing, creating and migrating it as needed.
pub(super) fn open_writer(path: &Path) -> Result<Connection, Error> {
    let mut conn = Connection::open(path)?;
    settle(&conn)?;
    // Bodies are kept apart by filling a page of this size (sqlite/document.rs), so it is not left to default.
    conn.pragma_update(None, "page_size", 4096)?;
    check_ours(&conn, path)?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update_and_check(None, "wal_autocheckpoint", AUTOCHECKPOINT_PAGES, |_| Ok(()))?;
    forget_what_is_deleted(&conn)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(&mut conn)?;
    Ok(conn)
}

/// Opens the file for reading only.
pub(super) fn open_reader(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    settle(&conn)?;
    Ok(conn)
}

/// Opens a fresh file for a backup. Without a journal: a copy that fails is thrown away.
pub(super) fn open_copy(path: &Path) -> Result<Connection, Error> {
    let mut conn = Connection::open(path)?;
    settle(&conn)?;
    conn.pragma_update(None, "page_size", 4096)?;
    conn.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "OFF")?;
    forget_what_is_deleted(&conn)?;
    migrate(&mut conn)?;
    Ok(conn)
}

fn settle(conn: &Connection) -> Result<(), Error> {
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // Damaged pages are noticed when they are read, not when they have done harm.
    conn.pragma_update(None, "cell_size_check", true)?;
    // Nothing is ever spilled to a file that no disposal would clean.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Deleted content and freed pages are overwritten with zeros.
fn forget_what_is_deleted(conn: &Connection) -> Result<(), Error> {
    Ok(conn.pragma_update_and_check(None, "secure_delete", "ON", |_| Ok(()))?)
}

fn check_ours(conn: &Connection, path: &Path) -> Result<(), Error> {
    let id: u32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: u32 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if id == APPLICATION_ID || (id == 0 && tables == 0) {
        Ok(())
    } else {
        Err(Error::ForeignFile { path: path.to_owned() })
    }
}

/// Brings the schema up to date, each step in a transaction of its own.
fn migrate(conn: &mut Connection) -> Result<(), Error> {
    let known = MIGRATIONS.len() as u32;
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(Error::NewerSchema { found, known });
    }
    for (version, sql) in (1..=known).zip(MIGRATIONS).skip(found as usize) {
        let step = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", version)?;
        step.commit()?;
    }
    Ok(())
}
