//! Leaving, being called to duty, and changing a name: each asks once.

use leptos::html;
use room::roster;

use super::Shell;
use crate::prelude::*;
use crate::{live::Live, ui::Dialog};

/// Asks before somebody leaves. A facilitator may also end the session for everyone.
#[component]
pub(crate) fn Leaving() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let end = move |_| {
        shell.leaving.set(false);
        shell.ending.set(true);
    };
    view! {
        <Dialog open=shell.leaving title="Leave the room?">
            <p>{move || match live.leads.get() {
                true => "The session goes on without you. You can come back with your link.",
                false => "Your time so far is kept. You can come back as long as the session runs.",
            }}</p>
            <div class="foot">
                <Show when=move || live.leads.get()>
                    <button class="btn danger" on:click=end>"End for everyone"</button>
                    <span class="grow"></span>
                </Show>
                <button class="btn quiet" on:click=move |_| shell.leaving.set(false)>"Stay"</button>
                <button class="btn primary" on:click=move |_| live.leave(false)>"Leave"</button>
            </div>
        </Dialog>
    }
}

/// Asks before somebody leaves for a call.
#[component]
pub(crate) fn Called() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    view! {
        <Dialog open=shell.called title="Called to duty?">
            <p>"Go. Your time so far is kept, and the room sees that you were called. Come back whenever you can."</p>
            <button class="btn primary big" on:click=move |_| live.leave(true)>"Leave now"</button>
            <button class="btn quiet" on:click=move |_| shell.called.set(false)>"Stay"</button>
        </Dialog>
    }
}

/// Changes a name: one's own, or anybody's for facilitators.
#[component]
pub(crate) fn Rename() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let open = RwSignal::new(false);
    effect(move || open.set(shell.renaming.get().is_some()));
    effect(move || {
        if !open.get() && shell.renaming.get_untracked().is_some() {
            shell.renaming.set(None);
        }
    });
    let field = NodeRef::<html::Input>::new();
    let now = move || {
        let person = shell.renaming.get_untracked().unwrap_or_default();
        live.look(|room| room.roster.people.get(&person).map(|person| person.name.clone()))
            .unwrap_or_default()
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(person), Some(field)) = (shell.renaming.get_untracked(), field.get_untracked()) else {
            return;
        };
        live.ask(roster::Command::Rename { person, name: field.value() });
        open.set(false);
    };
    view! {
        <Dialog open title="Change the name">
            <form class="col gap4" on:submit=save>
                <label class="field">
                    "Name on the roster"
                    <input node_ref=field required maxlength="80" autocomplete="off" value=now() />
                    <span class="hint">"Credit is written to the roster. Use the name your department knows."</span>
                </label>
                <div class="foot">
                    <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Cancel"</button>
                    <button class="btn primary">"Save"</button>
                </div>
            </form>
        </Dialog>
    }
}
