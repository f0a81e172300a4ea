//! Who writes where: those who may on the board, and of them those whom a frame lets write in it.

use super::{Board, Happening, Item, Kind, Size, Spot, Write, change::Hand};
use crate::{ItemId, PersonId, Refusal, Viewer, limit, map::Set};
use serde::{Deserialize, Serialize};

/// Who writes on a board; or in a frame, of those who write on its board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Who.
    pub write: Write,
    /// Those who are named, if only those are.
    pub named: Set<PersonId>,
}

impl Board {
    /// Whether the board lets somebody put things up and change their own, as far as the board as a whole goes.
    #[must_use]
    pub fn takes_from(&self, viewer: &Viewer) -> bool {
        viewer.writes_on(&self.access, &self.named)
    }

    /// Whether every frame around something of this size at this spot lets somebody write in it. All of them have a say:
    /// else a small frame of one's own, laid over another, would open it.
    #[must_use]
    pub fn opens(&self, viewer: &Viewer, place: (Spot, Size)) -> bool {
        self.opens_beside(viewer, place, None)
    }

    /// The same without what the rule of one frame says: of itself, a frame says nothing to facilitators.
    fn opens_beside(&self, viewer: &Viewer, (at, size): (Spot, Size), frame: Option<ItemId>) -> bool {
        let around = |id: &ItemId| self.items.get(id).is_some_and(|frame| frame.frames(at, size));
        let frame = frame.filter(|_| viewer.facilitates());
        self.rules.iter().all(|(id, rule)| viewer.keeps(rule) || Some(*id) == frame || !around(id))
    }

    /// Whether the frames let somebody have this where it is: a stroke with each of its points, a line with what it hangs
    /// on. `id` is the item itself, if it is on the board.
    fn takes(&self, viewer: &Viewer, id: Option<ItemId>, kind: &Kind, at: Spot, size: Size) -> bool {
        let open = |at, size| self.opens_beside(viewer, (at, size), id);
        match kind {
            _ if self.rules.values().all(|rule| viewer.keeps(rule)) => true,
            Kind::Ink { points, .. } => {
                let step = |at: &mut Spot, by: &[i16]| {
                    let [x, y] = [by.first(), by.get(1)].map(|by| i32::from(by.copied().unwrap_or_default()));
                    *at = Spot { x: at.x.saturating_add(x), y: at.y.saturating_add(y) };
                    Some(*at)
                };
                let spots = points.chunks(2).scan(at, step);
                std::iter::once(at).chain(spots).all(|at| open(at, Size::default()))
            }
            Kind::Line { from, to, .. } => [from, to].into_iter().all(|end| {
                let on = end.on.and_then(|on| self.items.get(&on));
                on.map_or_else(|| open(end.at, Size::default()), |on| open(on.at, on.size))
            }),
            _ => open(at, size),
        }
    }

    /// Whether somebody who writes on the board changes or deletes this item of it.
    #[must_use]
    pub fn lets_change(&self, viewer: &Viewer, id: ItemId) -> bool {
        let may = |item: &Item| {
            viewer.changes(&self.access, item) && self.takes(viewer, Some(id), &item.kind, item.at, item.size)
        };
        let ruled = self.rules.contains_key(&id) && !viewer.facilitates();
        !ruled && self.items.get(&id).is_some_and(may)
    }

    /// Refuses what is no frame of this board.
    pub(super) fn frame(&self, id: ItemId) -> Result<(), Refusal> {
        let is = self.items.get(&id).is_some_and(|item| matches!(item.kind, Kind::Frame { .. }));
        if is { Ok(()) } else { Err(Refusal::Unknown) }
    }

    /// Decides who writes on the board, or in one of its frames.
    pub(super) fn rule(&self, frame: Option<ItemId>, rule: Option<&Rule>) -> Result<Vec<Happening>, Refusal> {
        // Where everybody writes, nothing has to be said.
        let rule = rule.filter(|rule| **rule != Rule::default());
        if rule.is_some_and(|rule| rule.named.len() > limit::NAMED) {
            return Err(limit::too_long(limit::NAMED));
        }
        let same = match frame {
            Some(id) => {
                let now = self.rules.get(&id);
                if rule.is_some() || now.is_none() {
                    self.frame(id)?;
                }
                let counts = |id: &&ItemId| self.items.contains_key(id);
                let full = now.is_none() && self.rules.keys().filter(counts).count() >= limit::RULES;
                if rule.is_some() && full {
                    return Err(Refusal::Full);
                }
                now == rule
            }
            None => {
                let rule = rule.cloned().unwrap_or_default();
                (rule.write, rule.named) == (self.access.policy.write, self.named.clone())
            }
        };
        Ok(if same { vec![] } else { vec![Happening::Ruled(frame, rule.cloned())] })
    }
}

impl Hand<'_> {
    /// Refuses what would lie in a frame where the one who asks does not write. `id` is the item itself, if it is there.
    pub(super) fn open_to(
        &self,
        id: Option<ItemId>,
        kind: &Kind,
        at: Spot,
        size: Size,
    ) -> Result<(), Refusal> {
        let may = self.viewer.is_none_or(|v| self.board.takes(&v, id, kind, at, size));
        if may { Ok(()) } else { Err(Refusal::FrameClosed) }
    }
}

/// Who writes in this frame, or on all of the board.
pub(super) fn ruled(board: &mut Board, frame: Option<ItemId>, rule: Option<&Rule>) {
    match (frame, rule.cloned()) {
        (None, rule) => {
            let rule = rule.unwrap_or_default();
            (board.access.policy.write, board.named) = (rule.write, rule.named);
        }
        (Some(frame), Some(rule)) => _ = board.rules.insert(frame, rule),
        (Some(frame), None) => _ = board.rules.remove(&frame),
    }
}
