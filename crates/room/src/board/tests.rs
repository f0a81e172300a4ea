//! Boards as a session lives them.

mod pictures;
mod private;
mod rights;
mod voting;
mod writing;

use super::*;
use crate::{
    agenda::{self, Activity, Segment},
    breakout, limit,
    rehearsal::{Class, Rehearsal},
};

const PLAIN: Policy = Policy {
    write: Write::Everyone,
    edit_others: false,
    private: false,
    hide_cursors: false,
    together: false,
};
const ANYTHING: Policy = Policy { edit_others: true, ..PLAIN };
const PRIVATE: Policy = Policy { private: true, ..ANYTHING };

/// Two dots each.
const TWO: Terms = Terms { budget: 2, per_frame: false, others_only: false };

fn draft() -> Draft {
    Draft { title: "First words".into(), ..Draft::default() }
}

fn note(text: &str) -> New {
    let size = Size { w: 1_200, h: 800 };
    New {
        kind: Kind::Note { text: text.into() },
        at: Spot { x: 8, y: 8 },
        size,
        color: 1,
        order: 1,
        stroke: None,
    }
}

/// So wide, so far to the right.
fn sized(x: i32, w: i32) -> New {
    New { at: Spot { x, y: 0 }, size: Size { w, h: 800 }, ..note("") }
}

fn ink(points: usize) -> New {
    let kind = Kind::Ink { points: vec![1; points * 2], width: 24, highlighter: false, pressures: vec![] };
    New { kind, size: Size::default(), ..note("") }
}

fn moved(item: ItemId, x: i32) -> Change {
    Change { item, props: vec![Prop::At(Spot { x, y: 0 })], if_stamp: None }
}

fn written(item: ItemId, text: &str) -> Change {
    Change { item, props: vec![Prop::Text(text.into())], if_stamp: None }
}

impl Rehearsal {
    fn board(&self) -> (BoardId, &Board) {
        let (id, board) = self.room.board.boards.last_key_value().expect("a board");
        (*id, board)
    }

    fn opens_board(&mut self, person: PersonId, draft: Draft) -> BoardId {
        self.does(person, Command::Open { draft, segment: None });
        self.board().0
    }

    fn puts(&mut self, person: PersonId, new: New) -> Result<ItemId, Refusal> {
        let board = self.board().0;
        self.asks(person, Command::Put { board, items: vec![new] })?;
        Ok(*self.board().1.items.last_key_value().expect("an item").0)
    }

    fn sets(&mut self, person: PersonId, change: Change) -> Result<(), Refusal> {
        let board = self.board().0;
        self.asks(person, Command::Set { board, changes: vec![change] }).map(|_| ())
    }

    fn deletes(&mut self, person: PersonId, item: ItemId) -> Result<(), Refusal> {
        let (board, items) = (self.board().0, vec![Pick { item, if_stamp: None }]);
        self.asks(person, Command::Delete { board, items }).map(|_| ())
    }

    fn votes(&mut self, person: PersonId, item: ItemId, on: bool) -> Result<(), Refusal> {
        let board = self.board().0;
        self.asks(person, Command::Vote { board, item, on }).map(|_| ())
    }

    fn seen_board(&self, person: PersonId) -> &Board {
        &self.view(person).board.boards[&self.board().0]
    }
}

#[test]
fn a_board_opens_with_its_frames_from_left_to_right() {
    let mut s = Class::new();
    let frames = vec!["Builds trust".into(), "Loses it".into()];
    s.session.opens_board(s.amina, Draft { frames, ..draft() });
    let stack = s.seen_board(s.observer).stack();
    let titles: Vec<_> = stack.iter().map(|(_, item)| (item.kind.text(), item.owner)).collect();
    assert_eq!(titles, [(Some("Builds trust"), None), (Some("Loses it"), None)]);
    assert!(stack[0].1.at.x + stack[0].1.size.w < stack[1].1.at.x);
}

