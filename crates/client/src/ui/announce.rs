//! Tells screen readers what happens elsewhere on the page, without moving the focus.

use crate::prelude::*;

/// What is being said. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Announcer(RwSignal<String>);

impl Announcer {
    /// Nothing said yet.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Says `words` after what is being read now.
    pub(crate) fn say(&self, words: impl Into<String>) {
        let mut words = words.into();
        self.0.try_update(|said| {
            if *said == words {
                words.push('\u{a0}'); // the same words again would be no change
            }
            *said = words;
        });
    }
}

/// Where the announcements stand in the page; invisible.
#[component]
pub(crate) fn Announcements() -> impl IntoView {
    let Announcer(said) = expect_context();
    view! { <p class="vh" role="status">{move || said.get()}</p> }
}
