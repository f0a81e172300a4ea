//! Results of anonymous polls: counts, as far as they may be told, and what it takes to count again.

use super::{
    Product,
    polls::{Line, lines, round},
};
use academy::records::Class;
use data_encoding::{BASE64, HEXLOWER};
use room::{
    Digest, Room,
    poll::{
        Draft, Kind, Poll, Tally,
        sealed::{KEY, Outcome, Sealed, Verdict},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every anonymous poll that has been counted.
#[derive(Serialize, Deserialize)]
pub(crate) struct AnonymousPolls(pub(super) Vec<AnonymousPoll>);

/// One of them.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AnonymousPoll {
    question: String,
    /// 2 if the same was asked before, and so on.
    round: usize,
    kind: Kind,
    verdict: Verdict,
    /// How many had a ballot, and how many ballots came in.
    issued: u32,
    ballots: u32,
    /// The counts by group, or of all together.
    groups: Vec<(String, Tally)>,
    /// The poll's public name; hexadecimal.
    name: String,
    /// The public keys by cell, statement by statement in each group; SubjectPublicKeyInfo in Base64.
    keys: Vec<String>,
    /// The board's SHA-256, if it has been published; hexadecimal.
    board: Option<String>,
}

/// A poll as it is handed out to be counted again: `rollcall verify-poll` reads it, and so can others.
#[derive(Serialize, Deserialize)]
pub(crate) struct Recount {
    /// What this file is.
    pub(crate) format: String,
    pub(crate) poll: AnonymousPoll,
    /// The ballots in the order of the board; Base64.
    pub(crate) ballots: Vec<String>,
}

/// What [`Recount::format`] says.
pub(crate) const FORMAT: &str = "rollcall anonymous poll 2";

impl Product for AnonymousPolls {
    const NAME: &str = "anonymous-polls.json";
    const CLASS: Class = Class::AnonymousTallies;

    fn of(room: &Room) -> Self {
        Self(room.poll.polls.values().filter_map(|poll| AnonymousPoll::of(room, poll)).collect())
    }
}

impl AnonymousPolls {
    /// The poll of this public name (hexadecimal), with its ballots, if they have been published.
    pub(crate) fn recount(&self, name: &str, board: &[u8]) -> Option<Recount> {
        let poll = self.0.iter().find(|poll| poll.name == name && poll.board.is_some())?.clone();
        let ballots = board.chunks(seal::BALLOT).map(|ballot| BASE64.encode(ballot)).collect();
        Some(Recount { format: FORMAT.to_owned(), poll, ballots })
    }
}

impl AnonymousPoll {
    fn of(room: &Room, poll: &Poll) -> Option<Self> {
        let sealed = poll.sealed.as_ref()?;
        let count = |sealed: &Sealed| u32::try_from(sealed.issued.len()).unwrap_or(u32::MAX);
        // Whoever answered is told that it came to nothing.
        let lost = || Outcome {
            verdict: Verdict::Void,
            issued: count(sealed),
            ballots: 0,
            tallies: vec![],
            board: None,
        };
        let outcome = sealed.outcome.clone().or_else(|| room.ended.map(|_| lost()))?;
        let named = outcome.tallies.len() == sealed.groups.len();
        let name = |at: usize| if named { sealed.groups[at].name.clone() } else { String::new() };
        let groups = outcome.tallies.iter().enumerate().map(|(at, tally)| (name(at), tally.clone()));
        Some(Self {
            question: poll.draft.question.clone(),
            round: round(room, poll),
            kind: poll.draft.kind.clone(),
            verdict: outcome.verdict,
            issued: outcome.issued,
            ballots: outcome.ballots,
            groups: groups.collect(),
            name: HEXLOWER.encode(&sealed.name),
            keys: sealed.keys.chunks(KEY).map(|key| BASE64.encode(key)).collect(),
            board: outcome.board.map(|Digest(digest)| HEXLOWER.encode(&digest)),
        })
    }

    /// Lines of the spreadsheet; where nothing exact may be told, one that says so.
    pub(super) fn lines(&self) -> Vec<Line> {
        let head = |group: &str| {
            [self.question.clone(), self.round.to_string(), "anonymous".to_owned(), group.to_owned()]
        };
        let why = match self.verdict {
            Verdict::Counted | Verdict::Whole => {
                return self
                    .groups
                    .iter()
                    .flat_map(|(name, tally)| lines(&head(name), &self.kind, tally))
                    .collect();
            }
            Verdict::Changed => "not told: the voters are nearly those of an earlier round",
            Verdict::Skewed => "not told: nearly everybody said the same",
            Verdict::TooFew => "not told: too few answered",
            Verdict::Void => "void: ballots were lost, or the session ended before they were counted",
        };
        let [question, round, names, group] = head("");
        let mut line = Line::default();
        [line[0], line[1], line[2], line[3], line[5]] = [question, round, names, group, why.to_owned()];
        vec![line]
    }

    /// What was asked, as ballots are read by it.
    fn draft(&self) -> Draft {
        Draft { question: self.question.clone(), kind: self.kind.clone(), ..Draft::default() }
    }
}

/// Counts a poll again from its file, and says what came out.
///
/// # Errors
/// What does not fit.
pub(crate) fn verify_poll(file: &[u8]) -> Result<String, Miscount> {
    let recount: Recount = serde_json::from_slice(file).map_err(|e| Miscount::Unreadable(e.to_string()))?;
    recount.check()?;
    Ok(recount.summary())
}

/// Why a poll does not come out as it says.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Miscount {
    /// The file is not one of ours, or damaged.
    #[error("this is not the file of an anonymous poll: {0}")]
    Unreadable(String),
    /// The ballots are not all valid.
    #[error("the ballots are not what they should be: {0}")]
    Ballots(#[from] seal::Error),
    /// The board is another one than was announced.
    #[error("these are not the ballots that were announced when the poll was counted")]
    Digest,
    /// More ballots than people had one.
    #[error("there are more ballots than people who had one, or not as many as it says")]
    Stuffed,
    /// Counting gives something else.
    #[error("counting again gives another result")]
    Tally,
}

impl Recount {
    /// Counts again.
    fn check(&self) -> Result<(), Miscount> {
        let unreadable = |what: &str| Miscount::Unreadable(what.to_owned());
        if self.format != FORMAT {
            return Err(unreadable("it has another format"));
        }
        let bytes = |text: &String| BASE64.decode(text.as_bytes()).map_err(|_| unreadable("bad Base64"));
        let board = self.ballots.iter().map(bytes).collect::<Result<Vec<_>, _>>()?.concat();
        let name = HEXLOWER.decode(self.poll.name.as_bytes()).ok().and_then(|name| name.try_into().ok());
        let name = name.ok_or_else(|| unreadable("bad name"))?;
        let keys = self.poll.keys.iter().map(|key| Ok(seal::PublicKey::from_der(&bytes(key)?)?));
        let keys = keys.collect::<Result<Vec<_>, Miscount>>()?;
        let ballots = seal::check(&name, &keys, &board)?;
        if self.poll.board != Some(HEXLOWER.encode(&seal::digest(&board))) {
            return Err(Miscount::Digest);
        }
        let draft = self.poll.draft();
        let each = room::poll::slip::slips_of(&draft.kind).max(1);
        let mut by_cell: BTreeMap<usize, u32> = BTreeMap::new();
        for ballot in &ballots {
            *by_cell.entry(usize::from(ballot.cell()) % each).or_default() += 1;
        }
        let voters = by_cell.values().copied().max().unwrap_or(0);
        if voters > self.poll.issued || voters != self.poll.ballots {
            return Err(Miscount::Stuffed);
        }
        let slips: Vec<_> = ballots.iter().map(|ballot| (ballot.cell(), ballot.answer().to_vec())).collect();
        let groups =
            (0..self.poll.groups.len()).map(|group| room::poll::sealed::count(&draft, group, &slips));
        let told = self.poll.groups.iter().map(|(_, tally)| tally.clone());
        if groups.eq(told) { Ok(()) } else { Err(Miscount::Tally) }
    }

    /// What came out, for a person at a terminal.
    fn summary(&self) -> String {
        let mut text = format!("{}\n", self.poll.question);
        for (group, tally) in &self.poll.groups {
            if !group.is_empty() {
                text += &format!("\n{group}\n");
            }
            for (row, counts) in self.poll.kind.rows().iter().zip(&tally.rows) {
                let counts = counts.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
                text += &format!("  {counts:>12}  {row}\n");
            }
            text += &format!("  {:>12}  preferred not to answer\n", tally.passed);
        }
        let board = self.poll.board.as_deref().unwrap_or_default();
        text += &format!("\nThe ballots announced in the room have this SHA-256: {board}\n");
        text +=
            &format!("{} of {} ballots came in, each signed once.\n", self.poll.ballots, self.poll.issued);
        text
    }
}
