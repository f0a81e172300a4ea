//! Questions on the stage: the one that is being answered, then what waits.

use room::questions::Status;

use super::{Row, ranked, role};
use crate::prelude::*;
use crate::{
    agenda::{Instructions, WhatToDo},
    live::{Live, Part},
    room::{Shell, Tab},
    ui::Icon,
    words,
};

/// The stage while officers ask and facilitators answer.
#[component]
pub(crate) fn OnStage() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let (role, ranked) = (role(live), ranked(live));
    let answering = memo(move || {
        live.see(Part::Questions, |room| {
            Some(room.questions.asked.get(&room.questions.answering()?)?.text.clone())
        })
    });
    let status = move |question: &room::QuestionId| {
        live.see(Part::Questions, |room| room.questions.asked.get(question).map(|q| q.status))
    };
    let waiting = memo(move || {
        let all = ranked.get();
        all.into_iter().filter(|id| status(id) == Some(Status::Approved)).collect::<Vec<_>>()
    });
    let new = memo(move || {
        live.see(Part::Questions, |room| {
            room.questions.asked.values().filter(|asked| asked.status == Status::New).count()
        })
    });
    let title = move || match (waiting.with(Vec::is_empty), new.get()) {
        (false, _) => "Waiting for an answer".to_owned(),
        (true, new) if new > 0 && live.leads.get() => {
            words::count(new, "new question to look at", "new questions to look at")
        }
        (true, _) => "No question waits".to_owned(),
    };
    view! {
        <Show
            when=move || answering.get().is_some()
            fallback=|| view! { <Instructions /> }
        >
            <WhatToDo brief=true />
            <section class="card reads marked" aria-live="polite">
                <p class="caps">"Being answered"</p>
                <p class="words">{move || answering.get()}</p>
            </section>
        </Show>
        <section class="col">
            <div class="row">
                <h3 class="grow">
                    {title}
                </h3>
                <button class="btn" on:click=move |_| shell.open_talk(Tab::Questions)>
                    <Icon name="circle-help" />
                    {move || match role.get() {
                        room::roster::Role::Officer => "Ask a question",
                        _ => "All questions",
                    }}
                </button>
            </div>
            <ol class="questions-on-stage">
                <For each=move || waiting.get() key=|question| *question let(question)>
                    <Row question role />
                </For>
            </ol>
        </section>
    }
}
