//! The officers a session expects: reading the list, and telling who on it has come.
//!
//! A list is pasted or uploaded by a facilitator and seen by facilitators only. Reading it never fails
//! as a whole: good lines are kept, and every other line is reported in words its author understands.

use serde::{Deserialize, Serialize};

mod list;

pub use list::{List, Problem, parse};

/// Most people on one list.
pub const MAX_EXPECTED: usize = 500;

/// A person on the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// As on the department's roster.
    pub name: String,
    /// Department or agency.
    pub department: String,
    /// Empty if not given.
    pub rank: String,
    /// The number credit is booked under; empty if not given.
    pub training_id: String,
    /// Full years, if given.
    pub years_of_service: Option<u8>,
    /// Name of the direct supervisor; empty if not given.
    pub supervisor: String,
    /// Names of people this person should not share a group with.
    pub keep_apart_from: Vec<String>,
}

/// What a person who joins says about themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joining<'a> {
    /// As typed.
    pub name: &'a str,
    /// As chosen or typed.
    pub department: &'a str,
    /// Empty if not given.
    pub training_id: &'a str,
}

/// Whether a person who joins is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// At this position in the list.
    Listed(usize),
    /// Not on it, or not surely.
    Unlisted,
}

/// Finds a person on the list: by training ID, else by name and department.
///
/// Capital letters, accents, periods, spaces and the order "Kaplan, David" make no difference. Somebody
/// whose name is listed with another training ID is *unlisted*, so that a facilitator looks; so is a
/// name that stands on the list more than once in that department.
pub fn listing(expected: &[Expected], joining: &Joining<'_>) -> Listing {
    let id = fold_id(joining.training_id);
    if !id.is_empty()
        && let Some(at) = expected.iter().position(|person| fold_id(&person.training_id) == id)
    {
        return Listing::Listed(at);
    }
    let who = who(joining.name, joining.department);
    let mut same = expected.iter().enumerate().filter(|(_, person)| person.who() == who);
    match (same.next(), same.next()) {
        (Some((at, person)), None) if id.is_empty() || person.training_id.trim().is_empty() => {
            Listing::Listed(at)
        }
        _ => Listing::Unlisted,
    }
}

/// The people on the list who are not among those who have come.
pub fn missing<'e>(expected: &'e [Expected], come: &[Joining<'_>]) -> Vec<&'e Expected> {
    let mut here = vec![false; expected.len()];
    for joining in come {
        if let Listing::Listed(at) = listing(expected, joining) {
            here[at] = true;
        }
    }
    expected.iter().zip(here).filter(|(_, here)| !here).map(|(person, _)| person).collect()
}

impl Expected {
    fn who(&self) -> Who {
        who(&self.name, &self.department)
    }
}

/// Name and department, folded for comparison.
type Who = (Vec<String>, Vec<String>);

fn who(name: &str, department: &str) -> Who {
    let mut name = fold(name);
    name.sort();
    (name, fold(department))
}

/// The words of a text without capital letters, accents and punctuation.
fn fold(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}'..='\u{36f}' | '.' | '\'' | '’' => {}
            letter if !letter.is_alphanumeric() => words.push(String::new()),
            letter => words.last_mut().expect("there is always a last word").push(plain(letter)),
        }
    }
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

/// A training ID without spaces, dashes and capital letters.
fn fold_id(id: &str) -> String {
    id.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer(name: &str, department: &str, training_id: &str) -> Expected {
        Expected {
            name: name.into(),
            department: department.into(),
            training_id: training_id.into(),
            ..Expected::default()
        }
    }

    fn joins<'a>(name: &'a str, department: &'a str, training_id: &'a str) -> Joining<'a> {
        Joining { name, department, training_id }
    }

    fn list() -> Vec<Expected> {
        vec![
            officer("David Kaplan", "Riverton PD", "RP-1042"),
            officer("José Núñez", "Lakeside SO", ""),
            officer("J. Smith", "Riverton PD", "11"),
            officer("J. Smith", "Riverton PD", "12"),
        ]
    }

    #[test]
    fn a_training_id_decides_however_it_is_typed() {
        assert_eq!(listing(&list(), &joins("Dave", "elsewhere", "rp 1042")), Listing::Listed(0));
    }

    #[test]
    fn without_an_id_name_and_department_decide() {
        assert_eq!(listing(&list(), &joins("kaplan, DAVID", "riverton p.d.", "")), Listing::Listed(0));
        assert_eq!(listing(&list(), &joins("Jose Nunez", "Lakeside SO", "77")), Listing::Listed(1));
        assert_eq!(
            listing(&list(), &joins("Jose\u{301} Nun\u{303}ez", "Lakeside SO", "")),
            Listing::Listed(1)
        );
        assert_eq!(listing(&list(), &joins("David Kaplan", "Lakeside SO", "")), Listing::Unlisted);
    }

    #[test]
    fn a_listed_name_with_another_id_is_left_to_the_facilitator() {
        assert_eq!(listing(&list(), &joins("David Kaplan", "Riverton PD", "9")), Listing::Unlisted);
    }

    #[test]
    fn a_name_that_stands_twice_is_left_to_the_facilitator() {
        assert_eq!(listing(&list(), &joins("J Smith", "Riverton PD", "")), Listing::Unlisted);
        assert_eq!(listing(&list(), &joins("J Smith", "Riverton PD", "12")), Listing::Listed(3));
    }

    #[test]
    fn who_has_not_come_is_missing() {
        let list = list();
        let come = [joins("David Kaplan", "Riverton PD", ""), joins("Somebody Else", "Riverton PD", "")];
        let names: Vec<&str> = missing(&list, &come).iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["José Núñez", "J. Smith", "J. Smith"]);
    }
}
