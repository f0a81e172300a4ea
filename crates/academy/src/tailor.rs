//! The blanks in a template, `{{like_this}}`, that a department fills with its own words.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A blank that a template declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The name between the braces.
    pub key: String,
    /// The question put to the department.
    pub ask: String,
    /// What officers read as long as nobody has answered it.
    pub otherwise: String,
}

/// What a department has answered, by slot key.
pub type Values = BTreeMap<String, String>;

/// The text as officers may read it: every slot replaced by the department's answer, else by the
/// slot's own fallback, else (a slot nobody declared) by nothing. No `{{key}}` is left.
pub fn fill(text: &str, slots: &[Slot], values: &Values) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in Pieces(text) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Slot(key) => {
                let said = answer(key, values).unwrap_or_else(|| fallback(key, slots));
                filled.extend(words(said));
            }
        }
    }
    filled
}

/// The keys in these texts that have no answer yet, sorted, each once.
pub fn unfilled<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, values: &Values) -> Vec<String> {
    let mut open = BTreeSet::new();
    for text in texts {
        let keys = used(text.as_ref()).filter(|key| answer(key, values).is_none());
        open.extend(keys.map(str::to_owned));
    }
    open.into_iter().collect()
}

/// The keys used in one text, in order, repeats included.
pub fn used(text: &str) -> impl Iterator<Item = &str> {
    Pieces(text).filter_map(|piece| match piece {
        Piece::Slot(key) => Some(key),
        Piece::Words(_) => None,
    })
}

/// The text without its slots: an answer that names a slot itself is not filled again.
fn words(text: &str) -> impl Iterator<Item = &str> {
    Pieces(text).filter_map(|piece| match piece {
        Piece::Words(words) => Some(words),
        Piece::Slot(_) => None,
    })
}

/// A blank answer is no answer.
fn answer<'v>(key: &str, values: &'v Values) -> Option<&'v str> {
    values.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
}

fn fallback<'s>(key: &str, slots: &'s [Slot]) -> &'s str {
    slots.iter().find(|slot| slot.key == key).map_or("", |slot| slot.otherwise.as_str())
}

enum Piece<'t> {
    Words(&'t str),
    Slot(&'t str),
}

/// Cuts a text into words and slots. A pair of braces around anything but a key is words.
struct Pieces<'t>(&'t str);

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let text = self.0;
        if text.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(open) = text[from..].find("{{").map(|at| from + at) {
            let Some((key, length)) = key_at(&text[open..]) else {
                from = open + 1;
                continue;
            };
            if open > 0 {
                self.0 = &text[open..];
                return Some(Piece::Words(&text[..open]));
            }
            self.0 = &text[length..];
            return Some(Piece::Slot(key));
        }
        self.0 = "";
        Some(Piece::Words(text))
    }
}

/// The key and the length in bytes of the slot this text begins with, if it begins with one.
fn key_at(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("{{")?;
    let close = inner.find("}}")?;
    let key = inner[..close].trim();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    (!key.is_empty() && key.chars().all(plain)).then_some((key, close + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> Vec<Slot> {
        vec![Slot {
            key: "department_name".into(),
            ask: "What is your department called?".into(),
            otherwise: "your department".into(),
        }]
    }

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_answer_takes_the_place_of_its_slot() {
        let said = values(&[("department_name", "Riverton PD")]);
        assert_eq!(
            fill("At {{department_name}}, {{ department_name }}.", &slots(), &said),
            "At Riverton PD, Riverton PD."
        );
    }

    #[test]
    fn officers_never_see_a_raw_slot() {
        assert_eq!(fill("At {{department_name}}.", &slots(), &values(&[])), "At your department.");
        assert_eq!(fill("Call {{somebody}}now.", &slots(), &values(&[])), "Call now.");
    }

    #[test]
    fn a_slot_inside_an_answer_is_dropped() {
        let said = values(&[("a", "x{{b}}{{a}}"), ("b", "no")]);
        assert_eq!(fill("{{a}}", &[], &said), "x");
    }

    #[test]
    fn braces_that_are_no_slot_stay() {
        for text in ["{{", "}}", "{{}}", "{{ two words }}", "{a}", "x {{{ y", "{{é}}"] {
            assert_eq!(fill(text, &[], &values(&[])), text);
        }
        assert_eq!(fill("{{{a}}}", &[], &values(&[("a", "1")])), "{1}");
    }

    #[test]
    fn slots_without_an_answer_are_listed_once_and_in_order() {
        let said = values(&[("b", "yes"), ("c", "  ")]);
        assert_eq!(unfilled(["{{c}} {{b}}", "{{a}} {{c}}"], &said), ["a", "c"]);
    }
}
