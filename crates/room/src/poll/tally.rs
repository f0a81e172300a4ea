//! Counting answers, without names.

use super::draft::{Answer, Kind, POINTS};
use serde::{Deserialize, Serialize};

/// What the answers come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many answered, those who prefer not to say included.
    pub answered: u32,
    /// How many of them prefer not to say.
    pub passed: u32,
    /// For each option how many chose it, or the sum of points given to it; for each statement how many gave the mark
    /// 1, 2, 3, 4, 5.
    pub rows: Vec<Vec<u32>>,
}

impl Tally {
    /// Counts `answers` to a question of this kind. Answers that do not fit it count as nothing.
    pub fn of<'a>(kind: &Kind, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let width = if matches!(kind, Kind::Agreement { .. }) { usize::from(POINTS) } else { 1 };
        let mut tally = Self { answered: 0, passed: 0, rows: vec![vec![0; width]; kind.rows().len()] };
        for answer in answers {
            tally.answered += 1;
            tally.passed += u32::from(*answer == Answer::Pass);
            tally.add(answer);
        }
        tally
    }

    fn add(&mut self, answer: &Answer) {
        match answer {
            Answer::Pass => {}
            Answer::Chosen(chosen) => {
                for option in chosen {
                    self.give(usize::from(*option), 0, 1);
                }
            }
            Answer::Marks(marks) => {
                for (row, mark) in marks.iter().enumerate() {
                    if let Some(column) = mark.and_then(|mark| usize::from(mark).checked_sub(1)) {
                        self.give(row, column, 1);
                    }
                }
            }
            Answer::Points(points) => {
                for (row, n) in points.iter().enumerate() {
                    self.give(row, 0, u32::from(*n));
                }
            }
        }
    }

    fn give(&mut self, row: usize, column: usize, n: u32) {
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            *cell = cell.saturating_add(n);
        }
    }

    /// Both counted together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.answered += other.answered;
        sum.passed += other.passed;
        for (at, row) in other.rows.iter().enumerate() {
            for (column, n) in row.iter().enumerate() {
                sum.give(at, column, *n);
            }
        }
        sum
    }

    /// What an option or statement got that needs one number only.
    #[must_use]
    pub fn count(&self, row: usize) -> u32 {
        self.rows.get(row).and_then(|row| row.first()).copied().unwrap_or(0)
    }

    /// How many gave this statement a mark.
    #[must_use]
    pub fn marked(&self, statement: usize) -> u32 {
        self.marks(statement).iter().sum()
    }

    /// The mean mark of a statement; none when nobody marked it.
    #[must_use]
    pub fn mean(&self, statement: usize) -> Option<f64> {
        let sum: u32 = (1u32..).zip(self.marks(statement)).map(|(mark, n)| mark * n).sum();
        let n = self.marked(statement);
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

    /// How many gave each mark to this statement; nothing where there are no marks.
    #[must_use]
    pub fn marks(&self, statement: usize) -> &[u32] {
        let row = self.rows.get(statement).map(Vec::as_slice).unwrap_or_default();
        if row.len() > 1 { row } else { &[] }
    }

    /// The smallest mark that at least so many quarters of the answers do not exceed.
    fn quantile(&self, statement: usize, quarters: u32) -> Option<u8> {
        let needed = (self.marked(statement) * quarters).div_ceil(4);
        let mut so_far = 0;
        (1..=POINTS).zip(self.marks(statement)).find_map(|(mark, n)| {
            so_far += n;
            (needed > 0 && so_far >= needed).then_some(mark)
        })
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
        assert_eq!(tally.rows, [[0, 2, 4, 7, 6]]);
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
        assert_eq!(tally, Tally { answered: 3, passed: 1, rows: vec![vec![0], vec![1]] });
    }

    #[test]
    fn points_are_summed() {
        let kind = Kind::Points { options: vec!["a".into(), "b".into()], total: 5 };
        let answers = [Answer::Points(vec![5, 0]), Answer::Points(vec![2, 3])];
        assert_eq!(Tally::of(&kind, answers.iter()).rows, [[7], [3]]);
    }
}
