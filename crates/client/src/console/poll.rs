//! A facilitator's polls on the stage: what is prepared, how the open one goes, and what came out.

mod draft;
mod people;

use room::{
    PollId, Room, Viewer,
    poll::{
        Ask, Command, Draft, Manner, Poll, Status, asked,
        sealed::{self, Verdict},
    },
};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    poll::{
        Badge, Column, Results, Timer, Told, Trust, by_group, by_round, heading, manner, on_stage, prepared,
    },
    ui::Icon,
    words,
};
pub(super) use draft::OnTheFly;
use people::{Missing, Voters};

/// The facilitator's view.
#[component]
pub(crate) fn Polls() -> impl IntoView {
    let live = expect_context::<Live>();
    let poll = memo(move || {
        live.see(Part::Agenda, |_| ());
        live.see(Part::Poll, on_stage)
    });
    view! {
        {move || poll.get().map(|poll| view! { <One poll /> })}
        <Prepared />
    }
}

/// Looks at one poll.
fn see<T>(live: Live, poll: PollId, look: impl FnOnce(&Room, &Poll) -> T) -> Option<T> {
    live.see(Part::Poll, |room| Some(look(room, room.poll.polls.get(&poll)?)))
}

/// The poll on the stage.
#[component]
fn One(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let Some(draft) = live.look(|room| Some(room.poll.polls.get(&poll)?.draft.clone())) else {
        return ().into_any();
    };
    let open = memo(move || see(live, poll, |_, poll| poll.status == Status::Open).unwrap_or_default());
    let timed = memo(move || see(live, poll, |_, poll| poll.ends_at.is_some()).unwrap_or_default());
    let anonymous = draft.is_anonymous();
    let told =
        memo(move || see(live, poll, |_, poll| poll.has_result() && is_exact(poll)).unwrap_or_default());
    let hidden = draft.hidden_until_closed || anonymous;
    let (ask, of_results) = (draft.ask, draft.clone());
    let explained = draft.key.as_ref().map(|key| key.explanation.clone()).unwrap_or_default();
    let explained = StoredValue::new(explained);
    view! {
        <div class="stage-head">
            <h2>{heading(&draft)}</h2>
            <Badge ask />
            <Timer poll />
            <Acts poll open />
        </div>
        <section class="card poll">
            <div class="poll-main">
                <div>
                    <h2>{draft.question.clone()}</h2>
                    <p class="small">{manner(&draft)}</p>
                </div>
                {move || match (open.get() && hidden, anonymous) {
                    (true, _) => view! { {what(&of_results)}<Sealed anonymous /> }.into_any(),
                    (false, true) => view! { <Outcome poll draft=of_results.clone() /> }.into_any(),
                    (false, false) => view! { <Picture poll draft=of_results.clone() /> }.into_any(),
                }}
                <Show when=move || !open.get() && explained.with_value(|words| !words.is_empty())>
                    <p class="small words"><b>"Explanation: "</b>{explained.get_value()}</p>
                </Show>
            </div>
            <div class="poll-aside">
                {move || match (anonymous, open.get(), told.get()) {
                    (true, true, _) => view! { <Ready poll /> }.into_any(),
                    (true, false, false) => ().into_any(),
                    _ => view! { <Answered poll /> }.into_any(),
                }}
                <Show
                    when=move || open.get()
                    fallback=move || view! {
                        <Show when=move || told.get() || !anonymous>
                            <Shown poll />
                        </Show>
                    }
                >
                    <Show when=move || timed.get()>
                        <button
                            class="btn slim"
                            on:click=move |_| live.ask(Command::Extend { poll, seconds: 60 })
                        >
                            <Icon name="timer" />
                            "1 minute more"
                        </button>
                    </Show>
                    <Show when=move || !anonymous>
                        <Missing poll />
                    </Show>
                </Show>
                <Show when=move || !open.get() && !anonymous>
                    <Voters poll />
                </Show>
                <Show when=move || anonymous>
                    <Trust poll words="No database, backup or log can tie an answer to an officer." />
                </Show>
            </div>
        </section>
    }
    .into_any()
}

