//! What the program needs of the browser itself: storage of this tab, requests, chance.

use std::cmp::Ordering;

use js_sys::Uint8Array;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, RequestInit, Response, Storage};

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// As long as this tab lives: what belongs to the person in front of it.
    Tab,
    /// Until it is cleared: habits of whoever uses this browser.
    Browser,
}

impl Keep {
    fn storage(self) -> Option<Storage> {
        match self {
            Self::Tab => window().session_storage().ok().flatten(),
            Self::Browser => window().local_storage().ok().flatten(),
        }
    }
}

/// A kept value; nothing when there is none or the browser keeps nothing.
pub(crate) fn kept(keep: Keep, name: &str) -> Option<String> {
    keep.storage()?.get_item(name).ok().flatten()
}

/// Keeps a value; an empty one is forgotten. A browser that keeps nothing is no reason to stop.
pub(crate) fn keep(keep: Keep, name: &str, value: &str) {
    let Some(storage) = keep.storage() else { return };
    _ = if value.is_empty() { storage.remove_item(name) } else { storage.set_item(name, value) };
}

/// Forgets everything this site has kept here.
pub(crate) fn forget_all() {
    for storage in [Keep::Tab, Keep::Browser].into_iter().filter_map(Keep::storage) {
        _ = storage.clear();
    }
}

/// The seat with which this tab joined `session`, as the join page kept it.
pub(crate) fn seat(session: &str) -> Option<String> {
    let (joined, seat) = joined()?;
    (joined == session).then_some(seat)
}

/// The session and the seat of this tab.
pub(crate) fn joined() -> Option<(String, String)> {
    let kept = js_sys::JSON::parse(&kept(Keep::Tab, "rollcall.seat")?).ok()?;
    let read = |name: &str| js_sys::Reflect::get(&kept, &name.into()).ok()?.as_string();
    Some((read("session")?, read("seat")?))
}

/// Sends `body` (JSON) and says whether the server accepted it.
pub(crate) async fn post(path: &str, body: &str) -> bool {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&body.into());
    let headers = js_sys::Object::new();
    _ = js_sys::Reflect::set(&headers, &"content-type".into(), &"application/json".into());
    request.set_headers(&headers);
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await;
    answer.and_then(JsCast::dyn_into::<Response>).is_ok_and(|answer| answer.ok())
}

/// Gives this PC back clean: forgets every seat and the sign-in, here and at the server, then shows the join page.
pub(crate) async fn clear_this_pc() {
    let told = post("/api/forget", "{}").await;
    forget_all();
    if !told {
        // The server still knows this browser: the join page tells it before anything else.
        keep(Keep::Browser, "rollcall.forget", "yes");
    }
    _ = window().location().replace("/");
}

/// Loads the page again.
pub(crate) fn reload() {
    _ = window().location().reload();
}

/// A number nobody can guess, for one page load.
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        return (js_sys::Math::random() * 9e15) as u64;
    }
    u64::from_le_bytes(bytes)
}

/// The bytes of a binary message.
pub(crate) fn bytes(data: &JsValue) -> Vec<u8> {
    Uint8Array::new(data).to_vec()
}

/// Milliseconds on the browser's own clock.
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Whether somebody looking at the page could see `element`.
pub(crate) fn shown(element: &Element) -> bool {
    if document().hidden() || element.get_client_rects().length() == 0 {
        return false;
    }
    let style = window().get_computed_style(element).ok().flatten();
    style.and_then(|style| style.get_property_value("visibility").ok()).is_none_or(|value| value == "visible")
}

/// Moves the focus to the first element that `selector` finds.
pub(crate) fn focus(selector: &str) {
    if let Ok(Some(found)) = document().query_selector(selector) {
        focus_on(&found);
    }
}

/// Moves the focus to `element`.
pub(crate) fn focus_on(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        _ = element.focus();
    }
}

/// Whether the window is large enough to show more than what is needed at once.
pub(crate) fn roomy() -> bool {
    let extent =
        |extent: Result<JsValue, JsValue>| extent.ok().and_then(|extent| extent.as_f64()).unwrap_or_default();
    extent(window().inner_width()) >= 760. && extent(window().inner_height()) >= 620.
}

/// The order of two names as a person who reads the browser's language expects it.
pub(crate) fn by_name(name: &str, other: &str) -> Ordering {
    // There is no browser in unit tests.
    if cfg!(not(target_arch = "wasm32")) {
        return name.to_lowercase().cmp(&other.to_lowercase());
    }
    let (anywhere, plain) = (js_sys::Array::new(), js_sys::Object::new());
    js_sys::JsString::from(name).locale_compare(other, &anywhere, &plain).cmp(&0)
}
