//! Measures boards: what edits cost, whether a crowd on one board ends with the same, what is downloaded, and how a large
//! board moves beside those of others.

use std::collections::BTreeSet;

use anyhow::Result;
use serde::Deserialize;

use super::{Extent, browser, last_line, row, row::Row, session::Download, told};
use crate::{
    client::{self, Quality},
    preflight,
    workspace::{cargo, command, dist, root, run, step, target},
};

const EXCALIDRAW: &str = "Excalidraw";
const TLDRAW: &str = "tldraw";
const BLANK: &str = "an empty canvas";
const PLAIN: &str = "a spot kept in a plain map";
const OTHER_WAY: &str = "the other way";

/// Edits, officers and seconds of a short run.
const SHORT: [&str; 3] = ["10000", "40", "15"];

/// All rows of this bench; what could not be measured is a row with the reason, and keeps no other from being measured.
pub(crate) fn measure(extent: Extent) -> Result<Vec<Row>> {
    let mut rows = browser_rows(boards(extent));
    rows.extend(edit_rows(step("edits of a board", || edits(extent)).map_err(told)));
    rows.extend(crowd_rows(step("a crowd on one board", || crowd(extent)).map_err(told)));
    let code = "board.code_br_kb";
    rows.push(
        match code_bytes(extent) {
            Ok(bytes) => Row::measured(code, bytes as f64 / 1_000.0, "KB"),
            Err(error) => Row::not_measured(code, "KB", told(error)),
        }
        .at_most(120.0),
    );
    Ok(rows)
}

/// What the example beside the protocol counted; bytes are those of an edit.
#[derive(Deserialize)]
struct Edits {
    apply_per_s: f64,
    plain_per_s: f64,
    sent_per_edit: f64,
    told_per_edit: f64,
    snapshot_bytes: f64,
}

fn edits(extent: Extent) -> Result<Edits> {
    let mut example = cargo();
    example.args(["run", "--quiet", "--release", "--package", "protocol", "--example", "edits", "--"]);
    if extent == Extent::Short {
        example.arg(SHORT[0]);
    }
    last_line(&mut example, "the example")
}

/// Rows about edits. An edit goes to the server once and from there to everybody else: the dearer way counts.
fn edit_rows(edits: Result<Edits, String>) -> Vec<Row> {
    let edits = edits.as_ref();
    let ways = edits.map(|e| [e.sent_per_edit.max(e.told_per_edit), e.sent_per_edit.min(e.told_per_edit)]);
    let plain = edits.map(|e| e.plain_per_s).ok();
    vec![
        row("board.apply_ops_per_s", "/s", edits.map(|e| e.apply_per_s))
            .against(PLAIN, plain)
            .at_least(500_000.0),
        row("board.bytes_per_edit", "bytes", ways.map(|[dear, _]| dear))
            .against(OTHER_WAY, ways.map(|[_, cheap]| cheap).ok())
            .at_most(25.0),
        row("board.snapshot_mb", "MB", edits.map(|e| e.snapshot_bytes / 1e6)).at_most(0.8),
    ]
}

/// What the example beside the crowd found.
#[derive(Deserialize)]
struct Crowd {
    diverged: f64,
    server_cpu: f64,
    bytes_per_s: f64,
    stroke_p95_ms: Option<f64>,
}

/// Builds the server and the crowd, always both, so that no library is compiled once more with other features.
fn programs() -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--release", "--package", "server", "--package", "crowd"]);
    run(build.args(["--bin", "rollcall", "--example", "one_board"]))
}

fn crowd(extent: Extent) -> Result<Crowd> {
    programs()?;
    let mut example = command(&target().join("release/examples/one_board").to_string_lossy());
    example.arg(target().join("release/rollcall"));
    if extent == Extent::Short {
        example.args(&SHORT[1..]);
    }
    last_line(&mut example, "the crowd")
}

/// Rows about the crowd. Everything is on one machine, so a stroke's time has no journey in it.
fn crowd_rows(crowd: Result<Crowd, String>) -> Vec<Row> {
    let crowd = crowd.as_ref();
    let stroke = match crowd {
        Ok(crowd) => crowd.stroke_p95_ms.ok_or("nobody drew"),
        Err(reason) => Err(reason.as_str()),
    };
    vec![
        row("board.diverged_200", "boards", crowd.map(|c| c.diverged)).at_most(0.0),
        row("board.server_cpu_200", "cores", crowd.map(|c| c.server_cpu)),
        row("board.server_kb_per_s_200", "KB/s", crowd.map(|c| c.bytes_per_s / 1_000.0)),
        row("board.stroke_p95_ms", "ms", stroke).at_most(50.0),
    ]
}

/// What `boards.mjs` measured.
#[derive(Deserialize)]
struct Boards {
    /// The p95 of a frame in which an empty canvas is drawn, milliseconds.
    blank: Option<f64>,
    ours: Moves,
    excalidraw: Moves,
    tldraw: Moves,
}

/// Milliseconds of one board; what could not be measured is missing, and `reason` says why.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Moves {
    pan_p95: Option<f64>,
    pan_cpu: Option<f64>,
    zoom_p95: Option<f64>,
    open: Option<f64>,
    reason: Option<String>,
}

impl Moves {
    fn why(&self) -> String {
        self.reason.clone().unwrap_or_else(|| "the script did not say".to_owned())
    }
}

