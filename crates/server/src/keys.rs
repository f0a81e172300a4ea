//! Secrets: one key in the data folder, everything else derived from it or stored as a hash.
//!
//! Links and codes have to be shown again on the invitation page, so they cannot be random and stored hashed;
//! they are derived from the server's key instead, which lies beside the database and not in it. A copy of
//! the database opens no door.

use anyhow::{Context as _, Result, ensure};
use data_encoding::BASE32_NOPAD;
use std::{fs, io::Write as _, path::Path};
use uuid::Uuid;

/// The server's own secret.
pub(crate) struct Keys([u8; 32]);

/// A door and who may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Door {
    /// The officers' link.
    Officer,
    /// The officers' 8-character code.
    OfficerCode,
    /// The guests' link.
    Guest,
    /// The observers' link.
    Observer,
}

impl Door {
    /// All doors of a session.
    pub(crate) const ALL: [Self; 4] = [Self::Officer, Self::OfficerCode, Self::Guest, Self::Observer];

    fn label(self) -> &'static str {
        match self {
            Self::Officer => "officer link",
            Self::OfficerCode => "officer code",
            Self::Guest => "guest link",
            Self::Observer => "observer link",
        }
    }
}

/// Letters and digits nobody mistakes for one another: no 0 O, no 1 I L.
const CODE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Characters in a code: 31^8, a little under 2^40; wrong ones are rate-limited.
const CODE_LENGTH: usize = 8;

impl Keys {
    /// Reads the key file of a data folder, or makes one that only its owner can read.
    pub(crate) fn load(data: &Path) -> Result<Self> {
        let path = data.join("server.key");
        if let Ok(bytes) = fs::read(&path) {
            let key =
                bytes.as_slice().try_into().with_context(|| format!("{} is damaged", path.display()))?;
            return Ok(Self(key));
        }
        ensure!(!path.exists(), "cannot read {}", path.display());
        let key: [u8; 32] = random();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).with_context(|| format!("cannot write {}", path.display()))?;
        file.write_all(&key)?;
        file.sync_all()?;
        Ok(Self(key))
    }

    /// The secret of a session's door.
    pub(crate) fn door(&self, session: Uuid, door: Door) -> String {
        let derived = self.derive(door.label(), session.as_bytes());
        match door {
            Door::OfficerCode => code(&derived),
            Door::Officer | Door::Guest | Door::Observer => link(&derived),
        }
    }

    /// The secret of the facilitators' home.
    pub(crate) fn home(&self) -> String {
        link(&self.derive("home link", &[]))
    }

    fn derive(&self, label: &str, about: &[u8]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(label.as_bytes()).update(&[0]).update(about);
        *hasher.finalize().as_bytes()
    }
}

fn link(derived: &[u8; 32]) -> String {
    BASE32_NOPAD.encode(&derived[..20]).to_lowercase()
}

fn code(derived: &[u8; 32]) -> String {
    let mut rest = u128::from_le_bytes(derived[..16].try_into().expect("16 of 32 bytes"));
    let mut code = String::with_capacity(CODE_LENGTH);
    for _ in 0..CODE_LENGTH {
        code.push(char::from(CODE_ALPHABET[(rest % 31) as usize]));
        rest /= 31;
    }
    code
}

/// What people mean when they type or paste a key: no spaces or dashes, and case only in what looks like a code.
pub(crate) fn normal(key: &str) -> String {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    if plain.len() == CODE_LENGTH { plain.to_uppercase() } else { plain.to_lowercase() }
}

/// Whether a key is a typed code, not a link.
pub(crate) fn is_code(key: &str) -> bool {
    normal(key).len() == CODE_LENGTH
}

/// The hash under which a secret is kept.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    *blake3::hash(secret.as_bytes()).as_bytes()
}

/// Whether a secret fits a kept hash, in constant time.
pub(crate) fn fits(secret: &str, kept: &[u8; 32]) -> bool {
    blake3::hash(secret.as_bytes()) == *kept
}

/// What one product keeps to know the holder of a seat by, whose secret has this hash. Nobody finds it in another product.
pub(crate) fn proof(product: &str, seat: [u8; 16], key: &[u8; 32]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(&seat).update(product.as_bytes());
    *hasher.finalize().as_bytes()
}

/// Whether two hashes are the same, in constant time.
pub(crate) fn equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
    blake3::Hash::from_bytes(*one) == blake3::Hash::from_bytes(*other)
}

/// A new secret for a cookie, 256 bit.
pub(crate) fn fresh_secret() -> String {
    BASE32_NOPAD.encode(&random::<32>()).to_lowercase()
}

/// A new id for something that leaves the room: a version 7 UUID (RFC 9562).
pub(crate) fn fresh_id() -> Uuid {
    let ms = u64::try_from(crate::clock::now().0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &random()).into_uuid()
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = std::env::temp_dir().join(format!("rollcall-keys-{}", fresh_id()));
        fs::create_dir_all(&folder).unwrap();
        let home = Keys::load(&folder).unwrap().home();
        assert_eq!(Keys::load(&folder).unwrap().home(), home);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn every_door_has_its_own_secret() {
        let keys = Keys([7; 32]);
        let session = Uuid::from_u128(1);
        let secrets: std::collections::BTreeSet<_> =
            Door::ALL.iter().map(|d| keys.door(session, *d)).collect();
        assert_eq!(secrets.len(), 4);
        assert_ne!(keys.door(session, Door::Guest), keys.door(Uuid::from_u128(2), Door::Guest));
    }

    #[test]
    fn codes_forgive_case_spaces_and_dashes() {
        let code = Keys([7; 32]).door(Uuid::from_u128(1), Door::OfficerCode);
        assert_eq!(code.len(), 8);
        let typed = format!(" {}-{} ", code[..4].to_lowercase(), &code[4..]);
        assert_eq!(normal(&typed), code);
    }
}
