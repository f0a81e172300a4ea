//! Marks, stars and places on two scales: every row is answered by itself.

use room::poll::{Kind, Spot};

use super::Sheet;
use crate::poll::results::plot;
use crate::poll::rows::{axes, marks};
use crate::prelude::*;

/// What a row of marks is about.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    /// All of the row's number.
    Whole,
    /// The place from left to right.
    Across,
    /// The place from the bottom to the top.
    Up,
}

/// A row of native radio buttons, one for each mark.
fn radios(sheet: Sheet, row: usize, scale: Scale, class: &'static str, of: Vec<(u16, String)>) -> AnyView {
    let name = sheet.name(&format!("{row}-{}", scale as u8));
    let now = move || match (scale, sheet.number(row)) {
        (Scale::Whole, n) => n,
        (Scale::Across, n) => Spot::of(n).across,
        (Scale::Up, n) => Spot::of(n).up,
    };
    let set = move |mark: u16| {
        let spot = Spot::of(untrack(|| sheet.number(row)));
        let number = match scale {
            Scale::Whole => mark,
            Scale::Across => Spot { across: mark, ..spot }.number(),
            Scale::Up => Spot { up: mark, ..spot }.number(),
        };
        sheet.set(row, number);
    };
    let radio = |(mark, label): (u16, String)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || now() == mark
                    on:change=move |_| set(mark)
                />
                <span>{label}</span>
            </label>
        }
    };
    view! { <div class=class>{of.into_iter().map(radio).collect_view()}</div> }.into_any()
}

/// What the ends of a row of marks mean; said in the marks' own labels to those who do not see it.
fn ends(low: &str, high: &str) -> Option<impl IntoView + use<>> {
    let (low, high) = (low.to_owned(), high.to_owned());
    (!low.is_empty() || !high.is_empty()).then(|| {
        view! {
            <div class="scale-ends" aria-hidden="true">
                <span>{low}</span>
                <span>{high}</span>
            </div>
        }
    })
}

/// One statement is answered in a list of large choices; several in a row of marks each.
pub(super) fn agreement(sheet: Sheet, kind: &Kind) -> AnyView {
    let labels = marks(kind);
    let alone = kind.rows.len() == 1;
    let statement = |(at, statement): (usize, &String)| {
        let of = (1..).zip(&labels).map(|(mark, words)| match alone {
            true => (mark, words.clone()),
            false => (mark, mark.to_string()),
        });
        let mut of: Vec<_> = of.collect();
        if alone {
            of.reverse();
        }
        let row = radios(sheet, at, Scale::Whole, if alone { "choices" } else { "scale" }, of);
        let of_ends = labels.first().zip(labels.last()).filter(|_| !alone);
        view! {
            <fieldset class="statement">
                <legend>{statement.clone()}</legend>
                {row}
                {of_ends.and_then(|(low, high)| ends(after_number(low), after_number(high)))}
            </fieldset>
        }
    };
    kind.rows.iter().enumerate().map(statement).collect_view().into_any()
}

/// The words of a mark without its number.
fn after_number(label: &str) -> &str {
    label.split_once(" · ").map_or(label, |(_, words)| words)
}

/// So many stars for each item.
pub(super) fn rating(sheet: Sheet, kind: &Kind) -> AnyView {
    let most = kind.max;
    let item = |(at, item): (usize, &String)| {
        let name = sheet.name(&at.to_string());
        let star = |mark: u16| {
            let lit = move || sheet.number(at) >= mark;
            view! {
                <label class="star" class:on=lit>
                    <input
                        class="vh"
                        type="radio"
                        name=name.clone()
                        prop:checked=move || sheet.number(at) == mark
                        on:change=move |_| sheet.set(at, mark)
                    />
                    <span class="vh">{mark}" of "{most}</span>
                    <span aria-hidden="true">"★"</span>
                </label>
            }
        };
        view! {
            <fieldset class="statement">
                <legend>{item.clone()}</legend>
                <div class="stars">
                    {(1..=most).map(star).collect_view()}
                    <b aria-hidden="true">
                        {move || Some(sheet.number(at)).filter(|n| *n > 0).map(|n| format!("{n} of {most}"))}
                    </b>
                </div>
                {ends(&kind.low, &kind.high)}
            </fieldset>
        }
    };
    kind.rows.iter().enumerate().map(item).collect_view().into_any()
}

/// A place on two scales for each item, and a picture of where they are.
pub(super) fn grid(sheet: Sheet, kind: Kind) -> AnyView {
    let (across, up) = axes(&kind);
    let item = |(at, item): (usize, &String)| {
        let of = || (1..=Spot::MOST).map(|mark| (mark, mark.to_string())).collect::<Vec<_>>();
        let of_up = radios(sheet, at, Scale::Up, "scale slim", of());
        let of_across = radios(sheet, at, Scale::Across, "scale slim", of());
        view! {
            <fieldset class="statement">
                <legend>
                    <b class="dot" aria-hidden="true">{at + 1}</b>
                    {item.clone()}
                </legend>
                <div class="two-scales">
                    <div role="group" aria-label=up.clone()>
                        <p class="small" aria-hidden="true">{up.clone()}", from low to high"</p>
                        {of_up}
                    </div>
                    <div role="group" aria-label=across.clone()>
                        <p class="small" aria-hidden="true">{across.clone()}", from low to high"</p>
                        {of_across}
                    </div>
                </div>
            </fieldset>
        }
    };
    let items = kind.rows.iter().enumerate().map(item).collect_view();
    let all = kind.rows.len();
    let placed = move || {
        let spots = (0..all).map(|at| Some(Spot::of(sheet.number(at))).filter(|spot| spot.is_whole()));
        plot(
            &kind,
            &spots.map(|spot| spot.map(|s| (f64::from(s.across), f64::from(s.up)))).collect::<Vec<_>>(),
        )
    };
    view! {
        {items}
        {placed}
    }
    .into_any()
}
