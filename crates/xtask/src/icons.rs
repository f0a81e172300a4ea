//! Makes one sprite out of the icons named in `public/icons.txt`.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

/// The sprite: where it is in the page, `<use href="#icon-hand">` draws the icon `hand` in the color of the text around it.
///
/// `names` has one Lucide name a line; `drawings` is the folder of Lucide's files. A name that Lucide does not have, or
/// that is there twice, is an error: a missing icon would otherwise be seen only on the screen that needs it.
pub(crate) fn sprite(names: &str, drawings: &Path) -> Result<String> {
    let mut names: Vec<&str> = names.lines().map(str::trim).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("public/icons.txt names `{}` twice", pair[0]);
    }
    let unknown: Vec<_> = names.iter().filter(|name| !drawing(drawings, name).exists()).copied().collect();
    if !unknown.is_empty() {
        bail!("public/icons.txt names icons that Lucide does not have: {}", unknown.join(", "));
    }
    let mut sprite = String::from("<!-- Lucide icons, ISC license, see licenses.txt -->\n");
    sprite += "<svg xmlns=\"http://www.w3.org/2000/svg\">\n";
    for name in names {
        let file = drawing(drawings, name);
        let svg = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
        let shapes =
            shapes(&svg).with_context(|| format!("{} is not a drawing as expected", file.display()))?;
        sprite += &symbol(name, &shapes);
    }
    Ok(sprite + "</svg>\n")
}

fn drawing(drawings: &Path, name: &str) -> std::path::PathBuf {
    drawings.join(format!("{name}.svg"))
}

/// How it is stroked is up to the style sheet (`.i`), which all icons have: said for each it would be a tenth of the sprite.
fn symbol(name: &str, shapes: &str) -> String {
    format!("<symbol id=\"icon-{name}\" viewBox=\"0 0 24 24\">{shapes}</symbol>\n")
}

/// What stands between `<svg …>` and `</svg>`, on one line.
fn shapes(svg: &str) -> Option<String> {
    let (_, opened) = svg.split_once("<svg")?;
    let (_, inside) = opened.split_once('>')?;
    let (inside, _) = inside.split_once("</svg>")?;
    Some(inside.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><").replace(" />", "/>"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::root;

    fn drawings() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let svg = "<!-- note -->\n<svg\n  width=\"24\"\n>\n  <path d=\"M1 2\" />\n  <path\n d=\"M3 4\" />\n</svg>\n";
        fs::write(folder.path().join("hand.svg"), svg).unwrap();
        folder
    }

    #[test]
    fn a_named_icon_becomes_a_symbol_with_its_shapes() {
        let sprite = sprite("\nhand\n", drawings().path()).unwrap();
        assert!(sprite.contains("<symbol id=\"icon-hand\" viewBox=\"0 0 24 24\""), "{sprite}");
        assert!(sprite.contains("><path d=\"M1 2\"/><path d=\"M3 4\"/></symbol>"), "{sprite}");
    }

    #[test]
    fn every_unknown_name_is_told() {
        let error = sprite("hand\nfoot\ntoe\n", drawings().path()).unwrap_err().to_string();
        assert!(error.contains("does not have: foot, toe"), "{error}");
    }

    fn sources(folder: &Path) -> String {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: std::path::PathBuf| match path.is_dir() {
            true => sources(&path),
            false => fs::read_to_string(path).unwrap(),
        };
        entries.map(read).collect()
    }

    #[test]
    fn the_list_has_what_the_client_draws_and_nothing_else() {
        let client = sources(&root().join("crates/client/src"));
        let listed = fs::read_to_string(root().join("public/icons.txt")).unwrap();
        let listed: Vec<&str> = listed.lines().collect();
        let idle: Vec<_> = listed.iter().filter(|name| !client.contains(&format!("\"{name}\""))).collect();
        assert!(idle.is_empty(), "nobody draws {idle:?}");
        let drawn = client.split("<Icon name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let missing: Vec<_> = drawn.filter(|name| !listed.contains(name)).collect();
        assert!(missing.is_empty(), "the list lacks {missing:?}");
    }

    #[test]
    fn a_name_twice_is_told() {
        let error = sprite("hand\nhand\n", drawings().path()).unwrap_err().to_string();
        assert!(error.contains("`hand` twice"), "{error}");
    }
}
