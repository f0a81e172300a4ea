//! What an officer will do next time: one sentence, theirs alone until they share it.

use leptos::html;
use room::{
    PersonId,
    plan::{Command, Commitment as Made},
    roster::Role,
};

use super::name_of;
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    live::{Live, Part},
    ui::Icon,
    words,
};

/// Where a half-written commitment is kept, so that a reload does not cost it.
const DRAFT: &str = "rollcall.commitment";

/// The card for one's own commitment, and those that were shared.
#[component]
pub(crate) fn Commitment() -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    let officer = move || {
        live.see(Part::Roster, |room| room.roster.people.get(&me).is_some_and(|me| me.role == Role::Officer))
    };
    let committed = move || live.see(Part::Plan, |room| room.plan.committed) as usize;
    let shared = memo(move || {
        live.see(Part::Plan, |room| {
            let others = room.plan.commitments.iter().filter(|(person, made)| made.shared && **person != me);
            others
                .map(|(person, made)| (*person, name_of(room, *person), made.text.clone()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=officer>
            <Own me />
        </Show>
        <p class="small">
            {move || match committed() {
                0 => "Nobody has written one yet.".to_owned(),
                n => words::count(n, "person has written one.", "people have written one."),
            }}
            " Nobody else sees one that is not shown."
        </p>
        <div class="actions">
            <For each=move || shared.get() key=|(person, _, text)| (*person, text.clone()) let((_person, name, text))>
                <section class="commitment">
                    <p class="sentence words">{text}</p>
                    <p class="tiny">{name}</p>
                </section>
            </For>
        </div>
    }
}

#[component]
fn Own(me: PersonId) -> impl IntoView {
    let live = expect_context::<Live>();
    let made: Memo<Option<Made>> =
        memo(move || live.see(Part::Plan, |room| room.plan.commitments.get(&me).cloned()));
    let editing = RwSignal::new(false);
    let field = NodeRef::<html::Textarea>::new();
    let draft = move || {
        browser::kept(Keep::Tab, DRAFT)
            .or_else(|| made.get_untracked().map(|made| made.text))
            .unwrap_or_default()
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            live.ask(Command::Commit(field.value()));
            browser::keep(Keep::Tab, DRAFT, "");
            editing.set(false);
        }
    };
    let write = move || {
        view! {
            <form class="col" on:submit=save>
                <label class="field">
                    "If this happens, then I will"
                    <textarea
                        node_ref=field
                        rows="3"
                        maxlength="500"
                        required
                        placeholder="If ..., then I ..."
                        on:input:target=move |event| browser::keep(Keep::Tab, DRAFT, &event.target().value())
                    >
                        {draft()}
                    </textarea>
                </label>
                <div class="row wrap">
                    <button class="btn primary">"Keep it"</button>
                    <p class="small">"Yours alone, until you show it to the room."</p>
                </div>
            </form>
        }
    };
    let read = move || {
        view! {
            <p class="sentence words">{move || made.get().map(|made| made.text)}</p>
            <div class="row wrap">
                <button class="btn slim" on:click=move |_| editing.set(true)>"Change"</button>
                <Show
                    when=move || made.get().is_some_and(|made| !made.shared)
                    fallback=|| view! { <span class="chip brand"><Icon name="eye" />"The room sees it"</span> }
                >
                    <button class="btn slim" on:click=move |_| live.ask(Command::ShareCommitment)>"Show it to the room"</button>
                </Show>
            </div>
        }
    };
    view! {
        <section class="commitment">
            <h3>"My commitment"</h3>
            <Show when=move || made.get().is_none() || editing.get() fallback=read>
                {write()}
            </Show>
        </section>
    }
}
