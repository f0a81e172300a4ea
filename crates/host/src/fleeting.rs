//! The fleeting lane: latest wins, gathered for a moment, encoded once per audience, never stored.
//!
//! Leading edge and cool-down: after a quiet moment a signal goes out at once, then everything that comes
//! within [`WINDOW_MS`] goes out together. Audiences are those of the last release: a signal never reaches
//! somebody whose rights are still on their way to the disk.

use protocol::{
    Drag, Gather, LiveInk, Nudge, ServerMessage, Signal, Signalled,
    signal::{DRAGGED, STEPS, ready_step},
};
use room::{
    BoardId, GroupId, PersonId, PollId, Room, Timestamp, Viewer,
    board::{Access, Board, Size, tells_each},
    map::Set,
    poll::Status,
    roster::Role,
};
use std::collections::{BTreeMap, BTreeSet};

/// Signals are gathered for this long.
const WINDOW_MS: i64 = 33;
/// A nudge counts for this long.
const NUDGE_MS: i64 = 180_000;
/// Bytes of one message, roughly: far from the largest one that a client accepts.
const MESSAGE: usize = 32_000;

/// The lane of one session.
#[derive(Default)]
pub(crate) struct Fleeting {
    /// Everybody inside as of the last release.
    viewers: BTreeMap<PersonId, Viewer>,
    paused: bool,
    /// Every board as of the last release: who sees it, who writes on it.
    boards: BTreeMap<BoardId, (Access, Set<PersonId>)>,
    slots: BTreeMap<(PersonId, Kind), Signalled>,
    nudges: BTreeMap<(Nudge, PersonId), Timestamp>,
    /// Counts that facilitators were told last.
    nudged: BTreeMap<Nudge, u32>,
    /// Who has an answer to an open anonymous poll ready. Who that is leaves this place only as a step of a number.
    ready: BTreeMap<PollId, BTreeSet<PersonId>>,
    /// The steps that facilitators were told last.
    ready_told: BTreeMap<PollId, u32>,
    flushed: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    React,
    Typing,
    Cursor,
    Drag,
    Gather,
    /// Each stroke on its own: pieces of one are joined, not replaced.
    Ink(BoardId, u32),
}

/// Who shares in a signal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Audience {
    /// Those who are where its sender is.
    Around(Option<GroupId>),
    /// Those who see this board.
    Board(BoardId),
}

impl Fleeting {
    /// Who is where, as released.
    pub(crate) fn audiences(&mut self, room: &Room) {
        let viewers = room.roster.people.keys().filter_map(|person| Viewer::of(room, *person));
        self.viewers = viewers.filter(|v| v.inside).map(|v| (v.person, v)).collect();
        self.paused = room.paused.is_some();
        let rights = |board: &Board| (board.access, board.named.clone());
        self.boards = room.board.boards.iter().map(|(id, board)| (*id, rights(board))).collect();
        let open =
            room.poll.polls.iter().filter(|(_, poll)| poll.status == Status::Open && poll.sealed.is_some());
        let open: BTreeSet<_> = open.map(|(id, _)| *id).collect();
        self.ready.retain(|poll, _| open.contains(poll));
        self.ready_told.retain(|poll, _| open.contains(poll));
        for poll in open {
            self.ready.entry(poll).or_default();
        }
    }

    /// Takes a signal in; those without the right to signal are not heard. `room` says whose the things on a
    /// board are: that never changes, so it may be ahead of the last release.
    pub(crate) fn signal(&mut self, now: Timestamp, person: PersonId, signal: Signal, room: &Room) {
        let Some(viewer) = self.viewers.get(&person) else { return };
        if viewer.role == Role::Observer || (self.paused && !viewer.facilitates()) {
            return;
        }
        match signal {
            Signal::React(emotion) => {
                self.slots.insert((person, Kind::React), Signalled::Reacted(person, emotion));
            }
            Signal::Typing(on) => {
                self.slots.insert((person, Kind::Typing), Signalled::Typing(person, on));
            }
            Signal::Nudge(nudge) => {
                self.nudges.insert((nudge, person), now);
            }
            Signal::Cursor { board, at } if self.shows(viewer, board) && self.points(board) => {
                self.slots.insert((person, Kind::Cursor), Signalled::Cursor { person, board, at });
            }
            Signal::Drag(drag) if self.drags(viewer, &drag, room) => {
                self.slots.insert((person, Kind::Drag), Signalled::Dragged(person, drag));
            }
            Signal::Ink(ink) if self.draws(viewer, &ink, room) && is_ink(&ink) => {
                self.ink(person, ink);
            }
            Signal::Gather(gather) if self.gathers(viewer, gather) => {
                self.slots.insert((person, Kind::Gather), Signalled::Gathered(person, gather));
            }
            Signal::Ready(poll, on) if room::poll::sealed::votes(room, poll, person) => {
                if let Some(ready) = self.ready.get_mut(&poll) {
                    _ = if on { ready.insert(person) } else { ready.remove(&person) };
                }
            }
            Signal::Cursor { .. }
            | Signal::Drag(_)
            | Signal::Ink(_)
            | Signal::Gather(_)
            | Signal::Ready(..) => {}
        }
    }

