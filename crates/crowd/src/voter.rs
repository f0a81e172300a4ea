//! Ballots of a simulated officer in anonymous polls, handled as a browser does: drawn when a poll opens, sent when it has
//! closed, each on a connection of its own that carries nothing else.

use crate::{Invitation, Ticket, door::exchange};
use anyhow::{Result, ensure};
use data_encoding::HEXLOWER;
use hyper::{Request, StatusCode, header};
use rand::{RngExt as _, rngs::StdRng};
use room::{
    PersonId, PollId, Room,
    poll::{
        Answer, Status,
        sealed::{Name, SPREAD_MS},
        slip,
    },
};
use std::{collections::BTreeMap, time::Duration};
use tokio::{task::JoinHandle, time::sleep};

/// How often a ballot is sent again before it is given up.
const TRIES: usize = 20;

/// The ballots of one officer.
pub struct Voter {
    invitation: Invitation,
    ticket: Ticket,
    votes: BTreeMap<PollId, Vote>,
}

struct Vote {
    name: Name,
    slips: seal::Voter,
    answer: Option<Answer>,
    sent: bool,
}

impl Voter {
    /// Somebody with a seat.
    #[must_use]
    pub fn new(invitation: Invitation, ticket: Ticket) -> Self {
        Self { invitation, ticket, votes: BTreeMap::new() }
    }

    /// The polls in which this person could vote and has no ballot yet.
    #[must_use]
    pub fn undrawn(&self, room: &Room, me: PersonId) -> Vec<PollId> {
        let open = room.poll.polls.iter().filter(|(id, poll)| {
            let sealed = poll.sealed.as_ref();
            let ready = sealed.is_some_and(|s| !s.keys.is_empty() && s.eligible.contains_key(&me));
            ready && poll.status == Status::Open && !self.votes.contains_key(id)
        });
        open.map(|(id, _)| *id).collect()
    }

    /// The polls for which a ballot is here that says nothing yet.
    #[must_use]
    pub fn unanswered(&self, room: &Room) -> Vec<PollId> {
        let open = |id: &PollId| room.poll.polls.get(id).is_some_and(|poll| poll.status == Status::Open);
        self.votes.iter().filter(|(id, vote)| vote.answer.is_none() && open(id)).map(|(id, _)| *id).collect()
    }

    /// Draws ballots for a poll; returns what the server was asked to sign.
    ///
    /// # Errors
    /// When the server refuses or cannot be reached, or its answer is not what it should be.
    pub async fn draw(&mut self, room: &Room, me: PersonId, id: PollId) -> Result<Vec<u8>> {
        let cells = cells(room, me, id)?;
        let name = room.poll.polls[&id].sealed.as_ref().map(|sealed| sealed.name).unwrap_or_default();
        let mut slips = seal::Voter::draw(name, &cells)?;
        let blinded = slips.blinded();
        let signed = self.ask(id, blinded.clone()).await?;
        slips.accept(&cells, &signed)?;
        self.votes.insert(id, Vote { name, slips, answer: None, sent: false });
        Ok(blinded)
    }

    /// Asks the server to sign something.
    ///
    /// # Errors
    /// When it refuses or cannot be reached.
    pub async fn ask(&self, id: PollId, blinded: Vec<u8>) -> Result<Vec<u8>> {
        let Ticket { session, seat, cookie } = &self.ticket;
        let request = Request::post(format!("/api/sessions/{session}/ballots/{}?seat={seat}", id.0))
            .header(header::ORIGIN, &self.invitation.origin)
            .header(header::COOKIE, cookie);
        let (status, _, body) = exchange(&self.invitation, request, blinded.into()).await?;
        ensure!(status.is_success(), "the server answered {status}: {}", String::from_utf8_lossy(&body));
        Ok(body.to_vec())
    }

    /// What this officer wants to say; it stays here until the poll closes.
    pub fn choose(&mut self, id: PollId, answer: Option<Answer>) {
        if let Some(vote) = self.votes.get_mut(&id) {
            vote.answer = answer;
        }
    }

    /// The ballots as they would be sent now.
    ///
    /// # Errors
    /// When none have been drawn.
    pub fn ballots(&self, room: &Room, id: PollId) -> Result<Vec<seal::Ballot>> {
        let (vote, poll) = (self.votes.get(&id), room.poll.polls.get(&id));
        let (vote, poll) = vote.zip(poll).ok_or_else(|| anyhow::anyhow!("no ballot has been drawn"))?;
        Ok(vote.slips.ballots(&slip::write(&poll.draft.kind, vote.answer.as_ref()))?)
    }

    /// The line was lost: what the server had may be lost, and is sent again. It counts once.
    pub fn lost_the_line(&mut self) {
        self.votes.values_mut().for_each(|vote| vote.sent = false);
    }

    /// Sends the ballots of polls that have closed, each at a moment of its own; those already on their way stay so.
    pub fn send(&mut self, room: &Room, chance: &mut StdRng) -> Vec<JoinHandle<bool>> {
        let closed = |id: &PollId| {
            matches!(room.poll.polls.get(id).map(|poll| poll.status), Some(Status::Collecting(_)))
        };
        let due: Vec<_> =
            self.votes.iter().filter(|(id, vote)| !vote.sent && closed(id)).map(|(id, _)| *id).collect();
        let mut sending = vec![];
        for id in due {
            let ballots = self.ballots(room, id).unwrap_or_default();
            let Some(vote) = self.votes.get_mut(&id) else { continue };
            vote.sent = true;
            for ballot in ballots {
                let wait = Duration::from_millis(u64::from(chance.random_range(0..SPREAD_MS)));
                let (invitation, session, name) =
                    (self.invitation.clone(), self.ticket.session.clone(), vote.name);
                sending.push(tokio::spawn(async move {
                    sleep(wait).await;
                    cast_until_taken(&invitation, &session, name, &ballot).await
                }));
            }
        }
        sending
    }
}

fn cells(room: &Room, me: PersonId, id: PollId) -> Result<Vec<(u8, seal::PublicKey)>> {
    let poll = room.poll.polls.get(&id);
    let cells = poll.and_then(|poll| poll.sealed.as_ref()?.cells_of(me, &poll.draft));
    let cells = cells.into_iter().flatten();
    cells.map(|(cell, key)| Ok((cell, seal::PublicKey::from_der(key)?))).collect()
}

async fn cast_until_taken(invitation: &Invitation, session: &str, name: Name, ballot: &seal::Ballot) -> bool {
    for _ in 0..TRIES {
        match cast(invitation, session, name, ballot.as_bytes()).await {
            Ok(StatusCode::NO_CONTENT) => return true,
            // Not collected yet, or not any more; or the server is away for a moment.
            Ok(StatusCode::NOT_FOUND) | Err(_) => sleep(Duration::from_millis(500)).await,
            Ok(_) => return false,
        }
    }
    false
}

/// Sends a ballot as somebody nobody knows.
///
/// # Errors
/// When the server cannot be reached.
pub async fn cast(invitation: &Invitation, session: &str, name: Name, ballot: &[u8]) -> Result<StatusCode> {
    let request = Request::post(format!("/b/{session}/{}", HEXLOWER.encode(&name)));
    Ok(exchange(invitation, request, ballot.to_vec().into()).await?.0)
}
