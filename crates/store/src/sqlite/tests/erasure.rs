//! After a disposal, no byte of what was said is in any file of the data folder.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::*;

const SECRET: &[u8] = b"what officer Ruiz said";

/// The `n`th session of a crowd of them.
fn session(n: u64) -> Uuid {
    Uuid::from_u128(OURS.as_u128() + u128::from(n))
}

/// A body between 20 and 6,000 bytes, with a text in it as often as it fits.
fn body(text: &[u8], n: u64) -> Vec<u8> {
    // Any spread of sizes does, as long as it holds small rows, rows of half a page and rows of several.
    let length = 20 + (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % [60, 600, 6_000][n as usize % 3];
    text.iter().copied().cycle().take((length as usize).max(text.len())).collect()
}

#[test]
fn what_was_said_is_found_before_and_not_after() {
    let (store, folder) = fresh();
    for n in 0..40 {
        append(&store, OURS, n, &body(SECRET, n)).unwrap();
    }
    assert_ne!(files_with(folder.path(), SECRET), Vec::<String>::new());
    begin_disposal(&store, OURS).unwrap();
    assert_eq!(dispose(&store, OURS), Outcome::Erased);
    assert_eq!(files_with(folder.path(), SECRET), Vec::<String>::new());
}

#[test]
fn nothing_is_left_while_other_sessions_go_on_writing() {
    let (store, folder) = fresh();
    let store = Arc::new(store);
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    for n in 0..300 {
        append(&store, OURS, n, &body(SECRET, n)).unwrap();
    }
    let others: Vec<_> = (1..4)
        .map(|other| {
            let (store, stop, written) = (Arc::clone(&store), Arc::clone(&stop), Arc::clone(&written));
            std::thread::spawn(move || {
                let mut next = 0;
                while !stop.load(Ordering::Relaxed) {
                    append(&store, session(other), next, &body(b"what the others say", next)).unwrap();
                    store.read_after(session(other), None, 50).unwrap();
                    next += 1;
                    written.fetch_add(1, Ordering::Relaxed);
                }
                next
            })
        })
        .collect();

    begin_disposal(&store, OURS).unwrap();
    // Between one chunk and the next the others get their turn.
    loop {
        let before = written.load(Ordering::Relaxed);
        if wait(|done| store.dispose_chunk(OURS, 20, done)).unwrap().rows == 0 {
            break;
        }
        while written.load(Ordering::Relaxed) == before {
            std::thread::yield_now();
        }
    }
    assert_eq!(wait(|done| store.finish_disposal(OURS, done)), Ok(Outcome::Erased));
    assert_eq!(files_with(folder.path(), SECRET), Vec::<String>::new());

    stop.store(true, Ordering::Relaxed);
    for (other, thread) in (1..4).zip(others) {
        let kept = thread.join().unwrap();
        assert_eq!(store.read_after(session(other), None, usize::MAX).unwrap().len() as u64, kept);
    }
}

/// Rows of many sessions grow together, so that whatever the database shares between them is shared.
#[test]
fn nothing_is_left_among_interleaved_sessions_of_which_half_go() {
    let (store, folder) = fresh();
    for n in 0..60 {
        for of in 0..12 {
            let text = if of % 2 == 0 { SECRET } else { b"what may stay" };
            append(&store, session(of), n, &body(text, n * 12 + of)).unwrap();
        }
    }
    for of in (0..12).step_by(2) {
        begin_disposal(&store, session(of)).unwrap();
        assert_eq!(dispose(&store, session(of)), Outcome::Erased);
    }
    assert_eq!(files_with(folder.path(), SECRET), Vec::<String>::new());
    assert_eq!(store.head(session(1)), Ok(Some(59)));
}

/// Documents of all sessions share one table, and growing and shrinking moves them about in it.
#[test]
fn nothing_is_left_of_documents_replaced_or_deleted() {
    let (store, folder) = fresh();
    let text = |of| if of == 0 { SECRET } else { b"what may stay".as_slice() };
    for round in 0..6 {
        for n in 0..300 {
            // In another order each round.
            let n = (n * 7 + round * 31) % 300;
            let of = n % 3;
            let document = document(
                kind::PRODUCT,
                u128::from(n),
                Some(session(of)),
                &text(of).repeat(1 + (n.wrapping_mul(0x9E37_79B9) >> (3 * round)) as usize % 40),
            );
            store.put(document, Box::new(|kept| kept.unwrap()));
        }
    }
    for n in (0..300).step_by(6) {
        let harmless = document(kind::PRODUCT, n, Some(session(0)), b"harmless by now");
        wait(|done| store.put(harmless, done)).unwrap();
    }
    assert_ne!(files_with(folder.path(), SECRET), Vec::<String>::new());
    begin_disposal(&store, session(0)).unwrap();
    assert_eq!(dispose(&store, session(0)), Outcome::Erased);
    assert_eq!(files_with(folder.path(), SECRET), Vec::<String>::new());
    assert_eq!(store.list(kind::PRODUCT).unwrap().len(), 200);
}

#[test]
fn erased_is_not_said_while_a_reader_holds_the_write_ahead_log() {
    let (store, folder) = fresh();
    append(&store, OURS, 0, SECRET).unwrap();
    let reader = schema::open_reader(&folder.path().join(FILE_NAME)).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM document").unwrap();
    begin_disposal(&store, OURS).unwrap();
    while wait(|done| store.dispose_chunk(OURS, 7, done)).unwrap().rows > 0 {}

    let (answer, answered) = std::sync::mpsc::channel();
    store.finish_disposal(OURS, Box::new(move |outcome| answer.send(outcome).unwrap()));
    // Others go on meanwhile.
    append(&store, session(1), 0, b"what others say").unwrap();
    assert!(answered.recv_timeout(std::time::Duration::from_millis(200)).is_err());
    assert_ne!(files_with(folder.path(), SECRET), Vec::<String>::new());
    assert_eq!(store.unfinished_disposals(), Ok(vec![OURS]));

    drop(reader);
    assert_eq!(answered.recv().unwrap(), Ok(Outcome::Erased));
    assert_eq!(files_with(folder.path(), SECRET), Vec::<String>::new());
}

#[test]
fn a_backup_holds_nothing_of_a_live_session() {
    let (store, folder) = fresh();
    for n in 0..50 {
        append(&store, OURS, n, &body(SECRET, n)).unwrap();
        append(&store, session(1), n, &body(b"what may be copied", n)).unwrap();
    }
    let plan = document(kind::PRODUCT, 1, Some(OURS), SECRET);
    wait(|done| store.put(plan, done)).unwrap();
    let backups = TempDir::new().unwrap();
    let to = backups.path().join("copy.db");

    store.backup(&to, &Scope::WithoutLive(BTreeSet::from([OURS]))).unwrap();
    assert_eq!(files_with(backups.path(), SECRET), Vec::<String>::new());
    assert_eq!(files_with(backups.path(), b"what may be copied"), ["copy.db"]);

    store.backup(&to, &Scope::Everything).unwrap();
    assert_eq!(files_with(backups.path(), SECRET), ["copy.db"]);

    let own = folder.path().join(FILE_NAME);
    assert!(matches!(store.backup(&own, &Scope::Everything), Err(Error::Io { .. })));
    assert_eq!(store.head(OURS), Ok(Some(49)));
}
