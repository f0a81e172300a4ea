//! The `rollcall` program: what it says to machines, and to the person who starts it wrongly.

use protocol::Bye;
use serde_json::json;
use tests::{House, Training, run_rollcall};
use tokio::task::block_in_place;

#[tokio::test]
async fn machines_learn_whether_it_is_alive_ready_and_busy() {
    let training = Training::open().await;
    let http = training.house.http();
    assert_eq!(http.get("/healthz").send().await.granted().text(), "ok\n");
    assert_eq!(http.get("/readyz").send().await.granted().text(), "ready\n");
    let (_amina, [_dana]) = training.with_officers(["Dana Kaplan"]).await;
    let house = &training.house;
    assert_eq!(house.counter("rollcall_live_sessions").await, 1);
    assert_eq!(house.counter("rollcall_connections").await, 2);
    assert!(house.counter("rollcall_records_total").await > 0);
    let page = http.get("/metrics").send().await.text();
    assert!(!page.contains("Dana") && !page.contains(&training.session), "no label names anybody");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sigterm_it_tells_the_rooms_ends_in_time_and_everybody_comes_back_to_the_next_one() {
    let house = block_in_place(House::program);
    let mut training = Training::planned(house, json!({})).await.opened().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    dana.says("before the update").await;
    // Exit code and time are the house's own concern.
    training.house.closes().await;
    for member in [&mut amina, &mut dana] {
        let bye = member.is_told().await;
        assert!(matches!(bye, Bye::Restarting { after_ms: 500..3_000 }), "{bye:?}");
    }
    block_in_place(|| training.house.starts_program());
    for member in [&mut amina, &mut dana] {
        assert!(member.comes().await, "the stream goes on across a restart");
        assert_eq!(member.reads(), ["before the update"]);
    }
}

#[test]
fn a_wrong_option_ends_the_program_with_a_clear_sentence() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = folder.path().join("data");
    let data = data.to_str().expect("the path is text");
    let file = folder.path().join("rollcall.toml");
    std::fs::write(&file, "public-ur = \"typo\"\n").expect("the folder is ours");
    let file = file.to_str().expect("the path is text");
    let cases: [(&[&str], &str); 7] = [
        (&["--public-url", "http://training.example.org"], "names and answers would travel in the open"),
        (&["--public-url", "training.example.org"], "public-url must start with https://"),
        (
            &["--public-url", "https://training.example.org/room"],
            "public-url must be an origin without a path",
        ),
        (&["--public-url", "https://training.example.org"], "needs tls-cert and tls-key, or trusted-proxy"),
        (&["--tls-cert", "cert.pem"], "--tls-key"),
        (&["--tls-cert", "none.pem", "--tls-key", "none.pem"], "cannot read the certificate none.pem"),
        (&["--config", file], "unknown field `public-ur`"),
    ];
    for (options, sentence) in cases {
        let output = run_rollcall(&[&["serve", "--listen", "127.0.0.1:0", "--data", data], options].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{options:?} was accepted");
        assert!(said.contains(sentence), "{options:?}: {said}");
        assert!(!said.contains("panicked"), "{options:?}: {said}");
    }
}

#[test]
fn a_port_in_use_and_a_folder_in_use_are_told_apart() {
    let house = House::program();
    let address = house.http().address.to_string();
    let other = house.beside("other");
    let folders =
        [other.to_str(), house.data().to_str()].map(|path| path.expect("the path is text").to_owned());
    let taken = run_rollcall(&["serve", "--listen", &address, "--data", &folders[0]]);
    let said = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(!taken.status.success() && said.contains(&format!("cannot listen on {address}")), "{said}");
    let busy = run_rollcall(&["serve", "--listen", "127.0.0.1:0", "--data", &folders[1]]);
    let said = String::from_utf8_lossy(&busy.stderr).into_owned();
    assert!(!busy.status.success() && said.contains("is in use by another server"), "{said}");
}

#[test]
fn help_names_every_option() {
    let output = run_rollcall(&["serve", "--help"]);
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success());
    for option in
        ["--data", "--listen", "--public-url", "--tls-cert", "--tls-key", "--trusted-proxy", "--config"]
    {
        assert!(help.contains(option), "{option} is not in\n{help}");
    }
}
