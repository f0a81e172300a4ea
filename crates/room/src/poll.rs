//! A facilitator asks, the room answers: choices, agreement, points and knowledge checks.
//!
//! Named polls show names: facilitators see who answered what, officers see themselves, the room sees counts once a
//! facilitator shows them. In anonymous polls answers never come through here: see [`sealed`].

mod draft;
mod judge;
mod screen;
pub mod sealed;
pub mod slip;
mod tally;

use crate::map::{Map, Set};
use crate::{
    Context, Digest, Event as Happened, PersonId, PollId, Refusal, Room, SegmentId, Share, Timestamp, Viewer,
    limit,
};
pub use draft::{Answer, Ask, Draft, Key, Kind, Manner, Spot};
use serde::{Deserialize, Serialize};
pub use tally::Tally;

/// Whether answers are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Answers are taken and may be changed.
    #[default]
    Open,
    /// Closed, and since when.
    Closed(Timestamp),
    /// Closed since then, and the ballots of an anonymous poll are on their way.
    Collecting(Timestamp),
}

/// One poll.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// What is asked. A view holds the key only once its viewer may know it.
    pub draft: Draft,
    /// The segment it belongs to.
    pub segment: Option<SegmentId>,
    /// The earlier round of the same question.
    pub again_of: Option<PollId>,
    /// When it was first opened.
    pub opened_at: Timestamp,
    /// When it closes by itself.
    pub ends_at: Option<Timestamp>,
    /// Whether answers are taken.
    pub status: Status,
    /// The results as the room sees them; none while they are not shown.
    pub shown: Option<Tally>,
    /// Who answered what. A view holds what its viewer may know: `None` is an answer that only its author
    /// sees so far.
    pub answers: Map<PersonId, Option<Answer>>,
    /// How many answered; 0 in the view of those who are not asked, and in anonymous polls.
    pub answered: u32,
    /// Words that a facilitator does not show to the room. Only facilitators hold them.
    pub struck: Set<String>,
    /// What an anonymous poll is about besides its question.
    pub sealed: Option<Box<sealed::Sealed>>,
}

impl Poll {
    /// Whether an answer given at `now` would be taken.
    #[must_use]
    pub fn takes_answers(&self, now: Timestamp) -> bool {
        self.status == Status::Open && self.ends_at.is_none_or(|end| now < end)
    }

    /// The counts of the answers in this view, complete only for facilitators once they see answers; nothing where an
    /// anonymous poll has no result that may be told.
    #[must_use]
    pub fn tally(&self) -> Option<Tally> {
        match &self.sealed {
            Some(sealed) => sealed.total(),
            None => Some(Tally::of(&self.draft.kind, self.answers.values().flatten())),
        }
    }

    /// Whether there is a result that could be shown to the room.
    #[must_use]
    pub fn has_result(&self) -> bool {
        matches!(self.status, Status::Closed(_)) && self.tally().is_some()
    }

    /// The results as far as this viewer may know them now.
    #[must_use]
    pub fn results(&self, viewer: &Viewer) -> Option<Tally> {
        self.shown.clone().or_else(|| self.tally().filter(|_| viewer.sees_answers(self)))
    }

    /// Whether this person answered a knowledge check correctly; none before the key is known to the view.
    #[must_use]
    pub fn correct(&self, person: PersonId) -> Option<bool> {
        let answer = self.answers.get(&person)?.as_ref()?;
        Some(self.draft.key.as_ref()?.fits(answer))
    }

    /// What this viewer holds of one answer: it, that there is one, or nothing.
    fn answer_seen(&self, person: PersonId, viewer: &Viewer) -> Option<Option<Answer>> {
        let answer = self.answers.get(&person)?;
        if person == viewer.person || viewer.sees_answers(self) {
            return Some(answer.clone());
        }
        viewer.facilitates().then_some(None)
    }

    fn seen(&self, viewer: &Viewer) -> Self {
        let seen = |person: &PersonId| Some((*person, self.answer_seen(*person, viewer)?));
        Self {
            draft: self.draft.without_key_unless(viewer.sees_key(self)),
            segment: self.segment,
            again_of: self.again_of,
            opened_at: self.opened_at,
            ends_at: self.ends_at,
            status: self.status,
            shown: self.shown.clone(),
            answers: self.answers.keys().filter_map(seen).collect(),
            answered: if viewer.sees_answered(self) { self.answered } else { 0 },
            struck: if viewer.facilitates() { self.struck.clone() } else { Set::new() },
            sealed: self.sealed.as_ref().map(|sealed| Box::new(sealed.seen(self, viewer))),
        }
    }
}

