//! Putting items in an order of one's own: each press gives the next place, another one takes it away.

use super::Sheet;
use crate::prelude::*;

/// Gives `row` the next place, or takes away the one it has: those behind it move up.
fn press(numbers: &mut [u16], row: usize, places: u16) {
    let taken = numbers.get(row).copied().unwrap_or(0);
    let next = numbers.iter().copied().max().unwrap_or(0) + 1;
    for (at, place) in numbers.iter_mut().enumerate() {
        match (at == row, taken) {
            (true, 0) if next <= places => *place = next,
            (true, _) => *place = 0,
            (false, 1..) if *place > taken => *place -= 1,
            (false, _) => {}
        }
    }
}

pub(super) fn ranking(sheet: Sheet, items: Vec<String>, places: u16) -> AnyView {
    let given = move || (0..items_len(sheet)).filter(|at| sheet.number(*at) > 0).count();
    let full = move |place: u16| place == 0 && given() >= usize::from(places);
    let item = |(at, label): (usize, &String)| {
        let place = move || sheet.number(at);
        let badge = move || match place() {
            0 => "–".to_owned(),
            n => n.to_string(),
        };
        view! {
            <button
                type="button"
                class="choice"
                class:on=move || place() != 0
                aria-pressed=move || (place() != 0).to_string()
                disabled=move || full(place())
                on:click=move |_| sheet.change(|numbers| press(numbers, at, places))
            >
                <b class="nth" aria-hidden="true">{badge}</b>
                <span class="grow">{label.clone()}</span>
                <span class="vh">{move || Some(place()).filter(|n| *n > 0).map(|n| format!("place {n}"))}</span>
            </button>
        }
    };
    let order = move || match (given(), usize::from(places)) {
        (n, all) if n >= all => "All in order. Press one to take it out again.".to_owned(),
        (0, 1) => "Press what comes first for you.".to_owned(),
        (0, all) if all < items_len(sheet) => format!("Press your first {all}, in your order."),
        (0, _) => "Press them in your order, the first one first.".to_owned(),
        (n, all) => format!("{n} of {all} in order. Press the next one."),
    };
    view! {
        <fieldset class="choices ranking">
            <legend class="vh">"Your order"</legend>
            <p class="small" role="status">{order}</p>
            {items.iter().enumerate().map(item).collect_view()}
        </fieldset>
    }
    .into_any()
}

fn items_len(sheet: Sheet) -> usize {
    sheet.kind.with_value(|kind| kind.rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_given_one_after_the_other_and_close_up_when_one_is_taken_out() {
        let mut numbers = [0; 4];
        for row in [2, 0, 3] {
            press(&mut numbers, row, 3);
        }
        assert_eq!(numbers, [2, 0, 1, 3]);
        press(&mut numbers, 1, 3);
        assert_eq!(numbers, [2, 0, 1, 3], "there is no fourth place");
        press(&mut numbers, 2, 3);
        assert_eq!(numbers, [1, 0, 0, 2]);
        press(&mut numbers, 1, 3);
        assert_eq!(numbers, [1, 3, 0, 2]);
    }
}
