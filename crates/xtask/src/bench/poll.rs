//! Measures anonymous polls: whether what is left of them gives anybody away, whether cheats count, and what they cost a
//! browser.

use anyhow::Result;
use serde::Deserialize;

use super::{Extent, last_line, row, row::Row, told};
use crate::{
    client::{self, Quality},
    preflight,
    workspace::{cargo, command, dist, root, run, step, target},
};

const NAIVE: &str = "a store that keeps ballots as they come";

/// What the attack on what is left of many polls came to: shares of ballots tied to a person.
#[derive(Deserialize)]
struct Linkage {
    sealed: f64,
    naive: f64,
    chance: f64,
    sigmas: f64,
}

/// How many of many attempts counted.
#[derive(Deserialize)]
struct Cheats {
    counted: f64,
}

/// What it costs a browser.
#[derive(Deserialize)]
struct Work {
    vote_cpu_ms_4x: f64,
    verify_300_ms: f64,
}

/// All rows of this bench.
pub(crate) fn measure(extent: Extent) -> Result<Vec<Row>> {
    let module = step("the client", || module_bytes(extent)).map_err(told);
    let linkage = step("an attack on what is left", || linkage(extent)).map_err(told);
    let cheats = step("cheats", cheats).map_err(told);
    let work = step("a browser's work", work).map_err(told);
    let linked = |pick: fn(&Linkage) -> f64| linkage.as_ref().map(pick);
    let spent = |pick: fn(&Work) -> f64| work.as_ref().map(pick);
    Ok(vec![
        row("poll.linked_sealed", "", linked(|l| l.sealed)).against(NAIVE, linked(|l| l.naive).ok()),
        row("poll.linked_naive", "", linked(|l| l.naive)).at_least(0.95),
        row("poll.chance", "", linked(|l| l.chance)),
        row("poll.sigmas_from_chance", "", linked(|l| l.sigmas)).at_most(3.0),
        row("poll.double_votes_counted", "", cheats.as_ref().map(|c| c.counted)).at_most(0.0),
        row("poll.vote_cpu_ms_4x", "ms", spent(|w| w.vote_cpu_ms_4x)).at_most(15.0),
        row("poll.verify_300_ms", "ms", spent(|w| w.verify_300_ms)).at_most(1_000.0),
        row("poll.module_br_kb", "KB", module.map(|bytes| bytes as f64 / 1_000.0)).at_most(70.0),
    ])
}

/// What a browser fetches to take part in an anonymous poll.
fn module_bytes(extent: Extent) -> Result<u64> {
    if extent == Extent::Full {
        client::build(Quality::Release)?;
    }
    let folders = std::fs::read_dir(dist().join("assets"))?;
    let mut bytes = 0;
    for folder in folders {
        bytes += std::fs::metadata(folder?.path().join("seal_bg.wasm.br"))?.len();
    }
    Ok(bytes)
}

fn linkage(extent: Extent) -> Result<Linkage> {
    // Who can be found out is no question of speed: the program that is at hand will do.
    let mut example = cargo();
    example.args(["run", "--quiet", "--package", "tests", "--example", "linkage", "--"]);
    example.args(if extent == Extent::Short { ["12", "12"] } else { ["200", "30"] });
    last_line(&mut example, "the attack")
}

fn cheats() -> Result<Cheats> {
    last_line(
        cargo().args(["run", "--quiet", "--release", "--package", "seal", "--example", "cheats"]),
        "the cheats",
    )
}

fn work() -> Result<Work> {
    preflight::to_test(&root().join("tests/browser"))?;
    run(cargo().args(["build", "--release", "--package", "server", "--bin", "rollcall"]))?;
    run(cargo().args(["build", "--release", "--package", "seal", "--example", "desk"]))?;
    let mut script = command("node");
    script.arg(root().join("tests/browser/ballots.mjs"));
    script.env("ROLLCALL_BINARY", target().join("release/rollcall"));
    script.env("SEAL_DESK", target().join("release/examples/desk"));
    last_line(&mut script, "the browser")
}
