//! Joins the smallest files of the program in one. The cutter writes one file for every set of parts that share some code,
//! most of them a few hundred bytes: on a slow line each would cost a journey there and back.
//!
//! The joint file is itself a WebAssembly module that holds the others as custom sections (WebAssembly Core
//! Specification, 5.5.3), so that the browser takes it apart.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::client::Parts;

/// The joint file.
const NAME: &str = "chunks.wasm";
/// Files up to so many bytes are joined.
const SMALL: u64 = 6_000;
/// Magic number and version of every module.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
/// How `split.js` takes one of the joined files.
const TAKE: &str = r#"
let small;
function chunk(name) {
    if (small === undefined) {
        const coming = WebAssembly.compileStreaming(fetch(new URL("./chunks.wasm", import.meta.url)));
        coming.catch(() => { if (small === coming) small = undefined; });
        small = coming;
    }
    return small.then((all) => WebAssembly.Module.customSections(all, name)[0]);
}
"#;

/// Joins the small chunks in `work`, has `split.js` take them from there, and names the joint file in `parts` instead.
pub(crate) fn join(work: &Path, parts: &mut Parts) -> Result<()> {
    let mut small = BTreeSet::new();
    for file in parts.values().flatten().filter(|file| file.starts_with("chunk_")) {
        let size = work.join(file).metadata().with_context(|| format!("{file} is missing"))?.len();
        if size <= SMALL {
            small.insert(file.clone());
        }
    }
    if small.len() < 2 {
        return Ok(());
    }
    let (script, mut module) = (work.join("split.js"), HEADER.to_vec());
    let mut loader = fs::read_to_string(&script)?;
    for file in &small {
        let name = file.trim_end_matches(".wasm");
        module.extend(section(name, &fs::read(work.join(file))?));
        loader = taken(&loader, name)?;
        fs::remove_file(work.join(file))?;
    }
    fs::write(work.join(NAME), module)?;
    // Imports come first in a script.
    let (imports, rest) = loader.split_once(";\n").context("split.js begins with its import")?;
    fs::write(script, format!("{imports};\n{TAKE}{rest}"))?;
    for files in parts.values_mut() {
        let before = files.len();
        files.retain(|file| !small.contains(file));
        if files.len() < before {
            files.push(NAME.to_owned());
        }
    }
    Ok(())
}

/// The loader with one chunk taken from the joint file instead of fetched.
fn taken(loader: &str, name: &str) -> Result<String> {
    let fetched = format!("fetch(new URL(\"./{name}.wasm\", import.meta.url))");
    let (before, after) =
        loader.split_once(&fetched).with_context(|| format!("split.js does not fetch {name}"))?;
    let instantiated = "WebAssembly.instantiateStreaming(src, imports)";
    let (until, rest) =
        after.split_once(instantiated).with_context(|| format!("split.js does not start {name}"))?;
    ensure!(!until.contains("fetch("), "split.js starts {name} elsewhere");
    Ok(format!("{before}chunk(\"{name}\"){until}WebAssembly.instantiate(await src, imports){rest}"))
}

/// A custom section.
fn section(name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = length(name.len());
    body.extend(name.as_bytes());
    body.extend(content);
    let mut section = vec![0];
    section.extend(length(body.len()));
    section.extend(body);
    section
}

/// A number as the format writes it: seven bits a byte, the lowest first (LEB128).
fn length(mut number: usize) -> Vec<u8> {
    let mut bytes = vec![];
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        bytes.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"import { initSync } from "./client.js";

const __chunk_7 = makeLoad(() => {
    const src = fetch(new URL("./chunk_7.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
const __chunk_8 = makeLoad(() => {
    const src = fetch(new URL("./chunk_8.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
const __chunk_9 = makeLoad(() => {
    const src = fetch(new URL("./chunk_9.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
"#;

    fn joined() -> (tempfile::TempDir, Parts) {
        let work = tempfile::tempdir().unwrap();
        fs::write(work.path().join("split.js"), LOADER).unwrap();
        for (file, size) in
            [("chunk_7.wasm", 200), ("chunk_8.wasm", 300), ("chunk_9.wasm", SMALL as usize + 1)]
        {
            fs::write(work.path().join(file), vec![b'x'; size]).unwrap();
        }
        let files = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect();
        let mut parts = Parts::from([
            (
                "board".to_owned(),
                files(&["chunk_7.wasm", "chunk_8.wasm", "chunk_9.wasm", "split_board.wasm"]),
            ),
            ("home".to_owned(), files(&["chunk_9.wasm", "split_home.wasm"])),
        ]);
        join(work.path(), &mut parts).unwrap();
        (work, parts)
    }

    #[test]
    fn small_files_become_sections_of_one_module() {
        let (work, parts) = joined();
        assert_eq!(parts["board"], ["chunk_9.wasm", "split_board.wasm", NAME]);
        assert_eq!(parts["home"], ["chunk_9.wasm", "split_home.wasm"]);
        let module = walrus::Module::from_file(work.path().join(NAME)).unwrap();
        let sections: Vec<_> = module
            .customs
            .iter()
            .map(|(_, custom)| (custom.name().to_owned(), custom.data(&Default::default()).len()))
            .collect();
        assert_eq!(sections, [("chunk_7".to_owned(), 200), ("chunk_8".to_owned(), 300)]);
        assert!(!work.path().join("chunk_7.wasm").exists() && work.path().join("chunk_9.wasm").exists());
    }

    #[test]
    fn the_loader_takes_from_there_what_is_joined_and_fetches_the_rest() {
        let (work, _) = joined();
        let loader = fs::read_to_string(work.path().join("split.js")).unwrap();
        assert!(loader.starts_with("import {"));
        assert_eq!(loader.matches("= chunk(\"chunk_").count(), 2);
        assert_eq!(loader.matches("instantiate(await src, imports)").count(), 2);
        assert_eq!(loader.matches("instantiateStreaming(src, imports)").count(), 1);
        assert!(loader.contains("fetch(new URL(\"./chunk_9.wasm\""));
    }

    #[test]
    fn a_loader_of_another_form_is_told() {
        let error = taken("nothing of the kind", "chunk_7").unwrap_err().to_string();
        assert_eq!(error, "split.js does not fetch chunk_7");
    }

    #[test]
    fn lengths_are_written_in_sevens() {
        assert_eq!([length(0), length(127), length(128)], [vec![0], vec![0x7f], vec![0x80, 1]]);
    }
}
