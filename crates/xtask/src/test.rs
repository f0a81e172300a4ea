//! `cargo xtask test`: everything that can tell whether the project stands, in one command with one total.

use std::{
    io::{BufRead, BufReader},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use anyhow::{Context, Result};

use crate::{
    client::{self, Quality},
    preflight,
    workspace::{self, cargo, command, root, spelled},
};

/// How many tests there were, by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u32,
    failed: u32,
}

/// A step that was done, as the list at the end shows it.
struct Done {
    name: &'static str,
    outcome: Result<Count>,
    seconds: f32,
}

/// What makes up the server and its tests. Cargo compiles a library anew for every set of features it is asked for, and
/// the features depend on which packages are built together: so each of the three groups (this one, the client, the
/// tooling) is always built as a whole. `tests/src/house.rs` asks for the same.
const OF_SERVER: [&str; 7] =
    ["--workspace", "--exclude", "client", "--exclude", "view", "--exclude", "xtask"];

/// What makes up the client.
const OF_CLIENT: [&str; 4] = ["--package", "client", "--package", "view"];

/// Runs every step, also after one has failed, and lists them. The last line is `N passed, M failed`.
pub(crate) fn run() -> Result<ExitCode> {
    let browser = root().join("tests/browser");
    preflight::to_build()?;
    preflight::to_test(&browser)?;
    let strict = ["--", "-D", "warnings"];
    let mut done = vec![
        step("format", || plain(cargo().args(["fmt", "--all", "--check"]))),
        // The server takes its pages from dist/, so the client stands before anything of the server is compiled.
        step("client build", || client::build(Quality::Release).map(|()| Count::default())),
        // The client, too, is looked at as a program for this machine: for the browser it has just been built.
        step("lints", || plain(cargo().args(["clippy", "--workspace", "--all-targets"]).args(strict))),
        // Some stories start the program as it is shipped. Built here, no story has to wait while it is compiled.
        step("server build", || plain(cargo().arg("build").args(OF_SERVER).args(["--bin", "rollcall"]))),
        step("tests", || {
            counted(cargo().arg("test").args(OF_SERVER).args([
                "--lib",
                "--bins",
                "--tests",
                "--no-fail-fast",
            ]))
        }),
        step("tests of the client", || counted(cargo().arg("test").args(OF_CLIENT).arg("--lib"))),
        step("tests of the tooling", || counted(cargo().args(["test", "--package", "xtask"]))),
    ];
    if browser.join("run.mjs").exists() {
        done.push(step("browser tests", || counted(command("node").arg("tests/browser/run.mjs"))));
    }
    Ok(tell(&done))
}

fn step(name: &'static str, work: impl FnOnce() -> Result<Count>) -> Done {
    println!("\n── {name}");
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f32();
    match &outcome {
        Ok(_) => println!("── {name}: ok, {seconds:.0} s"),
        Err(error) => println!("── {name}: FAILED, {seconds:.0} s: {error:#}"),
    }
    Done { name, outcome, seconds }
}

/// A step that holds no tests of its own.
fn plain(command: &mut Command) -> Result<Count> {
    workspace::run(command).map(|()| Count::default())
}

/// A step whose output tells how many tests passed. The output is passed on as it comes.
fn counted(command: &mut Command) -> Result<Count> {
    let name = spelled(command);
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {name}"))?;
    let output = child.stdout.take().context("the output was asked for")?;
    let mut count = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(more) = results_in(&line) {
            count.passed += more.passed;
            count.failed += more.failed;
        }
    }
    let status = child.wait()?;
    // A step may also fail beside its tests, by not compiling for one; that must show in the total as well.
    if !status.success() && count.failed == 0 {
        anyhow::bail!("{name} failed ({status})");
    }
    Ok(count)
}

/// What one line says about tests: cargo's `test result: ok. 3 passed; 0 failed; …` or our runner's
/// `3 passed, 0 failed`.
fn results_in(line: &str) -> Option<Count> {
    let line = line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
        .map_or(line, |(_, rest)| rest);
    let mut facts = line.split([';', ',']).map(str::trim);
    let passed = facts.next()?.strip_suffix(" passed")?.parse().ok()?;
    let failed = facts.next()?.strip_suffix(" failed")?.parse().ok()?;
    Some(Count { passed, failed })
}

/// Prints the list and the total. A step that could not be done counts as one failure.
fn tell(done: &[Done]) -> ExitCode {
    println!();
    let mut total = Count::default();
    for Done { name, outcome, seconds } in done {
        let count = outcome.as_ref().map_or(Count { passed: 0, failed: 1 }, |count| *count);
        let word = if count.failed == 0 { "ok" } else { "FAILED" };
        println!(
            "{name:<22} {word:<7} {seconds:>5.0} s {:>6} passed {:>4} failed",
            count.passed, count.failed
        );
        total.passed += count.passed;
        total.failed += count.failed;
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_from_cargo_and_from_the_browser_runner() {
        let cargo = "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(results_in(cargo), Some(Count { passed: 12, failed: 2 }));
        assert_eq!(results_in("31 passed, 0 failed"), Some(Count { passed: 31, failed: 0 }));
    }

    #[test]
    fn other_lines_say_nothing_about_tests() {
        assert_eq!(results_in("test store::tests::one ... ok"), None);
        assert_eq!(results_in("some passed, none failed"), None);
        assert_eq!(results_in(""), None);
    }

    #[test]
    fn output_is_counted_while_it_runs() {
        let count = counted(Command::new("sh").args(["-c", "echo 2 passed, 1 failed; exit 1"])).unwrap();
        assert_eq!(count, Count { passed: 2, failed: 1 });
    }

    #[test]
    fn a_step_that_breaks_before_its_tests_is_a_failure() {
        assert!(counted(Command::new("sh").args(["-c", "echo broken; exit 1"])).is_err());
        let broken = Done { name: "x", outcome: Err(anyhow::anyhow!("broken")), seconds: 0.0 };
        assert_eq!(tell(&[broken]), ExitCode::FAILURE);
    }

    #[test]
    fn all_ok_is_a_success() {
        let fine = Done { name: "x", outcome: Ok(Count { passed: 3, failed: 0 }), seconds: 0.0 };
        assert_eq!(tell(&[fine]), ExitCode::SUCCESS);
    }
}
