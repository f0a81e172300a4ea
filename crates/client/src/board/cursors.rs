//! Where others point, with their names.

use std::time::Duration;

use link::Happening as Heard;
use protocol::Signalled;
use room::{PersonId, board::Spot};
use sketch::pixels;

use super::{easel::Easel, geometry::px};
use crate::browser;
use crate::prelude::*;

/// A pointer is shown for so long after it moved last, milliseconds.
const FRESH_MS: f64 = 5_000.0;
/// How often what others have not gone on with is looked for.
const LOOK: Duration = Duration::from_secs(1);
/// Pointers at once; more would hide the board.
const MOST: usize = 12;

/// Others' pointers.
#[component]
pub(super) fn Cursors() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let spots = RwSignal::new(Vec::<(PersonId, Spot, f64)>::new());
    easel.live.listen(move |heard| {
        let Heard::Signals(signals) = heard else { return };
        for signal in signals {
            match signal {
                Signalled::Cursor { person, board, at }
                    if *board == easel.id && *person != easel.live.me() =>
                {
                    let (person, at, now) = (*person, *at, browser::now_ms());
                    spots.update(|spots| match spots.iter_mut().find(|(one, ..)| *one == person) {
                        Some(known) => *known = (person, at, now),
                        None => spots.push((person, at, now)),
                    });
                }
                _ => {}
            }
        }
    });
    let fade = move || {
        let now = browser::now_ms();
        spots.maybe_update(|spots| {
            let before = spots.len();
            spots.retain(|(.., heard)| now - heard < FRESH_MS);
            spots.len() < before
        });
        let faded = easel.under_way.try_update_value(|under_way| under_way.fade(now)).unwrap_or_default();
        let written = easel.look(|board| board.items.values().any(|item| !item.editing.is_empty()));
        if faded || written.unwrap_or_default() {
            easel.touch(true);
        }
    };
    let looking = set_interval_with_handle(fade, LOOK);
    on_cleanup(move || _ = looking.map(|looking| looking.clear()));
    let people = memo(move || {
        spots.with(|spots| spots.iter().take(MOST).map(|(person, ..)| *person).collect::<Vec<_>>())
    });
    let cursor = move |person: PersonId| {
        let place = move |pick: fn((f64, f64)) -> f64| {
            let spot =
                spots.with(|spots| spots.iter().find(|(one, ..)| *one == person).map(|(_, at, _)| *at));
            let at = easel.view.get().on_screen(pixels(spot.unwrap_or_default()));
            px(pick(at))
        };
        let tint =
            ["c1", "c2", "c3", "c4", "c5", "c6"][(person.0.wrapping_mul(0x9E37_79B1) >> 29) as usize % 6];
        view! {
            <div
                class=["cursor ", tint].concat()
                style:--x=move || place(|at| at.0)
                style:--y=move || place(|at| at.1)
            >
                <svg class="i" viewBox="0 0 24 24">
                    <path d="M4 3l7 17 2.5-7.4L21 10z" />
                </svg>
                <span>{easel.live.name(person)}</span>
            </div>
        }
    };
    view! {
        <div class="cursors" aria-hidden="true">
            <For each=move || people.get() key=|person| *person let(person)>
                {cursor(person)}
            </For>
        </div>
    }
}
