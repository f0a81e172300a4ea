//! Pointing, drawing and dragging on boards.

use super::*;
use room::{
    Actor, Charter, Command, Context, ItemId, Opening, SeatId,
    board::{self, New, Rule, Size, Spot, Spread},
    breakout,
    lobby::{self, Arrival},
    poll,
};

/// A facilitator, two officers in a group each, an observer, and a lane that knows them.
struct Stage {
    room: Room,
    position: u32,
    lane: Fleeting,
    now: Timestamp,
    lead: PersonId,
    dana: PersonId,
    sam: PersonId,
    observer: PersonId,
}

impl Stage {
    fn new() -> Self {
        let nobody = PersonId(u32::MAX);
        let mut stage = Self {
            room: Room::default(),
            position: 0,
            lane: Fleeting::default(),
            now: Timestamp(1_000_000),
            lead: nobody,
            dana: nobody,
            sam: nobody,
            observer: nobody,
        };
        let charter = Charter { title: "Fair stops".into(), capacity: 9, ..Charter::default() };
        stage.asks(Actor::House, Command::Open(Box::new(Opening { charter, ..Opening::default() })));
        stage.lead = stage.enters(1, Role::Facilitator);
        stage.dana = stage.enters(2, Role::Officer);
        stage.sam = stage.enters(3, Role::Officer);
        stage.observer = stage.enters(4, Role::Observer);
        stage
    }

    fn asks(&mut self, actor: Actor, command: Command) {
        let ctx = Context { now: self.now, actor, position: self.position };
        let events = room::decide(&self.room, &ctx, &command).expect("granted");
        events.iter().for_each(|event| room::evolve(&mut self.room, self.now, event));
        self.position += u32::try_from(events.len()).expect("a short session");
        self.lane.audiences(&self.room);
    }

    fn enters(&mut self, seat: u8, role: Role) -> PersonId {
        let person = PersonId(self.position);
        let arrival = Arrival {
            seat: SeatId([seat; 16]),
            key: [0; 32],
            account: None,
            role,
            name: format!("Person {seat}"),
            department: String::new(),
            rank: String::new(),
            training_id: String::new(),
            organization: String::new(),
            simulated: false,
        };
        self.asks(Actor::House, Command::Lobby(lobby::Command::Arrive(Box::new(arrival))));
        self.asks(Actor::House, Command::Lobby(lobby::Command::Admit(person)));
        let connect = room::roster::Command::Connect { person };
        self.asks(Actor::House, Command::Roster(connect));
        person
    }

    fn opens_board(&mut self, spread: Spread) -> BoardId {
        let board = BoardId(self.position);
        let draft = board::Draft { title: "First words".into(), spread, ..board::Draft::default() };
        let open = board::Command::Open { draft, segment: None };
        self.asks(Actor::Person(self.lead), Command::Board(open));
        board
    }

    fn puts_note(&mut self, person: PersonId, board: BoardId) -> ItemId {
        let item = ItemId(self.position);
        let kind = board::Kind::Note { text: "Good evening".into() };
        let new = New { kind, at: Spot::default(), size: Size::default(), color: 0, order: 0, stroke: None };
        let put = board::Command::Put { board, items: vec![new] };
        self.asks(Actor::Person(person), Command::Board(put));
        item
    }

    fn signals(&mut self, person: PersonId, signal: Signal) {
        self.lane.signal(self.now, person, signal, &self.room);
    }

    /// What goes out a window later.
    fn due(&mut self) -> Vec<(Vec<Signalled>, BTreeSet<PersonId>)> {
        self.now = self.now.plus_ms(WINDOW_MS);
        let due = self.lane.due(self.now).into_iter();
        due.map(|(message, audience)| match message {
            ServerMessage::Signals(signals) => (signals, audience),
            other => panic!("{other:?} is not fleeting"),
        })
        .collect()
    }
}

fn cursor(board: BoardId, x: i32) -> Signal {
    Signal::Cursor { board, at: Spot { x, y: 0 } }
}

fn ink(board: BoardId, from: u16, points: Vec<i16>) -> LiveInk {
    let (at, pressures) = (Spot::default(), vec![]);
    LiveInk { board, stroke: 7, from, at, points, color: 0, width: 24, highlighter: false, pressures }
}

#[test]
fn the_last_place_somebody_points_at_reaches_all_who_see_the_board() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    let person = stage.dana;
    stage.signals(person, cursor(board, 1));
    stage.signals(person, cursor(board, 2));
    let all = [stage.lead, stage.dana, stage.sam, stage.observer].into();
    let last = Signalled::Cursor { person, board, at: Spot { x: 2, y: 0 } };
    assert_eq!(stage.due(), [(vec![last], all)]);
    assert_eq!(stage.due(), []);
}

