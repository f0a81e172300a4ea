//! Writing some words, or a text.

use room::{
    limit,
    poll::{Answer, Kind, Manner},
};

use super::Sheet;
use crate::prelude::*;

pub(super) fn words(sheet: Sheet, kind: &Kind) -> AnyView {
    let fields = usize::from(kind.max);
    let of = sheet.kind;
    let typed = RwSignal::new(vec![String::new(); fields]);
    // An answer that came back after a reload, or was passed, is what stands in the fields.
    effect(move || {
        let known = sheet.answer.get();
        let stands =
            untrack(|| typed.with(|typed| of.with_value(|kind| Answer::written(kind, typed.iter()))));
        if known != stands {
            let mut words = known.words().to_vec();
            words.resize(fields, String::new());
            typed.set(words);
        }
    });
    let write = move |at: usize, text: String| {
        typed.update(|typed| typed.iter_mut().skip(at).take(1).for_each(|field| field.clone_from(&text)));
        let written = typed.with_untracked(|typed| of.with_value(|kind| Answer::written(kind, typed.iter())));
        sheet.answer.set(written);
    };
    let value = move |at: usize| typed.with(|typed| typed.get(at).cloned().unwrap_or_default());
    if kind.manner == Manner::Text {
        let left = move || limit::ANSWER.saturating_sub(value(0).chars().count());
        return view! {
            <label class="field">
                <span class="vh">"Your answer"</span>
                <textarea
                    rows="4"
                    maxlength=limit::ANSWER.to_string()
                    prop:value=move || value(0)
                    on:input:target=move |event| write(0, event.target().value())
                ></textarea>
                <span class="hint">{left}" characters left"</span>
            </label>
        }
        .into_any();
    }
    let field = move |at: usize| {
        let label = if fields == 1 { "Your word".to_owned() } else { format!("Word {}", at + 1) };
        view! {
            <label class="field">
                {label}
                <input
                    autocomplete="off"
                    maxlength=limit::WORD.to_string()
                    prop:value=move || value(at)
                    on:input:target=move |event| write(at, event.target().value())
                />
            </label>
        }
    };
    let several = (fields > 1).then_some(" Not all fields have to be filled.");
    view! {
        <fieldset class="word-fields">
            <legend class="vh">"Your words"</legend>
            {(0..fields).map(field).collect_view()}
            <p class="hint">"A word or a few that belong together."{several}</p>
        </fieldset>
    }
    .into_any()
}
