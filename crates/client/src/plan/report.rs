//! Report back: one group after the other shows the room its plan, and the room makes actions its own.

use room::{
    ActionId, Room,
    exercise::Place,
    plan::{Command, Reporting},
};

use super::Line;
use crate::prelude::*;
use crate::{
    clock::countdown,
    live::{Live, Part},
    ui::Icon,
};

/// How long a group has, seconds.
const SECONDS: u16 = 120;

/// The stage while groups report.
#[component]
pub(crate) fn ReportBack() -> impl IntoView {
    let live = expect_context::<Live>();
    let now = memo(move || live.see(Part::Plan, |room| room.plan.reporting));
    view! {
        <Show when=move || live.leads.get()>
            <Call />
        </Show>
        {move || match now.get() {
            Some(reporting) => view! { <Spotlight reporting /> }.into_any(),
            None => view! {
                <div class="empty">
                    <Icon name="presentation" />
                    <p>"The plan of the group that reports stands here."</p>
                </div>
            }.into_any(),
        }}
        <Adopted />
    }
}

/// Places that can report, and whether they have.
fn places(room: &Room) -> Vec<(Place, String, bool)> {
    let groups = room.breakout.round.iter().chain(room.breakout.past.last()).take(1);
    let groups =
        groups.flat_map(|round| &round.groups).map(|(id, group)| (Place::Group(*id), group.name.clone()));
    let own = room.plan.of(Place::Room).next().map(|_| (Place::Room, "The whole room".to_owned()));
    groups.chain(own).map(|(place, name)| (place, name, room.plan.reports.contains_key(&place))).collect()
}

/// Calls one group after the other.
#[component]
fn Call() -> impl IntoView {
    let live = expect_context::<Live>();
    let list = memo(move || {
        live.see(Part::Breakout, |_| ());
        live.see(Part::Plan, places)
    });
    let now = move || live.see(Part::Plan, |room| room.plan.reporting.map(|reporting| reporting.place));
    let button = move |(place, name, done): (Place, String, bool)| {
        view! {
            <button
                class="btn slim"
                aria-pressed=move || (now() == Some(place)).to_string()
                on:click=move |_| live.ask(Command::Report { place, seconds: SECONDS })
            >
                {done.then(|| view! { <Icon name="check" /><span class="vh">"Reported: "</span> })}
                {name}
            </button>
        }
    };
    view! {
        <div class="row wrap" role="group" aria-label="Who reports">
            {move || list.get().into_iter().map(button).collect_view()}
            <Show when=move || now().is_some()>
                <button class="btn quiet slim" on:click=move |_| live.ask(Command::EndReport)>"Done"</button>
            </Show>
        </div>
    }
}

#[component]
fn Spotlight(reporting: Reporting) -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let left = move || reporting.ends_at.since_ms(now.get());
    let report = move || {
        let report = live.see(Part::Plan, |room| room.plan.reports.get(&reporting.place).cloned());
        report.map(|report| {
            if report.name.is_empty() {
                ("Our plan".to_owned(), report.issue)
            } else {
                (report.name, report.issue)
            }
        })
    };
    let actions = move || {
        live.see(Part::Plan, |room| room.plan.of(reporting.place).map(|(id, _)| id).collect::<Vec<_>>())
    };
    view! {
        <section class="report">
            <header class="row wrap">
                <h2 class="grow">{move || report().map(|(name, _)| name)}</h2>
                <span class="chip" class:warn=move || { left() < 20_000 }>
                    <Icon name="timer" />
                    {move || countdown(left())}
                </span>
            </header>
            <p>{move || report().map(|(_, issue)| issue)}</p>
            <For each=actions key=|id| *id let(id)>
                <div class="col">
                    <Line id />
                    <Adopt id />
                </div>
            </For>
        </section>
    }
}

/// Makes an action the whole room's.
#[component]
fn Adopt(id: ActionId) -> impl IntoView {
    let live = expect_context::<Live>();
    let on = memo(move || live.see(Part::Plan, |room| room.plan.adopted.contains(&id)));
    view! {
        <Show
            when=move || live.leads.get()
            fallback=move || view! {
                <Show when=move || on.get()>
                    <span class="chip brand start">"The whole room does this"</span>
                </Show>
            }
        >
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=on
                    on:change:target=move |event| live.ask(Command::Adopt { action: id, on: event.target().checked() })
                />
                "The whole room does this"
            </label>
        </Show>
    }
}

/// What the whole room has made its own.
#[component]
fn Adopted() -> impl IntoView {
    let live = expect_context::<Live>();
    let titles = memo(move || {
        live.see(Part::Plan, |room| {
            let found = room.plan.adopted.iter().filter_map(|id| room.plan.actions.get(id));
            found.map(|action| action.title.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !titles.with(Vec::is_empty)>
            <section class="card tight col">
                <h3 class="caps">"What the whole room does"</h3>
                <ul>{move || titles.get().into_iter().map(|title| view! { <li>{title}</li> }).collect_view()}</ul>
            </section>
        </Show>
    }
}
