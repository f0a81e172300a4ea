//! Power cuts: the server is killed in mid-session, again and again, under officers who go on talking.

use crowd::{Officer, Profile, join};
use link::Happening;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use room::{
    Command, Event, LineId, Refusal,
    chat::{self, Audience},
    roster,
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use tests::{House, PATIENCE, Training};
use tokio::{
    sync::watch,
    task::{JoinSet, block_in_place},
    time::{Instant, sleep, timeout, timeout_at},
};

/// Officers in the room.
const OFFICERS: usize = 20;
/// Kills in the normal test run; `KILL_CYCLES=100` for the long one.
const CYCLES: usize = 10;
/// Mean time between two lines of one officer, milliseconds.
const PAUSE_MS: u64 = 100;

/// An officer who writes numbered lines and keeps a record of what became of them.
struct Talker {
    officer: Officer,
    name: String,
    chance: StdRng,
    next_line: Instant,
    /// Lines asked for, by the number of the ask.
    asked: BTreeMap<u32, String>,
    acknowledged: BTreeSet<String>,
    refused: Vec<Refusal>,
    /// Lines that have come in.
    seen: BTreeSet<LineId>,
    /// Lines that came in although they were there.
    seen_again: usize,
    /// How often anybody has been welcomed.
    welcomes: Arc<AtomicUsize>,
}

impl Talker {
    /// Talks until told to stop, then until everything said has been answered.
    async fn talks(mut self, stopped: watch::Receiver<bool>) -> Self {
        loop {
            if !self.officer.connected() && self.officer.connect().await.is_err() {
                self.officer.cut();
                sleep(Duration::from_millis(self.chance.random_range(10..60))).await;
                continue;
            }
            match timeout_at(self.next_line, self.officer.next()).await {
                Ok(Ok(happening)) => self.takes_in(happening),
                Ok(Err(_)) => self.officer.cut(),
                Err(_) if *stopped.borrow() && self.officer.waiting() == 0 => return self,
                Err(_) => {
                    let pause = Duration::from_millis(self.chance.random_range(0..2 * PAUSE_MS));
                    self.next_line = Instant::now() + pause;
                    if !*stopped.borrow() {
                        self.says_something().await;
                    }
                }
            }
        }
    }

    async fn says_something(&mut self) {
        let text = format!("{} says line {}", self.name, self.asked.len() + 1);
        let say = chat::Command::Say { audience: Audience::Everyone, text: text.clone(), reply_to: None };
        // Asks are numbered from 1; should the line break under this one, it waits in the outbox.
        self.asked.insert(u32::try_from(self.asked.len() + 1).expect("there are not so many"), text);
        if self.officer.ask(Command::Chat(say)).await.is_err() {
            self.officer.cut();
        }
    }

    /// Takes in everything that was sent before now.
    async fn catches_up(&mut self) {
        let nothing_new = Command::Roster(roster::Command::Idle(false));
        let number = self.officer.ask(nothing_new).await.expect("the line is up");
        loop {
            let next = timeout(PATIENCE, self.officer.next()).await.expect("the house answers");
            match next.expect("the line is up") {
                Happening::Answered(answered, _) if answered == number => return,
                happening => self.takes_in(happening),
            }
        }
    }

    fn takes_in(&mut self, happening: Happening) {
        match happening {
            Happening::Answered(number, Ok(())) => {
                self.acknowledged.insert(self.asked[&number].clone());
            }
            Happening::Answered(_, Err(refusal)) => self.refused.push(refusal),
            Happening::Happened(_, events) => {
                for event in events {
                    if let Event::Chat(chat::Event::Said { line, .. }) = event
                        && !self.seen.insert(line)
                    {
                        self.seen_again += 1;
                    }
                }
            }
            Happening::Welcomed { .. } => {
                self.welcomes.fetch_add(1, Relaxed);
            }
            Happening::Looked => self.seen.extend(self.officer.room().chat.lines.keys()),
            Happening::Bye(_) => self.officer.cut(),
            _ => {}
        }
    }
}

/// Twenty officers inside a room of a program that can be killed.
async fn crowded() -> (Training, Vec<Talker>, Arc<AtomicUsize>) {
    let house = block_in_place(House::program);
    let training = Training::planned(house, json!({})).await.opened().await;
    let (mut talkers, welcomes) = (vec![], Arc::<AtomicUsize>::default());
    for n in 0..OFFICERS {
        let name = format!("Officer {n}");
        let (department, rank) = (String::new(), String::new());
        let profile = Profile { name: name.clone(), department, rank, training_id: format!("T-{n}") };
        let ticket = join(&training.invitation(), &profile).await.expect("officers may join");
        talkers.push(Talker {
            officer: Officer::new(training.invitation(), ticket, training.next_page()),
            name,
            chance: StdRng::seed_from_u64(n as u64),
            next_line: Instant::now(),
            asked: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            refused: vec![],
            seen: BTreeSet::new(),
            seen_again: 0,
            welcomes: Arc::clone(&welcomes),
        });
    }
    training.facilitator().await.admits_all().await;
    (training, talkers, welcomes)
}

/// Waits until everybody has come back for the `times`-th time, all by themselves.
async fn all_are_back(welcomes: &AtomicUsize, times: usize) {
    let back = async {
        while welcomes.load(Relaxed) < OFFICERS * times {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, back).await.expect("everybody comes back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_often_the_server_is_killed_every_acknowledged_line_is_there_exactly_once() {
    let cycles = std::env::var("KILL_CYCLES").ok().and_then(|n| n.parse().ok()).unwrap_or(CYCLES);
    let (mut training, talkers, welcomes) = crowded().await;
    let (stop, stopped) = watch::channel(false);
    let mut talking = JoinSet::new();
    for talker in talkers {
        talking.spawn(talker.talks(stopped.clone()));
    }
    let mut chance = StdRng::seed_from_u64(9);
    for cycle in 1..=cycles {
        all_are_back(&welcomes, cycle).await;
        sleep(Duration::from_millis(chance.random_range(0..600))).await;
        block_in_place(|| {
            training.house.is_killed();
            training.house.starts_program();
        });
    }
    all_are_back(&welcomes, cycles + 1).await;
    stop.send_replace(true);
    let mut talkers = timeout(PATIENCE, talking.join_all()).await.expect("everybody is answered");
    for talker in &mut talkers {
        talker.catches_up().await;
    }

    let mut amina = training.facilitator().await;
    amina.catches_up().await;
    let lines = &amina.room().chat.lines;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines.values() {
        *times.entry(&line.text).or_default() += 1;
    }
    let acknowledged: Vec<_> = talkers.iter().flat_map(|talker| &talker.acknowledged).collect();
    let lost = acknowledged.iter().filter(|text| !times.contains_key(text.as_str())).count();
    let doubled = times.values().filter(|n| **n > 1).count();
    let seen_again: usize = talkers.iter().map(|talker| talker.seen_again).sum();
    let vanished = talkers.iter().flat_map(|t| &t.seen).filter(|line| !lines.contains_key(line)).count();
    println!(
        "kill -9: {cycles} cycles, {OFFICERS} officers, {} lines acknowledged, {} connections; \
         lost {lost}, doubled {doubled}, seen again {seen_again}, seen and vanished {vanished}",
        acknowledged.len(),
        welcomes.load(Relaxed)
    );
    assert_eq!((lost, doubled, seen_again, vanished), (0, 0, 0, 0));
    for talker in &talkers {
        assert!(talker.refused.is_empty(), "{}: {:?}", talker.name, talker.refused);
        assert_eq!(talker.acknowledged.len(), talker.asked.len(), "{} was answered in the end", talker.name);
        let same = talker.officer.room().chat.lines == *lines;
        assert!(same, "{} does not see what a fresh page sees", talker.name);
    }
    assert!(acknowledged.len() > OFFICERS * cycles, "only {} lines were said", acknowledged.len());
}
