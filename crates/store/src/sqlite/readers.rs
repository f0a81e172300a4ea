//! Connections for reading: each read has one to itself, for as short as it takes.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::schema;
use crate::Error;

/// The most connections kept open while nobody reads.
const KEPT: usize = 4;

/// Connections that see what is committed and never wait for the writer.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Readers {
        Readers { path, idle: Mutex::default() }
    }

    /// Runs `read` on one unchanging view of the data.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let idle = self.lock().pop();
        let mut conn = match idle {
            Some(conn) => conn,
            None => schema::open_reader(&self.path)?,
        };
        let view = Transaction::new(&mut conn, TransactionBehavior::Deferred)?;
        let result = read(&view)?;
        view.finish()?;
        // A connection on which something failed is closed instead.
        let mut idle = self.lock();
        if idle.len() < KEPT {
            idle.push(conn);
        }
        Ok(result)
    }

    /// Closes the idle connections.
    pub(super) fn close(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
