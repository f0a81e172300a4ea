//! The sealed road: how anonymous ballots come, and what is done with them.
//!
//! Keys are made when a poll opens, and kept until it has been counted, so that a restart costs nobody their vote. Who
//! asks for tokens is known; who sends a ballot is not: that request carries no cookie, and nothing about it is written
//! down, not in a log line, not in a counter. Ballots lie in memory, sorted by random keys, until the poll is counted;
//! then the board is written in one piece, if it may be published at all.

use crate::{app::App, sessions};
use anyhow::{Context as _, Result};
use room::{
    Command, Digest, PersonId, PollId, Room,
    poll::{
        self, Draft,
        sealed::{self, COLLECTING_MS, Name, Want},
        slip,
    },
};
use seal::{PublicKey, SIGNATURE, SecretKey, Urn};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::{Document, Store as _, kind};
use tokio::{
    sync::{Notify, Semaphore},
    task::spawn_blocking,
    time::{Instant, sleep, sleep_until},
};
use uuid::Uuid;

/// Version of the documents.
const VERSION: u16 = 1;
/// Pause before something that failed is tried again.
const PAUSE: Duration = Duration::from_secs(1);
/// After the last ballot the board waits a moment, so that the end says nothing about who was last.
const SETTLE: Duration = Duration::from_millis(300);

/// What is open now, and who works for it.
pub(crate) struct Ballots {
    urns: Mutex<HashMap<(Uuid, Name), Arc<Collecting>>>,
    /// Keys are made, tokens signed and ballots checked by one at a time each, so that live sessions have the rest of the
    /// machine whatever anybody sends.
    making: Semaphore,
    signing: Semaphore,
    checking: Semaphore,
}

impl Default for Ballots {
    fn default() -> Self {
        Self {
            urns: Mutex::default(),
            making: Semaphore::new(1),
            signing: Semaphore::new(1),
            checking: Semaphore::new(1),
        }
    }
}

/// A poll whose ballots are on their way.
struct Collecting {
    draft: Draft,
    /// Taken away when counting begins: what came after that would be acknowledged and not counted.
    urn: Mutex<Option<Urn>>,
    /// Ballots at most.
    most: usize,
    full: Notify,
}

/// Why a ballot or a request for tokens is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoBallot {
    /// No ballots are collected under this name now.
    NotNow,
    /// It is no valid ballot of this poll.
    Invalid,
    /// It is valid, and says nothing that this poll asks.
    NoAnswer,
    /// Another answer with the same ballot key.
    Twice,
}

impl Ballots {
    fn urns(&self) -> MutexGuard<'_, HashMap<(Uuid, Name), Arc<Collecting>>> {
        self.urns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Collecting {
    fn urn(&self) -> MutexGuard<'_, Option<Urn>> {
        self.urn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cast(&self, bytes: &[u8]) -> Result<(), NoBallot> {
        let answer = slip::length(&self.draft.kind);
        let ballot = seal::Ballot::from_bytes(bytes, answer).map_err(|_| NoBallot::Invalid)?;
        let statement = usize::from(ballot.cell()) % slip::slips_of(&self.draft.kind).max(1);
        if slip::read(&self.draft, statement, ballot.answer()).is_none() {
            return Err(NoBallot::NoAnswer);
        }
        let mut urn = self.urn();
        let urn = urn.as_mut().ok_or(NoBallot::NotNow)?;
        urn.cast(bytes).map_err(|error| match error {
            seal::Error::Twice => NoBallot::Twice,
            _ => NoBallot::Invalid,
        })?;
        if urn.len() >= self.most {
            self.full.notify_one();
        }
        Ok(())
    }
}

/// Takes a ballot, from whomever it may be.
pub(crate) async fn cast(
    app: &App,
    session: Uuid,
    name: Name,
    bytes: Vec<u8>,
) -> Result<Result<(), NoBallot>> {
    let found = app.ballots.urns().get(&(session, name)).cloned();
    let Some(collecting) = found else { return Ok(Err(NoBallot::NotNow)) };
    let _turn = app.ballots.checking.acquire().await?;
    Ok(spawn_blocking(move || collecting.cast(&bytes)).await?)
}

/// Signs what somebody has drawn; they are known, and the room has granted it durably.
pub(crate) async fn sign(app: &App, poll: &Poll, drawn: Vec<u8>) -> Result<Option<Vec<u8>>> {
    let keys = keys(app, poll.name)?.context("the keys of an open poll are missing")?;
    let cells = poll.cells.clone();
    let _turn = app.ballots.signing.acquire().await?;
    let signed = move || {
        let each = cells.iter().zip(drawn.chunks(SIGNATURE));
        let sign = |(cell, drawn): (&u8, &[u8])| keys.get(usize::from(*cell))?.sign(drawn).ok();
        each.map(sign).collect::<Option<Vec<_>>>().map(|signed| signed.concat())
    };
    Ok(spawn_blocking(signed).await?)
}

/// What somebody who draws tokens votes on.
pub(crate) struct Poll {
    name: Name,
    cells: Vec<u8>,
}

impl Poll {
    /// The poll as this person votes in it; nothing if they do not, or cannot yet.
    pub(crate) fn of(room: &Room, id: PollId, person: PersonId) -> Option<Self> {
        let poll = room.poll.polls.get(&id)?;
        let sealed = poll.sealed.as_ref()?;
        let cells: Vec<_> = sealed.cells_of(person, &poll.draft)?.map(|(cell, _)| cell).collect();
        (!cells.is_empty()).then_some(Self { name: sealed.name, cells })
    }

