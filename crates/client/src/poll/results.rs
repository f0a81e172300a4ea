//! The result picture: a table with bars, which a screen reader reads as a table.

use room::{
    PollId,
    poll::{Answer, Command, Draft, Kind, Manner, Poll, Spot, Tally, sealed::Verdict},
};

use super::rows::{Cell, Row, axes, counter, marks, mean, percent, rows};
use crate::live::{Live, Part};
use crate::prelude::*;
use crate::ui::Icon;

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
        let cell = move |(at, n): (usize, &u32)| {
            let what = counter(&draft.kind, at).map_or_else(|| label.clone(), |of| format!("{label}: {of}"));
            Some(match (verdict, *n) {
                (Verdict::Skewed, 1) => format!("Nearly everybody: {what}"),
                (Verdict::Changed, 0) => format!("{what}: fewer than before"),
                (Verdict::Changed, 2) => format!("{what}: more than before"),
                _ => return None,
            })
        };
        cells.iter().enumerate().filter_map(cell).collect::<Vec<_>>()
    };
    let words = tally.words.iter().map(|(word, _)| format!("Nearly everybody: {word}"));
    let lines: Vec<_> = draft.kind.rows().iter().zip(&tally.rows).flat_map(row).chain(words).collect();
    match (lines.is_empty(), verdict) {
        (true, Verdict::Skewed) => vec!["Nearly everybody preferred not to answer.".to_owned()],
        // Words are not compared.
        (true, Verdict::Changed) if draft.kind.is_words() => vec![],
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
    /// The poll whose words a facilitator screens here.
    #[prop(optional_no_strip)]
    screened: Option<PollId>,
) -> impl IntoView {
    // All together are counted in the groups as well.
    let grouped = columns.first().is_some_and(|(name, _)| name == "All");
    let first = if grouped { 1 } else { usize::MAX };
    let passed: u32 = columns.iter().take(first).map(|(_, tally)| tally.passed).sum();
    let picture = match draft.kind.is_words() {
        true => written(&draft.kind, &columns, screened),
        false => table(&draft, columns, mine.as_ref()),
    };
    view! {
        {picture}
        {(passed > 0).then(|| view! { <p class="tiny">{passed}" preferred not to answer"</p> })}
    }
}

/// Numbers, as a table with bars.
fn table(draft: &Draft, columns: Vec<Column>, mine: Option<&Answer>) -> AnyView {
    let kind = &draft.kind;
    let many = columns.len() > 1;
    let rounds: Vec<_> = columns.iter().map(|(_, tally)| tally.clone()).collect();
    let alone = kind.rows.len() == 1;
    // A single statement is shown mark by mark, so its own words stand above the table.
    let stated = match kind.manner {
        Manner::Agreement | Manner::Rating if alone => kind.rows.first().cloned(),
        _ => None,
    };
    let scale = match kind.manner {
        Manner::Agreement | Manner::Rating if !alone => {
            let marks = marks(kind);
            marks.first().zip(marks.last()).map(|(low, high)| format!("From {low} to {high}"))
        }
        Manner::Ranking => Some("From the first place to the last".to_owned()),
        _ => None,
    };
    let last = rounds.last().filter(|_| kind.manner == Manner::Grid);
    let spots = last.map(|tally| (0..kind.rows.len()).map(|at| tally.middle(at)).collect::<Vec<_>>());
    let numbered = spots.is_some();
    let head = columns.into_iter().map(|(name, tally)| {
        view! { <th role="columnheader" scope="col">{name}<span class="tiny">" · "{tally.answered}" answered"</span></th> }
    });
    let head = head.collect_view();
    let lines = rows(draft, &rounds, mine).into_iter().enumerate();
    view! {
        {stated.map(|words| view! { <p><b>{words}</b></p> })}
        {spots.map(|spots| plot(kind, &spots))}
        <table class="result" class:rounds=many role="table">
            <caption class="vh">"Results"</caption>
            <thead role="rowgroup" class:vh=!many>
                <tr role="row">
                    <th role="columnheader" scope="col"><span class="vh">"Answer"</span></th>
                    {head}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {lines.map(|(at, row)| line(numbered.then_some(at + 1), row)).collect_view()}
            </tbody>
        </table>
        {scale.map(|scale| view! { <p class="tiny">{scale}</p> })}
    }
    .into_any()
}

