//! A rehearsal: a throw-away copy of a session with simulated officers in it, of which nothing stays.

use academy::session::Edit;
use protocol::Bye;
use room::Room;
use serde_json::json;
use tests::{Answer, Home, House, Member, PATIENCE, Training};
use tokio::time::{Duration, Instant, sleep};

/// Rehearses the training's session.
async fn rehearses(training: &Training) -> Answer {
    training.home.post(&format!("/api/sessions/{}/rehearse", training.session), &json!({})).await
}

/// The facilitator goes into a rehearsal.
async fn enters(training: &Training, rehearsal: &str) -> Member {
    let answer = training.home.post(&format!("/api/sessions/{rehearsal}/enter"), &json!({})).await;
    training.arrives(training.ticket(&answer.granted())).await
}

/// The ids of all sessions on the home page.
async fn sessions(home: &Home) -> Vec<String> {
    let page = home.get("/api/home").await.granted().json();
    let all = page["sessions"].as_array().expect("sessions are listed").clone();
    all.iter().map(|session| session["id"].as_str().expect("a session has an id").to_owned()).collect()
}

/// Waits until the home page lists nothing but the session that is rehearsed.
async fn is_thrown_away(training: &Training) {
    let end = Instant::now() + PATIENCE;
    while sessions(&training.home).await != [training.session.clone()] {
        assert!(Instant::now() < end, "still there: {:?}", sessions(&training.home).await);
        sleep(Duration::from_millis(20)).await;
    }
}

fn simulated(room: &Room) -> usize {
    room.roster.people.values().filter(|person| person.simulated).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn simulated_officers_come_to_a_rehearsal_and_nothing_of_it_stays() {
    let training = Training::planned(House::open().await, json!({})).await;
    let rehearsal = rehearses(&training).await.granted().field("/session");
    let mut amina = enters(&training, &rehearsal).await;
    assert!(amina.room().charter.practice);
    amina.sees("the simulated officers", |room| simulated(room) == 24).await;
    let csv = format!("/api/sessions/{rehearsal}/attendance.csv");
    let sheet = training.home.get(&csv).await.granted().text();
    assert!(sheet.contains("Practice"), "{sheet}");

    amina.ends_session().await;
    is_thrown_away(&training).await;
    assert_eq!(training.home.get(&csv).await.status, 404);
    assert_eq!(amina.is_not_let_back().await, Bye::Unknown);
    assert_eq!(training.state().await, "planned", "the session itself is as it was");
}

#[tokio::test]
async fn a_rehearsal_that_is_refused_leaves_nothing_behind() {
    let training = Training::planned(House::open().await, json!({})).await;
    let plan = training.home.get(&format!("/api/sessions/{}", training.session)).await.granted().json();
    let segments = plan["session"]["run_sheet"]["segments"].as_array().expect("it has segments").clone();
    for segment in segments {
        let id = serde_json::from_value(segment["id"].clone()).expect("a segment has an id");
        let edit = serde_json::to_value(Edit::Remove(id)).expect("an edit can be written");
        training.home.post(&format!("/api/sessions/{}/run-sheet", training.session), &edit).await.granted();
    }
    for _ in 0..3 {
        assert_eq!(rehearses(&training).await.status, 422, "there is nothing to rehearse");
    }
    assert_eq!(sessions(&training.home).await, std::slice::from_ref(&training.session));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_few_rehearsals_run_at_once_and_no_more() {
    let training = Training::planned(House::open().await, json!({})).await;
    let mut running = vec![];
    for _ in 0..3 {
        running.push(rehearses(&training).await.granted().field("/session"));
    }
    let one_more = rehearses(&training).await;
    assert_eq!((one_more.status, one_more.field("/error")), (409, "too_many_rehearsals".into()));
    enters(&training, &running[0]).await.ends_session().await;
    let end = Instant::now() + PATIENCE;
    while rehearses(&training).await.status != 200 {
        assert!(Instant::now() < end, "the place of the one that ended stays taken");
        sleep(Duration::from_millis(20)).await;
    }
}
