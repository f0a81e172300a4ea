//! What one decision leaves in the log.

use crate::{Event, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Identifies an ask for ever: which page load of whose browser, and its number there. A page load's id is
/// random, so a reload never repeats a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AskId {
    /// Who asked.
    pub person: PersonId,
    /// The page load.
    pub page: u64,
    /// The number of the ask on that page, from 1.
    pub number: u32,
}

/// All events of one decision: kept together or not at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// When it was decided.
    pub at: Timestamp,
    /// The ask it answers; none for the house.
    pub ask: Option<AskId>,
    /// What happened.
    pub events: Vec<Event>,
}
