//! What may be done on a board, and what becomes of it.

use super::{
    Access, Board, Change, Command, Draft, End, Event, Gone, Happening, Item, Kind, New, Pick, Place, Policy,
    Prop, Spread, Voting,
    budget::Added,
    rights, sees_picture,
    writing::{self, Typing},
};
use crate::{
    Actor, BoardId, Context, Event as Happened, ItemId, PersonId, Refusal, Room, SegmentId, Share, Timestamp,
    Viewer, agenda::Activity, limit, wording,
};

/// The events that open `draft`: a board with its frames, or one for each group. The first of them gets
/// number `first` among the events of this decision. The run sheet opens its boards with it too.
///
/// # Errors
/// [`Refusal::Full`], [`Refusal::Unknown`] for a group that is not there, or what [`wording`] says.
pub fn open(
    room: &Room,
    ctx: &Context,
    first: usize,
    draft: &Draft,
    segment: Option<SegmentId>,
) -> Result<Vec<Happened>, Refusal> {
    let draft = draft.checked()?;
    let places = match draft.spread {
        Spread::Room => vec![Place::Room],
        Spread::Group(group) => {
            room.breakout.group(group).ok_or(Refusal::Unknown)?;
            vec![Place::Group(group)]
        }
        Spread::EachGroup => {
            let round = room.breakout.round.as_ref().ok_or(Refusal::NotNow)?;
            round.groups.keys().copied().map(Place::Group).collect()
        }
    };
    if room.board.boards.len() + places.len() > limit::BOARDS {
        return Err(Refusal::Full);
    }
    let mut events = vec![];
    for place in places {
        let board = BoardId(ctx.id(first + events.len()));
        let access = Access { place, policy: draft.policy, ..Access::default() };
        events.push(Event::Opened { board, title: draft.title.clone(), segment, access });
        for new in draft.layout.items(&draft.frames) {
            let item = ItemId(ctx.id(first + events.len()));
            events.push(Event::On(board, Happening::Put { item, new, owner: None, hidden: false }));
        }
    }
    Ok(events.into_iter().map(Happened::Board).collect())
}

/// The groups are there: each gets the boards that the running segment has for groups, unless they have them. The
/// first event returned gets number `first` among the events of this decision.
#[must_use]
pub fn arrived(room: &Room, ctx: &Context, first: usize) -> Vec<Happened> {
    let mut events = vec![];
    let Some((segment, round)) = room.agenda.running().zip(room.breakout.round.as_ref()) else {
        return events;
    };
    for activity in &segment.activities {
        let Activity::Board(draft) = activity else { continue };
        let here = |board: &Board| {
            let of_a_group =
                matches!(board.access.place, Place::Group(group) if round.groups.contains_key(&group));
            of_a_group && board.segment == Some(segment.id) && board.title == draft.title
        };
        if draft.spread == Spread::EachGroup && !room.board.boards.values().any(here) {
            events.extend(open(room, ctx, first + events.len(), draft, Some(segment.id)).unwrap_or_default());
        }
    }
    events
}

impl Draft {
    /// The draft with its texts made fit.
    ///
    /// # Errors
    /// What [`wording`] says about them, or [`Refusal::TooLong`] for too many frames.
    pub fn checked(&self) -> Result<Self, Refusal> {
        if self.frames.len() > limit::FRAMES {
            return Err(limit::too_long(limit::FRAMES));
        }
        let frames = self.frames.iter().map(|title| wording::optional_line(title, limit::NAME));
        let title = wording::line(&self.title, limit::OPTION)?;
        Ok(Self { title, frames: frames.collect::<Result<_, _>>()?, ..*self })
    }
}

/// Who asks, as far as boards are concerned.
pub(super) struct Hand<'a> {
    pub(super) room: &'a Room,
    pub(super) ctx: &'a Context,
    pub(super) board: &'a Board,
    pub(super) viewer: Option<Viewer>,
}

