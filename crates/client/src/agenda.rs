//! The run sheet in the browser: what comes when, what is on now, and how much time is left.

mod cards;
mod focus;
mod left;
mod prose;
mod scenario;

use room::{
    SegmentId,
    agenda::{Activity, Segment, State, credit_ms},
    roster::Role,
};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::Icon,
    words,
};
pub(crate) use cards::{Break, Folds, Instructions, Over, WhatToDo};
pub(crate) use focus::Activities;
pub(crate) use left::{TimeLeft, Timer, left};
pub(crate) use prose::prose;
pub(crate) use scenario::{Dealt, NextFacts, Scenario};

/// Whether a segment is over, running, or still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It has run.
    Done,
    /// It runs.
    Now,
    /// It comes later.
    Ahead,
}

/// How far a segment is.
pub(crate) fn progress(agenda: &State, id: SegmentId) -> Progress {
    match &agenda.current {
        Some(current) if current.segment == id => Progress::Now,
        _ if agenda.begun(id) => Progress::Done,
        _ => Progress::Ahead,
    }
}

/// The activity that is on everybody's stage, and its number. A segment without activities is a talk.
pub(crate) fn on_stage(agenda: &State) -> Option<(u16, Activity)> {
    let focus = agenda.current.as_ref()?.focus;
    let activity = agenda.running()?.activities.get(usize::from(focus)).cloned();
    Some((focus, activity.unwrap_or(Activity::Talk)))
}

/// The running segment is a break.
pub(crate) fn rests(segment: &Segment) -> bool {
    segment.activities.first() == Some(&Activity::Break)
}

/// How long a segment is, and of what kind: `20 min · guest panel`.
pub(crate) fn about(segment: &Segment) -> String {
    match words::kind(&segment.activities) {
        "" => format!("{} min", segment.minutes),
        kind => format!("{} min · {kind}", segment.minutes),
    }
}

/// The segments with their lengths and kinds, in order.
#[component]
pub(crate) fn Outline() -> impl IntoView {
    let live = expect_context::<Live>();
    let segments = memo(move || {
        live.see(Part::Agenda, |room| {
            let row = |s: &Segment| (s.id, s.title.clone(), about(s), progress(&room.agenda, s.id));
            room.agenda.segments.iter().map(row).collect::<Vec<_>>()
        })
    });
    let row = |(_, title, about, progress)| {
        let now = progress == Progress::Now;
        view! {
            <li class:done=progress == Progress::Done class:now=now aria-current=now.then_some("step")>
                {title}
                {(progress == Progress::Done).then(|| view! { <span class="vh">" (done)"</span> })}
                <span class="meta">
                    {about}
                    {now.then(|| view! { " · "<TimeLeft /> })}
                </span>
            </li>
        }
    };
    view! {
        <ol class="agenda">
            {move || segments.get().into_iter().map(row).collect_view()}
        </ol>
    }
}

/// How long the whole sheet takes, like `2 h 10`.
#[component]
pub(crate) fn Length() -> impl IntoView {
    let live = expect_context::<Live>();
    let minutes = move || {
        live.see(Part::Agenda, |room| room.agenda.segments.iter().map(|s| u32::from(s.minutes)).sum::<u32>())
    };
    view! {
        <Show when=move || { minutes() > 0 }>
            <span class="tiny">{move || words::hours(minutes())}</span>
        </Show>
    }
}

/// An officer's credit so far.
#[component]
pub(crate) fn Credit(
    /// Classes of the chip besides its own.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let minutes = memo(move || {
        live.see(Part::Roster, |_| ());
        live.see(Part::Agenda, |_| ());
        let (me, now) = (live.me(), now.get());
        live.look(|room| {
            let officer = room.roster.people.get(&me).is_some_and(|me| me.role == Role::Officer);
            let begun = room.agenda.current.is_some() || !room.agenda.runs.is_empty();
            (officer && begun).then(|| credit_ms(room, me, now) / room::MINUTE_MS)
        })
    });
    view! {
        <Show when=move || minutes.get().is_some()>
            <span class=format!("chip {class}")>
                <Icon name="clock" />
                <span>"Credit "{move || minutes.get()}" min"</span>
            </span>
        </Show>
    }
}
