//! Clocks: wall time that never goes back while the server runs.

use room::Timestamp;
use std::{
    sync::{LazyLock, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// The server's own clock.
static SERVER: LazyLock<Clock> = LazyLock::new(Clock::default);

/// Now, for everything outside of a session.
pub(crate) fn now() -> Timestamp {
    SERVER.now()
}

/// A clock that follows the system's forward, as after a sleep or when the network first tells the time, and never back:
/// where the system's is behind, it runs on by steady time, so that a correction stops no timer and reorders no records.
#[derive(Default)]
pub(crate) struct Clock(Mutex<Option<Anchor>>);

/// A moment on both clocks.
#[derive(Clone, Copy)]
struct Anchor {
    wall: Timestamp,
    steady: Instant,
}

impl Clock {
    /// Now.
    pub(crate) fn now(&self) -> Timestamp {
        self.read(wall(), Instant::now())
    }

    /// How long until `at`.
    pub(crate) fn until(&self, at: Timestamp) -> Duration {
        Duration::from_millis(u64::try_from(at.since_ms(self.now())).unwrap_or(0))
    }

    /// It has been as late as this before: a log that was written by a clock ahead of this one goes on from there.
    pub(crate) fn has_been(&self, at: Timestamp) {
        self.read(at, Instant::now());
    }

    fn read(&self, wall: Timestamp, steady: Instant) -> Timestamp {
        let mut anchor = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match *anchor {
            Some(known) if known.run_on(steady) >= wall => known.run_on(steady),
            _ => {
                *anchor = Some(Anchor { wall, steady });
                wall
            }
        }
    }
}

impl Anchor {
    /// The time by the steady clock alone.
    fn run_on(&self, steady: Instant) -> Timestamp {
        let since = steady.saturating_duration_since(self.steady).as_millis();
        self.wall.plus_ms(i64::try_from(since).unwrap_or(i64::MAX))
    }
}

fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_000_000);

    fn after(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    #[test]
    fn after_a_sleep_it_shows_what_the_wall_shows() {
        let (clock, start) = (Clock::default(), Instant::now());
        assert_eq!(clock.read(NOON, start), NOON);
        // The steady clock stood still meanwhile.
        assert_eq!(clock.read(NOON.plus_ms(3_600_000), after(start, 5)), NOON.plus_ms(3_600_000));
    }

    #[test]
    fn set_back_it_runs_on_steadily_until_the_wall_has_caught_up() {
        let (clock, start) = (Clock::default(), Instant::now());
        clock.read(NOON, start);
        let back = NOON.plus_ms(-60_000);
        for ms in 0..100 {
            assert_eq!(clock.read(back, after(start, ms)), NOON.plus_ms(ms as i64));
        }
        assert_eq!(clock.read(NOON.plus_ms(5_000), after(start, 200)), NOON.plus_ms(5_000));
    }

    #[test]
    fn a_log_from_ahead_goes_on_from_its_end() {
        let clock = Clock::default();
        let ahead = clock.now().plus_ms(3_600_000);
        clock.has_been(ahead);
        assert!(clock.now() >= ahead && clock.until(ahead.plus_ms(60_000)) <= Duration::from_secs(60));
    }
}
