//! Questions to the facilitators: asking, wanting an answer too, and what becomes of each.

mod row;
mod stage;

use link::Happening;
use room::{
    Event, QuestionId, Room,
    questions::{Command, Event as Asked, Status},
    roster::Role,
};

use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    live::{Live, Part},
    ui::{Announcer, Icon, Toasts},
    words,
};
use row::Row;
pub(crate) use stage::OnStage;

/// A half-written question outlives a reload.
const DRAFT: &str = "rollcall.question";

/// The questions that wait for an answer, as far as this view knows them.
pub(crate) fn waiting(room: &Room) -> usize {
    let waits = |status| matches!(status, Status::New | Status::Approved | Status::Answering);
    room.questions.asked.values().filter(|question| waits(question.status)).count()
}

/// What this person is here.
fn role(live: Live) -> Memo<Role> {
    memo(move || {
        let me = live.me();
        live.see(Part::Roster, |room| room.roster.people.get(&me).map(|me| me.role)).unwrap_or_default()
    })
}

/// The questions in their order.
fn ranked(live: Live) -> Memo<Vec<QuestionId>> {
    memo(move || live.see(Part::Questions, |room| room.questions.ranked()))
}

/// The tab of the conversation.
#[component]
pub(crate) fn Questions() -> impl IntoView {
    let live = expect_context::<Live>();
    let (role, ranked) = (role(live), ranked(live));
    view! {
        <div class="questions" tabindex="0" role="region" aria-label="Questions">
            <Show when=move || ranked.with(Vec::is_empty)>
                <div class="empty">
                    <Icon name="circle-help" />
                    <p>"No questions yet."</p>
                </div>
            </Show>
            <ol>
                <For each=move || ranked.get() key=|question| *question let(question)>
                    <Row question role />
                </For>
            </ol>
        </div>
        <Show when=move || role.get() == Role::Officer>
            <Ask />
        </Show>
    }
}

/// Says aloud what a person waits for: facilitators a new question, officers that theirs is being answered.
pub(crate) fn announce(live: Live) {
    let announcer = expect_context::<Announcer>();
    live.listen(move |happening| {
        let Happening::Happened(_, events) = happening else { return };
        for event in events {
            match event {
                Event::Questions(Asked::Asked { content, .. }) if content.author != Some(live.me()) => {
                    announcer.say(format!("New question: {}", content.text));
                }
                Event::Questions(Asked::Turned { question, to: Status::Answering, .. }) => {
                    let text = live.look(|room| room.questions.asked.get(question).map(|q| q.text.clone()));
                    announcer.say(format!("Being answered: {}", text.unwrap_or_default()));
                }
                _ => {}
            }
        }
    });
}

/// Where an officer asks.
#[component]
fn Ask() -> impl IntoView {
    let (live, toasts) = (expect_context::<Live>(), expect_context::<Toasts>());
    let text = RwSignal::new(browser::kept(Keep::Tab, DRAFT).unwrap_or_default());
    let write = move |words: String| {
        browser::keep(Keep::Tab, DRAFT, &words);
        _ = text.try_set(words);
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            return;
        }
        let kept = words.clone();
        live.ask_then(Command::Ask { text: words }, move |answer| match answer {
            Ok(()) => toasts.say("Your question is with the facilitator."),
            Err(why) => {
                toasts.say(words::refusal(&why));
                write(kept);
            }
        });
        write(String::new());
    };
    view! {
        <form class="composer" on:submit=send>
            <p class="tiny">"Your facilitator sees it first, with your name."</p>
            <div class="line">
                <label class="vh" for="question">"Your question"</label>
                <textarea
                    id="question"
                    class="box"
                    rows="1"
                    maxlength="1000"
                    placeholder="Ask the facilitators"
                    prop:value=text
                    on:input:target=move |event| write(event.target().value())
                ></textarea>
                <button class="iconbtn" aria-label="Ask">
                    <Icon name="send-horizontal" />
                </button>
            </div>
        </form>
    }
}
