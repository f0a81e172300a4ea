//! Which results of an anonymous poll may be told without telling what somebody answered.
//!
//! The rules: at least [`fewest`] answers; groups are merged until each has so many people, fixed before the poll
//! opens, and told by group only if each has so many answers; not exactly where nearly all said the same; and over all
//! rounds of a question, no two published results may differ by a few people only.

use super::{
    Poll, Status, Tally,
    draft::{Answer, Draft},
    sealed::{FEWEST_SENSITIVE, Outcome, Sealed, Verdict, fewest},
    slip::{self, Said},
};
use crate::map::{Map, Set};
use crate::{PersonId, PollId, Room};

/// Of those who answered a sensitive question, so many in a hundred may say the same without being told exactly.
const NEARLY_ALL: u32 = 90;

/// Joins names that occur too rarely until every group has at least `fewest` people, and until there are at most `most`
/// groups. Everybody is in one of them, so that nothing can be found out by subtracting.
pub(super) fn merged<'a>(
    names: impl Iterator<Item = &'a str>,
    fewest: usize,
    most: usize,
) -> Vec<Vec<&'a str>> {
    let mut sizes: Map<&str, usize> = Map::new();
    for name in names {
        let size = sizes.get(&name).copied().unwrap_or(0);
        sizes.insert(name, size + 1);
    }
    let mut groups: Vec<(usize, Vec<&str>)> = sizes.iter().map(|(name, size)| (*size, vec![*name])).collect();
    loop {
        groups.sort();
        let too_small = groups.first().is_some_and(|(size, _)| *size < fewest);
        if groups.len() < 2 || !(too_small || groups.len() > most) {
            break;
        }
        let (size, names) = groups.remove(0);
        if let Some((other, others)) = groups.first_mut() {
            *other += size;
            others.extend(names);
            others.sort_unstable();
        }
    }
    let mut groups: Vec<_> = groups.into_iter().map(|(_, names)| names).collect();
    groups.sort();
    groups
}

/// What may be told of these ballots. Ballots that no honest device sends count as blank.
pub(super) fn judge(room: &Room, id: PollId, slips: &[(u8, Vec<u8>)], whole: bool) -> Outcome {
    let nothing = Outcome { verdict: Verdict::Void, issued: 0, ballots: 0, tallies: vec![], board: None };
    let Some((poll, sealed)) = room.poll.polls.get(&id).and_then(|p| Some((p, &**p.sealed.as_ref()?))) else {
        return nothing;
    };
    let each = slip::slips_of(&poll.draft.kind).max(1);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let nothing =
        Outcome { issued: count(sealed.issued.len()), ballots: count(slips.len().div_ceil(each)), ..nothing };
    // After a break nobody knows whether ballots that had come were lost.
    if !whole && slips.len() < sealed.issued.len() * each {
        return nothing;
    }
    let groups: Vec<Counted> =
        (0..sealed.groups.len()).map(|group| Counted::of(&poll.draft, group, slips)).collect();
    let Some(all) = groups.iter().cloned().reduce(|sum, group| sum.plus(&group)) else { return nothing };
    let earlier = earlier(room, id, poll);
    // What was delicate once stays so.
    let sensitive = poll.draft.sensitive || earlier.iter().any(|other| other.poll.draft.sensitive);
    let fewest = if sensitive { FEWEST_SENSITIVE } else { fewest(&poll.draft) };
    let told = |verdict, tallies| Outcome { verdict, tallies, ..nothing.clone() };
    if all.answers() < fewest {
        return told(Verdict::TooFew, vec![]);
    }
    let own: Set<PersonId> = sealed.issued.keys().copied().collect();
    let crowds: Vec<_> = earlier.iter().flat_map(|other| crowds(other.sealed)).collect();
    let with = |new: Vec<Set<PersonId>>| hides_everybody(&[crowds.clone(), new].concat(), fewest);
    // Whose ballot is missing is seen in the roster: then who was counted is not who could be.
    let missing = slips.len() < sealed.issued.len() * each;
    let apart =
        |other: &Earlier<'_>| missing || other.is_incomplete() || other.tells_few_apart(&own, &all, fewest);
    if !with(vec![own.clone()]) || earlier.iter().any(apart) {
        let exact = earlier.iter().rev().find(|other| verdict(other.sealed) != Some(Verdict::Skewed));
        let by = fewest as u64 * u64::from(poll.draft.kind.budget());
        let last = exact.and_then(|other| other.sealed.total());
        return told(Verdict::Changed, last.map(|last| changes(&last, &all.tally, by)).into_iter().collect());
    }
    if let Some(said) = all.nearly_all_said(poll) {
        return told(Verdict::Skewed, vec![said]);
    }
    let tellable = |group: &Counted| group.answers() >= fewest && group.nearly_all_said(poll).is_none();
    let apart = || !sensitive && groups.iter().all(tellable) && with(crowds_by_group(sealed));
    // What somebody wrote is nowhere beside their signature.
    let by_group = !poll.draft.kind.is_words() && (groups.len() == 1 || apart());
    if by_group {
        return told(Verdict::Counted, groups.into_iter().map(|group| group.tally).collect());
    }
    // The board says to which group a ballot belongs, so that it cannot be published where groups are not told.
    told(Verdict::Whole, vec![all.tally])
}

