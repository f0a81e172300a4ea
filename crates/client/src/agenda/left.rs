//! How much time the running segment has left.

use crate::prelude::*;
use crate::{
    clock::countdown,
    live::{Live, Part},
    ui::{Announcer, Icon},
};

/// From here on the timer asks for attention, seconds.
const SOON: i64 = 60;

/// Seconds left of the running segment, every second anew, negative once it runs over; nothing while none runs.
/// Call it once where a view is made.
pub(crate) fn left(live: Live) -> Memo<Option<i64>> {
    let now = live.clock.every_second();
    memo(move || {
        let now = now.get();
        live.see(Part::Agenda, |room| room.agenda.left_ms(now)).map(|ms| (ms + 999).div_euclid(1_000))
    })
}

/// `8:20 left`, or `1:05 over`.
fn words(seconds: i64) -> String {
    let (span, side) = if seconds < 0 { (-seconds, "over") } else { (seconds, "left") };
    format!("{} {side}", countdown(span * 1_000))
}

/// The time left as words, among other words.
#[component]
pub(crate) fn TimeLeft() -> impl IntoView {
    let left = left(expect_context());
    move || left.get().map(words)
}

/// The time left as a chip. It says aloud when the last minute begins.
#[component]
pub(crate) fn Timer() -> impl IntoView {
    let left = left(expect_context());
    let announcer = expect_context::<Announcer>();
    Effect::new(move |before: Option<Option<i64>>| {
        let now = left.get();
        if let (Some(Some(before)), Some(now)) = (before, now)
            && before > SOON
            && (1..=SOON).contains(&now)
        {
            announcer.say("One minute left");
        }
        now
    });
    view! {
        <Show when=move || left.get().is_some()>
            <span class="chip clock" class:warn=move || left.get().is_some_and(|left| left < SOON) role="timer">
                <Icon name="timer" />
                {move || left.get().map(words)}
            </span>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_is_over_is_said_as_such() {
        assert_eq!(words(500), "8:20 left");
        assert_eq!(words(0), "0:00 left");
        assert_eq!(words(-65), "1:05 over");
    }
}
