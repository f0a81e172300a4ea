//! Measures a live session from outside: what a browser downloads, how fast it starts, what a crash costs.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{browser, row::Row, server};
use crate::{
    client::{self, Parts, Quality},
    workspace::dist,
};

/// What is sized, and the most it may be, in KB of 1,000 bytes. A board can be seen with its own part; what changes it
/// (`hands`) is fetched behind that and counted beyond it, so that both together are what a board takes. The other parts
/// without a goal are what the room fetches only when there is a poll, an exercise or a question (`work`), or groups to
/// be made (`groups`): they are listed so that nothing that is fetched stays unseen.
const SIZES: [(&str, Option<f64>); 7] = [
    ("client.join_br_kb", Some(20.0)),
    ("client.room_br_kb", Some(220.0)),
    ("client.board_br_kb", Some(60.0)),
    ("client.hands_br_kb", None),
    ("client.console_br_kb", Some(80.0)),
    ("client.work_br_kb", None),
    ("client.groups_br_kb", None),
];

/// All rows of this bench; what could not be measured is a row with the reason, and keeps no other from being measured.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let built = client::build(Quality::Release);
    let mut rows = size_rows(built.and_then(|()| sizes(&Download::of(&dist())?)));
    rows.extend(browser::measure());
    rows.extend(server::measure());
    Ok(rows)
}

fn size_rows(sizes: Result<[u64; 7]>) -> Vec<Row> {
    let reason = sizes.as_ref().err().map(|error| format!("{error:#}")).unwrap_or_default();
    let row = |(n, (name, most)): (usize, &(&'static str, Option<f64>))| {
        let row = match &sizes {
            Ok(bytes) => Row::measured(name, bytes[n] as f64 / 1_000.0, "KB"),
            Err(_) => Row::not_measured(name, "KB", &*reason),
        };
        if let Some(most) = most { row.at_most(*most) } else { row }
    };
    SIZES.iter().enumerate().map(row).collect()
}

/// The bytes of [`SIZES`].
fn sizes(download: &Download) -> Result<[u64; 7]> {
    let icons = BTreeSet::from(["icons.svg".to_owned()]);
    let in_the_room = &download.linked("app.html")? | &icons;
    let join = download.page("index.html")? + download.files(&download.linked("index.html")?)?;
    let room = download.page("app.html")? + download.files(&in_the_room)?;
    let looks = BTreeSet::from(["board.css".to_owned()]);
    let board = &download.part("board")? | &looks;
    let looks = BTreeSet::from(["hands.css".to_owned()]);
    let hands = download.files(&(&(&download.part("hands")? | &looks) - &board))?;
    let board = download.files(&board)?;
    let looks = BTreeSet::from(["work.css".to_owned()]);
    let [console, work, groups] = ["console", "work", "groups"].map(|name| {
        let files = &download.part(name)? | &looks;
        download.files(&files)
    });
    Ok([join, room, board, hands, console?, work?, groups?])
}

/// The packed client, seen as what goes over the line. Sizes are in bytes.
pub(super) struct Download {
    dist: PathBuf,
    folder: PathBuf,
    parts: Parts,
}

impl Download {
    pub(super) fn of(dist: &Path) -> Result<Self> {
        let builds = fs::read_dir(dist.join("assets")).context("dist/ holds no client")?;
        let folder = builds.last().context("dist/assets holds no build")??.path();
        let parts = serde_json::from_slice(&fs::read(folder.join("parts.json"))?)?;
        Ok(Self { dist: dist.to_owned(), folder, parts })
    }

    pub(super) fn part(&self, name: &str) -> Result<BTreeSet<String>> {
        let files = self.parts.get(name).with_context(|| format!("the client has no part `{name}`"))?;
        Ok(files.iter().cloned().collect())
    }

    /// The files a page links, which it needs before it is usable. What it only prefetches is not among them, nor is
    /// the font, which is counted apart.
    fn linked(&self, page: &str) -> Result<BTreeSet<String>> {
        let page = fs::read_to_string(self.dist.join(page))?;
        let build = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let waits = |tag: &&str| {
            !tag.starts_with("style") && !tag.contains("\"prefetch\"") && !tag.contains("\"font\"")
        };
        let tags = page.split('<').filter(waits);
        let addresses =
            tags.filter_map(|tag| tag.split_once(&format!("\"/assets/{build}/"))?.1.split_once('"'));
        Ok(addresses.map(|(name, _)| name.to_owned()).collect())
    }

    fn page(&self, name: &str) -> Result<u64> {
        size(&self.dist.join(format!("{name}.br")))
    }

    pub(super) fn files(&self, names: &BTreeSet<String>) -> Result<u64> {
        names.iter().map(|name| size(&self.folder.join(format!("{name}.br")))).sum()
    }
}

fn size(file: &Path) -> Result<u64> {
    Ok(file.metadata().with_context(|| format!("{} is missing", file.display()))?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_could_not_be_built_is_told_in_every_row() {
        let rows = size_rows(Err(anyhow::anyhow!("it did not compile")));
        assert_eq!(rows.len(), SIZES.len());
        let told = |row: &Row| row.value().is_none() && row.json().contains("it did not compile");
        assert!(rows.iter().all(told));
    }

    #[test]
    fn a_page_counts_what_it_links_and_a_part_all_that_it_takes() {
        let dist = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = dist.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let kilobyte = "x".repeat(1_000);
        for name in
            ["join.css", "join.js", "app.css", "client.js", "icons.svg", "board.css", "hands.css", "work.css"]
        {
            write(&format!("assets/1a/{name}.br"), &kilobyte);
        }
        for name in ["work", "console", "both", "board", "groups", "hands"] {
            write(&format!("assets/1a/{name}.wasm.br"), &kilobyte);
        }
        write(
            "assets/1a/parts.json",
            r#"{"work": ["both.wasm", "work.wasm"], "console": ["both.wasm", "console.wasm"], "board": ["board.wasm"],
                "hands": ["board.wasm", "hands.wasm"],
                "groups": ["groups.wasm"]}"#,
        );
        write(
            "index.html",
            r#"<style>@font-face { src: url("/assets/1a/f.woff2") }</style><link rel="stylesheet" href="/assets/1a/join.css"><script src="/assets/1a/join.js"></script>
               <link rel="prefetch" href="/assets/1a/split.js">"#,
        );
        write(
            "app.html",
            r#"<link href="/assets/1a/app.css"><link as="font" href="/assets/1a/f.woff2"><script src="/assets/1a/client.js">"#,
        );
        write("index.html.br", &"x".repeat(500));
        write("app.html.br", &"x".repeat(250));
        let rows = size_rows(sizes(&Download::of(dist.path()).unwrap()));
        let values: Vec<_> = rows.iter().filter_map(Row::value).collect();
        assert_eq!(values, [2.5, 3.25, 2.0, 2.0, 3.0, 3.0, 2.0]);
    }
}
