//! Whiteboards: notes, text, ink and frames that people put up, move and vote on together.
//!
//! The room orders all changes, each property of an item on its own: the last one wins. What others must not
//! see or may not do is withheld or refused per item, which is why there is no merging of documents here.
//! Undo belongs to the browser: it asks for the inverse, and a stamp on every item lets it leave alone what
//! somebody else has changed since.

mod budget;
mod change;
mod item;
mod layout;
mod picture;
mod rights;
mod vote;
mod writing;

pub use crate::exercise::Place;
use crate::{
    BoardId, Context, Event as Happened, GroupId, ItemId, PersonId, PictureId, Refusal, Room, SegmentId,
    Share, Timestamp, Viewer,
};
use crate::{
    map::{Map, Set},
    text::{Author, Edit, Paper, Step},
};
pub use change::{arrived, deadline, open, overdue};
pub use item::{
    CLAIM_MS, Editing, End, Form, Gone, Item, Kind, New, Prop, REACH, Size, Spot, Stamp, tells_each,
};
pub use layout::{Layout, Saved};
pub use picture::{Picture, may_send, sees_picture};
pub use rights::Rule;
use serde::{Deserialize, Serialize};
pub use vote::{Dots, Terms, Voting};
pub use writing::writers;

/// Who may put things on a board and change them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Write {
    /// Nobody: it is there to be looked at.
    Nobody,
    /// Facilitators.
    Facilitators,
    /// Everybody who sees it and takes part.
    #[default]
    Everyone,
    /// Facilitators, and those they have named.
    Named,
}

/// What people may do on a board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Who writes.
    pub write: Write,
    /// Whether people may change and delete what others put up; facilitators always may.
    pub edit_others: bool,
    /// What is put up is seen by nobody but its owner, facilitators included, until this is taken back: then everybody
    /// sees all of it at once.
    #[serde(default)]
    pub private: bool,
    /// Nobody sees where others point.
    #[serde(default)]
    pub hide_cursors: bool,
    /// Others than facilitators stay on the frame that is shown to everybody, as long as one is.
    #[serde(default)]
    pub together: bool,
}

/// Everything about a board that decides who sees it and who writes on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whose it is: everybody inside sees the room's, facilitators see a group's too.
    pub place: Place,
    /// What people may do.
    pub policy: Policy,
    /// Only facilitators write until it is unlocked.
    pub locked: bool,
    /// Nobody writes any more; it can still be looked at.
    pub closed: bool,
    /// Until when officers write; then it is locked.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// One board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The line above it.
    pub title: String,
    /// The segment it belongs to.
    pub segment: Option<SegmentId>,
    /// Who sees it and who writes.
    pub access: Access,
    /// Who writes when only those named do.
    #[serde(default)]
    pub named: Set<PersonId>,
    /// Who writes in a frame, where that is said; it may be deleted. Such a frame is changed by facilitators only.
    #[serde(default)]
    pub rules: Map<ItemId, Rule>,
    /// The frame that everybody is shown, if one is: like a page that is turned for all. It may be deleted.
    #[serde(default)]
    pub shown: Option<ItemId>,
    /// What is on it.
    pub items: Map<ItemId, Item>,
    /// The texts that people have typed in, with what it takes to merge what they type.
    #[serde(default)]
    pub papers: Map<ItemId, Paper>,
    /// What was deleted, for undo; empty in every view.
    pub gone: Map<ItemId, Gone>,
    /// Dots.
    pub voting: Voting,
}

impl Board {
    /// The pictures on it that everybody sees who sees the board.
    pub fn shown_pictures(&self) -> impl Iterator<Item = PictureId> {
        self.items.values().filter(|item| !item.hidden).filter_map(|item| item.kind.picture())
    }

    /// Items from back to front.
    #[must_use]
    pub fn stack(&self) -> Vec<(ItemId, &Item)> {
        let mut stack: Vec<_> = self.items.iter().map(|(id, item)| (*id, item)).collect();
        stack.sort_unstable_by_key(|(id, item)| (item.order, *id));
        stack
    }

