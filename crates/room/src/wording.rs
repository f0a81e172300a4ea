//! What people type, made fit for the room: trimmed, bounded, free of invisible trickery.

use crate::{Refusal, limit};

/// One line: whitespace collapsed, no control or direction-changing characters.
///
/// # Errors
/// [`Refusal::Empty`] when nothing is left, [`Refusal::TooLong`] above `max` characters.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    let cleaned = text.split_whitespace().map(visible).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    bounded(cleaned.join(" "), max)
}

/// Like [`line`], but nothing at all is fine too.
///
/// # Errors
/// [`Refusal::TooLong`] above `max` characters.
pub fn optional_line(text: &str, max: usize) -> Result<String, Refusal> {
    match line(text, max) {
        Err(Refusal::Empty) => Ok(String::new()),
        other => other,
    }
}

/// Several lines: line breaks stay, the rest as in [`line`] except that spaces inside a line are kept.
///
/// # Errors
/// [`Refusal::Empty`] when nothing is left, [`Refusal::TooLong`] above `max` characters.
pub fn paragraph(text: &str, max: usize) -> Result<String, Refusal> {
    let cleaned = text.lines().map(|l| visible(l.trim_end())).collect::<Vec<_>>().join("\n");
    bounded(cleaned.trim().to_owned(), max)
}

/// Like [`paragraph`], but nothing at all is fine too.
///
/// # Errors
/// [`Refusal::TooLong`] above `max` characters.
pub fn optional_paragraph(text: &str, max: usize) -> Result<String, Refusal> {
    match paragraph(text, max) {
        Err(Refusal::Empty) => Ok(String::new()),
        other => other,
    }
}

fn bounded(text: String, max: usize) -> Result<String, Refusal> {
    match text.chars().count() {
        0 => Err(Refusal::Empty),
        n if n > max => Err(limit::too_long(max)),
        _ => Ok(text),
    }
}

/// Without control characters and without the marks that reorder or hide text (Unicode UTS 39 lists them as
/// unsafe in identifiers); the joiners that emoji and several scripts need stay.
fn visible(text: &str) -> String {
    text.chars().filter(|c| is_visible(*c)).collect()
}

/// Whether a character is neither a control character nor one of the marks that reorder or hide text.
#[must_use]
pub fn is_visible(c: char) -> bool {
    let hides = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{FEFF}');
    !c.is_control() && !hides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_what_nobody_sees() {
        assert_eq!(line("  Dana \u{202E}\tKaplan\u{0}\n", 80), Ok("Dana Kaplan".into()));
    }

    #[test]
    fn nothing_left_is_refused() {
        assert_eq!(line(" \u{200B} ", 80), Err(Refusal::Empty));
        assert_eq!(optional_line(" ", 80), Ok(String::new()));
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(line("éééé", 4).is_ok());
        assert_eq!(line("ééééé", 4), Err(Refusal::TooLong { max: 4 }));
    }

    #[test]
    fn a_paragraph_keeps_its_line_breaks() {
        assert_eq!(paragraph("one \r\n\r\n two\u{7}\n", 80), Ok("one\n\n two".into()));
    }
}
