//! The form of a poll: what is asked, how it is answered, whether names are shown.

use academy::segment::{Activity, PollKind};

use super::{At, list, number, part, words};
use crate::prelude::*;
use crate::{
    home::field::{self, Face},
    ui::Icon,
};

const WAYS: [&str; 4] = ["One of the options", "Any of the options", "Agreement, 1 to 5", "Spread points"];

/// The place of a way to answer in the list of ways.
pub(super) fn way(kind: &PollKind) -> usize {
    match kind {
        PollKind::Single { .. } => 0,
        PollKind::Multiple { .. } => 1,
        PollKind::Agreement { .. } => 2,
        PollKind::Points { .. } => 3,
    }
}

/// What is listed under the question: options or statements.
fn choices(kind: &mut PollKind) -> &mut Vec<String> {
    match kind {
        PollKind::Single { options } | PollKind::Multiple { options } | PollKind::Points { options, .. } => {
            options
        }
        PollKind::Agreement { statements, .. } => statements,
    }
}

/// The same list, answered in another way.
fn turned(mut kind: PollKind, way: usize) -> PollKind {
    let mut list = std::mem::take(choices(&mut kind));
    if way != 2 && list.len() < 2 {
        list.push("Another option".to_owned());
    }
    match way {
        0 => PollKind::Single { options: list },
        1 => PollKind::Multiple { options: list },
        2 => PollKind::Agreement {
            statements: list,
            low: "Strongly disagree".to_owned(),
            high: "Strongly agree".to_owned(),
        },
        _ => PollKind::Points { options: list, points: 10 },
    }
}

/// The form.
pub(super) fn form(at: At, kind: &PollKind) -> impl IntoView + use<> {
    let value = at.read(|activity| match activity {
        Activity::Poll(poll) => Some(way(&poll.kind)),
        _ => None,
    });
    let turn = at.write(|activity, to: usize| {
        if let Activity::Poll(poll) = activity {
            poll.kind = turned(poll.kind.clone(), to);
        }
    });
    let (label, more) = match kind {
        PollKind::Agreement { .. } => ("Statements", "Add a statement"),
        PollKind::Single { .. } | PollKind::Multiple { .. } | PollKind::Points { .. } => {
            ("Options", "Add an option")
        }
    };
    let entries = (
        at.read(|activity| match activity {
            Activity::Poll(poll) => Some(choices(&mut poll.kind.clone()).clone()),
            _ => None,
        }),
        at.write(|activity, entries| {
            if let Activity::Poll(poll) = activity {
                *choices(&mut poll.kind) = entries;
            }
        }),
    );
    let further = match kind {
        PollKind::Single { .. } | PollKind::Multiple { .. } => ().into_any(),
        PollKind::Agreement { .. } => ends(at).into_any(),
        PollKind::Points { .. } => budget(at).into_any(),
    };
    view! {
        {words(Face::lines("Question"), part!(at, Poll, |poll| poll.question))}
        {field::choice(Face::line("Answers"), &WAYS, value, turn)}
        {list(label, more, entries)}
        {further}
        <Names at />
        <Twice at />
    }
}

/// What the ends of the scale mean.
fn ends(at: At) -> impl IntoView {
    let end = |is_low: bool| {
        let pick = move |kind: &mut PollKind| match kind {
            PollKind::Agreement { low, high, .. } => Some(std::mem::take(if is_low { low } else { high })),
            _ => None,
        };
        (
            at.read(move |activity| match activity {
                Activity::Poll(poll) => pick(&mut poll.kind.clone()),
                _ => None,
            }),
            at.write(move |activity, text: String| {
                if let Activity::Poll(poll) = activity
                    && let PollKind::Agreement { low, high, .. } = &mut poll.kind
                {
                    *(if is_low { low } else { high }) = text;
                }
            }),
        )
    };
    view! {
        <div class="fields">
            {words(Face::line("1 means"), end(true))} {words(Face::line("5 means"), end(false))}
        </div>
    }
}

/// How many points each person has.
fn budget(at: At) -> impl IntoView {
    let points = (
        at.read(|activity| match activity {
            Activity::Poll(poll) => match poll.kind {
                PollKind::Points { points, .. } => Some(points),
                _ => None,
            },
            _ => None,
        }),
        at.write(|activity, value: u16| {
            if let Activity::Poll(poll) = activity
                && let PollKind::Points { points, .. } = &mut poll.kind
            {
                *points = value;
            }
        }),
    );
    number(Face::line("Points each person has"), (1, 100), points)
}

/// Whether the facilitator sees who answered what.
#[component]
fn Names(at: At) -> impl IntoView {
    let (anonymous, set) = part!(at, Poll, |poll| poll.anonymous);
    let button = move |label: &'static str, value: bool| {
        let set = set.clone();
        view! {
            <button
                type="button"
                class="btn"
                aria-pressed=move || (anonymous.get() == value).to_string()
                on:click=move |_| {
                    // Neither is ever refused.
                    _ = set(value);
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="field" role="group" aria-label="Who sees the answers">
            "Who sees the answers"
            <div class="segmented">{button("Anonymous", true)} {button("With names", false)}</div>
        </div>
        <Show when=move || anonymous.get()>
            <p class="notice">
                <Icon name="venetian-mask" />
                "No database, backup or log can tell who answered what. It needs five officers in the room."
            </p>
        </Show>
    }
}

/// A poll that is asked twice is edited in both places at once.
#[component]
fn Twice(at: At) -> impl IntoView {
    let twice = at.read(|activity| match activity {
        Activity::Poll(poll) => Some(poll.key.is_some()),
        _ => None,
    });
    view! {
        <Show when=move || twice.get()>
            <p class="notice">
                <Icon name="arrow-left-right" />
                "This poll is asked again to show the change. What you edit here changes in both places."
            </p>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_to_answer_keeps_what_was_written() {
        let statements = vec!["We explain why".to_owned(), "We listen".to_owned()];
        let kind = PollKind::Single { options: statements.clone() };
        for to in 0..WAYS.len() {
            let mut other = turned(kind.clone(), to);
            assert_eq!(way(&other), to);
            assert_eq!(*choices(&mut other), statements);
        }
    }

    #[test]
    fn one_statement_is_not_enough_to_choose_from() {
        let one =
            PollKind::Agreement { statements: vec!["Only".to_owned()], low: "1".into(), high: "5".into() };
        assert_eq!(choices(&mut turned(one, 0)).len(), 2);
    }
}
