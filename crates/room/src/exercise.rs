//! From an issue to ideas to a vote to a plan: the guided exercise of a group, or of the whole room.
//!
//! Ideas are silent: until they are revealed nobody sees another's cards, facilitators included. Dots are
//! hidden until the vote ends and then counted without names. Others learn only how many there are.

#[cfg(test)]
mod tests;
mod work;

use crate::map::Map;
use crate::{
    Context, Event as Happened, ExerciseId, GroupId, IdeaId, PersonId, Refusal, Room, Share, Timestamp,
    Viewer, limit, wording,
};
use serde::{Deserialize, Serialize};
pub use work::{Idea, Rank, Work};

/// Where work is done: by a group, or by the whole room when no groups are at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// The whole room.
    #[default]
    Room,
    /// One breakout group.
    Group(GroupId),
}

/// The steps, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// What is the problem?
    #[default]
    Issue,
    /// Everybody writes ideas in silence.
    Ideas,
    /// Everybody places dots.
    Vote,
    /// Who does what by when?
    Plan,
    /// Ready to report to the room.
    Report,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 5] = [Self::Issue, Self::Ideas, Self::Vote, Self::Plan, Self::Report];
}

/// An exercise as it was prepared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// What to do, in the words officers read.
    pub prompt: String,
    /// Issues to choose from; a group may also write its own.
    pub issues: Vec<String>,
    /// Minutes for each step, in the order of [`Step::ALL`]; 0: no timer.
    pub minutes: [u8; 5],
    /// Dots each member may place.
    pub dots: u8,
}

impl Draft {
    /// The draft made fit for the room.
    ///
    /// # Errors
    /// [`Refusal::Empty`] without a title, [`Refusal::TooLong`] for too much text or too many issues.
    pub fn checked(&self) -> Result<Self, Refusal> {
        if self.issues.len() > limit::ISSUES {
            return Err(Refusal::TooLong { max: u32::try_from(limit::ISSUES).unwrap_or(u32::MAX) });
        }
        let prompt = match wording::paragraph(&self.prompt, limit::TEXT) {
            Err(Refusal::Empty) => String::new(),
            other => other?,
        };
        let issues = self.issues.iter().map(|issue| wording::line(issue, limit::ISSUE));
        Ok(Self {
            title: wording::line(&self.title, limit::ISSUE)?,
            prompt,
            issues: issues.collect::<Result<_, _>>()?,
            minutes: self.minutes,
            dots: self.dots.min(limit::DOTS),
        })
    }
}

/// An exercise and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    /// What was prepared.
    pub draft: Draft,
    /// The work of each place, as far as it has begun (and this viewer may see it).
    pub works: Map<Place, Work>,
}

impl Exercise {
    /// When the time for this place's step is up; the group is not pushed on.
    #[must_use]
    pub fn step_ends_at(&self, place: Place) -> Option<Timestamp> {
        let work = self.works.get(&place)?;
        let minutes = self.draft.minutes.get(work.step as usize).filter(|minutes| **minutes > 0)?;
        Some(work.since.plus_ms(i64::from(*minutes) * crate::MINUTE_MS))
    }
}

/// All exercises of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Exercises by id; those before the current one are kept for their ideas.
    pub exercises: Map<ExerciseId, Exercise>,
    /// The one under way.
    pub current: Option<ExerciseId>,
}

impl State {
    /// The exercise under way.
    #[must_use]
    pub fn running(&self) -> Option<&Exercise> {
        self.exercises.get(&self.current?)
    }

    /// What a place did in the latest exercise it took part in.
    #[must_use]
    pub fn work(&self, place: Place) -> Option<&Work> {
        self.exercises.values().rev().find_map(|exercise| exercise.works.get(&place))
    }
}

/// What may be asked about exercises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Begin an exercise: in the groups if they are at work or being sent off, else in the whole room.
    Open(Box<Draft>),
    /// The exercise is over; what came of it stays.
    Close,
    /// Say what the issue is.
    SetIssue {
        /// Where.
        place: Place,
        /// The issue.
        text: String,
    },
    /// Write an idea.
    AddIdea {
        /// Where.
        place: Place,
        /// The idea.
        text: String,
    },
    /// Change one's own idea.
    EditIdea {
        /// Where.
        place: Place,
        /// Which.
        idea: IdeaId,
        /// The idea as it is meant now.
        text: String,
    },
    /// Take one's own idea back.
    RemoveIdea {
        /// Where.
        place: Place,
        /// Which.
        idea: IdeaId,
    },
    /// Show everybody's ideas before the step ends.
    Reveal(Place),
    /// Have this many of my dots on an idea.
    Dot {
        /// Where.
        place: Place,
        /// On which idea.
        idea: IdeaId,
        /// How many; 0 takes them back.
        dots: u8,
    },
    /// Go to a step: on, or back.
    Go {
        /// Where.
        place: Place,
        /// The step it was pressed in: when two press at once, the group moves on once.
        from: Step,
        /// The step to go to.
        to: Step,
    },
    /// Bring every place to this step.
    GoAll(Step),
}

