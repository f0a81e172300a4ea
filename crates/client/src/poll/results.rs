//! The result picture: a table with bars, which a screen reader reads as a table.

use room::poll::{Answer, Draft, Kind, Tally};

use super::rows::{Cell, Row, marks, mean, percent, rows};
use crate::prelude::*;

/// The results of one question, a column for each round.
#[component]
pub(crate) fn Results(
    /// What was asked.
    draft: Draft,
    /// What came out, the first round first.
    rounds: Vec<Tally>,
    /// This person's own answer, if they gave one.
    mine: Option<Answer>,
) -> impl IntoView {
    let many = rounds.len() > 1;
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
    let head = (1..).zip(&rounds).map(|(round, tally): (usize, &Tally)| {
        view! { <th role="columnheader" scope="col">"Round "{round}<span class="tiny">" · "{tally.answered}" answered"</span></th> }
    });
    let head = head.collect_view();
    let passed: u32 = rounds.iter().map(|tally| tally.passed).sum();
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