/// The answers of one group.
#[derive(Clone)]
pub(super) struct Counted {
    pub(super) tally: Tally,
    /// How many answered each statement, those who prefer not to say included.
    answered: Vec<u32>,
    /// Those who prefer not to say, by statement.
    passed: Vec<u32>,
}

impl Counted {
    pub(super) fn of(draft: &Draft, group: usize, slips: &[(u8, Vec<u8>)]) -> Self {
        let each = slip::slips_of(&draft.kind).max(1);
        let (mut said, mut answered, mut passed) = (vec![], vec![0; each], vec![0; each]);
        for (cell, bytes) in slips.iter().filter(|(cell, _)| usize::from(*cell) / each == group) {
            let statement = usize::from(*cell) % each;
            let Some(Said::Answer(answer)) = slip::read(draft, statement, bytes) else { continue };
            answered[statement] += 1;
            passed[statement] += u32::from(answer == Answer::Pass);
            said.push(answer);
        }
        let mut tally = Tally::of(&draft.kind, said.iter());
        // Each statement came on a slip of its own.
        tally.answered = answered.iter().copied().max().unwrap_or(0);
        tally.passed = passed.iter().copied().max().unwrap_or(0);
        Self { tally, answered, passed }
    }

    fn plus(&self, other: &Self) -> Self {
        let sums = |ours: &[u32], theirs: &[u32]| ours.iter().zip(theirs).map(|(a, b)| a + b).collect();
        Self {
            tally: self.tally.plus(&other.tally),
            answered: sums(&self.answered, &other.answered),
            passed: sums(&self.passed, &other.passed),
        }
    }

    /// How many answered the statement that the fewest answered.
    fn answers(&self) -> usize {
        self.answered.iter().copied().min().map_or(0, |n| n as usize)
    }

    /// If nearly everybody said the same to something: what that was, marked with 1.
    fn nearly_all_said(&self, poll: &Poll) -> Option<Tally> {
        let share = if poll.draft.sensitive { NEARLY_ALL } else { 100 };
        // All but one say as much as all: the one knows what everybody else said.
        let nearly = |n: u64, of: u64| n > 0 && (n + 1 >= of || n * 100 >= of * u64::from(share));
        let rows = &self.tally.rows;
        // Points are given, not chosen: all that everybody has went to one option.
        let each = poll.draft.kind.budget();
        let says = |statement: usize, n: u32| {
            let of = self.answered.get(statement).or(self.answered.first()).copied().unwrap_or(0);
            nearly(u64::from(n).div_ceil(u64::from(each)), u64::from(of))
        };
        let passes = self.passed.iter().zip(&self.answered);
        let mut any = passes.clone().any(|(n, of)| nearly(u64::from(*n), u64::from(*of)));
        let marked = rows.iter().enumerate().map(|(at, row)| {
            row.iter().map(|n| u32::from(says(at, *n))).inspect(|mark| any |= *mark == 1).collect()
        });
        let marked: Vec<Vec<u32>> = marked.collect();
        let word = |(word, n): &(String, u32)| says(0, *n).then(|| (word.clone(), 1));
        let words: Vec<_> = self.tally.words.iter().filter_map(word).collect();
        (any || !words.is_empty()).then_some(Tally { rows: marked, words, ..Tally::default() })
    }
}

/// A poll that asks the same and has been told.
struct Earlier<'a> {
    poll: &'a Poll,
    sealed: &'a Sealed,
}

