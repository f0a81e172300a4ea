//! Joins the files of the program that are fetched together. The cutter writes one file for every set of parts that share
//! some code, most of them a few hundred bytes: on a slow line each would cost a journey there and back, and what lies in
//! one file is smaller than in two.
//!
//! A joint file is itself a WebAssembly module that holds the others as custom sections (WebAssembly Core
//! Specification, 5.5.3), so that the browser takes it apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, ensure};

use crate::client::Parts;

/// Parts that are never fetched without another, and which.
const WITH: [(&str, &str); 3] = [("hands", "board"), ("control", "board"), ("control", "hands")];
/// Parts whose own file is joined with what nobody fetches without them.
const WHOLE: [&str; 2] = ["board", "hands"];
/// What is shared by other parts is joined up to so many bytes a file: apart from what is needed with a board, and from
/// what is not.
const SMALL: u64 = 6_000;
/// Magic number and version of every module.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
/// How `split.js` takes one of the joined files.
const TAKE: &str = r#"
const joint = {};
function chunk(file, name) {
    if (joint[file] === undefined) {
        const coming = WebAssembly.compileStreaming(fetch(new URL(`./${file}.wasm`, import.meta.url)));
        coming.catch(() => { if (joint[file] === coming) delete joint[file]; });
        joint[file] = coming;
    }
    return joint[file].then((all) => WebAssembly.Module.customSections(all, name)[0]);
}
"#;

/// Joins files in `work`, has `split.js` take them from there, and names the joint files in `parts` instead.
pub(crate) fn join(work: &Path, parts: &mut Parts) -> Result<()> {
    let mut users = BTreeMap::<String, BTreeSet<&str>>::new();
    for (part, files) in parts.iter() {
        for file in files {
            users.entry(file.clone()).or_default().insert(part);
        }
    }
    let mut joint = BTreeMap::<String, Vec<String>>::new();
    for (file, users) in &users {
        let size = work.join(file).metadata().with_context(|| format!("{file} is missing"))?.len();
        if let Some(name) = joint_file(file, users, size) {
            joint.entry(name).or_default().push(file.trim_end_matches(".wasm").to_owned());
        }
    }
    joint.retain(|_, files| files.len() > 1);
    let script = work.join("split.js");
    let mut loader = fs::read_to_string(&script)?;
    for (name, files) in &joint {
        let mut module = HEADER.to_vec();
        for file in files {
            let path = work.join(file).with_extension("wasm");
            module.extend(section(file, &fs::read(&path)?));
            loader = taken(&loader, name, file)?;
            fs::remove_file(path)?;
        }
        fs::write(work.join(name).with_extension("wasm"), module)?;
    }
    // Imports come first in a script.
    let (imports, rest) = loader.split_once(";\n").context("split.js begins with its import")?;
    fs::write(script, format!("{imports};\n{TAKE}{rest}"))?;
    let place = |file: String| {
        let within = joint.iter().find(|(_, files)| files.iter().any(|held| file == format!("{held}.wasm")));
        within.map_or(file, |(name, _)| format!("{name}.wasm"))
    };
    for files in parts.values_mut() {
        *files = files.drain(..).map(place).collect::<BTreeSet<_>>().into_iter().collect();
    }
    Ok(())
}

/// The name of the file that this one is joined with, by the parts that need it; none if it stays for itself.
fn joint_file(file: &str, users: &BTreeSet<&str>, size: u64) -> Option<String> {
    let implied = |part: &str| WITH.iter().any(|(with, first)| *with == part && users.contains(first));
    let alone: Vec<_> = users.iter().filter(|part| !implied(part)).collect();
    match alone.as_slice() {
        [part] if WHOLE.contains(*part) => Some((**part).to_owned()),
        _ if size > SMALL || !file.starts_with("chunk_") => None,
        _ if users.iter().any(|part| WHOLE.contains(part)) => Some("chunks".to_owned()),
        _ => Some("more".to_owned()),
    }
}

