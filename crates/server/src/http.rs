//! The HTTP surface: pages, joining, the facilitators' home, and the upgrade to a room.

mod ballots;
mod cookie;
mod error;
mod guard;
mod health;
mod home;
mod join;
mod kept;
mod layouts;
pub(crate) mod limiter;
mod pictures;
mod polls;
mod room;
mod session;
mod shelf;
mod sign_in;

use crate::{app::App, assets, page};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{delete, get, post},
};
use std::sync::Arc;

/// Largest body of a request, bytes; a list of 500 officers fits.
const BODY_MAX: usize = 256 * 1024;

/// All routes. Who uses which: officers and guests `/api/look`, `/api/join`, `/api/forget`, `/live`;
/// facilitators `/api/home`, `/api/sessions`, `/api/layouts`, `/api/polls` and `/kept`, where an officer finds what they own; machines `/healthz`, `/readyz`, `/metrics`.
pub(crate) fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/api/look", post(join::look))
        .route("/api/join", post(join::join))
        .route("/api/own", post(join::own))
        .route("/api/forget", post(join::forget))
        .route("/api/home/enter", post(home::enter))
        .route("/api/home/leave", post(home::leave))
        .route("/api/home", get(home::home))
        .route("/api/sessions", post(session::create))
        .route("/api/sessions/{id}", get(session::read).put(session::change).delete(session::remove))
        .route("/api/sessions/{id}/run-sheet", post(session::edit_run_sheet))
        .route("/api/sessions/{id}/expected", post(session::expect))
        .route("/api/sessions/{id}/open", post(session::open))
        .route("/api/sessions/{id}/rehearse", post(session::rehearse))
        .route("/api/sessions/{id}/enter", post(session::enter))
        .route("/api/sessions/{id}/attendance.csv", get(kept::attendance))
        .route("/api/sessions/{id}/polls.csv", get(kept::polls))
        .route("/api/sessions/{id}/anonymous-polls/{file}", get(kept::recount))
        .route("/api/sessions/{id}/checks.csv", get(kept::checks))
        .route("/api/sessions/{id}/chat.csv", get(kept::chat))
        .route("/api/sessions/{id}/boards.csv", get(kept::boards_csv))
        .route("/api/sessions/{id}/boards.json", get(kept::boards_json))
        .route("/api/sessions/{id}/boards/{file}", get(kept::board))
        .route("/api/sessions/{id}/ballots/{poll}", post(ballots::draw))
        .route("/api/layouts", get(layouts::list).post(layouts::save))
        .route("/api/layouts/{id}", delete(layouts::remove))
        .route("/api/polls", get(polls::list).post(polls::save))
        .route("/api/polls/{id}", delete(polls::remove))
        .route("/api/polls.json", get(polls::export).post(polls::import))
        .route("/kept/{id}/plans", get(kept::plans))
        .route("/kept/{id}/boards", get(kept::boards))
        .route("/kept/{id}/own", get(kept::own))
        .route("/live", get(room::live))
        .route("/check", get(room::check))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::same_origin))
        .layer(middleware::map_response(guard::uncached));
    // Who sends a ballot or reads a board is nobody's business: neither cookie nor origin is looked at.
    let sealed = Router::new()
        .route("/b/{id}/{name}", get(ballots::board).post(ballots::cast))
        .layer(middleware::map_response(guard::uncached));
    // A picture is as large as it is, and never changes.
    let pictures = Router::new()
        .route("/api/sessions/{id}/pictures", post(pictures::send).layer(DefaultBodyLimit::disable()))
        .route("/api/sessions/{id}/pictures/{picture}", get(pictures::show))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::same_origin));
    Router::new()
        .merge(api)
        .merge(pictures)
        .merge(sealed)
        .route("/page.css", get(page::style))
        .route("/anonymous", get(page::anonymous))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::map_response(assets::shield))
        .with_state(app)
        .merge(assets::router())
}
