//! Report back: one group after the other shows the room its plan, and the room makes actions its own.

use room::{
    ActionId, Room,
    agenda::{Activity, State},
    exercise::Place,
    plan::{Command, Reporting},
};

use super::{Line, ready};
use crate::prelude::*;
use crate::{
    agenda,
    clock::countdown,
    live::{Live, Part},
    ui::Icon,
    words,
};

/// How long a group has where nothing is planned, seconds.
const SECONDS: u16 = 120;

/// How long a group has, in seconds: as the report on the stage was planned.
fn seconds(agenda: &State) -> u16 {
    match agenda::on_stage(agenda) {
        Some((_, Activity::Report { seconds })) => seconds,
        _ => SECONDS,
    }
}

/// The stage while groups report.
#[component]
pub(crate) fn ReportBack() -> impl IntoView {
    let live = expect_context::<Live>();
    let now = memo(move || live.see(Part::Plan, |room| room.plan.reporting));
    view! {
        // Above the list, so that a facilitator sees what the room sees.
        {move || now.get().map(|reporting| view! { <Spotlight reporting /> })}
        <Show when=move || live.leads.get()>
            <Call />
        </Show>
        <Show when=move || now.get().is_none()>
            <div class="empty">
                <Icon name="presentation" />
                <p>"The plan of the group that reports stands here."</p>
            </div>
        </Show>
        <Adopted />
    }
}

/// A place that can report.
#[derive(Clone, PartialEq)]
struct Row {
    place: Place,
    name: String,
    issue: String,
    /// Actions that lack nothing, and all of them.
    ready: (usize, usize),
    reported: bool,
}

fn rows(room: &Room) -> Vec<Row> {
    let groups = room.breakout.round.iter().chain(room.breakout.past.last()).take(1);
    let groups =
        groups.flat_map(|round| &round.groups).map(|(id, group)| (Place::Group(*id), group.name.clone()));
    let own = room.plan.of(Place::Room).next().map(|_| (Place::Room, "The whole room".to_owned()));
    let row = |(place, name)| Row {
        place,
        name,
        issue: room.exercise.work(place).map(|work| work.issue.clone()).unwrap_or_default(),
        ready: ready(room, place),
        reported: room.plan.reports.contains_key(&place),
    };
    groups.chain(own).map(row).collect()
}

/// All plans as a facilitator sees them before they are reported; calls one group after the other.
#[component]
fn Call() -> impl IntoView {
    let live = expect_context::<Live>();
    let list = live.memo(&[Part::Breakout, Part::Exercise, Part::Plan], rows);
    let now = live.memo(&[Part::Plan], |room| room.plan.reporting.map(|reporting| reporting.place));
    let row = move |Row { place, name, issue, ready, reported }: Row| {
        let about = match ready {
            (_, 0) => "no action yet".to_owned(),
            (done, all) => format!("{done} of {} ready", words::count(all, "action", "actions")),
        };
        let about = if issue.is_empty() { about } else { format!("{issue} · {about}") };
        let label = format!("Call on {name}");
        let calls = move || now.get() == Some(place);
        view! {
            <li class:now=calls>
                <span class="grow">
                    <b>{name}</b>
                    <span class="small">{about}</span>
                </span>
                {move || match (reported, calls()) {
                    (_, true) => view! { <span class="chip brand">"Reporting now"</span> }.into_any(),
                    (true, false) => view! { <span class="chip good"><Icon name="check" />"Reported"</span> }.into_any(),
                    (false, false) => ().into_any(),
                }}
                <Show
                    when=calls
                    fallback=move || view! {
                        <button
                            class="btn slim"
                            aria-label=label.clone()
                            on:click=move |_| {
                                let seconds = live.look(|room| seconds(&room.agenda));
                                live.ask(Command::Report { place, seconds });
                            }
                        >
                            "Call"
                        </button>
                    }
                >
                    <button class="btn slim" on:click=move |_| live.ask(Command::EndReport)>"Done"</button>
                </Show>
            </li>
        }
    };
    view! {
        <Show
            when=move || !list.with(Vec::is_empty)
            fallback=|| view! { <p class="small">"No group has made a plan yet."</p> }
        >
            <ul class="card tight calls" aria-label="Who reports">{move || list.get().into_iter().map(row).collect_view()}</ul>
        </Show>
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
                    " left"
                </span>
            </header>
            <p>{move || report().map(|(_, issue)| issue)}</p>
            <Show when=move || actions().is_empty()>
                <p class="dim">"They have written down no action."</p>
            </Show>
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

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        SegmentId,
        agenda::{Current, Segment},
    };

    #[test]
    fn a_group_has_the_time_that_is_planned_for_the_report_on_the_stage() {
        let activities =
            vec![Activity::Report { seconds: 30 }, Activity::Report { seconds: 300 }, Activity::Talk];
        let segments = vec![Segment { id: SegmentId(1), activities, ..Segment::default() }];
        let told = |focus| {
            let current = Some(Current { segment: SegmentId(1), focus, ..Current::default() });
            seconds(&State { segments: segments.clone(), current, ..State::default() })
        };
        assert_eq!([told(0), told(1), told(2)], [30, 300, SECONDS]);
    }
}
