//! Moments when the room itself speaks: opening, paused, facilitator away, called to duty, left, over.

mod farewell;

use std::time::Duration;

use leptos::task::spawn_local;
use protocol::Bye;
use room::{
    Room, Timestamp, abandon_warning,
    roster::{Person, Presence, Role, Standing},
};

use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    clock::time_of_day,
    link::Line,
    live::{Live, Part},
    room::{Visits, keeps},
    ui::Icon,
    words,
};
pub(crate) use farewell::remember;
use farewell::{Farewell, recall};

/// Opening takes this long before the page says why.
const SLOW: Duration = Duration::from_secs(6);
/// A line that is away for longer than this is worth a word.
const AWAY: Duration = Duration::from_secs(10);

/// The room is on its way.
#[component]
pub(crate) fn Opening() -> impl IntoView {
    let slow = RwSignal::new(false);
    let wait = set_timeout_with_handle(move || _ = slow.try_set(true), SLOW);
    on_cleanup(move || _ = wait.map(|wait| wait.clear()));
    view! {
        <main class="opening">
            <p role="status">"Opening the room"</p>
            <div class="bar" aria-hidden="true">
                <i></i>
            </div>
            <Show when=move || slow.get()>
                <p class="small">"This takes longer than usual. The page keeps trying, you need not do anything."</p>
            </Show>
        </main>
    }
}

/// Says, once the line has been away for a while, that nothing is lost. It stands over the page, so that nothing moves.
#[component]
pub(crate) fn Away() -> impl IntoView {
    let live = expect_context::<Live>();
    let away = RwSignal::new(false);
    effect(move || {
        if live.line.get() != Line::Down {
            away.set(false);
            return;
        }
        let wait = set_timeout_with_handle(move || _ = away.try_set(true), AWAY);
        on_cleanup(move || _ = wait.map(|wait| wait.clear()));
    });
    view! {
        <div class="reassure" role="status">
            <Show when=move || away.get()>
                <p>"Everything you typed is safe. You will come back to the same place."</p>
            </Show>
        </div>
    }
}

/// What everybody should know about the room, over the whole width.
#[component]
pub(crate) fn Banner() -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let paused = move || live.leads.get() && live.see(Part::Session, |room| room.paused.is_some());
    let alone = memo(move || {
        let now = now.get();
        live.see(Part::Session, |_| ());
        live.see(Part::Roster, |room| alone(room, now))
    });
    view! {
        <div role="status" class="banner calm" hidden=move || alone.with(String::is_empty)>
            {alone}
        </div>
        <Show when=paused>
            <div class="banner">
                <span>"The room is paused. Only facilitators act; the agenda's clock runs on."</span>
                <button class="btn slim" on:click=move |_| live.ask(room::Command::Pause(false))>"Go on"</button>
            </div>
        </Show>
    }
}

/// That nobody runs the session at the moment, and what follows from it; empty while somebody does.
fn alone(room: &Room, now: Timestamp) -> String {
    if let Some(end) = abandon_warning(room, now) {
        let end = time_of_day(end);
        return format!("No facilitator is here. The session ends by itself at {end} if none comes back.");
    }
    let lead = |p: &&Person| p.role == Role::Facilitator && p.standing == Standing::Admitted;
    let nearest = room.roster.people.values().filter(lead).map(|p| p.presence).min();
    let words = match nearest {
        None | Some(Presence::Here | Presence::Idle) => "",
        Some(Presence::Reconnecting) => "Facilitator reconnecting. The clock runs on.",
        Some(Presence::CalledOut | Presence::Left) => "No facilitator is here now. The clock runs on.",
    };
    words.to_owned()
}

/// Covers an officer's stage while the room is paused.
#[component]
pub(crate) fn Paused() -> impl IntoView {
    let live = expect_context::<Live>();
    let paused = move || !live.leads.get() && live.see(Part::Session, |room| room.paused.is_some());
    view! {
        <Show when=paused>
            <div class="curtain">
                <section class="curtain-card" role="status">
                    <Icon name="pause" />
                    <h2>"One moment"</h2>
                    <p class="small">"The room is paused. Chat and boards are off. Your facilitator will speak first."</p>
                </section>
            </div>
        </Show>
    }
}

