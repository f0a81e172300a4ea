//! The top bar: which session, how the line is, and who can hear and see.

use std::time::Duration;

use room::roster::Role;

use super::{Sheet, Shell, Tab};
use crate::prelude::*;
use crate::{
    agenda::Credit,
    breakout,
    link::Line,
    live::{Live, Part},
    ui::Icon,
    words,
};

/// A line that is back within this time was never worth a word.
const QUIET: Duration = Duration::from_secs(2);

/// The top bar.
#[component]
pub(crate) fn Top() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let title = move || live.see(Part::Session, |room| room.charter.title.clone());
    let about = move || {
        live.see(Part::Agenda, |_| ());
        live.see(Part::Breakout, |_| ());
        let me = live.me();
        live.see(Part::Session, |room| {
            let running = room.agenda.running().map(|segment| segment.title.clone());
            let departments = Some(room.charter.departments.join(", ")).filter(|all| !all.is_empty());
            let group = breakout::whereabouts(room, me);
            group.into_iter().chain(departments).chain(running).collect::<Vec<_>>().join(" · ")
        })
    };
    let present = move || live.see(Part::Roster, |room| room.roster.present().count());
    view! {
        <header class="top">
            <span class="brandmark narrow-off">
                <i>
                    <Icon name="shield-check" />
                </i>
                <span>"Rollcall"</span>
            </span>
            <div class="title">
                <h1>{title}</h1>
                <span class="tiny">{about}</span>
            </div>
            <Practice />
            <Watchers />
            <Net />
            <Credit class="narrow-off" />
            <button
                class="chip brand narrow-off"
                aria-label=move || format!("People, {} here", present())
                on:click=move |_| shell.open_talk(Tab::People)
            >
                <Icon name="users" />
                {present}
            </button>
            <button
                class="iconbtn sheet-open"
                class:narrow-only=live.leads
                aria-label=move || if live.leads.get() { "Run the session" } else { "Agenda" }
                on:click=move |_| shell.sheet.set(Some(Sheet::Side))
            >
                <Icon name="list" />
            </button>
            <Show when=move || live.leads.get()>
                <button
                    class="iconbtn sheet-open narrow-off"
                    aria-label="Conversation"
                    on:click=move |_| shell.sheet.set(Some(Sheet::Talk))
                >
                    <Icon name="message-circle" />
                </button>
            </Show>
        </header>
    }
}

/// That nothing in here counts.
#[component]
pub(crate) fn Practice() -> impl IntoView {
    let live = expect_context::<Live>();
    let practice = move || live.see(Part::Session, |room| room.charter.practice);
    view! {
        <Show when=practice>
            <span class="chip warn">"Practice"</span>
        </Show>
    }
}

/// Everybody always sees that there are guests and observers.
#[component]
fn Watchers() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let count = move || {
        live.see(Part::Roster, |room| {
            let of = |role| room.roster.present().filter(|person| person.role == role).count();
            let guests = Some(of(Role::Guest)).filter(|n| *n > 0).map(|n| words::count(n, "guest", "guests"));
            let observers =
                Some(of(Role::Observer)).filter(|n| *n > 0).map(|n| words::count(n, "observer", "observers"));
            let words = guests.into_iter().chain(observers).collect::<Vec<_>>().join(", ");
            (of(Role::Guest) + of(Role::Observer), words)
        })
    };
    view! {
        <Show when=move || { count().0 > 0 }>
            <button
                class="chip"
                aria-label=move || format!("Also here: {}", count().1)
                on:click=move |_| shell.open_talk(Tab::People)
            >
                <Icon name="eye" />
                <span class="narrow-off">{move || count().1}</span>
                <span class="narrow-only" aria-hidden="true">{move || count().0}</span>
            </button>
        </Show>
    }
}

/// How the line is. It says so only when there is something to say for a while.
#[component]
pub(crate) fn Net() -> impl IntoView {
    let live = expect_context::<Live>();
    let lost = RwSignal::new(false);
    effect(move || {
        if live.line.get() == Line::Up {
            lost.set(false);
            return;
        }
        let wait = set_timeout_with_handle(move || _ = lost.try_set(true), QUIET);
        on_cleanup(move || _ = wait.map(|wait| wait.clear()));
    });
    view! {
        <span
            class="chip net"
            class:good=move || !lost.get()
            class:warn=lost
            class:again=lost
            role="status"
        >
            {move || match lost.get() {
                true => view! { <Icon name="wifi-off" /><span>"Reconnecting"</span> },
                false => view! { <Icon name="wifi" /><span>"Good link"</span> },
            }}
        </span>
    }
}
