//! A small world: one text on a server with a log, and a few pages on bad lines.

use crate::chance::{Chance, FEW, unique};
use room::{
    Refusal,
    text::{Ask, Author, Edit, Flaw, Lost, Paper, Part, Pen, Snapshot, Step, Verdict, length},
};
use std::collections::{BTreeMap, VecDeque};

/// What the histories contained.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    edits: u64,
    accepted: u64,
    refused: u64,
    repeated: u64,
    snapshots: u64,
    tails: u64,
    cuts: u64,
    late: u64,
    restarts: u64,
    restored: u64,
    joins: u64,
    reloads: u64,
    composed: u64,
    undos: u64,
    redos: u64,
}

impl Totals {
    pub(crate) fn all(&self) -> [u64; 15] {
        [
            self.edits,
            self.accepted,
            self.refused,
            self.repeated,
            self.snapshots,
            self.tails,
            self.cuts,
            self.late,
            self.restarts,
            self.restored,
            self.joins,
            self.reloads,
            self.composed,
            self.undos,
            self.redos,
        ]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.edits += other.edits;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.repeated += other.repeated;
        self.snapshots += other.snapshots;
        self.tails += other.tails;
        self.cuts += other.cuts;
        self.late += other.late;
        self.restarts += other.restarts;
        self.restored += other.restored;
        self.joins += other.joins;
        self.reloads += other.reloads;
        self.composed += other.composed;
        self.undos += other.undos;
        self.redos += other.redos;
    }
}

enum Up {
    /// Which life of the log, and up to where it was heard; nothing yet for a new page.
    Hello(Option<(u32, u32)>),
    Ask(Vec<u8>),
}

#[derive(Clone)]
enum Down {
    Step(u32, Step),
    Refused(u32),
    Snapshot(Snapshot),
    Ready(u32),
}

/// A connection. Its page may have left it; the server goes on reading what was sent before that.
struct Line {
    author: Author,
    listens: bool,
    open: bool,
    up: VecDeque<Up>,
    down: VecDeque<Down>,
}

struct Page {
    author: Author,
    pen: Option<Pen>,
    life: u32,
    line: Option<usize>,
    /// What is in its field, caret included.
    field: String,
    caret: u32,
    composing: bool,
    /// The first edit that was sent of each number, by the characters in it.
    asked: BTreeMap<u32, Edit>,
}

/// What the log holds.
#[derive(Clone)]
enum Row {
    Took(Step),
    Refused(Author, u32, Refusal),
}

#[derive(Default, Clone, Copy)]
struct Fate {
    deleted: bool,
    excused: bool,
}

/// What may happen in a history.
struct Rules {
    unique: bool,
    keep: u32,
    refuses: bool,
    undoes: bool,
    reloads: bool,
    restores: bool,
}

