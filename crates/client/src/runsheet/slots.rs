//! The blanks of a template: the department's own words, asked for one by one.

use academy::tailor::{self, Slot};
use room::map;

use crate::prelude::*;
use crate::{
    home::planner::{Change, Planner},
    ui::{
        Icon,
        field::{self, Face, save},
    },
    words,
};

/// The blanks that the run sheet uses. Those still open stand first in the count, not in the order: a field that jumps
/// away when it is filled would lose the focus.
#[component]
pub(super) fn Slots() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let used = memo(move || {
        planner.session.with(|session| {
            let texts: Vec<String> = session.run_sheet.texts().collect();
            let keys: map::Set<&str> = texts.iter().flat_map(|text| tailor::used(text)).collect();
            session.slots.iter().filter(|slot| keys.contains(&slot.key.as_str())).cloned().collect::<Vec<_>>()
        })
    });
    let open = memo(move || planner.session.with(|session| session.unfilled().len()));
    let summary = move || match open.get() {
        0 => view! { <Icon name="check" /><b>"In your department's words"</b> }.into_any(),
        number => view! {
            <Icon name="pen-line" />
            <b>{words::count(number, "question for your department", "questions for your department")}</b>
        }
        .into_any(),
    };
    view! {
        <Show when=move || used.with(|used| !used.is_empty())>
            <details class="card tight slots-card" class:asks=move || { open.get() > 0 }>
                <summary class="row">{summary}</summary>
                <fieldset class="slots" disabled=move || !planner.is_open()>
                    <legend class="vh">"Your department's words"</legend>
                    <p class="small">"The texts of this training have blanks. Officers read your answer in them; without one, the words in gray."</p>
                    <For each=move || used.get() key=|slot| slot.key.clone() children=blank />
                </fieldset>
            </details>
        </Show>
    }
}

fn blank(slot: Slot) -> impl IntoView {
    let planner = expect_context::<Planner>();
    let Slot { key, ask, otherwise } = slot;
    let value = {
        let key = key.clone();
        memo(move || planner.session.with(|session| session.tailoring.get(&key).cloned().unwrap_or_default()))
    };
    let answer = save(move |text: String| {
        let mut values = planner.session.with_untracked(|session| session.tailoring.clone());
        match text.trim() {
            "" => values.remove(&key),
            text => values.insert(key.clone(), text.to_owned()),
        };
        planner.change(Change { tailoring: Some(values), ..Change::default() })
    });
    let face = if ask.contains("sentences") { Face::lines(ask) } else { Face::line(ask) };
    field::words(face.ghost(otherwise), value.into(), answer)
}
