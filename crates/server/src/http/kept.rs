//! What a session keeps, handed to the one it is kept for: to facilitators what the room made, to an officer what
//! they committed to. As of now while the session runs, final afterwards.

use super::{
    cookie,
    error::{Problem, ToldOnPage},
    home::Signed,
};
use crate::{
    app::App,
    ballots,
    page::Page,
    pictures,
    products::{self, AnonymousPolls, Boards, Checks, Commitments, Plans, Polls, Product, Talk},
    sessions,
};
use academy::{
    records::{Fate, fate},
    session::{Session, State as Life},
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use export::{Fonts, Form};
use room::SeatId;
use serde::Deserialize;
use std::{collections::HashMap, sync::Arc};
use store::{Document, Store as _};
use uuid::Uuid;

/// Who was there, with the minutes for credit.
pub(crate) async fn attendance(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let csv = match app.live(id) {
        Some(live) => live.look(products::attendance).await?,
        None => {
            let body = document(&app, id, products::ATTENDANCE)?.body;
            String::from_utf8(body).map_err(anyhow::Error::from)?
        }
    };
    Ok(spreadsheet(csv, "attachment; filename=\"attendance.csv\""))
}

/// The plans of all groups, as a page to print.
pub(crate) async fn plans(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Page, ToldOnPage> {
    let (session, plans) = kept::<Plans>(&app, id).await?;
    Ok(plans.page(&session.title))
}

/// Notes and texts of all boards, as a page to print.
pub(crate) async fn boards(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Page, ToldOnPage> {
    let (session, boards) = kept::<Boards>(&app, id).await?;
    Ok(boards.page(id, &session.title))
}

/// Notes and texts of all boards, with their dots.
pub(crate) async fn boards_csv(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (_, boards) = kept::<Boards>(&app, id).await?;
    Ok(spreadsheet(boards.csv(), "attachment; filename=\"boards.csv\""))
}

/// Everything on the boards, every stroke included, as data.
pub(crate) async fn boards_json(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (_, boards) = kept::<Boards>(&app, id).await?;
    let name = HeaderValue::from_static("attachment; filename=\"boards.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], axum::Json(boards)).into_response())
}

/// One board as a drawing, a picture, or a document: `1.svg`, `1.png`, `1.pdf` and so on.
pub(crate) async fn board(
    State(app): State<Arc<App>>,
    _: Signed,
    Path((id, file)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let (number, form) = asked_for(&file).ok_or_else(Problem::nothing_kept)?;
    let turn = app.press.turn().await?;
    let (session, boards) = kept::<Boards>(&app, id).await?;
    let mut pictures = HashMap::new();
    for picture in boards.pictures(Some(number)) {
        pictures.extend(pictures::get(&*app.store, picture)?.map(|bytes| (picture, bytes)));
    }
    let print = move |fonts: &Fonts| {
        let board = export::Board { pictures, ..boards.board(number, &session.title)? };
        Some(form.print(&board, fonts))
    };
    let printed = turn.print(print).await?.ok_or_else(Problem::nothing_kept)?.map_err(anyhow::Error::from)?;
    let name = HeaderValue::try_from(format!("attachment; filename=\"board-{number}.{}\"", form.ending()));
    let name = name.map_err(anyhow::Error::from)?;
    let kind = HeaderValue::from_static(form.media_type());
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], printed).into_response())
}

fn asked_for(file: &str) -> Option<(usize, Form)> {
    let (number, ending) = file.split_once('.')?;
    let form = Form::ALL.into_iter().find(|form| form.ending() == ending)?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    Some((number.parse().ok().filter(|_| digits)?, form))
}

/// Results of polls.
pub(crate) async fn polls(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (_, named) = kept::<Polls>(&app, id).await?;
    let (_, anonymous) = kept::<AnonymousPolls>(&app, id).await?;
    Ok(spreadsheet(products::polls_csv(&named, &anonymous), "attachment; filename=\"polls.csv\""))
}

/// An anonymous poll with its ballots, to be counted again: `NAME.json`.
pub(crate) async fn recount(
    State(app): State<Arc<App>>,
    _: Signed,
    Path((id, file)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let name = file.strip_suffix(".json").ok_or_else(Problem::nothing_kept)?;
    let (_, polls) = kept::<AnonymousPolls>(&app, id).await?;
    let bytes = Uuid::try_parse(name).map_err(|_| Problem::nothing_kept())?.into_bytes();
    let board = ballots::board(&app, id, bytes)?.ok_or_else(Problem::nothing_kept)?;
    let recount = polls.recount(name, &board).ok_or_else(Problem::nothing_kept)?;
    let disposition = HeaderValue::from_static("attachment; filename=\"anonymous-poll.json\"");
    Ok(([(header::CONTENT_DISPOSITION, disposition)], axum::Json(recount)).into_response())
}

/// Answers to knowledge checks.
pub(crate) async fn checks(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (_, checks) = kept::<Checks>(&app, id).await?;
    Ok(spreadsheet(checks.csv(), "attachment; filename=\"checks.csv\""))
}

/// Chat and questions.
pub(crate) async fn chat(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (_, talk) = kept::<Talk>(&app, id).await?;
    Ok(spreadsheet(talk.csv(), "attachment; filename=\"chat.csv\""))
}

/// The seat somebody asks from; its cookie proves that it is theirs.
#[derive(Deserialize)]
pub(crate) struct Seat {
    pub(super) seat: Uuid,
}

/// What one takes home, for nobody else: one's own commitment, and the actions one owns.
pub(crate) async fn own(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    Query(Seat { seat }): Query<Seat>,
    headers: HeaderMap,
) -> Result<Page, ToldOnPage> {
    let secret = cookie::read(&headers, &cookie::seat_name(app.config.is_https(), seat));
    let secret = secret.ok_or_else(Problem::nothing_kept)?;
    let session = session(&app, id)?;
    let commitments = if_kept::<Commitments>(&app, &session).await?;
    let plans = if_kept::<Plans>(&app, &session).await?;
    let seat = SeatId(seat.into_bytes());
    let page = products::own_page(&session.title, commitments.as_ref(), plans.as_ref(), seat, secret);
    page.ok_or_else(|| Problem::nothing_kept().into())
}

fn session(app: &App, id: Uuid) -> Result<Session, Problem> {
    sessions::get(&*app.store, id)?.ok_or_else(Problem::session_not_found)
}

/// A product of a session whose records mode keeps it; others do not exist, not even while the session runs.
async fn kept<T: Product>(app: &App, id: Uuid) -> Result<(Session, T), Problem> {
    let session = session(app, id)?;
    let product = if_kept(app, &session).await?.ok_or_else(Problem::nothing_kept)?;
    Ok((session, product))
}

/// A product, unless the session's records mode keeps none of its class.
async fn if_kept<T: Product>(app: &App, session: &Session) -> Result<Option<T>, Problem> {
    if fate(session.records, T::CLASS) == Fate::Erased {
        return Ok(None);
    }
    let id = session.id.0;
    Ok(Some(match app.live(id) {
        Some(live) => live.look(T::of).await?,
        None => products::read(&document(app, id, T::NAME)?)?,
    }))
}

fn document(app: &App, id: Uuid, name: &str) -> Result<Document, Problem> {
    let found = app.store.get(&products::kind_of(name), id)?;
    let open = || Ok::<_, Problem>(sessions::get(&*app.store, id)?.is_some_and(|s| s.state == Life::Open));
    match found {
        Some(document) => Ok(document),
        None if open()? => Err(Problem::no_room_now()),
        None => Err(Problem::nothing_kept()),
    }
}

fn spreadsheet(csv: String, name: &'static str) -> Response {
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let name = HeaderValue::from_static(name);
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], csv).into_response()
}
