//! Layouts that facilitators have saved: to be laid out on any board, in any session of theirs.

use leptos::{ev::SubmitEvent, html, task::spawn_local};
use protocol::{decode, encode};
use room::{
    board::{New, Saved},
    limit,
};
use serde::{Deserialize, Serialize};

use super::easel::Easel;
use crate::prelude::*;
use crate::{
    browser, hex, http,
    ui::{Icon, Sure},
};

const PATH: &str = "/api/layouts";

/// A layout as the server holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Own {
    id: String,
    name: String,
    /// As they go over a room's line, in hexadecimal.
    items: String,
}

impl Own {
    fn items(&self) -> Option<Vec<New>> {
        decode(&hex::bytes(&self.items)?).ok()
    }
}

/// A layout to be saved, in the same form.
#[derive(Serialize)]
struct Sent {
    name: String,
    items: String,
}

/// One's own layouts, and saving the frames of this board as one. Nothing for those who run the session without being
/// signed in: they have no place to keep it.
#[component]
pub(super) fn Own(
    /// Lays these out.
    lay: Callback<(Vec<New>, String)>,
) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let all = RwSignal::new(None::<Vec<Own>>);
    spawn_local(async move {
        if let Ok(found) = http::get(PATH).await {
            _ = all.try_set(Some(found));
        }
    });
    let take = move |answer: Result<Vec<Own>, http::Problem>| match answer {
        Ok(found) => _ = all.try_set(Some(found)),
        Err(problem) => easel.toasts.say(problem.say),
    };
    let row = move |own: Own| {
        let (name, path) = (own.name.clone(), [PATH, "/", &own.id].concat());
        let lay = move |_| match own.items() {
            Some(items) => lay.run((items, own.name.clone())),
            None => easel.toasts.say("That layout was saved by another version. Delete it and save it anew."),
        };
        let remove = Callback::new(move |()| {
            let path = path.clone();
            spawn_local(async move {
                take(http::delete_and_get(&path).await);
                // What had the focus is gone.
                browser::focus("dialog[open] input");
            });
        });
        view! {
            <li class="row">
                <button type="button" class="btn wide start" on:click=lay>
                    <b class="clip">{name.clone()}</b>
                </button>
                <Sure
                    class="iconbtn"
                    label=["Delete the layout ", &name].concat()
                    face=|| view! { <Icon name="trash-2" /> }
                    stay="Keep it"
                    go="Delete"
                    act=remove
                />
            </li>
        }
    };
    view! {
        <Show when=move || all.with(Option::is_some)>
            <h3 class="caps">"Yours"</h3>
            <ul class="col">{move || all.get().unwrap_or_default().into_iter().map(row).collect_view()}</ul>
            <Save take=Callback::new(take) />
        </Show>
    }
}

/// Saves the frames of this board under a name.
#[component]
fn Save(take: Callback<Result<Vec<Own>, http::Problem>>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let field = NodeRef::<html::Input>::new();
    let has_frames = memo(move || {
        easel
            .see(|board| Saved::of(board, "").items.iter().any(|new| new.kind.text().is_some()))
            .unwrap_or_default()
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let saved = easel.look(|board| Saved::of(board, &field.value())).unwrap_or_default();
        let sent = Sent { name: saved.name, items: hex::digits(&encode(&saved.items)) };
        spawn_local(async move {
            let answer = http::post(PATH, &sent).await;
            if answer.is_ok() {
                field.set_value("");
                easel.toasts.say("Saved. You find it on every board of yours.");
            }
            take.run(answer);
        });
    };
    view! {
        <Show
            when=move || has_frames.get()
            fallback=|| view! { <p class="small">"Put up frames on this board to save them as a layout of your own."</p> }
        >
            <form class="row wrap" style:align-items="end" on:submit=save>
                <label class="field grow">
                    "Save the frames of this board as"
                    <input node_ref=field required maxlength=limit::NAME.to_string() autocomplete="off" />
                </label>
                <button class="btn">"Save"</button>
            </form>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::Layout;

    #[test]
    fn a_layout_comes_back_as_it_was_sent() {
        let items = Layout::Timeline.items(&["Now".to_owned(), "Then".to_owned()]);
        let own = |items: String| Own { id: String::new(), name: "Ours".into(), items };
        assert_eq!(own(hex::digits(&encode(&items))).items(), Some(items));
        assert_eq!([own("0g".into()).items(), own("ffff".into()).items()], [None, None]);
    }
}
