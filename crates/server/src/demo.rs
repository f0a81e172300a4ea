//! A practice session with simulated officers: for a first look, for rehearsals, for tests.

use crate::{
    app::{App, OpenError},
    clock,
    keys::{self, Door},
    sessions,
};
use academy::{
    id::SessionId,
    session::{Session, State},
    template,
};
use anyhow::{Context as _, Result, anyhow};
use room::{Command, Records};
use std::sync::Arc;
use uuid::Uuid;

/// Simulated officers in a rehearsal.
pub(crate) const REHEARSAL_OFFICERS: usize = 24;
/// The demo's choices repeat.
const SEED: u64 = 7;

/// An open demo session.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Its id.
    pub session: Uuid,
    /// The facilitators' home, which opens it.
    pub facilitator: String,
    /// The officers' link.
    pub officer: String,
    /// The guests' link.
    pub guest: String,
    /// The officers' code.
    pub code: String,
}

/// Opens a demo session and invites the crowd. What the last start left is thrown away: its crowd has lost its seats, and
/// would stand in the roster beside its namesakes.
pub(crate) async fn open(app: &Arc<App>, officers: usize) -> Result<Demo> {
    for earlier in sessions::all(&*app.store)?.into_iter().filter(|session| session.practice) {
        throw_away(app, earlier.id.0).await?;
    }
    let session = plan_and_open(app).await?;
    invite_crowd(app, session, officers);
    Ok(Demo {
        session,
        facilitator: app.home_link(),
        officer: app.door_link(session, Door::Officer),
        guest: app.door_link(session, Door::Guest),
        code: app.keys.door(session, Door::OfficerCode),
    })
}

/// Removes a practice session at once, or ends it and leaves the removal to its disposal.
async fn throw_away(app: &Arc<App>, id: Uuid) -> Result<()> {
    let turn = app.turns.take(id).await;
    let Some(session) = sessions::get(&*app.store, id)? else { return Ok(()) };
    match session.state {
        State::Planned | State::Erased => sessions::remove(&*app.store, id).await?,
        State::Open | State::Ended | State::Disposing => {
            // As a rehearsal it leaves nothing.
            sessions::put(&*app.store, &Session { records: Records::Ephemeral, ..session }, &turn).await?;
            // One that has no room has ended, also just now, or is beyond reading.
            drop(app.ask_house(id, Command::End).await);
        }
    }
    Ok(())
}

async fn plan_and_open(app: &Arc<App>) -> Result<Uuid> {
    let templates = template::all().map_err(|fault| anyhow!("{fault}"))?;
    let template = templates.first().context("there are no templates")?;
    let id = SessionId(keys::fresh_id());
    let session = Session {
        departments: vec!["Riverton PD".into(), "Lakeside SO".into()],
        led_by: "Amina R.".into(),
        lobby_message: "We start in a few minutes. If a call comes in, press \"Called to duty\" and go: you \
                        will not lose the part you attended."
            .into(),
        audio_fallback: "Phone 555-0100, code 4411".into(),
        practice: true,
        ..Session::plan(id, template, clock::now().0, "America/Los_Angeles")
    };
    let turn = app.turns.take(id.0).await;
    app.set_doors(&session);
    match app.open(session, &turn).await {
        Ok(_) => Ok(id.0),
        Err(OpenError::Refused(refusal)) => Err(anyhow!("{refusal}")),
        Err(OpenError::Unfit(unfit)) => Err(anyhow!("{unfit}")),
        Err(OpenError::Broken(error)) => Err(error),
    }
}

/// Sends simulated officers to a session's door, over real sockets like everybody.
pub(crate) fn invite_crowd(app: &Arc<App>, session: Uuid, officers: usize) {
    let invitation = crowd::Invitation {
        origin: app.config.public_url.clone(),
        address: app.crowd_address,
        key: app.keys.door(session, Door::Officer),
        officers,
        seed: SEED,
    };
    tokio::spawn(async move {
        if let Err(error) = crowd::attend(invitation, crowd::Pace::lifelike(officers)).await {
            tracing::warn!(%error, "the simulated officers left early");
        }
    });
}
