//! The stage of the simple activities: what to do, a break, the end.

use room::agenda::Segment;

use super::{Credit, left, prose};
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