/// The loader with one file taken from the `joint` one instead of fetched.
fn taken(loader: &str, joint: &str, name: &str) -> Result<String> {
    let fetched = format!("fetch(new URL(\"./{name}.wasm\", import.meta.url))");
    let (before, after) =
        loader.split_once(&fetched).with_context(|| format!("split.js does not fetch {name}"))?;
    let instantiated = "WebAssembly.instantiateStreaming(src, imports)";
    let (until, rest) =
        after.split_once(instantiated).with_context(|| format!("split.js does not start {name}"))?;
    ensure!(!until.contains("fetch("), "split.js starts {name} elsewhere");
    Ok(format!(
        "{before}chunk(\"{joint}\", \"{name}\"){until}WebAssembly.instantiate(await src, imports){rest}"
    ))
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

    /// A loader as the cutter writes one, for these files.
    fn loader(files: &[&str]) -> String {
        let load = |file: &&str| {
            format!(
                "const __{file} = makeLoad(() => {{
    const src = fetch(new URL(\"./{file}.wasm\", import.meta.url));
    src.catch(() => {{}});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}}
, []);\n"
            )
        };
        "import { initSync } from \"./client.js\";\n\n".to_owned()
            + &files.iter().map(load).collect::<String>()
    }

    fn names(work: &Path, file: &str) -> Vec<(String, usize)> {
        let module = walrus::Module::from_file(work.join(file)).unwrap();
        let customs = module.customs.iter();
        customs
            .map(|(_, custom)| (custom.name().to_owned(), custom.data(&Default::default()).len()))
            .collect()
    }

    fn joined() -> (tempfile::TempDir, Parts) {
        let work = tempfile::tempdir().unwrap();
        let (small, large) = (200, SMALL as usize + 1);
        let files = [
            ("chunk_1", small, &["board", "hands"][..]),
            ("chunk_2", large, &["board", "control", "hands"]),
            ("chunk_3", small, &["control", "hands"]),
            ("chunk_4", small, &["board", "home"]),
            ("chunk_5", small, &["hands", "home"]),
            ("chunk_6", large, &["board", "home"]),
            ("chunk_7", small, &["groups", "home"]),
            ("chunk_8", small, &["groups", "work"]),
            ("split_board", large, &["board"]),
            ("split_hands", large, &["hands"]),
            ("split_home", small, &["home"]),
        ];
        let mut parts = Parts::new();
        for (file, size, users) in files {
            fs::write(work.path().join(format!("{file}.wasm")), vec![b'x'; size]).unwrap();
            for part in users {
                parts.entry((*part).to_owned()).or_default().push(format!("{file}.wasm"));
            }
        }
        fs::write(work.path().join("split.js"), loader(&files.map(|(file, ..)| file))).unwrap();
        join(work.path(), &mut parts).unwrap();
        (work, parts)
    }

    #[test]
    fn what_is_fetched_together_becomes_one_module() {
        let (work, parts) = joined();
        assert_eq!(parts["board"], ["board.wasm", "chunk_6.wasm", "chunks.wasm"]);
        assert_eq!(parts["hands"], ["board.wasm", "chunks.wasm", "hands.wasm"]);
        assert_eq!(parts["control"], ["board.wasm", "hands.wasm"]);
        assert_eq!(parts["home"], ["chunk_6.wasm", "chunks.wasm", "more.wasm", "split_home.wasm"]);
        assert_eq!(parts["work"], ["more.wasm"]);
        let names = |file| names(work.path(), file).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("board.wasm"), ["chunk_1", "chunk_2", "split_board"]);
        assert_eq!(names("hands.wasm"), ["chunk_3", "split_hands"]);
        assert_eq!(names("chunks.wasm"), ["chunk_4", "chunk_5"]);
        assert_eq!(names("more.wasm"), ["chunk_7", "chunk_8"]);
        assert!(!work.path().join("chunk_7.wasm").exists() && work.path().join("chunk_6.wasm").exists());
    }

    #[test]
    fn a_section_holds_all_of_a_file() {
        let (work, _) = joined();
        assert_eq!(names(work.path(), "hands.wasm")[0], ("chunk_3".to_owned(), 200));
    }

    #[test]
    fn the_loader_takes_from_there_what_is_joined_and_fetches_the_rest() {
        let (work, _) = joined();
        let loader = fs::read_to_string(work.path().join("split.js")).unwrap();
        assert!(loader.starts_with("import {"));
        assert!(loader.contains("= chunk(\"hands\", \"chunk_3\")"));
        assert_eq!(loader.matches("= chunk(").count(), 9);
        assert_eq!(loader.matches("instantiate(await src, imports)").count(), 9);
        assert_eq!(loader.matches("instantiateStreaming(src, imports)").count(), 2);
        assert!(loader.contains("fetch(new URL(\"./chunk_6.wasm\""));
    }

    #[test]
    fn a_loader_of_another_form_is_told() {
        let error = taken("nothing of the kind", "chunks", "chunk_7").unwrap_err().to_string();
        assert_eq!(error, "split.js does not fetch chunk_7");
    }

    #[test]
    fn lengths_are_written_in_sevens() {
        assert_eq!([length(0), length(127), length(128)], [vec![0], vec![0x7f], vec![0x80, 1]]);
    }
}