pub(super) fn decide(
    room: &Room,
    ctx: &Context,
    board: &Board,
    command: &Command,
) -> Result<Vec<Happening>, Refusal> {
    let viewer = match ctx.actor {
        Actor::House => None,
        Actor::Person(person) => Some(Viewer::of(room, person).ok_or(Refusal::NotInside)?),
    };
    if viewer.is_some_and(|v| !v.sees_board(&board.access)) {
        return Err(Refusal::Unknown);
    }
    let hand = Hand { room, ctx, board, viewer };
    let access = &board.access;
    let one_if = |changes: bool, happening| Ok(if changes { vec![happening] } else { vec![] });
    match command {
        Command::Open { .. } | Command::Receive(..) => Ok(vec![]),
        Command::Put { items, .. } => hand.put(items),
        Command::Set { changes, .. } => hand.set(changes),
        Command::Delete { items, .. } => hand.delete(items),
        Command::Restore { items, .. } => hand.restore(items),
        Command::Claim { item, .. } => hand.claim(*item),
        Command::Release { item, .. } => hand.release(*item),
        Command::Type { item, author, number, base, edit, .. } => {
            hand.type_in(*item, &Typing { author: *author, number: *number, base: *base, edit })
        }
        Command::Allow(_, policy) => Ok(hand.allow(*policy)),
        Command::Lock(_, on) => one_if(access.locked != *on, Happening::Locked(*on)),
        Command::Close(_, on) => one_if(access.closed != *on, Happening::Closed(*on)),
        Command::Clear(_) => {
            hand.writes()?;
            one_if(!board.items.is_empty(), Happening::Cleared { by: hand.me(), kept: true })
        }
        Command::Unclear(_) => {
            let cleared = board.gone.iter().filter(|(_, gone)| gone.cleared);
            hand.restore(&cleared.map(|(id, _)| *id).collect::<Vec<_>>())
        }
        Command::Time(_, minutes) => hand.time(*minutes),
        Command::OpenVoting(_, terms) if terms.budget == 0 || terms.budget > limit::DOTS => {
            Err(Refusal::BadDraft)
        }
        Command::OpenVoting(_, terms) => one_if(!board.voting.open, Happening::VotingOpened(*terms)),
        Command::Vote { item, on, .. } => {
            let me = hand.viewer.filter(Viewer::places_dots).ok_or(Refusal::NotAllowed)?;
            Ok(board.vote(me.person, *item, *on)?.into_iter().collect())
        }
        Command::CloseVoting(_) => one_if(board.voting.open, Happening::VotingClosed(board.count_dots())),
        Command::Rule { frame, rule, .. } => board.rule(*frame, rule.as_ref()),
        Command::Show(_, frame) => {
            frame.map_or(Ok(()), |id| board.frame(id))?;
            one_if(board.shown != *frame, Happening::Shown(*frame))
        }
    }
}

