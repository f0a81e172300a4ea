//! Writing on boards: a few short notes in the frames, and dots when there is a vote.

use crate::texts;
use rand::{RngExt as _, rngs::StdRng, seq::IteratorRandom as _};
use room::{
    BoardId, Command, PersonId, Room, Viewer,
    board::{Board, Command as Do, Item, Kind, New, Size, Spot},
};

/// The size of a note as people put it up, in eighths of a pixel.
const NOTE: Size = Size { w: 1_184, h: 896 };
/// How many of the palette's colors are used for notes.
const COLORS: u8 = 5;

/// What this officer does next on the newest board they may write on.
pub(super) fn next(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    let viewer = Viewer::of(room, me)?;
    let on_stage = |board: &Board| {
        let running = room.agenda.current.as_ref().map(|current| current.segment);
        board.segment.is_none() || board.segment == running
    };
    let mut boards = room.board.boards.iter().rev();
    let (id, board) = boards.find(|(_, board)| board.takes_from(&viewer) && on_stage(board))?;
    let command = if board.voting.open { vote(*id, board, me, chance) } else { note(*id, board, me, chance) };
    command.map(Command::Board)
}

/// How often somebody looks for a free spot in a frame, and then below it, before they let notes overlap a little, and
/// then leave it.
const LOOKS: usize = 24;

/// Everybody has one or two notes in them, as long as there is room for one that covers no other.
fn note(id: BoardId, board: &Board, me: PersonId, chance: &mut StdRng) -> Option<Do> {
    let notes = board.items.values().filter(|item| item.owner == Some(me)).count();
    if notes > me.0 as usize % 2 {
        return None;
    }
    let frames: Vec<_> =
        board.items.values().filter(|item| matches!(item.kind, Kind::Frame { .. })).collect();
    let number = chance.random_range(0..frames.len().max(1));
    let (at, size) =
        frames.get(number).map_or((Spot::default(), Size { w: 8_000, h: 5_000 }), |f| (f.at, f.size));
    let mut within =
        |from: i32, length: i32, note: i32| from + chance.random_range(0..=(length - note).max(0));
    // Below the title of the frame; where that is full, below the frame.
    let mut spots = (0..4 * LOOKS).map(|look| {
        let below = if (look / LOOKS).is_multiple_of(2) { 0 } else { size.h };
        let y = within(at.y + 320 + below, size.h - 320, NOTE.h);
        (Spot { x: within(at.x, size.w, NOTE.w), y }, if look < 2 * LOOKS { 4 } else { 3 })
    });
    let (at, _) = spots.find(|(spot, quarters)| is_free(board, *spot, *quarters))?;
    let text = fresh(board, &texts::NOTES[number % 2], me.0 as usize).to_owned();
    let order = i64::try_from(board.items.len()).unwrap_or(i64::MAX);
    let (kind, size) = (Kind::Note { text }, NOTE);
    let color = chance.random_range(0..COLORS);
    Some(Do::Put { board: id, items: vec![New { kind, at, size, color, order, stroke: None }] })
}

/// Whether a note here would leave so many quarters of every other one free, from one side at least.
fn is_free(board: &Board, at: Spot, quarters: i32) -> bool {
    let apart = |a: i32, b: i32, note: i32| (a - b).abs() > note * quarters / 4;
    let mut notes = board.items.values().filter(|item| matches!(item.kind, Kind::Note { .. }));
    notes.all(|note| apart(note.at.x, at.x, NOTE.w) || apart(note.at.y, at.y, NOTE.h))
}

/// A line that is not on the board yet, if there is one left; people start at different ends of the list.
fn fresh(board: &Board, lines: &[&'static str], start: usize) -> &'static str {
    let there = |line: &&str| board.items.values().any(|item| item.kind.text() == Some(line));
    let mut rotated = lines.iter().cycle().skip(start * 3 % lines.len()).take(lines.len()).copied();
    rotated.find(|line| !there(line)).unwrap_or(lines[start % lines.len()])
}

fn vote(id: BoardId, board: &Board, me: PersonId, chance: &mut StdRng) -> Option<Do> {
    let mine = board.voting.dots.get(&me).map(|dots| &dots.on);
    let terms = board.voting.terms;
    let takes = |item: &Item| {
        let others = !terms.others_only || item.owner != Some(me);
        item.kind.takes_dots() && others && board.dots_left(me, board.frame_of(item)) > 0
    };
    let free = board
        .items
        .iter()
        .filter(|(item, found)| takes(found) && !mine.is_some_and(|mine| mine.contains(item)));
    let (item, _) = free.choose(chance)?;
    Some(Do::Vote { board: id, item: *item, on: true })
}