    /// The frame in which the middle of an item lies; of several the smallest, of equal ones the oldest.
    #[must_use]
    pub fn frame_of(&self, item: &Item) -> Option<ItemId> {
        self.frame_at(item.at, item.size)
    }

    /// The frame in which something of this size at this spot would lie.
    #[must_use]
    pub fn frame_at(&self, at: Spot, size: Size) -> Option<ItemId> {
        let around = self.items.iter().filter(|(_, frame)| frame.frames(at, size));
        around.min_by_key(|(_, frame)| i64::from(frame.size.w) * i64::from(frame.size.h)).map(|(id, _)| *id)
    }

    /// The frame that everybody is shown.
    #[must_use]
    pub fn shown(&self) -> Option<(ItemId, &Item)> {
        self.shown.and_then(|id| Some((id, self.items.get(&id)?)))
    }

    fn seen(&self, viewer: &Viewer) -> Self {
        let sees = |id: &ItemId| self.items.get(id).is_some_and(|item| viewer.sees_item(item));
        let items = self.items.iter().filter(|(_, item)| viewer.sees_item(item));
        let papers = self.papers.iter().filter(|(id, _)| sees(id));
        Self {
            title: self.title.clone(),
            segment: self.segment,
            access: self.access,
            named: self.named.clone(),
            rules: self.rules.clone(),
            shown: self.shown,
            items: items.map(|(id, item)| (*id, item.clone())).collect(),
            papers: papers.map(|(id, paper)| (*id, paper.view())).collect(),
            gone: Map::new(),
            voting: self.voting.seen(viewer),
        }
    }
}

/// All boards of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Boards in the order they were opened.
    pub boards: Map<BoardId, Board>,
    /// The pictures that the server has; empty in every view.
    pub pictures: Map<PictureId, Picture>,
}

impl State {
    /// Timers end so much later: the room was paused for so long.
    pub(crate) fn put_off(&mut self, by_ms: i64) {
        for until in self.boards.values_mut().filter_map(|board| board.access.until.as_mut()) {
            *until = until.plus_ms(by_ms);
        }
    }

    /// Whether this segment's board of that title has been opened.
    #[must_use]
    pub fn has(&self, segment: SegmentId, draft: &Draft) -> bool {
        self.boards.values().any(|board| board.segment == Some(segment) && board.title == draft.title)
    }
}

/// For whom a board is drafted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spread {
    /// One for everybody.
    #[default]
    Room,
    /// One for this group.
    Group(GroupId),
    /// One for each group there is.
    EachGroup,
}

/// A board before anybody has written on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The line above it.
    pub title: String,
    /// Titles of the frames, from left to right.
    pub frames: Vec<String>,
    /// How they are laid out.
    #[serde(default)]
    pub layout: Layout,
    /// For whom.
    pub spread: Spread,
    /// What people may do.
    pub policy: Policy,
}

/// A change of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which item.
    pub item: ItemId,
    /// What becomes of it.
    pub props: Vec<Prop>,
    /// Only if it still has this stamp: undo leaves alone what somebody else has changed since.
    pub if_stamp: Option<u32>,
}

/// An item to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Which item.
    pub item: ItemId,
    /// Only if it still has this stamp.
    pub if_stamp: Option<u32>,
}

