//! A person's initials in a circle.

use crate::prelude::*;
use room::PersonId;

/// A person's initials. They say nothing to a screen reader: the name stands beside them.
///
/// A row that is on its way out may be drawn once more after its name is gone; it then shows nothing.
#[component]
pub(crate) fn Avatar(
    /// Whose; decides the tint.
    person: PersonId,
    /// Their name.
    #[prop(into)]
    name: Signal<String>,
    /// The big one.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let tint = tint(person);
    let class = format!("avatar{tint}{}", if big { " big" } else { "" });
    view! { <span class=class aria-hidden="true">{move || name.try_with(|name| initials(name))}</span> }
}

/// Neighbors get different tints: ids grow in even steps, so they are stirred first.
fn tint(person: PersonId) -> &'static str {
    ["", " b", " c", " d"][(person.0.wrapping_mul(0x9E37_79B1) >> 30) as usize]
}

/// The first letters of the first and the last word; ranks like "Sgt." do not count. The styles make them capitals.
fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(is_letter);
    let mut words = name.split_whitespace().filter(|word| !word.ends_with('.') || word.len() < 3);
    let first = words.next().and_then(letter);
    let last = words.next_back().and_then(letter);
    match first {
        Some(_) => first.into_iter().chain(last).collect(),
        None => name.chars().find(is_letter).map(String::from).unwrap_or_default(),
    }
}

/// Whether a name can be known by this character. Anything beyond ASCII passes: the tables of all the world's letters
/// would be a tenth of the program.
fn is_letter(c: &char) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_and_the_last_name() {
        assert_eq!(initials("Dana Kaplan"), "DK");
        assert_eq!(initials("Ana de la Cruz"), "AC");
        assert_eq!(initials("amina"), "a", "the style sheet makes it a capital");
        assert_eq!(initials("Amina R."), "AR");
    }

    #[test]
    fn a_rank_is_no_name() {
        assert_eq!(initials("Sgt. Joy Mora"), "JM");
        assert_eq!(initials("Sgt."), "S");
        assert_eq!(initials(""), "");
    }
}
