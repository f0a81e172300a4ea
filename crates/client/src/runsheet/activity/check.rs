//! The form of a knowledge check: questions with one right answer each.

use academy::segment::{Activity, CheckQuestion};

use super::{At, list, words};
use crate::prelude::*;
use crate::{
    runsheet::{kind::question, segment::change_one},
    ui::{
        Icon,
        field::{Face, Save},
    },
};

/// The form.
pub(super) fn form(at: At) -> impl IntoView {
    let count = at.read(|activity| match activity {
        Activity::Check(check) => Some(check.questions.len()),
        _ => None,
    });
    let add = move |_| {
        // One more question is refused only when the list is full, and then nothing happens.
        _ = change_one(at.planner, at.id, at.at, |activity| {
            if let Activity::Check(check) = activity {
                check.questions.push(question());
            }
        });
    };
    view! {
        <For each=move || 0..count.get() key=|number| *number let(number)>
            <Question at number count />
        </For>
        <button type="button" class="btn start" on:click=add>
            <Icon name="plus" />
            "Question"
        </button>
    }
}

/// A part of one question: the signal to read it and the way to change it.
fn of<T>(
    at: At,
    number: usize,
    part: impl Fn(&mut CheckQuestion) -> &mut T + Copy + Send + Sync + 'static,
) -> (Signal<T>, Save<T>)
where
    T: Default + Clone + PartialEq + Send + Sync + 'static,
{
    let read = at.read(move |activity| match activity {
        Activity::Check(check) => {
            check.questions.get(number).cloned().map(|mut question| part(&mut question).clone())
        }
        _ => None,
    });
    let write = at.write(move |activity, value| {
        if let Activity::Check(check) = activity
            && let Some(question) = check.questions.get_mut(number)
        {
            *part(question) = value;
            let last = question.options.len().saturating_sub(1);
            question.answer = question.answer.min(u8::try_from(last).unwrap_or(u8::MAX));
        }
    });
    (read, write)
}

#[component]
fn Question(at: At, number: usize, count: Signal<usize>) -> impl IntoView {
    let (options, set_options) = of(at, number, |question| &mut question.options);
    let (answer, set_answer) = of(at, number, |question| &mut question.answer);
    let right = move || {
        let set_answer = set_answer.clone();
        let option = move |(place, words): (usize, String)| {
            let set_answer = set_answer.clone();
            let name = format!("right-{}-{}-{number}", at.id.0, at.at);
            view! {
                <label class="tick">
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || usize::from(answer.get()) == place
                        on:change=move |_| {
                            // An option that is shown can always be the right one.
                            _ = set_answer(u8::try_from(place).unwrap_or_default());
                        }
                    />
                    <span>{words}</span>
                </label>
            }
        };
        options.get().into_iter().enumerate().map(option).collect_view()
    };
    let remove = move |_| {
        // The last question cannot be removed; its button is not shown.
        _ = change_one(at.planner, at.id, at.at, |activity| {
            if let Activity::Check(check) = activity
                && number < check.questions.len()
            {
                check.questions.remove(number);
            }
        });
    };
    view! {
        <div class="card sunken tight col gap3">
            <div class="row">
                <b class="grow">"Question "{number + 1}</b>
                <Show when=move || { count.get() > 1 }>
                    <button
                        type="button"
                        class="iconbtn slim"
                        aria-label=format!("Remove question {}", number + 1)
                        on:click=remove
                    >
                        <Icon name="trash-2" />
                    </button>
                </Show>
            </div>
            {words(Face::lines("Question"), of(at, number, |question| &mut question.question))}
            {list("Answers", "Add an answer", (options, set_options))}
            <fieldset class="field">
                <legend>"The right one"</legend>
                {right}
            </fieldset>
            {words(
                Face::lines("Why it is right").hint("Officers read it after the check."),
                of(at, number, |question| &mut question.explanation),
            )}
        </div>
    }
}