impl Earlier<'_> {
    /// Whether ballots were missing.
    fn is_incomplete(&self) -> bool {
        self.sealed.outcome.as_ref().is_some_and(|outcome| outcome.ballots < outcome.issued)
    }

    /// Whether other people could vote, and so few more or fewer answered that the difference tells what they said.
    fn tells_few_apart(&self, own: &Set<PersonId>, all: &Counted, fewest: usize) -> bool {
        let same = self.sealed.issued.keys().eq(own.iter());
        let answered = self.sealed.total().map_or(0, |tally| tally.answered);
        let apart = answered.abs_diff(all.tally.answered) as usize;
        !same && (1..fewest).contains(&apart)
    }
}

/// The other polls that ask the same and have told more than a change, in the order in which they were closed. Two may have
/// been open at once, so one that was asked later may have been told earlier.
fn earlier<'a>(room: &'a Room, id: PollId, poll: &Poll) -> Vec<Earlier<'a>> {
    let rounds = room.poll.rounds(id);
    let asked = folded(poll);
    let same = |(other, earlier): &(&PollId, &Poll)| {
        **other != id && (rounds.contains(*other) || folded(earlier) == asked)
    };
    let told = |poll: &'a Poll| {
        let sealed = &**poll.sealed.as_ref()?;
        let telling = matches!(verdict(sealed)?, Verdict::Counted | Verdict::Whole | Verdict::Skewed);
        telling.then_some(Earlier { poll, sealed })
    };
    let mut earlier: Vec<_> =
        room.poll.polls.iter().filter(same).filter_map(|(_, poll)| told(poll)).collect();
    earlier.sort_by_key(|other| match other.poll.status {
        Status::Closed(at) | Status::Collecting(at) => at,
        Status::Open => poll.opened_at,
    });
    earlier
}

/// What a poll asks, whatever its spelling: letters and figures only, the options in any order.
fn folded(poll: &Poll) -> (String, Vec<String>) {
    let fold = |text: &String| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut rows: Vec<_> = poll.draft.kind.rows().iter().map(fold).collect();
    rows.sort();
    (fold(&poll.draft.question), rows)
}

fn verdict(sealed: &Sealed) -> Option<Verdict> {
    sealed.outcome.as_ref().map(|outcome| outcome.verdict)
}

/// The sets of people of whom exact results have been told.
fn crowds(sealed: &Sealed) -> Vec<Set<PersonId>> {
    match verdict(sealed) {
        Some(Verdict::Counted) => crowds_by_group(sealed),
        _ => vec![sealed.issued.keys().copied().collect()],
    }
}

fn crowds_by_group(sealed: &Sealed) -> Vec<Set<PersonId>> {
    let of = |group: usize| {
        let there =
            |person: &&PersonId| sealed.eligible.get(person).is_some_and(|g| usize::from(*g) == group);
        sealed.issued.keys().filter(there).copied().collect()
    };
    (0..sealed.groups.len()).map(of).collect()
}

/// Whether results about these crowds, put together in any way, tell nothing about fewer than `fewest` people: all who
/// are in exactly the same crowds are at least so many.
fn hides_everybody(crowds: &[Set<PersonId>], fewest: usize) -> bool {
    let mut alike: Map<Vec<bool>, usize> = Map::new();
    let people: Set<PersonId> = crowds.iter().flatten().copied().collect();
    for person in &people {
        let where_in: Vec<bool> = crowds.iter().map(|crowd| crowd.contains(person)).collect();
        let n = alike.get(&where_in).copied().unwrap_or(0);
        alike.insert(where_in, n + 1);
    }
    alike.values().all(|n| *n >= fewest)
}

/// How a result differs from the last one: 0 for fewer, 1 for about as many, 2 for more. What fewer people than are told
/// could have made, `by`, is no change.
fn changes(before: &Tally, now: &Tally, by: u64) -> Tally {
    let change = |(before, now): (&u32, &u32)| {
        let (before, now) = (u64::from(*before), u64::from(*now));
        if now >= before + by { 2 } else { u32::from(now + by > before) }
    };
    let rows = before.rows.iter().zip(&now.rows).map(|(was, is)| was.iter().zip(is).map(change).collect());
    Tally { rows: rows.collect(), ..Tally::default() }
}
