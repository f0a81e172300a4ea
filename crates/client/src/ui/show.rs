//! Shows something while a condition holds.

use std::sync::Arc;

use leptos::prelude::*;

/// A condition that reads signals.
pub(crate) struct When(Arc<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for When {
    fn from(condition: F) -> Self {
        Self(Arc::new(condition))
    }
}

/// Shows its children while a condition holds. They are made anew when it comes to hold again.
#[component]
pub(crate) fn Show(
    children: ChildrenFn,
    /// The condition.
    #[prop(into)]
    when: When,
    /// What is shown otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    let holds = Memo::new(move |_| (when.0)());
    move || if holds.get() { children() } else { fallback.run() }
}
