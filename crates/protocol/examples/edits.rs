//! What edits of a board cost: bytes on the wire, and the time to apply them.
//!
//! Twenty officers change a board of 5,000 things 100,000 times, in rounds in which all of them act at once: 68 % steps
//! of a drag, 18 % single letters, the rest sizes, colors, order, and things that come and go. What they ask for goes
//! through the room's own functions; what is counted is what would be sent. Prints one line of JSON. An argument is
//! another number of edits.

use protocol::{ClientMessage, ServerMessage, encode};
use room::{
    Actor, Command, Context, Event, ItemId, Opening, PersonId, Room, SeatId, Share, Timestamp, Viewer,
    board::{self, Change, Draft, End, Form, Happening, Kind, New, Pick, Policy, Prop, Size, Spot},
    lobby::{self, Arrival},
    roster::{self, Role},
    text::{Author, Edit, Part},
};
use std::{collections::BTreeMap, hint::black_box, time::Instant};

const OFFICERS: u32 = 20;
/// Things on the board before the first edit.
const THINGS: usize = 5_000;
/// Things in the snapshot.
const SNAPSHOT: usize = 5_800;
const EDITS: usize = 100_000;
/// All officers act once in so many milliseconds.
const ROUND_MS: i64 = 50;
/// How often everything is applied; the fastest time counts, for others use this machine too.
const TURNS: usize = 9;
/// When the session began.
const BEGAN: Timestamp = Timestamp(1_700_000_000_000);
/// Steps of a drag, and letters written in a text before the next one is opened.
const AT_A_TIME: u32 = 20;

fn main() {
    let edits = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(EDITS);
    let mut desk = Desk::open();
    desk.fill();
    let before = desk.room.clone();
    desk.log.clear();
    (desk.sent, desk.told) = (0, 0);
    let done = desk.edits(edits);
    let typed = |(_, event): &&(Timestamp, Event)| {
        matches!(event, Event::Board(board::Event::On(_, Happening::Typed { .. })))
    };
    let letters = desk.log.iter().filter(typed).count();
    assert!(letters * 8 > done, "{letters} letters among {done} edits: they were refused");
    let (sent, told) = (desk.sent as f64 / done as f64, desk.told as f64 / done as f64);
    let log = std::mem::take(&mut desk.log);
    let applied = fastest(|| {
        let mut room = before.clone();
        let start = Instant::now();
        log.iter().for_each(|(at, event)| room::evolve(&mut room, *at, event));
        let time = start.elapsed().as_secs_f64();
        black_box(&room);
        time
    });
    let spots: Vec<_> = log.iter().filter_map(|(_, event)| spot(event)).collect();
    let plain = fastest(|| {
        let mut map: BTreeMap<ItemId, Spot> =
            (0..THINGS as u32).map(|n| (ItemId(n), Spot::default())).collect();
        let start = Instant::now();
        spots.iter().for_each(|(item, spot)| _ = map.insert(*item, *spot));
        let time = start.elapsed().as_secs_f64();
        black_box(&map);
        time
    });
    desk.comes_to(SNAPSHOT);
    let viewer = Viewer::of(&desk.room, desk.officers[0]).expect("they are inside");
    let snapshot = encode(&room::seen_by(&desk.room, &viewer)).len();
    println!(
        "{{\"edits\":{done},\"apply_per_s\":{:.0},\"plain_per_s\":{:.0},\"sent_per_edit\":{sent:.3},\
         \"told_per_edit\":{told:.3},\"things\":{},\"snapshot_bytes\":{snapshot}}}",
        log.len() as f64 / applied,
        spots.len() as f64 / plain,
        desk.board().items.len(),
    );
}

fn fastest(turn: impl FnMut() -> f64) -> f64 {
    std::iter::repeat_with(turn).take(TURNS).fold(f64::INFINITY, f64::min)
}

