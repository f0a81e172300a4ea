//! What every store must do, as tests that run on any backend.
//!
//! [`contract_tests!`](crate::contract_tests) makes one `#[test]` of each function here; its argument is an
//! expression that yields a fresh, empty store and whatever must outlive it.

use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};

use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    Document, Error, FILE_NAME, LogRow, MAX_BODY, Outcome, Remaining, Scope, SqliteStore, Store, kind, wait,
};

/// Makes a `#[test]` of each part of the contract. `$fresh` is an expression of type `(impl Store, T)`.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:expr) => {
        $crate::contract_tests! { $fresh =>
            a_log_gives_back_its_rows_in_order
            rows_are_read_after_a_number_and_up_to_a_limit
            an_append_out_of_step_is_refused_and_writes_nothing
            an_append_with_a_gap_inside_is_refused_as_a_whole
            an_append_of_no_rows_only_checks_the_step
            a_refused_append_does_not_disturb_the_others_that_arrive_with_it
            every_write_is_answered_once_and_in_order
            logs_do_not_mix
            a_document_is_replaced_listed_and_deleted
            a_body_too_large_is_refused
            a_heartbeat_never_goes_back
            a_disposal_keeps_what_it_was_given_and_nothing_else
            a_disposal_hides_the_log_and_refuses_appends_at_once
            a_disposal_goes_in_chunks_and_is_erased_only_at_the_end
            a_disposal_begun_twice_keeps_the_later_products
            the_steps_of_a_disposal_are_refused_out_of_order
            a_session_without_a_log_can_be_disposed_of
            a_backup_leaves_out_what_is_live
            a_backup_of_everything_still_leaves_out_what_is_being_disposed_of
        }
    };
    ($fresh:expr => $($name:ident)+) => {
        $(
            #[test]
            fn $name() {
                let (store, _keep) = $fresh;
                $crate::contract::$name(store);
            }
        )+
    };
}

/// The session most parts of the contract are about.
const OURS: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
/// Another session, next to it.
const THEIRS: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0002);

#[expect(missing_docs, reason = "the names of tests say what they show")]
mod parts {
    use super::*;

    pub fn a_log_gives_back_its_rows_in_order(store: impl Store) {
        assert_eq!(store.head(OURS), Ok(None));
        append(&store, OURS, 0..3);
        append(&store, OURS, 3..4);
        assert_eq!(store.read_after(OURS, None, 100), Ok(rows(0..4)));
        assert_eq!(store.head(OURS), Ok(Some(3)));
    }

    pub fn rows_are_read_after_a_number_and_up_to_a_limit(store: impl Store) {
        append(&store, OURS, 0..10);
        assert_eq!(store.read_after(OURS, Some(0), 2), Ok(rows(1..3)));
        assert_eq!(store.read_after(OURS, Some(7), 100), Ok(rows(8..10)));
        assert_eq!(store.read_after(OURS, Some(9), 100), Ok(vec![]));
        assert_eq!(store.read_after(OURS, Some(u64::MAX), 100), Ok(vec![]));
        assert_eq!(store.read_after(OURS, None, 0), Ok(vec![]));
    }

    pub fn an_append_out_of_step_is_refused_and_writes_nothing(store: impl Store) {
        append(&store, OURS, 0..2);
        for wrong in [0, 1, 3] {
            let refused = wait(|done| store.append(OURS, wrong, rows(wrong..wrong + 1), done));
            assert_eq!(refused, Err(Error::OutOfStep { expected: wrong, found: 2 }));
        }
        assert_eq!(store.read_after(OURS, None, 100), Ok(rows(0..2)));
    }

    pub fn an_append_with_a_gap_inside_is_refused_as_a_whole(store: impl Store) {
        let mut gapped = rows(0..3);
        gapped[2].seq = 3;
        let refused = wait(|done| store.append(OURS, 0, gapped, done));
        assert_eq!(refused, Err(Error::NotContiguous { expected: 2, found: 3 }));
        assert_eq!(store.head(OURS), Ok(None));
    }

    pub fn an_append_of_no_rows_only_checks_the_step(store: impl Store) {
        assert_eq!(wait(|done| store.append(OURS, 0, vec![], done)), Ok(()));
        let refused = wait(|done| store.append(OURS, 1, vec![], done));
        assert_eq!(refused, Err(Error::OutOfStep { expected: 1, found: 0 }));
        assert_eq!(store.head(OURS), Ok(None));
    }

