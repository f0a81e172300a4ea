//! The first step: what is the problem? One of those prepared, or one's own words.

use leptos::html;
use room::exercise::Command;

use super::{At, Hand, hand, see_work};
use crate::live::Live;
use crate::prelude::*;

/// Chooses or writes the issue.
#[component]
pub(super) fn Issue() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let field = NodeRef::<html::Input>::new();
    let prepared =
        memo(move || see_work(live, place, |exercise, _| exercise.draft.issues.clone()).unwrap_or_default());
    let chosen = memo(move || see_work(live, place, |_, work| work.issue.clone()).unwrap_or_default());
    let own = move || !chosen.with(String::is_empty) && !prepared.with(|all| all.contains(&chosen.get()));
    let hand = hand(live, place);
    let writes = move || hand.get() != Hand::Reads;
    let set = move |text: String| live.ask(Command::SetIssue { place, text });
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            set(field.value());
            field.set_value("");
        }
    };
    let choice = move |issue: String| {
        let (mine, now) = (issue.clone(), issue.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="issue"
                    disabled=move || !writes()
                    prop:checked=move || chosen.with(|chosen| *chosen == now)
                    on:change=move |_| set(mine.clone())
                />
                {issue}
            </label>
        }
    };
    view! {
        <Show when=own>
            <section class="issue">
                <p class="caps">"Our issue"</p>
                <p>{chosen}</p>
            </section>
        </Show>
        <Show when=move || !prepared.with(Vec::is_empty)>
            <fieldset class="col">
                <legend>{move || if writes() { "Choose one" } else { "Officers choose one" }}</legend>
                {move || prepared.get().into_iter().map(choice).collect_view()}
            </fieldset>
        </Show>
        <Show
            when=writes
            fallback=|| view! { <p class="small">"Officers agree on the issue they work on."</p> }
        >
            <form class="idea-form" on:submit=write>
                <label class="field">
                    {move || if prepared.with(Vec::is_empty) { "Write the issue" } else { "Or write your own" }}
                    <input
                        node_ref=field
                        maxlength="300"
                        required
                        autocomplete="off"
                    />
                    <span class="hint">"One sentence that names a place or a moment."</span>
                </label>
                <button class="btn" class:primary=move || chosen.with(String::is_empty)>"Use this"</button>
            </form>
        </Show>
    }
}
