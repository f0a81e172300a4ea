//! A server killed at any moment loses nothing it acknowledged, and takes up a disposal it had begun.
//!
//! The server is this test program, started again for one test that does nothing in an ordinary run.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::*;

/// Tells the second process which data folder to work in, and at what.
const FOLDER: &str = "STORE_KILL_TEST_FOLDER";
const TASK: &str = "STORE_KILL_TEST_TASK";

const SECRET: &[u8] = b"what officer Ruiz said";
const SESSIONS: u128 = 3;
const CYCLES: u64 = 20;

#[test]
fn every_acknowledged_row_is_there_exactly_once_after_each_kill() {
    let folder = TempDir::new().unwrap();
    let mut acknowledged = [0; SESSIONS as usize];
    for cycle in 0..CYCLES {
        let (mut child, lines) = start("append", folder.path());
        // A different moment each time: from the first commit to long after.
        let deadline = Instant::now() + Duration::from_millis(cycle * 7);
        for line in lines {
            let line = line.unwrap();
            if let Some((session, seq)) = line.strip_prefix("kept ").and_then(|kept| kept.split_once(' ')) {
                let (session, seq): (usize, u64) = (session.parse().unwrap(), seq.parse().unwrap());
                assert_eq!(seq, acknowledged[session], "a row was acknowledged twice or out of order");
                acknowledged[session] = seq + 1;
                // Reading goes on to the end: what is in the pipe after the kill was acknowledged too.
                if Instant::now() >= deadline {
                    child.0.kill().unwrap();
                }
            }
        }
        drop(child);

        let store = SqliteStore::open(folder.path()).unwrap();
        for (session, acknowledged) in (0..SESSIONS).zip(&mut acknowledged) {
            let rows = store.read_after(Uuid::from_u128(session), None, usize::MAX).unwrap();
            let seqs: Vec<u64> = rows.iter().map(|row| row.seq).collect();
            assert_eq!(seqs, (0..rows.len() as u64).collect::<Vec<_>>());
            assert!(rows.iter().all(|row| row.body == row.seq.to_le_bytes()));
            assert!(rows.len() as u64 >= *acknowledged, "cycle {cycle}: an acknowledged row is lost");
            // A row may have been durable before its acknowledgement could be heard.
            *acknowledged = rows.len() as u64;
        }
    }
    let kept: u64 = acknowledged.iter().sum();
    assert!(kept >= CYCLES, "hardly anything was written: {acknowledged:?}");
}

#[test]
fn a_disposal_interrupted_between_chunks_is_resumed_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let (child, mut lines) = start("dispose", folder.path());
    lines.find(|line| line.as_ref().is_ok_and(|line| line == "between chunks")).unwrap().unwrap();
    drop(child);
    assert_ne!(files_with(folder.path(), SECRET), Vec::<String>::new());

    let store = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(store.unfinished_disposals(), Ok(vec![OURS]));
    assert_eq!(store.read_after(OURS, None, 100), Ok(vec![]));
    assert_eq!(dispose(&store, OURS), Outcome::Erased);
    assert_eq!(store.unfinished_disposals(), Ok(vec![]));
    assert_eq!(files_with(folder.path(), SECRET), Vec::<String>::new());
    assert_eq!(store.list(kind::SESSION).unwrap().len(), 1);
}

/// What the second process does until it is killed; nothing in an ordinary run.
#[test]
fn the_process_that_gets_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let store = SqliteStore::open(Path::new(&folder)).unwrap();
    // What is printed begins on a line of its own.
    println!();
    match std::env::var(TASK).unwrap().as_str() {
        "append" => append_for_ever(&store),
        _ => stop_between_chunks(&store),
    }
}

fn append_for_ever(store: &SqliteStore) {
    std::thread::scope(|scope| {
        for session in 0..SESSIONS {
            scope.spawn(move || {
                let id = Uuid::from_u128(session);
                for seq in crate::next_after(store.head(id).unwrap()).. {
                    append(store, id, seq, &seq.to_le_bytes()).unwrap();
                    println!("kept {session} {seq}");
                }
            });
        }
    });
}

fn stop_between_chunks(store: &SqliteStore) {
    for seq in 0..100 {
        append(store, OURS, seq, &SECRET.repeat(1 + seq as usize)).unwrap();
    }
    begin_disposal(store, OURS).unwrap();
    assert_eq!(wait(|done| store.dispose_chunk(OURS, 30, done)), Ok(Remaining { rows: 70 }));
    println!("between chunks");
    loop {
        std::thread::park();
    }
}

/// A process that is killed at the latest when the test lets go of it.
struct Doomed(Child);

impl Drop for Doomed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn start(task: &str, folder: &Path) -> (Doomed, Lines<BufReader<ChildStdout>>) {
    let name = concat!(module_path!(), "::the_process_that_gets_killed");
    let name = name.split_once("::").unwrap().1;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(TASK, task)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (Doomed(child), lines)
}
