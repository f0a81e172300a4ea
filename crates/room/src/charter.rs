//! What was agreed before the room opened: its title, its records mode, its run sheet, who is expected.

use crate::{Timestamp, agenda::Segment, lobby::Expected};
use serde::{Deserialize, Serialize};

/// What a session keeps when it ends. Chosen before the room opens; the table behind it is `academy::records`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Records {
    /// Attendance and the products of the work; talk is erased.
    #[default]
    ProductsOnly,
    /// Attendance only.
    Ephemeral,
    /// Everything said and drawn.
    Record,
}

impl Records {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::ProductsOnly, Self::Ephemeral, Self::Record];
}

/// The session as it was planned, copied into the room when it opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charter {
    /// The session's title.
    pub title: String,
    /// Departments taking part, as the planner wrote them.
    pub departments: Vec<String>,
    /// Who leads, as shown to officers.
    pub led_by: String,
    /// What is kept.
    pub records: Records,
    /// How to hear and speak when the browser cannot: a phone number or a link, free text.
    pub audio: String,
    /// When the session was planned to start.
    pub starts_at: Timestamp,
    /// When it was planned to end; an abandoned room ends itself an hour after this.
    pub ends_at: Timestamp,
    /// The planner's time zone as an IANA name.
    pub time_zone: String,
    /// Most people at once.
    pub capacity: u32,
    /// A rehearsal: nothing in it counts.
    pub practice: bool,
}

impl Charter {
    /// Whether this is practice that keeps nothing. A demonstration is practice, too, and is kept.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        self.practice && self.records == Records::Ephemeral
    }
}

/// Everything the plan brings into the room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What was agreed; everybody sees it.
    pub charter: Charter,
    /// The run sheet; ids are those of the plan.
    pub segments: Vec<Segment>,
    /// The officers whom the departments announced.
    pub expected: Vec<Expected>,
    /// What those waiting read.
    pub message: String,
    /// Whether expected officers are admitted at once.
    pub let_listed_in: bool,
}
