//! Text breaks into lines here, as on the canvas: at the writer's own breaks, between words, and within words that are
//! too long.

/// The lines of `text` that are no wider than `width`, as `measure` has it. There is always at least one.
///
/// What is measured are words and letters, never a line as a whole: the time it takes grows with the text alone.
pub(crate) fn lines(text: &str, width: f64, measure: &mut dyn FnMut(&str) -> f64) -> Vec<String> {
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
