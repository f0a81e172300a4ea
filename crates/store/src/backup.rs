//! What a backup includes.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::Document;

/// What a backup includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything but the logs and documents of these sessions. What people say in a live session is not
    /// meant to last, so this is the ordinary backup.
    WithoutLive(BTreeSet<Uuid>),
    /// Live sessions too, for an installation that chose so and says it on its Records Card.
    Everything,
}

impl Scope {
    /// Whether the log of `session` belongs in the copy.
    pub fn includes(&self, session: Uuid) -> bool {
        match self {
            Scope::WithoutLive(live) => !live.contains(&session),
            Scope::Everything => true,
        }
    }

    /// Whether `document` belongs in the copy: it names no session, or one that is included.
    pub fn includes_document(&self, document: &Document) -> bool {
        document.session.is_none_or(|session| self.includes(session))
    }
}
