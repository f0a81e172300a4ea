//! The result picture: a table with bars, which a screen reader reads as a table.

use room::poll::{Answer, Draft, Kind, Poll, Tally, sealed::Verdict};

use super::rows::{Cell, Row, marks, mean, percent, rows};
use crate::prelude::*;

/// One result among others: what it is of, and what came out.
pub(crate) type Column = (String, Tally);

/// A result beside those of each group, if it is told by group.
pub(crate) fn by_group(poll: &Poll, all: Tally) -> Vec<Column> {
    let groups = poll.sealed.as_ref().filter(|sealed| sealed.groups.len() > 1).and_then(|sealed| {
        let tallies = &sealed.outcome.as_ref()?.tallies;
        let names = sealed.groups.iter().map(|group| group.name.clone());
        (tallies.len() == sealed.groups.len()).then(|| names.zip(tallies.iter().cloned()))
    });
    std::iter::once(("All".to_owned(), all)).chain(groups.into_iter().flatten()).collect()
}

/// Rounds of one question, to stand side by side.
pub(crate) fn by_round(rounds: Vec<Tally>) -> Vec<Column> {
    (1..).zip(rounds).map(|(round, tally): (u32, Tally)| (format!("Round {round}"), tally)).collect()
}

/// Why an anonymous poll has no exact result; nothing if it has one.
pub(crate) fn told(verdict: Verdict) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Counted | Verdict::Whole => return None,
        Verdict::Changed => {
            "Nearly the same people answered as in an earlier round. Exact numbers would tell what the few said who are not in \
             both, so only changes of five and more are shown."
        }
        Verdict::Skewed => "Nearly everybody said the same. Exact numbers would tell what each of them said.",
        Verdict::TooFew => {
            "Too few answered. Results that could be traced to somebody are not shown, to anybody."
        }
        Verdict::Void => {
            "The server restarted while ballots were on their way, and not all of them came again. The rest would be no \
             honest result, so there is none. Ask once more."
        }
    })
}

/// A result that is not told in numbers.
#[component]
pub(crate) fn Told(
    /// What was asked.
    draft: Draft,
    /// In which form it may be told.
    verdict: Verdict,
    /// What may be told; nothing where nothing may.
    tally: Option<Tally>,
) -> impl IntoView {
    let lines = tally.map(|tally| said(&draft, verdict, &tally)).unwrap_or_default();
    let line = |line: String| view! { <li>{line}</li> };
    view! {
        <ul class="asked">{lines.into_iter().map(line).collect_view()}</ul>
        <p class="small">{told(verdict)}</p>
    }
}

/// What such a result says, line by line.
fn said(draft: &Draft, verdict: Verdict, tally: &Tally) -> Vec<String> {
    let row = |(label, cells): (&String, &Vec<u32>)| {
        let marked = cells.len() > 1;
        let cell = move |(at, n): (usize, &u32)| {
            let what = if marked { format!("{label}: mark {}", at + 1) } else { label.clone() };
            Some(match (verdict, *n) {
                (Verdict::Skewed, 1) => format!("Nearly everybody: {what}"),
                (Verdict::Changed, 0) => format!("{what}: fewer than before"),
                (Verdict::Changed, 2) => format!("{what}: more than before"),
                _ => return None,
            })
        };
        cells.iter().enumerate().filter_map(cell).collect::<Vec<_>>()
    };
    let lines: Vec<_> = draft.kind.rows().iter().zip(&tally.rows).flat_map(row).collect();
    match (lines.is_empty(), verdict) {
        (true, Verdict::Skewed) => vec!["Nearly everybody preferred not to answer.".to_owned()],
        (true, Verdict::Changed) => vec!["About the same as before.".to_owned()],
        _ => lines,
    }
}

