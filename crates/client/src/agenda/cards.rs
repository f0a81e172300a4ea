//! The stage of the simple activities: what to do, a break, the end. Above other activities, what to do can be folded.

use room::{SegmentId, agenda::Segment, map::Map};

use super::{Credit, left, prose};
use crate::prelude::*;
use crate::{
    browser,
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

/// In which segments this person has folded or unfolded what to do, while they are in the room. Found with
/// `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Folds(RwSignal<Map<SegmentId, bool>>);

impl Folds {
    /// In none yet.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Map::new()))
    }
}

/// Whether what to do is unfolded in a segment: as this person left it there, else as it is at first.
fn unfolded(left: &Map<SegmentId, bool>, segment: Option<SegmentId>, at_first: bool) -> bool {
    segment.and_then(|segment| left.get(&segment).copied()).unwrap_or(at_first)
}

/// What officers are asked to do, above an activity that has the stage. Folded, it still shows how it begins.
#[component]
pub(crate) fn WhatToDo(
    /// Whether the activity needs the height, so that it is folded at first.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let (live, Folds(left)) = (expect_context::<Live>(), expect_context::<Folds>());
    let at_first = !brief && browser::roomy();
    let segment = memo(move || live.see(Part::Agenda, |room| room.agenda.running().map(|s| s.id)));
    let text = memo(move || field(live, |segment| &segment.instructions));
    let open = memo(move || left.with(|left| unfolded(left, segment.get(), at_first)));
    // The page keeps the two states, so the browser is kept from folding by itself.
    let fold = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(segment) = segment.get_untracked() {
            left.update(|left| _ = left.insert(segment, !open.get_untracked()));
        }
    };
    let beginning = move || text.with(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    view! {
        <Show when=move || text.with(|text| !text.trim().is_empty())>
            <details class="card tight what-to-do" open=move || open.get()>
                <summary on:click=fold>
                    <b>"What to do"</b>
                    <Show when=move || !open.get()>
                        <span>{beginning}</span>
                    </Show>
                </summary>
                <div class="reads">{move || text.with(|text| prose(text).into_any())}</div>
            </details>
        </Show>
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_folded_stays_folded_in_its_segment() {
        let (first, second) = (SegmentId(1), SegmentId(2));
        let left = [(first, false)].into();
        assert!(!unfolded(&left, Some(first), true), "also above another activity");
        assert!(unfolded(&left, Some(second), true));
        assert!(!unfolded(&left, Some(second), false), "a board has the height at first");
        assert!(unfolded(&[(second, true)].into(), Some(second), false));
    }
}
