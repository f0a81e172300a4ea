//! Fleeting things: shown at once, never stored, dropped first.

use room::{
    BoardId, ItemId, PersonId, PollId,
    board::{Size, Spot},
};
use serde::{Deserialize, Serialize};

/// Steps of a stroke in one signal, two numbers each; a longer signal is dropped.
pub const STEPS: usize = 512;
/// Things dragged at once; a signal about more is dropped.
pub const DRAGGED: usize = 500;

/// What a person signals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signal {
    /// A reaction that floats up and fades.
    React(Emotion),
    /// Typing in the chat (or not any more).
    Typing(bool),
    /// Slow down, or a break please: reaches facilitators, without a name.
    Nudge(Nudge),
    /// Where one points on a board.
    Cursor {
        /// Which board.
        board: BoardId,
        /// Where.
        at: Spot,
    },
    /// Ink while it is drawn; the committed stroke replaces it.
    Ink(LiveInk),
    /// Things on the way; the committed change replaces it.
    Drag(Drag),
    /// Look here, everybody: facilitators only.
    Gather(Gather),
    /// An answer to an anonymous poll is ready to be sent (or not any more). What it says stays here.
    Ready(PollId, bool),
}

/// A piece of a stroke that is being drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveInk {
    /// On which board.
    pub board: BoardId,
    /// The page's number for the stroke, named again by the committed one.
    pub stroke: u32,
    /// How many steps of this stroke have gone before.
    pub from: u16,
    /// Where those ended; the beginning of the stroke if there were none.
    pub at: Spot,
    /// Further steps: right, down, right, down, ... in eighths of a pixel.
    pub points: Vec<i16>,
    /// A color of the palette.
    pub color: u8,
    /// Width of the pen in eighths of a pixel.
    pub width: u16,
    /// Drawn behind everything, see-through.
    pub highlighter: bool,
    /// How hard the pen was pressed at each of the further steps, 0 to 255; empty where the device does not tell.
    pub pressures: Vec<u8>,
}

/// What everybody who sees a board is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gather {
    /// Which board.
    pub board: BoardId,
    /// The top left corner of what is to be seen.
    pub at: Spot,
    /// How large it is.
    pub size: Size,
}

/// Things that are being dragged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drag {
    /// On which board.
    pub board: BoardId,
    /// Which; none when they were let go.
    pub items: Vec<ItemId>,
    /// How far to the right of their place, in eighths of a pixel.
    pub dx: i32,
    /// How far below.
    pub dy: i32,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signalled {
    /// Somebody reacted.
    Reacted(PersonId, Emotion),
    /// Somebody types in the chat, or has stopped.
    Typing(PersonId, bool),
    /// How many ask for this at the moment; facilitators only, no names.
    Nudged(Nudge, u32),
    /// Somebody points there; those who see the board.
    Cursor {
        /// Who.
        person: PersonId,
        /// On which board.
        board: BoardId,
        /// Where.
        at: Spot,
    },
    /// Somebody draws; those who see the board.
    Ink(PersonId, LiveInk),
    /// Somebody drags; those who see the board.
    Dragged(PersonId, Drag),
    /// A facilitator shows everybody a part of a board; those who see it.
    Gathered(PersonId, Gather),
    /// How many answers to an anonymous poll are ready, in steps (see [`ready_step`]); facilitators only.
    Ready(PollId, u32),
}

/// Numbers that are told in steps go up by this.
pub const READY_STEP: u32 = 5;

/// The number that is told for `n`: 0, 1 for fewer than five, then every fifth. Exact ones would show when somebody
/// answers.
#[must_use]
pub fn ready_step(n: u32) -> u32 {
    if n == 0 { 0 } else { (n / READY_STEP * READY_STEP).max(1) }
}
