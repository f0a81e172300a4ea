//! Starts an exercise that is on no run sheet, and ends the one that runs: for facilitators.

use leptos::html;
use room::exercise::{Command, Draft};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Dialog, Icon, Sure},
};

/// Dots for each officer unless said otherwise.
const DOTS: u8 = 3;

/// The way to an exercise, in the facilitator's column.
#[component]
pub(crate) fn Opening() -> impl IntoView {
    let live = expect_context::<Live>();
    let open = RwSignal::new(false);
    let running = memo(move || {
        live.see(Part::Exercise, |room| room.exercise.running().map(|running| running.draft.title.clone()))
    });
    view! {
        <div class="tool">
            <Icon name="clipboard-list" />
            <span class="grow small">{move || running.get().unwrap_or_else(|| "No exercise".to_owned())}</span>
            {move || match running.get() {
                // Asks once more: it ends for all groups, and another start begins with nothing.
                Some(_) => view! {
                    <Sure
                        class="btn slim"
                        label="End the exercise".to_owned()
                        face=|| "End"
                        stay="Go on working"
                        go="End it for everyone"
                        act=Callback::new(move |()| live.ask(Command::Close))
                    />
                }.into_any(),
                None => view! {
                    <button class="btn slim" on:click=move |_| open.set(true)>
                        "Start"
                        <span class="vh">" an exercise"</span>
                    </button>
                }.into_any(),
            }}
        </div>
        <Dialog open title="Start an exercise">
            <Form open />
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let title = NodeRef::<html::Input>::new();
    let prompt = NodeRef::<html::Textarea>::new();
    let issues = NodeRef::<html::Textarea>::new();
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(title), Some(prompt), Some(issues)) =
            (title.get_untracked(), prompt.get_untracked(), issues.get_untracked())
        else {
            return;
        };
        let lines = issues.value();
        let issues = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        let draft = Draft {
            title: title.value(),
            prompt: prompt.value(),
            issues: issues.collect(),
            minutes: [0; 5],
            dots: DOTS,
        };
        live.ask(Command::Open(Box::new(draft)));
        open.set(false);
    };
    view! {
        <form class="col gap4" on:submit=start>
            <label class="field">
                "Title"
                <input node_ref=title maxlength="300" required autocomplete="off" />
            </label>
            <label class="field">"What to do" <textarea node_ref=prompt rows="2" maxlength="4000"></textarea></label>
            <label class="field">
                "Issues to choose from"
                <textarea node_ref=issues rows="3"></textarea>
                <span class="hint">"One on each line. Groups may also write their own."</span>
            </label>
            <div class="foot">
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Not now"</button>
                <button class="btn primary">"Start"</button>
            </div>
        </form>
    }
}
