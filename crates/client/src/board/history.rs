//! Undo and redo of one's own doing: every step is taken back by its opposite, which is an ordinary ask.
//!
//! What somebody else has changed since stays as it is. The room sees to it too: the ask carries the stamp that was
//! seen, so a change that is still on its way is not overwritten either.

use room::{
    BoardId, ItemId, PersonId,
    board::{Board, Change, Command, Item, Pick, Prop},
    limit,
};

/// Entries that can be taken back.
const DEPTH: usize = 100;

/// What is done to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Take it off the board.
    Delete(ItemId),
    /// Bring it back.
    Restore(ItemId),
    /// Give it these properties.
    Set(ItemId, Vec<Prop>),
}

impl Step {
    fn item(&self) -> ItemId {
        match self {
            Self::Delete(item) | Self::Restore(item) | Self::Set(item, _) => *item,
        }
    }

    /// What takes this step back, seen from the board as it is before the step.
    pub(super) fn opposite(&self, board: &Board) -> Self {
        match self {
            Self::Delete(item) => Self::Restore(*item),
            Self::Restore(item) => Self::Delete(*item),
            Self::Set(id, props) => {
                let now = |prop| board.items.get(id).and_then(|item| current(item, prop));
                Self::Set(*id, props.iter().filter_map(now).collect())
            }
        }
    }

    /// Whether nobody but `me` has touched the item since.
    fn is_mine(&self, board: &Board, me: PersonId) -> bool {
        match self {
            Self::Restore(item) => !board.items.contains_key(item),
            Self::Delete(item) | Self::Set(item, _) => {
                board.items.get(item).is_some_and(|item| item.stamp.by == Some(me))
            }
        }
    }
}

/// The same property as the item has it now.
fn current(item: &Item, prop: &Prop) -> Option<Prop> {
    Some(match prop {
        Prop::At(_) => Prop::At(item.at),
        Prop::Size(_) => Prop::Size(item.size),
        Prop::Color(_) => Prop::Color(item.color),
        Prop::Text(_) => Prop::Text(item.kind.text()?.to_owned()),
        Prop::Order(_) => Prop::Order(item.order),
        Prop::Ends(..) => {
            let [from, to] = item.kind.ends()?;
            Prop::Ends(from, to)
        }
        Prop::Locked(_) => Prop::Locked(item.locked),
        Prop::Group(_) => Prop::Group(item.group),
    })
}

/// The asks that carry out `steps`; `guarded` ones only on items that nobody changes in the meantime.
pub(super) fn asks(id: BoardId, board: &Board, steps: &[Step], guarded: bool) -> Vec<Command> {
    let stamp = |item| board.items.get(item).filter(|_| guarded).map(|item| item.stamp.nth);
    let (mut changes, mut picks, mut back) = (vec![], vec![], vec![]);
    for step in steps {
        match step {
            Step::Delete(item) => picks.push(Pick { item: *item, if_stamp: stamp(item) }),
            Step::Restore(item) => back.push(*item),
            Step::Set(item, props) => {
                changes.push(Change { item: *item, props: props.clone(), if_stamp: stamp(item) });
            }
        }
    }
    // A change has one property or two.
    let changes =
        changes.chunks(limit::AT_ONCE / 2).map(|some| Command::Set { board: id, changes: some.to_vec() });
    let picks = picks.chunks(limit::AT_ONCE).map(|some| Command::Delete { board: id, items: some.to_vec() });
    let back = back.chunks(limit::AT_ONCE).map(|some| Command::Restore { board: id, items: some.to_vec() });
    changes.chain(picks).chain(back).collect()
}

/// What this page has done and taken back. An entry is what takes one doing back; it loses what others have changed.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Entry>,
    undone: Vec<Entry>,
    /// Doings so far.
    moments: u64,
}

/// One doing.
#[derive(Debug)]
struct Entry {
    /// When it was done, counted in doings.
    moment: u64,
    steps: Vec<Step>,
}

/// What to do for an undo or redo.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// What is left of the entry.
    pub(super) steps: Vec<Step>,
    /// Whether somebody else's changes were left alone.
    pub(super) skipped: bool,
}