    pub fn a_refused_append_does_not_disturb_the_others_that_arrive_with_it(store: impl Store) {
        let (answer, answers) = mpsc::channel();
        let ask = |session, first: u64| {
            let answer = answer.clone();
            let done = Box::new(move |result: Result<(), Error>| {
                answer.send((session, first, result.is_ok())).expect("the test listens");
            });
            store.append(session, first, rows(first..first + 1), done);
        };
        // Without waiting for answers, so that they share commits where the store can.
        for n in 0..50 {
            ask(OURS, n);
            ask(OURS, 1_000);
            ask(THEIRS, n);
        }
        let got: Vec<_> = answers.iter().take(150).collect();
        for (session, first, ok) in got {
            assert_eq!(ok, first < 1_000, "append {first} to {session}");
        }
        assert_eq!(store.read_after(OURS, None, 100), Ok(rows(0..50)));
        assert_eq!(store.read_after(THEIRS, None, 100), Ok(rows(0..50)));
    }

    pub fn every_write_is_answered_once_and_in_order(store: impl Store) {
        let store = Arc::new(store);
        let (answer, answers) = mpsc::channel();
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (store, answer) = (Arc::clone(&store), answer.clone());
                std::thread::spawn(move || {
                    let session = Uuid::from_u128(writer);
                    for n in 0..200 {
                        let answer = answer.clone();
                        let done = Box::new(move |result: Result<(), Error>| {
                            answer.send((writer, n, result)).expect("the test listens");
                        });
                        store.append(session, n, rows(n..n + 1), done);
                    }
                })
            })
            .collect();
        drop(answer);
        writers.into_iter().for_each(|writer| writer.join().expect("the writer asks and ends"));
        let got: Vec<_> = answers.iter().collect();
        for writer in 0..4 {
            let own: Vec<_> = got.iter().filter(|(by, ..)| *by == writer).map(|(_, n, _)| *n).collect();
            assert_eq!(own, (0..200).collect::<Vec<_>>());
            assert_eq!(store.read_after(Uuid::from_u128(writer), None, 1_000), Ok(rows(0..200)));
        }
        assert!(got.iter().all(|(.., result)| result.is_ok()));
    }

    pub fn logs_do_not_mix(store: impl Store) {
        append(&store, OURS, 0..2);
        assert_eq!(store.head(THEIRS), Ok(None));
        append(&store, THEIRS, 0..5);
        assert_eq!(store.read_after(OURS, None, 100), Ok(rows(0..2)));
        assert_eq!(store.read_after(THEIRS, None, 100), Ok(rows(0..5)));
    }

    pub fn a_document_is_replaced_listed_and_deleted(store: impl Store) {
        let first = document(kind::SESSION, 2, None, b"first");
        let second = document(kind::SESSION, 1, Some(OURS), b"second");
        let setting = document(kind::SETTING, 2, None, b"same id, other kind");
        for document in [&first, &second, &setting] {
            put(&store, document);
        }
        assert_eq!(store.list(kind::SESSION), Ok(vec![second.clone(), first.clone()]));
        let longer = Document { version: 2, session: Some(OURS), body: vec![7; 9_000], ..first.clone() };
        put(&store, &longer);
        assert_eq!(store.get(kind::SESSION, first.id), Ok(Some(longer)));
        assert_eq!(wait(|done| store.delete(kind::SESSION, first.id, done)), Ok(true));
        assert_eq!(wait(|done| store.delete(kind::SESSION, first.id, done)), Ok(false));
        assert_eq!(store.get(kind::SESSION, first.id), Ok(None));
        assert_eq!(store.get(kind::SETTING, setting.id), Ok(Some(setting)));
    }

    pub fn a_body_too_large_is_refused(store: impl Store) {
        let bytes = MAX_BODY + 1;
        let row = LogRow { body: vec![0; bytes], ..rows(0..1).remove(0) };
        assert_eq!(wait(|done| store.append(OURS, 0, vec![row], done)), Err(Error::TooLarge { bytes }));
        let huge = document(kind::SETTING, 1, None, &vec![0; bytes]);
        assert_eq!(wait(|done| store.put(huge, done)), Err(Error::TooLarge { bytes }));
        append(&store, OURS, 0..1);
    }

    pub fn a_heartbeat_never_goes_back(store: impl Store) {
        assert_eq!(store.last_alive(OURS), Ok(None));
        for at_ms in [500, 900, 700] {
            store.heartbeat(OURS, at_ms);
        }
        settle(&store);
        assert_eq!(store.last_alive(OURS), Ok(Some(900)));
        assert_eq!(store.last_alive(THEIRS), Ok(None));
    }

    pub fn a_disposal_keeps_what_it_was_given_and_nothing_else(store: impl Store) {
        let planned = document(kind::SESSION, 1, Some(OURS), b"planned");
        let draft = document(kind::PRODUCT, 10, Some(OURS), b"draft");
        let foreign = document(kind::PRODUCT, 11, Some(THEIRS), b"of another session");
        for document in [&planned, &draft, &foreign] {
            put(&store, document);
        }
        let plan = document(kind::PRODUCT, 12, Some(OURS), b"action plan");
        let ended = Document { body: b"ended".to_vec(), ..planned.clone() };
        store.heartbeat(OURS, 5);
        assert_eq!(begin(&store, OURS, vec![plan.clone()], ended.clone()), Ok(()));
        assert_eq!(store.list(kind::PRODUCT), Ok(vec![foreign, plan]));
        assert_eq!(store.list(kind::SESSION), Ok(vec![ended]));
        store.heartbeat(OURS, 6);
        settle(&store);
        assert_eq!(store.last_alive(OURS), Ok(None));
    }

    pub fn a_disposal_hides_the_log_and_refuses_appends_at_once(store: impl Store) {
        append(&store, OURS, 0..5);
        append(&store, THEIRS, 0..5);
        assert_eq!(begin(&store, OURS, vec![], ended(OURS)), Ok(()));
        assert_eq!(store.read_after(OURS, None, 100), Ok(vec![]));
        assert_eq!(store.head(OURS), Ok(None));
        let disposed = Err(Error::Disposed { session: OURS });
        assert_eq!(wait(|done| store.append(OURS, 5, rows(5..6), done)), disposed);
        dispose(&store, OURS, 100);
        assert_eq!(wait(|done| store.append(OURS, 0, rows(0..1), done)), disposed);
        assert_eq!(store.read_after(THEIRS, None, 100), Ok(rows(0..5)));
    }

    pub fn a_disposal_goes_in_chunks_and_is_erased_only_at_the_end(store: impl Store) {
        append(&store, OURS, 0..5);
        assert_eq!(begin(&store, OURS, vec![], ended(OURS)), Ok(()));
        assert_eq!(store.unfinished_disposals(), Ok(vec![OURS]));
        assert_eq!(finish(&store, OURS), Ok(Outcome::RowsRemain));
        for left in [3, 1, 0, 0] {
            assert_eq!(chunk(&store, OURS, 2), Ok(Remaining { rows: left }));
        }
        assert_eq!(store.unfinished_disposals(), Ok(vec![OURS]));
        assert_eq!(finish(&store, OURS), Ok(Outcome::Erased));
        assert_eq!(store.unfinished_disposals(), Ok(vec![]));
        assert_eq!(finish(&store, OURS), Ok(Outcome::Erased));
    }

    pub fn a_disposal_begun_twice_keeps_the_later_products(store: impl Store) {
        let early = document(kind::PRODUCT, 1, Some(OURS), b"early");
        let late = document(kind::PRODUCT, 2, Some(OURS), b"late");
        assert_eq!(begin(&store, OURS, vec![early], ended(OURS)), Ok(()));
        assert_eq!(begin(&store, OURS, vec![late.clone()], ended(OURS)), Ok(()));
        assert_eq!(store.list(kind::PRODUCT), Ok(vec![late.clone()]));
        dispose(&store, OURS, 100);
        assert_eq!(begin(&store, OURS, vec![], ended(OURS)), Err(Error::Disposed { session: OURS }));
        assert_eq!(store.list(kind::PRODUCT), Ok(vec![late]));
    }

    pub fn the_steps_of_a_disposal_are_refused_out_of_order(store: impl Store) {
        append(&store, OURS, 0..5);
        let refusal = Error::NotDisposing { session: OURS };
        assert_eq!(chunk(&store, OURS, 2), Err(refusal.clone()));
        assert_eq!(finish(&store, OURS), Err(refusal));
        assert_eq!(store.read_after(OURS, None, 100), Ok(rows(0..5)));
    }

    pub fn a_session_without_a_log_can_be_disposed_of(store: impl Store) {
        assert_eq!(begin(&store, OURS, vec![], ended(OURS)), Ok(()));
        assert_eq!(finish(&store, OURS), Ok(Outcome::Erased));
    }

    pub fn a_backup_leaves_out_what_is_live(store: impl Store) {
        let ours = document(kind::PRODUCT, 1, Some(OURS), b"ours");
        let theirs = document(kind::PRODUCT, 2, Some(THEIRS), b"theirs");
        let nobodys = document(kind::SETTING, 3, None, b"nobody's");
        for document in [&ours, &theirs, &nobodys] {
            put(&store, document);
        }
        append(&store, OURS, 0..5);
        append(&store, THEIRS, 0..2_500);
        store.heartbeat(THEIRS, 77);
        settle(&store);

        let (copy, _folder) = back_up(&store, &Scope::WithoutLive(BTreeSet::from([OURS])));
        assert_eq!(copy.read_after(OURS, None, 100), Ok(vec![]));
        assert_eq!(copy.read_after(THEIRS, None, 3_000), Ok(rows(0..2_500)));
        assert_eq!(copy.last_alive(THEIRS), Ok(Some(77)));
        assert_eq!(copy.list(kind::PRODUCT), Ok(vec![theirs.clone()]));
        assert_eq!(copy.list(kind::SETTING), Ok(vec![nobodys]));

        let (copy, _folder) = back_up(&store, &Scope::Everything);
        assert_eq!(copy.read_after(OURS, None, 100), Ok(rows(0..5)));
        assert_eq!(copy.list(kind::PRODUCT), Ok(vec![ours, theirs]));
    }

    pub fn a_backup_of_everything_still_leaves_out_what_is_being_disposed_of(store: impl Store) {
        append(&store, OURS, 0..5);
        assert_eq!(begin(&store, OURS, vec![], ended(OURS)), Ok(()));
        let (copy, _folder) = back_up(&store, &Scope::Everything);
        assert_eq!(copy.list(kind::SESSION), Ok(vec![ended(OURS)]));
        assert_eq!(
            wait(|done| copy.append(OURS, 0, rows(0..1), done)),
            Err(Error::Disposed { session: OURS })
        );
    }
}

