//! What came out of a poll as rows of a table, one column for each round.

use room::poll::{Answer, Draft, Kind, POINTS, Tally};

/// Words for agreement where the planner gave none, from 1 to 5.
const AGREEMENT: [&str; POINTS as usize] =
    ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"];

/// One option, statement or mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What it says.
    pub(super) label: String,
    /// This person chose it.
    pub(super) mine: bool,
    /// It is a correct answer.
    pub(super) right: bool,
    /// What it got in each round.
    pub(super) cells: Vec<Cell>,
}

/// What a row got in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// So many of so many.
    Count {
        /// How many.
        n: u32,
        /// Of how many.
        of: u32,
    },
    /// How the marks from 1 to 5 are spread.
    Marks(Vec<u32>),
}

/// Whole percent, rounded; nothing of nothing is 0.
pub(super) fn percent(n: u32, of: u32) -> u32 {
    let (n, of) = (u64::from(n), u64::from(of));
    u32::try_from((n * 200 + of).checked_div(of * 2).unwrap_or(0)).unwrap_or(u32::MAX)
}

/// The mean mark with one decimal, like `4.1`; nothing when there are no marks.
pub(super) fn mean(marks: &[u32]) -> Option<String> {
    let n: u32 = marks.iter().sum();
    let sum: u32 = (1..).zip(marks).map(|(mark, n): (u32, &u32)| mark * n).sum();
    let tenths = (sum * 20 + n).checked_div(n * 2)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// The words for the marks of an agreement, from 1 to 5. Only the ends are named when the planner named them.
pub(super) fn marks(low: &str, high: &str) -> [String; POINTS as usize] {
    let named = !low.is_empty() || !high.is_empty();
    let words = |mark: usize| match mark {
        0 if named => low,
        4 if named => high,
        _ if named => "",
        mark => AGREEMENT[mark],
    };
    std::array::from_fn(|mark| match words(mark) {
        "" => format!("{}", mark + 1),
        words => format!("{} · {words}", mark + 1),
    })
}

/// The table of these rounds of one question.
pub(super) fn rows(draft: &Draft, rounds: &[Tally], mine: Option<&Answer>) -> Vec<Row> {
    if let Kind::Agreement { statements, low, high } = &draft.kind
        && statements.len() == 1
    {
        return one_statement(&marks(low, high), rounds, mine);
    }
    let row = |(at, label): (usize, &String)| Row {
        label: label.clone(),
        mine: matches!(mine, Some(Answer::Chosen(chosen)) if chosen.iter().any(|n| usize::from(*n) == at)),
        right: draft.key.as_ref().is_some_and(|key| key.correct.iter().any(|n| usize::from(*n) == at)),
        cells: rounds.iter().filter_map(|tally| cell(&draft.kind, tally, at)).collect(),
    };
    draft.kind.rows().iter().enumerate().map(row).collect()
}

fn cell(kind: &Kind, tally: &Tally, at: usize) -> Option<Cell> {
    let row = tally.rows.get(at)?;
    let of = match kind {
        Kind::Agreement { .. } => return Some(Cell::Marks(row.clone())),
        Kind::Single { .. } | Kind::Multiple { .. } => tally.answered,
        Kind::Points { .. } => tally.rows.iter().flatten().sum(),
    };
    Some(Cell::Count { n: tally.count(at), of })
}

/// A single statement is shown mark by mark, the highest first.
fn one_statement(labels: &[String], rounds: &[Tally], mine: Option<&Answer>) -> Vec<Row> {
    let row = |(at, label): (usize, &String)| Row {
        label: label.clone(),
        mine: matches!(mine, Some(Answer::Marks(marks)) if marks.first().copied().flatten().is_some_and(|m| usize::from(m) == at + 1)),
        right: false,
        cells: rounds.iter().filter_map(|tally| mark(tally, at)).collect(),
    };
    labels.iter().enumerate().rev().map(row).collect()
}

fn mark(tally: &Tally, at: usize) -> Option<Cell> {
    Some(Cell::Count { n: *tally.marks(0).get(at)?, of: tally.marked(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(names: &[&str]) -> Kind {
        Kind::Single { options: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn rounds_stand_side_by_side_and_ones_own_answer_is_marked() {
        let kind = options(&["Yes", "No"]);
        let draft = Draft { kind: kind.clone(), ..Draft::default() };
        let chosen = |n: u8| Answer::Chosen([n].into());
        let first = Tally::of(&kind, [chosen(0), chosen(0), chosen(1)].iter());
        let second = Tally::of(&kind, [chosen(1)].iter());
        let table = rows(&draft, &[first, second], Some(&chosen(1)));
        assert_eq!(table[0].cells, [Cell::Count { n: 2, of: 3 }, Cell::Count { n: 0, of: 1 }]);
        assert_eq!((table[0].mine, table[1].mine), (false, true));
    }

    #[test]
    fn a_single_statement_is_shown_mark_by_mark() {
        let kind =
            Kind::Agreement { statements: vec!["I can.".into()], low: String::new(), high: String::new() };
        let tally = Tally::of(&kind, [Answer::Marks(vec![Some(5)]), Answer::Pass].iter());
        let table = rows(&Draft { kind, ..Draft::default() }, &[tally], Some(&Answer::Marks(vec![Some(5)])));
        assert_eq!((table.len(), table[0].label.as_str()), (5, "5 · Strongly agree"));
        assert_eq!((table[0].cells[0].clone(), table[0].mine), (Cell::Count { n: 1, of: 1 }, true));
    }

    #[test]
    fn numbers_are_rounded_and_never_divided_by_nothing() {
        assert_eq!((percent(2, 3), percent(1, 3), percent(1, 2), percent(0, 0)), (67, 33, 50, 0));
        assert_eq!(mean(&[0, 1, 0, 2, 1]), Some("3.8".to_owned()));
        assert_eq!(mean(&[0; 5]), None);
    }

    #[test]
    fn marks_carry_the_planners_words_at_their_ends() {
        assert_eq!(marks("Never", "Always"), ["1 · Never", "2", "3", "4", "5 · Always"]);
        assert_eq!(marks("", "")[2], "3 · Neither");
    }
}
