//! The colors and the font of the canvas, as the style sheet has them now.

use leptos::prelude::window;
use web_sys::HtmlElement;

/// Papers of notes, in the order of the palette, as the style sheet calls them.
pub(super) const PAPERS: [&str; 4] = ["y", "p", "g", "u"];
/// Pens, in the order of the palette.
pub(super) const PENS: [&str; 5] = ["1", "2", "3", "4", "5"];

/// What the canvas is drawn with.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Theme {
    pub(super) surface: String,
    pub(super) dot: String,
    pub(super) ink: String,
    pub(super) faint: String,
    pub(super) brand: String,
    pub(super) brand_ink: String,
    pub(super) frame: String,
    pub(super) note_ink: String,
    papers: Vec<String>,
    pens: Vec<String>,
    tints: Vec<String>,
    /// The font families.
    pub(super) font: String,
}

impl Theme {
    /// Reads the theme through `probe`, an element that shows nothing: what it would be colored is what a variable
    /// of the style sheet comes to by day or by night.
    pub(super) fn read(probe: &HtmlElement) -> Self {
        let style = probe.style();
        let computed = window().get_computed_style(probe).ok().flatten();
        let value = |name: &str| {
            computed.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default()
        };
        let color = |name: &str| {
            _ = style.set_property("color", &["var(--", name, ")"].concat());
            value("color")
        };
        let tint = |pen: &str| {
            let mixed = ["color-mix(in srgb, var(--pen-", pen, ") 10%, var(--surface))"].concat();
            _ = style.set_property("color", &mixed);
            value("color")
        };
        let each = |prefix: &str, names: &[&str]| {
            names.iter().map(|name| color(&[prefix, name].concat())).collect::<Vec<_>>()
        };
        Self {
            surface: color("surface"),
            dot: color("line"),
            ink: color("ink"),
            faint: color("ink-3"),
            brand: color("brand"),
            brand_ink: color("brand-ink"),
            frame: color("frame"),
            note_ink: color("note-ink"),
            papers: each("note-", &PAPERS),
            tints: PENS.map(tint).to_vec(),
            pens: each("pen-", &PENS),
            font: value("font-family"),
        }
    }

    /// The paper of a note.
    pub(super) fn paper(&self, color: u8) -> &str {
        pick(&self.papers, color)
    }

    /// The ink of a pen.
    pub(super) fn pen(&self, color: u8) -> &str {
        pick(&self.pens, color)
    }

    /// A breath of that: the inside of a shape.
    pub(super) fn tint(&self, color: u8) -> &str {
        pick(&self.tints, color)
    }
}

/// A color that the palette does not have (the room allows more) is its first.
fn pick(palette: &[String], color: u8) -> &str {
    palette.get(usize::from(color)).or(palette.first()).map_or("", String::as_str)
}
