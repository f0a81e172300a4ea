//! What everything around one board shares: how one looks at it, what one holds, and how it is changed.

use std::collections::{BTreeMap, BTreeSet};

use link::Happening as Heard;
use room::{
    BoardId, Event, ItemId, PersonId, Refusal, Room, Viewer,
    board::{self, Board, Command, Happening, Item, Kind, New, Prop, Size, Spot},
};

use super::{
    geometry::{View, units},
    history::{History, Step, asks},
    pointer::Hand,
    screen::Screen,
    under_way::{Moved, UnderWay},
    writing::Writing,
};
use crate::prelude::*;
use crate::{
    browser,
    link::Line,
    live::{Live, Part},
    ui::{Announcer, Toasts},
    words,
};

/// What the pointer does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tool {
    /// Select and move.
    #[default]
    Select,
    /// Move the board under the window.
    Pan,
    /// Draw.
    Pen,
    /// Delete strokes.
    Eraser,
    /// Put up a note.
    Note,
    /// Put up text.
    Text,
}

/// What is under way for undo: asks that have not been answered, and presses that wait for them.
#[derive(Clone, Copy, Debug, Default)]
struct Waiting {
    asks: u32,
    /// Undo, or redo, as often as this; pressed while asks were on their way.
    undo: u32,
    redo: u32,
}

/// One board in this page. A handle like a signal; found with `expect_context` inside of the board.
#[derive(Clone, Copy)]
pub(super) struct Easel {
    pub(super) live: Live,
    /// Which board.
    pub(super) id: BoardId,
    toasts: Toasts,
    announcer: Announcer,
    pub(super) tool: RwSignal<Tool>,
    /// The color of the next note, and of the pen.
    pub(super) paper: RwSignal<u8>,
    pub(super) pen: RwSignal<u8>,
    pub(super) view: RwSignal<View>,
    pub(super) selected: RwSignal<BTreeSet<ItemId>>,
    /// The text that is being written.
    pub(super) writing: RwSignal<Option<Writing>>,
    /// Whether there is something to undo, and something to redo.
    pub(super) undoable: RwSignal<(bool, bool)>,
    /// Whether this person may change the board now.
    pub(super) writes: Memo<bool>,
    pub(super) under_way: StoredValue<UnderWay>,
    pub(super) screen: StoredValue<Option<Screen>, LocalStorage>,
    history: StoredValue<History>,
    waiting: StoredValue<Waiting>,
    /// Ids of what this page has put up, by the number it was sent with.
    put: StoredValue<BTreeMap<u32, ItemId>>,
    /// A new text whose field was left before it was on the board.
    pub(super) left: StoredValue<Option<Writing>>,
    /// What the pointer is doing.
    pub(super) hand: StoredValue<Hand>,
    number: StoredValue<u32>,
}

impl Easel {
    /// Around the board `id`, as long as the view is there.
    pub(super) fn new(id: BoardId) -> Self {
        let live = expect_context::<Live>();
        let me = live.me();
        const PARTS: &[Part] = &[Part::Board, Part::Roster, Part::Session, Part::Breakout];
        let may = live.memo(PARTS, move |room| writes(room, id, me));
        let easel = Self {
            live,
            id,
            toasts: expect_context(),
            announcer: expect_context(),
            tool: RwSignal::new(Tool::Select),
            paper: RwSignal::new(0),
            pen: RwSignal::new(2),
            view: RwSignal::new(View::default()),
            selected: RwSignal::new(BTreeSet::new()),
            writing: RwSignal::new(None),
            undoable: RwSignal::new((false, false)),
            writes: memo(move || may.get() && live.line.get() == Line::Up),
            under_way: StoredValue::new(UnderWay::default()),
            screen: StoredValue::new_local(None),
            history: StoredValue::new(History::default()),
            waiting: StoredValue::new(Waiting::default()),
            put: StoredValue::new(BTreeMap::new()),
            left: StoredValue::new(None),
            hand: StoredValue::new(Hand::default()),
            // Another page of the same person counts from somewhere else.
            number: StoredValue::new(browser::random() as u32),
        };
        live.listen(move |heard| easel.hear(heard));
        easel
    }

