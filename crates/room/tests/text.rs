//! Several people in one text: what edits promise one by one, and random histories of a server that crashes, lines
//! that delay and break, and pages that write, undo and compose meanwhile. Deterministic: a seed is a history.
//!
//! `SEED=123` replays one history, `HISTORIES=1000000` makes a long night of it.

#[path = "text/chance.rs"]
mod chance;
#[path = "text/laws.rs"]
mod laws;
#[path = "text/world.rs"]
mod world;

use world::{Totals, World};

/// Histories in the normal test run.
const HISTORIES: u64 = 6_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn every_history_ends_well() {
    let histories = number("HISTORIES").unwrap_or(HISTORIES);
    let seeds = number("SEED").map_or(0..histories, |seed| seed..seed + 1);
    let (mut totals, mut bad) = (Totals::default(), vec![]);
    for seed in seeds {
        let mut world = World::new(seed);
        let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            world.run();
            world.check();
        }));
        if end.is_err() {
            bad.push(seed);
        }
        totals.add(&world.totals);
    }
    println!("{totals:?}");
    assert!(bad.is_empty(), "{} of {histories} histories, seeds {:?}", bad.len(), &bad[..bad.len().min(20)]);
    // A history in which nothing goes wrong proves nothing.
    if number("SEED").is_none() {
        assert!(totals.all().iter().all(|n| *n > histories / 40), "{totals:?}");
    }
}