impl Hand<'_> {
    pub(super) fn me(&self) -> Option<PersonId> {
        self.viewer.map(|v| v.person)
    }

    pub(super) fn writes(&self) -> Result<(), Refusal> {
        let may = self.viewer.is_none_or(|v| self.board.takes_from(&v));
        if may { Ok(()) } else { Err(Refusal::BoardClosed) }
    }

    /// A board that is locked opens for the time it is given.
    fn time(&self, minutes: Option<u16>) -> Result<Vec<Happening>, Refusal> {
        let Some(minutes) = minutes else {
            let runs = self.board.access.until.is_some();
            return Ok(if runs { vec![Happening::Timed(None)] } else { vec![] });
        };
        if minutes == 0 || minutes > limit::BOARD_MINUTES {
            return Err(Refusal::BadDraft);
        }
        let until = self.ctx.now.plus_ms(i64::from(minutes) * 60_000);
        let opens = self.board.access.locked.then_some(Happening::Locked(false));
        Ok([Happening::Timed(Some(until))].into_iter().chain(opens).collect())
    }

    /// The end of a private round shows what it has brought.
    fn allow(&self, policy: Policy) -> Vec<Happening> {
        let before = self.board.access.policy;
        if before == policy {
            return vec![];
        }
        let shows = before.private && !policy.private;
        let hidden = self.board.items.iter().filter(|(_, item)| shows && item.hidden);
        let items: Vec<_> = hidden.map(|(id, _)| *id).collect();
        let revealed = (!items.is_empty()).then_some(Happening::Revealed { items, bodies: vec![] });
        std::iter::once(Happening::Allowed(policy)).chain(revealed).collect()
    }

    /// An item that the one who asks may change now.
    pub(super) fn changeable(&self, id: ItemId, if_stamp: Option<u32>) -> Result<&Item, Refusal> {
        let seen = |item: &&Item| self.viewer.is_none_or(|viewer| viewer.sees_item(item));
        let item = self.board.items.get(&id).filter(seen).ok_or(Refusal::Unknown)?;
        if self.viewer.is_some_and(|v| !self.board.lets_change(&v, id)) {
            self.open_to(Some(id), &item.kind, item.at, item.size)?;
            return Err(Refusal::NotAllowed);
        }
        if if_stamp.is_some_and(|stamp| stamp != item.stamp.nth) {
            return Err(Refusal::Changed);
        }
        Ok(item)
    }

    /// Refuses a line that is to hang on something that is not there for those who see the line, or on another line.
    /// What it hung on `before` may be gone meanwhile.
    fn attachable(&self, ends: [End; 2], hidden: bool, before: &[Option<ItemId>]) -> Result<(), Refusal> {
        let mine = |item: &Item| self.viewer.is_none_or(|viewer| viewer.sees_item(item));
        let seen = |item: &&Item| mine(item) && (hidden || !item.hidden);
        let new = ends.into_iter().filter(|end| !before.contains(&end.on));
        for on in new.filter_map(|end| end.on) {
            let item = self.board.items.get(&on).filter(seen).ok_or(Refusal::Unknown)?;
            if !item.kind.takes_lines() {
                return Err(Refusal::BadItem);
            }
        }
        Ok(())
    }

    fn put(&self, items: &[New]) -> Result<Vec<Happening>, Refusal> {
        self.writes()?;
        few(items.len())?;
        light(items.iter().map(New::weight))?;
        let here = self.board.items.len() + items.len();
        if here > limit::ITEMS || here + self.board.gone.len() > limit::ITEMS * 2 {
            return Err(Refusal::Full);
        }
        let added = items.iter().fold(Added::default(), |sum, new| sum.plus(new.weight(), true));
        self.board.bears(self.me(), added, Added::default())?;
        let private = self.board.access.policy.private;
        for ends in items.iter().filter_map(|new| new.kind.ends()) {
            self.attachable(ends, private && self.me().is_some(), &[])?;
        }
        for picture in items.iter().filter_map(|new| new.kind.picture()) {
            if !self.viewer.is_some_and(|viewer| sees_picture(self.room, &viewer, picture)) {
                return Err(Refusal::Unknown);
            }
        }
        items.iter().try_for_each(|new| self.open_to(None, &new.kind, new.at, new.size))?;
        let put = |(n, new): (usize, &New)| {
            let (item, owner) = (ItemId(self.ctx.id(n)), self.me());
            // Frames are where people write, and what nobody owns has nobody to see it.
            let hidden = private && owner.is_some() && !matches!(new.kind, Kind::Frame { .. });
            Ok(Happening::Put { item, new: new.checked()?, owner, hidden })
        };
        items.iter().enumerate().map(put).collect()
    }

    fn set(&self, changes: &[Change]) -> Result<Vec<Happening>, Refusal> {
        self.writes()?;
        few(changes.len())?;
        let text = |prop: &Prop| if let Prop::Text(text) = prop { text.len() } else { 12 };
        few(changes.iter().map(|c| c.props.len()).sum())?;
        light(changes.iter().map(|c| c.props.iter().map(text).sum()))?;
        let (mut happenings, mut added) = (vec![], Added::default());
        for Change { item: id, props, if_stamp } in changes {
            let item = self.changeable(*id, *if_stamp)?;
            for prop in props {
                match prop {
                    Prop::Ends(from, to) => {
                        let before = item.kind.ends().map(|ends| ends.map(|end| end.on));
                        self.attachable([*from, *to], item.hidden, before.as_ref().map_or(&[], |b| b))?;
                    }
                    Prop::Locked(_) if self.viewer.is_some_and(|v| !v.facilitates()) => {
                        return Err(Refusal::NotAllowed);
                    }
                    _ => {}
                }
            }
            let props = props.iter().map(|prop| item.checked(prop)).collect::<Result<Vec<_>, _>>()?;
            let props: Vec<_> = props.into_iter().flatten().collect();
            let mut after = item.clone();
            props.iter().for_each(|prop| after.set(prop));
            self.open_to(Some(*id), &after.kind, after.at, after.size)?;
            added = added.plus(item.growth(&props), item.owner == self.me());
            happenings.extend(self.rewritten(*id, &props));
            let props: Vec<_> = props.into_iter().filter(|prop| !matches!(prop, Prop::Text(_))).collect();
            let (item, by) = (*id, self.me());
            match props.as_slice() {
                [] => {}
                [Prop::At(at)] => happenings.push(Happening::Moved { item, at: *at, by }),
                _ => happenings.push(Happening::Set { item, props, by }),
            }
        }
        if added.all > 0 {
            self.board.bears(self.me(), added, Added::default())?;
        }
        Ok(happenings)
    }

    fn delete(&self, items: &[Pick]) -> Result<Vec<Happening>, Refusal> {
        self.writes()?;
        few(items.len())?;
        for Pick { item, if_stamp } in items {
            self.free(self.changeable(*item, *if_stamp)?)?;
        }
        let items: Vec<_> = items.iter().map(|pick| pick.item).collect();
        Ok(if items.is_empty() {
            vec![]
        } else {
            vec![Happening::Deleted { items, by: self.me(), kept: true }]
        })
    }

    fn restore(&self, items: &[ItemId]) -> Result<Vec<Happening>, Refusal> {
        self.writes()?;
        let everything = self.viewer.is_none_or(|v| v.facilitates());
        let (mut back, mut added) = (vec![], Added::default());
        let there = |id: &&ItemId| {
            let seen = |item: &Item| self.viewer.is_none_or(|viewer| viewer.sees_item(item));
            self.board.items.get(id).is_some_and(seen)
        };
        for id in items.iter().filter(|id| !there(id)) {
            let gone = self.board.gone.get(id).ok_or(Refusal::Unknown)?;
            // What a facilitator has cleared they bring back, unseen.
            let theirs = gone.by == self.me() || (everything && (gone.cleared || !gone.item.hidden));
            if !theirs {
                return Err(Refusal::Unknown);
            }
            let Item { kind, at, size, .. } = &gone.item;
            self.open_to(Some(*id), kind, *at, *size)?;
            back.push(*id);
            added = added.plus(gone.item.weight(), gone.item.owner == self.me());
        }
        if self.board.items.len() + back.len() > limit::ITEMS {
            return Err(Refusal::Full);
        }
        if back.is_empty() {
            return Ok(vec![]);
        }
        self.board.bears(self.me(), Added::default(), added)?;
        Ok(vec![Happening::Restored { items: back, by: self.me(), bodies: vec![] }])
    }
}

