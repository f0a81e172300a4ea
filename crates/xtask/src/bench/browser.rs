//! Measures the client in a real browser: how fast it starts, and what is left of it after many times.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, de::DeserializeOwned};

use super::row::Row;
use crate::{
    preflight,
    workspace::{cargo, command, root, run, step, target},
};

const REACT: &str = "a minimal React page";

/// What `start.mjs` measured: milliseconds of every turn.
#[derive(Deserialize)]
struct Starts {
    join: Turns,
    room: Turns,
}

#[derive(Deserialize)]
struct Turns {
    ours: Vec<f64>,
    peer: Vec<f64>,
}

/// What `cycles.mjs` counted after 65 times in and out of a room in one page.
#[derive(Deserialize)]
struct Cycles {
    nodes: f64,
}

/// The rows about the browser.
pub(super) fn measure() -> Vec<Row> {
    let ready = prepare().map_err(|error| format!("{error:#}"));
    let mut rows = starts(ready.clone().and_then(|()| told("start.mjs")));
    let cycles = ready.and_then(|()| told::<Cycles>("cycles.mjs"));
    let name = "client.cycles_dom_growth";
    rows.push(
        match cycles {
            Ok(Cycles { nodes }) => Row::measured(name, nodes, "nodes"),
            Err(reason) => Row::not_measured(name, "nodes", reason),
        }
        .at_most(0.0),
    );
    rows
}

fn prepare() -> Result<()> {
    let folder = root().join("tests/browser");
    preflight::to_test(&folder)?;
    preflight::packages(&folder.join("peer"))?;
    step("the server", || run(cargo().args(["build", "--release", "--package", "server"])))
}

/// How long the join form and the room take on a slow PC and line, beside a React page in the same run.
fn starts(measured: Result<Starts, String>) -> Vec<Row> {
    let row = |name, limit, turns: Result<&Turns, &String>| {
        match turns {
            Ok(turns) => {
                Row::measured(name, median(&turns.ours), "ms").against(REACT, Some(median(&turns.peer)))
            }
            Err(reason) => Row::not_measured(name, "ms", reason).against(REACT, None),
        }
        .ratio_at_most(limit)
    };
    vec![
        row("client.join_vs_react_slow", 0.5, measured.as_ref().map(|starts| &starts.join)),
        row("client.room_vs_react_slow", 1.25, measured.as_ref().map(|starts| &starts.room)),
    ]
}

/// The last line of what a script prints, which is JSON; or why there is none.
fn told<T: DeserializeOwned>(script: &str) -> Result<T, String> {
    told_with(script, &[])
}

/// The same of a script that takes arguments.
pub(super) fn told_with<T: DeserializeOwned>(script: &str, arguments: &[&str]) -> Result<T, String> {
    let run = || {
        let mut node = command("node");
        node.arg(root().join("tests/browser").join(script)).args(arguments);
        node.env("ROLLCALL_BINARY", target().join("release/rollcall"));
        let output = node.stderr(Stdio::inherit()).output().context("could not start node")?;
        ensure!(output.status.success(), "{script} failed ({})", output.status);
        let text = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(text.lines().last().unwrap_or_default())
            .with_context(|| format!("{script} printed no numbers"))
    };
    step(script, run).map_err(|error| format!("{error:#}"))
}

/// The middle one; of an even number the upper middle. 0 for none.
fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_whatever_the_order() {
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
        assert_eq!(median(&[]), 0.0);
    }

    #[test]
    fn what_could_not_be_measured_is_there_with_its_reason() {
        let rows = starts(Err("no browser".to_owned()));
        assert_eq!(rows.iter().map(Row::value).collect::<Vec<_>>(), [None, None]);
    }
}
