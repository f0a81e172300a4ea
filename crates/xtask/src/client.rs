//! Builds the browser client: cargo, then cutting the wasm into parts, then the JavaScript glue, then packing.
//!
//! The order matters: cutting needs the linker's relocations and must see the program before the glue is made, and only
//! the main part goes through the glue generator. The parts are written anew afterwards, because the cutter leaves
//! padded numbers and a name section that double their size.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    assets::Assets,
    bundle, glue, pack, preflight,
    workspace::{cargo, root, run, step, target},
};

/// For whom a build is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// For people: smallest transfer, compressed.
    Release,
    /// For the next minute of work: quick to make, large.
    Dev,
}

impl Quality {
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Dev => "wasm-dev",
        }
    }
}

/// The files that must have arrived before a part can run, by part: `{"room": ["chunk_4.wasm", "room.wasm"]}`.
pub(crate) type Parts = BTreeMap<String, Vec<String>>;

/// Makes `dist/` hold the client as its sources are now. Does nothing when it already does.
pub(crate) fn build(quality: Quality) -> Result<()> {
    preflight::to_build()?;
    preflight::packages(&root().join("public"))?;
    let program = step(&format!("client, profile {}", quality.profile()), || compile(quality, "client"))?;
    let seal = step(&format!("seal, profile {}", quality.profile()), || compile(quality, "seal"))?;
    let stamp = pack::stamp(&[&program, &seal], quality)?;
    if pack::is_current(&stamp) {
        return Ok(());
    }
    let work = target().join("client").join(quality.profile());
    let parts = step("cutting the client into parts", || link(&program, &work, quality))?;
    bind(&seal, "seal", &work, quality)?;
    step("packing the client", || {
        let assets = Assets::gather(&root().join("public"), &work, &parts)?;
        pack::pack(&assets, &stamp, quality)
    })
}

/// Compiles to one wasm file; the client's still carries the linker's relocations.
///
/// `cargo rustc` hands the flag to the last crate only, so that everything below is shared with other builds.
fn compile(quality: Quality, package: &str) -> Result<PathBuf> {
    let mut cargo = cargo();
    if quality == Quality::Release {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", release_flags());
    }
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", "cdylib"]).args([
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        quality.profile(),
    ]);
    if package == "client" {
        cargo.args(["--features", "split", "--", "-Clink-args=--emit-relocs"]);
    }
    run(&mut cargo)?;
    Ok(target().join("wasm32-unknown-unknown").join(quality.profile()).join(format!("{package}.wasm")))
}

/// The files of libraries are named as if they lay beside ours, because where they lie is nobody's business and costs
/// bytes. Flags for one target take the place of those for every build, so `.cargo/config.toml`'s are said again.
fn release_flags() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten();
    let short = registries.map(|registry| format!(" --remap-path-prefix={}=lib", registry.path().display()));
    std::iter::once("--cfg=erase_components".to_owned()).chain(short).collect()
}

/// Turns the compiled program into the files a browser loads, in `work`.
fn link(program: &Path, work: &Path, quality: Quality) -> Result<Parts> {
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    fs::create_dir_all(work)?;
    let main = work.join("client.wasm");
    let mut parts = cut(program, work, &main)?;
    bind(&main, "client", work, quality)?;
    fs::remove_file(&main)?;
    if quality == Quality::Release {
        glue::shorten(&work.join("client_bg.wasm"), &work.join("client.js"))?;
    }
    for file in parts.values().flatten() {
        rewrite(&work.join(file), quality).with_context(|| format!("could not rewrite {file}"))?;
    }
    bundle::join(work, &mut parts)?;
    Ok(parts)
}

fn cut(program: &Path, work: &Path, main: &Path) -> Result<Parts> {
    let wasm = fs::read(program).with_context(|| format!("could not read {}", program.display()))?;
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = work;
    options.main_out_path = main;
    options.main_module = "./client.js";
    options.link_name = "./split.js";
    let outcome =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("cutting: {error:?}"))?;
    Ok(outcome
        .prefetch_map
        .into_iter()
        .map(|(part, stems)| {
            let mut files: Vec<_> = stems.into_iter().map(|stem| format!("{stem}.wasm")).collect();
            files.sort();
            files.dedup();
            (part, files)
        })
        .collect())
}

fn bind(main: &Path, name: &str, work: &Path, quality: Quality) -> Result<()> {
    Bindgen::new()
        .input_path(main)
        .web(true)?
        .out_name(name)
        .typescript(false)
        // Starting without arguments finds `client_bg.wasm` beside the glue.
        .omit_default_module_path(false)
        .demangle(false)
        // The parts reach into the main part through what the linker exported.
        .keep_lld_exports(name == "client")
        .remove_name_section(quality == Quality::Release)
        .remove_producers_section(true)
        .generate(work)
}

/// Parses and writes a part anew, without the parts nobody calls and, for people, without names.
fn rewrite(file: &Path, quality: Quality) -> Result<()> {
    let mut module = walrus::ModuleConfig::new()
        .generate_name_section(quality == Quality::Dev)
        .generate_producers_section(false)
        .parse_file(file)?;
    walrus::passes::gc::run(&mut module);
    module.emit_wasm_file(file)
}