    /// Whether others may see what somebody is doing there: in a private round nobody sees how much another writes.
    fn shows(&self, viewer: &Viewer, board: BoardId) -> bool {
        let may = |(access, named): &(Access, _)| viewer.writes_on(access, named) && !access.policy.private;
        self.boards.get(&board).is_some_and(may)
    }

    /// Whether people see where others point there.
    fn points(&self, board: BoardId) -> bool {
        self.boards.get(&board).is_some_and(|(access, _)| !access.policy.hide_cursors)
    }

    fn sees(&self, viewer: &Viewer, board: BoardId) -> bool {
        self.boards.get(&board).is_some_and(|(access, _)| viewer.sees_board(access))
    }

    /// Whether somebody shows others where to look, and there is anything to be seen there.
    fn gathers(&self, viewer: &Viewer, gather: Gather) -> bool {
        let area = gather.size.w > 0 && gather.size.h > 0;
        area && viewer.facilitates() && self.sees(viewer, gather.board)
    }

    fn drags(&self, viewer: &Viewer, drag: &Drag, room: &Room) -> bool {
        let rights = self.boards.get(&drag.board).zip(room.board.boards.get(&drag.board));
        let Some(((access, named), board)) = rights else { return false };
        let open = |id| board.items.get(id).is_some_and(|item| !item.hidden);
        let movable = |id| open(id) && board.lets_change(viewer, *id);
        viewer.writes_on(access, named) && drag.items.len() <= DRAGGED && drag.items.iter().all(movable)
    }

    /// Whether others may see this stroke grow: it begins where its owner may draw.
    fn draws(&self, viewer: &Viewer, ink: &LiveInk, room: &Room) -> bool {
        let board = room.board.boards.get(&ink.board);
        self.shows(viewer, ink.board)
            && board.is_some_and(|board| board.opens(viewer, (ink.at, Size::default())))
    }

    /// Joins a piece of a stroke to the one that waits, if it follows on it; else the newer piece counts, and
    /// the committed stroke fills the gap.
    fn ink(&mut self, person: PersonId, ink: LiveInk) {
        let kind = Kind::Ink(ink.board, ink.stroke);
        if let Some(Signalled::Ink(_, waiting)) = self.slots.get_mut(&(person, kind)) {
            let follows = usize::from(ink.from) == usize::from(waiting.from) + waiting.points.len() / 2
                && ink.pressures.is_empty() == waiting.pressures.is_empty();
            if follows && waiting.points.len() + ink.points.len() <= STEPS * 8 {
                waiting.points.extend(ink.points);
                waiting.pressures.extend(ink.pressures);
                return;
            }
        }
        self.slots.insert((person, kind), Signalled::Ink(person, ink));
    }

