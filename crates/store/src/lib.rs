//! Where the log and the documents are kept.
//!
//! A session writes what happened into its own *log*: numbered rows, appended in step, never changed.
//! What lives longer than a session (its plan, what it keeps, settings) is a *document*: a body found
//! by kind and id. Bodies are opaque bytes with a version here; their owners encode and upcast them.
//!
//! The one promise everything else rests on: **a `done` callback with `Ok` runs only after the write is
//! durable.** So nothing need ever be shown that could still be lost. Writes of all sessions share one
//! commit when they arrive together, and a write that finds the store idle waits for nobody.
//!
//! The second promise is about forgetting. Ending a session goes `begin_disposal` (what is kept is
//! written, the log disappears from view), `dispose_chunk` until nothing remains, `finish_disposal`.
//! Only after that last answer is [`Outcome::Erased`] may anyone say "erased": then no byte of the log is
//! left in any file of the store. An interrupted disposal is found again by `unfinished_disposals`.
//!
//! Nothing here is async: a write takes a callback, which the server turns into a future and
//! [`wait`] into a plain call. Reads answer directly and are short.
//!
//! [`SqliteStore`] is the store of a server; [`MemoryStore`] behaves alike for tests and simulations.
//! Both pass the same [`contract`].

mod backup;
mod disposal;
mod document;
mod error;
mod log;
mod memory;
mod sqlite;

#[cfg(any(test, feature = "contract"))]
pub mod contract;

use std::path::Path;
use std::sync::mpsc;

use uuid::Uuid;

pub use backup::Scope;
pub use disposal::{Outcome, Remaining};
pub use document::{Document, kind};
pub use error::Error;
pub use log::{LogRow, MAX_BODY, next_after};
pub use memory::MemoryStore;
pub use sqlite::{FILE_NAME, SqliteStore};

/// What a write calls when it is durable, or when it failed. It runs exactly once, on the writer's thread,
/// while other sessions wait behind it: hand the answer over and return.
pub type Done<T> = Box<dyn FnOnce(Result<T, Error>) + Send>;

/// A place that keeps logs and documents. All methods may be called from any thread.
///
/// Errors come in two kinds. A *refusal* ([`Error::is_refusal`]) concerns one write only: nothing of it was
/// written. Any other error is a fault of the machine: whether the write survived is only known by reading
/// again, so a session that meets one must reload from its log.
pub trait Store: Send + Sync + 'static {
    /// Appends `rows` to the log of `session`, all or none. Their `seq` must run on from `expected_next`.
    ///
    /// Refused with [`Error::OutOfStep`] if the log's next number is another one, and with
    /// [`Error::Disposed`] once the session's disposal has begun.
    fn append(&self, session: Uuid, expected_next: u64, rows: Vec<LogRow>, done: Done<()>);

    /// At most `limit` rows in order: those after the number `after`, or from the start. A session unknown or
    /// disposed has none.
    fn read_after(&self, session: Uuid, after: Option<u64>, limit: usize) -> Result<Vec<LogRow>, Error>;

    /// The number of the last row, if there is one. See [`next_after`] for the number that follows.
    fn head(&self, session: Uuid) -> Result<Option<u64>, Error>;

    /// Writes a document, replacing the one of the same kind and id.
    fn put(&self, document: Document, done: Done<()>);

    /// The document of this kind and id.
    fn get(&self, kind: &str, id: Uuid) -> Result<Option<Document>, Error>;

    /// All documents of a kind, ordered by id.
    fn list(&self, kind: &str) -> Result<Vec<Document>, Error>;

    /// Deletes a document and says whether there was one.
    fn delete(&self, kind: &str, id: Uuid, done: Done<bool>);

    /// Notes that `session` was alive at `at_ms` (Unix time in milliseconds). An earlier time than the one
    /// known changes nothing. Nobody waits for it: a failure is logged and the next heartbeat mends it.
    fn heartbeat(&self, session: Uuid, at_ms: i64);

    /// The latest heartbeat of `session`, until its disposal begins.
    fn last_alive(&self, session: Uuid) -> Result<Option<i64>, Error>;

    /// Begins to forget `session`, in one step: writes `products` and `session_doc`, deletes every other
    /// document that names the session, hides its log and refuses any further append to it.
    ///
    /// Doing it again before the end replaces what is kept; afterwards it is refused with [`Error::Disposed`].
    fn begin_disposal(&self, session: Uuid, products: Vec<Document>, session_doc: Document, done: Done<()>);

    /// Deletes at most `max_rows` rows of the log and says how many remain. Between chunks other sessions
    /// get their turn. Refused with [`Error::NotDisposing`] if the disposal has not begun.
    fn dispose_chunk(&self, session: Uuid, max_rows: usize, done: Done<Remaining>);

    /// Waits until no file holds a byte of the deleted log any more, notes that the disposal is complete, and
    /// answers [`Outcome::Erased`]; or at once [`Outcome::RowsRemain`], having done nothing.
    /// Refused with [`Error::NotDisposing`] if the disposal has not begun.
    fn finish_disposal(&self, session: Uuid, done: Done<Outcome>);

    /// The sessions whose disposal has begun and is not complete, ordered by id: to be resumed at start-up.
    fn unfinished_disposals(&self) -> Result<Vec<Uuid>, Error>;

    /// Writes a copy of what `scope` includes to the file `to`, which appears (or is replaced) in one step
    /// when it is complete and durable. A log being disposed of is never copied.
    fn backup(&self, to: &Path, scope: &Scope) -> Result<(), Error>;
}

/// Makes a write that takes a callback into one that blocks: `wait(|done| store.put(document, done))`.
///
/// # Errors
/// Whatever the write answers; [`Error::Closed`] if the callback was dropped unanswered.
pub fn wait<T: Send + 'static>(write: impl FnOnce(Done<T>)) -> Result<T, Error> {
    let (answer, answered) = mpsc::channel();
    write(Box::new(move |result| {
        // The receiver is on the stack below and outlives the answer.
        let _ = answer.send(result);
    }));
    answered.recv().unwrap_or(Err(Error::Closed))
}
