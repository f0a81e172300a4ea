//! The picture in pixels.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::Tree,
};

use crate::{Error, Fonts, Scene, sheet};

/// Pixels for one of the board, unless that would be too many.
const SHARP: f64 = 2.0;
/// No side has more pixels.
const LONGEST: f64 = 4_096.0;
/// Letters smaller than this, in pixels of the picture, are left out: they could not be read.
const LEGIBLE: f64 = 3.0;

/// Draws a board.
///
/// # Errors
/// Why it cannot be drawn.
pub fn png(scene: &Scene<'_>, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let (w, h) = scene.size();
    let scale = SHARP.min(LONGEST / w.max(h));
    let pixels = |length: f64| (length * scale).round().clamp(1.0, LONGEST) as u32;
    let mut picture = Pixmap::new(pixels(w), pixels(h)).ok_or_else(|| Error::Png("no room".to_owned()))?;
    let view = Transform::from_scale(scale as f32, scale as f32);
    for svg in scene.sheets(sheet::THINGS, LEGIBLE / scale) {
        resvg::render(&Tree::from_str(&svg, &sheet::options(fonts))?, view, &mut picture.as_mut());
    }
    picture.encode_png().map_err(|error| Error::Png(error.to_string()))
}
