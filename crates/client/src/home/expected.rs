//! The officers who are expected: a pasted list or a CSV file, read line by line.

use academy::person;
use leptos::{html, task::spawn_local};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;

use super::{answers::Plan, place::Here, planner::Planner};
use crate::prelude::*;
use crate::{
    browser, http,
    ui::{Icon, Toasts},
    words,
};

#[derive(Serialize)]
struct Pasted {
    text: String,
    may_empty: bool,
}

/// What came of reading the list.
#[derive(Clone, Default, PartialEq, Deserialize)]
struct Read {
    people: Vec<person::Expected>,
    problems: Vec<Problem>,
}

/// What the page says of it.
#[derive(Clone, PartialEq)]
enum Outcome {
    /// There was nothing good in it: the list is as it was.
    Nothing(Vec<Problem>),
    /// The list was replaced; this is the one before, as lines.
    Replaced(Read, String),
    /// The list before is back.
    Restored(usize),
}

impl Outcome {
    /// Of a text that was read while the list was `before`.
    fn of(read: Read, before: String) -> Self {
        if read.people.is_empty() { Self::Nothing(read.problems) } else { Self::Replaced(read, before) }
    }
}

/// A line that was left out.
#[derive(Clone, PartialEq, Deserialize)]
struct Problem {
    /// Counted from 1.
    line: usize,
    say: String,
}

/// The lines that could not be read, as they were.
fn left_out(text: &str, problems: &[Problem]) -> String {
    let lines: Vec<_> = text.lines().collect();
    let wrong = problems.iter().filter_map(|problem| lines.get(problem.line.checked_sub(1)?).copied());
    wrong.collect::<Vec<_>>().join("\n")
}

fn joined(listed: String, unread: &str) -> String {
    if unread.is_empty() || listed.is_empty() {
        listed + unread
    } else {
        [listed.trim_end(), unread].join("\n")
    }
}

/// The section.
#[component]
pub(crate) fn Expected() -> impl IntoView {
    let (planner, here, toasts) =
        (expect_context::<Planner>(), expect_context::<Here>(), expect_context::<Toasts>());
    let field = NodeRef::<html::Textarea>::new();
    let (outcome, busy) = (RwSignal::new(None::<Outcome>), RwSignal::new(false));
    let path = planner.session.with_untracked(|session| format!("/api/sessions/{}", session.id.0));
    // What is on the list stands in the field, so that one person can be added, changed or taken off; below it what could
    // not be read, to be put right.
    let listed = move || planner.session.with(|session| person::lines(&session.expected));
    let unread = RwSignal::new(String::new());
    let in_field = move || unread.with(|unread| joined(listed(), unread));
    let send = Callback::new(move |(text, takes_back): (String, bool)| {
        let (path, before) = (path.clone(), untrack(listed));
        busy.set(true);
        spawn_local(async move {
            let pasted = Pasted { text, may_empty: takes_back };
            match http::post::<Read>(&format!("{path}/expected"), &pasted).await {
                Ok(read) => {
                    let left_out = left_out(&pasted.text, &read.problems);
                    let now = match takes_back {
                        true => Outcome::Restored(read.people.len()),
                        false => Outcome::of(read, before),
                    };
                    // A wrong text stays in its field, to be put right.
                    if !matches!(now, Outcome::Nothing(_))
                        && let Ok(plan) = http::get::<Plan>(&path).await
                    {
                        planner.take(plan);
                        _ = unread.try_set(left_out);
                    }
                    _ = outcome.try_set(Some(now));
                }
                Err(problem) => here.tell(problem, toasts),
            }
            _ = busy.try_set(false);
        });
    });
    let undo = Callback::new(move |before: String| send.run((before, true)));
    let wrong = RwSignal::new("");
    let pasted = move |_| {
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        // An empty field would empty the list.
        let nothing = text.trim().is_empty();
        wrong.set(if nothing { "Paste the lines here first." } else { "" });
        if !nothing {
            send.run((text, false));
        }
    };
    let file = move |input: web_sys::HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            if let Ok(bytes) = JsFuture::from(file.array_buffer()).await {
                send.run((decoded(browser::bytes(&bytes)), false));
            }
            input.set_value("");
        });
    };
    view! {
        <div class="halves people">
            <section class="card col gap4">
                <h2>"Put in the list"</h2>
                <p class="small">"One officer a line: name, department, rank, training ID, years of service, supervisor, keep apart from. Only name and department are needed. A first line with the column names may put them in any order. A new list replaces the old one."</p>
                <label class="field">
                    "Paste from a spreadsheet"
                    <textarea
                        rows="8"
                        node_ref=field
                        spellcheck="false"
                        prop:value=in_field
                        placeholder="Dana Kaplan, Riverton PD, Officer, RP-1042, 4"
                    ></textarea>
                    <span class="error" role="alert">{wrong}</span>
                </label>
                <div class="row wrap">
                    <button class="btn primary" disabled=busy on:click=pasted>"Read the list"</button>
                    <label class="btn file">
                        <Icon name="upload" />
                        "CSV file"
                        <input
                            class="vh"
                            type="file"
                            accept=".csv,.tsv,.txt,text/csv,text/plain"
                            on:change:target=move |event| file(event.target())
                        />
                    </label>
                </div>
                <div role="status">{move || outcome.get().map(|outcome| view! { <Told outcome undo busy /> })}</div>
            </section>
            <People />
        </div>
    }
}

