//! Bytes of a fixed number: names and digests, for `#[serde(with = "crate::bytes")]`.
//!
//! Written and read they are the same as arrays. Reading is a loop here; serde's own reading of arrays is written out byte
//! by byte, which every browser would have to fetch.

use serde::{
    Deserializer, Serializer,
    de::{Error, SeqAccess, Visitor},
    ser::SerializeTuple as _,
};
use std::fmt;

pub(crate) fn serialize<S: Serializer, const N: usize>(
    bytes: &[u8; N],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut tuple = serializer.serialize_tuple(N)?;
    bytes.iter().try_for_each(|byte| tuple.serialize_element(byte))?;
    tuple.end()
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
    deserializer: D,
) -> Result<[u8; N], D::Error> {
    let mut bytes = [0; N];
    deserializer.deserialize_tuple(N, Into(&mut bytes))?;
    Ok(bytes)
}

/// Reads into these bytes.
struct Into<'a>(&'a mut [u8]);

impl<'de> Visitor<'de> for Into<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        for byte in self.0 {
            *byte = seq.next_element()?.ok_or_else(|| A::Error::custom("too few bytes"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Digest;

    #[test]
    fn bytes_are_written_and_read_like_an_array() {
        let array: [u8; 32] = std::array::from_fn(|n| n as u8 * 3);
        let written = postcard::to_allocvec(&Digest(array)).expect("written");
        assert_eq!(written, postcard::to_allocvec(&array).expect("written"));
        assert_eq!(postcard::from_bytes(&written), Ok(Digest(array)));
        assert!(postcard::from_bytes::<Digest>(&written[1..]).is_err());
    }
}