#[test]
fn what_happens_on_a_groups_board_stays_with_the_group_and_facilitators() {
    let mut stage = Stage::new();
    let mix = breakout::Command::Mix { rule: breakout::Rule::Size(1), seed: 1 };
    stage.asks(Actor::House, Command::Breakout(mix));
    stage.asks(Actor::House, Command::Breakout(breakout::Command::Start { minutes: 5, countdown_s: 0 }));
    stage.asks(Actor::House, Command::Tick);
    let group = stage.room.breakout.home_of(stage.dana).expect("dana is in a group");
    let board = stage.opens_board(Spread::Group(group));
    stage.signals(stage.sam, cursor(board, 1));
    assert_eq!(stage.due(), []);
    stage.signals(stage.dana, cursor(board, 1));
    assert_eq!(stage.due()[0].1, [stage.lead, stage.dana].into());
}

#[test]
fn nobody_points_or_draws_on_a_board_they_may_not_write_on() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    stage.signals(stage.observer, cursor(board, 1));
    stage.signals(stage.dana, cursor(BoardId(999), 1));
    stage.asks(Actor::House, Command::Board(board::Command::Lock(board, true)));
    stage.signals(stage.dana, cursor(board, 1));
    stage.signals(stage.dana, Signal::Ink(ink(board, 0, vec![1, 1])));
    assert_eq!(stage.due(), []);
    stage.signals(stage.lead, cursor(board, 1));
    assert_eq!(stage.due().len(), 1);
}

/// Who may write there is said for the whole board first, then for one of its frames.
#[test]
fn nobody_is_seen_drawing_or_dragging_where_others_were_named() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    let (lead, dana, sam) = (stage.lead, stage.dana, stage.sam);
    let note = stage.puts_note(sam, board);
    let drag = Signal::Drag(Drag { board, items: vec![note], dx: 8, dy: 8 });
    let only_dana = Some(Rule { write: board::Write::Named, named: [dana].into_iter().collect() });
    let rule = |frame, rule| Command::Board(board::Command::Rule { board, frame, rule });
    stage.asks(Actor::Person(lead), rule(None, only_dana.clone()));
    stage.signals(sam, Signal::Ink(ink(board, 0, vec![1, 1])));
    stage.signals(sam, drag.clone());
    assert_eq!(stage.due(), []);
    stage.signals(dana, Signal::Ink(ink(board, 0, vec![1, 1])));
    assert_eq!(stage.due().len(), 1);

    stage.asks(Actor::Person(lead), rule(None, None));
    let all = Spot { x: -8_000, y: -8_000 };
    let kind = board::Kind::Frame { title: "For some".into() };
    let size = Size { w: 20_000, h: 20_000 };
    let new = New { kind, at: all, size, color: 0, order: 0, stroke: None };
    let frame = ItemId(stage.position);
    stage.asks(Actor::Person(lead), Command::Board(board::Command::Put { board, items: vec![new] }));
    stage.asks(Actor::Person(lead), rule(Some(frame), only_dana));
    stage.signals(sam, Signal::Ink(ink(board, 0, vec![1, 1])));
    stage.signals(sam, drag);
    assert_eq!(stage.due(), []);
    stage.signals(dana, Signal::Ink(ink(board, 0, vec![1, 1])));
    assert_eq!(stage.due().len(), 1);
}

#[test]
fn a_facilitator_shows_all_who_see_the_board_where_to_look() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    let gather = Gather { board, at: Spot { x: 8, y: 8 }, size: Size { w: 800, h: 400 } };
    stage.signals(stage.dana, Signal::Gather(gather));
    stage.signals(stage.lead, Signal::Gather(Gather { board: BoardId(999), ..gather }));
    stage.signals(stage.lead, Signal::Gather(Gather { size: Size { w: -800, h: 0 }, ..gather }));
    assert_eq!(stage.due(), []);
    stage.signals(stage.lead, Signal::Gather(gather));
    let all = [stage.lead, stage.dana, stage.sam, stage.observer].into();
    assert_eq!(stage.due(), [(vec![Signalled::Gathered(stage.lead, gather)], all)]);
}