#[test]
fn people_change_and_delete_only_their_own_facilitators_everything() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("Good evening")).unwrap();
    assert_eq!(s.session.sets(s.sam, moved(item, 80)), Err(Refusal::NotAllowed));
    assert_eq!(s.session.deletes(s.sam, item), Err(Refusal::NotAllowed));
    s.session.sets(s.dana, moved(item, 80)).unwrap();
    s.session.sets(s.amina, moved(item, 160)).unwrap();
    s.session.does(s.amina, Command::Allow(board, ANYTHING));
    s.session.sets(s.sam, moved(item, 240)).unwrap();
    assert_eq!(s.seen_board(s.guest).items[&item].at.x, 240);
    assert_eq!(s.seen_board(s.guest).items[&item].stamp.by, Some(s.sam));
    assert_eq!(s.session.puts(s.observer, note("no")), Err(Refusal::NotAllowed));
    s.session.puts(s.guest, note("From the panel")).unwrap();
}

#[test]
fn a_locked_board_is_written_on_by_facilitators_only_and_a_closed_one_by_nobody() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    s.session.does(s.amina, Command::Lock(board, true));
    assert_eq!(s.session.puts(s.dana, note("late")), Err(Refusal::BoardClosed));
    s.session.puts(s.amina, note("summary")).unwrap();
    s.session.does(s.amina, Command::Close(board, true));
    assert_eq!(s.session.puts(s.amina, note("more")), Err(Refusal::BoardClosed));
    assert_eq!(s.seen_board(s.dana).items.len(), 1);
    s.session.does(s.amina, Command::Close(board, false));
    let look_only = Policy { write: Write::Nobody, ..Policy::default() };
    s.session.does(s.amina, Command::Allow(board, look_only));
    assert_eq!(s.session.puts(s.amina, note("more")), Err(Refusal::BoardClosed));
}

#[test]
fn undo_leaves_alone_what_somebody_else_has_changed_since() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, Draft { policy: ANYTHING, ..draft() });
    let item = s.session.puts(s.dana, note("Good evening")).unwrap();
    s.session.sets(s.dana, moved(item, 80)).unwrap();
    let mine = s.seen_board(s.dana).items[&item].stamp.nth;
    s.session.sets(s.sam, moved(item, 160)).unwrap();
    let undo = Change { if_stamp: Some(mine), ..moved(item, 8) };
    assert_eq!(s.session.sets(s.dana, undo.clone()), Err(Refusal::Changed));
    let latest = s.seen_board(s.dana).items[&item].stamp.nth;
    s.session.sets(s.dana, Change { if_stamp: Some(latest), ..undo.clone() }).unwrap();
    // To be deleted and brought back is a change, too, for those who have not seen it.
    let before = s.seen_board(s.dana).items[&item].stamp.nth;
    s.session.deletes(s.amina, item).unwrap();
    let board = s.session.board().0;
    s.session.does(s.amina, Command::Restore { board, items: vec![item] });
    assert_eq!(s.session.sets(s.dana, Change { if_stamp: Some(before), ..undo }), Err(Refusal::Changed));
}

#[test]
fn changes_of_several_things_happen_together_or_not_at_all() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let mine = s.session.puts(s.dana, note("mine")).unwrap();
    let theirs = s.session.puts(s.sam, note("theirs")).unwrap();
    let both = Command::Set { board, changes: vec![moved(mine, 80), moved(theirs, 80)] };
    assert_eq!(s.session.asks(s.dana, both), Err(Refusal::NotAllowed));
    assert_eq!(s.seen_board(s.dana).items[&mine].at.x, 8);
    let same =
        Command::Set { board, changes: vec![Change { props: vec![Prop::Color(1)], ..moved(mine, 0) }] };
    assert_eq!(s.session.asks(s.dana, same), Ok(0));
}

