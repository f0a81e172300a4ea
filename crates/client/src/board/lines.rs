//! Text on a canvas breaks into lines here: at the writer's own breaks, between words, and within words that are too long.

/// The lines of `text` that are no wider than `width`, as `measure` has it. There is always at least one.
pub(super) fn lines(text: &str, width: f64, measure: &dyn Fn(&str) -> f64) -> Vec<String> {
    let mut lines = vec![];
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            let fits = |line: &str| measure(line.trim_end()) <= width;
            let with = format!("{line}{word}");
            if fits(&with) {
                line = with;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = break_up(word, width, measure, &mut lines);
        }
        lines.push(line);
    }
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// A word that may be wider than a line: full lines of it go to `lines`, the rest is returned.
fn break_up(word: &str, width: f64, measure: &dyn Fn(&str) -> f64, lines: &mut Vec<String>) -> String {
    if measure(word.trim_end()) <= width {
        return word.to_owned();
    }
    let mut line = String::new();
    for letter in word.chars() {
        line.push(letter);
        if measure(line.trim_end()) > width && line.chars().nth(1).is_some() {
            line.pop();
            lines.push(std::mem::replace(&mut line, letter.to_string()));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten letters to a line.
    fn ten(text: &str) -> Vec<String> {
        lines(text, 10.0, &|line| line.chars().count() as f64)
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(ten("Good evening, I'm Officer Reyes."), ["Good", "evening,", "I'm", "Officer", "Reyes."]);
        assert_eq!(ten("name first, why"), ["name", "first, why"]);
    }

    #[test]
    fn the_writers_own_breaks_stay() {
        assert_eq!(ten("a\n\nb"), ["a", "", "b"]);
        assert_eq!(ten(""), [""]);
    }

    #[test]
    fn a_word_that_is_too_long_breaks_within() {
        assert_eq!(ten("to accountability-mindedness now"), ["to", "accountabi", "lity-minde", "dness now"]);
        assert_eq!(lines("ab", 0.5, &|line| line.len() as f64), ["a", "b"]);
    }

    #[test]
    fn the_space_at_the_end_of_a_line_takes_no_room() {
        assert_eq!(ten("exactly 10 letters"), ["exactly 10", "letters"]);
    }
}
