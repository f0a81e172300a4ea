//! Gathers everything a browser loads: the program's files, styles, scripts, font, icons, and the two pages.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{client::Parts, glue, icons, woff};

const FONT: &str = "@fontsource-variable/atkinson-hyperlegible-next";
const FONT_FILE: &str = "atkinson-hyperlegible-next-latin-wght-normal.woff2";
const ICONS: &str = "lucide-static";

/// Reads PDFs in the browser: its program, its worker, and what unpacks kinds of pictures that browsers do not know.
const PDF: &str = "pdfjs-dist";
/// Their files: where each lies there, and how it is called in the build's folder. The program is the one for older browsers.
const PDF_FILES: [(&str, &str); 5] = [
    ("legacy/build/pdf.min.mjs", "pdf.js"),
    ("legacy/build/pdf.worker.min.mjs", "pdf.worker.js"),
    ("wasm/jbig2.wasm", "jbig2.wasm"),
    ("wasm/openjpeg.wasm", "openjpeg.wasm"),
    ("wasm/qcms_bg.wasm", "qcms_bg.wasm"),
];
/// Under which licenses those may be passed on.
const PDF_LICENSES: [&str; 4] =
    ["LICENSE", "wasm/LICENSE_JBIG2", "wasm/LICENSE_OPENJPEG", "wasm/LICENSE_QCMS"];

/// The same font in single weights, for pictures and documents that the server makes.
const PRINT: &str = "@fontsource/atkinson-hyperlegible-next";
/// Their files: how each is called there, and in `print/`.
const PRINT_FILES: [(&str, &str); 4] = [
    ("latin-400-normal", "regular-latin.ttf"),
    ("latin-ext-400-normal", "regular-latin-ext.ttf"),
    ("latin-700-normal", "bold-latin.ttf"),
    ("latin-ext-700-normal", "bold-latin-ext.ttf"),
];

/// What the join page needs of the styles; everything else comes with the room.
const JOIN_STYLES: [&str; 2] = ["base.css", "join.css"];
/// What the sheets of all features rely on, so it stands before them.
const COMMON_STYLES: [&str; 2] = ["base.css", "controls.css"];

/// Style sheets that come with a part of the program, and what each is made of. All others come with the room.
const PART_STYLES: [(&str, &[&str]); 4] = [
    ("home.css", &["home.css", "runsheet.css"]),
    ("board.css", &["board.css"]),
    ("hands.css", &["hands.css"]),
    ("work.css", &["breakout.css", "console.css", "exercise.css", "plan.css", "poll.css", "questions.css"]),
];

/// All files of one build, before they have an address.
pub(crate) struct Assets {
    /// Go into the build's folder, by name. Text among them may still say `{{base}}`.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Pages outside of that folder, by name; they say `{{base}}`.
    pub(crate) pages: BTreeMap<String, String>,
    /// Fonts the server itself uses, by name. They have no address.
    pub(crate) print: BTreeMap<String, Vec<u8>>,
}

impl Assets {
    /// Gathers from `public` (with its packages installed) and from `program`, the folder of linked wasm and JavaScript.
    pub(crate) fn gather(public: &Path, program: &Path, parts: &Parts) -> Result<Self> {
        let mut files = BTreeMap::new();
        let mut put = |file: &Path, bytes: Vec<u8>| {
            let name = name(file);
            ensure!(files.insert(name.clone(), bytes).is_none(), "two files are named {name}");
            Ok(())
        };
        for file in files_with(program, &["js", "wasm"])?.into_iter().chain(files_with(public, &["svg"])?) {
            put(&file, read(&file)?)?;
        }
        for file in files_with(public, &["js"])? {
            put(&file, glue::without_comments(&String::from_utf8(read(&file)?)?).into_bytes())?;
        }
        let packages = public.join("node_modules");
        let styles = Styles::read(&public.join("style"))?;
        files.insert("app.css".to_owned(), styles.of_the_app().into_bytes());
        for (name, sheets) in PART_STYLES {
            files.insert(name.to_owned(), styles.joined(sheets).into_bytes());
        }
        files.insert("join.css".to_owned(), styles.joined(&JOIN_STYLES).into_bytes());
        files.insert(FONT_FILE.to_owned(), read(&packages.join(FONT).join("files").join(FONT_FILE))?);
        let names =
            fs::read_to_string(public.join("icons.txt")).context("could not read public/icons.txt")?;
        let sprite = icons::sprite(&names, &packages.join(ICONS).join("icons"))?;
        files.insert("icons.svg".to_owned(), sprite.into_bytes());
        for (file, name) in PDF_FILES {
            files.insert(name.to_owned(), read(&packages.join(PDF).join(file))?);
        }
        files.insert("licenses.txt".to_owned(), licenses(&packages)?.into_bytes());
        files.insert("parts.json".to_owned(), serde_json::to_vec(parts)?);
        let pages = files_with(public, &["html"])?
            .into_iter()
            .map(|page| Ok((name(&page), fs::read_to_string(page)?)))
            .collect::<Result<_>>()?;
        Ok(Self { files, pages, print: print(&packages)? })
    }
}

