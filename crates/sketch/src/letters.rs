//! How text stands on things, and where it breaks into lines: at the writer's own breaks, between words, and within words
//! that are too long.

use room::board::Kind;

use crate::{Area, is_round};

/// Letters, and the space around them, in pixels at 100 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letters {
    /// Weight and size, as style sheets have them.
    pub font: &'static str,
    /// Whether they are bold.
    pub bold: bool,
    /// Their size.
    pub size: f64,
    /// From line to line.
    pub line: f64,
    /// From the edge to the words.
    pub around: f64,
}

/// The letters of a kind of item.
#[must_use]
pub fn letters(kind: &Kind) -> Letters {
    match kind {
        Kind::Text { .. } => Letters { font: "400 18px ", bold: false, size: 18.0, line: 23.5, around: 4.0 },
        Kind::Frame { .. } => Letters { font: "700 16px ", bold: true, size: 16.0, line: 21.0, around: 16.0 },
        Kind::Note { .. }
        | Kind::Shape { .. }
        | Kind::Ink { .. }
        | Kind::Line { .. }
        | Kind::Image { .. } => {
            Letters { font: "400 15px ", bold: false, size: 15.0, line: 19.5, around: 12.0 }
        }
    }
}

/// How wide the lines of an item's text may be that is `width` wide, and how high it has to be for so many of them.
pub fn around_words(kind: &Kind, width: f64) -> (f64, impl Fn(usize) -> f64 + use<>) {
    /// How much of an ellipse's width and height its words can have: the largest box within it.
    const ROUND: f64 = 0.707;
    let Letters { line, around, .. } = letters(kind);
    let part = if is_round(kind) { ROUND } else { 1.0 };
    (width * part - around * 2.0, move |lines| (line * lines as f64 + around * 2.0) / part)
}

/// Whether an item of this size has room for its text in any case; found without measuring, so it may be wrong about one
/// that has just enough.
#[must_use]
pub fn has_room(kind: &Kind, area: Area) -> bool {
    let text = kind.text().unwrap_or_default();
    let (room, height) = around_words(kind, area.w);
    let wide = |text: &str| text.chars().map(widest).sum::<f64>() * letters(kind).size;
    // Two lines that follow each other have more words than one has room for.
    let most = |text: &str| 1 + 2 * (wide(text) / room.max(1.0)) as usize;
    let lines = |text: &str| if wide(text) <= room { 1 } else { most(text) };
    room > 0.0 && height(text.split('\n').map(lines).sum()) <= area.h
}

/// How wide a letter is at most, in any font that may stand in for ours, as part of the size.
fn widest(letter: char) -> f64 {
    match letter {
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.0,
        'A'..='Z' | '0'..='9' => 0.85,
        letter if letter.is_ascii() => 0.7,
        _ => 1.5,
    }
}

/// The lines of `text` that are no wider than `width`, as `measure` has it. There is always at least one.
///
/// What is measured are words and letters, never a line as a whole: the time it takes grows with the text alone.
#[must_use]
pub fn lines(text: &str, width: f64, measure: &mut dyn FnMut(&str) -> f64) -> Vec<String> {
    let mut lines = vec![];
    let space = measure(" ");
    for paragraph in text.split('\n') {
        // `filled` is how wide the line is with the spaces at its end, which take no room until a word follows.
        let (mut line, mut filled) = (String::new(), 0.0);
        for word in paragraph.split_inclusive(' ') {
            let letters = word.trim_end_matches(' ');
            let wide = if letters.is_empty() { 0.0 } else { measure(letters) };
            if letters.is_empty() || filled + wide <= width {
                line.push_str(word);
                filled += wide;
            } else {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                (line, filled) = break_up(letters, wide, width, measure, &mut lines);
                line.push_str(&word[letters.len()..]);
            }
            filled += space * (word.len() - letters.len()) as f64;
        }
        lines.push(line);
    }
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// A word that may be wider than a line: full lines of it go to `lines`, the rest is returned with its width.
fn break_up(
    word: &str,
    wide: f64,
    width: f64,
    measure: &mut dyn FnMut(&str) -> f64,
    lines: &mut Vec<String>,
) -> (String, f64) {
    if wide <= width {
        return (word.to_owned(), wide);
    }
    let (mut line, mut filled) = (String::new(), 0.0);
    for letter in word.chars() {
        let wide = measure(letter.encode_utf8(&mut [0; 4]));
        if filled + wide > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            filled = 0.0;
        }
        line.push(letter);
        filled += wide;
    }
    (line, filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten letters to a line.
    fn ten(text: &str) -> Vec<String> {
        lines(text, 10.0, &mut |text| text.chars().count() as f64)
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(ten("Good evening, I'm Officer Reyes."), ["Good", "evening,", "I'm", "Officer", "Reyes."]);
        assert_eq!(ten("name first, why"), ["name", "first, why"]);
        assert_eq!(ten("exactly 10 letters"), ["exactly 10", "letters"]);
    }

    #[test]
    fn what_has_room_in_any_case_is_known_without_measuring() {
        let area = Area { w: 200.0, h: 200.0, ..Area::default() };
        let room = |text: &str| has_room(&Kind::Note { text: text.to_owned() }, area);
        assert!(room(""));
        assert!(room("Ask first, then explain"));
        assert!(!room(&"Ask first, then explain ".repeat(10)));
        assert!(!room(&"\n".repeat(20)), "a line for each break");
        assert!(!has_room(&Kind::Note { text: "a".to_owned() }, Area { w: 10.0, ..area }));
    }

    #[test]
    fn the_writers_own_breaks_stay() {
        assert_eq!(ten("a\n\nb"), ["a", "", "b"]);
        assert_eq!(ten(""), [""]);
    }

    #[test]
    fn a_word_that_is_too_long_breaks_within() {
        assert_eq!(ten("to accountability-mindedness now"), ["to", "accountabi", "lity-minde", "dness now"]);
        assert_eq!(lines("ab", 0.5, &mut |line| line.len() as f64), ["a", "b"]);
    }
}
