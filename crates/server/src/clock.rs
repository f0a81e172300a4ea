//! The one clock: wall time that never goes back while the server runs.

use room::Timestamp;
use std::{
    sync::OnceLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

/// Now: the wall time at the first call plus the steady time since, so that a corrected system clock moves
/// neither timers nor records.
pub(crate) fn now() -> Timestamp {
    static START: OnceLock<(i64, Instant)> = OnceLock::new();
    let (wall, start) = START.get_or_init(|| (wall_ms(), Instant::now()));
    Timestamp(wall.saturating_add(i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX)))
}

/// How long until `at`.
pub(crate) fn until(at: Timestamp) -> std::time::Duration {
    std::time::Duration::from_millis(u64::try_from(at.since_ms(now())).unwrap_or(0))
}

fn wall_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
