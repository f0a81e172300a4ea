//! Through the join page's door: one request, one cookie.

use crate::{Invitation, Profile};
use anyhow::{Context as _, Result, bail};
use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, Request, StatusCode, body::Bytes, header, http::request::Builder};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;

/// A seat: which session, which seat, and the cookie that proves it.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The session.
    pub session: String,
    /// The seat.
    pub seat: String,
    /// `name=value` of the seat's cookie.
    pub cookie: String,
}

#[derive(Deserialize)]
struct Seated {
    session: String,
    seat: String,
}

/// Joins a session as an officer.
///
/// # Errors
/// When the server cannot be reached or refuses; the text carries its answer.
pub async fn join(invitation: &Invitation, profile: &Profile) -> Result<Ticket> {
    let body = serde_json::json!({
        "key": invitation.key,
        "name": profile.name,
        "department": profile.department,
        "rank": profile.rank,
        "training_id": profile.training_id,
        "simulated": true,
    });
    let request = Request::post("/api/join")
        .header(header::ORIGIN, &invitation.origin)
        .header(header::CONTENT_TYPE, "application/json");
    let (status, headers, body) = exchange(invitation, request, body.to_string().into()).await?;
    let cookie = headers.get(header::SET_COOKIE).and_then(|c| c.to_str().ok());
    let cookie = cookie.and_then(|c| c.split(';').next()).map(str::to_owned);
    if !status.is_success() {
        bail!("the server answered {status}: {}", String::from_utf8_lossy(&body));
    }
    let Seated { session, seat } = serde_json::from_slice(&body)?;
    Ok(Ticket { session, seat, cookie: cookie.context("the server set no cookie")? })
}

/// One request on a connection of its own, and the answer.
pub(crate) async fn exchange(
    invitation: &Invitation,
    request: Builder,
    body: Bytes,
) -> Result<(StatusCode, HeaderMap, Bytes)> {
    let stream = TcpStream::connect(invitation.address).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let running = tokio::spawn(connection);
    let request =
        request.header(header::HOST, invitation.address.to_string()).body(Full::<Bytes>::from(body))?;
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    running.abort();
    Ok((parts.status, parts.headers, body))
}
