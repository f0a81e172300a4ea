//! A poll on the fly: one question, written while the session runs.

use room::{
    PollId, Room,
    poll::{Ask, Command, Draft, Kind, Poll, Status},
};

use super::{again, few};
use crate::prelude::*;
use crate::{
    browser,
    live::{Live, Part},
    ui::{Dialog, Icon},
    words,
};

/// The ways to answer, as the editor offers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    One,
    Several,
    Agreement,
    Points,
}

const WAYS: [(Way, &str); 4] = [
    (Way::One, "Choose one"),
    (Way::Several, "Choose several"),
    (Way::Agreement, "Agreement, 1 to 5"),
    (Way::Points, "Spread 10 points"),
];
/// Points each person spreads in a poll on the fly.
const POINTS: u16 = 10;
/// Timers on offer: minutes and words.
const TIMERS: [(u16, &str); 4] = [(0, "No timer"), (1, "1 minute"), (2, "2 minutes"), (5, "5 minutes")];

/// What a complaint is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Question,
    Lines,
    All,
}

/// What is being written; it stays when the dialog is closed by mistake.
#[derive(Clone, Copy)]
struct Sheet {
    question: RwSignal<String>,
    lines: RwSignal<String>,
    way: RwSignal<Way>,
    minutes: RwSignal<u16>,
    ask: RwSignal<Ask>,
    hidden: RwSignal<bool>,
    guests: RwSignal<bool>,
    by_department: RwSignal<bool>,
    sensitive: RwSignal<bool>,
}

impl Sheet {
    fn new() -> Self {
        Self {
            question: RwSignal::new(String::new()),
            lines: RwSignal::new(String::new()),
            way: RwSignal::new(Way::One),
            minutes: RwSignal::new(0),
            ask: RwSignal::new(Ask::Named),
            hidden: RwSignal::new(true),
            guests: RwSignal::new(false),
            by_department: RwSignal::new(false),
            sensitive: RwSignal::new(false),
        }
    }

    fn draft(&self) -> Draft {
        draft(&self.question.get(), &self.lines.get(), self.way.get(), self.minutes.get())
    }
}

fn draft(question: &str, lines: &str, way: Way, minutes: u16) -> Draft {
    let options: Vec<String> =
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let max = u8::try_from(options.len()).unwrap_or(u8::MAX);
    // A question without options below it is itself the statement to agree with.
    let (question, options) = match (way, options.is_empty()) {
        (Way::Agreement, true) => ("How much do you agree?", vec![question.trim().to_owned()]),
        _ => (question, options),
    };
    let kind = match way {
        Way::One => Kind::Single { options },
        Way::Several => Kind::Multiple { options, min: 1, max },
        Way::Agreement => Kind::Agreement { statements: options, low: String::new(), high: String::new() },
        Way::Points => Kind::Points { options, total: POINTS },
    };
    let seconds = Some(minutes * 60).filter(|seconds| *seconds > 0);
    Draft { question: question.to_owned(), kind, seconds, ..Draft::default() }
}

/// The button and the dialog.
#[component]
pub(crate) fn OnTheFly() -> impl IntoView {
    let live = expect_context::<Live>();
    let open = RwSignal::new(false);
    let sheet = Sheet::new();
    let is_open = |poll: &Poll| poll.status == Status::Open;
    let about = move || match live.see(Part::Poll, |room| room.poll.polls.values().any(is_open)) {
        true => "A poll is open",
        false => "No poll",
    };
    view! {
        <div class="tool">
            <Icon name="vote" />
            <span class="grow small">{about}</span>
            <button class="btn slim" on:click=move |_| open.set(true)>
                "Ask"
                <span class="vh">" a poll"</span>
            </button>
        </div>
        <Dialog open title="Ask the room">
            <Earlier open />
            <Editor sheet open />
        </Dialog>
    }
}

