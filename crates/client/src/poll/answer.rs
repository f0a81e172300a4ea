//! Answering: large native controls for each kind of question. An answer can be changed until the poll closes.

use room::{
    PollId, map,
    poll::{Answer, Command, Draft, Kind, POINTS},
};

use super::{
    News, Trust,
    ballot::{Road, Stand},
    rows::marks,
};
use crate::prelude::*;
use crate::{
    link::Line,
    live::{Live, Part},
    ui::{Icon, Toasts},
    words,
};

/// What is being filled in.
#[derive(Clone, Copy)]
struct Sheet {
    poll: PollId,
    answer: RwSignal<Answer>,
}

impl Sheet {
    fn chosen(&self) -> map::Set<u8> {
        self.answer.with(|answer| match answer {
            Answer::Chosen(chosen) => chosen.clone(),
            _ => map::Set::new(),
        })
    }

    fn choose(&self, option: u8, on: bool, alone: bool) {
        let mut chosen = if alone { map::Set::new() } else { untrack(|| self.chosen()) };
        _ = if on { chosen.insert(option) } else { chosen.remove(&option) };
        self.answer.set(Answer::Chosen(chosen));
    }

    fn mark(&self, statement: usize) -> Option<u8> {
        self.answer.with(|answer| match answer {
            Answer::Marks(marks) => marks.get(statement).copied().flatten(),
            _ => None,
        })
    }

    fn set_mark(&self, statements: usize, statement: usize, mark: u8) {
        self.answer.update(|answer| {
            if !matches!(answer, Answer::Marks(_)) {
                *answer = Answer::Marks(vec![None; statements]);
            }
            if let Answer::Marks(marks) = answer
                && let Some(place) = marks.get_mut(statement)
            {
                *place = Some(mark);
            }
        });
    }

    fn points(&self, option: usize) -> u16 {
        self.answer.with(|answer| match answer {
            Answer::Points(points) => points.get(option).copied().unwrap_or(0),
            _ => 0,
        })
    }

    fn spent(&self) -> u32 {
        self.answer.with(|answer| match answer {
            Answer::Points(points) => points.iter().copied().map(u32::from).sum(),
            _ => 0,
        })
    }

    fn set_points(&self, options: usize, option: usize, value: u16) {
        self.answer.update(|answer| {
            if !matches!(answer, Answer::Points(_)) {
                *answer = Answer::Points(vec![0; options]);
            }
            if let Answer::Points(points) = answer
                && let Some(place) = points.get_mut(option)
            {
                *place = value;
            }
        });
    }
}

fn blank(kind: &Kind) -> Answer {
    match kind {
        Kind::Single { .. } | Kind::Multiple { .. } => Answer::Chosen(map::Set::new()),
        Kind::Agreement { statements, .. } => Answer::Marks(vec![None; statements.len()]),
        Kind::Points { options, .. } => Answer::Points(vec![0; options.len()]),
    }
}

/// Where one answers.
#[component]
pub(super) fn Form(
    /// Which poll.
    poll: PollId,
    /// What it asks.
    draft: Draft,
) -> impl IntoView {
    match draft.is_anonymous() {
        true => view! { <Ballot poll draft /> }.into_any(),
        false => view! { <Named poll draft /> }.into_any(),
    }
}

/// What one answers with.
fn controls(sheet: Sheet, kind: Kind, pass: bool) -> AnyView {
    match kind {
        Kind::Single { options } => single(sheet, options, pass),
        Kind::Multiple { options, max, .. } => multiple(sheet, options, max),
        Kind::Agreement { statements, low, high } => agreement(sheet, statements, &low, &high),
        Kind::Points { options, total } => points(sheet, options, total),
    }
}

