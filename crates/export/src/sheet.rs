//! How sheets of a picture are read.

use resvg::usvg::Options;

use crate::Fonts;

/// So many things are drawn at a time: their letters take far more memory as outlines than as text.
pub(crate) const THINGS: usize = 500;

/// With our font and no other, and without anything from outside.
pub(crate) fn options(fonts: &Fonts) -> Options<'static> {
    Options { fontdb: fonts.database.clone(), font_family: fonts.name(0), ..Options::default() }
}