#[test]
fn who_deletes_can_restore_and_nobody_else_sees_what_is_gone() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("Good evening")).unwrap();
    s.session.deletes(s.dana, item).unwrap();
    assert_eq!((s.seen_board(s.amina).items.len(), s.seen_board(s.amina).gone.len()), (0, 0));
    assert_eq!(s.board().1.gone.len(), 1);
    assert_eq!(s.session.sets(s.dana, moved(item, 80)), Err(Refusal::Unknown));
    let restore = Command::Restore { board, items: vec![item] };
    assert_eq!(s.session.refuses(s.sam, restore.clone()), Refusal::Unknown);
    s.session.does(s.dana, restore.clone());
    assert_eq!(s.seen_board(s.sam).items[&item].kind.text(), Some("Good evening"));
    assert_eq!(s.session.asks(s.dana, restore), Ok(0));
}

#[test]
fn a_cleared_board_comes_back_as_it_was() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let early = s.session.puts(s.dana, note("deleted before")).unwrap();
    s.session.deletes(s.dana, early).unwrap();
    for n in 0..5 {
        s.session.puts(s.dana, ink(limit::POINTS - n)).unwrap();
    }
    s.session.does(s.amina, Command::Clear(board));
    assert_eq!(s.seen_board(s.dana).items.len(), 0);
    s.session.does(s.amina, Command::Unclear(board));
    assert_eq!((s.seen_board(s.dana).items.len(), s.board().1.gone.len()), (5, 1));
}

#[test]
fn people_group_what_they_may_change_and_everybody_sees_what_goes_together() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    let hers = s.session.puts(s.dana, note("hers")).unwrap();
    let his = s.session.puts(s.sam, note("his")).unwrap();
    let group = |item, group| Change { item, props: vec![Prop::Group(group)], if_stamp: None };
    s.session.sets(s.dana, group(hers, Some(7))).unwrap();
    assert_eq!(s.session.sets(s.dana, group(his, Some(7))), Err(Refusal::NotAllowed));
    s.session.sets(s.amina, group(his, Some(7))).unwrap();
    let groups = |s: &Class| [hers, his].map(|item| s.session.seen_board(s.sam).items[&item].group);
    assert_eq!(groups(&s), [Some(7), Some(7)]);
    s.session.sets(s.dana, group(hers, None)).unwrap();
    assert_eq!(groups(&s), [None, Some(7)]);
}

#[test]
fn a_note_belongs_to_the_smallest_frame_its_middle_lies_in() {
    let frame = |x: i32, w: i32| New { kind: Kind::Frame { title: String::new() }, ..sized(x, w) };
    let mut board = Board::default();
    for (id, new) in (1..).zip([frame(0, 4_000), frame(4_000, 4_000), frame(4_200, 1_600)]) {
        board.items.insert(ItemId(id), Item::new(&new, None, false));
    }
    let frame_of = |x| board.frame_of(&Item::new(&sized(x, 1_200), None, false)).map(|id| id.0);
    assert_eq!(
        [0, 3_300, 3_500, 4_300, 6_000, 9_000].map(frame_of),
        [Some(1), Some(1), Some(2), Some(3), Some(2), None]
    );
}

#[test]
fn when_the_time_is_up_the_board_is_locked_for_officers() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    s.session.does(s.amina, Command::Lock(board, true));
    s.session.does(s.amina, Command::Time(board, Some(2)));
    s.session.puts(s.dana, note("in time")).unwrap();
    s.session.pass(60);
    s.session.does(s.amina, crate::Command::Pause(true));
    s.session.pass(600);
    s.session.does(s.amina, crate::Command::Pause(false));
    s.session.pass(59);
    s.session.puts(s.dana, note("just in time")).unwrap();
    s.session.pass(2);
    assert_eq!(s.session.puts(s.dana, note("too late")), Err(Refusal::BoardClosed));
    s.session.puts(s.amina, note("a facilitator still may")).unwrap();
    assert_eq!(s.seen_board(s.dana).access, Access { locked: true, ..Access::default() });
    for minutes in [0, limit::BOARD_MINUTES + 1] {
        assert_eq!(s.session.refuses(s.amina, Command::Time(board, Some(minutes))), Refusal::BadDraft);
    }
}