/// An answer that stays on this device until the poll closes. There is nothing to send: what is chosen is kept.
#[component]
fn Ballot(poll: PollId, draft: Draft) -> impl IntoView {
    let (live, news) = (expect_context::<Live>(), expect_context::<News>());
    let draft = StoredValue::new(draft);
    let kind = draft.with_value(|draft| draft.kind.clone());
    let answer = RwSignal::new(blank(&kind));
    let name = move || live.look(|room| Some(room.poll.polls.get(&poll)?.sealed.as_ref()?.name));
    // Whoever loads the page again finds what they had chosen.
    let restored = StoredValue::new(false);
    let fits = memo(move || answer.with(|answer| draft.with_value(|draft| draft.takes(answer).is_ok())));
    effect(move || {
        let chosen = answer.get();
        // What is chosen while the ballot is still being made is kept, too.
        let (Some(_), Some(road), Some(name)) = (news.stand(poll), Road::here(), name()) else {
            return;
        };
        if !restored.get_value() {
            restored.set_value(true);
            let kept = draft.with_value(|draft| road.chosen(&name, draft));
            if let (Some(kept), false) = (kept, fits.get_untracked()) {
                return answer.set(kept);
            }
        }
        let chosen = Some(chosen).filter(|chosen| draft.with_value(|draft| draft.takes(chosen).is_ok()));
        draft.with_value(|draft| road.choose(&name, draft, chosen.as_ref()));
        // Told again when the line is back: the server forgets it with a restart.
        if live.line.get() == Line::Up {
            live.signal(protocol::Signal::Ready(poll, chosen.is_some()));
        }
    });
    let state = move || match (news.stand(poll), fits.get()) {
        (Some(Stand::Ready), true) => (
            "notice good",
            "check",
            "Ready. It leaves this device when the poll closes; until then you can change it.",
        ),
        (Some(Stand::Ready), false) => {
            ("notice", "info", "Choose an answer. You can change it until the poll closes.")
        }
        (Some(Stand::None), _) => (
            "notice warn",
            "triangle-alert",
            "This page has no ballot in this poll: it was drawn in another tab or browser. Answer there, or look on here.",
        ),
        (Some(Stand::Failed), _) => (
            "notice warn",
            "wifi-off",
            "What your ballot needs did not arrive. Load this page again; you keep your seat.",
        ),
        _ => ("notice", "timer", "Your ballot is being made."),
    };
    let pass = !matches!(kind, Kind::Single { .. });
    view! {
        <div class="col gap4">
            {controls(Sheet { poll, answer }, kind, true)}
            <Show when=move || pass && answer.with(|answer| *answer != Answer::Pass)>
                <button type="button" class="btn quiet big" on:click=move |_| answer.set(Answer::Pass)>
                    "Prefer not to answer"
                </button>
            </Show>
            <div role="status">
                {move || {
                    let (class, icon, words) = state();
                    view! {
                        <div class=class>
                            <Icon name=icon />
                            <span>{words}</span>
                        </div>
                    }
                }}
            </div>
            <Trust
                poll
                words="Your answer stays on this device until the poll closes, then goes out without your name. Nobody can tie it \
                       to you later, not the facilitator and not the server's owner."
            />
        </div>
    }
}