/// What may be asked about boards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Open a board.
    Open {
        /// What it looks like.
        draft: Draft,
        /// In which segment.
        segment: Option<SegmentId>,
    },
    /// Put new things up: all of them or none.
    Put {
        /// Where.
        board: BoardId,
        /// What.
        items: Vec<New>,
    },
    /// Change things: all of them or none.
    Set {
        /// Where.
        board: BoardId,
        /// What.
        changes: Vec<Change>,
    },
    /// Delete things: all of them or none.
    Delete {
        /// Where.
        board: BoardId,
        /// What.
        items: Vec<Pick>,
    },
    /// Take back what one has deleted oneself; facilitators, what anybody has.
    Restore {
        /// Where.
        board: BoardId,
        /// What.
        items: Vec<ItemId>,
    },
    /// I am going to write in this item.
    Claim {
        /// Where.
        board: BoardId,
        /// Which.
        item: ItemId,
    },
    /// I have finished writing in it.
    Release {
        /// Where.
        board: BoardId,
        /// Which.
        item: ItemId,
    },
    /// Change the text of an item where others may be writing too.
    Type {
        /// Where.
        board: BoardId,
        /// In which item.
        item: ItemId,
        /// Who writes: a random number for each opening of the text.
        author: Author,
        /// The number of this edit with that author, from 1.
        number: u32,
        /// How many edits the text had taken when this one was made.
        base: u32,
        /// What changes.
        edit: Edit,
    },
    /// What people may do from now on.
    Allow(BoardId, Policy),
    /// Lock or unlock.
    Lock(BoardId, bool),
    /// Delete everything.
    Clear(BoardId),
    /// Take the last clearing back.
    Unclear(BoardId),
    /// Close for good, or open again.
    Close(BoardId, bool),
    /// Let officers write for so many minutes from now; none takes the timer away.
    Time(BoardId, Option<u16>),
    /// Give every officer dots; earlier counts are forgotten.
    OpenVoting(BoardId, Terms),
    /// Put a dot on an item, or take it off.
    Vote {
        /// Where.
        board: BoardId,
        /// On what.
        item: ItemId,
        /// `false` takes it off.
        on: bool,
    },
    /// Count the dots and forget whose they were.
    CloseVoting(BoardId),
    /// The server has a picture that somebody has sent.
    Receive(PictureId, Picture),
    /// Who writes on the board, or in one of its frames; nothing: everybody, as far as the board lets them.
    Rule {
        /// Where.
        board: BoardId,
        /// In which frame; none: on all of it.
        frame: Option<ItemId>,
        /// Who.
        rule: Option<Rule>,
    },
    /// Show everybody this frame, or none any more.
    Show(BoardId, Option<ItemId>),
}

impl Command {
    /// The board it is about; none when it opens one.
    #[must_use]
    pub fn board(&self) -> Option<BoardId> {
        match self {
            Self::Open { .. } | Self::Receive(..) => None,
            Self::Put { board, .. }
            | Self::Set { board, .. }
            | Self::Delete { board, .. }
            | Self::Restore { board, .. }
            | Self::Claim { board, .. }
            | Self::Release { board, .. }
            | Self::Type { board, .. }
            | Self::Allow(board, _)
            | Self::Lock(board, _)
            | Self::Clear(board)
            | Self::Unclear(board)
            | Self::Close(board, _)
            | Self::Time(board, _)
            | Self::OpenVoting(board, _)
            | Self::Vote { board, .. }
            | Self::CloseVoting(board)
            | Self::Rule { board, .. }
            | Self::Show(board, _) => Some(*board),
        }
    }
}

/// What happened to boards: a new one, or something on one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A board was opened.
    Opened {
        /// Its id.
        board: BoardId,
        /// The line above it.
        title: String,
        /// The segment it belongs to.
        segment: Option<SegmentId>,
        /// Who sees it and who writes.
        access: Access,
    },
    /// Something happened on a board.
    On(BoardId, Happening),
    /// The server has a picture.
    Received(PictureId, Picture),
}

