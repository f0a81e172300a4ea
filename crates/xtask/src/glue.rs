//! Makes the generated JavaScript and the names it shares with the wasm short: comments and indentation go, and what one
//! calls the other by becomes a letter or two. Half of what a browser would fetch of them is neither code nor needed.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};

/// The module that the wasm imports everything from, as the generator calls it.
const MODULE: &str = "./client_bg.js";

/// Shortens the program `wasm` and its glue `js` in place.
pub(crate) fn shorten(wasm: &Path, js: &Path) -> Result<()> {
    let text = fs::read_to_string(js).with_context(|| format!("could not read {}", js.display()))?;
    let mut module = walrus::ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse_file(wasm)?;
    let ours: BTreeSet<String> = module
        .imports
        .iter()
        .filter(|import| import.module == MODULE)
        .map(|import| import.name.clone())
        .collect();
    for import in module.imports.iter_mut().filter(|import| import.module == MODULE) {
        "b".clone_into(&mut import.module);
        import.name = short(&ours, &import.name);
    }
    module.emit_wasm_file(wasm)?;
    fs::write(js, without_comments(&renamed(&text, &ours)))?;
    Ok(())
}

/// The place of a name among all of them, in as few letters as it takes.
fn short(names: &BTreeSet<String>, name: &str) -> String {
    format!("_{:x}", names.iter().take_while(|other| other.as_str() < name).count())
}

/// Replaces whole words only: one name may begin another.
fn renamed(text: &str, names: &BTreeSet<String>) -> String {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(text.len());
    let text = text.replace(&format!("\"{MODULE}\""), "\"b\"");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let word = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let (head, tail) = if word == 0 {
            rest.split_at(rest.chars().next().map_or(0, char::len_utf8))
        } else {
            rest.split_at(word)
        };
        if names.contains(head) {
            out += &short(names, head);
        } else {
            out += head;
        }
        rest = tail;
    }
    out
}

/// Drops lines that are comments, and indentation. Generated code has no text over several lines.
pub(crate) fn without_comments(text: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        let opens = line.starts_with("/*");
        let is_comment = inside || opens || line.starts_with("//");
        inside = (inside || opens) && !line.contains("*/");
        if !is_comment && !line.is_empty() {
            out += line;
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_one_that_begins_another_stays_apart() {
        let names = BTreeSet::from(["__wbg_get_1".to_owned(), "__wbg_get_12".to_owned()]);
        let js = "import x from \"./client_bg.js\"; a.__wbg_get_12(__wbg_get_1, __wbg_get_1x);";
        assert_eq!(renamed(js, &names), "import x from \"b\"; a._1(_0, __wbg_get_1x);");
    }

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let js = "/**\n * Says.\n */\nfunction a() {\n    // why\n    return \"// no comment\";\n}\n";
        assert_eq!(without_comments(js), "function a() {\nreturn \"// no comment\";\n}\n");
    }
}