/// An answer that the facilitator sees with a name.
#[component]
fn Named(poll: PollId, draft: Draft) -> impl IntoView {
    let (live, toasts) = (expect_context::<Live>(), expect_context::<Toasts>());
    let me = live.me();
    let sent = memo(move || {
        live.see(Part::Poll, |room| room.poll.polls.get(&poll)?.answers.get(&me).cloned().flatten())
    });
    let answer = RwSignal::new(sent.get_untracked().unwrap_or_else(|| blank(&draft.kind)));
    let sheet = Sheet { poll, answer };
    let is_in = memo(move || sent.get().is_some_and(|sent| answer.with(|answer| *answer == sent)));
    let asked = draft.clone();
    let fits = memo(move || answer.with(|answer| asked.takes(answer).is_ok()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let answer = answer.get_untracked();
        live.ask_then(Command::Answer { poll, answer }, move |answered| {
            if let Err(why) = answered {
                toasts.say(words::refusal(&why));
            }
        });
    };
    let pass = !draft.check;
    let seen = match draft.check {
        true => "Your facilitator sees your answer with your name; it counts for your training record.",
        false => {
            "Your facilitator sees who answered what. Everyone else sees only counts, once they are shown."
        }
    };
    let controls = controls(sheet, draft.kind.clone(), pass);
    let one_of = matches!(draft.kind, Kind::Single { .. });
    view! {
        <form class="col gap4" on:submit=send>
            {controls}
            <p class="small row top-aligned">
                <Icon name="users" />
                <span>{seen}</span>
            </p>
            <div class="row wrap" role="status">
                <Show
                    when=move || is_in.get()
                    fallback=move || view! {
                        <button class="btn primary big" disabled=move || !fits.get()>
                            {move || if sent.get().is_some() { "Send the change" } else { "Send my answer" }}
                        </button>
                    }
                >
                    <div class="notice good">
                        <Icon name="check" />
                        <span>"Your answer is in. You can change it until the poll closes."</span>
                    </div>
                </Show>
                <Show when=move || pass && !one_of && answer.with(|answer| *answer != Answer::Pass)>
                    <button type="submit" class="btn quiet big" on:click=move |_| answer.set(Answer::Pass)>
                        "Prefer not to answer"
                    </button>
                </Show>
            </div>
        </form>
    }
}

fn number(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}

fn single(sheet: Sheet, options: Vec<String>, pass: bool) -> AnyView {
    let name = format!("poll-{}", sheet.poll.0);
    let of_pass = name.clone();
    let option = move |(at, label): (usize, String)| {
        let at = number(at);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || sheet.chosen().contains(&at)
                    on:change=move |_| sheet.choose(at, true, true)
                />
                <span class="grow">{label}</span>
            </label>
        }
    };
    let options = options.into_iter().enumerate().map(option).collect_view();
    let passing = pass.then(|| {
        view! {
            <label class="choice pass">
                <input
                    type="radio"
                    name=of_pass
                    prop:checked=move || sheet.answer.with(|answer| *answer == Answer::Pass)
                    on:change=move |_| sheet.answer.set(Answer::Pass)
                />
                <span class="grow">"Prefer not to answer"</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="vh">"Your answer"</legend>
            {options}
            {passing}
        </fieldset>
    }
    .into_any()
}

fn multiple(sheet: Sheet, options: Vec<String>, max: u8) -> AnyView {
    let full = memo(move || sheet.chosen().len() >= usize::from(max));
    let option = move |(at, label): (usize, String)| {
        let at = number(at);
        let chosen = move || sheet.chosen().contains(&at);
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=chosen
                    disabled=move || full.get() && !chosen()
                    on:change:target=move |event| sheet.choose(at, event.target().checked(), false)
                />
                <span class="grow">{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend class="vh">"Your answer"</legend>
            {options.into_iter().enumerate().map(option).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// One statement is answered in a list of large choices; several in a row of marks each.
fn agreement(sheet: Sheet, statements: Vec<String>, low: &str, high: &str) -> AnyView {
    let labels = marks(low, high);
    let (low, high) = (ends(&labels[0]), ends(&labels[POINTS as usize - 1]));
    let number_of = statements.len();
    let alone = number_of == 1;
    let statement = move |(at, statement): (usize, String)| {
        let name = format!("poll-{}-{at}", sheet.poll.0);
        let mark = |mark: u8| {
            let label = match alone {
                true => labels[usize::from(mark - 1)].clone(),
                false => mark.to_string(),
            };
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || sheet.mark(at) == Some(mark)
                        on:change=move |_| sheet.set_mark(number_of, at, mark)
                    />
                    <span>{label}</span>
                </label>
            }
        };
        let all: Vec<u8> = if alone { (1..=POINTS).rev().collect() } else { (1..=POINTS).collect() };
        let ends = (!alone).then(|| {
            view! {
                <div class="scale-ends" aria-hidden="true">
                    <span>{low.clone()}</span>
                    <span>{high.clone()}</span>
                </div>
            }
        });
        view! {
            <fieldset class="statement">
                <legend>{statement}</legend>
                <div class:choices=alone class:scale=!alone>{all.into_iter().map(mark).collect_view()}</div>
                {ends}
            </fieldset>
        }
    };
    statements.into_iter().enumerate().map(statement).collect_view().into_any()
}

/// The words of a mark without its number.
fn ends(label: &str) -> String {
    label.split_once(" · ").map_or(label, |(_, words)| words).to_owned()
}

fn points(sheet: Sheet, options: Vec<String>, total: u16) -> AnyView {
    let number_of = options.len();
    let left = move || u32::from(total).saturating_sub(sheet.spent());
    let option = move |(at, label): (usize, String)| {
        let id = format!("poll-{}-{at}", sheet.poll.0);
        let points = move || sheet.points(at);
        // What is typed is cut to what is left.
        let set = move |wanted: u32| {
            let most = untrack(|| left() + u32::from(points()));
            sheet.set_points(number_of, at, u16::try_from(wanted.min(most)).unwrap_or(u16::MAX));
        };
        let step = move |by: i32| set(u32::from(untrack(points)).saturating_add_signed(by));
        view! {
            <label for=id.clone()>{label}</label>
            <span class="stepper">
                <button type="button" class="iconbtn" aria-label="One less" on:click=move |_| step(-1)>
                    <Icon name="minus" />
                </button>
                <input
                    id=id
                    class="box"
                    type="number"
                    inputmode="numeric"
                    min="0"
                    max=total
                    prop:value=move || points().to_string()
                    on:change:target=move |event| {
                        let field = event.target();
                        set(field.value().parse().unwrap_or(0));
                        field.set_value(&untrack(points).to_string());
                    }
                />
                <button
                    type="button"
                    class="iconbtn"
                    aria-label="One more"
                    disabled=move || left() == 0
                    on:click=move |_| step(1)
                >
                    <Icon name="plus" />
                </button>
            </span>
        }
    };
    view! {
        <fieldset>
            <legend class="vh">"Your points"</legend>
            <p class="small" role="status">{left}" of "{total}" points left"</p>
            <div class="points">{options.into_iter().enumerate().map(option).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
