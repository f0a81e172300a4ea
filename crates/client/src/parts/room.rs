//! The live room of one session, as everybody in it sees it.

use leptos::prelude::*;

use crate::{
    app::Page,
    parts::{self, Part},
    ui::Icon,
};

/// The room's shell: what is on stage, and what leads away from it.
#[component]
pub(crate) fn Room(
    /// The session's id, as its address names it.
    session: String,
) -> impl IntoView {
    expect_context::<Page>().title.set("Training room".to_owned());
    let board_is_open = RwSignal::new(false);
    view! {
        <main class="room" data-session=session>
            <button class="btn" aria-pressed=move || board_is_open.get().to_string() on:click=move |_| board_is_open.update(|open| *open = !*open)>
                <Icon name="presentation" />
                "Whiteboard"
            </button>
            <Show when=move || board_is_open.get()>
                <Part what="the whiteboard" fetch=parts::board />
            </Show>
        </main>
    }
}