/// Whether an anonymous poll has a result in numbers.
fn is_exact(poll: &Poll) -> bool {
    let outcome = poll.sealed.as_ref().and_then(|sealed| sealed.outcome.as_ref());
    outcome.is_some_and(|outcome| matches!(outcome.verdict, Verdict::Counted | Verdict::Whole))
}

/// What people choose from or agree with, to be read aloud.
fn what(draft: &Draft) -> AnyView {
    if draft.kind.is_words() {
        return ().into_any();
    }
    let row = |row: &String| view! { <li>{row.clone()}</li> };
    view! { <ul class="asked">{draft.kind.rows().iter().map(row).collect_view()}</ul> }.into_any()
}

/// Nothing is shown yet.
#[component]
fn Sealed(anonymous: bool) -> impl IntoView {
    let (title, words) = match anonymous {
        true => (
            "Answers stay with the officers until you close the poll",
            "Nothing is shown before that, to anyone.",
        ),
        false => (
            "Answers stay hidden until you close the poll",
            "So that nobody follows the others, you included.",
        ),
    };
    view! {
        <div class="sealed">
            <span class="avatar big">
                <Icon name="eye-off" />
            </span>
            <h3>{title}</h3>
            <p class="small">{words}</p>
        </div>
    }
}

/// How many answers are ready, in steps.
#[component]
fn Ready(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let of = memo(move || see(live, poll, asked).unwrap_or_default());
    let ready = move || match live.ready.get() {
        (of, n) if of == poll => steps(n),
        _ => steps(0),
    };
    view! {
        <div class="card tight sunken" role="status">
            <p class="caps">"Ready to send"</p>
            <p class="figure">
                {ready}
                " "
                <small>"of "{of}</small>
            </p>
            <p class="tiny">"Counted in steps of five, so nobody can be picked out."</p>
        </div>
    }
}

/// A step as people read it.
fn steps(n: u32) -> String {
    match n {
        0 => "0".to_owned(),
        1..=4 => "Under 5".to_owned(),
        n => format!("{n}+"),
    }
}

/// What came out of an anonymous poll, as far as it may be told.
#[component]
fn Outcome(poll: PollId, draft: Draft) -> impl IntoView {
    let live = expect_context::<Live>();
    let draft = StoredValue::new(draft);
    let found = memo(move || {
        let me = live.me();
        live.see(Part::Poll, |room| {
            let found = room.poll.polls.get(&poll)?;
            let verdict = found.sealed.as_ref()?.outcome.as_ref()?.verdict;
            let all = Viewer::of(room, me).map(|me| room.poll.side_by_side(poll, &me)).unwrap_or_default();
            let exact = |id: &PollId| room.poll.polls.get(id).is_some_and(is_exact);
            let rounds: Vec<_> =
                all.into_iter().filter(|(id, _)| exact(id)).map(|(_, tally)| tally).collect();
            let mine = found.tally();
            let columns = match (rounds.len() > 1, mine.clone()) {
                (false, Some(all)) => by_group(found, all),
                _ => by_round(rounds),
            };
            Some((verdict, mine, columns))
        })
    });
    move || {
        let draft = draft.get_value();
        match found.get() {
            None => view! {
                <div class="sealed" role="status">
                    <span class="avatar big">
                        <Icon name="vote" />
                    </span>
                    <h3>"Collecting the ballots"</h3>
                    <p class="small">"Each leaves at a moment of its own. This takes some seconds, at most half a minute."</p>
                </div>
            }
            .into_any(),
            Some((verdict @ (Verdict::Counted | Verdict::Whole), _, columns)) => {
                // Words are never told by department.
                let together = (verdict == Verdict::Whole && !draft.kind.is_words()).then(|| {
                    view! {
                        <p class="small">
                            "Not shown by department: in one of them, or beside an earlier round, somebody could be found out."
                        </p>
                    }
                });
                view! { <Results draft columns mine=None screened=Some(poll) />{together} }.into_any()
            }
            Some((verdict, tally, _)) => view! { <Told draft verdict tally /> }.into_any(),
        }
    }
}

