//! Somebody with everything that is left of anonymous polls tries to find out who cast which ballot: the database in its
//! physical order, write-ahead log, backups, server logs, metrics, and every byte that went to every role.
//!
//! The attack: whatever names a voter (what they drew, their seat) and whatever belongs to a ballot (its key, its token, its
//! answer's seal) is looked for in every file; both are brought into the order in which they lie there, and the n-th voter
//! is guessed to have cast the n-th ballot. Every order of voters is tried with every order of ballots on half of the polls,
//! and the pair that worked best is scored on the other half. The same program attacks a store that keeps ballots without
//! names as they arrive, each followed by a note of who has voted, as other products do: it links all of them.

use crate::{House, Member, Training, run_rollcall};
use crowd::{Voter, cast};
use futures_util::future::join_all;
use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use room::{
    Command, PollId,
    poll::{self, Answer, Ask, Draft, Kind, Manner, Status, sealed::Name},
};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use store::{LogRow, SqliteStore, Store as _};

/// What the attack came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linkage {
    /// Ballots whose voter was guessed.
    pub guessed: usize,
    /// Guesses that were right.
    pub right: usize,
    /// Guesses in the store that keeps ballots as they come.
    pub naive_guessed: usize,
    /// Those that were right.
    pub naive_right: usize,
    /// Voters of each poll.
    pub voters: usize,
}

impl Linkage {
    /// The share of guesses that are right by chance.
    #[must_use]
    pub fn chance(&self) -> f64 {
        1.0 / self.voters as f64
    }

    /// How far the right guesses are from chance, in standard deviations of so many random orders.
    #[must_use]
    pub fn sigmas(&self) -> f64 {
        // In a random order one guess of a poll is right on average, and its variance is 1.
        let polls = self.guessed as f64 / self.voters as f64;
        (self.right as f64 - polls) / polls.sqrt()
    }
}

/// A poll, as far as it is known who is who.
struct Case {
    /// What names each voter, by kind.
    voters: Vec<Vec<Vec<u8>>>,
    /// What belongs to the ballot of each voter, in the same order, by kind.
    ballots: Vec<Vec<Vec<u8>>>,
}

/// Orders of a poll's voters and of its ballots, by where they were found.
type Orders = BTreeMap<String, Vec<usize>>;

/// Files by name.
type Files = Vec<(String, Vec<u8>)>;

/// Where each of these lies first in a file.
fn offsets(file: &[u8], needles: &[Vec<u8>]) -> Vec<Option<usize>> {
    let start = |bytes: &[u8]| bytes.first_chunk::<8>().map(|bytes| u64::from_le_bytes(*bytes));
    let mut by_start: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, needle) in needles.iter().enumerate() {
        by_start.entry(start(needle).expect("nothing shorter is looked for")).or_default().push(at);
    }
    let mut found = vec![None; needles.len()];
    for at in 0..file.len() {
        let Some(candidates) = start(&file[at..]).and_then(|start| by_start.get(&start)) else { continue };
        for needle in candidates {
            if found[*needle].is_none() && file[at..].starts_with(&needles[*needle]) {
                found[*needle] = Some(at);
            }
        }
    }
    found
}

/// What a house with a log calls it.
const LOG: &str = "server.log";
/// Nobody draws more ballots a minute than so many.
const OF_A_SESSION: usize = 25;

/// Who is first, second, ... where all of them are found.
fn order(found: &[Option<usize>]) -> Option<Vec<usize>> {
    let mut places: Vec<(usize, usize)> =
        found.iter().enumerate().map(|(who, place)| Some(((*place)?, who))).collect::<Option<_>>()?;
    places.sort_unstable();
    Some(places.into_iter().map(|(_, who)| who).collect())
}

impl Case {
    /// All orders in which these files hold the voters, and the ballots.
    fn orders(&self, files: &Files) -> (Orders, Orders) {
        let (mut voters, mut ballots) = (Orders::new(), Orders::new());
        let kinds = || self.voters.iter().chain(&self.ballots);
        let needles: Vec<Vec<u8>> = kinds().flatten().cloned().collect();
        for (name, file) in files {
            let found = offsets(file, &needles);
            let mut found = found.as_slice();
            for (kind, needles) in kinds().enumerate() {
                let (of_kind, rest) = found.split_at(needles.len());
                found = rest;
                let orders = if kind < self.voters.len() { &mut voters } else { &mut ballots };
                orders.extend(order(of_kind).map(|order| (format!("{kind} in {name}"), order)));
            }
        }
        (voters, ballots)
    }
}

