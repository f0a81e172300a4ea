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

/// Tells the room when this person goes idle and when they are back, as long as the view is there.
pub(crate) fn watch(live: Live) {
    let touched = StoredValue::new(browser::now_ms());
    let idle = StoredValue::new(false);
    let turn = move |now_idle: bool| {
        if live.stance.get_untracked() == Stance::Inside && idle.get_value() != now_idle {
            idle.set_value(now_idle);
            live.ask_then(roster::Command::Idle(now_idle), |_| ());
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
