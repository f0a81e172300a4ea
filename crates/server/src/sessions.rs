//! Planned sessions as documents of the store.

use crate::{
    live::log,
    pictures,
    products::{self, Product as _},
};
use academy::{
    id::SessionId,
    session::{self, Session, State},
};
use anyhow::{Context as _, Result, ensure};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use store::{Document, Error, Scope, Store, kind};
use tokio::sync::{Mutex as Lock, OwnedMutexGuard, oneshot};
use uuid::Uuid;

/// Whose turn it is to change a session's document. It is read, changed and written back as a whole: two at once would
/// undo one another's changes.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<Uuid, Weak<Lock<()>>>>);

/// The turn to change one session; it is over when the last copy is gone.
#[derive(Clone)]
pub(crate) struct Turn {
    session: Uuid,
    _held: Arc<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for the turn to change this session. Read it only then.
    pub(crate) async fn take(&self, session: Uuid) -> Turn {
        let held = self.lock_of(session).lock_owned().await;
        Turn { session, _held: Arc::new(held) }
    }

    fn lock_of(&self, session: Uuid) -> Arc<Lock<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = locks.get(&session).and_then(Weak::upgrade).unwrap_or_default();
        locks.insert(session, Arc::downgrade(&lock));
        lock
    }
}

/// All sessions there are.
pub(crate) fn all(store: &dyn Store) -> Result<Vec<Session>> {
    store.list(kind::SESSION)?.iter().map(read).collect()
}

/// One session.
pub(crate) fn get(store: &dyn Store, id: Uuid) -> Result<Option<Session>> {
    store.get(kind::SESSION, id)?.as_ref().map(read).transpose()
}

/// Writes a session whose turn it is; returns when it is durable.
pub(crate) async fn put(store: &dyn Store, session: &Session, turn: &Turn) -> Result<()> {
    ensure!(turn.session == session.id.0, "it is the turn of another session");
    let (document, turn) = (document(session)?, turn.clone());
    let write = |done: store::Done<()>| {
        // Whoever asked may go before the write is through: their turn lasts until then.
        let last = move |result| {
            drop(turn);
            done(result);
        };
        store.put(document, Box::new(last));
    };
    Ok(durable(write).await?)
}

/// Removes a session with everything that was kept of it; its log has to be erased before.
pub(crate) async fn remove(store: &dyn Store, id: Uuid) -> Result<(), Error> {
    let boards = products::kind_of(products::Boards::NAME);
    let boards = store.get(&boards, id)?.and_then(|boards| products::read::<products::Boards>(&boards).ok());
    for picture in boards.map(|boards| boards.pictures(None)).unwrap_or_default() {
        pictures::delete(store, picture).await?;
    }
    let kept = products::ALL.map(|(name, _)| products::kind_of(name));
    for kind in [log::LIVES.to_owned()].into_iter().chain(kept).chain([kind::SESSION.to_owned()]) {
        durable(|done| store.delete(&kind, id, done)).await?;
    }
    Ok(())
}

/// The document of a session. It carries no session of its own: it survives the disposal.
pub(crate) fn document(session: &Session) -> Result<Document> {
    let body = serde_json::to_vec(session)?;
    let SessionId(id) = session.id;
    Ok(Document { kind: kind::SESSION.into(), id, session: None, version: session::VERSION, body })
}

fn read(document: &Document) -> Result<Session> {
    ensure!(
        document.version <= session::VERSION,
        "session {} was written by a newer version of this program",
        document.id
    );
    serde_json::from_slice(&document.body).with_context(|| format!("session {} cannot be read", document.id))
}

/// Everything but sessions that are still live.
pub(crate) fn without_live(store: &dyn Store) -> Result<Scope> {
    let live = |s: &Session| matches!(s.state, State::Open | State::Ended | State::Disposing);
    Ok(Scope::WithoutLive(all(store)?.iter().filter(|s| live(s)).map(|s| s.id.0).collect()))
}

/// Turns a write with a callback into a future.
pub(crate) async fn durable<T: Send + 'static>(write: impl FnOnce(store::Done<T>)) -> Result<T, Error> {
    let (answer, answered) = oneshot::channel();
    write(Box::new(move |result| {
        // Whoever asked may have gone; the write stands all the same.
        let _ = answer.send(result);
    }));
    answered.await.unwrap_or(Err(Error::Closed))
}
