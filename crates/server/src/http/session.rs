//! Planning a session: from a template to an open room, and what is left afterwards.

use super::{
    error::Problem,
    home::Signed,
    join::{self, Newcomer},
};
use crate::{
    app::{App, OpenError},
    clock, demo,
    keys::{self, Door},
    opening, sessions,
};
use academy::{
    id::SessionId,
    person, records,
    session::{Edit, Session, State as Life},
    tailor::Values,
    template,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use room::{Command, Records, lobby, roster::Role};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// One line of the home page.
#[derive(Serialize)]
pub(crate) struct Summary {
    id: Uuid,
    title: String,
    starts_at: i64,
    time_zone: String,
    minutes: u32,
    departments: Vec<String>,
    expected: usize,
    unfilled: usize,
    state: Life,
    practice: bool,
    records: Records,
    present: usize,
    /// Its room is lost to this program: its log cannot be read.
    unreadable: bool,
}

impl Summary {
    pub(crate) fn of(app: &App, session: &Session) -> Self {
        Self {
            id: session.id.0,
            title: session.title.clone(),
            starts_at: session.starts_at_ms,
            time_zone: session.time_zone.clone(),
            minutes: session.run_sheet.wall_minutes(),
            departments: session.departments.clone(),
            expected: session.expected.len(),
            unfilled: session.unfilled().len(),
            state: session.state,
            practice: session.practice,
            records: session.records,
            present: app.live(session.id.0).map_or(0, |live| live.connections()),
            unreadable: app.is_unreadable(session.id.0),
        }
    }
}

/// Everything about one session, for its planning page.
#[derive(Serialize)]
pub(crate) struct Plan {
    session: Session,
    links: Links,
    /// Blanks that nobody has filled yet, by key.
    unfilled: Vec<String>,
    card: records::RecordsCard,
    wall_minutes: u32,
    credit_minutes: u32,
}

/// How people get in.
#[derive(Serialize)]
struct Links {
    officer: String,
    guest: String,
    observer: String,
    code: String,
}

impl Plan {
    fn of(app: &App, session: Session) -> Self {
        let id = session.id.0;
        Self {
            links: Links {
                officer: app.door_link(id, Door::Officer),
                guest: app.door_link(id, Door::Guest),
                observer: app.door_link(id, Door::Observer),
                code: app.keys.door(id, Door::OfficerCode),
            },
            unfilled: session.unfilled(),
            card: records::card(session.records, true),
            wall_minutes: session.run_sheet.wall_minutes(),
            credit_minutes: session.run_sheet.credit_minutes(),
            session,
        }
    }
}

/// What a new session starts from.
#[derive(Deserialize)]
pub(crate) struct Create {
    template: String,
    starts_at: i64,
    time_zone: String,
    #[serde(default)]
    led_by: String,
}

/// Details of a session; what is left out stays.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Change {
    title: Option<String>,
    starts_at: Option<i64>,
    time_zone: Option<String>,
    departments: Option<Vec<String>>,
    led_by: Option<String>,
    records: Option<Records>,
    audio_fallback: Option<String>,
    lobby_message: Option<String>,
    auto_admit_listed: Option<bool>,
    capacity: Option<u16>,
    tailoring: Option<Values>,
}

/// A pasted list.
#[derive(Deserialize)]
pub(crate) struct Pasted {
    text: String,
    /// Whether the list may come to be empty: a step was taken back that had filled it.
    #[serde(default)]
    may_empty: bool,
}

/// Makes a session from a template.
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    _: Signed,
    Json(create): Json<Create>,
) -> Result<Json<Plan>, Problem> {
    let templates = template::all().map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let template =
        templates.iter().find(|t| t.id == create.template).ok_or_else(Problem::template_not_found)?;
    let mut session =
        Session::plan(SessionId(keys::fresh_id()), template, create.starts_at, &create.time_zone);
    session.led_by = create.led_by;
    session.check().map_err(Problem::refused)?;
    let turn = app.turns.take(session.id.0).await;
    sessions::put(&*app.store, &session, &turn).await?;
    app.set_doors(&session);
    Ok(Json(Plan::of(&app, session)))
}

/// Reads a session.
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Json<Plan>, Problem> {
    Ok(Json(Plan::of(&app, find(&app, id)?)))
}

/// Changes details of a session that is not open.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
    Json(change): Json<Change>,
) -> Result<Json<Plan>, Problem> {
    let turn = app.turns.take(id).await;
    let mut session = planned(&app, id)?;
    let before = session.clone();
    change.apply(&mut session);
    session.check().map_err(Problem::refused)?;
    // An answer to a blank can make a text longer than the room allows.
    opening::check_change(&before, &session).map_err(|unfit| Problem::unfit(&unfit))?;
    sessions::put(&*app.store, &session, &turn).await?;
    Ok(Json(Plan::of(&app, session)))
}

