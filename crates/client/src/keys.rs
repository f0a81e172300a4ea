//! Single keys for what people do often. They act only while nobody types, and can be turned off.

use std::sync::Arc;

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::browser::{self, Keep};
use crate::prelude::*;

const KEPT: &str = "rollcall.keys";

type Act = Arc<dyn Fn() + Send + Sync>;

/// The single keys of the room. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
    on: RwSignal<bool>,
    bound: StoredValue<Vec<(&'static str, Act)>>,
}

impl Keys {
    /// Listens to the keyboard as long as the view is there.
    pub(crate) fn open() -> Self {
        let on = RwSignal::new(browser::kept(Keep::Browser, KEPT).is_none());
        let bound = StoredValue::new(vec![]);
        let keys = Self { on, bound };
        let listening = window_event_listener(ev::keydown, move |event| keys.press(&event));
        on_cleanup(move || listening.remove());
        keys
    }

    /// Does `act` when `key` (a lower-case letter) is pressed, as long as the view is there.
    pub(crate) fn bind(&self, key: &'static str, act: impl Fn() + Send + Sync + 'static) {
        let (bound, act) = (self.bound, Arc::new(act) as Act);
        let mine = act.clone();
        bound.update_value(|bound| bound.push((key, act)));
        on_cleanup(move || {
            _ = bound.try_update_value(|bound| bound.retain(|(_, act)| !Arc::ptr_eq(act, &mine)));
        });
    }

    /// Whether the keys act.
    pub(crate) fn are_on(&self) -> bool {
        self.on.get()
    }

    /// Turns the keys on or off, in this browser from now on.
    pub(crate) fn turn(&self, on: bool) {
        browser::keep(Keep::Browser, KEPT, if on { "" } else { "off" });
        self.on.set(on);
    }

    fn press(&self, event: &ev::KeyboardEvent) {
        let chord = event.ctrl_key() || event.alt_key() || event.meta_key() || event.repeat();
        if chord || event.default_prevented() || !self.on.get_untracked() || somebody_types() {
            return;
        }
        let key = event.key().to_ascii_lowercase();
        let act = self.bound.with_value(|bound| {
            bound.iter().rev().find(|(bound, _)| *bound == key).map(|(_, act)| act.clone())
        });
        if let Some(act) = act {
            event.prevent_default();
            act();
        }
    }
}

/// Whether a letter belongs to what has the focus, or to a dialog that is open.
fn somebody_types() -> bool {
    let takes_letters = |element: Element| {
        element.matches("input, textarea, select, [role=menu] *, [data-takes-keys] *").unwrap_or(true)
            || element.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
    };
    document().active_element().is_some_and(takes_letters)
        || document().query_selector("dialog[open]").ok().flatten().is_some()
}
