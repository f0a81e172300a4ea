//! Full disks, foreign, newer and damaged files, and a folder already in use.

use std::fs;
use std::sync::mpsc;

use rusqlite::Connection;

use super::*;

#[test]
fn a_full_disk_is_told_to_every_write_of_the_group_and_mended_by_room() {
    let folder = TempDir::new().unwrap();
    let store = SqliteStore::open_limited(folder.path(), Some(64)).unwrap();
    append(&store, OURS, 0, b"fits").unwrap();
    let (answer, answers) = mpsc::channel();
    // Holds the writer in a callback until all of the group has arrived.
    let (enter, entered) = mpsc::channel();
    let (release, held) = mpsc::channel();
    let hold = move |_| {
        enter.send(()).unwrap();
        held.recv().unwrap();
    };
    store.append(OURS, 1, vec![row(1, b"fits too")], Box::new(hold));
    entered.recv().unwrap();
    for (n, size) in [(2, 10), (3, 1 << 20), (4, 10)] {
        let answer = answer.clone();
        store.append(OURS, n, vec![row(n, &vec![9; size])], Box::new(move |kept| answer.send(kept).unwrap()));
    }
    release.send(()).unwrap();
    let told: Vec<_> = answers.iter().take(3).collect();
    assert_eq!(told, vec![Err(Error::DiskFull); 3]);
    assert_eq!(store.head(OURS), Ok(Some(1)), "part of a failed group was kept");

    // What still fits is written, by a fresh connection that knows the log as it is.
    append(&store, OURS, 2, b"small").unwrap();
    drop(store);
    let roomy = SqliteStore::open(folder.path()).unwrap();
    append(&roomy, OURS, 3, &vec![9; 1 << 20]).unwrap();
    assert_eq!(roomy.head(OURS), Ok(Some(3)));
}

#[test]
fn a_callback_that_panics_does_not_stop_the_store() {
    let (store, _folder) = fresh();
    store.append(OURS, 0, vec![row(0, b"first")], Box::new(|_| panic!("on purpose")));
    append(&store, OURS, 1, b"second").unwrap();
    assert_eq!(store.head(OURS), Ok(Some(1)));
}

#[test]
fn closing_waits_for_what_was_asked() {
    let (store, folder) = fresh();
    let (answer, answers) = mpsc::channel();
    for n in 0..100 {
        let answer = answer.clone();
        store.append(OURS, n, vec![row(n, b"asked for")], Box::new(move |kept| answer.send(kept).unwrap()));
    }
    drop((store, answer));
    assert_eq!(answers.iter().filter(Result::is_ok).count(), 100);
    assert_eq!(SqliteStore::open(folder.path()).unwrap().head(OURS), Ok(Some(99)));
}

#[test]
fn closing_frees_the_folder_although_a_program_being_started_has_a_copy_of_its_lock() {
    let (store, folder) = fresh();
    let _copy = store.hold.0.try_clone().unwrap();
    drop(store);
    assert!(SqliteStore::open(folder.path()).is_ok());
}

#[test]
fn closing_leaves_one_file_and_its_lock() {
    let (store, folder) = fresh();
    append(&store, OURS, 0, b"something").unwrap();
    store.head(OURS).unwrap();
    drop(store);
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [FILE_NAME, LOCK_NAME]);
}

#[test]
fn a_folder_in_use_is_refused_until_it_is_free() {
    let (store, folder) = fresh();
    let refused = SqliteStore::open(folder.path()).err();
    assert_eq!(refused, Some(Error::InUse { folder: folder.path().to_owned() }));
    drop(store);
    assert!(SqliteStore::open(folder.path()).is_ok());
}

#[test]
fn a_file_of_a_newer_program_is_refused() {
    let (store, folder) = fresh();
    drop(store);
    let file = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    file.pragma_update(None, "user_version", 900).unwrap();
    drop(file);
    assert_eq!(open_error(folder.path()), Error::NewerSchema { found: 900, known: 1 });
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_was() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(FILE_NAME);
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(open_error(folder.path()), Error::ForeignFile { path: path.clone() });
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(FILE_NAME), "a shopping list, ".repeat(1_000)).unwrap();
    assert!(matches!(open_error(folder.path()), Error::Corrupt { .. }));
}

#[test]
fn a_torn_file_is_refused() {
    let (store, folder) = fresh();
    for n in 0..100 {
        append(&store, OURS, n, &[n as u8; 1_000]).unwrap();
    }
    drop(store);
    let file = OpenOptions::new().write(true).open(folder.path().join(FILE_NAME)).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    drop(file);
    assert!(matches!(open_error(folder.path()), Error::Corrupt { .. }));
}

#[test]
fn a_damaged_page_is_an_error_and_not_a_shorter_log() {
    let (store, folder) = fresh();
    for n in 0..100 {
        append(&store, OURS, n, &[n as u8; 1_000]).unwrap();
    }
    drop(store);
    let path = folder.path().join(FILE_NAME);
    let mut bytes = fs::read(&path).unwrap();
    let page = bytes.len() / 2 / 4096 * 4096;
    bytes[page..page + 4096].fill(0xFF);
    fs::write(&path, bytes).unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    assert!(matches!(store.read_after(OURS, None, 1_000), Err(Error::Corrupt { .. })));
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "in the way").unwrap();
    assert!(SqliteStore::open(&folder.path().join("file/data")).is_err());
}

#[test]
fn a_backup_that_fails_leaves_nothing_behind() {
    let (store, folder) = fresh();
    let nowhere = folder.path().join("missing/copy.db");
    assert!(store.backup(&nowhere, &Scope::Everything).is_err());
    let there = TempDir::new().unwrap();
    fs::create_dir(there.path().join("copy.db")).unwrap();
    assert!(store.backup(&there.path().join("copy.db"), &Scope::Everything).is_err());
    assert_eq!(fs::read_dir(there.path()).unwrap().count(), 1);
}

fn open_error(folder: &Path) -> Error {
    SqliteStore::open(folder).err().expect("the file is refused")
}
