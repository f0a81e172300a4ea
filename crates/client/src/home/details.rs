//! What surrounds the run sheet: title, time, departments, what is kept, how the room behaves.

use academy::{
    records::card,
    session::{MAX_CAPACITY, Session},
};
use room::Records;

use super::{
    planner::{Change, Planner},
    when,
};
use crate::prelude::*;
use crate::ui::{
    Icon,
    field::{self, Face, Save, save},
};

/// The section.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let planner = expect_context::<Planner>();
    view! {
        <div class="halves">
            <fieldset class="card col gap4" disabled=move || !planner.is_open()>
                <legend class="vh">"About the session"</legend>
                <h2>"About the session"</h2>
                {about(planner)}
            </fieldset>
            <fieldset class="card col gap4" disabled=move || !planner.is_open()>
                <legend class="vh">"In the room"</legend>
                <h2>"In the room"</h2>
                {in_the_room(planner)}
            </fieldset>
            <WhatIsKept />
        </div>
    }
}

/// A part of the session, watched.
fn of<T: Send + Sync + PartialEq + 'static>(planner: Planner, look: fn(&Session) -> T) -> Signal<T> {
    memo(move || planner.session.with(look)).into()
}

fn to<T: 'static>(planner: Planner, change: fn(T) -> Change) -> Save<T> {
    save(move |value| planner.change(change(value)))
}

fn about(planner: Planner) -> impl IntoView {
    view! {
        {field::words(
            Face::line("Title"),
            of(planner, |session| session.title.clone()),
            to(planner, |title| Change { title: Some(title), ..Change::default() }),
        )}
        <Starts />
        {field::words(
            Face::line("Led by").hint("As officers see it"),
            of(planner, |session| session.led_by.clone()),
            to(planner, |led_by| Change { led_by: Some(led_by), ..Change::default() }),
        )}
        {field::list(
            "Departments",
            "Add a department",
            of(planner, |session| session.departments.clone()),
            to(planner, |departments| Change { departments: Some(departments), ..Change::default() }),
        )}
    }
}

fn in_the_room(planner: Planner) -> impl IntoView {
    view! {
        {field::words(
            Face::lines("Message in the lobby").hint("Officers read it while they wait."),
            of(planner, |session| session.lobby_message.clone()),
            to(planner, |text| Change { lobby_message: Some(text), ..Change::default() }),
        )}
        {field::words(
            Face::line("To hear and speak")
                .hint("Rollcall carries no sound yet: a phone number, a link or a place, shown to everybody."),
            of(planner, |session| session.audio_fallback.clone()),
            to(planner, |text| Change { audio_fallback: Some(text), ..Change::default() }),
        )}
        {field::number(
            Face::line("Most people at once"),
            (1, MAX_CAPACITY),
            of(planner, |session| session.capacity),
            to(planner, |capacity| Change { capacity: Some(capacity), ..Change::default() }),
        )}
        {field::tick(
            "Let people on the list in without waiting",
            of(planner, |session| session.auto_admit_listed),
            to(planner, |yes| Change { auto_admit_listed: Some(yes), ..Change::default() }),
        )}
    }
}

/// Day and time, in the zone the session was planned in.
#[component]
fn Starts() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let zone = planner.session.with_untracked(|session| session.time_zone.clone());
    let starts_at = of(planner, |session| session.starts_at_ms);
    let parts = {
        let zone = zone.clone();
        memo(move || (when::date_field(starts_at.get(), &zone), when::time_field(starts_at.get(), &zone)))
    };
    let wrong = RwSignal::new(String::new());
    let named = when::zone_name(starts_at.get_untracked(), &zone);
    let set = {
        let zone = StoredValue::new(zone);
        move |date: &str, time: &str| {
            let moment = zone.with_value(|zone| when::moment(date, time, zone));
            let done = match moment {
                Some(at) => planner
                    .change(Change { starts_at: Some(at), ..Change::default() })
                    .map_err(|r| r.to_string()),
                None => Err("Write a day and a time.".to_owned()),
            };
            wrong.set(done.err().unwrap_or_default());
        }
    };
    view! {
        <div class="fields">
            <label class="field">
                "Date"
                <input
                    type="date"
                    prop:value=move || parts.get().0
                    on:change:target=move |event| set(&event.target().value(), &parts.get_untracked().1)
                />
            </label>
            <label class="field">
                "Start"
                <input
                    type="time"
                    prop:value=move || parts.get().1
                    on:change:target=move |event| set(&parts.get_untracked().0, &event.target().value())
                />
                <span class="hint">{format!("{named} time")}</span>
            </label>
        </div>
        <p class="bad small" role="alert">{wrong}</p>
    }
}

/// The three modes, each with the card that officers read.
#[component]
fn WhatIsKept() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let mode = of(planner, |session| session.records);
    let choice = move |wanted: Records| {
        let (name, short) = match wanted {
            Records::ProductsOnly => ("Products only", "What the room makes stays, how it got there goes."),
            Records::Ephemeral => ("Attendance only", "Nothing but the minutes for credit stays."),
            Records::Record => ("Everything", "What was said and written stays, too."),
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="records"
                    prop:checked=move || mode.get() == wanted
                    on:change=move |_| {
                        // A mode is always accepted.
                        _ = planner.change(Change { records: Some(wanted), ..Change::default() });
                    }
                />
                <span class="grow">
                    <b>{name}</b>
                    <span class="small">{short}</span>
                </span>
            </label>
        }
    };
    let line = |icon: &'static str, words: String| view! { <li class="row top-aligned"><Icon name=icon />{words}</li> };
    let lines = move || {
        let card = card(mode.get(), true);
        view! {
            <div class="halves">
                <div class="col">
                    <h3>"Stays"</h3>
                    <ul class="col good-marks">
                        {card.keeps.into_iter().map(|words| line("check", words)).collect_view()}
                    </ul>
                </div>
                <div class="col">
                    <h3>"Goes when the session ends"</h3>
                    <ul class="col">
                        {card.erases.into_iter().map(|words| line("eraser", words)).collect_view()}
                    </ul>
                </div>
            </div>
            <ul class="col small">{card.notes.into_iter().map(|words| line("info", words)).collect_view()}</ul>
        }
    };
    view! {
        <fieldset class="card col gap4 across" disabled=move || !planner.is_open()>
            <legend class="vh">"What is kept"</legend>
            <h2>"What is kept"</h2>
            <div class="templates">{Records::ALL.map(choice).collect_view()}</div>
            <div class="card sunken tight col gap3">
                <p class="caps">"Officers read this before they join"</p>
                {lines}
            </div>
        </fieldset>
    }
}
