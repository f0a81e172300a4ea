//! What everything around one board shares: how one looks at it, what one holds, and how it is changed.

use std::rc::Rc;

use leptos::html;
use link::Happening as Heard;
use room::{
    BoardId, Event, ItemId, PersonId, Refusal, Room, Viewer,
    board::{self, Board, Happening, Item, New},
    map::Map,
};

use super::{
    Items,
    canvas::Hands,
    doing::Waiting,
    geometry::View,
    history::History,
    pens::Pens,
    pointer::Hand,
    screen::Screen,
    under_way::{Change, UnderWay},
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
    /// Draw a rectangle or an ellipse.
    Shape,
    /// Draw an arrow or a line.
    Line,
    /// Place dots.
    Dot,
}

/// One board in this page. A handle like a signal; found with `expect_context` inside of the board.
#[derive(Clone, Copy)]
pub(super) struct Easel {
    pub(super) live: Live,
    /// Which board.
    pub(super) id: BoardId,
    pub(super) toasts: Toasts,
    announcer: Announcer,
    pub(super) tool: RwSignal<Tool>,
    /// The color of the next note, and of the pen.
    pub(super) paper: RwSignal<u8>,
    pub(super) pen: RwSignal<u8>,
    /// What the tools draw: ellipses instead of rectangles, lines without a head, highlighter instead of pen.
    pub(super) round: RwSignal<bool>,
    pub(super) plain: RwSignal<bool>,
    pub(super) marker: RwSignal<bool>,
    pub(super) view: RwSignal<View>,
    pub(super) selected: RwSignal<Items>,
    /// The text that is being written.
    pub(super) writing: RwSignal<Option<Writing>>,
    /// Whether there is something to undo, and something to redo.
    pub(super) undoable: RwSignal<(bool, bool)>,
    /// Whether this person may change the board now.
    pub(super) writes: Memo<bool>,
    pub(super) under_way: StoredValue<UnderWay>,
    pub(super) screen: StoredValue<Option<Screen>, LocalStorage>,
    /// Whether somebody takes in what is done on the canvas, and who.
    pub(super) armed: RwSignal<bool>,
    pub(super) hands: StoredValue<Option<Rc<dyn Hands>>, LocalStorage>,
    pub(super) history: StoredValue<History>,
    pub(super) waiting: StoredValue<Waiting>,
    /// Ids of what this page has put up, by the number it was sent with.
    pub(super) put: StoredValue<Map<u32, ItemId>>,
    /// New texts whose fields were left before they were on the board.
    pub(super) left: StoredValue<Vec<Writing>>,
    pub(super) pens: Pens,
    /// The text field, while one is open.
    pub(super) field: NodeRef<html::Textarea>,
    /// What the pointer is doing.
    pub(super) hand: StoredValue<Hand>,
    /// Whether the pointer is over a handle.
    pub(super) grips: RwSignal<bool>,
    /// The frame one looks at, while frames are shown one by one.
    pub(super) page: RwSignal<Option<ItemId>>,
    /// The frame one was taken to last.
    pub(super) followed: StoredValue<Option<ItemId>>,
    /// Who writes in frames for which that is said, in words.
    pub(super) rules: StoredValue<Vec<(ItemId, String)>>,
    /// What the arrow that is made by keyboard comes from.
    pub(super) arrow_from: StoredValue<Option<ItemId>>,
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
            round: RwSignal::new(false),
            plain: RwSignal::new(false),
            marker: RwSignal::new(false),
            view: RwSignal::new(View::default()),
            selected: RwSignal::new(Items::default()),
            writing: RwSignal::new(None),
            undoable: RwSignal::new((false, false)),
            writes: memo(move || may.get() && live.line.get() == Line::Up),
            under_way: StoredValue::new(UnderWay::default()),
            screen: StoredValue::new_local(None),
            armed: RwSignal::new(false),
            hands: StoredValue::new_local(None),
            history: StoredValue::new(History::default()),
            waiting: StoredValue::new(Waiting::default()),
            put: StoredValue::new(Map::new()),
            left: StoredValue::new(vec![]),
            pens: expect_context(),
            field: NodeRef::new(),
            hand: StoredValue::new(Hand::default()),
            grips: RwSignal::new(false),
            page: RwSignal::new(None),
            followed: StoredValue::new(None),
            rules: StoredValue::new(vec![]),
            arrow_from: StoredValue::new(None),
            // Another page of the same person counts from somewhere else.
            number: StoredValue::new(browser::random() as u32),
        };
        live.listen(move |heard| easel.hear(heard));
        easel
    }

    /// Hands on what is done on the canvas, if there is already somebody to take it in.
    pub(super) fn by_hand<T>(&self, act: impl FnOnce(&dyn Hands) -> T) -> Option<T> {
        let hands = self.hands.try_get_value().flatten()?;
        Some(act(&*hands))
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
            Some(board.lets_change(&Viewer::of(room, me)?, id))
        };
        self.writes.get_untracked() && self.live.look(may).unwrap_or_default()
    }

    /// Whether this person may move the item now.
    pub(super) fn may_move(&self, id: ItemId) -> bool {
        let free = |board: &Board| board.items.get(&id).is_some_and(|item| !item.locked);
        self.changes(id) && self.look(free).unwrap_or_default()
    }

    /// Who else writes in the item now.
    pub(super) fn writers(&self, id: ItemId) -> Vec<PersonId> {
        let (me, now) = (self.live.me(), self.live.clock.now());
        let writers = |room: &Room| {
            let item = room.board.boards.get(&self.id)?.items.get(&id)?;
            Some(board::writers(room, item, now))
        };
        let mut writers = self.live.look(writers).unwrap_or_default();
        writers.retain(|person| *person != me);
        writers
    }

    /// Who else writes in the item now, in words; empty when nobody does.
    pub(super) fn typing(&self, id: ItemId) -> String {
        match self.writers(id).as_slice() {
            [] => String::new(),
            [one] => [&self.name(*one), " is typing"].concat(),
            [one, other] => [&self.name(*one), " and ", &self.name(*other), " are typing"].concat(),
            several => [&several.len().to_string(), " people are typing"].concat(),
        }
    }

    /// Whether everybody sees only their own for now.
    pub(super) fn is_private(&self) -> bool {
        self.look(|board| board.access.policy.private).unwrap_or_default()
    }

    /// Somebody wanted to change what they may not change, or what is locked in place.
    pub(super) fn say_not_yours(&self) {
        let locked = self.selected.with_untracked(|selected| {
            let locked =
                |board: &Board| selected.iter().any(|id| board.items.get(id).is_some_and(|item| item.locked));
            self.look(locked).unwrap_or_default()
        });
        let closed = self.selected.with_untracked(|selected| selected.iter().any(|id| self.is_closed(*id)));
        if closed && self.writes.get_untracked() {
            return self.toasts.say(words::refusal(&Refusal::FrameClosed));
        }
        self.toasts.say(match (self.writes.get_untracked(), locked) {
            (false, _) => "The board cannot be changed at the moment.",
            (true, true) if self.live.leads.get_untracked() => "That is locked in place. Unlock it first.",
            (true, true) => "A facilitator has locked that in place.",
            (true, false) => "That was put up by somebody else, who alone can change it.",
        });
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
        self.screen.try_update_value(|screen| {
            let Some(screen) = screen else { return };
            screen.above.stale = true;
            screen.ground.stale |= all;
            screen.changed |= all;
        });
        self.wake();
    }

    /// One looks elsewhere: what was drawn stays as it is.
    pub(super) fn turn(&self) {
        self.by_hand(|hands| hands.stay());
        self.screen.try_update_value(|screen| {
            let Some(screen) = screen else { return };
            screen.above.stale = true;
            screen.ground.stale = true;
        });
        self.wake();
    }

    /// Takes in before the next frame what the pointer has done.
    pub(super) fn wake(&self) {
        let easel = *self;
        self.screen.try_update_value(|screen| {
            let Some(screen) = screen else { return };
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
                for signal in signals {
                    let hear = |under_way: &mut UnderWay| under_way.hear(self.id, me, signal, now);
                    match self.under_way.try_update_value(hear) {
                        Some(Change::Above) => self.touch(false),
                        Some(Change::All) => self.touch(true),
                        Some(Change::None) | None => {}
                    }
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
            Happening::Put { item, new: New { stroke: Some(number), .. }, owner, .. } if *owner == me => {
                self.put.update_value(|put| _ = put.insert(*number, *item));
            }
            Happening::Set { item, by, .. }
            | Happening::Moved { item, by, .. }
            | Happening::Typed { item, by, .. }
                if *by != me =>
            {
                self.history.update_value(|history| history.changed_by_other(*item));
            }
            Happening::Put { .. }
            | Happening::Set { .. }
            | Happening::Moved { .. }
            | Happening::Ruled(..)
            | Happening::Shown(_)
            | Happening::Typed { .. }
            | Happening::Deleted { .. }
            | Happening::Cleared { .. }
            | Happening::Restored { .. }
            | Happening::Claimed { .. }
            | Happening::Released { .. }
            | Happening::Allowed(_)
            | Happening::Locked(_)
            | Happening::Closed(_)
            | Happening::Timed(_)
            | Happening::VotingOpened(_)
            | Happening::Voted { .. }
            | Happening::VotingClosed(_)
            | Happening::Revealed { .. } => {}
        }
    }
}

/// Somebody's name; of somebody who is not known here, what they are.
pub(super) fn name(room: &Room, person: PersonId) -> String {
    room.roster.people.get(&person).map_or_else(|| "Somebody".to_owned(), |person| person.name.clone())
}

/// Whether this person may change the board as things are.
fn writes(room: &Room, id: BoardId, me: PersonId) -> bool {
    let may = || {
        let viewer = Viewer::of(room, me)?;
        let board = room.board.boards.get(&id)?;
        Some(board.takes_from(&viewer) && (room.paused.is_none() || viewer.facilitates()))
    };
    room.ended.is_none() && may().unwrap_or_default()
}
