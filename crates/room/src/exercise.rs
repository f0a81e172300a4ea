//! From an issue to ideas to a vote to a plan: the guided exercise of a group, or of the whole room.
//!
//! Ideas are silent: until they are revealed nobody sees another's cards, facilitators included. Dots are
//! hidden until the vote ends and then counted without names. Others learn only how many there are.

mod decide;
#[cfg(test)]
mod tests;
mod work;

use crate::{
    Event as Happened, ExerciseId, GroupId, IdeaId, PersonId, Refusal, Room, Share, Timestamp, Viewer,
    agenda::{Activity, Segment},
    limit,
    map::Map,
    wording,
};
pub use decide::{arrived, decide, prepared};
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
    /// Whether a segment plans this exercise.
    fn is_planned_in(&self, segment: &Segment) -> bool {
        let this =
            |activity: &Activity| matches!(activity, Activity::Exercise(draft) if *draft == self.draft);
        segment.activities.iter().any(this)
    }

    /// Whether the running segment plans this exercise.
    #[must_use]
    pub fn is_planned(&self, room: &Room) -> bool {
        room.agenda.running().is_some_and(|segment| self.is_planned_in(segment))
    }

    /// Whether the running segment is about this exercise, where this is its work: it is planned there, or began there.
    /// Groups that stay at work when the room goes on are past that.
    #[must_use]
    pub fn is_at_hand(&self, room: &Room, work: &Work) -> bool {
        let began_here = room.agenda.current.as_ref().is_none_or(|current| work.begun >= current.started);
        self.is_planned(room) || began_here
    }

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
            let begun =
                |place: &Place| (*place, Work { since: at, begun: at, changed: at, ..Work::default() });
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