/// What a plain map would keep of an event: one spot of one thing.
fn spot(event: &Event) -> Option<(ItemId, Spot)> {
    let Event::Board(board::Event::On(_, happening)) = event else { return None };
    let (item, n) = match happening {
        Happening::Put { item, .. }
        | Happening::Set { item, .. }
        | Happening::Moved { item, .. }
        | Happening::Typed { item, .. } => (*item, 1),
        Happening::Deleted { items, .. } => (*items.first()?, 0),
        _ => return None,
    };
    Some((item, Spot { x: n, y: n }))
}

/// What an officer has in hand.
#[derive(Clone, Copy, Default)]
struct Hand {
    drags: Option<(ItemId, u32)>,
    writes: Option<Writing>,
    asked: u32,
}

#[derive(Clone, Copy)]
struct Writing {
    item: ItemId,
    author: Author,
    number: u32,
}

/// A session, what its log holds, and what went over the wire.
struct Desk {
    room: Room,
    now: Timestamp,
    position: u32,
    officers: Vec<PersonId>,
    hands: Vec<Hand>,
    log: Vec<(Timestamp, Event)>,
    /// Bytes that officers sent.
    sent: usize,
    /// Bytes that each of the others was sent.
    told: usize,
    chance: Chance,
}

impl Desk {
    /// A room with a facilitator, the officers and an empty board on which all may change everything.
    fn open() -> Self {
        let mut desk = Self {
            room: Room::default(),
            now: BEGAN,
            position: 0,
            officers: vec![],
            hands: vec![Hand::default(); OFFICERS as usize],
            log: vec![],
            sent: 0,
            told: 0,
            chance: Chance(7),
        };
        let mut opening = Opening::default();
        opening.charter.title = "Fair stops".into();
        opening.charter.capacity = OFFICERS + 1;
        desk.house(Command::Open(Box::new(opening)));
        let lead = desk.admits("Amina R.", Role::Facilitator);
        desk.officers = (1..=OFFICERS).map(|n| desk.admits(&format!("Officer {n}"), Role::Officer)).collect();
        let policy = Policy { edit_others: true, ..Policy::default() };
        let draft = Draft { title: "What we heard".into(), policy, ..Draft::default() };
        let open = Command::Board(board::Command::Open { draft, segment: None });
        assert!(desk.takes(Actor::Person(lead), &open), "a facilitator opens boards");
        desk
    }

    fn admits(&mut self, name: &str, role: Role) -> PersonId {
        let person = PersonId(self.position);
        let mut seat = [0; 16];
        seat[..4].copy_from_slice(&self.position.to_be_bytes());
        self.house(Command::Lobby(lobby::Command::Arrive(Box::new(Arrival {
            seat: SeatId(seat),
            key: [0; 32],
            account: None,
            role,
            name: name.into(),
            department: "Riverton PD".into(),
            rank: String::new(),
            training_id: String::new(),
            organization: String::new(),
            simulated: true,
        }))));
        self.house(Command::Roster(roster::Command::Connect { person }));
        self.house(Command::Lobby(lobby::Command::Admit(person)));
        person
    }

    fn house(&mut self, command: Command) {
        assert!(self.takes(Actor::House, &command), "the house is not refused");
    }

    /// The server's work for one ask; whether the room agreed.
    fn takes(&mut self, actor: Actor, command: &Command) -> bool {
        let ctx = Context { now: self.now, actor, position: self.position };
        let Ok(events) = room::decide(&self.room, &ctx, command) else { return false };
        let mut told = vec![];
        for event in events {
            room::evolve(&mut self.room, self.now, &event);
            self.position += 1;
            // Whoever watches: all see the same of this board.
            if let Some(viewer) = self.officers.last().and_then(|person| Viewer::of(&self.room, *person)) {
                match room::share(&self.room, &event, &viewer) {
                    Share::Whole => told.push(event.clone()),
                    Share::Instead(event) => told.push(event),
                    Share::Nothing | Share::Look => {}
                }
            }
            self.log.push((self.now, event));
        }
        if !told.is_empty() {
            let after_ms = self.now.since_ms(BEGAN).try_into().expect("it is later");
            let message = ServerMessage::Happened { cursor: self.position, after_ms, events: told };
            self.told += encode(&message).len();
        }
        true
    }

