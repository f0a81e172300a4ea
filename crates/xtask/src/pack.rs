//! Packs the gathered files into `dist/`: one folder per build, compressed twins, the pages that point there, and the
//! fonts with which the server prints.
//!
//! The folder is named by a hash of everything in it. `client.js` and `split.js` import each other, so they cannot each
//! carry their own hash, and a part only ever fits the main part of the same build.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{
    assets::Assets,
    client::Quality,
    inline::inline,
    workspace::{dist, root, target},
};

/// Ends of names of files that are text or nearly so. The font is compressed by itself.
const COMPRESSIBLE: [&str; 7] = ["css", "html", "js", "json", "svg", "txt", "wasm"];

/// Says what a build was made from: the compiled programs, everything in `public/`, and this tooling.
pub(crate) fn stamp(programs: &[&Path], quality: Quality) -> Result<String> {
    let mut hash = blake3::Hasher::new();
    hash.update(format!("{quality:?}").as_bytes());
    let mut sources: Vec<_> = programs.iter().map(|program| (*program).to_owned()).collect();
    sources.push(root().join("Cargo.lock"));
    collect(&root().join("public"), &mut sources)?;
    collect(&root().join("crates/xtask/src"), &mut sources)?;
    for source in sources {
        let bytes = fs::read(&source).with_context(|| format!("could not read {}", source.display()))?;
        hash.update(source.as_os_str().as_encoded_bytes())
            .update(&(bytes.len() as u64).to_le_bytes())
            .update(&bytes);
    }
    Ok(hash.finalize().to_hex().to_string())
}

/// Whether `dist/` still is what was packed from sources with this stamp.
pub(crate) fn is_current(stamp: &str) -> bool {
    let Ok(note) = fs::read_to_string(note()) else { return false };
    let mut lines = note.lines();
    lines.next() == Some(stamp)
        && lines.next().is_some_and(|base| dist().join(base).is_dir())
        && dist().join("app.html").is_file()
}

/// Where the stamp of the last packing and the folder it made are noted; outside of `dist/`, which is served.
fn note() -> PathBuf {
    target().join("client/packed.txt")
}

/// Makes `dist/` anew. It is built aside and swapped in, so that a server reading it never sees a half.
pub(crate) fn pack(assets: &Assets, stamp: &str, quality: Quality) -> Result<()> {
    let aside = target().join("client/dist");
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    let base = base(assets);
    fs::create_dir_all(aside.join(&base))?;
    let address = format!("/{base}");
    let mut files = Vec::new();
    for (name, bytes) in &assets.files {
        files.push((aside.join(&base).join(name), with_base(name, bytes, &address)));
    }
    for (name, page) in &assets.pages {
        let page = inline(page, &assets.files, |text| text.replace("{{base}}", &address))?;
        files.push((aside.join(name), render(name, &page.page, &address)?.into_bytes()));
        files.push((aside.join(format!("{name}.hashes")), page.hashes.into_bytes()));
    }
    fs::create_dir_all(aside.join("print"))?;
    for (name, font) in &assets.print {
        files.push((aside.join("print").join(name), font.clone()));
    }
    write_all(&files, quality)?;
    if dist().exists() {
        fs::remove_dir_all(dist())?;
    }
    fs::rename(&aside, dist()).context("could not put dist/ in place")?;
    fs::write(note(), format!("{stamp}\n{base}\n"))?;
    Ok(())
}

/// The build's folder, e.g. `assets/1a2b3c4d5e6f`.
fn base(assets: &Assets) -> String {
    let mut hash = blake3::Hasher::new();
    for (name, bytes) in &assets.files {
        hash.update(name.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    format!("assets/{}", &hash.finalize().to_hex()[..12])
}

/// Our own scripts and styles may name the folder they end up in.
fn with_base(name: &str, bytes: &[u8], address: &str) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) if name.ends_with(".js") || name.ends_with(".css") => {
            text.replace("{{base}}", address).into_bytes()
        }
        _ => bytes.to_vec(),
    }
}

/// Fills the blank of a page: `{{base}}`, the folder's address.
fn render(name: &str, page: &str, address: &str) -> Result<String> {
    let page = page.replace("{{base}}", address);
    if let Some((_, blank)) = page.split_once("{{") {
        bail!("public/{name} has an unknown blank: {{{{{}", blank.chars().take(20).collect::<String>());
    }
    Ok(page)
}

/// Writes files with their compressed twins, on all cores: the strongest compression is slow.
fn write_all(files: &[(PathBuf, Vec<u8>)], quality: Quality) -> Result<()> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some((path, bytes)) = files.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            write(path, bytes, quality).with_context(|| format!("could not write {}", path.display()))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a packing thread does not panic"))
    })
}

fn write(path: &Path, bytes: &[u8], quality: Quality) -> Result<()> {
    fs::write(path, bytes)?;
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if quality == Quality::Dev || !COMPRESSIBLE.contains(&ending.as_ref()) {
        return Ok(());
    }
    fs::write(twin(path, "br"), brotli(bytes)?)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(twin(path, "gz"), gzip.finish()?)?;
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn twin(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// All files below `folder` in a fixed order, without installed packages: their lock file stands for them.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            if !entry.ends_with("node_modules") {
                collect(&entry, files)?;
            }
        } else {
            files.push(entry);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn assets(css: &str) -> Assets {
        Assets {
            files: BTreeMap::from([("app.css".to_owned(), css.as_bytes().to_vec())]),
            pages: BTreeMap::new(),
            print: BTreeMap::new(),
        }
    }

    #[test]
    fn the_folder_changes_exactly_when_a_file_does() {
        assert_eq!(base(&assets("a{}")), base(&assets("a{}")));
        assert_ne!(base(&assets("a{}")), base(&assets("b{}")));
    }

    #[test]
    fn a_page_names_the_folder() {
        let page = render("index.html", "<a href={{base}}/x>", "/assets/1a").unwrap();
        assert_eq!(page, "<a href=/assets/1a/x>");
    }

    #[test]
    fn an_unknown_blank_in_a_page_is_told() {
        let error = render("index.html", "<a href={{bsae}}/x>", "/assets/1a").unwrap_err().to_string();
        assert!(error.contains("public/index.html has an unknown blank: {{bsae}}"), "{error}");
    }

    #[test]
    fn a_release_has_compressed_twins_that_hold_the_same_and_a_quick_build_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.css");
        write(&file, b".a{}.a{}.a{}.a{}", Quality::Dev).unwrap();
        assert!(file.exists() && !twin(&file, "br").exists());
        write(&file, b".a{}.a{}.a{}.a{}", Quality::Release).unwrap();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &fs::read(twin(&file, "br")).unwrap()[..], &mut plain).unwrap();
        assert_eq!(plain, b".a{}.a{}.a{}.a{}");
        assert!(twin(&file, "gz").exists());
    }

    #[test]
    fn a_font_has_no_twin() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.woff2");
        write(&file, b"font", Quality::Release).unwrap();
        assert!(file.exists() && !twin(&file, "br").exists());
    }
}
