//! A crowd on one board: whether everybody ends with the same one, how soon a stroke is elsewhere, and what that costs
//! the server.
//!
//! `one_board ROLLCALL [OFFICERS [SECONDS]]` starts that program on a folder of its own and opens a board. At most a fifth of
//! the officers are busy at once: they put up notes, drag, draw with live ink, type in texts together, delete, lose their
//! line in the middle of it and come back. When all is answered, everybody's board is compared with that of a page that
//! has just been opened. Prints one line of JSON.

use anyhow::{Context as _, Result, bail, ensure};
use crowd::{Invitation, Line, Profile, Ticket, join};
use link::{Happening, Link};
use protocol::{Bye, ClientMessage, LiveInk, Signal, Signalled};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IteratorRandom as _};
use room::{
    BoardId, Command, Event, ItemId, PersonId,
    board::{self, Board, Change, Draft, Happening as OnBoard, Kind, New, Pick, Policy, Prop, Size, Spot},
    lobby, roster,
    text::{self, Author, Edit, Part, Pen},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{Instant, sleep, timeout, timeout_at},
};

/// How long anything may take before this gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two pieces of a stroke, and between two other things a busy officer does, as in the browser.
const INK_MS: u64 = 33;
const HAND_MS: u64 = 100;
/// Steps of a piece of a stroke: about what a pen reports in that time.
const STEPS: usize = 4;
/// Fewer than one of so many asks may be refused: because somebody else was there first.
const REFUSED: usize = 10;
/// One of so many officers keeps times.
const WATCHES: usize = 10;

#[tokio::main]
async fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let program = words.next().context("usage: one_board ROLLCALL [OFFICERS [SECONDS]]")?;
    let officers: usize = words.next().map_or(Ok(200), |n| n.parse())?;
    let seconds: u64 = words.next().map_or(Ok(120), |n| n.parse())?;
    let house = House::open(Path::new(&program), officers).await?;
    let told = gathers(&house, officers, Duration::from_secs(seconds)).await?;
    println!("{told}");
    Ok(())
}

/// Everybody comes, works, stops and compares.
async fn gathers(house: &House, officers: usize, time: Duration) -> Result<Value> {
    let shared = Arc::new(Shared::of(officers));
    let mut lead = house.facilitator(&shared, 0).await?;
    lead.comes().await?;
    let policy = Policy { edit_others: true, ..Policy::default() };
    let draft = Draft { title: "What we heard".into(), policy, ..Draft::default() };
    lead.does(board_command(board::Command::Open { draft, segment: None })).await?;
    let id = *lead.link.room().board.boards.last_key_value().context("no board was opened")?.0;

    let mut pages = vec![];
    for n in 0..officers {
        let profile = Profile {
            name: format!("Officer {n}"),
            department: "Riverton PD".into(),
            rank: "Officer".into(),
            training_id: format!("B-{n}"),
        };
        let ticket = join(&house.invitation, &profile).await?;
        pages.push(Page::new(&house.invitation, ticket, n as u64 + 1, id, &shared));
        if n % 20 == 19 || n + 1 == officers {
            lead.does(Command::Lobby(lobby::Command::AdmitAll)).await?;
        }
    }
    let (say, phase) = watch::channel(Phase::Work);
    let (cpu, bytes) = (house.cpu_seconds()?, shared.bytes.load(Relaxed));
    let start = Instant::now();
    let mut crowd = JoinSet::new();
    for page in pages {
        crowd.spawn(page.lives(phase.clone()));
    }
    // The facilitator's page is closed meanwhile; a fresh one is opened at the end.
    lead.cut();
    sleep(time).await;
    let lasted = start.elapsed().as_secs_f64();
    let cpu = house.cpu_seconds()? - cpu;
    let bytes = shared.bytes.load(Relaxed) - bytes;
    say.send_replace(Phase::Finish);
    let quiet = async {
        while shared.quiet.load(Relaxed) < officers {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, quiet).await.context("not everybody was answered")?;
    say.send_replace(Phase::Compare);
    let ends = timeout(PATIENCE, crowd.join_all()).await.context("not everybody came to the end")?;

    let mut fresh = house.facilitator(&shared, officers as u64 + 1).await?;
    fresh.board = id;
    fresh.comes().await?;
    let truth = fresh.hash();
    let mut diverged = 0;
    for end in &ends {
        match end {
            Ok(hash) if *hash == truth => {}
            Ok(_) => diverged += 1,
            Err(error) => {
                eprintln!("{error:#}");
                diverged += 1;
            }
        }
    }
    let mut delays = std::mem::take(&mut *shared.delays.lock().unwrap_or_else(PoisonError::into_inner));
    delays.sort_by(f64::total_cmp);
    let part = |q: f64| delays.get(((delays.len() as f64) * q) as usize).copied();
    let count = |counter: &AtomicUsize| counter.load(Relaxed);
    let (asks, refused) = (count(&shared.asks), count(&shared.refused));
    ensure!(
        refused * REFUSED < asks,
        "{refused} of {asks} asks were refused: not all is done that is to be measured"
    );
    Ok(json!({
        "officers": officers,
        "seconds": lasted,
        "diverged": diverged,
        "things": fresh.here().map_or(0, |board| board.items.len()),
        "asks": asks,
        "refused": refused,
        "cuts": count(&shared.cuts),
        "resumed": count(&shared.resumed),
        "server_cpu": cpu / lasted,
        "bytes_per_s": bytes as f64 / lasted,
        "pieces": delays.len(),
        "stroke_p50_ms": part(0.5),
        "stroke_p95_ms": part(0.95),
    }))
}

fn board_command(command: board::Command) -> Command {
    Command::Board(command)
}

/// What is to be done now.
#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Work,
    /// Nothing new; wait for answers.
    Finish,
    /// Take in what there is, and look.
    Compare,
}