/// The text of a file. Spreadsheets on older PCs still write one byte a letter instead of UTF-8.
fn decoded(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(other) => other.into_bytes().into_iter().map(char::from).collect(),
    }
}

/// What was read and what was not, and the way back to the list before.
#[component]
fn Told(outcome: Outcome, undo: Callback<String>, busy: RwSignal<bool>) -> impl IntoView {
    let good = |number, words: &'static str| {
        view! {
            <p class="notice good">
                <Icon name="check" />
                {format!("{} {words}", words::count(number, "person is", "people are"))}
            </p>
        }
    };
    let told = match outcome {
        Outcome::Nothing(problems) => view! {
            <p class="notice warn">
                <Icon name="triangle-alert" />
                "No officer could be read from that. The list stays as it was."
            </p>
            <LeftOut problems />
        }
        .into_any(),
        Outcome::Replaced(read, before) => view! {
            <div class="row wrap">
                {good(read.people.len(), "on the list.")}
                <button class="btn slim" disabled=busy on:click=move |_| undo.run(before.clone())>
                    <Icon name="undo-2" />
                    "Undo"
                </button>
            </div>
            <LeftOut problems=read.problems />
        }
        .into_any(),
        Outcome::Restored(number) => good(number, "on the list, as before.").into_any(),
    };
    view! { <div class="col">{told}</div> }
}

/// The lines that are not on the list, and why.
#[component]
fn LeftOut(problems: Vec<Problem>) -> impl IntoView {
    let line = |problem: Problem| view! { <li><b>"Line "{problem.line}": "</b>{problem.say}</li> };
    (!problems.is_empty()).then(|| {
        view! {
            <div class="notice warn">
                <Icon name="triangle-alert" />
                <div class="col">
                    <b>{words::count(problems.len(), "line was left out", "lines were left out")}</b>
                    <ul class="col">{problems.into_iter().map(line).collect_view()}</ul>
                </div>
            </div>
        }
    })
}

/// The list as the server holds it.
#[component]
fn People() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let people = memo(move || planner.session.with(|session| session.expected.clone()));
    let row = |person: person::Expected| {
        let years = person.years_of_service.map(|years| years.to_string());
        view! {
            <tr>
                <td>{person.name}</td>
                <td>{person.department}</td>
                <td>{person.rank}</td>
                <td>{person.training_id}</td>
                <td class="num">{years}</td>
                <td>{person.supervisor}</td>
                <td>{person.keep_apart_from.join(", ")}</td>
            </tr>
        }
    };
    let table = move || {
        let rows = people.get().into_iter().map(row).collect_view();
        view! {
            <div class="scroll-x" tabindex="0" role="region" aria-label="Officers expected">
                <table class="table">
                    <thead>
                        <tr>
                            <th>"Name"</th>
                            <th>"Department"</th>
                            <th>"Rank"</th>
                            <th>"Training ID"</th>
                            <th class="num">"Years"</th>
                            <th>"Supervisor"</th>
                            <th>"Keep apart from"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    };
    view! {
        <section class="card col gap3">
            <h2>{move || words::count(people.with(Vec::len), "officer expected", "officers expected")}</h2>
            {move || match people.with(Vec::is_empty) {
                true => view! {
                    <div class="empty">
                        <Icon name="users" />
                        <p>"Nobody is on the list yet. Without a list everybody with the code waits in the lobby until you let them in."</p>
                    </div>
                }
                .into_any(),
                false => table().into_any(),
            }}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_an_officer_in_it_replaces_nothing() {
        let problems = vec![Problem { line: 1, say: "The department is missing.".to_owned() }];
        let nothing = Read { people: vec![], problems: problems.clone() };
        assert!(Outcome::of(nothing, "Dana".to_owned()) == Outcome::Nothing(problems));
        let read = Read { people: vec![person::Expected::default()], problems: vec![] };
        assert!(Outcome::of(read.clone(), "Dana".to_owned()) == Outcome::Replaced(read, "Dana".to_owned()));
    }

    #[test]
    fn lines_that_could_not_be_read_stay_to_be_put_right() {
        let problem = |line| Problem { line, say: "The department is missing.".to_owned() };
        let text = "Dana, Riverton PD\nSam\nMel, Lakeside SO\nLuis";
        let left = left_out(text, &[problem(2), problem(4), problem(9)]);
        assert_eq!(left, "Sam\nLuis");
        assert_eq!(joined("Dana, Riverton PD\n".to_owned(), &left), "Dana, Riverton PD\nSam\nLuis");
        assert_eq!(joined(String::new(), &left), left);
        assert_eq!(joined("Dana, Riverton PD".to_owned(), ""), "Dana, Riverton PD");
    }

    #[test]
    fn a_file_is_read_in_either_of_the_two_usual_ways() {
        assert_eq!(decoded("José".as_bytes().to_vec()), "José");
        assert_eq!(decoded(vec![b'J', b'o', b's', 0xe9]), "José");
    }
}
