//! Notices when nobody has touched the page for a while, so that the roster can say so.

use std::time::Duration;

use room::roster;

use crate::prelude::*;
use crate::{
    browser,
    live::{Live, Stance},
};

/// Untouched for this long is idle, milliseconds; reading along without a touch is not.
const UNTOUCHED_MS: f64 = 5.0 * 60_000.0;
/// In the background for this long is idle, milliseconds.
const HIDDEN_MS: f64 = 90_000.0;
const LOOK: Duration = Duration::from_secs(15);

/// Whether the room takes this person for idle.
fn is_idle(live: Live) -> bool {
    let me = live.me();
    live.look(|room| room.roster.people.get(&me).is_some_and(|me| me.presence == roster::Presence::Idle))
}

/// Tells the room when this person goes idle and when they are back, as long as the view is there.
pub(crate) fn watch(live: Live) {
    let touched = StoredValue::new(browser::now_ms());
    let (idle, asking) = (StoredValue::new(false), StoredValue::new(false));
    let turn = move |now_idle: bool| {
        // Another page of theirs in the background may have said so, while this one is at work.
        let called_idle = !now_idle && is_idle(live);
        let differs = idle.get_value() != now_idle || called_idle;
        if live.stance.get_untracked() == Stance::Inside && differs && !asking.get_value() {
            idle.set_value(now_idle);
            asking.set_value(true);
            live.ask_then(roster::Command::Idle(now_idle), move |_| {
                _ = asking.try_update_value(|asking| *asking = false);
            });
        }
    };
    for event in ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "visibilitychange"] {
        let listening = window_event_listener_untyped(event, move |_| {
            if !document().hidden() {
                touched.set_value(browser::now_ms());
                turn(false);
            }
        });
        on_cleanup(move || listening.remove());
    }
    let look = move || {
        let untouched = browser::now_ms() - touched.get_value();
        turn(untouched > if document().hidden() { HIDDEN_MS } else { UNTOUCHED_MS });
    };
    if let Ok(timer) = set_interval_with_handle(look, LOOK) {
        on_cleanup(move || timer.clear());
    }
}