/// Closing, showing, asking again.
#[component]
fn Acts(poll: PollId, open: Memo<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let shown = memo(move || see(live, poll, |_, poll| poll.shown.is_some()).unwrap_or_default());
    let collecting = memo(move || {
        see(live, poll, |_, poll| matches!(poll.status, Status::Collecting(_))).unwrap_or_default()
    });
    let has_result = memo(move || see(live, poll, |_, poll| poll.has_result()).unwrap_or_default());
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! {
                <button class="btn" disabled=collecting on:click=move |_| again(live, poll)>
                    <Icon name="rotate-ccw" />
                    "Ask again"
                </button>
                <button class="btn" class:primary=move || !shown.get() disabled=move || !has_result.get() on:click=move |_| {
                    live.ask(Command::Show(poll, !shown.get_untracked()));
                }>
                    {move || match shown.get() {
                        true => view! { <Icon name="eye-off" />"Hide from the room" },
                        false => view! { <Icon name="eye" />"Show to the room" },
                    }}
                </button>
            }
        >
            <button class="btn primary" on:click=move |_| live.ask(Command::Close(poll))>
                <Icon name="square" />
                "Close poll"
            </button>
        </Show>
    }
}

/// Opens a further round of the same question.
fn again(live: Live, poll: PollId) {
    let command = live.look(|room| {
        let earlier = room.poll.polls.get(&poll)?;
        let segment = room.agenda.current.as_ref().map(|current| current.segment);
        Some(Command::Open { draft: Box::new(earlier.draft.clone()), segment, again_of: Some(poll) })
    });
    if let Some(command) = command {
        live.ask(command);
    }
}

/// What came out so far; all rounds of the question side by side.
#[component]
fn Picture(poll: PollId, draft: Draft) -> impl IntoView {
    let live = expect_context::<Live>();
    let rounds = memo(move || {
        let me = live.me();
        live.see(Part::Poll, |room| {
            let all = Viewer::of(room, me).map(|me| room.poll.side_by_side(poll, &me)).unwrap_or_default();
            by_round(all.into_iter().map(|(_, tally)| tally).collect()) as Vec<Column>
        })
    });
    let draft = StoredValue::new(draft);
    // Words can be left out once the poll is closed.
    let closed = memo(move || see(live, poll, |_, poll| poll.has_result()).unwrap_or_default());
    move || {
        let screened = closed.get().then_some(poll);
        view! { <Results draft=draft.get_value() columns=rounds.get() mine=None screened /> }
    }
}

/// How many of those asked have answered.
#[component]
fn Answered(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let count = memo(move || {
        live.see(Part::Roster, |_| ());
        let answered = |poll: &Poll| match &poll.sealed {
            Some(_) => poll.tally().map_or(0, |tally| tally.answered),
            None => poll.answered,
        };
        see(live, poll, |room, poll| (answered(poll) as usize, asked(room, poll))).unwrap_or_default()
    });
    let share = move || {
        let (answered, asked) = count.get();
        format!("{}%", answered * 100 / asked.max(1))
    };
    view! {
        <div class="card tight sunken" role="status">
            <p class="caps">"Answered"</p>
            <p class="figure">
                {move || count.get().0}
                " "
                <small>"of "{move || count.get().1}</small>
            </p>
            <div class="bar" aria-hidden="true">
                <i style:--p=share></i>
            </div>
        </div>
    }
}

/// Who sees the result, and the middle of an agreement.
#[component]
fn Shown(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let board = |poll: &Poll| {
        poll.sealed.as_ref().is_some_and(|s| s.outcome.as_ref().is_some_and(|o| o.board.is_some()))
    };
    let anonymous = live.look(|room| room.poll.polls.get(&poll).is_some_and(board));
    let words = move || match see(live, poll, |_, poll| poll.shown.is_some()) {
        Some(true) => "The room sees this result.",
        _ if anonymous => "The ballots are published. The room sees this result when you show it.",
        _ => "Only facilitators see this until you show it to the room.",
    };
    let middle = move || {
        see(live, poll, |_, poll| {
            let tally = poll.tally()?;
            let by_mark = matches!(poll.draft.kind.manner, Manner::Agreement | Manner::Rating);
            let one = by_mark && poll.draft.kind.rows.len() == 1;
            let (median, (low, high)) = tally.median(0).zip(tally.spread(0)).filter(|_| one)?;
            Some(view! {
                <div class="row">
                    <b class="grow">"Median "{median}</b>
                    <span class="small">"spread "{low}" to "{high}</span>
                </div>
            })
        })
    };
    view! {
        <div class="card tight col gap1">
            {middle}
            <p class="tiny">{words}</p>
        </div>
    }
}

