//! What people read before they answer an anonymous poll: what is protected, and how to see that it is.

use leptos::task::spawn_local;
use room::{
    PollId,
    poll::{
        Draft,
        sealed::{self, Group},
    },
};

use super::ballot::{Road, told};
use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Dialog, Icon},
};

/// A few words, and the way to more of them.
#[component]
pub(crate) fn Trust(
    /// Which poll.
    poll: PollId,
    /// The same, in words for this reader.
    words: &'static str,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let open = RwSignal::new(false);
    let about = memo(move || {
        live.see(Part::Poll, |room| {
            let poll = room.poll.polls.get(&poll)?;
            Some((rules(&poll.draft), groups(&poll.sealed.as_ref()?.groups)))
        })
    });
    let practice = memo(move || live.see(Part::Session, |room| room.charter.practice));
    view! {
        <div class="trust">
            <Icon name="shield-check" />
            <div class="small">
                <p>{words}</p>
                <p>{move || about.get().map(|(rules, groups)| [rules, groups].concat())}</p>
                <Show when=move || practice.get()>
                    <p><b>"Practice: "</b>"simulated officers answer too, so a real answer here is not hidden among real ones."</p>
                </Show>
                <button type="button" class="link" on:click=move |_| open.set(true)>
                    "How it works, and what it does not protect"
                </button>
            </div>
        </div>
        <Dialog open title="How anonymous polls work">
            <Explained poll />
            <div class="foot">
                <button type="button" class="btn primary" on:click=move |_| open.set(false)>"Close"</button>
            </div>
        </Dialog>
    }
}

fn rules(draft: &Draft) -> String {
    let fewest = format!("Results appear only if at least {} answer. ", sealed::fewest(draft));
    match draft.kind.is_words() {
        true => {
            fewest + "What people write is never published with its ballots, so it cannot be counted again. "
        }
        false => fewest,
    }
}

/// By which departments results are told, if they are.
fn groups(groups: &[Group]) -> String {
    if groups.len() < 2 {
        return String::new();
    }
    let names: Vec<_> = groups.iter().map(|group| format!("{} ({})", group.name, group.size)).collect();
    format!("They are also shown for: {}.", names.join("; "))
}

#[component]
fn Explained(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let words = RwSignal::new(None::<String>);
    if let Some(told) = live.look(|room| told(room, poll)) {
        spawn_local(async move {
            let found = Road::words(&told).await;
            _ = words.try_set(found);
        });
    }
    view! {
        <ul class="asked">
            <li>"Your answer stays on your device until the poll closes. Then it goes out without a name, at a random moment."</li>
            <li>"The server signs each ballot once, without seeing it, so that everybody votes once and nobody can be recognized."</li>
            <li>"No database, backup or log can tie an answer to an officer: it is never written down."</li>
            <li>"Whoever does not answer sends a blank. That you were in the room is known, as always."</li>
            <li>
                <b>"Not protected: "</b>
                "somebody who looks at your screen, a monitored device, or a dishonest operator who watches the server's "
                "decrypted traffic in that very moment."
            </li>
        </ul>
        <div class="card tight sunken">
            <p class="caps">"Poll words"</p>
            <p class="poll-words" role="status">
                {move || words.get().unwrap_or_else(|| "…".to_owned())}
            </p>
            <p class="tiny">"Compare them aloud: if everybody reads the same five words, everybody has been given the same poll."</p>
        </div>
        <p><a href="/anonymous" target="_blank" rel="noopener">"The whole explanation, on one page"</a></p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_apart_is_said_before_anybody_answers() {
        let group = |name: &str, size| Group { name: name.into(), size };
        assert_eq!(groups(&[group("", 12)]), "");
        let two = [group("Riverton PD", 12), group("Bay PD, Hill PD", 6)];
        assert_eq!(groups(&two), "They are also shown for: Riverton PD (12); Bay PD, Hill PD (6).");
        assert!(rules(&Draft { sensitive: true, ..Draft::default() }).contains("at least 10"));
    }
}
