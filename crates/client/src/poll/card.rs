//! A poll as those see it who are asked: the question, their answer, and the result once it is shown.

use room::{
    PollId,
    poll::{Answer, Draft, Poll, Status, Tally},
};

use super::{Badge, Results, Timer, answer::Form, heading, manner, viewer};
use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Announcer, Icon},
};

/// Where a poll stands for this person.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// They are asked.
    Asked,
    /// Others are asked.
    Watching,
    /// No answers are taken any more.
    Closed,
}

/// The poll.
#[component]
pub(crate) fn Card(
    /// Which.
    poll: PollId,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let see = move |look: fn(&Poll) -> bool| {
        live.see(Part::Poll, |room| room.poll.polls.get(&poll).is_some_and(look))
    };
    let Some(draft) = live.look(|room| room.poll.polls.get(&poll).map(|poll| poll.draft.clone())) else {
        return ().into_any();
    };
    let asked = draft.clone();
    let stage = memo(move || {
        live.see(Part::Roster, |_| ());
        match (see(|poll| poll.status == Status::Open), viewer(live)) {
            (true, Some(me)) if asked.asks(me.role) => Stage::Asked,
            (true, _) => Stage::Watching,
            (false, _) => Stage::Closed,
        }
    });
    announce(stage, draft.question.clone());
    let (ask, open_draft) = (draft.ask, draft.clone());
    let body = move || match stage.get() {
        Stage::Asked => view! { <Form poll draft=open_draft.clone() /> }.into_any(),
        Stage::Watching => {
            view! { <p class="dim">"Officers are answering. The result comes when it is shown."</p> }
                .into_any()
        }
        Stage::Closed => view! { <Outcome poll /> }.into_any(),
    };
    view! {
        <section class="card poll-card" aria-label="Poll">
            <div class="row wrap">
                <span class="caps grow">{heading(&draft)}</span>
                <Badge ask />
                <Timer poll />
            </div>
            <div>
                <h2>{draft.question.clone()}</h2>
                <p class="small">{manner(&draft)}</p>
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// Says aloud that there is something to answer, and that it is over.
fn announce(stage: Memo<Stage>, question: String) {
    let announcer = expect_context::<Announcer>();
    Effect::new(move |before: Option<Stage>| {
        let now = stage.get();
        match (before, now) {
            (None, Stage::Asked) => announcer.say(format!("A question for you: {question}")),
            (Some(Stage::Asked), Stage::Closed) => announcer.say("The poll is closed"),
            _ => {}
        }
        now
    });
}

/// What a closed poll tells this person.
#[derive(Clone, PartialEq)]
struct Told {
    draft: Draft,
    mine: Option<Answer>,
    correct: Option<bool>,
    shown: Option<Tally>,
}

/// After closing: right or wrong for a check, and the result once it is shown.
#[component]
fn Outcome(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    let told = memo(move || {
        live.see(Part::Poll, |room| {
            let poll = room.poll.polls.get(&poll)?;
            let (draft, mine) = (poll.draft.clone(), poll.answers.get(&me).cloned().flatten());
            Some(Told { draft, mine, correct: poll.correct(me), shown: poll.shown.clone() })
        })
    });
    move || {
        let Told { draft, mine, correct, shown } = told.get()?;
        let key = draft.key.clone();
        let explanation = key.as_ref().map(|key| key.explanation.clone()).filter(|words| !words.is_empty());
        let judged = correct.map(|correct| {
            let (class, icon, words) = match correct {
                true => ("notice good", "circle-check", "Correct."),
                false => ("notice warn", "circle-x", "Not quite. The correct answer is marked below."),
            };
            view! {
                <div class=class role="status">
                    <Icon name=icon />
                    <span>{words}</span>
                </div>
            }
        });
        let right = key.as_ref().filter(|_| shown.is_none()).map(|key| {
            let options = draft.kind.rows();
            let names = key.correct.iter().filter_map(|n| options.get(usize::from(*n)).cloned());
            let names = names.map(|name| view! { <li>{name}</li> }).collect_view();
            view! {
                <div>
                    <p class="caps">"Correct answer"</p>
                    <ul class="right-answers">{names}</ul>
                </div>
            }
        });
        let answered = mine.is_some();
        let result = match shown {
            Some(tally) => view! { <Results draft rounds=vec![tally] mine /> }.into_any(),
            None => {
                let words = match answered {
                    true => "The poll is closed. Your answer is in.",
                    false => "The poll is closed.",
                };
                view! { <p class="small">{words}" The facilitator may show the result to the room."</p> }
                    .into_any()
            }
        };
        Some(view! {
            {judged}
            {right}
            {explanation.map(|words| view! { <p class="words">{words}</p> })}
            {result}
        })
    }
}
