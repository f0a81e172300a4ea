//! What only facilitators use: the home page, and the controls of a running session.

use leptos::prelude::*;

use crate::app::Page;

/// A facilitator's home page.
#[component]
pub(crate) fn Console() -> impl IntoView {
    expect_context::<Page>().title.set("Your sessions".to_owned());
    view! {
        <main class="home">
            <h1>"Your sessions"</h1>
        </main>
    }
}
