//! Answers on paper that all look alike: a slip of fixed length for each statement, blank for who did not answer.
//!
//! Anonymous answers travel as slips, one a ballot. Statements of one question are on slips of their own, so that
//! nobody is recognized by what they said to several of them together.

use super::draft::{Answer, Draft, Kind, Manner};
use crate::limit;

/// Bytes of a slip with numbers.
const NUMBERS: usize = 48;
/// Bytes of a slip with words: room for the longest text in any script.
const WORDS: usize = 1 + limit::ANSWER * 4;
/// Bytes of the longest slip.
pub const LONGEST: usize = WORDS;

/// No answer was given.
const BLANK: u8 = 0;
/// Prefers not to answer.
const PASS: u8 = 1;
/// An answer follows.
const SAYS: u8 = 2;

/// How many slips the answers to a question of this kind take.
#[must_use]
pub fn slips_of(kind: &Kind) -> usize {
    if kind.by_row() { kind.rows.len() } else { 1 }
}

/// Bytes of each slip for a question of this kind; all have this length, so that the length says nothing.
#[must_use]
pub fn length(kind: &Kind) -> usize {
    if kind.is_words() { WORDS } else { NUMBERS }
}

/// An answer on slips; all of them blank without one.
#[must_use]
pub fn write(kind: &Kind, answer: Option<&Answer>) -> Vec<Vec<u8>> {
    (0..slips_of(kind)).map(|at| one(kind, answer, at)).collect()
}

fn one(kind: &Kind, answer: Option<&Answer>, at: usize) -> Vec<u8> {
    let said = match answer {
        None => vec![BLANK],
        Some(Answer::Pass) => vec![PASS],
        Some(Answer::Words(words)) => [&[SAYS][..], words.join("\n").as_bytes()].concat(),
        Some(Answer::Numbers(numbers)) if kind.by_row() => match numbers.get(at) {
            Some(1..) => vec![SAYS, low(numbers[at])],
            // Who leaves out one of several rows prefers not to say.
            _ => vec![PASS],
        },
        Some(Answer::Numbers(numbers)) => {
            let points = kind.manner == Manner::Points;
            let bytes =
                numbers.iter().flat_map(|n| if points { n.to_le_bytes().to_vec() } else { vec![low(*n)] });
            std::iter::once(SAYS).chain(bytes).collect()
        }
    };
    let mut slip = said;
    slip.resize(length(kind), 0);
    slip
}

/// Numbers that are no points fit in a byte.
fn low(n: u16) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// What a slip says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Blank,
    /// This; for one of several rows, nothing is said to the others.
    Answer(Answer),
}

/// Reads the slip for this row (0 for questions that are answered as a whole). Nothing for one that no device writes that
/// follows the rules: an unknown option, too many of them, bytes where none belong.
#[must_use]
pub fn read(draft: &Draft, at: usize, slip: &[u8]) -> Option<Said> {
    let kind = &draft.kind;
    let (first, rest) = slip.split_first()?;
    let answer = match *first {
        BLANK => None,
        PASS => Some(Answer::Pass),
        SAYS if kind.is_words() => Some(Answer::Words(words(kind, rest)?)),
        SAYS => {
            let mut numbers = vec![0; kind.rows.len()];
            match kind.manner {
                _ if kind.by_row() => *numbers.get_mut(at)? = u16::from(*rest.first()?),
                Manner::Points => {
                    let points = rest.chunks_exact(2).map(|n| u16::from_le_bytes([n[0], n[1]]));
                    numbers.iter_mut().zip(points).for_each(|(place, n)| *place = n);
                }
                _ => numbers.iter_mut().zip(rest).for_each(|(place, n)| *place = u16::from(*n)),
            }
            Some(Answer::Numbers(numbers))
        }
        _ => return None,
    };
    if answer.as_ref().is_some_and(|answer| draft.takes(answer).is_err()) {
        return None;
    }
    // Written again it has to be the same: there is one slip for each answer, and no room for a mark on it.
    let same = at < slips_of(kind) && one(kind, answer.as_ref(), at) == slip;
    same.then(|| answer.map_or(Said::Blank, Said::Answer))
}

fn words(kind: &Kind, bytes: &[u8]) -> Option<Vec<String>> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let text = std::str::from_utf8(&bytes[..end]).ok()?.to_owned();
    // A text has lines of its own.
    Some(if kind.manner == Manner::Text { vec![text] } else { text.lines().map(str::to_owned).collect() })
}

