//! What is promised on the Records Card is done: after the end, no byte of what the mode erases is left anywhere.

use crate::products;
use academy::records::{Class, Fate, fate};
use protocol::Bye;
use room::{
    Command, Records,
    chat::{self, Audience},
    lobby, roster,
};
use serde_json::json;
use std::path::Path;
use tests::{House, Member, PATIENCE, Training, Wire, holds, run_rollcall};
use tokio::{
    task::block_in_place,
    time::{Duration, Instant, sleep},
};

/// What is said in chat.
const CHAT: [&str; 3] = ["XCHAT-everyone", "XCHAT-facilitators", "XCHAT-taken-back"];
/// What no mode keeps: it is in no product.
const PASSING: [&str; 6] =
    ["XFORMER-name", "XWAITING-name", "ID XWAITING-name", "XGUEST-name", "XLOBBY-message", EXPECTED];
/// Somebody who is on the list and never comes.
const EXPECTED: &str = "XEXPECTED-name";
/// What every mode keeps: attendance.
const NAME: &str = "Dana XKEPT Kaplan";

fn written(mode: Records) -> serde_json::Value {
    serde_json::to_value(mode).expect("a mode can be written")
}

/// What this mode erases.
fn doomed(mode: Records) -> Vec<&'static str> {
    let chat = CHAT.iter().filter(|_| fate(mode, Class::Chat) == Fate::Erased);
    chat.chain(&PASSING).copied().chain(products::doomed(mode)).collect()
}

/// A session in which all of it is said; whoever is still there at the end.
async fn lively(training: &Training) -> (Member, Member) {
    training.expects(EXPECTED).await.granted();
    let mut amina = training.facilitator().await;
    let joining = json!({ "key": training.code, "name": "XFORMER-name", "training_id": "RP-1042" });
    let seat = training.join(&joining).await.granted();
    let mut dana = training.arrives(training.ticket(&seat)).await;
    let me = dana.id();
    amina.admits(me).await;
    dana.is_let_in().await;
    dana.does(Command::Roster(roster::Command::Rename { person: me, name: NAME.into() })).await;
    amina.does(Command::Lobby(lobby::Command::Tell("XLOBBY-message: five minutes".into()))).await;
    training.officer("XWAITING-name").await.drops();
    let guest = training.visitor("guest", "XGUEST-name").await;
    amina.admits(guest.id()).await;
    // Enough to fill pages of the database, so that deleting them leaves pages free.
    for n in 0..35 {
        let text = format!("{} {n} {}", CHAT[0], "and so on ".repeat(60));
        dana.says(&text).await;
        amina.says(&text).await;
    }
    products::are_made(&mut amina, &mut dana).await;
    dana.tells_facilitators(CHAT[1]).await;
    dana.says(CHAT[2]).await;
    let line = dana.line(CHAT[2]);
    let say =
        chat::Command::Say { audience: Audience::Everyone, text: "Goodbye.".into(), reply_to: Some(line) };
    amina.sees_line(CHAT[2]).await;
    amina.does(Command::Chat(say)).await;
    dana.does(Command::Chat(chat::Command::Delete(line))).await;
    (amina, dana)
}

/// Which of these texts are in which files.
fn found(files: &[(std::path::PathBuf, Vec<u8>)], texts: &[&str]) -> Vec<String> {
    let found = files.iter().flat_map(|(path, bytes)| {
        let here = texts.iter().filter(|text| holds(bytes, text));
        here.map(move |text| format!("{text} in {}", path.display()))
    });
    found.collect()
}

/// Makes a backup of a house that is closed and returns its bytes.
async fn backup(house: &House, name: &str, more: &[&str]) -> Vec<u8> {
    let text = |path: &Path| path.to_str().expect("the path is text").to_owned();
    let (data, to) = (text(house.data()), house.beside(name));
    let end = Instant::now() + PATIENCE;
    loop {
        let output = run_rollcall(&[&["backup", "--data", &data, "--to", &text(&to)], more].concat());
        if output.status.success() {
            return std::fs::read(to).expect("the backup is there");
        }
        // A house in this process lets go of its folder once its last goodbyes are said.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("in use") && Instant::now() < end, "{said}");
        sleep(Duration::from_millis(100)).await;
    }
}

