//! Finds the links in what people write.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Shown as it is.
    Text(String),
    /// An address that may be opened: `http` or `https` and nothing else.
    Link(String),
}

/// The text in pieces; joined they are the text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = vec![];
    let mut plain = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let start = word.find(|c: char| !matches!(c, '(' | '[' | '<' | '"' | '\'')).unwrap_or(0);
        let (before, rest) = word.split_at(start);
        let link = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '>' | '"' | '\'')
        });
        plain.push_str(before);
        if is_address(link) {
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Link(link.to_owned()));
            plain.push_str(&rest[link.len()..]);
        } else {
            plain.push_str(rest);
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

fn is_address(word: &str) -> bool {
    let scheme_end = word.find("://").unwrap_or(0);
    let (scheme, rest) = (&word[..scheme_end], word.get(scheme_end + 3..).unwrap_or(""));
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    web && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || c == '[')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(address: &str) -> Piece {
        Piece::Link(address.to_owned())
    }

    fn text(words: &str) -> Piece {
        Piece::Text(words.to_owned())
    }

    #[test]
    fn an_address_ends_before_the_punctuation_of_its_sentence() {
        assert_eq!(
            pieces("See https://example.org/a?b=c. Then go."),
            [text("See "), link("https://example.org/a?b=c"), text(". Then go.")]
        );
        assert_eq!(pieces("(http://a.b)"), [text("("), link("http://a.b"), text(")")]);
    }

    #[test]
    fn only_web_addresses_are_links() {
        for words in [
            "javascript:alert(1)",
            "javascript://a%0aalert(1)",
            "file:///etc",
            "data://x",
            "https://",
            "://x",
        ] {
            assert_eq!(pieces(words), [text(words)], "{words}");
        }
    }

    #[test]
    fn joined_the_pieces_are_the_text() {
        for words in ["", " a\n b ", "\"https://x.y\"\n(é https://é.fr)!", "https://a https://b", "((("] {
            let joined: String = pieces(words)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(words) | Piece::Link(words) => words,
                })
                .collect();
            assert_eq!(joined, words);
        }
    }
}