#[component]
fn Editor(sheet: Sheet, open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let wrong = RwSignal::new(None::<(Field, String)>);
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = Draft {
            ask: sheet.ask.get_untracked(),
            hidden_until_closed: sheet.hidden.get_untracked(),
            guests: sheet.guests.get_untracked(),
            by_department: sheet.by_department.get_untracked(),
            sensitive: sheet.sensitive.get_untracked(),
            ..untrack(|| sheet.draft())
        };
        if sheet.question.with_untracked(|question| question.trim().is_empty()) {
            browser::focus(".poll-draft input, .poll-draft textarea");
            return wrong.set(Some((Field::Question, "Write the question first.".to_owned())));
        }
        if draft.kind.rows().len() < 2 && sheet.way.get_untracked() != Way::Agreement {
            browser::focus(".poll-draft .field:nth-of-type(2) textarea");
            let why = "Write at least two options, each on a line of its own.";
            return wrong.set(Some((Field::Lines, why.to_owned())));
        }
        if let Err(why) = draft.checked() {
            return wrong.set(Some((Field::All, words::refusal(&why))));
        }
        let segment = live.look(|room| room.agenda.current.as_ref().map(|current| current.segment));
        live.ask_then(Command::Open { draft: Box::new(draft), segment, again_of: None }, move |answer| {
            match answer {
                Ok(()) => {
                    _ = open.try_set(false);
                    _ = sheet.question.try_set(String::new());
                    _ = sheet.lines.try_set(String::new());
                }
                Err(why) => _ = wrong.try_set(Some((Field::All, words::refusal(&why)))),
            }
        });
    };
    let at = move |field| wrong.get().filter(|(at, _)| *at == field).map(|(_, why)| why);
    let complaint = move |field| view! { <span class="bad small" role="alert">{move || at(field)}</span> };
    let is_wrong = move |field| move || at(field).map(|_| "true");
    let way = move |(way, label): (Way, &'static str)| {
        view! {
            <label class="tick">
                <input
                    type="radio"
                    name="way"
                    prop:checked=move || sheet.way.get() == way
                    on:change=move |_| sheet.way.set(way)
                />
                {label}
            </label>
        }
    };
    let lacks = few(live);
    let asks = move |ask: Ask, label: &'static str| {
        view! {
            <label class="tick">
                <input
                    type="radio"
                    name="ask"
                    disabled=move || ask == Ask::Anonymous && lacks.get().is_some()
                    prop:checked=move || sheet.ask.get() == ask
                    on:change=move |_| sheet.ask.set(ask)
                />
                {label}
            </label>
        }
    };
    let anonymous = move || sheet.ask.get() == Ask::Anonymous;
    let timer = move |(minutes, label): (u16, &'static str)| {
        view! { <option selected=move || sheet.minutes.get() == minutes>{label}</option> }
    };
    let what = move || match sheet.way.get() {
        Way::Agreement => ("Statements, one per line", "Leave empty to ask about the question itself."),
        _ => ("Options, one per line", "Two to twenty."),
    };
    let tick = |label: &'static str, value: RwSignal<bool>| {
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=value
                    on:change:target=move |event| value.set(event.target().checked())
                />
                {label}
            </label>
        }
    };
    view! {
        <form class="poll-draft" on:submit=ask>
            <label class="field">
                "Question"
                <textarea
                    rows="2"
                    maxlength="1000"
                    aria-invalid=is_wrong(Field::Question)
                    prop:value=sheet.question
                    on:input:target=move |event| sheet.question.set(event.target().value())
                ></textarea>
                {complaint(Field::Question)}
            </label>
            <fieldset class="ways">
                <legend class="vh">"How to answer"</legend>
                {WAYS.map(way).collect_view()}
            </fieldset>
            <label class="field">
                {move || what().0}
                <textarea
                    rows="4"
                    aria-invalid=is_wrong(Field::Lines)
                    prop:value=sheet.lines
                    on:input:target=move |event| sheet.lines.set(event.target().value())
                ></textarea>
                <span class="hint">{move || what().1}</span>
                {complaint(Field::Lines)}
            </label>
            <label class="field">
                "Timer"
                <select on:change:target=move |event| {
                    let at = usize::try_from(event.target().selected_index()).unwrap_or(0);
                    sheet.minutes.set(TIMERS[at % TIMERS.len()].0);
                }>{TIMERS.map(timer).collect_view()}</select>
            </label>
            <fieldset class="ways">
                <legend class="vh">"Whose answers they are"</legend>
                {asks(Ask::Named, "With names")}
                {asks(Ask::Anonymous, "Anonymous")}
            </fieldset>
            {move || lacks.get().map(|why| view! { <p class="small">{why}</p> })}
            {move || match anonymous() {
                true => view! {
                    <div class="col gap0">
                        {tick("Also show results by department", sheet.by_department)}
                        {tick("Delicate question: show results from ten answers on", sheet.sensitive)}
                    </div>
                    <p class="notice">
                        <Icon name="venetian-mask" />
                        <span>"Anonymous: no database, backup or log can tell who answered what, neither you nor the server's owner."</span>
                    </p>
                }
                .into_any(),
                false => view! {
                    <div class="col gap0">
                        {tick("Hide answers until I close the poll", sheet.hidden)}
                        {tick("Guests answer too", sheet.guests)}
                    </div>
                    <p class="notice">
                        <Icon name="users" />
                        <span>"Named: you see who answered what. Everyone else sees only counts, once you show them."</span>
                    </p>
                }
                .into_any(),
            }}
            {complaint(Field::All)}
            <div class="foot">
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Cancel"</button>
                <button class="btn primary">"Open the poll"</button>
            </div>
        </form>
    }
}

/// Questions that were asked before; asked again, their rounds stand side by side.
#[component]
fn Earlier(open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let polls = memo(move || live.see(Part::Poll, last_rounds));
    let row = move |(poll, question): (PollId, String)| {
        let ask = move |_| {
            again(live, poll);
            open.set(false);
        };
        view! {
            <li>
                <span class="grow">{question}</span>
                <button type="button" class="btn slim" on:click=ask>"Ask again"</button>
            </li>
        }
    };
    view! {
        <Show when=move || !polls.with(Vec::is_empty)>
            <details class="who">
                <summary class="small">"Asked before"</summary>
                <ul>{move || polls.get().into_iter().map(row).collect_view()}</ul>
            </details>
        </Show>
    }
}

/// The last round of every question that is closed.
fn last_rounds(room: &Room) -> Vec<(PollId, String)> {
    let last = |id: &PollId| room.poll.rounds(*id).last() == Some(id);
    let closed =
        room.poll.polls.iter().filter(|(id, poll)| matches!(poll.status, Status::Closed(_)) && last(id));
    closed.map(|(id, poll)| (*id, poll.draft.question.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_an_option() {
        let asked = draft("Which one?", " Map \n\nRadio\n", Way::Several, 2);
        let options = vec!["Map".to_owned(), "Radio".to_owned()];
        assert_eq!(asked.kind, Kind::Multiple { options, min: 1, max: 2 });
        assert_eq!(asked.seconds, Some(120));
        assert!(asked.checked().is_ok());
        assert!(draft("Which one?", "Map", Way::One, 0).checked().is_err(), "one option is no choice");
    }

    #[test]
    fn a_question_alone_can_be_agreed_with() {
        let asked = draft("I can explain a stop.", "", Way::Agreement, 0);
        assert_eq!(asked.kind.rows(), ["I can explain a stop."]);
        assert!(asked.checked().is_ok());
    }
}