/// All polls of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Polls in the order they were opened.
    pub polls: Map<PollId, Poll>,
}

impl State {
    /// All rounds of the question that `poll` asks, the first round first.
    #[must_use]
    pub fn rounds(&self, poll: PollId) -> Vec<PollId> {
        let first = self.first_round(poll);
        self.polls.keys().copied().filter(|id| self.first_round(*id) == first).collect()
    }

    /// The results of all rounds side by side, as far as this viewer may know them.
    #[must_use]
    pub fn side_by_side(&self, poll: PollId, viewer: &Viewer) -> Vec<(PollId, Tally)> {
        let results = |id: PollId| Some((id, self.polls.get(&id)?.results(viewer)?));
        self.rounds(poll).into_iter().filter_map(results).collect()
    }

    /// The round that all later ones go back to; it may have been removed since.
    fn first_round(&self, mut poll: PollId) -> PollId {
        // An earlier round has a smaller id, so this ends.
        while let Some(earlier) = self.polls.get(&poll).and_then(|p| p.again_of).filter(|e| *e < poll) {
            poll = earlier;
        }
        poll
    }

    /// The room was paused for so long: timers go on from where they stood.
    pub(crate) fn put_off(&mut self, ms: i64) {
        for poll in self.polls.values_mut().filter(|p| p.status == Status::Open) {
            poll.ends_at = poll.ends_at.map(|end| end.plus_ms(ms));
        }
    }
}

/// How many people are asked: officers present (and guests, if they are asked), for "15 of 23".
#[must_use]
pub fn asked(room: &Room, poll: &Poll) -> usize {
    if let Some(sealed) = &poll.sealed {
        return sealed.size() as usize;
    }
    let asked = room.roster.present().filter(|p| poll.draft.asks(p.role)).count();
    asked.max(poll.answered as usize)
}

/// What may be asked about polls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Ask this now.
    Open {
        /// What.
        draft: Box<Draft>,
        /// In which segment.
        segment: Option<SegmentId>,
        /// The earlier round of the same question, to compare with.
        again_of: Option<PollId>,
    },
    /// This is my answer; an earlier one is replaced.
    Answer {
        /// To which poll.
        poll: PollId,
        /// What.
        answer: Answer,
    },
    /// Take no more answers.
    Close(PollId),
    /// More time: moves the timer, or starts one.
    Extend {
        /// Of which poll.
        poll: PollId,
        /// By how much.
        seconds: u16,
    },
    /// Show the results to the room (`true`) or hide them again.
    Show(PollId, bool),
    /// Take answers again.
    Reopen(PollId),
    /// Show what somebody wrote to the room with the result (`true`, as it is), or leave it out.
    Word {
        /// In which poll.
        poll: PollId,
        /// What was written.
        word: String,
        /// Whether the room sees it.
        shown: bool,
    },
    /// Remove the poll and its answers.
    Remove(PollId),
    /// The server, about an anonymous poll. There is no way to send this.
    #[serde(skip)]
    Sealed(PollId, sealed::Command),
}

/// What happened to polls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A question was asked.
    Opened {
        /// Its id.
        poll: PollId,
        /// What is asked.
        draft: Box<Draft>,
        /// In which segment.
        segment: Option<SegmentId>,
        /// The earlier round.
        again_of: Option<PollId>,
        /// When it closes by itself.
        ends_at: Option<Timestamp>,
    },
    /// Somebody answered, or changed their answer.
    Answered {
        /// Which poll.
        poll: PollId,
        /// Who.
        person: PersonId,
        /// What; none for those who only learn who answered.
        answer: Option<Answer>,
        /// How many have answered now.
        answered: u32,
        /// Their first answer, so that the count changed.
        first: bool,
    },
    /// One more answered: what officers learn of others' answers. Never in the log.
    Counted {
        /// Which poll.
        poll: PollId,
        /// How many have answered now.
        answered: u32,
    },
    /// No more answers are taken.
    Closed {
        /// Which poll.
        poll: PollId,
        /// What the viewer may know from now on; empty in the log.
        answers: Map<PersonId, Option<Answer>>,
        /// The key, for those who may know it from now on; none in the log.
        key: Option<Key>,
    },
    /// The timer was set.
    Timed {
        /// Of which poll.
        poll: PollId,
        /// When it closes by itself.
        ends_at: Timestamp,
    },
    /// The results are shown to the room, or not any more.
    Shown {
        /// Of which poll.
        poll: PollId,
        /// The results, without names.
        tally: Option<Tally>,
    },
    /// Answers are taken again.
    Reopened(PollId),
    /// What somebody wrote is left out of what the room sees, or not any more.
    Word {
        /// In which poll.
        poll: PollId,
        /// What was written.
        word: String,
        /// Whether the room sees it.
        shown: bool,
        /// What the room sees now, if the results are shown.
        tally: Option<Tally>,
    },
    /// The poll was removed.
    Removed(PollId),
    /// An anonymous poll has come this far.
    Sealed {
        /// Which poll.
        poll: PollId,
        /// Whether answers are taken.
        status: Status,
        /// Whether its results are shown to the room.
        shown: bool,
        /// What the viewer may know of it from now on; in the log everything but who has drawn tokens.
        sealed: Box<sealed::Sealed>,
    },
    /// Somebody has drawn tokens for an anonymous poll; told to nobody.
    Issued {
        /// Which poll.
        poll: PollId,
        /// Who.
        person: PersonId,
        /// For what, in short (SHA-256).
        drawn: Digest,
    },
}

