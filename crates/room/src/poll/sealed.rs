//! Anonymous polls: who may vote, who has drawn a token, and what came out. Never who said what.
//!
//! Answers stay on the officers' devices until the poll closes; then they come as ballots that nobody can tie to who
//! sent them, to the server and not through this room. What the room decides is who may have a token (once), when
//! answers are collected, and which results may be told without giving anybody away ([`super::judge`]).
//!
//! Each step is told by [`super::Event::Sealed`], which brings what is known of the poll from then on: who may vote (with the
//! opening), the keys (when the server has made them), that ballots are collected, the count. Only that somebody has drawn
//! tokens is an event of its own, told to nobody.

use super::{Draft, Event, Poll, Status, Tally, find, judge, slip};
use crate::map::Map;
use crate::{Context, Digest, PersonId, PollId, Refusal, Room, Viewer, roster::Role};
use serde::{Deserialize, Serialize};

/// Answers to an anonymous poll are told only if at least so many gave one.
pub const FEWEST: usize = 5;
/// The same where the question is sensitive, or where people write.
pub const FEWEST_SENSITIVE: usize = 10;
/// Keys of one poll at most: one for each published group and statement.
pub const CELLS: usize = 40;
/// Bytes of a public key: SubjectPublicKeyInfo of an RSA key of 2,048 bits.
pub const KEY: usize = 294;
/// Ballots are waited for at most so long, in ms.
pub const COLLECTING_MS: i64 = 30_000;
/// Ballots are sent within so many ms after the closing, each at a moment of its own.
pub const SPREAD_MS: u32 = 5_000;

/// The public name of an anonymous poll: random bytes from the server.
pub type Name = [u8; 16];

/// What an anonymous poll knows besides its question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Whose answers are counted together. Several only where results are told by department.
    pub groups: Vec<Group>,
    /// Who may vote, and in which group. A view holds its viewer only.
    pub eligible: Map<PersonId, u8>,
    /// Its public name; zeros until the keys are there.
    #[serde(with = "crate::bytes")]
    pub name: Name,
    /// The public keys one after the other, [`KEY`] bytes each, statement by statement in each group; none until the server
    /// has made them.
    pub keys: Vec<u8>,
    /// Who has drawn tokens, and for what, so that the same request gets the same answer. In no view, and never sent.
    #[serde(skip)]
    pub issued: Map<PersonId, Digest>,
    /// What came out.
    pub outcome: Option<Outcome>,
}

/// People whose answers are counted together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Their departments; empty where all are counted together.
    pub name: String,
    /// How many they are.
    pub size: u32,
}

/// What came out of an anonymous poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// In which form it may be told.
    pub verdict: Verdict,
    /// How many could vote: they had drawn a token.
    pub issued: u32,
    /// How many ballots came in, blanks included.
    pub ballots: u32,
    /// Counts by group for [`Verdict::Counted`], one for all together otherwise; none where nothing may be told, and in
    /// the view of those who are not shown them.
    pub tallies: Vec<Tally>,
    /// What the published board is recognized by; none where no board is published.
    pub board: Option<Digest>,
}

/// In which form results may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Exactly, and everybody can count again.
    Counted,
    /// Exactly, but for all together and without a board: by group, or by how they write, somebody could be found out.
    Whole,
    /// Only what changed since the last exact round: 0 for fewer, 1 for about as many, 2 for more, where what too few people
    /// could have made is no change; nothing if no round was exact. The voters are nearly the same, so exact numbers would tell how the few answered who are not in both.
    Changed,
    /// Only what nearly everybody said: 1 for that, 0 for the rest. Exact numbers would tell what each of them said.
    Skewed,
    /// Nothing: too few answered.
    TooFew,
    /// Nothing: ballots were lost on the way, and the rest would be no honest result.
    Void,
}

/// What the server may ask about an anonymous poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The keys are made.
    Key {
        /// The poll's public name.
        name: Name,
        /// As many keys as [`wants`] asked for.
        keys: Vec<u8>,
    },
    /// Somebody draws tokens.
    Issue {
        /// Who.
        person: PersonId,
        /// What they want signed, in short (SHA-256).
        drawn: Digest,
    },
    /// The ballots are in.
    Count {
        /// The answers with their cells, in the order of the board.
        slips: Vec<(u8, Vec<u8>)>,
        /// Whether they have been collected without a break since the closing.
        whole: bool,
        /// The board's digest.
        board: Digest,
    },
}