/// What all pages have in common.
struct Shared {
    busy: Arc<Semaphore>,
    /// When pieces of strokes were sent: who, which stroke, how many steps before it.
    drawn: Mutex<HashMap<(PersonId, u32, u16), Instant>>,
    /// From sending a piece until it was elsewhere, milliseconds.
    delays: Mutex<Vec<f64>>,
    bytes: AtomicU64,
    quiet: AtomicUsize,
    asks: AtomicUsize,
    refused: AtomicUsize,
    cuts: AtomicUsize,
    resumed: AtomicUsize,
}

impl Shared {
    fn of(officers: usize) -> Self {
        Self {
            busy: Arc::new(Semaphore::new((officers / 5).max(1))),
            drawn: Mutex::default(),
            delays: Mutex::default(),
            bytes: AtomicU64::new(0),
            quiet: AtomicUsize::new(0),
            asks: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            cuts: AtomicUsize::new(0),
            resumed: AtomicUsize::new(0),
        }
    }
}

/// A stroke that is being drawn.
struct Stroke {
    number: u32,
    at: Spot,
    points: Vec<i16>,
    steps: usize,
}

/// A turn to be busy.
struct Turn {
    _permit: OwnedSemaphorePermit,
    until: Instant,
}

/// A text that is open.
struct Field {
    item: ItemId,
    author: Author,
    pen: Pen,
}

/// Somebody's page.
struct Page {
    invitation: Invitation,
    ticket: Ticket,
    number: u64,
    board: BoardId,
    link: Link,
    line: Option<Line>,
    shared: Arc<Shared>,
    chance: StdRng,
    turn: Option<Turn>,
    stroke: Option<Stroke>,
    strokes: u32,
    field: Option<Field>,
    drags: Option<ItemId>,
}

impl Page {
    fn new(
        invitation: &Invitation,
        ticket: Ticket,
        number: u64,
        board: BoardId,
        shared: &Arc<Shared>,
    ) -> Self {
        Self {
            invitation: invitation.clone(),
            ticket,
            number,
            board,
            link: Link::new(number + 1_000),
            line: None,
            shared: Arc::clone(shared),
            chance: StdRng::seed_from_u64(number),
            turn: None,
            stroke: None,
            strokes: 0,
            field: None,
            drags: None,
        }
    }

    fn here(&self) -> Option<&Board> {
        self.link.room().board.boards.get(&self.board)
    }