#[test]
fn a_timer_can_be_taken_away() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    s.session.does(s.amina, Command::Time(board, Some(1)));
    s.session.does(s.amina, Command::Time(board, None));
    s.session.pass(120);
    s.session.puts(s.dana, note("no hurry")).unwrap();
}

#[test]
fn a_groups_board_is_seen_by_the_group_and_by_facilitators() {
    let (mut s, lead, officers) = Rehearsal::in_two_groups(4);
    s.does(lead, Command::Open { draft: Draft { spread: Spread::EachGroup, ..draft() }, segment: None });
    let boards: Vec<_> = s.room.board.boards.keys().copied().collect();
    let seen = |s: &Rehearsal, who| s.view(who).board.boards.keys().copied().collect::<Vec<_>>();
    assert_eq!(boards.len(), 2);
    assert_eq!(seen(&s, lead), boards);
    assert_eq!((seen(&s, officers[0]), seen(&s, officers[3])), (vec![boards[0]], vec![boards[1]]));
    let put = |board| Command::Put { board, items: vec![note("ours")] };
    assert_eq!(s.refuses(officers[0], put(boards[1])), Refusal::Unknown);
    s.does(officers[0], put(boards[0]));
    s.does(lead, put(boards[1]));
    let to = s.room.breakout.home_of(officers[3]);
    s.does(lead, breakout::Command::Move { person: officers[0], to });
    assert_eq!(seen(&s, officers[0]), [boards[1]]);
}

#[test]
fn a_segments_boards_for_groups_open_when_the_groups_are_there() {
    let (mut s, lead, officers) = Rehearsal::with_officers(4);
    let groups = breakout::Draft { rule: breakout::Rule::Size(2), minutes: 20 };
    let board = Draft { spread: Spread::EachGroup, ..draft() };
    let activities = vec![Activity::Groups(groups), Activity::Board(board)];
    let segment = Segment { title: "What people say".into(), minutes: 35, activities, ..Segment::default() };
    s.does(lead, agenda::Command::Insert { after: None, segment: Box::new(segment) });
    s.does(lead, agenda::Command::Start);
    assert!(s.room.board.boards.is_empty(), "nobody is in a group");
    s.does(lead, breakout::Command::Start { minutes: 20, countdown_s: 0 });
    s.pass(0);
    let places: Vec<_> = s.room.board.boards.values().map(|board| board.access.place).collect();
    let groups = s.room.breakout.round.as_ref().map(|round| round.groups.keys().copied().collect::<Vec<_>>());
    assert_eq!(places, groups.unwrap_or_default().into_iter().map(Place::Group).collect::<Vec<_>>());
    assert_eq!(s.view(officers[0]).board.boards.len(), 1, "each sees the own one");
}

#[test]
fn what_a_board_cannot_hold_is_refused() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let far = New { at: Spot { x: REACH + 1, y: 0 }, ..note("") };
    let inverted = New { size: Size { w: -1, h: 1 }, ..note("") };
    let strange = |points: Vec<i16>, pressures: Vec<u8>| New {
        kind: Kind::Ink { points, width: 8, highlighter: true, pressures },
        ..ink(1)
    };
    let odd = strange(vec![1, 2, 3], vec![]);
    let half_told = strange(vec![1, 2, 3, 4], vec![200]);
    for new in [far, inverted, odd, half_told, ink(0), New { color: 16, ..note("") }] {
        assert_eq!(s.session.puts(s.dana, new), Err(Refusal::BadItem));
    }
    assert_eq!(s.session.puts(s.dana, ink(limit::POINTS + 1)), Err(Refusal::TooLong { max: 4_096 }));
    assert_eq!(s.session.puts(s.dana, note(&"x".repeat(1_001))), Err(Refusal::TooLong { max: 1_000 }));
    let heavy = Command::Put { board, items: vec![ink(limit::POINTS); 2] };
    assert_eq!(s.session.refuses(s.dana, heavy), Refusal::TooLong { max: 40_000 });
    let stroke = s.session.puts(s.dana, ink(limit::POINTS)).unwrap();
    assert_eq!(s.session.sets(s.dana, written(stroke, "no")), Err(Refusal::BadItem));
    assert_eq!(s.session.sets(s.dana, moved(stroke, i32::MIN)), Err(Refusal::BadItem));
}

