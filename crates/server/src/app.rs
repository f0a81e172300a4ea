//! Everything the requests share.

use crate::{
    ballots::Ballots,
    clock,
    config::Config,
    http::limiter::Limiter,
    keys::{self, Door, Keys},
    live::{self, Live},
    metrics::Metrics,
    opening,
    press::Press,
    sessions::{self, Turn, Turns},
};
use academy::session::{Session, State};
use anyhow::Result;
use room::{Command, PersonId};
use std::{
    collections::{BTreeSet, HashMap},
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use store::{SqliteStore, Store};
use uuid::Uuid;

/// The server's state outside of the live sessions.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) keys: Keys,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) metrics: Arc<Metrics>,
    /// Wrong codes.
    pub(crate) wrong_codes: Limiter,
    /// People who joined.
    pub(crate) new_seats: Limiter,
    /// What was sent as a picture and is none.
    pub(crate) wrong_pictures: Limiter<(Uuid, PersonId)>,
    /// Requests for tokens of anonymous polls.
    pub(crate) drawn: Limiter<(Uuid, PersonId)>,
    /// Anonymous polls that are open.
    pub(crate) ballots: Ballots,
    /// Who changes a planned session now.
    pub(crate) turns: Turns,
    /// Makes pictures of boards.
    pub(crate) press: Press,
    /// Where this machine's own simulated officers connect to.
    pub(crate) crowd_address: SocketAddr,
    /// Live sessions by id: the one seam through which a session's host is found.
    live: Mutex<HashMap<Uuid, Live>>,
    /// Open sessions whose log could not be read at the start.
    unreadable: Mutex<BTreeSet<Uuid>>,
    /// Which session a secret opens, and as whom.
    doors: Mutex<HashMap<[u8; 32], (Uuid, Door)>>,
}

impl App {
    pub(crate) fn new(
        config: Config,
        store: Arc<SqliteStore>,
        crowd_address: SocketAddr,
    ) -> Result<Arc<Self>> {
        let keys = Keys::load(&config.data)?;
        Ok(Arc::new(Self {
            config,
            keys,
            store,
            metrics: Arc::default(),
            wrong_codes: Limiter::wrong_codes(),
            new_seats: Limiter::new_seats(),
            wrong_pictures: Limiter::wrong_pictures(),
            drawn: Limiter::drawn(),
            ballots: Ballots::default(),
            turns: Turns::default(),
            press: Press::default(),
            crowd_address,
            live: Mutex::default(),
            unreadable: Mutex::default(),
            doors: Mutex::default(),
        }))
    }

    /// Brings back what was running when the server stopped, and finishes erasing what was being erased.
    pub(crate) async fn resume(self: &Arc<Self>) -> Result<()> {
        let mut disposing: BTreeSet<_> = self.store.unfinished_disposals()?.into_iter().collect();
        for session in sessions::all(&*self.store)? {
            self.set_doors(&session);
            match session.state {
                State::Open => self.try_to_resume(session).await,
                // Its log may be gone already, and only the word for it be missing.
                State::Disposing => drop(disposing.insert(session.id.0)),
                State::Planned | State::Ended | State::Erased => {}
            }
        }
        for session in disposing {
            let app = Arc::clone(self);
            drop(tokio::spawn(async move { live::disposal::finish(&app, session).await }));
        }
        Ok(())
    }

    /// One session that cannot go on keeps no other from it: it stays as it is, for a program that can read it.
    async fn try_to_resume(self: &Arc<Self>, session: Session) {
        let id = session.id.0;
        if let Err(error) = self.resume_open(session).await {
            tracing::error!(session.id = %id, error = format!("{error:#}"), "the room of this session cannot be read");
            self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        }
    }

