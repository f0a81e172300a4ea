//! Tabs over a panel, moved through with the arrow keys.

use leptos::ev;

use crate::browser;
use crate::prelude::*;

/// One tab.
#[derive(Clone, Copy)]
pub(crate) struct Tab<T> {
    /// What choosing it chooses.
    pub(crate) value: T,
    /// The id of its panel, and the start of its own id.
    pub(crate) id: &'static str,
    /// What it says.
    pub(crate) label: Signal<String>,
    /// How much is new behind it; nothing is shown for none.
    pub(crate) news: Signal<usize>,
}

/// A row of tabs; `chosen` is the value of the one whose panel is shown.
#[component]
pub(crate) fn Tabs<T>(
    /// What the tabs choose among.
    label: &'static str,
    /// The tabs.
    tabs: Vec<Tab<T>>,
    /// The value of the chosen one.
    chosen: RwSignal<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let order: Vec<_> = tabs.iter().map(|tab| (tab.value, tab.id)).collect();
    let keys = move |event: ev::KeyboardEvent| {
        let at = order.iter().position(|(value, _)| *value == chosen.get_untracked()).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % order.len(),
            "ArrowLeft" => (at + order.len() - 1) % order.len(),
            "Home" => 0,
            "End" => order.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let (value, id) = order[next];
        chosen.set(value);
        browser::focus(&format!("#{id}-tab"));
    };
    let tab = move |tab: Tab<T>| {
        let is_chosen = move || chosen.get() == tab.value;
        view! {
            <button
                type="button"
                role="tab"
                id=format!("{}-tab", tab.id)
                aria-controls=tab.id
                aria-selected=move || is_chosen().to_string()
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.set(tab.value)
            >
                {tab.label}
                <Show when=move || { tab.news.get() > 0 }>
                    <span class="badge">{tab.news}<span class="vh">" new"</span></span>
                </Show>
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=keys>
            {tabs.into_iter().map(tab).collect_view()}
        </div>
    }
}