    /// Bytes that are drawn.
    pub(crate) fn drawn_len(&self) -> usize {
        self.cells.len() * SIGNATURE
    }
}

/// Does what a poll waits for; `whole` says that its ballots have been collected since its closing. Tries again until it
/// is done or the session is over.
pub(crate) async fn serve(app: Arc<App>, session: Uuid, poll: PollId, want: Want, whole: bool) {
    loop {
        let done = match &want {
            Want::Keys(n) => make_keys(&app, session, poll, *n).await,
            Want::Ballots { name, most } => collect(&app, session, poll, *name, *most, whole).await,
        };
        match done {
            Ok(()) => return,
            Err(_) if app.live(session).is_none() => return,
            Err(error) => {
                tracing::error!(session.id = %session, error = format!("{error:#}"), "an anonymous poll waits");
            }
        }
        sleep(PAUSE).await;
    }
}

async fn tell(app: &App, session: Uuid, poll: PollId, command: sealed::Command) -> Result<bool> {
    let live = app.live(session).context("the session is over")?;
    Ok(live.errand(Command::Poll(poll::Command::Sealed(poll, command))).await?.is_ok())
}

async fn make_keys(app: &App, session: Uuid, poll: PollId, n: usize) -> Result<()> {
    let turn = app.ballots.making.acquire().await?;
    let made = spawn_blocking(move || (0..n).map(|_| SecretKey::generate()).collect::<Result<Vec<_>, _>>());
    let made = made.await??;
    drop(turn);
    let name: Name = crate::keys::random();
    let secrets = made.iter().map(SecretKey::to_der).collect::<Result<Vec<_>, _>>()?;
    let keys = made.iter().map(|key| key.public()?.to_der()).collect::<Result<Vec<_>, _>>()?.concat();
    let body = serde_json::to_vec(&secrets)?;
    put(app, session, kind::BALLOT_KEYS, name, body).await?;
    if !tell(app, session, poll, sealed::Command::Key { name, keys }).await? {
        forget(app, kind::BALLOT_KEYS, name).await?;
    }
    Ok(())
}

async fn collect(app: &App, session: Uuid, poll: PollId, name: Name, most: usize, whole: bool) -> Result<()> {
    let live = app.live(session).context("the session is over")?;
    let known = live.look(move |room| {
        let poll = room.poll.polls.get(&poll)?;
        Some((poll.draft.clone(), poll.sealed.as_ref()?.keys.clone()))
    });
    let Some((draft, keys)) = known.await? else { return Ok(()) };
    // A board from before a restart belongs to a count that was never told.
    forget(app, kind::BALLOTS, name).await?;
    let keys = keys.chunks(sealed::KEY).map(PublicKey::from_der).collect::<Result<Vec<_>, _>>()?;
    let urn = Mutex::new(Some(Urn::new(name, keys, slip::length(&draft.kind))));
    let collecting = Collecting { draft, urn, most, full: Notify::new() };
    let collecting = Arc::new(collecting);
    let wait = Duration::from_millis(COLLECTING_MS.unsigned_abs());
    let until = Instant::now() + wait;
    app.ballots.urns().insert((session, name), Arc::clone(&collecting));
    if most > 0 {
        tokio::select! {
            // The server stops, or the session has ended. Who has sent a ballot sends it again.
            () = live.gone() => {
                app.ballots.urns().remove(&(session, name));
                return Ok(());
            }
            () = collecting.full.notified() => sleep_until(until.min(Instant::now() + SETTLE)).await,
            () = sleep_until(until) => {}
        }
    }
    app.ballots.urns().remove(&(session, name));
    let Some(urn) = collecting.urn().take() else { return Ok(()) };
    count(app, session, poll, name, &urn, whole).await
}

/// The end: the board is written in one piece if it may be published, then the room is told.
async fn count(app: &App, session: Uuid, poll: PollId, name: Name, urn: &Urn, whole: bool) -> Result<()> {
    loop {
        let live = app.live(session).context("the session is over")?;
        let slips: Vec<_> = urn.ballots().map(|b| (b.cell(), b.answer().to_vec())).collect();
        let board = urn.board();
        let digest = Digest(seal::digest(&board));
        let judged = slips.clone();
        let counted = async {
            if live.look(move |room| sealed::publishes(room, poll, &judged, whole)).await? {
                put(app, session, kind::BALLOTS, name, board).await?;
            }
            tell(app, session, poll, sealed::Command::Count { slips, whole, board: digest }).await
        };
        match counted.await {
            Ok(_) => {
                // Decided otherwise meanwhile, or not at all: then no ballot stays.
                if !live.look(move |room| sealed::has_board(room, name)).await.unwrap_or(false) {
                    forget(app, kind::BALLOTS, name).await?;
                }
                return forget(app, kind::BALLOT_KEYS, name).await;
            }
            Err(_) if app.live(session).is_none() => return Ok(()),
            // What is in the urn stays there: it cannot come again from who has left.
            Err(error) => {
                tracing::error!(session.id = %session, error = format!("{error:#}"), "a poll is not counted yet");
            }
        }
        sleep(PAUSE).await;
    }
}

/// The published board of a poll.
pub(crate) fn board(app: &App, session: Uuid, name: Name) -> Result<Option<Vec<u8>>> {
    let found = app.store.get(kind::BALLOTS, Uuid::from_bytes(name))?;
    Ok(found.filter(|document| document.session == Some(session)).map(|document| document.body))
}

/// The boards that a session publishes, as they are kept.
pub(crate) fn boards(app: &App, room: &Room) -> Result<Vec<Document>> {
    let published = room.poll.polls.values().filter_map(|poll| poll.sealed.as_ref());
    let published = published.filter(|sealed| sealed.outcome.as_ref().is_some_and(|o| o.board.is_some()));
    let documents = published.map(|sealed| app.store.get(kind::BALLOTS, Uuid::from_bytes(sealed.name)));
    Ok(documents.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

fn keys(app: &App, name: Name) -> Result<Option<Vec<SecretKey>>> {
    let Some(document) = app.store.get(kind::BALLOT_KEYS, Uuid::from_bytes(name))? else { return Ok(None) };
    let keys: Vec<Vec<u8>> = serde_json::from_slice(&document.body)?;
    Ok(Some(keys.iter().map(|der| SecretKey::from_der(der)).collect::<Result<_, _>>()?))
}

async fn put(app: &App, session: Uuid, kind: &str, name: Name, body: Vec<u8>) -> Result<()> {
    let (kind, id) = (kind.to_owned(), Uuid::from_bytes(name));
    let document = Document { kind, id, session: Some(session), version: VERSION, body };
    Ok(sessions::durable(|done| app.store.put(document, done)).await?)
}

async fn forget(app: &App, kind: &str, name: Name) -> Result<()> {
    let deleted = sessions::durable(|done| app.store.delete(kind, Uuid::from_bytes(name), done));
    Ok(deleted.await.map(drop)?)
}
