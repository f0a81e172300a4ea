//! Measures the server from outside: how fast it is there, and what a power cut costs.

use std::{
    io::{BufRead, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};

use super::row::Row;
use crate::workspace::{self, cargo, command, step, target};

/// Starts that are measured; the middle one counts.
const STARTS: usize = 9;
/// Kills of one measurement.
const KILLS: &str = "100";
/// What the story about power cuts is called among the tests.
const STORY: &str = "kill::";

/// The rows about the server.
pub(super) fn measure() -> Vec<Row> {
    let mut rows = power_cuts();
    rows.push(match step("cold starts", cold_start_ms) {
        Ok(ms) => Row::measured("server.cold_start_ms", ms, "ms"),
        Err(error) => Row::not_measured("server.cold_start_ms", "ms", format!("{error:#}")),
    });
    rows
}

/// Lines that were lost or written twice although their authors were told that they are there.
fn power_cuts() -> Vec<Row> {
    const LOST: &str = "server.kill9_lost";
    const DOUBLED: &str = "server.kill9_doubled";
    let rows = match step("power cuts", told_by_the_story) {
        Ok(Told { lost, doubled }) => {
            [Row::measured(LOST, lost, "rows"), Row::measured(DOUBLED, doubled, "rows")]
        }
        Err(error) => {
            let reason = format!("{error:#}");
            [Row::not_measured(LOST, "rows", &*reason), Row::not_measured(DOUBLED, "rows", reason)]
        }
    };
    rows.map(|row| row.at_most(0.0)).into()
}

/// What the story found.
#[derive(Debug, PartialEq)]
struct Told {
    lost: f64,
    doubled: f64,
}

/// Runs the story that kills the server under twenty officers, and reads what it counted.
fn told_by_the_story() -> Result<Told> {
    let mut story = cargo();
    story.args(["test", "--quiet", "--package", "tests", "--test", "stories", STORY, "--", "--nocapture"]);
    let output = story.env("KILL_CYCLES", KILLS).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    judged(read(&text), output.status.success())
}

/// A story that fails may do so because of its numbers, and then they are the answer. If they look fine, it failed for
/// another reason, and they mean nothing.
fn judged(told: Option<Told>, success: bool) -> Result<Told> {
    let told = told.context("the story told nothing")?;
    ensure!(success || told.lost + told.doubled > 0.0, "the story failed after it had counted");
    Ok(told)
}

fn read(text: &str) -> Option<Told> {
    let line = text.lines().find_map(|line| line.split_once("kill -9: ").map(|(_, line)| line))?;
    let count = |word: &str| {
        let after = line.split_once(&format!(" {word} "))?.1;
        after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    Some(Told { lost: count("lost")?, doubled: count("doubled")? })
}

/// Milliseconds from the start of the program to its first answer that it is ready, on a folder it has used before.
fn cold_start_ms() -> Result<f64> {
    workspace::run(cargo().args(["build", "--release", "--package", "server"]))?;
    let folder = target().join("bench-data");
    let mut times = (0..=STARTS).map(|_| start_ms(&folder)).collect::<Result<Vec<_>>>()?;
    // The first start made the folder.
    times.remove(0);
    times.sort_by(f64::total_cmp);
    std::fs::remove_dir_all(folder)?;
    Ok(times[STARTS / 2])
}

fn start_ms(folder: &std::path::Path) -> Result<f64> {
    let start = Instant::now();
    let mut rollcall = Rollcall::start(folder)?;
    let ready = rollcall.address().and_then(is_ready);
    let ms = start.elapsed().as_secs_f64() * 1_000.0;
    ready.map(|()| ms)
}

/// The program while it runs; it ends with this.
struct Rollcall(Child);

impl Rollcall {
    fn start(folder: &std::path::Path) -> Result<Self> {
        let mut rollcall: Command = command(&target().join("release/rollcall").to_string_lossy());
        rollcall.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
        Ok(Self(rollcall.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?))
    }

    /// Where it says that it listens.
    fn address(&mut self) -> Result<SocketAddr> {
        let output = self.0.stdout.as_mut().context("its output was asked for")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok());
        let port: u16 = port.with_context(|| format!("no port in {line:?}"))?;
        Ok(SocketAddr::from(([127, 0, 0, 1], port)))
    }
}

impl Drop for Rollcall {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn is_ready(address: SocketAddr) -> Result<()> {
    let mut line = TcpStream::connect(address)?;
    write!(line, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    line.read_to_string(&mut answer)?;
    if !answer.starts_with("HTTP/1.1 200") {
        bail!("not ready: {answer}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_is_read_as_it_tells_itself() {
        let text = "\nkill -9: 100 cycles, 20 officers, 9 lines acknowledged, 2020 connections; lost 1, doubled 20, \
                    seen again 0, seen and vanished 0\n";
        assert_eq!(read(text), Some(Told { lost: 1.0, doubled: 20.0 }));
        assert_eq!(read("error: it did not compile"), None);
    }

    #[test]
    fn a_story_that_failed_is_no_proof_that_nothing_was_lost() {
        let told = |lost| Some(Told { lost, doubled: 0.0 });
        assert!(judged(told(0.0), true).is_ok());
        assert!(judged(told(0.0), false).is_err() && judged(None, true).is_err());
        assert!(judged(told(1.0), false).is_ok(), "this is why it failed");
    }
}
