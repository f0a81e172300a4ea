//! Ending a session: fold what it keeps, commit that, erase the rest, and only then say so.

use crate::{app::App, ballots, clock, pictures, products, sessions};
use academy::{
    records::{self, Class, Fate},
    session::State,
};
use anyhow::{Context as _, Result};
use room::Room;
use std::{sync::Arc, time::Duration};
use store::{Outcome, Remaining, Store as _};
use uuid::Uuid;

/// Rows deleted at once; other sessions get their turn in between.
const CHUNK: usize = 500;
/// Pause before trying again after a fault of the machine.
const PAUSE: Duration = Duration::from_secs(5);

/// Disposes of a session that has just ended (or is found ended at start-up).
pub(crate) async fn dispose(app: &Arc<App>, session: Uuid, room: &Room) {
    while let Err(error) = begin(app, session, room).await {
        tracing::error!(session.id = %session, %error, "the products could not be kept yet");
        tokio::time::sleep(PAUSE).await;
    }
    finish(app, session).await;
}

async fn begin(app: &App, session: Uuid, room: &Room) -> Result<()> {
    let _turn = app.turns.take(session).await;
    let mut document = sessions::get(&*app.store, session)?.context("the session has no document")?;
    if document.state == State::Planned {
        // The server stopped between opening the room and noting it.
        document.open(room.charter.starts_at.0).map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
    }
    if document.state == State::Open {
        let ended = room.ended.unwrap_or_else(clock::now);
        document.end(ended.0).map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
    }
    if document.state == State::Ended {
        document.begin_disposal().map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
    }
    let mut kept = products::fold(session, &document, room)?;
    if records::fate(document.records, Class::Uploads) == Fate::Kept {
        kept.extend(pictures::shown(&*app.store, room)?);
    }
    if records::fate(document.records, Class::AnonymousTallies) == Fate::Kept {
        kept.extend(ballots::boards(app, room)?);
    }
    let document = sessions::document(&document)?;
    sessions::durable(|done| app.store.begin_disposal(session, kept, document, done)).await?;
    Ok(())
}

/// Erases the rest of a session whose products are safe; resumed at start-up if interrupted.
pub(crate) async fn finish(app: &Arc<App>, session: Uuid) {
    while let Err(error) = erase(app, session).await {
        tracing::error!(session.id = %session, %error, "the session could not be erased yet");
        tokio::time::sleep(PAUSE).await;
    }
    tracing::info!(session.id = %session, "what the session does not keep is erased");
}

async fn erase(app: &App, session: Uuid) -> Result<()> {
    loop {
        let store = &app.store;
        let Remaining { rows } = sessions::durable(|done| store.dispose_chunk(session, CHUNK, done)).await?;
        if rows > 0 {
            tokio::task::yield_now().await;
            continue;
        }
        if sessions::durable(|done| store.finish_disposal(session, done)).await? == Outcome::Erased {
            break;
        }
    }
    let turn = app.turns.take(session).await;
    if let Some(mut document) = sessions::get(&*app.store, session)?.filter(|d| d.state == State::Disposing) {
        if document.is_rehearsal() {
            // Nothing of it was meant to last, not even that it was.
            return Ok(sessions::remove(&*app.store, session).await?);
        }
        document.finish_disposal().map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
        sessions::put(&*app.store, &document, &turn).await?;
    }
    Ok(())
}
