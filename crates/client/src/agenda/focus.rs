//! Which activity of the running segment is on everybody's stage; facilitators switch it.

use room::agenda::Command;

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::Icon,
    words,
};

/// A facilitator's buttons above the stage, one for each activity; none where there is no choice.
#[component]
pub(crate) fn Activities() -> impl IntoView {
    let live = expect_context::<Live>();
    let all = memo(move || {
        live.see(Part::Agenda, |room| {
            let activities = room.agenda.running().map(|s| s.activities.as_slice()).unwrap_or_default();
            activities.iter().map(words::activity).collect::<Vec<_>>()
        })
    });
    let focus = memo(move || live.see(Part::Agenda, |room| room.agenda.current.as_ref().map(|c| c.focus)));
    let button = move |(index, (icon, name))| {
        view! {
            <button
                class="btn slim"
                aria-pressed=move || (focus.get() == Some(index)).to_string()
                on:click=move |_| live.ask(Command::Focus(index))
            >
                <Icon name=icon />
                {name}
            </button>
        }
    };
    view! {
        <Show when=move || live.leads.get() && { all.with(Vec::len) > 1 }>
            <div class="segmented on-stage" role="group" aria-label="On everybody's stage">
                {move || (0..).zip(all.get()).map(button).collect_view()}
            </div>
        </Show>
    }
}
