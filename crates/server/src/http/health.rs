//! For the machines that watch: alive, ready, counters.

use crate::app::App;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use std::sync::Arc;
use store::{Store as _, kind};

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The store can be read.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    let nothing = uuid::Uuid::nil();
    match tokio::task::spawn_blocking(move || app.store.get(kind::SETTING, nothing)).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be read\n"),
    }
}

/// Prometheus' text format.
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    let (sessions, connections) = app.load();
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    ([(header::CONTENT_TYPE, kind)], app.metrics.page(sessions, connections))
}