fn print(packages: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let unpack = |(file, name): (&str, &str)| {
        let file = packages.join(PRINT).join(format!("files/atkinson-hyperlegible-next-{file}.woff"));
        let font =
            woff::unpack(&read(&file)?).with_context(|| format!("could not unpack {}", file.display()))?;
        Ok((name.to_owned(), font))
    };
    PRINT_FILES.into_iter().map(unpack).collect()
}

/// The style sheets, by name.
struct Styles(BTreeMap<String, String>);

impl Styles {
    fn read(folder: &Path) -> Result<Self> {
        let sheets = files_with(folder, &["css"])?.into_iter().map(|sheet| {
            let text = fs::read_to_string(&sheet)?;
            Ok((name(&sheet), without_comments(&text)))
        });
        Ok(Self(sheets.collect::<Result<_>>()?))
    }

    /// All sheets that no part brings along, the common ones first.
    fn of_the_app(&self) -> String {
        let of_a_part = |name: &str| PART_STYLES.iter().any(|(_, sheets)| sheets.contains(&name));
        let names = self.0.keys().map(String::as_str);
        let first = |name: &str| JOIN_STYLES.contains(&name) || COMMON_STYLES.contains(&name);
        let others = names.filter(|name| !first(name) && !of_a_part(name));
        self.joined(&COMMON_STYLES.into_iter().chain(others).collect::<Vec<_>>())
    }

    fn joined(&self, names: &[&str]) -> String {
        names.iter().filter_map(|name| self.0.get(*name)).map(String::as_str).collect()
    }
}

/// A style sheet without comments, indentation and blank lines. Text in quotes stays as it is.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut quote = None;
    let mut rest = sheet;
    while let Some(letter) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            _ => {}
        }
        kept.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    kept.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |text, line| text + line + "\n")
}

/// What others made may be passed on only together with its licenses.
fn licenses(packages: &Path) -> Result<String> {
    let of_packages = [FONT, PRINT, ICONS].map(|package| (package, "LICENSE"));
    of_packages
        .into_iter()
        .chain(PDF_LICENSES.map(|file| (PDF, file)))
        .map(|(package, file)| {
            let text = fs::read_to_string(packages.join(package).join(file))
                .with_context(|| format!("could not read the license of {package}"))?;
            Ok(format!("{package}\n\n{text}\n\n"))
        })
        .collect()
}

/// The files directly in `folder` that end in one of `endings`, in order of their names.
fn files_with(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))? {
        let file = entry?.path();
        if file.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            files.push(file);
        }
    }
    ensure!(!files.is_empty(), "{} holds no {} file", folder.display(), endings.join(" or "));
    files.sort();
    Ok(files)
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("could not read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_leave_a_style_sheet() {
        assert_eq!(
            without_comments("/* top */\n.a {\n  color: red; /* why */\n}\n\n"),
            ".a {\ncolor: red;\n}\n"
        );
    }

    #[test]
    fn what_looks_like_a_comment_in_quotes_stays() {
        assert_eq!(
            without_comments("a::after { content: \"/* no */\"; }"),
            "a::after { content: \"/* no */\"; }\n"
        );
    }

    #[test]
    fn the_common_sheet_comes_first_and_the_join_page_gets_only_what_it_needs() {
        let sheet = |name: &str| (format!("{name}.css"), format!(".{name} {{}}\n"));
        let styles = Styles(["agenda", "base", "home", "join"].map(sheet).into());
        assert_eq!(styles.of_the_app(), ".base {}\n.agenda {}\n");
        assert_eq!(styles.joined(&JOIN_STYLES), ".base {}\n.join {}\n");
    }
}