/// Decides about polls.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let event = match command {
        Command::Open { draft, segment, again_of } => {
            let opened = open(room, ctx, PollId(ctx.id(0)), draft, *segment, *again_of)?;
            return Ok(opened.into_iter().map(Happened::Poll).collect());
        }
        Command::Answer { poll, answer } => answered(room, ctx, *poll, answer)?,
        Command::Close(poll) => {
            let found = find(room, *poll)?;
            (found.status == Status::Open).then(|| closing(*poll, found, ctx.now))
        }
        Command::Extend { poll, seconds } => extended(room, ctx, *poll, *seconds)?,
        Command::Show(poll, on) => shown(*poll, find(room, *poll)?, *on)?,
        Command::Reopen(poll) => reopened(*poll, find(room, *poll)?)?,
        Command::Word { poll, word, shown } => screen::decide(*poll, find(room, *poll)?, word, *shown)?,
        Command::Remove(poll) => Some(removed(*poll, find(room, *poll)?)?),
        Command::Sealed(poll, command) => sealed::decide(room, ctx, *poll, command)?,
    };
    Ok(event.map(Happened::Poll).into_iter().collect())
}

fn extended(room: &Room, ctx: &Context, poll: PollId, seconds: u16) -> Result<Option<Event>, Refusal> {
    let found = find(room, poll)?;
    if found.status != Status::Open {
        return Err(Refusal::PollClosed);
    }
    let now = clock(room, ctx);
    let from = found.ends_at.map_or(now, |end| end.max(now));
    let ends_at = from.plus_ms(i64::from(seconds) * 1_000);
    Ok(Some(Event::Timed { poll, ends_at }).filter(|_| seconds > 0))
}

fn shown(poll: PollId, found: &Poll, on: bool) -> Result<Option<Event>, Refusal> {
    if on && !matches!(found.status, Status::Closed(_)) {
        return Err(Refusal::PollOpen);
    }
    let tally = found.tally().filter(|_| on).map(|tally| tally.without(&found.struck));
    if on && tally.is_none() {
        return Err(Refusal::NotNow);
    }
    let shown = match &found.sealed {
        // What is told of its groups comes and goes with it.
        Some(sealed) => (**sealed).clone().at(poll, found.status, on),
        None => Event::Shown { poll, tally },
    };
    Ok((found.shown.is_some() != on).then_some(shown))
}

fn reopened(poll: PollId, found: &Poll) -> Result<Option<Event>, Refusal> {
    let reopens = found.status != Status::Open;
    if reopens && found.draft.key.is_some() {
        // The correct answer is out: a changed answer would prove nothing.
        return Err(Refusal::KeyKnown);
    }
    if found.draft.is_anonymous() {
        // Who answered again could be told from who did not.
        return Err(Refusal::NotNow);
    }
    Ok(reopens.then_some(Event::Reopened(poll)))
}

fn removed(poll: PollId, found: &Poll) -> Result<Event, Refusal> {
    if found.sealed.as_ref().is_some_and(|sealed| sealed.outcome.is_some()) {
        // Asked again, nothing would be known of who has been counted before.
        return Err(Refusal::NotNow);
    }
    Ok(Event::Removed(poll))
}