    /// What is on the board and how it came to be written, as one number.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        if let Some(board) = self.here() {
            protocol::encode(&(&board.title, &board.access, &board.items, &board.papers)).hash(&mut hasher);
        }
        hasher.finish()
    }

    async fn connect(&mut self) -> Result<()> {
        self.line = Some(Line::open(&self.invitation, &self.ticket, &self.link.hello()).await?);
        Ok(())
    }

    fn cut(&mut self) {
        self.line = None;
        self.link.closed();
        (self.turn, self.stroke, self.field, self.drags) = (None, None, None, None);
    }

    /// Opens the page and waits until the room is there.
    async fn comes(&mut self) -> Result<()> {
        self.connect().await?;
        while !self.link.ready() {
            timeout(PATIENCE, self.next()).await??;
        }
        Ok(())
    }

    /// Asks, waits for a yes.
    async fn does(&mut self, command: Command) -> Result<()> {
        let number = self.asks(command).await?;
        loop {
            if let Some(Happening::Answered(answered, answer)) = timeout(PATIENCE, self.next()).await??
                && answered == number
            {
                return answer.map_err(|refusal| anyhow::anyhow!("refused: {refusal:?}"));
            }
        }
    }

    async fn asks(&mut self, command: Command) -> Result<u32> {
        self.shared.asks.fetch_add(1, Relaxed);
        let (number, message) = self.link.ask(command);
        if let (Some(message), Some(line)) = (message, &mut self.line) {
            line.send_bytes(message).await?;
        }
        Ok(number)
    }

    /// The next message, taken in.
    async fn next(&mut self) -> Result<Option<Happening>> {
        let bytes = self.line.as_mut().context("not connected")?.receive().await?;
        self.takes_in(&bytes).await
    }

    async fn takes_in(&mut self, bytes: &[u8]) -> Result<Option<Happening>> {
        self.shared.bytes.fetch_add(bytes.len() as u64, Relaxed);
        let received = self.link.receive(bytes)?;
        for reply in received.replies {
            self.line.as_mut().context("not connected")?.send_bytes(reply).await?;
        }
        match &received.happening {
            Some(Happening::Signals(signals)) if self.number.is_multiple_of(WATCHES as u64) => {
                self.keeps_times(signals);
            }
            Some(Happening::Happened(_, events)) => self.hears(events).await?,
            // What was sent of a text is dealt with by the room; the field opens anew.
            Some(Happening::Looked) => self.field = None,
            Some(Happening::Answered(_, Err(_))) => {
                self.shared.refused.fetch_add(1, Relaxed);
                self.field = None;
            }
            Some(Happening::Welcomed { resumed: true, .. }) => _ = self.shared.resumed.fetch_add(1, Relaxed),
            Some(Happening::Bye(Bye::Out | Bye::Unknown | Bye::WrongVersion | Bye::BadMessage)) => {
                bail!("sent away")
            }
            _ => {}
        }
        Ok(received.happening)
    }

    fn keeps_times(&self, signals: &[Signalled]) {
        let now = Instant::now();
        let drawn = self.shared.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut delays = self.shared.delays.lock().unwrap_or_else(PoisonError::into_inner);
        for signal in signals {
            let Signalled::Ink(person, ink) = signal else { continue };
            // Pieces that came within one window go on together.
            let steps = u16::try_from(ink.points.len() / 2).unwrap_or(u16::MAX);
            let pieces = (ink.from..ink.from.saturating_add(steps)).step_by(STEPS);
            let times = pieces.filter_map(|from| drawn.get(&(*person, ink.stroke, from)));
            delays.extend(times.map(|sent| now.duration_since(*sent).as_secs_f64() * 1_000.0));
        }
    }

    /// The open text follows what others write, and goes on with what waited for an answer.
    async fn hears(&mut self, events: &[Event]) -> Result<()> {
        for event in events {
            let Event::Board(board::Event::On(_, OnBoard::Typed { item, step, .. })) = event else {
                continue;
            };
            let Some(field) = self.field.as_mut().filter(|field| field.item == *item) else { continue };
            let revision = field.pen.revision() + 1;
            match field.pen.heard(revision, step.author, step.number, &step.edit) {
                Ok(effect) => self.sends(effect.ask).await?,
                Err(_) => self.field = None,
            }
        }
        Ok(())
    }

    async fn sends(&mut self, ask: Option<text::Ask>) -> Result<()> {
        let (Some(ask), Some(field)) = (ask, &self.field) else { return Ok(()) };
        let (item, author) = (field.item, field.author);
        let text::Ask { number, base, edit } = ask;
        let command = board::Command::Type { board: self.board, item, author, number, base, edit };
        self.asks(board_command(command)).await.map(|_| ())
    }

    /// Lives through all phases; in the end, the hash of the board.
    async fn lives(mut self, mut phase: watch::Receiver<Phase>) -> Result<u64> {
        let (mut act, mut said_quiet) = (self.later(), false);
        loop {
            if self.line.is_none() && self.connect().await.is_err() {
                sleep(Duration::from_millis(self.chance.random_range(50..500))).await;
                continue;
            }
            let now = *phase.borrow_and_update();
            let settled = self.link.ready() && self.link.waiting() == 0;
            if now != Phase::Work && settled && !said_quiet {
                said_quiet = true;
                self.turn = None;
                self.shared.quiet.fetch_add(1, Relaxed);
            }
            if now == Phase::Compare && self.link.ready() {
                // The answer comes after all that was before.
                match self.does(Command::Roster(roster::Command::Idle(false))).await {
                    Ok(()) => return Ok(self.hash()),
                    Err(_) => {
                        self.cut();
                        continue;
                    }
                }
            }
            let line = self.line.as_mut().context("connected above")?;
            let received = tokio::select! {
                received = timeout_at(act, line.receive()) => received,
                _ = phase.changed() => continue,
            };
            match received {
                Ok(Ok(bytes)) => match self.takes_in(&bytes).await {
                    Ok(Some(Happening::Bye(_))) => self.cut(),
                    Ok(_) => {}
                    Err(error) if error.to_string() == "sent away" => return Err(error),
                    Err(_) => self.cut(),
                },
                Ok(Err(_)) => self.cut(),
                Err(_) => {
                    act = Instant::now() + Duration::from_millis(HAND_MS);
                    if now != Phase::Work || !self.link.ready() {
                        continue;
                    }
                    match self.acts().await {
                        Ok(Some(next)) => act = next,
                        // The line is lost, on purpose or not.
                        Ok(None) | Err(_) => {
                            self.shared.cuts.fetch_add(1, Relaxed);
                            self.cut();
                            sleep(Duration::from_millis(self.chance.random_range(100..4_000))).await;
                            act = self.later();
                        }
                    }
                }
            }
        }
    }

    fn later(&mut self) -> Instant {
        Instant::now() + Duration::from_millis(self.chance.random_range(500..6_000))
    }

    /// Does one thing, if it is this officer's turn; when to go on. None: the line breaks.
    async fn acts(&mut self) -> Result<Option<Instant>> {
        let Some(until) = self.turn.as_ref().map(|turn| turn.until) else {
            let Ok(permit) = Arc::clone(&self.shared.busy).try_acquire_owned() else {
                return Ok(Some(self.later()));
            };
            let until = Instant::now() + Duration::from_millis(self.chance.random_range(1_000..5_000));
            self.turn = Some(Turn { _permit: permit, until });
            return Ok(Some(Instant::now()));
        };
        if self.stroke.is_some() {
            self.draws().await?;
            return Ok(Some(Instant::now() + Duration::from_millis(INK_MS)));
        }
        if Instant::now() > until {
            self.leaves_text().await?;
            (self.turn, self.drags) = (None, None);
            return Ok(Some(self.later()));
        }
        // Now and then a line breaks with something just asked for.
        let breaks = self.chance.random_bool(0.01);
        if self.chance.random_bool(0.4) || breaks {
            self.edits().await?;
        } else {
            let at = self.spot();
            let message = ClientMessage::Signal(Signal::Cursor { board: self.board, at });
            self.line.as_mut().context("not connected")?.send(&message).await?;
        }
        let next = Instant::now() + Duration::from_millis(HAND_MS);
        Ok((!breaks).then_some(next))
    }

    fn spot(&mut self) -> Spot {
        Spot { x: self.chance.random_range(-20_000..20_000), y: self.chance.random_range(-12_000..12_000) }
    }

    fn any(&mut self, wish: impl Fn(&Kind) -> bool) -> Option<(ItemId, Spot)> {
        let board = self.link.room().board.boards.get(&self.board)?;
        let all = board.items.iter().filter(|(_, item)| wish(&item.kind));
        all.choose(&mut self.chance).map(|(id, item)| (*id, item.at))
    }

    /// One edit.
    async fn edits(&mut self) -> Result<()> {
        let board = self.board;
        let set = |item, prop| board::Command::Set {
            board,
            changes: vec![Change { item, props: vec![prop], if_stamp: None }],
        };
        let command = match self.chance.random_range(0..100) {
            0..12 => {
                let at = self.spot();
                let text = format!("Note {}", self.chance.random_range(0..1_000));
                let size = Size { w: 1_184, h: 896 };
                let new = New { kind: Kind::Note { text }, at, size, color: 1, order: 0, stroke: None };
                Some(board::Command::Put { board, items: vec![new] })
            }
            12..45 => {
                let held = self.drags.and_then(|item| Some((item, self.here()?.items.get(&item)?.at)));
                let held = held.or_else(|| self.any(|kind| kind.takes_lines()));
                self.drags = held.map(|(item, _)| item);
                let by = (self.chance.random_range(-400..400), self.chance.random_range(-400..400));
                held.map(|(item, at)| set(item, Prop::At(Spot { x: at.x + by.0, y: at.y + by.1 })))
            }
            45..75 => return self.types().await,
            75..83 => {
                self.strokes += 1;
                let steps = STEPS * self.chance.random_range(10..30);
                self.stroke = Some(Stroke { number: self.strokes, at: self.spot(), points: vec![], steps });
                None
            }
            83..90 => {
                let color = self.chance.random_range(0..8);
                self.any(|_| true).map(|(item, _)| set(item, Prop::Color(color)))
            }
            90..95 => {
                let order = self.chance.random_range(0..10_000);
                self.any(|_| true).map(|(item, _)| set(item, Prop::Order(order)))
            }
            _ => self.any(|_| true).map(|(item, _)| board::Command::Delete {
                board,
                items: vec![Pick { item, if_stamp: None }],
            }),
        };
        match command {
            Some(command) => self.asks(board_command(command)).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// The next piece of a stroke, or the stroke itself when it is complete.
    async fn draws(&mut self) -> Result<()> {
        let Some(mut stroke) = self.stroke.take() else { return Ok(()) };
        let board = self.board;
        if stroke.points.len() / 2 >= stroke.steps {
            let Stroke { number, at, points, .. } = stroke;
            let kind = Kind::Ink { points, width: 24, highlighter: false, pressures: vec![] };
            let new = New { kind, at, size: Size::default(), color: 3, order: 0, stroke: Some(number) };
            return self
                .asks(board_command(board::Command::Put { board, items: vec![new] }))
                .await
                .map(|_| ());
        }
        let from = u16::try_from(stroke.points.len() / 2).unwrap_or(u16::MAX);
        let points: Vec<i16> = (0..2 * STEPS).map(|_| self.chance.random_range(-60..60)).collect();
        let ink = LiveInk {
            board,
            stroke: stroke.number,
            from,
            at: stroke.at,
            points: points.clone(),
            color: 3,
            width: 24,
            highlighter: false,
            pressures: vec![],
        };
        stroke.points.extend(points);
        if let Some(me) = self.link.you() {
            let mut drawn = self.shared.drawn.lock().unwrap_or_else(PoisonError::into_inner);
            drawn.insert((me, stroke.number, from), Instant::now());
        }
        self.stroke = Some(stroke);
        let line = self.line.as_mut().context("not connected")?;
        line.send(&ClientMessage::Signal(Signal::Ink(ink))).await
    }

    /// A letter into the open text, or opens one where others may be writing too.
    async fn types(&mut self) -> Result<()> {
        let board = self.board;
        if self.field.is_none() {
            // Few texts, so that people meet in them.
            let n = self.chance.random_range(0..20);
            let texts = self.here().into_iter().flat_map(|board| board.items.iter());
            let texts = texts.filter(|(_, item)| item.kind.text().is_some_and(|text| text.len() < 900));
            let Some(item) = texts.map(|(id, _)| *id).nth(n) else { return Ok(()) };
            self.asks(board_command(board::Command::Claim { board, item })).await?;
            let Some(paper) = self.here().map(|board| board.paper(item)) else { return Ok(()) };
            let me = self.link.you().context("nobody yet")?;
            let author = Author::of(me, self.chance.random());
            let pen = Pen::new(author, paper.text().to_owned(), paper.revision());
            self.field = Some(Field { item, author, pen });
        }
        let (letter, share) = (self.chance.random_range(b'a'..=b'z'), self.chance.random_range(0.0..1.0));
        let Some(field) = &mut self.field else { return Ok(()) };
        let length = text::length(field.pen.text());
        let at = (f64::from(length) * share) as u32;
        let parts = [Part::Keep(at), Part::Insert(char::from(letter).into()), Part::Keep(length - at)];
        let parts = parts.into_iter().filter(|part| !matches!(part, Part::Keep(0))).collect();
        let edit = Edit::new(parts).map_err(|flaw| anyhow::anyhow!("{flaw:?}"))?;
        match field.pen.write(&edit, 0) {
            Ok(effect) => self.sends(effect.ask).await,
            Err(_) => {
                self.field = None;
                Ok(())
            }
        }
    }

    async fn leaves_text(&mut self) -> Result<()> {
        let Some(Field { item, .. }) = self.field.take() else { return Ok(()) };
        let release = board::Command::Release { board: self.board, item };
        self.asks(board_command(release)).await.map(|_| ())
    }
}

/// The program on a folder of its own, with one open session.
struct House {
    program: Child,
    folder: PathBuf,
    invitation: Invitation,
    home: String,
    session: String,
}

impl House {
    async fn open(program: &Path, officers: usize) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("rollcall-board-{}", std::process::id()));
        let mut program = std::process::Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(&folder)
            .env("ROLLCALL_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .context("the program does not start")?;
        let mut lines = BufReader::new(program.stdout.take().context("its output was asked for")?).lines();
        let mut said = |start: &str| -> Result<String> {
            let line = lines.next().context("it said too little")??;
            Ok(line.strip_prefix(start).with_context(|| format!("not {start:?}: {line:?}"))?.to_owned())
        };
        let url = said("Rollcall is running at ")?;
        let home = said("Facilitators' home (keep this link secret): ")?;
        let port: u16 = url.rsplit(':').next().context("no port")?.parse()?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let origin = format!("http://localhost:{port}");
        let invitation = Invitation { origin, address, key: String::new(), officers, seed: 1 };
        let mut house = Self { program, folder, invitation, home: String::new(), session: String::new() };
        let key = home.rsplit('#').next().unwrap_or_default();
        (house.home, _) = house.asks("POST", "/api/home/enter", &json!({ "key": key })).await?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let wish = json!({ "template": "FS-2H", "starts_at": u64::try_from(now)?,
                           "time_zone": "America/Los_Angeles", "led_by": "Amina R." });
        let (_, plan) = house.asks("POST", "/api/sessions", &wish).await?;
        let text = |pointer: &str| plan.pointer(pointer).and_then(Value::as_str).context(pointer.to_owned());
        house.session = text("/session/id")?.to_owned();
        house.invitation.key = text("/links/officer")?.rsplit('#').next().unwrap_or_default().to_owned();
        let path = format!("/api/sessions/{}", house.session);
        house.asks("PUT", &path, &json!({ "capacity": officers + 10 })).await?;
        house.asks("POST", &format!("{path}/open"), &json!({})).await?;
        Ok(house)
    }

    /// A facilitator's page, not connected yet.
    async fn facilitator(&self, shared: &Arc<Shared>, number: u64) -> Result<Page> {
        let (cookie, seat) =
            self.asks("POST", &format!("/api/sessions/{}/enter", self.session), &json!({})).await?;
        let text = |name: &str| seat[name].as_str().map(str::to_owned).context("no seat");
        let ticket = Ticket { session: text("session")?, seat: text("seat")?, cookie };
        Ok(Page::new(&self.invitation, ticket, number, BoardId(0), shared))
    }

    /// A request from the home's browser: the cookie it sets, and the answer.
    async fn asks(&self, method: &str, path: &str, body: &Value) -> Result<(String, Value)> {
        let Invitation { address, origin, .. } = &self.invitation;
        let (body, home) = (body.to_string(), &self.home);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: {origin}\r\nCookie: {home}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        ensure!(head.starts_with("HTTP/1.1 2"), "{method} {path}: {answer}");
        let cookie = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default())
        });
        Ok((cookie.unwrap_or_default().to_owned(), serde_json::from_str(body).unwrap_or_default()))
    }

    /// What the program has used of the processor so far, where the system tells it.
    fn cpu_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id()))?;
        let (_, fields) = stat.rsplit_once(')').context("not as it should be")?;
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        Ok(ticks as f64 / 100.0)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        _ = self.program.kill();
        _ = self.program.wait();
        _ = std::fs::remove_dir_all(&self.folder);
    }
}
