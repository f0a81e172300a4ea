//! From a link or code to a seat.

use super::{cookie, error::Problem};
use crate::{
    app::App,
    clock,
    keys::{self, Door},
    metrics::count,
    sessions,
};
use academy::{
    records,
    session::{Session, State as Life},
};
use axum::{
    Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use room::{Command, SeatId, lobby, lobby::Arrival, roster::Role};
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use uuid::Uuid;

/// A key from a link or a typed code.
#[derive(Deserialize)]
pub(crate) struct Key {
    key: String,
}

/// What a person at the door learns about the session.
#[derive(Serialize)]
pub(crate) struct Look {
    session: Uuid,
    role: &'static str,
    title: String,
    starts_at: i64,
    minutes: u32,
    time_zone: String,
    led_by: String,
    departments: Vec<String>,
    credit_minutes: u32,
    state: &'static str,
    keeps: Vec<String>,
    erases: Vec<String>,
    audio: Option<String>,
    practice: bool,
}

/// What a person says about themselves.
#[derive(Deserialize)]
pub(crate) struct Joining {
    key: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    rank: String,
    #[serde(default)]
    training_id: String,
    #[serde(default)]
    organization: String,
    /// Simulated officers say so; only practice sessions let them.
    #[serde(default)]
    simulated: bool,
}

/// A seat somebody got.
#[derive(Serialize)]
pub(crate) struct Seated {
    pub(crate) session: Uuid,
    pub(crate) seat: Uuid,
}

/// A seat to forget.
#[derive(Deserialize)]
pub(crate) struct Forget {
    seat: Uuid,
}

/// Says what session a key opens.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(key): Json<Key>,
) -> Result<Json<Look>, Problem> {
    let (session, door) = open_door(&app, address(&app, peer, &headers), &key.key)?;
    let card = records::card(session.records);
    Ok(Json(Look {
        session: session.id.0,
        role: match door {
            Door::Officer | Door::OfficerCode => "officer",
            Door::Guest => "guest",
            Door::Observer => "observer",
        },
        minutes: session.run_sheet.wall_minutes(),
        credit_minutes: session.run_sheet.credit_minutes(),
        state: match session.state {
            Life::Planned => "planned",
            Life::Open => "open",
            Life::Ended | Life::Disposing | Life::Erased => "ended",
        },
        keeps: card.keeps,
        erases: card.erases.into_iter().chain(card.notes).collect(),
        audio: Some(session.audio_fallback).filter(|audio| !audio.is_empty()),
        title: session.title,
        starts_at: session.starts_at_ms,
        time_zone: session.time_zone,
        led_by: session.led_by,
        departments: session.departments,
        practice: session.practice,
    }))
}

/// Gives somebody a seat and its cookie.
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(joining): Json<Joining>,
) -> Result<Response, Problem> {
    let (session, door) = open_door(&app, address(&app, peer, &headers), &joining.key)?;
    match session.state {
        Life::Planned => return Err(Problem::not_open()),
        Life::Open => {}
        Life::Ended | Life::Disposing | Life::Erased => return Err(Problem::ended()),
    }
    let role = match door {
        Door::Officer | Door::OfficerCode => Role::Officer,
        Door::Guest => Role::Guest,
        Door::Observer => Role::Observer,
    };
    let officer = role == Role::Officer;
    let only_for = |right, text: String| if right { text } else { String::new() };
    let arrival = Newcomer {
        account: None,
        role,
        name: joining.name,
        department: only_for(officer, joining.department),
        rank: only_for(officer, joining.rank),
        training_id: only_for(officer, joining.training_id),
        organization: only_for(!officer, joining.organization),
        simulated: joining.simulated && session.practice,
    };
    seat(&app, session.id.0, arrival).await
}

/// Takes a seat's cookie away: *Not you? Clear this PC.*
pub(crate) async fn forget(State(app): State<Arc<App>>, Json(forget): Json<Forget>) -> Response {
    let cookie = cookie::clear_seat(app.config.is_https(), forget.seat);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}

/// Somebody who gets a seat.
pub(crate) struct Newcomer {
    pub(crate) account: Option<[u8; 16]>,
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) department: String,
    pub(crate) rank: String,
    pub(crate) training_id: String,
    pub(crate) organization: String,
    pub(crate) simulated: bool,
}

/// Seats a newcomer durably, then hands out the cookie.
pub(crate) async fn seat(app: &App, session: Uuid, newcomer: Newcomer) -> Result<Response, Problem> {
    let (seat, secret) = (keys::fresh_id(), keys::fresh_secret());
    let arrival = Arrival {
        seat: SeatId(seat.into_bytes()),
        key: keys::hash(&secret),
        account: newcomer.account,
        role: newcomer.role,
        name: newcomer.name,
        department: newcomer.department,
        rank: newcomer.rank,
        training_id: newcomer.training_id,
        organization: newcomer.organization,
        simulated: newcomer.simulated,
    };
    let command = Command::Lobby(lobby::Command::Arrive(Box::new(arrival)));
    app.ask_house(session, command).await?.map_err(|refusal| Problem::at_the_door(&refusal))?;
    let cookie = cookie::set_seat(app.config.is_https(), seat, &secret);
    Ok(([(header::SET_COOKIE, cookie)], Json(Seated { session, seat })).into_response())
}

/// The session behind a key. Wrong keys are counted by address. After too many, codes from there have to wait, right or
/// wrong: they are short enough to guess, and a guesser must not learn more than the waiting time. Links always open,
/// because a whole station sits behind one address and must not wait for one person's typing errors.
fn open_door(app: &App, address: IpAddr, key: &str) -> Result<(Session, Door), Problem> {
    if let Some(seconds) = app.limiter.wait_s(address, clock::now()).filter(|_| keys::is_code(key)) {
        return Err(Problem::slow_down(seconds));
    }
    let found = app.door(key).and_then(|(id, door)| Some((sessions::get(&*app.store, id).ok()??, door)));
    found.ok_or_else(|| wrong_key(app, address, Problem::unknown_code()))
}

/// Counts a wrong key, and answers it: with `problem`, or after too many with a pause.
pub(crate) fn wrong_key(app: &App, address: IpAddr, problem: Problem) -> Problem {
    let now = clock::now();
    count(&app.metrics.wrong_keys, 1);
    if let Some(seconds) = app.limiter.wait_s(address, now) {
        return Problem::slow_down(seconds);
    }
    app.limiter.wrong(address, now);
    problem
}

/// Where a request comes from: the last hop that the trusted proxy saw, or the peer itself.
pub(crate) fn address(app: &App, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    // A proxy may add a line of its own below one that came from outside.
    let forwarded =
        headers.get_all("x-forwarded-for").iter().next_back().filter(|_| app.config.trusted_proxy);
    let last = forwarded.and_then(|value| value.to_str().ok()).and_then(|hops| hops.rsplit(',').next());
    last.and_then(|hop| hop.trim().parse().ok()).unwrap_or(peer.ip())
}
