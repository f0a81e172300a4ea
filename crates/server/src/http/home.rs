//! The facilitators' home: who may use it, and what it shows.
//!
//! One secret link opens it for now; a cookie of its own remembers the browser. Accounts will take the place
//! of [`Signed`] without touching the pages behind it.

use super::{cookie, error::Problem, join, session::Summary, sign_in};
use crate::{app::App, clock, keys, sessions};
use academy::template;
use axum::{
    Json,
    extract::{ConnectInfo, FromRequestParts, State},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, sync::Arc};

/// A browser that came in by the facilitators' link.
pub(crate) struct Signed {
    /// The account behind it: a second device is the same person in a room.
    pub(crate) account: [u8; 16],
}

/// Days until a browser has to use the link again, whatever it did meanwhile.
pub(crate) const SIGN_IN_DAYS: u32 = 30;
/// The one account there is until people have their own.
const HOUSE_ACCOUNT: [u8; 16] = [1; 16];

impl FromRequestParts<Arc<App>> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let name = cookie::home_name(app.config.is_https());
        let secret = cookie::read(&parts.headers, &name).ok_or_else(Problem::sign_in)?;
        let known = sign_in::is_known(&*app.store, secret, clock::now())?;
        if known { Ok(Self { account: HOUSE_ACCOUNT }) } else { Err(Problem::sign_in()) }
    }
}

/// The key of the facilitators' link.
#[derive(Deserialize)]
pub(crate) struct Key {
    key: String,
}

/// Lets a browser in that has the secret link.
pub(crate) async fn enter(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(Key { key }): Json<Key>,
) -> Result<Response, Problem> {
    if !keys::fits(&keys::normal(&key), &keys::hash(&app.keys.home())) {
        let address = join::address(&app, peer, &headers);
        return Err(join::wrong_key(&app, address, Problem::sign_in()));
    }
    let secret = keys::fresh_secret();
    sign_in::remember(&*app.store, &secret, clock::now()).await?;
    let cookie = cookie::set_home(app.config.is_https(), &secret);
    Ok(([(header::SET_COOKIE, cookie)], Json(())).into_response())
}

/// Signs this browser out.
pub(crate) async fn leave(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Problem> {
    sign_out(&app, &headers).await?;
    let cookie = cookie::clear_home(app.config.is_https());
    Ok(([(header::SET_COOKIE, cookie)], Json(())).into_response())
}

/// Forgets the browser that sent these headers, whoever else may have copied its cookie.
pub(crate) async fn sign_out(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    if let Some(secret) = cookie::read(headers, &cookie::home_name(app.config.is_https())) {
        sign_in::forget(&*app.store, secret).await?;
    }
    Ok(())
}

/// What the home page shows.
#[derive(Serialize)]
pub(crate) struct Home {
    sessions: Vec<Summary>,
    templates: Vec<TemplateCard>,
    now: i64,
}

#[derive(Serialize)]
struct TemplateCard {
    id: String,
    title: String,
    audience: String,
    objectives: Vec<String>,
    minutes: u32,
    credit_minutes: u32,
}

/// All sessions and templates.
pub(crate) async fn home(State(app): State<Arc<App>>, _: Signed) -> Result<Json<Home>, Problem> {
    let mut all = sessions::all(&*app.store)?;
    all.sort_by_key(|session| session.starts_at_ms);
    let templates = template::all().map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let cards = templates.into_iter().map(|t| TemplateCard {
        minutes: t.segments.iter().map(|s| u32::from(s.minutes)).sum(),
        credit_minutes: t.segments.iter().filter(|s| s.credit).map(|s| u32::from(s.minutes)).sum(),
        id: t.id,
        title: t.title,
        audience: t.audience,
        objectives: t.objectives,
    });
    Ok(Json(Home {
        sessions: all.iter().map(|session| Summary::of(&app, session)).collect(),
        templates: cards.collect(),
        now: clock::now().0,
    }))
}
