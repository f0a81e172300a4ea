//! Short messages that come and go by themselves.

use std::time::Duration;

use crate::prelude::*;

/// Long enough to read two short sentences.
const SHOWN: Duration = Duration::from_secs(6);
/// Messages at once; the oldest one goes.
const MOST: usize = 3;

/// The messages on the page. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Vec<(u32, String)>>,
    last: StoredValue<u32>,
}

impl Toasts {
    /// No messages.
    pub(crate) fn new() -> Self {
        Self { shown: RwSignal::new(vec![]), last: StoredValue::new(0) }
    }

    /// Shows `words` for a while. What is shown already is not shown twice.
    pub(crate) fn say(&self, words: impl Into<String>) {
        let (words, Self { shown, last }) = (words.into(), *self);
        last.update_value(|last| *last += 1);
        let number = last.get_value();
        shown.update(|shown| {
            shown.retain(|(_, other)| *other != words);
            if shown.len() == MOST {
                shown.remove(0);
            }
            shown.push((number, words));
        });
        set_timeout(move || forget(shown, number), SHOWN);
    }
}

fn forget(shown: RwSignal<Vec<(u32, String)>>, number: u32) {
    shown.try_update(|shown| shown.retain(|(other, _)| *other != number));
}

/// Where the messages stand in the page.
#[component]
pub(crate) fn ToastsHere() -> impl IntoView {
    let shown = expect_context::<Toasts>().shown;
    view! {
        <div class="toasts" role="status">
            <For each=move || shown.get() key=|(number, _)| *number let((_number, words))>
                <div class="toast">{words}</div>
            </For>
        </div>
    }
}
