//! A facilitator's home page: the sessions they plan and run.

use leptos::prelude::*;

use crate::app::Page;

/// The home page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    expect_context::<Page>().title.set("Your sessions".to_owned());
    view! {
        <main class="home">
            <h1>"Your sessions"</h1>
        </main>
    }
}
