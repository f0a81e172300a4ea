//! What must be on the machine: added where that can be done without asking, named with the remedy where it cannot.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::workspace::{command, run, step};

const WASM: &str = "wasm32-unknown-unknown";

/// Debian's and other people's names for the browser the tests drive.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What building the client and the server takes.
pub(crate) fn to_build() -> Result<()> {
    wasm_target()?;
    demand("cc", "a C compiler builds the database and the cryptography: `apt-get install build-essential`")?;
    demand("node", "node brings the font and the icons: `apt-get install nodejs npm`")?;
    demand("npm", "npm brings the font and the icons: `apt-get install npm`")
}

/// What the tests need beyond that: a browser, and the packages that drive it.
pub(crate) fn to_test(browser_tests: &Path) -> Result<()> {
    chromium()?;
    if browser_tests.join("package-lock.json").exists() { packages(browser_tests) } else { Ok(()) }
}

/// Brings the packages of a folder's lock file, unless they are there already.
pub(crate) fn packages(folder: &Path) -> Result<()> {
    if packages_are_current(folder) {
        return Ok(());
    }
    step(&format!("packages of {}", folder.display()), || {
        run(command("npm").args(["ci", "--omit=optional", "--loglevel=error", "--no-audit", "--no-fund"]).current_dir(folder)).context(
            "the packages could not be brought; this step needs the network once, or a package mirror in npm's settings",
        )
    })
}

/// npm writes its own copy of the lock file last, so a newer copy means a finished installation of this lock file.
fn packages_are_current(folder: &Path) -> bool {
    let changed = |name: &str| folder.join(name).metadata().and_then(|file| file.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(installed), Some(wanted)) => installed >= wanted,
        _ => false,
    }
}

fn wasm_target() -> Result<()> {
    let answer = command("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .output()
        .context("rustc is missing: install Rust with rustup")?;
    let folder = PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim());
    if answer.status.success() && folder.exists() {
        return Ok(());
    }
    step(&format!("adding the Rust target {WASM}"), || {
        run(command("rustup").args(["target", "add", WASM])).with_context(|| {
            format!("the client needs the Rust target {WASM}: run `rustup target add {WASM}` where the network allows it")
        })
    })
}

fn chromium() -> Result<()> {
    if CHROMIUM.iter().any(|name| find(name).is_some()) {
        return Ok(());
    }
    if find("apt-get").is_none() {
        bail!("the browser tests need Chromium: install it so that `chromium` is found on the path");
    }
    step("installing Chromium", || {
        run(&mut as_root(&["apt-get", "update"]))?;
        run(&mut as_root(&["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]))
            .context("install it by hand: `apt-get install chromium`")
    })
}

/// Only root may install; elsewhere `sudo` asks.
fn as_root(words: &[&str]) -> Command {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0");
    let words = if is_root { words.to_vec() } else { [&["sudo"], words].concat() };
    let mut command = command(words[0]);
    command.args(&words[1..]);
    command
}

fn demand(program: &str, remedy: &str) -> Result<()> {
    let runs = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !runs.is_ok_and(|status| status.success()) {
        bail!("`{program}` is missing: {remedy}");
    }
    Ok(())
}

fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_its_remedy() {
        let error = demand("no-such-program", "install it like this").unwrap_err().to_string();
        assert!(error.contains("`no-such-program` is missing: install it like this"), "{error}");
    }

    #[test]
    fn a_program_on_the_path_is_found() {
        assert!(find("sh").is_some());
        assert_eq!(find("no-such-program"), None);
    }
}