/// The session is over, for late clients and in the files.
async fn is_gone(training: &Training, mode: Records, dana: &Member) {
    let left = found(&training.house.files(), &doomed(mode));
    assert!(left.is_empty(), "{mode:?}: {left:#?}");
    let csv = training.attendance().await;
    assert!(csv.contains(NAME) && csv.contains("Your department decides credit"), "{csv}");
    assert!(PASSING.iter().all(|text| !csv.contains(text)), "{csv}");

    products::are_found(training, mode, dana).await;

    let late = json!({ "key": training.code, "name": "Late Larry" });
    let refused = training.join(&late).await;
    assert_eq!((refused.status, refused.field("/error")), (410, "ended".into()));
    let look = training.house.http().post("/api/look", &late).send().await.granted();
    assert_eq!(look.field("/state"), "ended");
    assert_eq!(training.expects("Late Larry").await.status, 422, "the list stays empty");
    let mut wire = Wire::open(&training.house.http(), dana.ticket()).await;
    assert_eq!(wire.is_told().await, Some(Bye::Ended));
}

async fn ends_as_promised(mode: Records) {
    let details = json!({ "records": written(mode) });
    let mut training = Training::planned(House::open().await, details).await.opened().await;
    let (mut amina, mut dana) = lively(&training).await;
    let doomed = doomed(mode);
    let live = found(&training.house.files(), &doomed);
    for text in &doomed {
        assert!(
            live.iter().any(|hit| hit.starts_with(text)),
            "{text} is kept for recovery while live: {live:#?}"
        );
    }
    amina.ends_session().await;
    assert_eq!(dana.is_told().await, Bye::Ended);
    training.is_erased().await;
    is_gone(&training, mode, &dana).await;

    training.house.closes().await;
    training.house.opens_again().await;
    assert_eq!(training.state().await, "erased");
    is_gone(&training, mode, &dana).await;
    training.house.closes().await;
    for (name, more) in [("backup", &[][..]), ("full-backup", &["--live"])] {
        let copy = backup(&training.house, name, more).await;
        let left = found(&[(name.into(), copy.clone())], &doomed);
        assert!(left.is_empty(), "{mode:?}: {left:#?}");
        assert!(holds(&copy, NAME), "what is kept is in the backup");
    }
}

#[tokio::test]
async fn products_only_erases_what_was_said() {
    assert!(doomed(Records::ProductsOnly).contains(&CHAT[0]));
    ends_as_promised(Records::ProductsOnly).await;
}

#[tokio::test]
async fn ephemeral_erases_all_but_attendance() {
    assert!(doomed(Records::Ephemeral).contains(&CHAT[0]));
    ends_as_promised(Records::Ephemeral).await;
}

#[tokio::test]
async fn record_erases_what_nobody_was_promised() {
    ends_as_promised(Records::Record).await;
}

#[tokio::test]
async fn a_backup_leaves_a_live_session_out_unless_told_otherwise() {
    let mut training = Training::open().await;
    // They hang up first: a line that is still being said goodbye to keeps the folder in use.
    drop(lively(&training).await);
    training.house.closes().await;
    // The plan is not what happens in the room, and the Records Card says that backups hold its list.
    let passing = PASSING.iter().filter(|text| **text != EXPECTED);
    let all: Vec<_> = CHAT.iter().chain(passing).copied().collect();
    let left_out = backup(&training.house, "backup", &[]).await;
    let left = found(&[("backup".into(), left_out)], &all);
    assert!(left.is_empty(), "{left:#?}");
    let with_live = backup(&training.house, "live-backup", &["--live"]).await;
    assert!(holds(&with_live, CHAT[0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disposal_that_was_cut_short_goes_on_at_the_next_start() {
    let mode = Records::Ephemeral;
    for after_ms in [0, 1, 3, 8] {
        let house = block_in_place(House::program);
        let mut training = Training::planned(house, json!({ "records": written(mode) })).await.opened().await;
        let (mut amina, dana) = lively(&training).await;
        amina.ends_session().await;
        sleep(Duration::from_millis(after_ms)).await;
        block_in_place(|| training.house.is_killed());
        let left = found(&training.house.files(), &doomed(mode)).len();
        block_in_place(|| training.house.starts_program());
        let state = training.state().await;
        training.is_erased().await;
        println!(
            "killed {after_ms} ms after the end: {left} traces left, found again as {state}, then erased"
        );
        is_gone(&training, mode, &dana).await;
    }
}
