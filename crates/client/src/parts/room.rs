//! The live room of one session, as everybody in it sees it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::Page,
    parts::{self, Part},
    ui::Icon,
};

/// When the room has long been shown and nobody waits for anything, the whiteboard is fetched: it then opens at once,
/// and also when a newer build has replaced the one this page came from.
const QUIET: Duration = Duration::from_secs(3);

/// The room's shell: what is on stage, and what leads away from it.
#[component]
pub(crate) fn Room(
    /// The session's id, as its address names it.
    session: String,
) -> impl IntoView {
    expect_context::<Page>().title.set("Training room".to_owned());
    fetch_board_ahead();
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

fn fetch_board_ahead() {
    set_timeout(
        || {
            spawn_local(async {
                // Should it fail, opening the board tries again and says so.
                _ = parts::preload_board().await;
            });
        },
        QUIET,
    );
}