#[test]
fn a_full_board_takes_nothing_more() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("first")).unwrap();
    let full = s.session.room.board.boards.get_mut(&board).unwrap();
    let first = full.items[&item].clone();
    full.items.extend((0..limit::ITEMS as u32).map(|n| (ItemId(1_000_000 + n), first.clone())));
    let put = Command::Put { board, items: vec![note("one too many")] };
    let ctx = Context { now: s.now, actor: crate::Actor::Person(s.dana), position: 2_000_000 };
    assert_eq!(crate::decide(&s.room, &ctx, &put.into()), Err(Refusal::Full));
}

/// A board with so many of Dana's heaviest strokes; ids that no event has.
fn with_strokes(s: &mut Class, board: BoardId, owner: PersonId, from: u32, n: usize) {
    let stroke = Item::new(&ink(limit::POINTS), Some(owner), false);
    let items = &mut s.session.room.board.boards.get_mut(&board).unwrap().items;
    items.extend((0..n as u32).map(|k| (ItemId(from + k), stroke.clone())));
}

#[test]
fn one_person_fills_their_share_of_a_board_and_no_more() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let each = Item::new(&ink(limit::POINTS), None, false).weight();
    let dana = s.dana;
    with_strokes(&mut s, board, dana, 1_000_000, limit::BOARD_SHARE / each - 1);
    let decide = |s: &Class, who, command: Command| {
        let ctx = Context { now: s.now, actor: crate::Actor::Person(who), position: 2_000_000 };
        crate::decide(&s.room, &ctx, &command.into())
    };
    let put = |new| Command::Put { board, items: vec![new] };
    assert!(decide(&s, s.dana, put(ink(limit::POINTS))).is_ok(), "the last one fits");
    with_strokes(&mut s, board, dana, 1_500_000, 1);
    assert_eq!(decide(&s, s.dana, put(ink(limit::POINTS))), Err(Refusal::OwnShare));
    assert!(decide(&s, s.sam, put(ink(limit::POINTS))).is_ok(), "the others have theirs");

    // Until the board is full for everybody.
    for (n, owner) in (2..6).map(|n| (n, PersonId(9_000 + n))) {
        with_strokes(&mut s, board, owner, n * 1_000_000, limit::BOARD_SHARE / each);
    }
    assert_eq!(decide(&s, s.sam, put(ink(limit::POINTS))), Err(Refusal::Full));
}

#[test]
fn text_that_grows_and_things_that_come_back_count_as_well() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("short")).unwrap();
    let each = Item::new(&ink(limit::POINTS), None, false).weight();
    let dana = s.dana;
    with_strokes(&mut s, board, dana, 1_000_000, limit::BOARD_SHARE / each);
    let decide = |s: &Class, command: Command| {
        let ctx = Context { now: s.now, actor: crate::Actor::Person(s.dana), position: 2_000_000 };
        crate::decide(&s.room, &ctx, &command.into())
    };
    let left = limit::BOARD_SHARE % each;
    let write = |n: usize| Command::Set { board, changes: vec![written(item, &"x".repeat(n))] };
    assert!(decide(&s, write(4)).is_ok(), "shorter is always fine");
    let grown = "ü".repeat(limit::NOTE);
    let filler = Item::new(&note(&"x".repeat(left.saturating_sub(1_000))), Some(s.dana), false);
    let items = &mut s.session.room.board.boards.get_mut(&board).unwrap().items;
    items.insert(ItemId(3_000_000), filler);
    let write = Command::Set { board, changes: vec![written(item, &grown)] };
    assert_eq!(decide(&s, write), Err(Refusal::OwnShare));

    let stroke = Item::new(&ink(limit::POINTS), Some(s.dana), false);
    let gone = Gone { item: stroke, by: Some(s.dana), cleared: false };
    s.session.room.board.boards.get_mut(&board).unwrap().gone.insert(ItemId(4_000_000), gone);
    let restore = Command::Restore { board, items: vec![ItemId(4_000_000)] };
    assert_eq!(decide(&s, restore), Err(Refusal::OwnShare));
}

