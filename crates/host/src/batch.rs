//! One batch: what is decided together, committed together and released together.

use crate::{Connection, ConnectionId, Entry, ErrandId, Frame, Host, Output, Phase, Told, connect};
use protocol::{ASKS_AHEAD, Bye, Cursor, ServerMessage};
use room::{
    Actor, AskId, Command, Context, PersonId, Record, Refusal,
    roster::{Person, Standing},
};
use std::collections::BTreeSet;

/// Mail of one batch at most: keeps a flood from holding everybody's answers back.
const MAIL: usize = 256;

/// What waits for its turn.
pub(crate) enum Mail {
    /// Somebody asks.
    Ask(ConnectionId, u32, Command),
    /// Somebody asks too often.
    TooFast(ConnectionId, u32),
    /// A connection wants to be welcomed.
    Hello(ConnectionId, Option<Cursor>),
    /// The server wants something.
    House(Command, Option<ErrandId>),
}

/// What is released once the batch is durable, in order.
#[derive(Default)]
pub(crate) struct Batch {
    releases: Vec<Release>,
}

enum Release {
    Record(Entry),
    Answer(ConnectionId, u32, Result<(), Refusal>),
    Welcome(ConnectionId, Option<Cursor>),
    Done(ErrandId, Result<(), Refusal>),
}

impl Host {
    /// Starts a batch if none is under way and there is mail.
    pub(crate) fn advance(&mut self) {
        while self.under_way.is_none() && !self.mailbox.is_empty() {
            self.start_batch(MAIL);
        }
    }

    /// One batch of so much mail at most; nothing may be under way.
    pub(crate) fn start_batch(&mut self, most: usize) {
        let (first, mut batch, mut records) = (self.next, Batch::default(), vec![]);
        for _ in 0..most {
            let Some(mail) = self.mailbox.pop_front() else { break };
            self.deal_with(mail, &mut batch, &mut records);
        }
        if records.is_empty() {
            self.release(batch);
        } else {
            self.outputs.push(Output::Append { first, records });
            self.under_way = Some(batch);
        }
    }

    fn deal_with(&mut self, mail: Mail, batch: &mut Batch, records: &mut Vec<Record>) {
        match mail {
            Mail::Ask(id, number, command) => {
                let Some(connection) = self.connections.get(&id) else { return };
                let ask = AskId { person: connection.person, page: connection.page, number };
                let answer = self.dedup.known(ask).unwrap_or_else(|| {
                    let answer = if command.closes_a_page() && self.is_elsewhere(id, ask.person) {
                        Ok(())
                    } else {
                        self.decide(Actor::Person(ask.person), Some(ask), &command, batch, records)
                    };
                    self.dedup.done(ask, answer.clone());
                    answer
                });
                batch.releases.push(Release::Answer(id, number, answer));
            }
            Mail::TooFast(id, number) => {
                let Some(connection) = self.connections.get(&id) else { return };
                let ask = AskId { person: connection.person, page: connection.page, number };
                let answer = self.dedup.known(ask).unwrap_or(Err(Refusal::TooFast));
                self.dedup.done(ask, answer.clone());
                batch.releases.push(Release::Answer(id, number, answer));
            }
            Mail::Hello(id, resume) => {
                let Some(connection) = self.connections.get(&id).filter(|c| c.is_open()) else { return };
                let back = connect(connection.person);
                // Refused only when the session has ended: then the welcome shows them that.
                let _ = self.decide(Actor::House, None, &back, batch, records);
                batch.releases.push(Release::Welcome(id, resume));
            }
            Mail::House(command, errand) => {
                let answer = self.decide(Actor::House, None, &command, batch, records);
                batch.releases.extend(errand.map(|id| Release::Done(id, answer)));
            }
        }
    }

    /// Whether somebody has another page open beside this one.
    fn is_elsewhere(&self, id: ConnectionId, person: PersonId) -> bool {
        let elsewhere = |c: &Connection| c.person == person && c.greeted && c.is_open();
        self.connections.iter().any(|(other, c)| *other != id && elsewhere(c))
    }