/// What happened in exercises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// An exercise began.
    Opened {
        /// Its id.
        exercise: ExerciseId,
        /// What was prepared.
        draft: Box<Draft>,
    },
    /// These places begin with the first step.
    Begun(Vec<Place>),
    /// The exercise is over.
    Closed,
    /// A place has an issue.
    IssueSet {
        /// Where.
        place: Place,
        /// The issue.
        text: String,
    },
    /// An idea was written.
    IdeaAdded {
        /// Where.
        place: Place,
        /// Its id.
        idea: IdeaId,
        /// Who wrote it; unsigned cards have nobody.
        author: Option<PersonId>,
        /// The idea.
        text: String,
    },
    /// An idea was changed.
    IdeaEdited {
        /// Where.
        place: Place,
        /// Which.
        idea: IdeaId,
        /// The idea as it is meant now.
        text: String,
    },
    /// An idea was taken back.
    IdeaRemoved {
        /// Where.
        place: Place,
        /// Which.
        idea: IdeaId,
        /// Who had written it.
        author: Option<PersonId>,
    },
    /// What others learn of a hidden idea.
    IdeasCounted {
        /// Where.
        place: Place,
        /// How many there are now.
        ideas: u32,
    },
    /// Everybody there sees all ideas.
    Revealed {
        /// Where.
        place: Place,
        /// The ideas, for those who did not see them before; empty in the log.
        ideas: Map<IdeaId, Idea>,
    },
    /// Somebody placed dots or took some back.
    Dotted {
        /// Where.
        place: Place,
        /// Who.
        person: PersonId,
        /// On which idea.
        idea: IdeaId,
        /// How many of theirs are on it now.
        dots: u8,
    },
    /// What others learn of hidden dots.
    DotsCounted {
        /// Where.
        place: Place,
        /// How many are placed now.
        dots: u32,
    },
    /// The vote is over: dots per idea, without names.
    Tallied {
        /// Where.
        place: Place,
        /// Dots of each idea that has some.
        tally: Map<IdeaId, u32>,
    },
    /// A place is at another step.
    Went {
        /// Where.
        place: Place,
        /// Which.
        step: Step,
    },
}

impl Event {
    /// The place it concerns; `None` for those about the exercise as a whole.
    fn place(&self) -> Option<Place> {
        match self {
            Self::Opened { .. } | Self::Begun(_) | Self::Closed => None,
            Self::IssueSet { place, .. }
            | Self::IdeaAdded { place, .. }
            | Self::IdeaEdited { place, .. }
            | Self::IdeaRemoved { place, .. }
            | Self::IdeasCounted { place, .. }
            | Self::Revealed { place, .. }
            | Self::Dotted { place, .. }
            | Self::DotsCounted { place, .. }
            | Self::Tallied { place, .. }
            | Self::Went { place, .. } => Some(*place),
        }
    }
}

