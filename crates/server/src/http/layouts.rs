//! Layouts of boards that facilitators have saved: theirs in every session.

use super::{
    error::Problem,
    home::Signed,
    shelf::{self, Kept},
};
use crate::app::App;
use axum::{
    Json,
    extract::{Path, State},
};
use data_encoding::HEXLOWER;
use room::{Refusal, board::Saved, limit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::kind;
use uuid::Uuid;

impl Kept for Saved {
    const KIND: &str = kind::LAYOUT;
    const VERSION: u16 = 1;
    const MOST: usize = limit::LAYOUTS;

    fn name(&self) -> &str {
        &self.name
    }

    fn lost() -> Self {
        Self { name: "Cannot be read".to_owned(), ..Self::default() }
    }
}

/// A layout on its way: its items as they go over a room's line, in hexadecimal, so that pages need to know one form.
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
    let told = |(id, saved): (Uuid, Saved)| Told {
        id,
        name: saved.name,
        items: HEXLOWER.encode(&protocol::encode(&saved.items)),
    };
    Ok(Json(shelf::all(&app)?.into_iter().map(told).collect()))
}

/// Saves a layout; one that has the same name gives way to it. Answers with all of them.
pub(crate) async fn save(
    State(app): State<Arc<App>>,
    signed: Signed,
    Json(sent): Json<Sent>,
) -> Result<Json<Vec<Told>>, Problem> {
    let saved = sent.read().ok_or(Refusal::BadItem).and_then(|saved| saved.checked());
    let saved = saved.map_err(|refusal| Problem::layout(&refusal))?;
    shelf::keep(&app, vec![saved], Problem::layouts_full).await?;
    list(State(app), signed).await
}

/// Deletes a layout. Answers with those that are left.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Told>>, Problem> {
    shelf::remove::<Saved>(&app, id).await?;
    list(State(app), signed).await
}
