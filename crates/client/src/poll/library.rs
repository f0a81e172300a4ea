//! Polls of one's own: kept for all sessions, to be asked again or changed, and handed on in a file.

use leptos::task::spawn_local;
use protocol::{decode, encode};
use room::poll::Draft;
use serde::{Deserialize, Serialize};

use super::{editor::Sheet, manner};
use crate::prelude::*;
use crate::{
    browser, hex,
    http::{self, Problem},
    ui::{Icon, Sure},
};

const PATH: &str = "/api/polls";
const FILE: &str = "/api/polls.json";

/// A poll as the server holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Own {
    id: String,
    /// As it goes over a room's line, in hexadecimal.
    draft: String,
}

impl Own {
    fn draft(&self) -> Option<Draft> {
        decode(&hex::bytes(&self.draft)?).ok()
    }
}

/// A poll to be kept, in the same form.
#[derive(Serialize)]
struct Sent {
    draft: String,
}

impl Sent {
    fn of(draft: &Draft) -> Self {
        Self { draft: hex::digits(&encode(draft)) }
    }
}

/// One's own polls: taking one into the sheet, keeping what stands there, and files.
#[component]
pub(super) fn Library(sheet: Sheet) -> impl IntoView {
    let all = RwSignal::new(None::<Vec<Own>>);
    let said = RwSignal::new(String::new());
    let take = move |answer: Result<Vec<Own>, Problem>| match answer {
        Ok(found) => {
            _ = all.try_set(Some(found));
            true
        }
        Err(problem) => {
            _ = said.try_set(problem.say);
            false
        }
    };
    let fetch = move |_| {
        if all.with_untracked(Option::is_none) {
            spawn_local(async move { _ = take(http::get(PATH).await) });
        }
    };
    let Sheet { draft, save, name } = sheet;
    let row = move |own: Own| {
        let (path, found) = ([PATH, "/", &own.id].concat(), own.draft());
        let (question, about) = match &found {
            Some(draft) => (draft.question.clone(), manner(draft)),
            None => ("Cannot be read".to_owned(), String::new()),
        };
        let save = save.clone();
        let fill = move |_| match found.clone() {
            Some(draft) => {
                said.set(save(draft).err().unwrap_or_else(|| "It stands in the form below.".to_owned()));
            }
            None => said.set("It was kept by another version. Delete it and write it anew.".to_owned()),
        };
        let remove = Callback::new(move |()| {
            let path = path.clone();
            spawn_local(async move {
                take(http::delete_and_get(&path).await);
                // What had the focus is gone.
                browser::focus(".own-polls[open] summary");
            });
        });
        view! {
            <li class="row">
                <button type="button" class="btn wide start" on:click=fill>
                    <span class="grow">{question.clone()}</span>
                    <span class="tiny">{about}</span>
                </button>
                <Sure
                    class="iconbtn"
                    label=["Delete the poll ", &question].concat()
                    face=|| view! { <Icon name="trash-2" /> }
                    stay="Keep it"
                    go="Delete"
                    act=remove
                />
            </li>
        }
    };
    let keep = move |_| {
        let sent = Sent::of(&draft.get_untracked());
        spawn_local(async move {
            if take(http::post(PATH, &sent).await) {
                _ = said.try_set("Kept. You find it in every session of yours.".to_owned());
            }
        });
    };
    let bring = move |input: web_sys::HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            match http::post_file(FILE, &file).await {
                Ok(_) if take(http::get(PATH).await) => {
                    _ = said.try_set("The polls of the file are here.".to_owned());
                }
                Ok(_) => {}
                Err(problem) => _ = said.try_set(problem.say),
            }
            // The same file can be brought in once more.
            input.set_value("");
        });
    };
    let none = move || all.with(|all| all.as_ref().is_some_and(Vec::is_empty));
    view! {
        <details class="who own-polls" on:toggle=fetch id=format!("{name}-own")>
            <summary class="small">"Your polls"</summary>
            <ul class="col gap1">{move || all.get().unwrap_or_default().into_iter().map(row.clone()).collect_view()}</ul>
            <Show when=none>
                <p class="small">"None yet. Keep what you have written below, or bring in a file from a colleague."</p>
            </Show>
            <p class="small" role="status">{said}</p>
            <div class="row wrap">
                <button type="button" class="btn slim" on:click=keep>"Keep this poll"</button>
                <label class="btn slim">
                    <input
                        class="vh"
                        type="file"
                        accept=".json,application/json"
                        on:change:target=move |event| bring(event.target())
                    />
                    "Bring in a file"
                </label>
                <a class="btn slim" href=FILE download="polls.json">"Save all as a file"</a>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_comes_back_as_it_was_sent() {
        let draft = Draft { question: "Where first?".into(), ..Draft::default() };
        let own = |draft: String| Own { id: String::new(), draft };
        assert_eq!(own(Sent::of(&draft).draft).draft(), Some(draft));
        assert_eq!([own("0g".into()).draft(), own("ffff".into()).draft()], [None, None]);
    }
}
