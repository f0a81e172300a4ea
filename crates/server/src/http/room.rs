//! The upgrade to a room, and the echo that checks a line days ahead.

use super::{cookie, error::Problem};
use crate::{app::App, live::socket, sessions};
use academy::session::State as Life;
use axum::{
    extract::{
        Query, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::HeaderMap,
    response::Response,
};
use data_encoding::HEXLOWER;
use protocol::Bye;
use room::SeatId;
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// When to come again to a session that is open and has no room at the moment.
const AGAIN_MS: u32 = 2_000;

/// Which seat of which session; neither is a secret, the cookie is.
#[derive(Deserialize)]
pub(crate) struct Place {
    session: Uuid,
    seat: Uuid,
    /// The page's first message, in hexadecimal; otherwise it comes over the socket (P1 of `protocol`).
    hello: Option<String>,
}

/// Upgrades a seat's connection. Somebody without a right to it is told why over the socket, because a page
/// cannot read why an upgrade was refused.
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    Query(place): Query<Place>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let upgrade = socket::sized(upgrade);
    let secret =
        cookie::read(&headers, &cookie::seat_name(app.config.is_https(), place.seat)).map(str::to_owned);
    let Some(live) = app.live(place.session) else {
        let bye = farewell(sessions::get(&*app.store, place.session)?.map(|session| session.state));
        return Ok(upgrade.on_upgrade(move |socket| socket::turn_away(socket, bye)));
    };
    let seat = SeatId(place.seat.into_bytes());
    let person = match secret {
        Some(secret) => live.sits(seat, secret).await,
        None => None,
    };
    // What cannot be read as bytes cannot be read as a message either, which is answered there.
    let hello = place.hello.map(|hello| HEXLOWER.decode(hello.as_bytes()).unwrap_or_default());
    match person {
        Some(person) => Ok(upgrade.on_upgrade(move |socket| {
            // In a task of its own: the upgrade's future would keep its buffers for as long as it runs.
            let serving = tokio::spawn(socket::serve(socket, live, person, hello, app));
            async move { drop(serving) }
        })),
        None => Ok(upgrade.on_upgrade(|socket| socket::turn_away(socket, Bye::Unknown))),
    }
}

/// What somebody is told whose session has no room in this state.
fn farewell(state: Option<Life>) -> Bye {
    match state {
        Some(Life::Ended | Life::Disposing | Life::Erased) => Bye::Ended,
        // It has ended this moment and its document does not say so yet, or its log cannot be read for now.
        Some(Life::Open) => Bye::Restarting { after_ms: AGAIN_MS },
        Some(Life::Planned) | None => Bye::Unknown,
    }
}

/// Echoes, for a few seconds: a check of browser and network that needs no session.
pub(crate) async fn check(upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(1_024).on_upgrade(|socket| async {
        let _ = tokio::time::timeout(Duration::from_secs(20), echo(socket)).await;
    })
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let answer = matches!(message, Message::Text(_) | Message::Binary(_));
        if answer && socket.send(message).await.is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_an_open_session_without_a_room_comes_again() {
        assert_eq!(farewell(Some(Life::Open)), Bye::Restarting { after_ms: AGAIN_MS });
        assert_eq!(farewell(Some(Life::Ended)), Bye::Ended);
        assert_eq!((farewell(Some(Life::Planned)), farewell(None)), (Bye::Unknown, Bye::Unknown));
    }
}
