//! What facilitators keep for all their sessions: one document for each thing, known by its name.

use super::error::Problem;
use crate::{app::App, keys, sessions};
use serde::{Serialize, de::DeserializeOwned};
use store::{Document, Store as _};
use uuid::Uuid;

/// Something that is kept on a shelf.
pub(crate) trait Kept: Serialize + DeserializeOwned {
    /// The kind of its documents.
    const KIND: &str;
    /// The version in which they are written.
    const VERSION: u16;
    /// So many at most.
    const MOST: usize;

    /// What it is known by: the next one of that name takes its place.
    fn name(&self) -> &str;

    /// What stands for one that cannot be read.
    fn lost() -> Self;
}

/// Everything on the shelf with its id, by name.
pub(crate) fn all<K: Kept>(app: &App) -> anyhow::Result<Vec<(Uuid, K)>> {
    let mut all: Vec<_> =
        app.store.list(K::KIND)?.iter().map(|document| (document.id, read(document))).collect();
    all.sort_by_cached_key(|(id, kept): &(Uuid, K)| (kept.name().to_lowercase(), *id));
    Ok(all)
}

/// One that cannot be read is there all the same: so it can be deleted, and keeps nobody from the others.
fn read<K: Kept>(document: &Document) -> K {
    let read = (document.version == K::VERSION).then(|| serde_json::from_slice(&document.body).ok());
    read.flatten().unwrap_or_else(K::lost)
}

/// A name has one document, whoever saves it at the same time.
fn id_of(name: &str) -> Uuid {
    let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = keys::hash(name);
    Uuid::from_bytes(id)
}

/// Keeps these, if there is place for all of them; those of the same name give way.
pub(crate) async fn keep<K: Kept>(app: &App, new: Vec<K>, full: fn(usize) -> Problem) -> Result<(), Problem> {
    let ids = all::<K>(app)?.into_iter().map(|(id, _)| id).chain(new.iter().map(|kept| id_of(kept.name())));
    if ids.collect::<std::collections::BTreeSet<_>>().len() > K::MOST {
        return Err(full(K::MOST));
    }
    for kept in new {
        let body = serde_json::to_vec(&kept).map_err(anyhow::Error::from)?;
        let (kind, id) = (K::KIND.to_owned(), id_of(kept.name()));
        let document = Document { kind, id, session: None, version: K::VERSION, body };
        sessions::durable(|done| app.store.put(document, done)).await.map_err(anyhow::Error::from)?;
    }
    Ok(())
}

/// Takes one away.
pub(crate) async fn remove<K: Kept>(app: &App, id: Uuid) -> Result<(), Problem> {
    sessions::durable(|done| app.store.delete(K::KIND, id, done)).await.map_err(anyhow::Error::from)?;
    Ok(())
}
