//! One batch: what is decided together, committed together and released together.

use crate::{Connection, ConnectionId, Entry, ErrandId, Frame, Host, Output, Phase, Told, connect};
use protocol::{ASKS_AHEAD, Bye, Cursor, ServerMessage};
use room::{Actor, AskId, Command, Context, PersonId, Record, Refusal, roster::Standing};
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
            let (first, mut batch, mut records) = (self.next, Batch::default(), vec![]);
            for _ in 0..MAIL {
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
                let Some(connection) = self.connections.get(&id) else { return };
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
        self.connections.iter().any(|(other, c)| *other != id && c.person == person && c.greeted)
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
                Release::Answer(id, number, answer) => {
                    let looks = look.contains(&id);
                    let Some(connection) = self.connections.get_mut(&id) else { continue };
                    let message = ServerMessage::Answered { number, answer };
                    if looks || !matches!(connection.phase, Phase::Live) {
                        connection.held.push(message);
                        // An honest page has no more asks than this under way; it would have pulled its snapshot.
                        if connection.held.len() > 2 * ASKS_AHEAD {
                            connection.phase = Phase::Closing;
                            self.outputs.push(Output::Close(id, Bye::TooSlow));
                        }
                    } else {
                        self.send(id, &message);
                    }
                }
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
        let Some(Connection { person, .. }) = self.connections.get(&id) else { return };
        let (you, epoch, now) = (*person, self.lives.epoch(), self.now);
        let from_ring = self.cursor(resume).filter(|after| self.ring.missed(you, *after).is_some());
        self.send(id, &ServerMessage::Welcome { you, epoch, now, resumed: from_ring.is_some() });
        match from_ring {
            Some(after) => {
                self.catch_up(id, after);
            }
            None => self.snapshot(id),
        }
    }

    /// Closes the connections of those who may not stay, after they have been told why.
    pub(crate) fn show_out(&mut self) {
        let ended = self.room.ended.is_some();
        for (id, connection) in &mut self.connections {
            let Some(person) = self.room.roster.people.get(&connection.person) else { continue };
            let shown_the_door = matches!(person.standing, Standing::Removed | Standing::TurnedAway);
            if (ended || shown_the_door) && connection.told_everything() {
                connection.phase = Phase::Closing;
                self.outputs.push(Output::Close(*id, if ended { Bye::Ended } else { Bye::Out }));
            }
        }
        if ended && !self.end_told {
            self.end_told = true;
            self.outputs.push(Output::Ended);
        }
    }
}
