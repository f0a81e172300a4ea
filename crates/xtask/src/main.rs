//! The project's own tooling: `cargo xtask demo`, `test`, `client` and `bench`.
//!
//! No global tool is needed beside the Rust toolchain, a C compiler and node: what the build uses comes through cargo
//! and through the lock files of `public/` and `tests/browser/`.

mod assets;
mod bench;
mod bundle;
mod client;
mod demo;
mod glue;
mod icons;
mod inline;
mod pack;
mod preflight;
mod test;
mod woff;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::client::Quality;

const USAGE: &str = "\
cargo xtask demo [-- FLAGS]      build everything and open a demo session; FLAGS go to `rollcall demo`
cargo xtask test                 install what the tests need and run all of them
cargo xtask client [--dev]       build the browser client into dist/; --dev is quick and not compressed
cargo xtask bench NAME [--json] [--short]
                                 measure; without NAME: list what can be measured";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<ExitCode> {
    match words {
        ["demo", "--", flags @ ..] | ["demo", flags @ ..] => demo::run(flags)?,
        ["test"] => return test::run(),
        ["client"] => client::build(Quality::Release)?,
        ["client", "--dev"] => client::build(Quality::Dev)?,
        ["bench", words @ ..] => bench::run(words)?,
        [] | ["help" | "--help" | "-h"] => println!("{USAGE}"),
        _ => bail!("no such command: {}\n\n{USAGE}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}
