//! Puts the join page's looks and script into the page itself: on a slow line each file that a page must wait for costs a
//! journey there and back before anybody can type.
//!
//! What stands in a page runs only because the server names its hash (CSP level 3, hash-source); the hashes lie beside
//! the page as `<page>.hashes`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

use crate::glue::without_comments;

/// A page with everything in it, and the sources its policy has to allow.
#[derive(Debug, PartialEq)]
pub(crate) struct Inlined {
    /// The page.
    pub(crate) page: String,
    /// Two lines: the hash of its script, and of its looks; empty when it holds neither.
    pub(crate) hashes: String,
}

/// Fills `{{script NAME}}` and `{{style NAME}}` in a page with the gathered files; `finish` fills the blanks in these.
pub(crate) fn inline(
    page: &str,
    files: &BTreeMap<String, Vec<u8>>,
    finish: impl Fn(&str) -> String,
) -> Result<Inlined> {
    let mut done = Inlined { page: page.to_owned(), hashes: String::new() };
    for (kind, fill) in [("script", script as Fill), ("style", text as Fill)] {
        let opening = format!("{{{{{kind} ");
        let Some((before, rest)) = done.page.split_once(&opening) else { continue };
        let (name, after) = rest.split_once("}}").with_context(|| format!("{opening} has no end"))?;
        let filled = finish(&fill(name, files)?);
        // The parser of HTML knows neither strings nor comments of what stands inside.
        if filled.contains(&format!("</{kind}")) {
            bail!("{name} would end its element too early");
        }
        done.hashes += &format!("'sha256-{}'\n", BASE64.encode(&Sha256::digest(&filled)));
        done.page = format!("{before}{filled}{after}");
    }
    Ok(done)
}

type Fill = fn(&str, &BTreeMap<String, Vec<u8>>) -> Result<String>;

fn text(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<String> {
    let bytes = files.get(name).with_context(|| format!("there is no {name}"))?;
    Ok(String::from_utf8(bytes.clone())?)
}

/// A module and all it imports, one after the other, as one script that keeps its names to itself. Their top-level names
/// must differ, which the browser says at once if they do not.
fn script(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<String> {
    let mut joined = String::new();
    append(name, files, &mut BTreeSet::new(), &mut joined)?;
    Ok(format!("\"use strict\";{{\n{}}}\n", without_comments(&joined)))
}

fn append(
    name: &str,
    files: &BTreeMap<String, Vec<u8>>,
    done: &mut BTreeSet<String>,
    joined: &mut String,
) -> Result<()> {
    if !done.insert(name.to_owned()) {
        return Ok(());
    }
    let source = text(name, files)?;
    let mut own = String::new();
    for line in source.lines() {
        let imported = line.strip_prefix("import ").and_then(|rest| rest.split_once("from \"./"));
        match imported.and_then(|(_, file)| file.split_once('"')) {
            Some((file, _)) => append(file, files, done, joined)?,
            None => own += &format!("{}\n", line.strip_prefix("export ").unwrap_or(line)),
        }
    }
    joined.push_str(&own);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        all.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_page_carries_its_looks_and_its_script_with_all_that_it_imports_once() {
        let files = files(&[
            ("a.js", "import { b } from \"./b.js\";\nimport { c } from \"./c.js\";\nb(c);\n"),
            ("b.js", "import { c } from \"./c.js\";\n// says why\nexport function b() {}\n"),
            ("c.js", "export const c = \"{{base}}\";\n"),
            ("a.css", ".a {}\n"),
        ]);
        let page = "<style>{{style a.css}}</style><script>{{script a.js}}</script>";
        let done = inline(page, &files, |text| text.replace("{{base}}", "/x")).unwrap();
        let script = "\"use strict\";{\nconst c = \"/x\";\nfunction b() {}\nb(c);\n}\n";
        assert_eq!(done.page, format!("<style>.a {{}}\n</style><script>{script}</script>"));
        let hash = |text: &str| format!("'sha256-{}'\n", BASE64.encode(&Sha256::digest(text)));
        assert_eq!(done.hashes, hash(script) + &hash(".a {}\n"));
    }

    #[test]
    fn what_would_end_its_element_is_refused() {
        let files = files(&[("a.js", "say(\"</script>\");\n")]);
        assert!(inline("<script>{{script a.js}}</script>", &files, str::to_owned).is_err());
    }

    #[test]
    fn a_page_without_blanks_stays_as_it_is() {
        let done = inline("<p>{{base}}</p>", &files(&[]), str::to_owned).unwrap();
        assert_eq!(done, Inlined { page: "<p>{{base}}</p>".to_owned(), hashes: String::new() });
    }
}