/// Decides about exercises.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let events = match command {
        Command::Open(draft) => open(room, ctx, draft, 0, false)?,
        Command::Close => room.exercise.current.iter().map(|_| Event::Closed).collect(),
        Command::SetIssue { place, text } => {
            let work = work_of(room, *place)?;
            scribe(room, ctx, *place)?;
            let text = wording::line(text, limit::ISSUE)?;
            (work.issue != text).then_some(Event::IssueSet { place: *place, text }).into_iter().collect()
        }
        Command::AddIdea { place, text } => {
            let (me, work) = at_ideas(room, ctx, *place)?;
            if work.ideas.values().filter(|idea| idea.author == Some(me)).count() >= limit::IDEAS {
                return Err(Refusal::Full);
            }
            let (idea, text) = (IdeaId(ctx.id(0)), wording::paragraph(text, limit::IDEA)?);
            vec![Event::IdeaAdded { place: *place, idea, author: Some(me), text }]
        }
        Command::EditIdea { place, idea, text } => {
            let found = own_idea(room, ctx, *place, *idea)?;
            let text = wording::paragraph(text, limit::IDEA)?;
            let edited = (found.text != text).then_some(text);
            edited.map(|text| Event::IdeaEdited { place: *place, idea: *idea, text }).into_iter().collect()
        }
        Command::RemoveIdea { place, idea } => {
            let author = own_idea(room, ctx, *place, *idea)?.author;
            vec![Event::IdeaRemoved { place: *place, idea: *idea, author }]
        }
        Command::Reveal(place) => {
            let work = work_of(room, *place)?;
            scribe(room, ctx, *place)?;
            match work.step {
                Step::Issue => return Err(Refusal::NotNow),
                _ => revealing(*place, work).into_iter().collect(),
            }
        }
        Command::Dot { place, idea, dots } => dot(room, ctx, *place, *idea, *dots)?,
        Command::Go { place, from, to } => {
            let work = work_of(room, *place)?;
            scribe(room, ctx, *place)?;
            if work.step == *from { going(*place, work, *to) } else { vec![] }
        }
        Command::GoAll(to) => {
            let running = room.exercise.running().ok_or(Refusal::NotNow)?;
            running.works.iter().flat_map(|(place, work)| going(*place, work, *to)).collect()
        }
    };
    Ok(events.into_iter().map(Happened::Exercise).collect())
}

/// A segment with an exercise begins: it opens by itself, and waits for the segment's groups if
/// `groups_come`. The one that is open already goes on. `first` is the number of its first event in the
/// decision.
#[must_use]
pub fn prepared(room: &Room, ctx: &Context, draft: &Draft, first: usize, groups_come: bool) -> Vec<Happened> {
    if room.exercise.running().is_some_and(|running| running.draft == *draft) {
        return vec![];
    }
    let events = open(room, ctx, draft, first, groups_come).unwrap_or_default();
    events.into_iter().map(Happened::Exercise).collect()
}

fn open(
    room: &Room,
    ctx: &Context,
    draft: &Draft,
    first: usize,
    groups_come: bool,
) -> Result<Vec<Event>, Refusal> {
    if room.exercise.exercises.len() >= limit::EXERCISES {
        return Err(Refusal::Full);
    }
    let draft = Box::new(draft.checked()?);
    let mut events = vec![Event::Opened { exercise: ExerciseId(ctx.id(first)), draft }];
    match &room.breakout.round {
        None if groups_come => {}
        None => events.push(Event::Begun(vec![Place::Room])),
        Some(round) if round.status.at_work() => {
            events.push(Event::Begun(round.groups.keys().copied().map(Place::Group).collect()));
        }
        // Groups that are still being sent off begin when they are there.
        Some(_) => {}
    }
    Ok(events)
}

/// Groups are at work from now on: an exercise that waits for them begins.
#[must_use]
pub fn arrived(room: &Room) -> Option<Happened> {
    room.exercise.current?;
    let places = room.breakout.round.as_ref()?.groups.keys().copied().map(Place::Group).collect();
    Some(Happened::Exercise(Event::Begun(places)))
}

fn dot(room: &Room, ctx: &Context, place: Place, idea: IdeaId, dots: u8) -> Result<Vec<Event>, Refusal> {
    let work = work_of(room, place)?;
    let me = member(room, ctx, place)?;
    if work.step != Step::Vote {
        return Err(Refusal::NotNow);
    }
    if !work.ideas.contains_key(&idea) {
        return Err(Refusal::Unknown);
    }
    let before = work.dots_of(me, idea);
    let all = work.dots.get(&me).map_or(0, |mine| mine.values().map(|n| u32::from(*n)).sum());
    let budget = room.exercise.running().map_or(0, |running| running.draft.dots);
    if all - u32::from(before) + u32::from(dots) > u32::from(budget) {
        return Err(Refusal::NoDotsLeft);
    }
    let changed = before != dots;
    Ok(changed.then_some(Event::Dotted { place, person: me, idea, dots }).into_iter().collect())
}

/// What it takes to bring one place to a step: whoever leaves the ideas sees them, whoever leaves the vote
/// has its result.
fn going(place: Place, work: &Work, to: Step) -> Vec<Event> {
    if work.step == to {
        return vec![];
    }
    let reveal = revealing(place, work).filter(|_| to >= Step::Vote);
    let tally = (work.step == Step::Vote && to > Step::Vote).then(|| work.count());
    let tallied = tally.map(|tally| Event::Tallied { place, tally });
    reveal.into_iter().chain(tallied).chain([Event::Went { place, step: to }]).collect()
}