fn arrow(on: Option<ItemId>) -> New {
    let end = |on| End { at: Spot { x: 80, y: 80 }, on };
    New { kind: Kind::Line { from: end(on), to: end(None), head: true }, size: Size::default(), ..note("") }
}

#[test]
fn a_line_hangs_on_what_is_there_and_on_no_other_line() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("Here")).unwrap();
    let line = s.session.puts(s.sam, arrow(Some(item))).unwrap();
    assert_eq!(s.session.puts(s.sam, arrow(Some(line))), Err(Refusal::BadItem));
    assert_eq!(s.session.puts(s.sam, arrow(Some(ItemId(9_999)))), Err(Refusal::Unknown));
    let far = End { at: Spot { x: REACH + 1, y: 0 }, on: None };
    let ends = |from, to| Change { item: line, props: vec![Prop::Ends(from, to)], if_stamp: None };
    assert_eq!(s.session.sets(s.sam, ends(far, far)), Err(Refusal::BadItem));
    assert_eq!(s.session.sets(s.sam, moved(line, 80)), Err(Refusal::BadItem), "it lies where its ends are");
    let near = End { at: Spot { x: 8, y: 8 }, on: Some(item) };
    s.session.sets(s.sam, ends(End::default(), near)).unwrap();
    assert_eq!(s.board().1.items[&line].kind.ends(), Some([End::default(), near]));
    s.session.deletes(s.dana, item).unwrap();
    assert!(s.board().1.items.contains_key(&line), "it stays, and ends where it was put");
}

#[test]
fn what_is_locked_is_changed_by_facilitators_alone() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, Draft { policy: ANYTHING, ..draft() });
    let item = s.session.puts(s.dana, note("The question")).unwrap();
    let lock = |on| Change { item, props: vec![Prop::Locked(on)], if_stamp: None };
    assert_eq!(s.session.sets(s.dana, lock(true)), Err(Refusal::NotAllowed));
    s.session.sets(s.amina, lock(true)).unwrap();
    for person in [s.dana, s.sam] {
        assert_eq!(s.session.sets(person, written(item, "Mine")), Err(Refusal::NotAllowed));
        assert_eq!(s.session.deletes(person, item), Err(Refusal::NotAllowed));
    }
    s.session.sets(s.amina, written(item, "A better question")).unwrap();
    s.session.sets(s.amina, lock(false)).unwrap();
    s.session.sets(s.dana, written(item, "Mine")).unwrap();
}

#[test]
fn a_line_whose_post_is_gone_can_still_be_moved() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("Here")).unwrap();
    let line = s.session.puts(s.sam, arrow(Some(item))).unwrap();
    s.session.deletes(s.dana, item).unwrap();
    let [from, _] = s.board().1.items[&line].kind.ends().unwrap();
    let to = End { at: Spot { x: 800, y: 8 }, on: None };
    s.session.sets(s.sam, Change { item: line, props: vec![Prop::Ends(from, to)], if_stamp: None }).unwrap();
    assert_eq!(s.board().1.items[&line].kind.ends(), Some([from, to]));
}
