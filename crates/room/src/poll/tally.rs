//! Counting answers, without names.

use super::draft::{Answer, Kind, Manner, Spot, folded};
use crate::map::{Map, Set};
use serde::{Deserialize, Serialize};

/// What the answers come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many answered, those who prefer not to say included.
    pub answered: u32,
    /// How many of them prefer not to say.
    pub passed: u32,
    /// For each option how many chose it, or the sum of points given to it; for each statement or item how many gave the mark
    /// 1, 2, 3 and so on, or put it in the first, second, third place; for each item on a grid how many put it where, from
    /// left to right and then upward.
    pub rows: Vec<Vec<u32>>,
    /// What was written, and by how many; in alphabetical order, so that it says nothing about who wrote when.
    pub words: Vec<(String, u32)>,
}

impl Tally {
    /// Counts `answers` to a question of this kind. Answers that do not fit it count as nothing.
    pub fn of<'a>(kind: &Kind, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let rows = vec![vec![0; kind.width()]; kind.rows().len()];
        let mut tally = Self { rows, ..Self::default() };
        let mut words: Map<String, (String, u32)> = Map::new();
        for answer in answers {
            tally.answered += 1;
            tally.passed += u32::from(*answer == Answer::Pass);
            for (row, n) in answer.numbers().iter().enumerate().filter(|(_, n)| **n > 0) {
                match column(kind, *n) {
                    Some(column) => tally.give(row, column, 1),
                    None => tally.give(row, 0, u32::from(*n)),
                }
            }
            for word in answer.words() {
                // Words are the same word in capitals, too; texts stay as they are.
                let same = if kind.manner == Manner::Text { word.clone() } else { folded(word) };
                let (spelled, n) = words.get(&same).cloned().unwrap_or_else(|| (word.clone(), 0));
                words.insert(same, (spelled.min(word.clone()), n + 1));
            }
        }
        tally.words = words.values().cloned().collect();
        tally
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
        // Words are never counted in groups, so that there is nothing to add to.
        sum.words.extend(other.words.iter().cloned());
        sum
    }

    /// Without some of what was written.
    #[must_use]
    pub fn without(&self, struck: &Set<String>) -> Self {
        let words = self.words.iter().filter(|(word, _)| !struck.contains(word)).cloned().collect();
        Self { words, ..self.clone() }
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

    /// Where an item lies on a grid in the mean: across and up, each from 1 to [`Spot::MOST`]; none when nobody put it
    /// anywhere.
    #[must_use]
    pub fn middle(&self, item: usize) -> Option<(f64, f64)> {
        let cells = self.marks(item);
        let n = f64::from(cells.iter().sum::<u32>());
        let side = usize::from(Spot::MOST);
        let sum = |of: fn(usize, usize) -> usize| -> f64 {
            cells.iter().enumerate().map(|(at, n)| f64::from(*n) * (of(at, side) + 1) as f64).sum()
        };
        (n > 0.0).then(|| (sum(|at, side| at % side) / n, sum(|at, side| at / side) / n))
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
        (1..).zip(self.marks(statement)).find_map(|(mark, n)| {
            so_far += n;
            (needed > 0 && so_far >= needed).then_some(mark)
        })
    }
}

/// In which column a number is counted; none where it is added up.
fn column(kind: &Kind, n: u16) -> Option<usize> {
    Some(match kind.manner {
        Manner::Points => return None,
        Manner::Grid => {
            let Spot { across, up } = Spot::of(n);
            usize::from((up.saturating_sub(1) * Spot::MOST + across).saturating_sub(1))
        }
        Manner::Agreement | Manner::Rating | Manner::Ranking => usize::from(n).saturating_sub(1),
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(manner: Manner, rows: &[&str]) -> Kind {
        Kind::of(manner, rows.iter().map(|row| (*row).to_owned()).collect())
    }

    fn tally(kind: &Kind, answers: &[&[u16]]) -> Tally {
        let answers: Vec<_> = answers.iter().map(|numbers| Answer::Numbers(numbers.to_vec())).collect();
        Tally::of(kind, answers.iter())
    }

    fn agreement(marks: &[u16]) -> Tally {
        let answers: Vec<_> = marks.chunks(1).collect();
        tally(&kind(Manner::Agreement, &["s"]), &answers)
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
        assert_eq!((tally.mean(7), tally.marked(0), tally.middle(0)), (None, 0, None));
    }

    #[test]
    fn who_prefers_not_to_say_answered_but_counts_for_nothing() {
        let kind = kind(Manner::Single, &["a", "b"]);
        let answers = [Answer::Pass, Answer::choice(&kind, &[1]), Answer::Numbers(vec![0, 0, 1])];
        let tally = Tally::of(&kind, answers.iter());
        assert_eq!(tally, Tally { answered: 3, passed: 1, rows: vec![vec![0], vec![1]], words: vec![] });
    }

    #[test]
    fn points_are_summed_and_places_counted() {
        let points = kind(Manner::Points, &["a", "b"]);
        assert_eq!(tally(&points, &[&[5, 0], &[2, 3]]).rows, [[7], [3]]);
        let ranking = kind(Manner::Ranking, &["a", "b"]);
        assert_eq!(tally(&ranking, &[&[1, 2], &[1, 2], &[2, 1]]).rows, [[2, 1], [1, 2]]);
    }

    #[test]
    fn an_item_lies_in_the_middle_of_where_people_put_it() {
        let grid = kind(Manner::Grid, &["a", "b"]);
        let placed = tally(&grid, &[&[14, 0], &[52, 0]]);
        assert_eq!((placed.middle(0), placed.middle(1)), (Some((3.0, 3.0)), None));
        assert_eq!(placed.rows[0].iter().position(|n| *n > 0), Some(3), "in the lowest row, the fourth");
    }

    #[test]
    fn the_same_word_is_counted_once_however_it_is_written() {
        let cloud = kind(Manner::Cloud, &[]);
        let word = |word: &str| Answer::Words(vec![word.to_owned()]);
        let said = [word("trust"), word("Trust"), word("Zeal"), word("apart")];
        let tally = Tally::of(&cloud, said.iter());
        let counted = [("apart", 1), ("Trust", 2), ("Zeal", 1)].map(|(word, n)| (word.to_owned(), n));
        assert_eq!(tally.words, counted);
        assert_eq!(tally.without(&["Trust".to_owned()].into()).words.len(), 2);
    }
}
