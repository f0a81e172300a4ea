//! `cargo xtask bench NAME [--json] [--short]`: the one door for every measurement.
//!
//! A bench is a function that returns rows; it is added by one line in [`BENCHES`]. Judging the rows is the reader's:
//! the command succeeds whatever they say.

mod board;
mod browser;
mod poll;
mod row;
mod server;
mod session;

use std::process::Stdio;

use anyhow::{Context as _, Result, bail, ensure};
use serde::de::DeserializeOwned;

use self::row::Row;

/// A measurement by its name.
struct Bench {
    name: &'static str,
    about: &'static str,
    measure: fn(Extent) -> Result<Vec<Row>>,
}

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// What the goals are about.
    Full,
    /// Less of it, with the client as it is in `dist/`: to try the measuring itself.
    Short,
}

const BENCHES: [Bench; 3] = [
    Bench {
        name: "session",
        about: "a live session: sizes, start, recovery",
        measure: |_| session::measure(),
    },
    Bench { name: "board", about: "boards: large ones, edits, a crowd on one", measure: board::measure },
    Bench {
        name: "poll",
        about: "anonymous polls: who can be found out, cheats, a browser's work",
        measure: poll::measure,
    },
];

/// Runs the bench named in `words` and prints a table, or with `--json` one object a line; with `--short` those benches
/// that can measure less than the goals are about do so.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let [name, options @ ..] = words else {
        for Bench { name, about, .. } in &BENCHES {
            println!("{name:<12} {about}");
        }
        return Ok(());
    };
    if options.iter().any(|option| !["--json", "--short"].contains(option)) {
        bail!("usage: cargo xtask bench NAME [--json] [--short]");
    }
    let extent = if options.contains(&"--short") { Extent::Short } else { Extent::Full };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == *name) else {
        bail!("there is no bench `{name}`; there is: {}", BENCHES.map(|bench| bench.name).join(", "));
    };
    let rows = (bench.measure)(extent)?;
    if options.contains(&"--json") {
        rows.iter().for_each(|row| println!("{}", row.json()));
    } else {
        print!("{}", row::table(&rows));
    }
    Ok(())
}

/// A row with its number, or the reason why there is none.
fn row(name: &'static str, unit: &'static str, value: Result<f64, impl Into<String> + Clone>) -> Row {
    match value {
        Ok(value) => Row::measured(name, value, unit),
        Err(reason) => Row::not_measured(name, unit, reason),
    }
}

fn told(error: anyhow::Error) -> String {
    format!("{error:#}")
}

/// The last line of what a program prints, which is JSON.
fn last_line<T: DeserializeOwned>(program: &mut std::process::Command, what: &str) -> Result<T> {
    let output = program.stderr(Stdio::inherit()).output().with_context(|| format!("no start: {what}"))?;
    ensure!(output.status.success(), "{what} failed ({})", output.status);
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.lines().last().unwrap_or_default())
        .with_context(|| format!("{what} printed no numbers"))
}
