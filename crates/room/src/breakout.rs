//! Groups at work inside the session: mixed or made by hand, sent off, visited, helped and brought back.
//!
//! A group is a part of the room, never a second meeting: moving somebody is one event, and whoever drops
//! out comes back to the same group.

mod check;
mod decide;
mod evolve;
mod late;
mod mix;
mod people;
mod share;
#[cfg(test)]
mod tests;

use crate::{
    GroupId, PersonId, Refusal, Timestamp, Viewer,
    map::{Map, Set},
};
pub use check::{Check, Verdict, Wish, checks};
pub use decide::{absent, deadline, decide, overdue, prepared, vacated, welcome};
pub use evolve::evolve;
use serde::{Deserialize, Serialize};
pub use share::{seen_by, share};

/// Longest countdown before people move, in seconds.
pub const COUNTDOWN_S: u16 = 120;
/// Warning before groups come back when their time is up, in seconds.
pub const RECALL_S: u16 = 10;

/// How groups come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// The facilitator put them together.
    #[default]
    ByHand,
    /// At random, about this many officers in each.
    Size(u16),
    /// At random, this many groups.
    Count(u16),
    /// At random, about this many in each, departments spread over the groups as evenly as they go.
    Mixed(u16),
    /// At random, about this many in each, colleagues from one department together as far as the sizes allow.
    SameDepartment(u16),
}

/// Who sits with whom in groups that are made at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blend {
    Any,
    Mixed,
    SameDepartment,
}

impl Rule {
    fn blend(self) -> Blend {
        match self {
            Self::ByHand | Self::Size(_) | Self::Count(_) => Blend::Any,
            Self::Mixed(_) => Blend::Mixed,
            Self::SameDepartment(_) => Blend::SameDepartment,
        }
    }
}

/// Groups as a run sheet plans them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// How they come about.
    pub rule: Rule,
    /// Minutes at work.
    pub minutes: u16,
}

impl Draft {
    /// The draft made fit for the room.
    ///
    /// # Errors
    /// [`Refusal::Empty`] without minutes, people or groups, [`Refusal::TooLong`] for too many minutes.
    pub fn checked(self) -> Result<Self, Refusal> {
        match self.rule {
            Rule::Size(0) | Rule::Count(0) | Rule::Mixed(0) | Rule::SameDepartment(0) => Err(Refusal::Empty),
            Rule::ByHand | Rule::Size(_) | Rule::Count(_) | Rule::Mixed(_) | Rule::SameDepartment(_) => {
                Ok(Self { minutes: decide::bounded(self.minutes)?, ..self })
            }
        }
    }
}

/// A group as the facilitator wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Its name; empty: numbered.
    pub name: String,
    /// Who is in it.
    pub members: Vec<PersonId>,
}

/// A call for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// Who called.
    pub by: PersonId,
    /// Why, if said.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many are in it; known even where `members` is not shown.
    pub size: u32,
    /// Who is in it: seen by its own people and by facilitators.
    pub members: Set<PersonId>,
    /// Facilitators who dropped in, and since when: the group always sees them, and what was said before is not theirs.
    pub visitors: Map<PersonId, Timestamp>,
    /// It asks for help.
    pub help: Option<Help>,
}

/// How far a round is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Being put together; facilitators only.
    #[default]
    Planned,
    /// People move to their groups at this moment.
    Moving {
        /// When.
        at: Timestamp,
        /// Minutes they will have.
        minutes: u16,
    },
    /// At work.
    Running {
        /// When the time is up.
        ends_at: Timestamp,
    },
    /// Everybody comes back at this moment.
    Returning {
        /// When.
        at: Timestamp,
    },
}

impl Status {
    /// Whether people are in their groups now.
    #[must_use]
    pub fn at_work(self) -> bool {
        matches!(self, Self::Running { .. } | Self::Returning { .. })
    }
}

/// Something said to all groups at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who said it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// One set of groups, from planning to coming back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The groups; empty for guests and observers.
    pub groups: Map<GroupId, Group>,
    /// How far it is.
    pub status: Status,
    /// How the groups came about.
    pub mixed_by: Rule,
    /// What was said to all of them, oldest first.
    pub notices: Vec<Notice>,
}

impl Round {
    /// The group somebody is a member of.
    #[must_use]
    pub fn group_of(&self, person: PersonId) -> Option<GroupId> {
        self.groups.iter().find(|(_, g)| g.members.contains(&person)).map(|(id, _)| *id)
    }

    /// The group a facilitator has dropped in on.
    #[must_use]
    pub fn visited_by(&self, person: PersonId) -> Option<GroupId> {
        self.visit_of(person).map(|(group, _)| group)
    }

    /// The group a facilitator has dropped in on, and since when.
    #[must_use]
    pub fn visit_of(&self, person: PersonId) -> Option<(GroupId, Timestamp)> {
        self.groups.iter().find_map(|(id, group)| Some((*id, *group.visitors.get(&person)?)))
    }

