//! The list of expected officers: whose entry is whose, however they write themselves.

use super::Expected;
use crate::roster::Person;

/// The list made ready for finding people on it: what an entry says is taken apart once, not for every person.
pub struct List<'a>(Vec<Line<'a>>);

struct Line<'a> {
    entry: &'a Expected,
    id: String,
    name: Vec<String>,
    department: String,
}

impl<'a> List<'a> {
    /// Makes a list ready.
    #[must_use]
    pub fn new(expected: &'a [Expected]) -> Self {
        let line = |entry: &'a Expected| Line {
            entry,
            id: letters(&entry.training_id),
            name: name_words(&entry.name),
            department: folded(&entry.department),
        };
        Self(expected.iter().map(line).collect())
    }

    /// The entry that means this person: by training ID, else by name and department.
    ///
    /// Capital letters, accents, periods, spaces and the order "Kaplan, David" make no difference. Somebody whose name
    /// is listed with another training ID has no entry, so that a facilitator looks; neither has who gives the training
    /// ID of somebody with quite another name, nor a name that stands on the list more than once in that department.
    #[must_use]
    pub fn entry(&self, person: &Person) -> Option<&'a Expected> {
        let id = letters(&person.training_id);
        let name = name_words(&person.name);
        if let Some(line) = self.0.iter().find(|line| !id.is_empty() && line.id == id) {
            return line.name.iter().any(|word| name.contains(word)).then_some(line.entry);
        }
        let department = folded(&person.department);
        let mut same = self.0.iter().filter(|line| line.name == name && line.department == department);
        let only = same.next().filter(|_| same.next().is_none())?;
        (id.is_empty() || only.entry.training_id.trim().is_empty()).then_some(only.entry)
    }
}

/// The entry of the list that means this person. For many people, ask one [`List`].
#[must_use]
pub fn listed<'a>(expected: &'a [Expected], person: &Person) -> Option<&'a Expected> {
    List::new(expected).entry(person)
}

/// The words of a name in the order of the alphabet: equal for names that are meant to be equal.
#[must_use]
pub fn name_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    words.sort_unstable();
    words
}

/// A text without capital letters, accents, spaces and punctuation: equal for departments that are meant to be equal.
#[must_use]
pub fn folded(text: &str) -> String {
    words(text).concat()
}

/// The words of a text without capital letters, accents and punctuation.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}'..='\u{36f}' | '.' | '\'' | '’' => {}
            letter if letter.is_alphanumeric() => word.push(plain(letter)),
            _ => words.push(std::mem::take(&mut word)),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The letter without its accent, for the accents common in names.
fn plain(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Letters and digits only, without case: equal for training IDs that are meant to be equal.
#[must_use]
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, department: &str, training_id: &str) -> Expected {
        Expected {
            name: name.into(),
            department: department.into(),
            training_id: training_id.into(),
            ..Expected::default()
        }
    }

    fn list() -> Vec<Expected> {
        vec![
            entry("David Kaplan", "Riverton PD", "RP-1042"),
            entry("José Núñez", "Lakeside SO", ""),
            entry("J. Smith", "Riverton PD", "11"),
            entry("J. Smith", "Riverton PD", "12"),
        ]
    }

    /// The position on the list of somebody who writes themselves like this.
    fn at(name: &str, department: &str, training_id: &str) -> Option<usize> {
        let (name, department) = (name.into(), department.into());
        let person = Person { name, department, training_id: training_id.into(), ..Person::default() };
        let (list, found) = (list(), |list: &[Expected]| listed(list, &person).cloned());
        let found = found(&list)?;
        list.iter().position(|entry| *entry == found)
    }

    #[test]
    fn a_training_id_decides_however_it_is_typed() {
        assert_eq!(at("Dave Kaplan", "elsewhere", "rp 1042"), Some(0));
        assert_eq!(at("Mickey Mouse", "Riverton PD", "rp 1042"), None, "that is somebody else's");
    }

    #[test]
    fn without_an_id_name_and_department_decide() {
        assert_eq!(at("kaplan, DAVID", "riverton p.d.", ""), Some(0));
        assert_eq!(at("Jose Nunez", "Lakeside SO", "77"), Some(1));
        assert_eq!(at("Jose\u{301} Nun\u{303}ez", "Lakeside SO", ""), Some(1));
        assert_eq!(at("David Kaplan", "Lakeside SO", ""), None);
    }

    #[test]
    fn a_listed_name_with_another_id_is_left_to_the_facilitator() {
        assert_eq!(at("David Kaplan", "Riverton PD", "9"), None);
    }

    #[test]
    fn a_name_that_stands_twice_is_left_to_the_facilitator() {
        assert_eq!(at("J Smith", "Riverton PD", ""), None);
        assert_eq!(at("J Smith", "Riverton PD", "12"), Some(3));
    }
}
