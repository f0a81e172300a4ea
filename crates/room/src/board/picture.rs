//! Pictures on boards. Their bytes do not go through the room: somebody sends them to the server, which draws them anew and
//! keeps them; the room knows that they are there and whose they are. Then they can be put on boards like anything else.

use super::{Command, Event};
use crate::{
    Actor, BoardId, Context, Event as Happened, PersonId, PictureId, Refusal, Room, Timestamp, Viewer, limit,
};
use serde::{Deserialize, Serialize};

/// A picture that the server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Who has sent it.
    pub by: PersonId,
    /// For which board.
    pub board: BoardId,
    /// How many bytes it has.
    pub bytes: u32,
}

/// Whether this person may send a picture of so many bytes for a board now.
///
/// # Errors
/// Why not: they may not put things on it, or there are too many pictures, or theirs are too many.
pub fn may_send(room: &Room, now: Timestamp, picture: Picture) -> Result<(), Refusal> {
    let ctx = Context { now, actor: Actor::Person(picture.by), position: 0 };
    let put = Command::Put { board: picture.board, items: vec![] };
    crate::decide(room, &ctx, &crate::Command::Board(put))?;
    if picture.bytes as usize > limit::PICTURE_BYTES {
        return Err(limit::too_long(limit::PICTURE_BYTES));
    }
    let with = |counts: &dyn Fn(&Picture) -> bool| {
        let others = room.board.pictures.values().filter(|other| counts(other)).chain([&picture]);
        others.fold((0, 0_usize), |(n, sum), other| (n + 1, sum.saturating_add(other.bytes as usize)))
    };
    // Slides are many; what facilitators bring is bounded by what the session holds.
    let leads = Viewer::of(room, picture.by).is_some_and(|viewer| viewer.facilitates());
    let (count, weight) = with(&|other| other.by == picture.by);
    if !leads && (count > limit::PICTURES_EACH || weight > limit::PICTURES_SHARE) {
        return Err(Refusal::OwnShare);
    }
    let (count, weight) = with(&|_| true);
    if count > limit::PICTURES || weight > limit::PICTURES_WEIGHT {
        return Err(Refusal::Full);
    }
    Ok(())
}

/// The server has a new picture.
pub(super) fn receive(
    room: &Room,
    ctx: &Context,
    id: PictureId,
    picture: Picture,
) -> Result<Vec<Happened>, Refusal> {
    if room.board.pictures.contains_key(&id) {
        return Ok(vec![]);
    }
    may_send(room, ctx.now, picture)?;
    Ok(vec![Happened::Board(Event::Received(id, picture))])
}

/// Whether they may look at a picture: it is on a board where they see it, or they have sent it.
#[must_use]
pub fn sees_picture(room: &Room, viewer: &Viewer, id: PictureId) -> bool {
    let known = room.board.pictures.get(&id);
    let boards = room.board.boards.values().filter(|board| viewer.sees_board(&board.access));
    known.is_some_and(|picture| picture.by == viewer.person)
        || (known.is_some()
            && boards
                .flat_map(|board| board.items.values())
                .any(|item| item.kind.picture() == Some(id) && viewer.sees_item(item)))
}