/// Locks the boards whose time is up; timers stand still while the room is paused.
#[must_use]
pub fn overdue(room: &Room, ctx: &Context) -> Vec<Happened> {
    let boards = room.board.boards.iter().filter(|_| room.paused.is_none());
    let over = boards.filter(|(_, board)| board.access.until.is_some_and(|until| until <= ctx.now));
    let end = |(id, board): (&BoardId, &Board)| {
        let locks = (!board.access.locked).then_some(Happening::Locked(true));
        let id = *id;
        [Happening::Timed(None)].into_iter().chain(locks).map(move |h| Happened::Board(Event::On(id, h)))
    };
    over.flat_map(end).collect()
}

/// When the time of a board is up.
#[must_use]
pub fn deadline(room: &Room) -> Option<(Timestamp, &'static str)> {
    let boards = room.board.boards.values().filter(|_| room.paused.is_none());
    boards.filter_map(|board| board.access.until).min().map(|at| (at, "the time to write on a board is up"))
}

fn few(n: usize) -> Result<(), Refusal> {
    if n > limit::AT_ONCE { Err(limit::too_long(limit::AT_ONCE)) } else { Ok(()) }
}

/// What one ask brings has to fit into one message to everybody.
fn light(weights: impl Iterator<Item = usize>) -> Result<(), Refusal> {
    let heavy = weights.fold(0, usize::saturating_add) > limit::BOARD_BYTES;
    if heavy { Err(limit::too_long(limit::BOARD_BYTES)) } else { Ok(()) }
}

