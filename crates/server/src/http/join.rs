//! From a link or code to a seat.

use super::{cookie, error::Problem, home};
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
use room::{
    AccountId, Command, Room, SeatId, lobby,
    lobby::Arrival,
    roster::{Role, Standing},
};
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
    notes: Vec<String>,
    audio: Option<String>,
    practice: bool,
    /// The seat this browser has there already.
    own: Option<Own>,
}

/// A seat that the one who asks holds the cookie of.
#[derive(Serialize)]
pub(crate) struct Own {
    seat: Uuid,
    name: String,
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

/// Says what session a key opens.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(key): Json<Key>,
) -> Result<Json<Look>, Problem> {
    let (session, door) = open_door(&app, address(&app, peer, &headers), &key.key)?;
    let role = role_of(door);
    let card = records::card(session.records, role == Role::Officer);
    Ok(Json(Look {
        session: session.id.0,
        own: own_seat(&app, session.id.0, move |came_as| came_as == role, &headers).await,
        role: match role {
            Role::Guest => "guest",
            Role::Observer => "observer",
            Role::Officer | Role::Facilitator => "officer",
        },
        minutes: session.run_sheet.wall_minutes(),
        credit_minutes: session.run_sheet.credit_minutes(),
        state: match session.state {
            Life::Planned => "planned",
            Life::Open => "open",
            Life::Ended | Life::Disposing | Life::Erased => "ended",
        },
        keeps: card.keeps,
        erases: card.erases,
        notes: card.notes,
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
    let from = address(&app, peer, &headers);
    let (session, door) = open_door(&app, from, &joining.key)?;
    match session.state {
        Life::Planned => return Err(Problem::not_open()),
        Life::Open if app.live(session.id.0).is_none() => return Err(Problem::no_room_now()),
        Life::Open => {}
        Life::Ended | Life::Disposing | Life::Erased => return Err(Problem::ended()),
    }
    let role = role_of(door);
    if let Some(own) = own_seat(&app, session.id.0, move |came_as| came_as == role, &headers).await
        && lobby::name_words(&own.name) == lobby::name_words(&joining.name)
    {
        return Ok(Json(Seated { session: session.id.0, seat: own.seat }).into_response());
    }
    if let Some(seconds) = app.new_seats.wait_s(from, clock::now()) {
        return Err(Problem::crowded(seconds));
    }
    app.new_seats.count(from, clock::now());
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

/// What somebody becomes who comes by this door.
fn role_of(door: Door) -> Role {
    match door {
        Door::Officer | Door::OfficerCode => Role::Officer,
        Door::Guest => Role::Guest,
        Door::Observer => Role::Observer,
    }
}

/// The session somebody has a seat in already.
#[derive(Deserialize)]
pub(crate) struct Again {
    session: Uuid,
}

/// The seat that this browser has in a session, whatever door it was taken at: its room is looked at in a new tab.
pub(crate) async fn own(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(Again { session }): Json<Again>,
) -> Result<Json<Own>, Problem> {
    own_seat(&app, session, |_| true, &headers).await.map(Json).ok_or_else(Problem::no_seat)
}

/// The seat that this browser took before, at a door that `fits`, whose person waits or may come back without waiting; the
/// newest of several.
async fn own_seat(
    app: &App,
    session: Uuid,
    fits: impl Fn(Role) -> bool + Send + 'static,
    headers: &HeaderMap,
) -> Option<Own> {
    let mut held: Vec<_> = cookie::seats(app.config.is_https(), headers)
        .map(|(seat, secret)| (seat, secret.to_owned()))
        .collect();
    held.sort_unstable_by_key(|(seat, _)| std::cmp::Reverse(*seat));
    let live = app.live(session).filter(|_| !held.is_empty())?;
    let find = move |room: &Room| {
        held.into_iter().find_map(|(id, secret)| {
            let seat = room.roster.seats.get(&SeatId(id.into_bytes()))?;
            let person = room.roster.people.get(&seat.person).filter(|_| keys::fits(&secret, &seat.key))?;
            let may_return = matches!(person.standing, Standing::Waiting | Standing::Admitted);
            (may_return && fits(room.roster.came_as(person)))
                .then(|| Own { seat: id, name: person.name.clone() })
        })
    };
    // A room that stopped this moment is met with the form, and says so then.
    live.look(find).await.ok().flatten()
}

/// Gives a shared PC back: *Not you? Clear this device.* Every seat this browser holds is taken from it, and whoever planned
/// sessions here is signed out.
pub(crate) async fn forget(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Problem> {
    home::sign_out(&app, &headers).await?;
    Ok((StatusCode::NO_CONTENT, cookie::clear_all(app.config.is_https(), &headers)).into_response())
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
        account: newcomer.account.map(AccountId),
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
    if let Some(seconds) = app.wrong_codes.wait_s(address, clock::now()).filter(|_| keys::is_code(key)) {
        return Err(Problem::slow_down(seconds));
    }
    let found = app.door(key).and_then(|(id, door)| Some((sessions::get(&*app.store, id).ok()??, door)));
    found.ok_or_else(|| wrong_key(app, address, Problem::unknown_code()))
}

/// Counts a wrong key, and answers it: with `problem`, or after too many with a pause.
pub(crate) fn wrong_key(app: &App, address: IpAddr, problem: Problem) -> Problem {
    let now = clock::now();
    count(&app.metrics.wrong_keys, 1);
    if let Some(seconds) = app.wrong_codes.wait_s(address, now) {
        return Problem::slow_down(seconds);
    }
    app.wrong_codes.count(address, now);
    problem
}

/// Where a request comes from: the last hop that the trusted proxy saw, or the peer itself.
pub(crate) fn address(app: &App, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    // A proxy may add a line of its own below one that came from outside.
    let forwarded =
        headers.get_all("x-forwarded-for").iter().next_back().filter(|_| app.config.trusted_proxy);
    let last = forwarded.and_then(|value| value.to_str().ok()).and_then(|hops| hops.rsplit(',').next());
    last.and_then(hop).unwrap_or(peer.ip())
}

/// The address of a hop: some proxies add the port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse().ok().map(|hop: SocketAddr| hop.ip());
    text.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_is_an_address_with_or_without_a_port() {
        let v4 = Some(IpAddr::from([203, 0, 113, 7]));
        assert_eq!((hop(" 203.0.113.7"), hop("203.0.113.7:52811 ")), (v4, v4));
        let v6 = "2001:db8::7".parse().ok();
        assert_eq!((hop("2001:db8::7"), hop("[2001:db8::7]:52811")), (v6, v6));
        assert_eq!(hop("unknown"), None);
    }
}