impl History {
    /// Now: something is done, and later it will be known what takes it back.
    pub(super) fn moment(&mut self) -> u64 {
        self.moments += 1;
        self.moments
    }

    /// What was done at a moment is taken back by these steps. It comes before what was done since.
    pub(super) fn record_at(&mut self, moment: u64, steps: Vec<Step>) {
        if self.done.len() == DEPTH {
            self.done.remove(0);
        }
        let later = self.done.iter().rev().take_while(|entry| entry.moment > moment).count();
        self.done.insert(self.done.len() - later, Entry { moment, steps });
        self.undone.clear();
    }

    /// Somebody else has changed the item: what was done to it before is not taken back any more.
    pub(super) fn changed_by_other(&mut self, item: ItemId) {
        let entries = self.done.iter_mut().chain(&mut self.undone);
        entries.for_each(|entry| entry.steps.retain(|step| step.item() != item));
    }

    /// Whether there is something to undo, and something to redo.
    pub(super) fn has(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }

    /// Takes the last entry for `me` to carry out and keeps its opposite for the way back; `redo` instead of undo.
    pub(super) fn take(&mut self, redo: bool, board: &Board, me: PersonId) -> Option<Taken> {
        let (from, to) = match redo {
            false => (&mut self.done, &mut self.undone),
            true => (&mut self.undone, &mut self.done),
        };
        let Entry { moment, mut steps } = from.pop()?;
        let before = steps.len();
        steps.retain(|step| step.is_mine(board, me));
        if !steps.is_empty() {
            to.push(Entry { moment, steps: steps.iter().map(|step| step.opposite(board)).collect() });
        }
        Some(Taken { skipped: steps.len() < before || before == 0, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::{End, Kind, New, Size, Spot};

    const ME: PersonId = PersonId(1);
    const SAM: PersonId = PersonId(2);
    const NOTE: ItemId = ItemId(7);

    fn board() -> Board {
        let mut board = Board::default();
        let kind = Kind::Note { text: "Hello".into() };
        let new =
            New { kind, at: Spot { x: 8, y: 8 }, size: Size::default(), color: 0, order: 0, stroke: None };
        let mut note = Item::new(&new, Some(ME), false);
        note.stamp.nth = 7;
        board.items.insert(NOTE, note);
        board
    }

    fn to(x: i32) -> Step {
        Step::Set(NOTE, vec![Prop::At(Spot { x, y: 8 })])
    }

    #[test]
    fn what_was_done_first_is_taken_back_last_whenever_it_is_known() {
        let (board, mut history) = (board(), History::default());
        let first = history.moment();
        record(&mut history, vec![to(80)]);
        history.record_at(first, vec![to(160)]);
        let steps = |taken: Option<Taken>| taken.map(|taken| taken.steps);
        assert_eq!(steps(history.take(false, &board, ME)), Some(vec![to(80)]));
        assert_eq!(steps(history.take(false, &board, ME)), Some(vec![to(160)]));
    }

    fn record(history: &mut History, steps: Vec<Step>) {
        let now = history.moment();
        history.record_at(now, steps);
    }

    /// Does what the room would do.
    fn carry_out(board: &mut Board, steps: &[Step]) {
        for step in steps {
            if let (Step::Set(id, props), Some(Prop::At(spot))) = (step, first(step)) {
                let item = board.items.get_mut(id).expect("on the board");
                assert_eq!(props.len(), 1);
                item.at = spot;
                item.stamp.nth += 1;
            }
        }
    }

    fn first(step: &Step) -> Option<Prop> {
        match step {
            Step::Set(_, props) => props.first().cloned(),
            Step::Delete(_) | Step::Restore(_) => None,
        }
    }

    #[test]
    fn undo_takes_the_last_doing_back_and_redo_does_it_again() {
        let (mut board, mut history) = (board(), History::default());
        let entry = vec![to(80).opposite(&board)];
        carry_out(&mut board, &[to(80)]);
        record(&mut history, entry);
        let undo = history.take(false, &board, ME).expect("recorded");
        assert_eq!(undo, Taken { steps: vec![to(8)], skipped: false });
        carry_out(&mut board, &undo.steps);
        assert_eq!(history.has(), (false, true));
        assert_eq!(history.take(true, &board, ME).map(|taken| taken.steps), Some(vec![to(80)]));
        assert_eq!(history.has(), (true, false));
        assert!(history.take(true, &board, ME).is_none());
    }

    #[test]
    fn undo_leaves_alone_what_somebody_else_has_changed_since() {
        let (mut board, mut history) = (board(), History::default());
        record(&mut history, vec![to(80).opposite(&board)]);
        board.items.get_mut(&NOTE).expect("on the board").stamp.by = Some(SAM);
        assert_eq!(history.take(false, &board, ME), Some(Taken { steps: vec![], skipped: true }));
        assert_eq!(history.has(), (false, false));
    }

    #[test]
    fn a_change_of_others_in_between_spoils_what_was_done_before_it_but_not_after() {
        let (board, mut history) = (board(), History::default());
        record(&mut history, vec![to(80).opposite(&board)]);
        history.changed_by_other(NOTE);
        record(&mut history, vec![to(160).opposite(&board)]);
        assert_eq!(history.take(false, &board, ME).map(|taken| taken.skipped), Some(false));
        assert_eq!(history.take(false, &board, ME), Some(Taken { steps: vec![], skipped: true }));
    }

    #[test]
    fn what_was_put_up_is_deleted_and_what_was_deleted_comes_back() {
        let (mut board, mut history) = (board(), History::default());
        record(&mut history, vec![Step::Delete(NOTE)]);
        assert_eq!(history.take(false, &board, ME).map(|taken| taken.steps), Some(vec![Step::Delete(NOTE)]));
        board.items.clear();
        assert_eq!(history.take(true, &board, ME).map(|taken| taken.steps), Some(vec![Step::Restore(NOTE)]));
    }

    #[test]
    fn guarded_asks_carry_the_stamp_that_was_seen() {
        let board = board();
        let steps = [to(80), Step::Delete(NOTE), Step::Restore(ItemId(9))];
        let asks = asks(BoardId(3), &board, &steps, true);
        let Command::Set { changes, .. } = &asks[0] else { panic!("{asks:?}") };
        assert_eq!(changes[0].if_stamp, Some(7));
        let Command::Delete { items, .. } = &asks[1] else { panic!("{asks:?}") };
        assert_eq!(items[0].if_stamp, Some(7));
        assert_eq!(asks[2], Command::Restore { board: BoardId(3), items: vec![ItemId(9)] });
    }

    #[test]
    fn the_way_back_of_a_line_and_of_a_lock_is_how_they_are_now() {
        let mut board = board();
        let (line, end) = (ItemId(9), End { at: Spot { x: 8, y: 8 }, on: Some(NOTE) });
        let kind = Kind::Line { from: End::default(), to: end, head: true };
        board.items.insert(line, Item { kind, ..board.items[&NOTE].clone() });
        let free = Step::Set(line, vec![Prop::Ends(End::default(), End::default())]);
        assert_eq!(free.opposite(&board), Step::Set(line, vec![Prop::Ends(End::default(), end)]));
        let lock = Step::Set(NOTE, vec![Prop::Locked(true)]);
        assert_eq!(lock.opposite(&board), Step::Set(NOTE, vec![Prop::Locked(false)]));
    }

    #[test]
    fn very_many_things_are_asked_for_in_several_messages() {
        let steps: Vec<_> = (0..1_200).map(|n| Step::Delete(ItemId(n))).collect();
        let asks = asks(BoardId(3), &board(), &steps, false);
        let count = |ask: &Command| if let Command::Delete { items, .. } = ask { items.len() } else { 0 };
        assert_eq!(asks.iter().map(count).collect::<Vec<_>>(), [500, 500, 200]);
    }

    #[test]
    fn doing_something_new_ends_what_could_be_redone() {
        let (board, mut history) = (board(), History::default());
        record(&mut history, vec![to(80).opposite(&board)]);
        history.take(false, &board, ME);
        record(&mut history, vec![to(160).opposite(&board)]);
        assert_eq!(history.has(), (true, false));
    }
}
