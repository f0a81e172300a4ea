//! The run sheet in the browser: what comes when, and what is on now.

use leptos::prelude::*;
use room::{SegmentId, agenda::State};

use crate::{
    clock::countdown,
    live::{Live, Part},
};

/// Whether a segment is over, running, or still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Done,
    Now,
    Ahead,
}

/// The segments with their lengths, in order.
#[component]
pub(crate) fn Outline() -> impl IntoView {
    let live = expect_context::<Live>();
    let segments = Memo::new(move |_| {
        live.see(Part::Agenda, |room| {
            let agenda = &room.agenda;
            let row = |s: &room::agenda::Segment| (s.id, s.title.clone(), s.minutes, progress(agenda, s.id));
            agenda.segments.iter().map(row).collect::<Vec<_>>()
        })
    });
    let row = move |(_, title, minutes, progress)| {
        let now = progress == Progress::Now;
        view! {
            <li class:done=progress == Progress::Done class:now=now aria-current=now.then_some("step")>
                {title}
                <span class="meta">
                    {minutes}
                    " min"
                    {now.then(|| view! { <Left /> })}
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

/// How much time the running segment has left.
#[component]
fn Left() -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let left = move || live.see(Part::Agenda, |room| room.agenda.left_ms(now.get()));
    view! {
        {move || {
            left()
                .map(|left| match left {
                    left if left < 0 => format!(" · {} over", countdown(-left)),
                    left => format!(" · {} left", countdown(left)),
                })
        }}
    }
}

fn progress(agenda: &State, id: SegmentId) -> Progress {
    match &agenda.current {
        Some(current) if current.segment == id => Progress::Now,
        _ if agenda.begun(id) => Progress::Done,
        _ => Progress::Ahead,
    }
}