/// Tries every order of voters with every order of ballots on half of the polls, and scores the best on the rest: how many
/// were guessed, and how many of them rightly.
fn score(cases: &[(Orders, Orders)]) -> (usize, usize) {
    let right =
        |voters: &[usize], ballots: &[usize]| voters.iter().zip(ballots).filter(|(a, b)| a == b).count();
    let mut scores: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (known, unknown) = cases.split_at(cases.len() / 2);
    for (voters, ballots) in known {
        for (voters_by, of_voters) in voters {
            for (ballots_by, of_ballots) in ballots {
                *scores.entry((voters_by, ballots_by)).or_default() += right(of_voters, of_ballots);
            }
        }
    }
    let mut ranked: Vec<_> = scores.into_iter().collect();
    ranked.sort_by_key(|(_, right)| std::cmp::Reverse(*right));
    // What is found in one poll may not be found in another: a log is emptied into the database now and then.
    let guess = |(voters, ballots): &(Orders, Orders)| {
        let mut pairs = ranked.iter().map(|((by, of), _)| voters.get(*by).zip(ballots.get(*of)));
        let together = voters.iter().flat_map(|v| ballots.iter().map(move |b| (v, b)));
        let mut elsewhere =
            together.filter(|((v, _), (b, _))| v[1..] == b[1..]).map(|((_, v), (_, b))| (v, b));
        let pair = pairs.find_map(|pair| pair).or_else(|| elsewhere.next());
        let (voters, ballots) = pair.expect("they are found somewhere");
        (voters.len(), right(voters, ballots))
    };
    unknown.iter().map(guess).fold((0, 0), |(all, ok), (guessed, right)| (all + guessed, ok + right))
}

/// Somebody in the room who votes.
struct Officer {
    page: Member,
    voter: Voter,
}

/// Lets so many officers vote in so many anonymous polls, and attacks what is left of them.
pub async fn attack(polls: usize, voters: usize) -> Linkage {
    let mut chance = StdRng::seed_from_u64(9);
    let (mut cases, mut naive_cases) = (vec![], vec![]);
    let mut done = 0;
    while done < polls {
        let here = (polls - done).min(OF_A_SESSION);
        let training = Training::planned(House::program_with_log(), json!({})).await.opened().await;
        let mut lead = training.facilitator().await;
        let mut watching =
            vec![training.visitor("guest", "Rev. Cole").await, training.visitor("observer", "Kim").await];
        let mut officers = vec![];
        for n in 0..voters {
            let page = training.officer(&format!("Officer {n} of {voters}")).await;
            officers.push(Officer { voter: page.voter(), page });
        }
        lead.admits_all().await;
        for page in officers.iter_mut().map(|officer| &mut officer.page).chain(&mut watching) {
            page.is_let_in().await;
        }
        let mut read_to = HashMap::new();
        for _ in 0..here {
            let (case, known, naive) = vote(&training, &mut lead, &mut officers, &mut chance).await;
            let mut files = left(&training).await;
            files.extend(known);
            files.push(("bytes to facilitators".into(), lead.kept_bytes().to_vec()));
            files.push(("bytes to an officer".into(), officers[0].page.kept_bytes().to_vec()));
            for page in &mut watching {
                page.catches_up().await;
                files.push((format!("bytes to {:?}", page.myself().role), page.kept_bytes().to_vec()));
            }
            cases.push(case.orders(&new(files, &mut read_to)));
            let marks = Case { voters: vec![(0..voters).map(mark).collect()], ballots: case.ballots };
            naive_cases.push(marks.orders(&naive));
        }
        done += here;
    }
    let ((guessed, right), (naive_guessed, naive_right)) = (score(&cases), score(&naive_cases));
    Linkage { guessed, right, naive_guessed, naive_right, voters }
}

/// Of what only grows, what is new since the last poll: the rest has been looked at.
fn new(files: Files, read_to: &mut HashMap<String, usize>) -> Files {
    let grows = |name: &str| name.starts_with("bytes to") || name == LOG;
    let part = |(name, bytes): (String, Vec<u8>)| {
        let from = if grows(&name) { read_to.insert(name.clone(), bytes.len()).unwrap_or(0) } else { 0 };
        (name, bytes[from.min(bytes.len())..].to_vec())
    };
    files.into_iter().map(part).collect()
}