pub use parts::*;

fn rows(seqs: std::ops::Range<u64>) -> Vec<LogRow> {
    seqs.map(|seq| LogRow {
        seq,
        at_ms: 1_000 + seq as i64,
        version: 3,
        body: format!("row {seq}").into_bytes(),
    })
    .collect()
}

fn append(store: &impl Store, session: Uuid, seqs: std::ops::Range<u64>) {
    wait(|done| store.append(session, seqs.start, rows(seqs), done)).expect("the append is in step");
}

fn document(kind: &str, id: u128, session: Option<Uuid>, body: &[u8]) -> Document {
    Document { kind: kind.to_owned(), id: Uuid::from_u128(id), session, version: 1, body: body.to_vec() }
}

fn ended(session: Uuid) -> Document {
    document(kind::SESSION, session.as_u128(), Some(session), b"ended")
}

fn put(store: &impl Store, document: &Document) {
    wait(|done| store.put(document.clone(), done)).expect("the document is lawful");
}

/// Waits until the writes asked for before are done.
fn settle(store: &impl Store) {
    wait(|done| store.delete(kind::SETTING, Uuid::nil(), done)).expect("deleting nothing is lawful");
}

fn begin(store: &impl Store, session: Uuid, products: Vec<Document>, doc: Document) -> Result<(), Error> {
    wait(|done| store.begin_disposal(session, products, doc, done))
}

fn chunk(store: &impl Store, session: Uuid, max_rows: usize) -> Result<Remaining, Error> {
    wait(|done| store.dispose_chunk(session, max_rows, done))
}

fn finish(store: &impl Store, session: Uuid) -> Result<Outcome, Error> {
    wait(|done| store.finish_disposal(session, done))
}

fn dispose(store: &impl Store, session: Uuid, max_rows: usize) {
    while chunk(store, session, max_rows).expect("the disposal has begun").rows > 0 {}
    assert_eq!(finish(store, session), Ok(Outcome::Erased));
}

/// Backs the store up and opens the copy as a store of its own, in a folder that lives as long as it.
fn back_up(store: &impl Store, scope: &Scope) -> (SqliteStore, TempDir) {
    let folder = TempDir::new().expect("a folder for the copy");
    store.backup(&folder.path().join(FILE_NAME), scope).expect("the folder can be written");
    (SqliteStore::open(folder.path()).expect("a backup is a store"), folder)
}