    fn decide(
        &mut self,
        actor: Actor,
        ask: Option<AskId>,
        command: &Command,
        batch: &mut Batch,
        records: &mut Vec<Record>,
    ) -> Result<(), Refusal> {
        let ctx = Context { now: self.now, actor, position: self.position };
        let events = room::decide(&self.room, &ctx, command)?;
        if !events.is_empty() {
            let record = Record { at: self.now, ask, events };
            batch.releases.push(Release::Record(self.apply(&record)));
            records.push(record);
        }
        Ok(())
    }

    /// Everything the batch decided is durable: now it may be seen.
    pub(crate) fn release(&mut self, batch: Batch) {
        self.fleeting.audiences(&self.room);
        // Whoever has to look again gets one snapshot of the end of the batch instead of its pieces.
        let mut look = BTreeSet::new();
        for release in batch.releases {
            match release {
                Release::Record(entry) => self.publish(entry, &mut look),
                Release::Answer(id, number, answer) => self.answer(id, number, answer, look.contains(&id)),
                Release::Welcome(id, resume) => self.welcome(id, resume),
                Release::Done(id, answer) => self.outputs.push(Output::Done(id, answer)),
            }
        }
        let stale = self.connections.iter().filter(|(_, c)| matches!(c.phase, Phase::Stale));
        look.extend(stale.map(|(id, _)| *id));
        for id in look {
            self.snapshot(id);
        }
        self.show_out();
    }

    /// Answers an ask: at once to those who follow, after their snapshot to those who have yet to see what it did.
    fn answer(&mut self, id: ConnectionId, number: u32, answer: Result<(), Refusal>, looks: bool) {
        let Some(connection) = self.connections.get_mut(&id).filter(|c| c.is_open()) else { return };
        let message = ServerMessage::Answered { number, answer };
        if !looks && matches!(connection.phase, Phase::Live) {
            self.send(id, &message);
            return;
        }
        connection.held.push(message);
        // An honest page has no more asks than this under way; it would have pulled its snapshot.
        if connection.held.len() > 2 * ASKS_AHEAD {
            self.close(id, Bye::TooSlow);
        }
    }

    fn publish(&mut self, entry: Entry, look: &mut BTreeSet<ConnectionId>) {
        for (id, connection) in self.connections.iter().filter(|(_, c)| c.seen < entry.cursor) {
            match (entry.told.get(&connection.person), &connection.phase) {
                (Some(Told::Look), Phase::Live | Phase::Pulling(_)) => {
                    look.insert(*id);
                }
                (Some(Told::Frame(n)), Phase::Live) if !look.contains(id) => {
                    if let Some(frame) = entry.frames.get(usize::from(*n)) {
                        self.outputs.push(Output::Send(*id, Frame::clone(frame)));
                    }
                }
                _ => {}
            }
        }
        self.ring.push(entry);
    }

    fn welcome(&mut self, id: ConnectionId, resume: Option<Cursor>) {
        let Some(connection) = self.connections.get(&id).filter(|c| c.is_open()) else { return };
        let (you, epoch, now, since) = (connection.person, self.lives.epoch(), self.now, self.since);
        let from_ring = self.cursor(resume).filter(|after| self.ring.missed(you, *after).is_some());
        let resumed = from_ring.is_some();
        self.send(id, &ServerMessage::Welcome { you, epoch, now, since, resumed });
        match from_ring {
            Some(after) => {
                self.catch_up(id, after);
            }
            None => self.snapshot(id),
        }
    }

    /// Closes the connections of those who may not stay, after they have been told why. When it is all over, everybody's:
    /// nobody is left to hand out the rest of a snapshot.
    /// What is still on its way to the disk shows nobody out; its release does.
    pub(crate) fn show_out(&mut self) {
        if self.under_way.is_some() {
            return;
        }
        let ended = self.room.ended.is_some();
        let people = &self.room.roster.people;
        let shown_the_door = |c: &Connection| {
            let out = |person: &Person| matches!(person.standing, Standing::Removed | Standing::TurnedAway);
            c.told_everything() && people.get(&c.person).is_some_and(out)
        };
        let leaving = self.connections.iter().filter(|(_, c)| ended || shown_the_door(c));
        for id in leaving.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.close(id, if ended { Bye::Ended } else { Bye::Out });
        }
        if ended && !self.end_told {
            self.end_told = true;
            self.outputs.push(Output::Ended);
        }
    }
}
