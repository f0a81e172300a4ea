//! Coming in by the facilitators' secret link.

use leptos::{ev, html, task::spawn_local};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::{
    list::LED_BY,
    place::{Door, Here},
};
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    http,
    ui::{Icon, Toasts},
};

#[derive(Serialize)]
struct Key<'a> {
    key: &'a str,
}

/// Looks at the key in the address, if there is one, and takes it out of the address bar and the history.
pub(crate) fn knock(here: Here) {
    let location = window().location();
    let key = location.hash().unwrap_or_default();
    let key = key.trim_start_matches('#').to_owned();
    if key.is_empty() {
        here.door.set(Door::Open);
        return;
    }
    spawn_local(async move {
        enter(here, &key).await;
        let clean = window().location().pathname().unwrap_or_default();
        if let Ok(history) = window().history() {
            _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&clean));
        }
    });
}

async fn enter(here: Here, key: &str) {
    let door = match http::post::<()>("/api/home/enter", &Key { key }).await {
        Ok(()) => Door::Open,
        Err(problem) if problem.is_signed_out() => {
            Door::Shut("That link is not the facilitators' link of this server.".to_owned())
        }
        Err(problem) => Door::Shut(problem.say),
    };
    here.door.set(door);
}

/// Signs this browser out: the server forgets it, and it forgets who planned here.
pub(crate) fn leave(here: Here, toasts: Toasts) {
    spawn_local(async move {
        match http::post::<()>("/api/home/leave", &()).await {
            Ok(()) => {
                browser::keep(Keep::Browser, LED_BY, "");
                here.door.set(Door::Shut("You are signed out on this device.".to_owned()));
            }
            Err(problem) => here.tell(problem, toasts),
        }
    });
}

/// The page for somebody who is not signed in.
#[component]
pub(crate) fn SignIn(
    /// Why the page is shown.
    say: String,
) -> impl IntoView {
    let here = expect_context::<Here>();
    let field = NodeRef::<html::Input>::new();
    let wrong = RwSignal::new(say);
    // The link pasted into the address bar of this very page loads nothing anew.
    let pasted = window_event_listener_untyped("hashchange", move |_| knock(here));
    on_cleanup(move || pasted.remove());
    let come_in = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let link = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let key = link.rsplit('#').next().unwrap_or_default().trim().to_owned();
        if key.is_empty() {
            wrong.set("Paste the link you were given.".to_owned());
        } else {
            spawn_local(async move { enter(here, &key).await });
        }
    };
    view! {
        <main class="page-main sign-in" tabindex="-1">
            <form class="card col gap4" on:submit=come_in>
                <h1>"Facilitators"</h1>
                <p>"Your administrator has a secret link that opens this page. Open it once, and this browser is remembered for 30 days."</p>
                <label class="field">
                    "Facilitator link"
                    <input
                        node_ref=field
                        autocomplete="off"
                        spellcheck="false"
                        placeholder="https://…/home#…"
                        aria-describedby="sign-in-note"
                    />
                    <span class="error" id="sign-in-note" role="alert">
                        <Icon name="info" />
                        {wrong}
                    </span>
                </label>
                <div class="row wrap">
                    <button class="btn primary">"Come in"</button>
                    <a class="btn quiet" href="/">"I have a session code"</a>
                </div>
            </form>
        </main>
    }
}
