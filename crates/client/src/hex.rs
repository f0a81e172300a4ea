//! Bytes as hexadecimal digits, for what only carries letters.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The digits of these bytes.
pub(crate) fn digits(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// The bytes of these digits; nothing if they are none.
pub(crate) fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| Some(char::from(letter).to_digit(16)? as u8);
    let pair = |pair: &[u8]| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?);
    digits.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_digits() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&digits(&all)), Some(all));
        assert_eq!(digits(&[0, 10, 255]), "000aff");
        assert_eq!([bytes("0g"), bytes("012"), bytes("ü")], [None, None, None]);
        assert_eq!(bytes(""), Some(vec![]));
    }
}
