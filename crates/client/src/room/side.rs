//! An officer's left column: the agenda, and the facts of the session.

use std::time::Duration;

use room::{Charter, Records};

use super::SheetHead;
use crate::prelude::*;
use crate::{
    agenda::{Credit, Length, Outline},
    clock,
    live::{Live, Part},
    ui::Icon,
};
use academy::records::card;

/// The left column.
#[component]
pub(crate) fn Side() -> impl IntoView {
    let drawn = drawn();
    view! {
        <nav class="side" aria-label="Agenda" tabindex="0">
            <SheetHead title="Agenda" />
            <crate::exercise::Beside />
            <section>
                <div class="row">
                    <h2 class="caps grow">"Agenda"</h2>
                    <Credit class="narrow-only" />
                    <Length />
                </div>
                <Outline />
            </section>
            <Show when=move || drawn.get()>
                <Facts />
                <section>
                    <h2 class="caps">"What this session keeps"</h2>
                    <Keeps />
                </section>
            </Show>
        </nav>
    }
}

/// Becomes true when the room has been drawn for the first time: on a slow computer what is read later does not hold up
/// what is looked at first.
fn drawn() -> RwSignal<bool> {
    let drawn = RwSignal::new(false);
    let after = move || set_timeout(move || _ = drawn.try_set(true), Duration::ZERO);
    if let Ok(frame) = request_animation_frame_with_handle(after) {
        on_cleanup(move || frame.cancel());
    }
    drawn
}

/// Who leads, when, and how to hear when the browser cannot.
#[component]
fn Facts() -> impl IntoView {
    let live = expect_context::<Live>();
    let fact = move |icon, read: fn(&Charter) -> String| {
        let text = move || live.see(Part::Session, |room| read(&room.charter));
        view! {
            <Show when=move || !text().is_empty()>
                <p class="row top-aligned small">
                    <Icon name=icon />
                    <span>{text}</span>
                </p>
            </Show>
        }
    };
    view! {
        <section class="col">
            {fact("crown", |charter| charter.led_by.clone())}
            {fact("clock", planned)}
            {fact("building-2", |charter| charter.departments.join(", "))}
            {fact("phone", |charter| charter.audio.clone())}
        </section>
    }
}

fn planned(charter: &Charter) -> String {
    if charter.ends_at.0 == 0 {
        return String::new();
    }
    format!("{} to {}", clock::time_of_day(charter.starts_at), clock::time_of_day(charter.ends_at))
}

/// What is kept of this session and what goes.
#[component]
pub(crate) fn Keeps() -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    move || {
        let attends = live.see(Part::Roster, |room| room.roster.attends(me));
        keeps(live.see(Part::Session, |room| room.charter.records), attends)
    }
}

/// The Records Card of a mode, as somebody reads it who `attends`.
pub(crate) fn keeps(records: Records, attends: bool) -> AnyView {
    let card = card(records, attends);
    let lines = |lines: Vec<String>, class, icon| {
        let line = move |line| {
            view! {
                <li class=class>
                    <Icon name=icon />
                    <span>{line}</span>
                </li>
            }
        };
        view! { <ul class="keeps">{lines.into_iter().map(line).collect_view()}</ul> }
    };
    let erases = (!card.erases.is_empty()).then(|| {
        view! {
            <p class="small">"Erased when the session ends:"</p>
            {lines(card.erases, "erased", "x")}
        }
    });
    view! {
        <div class="col">
            {lines(card.keeps, "kept", "check")} {erases}
            <p class="small">"In any case:"</p>
            {lines(card.notes, "erased", "shield-check")}
        </div>
    }
    .into_any()
}
