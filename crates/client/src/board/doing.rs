//! What is done to the board: every change is an ask, and everything one has done can be taken back.

use room::{
    ItemId, Refusal,
    board::{Board, Command, Kind, New, Prop, Size, Spot},
    limit,
    map::Map,
};

use super::{
    Items, arrows,
    easel::Easel,
    geometry::units,
    history::{History, Step, asks},
    order,
    under_way::Moved,
};
use crate::prelude::*;
use crate::words;

/// The size of a new note.
pub(super) const NOTE: Size = Size { w: 1_184, h: 896 };
/// The size of a new text.
pub(super) const TEXT: Size = Size { w: 1_920, h: 252 };

/// What is under way for undo: asks that have not been answered, and presses that wait for them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    asks: u32,
    /// Undo, or redo, as often as this; pressed while asks were on their way.
    undo: u32,
    redo: u32,
}

impl Easel {
    /// Asks; a refusal is said in plain words. `then` hears whether it was done.
    pub(super) fn ask(&self, command: Command, then: impl FnOnce(bool) + 'static) {
        let easel = *self;
        self.ask_for(command, move |answer| {
            if let Err(why) = &answer {
                easel.toasts.say(words::refusal(why));
            }
            then(answer.is_ok());
        });
    }

    /// Asks. `then` hears what became of it.
    pub(super) fn ask_for(&self, command: Command, then: impl FnOnce(Result<(), Refusal>) + 'static) {
        let easel = *self;
        _ = self.waiting.try_update_value(|waiting| waiting.asks += 1);
        self.live.ask_then(room::Command::Board(command), move |answer: Result<(), Refusal>| {
            then(answer);
            if easel.waiting.try_update_value(|waiting| waiting.asks -= 1).is_some() {
                easel.catch_up();
                easel.touch(true);
            }
        });
    }

    /// Puts something up. `then` is given its id, unless it was refused.
    pub(super) fn put(&self, new: New, then: impl FnOnce(Option<ItemId>) + 'static) {
        self.put_all(vec![new], Box::new(move |ids| then(ids.into_iter().next().flatten())));
    }

    /// Puts several things up, in as few messages as they fit into. `then` is given their ids in the same order; what was
    /// refused has none.
    pub(super) fn put_all(&self, items: Vec<New>, then: Box<dyn FnOnce(Vec<Option<ItemId>>)>) {
        let (easel, numbers): (_, Vec<_>) = (*self, items.iter().map(|new| new.stroke).collect());
        let mut batches = batches(items).into_iter().peekable();
        if batches.peek().is_none() {
            return then(vec![]);
        }
        let mut then = Some((then, numbers));
        while let Some(items) = batches.next() {
            let then = if batches.peek().is_none() { then.take() } else { None };
            self.ask(Command::Put { board: self.id, items }, move |_| {
                let Some((then, numbers)) = then else { return };
                let put = |put: &mut Map<u32, ItemId>| {
                    numbers.iter().map(|number| put.remove(number.as_ref()?)).collect::<Vec<_>>()
                };
                then(easel.put.try_update_value(put).unwrap_or_default());
            });
        }
    }

    /// Does `steps` to items on the board, so that they can be undone; what may not be changed is left out.
    pub(super) fn carry_out(&self, steps: Vec<Step>, then: impl FnOnce(bool) + 'static) {
        let prepared = self.look(|board| {
            let entry: Vec<_> = steps.iter().map(|step| step.opposite(board)).collect();
            (entry, asks(self.id, board, &steps, false))
        });
        let Some((entry, asks)) = prepared else { return };
        let (easel, moment) = (*self, self.moment());
        let mut then = Some((then, entry));
        let last = asks.len().saturating_sub(1);
        for (n, command) in asks.into_iter().enumerate() {
            let then = if n == last { then.take() } else { None };
            self.ask(command, move |done| {
                let Some((then, entry)) = then else { return };
                if done {
                    easel.record_at(moment, entry);
                }
                then(done);
            });
        }
    }

    /// Something was done at this [`Easel::moment`] that `entry` takes back.
    pub(super) fn record_at(&self, moment: u64, entry: Vec<Step>) {
        _ = self.history.try_update_value(|history| history.record_at(moment, entry));
        self.show_undoable();
    }

    /// Now, in doings: taken when something is done, long before it is known to be on the board.
    pub(super) fn moment(&self) -> u64 {
        self.history.try_update_value(History::moment).unwrap_or_default()
    }

    fn show_undoable(&self) {
        if let Some(has) = self.history.try_with_value(History::has) {
            self.undoable.set(has);
        }
    }

    /// Takes the last own doing back, or does it again. Waits for what is on its way, so that the order is right.
    pub(super) fn undo(&self, redo: bool) {
        let count = |waiting: &mut Waiting| *if redo { &mut waiting.redo } else { &mut waiting.undo } += 1;
        self.waiting.update_value(count);
        self.catch_up();
    }