/// What happened on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happening {
    /// Something was put up.
    Put {
        /// Its id.
        item: ItemId,
        /// What.
        new: New,
        /// Who.
        owner: Option<PersonId>,
        /// Whether only they see it for now.
        hidden: bool,
    },
    /// Something was changed.
    Set {
        /// What.
        item: ItemId,
        /// How.
        props: Vec<Prop>,
        /// By whom, for undo.
        #[serde(with = "crate::by")]
        by: Option<PersonId>,
    },
    /// Things were deleted.
    Deleted {
        /// Which.
        items: Vec<ItemId>,
        /// By whom.
        #[serde(with = "crate::by")]
        by: Option<PersonId>,
        /// Kept for undo: so in the log, while views forget them.
        kept: bool,
    },
    /// Things came back.
    Restored {
        /// Which.
        items: Vec<ItemId>,
        /// By whom.
        #[serde(with = "crate::by")]
        by: Option<PersonId>,
        /// What they are, for views, which have forgotten them; empty in the log.
        bodies: Vec<Item>,
    },
    /// Somebody writes in an item.
    Claimed {
        /// Which.
        item: ItemId,
        /// Who.
        person: PersonId,
    },
    /// Somebody does not write in it any more.
    Released {
        /// Which.
        item: ItemId,
        /// Who.
        person: PersonId,
    },
    /// What people may do changed.
    Allowed(Policy),
    /// Locked or unlocked.
    Locked(bool),
    /// Everything was deleted.
    Cleared {
        /// By whom.
        #[serde(with = "crate::by")]
        by: Option<PersonId>,
        /// Kept for undo: so in the log, while views forget it.
        kept: bool,
    },
    /// Closed, or open again.
    Closed(bool),
    /// Everybody has dots.
    VotingOpened(Terms),
    /// A dot was put on an item or taken off.
    Voted {
        /// Who.
        person: PersonId,
        /// On what; none for those who must not know.
        item: Option<ItemId>,
        /// `false`: taken off.
        on: bool,
        /// How many dots they have placed now.
        placed: u8,
    },
    /// The dots were counted; whose they were is forgotten.
    VotingClosed(Map<ItemId, u32>),
    /// What was private is everybody's to see now.
    Revealed {
        /// Which.
        items: Vec<ItemId>,
        /// What they are, for views, which have not known them; empty in the log.
        bodies: Vec<Item>,
    },
    /// Officers write until then; none: as long as they may.
    Timed(Option<Timestamp>),
    /// The text of an item changed.
    Typed {
        /// Which.
        item: ItemId,
        /// How, and who asked for it.
        step: Step,
        /// By whom, for undo.
        #[serde(with = "crate::by")]
        by: Option<PersonId>,
        /// Kept for edits that are on their way: so in the log, while views forget it.
        kept: bool,
    },
    /// Who writes on the board, or in one of its frames.
    Ruled(Option<ItemId>, Option<Rule>),
    /// Everybody is shown this frame, or none any more.
    Shown(Option<ItemId>),
    /// Something was moved and not changed otherwise, which is most of what happens on boards: it is told in fewer bytes
    /// than [`Happening::Set`].
    Moved {
        /// What.
        item: ItemId,
        /// To where.
        at: Spot,
        /// By whom, for undo.
        #[serde(with = "crate::by")]
        by: Option<PersonId>,
    },
}

/// Decides about boards.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let id = match command {
        Command::Open { draft, segment } => return open(room, ctx, 0, draft, *segment),
        Command::Receive(id, picture) => return picture::receive(room, ctx, *id, *picture),
        command => command.board().ok_or(Refusal::Unknown)?,
    };
    let board = room.board.boards.get(&id).ok_or(Refusal::Unknown)?;
    let happenings = change::decide(room, ctx, board, command)?;
    Ok(happenings.into_iter().map(|h| Happened::Board(Event::On(id, h))).collect())
}

/// Applies what happened to boards.
pub fn evolve(state: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Opened { board, title, segment, access } => {
            let (title, segment, access) = (title.clone(), *segment, *access);
            state.boards.insert(*board, Board { title, segment, access, ..Board::default() });
        }
        Event::On(board, happening) => {
            if let Some(board) = state.boards.get_mut(board) {
                change::evolve(board, at, happening);
            }
        }
        Event::Received(id, picture) => _ = state.pictures.insert(*id, *picture),
    }
}

/// Who is told what about boards.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    match event {
        Event::Opened { access, .. } => Share::whole_if(viewer.sees_board(access)),
        Event::On(id, happening) => match room.board.boards.get(id) {
            Some(board) if viewer.sees_board(&board.access) => change::share(board, happening, viewer, |h| {
                Share::Instead(Happened::Board(Event::On(*id, h)))
            }),
            _ => Share::Nothing,
        },
        Event::Received(..) => Share::Nothing,
    }
}

/// The boards in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let seen = room.board.boards.iter().filter(|(_, board)| viewer.sees_board(&board.access));
    let boards = seen.map(|(id, board)| (*id, board.seen(viewer))).collect();
    State { boards, pictures: Map::new() }
}

#[cfg(test)]
mod tests;