    fn seen_by(&self, viewer: &Viewer) -> Self {
        let lists = viewer.lists_groups();
        let show = |(id, group): (&GroupId, &Group)| {
            let hidden = || Group { name: group.name.clone(), size: group.size, ..Group::default() };
            (*id, if viewer.looks_into(group) { group.clone() } else { hidden() })
        };
        Self {
            groups: if lists { self.groups.iter().map(show).collect() } else { Map::new() },
            status: self.status,
            mixed_by: self.mixed_by,
            notices: if lists { self.notices.clone() } else { vec![] },
        }
    }
}

/// Groups now and before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The round that is planned or under way.
    pub round: Option<Round>,
    /// Rounds that are over, oldest first: whose plan is whose is still asked afterwards.
    pub past: Vec<Round>,
}

impl State {
    /// A group of this or an earlier round.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.round.iter().chain(self.past.iter().rev()).find_map(|round| round.groups.get(&id))
    }

    /// The round whose groups are at work now.
    #[must_use]
    pub fn at_work(&self) -> Option<&Round> {
        self.round.as_ref().filter(|round| round.status.at_work())
    }

    /// The room was paused for so long: the groups get that time back.
    pub fn put_off(&mut self, ms: i64) {
        if let Some(Round { status: Status::Running { ends_at }, .. }) = &mut self.round {
            *ends_at = ends_at.plus_ms(ms);
        }
    }

    /// The group whose work is somebody's own: where they are, or were last.
    #[must_use]
    pub fn home_of(&self, person: PersonId) -> Option<GroupId> {
        self.at_work().or(self.past.last()).and_then(|round| round.group_of(person))
    }
}

/// What may be asked about groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// These are the groups.
    Plan(Vec<Wanted>),
    /// Mix everybody who is here at random, evenly. Who sits with whom follows the run sheet where the rule does not
    /// say.
    Mix {
        /// Into what.
        rule: Rule,
        /// The chance in it: the same seed mixes the same people in the same way.
        seed: u64,
    },
    /// Put somebody into a group, or into none.
    Move {
        /// Whom.
        person: PersonId,
        /// Where.
        to: Option<GroupId>,
    },
    /// Send the groups off.
    Start {
        /// Minutes at work.
        minutes: u16,
        /// Seconds until people move.
        countdown_s: u16,
    },
    /// Give more time; called back groups stay.
    Extend {
        /// How much.
        minutes: u16,
    },
    /// Say something to all groups.
    Tell(String),
    /// I look in on a group; it is told.
    DropIn(GroupId),
    /// I leave the group I look in on.
    DropOut,
    /// Bring everybody back, or drop a plan that has not started.
    Return {
        /// Warning in seconds.
        seconds: u16,
    },
    /// A call for help is being seen to.
    Answer(GroupId),
    /// My group needs help.
    Help {
        /// Why; may be empty.
        reason: String,
    },
    /// My group needs no help any more.
    CancelHelp,
}

/// What happened to groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A new plan begins, with no groups in it yet.
    Planned(Rule),
    /// The plan has a group.
    Grouped {
        /// Its id.
        group: GroupId,
        /// Its name.
        name: String,
        /// Who is in it.
        members: Set<PersonId>,
    },
    /// The plan was dropped.
    Dropped,
    /// The round as far as this viewer may know it: how a round comes into view.
    Shown(Box<Round>),
    /// Somebody is in a group.
    Joined {
        /// Which.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// Somebody is no longer in a group.
    Left {
        /// Which.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// Another group has so many people now.
    Sized {
        /// Which.
        group: GroupId,
        /// How many.
        size: u32,
    },
    /// The countdown to the groups runs.
    Started {
        /// When people move.
        at: Timestamp,
        /// Minutes they will have.
        minutes: u16,
    },
    /// People are in their groups until then (or for longer than they were).
    Running {
        /// When the time is up.
        ends_at: Timestamp,
    },
    /// More time was given.
    Extended {
        /// When the time is up now.
        ends_at: Timestamp,
    },
    /// Something was said to all groups.
    Told {
        /// Who said it.
        by: PersonId,
        /// What.
        text: String,
    },
    /// A facilitator looks in.
    DroppedIn {
        /// On which group.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// A facilitator has gone again.
    DroppedOut {
        /// From which group.
        group: GroupId,
        /// Who.
        person: PersonId,
    },
    /// The countdown back runs.
    Recalled {
        /// When everybody is back.
        at: Timestamp,
    },
    /// Everybody is back.
    Returned,
    /// A group asks for help.
    HelpAsked {
        /// Which.
        group: GroupId,
        /// Who asked.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// A group's call for help is over.
    HelpEnded {
        /// Which.
        group: GroupId,
        /// The facilitator who sees to it; nobody when the group took it back.
        answered_by: Option<PersonId>,
    },
}
