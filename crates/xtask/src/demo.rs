//! `cargo xtask demo`: from a fresh clone to a running session with simulated officers.

use anyhow::Result;

use crate::{
    client::{self, Quality},
    workspace::{self, cargo, command, step, target},
};

/// Builds client and server for people and becomes the server; `flags` are its own.
pub(crate) fn run(flags: &[&str]) -> Result<()> {
    client::build(Quality::Release)?;
    step("server", || workspace::run(cargo().args(["build", "--release", "--package", "server"])))?;
    let mut rollcall = command(&target().join("release/rollcall").to_string_lossy());
    rollcall.arg("demo").arg("--data").arg(target().join("demo-data")).args(flags);
    become_program(rollcall)
}

/// Becoming the server, instead of starting it, hands it the terminal and its signals.
#[cfg(unix)]
fn become_program(mut program: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = program.exec();
    Err(anyhow::Error::new(error).context("could not start target/release/rollcall"))
}

/// Elsewhere the server runs as a child.
#[cfg(not(unix))]
fn become_program(mut program: std::process::Command) -> Result<()> {
    workspace::run(&mut program)
}
