//! What is selected is brought to the front or the back, locked in place, goes together from now on, or is everything at
//! once.

use room::board::{Board, Item, Prop};

use super::{Items, doing::front, easel::Easel};
use crate::prelude::*;
use crate::{browser, words};

impl Easel {
    /// Brings what is selected in front of everything else; the order among it stays.
    pub(super) fn bring_to_front(&self) {
        let front = self.look(front).unwrap_or_default();
        if self.set_each(&|n, _| Prop::Order(front.saturating_add(n))) > 0 {
            self.announce("In front.");
        }
    }

    /// Sends what is selected behind everything else.
    pub(super) fn send_to_back(&self) {
        let least = |board: &Board| board.items.values().map(|item| item.order).min().unwrap_or_default();
        let back = self.look(least).unwrap_or_default();
        if self.set_each(&|n, count| Prop::Order(back.saturating_sub(count - n))) > 0 {
            self.announce("Behind everything.");
        }
    }

    /// Locks what is selected in place, or unlocks it.
    pub(super) fn lock(&self, on: bool) {
        if self.set_each(&|_, _| Prop::Locked(on)) > 0 {
            self.announce(if on { "Locked in place." } else { "Unlocked." });
        }
    }

    /// Makes what is selected go together, or each on its own again.
    pub(super) fn group(&self, on: bool) {
        let number = browser::random() as u32;
        if self.set_each(&|_, _| Prop::Group(on.then_some(number))) > 0 {
            self.announce(if on { "Grouped: it moves together." } else { "No longer grouped." });
        }
    }

    /// Whether what is selected can be grouped, and whether some of it is.
    pub(super) fn groups(&self) -> (bool, bool) {
        let selected = self.selected.get_untracked();
        let found = |board: &Board| {
            let groups: Vec<_> = selected.iter().filter_map(|id| Some(board.items.get(id)?.group)).collect();
            let one =
                groups.first().is_some_and(|first| first.is_some() && groups.iter().all(|g| g == first));
            (groups.len() > 1 && !one, groups.iter().any(Option::is_some))
        };
        self.look(found).unwrap_or_default()
    }

    /// These, and all that goes together with any of them.
    pub(super) fn together(&self, mut items: Items) -> Items {
        let others = |board: &Board| {
            let groups: Vec<_> = items.iter().filter_map(|id| board.items.get(id)?.group).collect();
            let of_them = |item: &Item| item.group.is_some_and(|group| groups.contains(&group));
            let others = board.items.iter().filter(|(_, item)| !groups.is_empty() && of_them(item));
            others.map(|(id, _)| *id).collect::<Vec<_>>()
        };
        items.extend(self.look(others).unwrap_or_default());
        items
    }

    /// Whether something, and whether something that is locked, is selected.
    pub(super) fn locks(&self) -> (bool, bool) {
        let selected = self.selected.get_untracked();
        let locked = |board: &Board| {
            let mut any = (false, false);
            for item in selected.iter().filter_map(|id| board.items.get(id)) {
                *if item.locked { &mut any.1 } else { &mut any.0 } = true;
            }
            any
        };
        self.look(locked).unwrap_or_default()
    }

    /// Selects everything, but not what is locked for this person.
    pub(super) fn select_all(&self) {
        let free = |board: &Board| {
            let free = board.items.iter().filter(|(id, item)| !item.locked || self.changes(**id));
            free.map(|(id, _)| *id).collect::<Items>()
        };
        let all = self.look(free).unwrap_or_default();
        self.announce([&words::count(all.len(), "thing", "things"), " selected."].concat());
        self.selected.set(all);
        self.touch(true);
    }
}
