//! Makes the generated JavaScript and the names it shares with the wasm short: comments and indentation go, and what one
//! calls the other by becomes a letter or two. Classes that libraries bring along and nobody uses go with the wasm behind
//! them. Half of what a browser would fetch of all that is neither code nor needed.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};

/// The module that the wasm imports everything from, as the generator calls it.
const MODULE: &str = "./client_bg.js";

/// Shortens the program `wasm` and its glue `js` in place.
pub(crate) fn shorten(wasm: &Path, js: &Path) -> Result<()> {
    let text = fs::read_to_string(js).with_context(|| format!("could not read {}", js.display()))?;
    let (text, unused) = without_classes(&text);
    let mut module = walrus::ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse_file(wasm)?;
    for name in &unused {
        module.exports.remove(name)?;
    }
    walrus::passes::gc::run(&mut module);
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
    // What closures are called by carries a hash.
    let called: BTreeSet<String> = module
        .exports
        .iter()
        .map(|export| export.name.clone())
        .filter(|name| name.starts_with("_ZN") && text.contains(&format!("wasm.{name}(")))
        .collect();
    for export in module.exports.iter_mut().filter(|export| called.contains(&export.name)) {
        export.name = format!("c{}", short(&called, &export.name));
    }
    let text = with_imports(&text, &ours);
    let text = renamed(&text, &called, "c");
    module.emit_wasm_file(wasm)?;
    fs::write(js, without_comments(&renamed(&text, &ours, "")))?;
    Ok(())
}

/// The JavaScript without its classes, and the exports of the wasm that only they have called. Nobody outside uses the
/// classes of libraries; one that is used inside stays.
fn without_classes(text: &str) -> (String, Vec<String>) {
    let mut text = text.to_owned();
    let mut gone = String::new();
    let names: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("export class ")?.strip_suffix(" {").map(str::to_owned))
        .collect();
    for name in names {
        let class = format!("export class {name} {{\n");
        let registry = format!("const {name}Finalization = ");
        let dispose = format!("if (Symbol.dispose) {name}.");
        let blocks = [(class.as_str(), "\n}\n"), (&registry, ";\n"), (&dispose, ";\n")];
        let mut rest = text.clone();
        let cut = blocks.map(|(from, to)| cut_out(&mut rest, from, to).unwrap_or_default()).concat();
        if !rest.contains(&format!("{name}.")) && !rest.contains(&format!("{name}(")) {
            text = rest;
            gone += &cut;
        }
    }
    let called = |text: &str| -> BTreeSet<String> {
        let calls = text.split("wasm.").skip(1);
        calls.map(|call| call.chars().take_while(|c| in_word(*c)).collect()).collect()
    };
    let unused = called(&gone).difference(&called(&text)).cloned().collect();
    (text, unused)
}

/// Cuts out what begins with `from` and ends with the next `to`.
fn cut_out(text: &mut String, from: &str, to: &str) -> Option<String> {
    let start = text.find(from)?;
    let end = start + text[start..].find(to)? + to.len();
    Some(text.drain(start..end).collect())
}

/// The JavaScript with those imports of the wasm only that it still has.
fn with_imports(text: &str, kept: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut skips) = (false, false);
    for line in text.lines() {
        inside |= line.starts_with("    const import0 = {");
        let name = line.strip_prefix("        ").and_then(|line| line.split_once(": ")).map(|(name, _)| name);
        let begins =
            inside && name.is_some_and(|name| name.starts_with("__wbg") || name.starts_with("__wbindgen"));
        if begins {
            skips = name.is_some_and(|name| !kept.contains(name));
        }
        if !skips {
            out += line;
            out.push('\n');
        }
        skips &= !(line.starts_with("        }") || (begins && line.ends_with(',') && !line.ends_with("{,")));
        inside &= !line.starts_with("    };");
    }
    out
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The place of a name among all of them, in as few letters as it takes.
fn short(names: &BTreeSet<String>, name: &str) -> String {
    format!("_{:x}", names.iter().take_while(|other| other.as_str() < name).count())
}

/// Replaces whole words only: one name may begin another. The short names begin with `before`.
fn renamed(text: &str, names: &BTreeSet<String>, before: &str) -> String {
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
            out += before;
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
        assert_eq!(renamed(js, &names, ""), "import x from \"b\"; a._1(_0, __wbg_get_1x);");
    }

    const CLASSES: &str = "export class Idle {\n    free() {\n        wasm.idle_free(1); wasm.both(1);\n    }\n}\n\
        if (Symbol.dispose) Idle.prototype[Symbol.dispose] = Idle.prototype.free;\n\
        export class Used {\n    free() {\n        wasm.used_free(1);\n    }\n}\n\
        function make() {\n    wasm.both(2);\n    return Used.make();\n}\n\
        const IdleFinalization = new FinalizationRegistry(ptr => wasm.idle_end(ptr));\n";

    #[test]
    fn a_class_that_nobody_uses_goes_with_what_only_it_calls() {
        let (text, unused) = without_classes(CLASSES);
        assert!(!text.contains("Idle"), "{text}");
        assert!(text.contains("export class Used") && text.contains("wasm.both(2)"), "{text}");
        assert_eq!(unused, ["idle_end", "idle_free"]);
    }

    #[test]
    fn imports_that_the_wasm_has_no_more_go() {
        let js = "    const import0 = {\n        __proto__: null,\n        __wbg_a: function() {\n            a({\n            });\n        },\n\
            \x20       __wbg_b: b,\n        __wbg_c: function() {\n        },\n    };\n    return 1;\n";
        let kept = BTreeSet::from(["__wbg_c".to_owned()]);
        let left = "    const import0 = {\n        __proto__: null,\n        __wbg_c: function() {\n        },\n    };\n    return 1;\n";
        assert_eq!(with_imports(js, &kept), left);
    }

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let js = "/**\n * Says.\n */\nfunction a() {\n    // why\n    return \"// no comment\";\n}\n";
        assert_eq!(without_comments(js), "function a() {\nreturn \"// no comment\";\n}\n");
    }
}
