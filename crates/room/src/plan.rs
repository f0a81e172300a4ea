//! What will be done: actions with an owner, a first step, a date and a measure; reports to the room; and
//! what each officer commits to.
//!
//! A group sees its own plan, facilitators see all of them as they grow, everybody sees what was reported.
//! A commitment is its author's alone until they share it.

mod date;
mod decide;
mod evolve;
mod share;
#[cfg(test)]
mod tests;

use crate::{
    ActionId, IdeaId, PersonId, Timestamp,
    exercise::Place,
    map::{Map, Set},
};
pub use decide::decide;
pub use evolve::evolve;
use serde::{Deserialize, Serialize};
pub use share::{seen_by, share};

/// A field that is not typed in for this long is free again.
pub const CLAIM_MS: i64 = 30_000;

/// The text fields of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Field {
    /// What will be done, beginning with a verb.
    Title,
    /// The first step and when it happens: if ..., then ...
    FirstStep,
    /// Done by this day.
    Due,
    /// How will we know it worked?
    Measure,
    /// Who helps.
    Helper,
    /// What could get in the way.
    Obstacle,
}

/// What an action lacks before it is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lack {
    /// Somebody who owns it.
    Owner,
    /// The owner's yes.
    Acceptance,
    /// A first step.
    FirstStep,
    /// A date.
    Due,
    /// A measure.
    Measure,
}

/// One action of a plan. Texts are empty until written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Whose plan it belongs to.
    pub place: Place,
    /// What will be done.
    pub title: String,
    /// Who owns it.
    pub owner: Option<PersonId>,
    /// Whether the owner has said yes, on screen.
    pub accepted: bool,
    /// The first step and when it happens.
    pub first_step: String,
    /// Done by this day, as `YYYY-MM-DD`.
    pub due: String,
    /// How will we know it worked?
    pub measure: String,
    /// Who helps.
    pub helper: String,
    /// What could get in the way.
    pub obstacle: String,
    /// The idea it came from.
    pub from_idea: Option<IdeaId>,
    /// Who is typing in which field, and since their last word.
    pub claims: Map<Field, (PersonId, Timestamp)>,
    /// When it last changed.
    pub changed: Timestamp,
}

impl Action {
    /// A field's text.
    #[must_use]
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::FirstStep => &self.first_step,
            Field::Due => &self.due,
            Field::Measure => &self.measure,
            Field::Helper => &self.helper,
            Field::Obstacle => &self.obstacle,
        }
    }

    fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::FirstStep => &mut self.first_step,
            Field::Due => &mut self.due,
            Field::Measure => &mut self.measure,
            Field::Helper => &mut self.helper,
            Field::Obstacle => &mut self.obstacle,
        }
    }
}

/// What an action lacks; nothing: it is ready.
#[must_use]
pub fn missing(action: &Action) -> Vec<Lack> {
    let lacks = [
        (Lack::Owner, action.owner.is_none()),
        (Lack::Acceptance, action.owner.is_some() && !action.accepted),
        (Lack::FirstStep, action.first_step.is_empty()),
        (Lack::Due, action.due.is_empty()),
        (Lack::Measure, action.measure.is_empty()),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect()
}

/// What the room was told when a place reported; its actions are in the room's sight from then on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The group's name; empty for the whole room.
    pub name: String,
    /// Its issue.
    pub issue: String,
}

/// Who is reporting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporting {
    /// Which place.
    pub place: Place,
    /// When its time is up; nobody is cut off.
    pub ends_at: Timestamp,
}

/// What an officer will do: if ..., then ...
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// In their words.
    pub text: String,
    /// Whether the room may see it.
    pub shared: bool,
}

