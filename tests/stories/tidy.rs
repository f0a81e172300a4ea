//! The shape of the workspace: which crate may lean on which, and what no file may contain.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

/// What each crate may use of ours, in its code and in its tests.
const ARROWS: [(&str, &[&str], &[&str]); 14] = [
    ("room", &[], &[]),
    ("academy", &["room"], &[]),
    ("protocol", &["room"], &[]),
    ("link", &["protocol", "room"], &[]),
    ("host", &["protocol", "room"], &["link"]),
    ("store", &[], &[]),
    ("seal", &[], &[]),
    ("crowd", &["link", "protocol", "room", "seal"], &[]),
    ("sketch", &["room"], &[]),
    ("export", &["room", "sketch"], &[]),
    ("server", &["academy", "crowd", "export", "host", "protocol", "room", "seal", "sketch", "store"], &[]),
    ("view", &[], &[]),
    ("client", &["academy", "link", "protocol", "room", "sketch", "view"], &[]),
    ("xtask", &[], &[]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace")
}

#[test]
fn crates_lean_only_on_those_they_may() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let metadata = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo is here, it runs this test");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let ours: BTreeSet<_> = packages.iter().map(name).filter(|name| name != "tests").collect();
    let known: BTreeMap<_, _> = ARROWS.iter().map(|(name, code, tests)| (*name, (code, tests))).collect();
    assert!(ours.iter().map(String::as_str).eq(known.keys().copied()), "crates of ours: {ours:?}");
    for package in packages.iter().filter(|package| ours.contains(&name(package))) {
        let (code, tests) = known[name(package).as_str()];
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = name(dependency);
            let in_tests = dependency["kind"] == "dev" && tests.contains(&used.as_str());
            assert!(
                !(ours.contains(&used) || used == "tests") || code.contains(&used.as_str()) || in_tests,
                "{} may not use {used}",
                name(package)
            );
        }
    }
}

/// Every file of ours with one of these endings.
fn files(endings: &[&str]) -> Vec<PathBuf> {
    let mut files = vec![];
    let mut folders = ["crates", "tests", "public", ".ci", "docs"].map(|folder| root().join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            let named = |name: &str| path.file_name().is_some_and(|file| file == name);
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() && !named("node_modules") && !named("target") {
                folders.push(path);
            } else if endings.contains(&ending) {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty());
    files
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<_> = files(&["rs"]).into_iter().filter(|path| !text(path).starts_with("//! ")).collect();
    assert!(silent.is_empty(), "no //! at the top of {silent:#?}");
}

#[test]
fn no_file_names_somebodys_folder() {
    // Put together here, so that this file does not find itself.
    let folders = [["/ro", "ot/"], ["/Us", "ers/"], ["/wo", "rk/"], ["C:\\Us", "ers"]].map(|f| f.concat());
    for path in files(&["rs", "toml", "md", "js", "mjs", "css", "html", "yaml", "json", "sh"]) {
        let text = text(&path);
        let found = folders.iter().find(|folder| text.contains(folder.as_str()));
        assert_eq!(found, None, "in {}", path.display());
    }
}

#[test]
fn text_of_people_never_becomes_markup_in_the_client() {
    let ways = [["inner", "_html"], ["inner", "HTML"], ["outer", "HTML"], ["insert_adjacent", "_html"]];
    let ways = ways.map(|way| way.concat());
    for path in files(&["rs"]).into_iter().filter(|path| path.starts_with(root().join("crates/client"))) {
        let text = text(&path);
        let found = ways.iter().find(|way| text.contains(way.as_str()));
        assert_eq!(found, None, "in {}", path.display());
    }
}
