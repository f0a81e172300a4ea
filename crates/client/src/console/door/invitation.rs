//! How officers get in, for a facilitator who is asked for it while the room is open.

use js_sys::Reflect;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::prelude::*;
use crate::{
    browser,
    home::invite::{Line, spaced},
};

/// The code and the link. They are secrets of the facilitators' home: whoever runs the session without having come by it
/// does not see them.
#[component]
pub(super) fn Invitation() -> impl IntoView {
    let found = RwSignal::new(None);
    spawn_local(async move {
        if let Some(way_in) = way_in().await {
            _ = found.try_set(Some(way_in));
        }
    });
    move || {
        found.get().map(|(code, link): (String, String)| {
            view! {
                <div class="col gap3">
                    <Line label="Code" value=spaced(&code) big=true />
                    <Line label="Officer link" value=link />
                </div>
            }
        })
    }
}

/// The officers' code and link, if this browser may know them.
async fn way_in() -> Option<(String, String)> {
    let (session, _) = browser::joined()?;
    let path = format!("/api/sessions/{session}");
    let answer: Response = JsFuture::from(window().fetch_with_str(&path)).await.ok()?.dyn_into().ok()?;
    let plan = JsFuture::from(answer.json().ok()?).await.ok().filter(|_| answer.ok())?;
    let read = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).ok();
    let links = read(&plan, "links")?;
    Some((read(&links, "code")?.as_string()?, read(&links, "officer")?.as_string()?))
}