#[test]
fn nobody_sees_where_others_point_when_that_is_hidden() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    let policy = board::Policy { hide_cursors: true, ..board::Policy::default() };
    stage.asks(Actor::House, Command::Board(board::Command::Allow(board, policy)));
    stage.signals(stage.dana, cursor(board, 1));
    assert_eq!(stage.due(), []);
    stage.signals(stage.dana, Signal::Ink(ink(board, 0, vec![1, 1])));
    assert_eq!(stage.due().len(), 1, "what is drawn is seen all the same");
}

#[test]
fn pieces_of_a_stroke_are_joined_and_a_gap_starts_anew() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    let dana = stage.dana;
    stage.signals(dana, Signal::Ink(ink(board, 0, vec![1, 2])));
    stage.signals(dana, Signal::Ink(ink(board, 1, vec![3, 4, 5, 6])));
    assert_eq!(stage.due()[0].0, [Signalled::Ink(dana, ink(board, 0, vec![1, 2, 3, 4, 5, 6]))]);
    stage.signals(dana, Signal::Ink(ink(board, 3, vec![7, 8])));
    stage.signals(dana, Signal::Ink(ink(board, 9, vec![9, 9])));
    assert_eq!(stage.due()[0].0, [Signalled::Ink(dana, ink(board, 9, vec![9, 9]))]);
    stage.signals(dana, Signal::Ink(ink(board, 0, vec![0; STEPS * 2 + 2])));
    assert_eq!(stage.due(), []);
}

#[test]
fn people_drag_only_what_they_may_move() {
    let mut stage = Stage::new();
    let board = stage.opens_board(Spread::Room);
    let (dana, sam) = (stage.dana, stage.sam);
    let items = vec![stage.puts_note(dana, board)];
    let drag = Drag { board, items, dx: 8, dy: 8 };
    stage.signals(sam, Signal::Drag(drag.clone()));
    stage.signals(dana, Signal::Drag(Drag { items: vec![ItemId(999)], ..drag.clone() }));
    assert_eq!(stage.due(), []);
    stage.signals(dana, Signal::Drag(drag.clone()));
    assert_eq!(stage.due()[0].0, [Signalled::Dragged(dana, drag)]);
}

#[test]
fn a_busy_moment_is_divided_into_messages_that_everybody_can_read() {
    let stroke = |n| Signalled::Ink(PersonId(n), ink(BoardId(1), 0, vec![i16::MIN; STEPS * 2]));
    let bundles = bundled((0..60).map(stroke).collect());
    assert_eq!(bundles.iter().map(Vec::len).sum::<usize>(), 60);
    for bundle in bundles {
        assert!(protocol::encode(&ServerMessage::Signals(bundle)).len() <= protocol::FRAME_MAX);
    }
}

#[test]
fn facilitators_learn_in_steps_how_many_answers_are_ready_and_never_whose() {
    let mut stage = Stage::new();
    let officers: Vec<_> = (10..15).map(|seat| stage.enters(seat, Role::Officer)).collect();
    let kind = poll::Kind::of(poll::Manner::Single, vec!["Yes".into(), "No".into()]);
    let draft =
        poll::Draft { question: "Ready?".into(), kind, ask: poll::Ask::Anonymous, ..Default::default() };
    let id = PollId(stage.position);
    let open = poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None };
    stage.asks(Actor::Person(stage.lead), Command::Poll(open));
    assert_eq!(stage.due(), []);
    let lead = BTreeSet::from([stage.lead]);
    let told = |n| vec![(vec![Signalled::Ready(id, n)], lead.clone())];
    stage.signals(stage.observer, Signal::Ready(id, true));
    assert_eq!(stage.due(), [], "an observer does not vote");
    stage.signals(officers[0], Signal::Ready(id, true));
    assert_eq!(stage.due(), told(1), "fewer than five");
    for officer in &officers[..4] {
        stage.signals(*officer, Signal::Ready(id, true));
        assert_eq!(stage.due(), []);
    }
    stage.signals(officers[4], Signal::Ready(id, true));
    assert_eq!(stage.due(), told(5));
    let later = stage.lane.nudged_so_far(stage.now, stage.lead);
    assert_eq!(
        later,
        Some(ServerMessage::Signals(vec![Signalled::Ready(id, 5)])),
        "a page that has come later"
    );
    assert_eq!(stage.lane.nudged_so_far(stage.now, stage.dana), None);
    stage.signals(officers[4], Signal::Ready(id, false));
    assert_eq!(stage.due(), told(1));
    stage.asks(Actor::Person(stage.lead), Command::Poll(poll::Command::Close(id)));
    stage.signals(officers[4], Signal::Ready(id, true));
    assert_eq!(stage.due(), [], "it is closed");
}