    /// Looks at the board once.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Board) -> T) -> Option<T> {
        self.live.look(|room| room.board.boards.get(&self.id).map(look))
    }

    /// Looks at the board, and again whenever a board has changed.
    pub(super) fn see<T>(&self, look: impl FnOnce(&Board) -> T) -> Option<T> {
        self.live.see(Part::Board, |room| room.board.boards.get(&self.id).map(look))
    }

    /// An item as it is now.
    pub(super) fn item(&self, id: ItemId) -> Option<Item> {
        self.look(|board| board.items.get(&id).cloned()).flatten()
    }

    /// Whether this person may change the item now.
    pub(super) fn changes(&self, id: ItemId) -> bool {
        let me = self.live.me();
        let may = |room: &Room| {
            let board = room.board.boards.get(&self.id)?;
            Some(Viewer::of(room, me)?.changes(&board.access, board.items.get(&id)?))
        };
        self.writes.get_untracked() && self.live.look(may).unwrap_or_default()
    }

    /// Who else writes in the item now.
    pub(super) fn writer(&self, id: ItemId) -> Option<PersonId> {
        let (me, now) = (self.live.me(), self.live.clock.now());
        let holder = |room: &Room| board::holder(room, room.board.boards.get(&self.id)?.items.get(&id)?, now);
        self.live.look(holder).filter(|person| *person != me)
    }

    /// Somebody wanted to change what belongs to another.
    pub(super) fn say_not_yours(&self) {
        self.toasts.say(if self.writes.get_untracked() {
            "That was put up by somebody else, who alone can change it."
        } else {
            "The board cannot be changed at the moment."
        });
    }

    /// Somebody wanted to write where another writes.
    pub(super) fn say_held(&self, writer: PersonId) {
        self.toasts.say([&self.name(writer), " is typing there."].concat());
    }

    /// Somebody's name.
    pub(super) fn name(&self, person: PersonId) -> String {
        self.live.look(|room| name(room, person))
    }

    /// Says `words` to those who do not see the board.
    pub(super) fn announce(&self, words: impl Into<String>) {
        self.announcer.say(words);
    }

    /// The next number under which something is sent.
    pub(super) fn next_number(&self) -> u32 {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        self.number.get_value()
    }

    /// Draws anew what moves, before the next frame; with `all` also what stands.
    pub(super) fn touch(&self, all: bool) {
        let easel = *self;
        self.screen.try_update_value(|screen| {
            let Some(screen) = screen else { return };
            screen.above.stale = true;
            screen.ground.stale |= all;
            if screen.frame.is_none() {
                screen.frame = request_animation_frame_with_handle(move || super::canvas::frame(easel)).ok();
            }
        });
    }

    fn hear(&self, heard: &Heard) {
        match heard {
            Heard::Looked => {
                self.forget_gone();
                self.touch(true);
            }
            Heard::Happened(_, events) => {
                let mut any = false;
                for event in events {
                    if let Event::Board(board::Event::On(id, happening)) = event
                        && *id == self.id
                    {
                        self.take_in(happening);
                        any = true;
                    }
                }
                if any {
                    self.forget_gone();
                    self.touch(true);
                }
            }
            Heard::Signals(signals) => {
                let (me, now) = (self.live.me(), browser::now_ms());
                let hear = |under_way: &mut UnderWay| {
                    signals.iter().filter(|signal| under_way.hear(self.id, me, signal, now)).count()
                };
                if self.under_way.try_update_value(hear).is_some_and(|heard| heard > 0) {
                    self.touch(true);
                }
            }
            Heard::Welcomed { .. } | Heard::Answered(..) | Heard::Beat(_) | Heard::Bye(_) => {}
        }
    }

    /// What is not on the board any more is neither kept for drawing nor selected.
    fn forget_gone(&self) {
        self.look(|board| {
            _ = self
                .screen
                .try_update_value(|screen| screen.as_mut().map(|screen| screen.forget_gone(board)));
            self.selected.maybe_update(|selected| {
                let before = selected.len();
                selected.retain(|item| board.items.contains_key(item));
                selected.len() < before
            });
        });
    }

    /// Something happened on this board.
    fn take_in(&self, happening: &Happening) {
        let me = Some(self.live.me());
        _ = self.under_way.try_update_value(|under_way| under_way.settle(happening));
        match happening {
            Happening::Put { item, new: New { stroke: Some(number), .. }, owner } if *owner == me => {
                self.put.update_value(|put| _ = put.insert(*number, *item));
            }
            Happening::Set { item, stamp, .. } if stamp.by != me => {
                self.history.update_value(|history| history.changed_by_other(*item));
            }
            Happening::Put { .. }
            | Happening::Set { .. }
            | Happening::Deleted { .. }
            | Happening::Cleared { .. }
            | Happening::Restored { .. }
            | Happening::Claimed { .. }
            | Happening::Released(_)
            | Happening::Allowed(_)
            | Happening::Locked(_)
            | Happening::Closed(_)
            | Happening::VotingOpened(_)
            | Happening::Voted { .. }
            | Happening::VotingClosed(_) => {}
        }
    }

    /// Asks; a refusal is said in plain words. `then` hears whether it was done.
    pub(super) fn ask(&self, command: Command, then: impl FnOnce(bool) + 'static) {
        let easel = *self;
        self.waiting.update_value(|waiting| waiting.asks += 1);
        self.live.ask_then(room::Command::Board(command), move |answer: Result<(), Refusal>| {
            if let Err(why) = &answer {
                easel.toasts.say(words::refusal(why));
            }
            then(answer.is_ok());
            if easel.waiting.try_update_value(|waiting| waiting.asks -= 1).is_some() {
                easel.catch_up();
                easel.touch(true);
            }
        });
    }

    /// Puts something up. `then` is given its id, unless it was refused.
    pub(super) fn put(&self, new: New, then: impl FnOnce(Option<ItemId>) + 'static) {
        let (easel, number) = (*self, new.stroke);
        self.ask(Command::Put { board: self.id, items: vec![new] }, move |_| {
            let put = |put: &mut BTreeMap<u32, ItemId>| put.remove(&number?);
            then(easel.put.try_update_value(put).flatten());
        });
    }

    /// Does `steps` to items on the board, so that they can be undone; what may not be changed is left out.
    pub(super) fn carry_out(&self, steps: Vec<Step>, then: impl FnOnce(bool) + 'static) {
        let prepared = self.look(|board| {
            let entry: Vec<_> = steps.iter().map(|step| step.opposite(board)).collect();
            (entry, asks(self.id, board, &steps, false))
        });
        let Some((entry, asks)) = prepared else { return };
        let easel = *self;
        let mut then = Some((then, entry));
        let last = asks.len().saturating_sub(1);
        for (n, command) in asks.into_iter().enumerate() {
            let then = if n == last { then.take() } else { None };
            self.ask(command, move |done| {
                let Some((then, entry)) = then else { return };
                if done {
                    easel.record(entry);
                }
                then(done);
            });
        }
    }

    /// Something was done that `entry` takes back.
    pub(super) fn record(&self, entry: Vec<Step>) {
        _ = self.history.try_update_value(|history| history.record(entry));
        self.show_undoable();
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
            Waiting { asks: 0, undo: undo @ 1.., .. } => {
                *undo -= 1;
                Some(false)
            }
            Waiting { asks: 0, redo: redo @ 1.., .. } => {
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
    pub(super) fn move_by(&self, items: BTreeSet<ItemId>, by: (f64, f64)) {
        let (dx, dy) = units(by);
        let steps = self.look(|board| {
            let mut front = front(board);
            let step = |id: &ItemId| {
                let item = board.items.get(id)?;
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
        let number = self.next_number();
        let mut moved = Moved::new(items);
        moved.by = by;
        self.under_way.update_value(|under_way| _ = under_way.sent_moves.insert(number, moved));
        let under_way = self.under_way;
        self.carry_out(steps.unwrap_or_default(), move |_| {
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
        let selected = self.selected.get_untracked();
        let step = |id: ItemId| self.changes(id).then(|| Step::Set(id, vec![Prop::Color(color)]));
        let steps: Vec<_> = selected.into_iter().filter_map(step).collect();
        if !steps.is_empty() {
            self.carry_out(steps, |_| ());
        }
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

/// The size of a new note.
pub(super) const NOTE: Size = Size { w: 1_184, h: 896 };
/// The size of a new text.
pub(super) const TEXT: Size = Size { w: 1_920, h: 252 };

/// The place in front of everything.
pub(super) fn front(board: &Board) -> i64 {
    board.items.values().map(|item| item.order).max().map_or(0, |order| order.saturating_add(1))
}

/// Somebody's name; of somebody who is not known here, what they are.
pub(super) fn name(room: &Room, person: PersonId) -> String {
    room.roster.people.get(&person).map_or_else(|| "Somebody".to_owned(), |person| person.name.clone())
}

/// Whether this person may change the board as things are.
fn writes(room: &Room, id: BoardId, me: PersonId) -> bool {
    let may = || {
        let viewer = Viewer::of(room, me)?;
        let access = &room.board.boards.get(&id)?.access;
        Some(viewer.writes_on(access) && (room.paused.is_none() || viewer.facilitates()))
    };
    room.ended.is_none() && may().unwrap_or_default()
}
