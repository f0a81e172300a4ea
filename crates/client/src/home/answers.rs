//! What the server answers to the facilitators' pages.

use academy::session::{Session, State};
use room::Records;
use serde::Deserialize;
use uuid::Uuid;

/// The home page.
#[derive(Clone, Deserialize)]
pub(crate) struct Everything {
    /// All sessions, earliest first.
    pub(crate) sessions: Vec<Summary>,
    /// What a new session can start from.
    pub(crate) templates: Vec<TemplateCard>,
    /// The server's clock, milliseconds since 1970.
    pub(crate) now: i64,
}

/// One session on the home page.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct Summary {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    /// Milliseconds since 1970.
    pub(crate) starts_at: i64,
    /// IANA name.
    pub(crate) time_zone: String,
    pub(crate) minutes: u32,
    pub(crate) departments: Vec<String>,
    /// People on the list.
    pub(crate) expected: usize,
    /// Blanks nobody has filled.
    pub(crate) unfilled: usize,
    pub(crate) state: State,
    pub(crate) practice: bool,
    /// What it keeps.
    pub(crate) records: Records,
    /// People connected just now.
    pub(crate) present: usize,
    /// Its room is lost to the server's program.
    pub(crate) unreadable: bool,
}

/// A ready-made session.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct TemplateCard {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) audience: String,
    pub(crate) objectives: Vec<String>,
    pub(crate) minutes: u32,
    pub(crate) credit_minutes: u32,
}

/// One session with everything that is planned.
#[derive(Clone, Deserialize)]
pub(crate) struct Plan {
    pub(crate) session: Session,
    pub(crate) links: Links,
}

/// How people get in.
#[derive(Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Links {
    pub(crate) officer: String,
    pub(crate) guest: String,
    pub(crate) observer: String,
    /// The officers' link as eight letters and digits.
    pub(crate) code: String,
}

/// A throw-away copy of a session.
#[derive(Deserialize)]
pub(crate) struct Rehearsal {
    pub(crate) session: Uuid,
}

/// A seat in a room, as the tab keeps it.
#[derive(Deserialize, serde::Serialize)]
pub(crate) struct Seated {
    pub(crate) session: Uuid,
    pub(crate) seat: Uuid,
}