/// Where items lie on two scales, by number; a picture of what is said in words beside it.
pub(super) fn plot(kind: &Kind, spots: &[Option<(f64, f64)>]) -> AnyView {
    let (across, up) = axes(kind);
    // The scale's ends lie a little inside the frame, in hundredths of its side.
    let place = |n: f64| 8.0 + (n - 1.0) / f64::from(Spot::MOST - 1) * 84.0;
    let percent = |n: f64| format!("{}%", place(n).round() as i32);
    let dot = |(at, spot): (usize, &Option<(f64, f64)>)| {
        let (x, y) = (*spot)?;
        Some(view! { <b class="dot" style:left=percent(x) style:bottom=percent(y)>{at + 1}</b> })
    };
    view! {
        <div class="plot" aria-hidden="true">
            <span class="up">{up}</span>
            <div class="field-of-dots">{spots.iter().enumerate().filter_map(dot).collect_view()}</div>
            <span class="across">{across}</span>
        </div>
    }
    .into_any()
}

/// What people wrote: words as large as they were often, texts as they are.
fn written(kind: &Kind, columns: &[Column], screened: Option<PollId>) -> AnyView {
    let many = columns.len() > 1;
    let class = if kind.manner == Manner::Cloud { "cloud" } else { "texts" };
    let column = |(name, tally): &Column| {
        let mut words = tally.words.clone();
        words.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        let most = words.first().map_or(1, |(_, n)| *n).max(1);
        let word = |(word, n): (String, u32)| {
            let size = 1 + (n - 1) * 4 / most.max(2).saturating_sub(1);
            let struck = is_struck(screened, &word);
            let often = (n > 1).then(|| view! { <small>" × "{n}</small> });
            view! {
                <li data-size=size.min(5).to_string() class:struck=struck>
                    <span class="wrote">{word.clone()}{often}</span>
                    {screened.map(|poll| strike(poll, word))}
                </li>
            }
        };
        let none = words.is_empty().then(|| view! { <p class="small">"Nothing was written."</p> });
        view! {
            {many.then(|| view! { <h3>{name.clone()}</h3> })}
            {none}
            <ul class=class>{words.into_iter().map(word).collect_view()}</ul>
        }
    };
    columns.iter().map(column).collect_view().into_any()
}

/// Whether something is left out of what the room sees.
fn is_struck(screened: Option<PollId>, word: &str) -> impl Fn() -> bool + Send + Sync + 'static {
    let (live, word) = (expect_context::<Live>(), word.to_owned());
    move || {
        screened.is_some_and(|poll| {
            live.see(Part::Poll, |room| {
                room.poll.polls.get(&poll).is_some_and(|poll| poll.struck.contains(&word))
            })
        })
    }
}

/// Leaves something out of what the room sees, or takes it in again.
fn strike(poll: PollId, word: String) -> impl IntoView {
    let live = expect_context::<Live>();
    let struck = memo(is_struck(Some(poll), &word));
    let of = word.clone();
    let act = |struck| if struck { "Take in" } else { "Leave out" };
    view! {
        <button
            type="button"
            class="iconbtn slim"
            title=move || act(struck.get())
            on:click=move |_| live.ask(Command::Word { poll, word: word.clone(), shown: struck.get_untracked() })
        >
            {move || view! { <Icon name=if struck.get() { "eye" } else { "eye-off" } /> }}
            <span class="vh">{move || act(struck.get())}": "{of}</span>
        </button>
    }
}

fn line(number: Option<usize>, row: Row) -> impl IntoView {
    let marked = row.mine || row.right;
    view! {
        <tr role="row" class:mine=row.mine class:right=row.right>
            <th role="rowheader" scope="row">
                {number.map(|n| view! { <b class="dot" aria-hidden="true">{n}</b> })}
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
        Cell::Spot(words) => view! { <td role="cell"><span class="numbers">{words}</span></td> }.into_any(),
        Cell::Marks(of, marks) => {
            let most = marks.iter().copied().max().unwrap_or(0);
            let columns = marks.len().to_string();
            let column = |(mark, n): (usize, u32)| {
                view! {
                    <span>
                        <b><span class="vh">" · "{mark}": "</span>{n}</b>
                        <i style:--p=format!("{}%", percent(n, most)) aria-hidden="true"></i>
                        <span aria-hidden="true">{mark}</span>
                    </span>
                }
            };
            view! {
                <td role="cell">
                    <span class="numbers">
                        <span class="share">{of}" "</span>
                        <b>{mean(&marks).unwrap_or_else(|| "–".to_owned())}</b>
                    </span>
                    <div class="spread" style:--columns=columns>{(1..).zip(marks).map(column).collect_view()}</div>
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
        Draft { kind: Kind::of(Manner::Single, options), ..Draft::default() }
    }

    fn rows(rows: [u32; 2]) -> Tally {
        Tally { rows: rows.map(|n| vec![n]).to_vec(), ..Tally::default() }
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
