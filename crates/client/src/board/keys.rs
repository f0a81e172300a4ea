//! The canvas by keyboard: Tab goes through what is on the board, arrows move it, and a few keys do the rest.

use std::time::Duration;

use leptos::{ev::KeyboardEvent, leptos_dom::helpers::TimeoutHandle};
use protocol::{Drag, Signal as Fleeting};
use room::{
    ItemId,
    board::{Board, Item, Kind},
};
use sketch::pixels;

use super::{
    Items, arrows, clipboard, dots, easel::Easel, first, geometry::units, moving, order, pointer, resize,
    shapes, under_way::Moved, writing,
};
use crate::prelude::*;

/// How far an arrow key moves things, alone and with Shift, in pixels at 100 %.
const STEP: (f64, f64) = (8.0, 48.0);
/// How far an arrow key moves the board when nothing is selected, in pixels of the screen.
const PAN: f64 = 60.0;
/// Arrow keys are one move until they rest for so long.
const REST: Duration = Duration::from_millis(500);

/// What the keys are, for those who hear the page.
pub(super) const HELP: &str = "Tab goes through what is on the board. Arrow keys move it, Alt and arrow keys change its \
    size, Enter edits its text, Delete deletes it, the brackets bring it to the front or send it to the back. S puts up a \
    sticky note, R a shape. A begins an arrow at what you are on, and A again on something else ends it there. D places a \
    dot while there is a dot vote. Control A selects everything, Control D duplicates, Control G groups what is selected and with Shift parts it, Control C, X and V copy, cut and \
    paste. Control Z undoes. Plus, minus and zero zoom. While frames are shown one by one, Page down and Page up turn to the next and the one before. Escape lets go. The list shows the same words as text.";

/// The keyboard's part of a board.
#[derive(Clone, Copy)]
pub(super) struct Keyboard {
    easel: Easel,
    rest: StoredValue<Option<TimeoutHandle>>,
    /// What is being given another size.
    sizes: StoredValue<Option<ItemId>>,
}

impl Keyboard {
    /// For this board, as long as the view is there.
    pub(super) fn new(easel: Easel) -> Self {
        let keyboard = Self { easel, rest: StoredValue::new(None), sizes: StoredValue::new(None) };
        on_cleanup(move || keyboard.stop());
        keyboard
    }

    fn stop(&self) {
        _ = self.rest.try_update_value(|rest| rest.take().map(|rest| rest.clear()));
    }

    /// A key on the canvas.
    pub(super) fn press(&self, event: &KeyboardEvent) {
        if event.default_prevented() {
            return;
        }
        let key = event.key();
        // On some keyboards brackets are made with the right Alt key.
        let brackets = matches!(key.as_str(), "[" | "]");
        let taken = if brackets {
            self.key(&key, false)
        } else if event.alt_key() {
            self.resize(&key, event.shift_key())
        } else if event.ctrl_key() || event.meta_key() {
            self.chord(&key.to_ascii_lowercase(), event.shift_key())
        } else {
            self.key(&key, event.shift_key())
        };
        if taken {
            event.prevent_default();
        }
    }

    /// The focus goes elsewhere.
    pub(super) fn leave(&self) {
        self.settle();
        self.easel.hand.update_value(|hand| hand.space = false);
    }

    /// A key is let go.
    pub(super) fn release(&self, event: &KeyboardEvent) {
        if event.key() == " " {
            self.easel.hand.update_value(|hand| hand.space = false);
        }
    }

    fn chord(&self, key: &str, shift: bool) -> bool {
        let easel = self.easel;
        match key {
            "a" => easel.select_all(),
            "z" | "y" if easel.writes.get_untracked() => easel.undo(key == "y" || shift),
            "d" if easel.writes.get_untracked() => clipboard::duplicate(easel),
            "g" if easel.writes.get_untracked() => easel.group(!shift),
            _ => return false,
        }
        true
    }

    /// Alt and an arrow key.
    fn resize(&self, key: &str, far: bool) -> bool {
        let Some((right, down)) = way(key) else { return false };
        let step = if far { STEP.1 } else { STEP.0 };
        let chosen = self.easel.selected.with_untracked(first);
        if self.sizes.get_value().is_some_and(|id| chosen != Some(id)) {
            self.settle();
        }
        match resize::by_keyboard(self.easel, (right * step, down * step)) {
            Some(id) => {
                self.sizes.set_value(Some(id));
                self.wait();
            }
            None if self.easel.selected.with_untracked(Items::is_empty) => return false,
            None if !self.has_a_size(chosen) => {
                self.easel.toasts.say("One note, text or shape at a time has a size to change.");
            }
            None => self.easel.say_not_yours(),
        }
        true
    }

    /// Whether what is selected is one thing that has a size, or ends.
    fn has_a_size(&self, chosen: Option<ItemId>) -> bool {
        let ink = |item: &Item| matches!(item.kind, Kind::Ink { .. });
        let one = self.easel.selected.with_untracked(|selected| selected.len() == 1);
        one && chosen.and_then(|id| self.easel.item(id)).is_some_and(|item| !ink(&item))
    }

    /// Arrow keys are one doing until they rest.
    fn wait(&self) {
        self.stop();
        let keyboard = *self;
        self.rest.set_value(set_timeout_with_handle(move || keyboard.settle(), REST).ok());
    }

