//! Law 3 and its company: random histories of one session with a writer that crashes, lines that delay,
//! break and overlap, and clients that come back. Deterministic: a seed is a history.

#[path = "simulate/asks.rs"]
mod asks;
#[path = "simulate/world.rs"]
mod world;

use world::World;

/// Histories in the normal test run; `HISTORIES=1000000` for a long night.
const HISTORIES: u64 = 10_000;

#[test]
fn every_history_ends_well() {
    let histories = std::env::var("HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(HISTORIES);
    let mut totals = world::Totals::default();
    for seed in 0..histories {
        let mut world = World::new(seed);
        for _ in 0..120 {
            world.step();
        }
        world.settle();
        world.check(&format!("seed {seed}"));
        totals.add(&world.totals);
    }
    println!("{histories} histories: {totals:?}");
    // A history in which nothing goes wrong proves nothing.
    assert!(totals.crashes > histories && totals.cuts > histories && totals.resumed > histories);
    assert!(totals.repeated > histories / 4, "asks are repeated after cuts");
    assert!(totals.restored > histories / 10, "backups are restored");
    assert!(totals.removed > histories / 40, "people are shown out");
    assert!(totals.ended > histories / 40, "sessions end");
}