    fn id(&self) -> room::BoardId {
        *self.room.board.boards.last_key_value().expect("a board").0
    }

    fn board(&self) -> &board::Board {
        &self.room.board.boards[&self.id()]
    }

    /// An officer asks; whether the room agreed.
    fn asks(&mut self, officer: usize, command: board::Command) -> bool {
        let command = Command::Board(command);
        self.hands[officer].asked += 1;
        let ask = ClientMessage::Ask { number: self.hands[officer].asked, command: command.clone() };
        self.sent += encode(&ask).len();
        self.takes(Actor::Person(self.officers[officer]), &command)
    }

    fn fill(&mut self) {
        self.comes_to(THINGS);
    }

    /// Puts things up or takes them away until there are so many.
    fn comes_to(&mut self, things: usize) {
        let board = self.id();
        while self.board().items.len() < things {
            let officer = self.chance.below(OFFICERS) as usize;
            let new = self.new_thing();
            assert!(self.asks(officer, board::Command::Put { board, items: vec![new] }), "there is room");
        }
        while self.board().items.len() > things {
            let item = self.any(|_| true);
            let (officer, items) =
                (self.chance.below(OFFICERS) as usize, vec![Pick { item, if_stamp: None }]);
            self.now = self.now.plus_ms(board::CLAIM_MS);
            self.asks(officer, board::Command::Delete { board, items });
        }
    }

    /// 40 % ink, 20 % notes, the rest shapes, arrows and text.
    fn new_thing(&mut self) -> New {
        let at = self.chance.spot();
        let size = Size { w: self.chance.within(600, 1_600), h: self.chance.within(400, 1_200) };
        let kind = match self.chance.below(100) {
            0..40 => {
                Kind::Ink { points: self.chance.stroke(), width: 24, highlighter: false, pressures: vec![] }
            }
            40..60 => Kind::Note { text: self.chance.words(24) },
            60..75 => Kind::Shape { form: Form::Rectangle, text: self.chance.words(8) },
            75..83 => Kind::Shape { form: Form::Ellipse, text: self.chance.words(8) },
            83..92 => {
                let to = Spot { x: at.x + size.w, y: at.y + size.h };
                Kind::Line { from: End { at, on: None }, to: End { at: to, on: None }, head: true }
            }
            _ => Kind::Text { text: self.chance.words(32) },
        };
        let size = if matches!(kind, Kind::Ink { .. } | Kind::Line { .. }) { Size::default() } else { size };
        let order = i64::try_from(self.board().items.len()).unwrap_or(i64::MAX);
        let stroke = matches!(kind, Kind::Ink { .. }).then(|| self.chance.below(2_000));
        New { kind, at, size, color: self.chance.below(8) as u8, order, stroke }
    }

    /// One of the things that are as wished.
    fn any(&mut self, wish: impl Fn(&Kind) -> bool) -> ItemId {
        loop {
            let n = self.chance.below(self.board().items.len() as u32) as usize;
            let found = self.board().items.iter().nth(n).filter(|(_, item)| wish(&item.kind));
            if let Some((item, _)) = found {
                return *item;
            }
        }
    }

    /// So many edits that the room agreed to.
    fn edits(&mut self, edits: usize) -> usize {
        let mut done = 0;
        while done < edits {
            self.now = self.now.plus_ms(ROUND_MS);
            // Everybody decides by what they see when the round begins.
            let asks: Vec<_> = (0..OFFICERS as usize).map(|officer| (officer, self.wish(officer))).collect();
            for (officer, command) in asks {
                done += usize::from(self.asks(officer, command));
            }
        }
        done
    }

