//! Raised hands: one queue that everybody sees.

use crate::map::Map;
use crate::{Context, Event as Happened, PersonId, Refusal, Room, Timestamp, Viewer, roster::Standing};
use serde::{Deserialize, Serialize};

/// In which order hands are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Who raised first.
    #[default]
    FirstUp,
    /// Who has been invited least often; then who raised first.
    LeastHeard,
}

/// The queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Raised hands in the order they went up. Two may share a millisecond, so the time would not tell.
    pub raised: Vec<PersonId>,
    /// How often somebody has been invited.
    pub heard: Map<PersonId, u32>,
    /// The order of calling.
    pub order: Order,
    /// Who has the floor, and since when.
    pub invited: Option<(PersonId, Timestamp)>,
}

impl State {
    /// The queue in calling order.
    #[must_use]
    pub fn queue(&self) -> Vec<PersonId> {
        let mut queue = self.raised.clone();
        if self.order == Order::LeastHeard {
            queue.sort_by_key(|person| self.heard.get(person).copied().unwrap_or(0));
        }
        queue
    }

    /// Whether this person's hand is up.
    #[must_use]
    pub fn is_up(&self, person: PersonId) -> bool {
        self.raised.contains(&person)
    }

    fn lower(&mut self, person: PersonId) {
        self.raised.retain(|up| *up != person);
    }
}

/// What may be asked about hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Raise mine.
    Raise,
    /// Lower mine.
    Lower,
    /// Give somebody the floor; their hand goes down.
    Invite(PersonId),
    /// Lower somebody's.
    LowerFor(PersonId),
    /// Call in this order.
    Order(Order),
    /// Lower everybody's.
    LowerAll,
    /// Who has the floor has spoken: they say so themselves, or a facilitator does.
    Finish,
}

/// What happened to hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A hand went up.
    Raised(PersonId),
    /// A hand went down.
    Lowered(PersonId),
    /// Somebody has the floor.
    Invited(PersonId),
    /// The order changed.
    Ordered(Order),
    /// Nobody has the floor any more.
    Finished,
}

/// Decides about hands.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let hand = &room.hand;
    let up = |person: &PersonId| hand.is_up(*person);
    let event = match command {
        Command::LowerAll => {
            let lowered = hand.raised.iter().map(|up| Happened::Hand(Event::Lowered(*up)));
            return Ok(lowered.collect());
        }
        Command::Raise => Some(ctx.person()?).filter(|me| !up(me)).map(Event::Raised),
        Command::Lower => Some(ctx.person()?).filter(up).map(Event::Lowered),
        Command::LowerFor(person) => Some(*person).filter(up).map(Event::Lowered),
        Command::Invite(person) => {
            let somebody = room.roster.people.get(person).ok_or(Refusal::Unknown)?;
            if somebody.standing != Standing::Admitted {
                return Err(Refusal::Unknown);
            }
            Some(Event::Invited(*person))
        }
        Command::Finish => {
            let Some((speaker, _)) = hand.invited else { return Ok(vec![]) };
            let me = ctx.person()?;
            let may = me == speaker || Viewer::of(room, me).is_some_and(|viewer| viewer.facilitates());
            return if may { Ok(vec![Happened::Hand(Event::Finished)]) } else { Err(Refusal::NotAllowed) };
        }
        Command::Order(order) => Some(*order).filter(|o| *o != hand.order).map(Event::Ordered),
    };
    Ok(event.map(Happened::Hand).into_iter().collect())
}

/// Applies what happened to hands.
pub fn evolve(hand: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Raised(person) => hand.raised.push(*person),
        Event::Lowered(person) => hand.lower(*person),
        Event::Invited(person) => {
            hand.lower(*person);
            *hand.heard.get_or_default(*person) += 1;
            hand.invited = Some((*person, at));
        }
        Event::Ordered(order) => hand.order = *order,
        Event::Finished => hand.invited = None,
    }
}

/// Somebody is gone: their hand goes down with them, and they have the floor no more.
pub fn forget(hand: &mut State, person: PersonId) {
    hand.lower(person);
    hand.invited = hand.invited.filter(|(speaker, _)| *speaker != person);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::Rehearsal;

    #[test]
    fn the_floor_is_given_back_by_who_has_it_or_taken_back_by_a_facilitator() {
        let (mut session, lead, officers) = Rehearsal::with_officers(2);
        session.does(lead, Command::Invite(officers[0]));
        assert_eq!(session.refuses(officers[1], Command::Finish), Refusal::NotAllowed);
        session.does(officers[0], Command::Finish);
        assert_eq!(session.room.hand.invited, None);
        session.does(lead, Command::Invite(officers[1]));
        session.does(lead, Command::Finish);
        assert_eq!(session.room.hand.invited, None);
        session.does(lead, Command::Finish);

        session.does(lead, Command::Invite(officers[1]));
        session.does(officers[1], crate::roster::Command::CallOut);
        assert_eq!(session.room.hand.invited, None, "who is called to duty does not keep the floor");
    }

    #[test]
    fn who_raised_first_is_called_first_within_one_millisecond_too() {
        let (mut session, lead, officers) = Rehearsal::with_officers(3);
        for person in [officers[2], officers[0], officers[1]] {
            session.does(person, Command::Raise);
        }
        assert_eq!(session.room.hand.queue(), [officers[2], officers[0], officers[1]]);
        session.does(lead, Command::Invite(officers[2]));
        session.does(officers[2], Command::Raise);
        assert_eq!(session.room.hand.queue(), [officers[0], officers[1], officers[2]]);
        session.does(lead, Command::Order(Order::LeastHeard));
        session.does(lead, Command::Invite(officers[0]));
        session.does(officers[0], Command::Raise);
        assert_eq!(session.room.hand.queue(), [officers[1], officers[2], officers[0]]);
        session.does(lead, Command::LowerAll);
        assert!(session.room.hand.queue().is_empty());
    }
}