impl Change {
    fn apply(self, session: &mut Session) {
        fn set<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        set(&mut session.title, self.title);
        set(&mut session.starts_at_ms, self.starts_at);
        set(&mut session.time_zone, self.time_zone);
        set(&mut session.departments, self.departments);
        set(&mut session.led_by, self.led_by);
        set(&mut session.records, self.records);
        set(&mut session.audio_fallback, self.audio_fallback);
        set(&mut session.lobby_message, self.lobby_message);
        set(&mut session.auto_admit_listed, self.auto_admit_listed);
        set(&mut session.capacity, self.capacity);
        set(&mut session.tailoring, self.tailoring);
    }
}

/// Deletes a session that is not running, with everything it kept.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let _turn = app.turns.take(id).await;
    let session = find(&app, id)?;
    match session.state {
        Life::Planned | Life::Erased => {}
        Life::Open | Life::Ended | Life::Disposing => return Err(Problem::session_running()),
    }
    sessions::remove(&*app.store, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the run sheet.
pub(crate) async fn edit_run_sheet(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
    Json(edit): Json<Edit>,
) -> Result<Json<Plan>, Problem> {
    let turn = app.turns.take(id).await;
    let mut session = planned(&app, id)?;
    let before = session.clone();
    session.edit_run_sheet(edit).map_err(Problem::refused)?;
    opening::check_change(&before, &session).map_err(|unfit| Problem::unfit(&unfit))?;
    sessions::put(&*app.store, &session, &turn).await?;
    Ok(Json(Plan::of(&app, session)))
}

/// Reads a pasted list of expected officers; good lines are kept, the others are reported. A text without a good line is
/// the wrong text: the list stays as it was.
pub(crate) async fn expect(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
    Json(pasted): Json<Pasted>,
) -> Result<Json<person::List>, Problem> {
    let list = person::parse(&pasted.text);
    if list.people.is_empty() && !pasted.may_empty {
        find(&app, id)?;
        return Ok(Json(list));
    }
    // Until the room has the list, too: else plan and room could end up with different ones.
    let turn = app.turns.take(id).await;
    let mut session = find(&app, id)?;
    session.expect_officers(list.people.clone()).map_err(Problem::refused)?;
    sessions::put(&*app.store, &session, &turn).await?;
    if let Some(live) = app.live(id) {
        // A full list always fits: the plan and the room have one limit.
        let _ = live.errand(Command::Lobby(lobby::Command::Expect(session.expected))).await?;
    }
    Ok(Json(list))
}

/// Opens the room.
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Json<Plan>, Problem> {
    let turn = app.turns.take(id).await;
    let session = find(&app, id)?;
    if session.state != Life::Open {
        app.open(session, &turn).await.map_err(opening_problem)?;
    }
    Ok(Json(Plan::of(&app, find(&app, id)?)))
}

fn opening_problem(error: OpenError) -> Problem {
    match error {
        OpenError::Refused(refusal) => Problem::refused(refusal),
        OpenError::Unfit(unfit) => Problem::unfit(&unfit),
        OpenError::Broken(error) => error.into(),
    }
}

/// A rehearsal that was opened.
#[derive(Serialize)]
pub(crate) struct Rehearsal {
    session: Uuid,
}

/// Rehearsals at once: each has a crowd of its own.
const REHEARSALS: usize = 3;

/// Opens a throw-away copy with simulated officers in it.
pub(crate) async fn rehearse(
    State(app): State<Arc<App>>,
    _: Signed,
    Path(id): Path<Uuid>,
) -> Result<Json<Rehearsal>, Problem> {
    let rehearsal = find(&app, id)?.rehearsal(SessionId(keys::fresh_id()), clock::now().0);
    let session = rehearsal.id.0;
    // One after the other, so that they are counted right.
    let _turn_to_rehearse = app.turns.take(Uuid::nil()).await;
    let running = |s: &Session| s.is_rehearsal() && app.live(s.id.0).is_some();
    if sessions::all(&*app.store)?.iter().filter(|s| running(s)).count() >= REHEARSALS {
        return Err(Problem::too_many_rehearsals());
    }
    let turn = app.turns.take(session).await;
    app.set_doors(&rehearsal);
    // It is stored once it is open: one that is refused leaves nothing behind.
    app.open(rehearsal, &turn).await.map_err(opening_problem)?;
    demo::invite_crowd(&app, session, demo::REHEARSAL_OFFICERS);
    Ok(Json(Rehearsal { session }))
}

/// Gives the facilitator a seat in the open room.
pub(crate) async fn enter(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let session = find(&app, id)?;
    let name = if session.led_by.is_empty() { "Facilitator".to_owned() } else { session.led_by };
    let newcomer = Newcomer {
        account: Some(signed.account),
        role: Role::Facilitator,
        name,
        department: String::new(),
        rank: String::new(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    };
    join::seat(&app, id, newcomer).await
}

fn find(app: &App, id: Uuid) -> Result<Session, Problem> {
    sessions::get(&*app.store, id)?.ok_or_else(Problem::session_not_found)
}

fn planned(app: &App, id: Uuid) -> Result<Session, Problem> {
    let session = find(app, id)?;
    let refusal = academy::session::Refusal::NotPlanned;
    if session.state == Life::Planned { Ok(session) } else { Err(Problem::refused(refusal)) }
}
