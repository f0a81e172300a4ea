//! The server's clock in the browser, and times as people read them.
//!
//! A department's PC may be minutes off, so every timer is computed from what the server said.

use std::time::Duration;

use room::Timestamp;

use crate::browser;
use crate::prelude::*;

/// The server's clock as far as this page knows it.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    /// Milliseconds to add to the browser's clock; nothing before the server has spoken.
    ahead: RwSignal<Option<f64>>,
    second: RwSignal<()>,
    /// How many views show seconds, and the timer that serves them.
    shown: StoredValue<(u32, Option<IntervalHandle>)>,
}

impl Clock {
    /// A clock that the server has not set yet.
    pub(crate) fn new() -> Self {
        Self { ahead: RwSignal::new(None), second: RwSignal::new(()), shown: StoredValue::new((0, None)) }
    }

    /// The server says that it is `now`. The line only ever delays what it says, so the latest clock is the best.
    pub(crate) fn set(&self, now: Timestamp, fresh: bool) {
        let ahead = now.0 as f64 - browser::now_ms();
        let known = self.ahead.get_untracked();
        if fresh || known.is_none_or(|known| ahead > known) {
            self.ahead.set(Some(ahead));
        }
    }

    /// The moment on the server's clock, read once.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = self.ahead.try_get_untracked().flatten().unwrap_or(0.0);
        Timestamp((browser::now_ms() + ahead) as i64)
    }

    /// The moment on the server's clock, every second anew. Call it once where a view is made; the timer runs as long
    /// as that view is there.
    pub(crate) fn every_second(&self) -> Seconds {
        let Self { second, shown, .. } = *self;
        shown.update_value(|(views, timer)| {
            *views += 1;
            if timer.is_none() {
                *timer = set_interval_with_handle(move || second.notify(), Duration::from_secs(1)).ok();
            }
        });
        on_cleanup(move || {
            _ = shown.try_update_value(|(views, timer)| {
                *views -= 1;
                if *views == 0 {
                    timer.take().inspect(IntervalHandle::clear);
                }
            });
        });
        Seconds(*self)
    }

    /// Stops the timer, whoever still shows it: the room is being left.
    pub(crate) fn stop(&self) {
        _ = self.shown.try_update_value(|(_, timer)| timer.take().inspect(IntervalHandle::clear));
    }
}

/// The server's clock as a view reads it. It belongs to the room and not to the view, so that what is woken on its way
/// out of the page can still read it.
#[derive(Clone, Copy)]
pub(crate) struct Seconds(Clock);

impl Seconds {
    /// The moment on the server's clock; whoever reads it does so again every second.
    pub(crate) fn get(&self) -> Timestamp {
        self.track();
        self.0.now()
    }

    /// Whoever calls this runs again every second.
    pub(crate) fn track(&self) {
        self.0.second.track();
        self.0.ahead.track();
    }
}

/// The time of day where this browser is, like `10:41`.
pub(crate) fn time_of_day(at: Timestamp) -> String {
    let date = js_sys::Date::new(&(at.0 as f64).into());
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// Whether a day, as `2027-01-03`, is over where this browser is.
pub(crate) fn is_past(day: &str) -> bool {
    let now = js_sys::Date::new_0();
    let today = format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date());
    !day.is_empty() && *day < *today
}

/// A span as a clock shows it: `8:20`, `1:05:00`; nothing below zero.
pub(crate) fn countdown(ms: i64) -> String {
    let seconds = (ms.max(0) + 999) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_reaches_zero_with_its_last_second() {
        assert_eq!(countdown(500_000), "8:20");
        assert_eq!(countdown(1), "0:01");
        assert_eq!(countdown(0), "0:00");
        assert_eq!(countdown(-5_000), "0:00");
        assert_eq!(countdown(3_900_000), "1:05:00");
    }
}
