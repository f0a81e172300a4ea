//! Counters for `/metrics`, in the Prometheus text format. No label ever names a person or a session.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

/// What is counted.
#[derive(Default)]
pub(crate) struct Metrics {
    /// Messages received from browsers.
    pub(crate) received: AtomicU64,
    /// Messages sent to browsers.
    pub(crate) sent: AtomicU64,
    /// Bytes sent to browsers.
    pub(crate) sent_bytes: AtomicU64,
    /// Records made durable.
    pub(crate) records: AtomicU64,
    /// Commits that failed.
    pub(crate) failed_commits: AtomicU64,
    /// Connections closed because of a message nobody should send.
    pub(crate) bad_messages: AtomicU64,
    /// Connections closed because their line could not keep up.
    pub(crate) too_slow: AtomicU64,
    /// Keys that opened no door.
    pub(crate) wrong_keys: AtomicU64,
}

impl Metrics {
    /// The page.
    pub(crate) fn page(&self, live_sessions: usize, connections: usize) -> String {
        let mut page = String::new();
        let gauges =
            [("rollcall_live_sessions", live_sessions as u64), ("rollcall_connections", connections as u64)];
        for (name, value) in gauges {
            let _ = writeln!(page, "# TYPE {name} gauge\n{name} {value}");
        }
        let counters = [
            ("rollcall_messages_received_total", &self.received),
            ("rollcall_messages_sent_total", &self.sent),
            ("rollcall_sent_bytes_total", &self.sent_bytes),
            ("rollcall_records_total", &self.records),
            ("rollcall_failed_commits_total", &self.failed_commits),
            ("rollcall_bad_messages_total", &self.bad_messages),
            ("rollcall_too_slow_total", &self.too_slow),
            ("rollcall_wrong_keys_total", &self.wrong_keys),
        ];
        for (name, value) in counters {
            let _ = writeln!(page, "# TYPE {name} counter\n{name} {}", value.load(Relaxed));
        }
        page
    }
}

/// Adds to a counter.
pub(crate) fn count(counter: &AtomicU64, n: usize) {
    counter.fetch_add(n as u64, Relaxed);
}
