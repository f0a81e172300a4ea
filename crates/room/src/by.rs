//! Who did something, in one number: most of what is told on boards is small, and every byte of it goes to everybody.

use crate::PersonId;
use serde::{Deserialize, Deserializer, Serializer};

/// Nobody is 0, and a person one more than their number, which is a position in a log and never the last there could be.
pub(crate) fn serialize<S: Serializer>(by: &Option<PersonId>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u32(by.map_or(0, |person| person.0.saturating_add(1)))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PersonId>, D::Error> {
    Ok(u32::deserialize(from)?.checked_sub(1).map(PersonId))
}

#[cfg(test)]
mod tests {
    use crate::{
        ItemId, PersonId,
        board::{Happening, Spot},
    };

    #[test]
    fn whoever_it_was_comes_back() {
        for by in [None, Some(PersonId(0)), Some(PersonId(u32::MAX - 1))] {
            let moved = Happening::Moved { item: ItemId(3), at: Spot::default(), by };
            let bytes = postcard::to_allocvec(&moved).expect("it has bytes");
            assert_eq!(postcard::from_bytes(&bytes), Ok(moved));
        }
    }
}
