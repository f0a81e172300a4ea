//! Counting answers, without names.

use super::draft::{Answer, Kind, POINTS};
use serde::{Deserialize, Serialize};

/// What the answers come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many answered, those who prefer not to say included.
    pub answered: u32,
    /// How many of them prefer not to say.
    pub passed: u32,
    /// The counts.
    pub counts: Counts,
}

/// Counts in the order of the options or statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counts {
    /// How many chose each option.
    Options(Vec<u32>),
    /// For each statement, how many gave the mark 1, 2, 3, 4, 5.
    Marks(Vec<[u32; POINTS as usize]>),
    /// The sum of points for each option.
    Points(Vec<u32>),
}

impl Tally {
    /// Counts `answers` to a question of this kind. Answers that do not fit it count as nothing.
    pub fn of<'a>(kind: &Kind, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let rows = kind.rows().len();
        let counts = match kind {
            Kind::Single { .. } | Kind::Multiple { .. } => Counts::Options(vec![0; rows]),
            Kind::Agreement { .. } => Counts::Marks(vec![[0; POINTS as usize]; rows]),
            Kind::Points { .. } => Counts::Points(vec![0; rows]),
        };
        let mut tally = Self { answered: 0, passed: 0, counts };
        for answer in answers {
            tally.answered += 1;
            tally.passed += u32::from(*answer == Answer::Pass);
            tally.counts.add(answer);
        }
        tally
    }

    /// How many gave this statement a mark.
    #[must_use]
    pub fn marked(&self, statement: usize) -> u32 {
        self.marks(statement).map_or(0, |marks| marks.iter().sum())
    }

    /// The mean mark of a statement; none when nobody marked it.
    #[must_use]
    pub fn mean(&self, statement: usize) -> Option<f64> {
        let marks = self.marks(statement)?;
        let sum: u32 = (1u32..).zip(marks).map(|(mark, n)| mark * n).sum();
        let n: u32 = marks.iter().sum();
        (n > 0).then(|| f64::from(sum) / f64::from(n))
    }

    /// The median mark of a statement (the lower of two middle ones); none when nobody marked it.
    #[must_use]
    pub fn median(&self, statement: usize) -> Option<u8> {
        self.quantile(statement, 2)
    }

    /// Between which marks the middle half of a statement's answers lies; none when nobody marked it.
    #[must_use]
    pub fn spread(&self, statement: usize) -> Option<(u8, u8)> {
        Some((self.quantile(statement, 1)?, self.quantile(statement, 3)?))
    }

    fn marks(&self, statement: usize) -> Option<&[u32; POINTS as usize]> {
        match &self.counts {
            Counts::Marks(rows) => rows.get(statement),
            Counts::Options(_) | Counts::Points(_) => None,
        }
    }

    /// The smallest mark that at least so many quarters of the answers do not exceed.
    fn quantile(&self, statement: usize, quarters: u32) -> Option<u8> {
        let marks = self.marks(statement)?;
        let needed = (marks.iter().sum::<u32>() * quarters).div_ceil(4);
        let mut so_far = 0;
        (1..=POINTS).zip(marks).find_map(|(mark, n)| {
            so_far += n;
            (needed > 0 && so_far >= needed).then_some(mark)
        })
    }
}

impl Counts {
    fn add(&mut self, answer: &Answer) {
        match (self, answer) {
            (Self::Options(rows), Answer::Chosen(chosen)) => {
                for option in chosen {
                    if let Some(n) = rows.get_mut(usize::from(*option)) {
                        *n += 1;
                    }
                }
            }
            (Self::Marks(rows), Answer::Marks(marks)) => {
                for (row, mark) in rows.iter_mut().zip(marks) {
                    if let Some(n) = mark.and_then(|m| row.get_mut(usize::from(m).checked_sub(1)?)) {
                        *n += 1;
                    }
                }
            }
            (Self::Points(rows), Answer::Points(points)) => {
                for (sum, n) in rows.iter_mut().zip(points) {
                    *sum = sum.saturating_add(u32::from(*n));
                }
            }
            (_, Answer::Pass | Answer::Chosen(_) | Answer::Marks(_) | Answer::Points(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(marks: &[u8]) -> Tally {
        let kind = Kind::Agreement { statements: vec!["s".into()], low: String::new(), high: String::new() };
        let answers: Vec<_> = marks.iter().map(|m| Answer::Marks(vec![Some(*m)])).collect();
        Tally::of(&kind, answers.iter())
    }

    #[test]
    fn nineteen_answers_have_a_median_of_four_and_spread_from_three_to_five() {
        let marks = [5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2];
        let tally = agreement(&marks);
        assert_eq!(tally.counts, Counts::Marks(vec![[0, 2, 4, 7, 6]]));
        assert_eq!((tally.median(0), tally.spread(0)), (Some(4), Some((3, 5))));
        assert_eq!(tally.mean(0).map(|m| (m * 100.0).round()), Some(389.0));
    }

    #[test]
    fn nobody_has_no_mean() {
        let tally = agreement(&[]);
        assert_eq!((tally.mean(0), tally.median(0), tally.spread(0)), (None, None, None));
        assert_eq!((tally.mean(7), tally.marked(0)), (None, 0));
    }

    #[test]
    fn who_prefers_not_to_say_answered_but_counts_for_nothing() {
        let kind = Kind::Single { options: vec!["a".into(), "b".into()] };
        let answers = [Answer::Pass, Answer::Chosen([1].into()), Answer::Chosen([9].into())];
        let tally = Tally::of(&kind, answers.iter());
        assert_eq!(tally, Tally { answered: 3, passed: 1, counts: Counts::Options(vec![0, 1]) });
    }

    #[test]
    fn points_are_summed() {
        let kind = Kind::Points { options: vec!["a".into(), "b".into()], total: 5 };
        let answers = [Answer::Points(vec![5, 0]), Answer::Points(vec![2, 3])];
        assert_eq!(Tally::of(&kind, answers.iter()).counts, Counts::Points(vec![7, 3]));
    }
}