/// The person has left by themselves.
#[component]
pub(crate) fn Gone(
    /// For a call.
    called_out: bool,
) -> impl IntoView {
    let (title, words) = match called_out {
        true => (
            "Go. Your time so far is kept.",
            "The room sees that you were called to duty. Come back whenever you can.",
        ),
        false => (
            "You have left the room",
            "Your time so far is kept. You can come back as long as the session runs.",
        ),
    };
    let visits = expect_context::<Visits>();
    let kept = recall().and_then(|farewell| farewell.kept());
    view! {
        <main class="fail">
            <div>
                <Icon name=if called_out { "radio" } else { "door-open" } />
                <h1>{title}</h1>
                <p>{words}</p>
                <p class="small">{kept}</p>
                <div class="row wrap">
                    <button class="btn primary" on:click=move |_| visits.come_back()>"Come back"</button>
                    <ClearThisPc />
                </div>
            </div>
        </main>
    }
}

/// The session, or this person's part in it, is over.
#[component]
pub(crate) fn Ended(
    /// Why.
    why: Bye,
) -> impl IntoView {
    if why == Bye::WrongVersion {
        reload_once();
    }
    let (title, words) = words::bye(why);
    let farewell = recall().filter(|_| why == Bye::Ended);
    let led = farewell.is_some_and(|farewell| farewell.leads);
    let words = match led {
        true => {
            "Everybody is out of the room. The attendance and what this session keeps are with your sessions."
        }
        false if farewell.is_some_and(|farewell| farewell.takes_home()) => "Thank you for coming.",
        false => words,
    };
    let again = matches!(
        why,
        Bye::WrongVersion | Bye::BadMessage | Bye::TooSlow | Bye::Restarting { .. } | Bye::Broken
    );
    view! {
        <main class="fail">
            <div>
                <Icon name=if why == Bye::Ended { "circle-check" } else { "info" } />
                <h1>{title}</h1>
                <p>{words}</p>
                {farewell
                    .map(|farewell| {
                        view! {
                            <p>{farewell.kept()}</p>
                            <div class="row wrap">{own_plan(farewell)}</div>
                            <h2 class="caps">"What this session keeps"</h2>
                            {keeps(farewell.records, farewell.attends)}
                        }
                    })}
                <div class="row wrap">
                    {led.then(|| view! { <a class="btn primary" href="/home">"Your sessions"</a> })}
                    {match (again, why) {
                        (true, _) => {
                            view! { <button class="btn primary" on:click=|_| browser::reload()>"Load again"</button> }
                                .into_any()
                        }
                        (false, Bye::Unknown) => view! { <a class="btn primary" href="/">"Type your code"</a> }.into_any(),
                        (false, _) => view! { <ClearThisPc /> }.into_any(),
                    }}
                </div>
            </div>
        </main>
    }
}

/// The way to what one takes home, where there is something and the session keeps it.
fn own_plan(farewell: Farewell) -> Option<AnyView> {
    let (session, seat) = browser::joined().filter(|_| farewell.takes_home())?;
    let href = ["/kept/", &session, "/own?seat=", &seat].concat();
    Some(view! { <a class="btn primary" href=href target="_blank">"My plan"</a> }.into_any())
}

/// A newer server needs a newer page: once by itself; should that not help, the person decides.
fn reload_once() {
    const TRIED: &str = "rollcall.reloaded";
    if browser::kept(Keep::Tab, TRIED).is_none() {
        browser::keep(Keep::Tab, TRIED, "yes");
        browser::reload();
    }
}

/// Gives a shared PC back clean.
#[component]
fn ClearThisPc() -> impl IntoView {
    view! {
        <button class="btn" on:click=|_| spawn_local(browser::clear_this_pc())>
            "Not you? Clear this device"
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::PersonId;

    fn room(leads: &[Presence]) -> Room {
        let mut room = Room::default();
        for (id, presence) in (1..).map(PersonId).zip(leads.iter().copied()) {
            let (role, standing) = (Role::Facilitator, Standing::Admitted);
            room.roster.people.insert(id, Person { id, role, standing, presence, ..Person::default() });
        }
        room
    }

    #[test]
    fn the_room_is_told_when_nobody_runs_it() {
        let said = |leads: &[Presence]| alone(&room(leads), Timestamp(0));
        assert_eq!(said(&[Presence::Here]), "");
        assert_eq!(said(&[Presence::Left, Presence::Idle]), "", "the other one is here");
        assert!(said(&[Presence::Left, Presence::Reconnecting]).starts_with("Facilitator reconnecting"));
        assert!(said(&[Presence::Left]).starts_with("No facilitator is here"));
    }
}
