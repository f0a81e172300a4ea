//! The stage: who is here at a glance, and what is running. The view of the running activity is chosen here.

use std::mem::{Discriminant, discriminant};

use room::{
    SegmentId,
    agenda::{Activity, State},
};

use super::strip::Strip;
use crate::prelude::*;
use crate::{
    agenda::{self, Activities, Break, Folds, Instructions, Over, Timer, WhatToDo},
    board, breakout,
    exercise::OrExercise,
    hand::YourTurn,
    live::{Live, Part},
    parts::{self, Piece},
    poll,
    react::Floating,
    states::Paused,
    ui::Icon,
};

/// What the stage shows; its view is made anew when this changes, and only then.
#[derive(Clone, Copy, PartialEq)]
enum Scene {
    /// Nothing has started.
    Before,
    /// An activity of the running segment: its number and which one it is.
    Running(SegmentId, u16, Discriminant<Activity>),
    /// The last segment is over.
    After,
}

/// The stage.
#[component]
pub(crate) fn Stage() -> impl IntoView {
    let live = expect_context::<Live>();
    provide_context(Folds::new());
    let group = breakout::mine(live);
    let scene = memo(move || live.see(Part::Agenda, |room| scene(&room.agenda)));
    let shown = move || match scene.get() {
        Scene::Before => view! { <Between /> }.into_any(),
        Scene::Running(..) => running(live),
        Scene::After => view! { <Over /> }.into_any(),
    };
    view! {
        // In a group the bar names who is there; nobody else can hear or see it.
        <Show when=move || group.get().is_none()>
            <Strip />
        </Show>
        <YourTurn />
        <Show when=move || breakout::formed(live)>{piece("the groups", Piece::GroupBar)}</Show>
        <breakout::OrGroups>
            <board::OrBoard>
                <OrExercise>
                    <Head />
                    <poll::OnStage />
                    {shown}
                </OrExercise>
            </board::OrBoard>
        </breakout::OrGroups>
        <Floating />
        <Show when=move || breakout::moving(live)>{piece("your group", Piece::Moving)}</Show>
        <Paused />
    }
}

fn scene(agenda: &State) -> Scene {
    match (&agenda.current, agenda::on_stage(agenda)) {
        (Some(current), Some((focus, activity))) => {
            Scene::Running(current.segment, focus, discriminant(&activity))
        }
        _ if agenda.runs.is_empty() => Scene::Before,
        _ => Scene::After,
    }
}

/// A view that is fetched when it is first needed.
fn piece(what: &'static str, piece: Piece) -> AnyView {
    view! { <parts::Part what fetch=move || parts::styled_work(piece) /> }.into_any()
}

/// The view of the activity that is on the stage. Each reads what it shows from the room by itself.
fn running(live: Live) -> AnyView {
    let Some((_, activity)) = live.look(|room| agenda::on_stage(&room.agenda)) else { return ().into_any() };
    match activity {
        Activity::Break => view! { <Break /> }.into_any(),
        Activity::Questions { .. } => piece("the questions", Piece::Answering),
        Activity::Scenario { .. } => {
            (view! { <WhatToDo /> }, piece("the scenario", Piece::Scenario)).into_any()
        }
        Activity::Report { .. } => (view! { <WhatToDo /> }, piece("the reports", Piece::Report)).into_any(),
        Activity::Commitment => {
            (view! { <Instructions /> }, piece("your commitment", Piece::Commitment)).into_any()
        }
        Activity::Board(_) => (view! { <WhatToDo brief=true /> }, board::part(None)).into_any(),
        // What has no view of its own is led by voice: the segment's words stand on the stage.
        _ => view! { <Instructions /> }.into_any(),
    }
}

/// Which segment runs and how long it still has; for facilitators also what else is in it.
#[component]
fn Head() -> impl IntoView {
    let live = expect_context::<Live>();
    let title = memo(move || {
        live.see(Part::Agenda, |room| {
            board::heading(&room.agenda).or_else(|| room.agenda.running().map(|s| s.title.clone()))
        })
    });
    view! {
        <Show when=move || title.get().is_some()>
            <div class="stage-head">
                <h2>{title}</h2>
                <Activities />
                <Timer />
            </div>
        </Show>
    }
}

/// Before the first segment: the session speaks for itself.
#[component]
fn Between() -> impl IntoView {
    let live = expect_context::<Live>();
    let title = move || live.see(Part::Session, |room| room.charter.title.clone());
    let led_by = move || live.see(Part::Session, |room| room.charter.led_by.clone());
    view! {
        <div class="empty">
            <Icon name="presentation" />
            <h2>{title}</h2>
            <Show when=move || !led_by().is_empty()>
                <p>"Led by "{led_by}</p>
            </Show>
        </div>
    }
}