fn revealing(place: Place, work: &Work) -> Option<Event> {
    (!work.revealed).then(|| Event::Revealed { place, ideas: Map::new() })
}

/// The work that is under way in a place.
fn work_of(room: &Room, place: Place) -> Result<&Work, Refusal> {
    room.exercise.running().and_then(|running| running.works.get(&place)).ok_or(Refusal::NotNow)
}

/// Whoever works there.
fn member(room: &Room, ctx: &Context, place: Place) -> Result<PersonId, Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    if me.works_in(place) { Ok(me.person) } else { Err(Refusal::NotAllowed) }
}

/// Whoever may write for a place: any of its members, or a facilitator.
fn scribe(room: &Room, ctx: &Context, place: Place) -> Result<(), Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    if me.writes_for(place) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn at_ideas<'a>(room: &'a Room, ctx: &Context, place: Place) -> Result<(PersonId, &'a Work), Refusal> {
    let (work, me) = (work_of(room, place)?, member(room, ctx, place)?);
    if work.step == Step::Ideas { Ok((me, work)) } else { Err(Refusal::NotNow) }
}

/// One's own idea, while ideas are written; others' do not exist for anybody who wants to change them.
fn own_idea<'a>(room: &'a Room, ctx: &Context, place: Place, idea: IdeaId) -> Result<&'a Idea, Refusal> {
    let (me, work) = at_ideas(room, ctx, place)?;
    work.ideas.get(&idea).filter(|found| found.author == Some(me)).ok_or(Refusal::Unknown)
}

/// Applies what happened in exercises.
pub fn evolve(state: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Opened { exercise, draft } => {
            let opened = Exercise { draft: (**draft).clone(), works: Map::new() };
            state.exercises.insert(*exercise, opened);
            state.current = Some(*exercise);
        }
        Event::Closed => state.current = None,
        Event::Begun(places) => {
            let running = state.current.and_then(|current| state.exercises.get_mut(&current));
            let begun = |place: &Place| (*place, Work { since: at, changed: at, ..Work::default() });
            if let Some(running) = running {
                running.works.extend(places.iter().map(begun));
            }
        }
        _ => {
            let running = state.current.and_then(|current| state.exercises.get_mut(&current));
            let work = event.place().and_then(|place| running?.works.get_mut(&place));
            if let Some(work) = work {
                work::evolve(work, at, event);
            }
        }
    }
}

/// Who is told what about exercises.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let Some(place) = event.place() else {
        return share_whole(event, viewer);
    };
    let work = room.exercise.running().and_then(|running| running.works.get(&place));
    let Some(work) = work.filter(|_| viewer.sees_work(place)) else {
        return Share::Nothing;
    };
    let instead = |event| Share::Instead(Happened::Exercise(event));
    match event {
        Event::IdeaAdded { author, .. } | Event::IdeaRemoved { author, .. }
            if !viewer.sees_idea(work.revealed, *author) =>
        {
            instead(Event::IdeasCounted { place, ideas: work.idea_count })
        }
        Event::IdeaEdited { idea, .. } if !viewer.sees_idea(work.revealed, work.author_of(*idea)) => {
            instead(Event::IdeasCounted { place, ideas: work.idea_count })
        }
        Event::Revealed { .. } => instead(Event::Revealed { place, ideas: work.ideas.clone() }),
        Event::Dotted { person, .. } if *person != viewer.person => {
            instead(Event::DotsCounted { place, dots: work.dot_count })
        }
        _ => Share::Whole,
    }
}

fn share_whole(event: &Event, viewer: &Viewer) -> Share {
    match event {
        Event::Begun(places) => {
            let seen: Vec<_> = places.iter().copied().filter(|place| viewer.sees_work(*place)).collect();
            match seen.len() {
                0 => Share::Nothing,
                n if n == places.len() => Share::Whole,
                _ => Share::Instead(Happened::Exercise(Event::Begun(seen))),
            }
        }
        _ => Share::whole_if(viewer.inside),
    }
}

/// Exercises in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    if !viewer.inside {
        return State::default();
    }
    let seen = |exercise: &Exercise| {
        let works = exercise.works.iter().filter(|(place, _)| viewer.sees_work(**place));
        let works = works.map(|(place, work)| (*place, work.seen_by(viewer))).collect();
        Exercise { draft: exercise.draft.clone(), works }
    };
    State {
        exercises: room.exercise.exercises.iter().map(|(id, exercise)| (*id, seen(exercise))).collect(),
        current: room.exercise.current,
    }
}
