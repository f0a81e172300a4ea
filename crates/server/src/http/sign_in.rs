//! The browsers that came in by the facilitators' link: the hash of a cookie each, and since when.

use super::home::SIGN_IN_DAYS;
use crate::{keys, sessions};
use room::Timestamp;
use store::{Document, Error, Store};
use uuid::Uuid;

/// The kind of these documents.
const KIND: &str = "sign-in";
/// Version of their bodies: the hash, then the moment in milliseconds, smallest byte first.
const VERSION: u16 = 2;
/// How long a sign-in lasts.
const LASTS_MS: i64 = SIGN_IN_DAYS as i64 * 86_400_000;

/// Whether this is the secret of a browser that came in, and not too long ago.
pub(crate) fn is_known(store: &dyn Store, secret: &str, now: Timestamp) -> Result<bool, Error> {
    let found = store.get(KIND, id(&keys::hash(secret)))?;
    let read = found.as_ref().and_then(read);
    Ok(read.is_some_and(|(hash, since)| keys::fits(secret, &hash) && lasts(since, now)))
}

/// Remembers a browser, and forgets those whose time is over.
pub(crate) async fn remember(store: &dyn Store, secret: &str, now: Timestamp) -> Result<(), Error> {
    for old in store.list(KIND)? {
        if read(&old).is_none_or(|(_, since)| !lasts(since, now)) {
            sessions::durable(|done| store.delete(KIND, old.id, done)).await?;
        }
    }
    let hash = keys::hash(secret);
    let body = [hash.as_slice(), &now.0.to_le_bytes()].concat();
    let document = Document { kind: KIND.into(), id: id(&hash), session: None, version: VERSION, body };
    sessions::durable(|done| store.put(document, done)).await
}

/// Forgets a browser.
pub(crate) async fn forget(store: &dyn Store, secret: &str) -> Result<(), Error> {
    let id = id(&keys::hash(secret));
    sessions::durable(|done| store.delete(KIND, id, done)).await.map(drop)
}

fn lasts(since: Timestamp, now: Timestamp) -> bool {
    now.since_ms(since) < LASTS_MS
}

fn id(hash: &[u8; 32]) -> Uuid {
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(id)
}

/// The hash, and since when; nothing for what another version wrote.
fn read(document: &Document) -> Option<([u8; 32], Timestamp)> {
    let (hash, since) = document.body.split_at_checked(32).filter(|_| document.version == VERSION)?;
    Some((hash.try_into().ok()?, Timestamp(i64::from_le_bytes(since.try_into().ok()?))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::MemoryStore;

    const NOW: Timestamp = Timestamp(1_000_000);

    #[tokio::test]
    async fn a_sign_in_lasts_thirty_days_and_is_then_forgotten() {
        let store = MemoryStore::default();
        remember(&store, "laptop", NOW).await.unwrap();
        let last = NOW.plus_ms(LASTS_MS - 1);
        assert_eq!(is_known(&store, "laptop", last), Ok(true));
        assert_eq!(is_known(&store, "laptop", last.plus_ms(1)), Ok(false));
        assert_eq!(is_known(&store, "guess", NOW), Ok(false));
        remember(&store, "phone", last.plus_ms(1)).await.unwrap();
        assert_eq!(store.list(KIND).map(|all| all.len()), Ok(1), "the laptop's is gone");
    }

    #[tokio::test]
    async fn signing_out_one_browser_leaves_the_others_in() {
        let store = MemoryStore::default();
        remember(&store, "laptop", NOW).await.unwrap();
        remember(&store, "phone", NOW).await.unwrap();
        forget(&store, "laptop").await.unwrap();
        assert_eq!(is_known(&store, "laptop", NOW), Ok(false));
        assert_eq!(is_known(&store, "phone", NOW), Ok(true));
    }
}
