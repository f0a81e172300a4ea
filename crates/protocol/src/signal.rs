//! Fleeting things: shown at once, never stored, dropped first.

use room::PersonId;
use serde::{Deserialize, Serialize};

/// What a person signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signal {
    /// A reaction that floats up and fades.
    React(Emotion),
    /// Typing in the chat (or not any more).
    Typing(bool),
    /// Slow down, or a break please: reaches facilitators, without a name.
    Nudge(Nudge),
}

/// Reactions that fade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Emotion {
    /// Thumbs up.
    ThumbsUp,
    /// Applause.
    Applause,
    /// A heart.
    Heart,
    /// Laughter.
    Laugh,
    /// Surprise.
    Surprise,
}

/// A quiet word to the facilitators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Nudge {
    /// Please slow down.
    SlowDown,
    /// A break, please.
    Break,
}

/// What others learn of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signalled {
    /// Somebody reacted.
    Reacted(PersonId, Emotion),
    /// Somebody types in the chat, or has stopped.
    Typing(PersonId, bool),
    /// How many ask for this at the moment; facilitators only, no names.
    Nudged(Nudge, u32),
}