/// The results of one question, side by side.
#[component]
pub(crate) fn Results(
    /// What was asked.
    draft: Draft,
    /// What came out.
    columns: Vec<Column>,
    /// This person's own answer, if they gave one.
    mine: Option<Answer>,
) -> impl IntoView {
    let many = columns.len() > 1;
    let rounds: Vec<_> = columns.iter().map(|(_, tally)| tally.clone()).collect();
    // A single statement is shown mark by mark, so its own words stand above the table.
    let stated = match &draft.kind {
        Kind::Agreement { statements, .. } if statements.len() == 1 => statements.first().cloned(),
        _ => None,
    };
    let scale = match &draft.kind {
        Kind::Agreement { low, high, .. } if stated.is_none() => {
            let marks = marks(low, high);
            marks.first().zip(marks.last()).map(|(low, high)| format!("From {low} to {high}"))
        }
        _ => None,
    };
    // All together are counted in the groups as well.
    let grouped = columns.first().is_some_and(|(name, _)| name == "All");
    let passed: u32 =
        rounds.iter().take(if grouped { 1 } else { usize::MAX }).map(|tally| tally.passed).sum();
    let head = columns.into_iter().map(|(name, tally)| {
        view! { <th role="columnheader" scope="col">{name}<span class="tiny">" · "{tally.answered}" answered"</span></th> }
    });
    let head = head.collect_view();
    view! {
        {stated.map(|words| view! { <p><b>{words}</b></p> })}
        <table class="result" class:rounds=many role="table">
            <caption class="vh">"Results"</caption>
            <thead role="rowgroup" class:vh=!many>
                <tr role="row">
                    <th role="columnheader" scope="col"><span class="vh">"Answer"</span></th>
                    {head}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows(&draft, &rounds, mine.as_ref()).into_iter().map(line).collect_view()}
            </tbody>
        </table>
        {scale.map(|scale| view! { <p class="tiny">{scale}</p> })}
        {(passed > 0).then(|| view! { <p class="tiny">{passed}" preferred not to answer"</p> })}
    }
}

fn line(row: Row) -> impl IntoView {
    let marked = row.mine || row.right;
    view! {
        <tr role="row" class:mine=row.mine class:right=row.right>
            <th role="rowheader" scope="row">
                {row.label}
                {marked.then(|| view! {
                    <span class="tiny">
                        {row.right.then_some(" · correct")}
                        {row.mine.then_some(" · your answer")}
                    </span>
                })}
            </th>
            {row.cells.into_iter().map(cell).collect_view()}
        </tr>
    }
}

fn cell(cell: Cell) -> AnyView {
    match cell {
        Cell::Count { n, of } => {
            let share = format!("{}%", percent(n, of));
            let width = share.clone();
            view! {
                <td role="cell">
                    <span class="numbers"><b>{n}</b>" "<span class="share">{share}</span></span>
                    <div class="bar" aria-hidden="true"><i style:--p=width></i></div>
                </td>
            }
            .into_any()
        }
        Cell::Marks(marks) => {
            let most = marks.iter().copied().max().unwrap_or(0);
            let column = |(mark, n): (usize, u32)| {
                view! {
                    <span>
                        <b><span class="vh">" · mark "{mark}": "</span>{n}</b>
                        <i style:--p=format!("{}%", percent(n, most)) aria-hidden="true"></i>
                        <span aria-hidden="true">{mark}</span>
                    </span>
                }
            };
            view! {
                <td role="cell">
                    <span class="numbers">
                        <span class="share">"Mean "</span>
                        <b>{mean(&marks).unwrap_or_else(|| "–".to_owned())}</b>
                    </span>
                    <div class="spread">{(1..).zip(marks).map(column).collect_view()}</div>
                </td>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let options = vec!["Yes".to_owned(), "No".to_owned()];
        Draft { kind: Kind::Single { options }, ..Draft::default() }
    }

    fn rows(rows: [u32; 2]) -> Tally {
        Tally { answered: 0, passed: 0, rows: rows.map(|n| vec![n]).to_vec() }
    }

    #[test]
    fn what_is_not_told_in_numbers_is_told_in_words() {
        let told = |verdict, numbers| said(&draft(), verdict, &rows(numbers));
        assert_eq!(told(Verdict::Skewed, [1, 0]), ["Nearly everybody: Yes"]);
        assert_eq!(told(Verdict::Skewed, [0, 0]), ["Nearly everybody preferred not to answer."]);
        assert_eq!(told(Verdict::Changed, [2, 0]), ["Yes: more than before", "No: fewer than before"]);
        assert_eq!(told(Verdict::Changed, [1, 1]), ["About the same as before."]);
    }
}
