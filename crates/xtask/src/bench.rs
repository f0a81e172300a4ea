//! `cargo xtask bench NAME [--json]`: the one door for every measurement.
//!
//! A bench is a function that returns rows; it is added by one line in [`BENCHES`]. Judging the rows is the reader's:
//! the command succeeds whatever they say.

mod browser;
mod row;
mod server;
mod session;

use anyhow::{Result, bail};

use self::row::Row;

/// A measurement by its name.
struct Bench {
    name: &'static str,
    about: &'static str,
    measure: fn() -> Result<Vec<Row>>,
}

const BENCHES: [Bench; 1] =
    [Bench { name: "session", about: "a live session: sizes, start, recovery", measure: session::measure }];

/// Runs the bench named in `words` and prints a table, or with `--json` one object a line.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (name, json) = match words {
        [] => {
            for Bench { name, about, .. } in &BENCHES {
                println!("{name:<12} {about}");
            }
            return Ok(());
        }
        [name] => (*name, false),
        [name, "--json"] => (*name, true),
        _ => bail!("usage: cargo xtask bench NAME [--json]"),
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        bail!("there is no bench `{name}`; there is: {}", BENCHES.map(|bench| bench.name).join(", "));
    };
    let rows = (bench.measure)()?;
    if json {
        rows.iter().for_each(|row| println!("{}", row.json()));
    } else {
        print!("{}", row::table(&rows));
    }
    Ok(())
}