pub(super) fn evolve(board: &mut Board, at: Timestamp, happening: &Happening) {
    match happening {
        Happening::Put { item, new, owner, hidden } => {
            board.items.insert(*item, Item::new(new, *owner, *hidden));
        }
        Happening::Set { item, props, by } => {
            let Some(item) = board.items.get_mut(item) else { return };
            props.iter().for_each(|prop| item.set(prop));
            item.stamp.next(*by);
        }
        Happening::Moved { item, at, by } => {
            let Some(item) = board.items.get_mut(item) else { return };
            item.at = *at;
            item.stamp.next(*by);
        }
        Happening::Typed { item: id, step, by, kept } => {
            let Some(item) = board.items.get_mut(id) else { return };
            item.stamp.next(*by);
            writing::typed(board, at, *id, step, *kept);
        }
        Happening::Deleted { items, by, kept } => {
            for id in items {
                remove(board, *id, kept.then_some((*by, false)));
            }
        }
        Happening::Restored { items, by, bodies } => restore(board, items, *by, bodies),
        Happening::Claimed { item, person } => {
            writing::claimed(board, at, *item, *person);
        }
        Happening::Released { item, person } => writing::released(board, *item, *person),
        Happening::Allowed(policy) => board.access.policy = *policy,
        Happening::Locked(on) => board.access.locked = *on,
        Happening::Closed(on) => board.access.closed = *on,
        Happening::Cleared { kept: false, .. } => {
            board.items.clear();
            board.papers.clear();
        }
        Happening::Cleared { by, kept: true } => {
            board.gone.values_mut().for_each(|gone| gone.cleared = false);
            for id in board.items.keys().copied().collect::<Vec<_>>() {
                remove(board, id, Some((*by, true)));
            }
        }
        Happening::Timed(until) => board.access.until = *until,
        Happening::Ruled(frame, rule) => rights::ruled(board, *frame, rule.as_ref()),
        Happening::Shown(frame) => board.shown = *frame,
        Happening::VotingOpened(terms) => {
            board.voting = Voting { open: true, terms: *terms, ..Voting::default() };
        }
        Happening::Voted { person, item, on, placed } => board.voting.mark(*person, *item, *on, *placed),
        Happening::VotingClosed(counts) => {
            board.voting.open = false;
            board.voting.dots.clear();
            board.voting.counts.clone_from(counts);
        }
        Happening::Revealed { items, bodies } => reveal(board, items, bodies),
    }
}

/// What is there is shown; what a view has not known comes as `bodies`.
fn reveal(board: &mut Board, items: &[ItemId], bodies: &[Item]) {
    for (n, id) in items.iter().enumerate() {
        // Views that see it from now on have not heard its edits.
        board.papers.remove(id);
        match (board.items.get_mut(id), bodies.get(n)) {
            (Some(item), _) => item.hidden = false,
            (None, Some(body)) => _ = board.items.insert(*id, body.clone()),
            (None, None) => {}
        }
    }
}

