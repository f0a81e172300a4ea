//! Makes one value of every variant of an enum out of nothing but its wire format, so that no list in a test
//! can forget a variant.

use serde::{Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, fmt::Debug};

/// Every variant of `T` and of the enum in it, by name (`Chat(Say`), in wire order. Every text is one
/// character long, every list has one entry, every number is the smallest that is not zero.
pub(crate) fn variant<T: DeserializeOwned + Serialize + Debug>() -> Vec<(String, T)> {
    let mut found: BTreeMap<(u8, u8), (String, T)> = BTreeMap::new();
    for outer in 0..=127 {
        for inner in 0..=127 {
            let mut bytes = vec![outer, inner];
            // In postcard a byte 1 is: one entry, one character, `Some`, `true`, the number 1, the variant 1.
            bytes.extend([1; 1_024]);
            let Ok((value, _)) = postcard::take_from_bytes::<T>(&bytes) else { break };
            let name = name(&value);
            if !found.values().any(|(other, _)| *other == name) {
                found.insert((outer, inner), (name, value));
            }
        }
    }
    found.into_values().collect()
}

/// The variant and the variant in it: the first two words of how it prints.
pub(crate) fn name(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let outer = words.next().unwrap_or_default().to_owned();
    match (words.next(), text.as_bytes().get(outer.len())) {
        (Some(inner), Some(b'(')) => format!("{outer}({inner}"),
        _ => outer,
    }
}
