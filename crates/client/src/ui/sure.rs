//! What cannot be taken back asks once more, in place, and the focus goes along.

use leptos::html::{self, ElementType};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::prelude::*;

/// A button that asks once more before it acts.
#[component]
pub(crate) fn Sure(
    /// The classes of the first button.
    class: &'static str,
    /// What the first button is called.
    #[prop(into)]
    label: Signal<String>,
    /// What the first button shows.
    #[prop(into)]
    face: ViewFn,
    /// The words of the way back.
    stay: &'static str,
    /// The words of the button that acts.
    go: &'static str,
    /// What it does.
    act: Callback<()>,
) -> impl IntoView {
    let (asked, again) = (RwSignal::new(false), StoredValue::new(false));
    let (first, second) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    focus_when_here(first, move || again.get_value());
    focus_when_here(second, || true);
    let ask = move |_| {
        again.set_value(true);
        asked.set(true);
    };
    view! {
        <Show
            when=move || asked.get()
            fallback=move || view! {
                <button type="button" class=class aria-label=label node_ref=first on:click=ask>
                    {face.run()}
                </button>
            }
        >
            <button type="button" class="btn quiet slim" on:click=move |_| asked.set(false)>{stay}</button>
            <button type="button" class="btn danger slim" node_ref=second on:click=move |_| act.run(())>{go}</button>
        </Show>
    }
}

/// Moves the focus to an element whenever it comes into the page and `wanted` says so.
pub(crate) fn focus_when_here<E>(node: NodeRef<E>, wanted: impl Fn() -> bool + 'static)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    effect(move || {
        if let Some(element) = node.get().filter(|_| wanted()) {
            _ = element.unchecked_ref::<HtmlElement>().focus();
        }
    });
}
