//! A store in memory, for tests and simulations: it behaves like the one on disk, and answers at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::document::check_documents;
use crate::log::check_rows;
use crate::sqlite::Copy;
use crate::{Document, Done, Error, LogRow, Outcome, Remaining, Scope, Store, next_after};

/// A store that forgets everything when it is dropped. Callbacks run on the caller's thread, before the
/// write returns.
#[derive(Default)]
pub struct MemoryStore {
    shelves: Mutex<Shelves>,
}

#[derive(Default)]
struct Shelves {
    logs: BTreeMap<Uuid, Vec<LogRow>>,
    documents: BTreeMap<(String, Uuid), Document>,
    alive: BTreeMap<Uuid, i64>,
    /// Sessions whose disposal has begun, and whether it is complete.
    disposals: BTreeMap<Uuid, bool>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn append(&self, session: Uuid, expected_next: u64, rows: Vec<LogRow>, done: Done<()>) {
        let result = self.shelves().append(session, expected_next, rows);
        done(result);
    }

    fn read_after(&self, session: Uuid, after: Option<u64>, limit: usize) -> Result<Vec<LogRow>, Error> {
        let shelves = self.shelves();
        let rows = shelves.log_in_view(session).iter();
        Ok(rows.filter(|row| after.is_none_or(|after| row.seq > after)).take(limit).cloned().collect())
    }

    fn head(&self, session: Uuid) -> Result<Option<u64>, Error> {
        Ok(self.shelves().log_in_view(session).last().map(|row| row.seq))
    }

    fn put(&self, document: Document, done: Done<()>) {
        let result = check_documents(std::slice::from_ref(&document)).map(|()| self.shelves().put(document));
        done(result);
    }

    fn get(&self, kind: &str, id: Uuid) -> Result<Option<Document>, Error> {
        Ok(self.shelves().documents.get(&(kind.to_owned(), id)).cloned())
    }

    fn list(&self, kind: &str) -> Result<Vec<Document>, Error> {
        let shelves = self.shelves();
        Ok(shelves.documents.values().filter(|document| document.kind == kind).cloned().collect())
    }

    fn delete(&self, kind: &str, id: Uuid, done: Done<bool>) {
        let deleted = self.shelves().documents.remove(&(kind.to_owned(), id)).is_some();
        done(Ok(deleted));
    }

    fn heartbeat(&self, session: Uuid, at_ms: i64) {
        let mut shelves = self.shelves();
        if !shelves.disposals.contains_key(&session) {
            let known = shelves.alive.entry(session).or_insert(at_ms);
            *known = at_ms.max(*known);
        }
    }

    fn last_alive(&self, session: Uuid) -> Result<Option<i64>, Error> {
        Ok(self.shelves().alive.get(&session).copied())
    }

    fn begin_disposal(&self, session: Uuid, products: Vec<Document>, session_doc: Document, done: Done<()>) {
        let mut kept = products;
        kept.push(session_doc);
        let result = self.shelves().begin_disposal(session, kept);
        done(result);
    }

    fn dispose_chunk(&self, session: Uuid, max_rows: usize, done: Done<Remaining>) {
        let result = self.shelves().dispose_chunk(session, max_rows);
        done(result);
    }

    fn finish_disposal(&self, session: Uuid, done: Done<Outcome>) {
        let result = self.shelves().finish_disposal(session);
        done(result);
    }

    fn unfinished_disposals(&self) -> Result<Vec<Uuid>, Error> {
        let shelves = self.shelves();
        Ok(shelves.disposals.iter().filter(|(_, erased)| !**erased).map(|(session, _)| *session).collect())
    }

    fn backup(&self, to: &Path, scope: &Scope) -> Result<(), Error> {
        let shelves = self.shelves();
        let mut copy = Copy::begin(to)?;
        for document in shelves.documents.values().filter(|document| scope.includes_document(document)) {
            copy.document(document)?;
        }
        for &session in shelves.disposals.keys() {
            copy.disposed(session)?;
        }
        for (&session, rows) in shelves.logs.iter().filter(|(session, _)| scope.includes(**session)) {
            if !shelves.disposals.contains_key(&session) {
                copy.rows(session, rows)?;
                shelves.alive.get(&session).map(|&at_ms| copy.alive(session, at_ms)).transpose()?;
            }
        }
        copy.publish()
    }
}

impl Shelves {
    fn log_in_view(&self, session: Uuid) -> &[LogRow] {
        if self.disposals.contains_key(&session) {
            return &[];
        }
        self.logs.get(&session).map_or(&[], Vec::as_slice)
    }

    fn append(&mut self, session: Uuid, expected: u64, rows: Vec<LogRow>) -> Result<(), Error> {
        check_rows(expected, &rows)?;
        if self.disposals.contains_key(&session) {
            return Err(Error::Disposed { session });
        }
        let found = next_after(self.log_in_view(session).last().map(|row| row.seq));
        if expected != found {
            return Err(Error::OutOfStep { expected, found });
        }
        if !rows.is_empty() {
            self.logs.entry(session).or_default().extend(rows);
        }
        Ok(())
    }

    fn put(&mut self, document: Document) {
        self.documents.insert((document.kind.clone(), document.id), document);
    }

    fn begin_disposal(&mut self, session: Uuid, kept: Vec<Document>) -> Result<(), Error> {
        check_documents(&kept)?;
        if self.disposals.get(&session) == Some(&true) {
            return Err(Error::Disposed { session });
        }
        self.documents.retain(|_, document| document.session != Some(session));
        kept.into_iter().for_each(|document| self.put(document));
        self.alive.remove(&session);
        self.disposals.insert(session, false);
        Ok(())
    }

    fn dispose_chunk(&mut self, session: Uuid, max_rows: usize) -> Result<Remaining, Error> {
        if !self.disposals.contains_key(&session) {
            return Err(Error::NotDisposing { session });
        }
        let Some(log) = self.logs.get_mut(&session) else { return Ok(Remaining { rows: 0 }) };
        log.drain(..max_rows.min(log.len()));
        let rows = log.len() as u64;
        if rows == 0 {
            self.logs.remove(&session);
        }
        Ok(Remaining { rows })
    }

    fn finish_disposal(&mut self, session: Uuid) -> Result<Outcome, Error> {
        let erased = self.disposals.get_mut(&session).ok_or(Error::NotDisposing { session })?;
        if self.logs.contains_key(&session) {
            return Ok(Outcome::RowsRemain);
        }
        *erased = true;
        Ok(Outcome::Erased)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::contract_tests!((MemoryStore::new(), ()));
}
