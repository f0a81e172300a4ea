//! Answers on paper that all look alike: a slip of fixed length for each statement, blank for who did not answer.
//!
//! Anonymous answers travel as slips, one a ballot. Statements of one question are on slips of their own, so that
//! nobody is recognized by what they said to several of them together.

use super::draft::{Answer, Draft, Kind, POINTS};
use crate::map::Set;

/// Bytes of a slip.
pub const SLIP: usize = 48;
/// A slip as it is sent.
pub type Slip = [u8; SLIP];

/// No answer was given.
const BLANK: u8 = 0;
/// Prefers not to answer.
const PASS: u8 = 1;
/// An answer follows.
const SAYS: u8 = 2;

/// How many slips the answers to a question of this kind take.
#[must_use]
pub fn slips_of(kind: &Kind) -> usize {
    match kind {
        Kind::Agreement { statements, .. } => statements.len(),
        Kind::Single { .. } | Kind::Multiple { .. } | Kind::Points { .. } => 1,
    }
}

/// An answer on slips; all of them blank without one.
#[must_use]
pub fn write(kind: &Kind, answer: Option<&Answer>) -> Vec<Slip> {
    let slip = |at| {
        let mut slip = [BLANK; SLIP];
        match answer {
            None => {}
            Some(Answer::Pass) => slip[0] = PASS,
            Some(Answer::Chosen(chosen)) => {
                slip[0] = SAYS;
                for option in chosen {
                    if let Some(place) = slip.get_mut(1 + usize::from(*option)) {
                        *place = 1;
                    }
                }
            }
            // Who leaves out one of several statements prefers not to say.
            Some(Answer::Marks(marks)) => match marks.get(at).copied().flatten() {
                Some(mark) => slip[..2].copy_from_slice(&[SAYS, mark]),
                None => slip[0] = PASS,
            },
            Some(Answer::Points(points)) => {
                slip[0] = SAYS;
                for (place, n) in slip[1..].chunks_exact_mut(2).zip(points) {
                    place.copy_from_slice(&n.to_le_bytes());
                }
            }
        }
        slip
    };
    (0..slips_of(kind)).map(slip).collect()
}

/// What a slip says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Blank,
    /// This; for one statement of several, all other marks are missing.
    Answer(Answer),
}

/// Reads the slip for this statement (0 for questions without statements). Nothing for one that no device writes that
/// follows the rules: an unknown option, too many of them, bytes where none belong.
#[must_use]
pub fn read(draft: &Draft, statement: usize, slip: &Slip) -> Option<Said> {
    let answer = match slip[0] {
        BLANK => None,
        PASS => Some(Answer::Pass),
        SAYS => Some(match &draft.kind {
            Kind::Single { .. } | Kind::Multiple { .. } => {
                let chosen = slip[1..].iter().enumerate().filter(|(_, mark)| **mark == 1);
                Answer::Chosen(chosen.filter_map(|(at, _)| u8::try_from(at).ok()).collect::<Set<u8>>())
            }
            Kind::Agreement { statements, .. } => {
                let mut marks = vec![None; statements.len()];
                *marks.get_mut(statement)? = Some(slip[1]).filter(|mark| (1..=POINTS).contains(mark));
                Answer::Marks(marks)
            }
            Kind::Points { options, .. } => {
                let points = slip[1..].chunks_exact(2).map(|n| u16::from_le_bytes([n[0], n[1]]));
                Answer::Points(points.take(options.len()).collect())
            }
        }),
        _ => return None,
    };
    if answer.as_ref().is_some_and(|answer| draft.takes(answer).is_err()) {
        return None;
    }
    // Written again it has to be the same: there is one slip for each answer, and no room for a mark on it.
    let same = write(&draft.kind, answer.as_ref()).get(statement) == Some(slip);
    same.then(|| answer.map_or(Said::Blank, Said::Answer))
}

/// The answer on all slips of one person, one after the other; nothing if they are blank or make no sense.
#[must_use]
pub fn join(draft: &Draft, slips: &[u8]) -> Option<Answer> {
    let mut joined: Option<Answer> = None;
    for (at, slip) in slips.chunks_exact(SLIP).enumerate() {
        let Said::Answer(answer) = read(draft, at, slip.try_into().ok()?)? else { return None };
        joined = Some(match (joined, answer) {
            (None | Some(Answer::Pass), answer) => answer,
            (Some(Answer::Marks(mut marks)), Answer::Marks(more)) => {
                marks.iter_mut().zip(more).for_each(|(mark, more)| *mark = mark.or(more));
                Answer::Marks(marks)
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
        let rows = || vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let (low, high) = (String::new(), String::new());
        vec![
            (Kind::Single { options: rows() }, Answer::Chosen([2].into())),
            (Kind::Multiple { options: rows(), min: 1, max: 2 }, Answer::Chosen([0, 2].into())),
            (Kind::Points { options: rows(), total: 1_000 }, Answer::Points(vec![999, 0, 1])),
            (Kind::Agreement { statements: rows(), low, high }, Answer::Marks(vec![Some(5), None, Some(1)])),
        ]
    }

    fn draft(kind: &Kind) -> Draft {
        Draft { question: "Which?".into(), kind: kind.clone(), ..Draft::default() }
    }

    #[test]
    fn what_is_written_is_read() {
        for (kind, answer) in kinds() {
            let draft = draft(&kind);
            let said: Vec<_> =
                (0..).zip(write(&kind, Some(&answer))).map(|(at, s)| read(&draft, at, &s)).collect();
            let expected = match &answer {
                Answer::Marks(_) => [Some(5), None, Some(1)]
                    .iter()
                    .enumerate()
                    .map(|(at, mark)| {
                        let mut alone = vec![None; 3];
                        alone[at] = *mark;
                        Some(Said::Answer(mark.map_or(Answer::Pass, |_| Answer::Marks(alone))))
                    })
                    .collect(),
                _ => vec![Some(Said::Answer(answer))],
            };
            assert_eq!(said, expected);
            for blank in write(&kind, None) {
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
                for byte in 1..SLIP {
                    for bit in 0..8 {
                        let mut marked = slip;
                        marked[byte] ^= 1 << bit;
                        // Another answer is lawful; the same one on another slip is not.
                        assert!(read(&draft, statement, &marked).is_none_or(|said| Some(said) != good));
                    }
                }
            }
        }
    }

    #[test]
    fn answers_that_nobody_can_give_are_refused() {
        let [(single, _), .., (agreement, _)] = &kinds()[..] else { unreachable!("four kinds") };
        let says = |bytes: &[u8]| {
            let mut slip = [0; SLIP];
            slip[..bytes.len()].copy_from_slice(bytes);
            slip
        };
        assert_eq!(read(&draft(single), 0, &says(&[2, 0, 0, 0, 1])), None, "an unknown option");
        assert_eq!(read(&draft(single), 0, &says(&[2, 1, 1])), None, "two of one");
        assert_eq!(read(&draft(single), 0, &says(&[2])), None, "none of one");
        assert_eq!(read(&draft(single), 0, &says(&[3])), None, "neither blank nor an answer");
        assert_eq!(read(&draft(agreement), 0, &says(&[2, 6])), None, "a sixth mark");
        assert_eq!(read(&draft(agreement), 3, &says(&[2, 5])), None, "a fourth statement");
    }
}
