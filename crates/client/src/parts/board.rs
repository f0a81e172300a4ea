//! The whiteboard.

use leptos::prelude::*;

use crate::app::Page;

/// The whiteboard on the stage.
#[component]
pub(crate) fn Board() -> impl IntoView {
    let page = expect_context::<Page>();
    let title_before = page.title.get_untracked();
    page.title.set("Whiteboard".to_owned());
    on_cleanup(move || page.title.set(title_before));
    view! { <section class="board" aria-label="Whiteboard"></section> }
}
