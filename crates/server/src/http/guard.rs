//! Requests that change something, and every WebSocket, come from our own pages or not at all.

use super::error::Problem;
use crate::app::App;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// Refuses a foreign or missing `Origin` wherever it matters: an exact comparison, no patterns.
pub(crate) async fn same_origin(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let headers = request.headers();
    let reads = request.method() == Method::GET && !headers.contains_key(header::UPGRADE);
    if reads || origin(headers) == Some(app.config.public_url.as_str()) {
        Ok(next.run(request).await)
    } else {
        Err(Problem::foreign_origin())
    }
}

/// Answers about people are never kept by a browser or a proxy.
pub(crate) async fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN)?.to_str().ok()
}
