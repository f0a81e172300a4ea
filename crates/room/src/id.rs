//! All ids of the room, in one list.
//!
//! An id is the position in the session's log of the event that created the thing: unique, the same on
//! every replay, short on the wire, and no counter has to be kept or hidden from anybody.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);
    )+};
}

ids! {
    /// A person in this room.
    PersonId,
    /// A breakout group.
    GroupId,
    /// A segment of the run sheet.
    SegmentId,
    /// A line of chat.
    LineId,
    /// A poll.
    PollId,
    /// A question to the facilitators.
    QuestionId,
    /// An exercise.
    ExerciseId,
    /// An idea on a card.
    IdeaId,
    /// An action of a plan.
    ActionId,
    /// A whiteboard.
    BoardId,
    /// A thing on a whiteboard.
    ItemId,
}

/// A place at the table: one browser tab that joined. It outlives connections and carries the cookie's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeatId(#[serde(with = "crate::bytes")] pub [u8; 16]);

/// A picture that somebody has sent. Drawn at random, so that nobody comes upon one that they are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PictureId(#[serde(with = "crate::bytes")] pub [u8; 16]);

/// Somebody who has signed in, over all their seats. Drawn at random by the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountId(#[serde(with = "crate::bytes")] pub [u8; 16]);

/// What something is recognized by without being told (SHA-256 or BLAKE3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest(#[serde(with = "crate::bytes")] pub [u8; 32]);