fn find(room: &Room, poll: PollId) -> Result<&Poll, Refusal> {
    room.poll.polls.get(&poll).ok_or(Refusal::Unknown)
}

/// The events that open `draft` as `id`.
fn open(
    room: &Room,
    ctx: &Context,
    id: PollId,
    draft: &Draft,
    segment: Option<SegmentId>,
    again_of: Option<PollId>,
) -> Result<Vec<Event>, Refusal> {
    let draft = Box::new(draft.checked()?);
    if room.poll.polls.len() >= limit::POLLS {
        return Err(Refusal::Full);
    }
    if let Some(earlier) = again_of {
        let earlier = find(room, earlier)?;
        if !matches!(earlier.status, Status::Closed(_)) {
            return Err(Refusal::PollOpen);
        }
        if earlier.draft.kind != draft.kind {
            return Err(Refusal::BadDraft);
        }
    }
    let ends_at = draft.seconds.map(|seconds| clock(room, ctx).plus_ms(i64::from(seconds) * 1_000));
    let framed = draft.is_anonymous().then(|| sealed::frame(room, &draft)).transpose()?;
    let framed = framed.map(|framed| framed.at(id, Status::Open, false));
    let opened = Event::Opened { poll: id, draft, segment, again_of, ends_at };
    Ok(std::iter::once(opened).chain(framed).collect())
}

/// Where timers stand: at the moment of the pause while the room is paused.
fn clock(room: &Room, ctx: &Context) -> Timestamp {
    room.paused.unwrap_or(ctx.now)
}

fn answered(room: &Room, ctx: &Context, poll: PollId, answer: &Answer) -> Result<Option<Event>, Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    let found = find(room, poll)?;
    // An answer to an anonymous poll that came this way would have a name on it.
    if !found.draft.asks(me.role) || found.draft.is_anonymous() {
        return Err(Refusal::NotAllowed);
    }
    if !found.takes_answers(ctx.now) {
        return Err(Refusal::PollClosed);
    }
    found.draft.takes(answer)?;
    let before = found.answers.get(&me.person);
    if before.is_some_and(|before| before.as_ref() == Some(answer)) {
        return Ok(None);
    }
    let first = before.is_none();
    let answered = found.answered + u32::from(first);
    Ok(Some(Event::Answered { poll, person: me.person, answer: Some(answer.clone()), answered, first }))
}

fn closing(id: PollId, poll: &Poll, now: Timestamp) -> Event {
    if let Some(sealed) = &poll.sealed {
        return (**sealed).clone().at(id, Status::Collecting(now), false);
    }
    Event::Closed { poll: id, answers: Map::new(), key: None }
}

/// Closes the polls whose time is up; timers stand still while the room is paused.
pub(crate) fn overdue(room: &Room, ctx: &Context) -> Vec<Happened> {
    let over = |(_, poll): &(&PollId, &Poll)| poll.status == Status::Open && !poll.takes_answers(ctx.now);
    let polls = room.poll.polls.iter().filter(|_| room.paused.is_none());
    polls.filter(over).map(|(id, poll)| Happened::Poll(closing(*id, poll, ctx.now))).collect()
}

/// When the next poll closes by itself.
#[must_use]
pub fn deadline(room: &Room) -> Option<(Timestamp, &'static str)> {
    let open = room.poll.polls.values().filter(|p| p.status == Status::Open && room.paused.is_none());
    open.filter_map(|p| p.ends_at).min().map(|at| (at, "the time for a poll is up"))
}

/// Applies what happened to polls.
pub fn evolve(state: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Opened { poll, draft, segment, again_of, ends_at } => {
            let (draft, segment, again_of) = ((**draft).clone(), *segment, *again_of);
            let opened =
                Poll { draft, segment, again_of, opened_at: at, ends_at: *ends_at, ..Poll::default() };
            state.polls.insert(*poll, opened);
        }
        Event::Removed(poll) => {
            state.polls.remove(poll);
        }
        Event::Answered { poll, .. }
        | Event::Counted { poll, .. }
        | Event::Closed { poll, .. }
        | Event::Timed { poll, .. }
        | Event::Shown { poll, .. }
        | Event::Sealed { poll, .. }
        | Event::Issued { poll, .. }
        | Event::Word { poll, .. }
        | Event::Reopened(poll) => {
            if let Some(poll) = state.polls.get_mut(poll) {
                evolve_one(poll, at, event);
            }
        }
    }
}