/// Why an anonymous poll of this draft cannot be opened now, and what to do instead; nothing if it can.
fn few(live: Live, draft: Signal<Draft>) -> Memo<Option<String>> {
    memo(move || {
        let here = live.see(Part::Roster, sealed::asked_now);
        let needed = draft.with(sealed::fewest);
        (here < needed).then(|| too_few(here, needed))
    })
}

fn too_few(here: usize, needed: usize) -> String {
    format!(
        "An anonymous poll like this needs {needed} officers in the room, and {} here: among fewer, answers could be guessed. \
         Ask for a show of hands, or talk about it.",
        words::count(here, "is", "are"),
    )
}

/// The last round of the same question, so that the rounds stand side by side.
fn earlier(room: &Room, draft: &Draft) -> Option<PollId> {
    let same = |poll: &Poll| poll.draft.question == draft.question && poll.draft.kind == draft.kind;
    let closed = |poll: &Poll| matches!(poll.status, Status::Closed(_));
    room.poll.polls.iter().rev().find(|(_, poll)| same(poll) && closed(poll)).map(|(id, _)| *id)
}

/// The polls that came with the running segment and have not been asked yet.
#[component]
fn Prepared() -> impl IntoView {
    let live = expect_context::<Live>();
    let waiting = memo(move || {
        live.see(Part::Agenda, |_| ());
        live.see(Part::Poll, |room| {
            let segment = room.agenda.current.as_ref().map(|current| current.segment);
            let asked = |draft: &Draft| {
                let same = |poll: &Poll| poll.segment == segment && poll.draft.question == draft.question;
                room.poll.polls.values().any(same)
            };
            prepared(room).into_iter().filter(|draft| !asked(draft)).collect::<Vec<_>>()
        })
    });
    let here = memo(move || live.see(Part::Roster, sealed::asked_now));
    // One question at a time: a second one would cover the first.
    let busy = memo(move || {
        live.see(Part::Poll, |room| {
            room.poll.polls.values().any(|poll| !matches!(poll.status, Status::Closed(_)))
        })
    });
    let one = move |draft: Draft| {
        let (title, question, manner, ask) =
            (heading(&draft), draft.question.clone(), manner(&draft), draft.ask);
        let (rows, needed) = (what(&draft), sealed::fewest(&draft));
        let open = move |_| {
            let segment = live.look(|room| room.agenda.current.as_ref().map(|current| current.segment));
            let again_of = live.look(|room| earlier(room, &draft));
            live.ask(Command::Open { draft: Box::new(draft.clone()), segment, again_of });
        };
        let lacks = move || ask == Ask::Anonymous && here.get() < needed;
        let act = view! { <button class="btn primary" disabled=move || busy.get() || lacks() on:click=open>"Open"</button> };
        let why = move || lacks().then(|| view! { <p class="small warn">{too_few(here.get(), needed)}</p> });
        view! {
            <li class="card tight row wrap">
                <div class="grow">
                    <p class="caps">{title}</p>
                    <p><b>{question}</b></p>
                    <p class="small">{manner}" · "{words::asks(ask)}</p>
                    {rows}
                    {why}
                </div>
                {act}
            </li>
        }
    };
    view! {
        <Show when=move || !waiting.with(Vec::is_empty)>
            <section class="col">
                <h3>"Prepared polls"</h3>
                <ul class="col">{move || waiting.get().into_iter().map(one).collect_view()}</ul>
            </section>
        </Show>
    }
}