/// What an anonymous poll waits for from the server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Want {
    /// So many keys.
    Keys(usize),
    /// That ballots are collected and counted.
    Ballots {
        /// The poll's public name.
        name: Name,
        /// How many at most.
        most: usize,
    },
}

/// What the server has to do for anonymous polls now.
#[must_use]
pub fn wants(room: &Room) -> Vec<(PollId, Want)> {
    let want = |(id, poll): (&PollId, &Poll)| {
        let sealed = poll.sealed.as_ref()?;
        let want = match poll.status {
            Status::Open if sealed.keys.is_empty() => Want::Keys(cells(poll, sealed)),
            Status::Collecting(_) => {
                let most = sealed.issued.len() * slip::slips_of(&poll.draft.kind);
                Want::Ballots { name: sealed.name, most }
            }
            Status::Open | Status::Closed(_) => return None,
        };
        Some((*id, want))
    };
    let polls = room.poll.polls.iter().filter(|_| room.ended.is_none());
    polls.filter_map(want).collect()
}

fn cells(poll: &Poll, sealed: &Sealed) -> usize {
    sealed.groups.len() * slip::slips_of(&poll.draft.kind)
}

impl Sealed {
    /// The cells that somebody votes in: their group's, statement by statement.
    pub fn cells_of<'a>(
        &'a self,
        person: PersonId,
        draft: &Draft,
    ) -> Option<impl Iterator<Item = (u8, &'a [u8])>> {
        let group = usize::from(*self.eligible.get(&person)?);
        let each = slip::slips_of(&draft.kind);
        let numbered = (0..).zip(self.keys.chunks_exact(KEY));
        Some(numbered.skip(group * each).take(each))
    }

    /// How many may vote.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.groups.iter().map(|group| group.size).sum()
    }

    /// All answers counted together, if they may be told.
    #[must_use]
    pub fn total(&self) -> Option<Tally> {
        let (first, rest) = self.outcome.as_ref()?.tallies.split_first()?;
        Some(rest.iter().fold(first.clone(), |sum, tally| sum.plus(tally)))
    }
}

/// The smallest number of answers that are told.
#[must_use]
pub fn fewest(draft: &Draft) -> usize {
    if draft.sensitive || draft.kind.is_words() { FEWEST_SENSITIVE } else { FEWEST }
}

/// The officers who would be asked if an anonymous poll opened now: those who are here.
fn voters(room: &Room) -> impl Iterator<Item = &crate::roster::Person> {
    // Simulated officers are nobody's crowd to hide in, but practice could not be practiced without them.
    let real = |simulated: bool| !simulated || room.charter.practice;
    room.roster.present().filter(move |p| p.role == Role::Officer && real(p.simulated))
}

/// Whether somebody votes in this poll.
#[must_use]
pub fn votes(room: &Room, poll: PollId, person: PersonId) -> bool {
    let sealed = room.poll.polls.get(&poll).and_then(|poll| poll.sealed.as_ref());
    sealed.is_some_and(|sealed| sealed.eligible.contains_key(&person))
}

/// Whether a poll of this name has been counted and its ballots published.
#[must_use]
pub fn has_board(room: &Room, name: Name) -> bool {
    let sealed = room.poll.polls.values().filter_map(|poll| poll.sealed.as_ref());
    let mut boards = sealed.filter_map(|sealed| Some((sealed.name, sealed.outcome.as_ref()?.board?)));
    boards.any(|(other, _)| other == name)
}

/// How many officers an anonymous poll would ask now.
#[must_use]
pub fn asked_now(room: &Room) -> usize {
    voters(room).count()
}

/// Freezes who may vote.
pub(super) fn frame(room: &Room, draft: &Draft) -> Result<Sealed, Refusal> {
    let fewest = fewest(draft);
    let departments = voters(room).map(|p| (p.id, p.department.trim())).collect::<Vec<_>>();
    if departments.len() < fewest {
        return Err(Refusal::TooFew { needed: u32::try_from(fewest).unwrap_or(u32::MAX) });
    }
    let by_department = draft.by_department && fewest == FEWEST;
    let most = CELLS / slip::slips_of(&draft.kind).max(1);
    let names = departments.iter().map(|(_, name)| if by_department { *name } else { "" });
    let groups = judge::merged(names, fewest, most.max(1));
    let group_of = |name: &str| groups.iter().position(|group| !by_department || group.contains(&name));
    let eligible = departments.iter().map(|(id, name)| (*id, group_of(name).map_or(0, |at| at as u8)));
    let eligible: Map<PersonId, u8> = eligible.collect();
    let group = |(at, names): (usize, &Vec<&str>)| {
        let size = eligible.values().filter(|group| usize::from(**group) == at).count();
        let named = groups.len() > 1;
        let name = if named { names.join(", ") } else { String::new() };
        Group { name, size: u32::try_from(size).unwrap_or(u32::MAX) }
    };
    let groups = groups.iter().enumerate().map(group).collect();
    Ok(Sealed { groups, eligible, ..Sealed::default() })
}