/// Takes an item off the board; `kept` says by whom, and whether by clearing, if it is kept for undo.
fn remove(board: &mut Board, id: ItemId, kept: Option<(Option<PersonId>, bool)>) {
    board.papers.remove(&id);
    if let (Some(mut item), Some((by, cleared))) = (board.items.remove(&id), kept) {
        item.editing.clear();
        board.gone.insert(id, Gone { item, by, cleared });
    }
}

/// From what was kept on the server, from `bodies` in a view. What was private when it went is everybody's if the private
/// round is over.
fn restore(board: &mut Board, items: &[ItemId], by: Option<PersonId>, bodies: &[Item]) {
    for (n, id) in items.iter().enumerate() {
        let kept = board.gone.remove(id).map(|gone| gone.item);
        let back = kept.map(|mut item| {
            item.stamp.next(by);
            item.hidden &= board.access.policy.private;
            item
        });
        if let Some(item) = bodies.get(n).cloned().or(back) {
            board.items.insert(*id, item);
        }
    }
}

/// Those of the items that this viewer sees, and what they are.
///
/// # Errors
/// When that is too much for one message.
fn bodies(board: &Board, items: &[ItemId], viewer: &Viewer) -> Result<(Vec<ItemId>, Vec<Item>), Refusal> {
    let known = items.iter().filter_map(|id| Some((*id, board.items.get(id)?)));
    let seen: Vec<_> = known.filter(|(_, item)| viewer.sees_item(item)).collect();
    light(seen.iter().map(|(_, item)| item.weight()))?;
    Ok(seen.into_iter().map(|(id, item)| (id, item.clone())).unzip())
}

pub(super) fn share(
    board: &Board,
    happening: &Happening,
    viewer: &Viewer,
    instead: impl Fn(Happening) -> Share,
) -> Share {
    match happening {
        Happening::Restored { items, by, .. } => match bodies(board, items, viewer) {
            Ok((items, _)) if items.is_empty() => Share::Nothing,
            Ok((items, bodies)) => instead(Happening::Restored { items, by: *by, bodies }),
            Err(_) => Share::Look,
        },
        Happening::Revealed { items, .. } => match bodies(board, items, viewer) {
            Ok((items, bodies)) => instead(Happening::Revealed { items, bodies }),
            Err(_) => Share::Look,
        },
        Happening::Deleted { items, by, .. } => {
            let seen = |id: &&ItemId| board.gone.get(id).is_none_or(|gone| viewer.sees_item(&gone.item));
            let items: Vec<_> = items.iter().filter(seen).copied().collect();
            match items.is_empty() {
                true => Share::Nothing,
                false => instead(Happening::Deleted { items, by: *by, kept: false }),
            }
        }
        Happening::Cleared { by, .. } => instead(Happening::Cleared { by: *by, kept: false }),
        Happening::Voted { person, .. } if *person == viewer.person => Share::Whole,
        Happening::Voted { person, placed, on, .. } if viewer.facilitates() => {
            instead(Happening::Voted { person: *person, item: None, on: *on, placed: *placed })
        }
        Happening::Voted { .. } => Share::Nothing,
        Happening::Put { item, .. }
        | Happening::Set { item, .. }
        | Happening::Moved { item, .. }
        | Happening::Claimed { item, .. }
        | Happening::Released { item, .. } => {
            Share::whole_if(board.items.get(item).is_none_or(|item| viewer.sees_item(item)))
        }
        Happening::Typed { item, step, by, .. } => {
            match board.items.get(item).is_none_or(|item| viewer.sees_item(item)) {
                true => instead(Happening::Typed { item: *item, step: step.clone(), by: *by, kept: false }),
                false => Share::Nothing,
            }
        }
        Happening::Allowed(_)
        | Happening::Locked(_)
        | Happening::Closed(_)
        | Happening::Timed(_)
        | Happening::Ruled(..)
        | Happening::Shown(_)
        | Happening::VotingOpened(_)
        | Happening::VotingClosed(_) => Share::Whole,
    }
}
