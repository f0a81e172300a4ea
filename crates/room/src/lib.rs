//! The live training room: who is here, what may be done, what happened, who sees it.
//!
//! A person asks ([`Command`]), the room decides ([`Event`]), everybody sees their share of it.
//! Four pure functions carry that sentence: [`decide`], [`evolve`], [`share`] and [`seen_by`].
//! The server runs all four; a browser runs only [`evolve`], on its person's share.
//!
//! Why pure: the same code is replayed after a crash, run by the browser, and driven by the simulator; it
//! can only agree with itself if time, chance and ids come in as arguments ([`Context`]).

pub mod agenda;
pub mod board;
pub mod breakout;
mod by;
mod bytes;
pub mod charter;
pub mod chat;
pub mod ending;
pub mod exercise;
pub mod hand;
pub mod id;
pub mod limit;
pub mod lobby;
pub mod map;
pub mod overview;
pub mod permit;
pub mod plan;
pub mod poll;
pub mod questions;
mod record;
#[cfg(test)]
mod rehearsal;
pub mod roster;
pub mod sight;
pub mod text;
mod time;
pub mod wording;

pub use charter::{Charter, Opening, Records};
pub use ending::{abandon_warning, led_until};
pub use id::{
    AccountId, ActionId, BoardId, Digest, ExerciseId, GroupId, IdeaId, ItemId, LineId, PersonId, PictureId,
    PollId, QuestionId, SeatId, SegmentId,
};
pub use record::{AskId, Record};
use serde::{Deserialize, Serialize};
pub use sight::Viewer;
pub use time::{MINUTE_MS, Timestamp};

/// The state of one live session. A viewer's room is of the same type with the unseen parts empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// What was agreed beforehand; empty until opened.
    pub charter: Charter,
    /// When the session ended; nothing happens after that.
    pub ended: Option<Timestamp>,
    /// Only facilitators act while the room is paused; since when.
    pub paused: Option<Timestamp>,
    /// Who is here.
    pub roster: roster::State,
    /// Who waits outside.
    pub lobby: lobby::State,
    /// Raised hands.
    pub hand: hand::State,
    /// The conversation in writing.
    pub chat: chat::State,
    /// Groups at work.
    pub breakout: breakout::State,
    /// The run sheet and its clock.
    pub agenda: agenda::State,
    /// Questions to the room.
    pub poll: poll::State,
    /// Questions to the facilitators.
    pub questions: questions::State,
    /// Issues, ideas and votes.
    pub exercise: exercise::State,
    /// What will be done.
    pub plan: plan::State,
    /// Whiteboards.
    pub board: board::State,
}

/// What somebody asks for. The names are imperatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// The server opens the room with what was planned.
    Open(Box<Opening>),
    /// The server says that a [`deadline`] has passed.
    Tick,
    /// Pause or resume the whole room.
    Pause(bool),
    /// End the session for everyone.
    End,
    /// About people.
    Roster(roster::Command),
    /// About getting in.
    Lobby(lobby::Command),
    /// About raised hands.
    Hand(hand::Command),
    /// About chat.
    Chat(chat::Command),
    /// About groups.
    Breakout(breakout::Command),
    /// About the run sheet.
    Agenda(agenda::Command),
    /// About polls.
    Poll(poll::Command),
    /// About questions to the facilitators.
    Questions(questions::Command),
    /// About exercises.
    Exercise(exercise::Command),
    /// About plans.
    Plan(plan::Command),
    /// About whiteboards.
    Board(board::Command),
}

impl Command {
    /// Whether it says goodbye from the page it is asked from, not for the person: who has another page open stays.
    #[must_use]
    pub fn closes_a_page(&self) -> bool {
        matches!(self, Self::Roster(roster::Command::Leave))
    }
}

/// What happened. The names are past tense. Stored, so the order of variants never changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The room opened.
    Opened(Box<Charter>),
    /// The room was paused (`true`) or goes on.
    Paused(bool),
    /// The session is over.
    Ended,
    /// About people.
    Roster(roster::Event),
    /// About getting in.
    Lobby(lobby::Event),
    /// About raised hands.
    Hand(hand::Event),
    /// About chat.
    Chat(chat::Event),
    /// About groups.
    Breakout(breakout::Event),
    /// About the run sheet.
    Agenda(agenda::Event),
    /// About polls.
    Poll(poll::Event),
    /// About questions to the facilitators.
    Questions(questions::Event),
    /// About exercises.
    Exercise(exercise::Event),
    /// About plans.
    Plan(plan::Event),
    /// About whiteboards.
    Board(board::Event),
}

