//! The facilitators' home: who may use it, and what it shows.
//!
//! One secret link opens it for now; a cookie of its own remembers the browser. Accounts will take the place
//! of [`Signed`] without touching the pages behind it.

use super::{cookie, error::Problem, join, session::Summary};
use crate::{app::App, keys, sessions};
use academy::template;
use axum::{
    Json,
    extract::{ConnectInfo, FromRequestParts, State},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, sync::Arc};
use store::{Document, Store as _};
use uuid::Uuid;

/// A browser that came in by the facilitators' link.
pub(crate) struct Signed {
    /// The account behind it: a second device is the same person in a room.
    pub(crate) account: [u8; 16],
}

/// Documents that remember browsers: the hash of a cookie each.
const SIGN_IN: &str = "sign-in";
/// The one account there is until people have their own.
const HOUSE_ACCOUNT: [u8; 16] = [1; 16];

impl FromRequestParts<Arc<App>> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let name = cookie::home_name(app.config.is_https());
        let secret = cookie::read(&parts.headers, &name).ok_or_else(Problem::sign_in)?;
        let hash = keys::hash(secret);
        let known = app.store.get(SIGN_IN, id_of(&hash))?.is_some_and(|d| keys::fits(secret, &body_of(&d)));
        if known { Ok(Self { account: HOUSE_ACCOUNT }) } else { Err(Problem::sign_in()) }
    }
}

fn id_of(hash: &[u8; 32]) -> Uuid {
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(id)
}

fn body_of(document: &Document) -> [u8; 32] {
    document.body.as_slice().try_into().unwrap_or([0; 32])
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
    let hash = keys::hash(&secret);
    let document =
        Document { kind: SIGN_IN.into(), id: id_of(&hash), session: None, version: 1, body: hash.to_vec() };
    sessions::durable(|done| app.store.put(document, done)).await?;
    let cookie = cookie::set_home(app.config.is_https(), &secret);
    Ok(([(header::SET_COOKIE, cookie)], Json(())).into_response())
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
        now: crate::clock::now().0,
    }))
}