    fn key(&self, key: &str, shift: bool) -> bool {
        let (easel, writes) = (self.easel, self.easel.writes.get_untracked());
        if let Some((right, down)) = way(key) {
            self.arrow(right, down, shift);
            return true;
        }
        match key {
            "Tab" => return self.tab(shift),
            "Enter" => match easel.selected.with_untracked(first) {
                Some(item) => writing::write(easel, item),
                None => return false,
            },
            "Delete" | "Backspace" => easel.delete(easel.selected.get_untracked()),
            "Escape" => return self.escape(),
            " " => easel.hand.update_value(|hand| hand.space = true),
            "+" | "=" => easel.zoom(1.25),
            "-" => easel.zoom(0.8),
            "0" => easel.fit(),
            "d" | "D" => match easel.selected.with_untracked(first) {
                Some(item) => dots::toggle(easel, item),
                None => return false,
            },
            "s" | "S" if writes => easel.new_note(),
            "r" | "R" if writes => shapes::by_keyboard(easel),
            "a" | "A" if writes => arrows::by_keyboard(easel),
            "PageDown" => return easel.leaf(1),
            "PageUp" => return easel.leaf(-1),
            "]" => easel.bring_to_front(),
            "[" => easel.send_to_back(),
            _ => return false,
        }
        true
    }

    /// The next thing on the board, or the one before; at the end the focus goes on to what follows the board.
    fn tab(&self, back: bool) -> bool {
        let easel = self.easel;
        self.settle();
        let stops = easel.look(order::stops).unwrap_or_default();
        let now = easel.selected.with_untracked(first);
        let at = now.and_then(|now| stops.iter().position(|stop| *stop == now));
        let next = match (at, back) {
            (None, false) => Some(0),
            (None, true) => None,
            (Some(at), false) => at.checked_add(1),
            (Some(at), true) => at.checked_sub(1),
        };
        let Some((at, id)) = next.and_then(|at| Some((at, *stops.get(at)?))) else {
            easel.selected.set(Items::default());
            easel.touch(false);
            return false;
        };
        easel.selected.set([id].into());
        let words = easel.look(|board| {
            let item = board.items.get(&id)?;
            Some(easel.describe(board, item))
        });
        if let Some(area) = easel.area(id) {
            easel.show(area);
        }
        if let Some(mut words) = words.flatten() {
            if let Some(who) = easel.who_writes(id) {
                words.push_str(&[" ", &who, "."].concat());
            }
            words.push_str(&[" ", &(at + 1).to_string(), " of ", &stops.len().to_string(), "."].concat());
            easel.announce(words);
        }
        easel.touch(true);
        true
    }

    fn arrow(&self, right: f64, down: f64, far: bool) {
        let easel = self.easel;
        let mut items = easel.selected.get_untracked();
        if items.is_empty() {
            easel.view.update(|view| *view = view.panned(-right * PAN, -down * PAN));
            return easel.turn();
        }
        if !items.iter().any(|id| easel.may_move(*id)) {
            return easel.say_not_yours();
        }
        items = moving::movable(easel, items);
        if items.is_empty() {
            return easel.announce("It goes with what it hangs on.");
        }
        let step = if far { STEP.1 } else { STEP.0 };
        let moved = easel.under_way.try_update_value(|under_way| {
            let drag = under_way.drag.get_or_insert_with(|| Moved::new(items));
            drag.by = (drag.by.0 + right * step, drag.by.1 + down * step);
            (drag.items.iter().copied().collect::<Vec<_>>(), drag.by)
        });
        if let Some((items, by)) = moved {
            let (dx, dy) = units(by);
            easel.live.signal(Fleeting::Drag(Drag { board: easel.id, items, dx, dy }));
        }
        self.wait();
        easel.touch(true);
    }

    /// The arrow keys rest: where they have moved things to is their place.
    fn settle(&self) {
        self.stop();
        let easel = self.easel;
        if let Some(id) = self.sizes.try_update_value(Option::take).flatten() {
            resize::settle(easel, id);
            resize::say(easel, id);
        }
        let drag = easel.under_way.try_update_value(|under_way| under_way.drag.take()).flatten();
        let Some(drag) = drag else { return };
        let first = first(&drag.items);
        easel.move_by(drag.items, drag.by);
        if let Some(frame) = first.and_then(|id| landed(easel, id, drag.by)) {
            easel.announce(frame);
        }
    }

    fn escape(&self) -> bool {
        let easel = self.easel;
        self.stop();
        let held = easel.selected.with_untracked(|selected| !selected.is_empty());
        if let Some(id) = self.sizes.try_update_value(Option::take).flatten() {
            easel.under_way.update_value(|under_way| _ = under_way.formed.remove(&id));
        }
        easel.arrow_from.set_value(None);
        pointer::drop_gesture(easel);
        easel.selected.set(Items::default());
        held
    }
}

/// The way an arrow key goes: to the right, and downward.
fn way(key: &str) -> Option<(f64, f64)> {
    Some(match key {
        "ArrowLeft" => (-1.0, 0.0),
        "ArrowRight" => (1.0, 0.0),
        "ArrowUp" => (0.0, -1.0),
        "ArrowDown" => (0.0, 1.0),
        _ => return None,
    })
}

/// In which frame something that moves by so much comes to lie.
fn landed(easel: Easel, id: ItemId, by: (f64, f64)) -> Option<String> {
    easel.look(|board| {
        let mut item = board.items.get(&id)?.clone();
        let (x, y) = pixels(item.at);
        item.at = super::geometry::spot((x + by.0, y + by.1));
        Some(
            place(board, &item)
                .map_or_else(|| "Moved.".to_owned(), |frame| ["Moved. In ", &frame, "."].concat()),
        )
    })?
}

/// The title of the frame an item lies in.
pub(super) fn place(board: &Board, item: &Item) -> Option<String> {
    let Kind::Frame { title } = &board.items.get(&board.frame_of(item)?)?.kind else {
        return None;
    };
    (!title.is_empty()).then(|| title.clone())
}
