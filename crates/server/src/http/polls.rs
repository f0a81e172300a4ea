//! Polls that facilitators keep for all their sessions, and the files in which they hand them on.

use super::{
    error::Problem,
    home::Signed,
    shelf::{self, Kept},
};
use crate::app::App;
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use room::{limit, poll::Draft};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::kind;
use uuid::Uuid;

impl Kept for Draft {
    const KIND: &str = kind::POLL;
    const VERSION: u16 = 1;
    const MOST: usize = limit::KEPT_POLLS;

    fn name(&self) -> &str {
        &self.question
    }

    fn lost() -> Self {
        Self { question: "Cannot be read".to_owned(), ..Self::default() }
    }
}

/// A poll on its way: as it goes over a room's line, in hexadecimal, so that pages need to know one form.
#[derive(Serialize)]
pub(crate) struct Told {
    id: Uuid,
    draft: String,
}

/// A poll to be kept, in the same form.
#[derive(Deserialize)]
pub(crate) struct Sent {
    draft: String,
}

/// A file with polls.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What this file is: [`FORMAT`].
    format: String,
    polls: Vec<Draft>,
}

/// What [`File::format`] says.
const FORMAT: &str = "rollcall polls 1";

/// All polls, by what they ask.
pub(crate) async fn list(State(app): State<Arc<App>>, _: Signed) -> Result<Json<Vec<Told>>, Problem> {
    let told = |(id, draft): (Uuid, Draft)| Told { id, draft: HEXLOWER.encode(&protocol::encode(&draft)) };
    Ok(Json(shelf::all(&app)?.into_iter().map(told).collect()))
}

/// Keeps a poll; one that asks the same gives way to it. Answers with all of them.
pub(crate) async fn save(
    State(app): State<Arc<App>>,
    signed: Signed,
    Json(sent): Json<Sent>,
) -> Result<Json<Vec<Told>>, Problem> {
    let bytes = HEXLOWER.decode(sent.draft.as_bytes()).ok();
    let draft: Option<Draft> = bytes.and_then(|bytes| protocol::decode(&bytes).ok());
    let draft = draft.ok_or(room::Refusal::BadDraft).and_then(|draft| draft.checked());
    let draft = draft.map_err(|refusal| Problem::poll(None, &refusal))?;
    shelf::keep(&app, vec![draft], Problem::polls_full).await?;
    list(State(app), signed).await
}

/// Deletes a poll. Answers with those that are left.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Told>>, Problem> {
    shelf::remove::<Draft>(&app, id).await?;
    list(State(app), signed).await
}

/// A file with all polls.
pub(crate) async fn export(State(app): State<Arc<App>>, _: Signed) -> Result<Response, Problem> {
    // One that cannot be read has nothing to hand on.
    let polls = shelf::all(&app)?.into_iter().filter_map(|(_, draft): (Uuid, Draft)| draft.checked().ok());
    let file = File { format: FORMAT.to_owned(), polls: polls.collect() };
    let name = HeaderValue::from_static("attachment; filename=\"polls.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(file)).into_response())
}

/// Takes in a file with polls: all of them, or none and why. Answers with all that are there.
pub(crate) async fn import(
    State(app): State<Arc<App>>,
    signed: Signed,
    file: Bytes,
) -> Result<Json<Vec<Told>>, Problem> {
    let file: File = serde_json::from_slice(&file).map_err(|error| Problem::poll_file(&error.to_string()))?;
    if file.format != FORMAT {
        return Err(Problem::poll_file("it has another format"));
    }
    let checked = file
        .polls
        .iter()
        .map(|draft| draft.checked().map_err(|refusal| Problem::poll(Some(&draft.question), &refusal)));
    let polls = checked.collect::<Result<Vec<_>, _>>()?;
    shelf::keep(&app, polls, Problem::polls_full).await?;
    list(State(app), signed).await
}
