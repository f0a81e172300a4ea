//! Anonymous polls: tokens for those who may vote, by name; ballots from nobody in particular; boards for everybody.

use super::{error::Problem, pictures::seated};
use crate::{
    app::App,
    ballots::{self, Poll},
    clock,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use room::{Command, Digest, PollId, poll, poll::sealed};
use std::sync::Arc;
use uuid::Uuid;

/// Signs the ballot keys that somebody has drawn, once for each; the same again gets the same answer.
pub(crate) async fn draw(
    State(app): State<Arc<App>>,
    Path((id, poll)): Path<(Uuid, u32)>,
    Query(super::kept::Seat { seat }): Query<super::kept::Seat>,
    headers: HeaderMap,
    drawn: Bytes,
) -> Result<Bytes, Problem> {
    let live = app.live(id).ok_or_else(Problem::no_room_now)?;
    let person = seated(&app, &live, seat, &headers).await?;
    if let Some(seconds) = app.drawn.wait_s((id, person), clock::now()) {
        return Err(Problem::drawn_too_often(seconds));
    }
    app.drawn.count((id, person), clock::now());
    let poll = PollId(poll);
    let known = live.look(move |room| Poll::of(room, poll, person)).await?;
    let known = known.filter(|known| known.drawn_len() == drawn.len()).ok_or_else(Problem::no_token)?;
    let issue = sealed::Command::Issue { person, drawn: Digest(seal::digest(&drawn)) };
    let issued = live.errand(Command::Poll(poll::Command::Sealed(poll, issue))).await?;
    issued.map_err(|_| Problem::no_token())?;
    let signed = ballots::sign(&app, &known, drawn.to_vec()).await?;
    signed.map(Bytes::from).ok_or_else(Problem::no_token)
}

/// Takes a ballot. Nothing about the request is looked at but its body: whose it is, nobody is to know.
pub(crate) async fn cast(
    State(app): State<Arc<App>>,
    Path((id, name)): Path<(Uuid, Uuid)>,
    body: Body,
) -> Result<Response, Problem> {
    let longest = seal::length(poll::slip::LONGEST);
    let bytes = to_bytes(body, longest).await.map_err(|_| Problem::no_ballot(ballots::NoBallot::Invalid))?;
    let taken = ballots::cast(&app, id, name.into_bytes(), bytes.to_vec()).await?;
    taken.map_err(Problem::no_ballot)?;
    // Each ballot comes on a line of its own, so that two of one person have nothing in common.
    let close = (header::CONNECTION, HeaderValue::from_static("close"));
    Ok((StatusCode::NO_CONTENT, [close]).into_response())
}

/// The board of a counted poll: all ballots, for whoever wants to count again.
pub(crate) async fn board(
    State(app): State<Arc<App>>,
    Path((id, name)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let name = name.into_bytes();
    if let Some(live) = app.live(id) {
        let known = live.look(move |room| sealed::has_board(room, name)).await?;
        known.then_some(()).ok_or_else(Problem::nothing_kept)?;
    }
    let board = ballots::board(&app, id, name)?.ok_or_else(Problem::nothing_kept)?;
    let kind = HeaderValue::from_static("application/octet-stream");
    Ok(([(header::CONTENT_TYPE, kind)], board).into_response())
}
