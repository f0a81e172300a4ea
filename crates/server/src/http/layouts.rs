//! Layouts of boards that facilitators have saved: theirs in every session.

use super::{error::Problem, home::Signed};
use crate::{app::App, keys, sessions};
use axum::{
    Json,
    extract::{Path, State},
};
use data_encoding::HEXLOWER;
use room::{Refusal, board::Saved, limit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Document, Store, kind};
use uuid::Uuid;

/// The version in which layouts are written.
const VERSION: u16 = 1;

/// A saved layout by its id.
struct Layout {
    id: Uuid,
    saved: Saved,
}

/// The same on its way: its items as they go over a room's line, in hexadecimal, so that pages need to know one form.
#[derive(Serialize)]
pub(crate) struct Told {
    id: Uuid,
    name: String,
    items: String,
}

/// A layout to be saved, in the same form.
#[derive(Deserialize)]
pub(crate) struct Sent {
    name: String,
    items: String,
}

impl Sent {
    fn read(self) -> Option<Saved> {
        let items = protocol::decode(&HEXLOWER.decode(self.items.as_bytes()).ok()?).ok()?;
        Some(Saved { name: self.name, items })
    }
}

/// All layouts, by name.
pub(crate) async fn list(State(app): State<Arc<App>>, _: Signed) -> Result<Json<Vec<Told>>, Problem> {
    told(&app)
}

fn told(app: &App) -> Result<Json<Vec<Told>>, Problem> {
    let told = |Layout { id, saved }| Told {
        id,
        name: saved.name,
        items: HEXLOWER.encode(&protocol::encode(&saved.items)),
    };
    Ok(Json(all(app)?.into_iter().map(told).collect()))
}

fn all(app: &App) -> anyhow::Result<Vec<Layout>> {
    let mut all: Vec<_> = app.store.list(kind::LAYOUT)?.iter().map(read).collect();
    all.sort_by_cached_key(|layout| (layout.saved.name.to_lowercase(), layout.id));
    Ok(all)
}

/// One that cannot be read is there all the same, with nothing in it: so it can be deleted, and keeps nobody from the others.
fn read(document: &Document) -> Layout {
    let saved = (document.version == VERSION).then(|| serde_json::from_slice(&document.body).ok()).flatten();
    let lost = || Saved { name: "Cannot be read".to_owned(), ..Saved::default() };
    Layout { id: document.id, saved: saved.unwrap_or_else(lost) }
}

/// A name has one layout, whoever saves it at the same time.
fn id_of(name: &str) -> Uuid {
    let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = keys::hash(name);
    Uuid::from_bytes(id)
}

/// Saves a layout; one that has the same name gives way to it. Answers with all of them.
pub(crate) async fn save(
    State(app): State<Arc<App>>,
    _: Signed,
    Json(sent): Json<Sent>,
) -> Result<Json<Vec<Told>>, Problem> {
    let saved = sent
        .read()
        .ok_or_else(|| Problem::layout(&Refusal::BadItem))?
        .checked()
        .map_err(|refusal| Problem::layout(&refusal))?;
    let before = all(&app)?;
    let id = id_of(&saved.name);
    if before.len() >= limit::LAYOUTS && before.iter().all(|layout| layout.id != id) {
        return Err(Problem::layouts_full());
    }
    let body = serde_json::to_vec(&saved).map_err(anyhow::Error::from)?;
    let document = Document { kind: kind::LAYOUT.into(), id, session: None, version: VERSION, body };
    sessions::durable(|done| app.store.put(document, done)).await.map_err(anyhow::Error::from)?;
    told(&app)
}

/// Deletes a layout. Answers with those that are left.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Told>>, Problem> {
    sessions::durable(|done| app.store.delete(kind::LAYOUT, id, done)).await.map_err(anyhow::Error::from)?;
    told(&app)
}
