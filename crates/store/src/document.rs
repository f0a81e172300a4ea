//! A document: what lives longer than a session's log.

use uuid::Uuid;

use crate::Error;
use crate::log::check_body;

/// The kinds of document in use.
pub mod kind {
    /// A planned, running or past session. Survives the disposal of its log.
    pub const SESSION: &str = "session";
    /// What a session keeps: plans, attendance, tallies.
    pub const PRODUCT: &str = "product";
    /// A picture that somebody has sent into a session.
    pub const PICTURE: &str = "picture";
    /// A layout of frames that a facilitator has saved. Belongs to no session.
    pub const LAYOUT: &str = "layout";
    /// A poll that facilitators keep for all their sessions.
    pub const POLL: &str = "poll";
    /// The secret keys of an anonymous poll, until it has been counted.
    pub const BALLOT_KEYS: &str = "ballot-keys";
    /// The published ballots of an anonymous poll.
    pub const BALLOTS: &str = "ballots";
    /// A setting of this installation.
    pub const SETTING: &str = "setting";
}

/// A body found by kind and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is, see [`kind`].
    pub kind: String,
    /// Which one; unique within its kind.
    pub id: Uuid,
    /// The session it belongs to: it is left out of a backup while that session is live, and deleted when
    /// that session is disposed of unless it is among the things kept.
    pub session: Option<Uuid>,
    /// The version of the body's encoding.
    pub version: u16,
    /// The encoded content.
    pub body: Vec<u8>,
}

/// Refuses a set of documents of which one is too large.
pub(crate) fn check_documents(documents: &[Document]) -> Result<(), Error> {
    documents.iter().try_for_each(|document| check_body(&document.body))
}