/// A lawful no to the one who asked: never an error, always worth a plain sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// This role may not do that.
    NotAllowed,
    /// The room is paused; only facilitators act.
    Paused,
    /// The session has ended.
    Ended,
    /// The room has not been opened.
    NotOpen,
    /// It was opened before.
    AlreadyOpen,
    /// The person is not in the room.
    NotInside,
    /// There is no such thing (any more).
    Unknown,
    /// Nothing was written.
    Empty,
    /// More than `max` characters (or entries).
    TooLong {
        /// The limit.
        max: u32,
    },
    /// As many as there can be.
    Full,
    /// The room is locked.
    Locked,
    /// The last facilitator cannot step down or be removed.
    LastFacilitator,
    /// Chat is closed, or open to facilitators only.
    ChatClosed,
    /// Asked too often; try again in a moment.
    TooFast,
    /// It changed nothing before the server restarted; ask again if it still matters.
    Lapsed,
    /// Possible, but not at this point.
    NotNow,
    /// That segment has begun, and what has begun stays.
    Begun,
    /// Too few officers are here for an anonymous poll: results could be traced to them.
    TooFew {
        /// So many would be needed.
        needed: u32,
    },
    /// A draft whose parts do not go together: too few options, a limit out of range, no correct answer.
    BadDraft,
    /// An answer that does not fit the question.
    BadAnswer,
    /// The poll takes no more answers, the vote no more dots.
    PollClosed,
    /// The poll still takes answers.
    PollOpen,
    /// The correct answer is out: answers cannot change any more.
    KeyKnown,
    /// All dots are placed.
    NoDotsLeft,
    /// Somebody else is typing there.
    Held {
        /// Who.
        by: PersonId,
    },
    /// Not a day of the calendar.
    NoSuchDay,
    /// Nobody writes on this board now, or not you: it is locked, closed, or there to be looked at.
    BoardClosed,
    /// Something a board cannot hold, out of its reach, or a property that this thing does not have.
    BadItem,
    /// Somebody else has changed it since.
    Changed,
    /// Somebody who planned this session; others cannot remove them or take their role.
    Owner,
    /// As much of it as one person may fill is theirs already.
    OwnShare,
    /// These dots are for what others have put up.
    OwnWork,
    /// An edit of a text that has gone on for too long since: look at it as it is now, and ask again.
    Stale,
    /// Not you: in that frame only those write whom a facilitator has chosen.
    FrameClosed,
    /// This person has drawn other tokens for this poll: there is one ballot each.
    TokenDrawn,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The server itself: connections, deadlines, opening.
    House,
    /// Somebody in (or outside) the room.
    Person(PersonId),
}

/// What a decision may depend on besides the room and the command.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The moment of the decision; never earlier than the one before.
    pub now: Timestamp,
    /// Who asks; known from the connection, never from the command.
    pub actor: Actor,
    /// The log position the first event of this decision will get.
    pub position: u32,
}

impl Context {
    /// The id of what the `n`-th event of this decision (counted from 0) creates.
    #[must_use]
    pub fn id(&self, n: usize) -> u32 {
        self.position.saturating_add(u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// The person who asks; the house is nobody.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for the house.
    pub fn person(&self) -> Result<PersonId, Refusal> {
        match self.actor {
            Actor::Person(person) => Ok(person),
            Actor::House => Err(Refusal::NotAllowed),
        }
    }
}

/// What one viewer is told of one event.
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// Nothing.
    Nothing,
    /// The event as it is.
    Whole,
    /// The event without its private parts.
    Instead(Event),
    /// Their rights changed: look again with [`seen_by`].
    Look,
}

impl Share {
    /// The whole event if `seen`, else nothing.
    #[must_use]
    pub fn whole_if(seen: bool) -> Self {
        if seen { Self::Whole } else { Self::Nothing }
    }
}

/// Asks permission, changes nothing, says what happens. Doing a thing twice yields no event.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Event>, Refusal> {
    permit::authorize(room, ctx, command)?;
    match command {
        Command::Open(opening) => open(room, ctx, opening),
        Command::Tick => Ok([
            roster::overdue(room, ctx),
            breakout::overdue(room, ctx),
            poll::overdue(room, ctx),
            board::overdue(room, ctx),
            ending::overdue(room, ctx),
        ]
        .concat()),
        Command::Pause(on) if room.paused.is_some() == *on => Ok(vec![]),
        Command::Pause(on) => Ok(vec![Event::Paused(*on)]),
        Command::End => Ok(vec![Event::Ended]),
        Command::Roster(command) => roster::decide(room, ctx, command),
        Command::Lobby(command) => lobby::decide(room, ctx, command),
        Command::Hand(command) => hand::decide(room, ctx, command),
        Command::Chat(command) => chat::decide(room, ctx, command),
        Command::Breakout(command) => breakout::decide(room, ctx, command),
        Command::Agenda(command) => agenda::decide(room, ctx, command),
        Command::Poll(command) => poll::decide(room, ctx, command),
        Command::Questions(command) => questions::decide(room, ctx, command),
        Command::Exercise(command) => exercise::decide(room, ctx, command),
        Command::Plan(command) => plan::decide(room, ctx, command),
        Command::Board(command) => board::decide(room, ctx, command),
    }
}

