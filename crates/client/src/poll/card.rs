//! A poll as those see it who are asked: the question, their answer, and the result once it is shown.

use room::{
    PollId,
    poll::{Answer, Ask, Draft, Poll, Status, sealed::Verdict},
};

use super::{
    Badge, Column, News, Results, Timer, Told,
    answer::Form,
    ballot::{Stand, recounted},
    by_group, heading, manner, viewer,
};
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
    /// Closed, and the ballots are on their way.
    Collecting,
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
        let votes = live.see(Part::Poll, |room| {
            let poll = room.poll.polls.get(&poll)?;
            Some(poll.sealed.as_ref()?.eligible.contains_key(&live.me()))
        });
        match (see(|poll| poll.status == Status::Open), viewer(live)) {
            (true, Some(me)) if votes.unwrap_or_else(|| asked.asks(me.role)) => Stage::Asked,
            (true, _) => Stage::Watching,
            (false, _) if see(|poll| matches!(poll.status, Status::Collecting(_))) => Stage::Collecting,
            (false, _) => Stage::Closed,
        }
    });
    announce(stage, draft.question.clone());
    let (ask, open_draft) = (draft.ask, draft.clone());
    let body = move || match stage.get() {
        Stage::Asked => view! { <Form poll draft=open_draft.clone() /> }.into_any(),
        Stage::Watching => {
            let words = match ask {
                Ask::Named => "Officers are answering. The result comes when it is shown.",
                Ask::Anonymous => {
                    "The officers who were here when the poll opened are answering. Who comes later looks on, so that nobody \
                     can be picked out."
                }
            };
            view! { <p class="dim">{words}</p> }.into_any()
        }
        Stage::Collecting => view! {
            <p role="status">
                "The poll is closed. Each ballot leaves at a moment of its own, so this takes some seconds."
            </p>
        }
        .into_any(),
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
            (Some(Stage::Asked), Stage::Closed | Stage::Collecting) => announcer.say("The poll is closed"),
            _ => {}
        }
        now
    });
}

/// What a closed poll tells this person.
#[derive(Clone, PartialEq)]
struct Seen {
    draft: Draft,
    mine: Option<Answer>,
    correct: Option<bool>,
    shown: Option<Vec<Column>>,
    verdict: Option<Verdict>,
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
            let shown = poll.shown.clone().map(|all| by_group(poll, all));
            let verdict = poll.sealed.as_ref().and_then(|sealed| Some(sealed.outcome.as_ref()?.verdict));
            Some(Seen { draft, mine, correct: poll.correct(me), shown, verdict })
        })
    });
    move || {
        let Seen { draft, mine, correct, shown, verdict } = told.get()?;
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
        let exact = matches!(verdict, None | Some(Verdict::Counted | Verdict::Whole));
        let result = match (shown, verdict) {
            (Some(columns), _) if exact => view! { <Results draft columns mine /> }.into_any(),
            (shown, Some(verdict)) if !exact && (shown.is_some() || matches!(verdict, Verdict::TooFew | Verdict::Void)) => {
                let tally = shown.and_then(|columns| Some(columns.into_iter().next()?.1));
                view! { <Told draft verdict tally /> }.into_any()
            }
            (_, Some(_)) => {
                view! { <p class="small">"The poll is closed. The facilitator may show the result to the room."</p> }
                    .into_any()
            }
            (_, None) => {
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
            <OfBallot poll />
        })
    }
}

/// What has become of this person's ballot.
#[component]
fn OfBallot(poll: PollId) -> impl IntoView {
    let (live, news) = (expect_context::<Live>(), expect_context::<News>());
    move || {
        let recounted = live.see(Part::Poll, |room| recounted(room, poll));
        let (class, icon, words) = match (news.stand(poll)?, recounted) {
            (Stand::Checking, _) => ("notice", "eye", "Looking for your ballot on the board."),
            (Stand::Wrong, _) | (Stand::Counted | Stand::Other | Stand::None, Some(false)) => (
                "notice warn",
                "triangle-alert",
                "The published ballots do not give this result. Tell your facilitator: do not trust it.",
            ),
            (Stand::Counted, Some(true)) => (
                "notice good",
                "shield-check",
                "Your ballot is on the board, and this browser has counted all of them again: the result is right.",
            ),
            (Stand::Counted, None) => (
                "notice good",
                "shield-check",
                "Your ballot is on the board, and this browser has checked every ballot there.",
            ),
            (Stand::Missing, _) => (
                "notice warn",
                "triangle-alert",
                "Your ballot is not on the board. Tell your facilitator: the poll should be asked again.",
            ),
            (Stand::Other, _) => {
                ("notice", "info", "Your ballot is on the board, with what you chose in another tab.")
            }
            (Stand::Unread, _) => {
                ("notice", "info", "The board could not be fetched, so this browser has not checked it.")
            }
            (Stand::Drawing | Stand::Failed | Stand::None | Stand::Ready | Stand::Sent, _) => return None,
        };
        Some(view! {
            <div class=class role="status">
                <Icon name=icon />
                <span>{words}</span>
            </div>
        })
    }
}
