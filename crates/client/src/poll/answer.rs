//! Answering: large native controls for each kind of question. An answer can be changed until the poll closes.

mod choice;
mod ranking;
mod scale;
mod words;

use room::{
    PollId,
    poll::{Answer, Command, Draft, Kind, Manner},
};

use super::{
    News, Trust,
    ballot::{Road, Stand},
};
use crate::prelude::*;
use crate::{
    link::Line,
    live::{Live, Part},
    ui::{Icon, Toasts},
    words as say,
};

/// What is being filled in.
#[derive(Clone, Copy)]
struct Sheet {
    poll: PollId,
    kind: StoredValue<Kind>,
    answer: RwSignal<Answer>,
}

impl Sheet {
    /// What is said to a row; 0 for nothing.
    fn number(&self, row: usize) -> u16 {
        self.answer.with(|answer| answer.numbers().get(row).copied().unwrap_or(0))
    }

    /// The sum of all numbers.
    fn sum(&self) -> u32 {
        self.answer.with(|answer| answer.numbers().iter().copied().map(u32::from).sum())
    }

    /// Changes the numbers; who preferred not to answer begins anew.
    fn change(&self, change: impl FnOnce(&mut [u16])) {
        let mut answer = self.answer.get_untracked();
        if answer == Answer::Pass {
            answer = self.kind.with_value(Answer::blank);
        }
        if let Answer::Numbers(numbers) = &mut answer {
            change(numbers);
        }
        self.answer.set(answer);
    }

    fn set(&self, row: usize, number: u16) {
        self.change(|numbers| numbers.iter_mut().skip(row).take(1).for_each(|n| *n = number));
    }

    /// A name for what belongs together, unlike that of other polls.
    fn name(&self, what: &str) -> String {
        format!("poll-{}-{what}", self.poll.0)
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
    match kind.manner {
        Manner::Single => choice::single(sheet, kind.rows, pass),
        Manner::Multiple => choice::multiple(sheet, kind.rows, kind.max),
        Manner::Points => choice::points(sheet, kind.rows, kind.max),
        Manner::Agreement => scale::agreement(sheet, &kind),
        Manner::Rating => scale::rating(sheet, &kind),
        Manner::Grid => scale::grid(sheet, kind),
        Manner::Ranking => ranking::ranking(sheet, kind.rows, kind.max),
        Manner::Cloud | Manner::Text => words::words(sheet, &kind),
    }
}

/// An answer that stays on this device until the poll closes. There is nothing to send: what is chosen is kept.
#[component]
fn Ballot(poll: PollId, draft: Draft) -> impl IntoView {
    let (live, news) = (expect_context::<Live>(), expect_context::<News>());
    let draft = StoredValue::new(draft);
    let kind = draft.with_value(|draft| draft.kind.clone());
    let answer = RwSignal::new(Answer::blank(&kind));
    let sheet = Sheet { poll, kind: StoredValue::new(kind.clone()), answer };
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
    let pass = kind.manner != Manner::Single;
    let reveals = kind.is_words().then_some(
        "Your words are shown as you write them, among at least ten. Leave out names, places and dates that only you would \
         write.",
    );
    view! {
        <div class="col gap4">
            {controls(sheet, kind, true)}
            {reveals.map(|words| view! { <p class="small">{words}</p> })}
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
    let answer = RwSignal::new(sent.get_untracked().unwrap_or_else(|| Answer::blank(&draft.kind)));
    let sheet = Sheet { poll, kind: StoredValue::new(draft.kind.clone()), answer };
    let is_in = memo(move || sent.get().is_some_and(|sent| answer.with(|answer| *answer == sent)));
    let asked = draft.clone();
    let fits = memo(move || answer.with(|answer| asked.takes(answer).is_ok()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let answer = answer.get_untracked();
        live.ask_then(Command::Answer { poll, answer }, move |answered| {
            if let Err(why) = answered {
                toasts.say(say::refusal(&why));
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
    let one_of = draft.kind.manner == Manner::Single;
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