    fn wish(&mut self, officer: usize) -> board::Command {
        let board = self.id();
        let set = |item, props| board::Command::Set {
            board,
            changes: vec![Change { item, props, if_stamp: None }],
        };
        match self.chance.below(1_000) {
            0..680 => {
                let (item, at) = self.drags(officer);
                set(item, vec![Prop::At(at)])
            }
            680..860 => self.writes(officer),
            860..912 => {
                let item = self.any(Kind::takes_lines);
                let size = Size { w: self.chance.within(600, 1_600), h: self.chance.within(400, 1_200) };
                set(item, vec![Prop::At(self.chance.spot()), Prop::Size(size)])
            }
            912..942 => {
                let item = self.any(|_| true);
                set(item, vec![Prop::Color(self.chance.below(8) as u8)])
            }
            942..972 => {
                let item = self.any(|_| true);
                set(item, vec![Prop::Order(i64::from(self.chance.below(10_000)))])
            }
            972..990 => board::Command::Put { board, items: vec![self.new_thing()] },
            _ => {
                let item = self.any(|_| true);
                board::Command::Delete { board, items: vec![Pick { item, if_stamp: None }] }
            }
        }
    }

    /// The next step of a drag.
    fn drags(&mut self, officer: usize) -> (ItemId, Spot) {
        let there = |desk: &Self, item: &ItemId| desk.board().items.get(item).map(|item| item.at);
        let held = self.hands[officer].drags.filter(|(item, left)| *left > 0 && there(self, item).is_some());
        let (item, left) =
            held.unwrap_or_else(|| (self.any(|kind| !matches!(kind, Kind::Line { .. })), AT_A_TIME));
        self.hands[officer].drags = Some((item, left - 1));
        let at = there(self, &item).unwrap_or_default();
        (item, Spot { x: at.x + self.chance.within(1, 80), y: at.y - self.chance.within(1, 80) })
    }

    /// The next letter. Opening and leaving a text are asked for besides, and their bytes are counted.
    fn writes(&mut self, officer: usize) -> board::Command {
        let board = self.id();
        let here = |desk: &Self, writing: &Writing| desk.board().items.contains_key(&writing.item);
        let open = self.hands[officer].writes.filter(|writing| here(self, writing));
        let writing = match open {
            Some(writing) if writing.number < AT_A_TIME => Writing { number: writing.number + 1, ..writing },
            done => {
                if let Some(Writing { item, .. }) = done {
                    self.asks(officer, board::Command::Release { board, item });
                }
                let item = self.any(|kind| kind.text().is_some_and(|text| text.len() < 900));
                self.asks(officer, board::Command::Claim { board, item });
                let author = Author::of(self.officers[officer], self.chance.next() as u32);
                Writing { item, author, number: 1 }
            }
        };
        self.hands[officer].writes = Some(writing);
        let Writing { item, author, number } = writing;
        let paper = self.board().paper(item);
        let length = room::text::length(paper.text());
        let at = self.chance.below(length + 1);
        let parts = [Part::Keep(at), Part::Insert(self.chance.letter().into()), Part::Keep(length - at)];
        let parts = parts.into_iter().filter(|part| !matches!(part, Part::Keep(0)));
        let edit = Edit::new(parts.collect()).expect("it has the form of an edit");
        board::Command::Type { board, item, author, number, base: paper.revision(), edit }
    }
}

/// Chance that comes out the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u32) -> u32 {
        (((self.next() >> 32) * u64::from(n)) >> 32) as u32
    }

    fn within(&mut self, from: i32, to: i32) -> i32 {
        from + self.below(to.abs_diff(from)) as i32
    }

    fn spot(&mut self) -> Spot {
        Spot { x: self.within(-60_000, 60_000), y: self.within(-40_000, 40_000) }
    }

    fn letter(&mut self) -> char {
        char::from(b'a' + self.below(26) as u8)
    }

    fn words(&mut self, about: u32) -> String {
        let n = about / 2 + self.below(about);
        (0..n).map(|n| if n % 6 == 5 { ' ' } else { self.letter() }).collect::<String>().trim().into()
    }

    /// 60 to 100 points, 2 to 10 pixels apart, bending slowly.
    fn stroke(&mut self) -> Vec<i16> {
        let mut way = f64::from(self.below(628)) / 100.0;
        let mut points = vec![];
        for _ in 0..self.within(60, 101) {
            way += f64::from(self.within(-40, 41)) / 100.0;
            let step = f64::from(self.within(16, 80));
            points.extend([(way.cos() * step) as i16, (way.sin() * step) as i16]);
        }
        points
    }
}
