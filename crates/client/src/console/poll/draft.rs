//! A poll on the fly: one question, written while the session runs.

use std::sync::Arc;

use room::{
    PollId, Room,
    poll::{Command, Draft, Kind, Manner, Poll, Status},
};

use super::{again, few};
use crate::prelude::*;
use crate::{
    browser,
    live::{Live, Part},
    poll::editor::{self, Sheet},
    ui::{Dialog, Icon},
    words,
};

/// A question without anything below it is itself what is agreed with or rated.
fn completed(mut draft: Draft) -> Draft {
    let words = match draft.kind.manner {
        Manner::Agreement => "How much do you agree?",
        Manner::Rating => "How would you rate this?",
        _ => return draft,
    };
    if draft.kind.rows.is_empty() {
        let question = std::mem::replace(&mut draft.question, words.to_owned());
        draft.kind.rows.push(question.trim().to_owned());
    }
    draft
}

/// What is missing before it can be opened, and where.
fn lacking(draft: &Draft) -> Option<(&'static str, String)> {
    if draft.question.trim().is_empty() {
        return Some((".poll-draft textarea", "Write the question first.".to_owned()));
    }
    if draft.kind.rows.len() < editor::fewest_rows(draft.kind.manner) {
        return Some((".poll-draft .one-more", "Write at least two options.".to_owned()));
    }
    draft.checked().err().map(|why| ("", words::refusal(&why)))
}

/// The button and the dialog.
#[component]
pub(crate) fn OnTheFly() -> impl IntoView {
    let live = expect_context::<Live>();
    let open = RwSignal::new(false);
    // It stays when the dialog is closed by mistake.
    let draft = RwSignal::new(Draft::default());
    let is_open = |poll: &Poll| poll.status == Status::Open;
    let about = move || match live.see(Part::Poll, |room| room.poll.polls.values().any(is_open)) {
        true => "A poll is open",
        false => "No poll",
    };
    view! {
        <div class="tool">
            <Icon name="vote" />
            <span class="grow small">{about}</span>
            <button class="btn slim" on:click=move |_| open.set(true)>
                "Ask"
                <span class="vh">" a poll"</span>
            </button>
        </div>
        <Dialog open title="Ask the room">
            <Earlier open />
            <Editor draft open />
        </Dialog>
    }
}

#[component]
fn Editor(draft: RwSignal<Draft>, open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let wrong = RwSignal::new(String::new());
    let ask = move |_| {
        let asked = completed(draft.get_untracked());
        if let Some((place, why)) = lacking(&asked) {
            browser::focus(place);
            return wrong.set(why);
        }
        wrong.set(String::new());
        let segment = live.look(|room| room.agenda.current.as_ref().map(|current| current.segment));
        live.ask_then(Command::Open { draft: Box::new(asked), segment, again_of: None }, move |answer| {
            match answer {
                Ok(()) => {
                    _ = open.try_set(false);
                    // The next question is asked in the same way.
                    _ = draft.try_update(|draft| {
                        draft.question.clear();
                        draft.key = None;
                        draft.kind = Kind { rows: vec![], ..draft.kind.clone() };
                    });
                }
                Err(why) => _ = wrong.try_set(words::refusal(&why)),
            }
        });
    };
    let save = Arc::new(move |changed| {
        draft.set(changed);
        Ok(())
    });
    let sheet = Sheet { draft: draft.into(), save, name: "on-the-fly".to_owned() };
    view! {
        {editor::form(&sheet, few(live, draft.into()).into())}
        <p class="bad small" role="alert">{wrong}</p>
        <div class="foot">
            <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Cancel"</button>
            <button type="button" class="btn primary" on:click=ask>"Open the poll"</button>
        </div>
    }
}

/// Questions that were asked before; asked again, their rounds stand side by side.
#[component]
fn Earlier(open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let polls = memo(move || live.see(Part::Poll, last_rounds));
    let row = move |(poll, question): (PollId, String)| {
        let ask = move |_| {
            again(live, poll);
            open.set(false);
        };
        view! {
            <li>
                <span class="grow">{question}</span>
                <button type="button" class="btn slim" on:click=ask>"Ask again"</button>
            </li>
        }
    };
    view! {
        <Show when=move || !polls.with(Vec::is_empty)>
            <details class="who">
                <summary class="small">"Asked before"</summary>
                <ul>{move || polls.get().into_iter().map(row).collect_view()}</ul>
            </details>
        </Show>
    }
}

/// The last round of every question that is closed.
fn last_rounds(room: &Room) -> Vec<(PollId, String)> {
    let last = |id: &PollId| room.poll.rounds(*id).last() == Some(id);
    let closed =
        room.poll.polls.iter().filter(|(id, poll)| matches!(poll.status, Status::Closed(_)) && last(id));
    closed.map(|(id, poll)| (*id, poll.draft.question.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_alone_can_be_agreed_with() {
        let kind = Kind::of(Manner::Agreement, vec![]);
        let asked = completed(Draft { question: "I can explain a stop. ".into(), kind, ..Draft::default() });
        assert_eq!(asked.kind.rows, ["I can explain a stop."]);
        assert_eq!(lacking(&asked), None);
    }

    #[test]
    fn what_is_missing_is_said_before_anything_is_sent() {
        let lacks = |question: &str, rows: &[&str]| {
            // As the dialog begins.
            let mut draft = Draft { question: question.into(), ..Draft::default() };
            draft.kind.rows = rows.iter().map(|row| (*row).to_owned()).collect();
            lacking(&draft).map(|(place, _)| place)
        };
        assert_eq!(lacks(" ", &["Yes", "No"]), Some(".poll-draft textarea"));
        assert_eq!(lacks("Ready?", &["Yes"]), Some(".poll-draft .one-more"));
        assert_eq!(lacks("Ready?", &["Yes", "No"]), None);
    }
}