fn evolve_one(poll: &mut Poll, at: Timestamp, event: &Event) {
    match event {
        Event::Answered { person, answer, answered, .. } => {
            poll.answers.insert(*person, answer.clone());
            poll.answered = *answered;
        }
        Event::Counted { answered, .. } => poll.answered = *answered,
        Event::Closed { answers, key, .. } => {
            poll.status = Status::Closed(at);
            poll.answers.extend(answers.iter().map(|(person, answer)| (*person, answer.clone())));
            if key.is_some() {
                poll.draft.key.clone_from(key);
            }
        }
        Event::Timed { ends_at, .. } => poll.ends_at = Some(*ends_at),
        Event::Shown { tally, .. } => poll.shown.clone_from(tally),
        Event::Sealed { status, shown, sealed, .. } => {
            let before = poll.sealed.take().unwrap_or_default();
            poll.status = *status;
            poll.shown = sealed.total().filter(|_| *shown).map(|tally| tally.without(&poll.struck));
            poll.sealed = Some(Box::new(sealed::Sealed { issued: before.issued, ..(**sealed).clone() }));
        }
        Event::Issued { person, drawn, .. } => {
            poll.sealed.get_or_insert_default().issued.insert(*person, *drawn);
        }
        Event::Word { word, shown, tally, .. } => {
            _ = if *shown { poll.struck.remove(word) } else { poll.struck.insert(word.clone()) };
            poll.shown.clone_from(tally);
        }
        Event::Reopened(_) => {
            poll.status = Status::Open;
            poll.ends_at = None;
            poll.shown = None;
        }
        Event::Opened { .. } | Event::Removed(_) => {}
    }
}

/// Who is told what about polls.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    if !viewer.inside {
        return Share::Nothing;
    }
    let instead = |event| Share::Instead(Happened::Poll(event));
    match event {
        Event::Opened { poll, draft, segment, again_of, ends_at } => {
            if draft.key.is_none() || viewer.facilitates() {
                return Share::Whole;
            }
            let draft = Box::new(draft.without_key_unless(false));
            let (poll, segment, again_of, ends_at) = (*poll, *segment, *again_of, *ends_at);
            instead(Event::Opened { poll, draft, segment, again_of, ends_at })
        }
        Event::Answered { poll, person, answered, first, .. } => {
            let Some(found) = room.poll.polls.get(poll) else { return Share::Nothing };
            let (poll, person, answered, first) = (*poll, *person, *answered, *first);
            match found.answer_seen(person, viewer) {
                Some(Some(_)) => Share::Whole,
                Some(None) => instead(Event::Answered { poll, person, answer: None, answered, first }),
                None if first && viewer.sees_answered(found) => instead(Event::Counted { poll, answered }),
                None => Share::Nothing,
            }
        }
        Event::Closed { poll, .. } => {
            let Some(found) = room.poll.polls.get(poll) else { return Share::Nothing };
            let key = found.draft.key.clone().filter(|_| viewer.sees_key(found));
            let reveals = viewer.sees_answers(found) && found.draft.hidden_until_closed;
            let answers = if reveals { found.answers.clone() } else { Map::new() };
            instead(Event::Closed { poll: *poll, answers, key })
        }
        Event::Reopened(poll) => {
            // What facilitators saw when it closed is hidden from them again.
            let hides = room.poll.polls.get(poll).is_some_and(|p| p.draft.hidden_until_closed);
            if hides && viewer.facilitates() { Share::Look } else { Share::Whole }
        }
        Event::Sealed { poll, status, shown, sealed } => {
            let Some(found) = room.poll.polls.get(poll) else { return Share::Nothing };
            if sealed.outcome.is_some() && found.draft.key.is_some() && !viewer.facilitates() {
                // The correct answer comes with the count.
                return Share::Look;
            }
            let sealed = Box::new(sealed.seen(found, viewer));
            instead(Event::Sealed { poll: *poll, status: *status, shown: *shown, sealed })
        }
        Event::Word { poll, .. } => {
            room.poll.polls.get(poll).map_or(Share::Nothing, |found| screen::share(*poll, found, viewer))
        }
        Event::Issued { .. } => Share::Nothing,
        Event::Counted { .. } | Event::Timed { .. } | Event::Shown { .. } | Event::Removed(_) => Share::Whole,
    }
}

/// The polls in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let polls = room.poll.polls.iter().filter(|_| viewer.inside);
    State { polls: polls.map(|(id, poll)| (*id, poll.seen(viewer))).collect() }
}

#[cfg(test)]
mod tests;