    /// When something is due next.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let waiting = (!self.slots.is_empty()).then(|| self.flushed.plus_ms(WINDOW_MS));
        let fading = self.nudges.values().min().map(|at| at.plus_ms(NUDGE_MS));
        [waiting, fading].into_iter().flatten().min()
    }

    /// What is due, and for whom.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<(ServerMessage, BTreeSet<PersonId>)> {
        let mut due = self.fresh_counts(now);
        if !self.slots.is_empty() && now.since_ms(self.flushed) >= WINDOW_MS {
            self.flushed = now;
            let mut by_audience: BTreeMap<Audience, Vec<Signalled>> = BTreeMap::new();
            for ((person, kind), signalled) in std::mem::take(&mut self.slots) {
                let Some(viewer) = self.viewers.get(&person) else { continue };
                let audience = match (&signalled, kind) {
                    (Signalled::Cursor { board, .. }, _) => Audience::Board(*board),
                    (Signalled::Dragged(_, drag), _) => Audience::Board(drag.board),
                    (Signalled::Gathered(_, gather), _) => Audience::Board(gather.board),
                    (_, Kind::Ink(board, _)) => Audience::Board(board),
                    (_, Kind::React | Kind::Typing | Kind::Cursor | Kind::Drag | Kind::Gather) => {
                        Audience::Around(viewer.group)
                    }
                };
                by_audience.entry(audience).or_default().push(signalled);
            }
            for (audience, signalled) in by_audience {
                let there: BTreeSet<_> =
                    self.viewers.values().filter(|v| self.shares(v, audience)).map(|v| v.person).collect();
                let messages = bundled(signalled).into_iter().map(ServerMessage::Signals);
                due.extend(messages.map(|message| (message, there.clone())));
            }
        }
        due
    }

    fn shares(&self, viewer: &Viewer, audience: Audience) -> bool {
        match audience {
            Audience::Around(group) => viewer.group == group,
            Audience::Board(board) => self.sees(viewer, board),
        }
    }

    /// How many nudge at the moment.
    fn counts(&self, now: Timestamp) -> BTreeMap<Nudge, u32> {
        let mut counts = BTreeMap::from([(Nudge::SlowDown, 0), (Nudge::Break, 0)]);
        for ((nudge, _), _) in self.nudges.iter().filter(|(_, at)| now.since_ms(**at) < NUDGE_MS) {
            *counts.entry(*nudge).or_default() += 1;
        }
        counts
    }

    /// What a page whose room has just become complete has to be told of nudges: how many there are, if its person runs
    /// the session. It missed the changes that led there.
    pub(crate) fn nudged_so_far(&self, now: Timestamp, person: PersonId) -> Option<ServerMessage> {
        self.viewers.get(&person).filter(|viewer| viewer.facilitates())?;
        let counts = self.counts(now).into_iter().filter(|(_, n)| *n > 0);
        let nudges = counts.map(|(nudge, n)| Signalled::Nudged(nudge, n));
        let told: Vec<_> = nudges.chain(self.ready_steps().filter(|told| is_news(told, 0))).collect();
        (!told.is_empty()).then_some(ServerMessage::Signals(told))
    }

    /// How many answers are ready, in steps.
    fn ready_steps(&self) -> impl Iterator<Item = Signalled> {
        self.ready.iter().map(|(poll, ready)| Signalled::Ready(*poll, step(ready)))
    }

    /// Tells facilitators how many nudge and how many are ready, whenever that has changed.
    fn fresh_counts(&mut self, now: Timestamp) -> Vec<(ServerMessage, BTreeSet<PersonId>)> {
        self.nudges.retain(|_, at| now.since_ms(*at) < NUDGE_MS);
        let counts = self.counts(now);
        let changed = |(nudge, n): (&Nudge, &u32)| {
            (self.nudged.get(nudge).copied().unwrap_or(0) != *n).then_some(Signalled::Nudged(*nudge, *n))
        };
        let mut news: Vec<_> = counts.iter().filter_map(changed).collect();
        let before = |told: &Signalled| match told {
            Signalled::Ready(poll, _) => self.ready_told.get(poll).copied().unwrap_or(0),
            _ => 0,
        };
        news.extend(self.ready_steps().filter(|told| is_news(told, before(told))));
        if news.is_empty() {
            return vec![];
        }
        self.nudged = counts;
        self.ready_told = self.ready.iter().map(|(poll, ready)| (*poll, step(ready))).collect();
        let leads = self.viewers.values().filter(|v| v.facilitates()).map(|v| v.person).collect();
        vec![(ServerMessage::Signals(news), leads)]
    }
}

fn step(ready: &BTreeSet<PersonId>) -> u32 {
    ready_step(u32::try_from(ready.len()).unwrap_or(u32::MAX))
}

/// Whether this says another number of ready answers than was told `before`.
fn is_news(told: &Signalled, before: u32) -> bool {
    matches!(told, Signalled::Ready(_, n) if *n != before)
}

/// Whether a piece of a stroke is short enough, and whole.
fn is_ink(ink: &LiveInk) -> bool {
    ink.points.len() <= STEPS * 2
        && ink.points.len().is_multiple_of(2)
        && tells_each(&ink.points, &ink.pressures)
}

/// Divides signals into messages of bearable length.
fn bundled(signals: Vec<Signalled>) -> Vec<Vec<Signalled>> {
    let (mut bundles, mut weight) = (vec![], MESSAGE);
    for signalled in signals {
        let own = match &signalled {
            Signalled::Ink(_, ink) => 40 + ink.points.len() * 3,
            Signalled::Dragged(_, drag) => 30 + drag.items.len() * 5,
            Signalled::Cursor { .. }
            | Signalled::Gathered(..)
            | Signalled::Reacted(..)
            | Signalled::Typing(..)
            | Signalled::Nudged(..)
            | Signalled::Ready(..) => 24,
        };
        if weight + own > MESSAGE {
            bundles.push(vec![]);
            weight = 0;
        }
        weight += own;
        if let Some(bundle) = bundles.last_mut() {
            bundle.push(signalled);
        }
    }
    bundles
}

#[cfg(test)]
mod tests;
