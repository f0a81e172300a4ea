//! The HTTP surface: pages, joining, the facilitators' home, and the upgrade to a room.

mod cookie;
mod error;
mod guard;
mod health;
mod home;
mod join;
pub(crate) mod limiter;
mod room;
mod session;

use crate::{app::App, assets};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use std::sync::Arc;

/// Largest body of a request, bytes; a list of 500 officers fits.
const BODY_MAX: usize = 256 * 1024;

/// All routes. Who uses which: officers and guests `/api/look`, `/api/join`, `/api/forget`, `/live`;
/// facilitators `/api/home` and `/api/sessions`; machines `/healthz`, `/readyz`, `/metrics`.
pub(crate) fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/api/look", post(join::look))
        .route("/api/join", post(join::join))
        .route("/api/forget", post(join::forget))
        .route("/api/home/enter", post(home::enter))
        .route("/api/home", get(home::home))
        .route("/api/sessions", post(session::create))
        .route("/api/sessions/{id}", get(session::read).put(session::change).delete(session::remove))
        .route("/api/sessions/{id}/run-sheet", post(session::edit_run_sheet))
        .route("/api/sessions/{id}/expected", post(session::expect))
        .route("/api/sessions/{id}/open", post(session::open))
        .route("/api/sessions/{id}/rehearse", post(session::rehearse))
        .route("/api/sessions/{id}/enter", post(session::enter))
        .route("/api/sessions/{id}/attendance.csv", get(session::attendance))
        .route("/live", get(room::live))
        .route("/check", get(room::check))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::same_origin))
        .layer(middleware::map_response(guard::uncached));
    Router::new()
        .merge(api)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::map_response(assets::shield))
        .with_state(app)
        .merge(assets::router())
}
