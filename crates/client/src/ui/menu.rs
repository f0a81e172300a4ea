//! A button that opens a list of actions, worked by mouse, touch and arrow keys.
//!
//! The list is a popover, so that no scrolling panel cuts it off, and stands where there is space.

use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use crate::browser;
use crate::prelude::*;

const ITEMS: &str = "button:not(:disabled), a[href]";

/// A button with a menu. Its items are `<button role="menuitem" tabindex="-1">`; choosing one closes the menu.
#[component]
pub(crate) fn Menu(
    /// Classes of the button.
    class: &'static str,
    /// What the button says to screen readers, when what it shows is not enough.
    #[prop(into, optional)]
    label: Option<Signal<String>>,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// Among rows that are moved through with the arrow keys: no stop of its own for the Tab key.
    #[prop(optional)]
    in_rows: bool,
    /// Further classes of the list.
    #[prop(optional)]
    list: &'static str,
    /// The items, made when the menu opens.
    children: ChildrenFn,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let menu = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    // A press on the button takes the focus from the menu, which closes it: that press must not open it again.
    let pressed_open = StoredValue::new(false);
    // What an item does may take the whole menu away before it comes to this.
    let hide = move |focus_back: bool| {
        open.try_set(false);
        if let Some(menu) = menu.try_get_untracked().flatten() {
            _ = menu.hide_popover();
        }
        if let (true, Some(button)) = (focus_back, button.try_get_untracked().flatten()) {
            _ = button.focus();
        }
    };
    let show = move || {
        open.set(true);
        // After the items have been made.
        set_timeout(
            move || {
                if let (Some(button), Some(menu)) =
                    (button.try_get_untracked().flatten(), menu.try_get_untracked().flatten())
                {
                    _ = menu.show_popover();
                    place(&menu, &button);
                    step(&menu, None);
                }
            },
            std::time::Duration::ZERO,
        );
    };
    let keys = move |event: ev::KeyboardEvent| {
        let Some(menu) = menu.try_get_untracked().flatten() else { return };
        match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => step(&menu, Some(1)),
            "ArrowUp" | "ArrowLeft" => step(&menu, Some(-1)),
            "Home" => step(&menu, None),
            "Escape" => hide(true),
            "Tab" => return hide(true),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let left = move |event: ev::FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
        let menu = menu.try_get_untracked().flatten();
        let stays = menu.is_some_and(|menu| menu.contains(next.as_ref()));
        if !stays && open.try_get_untracked() == Some(true) {
            hide(false);
        }
    };
    let children = StoredValue::new(children);
    view! {
        <button
            type="button"
            class=class
            node_ref=button
            tabindex=in_rows.then_some("-1")
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            aria-label=label
            on:pointerdown=move |_| pressed_open.set_value(open.get_untracked())
            on:click=move |_| {
                let was_open = pressed_open.get_value() || open.get_untracked();
                pressed_open.set_value(false);
                if was_open { hide(true) } else { show() }
            }
        >
            {face.run()}
        </button>
        <div
            class=format!("menu {list}")
            popover="manual"
            role="menu"
            tabindex="-1"
            node_ref=menu
            on:keydown=keys
            on:focusout=left
            on:click=move |_| hide(true)
        >
            <Show when=move || open.get()>{children.with_value(|children| children())}</Show>
        </div>
    }
}

/// Puts the list beside its button: below if it fits there, else above, and never over the edge.
fn place(menu: &HtmlElement, button: &Element) {
    let (from, size) = (button.get_bounding_client_rect(), menu.get_bounding_client_rect());
    let extent = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (width, height) = (extent(window().inner_width()), extent(window().inner_height()));
    let below = from.bottom() + 6.0;
    let y = if below + size.height() > height - 8.0 { from.top() - 6.0 - size.height() } else { below };
    let x = if from.left() + size.width() > width - 8.0 { from.right() - size.width() } else { from.left() };
    for (name, at) in [("--x", x), ("--y", y)] {
        // Whole pixels: writing out fractions would be the only use of a large piece of code.
        _ = menu.style().set_property(name, &format!("{}px", at.max(8.0) as i32));
    }
}

/// Moves the focus among the items, around the ends; to the first item without a direction.
fn step(menu: &Element, by: Option<i32>) {
    let Ok(items) = menu.query_selector_all(ITEMS) else { return };
    let count = items.length() as i32;
    let now = document().active_element();
    let at = (0..count).find(|at| items.get(*at as u32).as_ref() == now.as_ref().map(AsRef::as_ref));
    let next = match (by, at) {
        (Some(by), Some(at)) => (at + by).rem_euclid(count.max(1)),
        (Some(-1), None) => count - 1,
        _ => 0,
    };
    if let Some(item) = items.get(next.max(0) as u32).and_then(|item| item.dyn_into::<Element>().ok()) {
        browser::focus_on(&item);
    }
}