fn boards(extent: Extent) -> Result<Boards, String> {
    let prepare = || {
        let folder = root().join("tests/browser");
        preflight::to_test(&folder)?;
        preflight::packages(&folder.join("peer-board"))?;
        step("the server", programs)
    };
    prepare().map_err(told)?;
    browser::told_with("boards.mjs", if extent == Extent::Short { &["short"] } else { &[] })
}

/// Rows about large boards in a browser.
fn browser_rows(boards: Result<Boards, String>) -> Vec<Row> {
    let ours = |of: fn(&Moves) -> Option<f64>| match &boards {
        Ok(boards) => of(&boards.ours).ok_or_else(|| boards.ours.why()),
        Err(reason) => Err(reason.clone()),
    };
    // Of a peer that could not be measured there is no ratio, and the row says why.
    let beside = |name, unit, peer: &'static str, of: fn(&Moves) -> Option<f64>| {
        let theirs = boards.as_ref().ok().map(|b| if peer == TLDRAW { &b.tldraw } else { &b.excalidraw });
        let value = match theirs {
            Some(theirs) if of(theirs).is_none() => Err(format!("{peer}: {}", theirs.why())),
            _ => ours(of),
        };
        row(name, unit, value).against(peer, theirs.and_then(of))
    };
    let blank = boards.as_ref().ok().and_then(|boards| boards.blank);
    vec![
        row("board.pan_5k_p95_ms", "ms", ours(|m| m.pan_p95)).against(BLANK, blank).at_most(pan_limit(blank)),
        beside("board.pan_5k_cpu_vs_excalidraw", "ms", EXCALIDRAW, |m| m.pan_cpu).ratio_at_most(1.0 / 8.0),
        beside("board.pan_5k_cpu_vs_tldraw", "ms", TLDRAW, |m| m.pan_cpu),
        row("board.zoom_20k_p95_ms", "ms", ours(|m| m.zoom_p95)).at_most(20.0),
        row("board.open_5k_ms", "ms", ours(|m| m.open)).at_most(150.0),
        beside("board.open_5k_vs_excalidraw", "ms", EXCALIDRAW, |m| m.open).ratio_at_most(0.1),
    ]
}

/// A frame of 60 in a second, or what the machine needs for an empty one and 5 % more.
fn pan_limit(blank: Option<f64>) -> f64 {
    let blank = blank.map_or(0.0, |blank| blank * 1.05);
    (blank.max(17.0) * 10.0).round() / 10.0
}

/// What a board takes to be seen and changed: both parts, each file once, and its looks.
fn code_bytes(extent: Extent) -> Result<u64> {
    if extent == Extent::Full {
        client::build(Quality::Release)?;
    }
    let download = Download::of(&dist())?;
    let looks = BTreeSet::from(["board.css".to_owned()]);
    download.files(&(&(&download.part("board")? | &download.part("hands")?) | &looks))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(rows: &[Row]) -> Vec<Option<f64>> {
        rows.iter().map(Row::value).collect()
    }

    #[test]
    fn the_dearer_way_of_an_edit_counts() {
        let json = r#"{"edits":1,"apply_per_s":6e5,"plain_per_s":3e6,"sent_per_edit":21.0,"told_per_edit":33.0,
                       "things":5800,"snapshot_bytes":700000}"#;
        let rows = edit_rows(Ok(serde_json::from_str(json).unwrap()));
        assert_eq!(values(&rows), [Some(600_000.0), Some(33.0), Some(0.7)]);
        assert!(rows[0].json().contains(r#""ok":true"#) && rows[1].json().contains(r#""ok":false"#));
    }

    #[test]
    fn a_crowd_in_which_nobody_drew_has_no_time_of_a_stroke() {
        let json = r#"{"diverged":0,"server_cpu":0.25,"bytes_per_s":5000,"stroke_p95_ms":null}"#;
        let rows = crowd_rows(Ok(serde_json::from_str(json).unwrap()));
        assert_eq!(values(&rows), [Some(0.0), Some(0.25), Some(5.0), None]);
        assert!(rows[3].json().contains("nobody drew"));
    }

    #[test]
    fn a_peer_that_is_missing_takes_its_rows_along_and_no_others() {
        let json = r#"{"blank":20.0,"ours":{"pan_p95":20.5,"pan_cpu":4.0,"zoom_p95":null,"open":90.0,"reason":"no time"},
                       "excalidraw":{"pan_cpu":64.0,"open":2000.0},"tldraw":{"reason":"no licence"}}"#;
        let rows = browser_rows(Ok(serde_json::from_str(json).unwrap()));
        assert_eq!(values(&rows), [Some(20.5), Some(4.0), None, None, Some(90.0), Some(90.0)]);
        assert!(rows[0].json().contains(r#""goal":"<= 21","ok":true"#), "{}", rows[0].json());
        assert!(rows[1].json().contains(r#""ratio":0.0625"#) && rows[1].json().contains(r#""ok":true"#));
        assert!(rows[2].json().contains("tldraw: no licence") && rows[3].json().contains("no time"));
    }

    #[test]
    fn what_could_not_be_measured_is_there_with_its_reason() {
        let rows =
            [browser_rows(Err("no browser".into())), edit_rows(Err("x".into())), crowd_rows(Err("y".into()))];
        assert!(rows.iter().flatten().all(|row| row.value().is_none()));
        assert_eq!(rows.concat().len(), 13);
    }

    #[test]
    fn a_slow_machine_is_judged_by_its_empty_frame() {
        assert_eq!([pan_limit(None), pan_limit(Some(16.7)), pan_limit(Some(33.4))], [17.0, 17.5, 35.1]);
    }
}
