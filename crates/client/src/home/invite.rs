//! How people get in: the code, the links, and a text for an e-mail.

use academy::session::Session;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::{answers::Links, planner::Planner, when};
use crate::prelude::*;
use crate::ui::{Icon, Toasts};

/// The section.
#[component]
pub(crate) fn Invite() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let Links { officer, guest, observer, code } = planner.links.get_value();
    let code = spaced(&code);
    let letter = {
        let (officer, code) = (officer.clone(), code.clone());
        memo(move || planner.session.with(|session| letter(session, &officer, &code)))
    };
    view! {
        <div class="halves">
            <section class="card invite">
                <h2>"Officers"</h2>
                <p class="small">"Officers type the code, or open the link. Nothing is installed, no account is made."</p>
                <Line label="Code" value=code big=true />
                <Line label="Officer link" value=officer />
            </section>
            <section class="card invite">
                <h2>"Guests and observers"</h2>
                <p class="small">"A guest speaks and answers questions. An observer only watches. Everybody in the room sees that they are there."</p>
                <Line label="Guest link" value=guest />
                <Line label="Observer link" value=observer />
            </section>
            <section class="card invite across">
                <div class="row wrap">
                    <h2 class="grow">"A text for your e-mail"</h2>
                    <Copy what="Text" value=letter />
                </div>
                <p class="words letter">{letter}</p>
            </section>
        </div>
    }
}

/// `RC47KPQX` as `RC47 KPQX`: two halves are easier to read aloud.
pub(crate) fn spaced(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((head, tail)) => format!("{head} {tail}"),
        None => code.to_owned(),
    }
}

fn letter(session: &Session, link: &str, code: &str) -> String {
    let (zone, at) = (&session.time_zone, session.starts_at_ms);
    let day = when::long_day(at, zone);
    let (from, to) = (when::clock(at, zone), when::clock(session.ends_at_ms(), zone));
    let zone_name = when::zone_name(at, zone);
    let credit = when::length(session.run_sheet.credit_minutes());
    let mut letter = format!(
        "{title}\n{day}, {from} to {to} {zone_name} time. {credit} of training credit.\n\n\
         Join from any browser, on a computer or a phone:\n{link}\n\
         Or open {first_page} and type the code {code}.\n\n\
         The first page checks your device. Try it on the day before: it needs no account and installs nothing.",
        first_page = link.split('#').next().unwrap_or_default(),
        title = session.title,
    );
    if !session.audio_fallback.is_empty() {
        letter += &format!("\n\nTo hear and speak: {}", session.audio_fallback);
    }
    if !session.led_by.is_empty() {
        letter += &format!("\n\n{}", session.led_by);
    }
    letter
}

/// Something to hand on.
#[component]
pub(crate) fn Line(label: &'static str, value: String, #[prop(optional)] big: bool) -> impl IntoView {
    view! {
        <div class="field" role="group" aria-label=label>
            {label}
            <div class="copy-line">
                <span class:code=big>{value.clone()}</span>
                <Copy what=label value />
            </div>
        </div>
    }
}

/// Puts a text on the clipboard.
#[component]
fn Copy(what: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let copy = move |_| {
        spawn_local(async move {
            // Without https a browser has no clipboard for pages.
            let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
            let there = clipboard.is_ok_and(|clipboard| !clipboard.is_undefined());
            let copied = there
                && JsFuture::from(window().navigator().clipboard().write_text(&value.get_untracked()))
                    .await
                    .is_ok();
            toasts.say(match copied {
                true => format!("{what} copied."),
                false => {
                    "This browser does not let the page copy. Select the text and press Ctrl+C.".to_owned()
                }
            });
        });
    };
    view! {
        <button class="btn slim" aria-label=format!("Copy: {what}") on:click=copy>
            <Icon name="copy" />
            "Copy"
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_two_halves() {
        assert_eq!(spaced("RC47KPQX"), "RC47 KPQX");
    }
}
