//! The stage of the simple activities: what to do, a break, a call that unfolds, the end.

use room::agenda::{Activity, Command, Segment};

use super::{Credit, left, on_stage, prose};
use crate::prelude::*;
use crate::{
    clock::{countdown, time_of_day},
    live::{Live, Part},
    room::Shell,
    ui::Icon,
};

/// What one field of the running segment says.
fn field(live: Live, read: fn(&Segment) -> &str) -> String {
    live.see(Part::Agenda, |room| room.agenda.running().map(|s| read(s).to_owned())).unwrap_or_default()
}

/// What officers are asked to do.
#[component]
pub(crate) fn Instructions() -> impl IntoView {
    let live = expect_context::<Live>();
    let text = memo(move || field(live, |segment| &segment.instructions));
    let words = move || {
        text.with(|text| match text.trim() {
            "" => view! { <p class="dim">"Your facilitator leads this part. Listen in."</p> }.into_any(),
            text => prose(text).into_any(),
        })
    };
    view! { <section class="card reads">{words}</section> }
}

/// A break: when to be back.
#[component]
pub(crate) fn Break() -> impl IntoView {
    let live = expect_context::<Live>();
    let left = left(live);
    let back = memo(move || live.see(Part::Agenda, |room| room.agenda.ends_at().map(time_of_day)));
    let credit = move || live.see(Part::Agenda, |room| room.agenda.running().is_some_and(|s| s.credit));
    view! {
        <section class="card pause-card">
            <Icon name="coffee" />
            <h2>"Back at "{move || back.get()}</h2>
            <p class="count" role="timer">{move || left.get().map(|left| countdown(left * 1_000))}</p>
            <p class="small">
                "Leave the page open, you keep your seat."
                {move || (!credit()).then_some(" The break does not count toward credit.")}
            </p>
        </section>
    }
}

/// What a scenario shows now.
#[derive(Clone, Default, PartialEq)]
struct Story {
    card: String,
    /// Its place among the segment's activities.
    activity: u16,
    shown: Vec<String>,
    /// For facilitators: the fact that comes next, and how many there are.
    next: Option<String>,
    total: usize,
}

/// A call that unfolds fact by fact.
#[component]
pub(crate) fn Scenario() -> impl IntoView {
    let live = expect_context::<Live>();
    let story = memo(move || {
        live.see(Part::Agenda, |room| {
            let (activity, Activity::Scenario { card, facts }) = on_stage(&room.agenda)? else { return None };
            let shown = room.agenda.current.as_ref()?.shown.get(&activity).copied().unwrap_or(0);
            let (next, total) = (facts.get(usize::from(shown)).cloned(), facts.len());
            let shown = facts.into_iter().take(usize::from(shown)).collect();
            Some(Story { card, activity, shown, next, total })
        })
        .unwrap_or_default()
    });
    let card = memo(move || story.with(|story| story.card.clone()));
    let facts = move || story.with(|story| (0..).zip(story.shown.clone()).collect::<Vec<(u16, String)>>());
    view! {
        <section class="card reads">
            {move || card.with(|card| prose(card).into_any())}
            <ol class="facts" aria-live="polite" aria-label="What is known">
                <For each=facts key=|(number, _)| *number let((_number, fact))>
                    <li>{fact}</li>
                </For>
            </ol>
        </section>
        <Show when=move || live.leads.get() && story.with(|story| story.total > 0)>
            <NextFact story />
        </Show>
    }
}

/// A facilitator's look at what comes next in the scenario.
#[component]
fn NextFact(story: Memo<Story>) -> impl IntoView {
    let live = expect_context::<Live>();
    let show = move |_| {
        let (activity, shown) = story.with_untracked(|story| (story.activity, story.shown.len()));
        live.ask(Command::ShowFact { activity, fact: u16::try_from(shown).unwrap_or(u16::MAX) });
    };
    let count = move || story.with(|story| format!("{} of {} facts shown", story.shown.len(), story.total));
    let next = move || story.with(|story| story.next.clone());
    view! {
        <section class="card tight sunken row wrap top-aligned">
            <div class="grow col gap1">
                <p class="caps">{count}</p>
                <p class="small">
                    {move || next().map_or_else(|| "Everything is known now.".to_owned(), |next| format!("Next: {next}"))}
                </p>
            </div>
            <Show when=move || next().is_some()>
                <button class="btn primary" on:click=show>
                    <Icon name="eye" />
                    "Show the next fact"
                </button>
            </Show>
        </section>
    }
}

/// Everything on the sheet has run.
#[component]
pub(crate) fn Over() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    view! {
        <div class="empty">
            <Icon name="flag" />
            <h2>"That was the last segment"</h2>
            <Show
                when=move || live.leads.get()
                fallback=|| view! {
                    <p>"Your facilitator closes the session."</p>
                    <Credit class="brand" />
                }
            >
                <p>"Say goodbye, then end the session for everyone."</p>
                <button class="btn" on:click=move |_| shell.ending.set(true)>"End the session"</button>
            </Show>
        </div>
    }
}
