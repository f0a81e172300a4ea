//! Layouts of boards that facilitators have saved: theirs in every session.

use super::{error::Problem, home::Signed};
use crate::{app::App, keys, sessions};
use anyhow::Context;
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
    let mut all = app.store.list(kind::LAYOUT)?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    all.sort_by_cached_key(|layout| (layout.saved.name.to_lowercase(), layout.id));
    Ok(all)
}

fn read(document: &Document) -> anyhow::Result<Layout> {
    anyhow::ensure!(document.version == VERSION, "layout {} was written by another version", document.id);
    let saved = serde_json::from_slice(&document.body);
    let saved = saved.with_context(|| format!("layout {} cannot be read", document.id))?;
    Ok(Layout { id: document.id, saved })
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
    let same = before.iter().find(|layout| layout.saved.name == saved.name).map(|layout| layout.id);
    if same.is_none() && before.len() >= limit::LAYOUTS {
        return Err(Problem::layout(&limit::too_long(limit::LAYOUTS)));
    }
    let id = same.unwrap_or_else(|| Uuid::from_bytes(keys::random()));
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