/// One poll from opening to counting; with it the board as it is served, and the requests for tokens in their order, which
/// are known by name and stand in the session's log.
async fn vote(
    training: &Training,
    lead: &mut Member,
    officers: &mut [Officer],
    chance: &mut StdRng,
) -> (Case, Files, Files) {
    let n = lead.room().poll.polls.len();
    let options = vec!["Yes".into(), "No".into(), "Not sure".into()];
    let question = format!("Would your squad back you? {n}");
    let draft =
        Draft { question, kind: Kind::of(Manner::Single, options), ask: Ask::Anonymous, ..Draft::default() };
    lead.does(Command::Poll(poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None }))
        .await;
    let id = *lead.room().poll.polls.last_key_value().expect("a poll").0;
    let keyed = move |room: &room::Room| {
        room.poll.polls.get(&id).and_then(|p| p.sealed.as_ref()).is_some_and(|s| !s.keys.is_empty())
    };
    lead.sees("the keys", keyed).await;
    let name = lead.room().poll.polls[&id].sealed.as_ref().map(|sealed| sealed.name).unwrap_or_default();
    let mut drawing: Vec<usize> = (0..officers.len()).collect();
    drawing.shuffle(chance);
    let (mut drawn, mut requests) = (vec![vec![]; officers.len()], vec![]);
    for at in drawing {
        let Officer { page, voter } = &mut officers[at];
        page.sees("the keys", keyed).await;
        let blinded = voter.draw(page.room(), page.id(), id).await.expect("drawn");
        drawn[at] = seal::digest(&blinded).to_vec();
        requests.extend_from_slice(&drawn[at]);
        voter.choose(id, Some(Answer::Numbers((0..3).map(|n| u16::from(n == at % 3)).collect())));
    }
    lead.does(Command::Poll(poll::Command::Close(id))).await;
    let ballots: Vec<_> =
        officers.iter().map(|o| o.voter.ballots(o.page.room(), id).expect("drawn").remove(0)).collect();
    let mut posting: Vec<usize> = (0..officers.len()).collect();
    posting.shuffle(chance);
    let naive = naive(&posting, &ballots);
    let invitation = training.invitation();
    for at in posting {
        while cast(&invitation, &training.session, name, ballots[at].as_bytes()).await.expect("open").as_u16()
            == 404
        {}
    }
    counted(lead, id).await;
    join_all(officers.iter_mut().map(|officer| counted(&mut officer.page, id))).await;
    let seats = officers.iter().map(|officer| seat(&officer.page.ticket().seat)).collect();
    let names = officers.iter().map(|officer| officer.page.myself().name.clone().into_bytes()).collect();
    let part = |from: usize, to: usize| ballots.iter().map(|b| b.as_bytes()[from..to].to_vec()).collect();
    let known = vec![("the board".into(), board(training, name).await), ("requests".into(), requests)];
    let ballots = vec![part(0, 32), part(64, 320), part(369, 433)];
    (Case { voters: vec![drawn, seats, names], ballots }, known, naive)
}

async fn counted(page: &mut Member, id: PollId) {
    page.sees("the count", |room| matches!(room.poll.polls[&id].status, Status::Closed(_))).await;
}

fn seat(text: &str) -> Vec<u8> {
    let hex: String = text.chars().filter(|c| *c != '-').collect();
    u128::from_str_radix(&hex, 16).expect("a seat's id").to_be_bytes().to_vec()
}

async fn board(training: &Training, name: Name) -> Vec<u8> {
    let name = data_encoding::HEXLOWER.encode(&name);
    training.house.http().get(&format!("/b/{}/{name}", training.session)).send().await.granted().body.to_vec()
}

/// Everything that a house leaves: its files, its log, its counters, a backup.
async fn left(training: &Training) -> Files {
    let mut files = read(training.house.data());
    files.extend(read(&training.house.beside("")));
    let metrics = training.house.http().get("/metrics").send().await;
    files.push(("metrics".into(), metrics.body.to_vec()));
    files
}

fn read(folder: &std::path::Path) -> Files {
    let entries = std::fs::read_dir(folder).expect("the folder can be read").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let name = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    files.map(|entry| (name(&entry), std::fs::read(entry.path()).unwrap_or_default())).collect()
}

/// What is in the files of a store as others have it: a ballot without a name when it comes, then a note that its voter has
/// voted.
fn naive(posting: &[usize], ballots: &[seal::Ballot]) -> Files {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = SqliteStore::open(folder.path()).expect("a store opens");
    let session = uuid::Uuid::from_u128(1);
    let bodies = posting.iter().flat_map(|voter| [ballots[*voter].as_bytes().to_vec(), mark(*voter)]);
    for (seq, body) in (0..).zip(bodies) {
        let row = LogRow { seq, at_ms: 0, version: 1, body };
        store::wait(|done| store.append(session, seq, vec![row], done)).expect("written");
    }
    read(folder.path())
}

fn mark(voter: usize) -> Vec<u8> {
    format!("voter {voter:06} has voted").into_bytes()
}

/// Whether a backup holds anything of a poll whose ballots are on their way, by their keys.
#[must_use]
pub fn backup_holds(house: &House, needles: &[Vec<u8>]) -> bool {
    let to = house.beside("backup.db");
    let (data, path) = (house.data().display().to_string(), to.display().to_string());
    let output = run_rollcall(&["backup", "--live", "--data", &data, "--to", &path]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    offsets(&std::fs::read(to).expect("the backup can be read"), needles).iter().any(Option::is_some)
}
