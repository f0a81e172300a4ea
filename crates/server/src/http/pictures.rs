//! Pictures: sent by who writes on a board, fetched by who sees them there.

use super::{cookie, error::Problem, kept::Seat};
use crate::{
    app::App,
    clock, keys,
    live::Live,
    pictures::{self, NoPicture},
};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use room::{
    BoardId, Command, PersonId, PictureId, SeatId, Viewer,
    board::{self, Picture, may_send, sees_picture},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// For which board.
#[derive(Deserialize)]
pub(crate) struct Place {
    seat: Uuid,
    board: u32,
}

/// What the sender puts on the board.
#[derive(Serialize)]
pub(crate) struct Sent {
    picture: Uuid,
    width: u32,
    height: u32,
}

/// Takes a picture, draws it anew and keeps it. It is answered when the room knows it.
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    Query(place): Query<Place>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Sent>, Problem> {
    let live = app.live(id).ok_or_else(Problem::no_room_now)?;
    let by = seated(&app, &live, place.seat, &headers).await?;
    let board = BoardId(place.board);
    let picture = move |bytes: usize| Picture { by, board, bytes: u32::try_from(bytes).unwrap_or(u32::MAX) };
    // Nothing is read of somebody who may not send it.
    let now = live.now();
    let may = live.look(move |room| may_send(room, now, picture(0))).await?;
    may.map_err(|refusal| Problem::picture(&refusal))?;
    let tries = &app.wrong_pictures;
    if let Some(seconds) = tries.wait_s((id, by), clock::now()) {
        return Err(Problem::wrong_pictures(seconds));
    }
    // Counted before it is read, so that many at once find the limit, too.
    tries.count((id, by), clock::now());
    let bytes =
        to_bytes(body, pictures::MOST_BYTES).await.map_err(|_| Problem::no_picture(NoPicture::Size))?;
    let turn = app.press.turn().await?;
    let drawn = turn.work(move || pictures::redrawn(&bytes)).await?.map_err(Problem::no_picture)?;
    tries.give_back((id, by));
    let name = PictureId(keys::random());
    let (width, height, size) = (drawn.width, drawn.height, drawn.bytes.len());
    pictures::put(&*app.store, id, name, drawn.bytes).await.map_err(anyhow::Error::from)?;
    let receive = Command::Board(board::Command::Receive(name, picture(size)));
    if let Err(refusal) = live.errand(receive).await? {
        pictures::delete(&*app.store, name).await.map_err(anyhow::Error::from)?;
        return Err(Problem::picture(&refusal));
    }
    Ok(Json(Sent { picture: Uuid::from_bytes(name.0), width, height }))
}

/// Shows a picture to who sees it on a board. It never changes.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path((id, picture)): Path<(Uuid, Uuid)>,
    Query(Seat { seat }): Query<Seat>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let live = app.live(id).ok_or_else(Problem::nothing_kept)?;
    let person = seated(&app, &live, seat, &headers).await?;
    let picture = PictureId(picture.into_bytes());
    let sees = move |room: &room::Room| {
        Viewer::of(room, person).is_some_and(|viewer| sees_picture(room, &viewer, picture))
    };
    let bytes = if live.look(sees).await? {
        pictures::get(&*app.store, picture).map_err(anyhow::Error::from)?
    } else {
        None
    };
    let bytes = bytes.ok_or_else(Problem::nothing_kept)?;
    let kind = HeaderValue::from_static(pictures::media_type(&bytes));
    // For this browser alone, and no longer than a session lasts.
    let keep = HeaderValue::from_static("private, max-age=14400, immutable");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], bytes).into_response())
}

/// Who sits on a seat whose cookie this browser has.
pub(super) async fn seated(
    app: &App,
    live: &Live,
    seat: Uuid,
    headers: &HeaderMap,
) -> Result<PersonId, Problem> {
    let secret = cookie::read(headers, &cookie::seat_name(app.config.is_https(), seat)).map(str::to_owned);
    let secret = secret.ok_or_else(Problem::no_seat)?;
    live.sits(SeatId(seat.into_bytes()), secret).await.ok_or_else(Problem::no_seat)
}