    /// Carries out one press of undo or redo that has waited.
    fn catch_up(&self) {
        let next = self.waiting.try_update_value(|waiting| match waiting {
            Waiting { asks: 0, undo, .. } if *undo > 0 => {
                *undo -= 1;
                Some(false)
            }
            Waiting { asks: 0, redo, .. } if *redo > 0 => {
                *redo -= 1;
                Some(true)
            }
            _ => None,
        });
        let Some(redo) = next.flatten() else { return };
        let me = self.live.me();
        let taken = self.look(|board| {
            let taken = self.history.try_update_value(|history| history.take(redo, board, me)).flatten()?;
            Some((asks(self.id, board, &taken.steps, true), taken.skipped))
        });
        self.show_undoable();
        let Some((asks, skipped)) = taken.flatten() else { return };
        if skipped {
            self.toasts.say("Somebody changed that since, so it stays as it is.");
        } else {
            self.announce(if redo { "Done again." } else { "Undone." });
        }
        for command in asks {
            self.ask(command, |_| ());
        }
    }

    /// Moves items by so many pixels of the board, and to the front.
    pub(super) fn move_by(&self, items: Items, by: (f64, f64)) {
        let (dx, dy) = units(by);
        let steps = self.look(|board| {
            let mut front = front(board);
            let step = |id: &ItemId| {
                let item = board.items.get(id)?;
                if let Some(ends) = item.kind.ends() {
                    let [from, to] = arrows::moved(ends, dx, dy);
                    return Some(Step::Set(*id, vec![Prop::Ends(from, to)]));
                }
                let at = Spot { x: item.at.x + dx, y: item.at.y + dy };
                let mut props = vec![Prop::At(at)];
                if matches!(item.kind, Kind::Note { .. } | Kind::Text { .. }) && item.order + 1 < front {
                    props.push(Prop::Order(front));
                    front += 1;
                }
                Some(Step::Set(*id, props))
            };
            items.iter().filter_map(step).collect::<Vec<_>>()
        });
        let steps = steps.unwrap_or_default();
        if steps.is_empty() {
            return self.touch(true);
        }
        let number = self.next_number();
        let mut moved = Moved::new(items);
        moved.by = by;
        self.under_way.update_value(|under_way| _ = under_way.sent_moves.insert(number, moved));
        let under_way = self.under_way;
        self.carry_out(steps, move |_| {
            _ = under_way.try_update_value(|under_way| under_way.sent_moves.remove(&number));
        });
        self.touch(true);
    }

    /// Deletes items; those that may not be deleted stay.
    pub(super) fn delete(&self, items: impl IntoIterator<Item = ItemId>) {
        let steps: Vec<_> = items.into_iter().filter(|id| self.changes(*id)).map(Step::Delete).collect();
        if !steps.is_empty() {
            let count = steps.len();
            self.announce(if count == 1 { "Deleted.".to_owned() } else { format!("{count} deleted.") });
            self.carry_out(steps, |_| ());
        }
    }

    /// Gives what is selected a color.
    pub(super) fn recolor(&self, color: u8) {
        self.set_each(&|_, _| Prop::Color(color));
    }

    /// Gives each of what is selected and may be changed a property, from back to front: `prop` is told its place there
    /// and how many there are. Says how many.
    pub(super) fn set_each(&self, prop: &dyn Fn(i64, i64) -> Prop) -> usize {
        let selected = self.selected.get_untracked();
        let mut items = self.look(order::stack).unwrap_or_default();
        items.retain(|id| selected.contains(id) && self.changes(*id));
        let count = items.len() as i64;
        let step = |(n, id): (i64, ItemId)| Step::Set(id, vec![prop(n, count)]);
        let steps: Vec<_> = (0..).zip(items).map(step).collect();
        if !steps.is_empty() {
            self.carry_out(steps, |_| ());
        }
        count as usize
    }

    /// A note or a text to be put up; its kind has no words yet.
    pub(super) fn new_item(&self, kind: Kind, at: Spot) -> New {
        let note = matches!(kind, Kind::Note { .. });
        let (size, color) = if note { (NOTE, self.paper) } else { (TEXT, self.pen) };
        New {
            kind,
            at,
            size,
            color: color.get_untracked(),
            order: self.look(front).unwrap_or_default(),
            stroke: Some(self.next_number()),
        }
    }
}

/// Things in messages that the room takes: not too many in one, and not too heavy.
fn batches(items: Vec<New>) -> Vec<Vec<New>> {
    let (mut batches, mut weight) = (Vec::<Vec<New>>::new(), 0);
    for new in items {
        weight += new.weight();
        match batches.last_mut().filter(|last| weight <= limit::BOARD_BYTES && last.len() < limit::AT_ONCE) {
            Some(last) => last.push(new),
            None => {
                weight = new.weight();
                batches.push(vec![new]);
            }
        }
    }
    batches
}

/// The place in front of everything.
pub(super) fn front(board: &Board) -> i64 {
    board.items.values().map(|item| item.order).max().map_or(0, |order| order.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_go_in_as_few_messages_as_they_fit_into() {
        let new = |length: usize| {
            let kind = Kind::Note { text: "x".repeat(length) };
            New { kind, at: Spot::default(), size: NOTE, color: 0, order: 0, stroke: None }
        };
        let sizes = |items: Vec<New>| batches(items).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(vec![]), Vec::<usize>::new());
        assert_eq!(sizes(vec![new(10); 1_001]), [500, 500, 1]);
        assert_eq!(sizes(vec![new(19_000), new(19_000), new(19_000), new(10)]), [2, 2]);
    }
}
