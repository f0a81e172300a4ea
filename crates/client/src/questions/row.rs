//! One question, wanting an answer too, and what a facilitator makes of it.

use room::{
    PersonId, QuestionId,
    questions::{Command, Status},
    roster::Role,
};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Icon, Menu},
    words,
};

/// What of a question is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    text: String,
    author: Option<PersonId>,
    status: Status,
    votes: u32,
    /// Whether this person wants it answered.
    wanted: bool,
}

/// One question.
#[component]
pub(super) fn Row(
    /// Which.
    question: QuestionId,
    /// What the reader is.
    role: Memo<Role>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    let shown = memo(move || {
        live.see(Part::Questions, |room| {
            let question = room.questions.asked.get(&question)?;
            let (text, wanted) = (question.text.clone(), question.voters.contains(&me));
            Some(Shown {
                text,
                author: question.author,
                status: question.status,
                votes: question.votes,
                wanted,
            })
        })
    });
    let status =
        memo(move || shown.with(|shown| shown.as_ref().map(|shown| shown.status)).unwrap_or_default());
    let mine = move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.author == Some(me)));
    let author = move || match shown.with(|shown| shown.as_ref().and_then(|shown| shown.author)) {
        Some(author) if author == me => Some("You".to_owned()),
        author => live.see(Part::Roster, |room| Some(room.roster.people.get(&author?)?.name.clone())),
    };
    view! {
        <li
            class="question"
            class:live=move || status.get() == Status::Answering
            class:done=move || matches!(status.get(), Status::Answered | Status::Parked)
        >
            <p class="words">{move || shown.with(|shown| shown.as_ref().map(|shown| shown.text.clone()))}</p>
            <div class="row wrap">
                <span class="tiny grow">
                    {author}
                    {move || words::question(status.get(), role.get()).map(|(class, words)| {
                        view! { " "<span class=format!("chip {class}")>{words}</span> }
                    })}
                </span>
                <Show when=move || mine() && status.get() == Status::New>
                    <button class="link tiny" on:click=move |_| live.ask(Command::Withdraw(question))>
                        "Take it back"
                    </button>
                </Show>
                <Vote question shown role />
            </div>
            <Show when=move || role.get() == Role::Facilitator>
                <Triage question status />
            </Show>
        </li>
    }
}

/// How many want it answered; officers join them with one press.
#[component]
fn Vote(question: QuestionId, shown: Memo<Option<Shown>>, role: Memo<Role>) -> impl IntoView {
    let live = expect_context::<Live>();
    let votes = move || shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.votes));
    let wanted = memo(move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.wanted)));
    let open = move || {
        shown.with(|shown| {
            shown.as_ref().is_some_and(|shown| matches!(shown.status, Status::Approved | Status::Answering))
        })
    };
    let turn = move |_| live.ask(Command::Upvote { question, on: !wanted.get_untracked() });
    let count = move || view! { <Icon name="thumbs-up" />{votes()} };
    view! {
        <Show
            when=move || role.get() == Role::Officer && open()
            fallback=move || view! {
                <Show when=move || { votes() > 0 }>
                    <span class="chip">{count}<span class="vh">" want it answered"</span></span>
                </Show>
            }
        >
            <button
                class="chip vote"
                aria-pressed=move || wanted.get().to_string()
                aria-label=move || format!("I want to know too, {} so far", votes())
                on:click=turn
            >
                {count}
            </button>
        </Show>
    }
}

/// What a facilitator makes of a question: the step that comes next as a button, the others in a menu.
#[component]
fn Triage(question: QuestionId, status: Memo<Status>) -> impl IntoView {
    let live = expect_context::<Live>();
    let turn = move |to| live.ask(Command::Triage { question, to });
    let step = |to| match to {
        Status::New => ("eye-off", "Hide it again"),
        Status::Approved => ("check", "Approve"),
        Status::Answering => ("mic", "Answer live"),
        Status::Answered => ("circle-check", "Answered"),
        Status::Parked | Status::Withdrawn => ("clock", "Park"),
    };
    let next = move || match status.get() {
        Status::New | Status::Parked => vec![Status::Approved, Status::Answering],
        Status::Approved => vec![Status::Answering],
        Status::Answering => vec![Status::Answered],
        Status::Answered | Status::Withdrawn => vec![],
    };
    let button = move |to| {
        let (icon, words) = step(to);
        view! {
            <button class="btn slim" on:click=move |_| turn(to)>
                <Icon name=icon />
                {words}
            </button>
        }
    };
    let others = move || {
        let taken = next();
        let all = [Status::Approved, Status::Answering, Status::Answered, Status::Parked, Status::New];
        let other = |to: &Status| *to != status.get() && !taken.contains(to);
        let item = move |to| {
            let (icon, words) = step(to);
            view! {
                <button role="menuitem" tabindex="-1" on:click=move |_| turn(to)>
                    <Icon name=icon />
                    {words}
                </button>
            }
        };
        all.into_iter().filter(other).map(item).collect_view()
    };
    view! {
        <div class="row wrap">
            {move || next().into_iter().map(button).collect_view()}
            <Menu class="iconbtn slim" label="More for this question" face=|| view! { <Icon name="ellipsis" /> }>
                {others}
            </Menu>
        </div>
    }
}