pub(crate) struct World {
    chance: Chance,
    rules: Rules,
    now: u64,
    life: u32,
    paper: Paper,
    log: Vec<Row>,
    /// Rows of the log that are on the disk.
    durable: usize,
    /// A paper as it was written down, and after how many rows.
    saved: Option<(usize, Vec<u8>)>,
    /// What waits for the disk before it is told.
    held: Vec<(usize, Down)>,
    lines: Vec<Line>,
    pages: Vec<Page>,
    authors: u64,
    typed: u32,
    fates: BTreeMap<char, Fate>,
    restored: bool,
    /// A deletion was refused: what was deleted may be back.
    unsure: bool,
    steps: usize,
    pub(crate) totals: Totals,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let rules = Rules {
            unique: chance.percent(65),
            keep: [1, 2, 4, 8, 64, 64, 64, 64][chance.below(8)],
            refuses: chance.percent(50),
            undoes: chance.percent(50),
            reloads: chance.percent(20),
            restores: chance.percent(10),
        };
        let mut world = Self {
            now: 0,
            life: 1,
            paper: Paper::new(String::new(), rules.keep),
            log: vec![],
            durable: 0,
            saved: None,
            held: vec![],
            lines: vec![],
            pages: vec![],
            authors: 0,
            typed: 0,
            fates: BTreeMap::new(),
            restored: false,
            unsure: false,
            steps: 60 + chance.below(140),
            totals: Totals::default(),
            chance,
            rules,
        };
        for _ in 0..2 + world.chance.below(4) {
            world.join();
        }
        world
    }

    fn join(&mut self) {
        let page = self.blank();
        self.pages.push(page);
    }

    fn blank(&mut self) -> Page {
        self.authors += 1;
        Page {
            author: Author(self.authors),
            pen: None,
            life: 0,
            line: None,
            field: String::new(),
            caret: 0,
            composing: false,
            asked: BTreeMap::new(),
        }
    }

    pub(crate) fn run(&mut self) {
        for _ in 0..self.steps {
            self.now += self.chance.next() % 400;
            let page = self.chance.below(self.pages.len());
            match self.chance.below(100) {
                0..30 => self.write(page),
                30..35 if self.rules.undoes => self.undo(page),
                35..38 => self.compose(page),
                38..60 => self.deliver_up(),
                60..83 => self.deliver_down(page),
                83..90 => self.commit(),
                90..94 => self.connect(page),
                94..97 => {
                    self.cut(page);
                    if self.chance.percent(40) {
                        self.connect(page);
                    }
                }
                97 => self.rare(page),
                98 if self.chance.percent(40) => self.restart(false),
                _ => {}
            }
        }
        self.settle();
    }

    fn rare(&mut self, page: usize) {
        if self.chance.percent(40) && self.pages.len() < 8 {
            self.totals.joins += 1;
            self.join();
        } else if self.rules.restores && self.chance.percent(50) {
            self.restart(true);
        } else if self.rules.reloads {
            self.totals.reloads += 1;
            self.cut(page);
            // What had not been accepted is gone with the page, unless it arrives yet.
            if let Some(pen) = &self.pages[page].pen {
                let lost: Vec<char> = pen.text().chars().collect();
                self.excuse(&lost);
            }
            self.pages[page] = self.blank();
        } else if self.chance.percent(50) {
            self.saved =
                Some((self.log.len(), postcard::to_allocvec(&self.paper).expect("a paper can be stored")));
        }
    }

    fn excuse(&mut self, chars: &[char]) {
        for c in chars {
            self.fates.entry(*c).or_default().excused = true;
        }
    }

    fn write(&mut self, page: usize) {
        let Some(pen) = &self.pages[page].pen else { return };
        let old: Vec<char> = pen.field().chars().collect();
        let at = match self.chance.below(3) {
            0 => (self.pages[page].caret as usize).min(old.len()),
            _ => self.chance.below(old.len() + 1),
        };
        let gone = if self.chance.percent(40) { self.chance.below(5).min(old.len() - at) } else { 0 };
        let new: Vec<char> = (0..self.chance.below(4)).map(|_| self.character()).collect();
        let value: String = old[..at].iter().chain(&new).chain(&old[at + gone..]).collect();
        let hint = self.chance.percent(90).then(|| u32::try_from(at + new.len()).expect("short"));
        if self.rules.unique {
            old[at..at + gone].iter().for_each(|c| self.fates.entry(*c).or_default().deleted = true);
            self.fates.extend(new.iter().map(|c| (*c, Fate::default())));
        }
        self.totals.edits += 1;
        let now = self.now;
        let place = &mut self.pages[page];
        place.caret = u32::try_from(at + new.len()).expect("short");
        place.field = value;
        let pen = place.pen.as_mut().expect("it has one");
        let effect = pen.typed(&place.field, hint, now).expect("the field is what the pen has shown");
        self.follow(page, Ok(effect));
    }

    fn character(&mut self) -> char {
        self.typed += 1;
        if self.rules.unique { unique(self.typed) } else { FEW[self.chance.below(6)] }
    }

    fn undo(&mut self, page: usize) {
        let redo = self.chance.percent(40);
        let Some(pen) = &mut self.pages[page].pen else { return };
        let effect = if redo { pen.redo() } else { pen.undo() };
        if redo {
            self.totals.redos += 1;
        } else {
            self.totals.undos += 1;
        }
        self.follow(page, effect);
    }

    fn compose(&mut self, page: usize) {
        let place = &mut self.pages[page];
        let Some(pen) = &mut place.pen else { return };
        place.composing = !place.composing;
        if place.composing {
            self.totals.composed += 1;
            pen.begin_composition();
        } else {
            let effect = pen.end_composition();
            self.follow(page, effect);
        }
    }

    /// Does what a pen says.
    fn follow(&mut self, page: usize, effect: Result<room::text::Effect, Lost>) {
        let effect = effect.expect("nothing is missed on a line");
        let place = &mut self.pages[page];
        if let Some(show) = &effect.show {
            assert!(!place.composing, "the field is left alone");
            let old = place.field.clone();
            place.field = show.apply(&old).expect("an edit of the field");
            place.caret = effect.caret.unwrap_or_else(|| show.caret(place.caret));
            if effect.caret.is_some() {
                // Somebody's own undo deletes what they wrote, and brings back what they deleted.
                let gone: Vec<char> = old.chars().filter(|c| !place.field.contains(*c)).collect();
                gone.iter().for_each(|c| self.fates.entry(*c).or_default().deleted = true);
            }
        }
        let place = &mut self.pages[page];
        assert_eq!(place.pen.as_ref().map(Pen::field), Some(&*place.field));
        if let Some(ask) = effect.ask {
            self.send(page, &ask);
        }
    }

    fn send(&mut self, page: usize, ask: &Ask) {
        let place = &mut self.pages[page];
        place.asked.entry(ask.number).or_insert_with(|| ask.edit.clone());
        let bytes = postcard::to_allocvec(&(ask.number, ask.base, &ask.edit)).expect("an edit can be sent");
        let line = place.line.expect("only on a line");
        self.lines[line].up.push_back(Up::Ask(bytes));
    }

    fn connect(&mut self, page: usize) {
        let place = &mut self.pages[page];
        if place.line.is_some() {
            return;
        }
        let known = place.pen.as_ref().map(|pen| (place.life, pen.revision()));
        place.line = Some(self.lines.len());
        let up = VecDeque::from([Up::Hello(known)]);
        self.lines.push(Line { author: place.author, listens: false, open: true, up, down: VecDeque::new() });
    }

    /// The line breaks somewhere: what had got past that point arrives later.
    fn cut(&mut self, page: usize) {
        let Some(line) = self.pages[page].line.take() else { return };
        self.totals.cuts += 1;
        let line = &mut self.lines[line];
        line.open = false;
        line.down.clear();
        let arrives = self.chance.below(line.up.len() + 2).min(line.up.len());
        line.up.truncate(arrives);
        if let Some(pen) = &mut self.pages[page].pen {
            pen.lost();
        }
    }

    fn deliver_up(&mut self) {
        // What a broken line still holds is often overtaken by what comes on the next one.
        let slow = self.chance.percent(80);
        let busy = |line: &Line| !line.up.is_empty() && (line.open || !slow);
        let busy: Vec<usize> = (0..self.lines.len()).filter(|n| busy(&self.lines[*n])).collect();
        if busy.is_empty() {
            return;
        }
        let line = busy[self.chance.below(busy.len())];
        let Some(up) = self.lines[line].up.pop_front() else { return };
        let author = self.lines[line].author;
        match up {
            Up::Hello(known) => self.hello(line, author, known),
            Up::Ask(bytes) => {
                if !self.lines[line].open {
                    self.totals.late += 1;
                }
                let (number, base, edit) = postcard::from_bytes(&bytes).expect("a page writes edits");
                self.ask(line, author, number, base, &edit);
            }
        }
    }

    fn hello(&mut self, line: usize, author: Author, known: Option<(u32, u32)>) {
        self.lines[line].listens = true;
        let revision = known.filter(|(life, _)| *life == self.life).map(|(_, revision)| revision);
        let steps = revision
            .and_then(|revision| Some((revision, self.paper.since(revision)?.cloned().collect::<Vec<_>>())));
        let tail: Vec<Down> = match steps {
            Some((revision, steps)) => {
                self.totals.tails += 1;
                (revision + 1..).zip(steps).map(|(n, step)| Down::Step(n, step)).collect()
            }
            None => {
                self.totals.snapshots += 1;
                vec![Down::Snapshot(self.paper.snapshot(author))]
            }
        };
        self.held.extend(tail.into_iter().map(|down| (line, down)));
        self.held.push((line, Down::Ready(self.life)));
        self.release();
    }

    fn ask(&mut self, line: usize, author: Author, number: u32, base: u32, edit: &Edit) {
        let mut verdict = self.paper.judge(author, number, base, edit, 5_000);
        if matches!(verdict, Verdict::Accepted(_)) && self.rules.refuses && self.chance.percent(4) {
            verdict = Verdict::Refused(Refusal::NotAllowed);
        }
        match verdict {
            Verdict::Accepted(edit) => {
                self.totals.accepted += 1;
                let step = Step { author, number, edit };
                self.paper.take(&step);
                self.log.push(Row::Took(step.clone()));
                let revision = self.paper.revision();
                for line in (0..self.lines.len()).filter(|n| self.lines[*n].listens) {
                    self.held.push((line, Down::Step(revision, step.clone())));
                }
            }
            Verdict::Refused(why) => {
                self.totals.refused += 1;
                assert_eq!(why, Refusal::NotAllowed, "pages ask for nothing that is not an edit");
                self.paper.refuse(author, number, why.clone());
                self.log.push(Row::Refused(author, number, why));
                self.held.push((line, Down::Refused(number)));
            }
            Verdict::Known(outcome) => {
                self.totals.repeated += 1;
                if outcome.is_err() {
                    self.held.push((line, Down::Refused(number)));
                }
            }
            Verdict::Past => {}
            Verdict::Stale => {
                self.totals.snapshots += 1;
                self.held.push((line, Down::Snapshot(self.paper.snapshot(author))));
            }
        }
        self.release();
    }

    /// What rests on rows that are not on the disk is held back, and all that comes after it.
    fn release(&mut self) {
        if self.durable == self.log.len() {
            for (line, down) in std::mem::take(&mut self.held) {
                if self.lines[line].open {
                    self.lines[line].down.push_back(down);
                }
            }
        }
    }

    fn commit(&mut self) {
        self.durable = self.log.len();
        self.release();
    }

    fn restart(&mut self, lose: bool) {
        self.totals.restarts += 1;
        for page in 0..self.pages.len() {
            self.cut(page);
        }
        self.lines.clear();
        self.held.clear();
        self.log.truncate(self.durable);
        if lose {
            // An old copy of the log: what came after it is gone, and a hello has to know.
            self.totals.restored += 1;
            let kept = self.chance.below(self.log.len() + 1);
            self.log.truncate(kept);
            self.durable = self.log.len();
            self.life += 1;
            self.restored = true;
        }
        let saved = self.saved.take().filter(|(rows, _)| *rows <= self.log.len());
        self.paper = Paper::new(String::new(), self.rules.keep);
        let mut from = 0;
        if let Some((rows, bytes)) = &saved {
            self.paper = postcard::from_bytes(bytes).expect("a paper was stored");
            from = *rows;
        }
        replay(&mut self.paper, &self.log[from..]);
        self.saved = saved;
    }

    fn deliver_down(&mut self, page: usize) {
        let Some(line) = self.pages[page].line else { return };
        let Some(down) = self.lines[line].down.pop_front() else { return };
        let author = self.pages[page].author;
        let place = &mut self.pages[page];
        let effect = match (down, &mut place.pen) {
            (Down::Snapshot(snapshot), None) => {
                let mut pen = Pen::new(author, snapshot.text.clone(), snapshot.revision);
                pen.lost();
                place.field = snapshot.text;
                place.pen = Some(pen);
                return;
            }
            (Down::Snapshot(snapshot), Some(pen)) => {
                let refused =
                    snapshot.last.as_ref().filter(|last| last.outcome.is_err()).map(|last| last.number);
                let effect = pen.snapshot(&snapshot);
                if let (Some(number), Ok(true)) = (refused, effect.as_ref().map(|effect| effect.refused)) {
                    self.no(page, number);
                }
                effect
            }
            (Down::Step(revision, step), Some(pen)) => {
                let foreign = step.author != author;
                let before = pen.text().to_owned();
                let effect = pen.heard(revision, step.author, step.number, &step.edit);
                assert!(foreign || effect.is_ok(), "{before:?}");
                effect
            }
            (Down::Refused(number), Some(pen)) => {
                let effect = pen.refused(number);
                if effect.as_ref().is_ok_and(|effect| effect.refused) {
                    self.no(page, number);
                }
                effect
            }
            (Down::Ready(life), Some(pen)) => {
                place.life = life;
                pen.ready()
            }
            (_, None) => return,
        };
        self.follow(page, effect);
    }

    /// What was refused need not be there, and what it deleted is there again.
    fn no(&mut self, page: usize, number: u32) {
        let asked = self.pages[page].asked[&number].clone();
        for part in asked.parts() {
            match part {
                Part::Insert(text) => self.excuse(&text.chars().collect::<Vec<_>>()),
                Part::Delete(_) => self.unsure = true,
                Part::Keep(_) => {}
            }
        }
    }

    /// Everything arrives.
    fn settle(&mut self) {
        for page in 0..self.pages.len() {
            if self.pages[page].composing {
                self.compose(page);
            }
        }
        for _ in 0..2_000 {
            self.commit();
            for page in 0..self.pages.len() {
                self.connect(page);
                self.deliver_down(page);
            }
            let quiet = self.lines.iter().all(|line| line.up.is_empty() && line.down.is_empty());
            if quiet {
                return;
            }
            for _ in 0..3 {
                self.deliver_up();
            }
        }
        panic!("it never comes to rest");
    }

    pub(crate) fn check(&self) {
        let text = self.paper.text();
        let mut replayed = Paper::new(String::new(), self.rules.keep);
        replay(&mut replayed, &self.log);
        assert_eq!(replayed, self.paper, "the log tells all of it");
        for page in &self.pages {
            let pen = page.pen.as_ref().expect("everybody is connected");
            assert!(pen.is_settled(), "nobody waits for ever");
            assert_eq!((pen.shadow(), pen.text(), &*page.field), (text, text, text), "all see the same");
            assert_eq!(pen.revision(), self.paper.revision());
        }
        assert!(length(text) == 0 || Edit::nothing(length(text)).check(length(text)) == Err(Flaw::Nothing));
        if !self.rules.unique || self.restored {
            return;
        }
        let mut there: BTreeMap<char, u32> = BTreeMap::new();
        text.chars().for_each(|c| *there.entry(c).or_default() += 1);
        for (c, fate) in &self.fates {
            let n = there.remove(c).unwrap_or(0);
            assert!(n <= 1, "{c:?} is doubled in {text:?}");
            assert!(n == 1 || fate.deleted || fate.excused, "{c:?} is lost from {text:?}");
            // A deletion may have gone the way of a page that was loaded anew.
            let sure = fate.deleted && !self.rules.undoes && !self.rules.reloads && !self.unsure;
            assert!(n == 0 || !sure, "{c:?} was deleted and is back in {text:?}");
        }
        assert!(there.is_empty(), "nobody typed {there:?}");
    }
}

fn replay(paper: &mut Paper, rows: &[Row]) {
    for row in rows {
        match row {
            Row::Took(step) => paper.take(step),
            Row::Refused(author, number, why) => paper.refuse(*author, *number, why.clone()),
        }
    }
}