/// All plans of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Actions in the order they were added.
    pub actions: Map<ActionId, Action>,
    /// Places that have reported.
    pub reports: Map<Place, Report>,
    /// Who is reporting now.
    pub reporting: Option<Reporting>,
    /// Actions that the whole room has made its own.
    pub adopted: Set<ActionId>,
    /// Commitments by author: one's own and shared ones.
    pub commitments: Map<PersonId, Commitment>,
    /// How many have committed to something.
    pub committed: u32,
}

impl State {
    /// The actions of one place, in order.
    pub fn of(&self, place: Place) -> impl Iterator<Item = (ActionId, &Action)> {
        self.actions.iter().filter(move |(_, action)| action.place == place).map(|(id, action)| (*id, action))
    }
}

/// What may be asked about plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Add an action.
    Add {
        /// To whose plan.
        place: Place,
        /// What will be done.
        title: String,
        /// The idea it comes from.
        from_idea: Option<IdeaId>,
    },
    /// Write a field.
    Set {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
        /// What it says now; may be empty except for the title.
        value: String,
    },
    /// I am typing in this field.
    Claim {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
    },
    /// I am done with this field.
    Release {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
    },
    /// This person shall own it; whoever names themselves has said yes with that.
    Offer {
        /// Which action.
        action: ActionId,
        /// Who; nobody takes the offer back.
        owner: Option<PersonId>,
    },
    /// I own it (`true`), or I do not after all.
    Accept {
        /// Which action.
        action: ActionId,
        /// Yes or no.
        yes: bool,
    },
    /// Take an action off the plan.
    Remove(ActionId),
    /// This place reports to the room: everybody sees its plan from now on.
    Report {
        /// Which.
        place: Place,
        /// For how long.
        seconds: u16,
    },
    /// Nobody reports any more.
    EndReport,
    /// Put a reported action on the whole room's list, or take it off.
    Adopt {
        /// Which.
        action: ActionId,
        /// On or off.
        on: bool,
    },
    /// What I commit to, in my words.
    Commit(String),
    /// Everybody may see what I commit to.
    ShareCommitment,
}

/// What happened to plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// An action was added.
    Added {
        /// Its id.
        action: ActionId,
        /// To whose plan.
        place: Place,
        /// What will be done.
        title: String,
        /// The idea it came from.
        from_idea: Option<IdeaId>,
    },
    /// A field was written.
    Set {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
        /// What it says now.
        value: String,
        /// Who wrote it.
        by: PersonId,
    },
    /// Somebody is typing in a field.
    Claimed {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
        /// Who.
        by: PersonId,
    },
    /// A field is free.
    Released {
        /// Of which action.
        action: ActionId,
        /// Which field.
        field: Field,
    },
    /// Somebody else owns it, or nobody does.
    Owned {
        /// Which action.
        action: ActionId,
        /// Who.
        owner: Option<PersonId>,
        /// Whether they have said yes.
        accepted: bool,
    },
    /// An action was taken off its plan (and off the room's list).
    Removed {
        /// Which.
        action: ActionId,
        /// Whose plan it was on.
        place: Place,
    },
    /// A place's plan is in everybody's sight.
    Reported {
        /// Which place.
        place: Place,
        /// What the room is told about it.
        report: Report,
        /// Its actions, for those who did not see them before; empty in the log.
        actions: Map<ActionId, Action>,
    },
    /// The word is with somebody, or with nobody.
    Reporting(Option<Reporting>),
    /// An action was put on the whole room's list or taken off.
    Adopted {
        /// Which.
        action: ActionId,
        /// On or off.
        on: bool,
    },
    /// Somebody committed to something.
    Committed {
        /// Who.
        person: PersonId,
        /// To what.
        text: String,
    },
    /// Somebody changed what they commit to.
    Recommitted {
        /// Who.
        person: PersonId,
        /// To what.
        text: String,
    },
    /// What others learn of a commitment that is not shared.
    CommitmentsCounted(u32),
    /// Somebody showed the room what they commit to.
    CommitmentShared {
        /// Who.
        person: PersonId,
        /// To what.
        text: String,
    },
}