    /// Whether the room of this session could not be read at the start.
    pub(crate) fn is_unreadable(&self, session: Uuid) -> bool {
        self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).contains(&session)
    }

    /// A session that was open goes on where its log ends. One without a log comes from a backup that leaves live
    /// sessions out: it is planned again.
    async fn resume_open(self: &Arc<Self>, mut session: Session) -> Result<()> {
        if self.store.head(session.id.0)?.is_some() {
            self.start(session.id.0)?;
        } else if session.lose_room().is_ok() {
            tracing::warn!(session.id = %session.id.0, "the room of this session was not in the backup");
            let turn = self.turns.take(session.id.0).await;
            sessions::put(&*self.store, &session, &turn).await?;
        }
        Ok(())
    }

    /// The live session of this id.
    pub(crate) fn live(&self, session: Uuid) -> Option<Live> {
        self.lives().get(&session).cloned()
    }

    /// Number of live sessions and of their connections.
    pub(crate) fn load(&self) -> (usize, usize) {
        let lives = self.lives();
        (lives.len(), lives.values().map(Live::connections).sum())
    }

    /// Opens the room of a planned session whose turn it is: durable first, then live.
    pub(crate) async fn open(self: &Arc<Self>, mut session: Session, turn: &Turn) -> Result<Live, OpenError> {
        session.open(clock::now().0).map_err(OpenError::Refused)?;
        let command = opening::command(&session).map_err(OpenError::Unfit)?;
        let id = session.id.0;
        // The room before the document: if the server stops in between, the session is still planned, and
        // opening it again finds the room open.
        let live = self.start(id).map_err(OpenError::Broken)?;
        match live.errand(command).await {
            Ok(Ok(())) | Ok(Err(room::Refusal::AlreadyOpen)) => {}
            Ok(Err(refusal)) => {
                // A room that did not open has no task.
                self.forget(id);
                live.close().await;
                return Err(OpenError::Broken(anyhow::anyhow!("the room refused: {refusal:?}")));
            }
            Err(error) => return Err(OpenError::Broken(error)),
        }
        sessions::put(&*self.store, &session, turn).await.map_err(OpenError::Broken)?;
        Ok(live)
    }

    /// Starts (or finds) the task of a session.
    fn start(self: &Arc<Self>, session: Uuid) -> Result<Live> {
        let mut lives = self.lives();
        if let Some(live) = lives.get(&session) {
            return Ok(live.clone());
        }
        let live = live::task::start(Arc::clone(self), session)?;
        lives.insert(session, live.clone());
        Ok(live)
    }

    /// The session is no longer live.
    pub(crate) fn forget(&self, session: Uuid) {
        self.lives().remove(&session);
    }

    /// Makes a session's links and code work.
    pub(crate) fn set_doors(&self, session: &Session) {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        for door in Door::ALL {
            doors.insert(keys::hash(&self.keys.door(session.id.0, door)), (session.id.0, door));
        }
    }

    /// Which session a key opens, and as whom.
    pub(crate) fn door(&self, key: &str) -> Option<(Uuid, Door)> {
        let doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        doors.get(&keys::hash(&keys::normal(key))).copied()
    }

    /// The facilitators' secret link.
    pub(crate) fn home_link(&self) -> String {
        format!("{}/home#{}", self.config.public_url, self.keys.home())
    }

    /// The link of a session's door.
    pub(crate) fn door_link(&self, session: Uuid, door: Door) -> String {
        format!("{}/#{}", self.config.public_url, self.keys.door(session, door))
    }

    /// Tells every room that the server goes away for a moment.
    pub(crate) async fn dismiss(&self) {
        let lives: Vec<_> = self.lives().values().cloned().collect();
        for live in &lives {
            live.dismiss().await;
        }
    }

    /// Stops every live session; what was acknowledged is durable already.
    pub(crate) async fn close(&self) {
        let lives: Vec<_> = self.lives().drain().map(|(_, live)| live).collect();
        for live in lives {
            live.close().await;
        }
    }

    /// Asks a live session and waits until the answer is durable.
    pub(crate) async fn ask_house(
        &self,
        session: Uuid,
        command: Command,
    ) -> Result<Result<(), room::Refusal>> {
        match self.live(session) {
            Some(live) => live.errand(command).await,
            None => Ok(Err(room::Refusal::NotOpen)),
        }
    }

    fn lives(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a room could not be opened.
pub(crate) enum OpenError {
    /// It may not be.
    Refused(academy::session::Refusal),
    /// The room has no place for part of it.
    Unfit(opening::Unfit),
    /// Something broke.
    Broken(anyhow::Error),
}

#[cfg(test)]
mod tests;