/// What the plan brings in, each part as the event that its own feature understands.
fn open(room: &Room, ctx: &Context, opening: &Opening) -> Result<Vec<Event>, Refusal> {
    let mut charter = opening.charter.clone();
    charter.title = wording::line(&charter.title, limit::NAME)?;
    let mut events = vec![Event::Opened(Box::new(charter))];
    if !opening.segments.is_empty() {
        events.push(Event::Agenda(agenda::Event::Planned(agenda::plan(&opening.segments)?)));
    }
    let lobby = [
        lobby::Command::Expect(opening.expected.clone()),
        lobby::Command::Tell(opening.message.clone()),
        lobby::Command::LetListedIn(opening.let_listed_in),
    ];
    for command in &lobby {
        events.extend(lobby::decide(room, ctx, command)?);
    }
    Ok(events)
}

/// Applies what happened at `at`. Never fails, never asks; holds for redacted events too.
pub fn evolve(room: &mut Room, at: Timestamp, event: &Event) {
    match event {
        Event::Opened(charter) => room.charter = (**charter).clone(),
        Event::Paused(on) => {
            if let (Some(since), false) = (room.paused, *on) {
                room.poll.put_off(at.since_ms(since));
                room.breakout.put_off(at.since_ms(since));
                room.board.put_off(at.since_ms(since));
            }
            room.paused = on.then_some(at);
        }
        Event::Ended => {
            room.ended = Some(at);
            agenda::finish(&mut room.agenda, at);
        }
        Event::Roster(event) => roster::evolve(room, at, event),
        Event::Lobby(event) => lobby::evolve(room, at, event),
        Event::Hand(event) => hand::evolve(&mut room.hand, at, event),
        Event::Chat(event) => chat::evolve(&mut room.chat, at, event),
        Event::Breakout(event) => breakout::evolve(&mut room.breakout, at, event),
        Event::Agenda(event) => agenda::evolve(&mut room.agenda, at, event),
        Event::Poll(event) => poll::evolve(&mut room.poll, at, event),
        Event::Questions(event) => questions::evolve(&mut room.questions, event),
        Event::Exercise(event) => exercise::evolve(&mut room.exercise, at, event),
        Event::Plan(event) => plan::evolve(&mut room.plan, at, event),
        Event::Board(event) => board::evolve(&mut room.board, at, event),
    }
}

/// What `viewer` is told of `event`, in the room as it is *after* the event.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    match event {
        Event::Opened(_) | Event::Ended => Share::Whole,
        Event::Paused(_) => Share::whole_if(viewer.inside),
        Event::Roster(event) => roster::share(room, event, viewer),
        Event::Lobby(event) => lobby::share(room, event, viewer),
        Event::Hand(_) => Share::whole_if(viewer.inside),
        Event::Chat(event) => chat::share(room, event, viewer),
        Event::Breakout(event) => breakout::share(room, event, viewer),
        Event::Agenda(event) => agenda::share(room, event, viewer),
        Event::Poll(event) => poll::share(room, event, viewer),
        Event::Questions(event) => questions::share(room, event, viewer),
        Event::Exercise(event) => exercise::share(room, event, viewer),
        Event::Plan(event) => plan::share(room, event, viewer),
        Event::Board(event) => board::share(room, event, viewer),
    }
}

/// The whole room in that viewer's eyes: joining, coming back, and the tests use it.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> Room {
    Room {
        charter: room.charter.clone(),
        ended: room.ended,
        paused: room.paused.filter(|_| viewer.inside),
        roster: roster::seen_by(room, viewer),
        lobby: lobby::seen_by(room, viewer),
        hand: if viewer.inside { room.hand.clone() } else { hand::State::default() },
        chat: chat::seen_by(room, viewer),
        breakout: breakout::seen_by(room, viewer),
        agenda: agenda::seen_by(room, viewer),
        poll: poll::seen_by(room, viewer),
        questions: questions::seen_by(room, viewer),
        exercise: exercise::seen_by(room, viewer),
        plan: plan::seen_by(room, viewer),
        board: board::seen_by(room, viewer),
    }
}

/// When the room next needs a [`Command::Tick`], and why.
#[must_use]
pub fn deadline(room: &Room) -> Option<(Timestamp, &'static str)> {
    if room.ended.is_some() {
        return None;
    }
    let all = [
        roster::deadline(room),
        breakout::deadline(room),
        poll::deadline(room),
        board::deadline(room),
        ending::deadline(room),
    ];
    all.into_iter().flatten().min()
}
