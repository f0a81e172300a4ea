//! Planned sessions as documents of the store.

use academy::{
    id::SessionId,
    session::{self, Session, State},
};
use anyhow::{Context as _, Result, ensure};
use store::{Document, Error, Scope, Store, kind};
use tokio::sync::oneshot;
use uuid::Uuid;

/// All sessions there are.
pub(crate) fn all(store: &dyn Store) -> Result<Vec<Session>> {
    store.list(kind::SESSION)?.iter().map(read).collect()
}

/// One session.
pub(crate) fn get(store: &dyn Store, id: Uuid) -> Result<Option<Session>> {
    store.get(kind::SESSION, id)?.as_ref().map(read).transpose()
}

/// Writes a session; returns when it is durable.
pub(crate) async fn put(store: &dyn Store, session: &Session) -> Result<()> {
    let document = document(session)?;
    Ok(durable(|done| store.put(document, done)).await?)
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
