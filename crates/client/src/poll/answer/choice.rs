//! Choosing one or several options, and spreading points over them.

use super::Sheet;
use crate::prelude::*;
use crate::ui::Icon;
use room::poll::Answer;

/// Chooses this option and no other.
fn choose(sheet: Sheet, option: usize) {
    sheet.change(|numbers| {
        numbers.iter_mut().enumerate().for_each(|(at, n)| *n = u16::from(at == option));
    });
}

pub(super) fn single(sheet: Sheet, options: Vec<String>, pass: bool) -> AnyView {
    let name = sheet.name("option");
    let of_pass = name.clone();
    let option = move |(at, label): (usize, String)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || sheet.number(at) != 0
                    on:change=move |_| choose(sheet, at)
                />
                <span class="grow">{label}</span>
            </label>
        }
    };
    let options = options.into_iter().enumerate().map(option).collect_view();
    let passing = pass.then(|| {
        view! {
            <label class="choice pass">
                <input
                    type="radio"
                    name=of_pass
                    prop:checked=move || sheet.answer.with(|answer| *answer == Answer::Pass)
                    on:change=move |_| sheet.answer.set(Answer::Pass)
                />
                <span class="grow">"Prefer not to answer"</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="vh">"Your answer"</legend>
            {options}
            {passing}
        </fieldset>
    }
    .into_any()
}

pub(super) fn multiple(sheet: Sheet, options: Vec<String>, max: u16) -> AnyView {
    let full = memo(move || sheet.sum() >= u32::from(max));
    let option = move |(at, label): (usize, String)| {
        let chosen = move || sheet.number(at) != 0;
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=chosen
                    disabled=move || full.get() && !chosen()
                    on:change:target=move |event| sheet.set(at, event.target().checked().into())
                />
                <span class="grow">{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend class="vh">"Your answer"</legend>
            {options.into_iter().enumerate().map(option).collect_view()}
        </fieldset>
    }
    .into_any()
}

pub(super) fn points(sheet: Sheet, options: Vec<String>, total: u16) -> AnyView {
    let left = move || u32::from(total).saturating_sub(sheet.sum());
    // A hundred points are not spread one by one.
    let unit = i32::from((total / 20).max(1));
    let option = move |(at, label): (usize, String)| {
        let id = sheet.name(&at.to_string());
        let points = move || sheet.number(at);
        // What is typed is cut to what is left.
        let set = move |wanted: u32| {
            let most = untrack(|| left() + u32::from(points()));
            sheet.set(at, u16::try_from(wanted.min(most)).unwrap_or(u16::MAX));
        };
        let step = move |by: i32| set(u32::from(untrack(points)).saturating_add_signed(by));
        view! {
            <label for=id.clone()>{label}</label>
            <span class="stepper">
                <button type="button" class="iconbtn" aria-label=format!("{unit} less") on:click=move |_| step(-unit)>
                    <Icon name="minus" />
                </button>
                <input
                    id=id
                    class="box"
                    type="number"
                    inputmode="numeric"
                    min="0"
                    max=total
                    prop:value=move || points().to_string()
                    on:change:target=move |event| {
                        let field = event.target();
                        set(field.value().parse().unwrap_or(0));
                        field.set_value(&untrack(points).to_string());
                    }
                />
                <button
                    type="button"
                    class="iconbtn"
                    aria-label=format!("{unit} more")
                    disabled=move || left() == 0
                    on:click=move |_| step(unit)
                >
                    <Icon name="plus" />
                </button>
            </span>
        }
    };
    view! {
        <fieldset>
            <legend class="vh">"Your points"</legend>
            <p class="small" role="status">{left}" of "{total}" points left"</p>
            <div class="points">{options.into_iter().enumerate().map(option).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
