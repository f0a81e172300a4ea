//! The buttons and menu items of a board: one form of each, so that a browser fetches their making once.

use crate::prelude::*;
use crate::ui::Icon;

/// What happens on a press.
pub(super) type Act = Box<dyn Fn()>;

/// What a button says about itself besides its name.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// Nothing.
    Plain,
    /// Whether it is pressed.
    Pressed(Signal<bool>),
    /// Whether it does nothing at the moment.
    Off(Signal<bool>),
}

/// A button that shows an icon and says its name.
pub(super) fn icon_button(
    class: &'static str,
    icon: &'static str,
    name: &'static str,
    how: How,
    act: Act,
) -> AnyView {
    let (pressed, off) = match how {
        How::Plain => (None, None),
        How::Pressed(pressed) => (Some(pressed), None),
        How::Off(off) => (None, Some(off)),
    };
    view! {
        <button
            type="button"
            class=class
            aria-label=name
            title=name
            aria-pressed=pressed.map(|pressed| move || said(pressed.get()))
            aria-disabled=off.map(|off| move || said(off.get()))
            on:click=move |_| act()
        >
            <Icon name=icon />
        </button>
    }
    .into_any()
}

/// One of several buttons that stand side by side, of which one is pressed.
pub(super) fn choice(icon: Option<&'static str>, words: String, pressed: Signal<bool>, act: Act) -> AnyView {
    view! {
        <button type="button" class="btn slim" aria-pressed=move || said(pressed.get()) on:click=move |_| act()>
            {icon.map(|name| view! { <Icon name /> })}
            {words}
        </button>
    }
    .into_any()
}

/// An item of a menu; `checked` if it says how something is.
pub(super) fn menu_item(
    role: &'static str,
    checked: Option<bool>,
    icon: &'static str,
    words: String,
    act: Act,
) -> AnyView {
    view! {
        <button type="button" role=role tabindex="-1" aria-checked=checked.map(said) on:click=move |_| act()>
            <Icon name=icon />
            {words}
        </button>
    }
    .into_any()
}

fn said(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}
