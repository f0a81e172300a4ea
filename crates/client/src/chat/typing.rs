//! Who is writing just now.

use std::time::Duration;

use link::Happening;
use protocol::{Signal as Fleeting, Signalled};
use room::PersonId;

use super::name;
use crate::prelude::*;
use crate::{browser, live::Live, ui::Icon};

/// A sign of typing is good for this long; it is given again halfway.
const FRESH: Duration = Duration::from_secs(6);
const AGAIN_MS: f64 = 3_000.0;

/// Lets others know that this person writes to everyone: call it with every letter, and with `false` at the end.
#[derive(Clone, Copy)]
pub(super) struct TypingSign {
    live: Live,
    told_at: StoredValue<f64>,
}

impl TypingSign {
    /// Nothing written yet.
    pub(super) fn new(live: Live) -> Self {
        Self { live, told_at: StoredValue::new(0.0) }
    }

    /// Gives the sign or takes it back, no more often than it helps.
    pub(super) fn give(&self, types: bool) {
        let told_at = self.told_at.get_value();
        let now = browser::now_ms();
        if types && now - told_at > AGAIN_MS {
            self.told_at.set_value(now);
            self.live.signal(Fleeting::Typing(true));
        } else if !types && told_at > 0.0 {
            self.told_at.set_value(0.0);
            self.live.signal(Fleeting::Typing(false));
        }
    }
}

/// Says who is writing. Screen readers hear the line itself when it comes.
#[component]
pub(super) fn Typing() -> impl IntoView {
    let live = expect_context::<Live>();
    // With a number for each sign: an old one must not take back a newer one.
    let writers = RwSignal::new(Vec::<(PersonId, u32)>::new());
    let last = StoredValue::new(0u32);
    let sign = move |person: PersonId, types: bool| {
        last.update_value(|last| *last = last.wrapping_add(1));
        let number = last.get_value();
        writers.update(|writers| {
            writers.retain(|(one, _)| *one != person);
            if types && person != live.me() {
                writers.push((person, number));
            }
        });
        if types {
            let over = move || _ = writers.try_update(|writers| writers.retain(|(_, one)| *one != number));
            set_timeout(over, FRESH);
        }
    };
    live.listen(move |happening| {
        let Happening::Signals(signals) = happening else { return };
        for signal in signals {
            if let Signalled::Typing(person, types) = signal {
                sign(*person, *types);
            }
        }
    });
    let words = move || {
        writers.with(|writers| match writers.as_slice() {
            [] => None,
            [(one, _)] => Some(format!("{} is writing", name(live, *one))),
            [(one, _), (two, _)] => {
                Some(format!("{} and {} are writing", name(live, *one), name(live, *two)))
            }
            more => Some(format!("{} people are writing", more.len())),
        })
    };
    view! {
        <p class="typing" aria-hidden="true">
            {move || words().map(|words| view! { <Icon name="pencil" />{words} })}
        </p>
    }
}
