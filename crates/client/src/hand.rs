//! Raised hands in the browser: one's own hand, and being given the floor.

use room::{MINUTE_MS, hand::Command};

use crate::prelude::*;
use crate::{
    keys::Keys,
    live::{Live, Part},
    ui::{Announcer, Icon},
};

/// An invitation is news for this long, milliseconds; who comes back later is not told of an old one.
const FRESH_MS: i64 = 3 * MINUTE_MS;

/// Raises or lowers one's own hand.
#[component]
pub(crate) fn HandButton() -> impl IntoView {
    let live = expect_context::<Live>();
    let up = move || {
        let me = live.me();
        live.see(Part::Hand, |room| room.hand.is_up(me))
    };
    let turn = move || {
        let me = live.me();
        let up = live.look(|room| room.hand.is_up(me));
        live.ask(if up { Command::Lower } else { Command::Raise });
    };
    expect_context::<Keys>().bind("h", turn);
    view! {
        <button class="ctl hand" aria-pressed=move || up().to_string() aria-keyshortcuts="h" on:click=move |_| turn()>
            <Icon name="hand" />
            <span class="narrow-off">{move || if up() { "Lower hand" } else { "Raise hand" }}</span>
            <span class="narrow-only">{move || if up() { "Lower" } else { "Hand" }}</span>
        </button>
    }
}

/// Tells the person whom a facilitator has given the floor.
#[component]
pub(crate) fn YourTurn() -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    let turn = memo(move || {
        let (me, now) = (live.me(), live.clock.now());
        let invited = live.see(Part::Hand, |room| room.hand.invited);
        invited.filter(|(who, at)| *who == me && now.since_ms(*at) < FRESH_MS).map(|(_, at)| at)
    });
    effect(move || {
        if turn.get().is_some() {
            announcer.say("You have the floor.");
        }
    });
    view! {
        <Show when=move || turn.get().is_some()>
            <div class="your-turn">
                <Icon name="hand" />
                <span class="grow">"You are invited to speak"</span>
                <button class="btn slim" on:click=move |_| live.ask(Command::Finish)>
                    "Done"
                </button>
            </div>
        </Show>
    }
}
