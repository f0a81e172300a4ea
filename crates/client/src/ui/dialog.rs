//! A dialog over the page. The browser keeps the focus inside and gives it back afterwards.

use std::time::Duration;

use leptos::html;

use crate::prelude::*;

/// A dialog, shown while `open` is true. Its content is made anew each time, so that nothing old stands in it.
#[component]
pub(crate) fn Dialog(
    /// Whether it is shown; becomes false when the person closes it.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What stands under the heading; buttons stand in an element of class `foot`.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    effect(move || {
        let (Some(dialog), open) = (dialog.get(), open.get()) else { return };
        if open {
            // After the content has been made: the browser gives the focus to its first control.
            set_timeout(move || _ = (!dialog.open()).then(|| dialog.show_modal()), Duration::ZERO);
        } else {
            dialog.close();
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog node_ref=dialog aria-label=title on:close=move |_| open.set(false)>
            <Show when=move || open.get()>
                <div class="body">
                    <h2>{title}</h2>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}
