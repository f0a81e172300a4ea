//! What came out of a poll as rows of a table, one column for each round.

use room::poll::{Answer, Draft, Kind, Manner, Spot, Tally};

/// Words for agreement where the planner gave none, for five marks and for seven.
const AGREEMENT: [&[&str]; 2] = [
    &["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
    &[
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Neither",
        "Somewhat agree",
        "Agree",
        "Strongly agree",
    ],
];

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
    /// How marks, stars or places are spread, the first one first; and what their mean is called.
    Marks(&'static str, Vec<u32>),
    /// Where an item lies in the mean, in words; its place is seen in the picture.
    Spot(String),
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

/// The words for the marks of an agreement, from 1 on. Only the ends are named when the planner named them.
pub(super) fn marks(kind: &Kind) -> Vec<String> {
    let last = usize::from(kind.max.max(1)) - 1;
    let named = !kind.low.is_empty() || !kind.high.is_empty() || kind.manner == Manner::Rating;
    let usual = AGREEMENT[usize::from(kind.max == 7)];
    let words = |mark: usize| match mark {
        0 if named => &kind.low,
        mark if named && mark == last => &kind.high,
        _ if named => "",
        mark => usual.get(mark).copied().unwrap_or_default(),
    };
    let label = |mark: usize| match words(mark) {
        "" => format!("{}", mark + 1),
        words => format!("{} · {words}", mark + 1),
    };
    (0..=last).map(label).collect()
}

/// What the two scales of a grid are called: from left to right, from the bottom to the top.
pub(crate) fn axes(kind: &Kind) -> (String, String) {
    let or = |words: &String, usual: &str| if words.is_empty() { usual.to_owned() } else { words.clone() };
    (or(&kind.low, "Effort"), or(&kind.high, "Impact"))
}

/// What one of the counters of a row counts; nothing where a row has one only.
pub(super) fn counter(kind: &Kind, at: usize) -> Option<String> {
    let side = usize::from(Spot::MOST);
    Some(match kind.manner {
        Manner::Agreement => format!("mark {}", at + 1),
        Manner::Rating => format!("{} of {} stars", at + 1, kind.max),
        Manner::Ranking => format!("place {}", at + 1),
        Manner::Grid => {
            let (across, up) = axes(kind);
            format!("{across} {}, {up} {}", at % side + 1, at / side + 1)
        }
        _ => return None,
    })
}

/// Tenths of a number, like `4.1`.
pub(crate) fn tenths(n: f64) -> String {
    let tenths = (n * 10.0).round() as i64;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The table of these rounds of one question.
pub(super) fn rows(draft: &Draft, rounds: &[Tally], mine: Option<&Answer>) -> Vec<Row> {
    let kind = &draft.kind;
    let by_mark = matches!(kind.manner, Manner::Agreement | Manner::Rating);
    if by_mark && kind.rows.len() == 1 {
        return mark_by_mark(&marks(kind), rounds, mine);
    }
    let chosen: Vec<usize> = match kind.manner {
        Manner::Single | Manner::Multiple => mine.into_iter().flat_map(Answer::chosen).collect(),
        _ => vec![],
    };
    let row = |(at, label): (usize, &String)| Row {
        label: label.clone(),
        mine: chosen.contains(&at),
        right: draft.key.as_ref().is_some_and(|key| key.correct.iter().any(|n| usize::from(*n) == at)),
        cells: rounds.iter().filter_map(|tally| cell(kind, tally, at)).collect(),
    };
    let mut rows: Vec<Row> = kind.rows.iter().enumerate().map(row).collect();
    if let (Manner::Ranking, Some(last)) = (kind.manner, rounds.last()) {
        // Whatever most people put in front comes first; left out is behind the last place.
        let behind = |at: &usize| {
            let missing = last.answered.saturating_sub(last.passed).saturating_sub(last.marked(*at));
            let places: u32 = (1..).zip(last.marks(*at)).map(|(place, n): (u32, &u32)| place * n).sum();
            places + missing * (u32::from(kind.max) + 1)
        };
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(behind);
        rows = order.into_iter().map(|at| rows[at].clone()).collect();
    }
    rows
}

fn cell(kind: &Kind, tally: &Tally, at: usize) -> Option<Cell> {
    let row = tally.rows.get(at)?;
    let of = match kind.manner {
        Manner::Agreement => return Some(Cell::Marks("Mean", row.clone())),
        Manner::Rating => return Some(Cell::Marks("Mean of stars", row.clone())),
        Manner::Ranking => return Some(Cell::Marks("Mean place", row.clone())),
        Manner::Grid => {
            let (across, up) = axes(kind);
            let middle = tally.middle(at);
            let words = middle.map(|(x, y)| format!("{across} {}, {up} {}", tenths(x), tenths(y)));
            return Some(Cell::Spot(words.unwrap_or_else(|| "nowhere".to_owned())));
        }
        Manner::Points => tally.rows.iter().flatten().sum(),
        _ => tally.answered,
    };
    Some(Cell::Count { n: tally.count(at), of })
}

/// A single statement or item is shown mark by mark, the highest first.
fn mark_by_mark(labels: &[String], rounds: &[Tally], mine: Option<&Answer>) -> Vec<Row> {
    let mine = mine.and_then(|answer| answer.numbers().first()).copied().unwrap_or(0);
    let row = |(at, label): (usize, &String)| Row {
        label: label.clone(),
        mine: usize::from(mine) == at + 1,
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

    fn kind(manner: Manner, names: &[&str]) -> Kind {
        Kind::of(manner, names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn tally(kind: &Kind, answers: &[&[u16]]) -> Tally {
        let answers: Vec<_> = answers.iter().map(|numbers| Answer::Numbers(numbers.to_vec())).collect();
        Tally::of(kind, answers.iter())
    }

    #[test]
    fn rounds_stand_side_by_side_and_ones_own_answer_is_marked() {
        let kind = kind(Manner::Single, &["Yes", "No"]);
        let draft = Draft { kind: kind.clone(), ..Draft::default() };
        let first = tally(&kind, &[&[1, 0], &[1, 0], &[0, 1]]);
        let second = tally(&kind, &[&[0, 1]]);
        let table = rows(&draft, &[first, second], Some(&Answer::choice(&kind, &[1])));
        assert_eq!(table[0].cells, [Cell::Count { n: 2, of: 3 }, Cell::Count { n: 0, of: 1 }]);
        assert_eq!((table[0].mine, table[1].mine), (false, true));
    }

    #[test]
    fn a_single_statement_is_shown_mark_by_mark() {
        let kind = kind(Manner::Agreement, &["I can."]);
        let mine = Answer::Numbers(vec![5]);
        let tally = Tally::of(&kind, [mine.clone(), Answer::Pass].iter());
        let table = rows(&Draft { kind, ..Draft::default() }, &[tally], Some(&mine));
        assert_eq!((table.len(), table[0].label.as_str()), (5, "5 · Strongly agree"));
        assert_eq!((table[0].cells[0].clone(), table[0].mine), (Cell::Count { n: 1, of: 1 }, true));
    }

    #[test]
    fn what_most_put_in_front_comes_first_and_what_they_left_out_last() {
        let kind = Kind { max: 2, ..kind(Manner::Ranking, &["Map", "Radio", "Car"]) };
        let tally = tally(&kind, &[&[0, 1, 2], &[0, 1, 2], &[2, 1, 0]]);
        let table = rows(&Draft { kind, ..Draft::default() }, &[tally], None);
        let labels: Vec<_> = table.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["Radio", "Car", "Map"]);
        assert_eq!(table[0].cells, [Cell::Marks("Mean place", vec![3, 0])]);
    }

    #[test]
    fn a_place_on_a_grid_is_said_in_the_words_of_its_scales() {
        let kind = Kind { high: "Gain".into(), ..kind(Manner::Grid, &["Map", "Radio"]) };
        let tally = tally(&kind, &[&[41, 0], &[52, 0]]);
        let table = rows(&Draft { kind: kind.clone(), ..Draft::default() }, &[tally], None);
        assert_eq!(table[0].cells, [Cell::Spot("Effort 1.5, Gain 4.5".to_owned())]);
        assert_eq!(table[1].cells, [Cell::Spot("nowhere".to_owned())]);
        assert_eq!(counter(&kind, 5).as_deref(), Some("Effort 1, Gain 2"));
    }

    #[test]
    fn numbers_are_rounded_and_never_divided_by_nothing() {
        assert_eq!((percent(2, 3), percent(1, 3), percent(1, 2), percent(0, 0)), (67, 33, 50, 0));
        assert_eq!(mean(&[0, 1, 0, 2, 1]), Some("3.8".to_owned()));
        assert_eq!(mean(&[0; 5]), None);
    }

    #[test]
    fn marks_carry_the_planners_words_at_their_ends() {
        let ends = |max, low: &str, high: &str| {
            marks(&Kind { max, low: low.into(), high: high.into(), ..kind(Manner::Agreement, &["I can."]) })
        };
        assert_eq!(ends(5, "Never", "Always"), ["1 · Never", "2", "3", "4", "5 · Always"]);
        assert_eq!(ends(5, "", "")[2], "3 · Neither");
        assert_eq!(ends(7, "", "")[5], "6 · Agree");
        assert_eq!(marks(&kind(Manner::Rating, &["Tonight"])), ["1", "2", "3", "4", "5"]);
    }
}
