//! Measures a live session from outside: what a browser downloads, how fast it starts, what a crash costs.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::row::Row;
use crate::{
    client::{self, Parts, Quality},
    workspace::dist,
};

/// Every page of the program needs these before it can bring in a part. The font is apart.
const PROGRAM: [&str; 6] = ["app.css", "boot.js", "client.js", "client_bg.wasm", "split.js", "icons.svg"];

const REACT: &str = "a minimal React page";

/// All rows of this bench.
pub(crate) fn measure() -> Result<Vec<Row>> {
    client::build(Quality::Release)?;
    let mut rows = sizes(&Download::of(&dist())?)?;
    let browser = "no browser bench drives the room yet";
    rows.extend([
        Row::not_measured("client.join_vs_react_slow", "ms", browser).against(REACT, None).ratio_at_most(0.5),
        Row::not_measured("client.room_vs_react_slow", "ms", browser)
            .against(REACT, None)
            .ratio_at_most(1.25),
        Row::not_measured("client.cycles_dom_growth", "nodes", browser).at_most(0.0),
        Row::not_measured("server.kill9_lost", "rows", "no bench kills the server yet").at_most(0.0),
        Row::not_measured("server.kill9_doubled", "rows", "no bench kills the server yet").at_most(0.0),
        Row::not_measured("server.cold_start_ms", "ms", "no bench starts the server yet"),
    ]);
    Ok(rows)
}

fn sizes(download: &Download) -> Result<Vec<Row>> {
    let room = download.part("room")?;
    let extra = |part: &str| -> Result<BTreeSet<String>> { Ok(&download.part(part)? - &room) };
    let program: BTreeSet<String> = PROGRAM.map(str::to_owned).into();
    let join = download.page("index.html")? + download.files(&download.join_page()?)?;
    let in_the_room = download.page("app.html")? + download.files(&(&program | &room))?;
    Ok(vec![
        Row::measured("client.join_br_kb", join, "KB").at_most(20.0),
        Row::measured("client.room_br_kb", in_the_room, "KB").at_most(220.0),
        Row::measured("client.board_br_kb", download.files(&extra("board")?)?, "KB").at_most(60.0),
        Row::measured("client.console_br_kb", download.files(&extra("console")?)?, "KB").at_most(80.0),
    ])
}

/// The packed client, seen as what goes over the line. Sizes are in KB of 1,000 bytes.
struct Download {
    dist: PathBuf,
    folder: PathBuf,
    parts: Parts,
}

impl Download {
    fn of(dist: &Path) -> Result<Self> {
        let builds = fs::read_dir(dist.join("assets")).context("dist/ holds no client")?;
        let folder = builds.last().context("dist/assets holds no build")??.path();
        let parts = serde_json::from_slice(&fs::read(folder.join("parts.json"))?)?;
        Ok(Self { dist: dist.to_owned(), folder, parts })
    }

    fn part(&self, name: &str) -> Result<BTreeSet<String>> {
        let files = self.parts.get(name).with_context(|| format!("the client has no part `{name}`"))?;
        Ok(files.iter().cloned().collect())
    }

    /// What the join page needs before it is usable; icons only if it shows any.
    fn join_page(&self) -> Result<BTreeSet<String>> {
        let page = fs::read_to_string(self.dist.join("index.html"))?
            + &fs::read_to_string(self.folder.join("join.js"))?;
        let always = ["join.css", "join.js"];
        Ok(always
            .into_iter()
            .chain(page.contains("icons.svg").then_some("icons.svg"))
            .map(str::to_owned)
            .collect())
    }

    fn page(&self, name: &str) -> Result<f64> {
        kilobytes(&self.dist.join(format!("{name}.br")))
    }

    fn files(&self, names: &BTreeSet<String>) -> Result<f64> {
        names.iter().map(|name| kilobytes(&self.folder.join(format!("{name}.br")))).sum()
    }
}

fn kilobytes(file: &Path) -> Result<f64> {
    let length = file.metadata().with_context(|| format!("{} is missing", file.display()))?.len();
    Ok(length as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_chunk_counts_for_the_room_and_not_again_for_the_board() {
        let dist = tempfile::tempdir().unwrap();
        let folder = dist.path().join("assets/1a");
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, length: usize| fs::write(folder.join(name), vec![b'x'; length]).unwrap();
        PROGRAM.iter().for_each(|name| write(&format!("{name}.br"), 1_000));
        for name in
            ["join.css.br", "join.js.br", "room.wasm.br", "board.wasm.br", "console.wasm.br", "both.wasm.br"]
        {
            write(name, 1_000);
        }
        write("join.js", 1);
        let parts = r#"{"room":["both.wasm","room.wasm"],"board":["both.wasm","board.wasm"],"console":["console.wasm"]}"#;
        fs::write(folder.join("parts.json"), parts).unwrap();
        fs::write(dist.path().join("index.html"), "<form>").unwrap();
        fs::write(dist.path().join("index.html.br"), [b'x'; 500]).unwrap();
        fs::write(dist.path().join("app.html.br"), [b'x'; 500]).unwrap();
        let rows = sizes(&Download::of(dist.path()).unwrap()).unwrap();
        let values: Vec<_> = rows.iter().map(|row| row.json()["value"].as_f64().unwrap()).collect();
        assert_eq!(values, [2.5, 8.5, 1.0, 1.0]);
    }
}