/// The answer on all slips of one person, one after the other; nothing if they are blank or make no sense.
#[must_use]
pub fn join(draft: &Draft, slips: &[u8]) -> Option<Answer> {
    let mut joined: Option<Answer> = None;
    for (at, slip) in slips.chunks_exact(length(&draft.kind)).enumerate() {
        let Said::Answer(answer) = read(draft, at, slip)? else { return None };
        joined = Some(match (joined, answer) {
            (None | Some(Answer::Pass), answer) => answer,
            (Some(Answer::Numbers(mut numbers)), Answer::Numbers(more)) => {
                numbers.iter_mut().zip(more).for_each(|(n, more)| *n = (*n).max(more));
                Answer::Numbers(numbers)
            }
            (Some(known), _) => known,
        });
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> Vec<(Kind, Answer)> {
        let rows = || ["a", "b", "c"].map(str::to_owned).to_vec();
        let numbers =
            |manner, numbers: [u16; 3]| (Kind::of(manner, rows()), Answer::Numbers(numbers.to_vec()));
        let words = |manner, words: &[&str]| {
            (Kind::of(manner, vec![]), Answer::Words(words.iter().map(|word| (*word).to_owned()).collect()))
        };
        let mut points = numbers(Manner::Points, [999, 0, 1]);
        points.0.max = 1_000;
        vec![
            numbers(Manner::Single, [0, 0, 1]),
            numbers(Manner::Multiple, [1, 0, 1]),
            numbers(Manner::Ranking, [3, 1, 2]),
            points,
            numbers(Manner::Agreement, [5, 0, 1]),
            numbers(Manner::Rating, [1, 0, 4]),
            numbers(Manner::Grid, [15, 0, 51]),
            words(Manner::Cloud, &["respect", "time to listen"]),
            words(Manner::Text, &["Say why.\nThen wait."]),
        ]
    }

    fn draft(kind: &Kind) -> Draft {
        Draft { question: "Which?".into(), kind: kind.clone(), ..Draft::default() }
    }

    #[test]
    fn what_is_written_is_read() {
        for (kind, answer) in kinds() {
            let draft = draft(&kind);
            let slips = write(&kind, Some(&answer));
            let said: Vec<_> = slips.iter().enumerate().map(|(at, slip)| read(&draft, at, slip)).collect();
            // Of several rows, each is on a slip of its own.
            let alone = |at: usize, n: u16| {
                let numbers = (0..3).map(|row| if row == at { n } else { 0 }).collect();
                if n == 0 { Answer::Pass } else { Answer::Numbers(numbers) }
            };
            let expected: Vec<_> = match kind.by_row() {
                true => answer.numbers().iter().enumerate().map(|(at, n)| alone(at, *n)).collect(),
                false => vec![answer],
            };
            assert_eq!(
                said,
                expected.into_iter().map(|answer| Some(Said::Answer(answer))).collect::<Vec<_>>()
            );
            for blank in write(&kind, None) {
                assert_eq!(blank.len(), length(&kind));
                assert_eq!(read(&draft, 0, &blank), Some(Said::Blank));
            }
        }
    }

    #[test]
    fn what_is_written_on_several_slips_is_joined_again() {
        for (kind, answer) in kinds() {
            let draft = draft(&kind);
            assert_eq!(join(&draft, &write(&kind, Some(&answer)).concat()), Some(answer));
            let pass = write(&kind, Some(&Answer::Pass)).concat();
            assert_eq!(join(&draft, &pass), Some(Answer::Pass));
            assert_eq!(join(&draft, &write(&kind, None).concat()), None);
        }
    }

    #[test]
    fn a_slip_with_a_mark_of_its_own_is_refused() {
        for (kind, answer) in kinds() {
            for (at, slip) in write(&kind, Some(&answer)).into_iter().chain(write(&kind, None)).enumerate() {
                let (draft, statement) = (draft(&kind), at % slips_of(&kind));
                let good = read(&draft, statement, &slip);
                assert!(good.is_some());
                for byte in 1..slip.len() {
                    for bit in 0..8 {
                        let mut marked = slip.clone();
                        marked[byte] ^= 1 << bit;
                        // Another answer is lawful; the same one on another slip is not.
                        assert!(read(&draft, statement, &marked).is_none_or(|said| Some(said) != good));
                    }
                }
                assert_eq!(read(&draft, statement, &[&slip[..], &[0]].concat()), None, "it is too long");
                assert_eq!(read(&draft, statement, &slip[1..]), None, "it is too short");
            }
        }
    }

    #[test]
    fn answers_that_nobody_can_give_are_refused() {
        let kinds = kinds();
        let read = |manner: Manner, at: usize, bytes: &[u8]| {
            let (kind, _) = kinds.iter().find(|(kind, _)| kind.manner == manner).expect("one of all");
            let mut slip = bytes.to_vec();
            slip.resize(length(kind), 0);
            read(&draft(kind), at, &slip)
        };
        assert_eq!(read(Manner::Single, 0, &[2, 0, 0, 0, 1]), None, "an unknown option");
        assert_eq!(read(Manner::Single, 0, &[2, 1, 1]), None, "two of one");
        assert_eq!(read(Manner::Single, 0, &[2]), None, "none of one");
        assert_eq!(read(Manner::Single, 0, &[3]), None, "neither blank nor an answer");
        assert_eq!(read(Manner::Single, 1, &[2, 1]), None, "a second slip");
        assert_eq!(read(Manner::Agreement, 0, &[2, 6]), None, "a sixth mark");
        assert_eq!(read(Manner::Agreement, 3, &[2, 5]), None, "a fourth statement");
        assert_eq!(read(Manner::Grid, 0, &[2, 16]), None, "beside the grid");
        assert_eq!(read(Manner::Ranking, 0, &[2, 1, 1, 2]), None, "two of them first");
        assert_eq!(read(Manner::Cloud, 0, b"\x02trust\nTrust"), None, "the same twice");
        assert_eq!(read(Manner::Cloud, 0, b"\x02a\nb\nc\nd"), None, "a fourth word");
        assert_eq!(read(Manner::Text, 0, b"\x02 trust"), None, "a space before it");
        assert_eq!(read(Manner::Text, 0, b"\x02\xff"), None, "no text");
    }
}