/// Decides about an anonymous poll, for the server.
pub(super) fn decide(
    room: &Room,
    ctx: &Context,
    id: PollId,
    command: &Command,
) -> Result<Option<Event>, Refusal> {
    let poll = find(room, id)?;
    let sealed = poll.sealed.as_ref().ok_or(Refusal::Unknown)?;
    match command {
        Command::Key { name, keys } => {
            if poll.status != Status::Open {
                return Err(Refusal::PollClosed);
            }
            let fits = sealed.keys.is_empty() && keys.len() == cells(poll, sealed) * KEY;
            let keyed = || Sealed { name: *name, keys: keys.clone(), ..(**sealed).clone() };
            Ok(fits.then(|| keyed().at(id, poll.status, false)))
        }
        Command::Issue { person, drawn } => {
            if let Some(before) = sealed.issued.get(person) {
                return if before == drawn { Ok(None) } else { Err(Refusal::TokenDrawn) };
            }
            if !sealed.eligible.contains_key(person) {
                return Err(Refusal::NotAllowed);
            }
            if sealed.keys.is_empty() || !poll.takes_answers(ctx.now) {
                return Err(Refusal::PollClosed);
            }
            Ok(Some(Event::Issued { poll: id, person: *person, drawn: *drawn }))
        }
        Command::Count { slips, whole, board } => {
            if !matches!(poll.status, Status::Collecting(_)) {
                return Err(Refusal::NotNow);
            }
            let mut outcome = judge::judge(room, id, slips, *whole);
            outcome.board = Some(*board).filter(|_| outcome.verdict == Verdict::Counted);
            let counted = Sealed { outcome: Some(outcome), ..(**sealed).clone() };
            Ok(Some(counted.at(id, Status::Closed(ctx.now), false)))
        }
    }
}

/// The count of one group's answers (a group is numbered from 0), for whoever counts again.
#[must_use]
pub fn count(draft: &Draft, group: usize, slips: &[(u8, Vec<u8>)]) -> Tally {
    judge::Counted::of(draft, group, slips).tally
}

/// Whether the board of these ballots may be published.
#[must_use]
pub fn publishes(room: &Room, poll: PollId, slips: &[(u8, Vec<u8>)], whole: bool) -> bool {
    judge::judge(room, poll, slips, whole).verdict == Verdict::Counted
}

fn own(eligible: &Map<PersonId, u8>, viewer: &Viewer) -> Map<PersonId, u8> {
    eligible.get(&viewer.person).map(|group| (viewer.person, *group)).into_iter().collect()
}

impl Outcome {
    fn seen(&self, poll: &Poll, viewer: &Viewer) -> Self {
        let mut seen = self.clone();
        if poll.shown.is_none() && !viewer.sees_answers(poll) {
            seen.tallies.clear();
        }
        if !viewer.facilitates() {
            seen.tallies.iter_mut().for_each(|tally| *tally = tally.without(&poll.struck));
        }
        seen
    }
}

impl Sealed {
    pub(super) fn seen(&self, poll: &Poll, viewer: &Viewer) -> Self {
        Self {
            groups: self.groups.clone(),
            eligible: own(&self.eligible, viewer),
            name: self.name,
            keys: self.keys.clone(),
            issued: Map::new(),
            outcome: self.outcome.as_ref().map(|outcome| outcome.seen(poll, viewer)),
        }
    }

    /// That an anonymous poll is now like this. Who has drawn tokens stays as it is.
    pub(super) fn at(mut self, poll: PollId, status: Status, shown: bool) -> Event {
        self.issued = Map::new();
        Event::Sealed { poll, status, shown, sealed: Box::new(self) }
    }
}

#[cfg(test)]
mod tests;
