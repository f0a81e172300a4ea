//! Getting in: by link and code, through the lobby, in time or days ahead.

use protocol::Bye;
use room::{
    Command, Refusal,
    chat::{self, Audience},
    lobby,
    roster::{Detail, Role, Standing},
};
use serde_json::json;
use std::time::Duration;
use tests::{House, Training, Wire};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn an_officer_waits_in_the_lobby_until_the_facilitator_lets_them_in() {
    let training = Training::open_with(json!({ "lobby_message": "We start in a few minutes." })).await;
    let mut amina = training.facilitator().await;
    let mut dana = training.officer("Dana Kaplan").await;
    assert_eq!(dana.myself().standing, Standing::Waiting);
    assert_eq!(dana.room().lobby.message, "We start in a few minutes.");
    assert!(!dana.room().charter.title.is_empty(), "the lobby shows what the session is about");
    assert!(dana.knows("Amina R.").is_none(), "the lobby does not show who is inside");

    amina.sees("somebody waiting", |room| room.lobby.waiting_as(Role::Officer) == 1).await;
    assert_eq!(amina.knows("Dana Kaplan").map(|p| p.training_id.as_str()), Some("ID Dana Kaplan"));
    amina.admits(dana.id()).await;
    assert_eq!(amina.room().lobby.waiting_as(Role::Officer), 0);
    dana.is_let_in().await;
    assert!(dana.knows("Amina R.").is_some(), "the room shows who is here");
}

#[tokio::test]
async fn a_code_is_forgiven_its_case_its_spaces_and_its_dashes() {
    let training = Training::open().await;
    let (first, second) = training.code.split_at(4);
    for typed in [training.code.clone(), format!("  {} - {second} ", first.to_lowercase())] {
        let answer = training.join(&json!({ "key": typed, "name": "Dana Kaplan" })).await.granted();
        let dana = training.arrives(training.ticket(&answer)).await;
        assert_eq!(dana.myself().role, Role::Officer);
    }
}

#[tokio::test]
async fn one_is_turned_away_politely_and_the_others_come_in_at_once() {
    let training = Training::open().await;
    let mut amina = training.facilitator().await;
    let mut dana = training.officer("Dana Kaplan").await;
    let mut luis = training.officer("Luis Reyes").await;
    let mut stranger = training.officer("Stranger").await;
    amina.does(Command::Lobby(lobby::Command::TurnAway(stranger.id()))).await;
    assert_eq!(stranger.is_told().await, Bye::Out);
    assert_eq!(stranger.is_not_let_back().await, Bye::Out);
    amina.admits_all().await;
    dana.is_let_in().await;
    luis.is_let_in().await;
    assert!(luis.knows("Stranger").is_none(), "who was turned away is nobody else's business");
}

#[tokio::test]
async fn who_was_turned_away_by_mistake_can_still_be_let_in() {
    let training = Training::open().await;
    let mut amina = training.facilitator().await;
    let mut dana = training.officer("Dana Kaplan").await;
    amina.does(Command::Lobby(lobby::Command::TurnAway(dana.id()))).await;
    assert_eq!(dana.is_told().await, Bye::Out);
    amina.admits(dana.id()).await;
    dana.comes().await;
    assert_eq!(dana.myself().standing, Standing::Admitted);
}

#[tokio::test]
async fn expected_officers_come_in_at_once_and_others_wait() {
    let training = Training::planned(House::open().await, json!({ "auto_admit_listed": true })).await;
    let list =
        json!({ "text": "Name,Department,Training ID\nKaplan Dana,Riverton PD,id-dana kaplan\n\"broken" });
    let path = format!("/api/sessions/{}/expected", training.session);
    let read = training.home.post(&path, &list).await.granted().json();
    assert_eq!(read["people"].as_array().map(Vec::len), Some(1));
    assert_eq!(read["problems"].as_array().map(Vec::len), Some(1), "the bad line is reported: {read}");

    let training = training.opened().await;
    let dana = training.officer("Dana Kaplan").await;
    assert_eq!(dana.myself().standing, Standing::Admitted, "listed by training ID");
    assert!(dana.room().lobby.expected.is_empty(), "the list is the facilitators'");
    let luis = training.officer("Luis Reyes").await;
    assert_eq!(luis.myself().standing, Standing::Waiting);
}

#[tokio::test]
async fn days_ahead_the_link_shows_the_session_and_checks_the_line() {
    let training = Training::planned(House::open().await, json!({})).await;
    let http = training.house.http();
    let look = http.post("/api/look", &json!({ "key": training.key("officer") })).send().await.granted();
    assert_eq!((look.field("/state"), look.field("/role")), ("planned".into(), "officer".into()));
    let refused = training.join(&json!({ "key": training.key("officer"), "name": "Dana Kaplan" })).await;
    assert_eq!((refused.status, refused.field("/error")), (409, "not_open".into()));

    let mut echo = Wire::upgrade(&http, "/check", "", Some(&http.origin)).await.expect("the check is open");
    echo.sends(Message::Text("are you there?".into())).await;
    assert_eq!(echo.receives().await, Some(Message::Text("are you there?".into())));
}

#[tokio::test]
async fn a_locked_room_lets_nobody_new_in_and_those_inside_come_back() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    amina.does(Command::Lobby(lobby::Command::Lock(true))).await;
    let late = json!({ "key": training.key("officer"), "name": "Late Larry" });
    let refused = training.join(&late).await;
    assert_eq!((refused.status, refused.field("/error")), (409, "locked".into()));
    dana.drops();
    dana.comes().await;
    assert_eq!(dana.myself().standing, Standing::Admitted);
    amina.does(Command::Lobby(lobby::Command::Lock(false))).await;
    training.join(&late).await.granted();
}

#[tokio::test]
async fn a_full_room_says_so() {
    let training = Training::open_with(json!({ "capacity": 2 })).await;
    let (_amina, [_dana]) = training.with_officers(["Dana Kaplan"]).await;
    let refused = training.join(&json!({ "key": training.key("officer"), "name": "Luis Reyes" })).await;
    assert_eq!((refused.status, refused.field("/error")), (409, "full".into()));
}

#[tokio::test]
async fn a_guest_sees_names_without_their_details() {
    let training = Training::open().await;
    let (mut amina, [dana]) = training.with_officers(["Dana Kaplan"]).await;
    let mut grace = training.visitor("guest", "Grace Kim").await;
    amina.admits(grace.id()).await;
    grace.is_let_in().await;
    let shown = grace.room().roster.people.get(&dana.id()).expect("the room shows who can hear");
    assert_eq!((shown.name.as_str(), shown.department.as_str()), ("Dana Kaplan", ""));
    assert_eq!(shown.detail, Detail::Name);
    assert!(!grace.has_received("Riverton PD"));
    grace.says("Good evening.").await;
}

#[tokio::test]
async fn an_observer_is_disclosed_to_the_room_and_only_watches() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let mut olga = training.visitor("observer", "Olga Sato").await;
    amina.admits(olga.id()).await;
    olga.is_let_in().await;
    let olga_id = olga.id();
    dana.sees("the observer", |room| room.roster.people.contains_key(&olga_id)).await;
    assert_eq!(dana.knows("Olga Sato").map(|p| p.role), Some(Role::Observer));
    let say = chat::Command::Say { audience: Audience::Everyone, text: "Psst".into(), reply_to: None };
    assert_eq!(olga.is_refused(Command::Chat(say)).await, Refusal::NotAllowed);
}

#[tokio::test]
async fn clearing_the_pc_takes_every_cookie_away_and_signs_the_facilitator_out() {
    let training = Training::open().await;
    let (dana, luis) = (training.officer("Dana Kaplan").await, training.officer("Luis Reyes").await);
    let (hers, his) = (&dana.ticket().cookie, &luis.ticket().cookie);
    let all = format!("{hers}; someone-elses=1; {his}; {}", training.home.cookie);
    let http = training.house.http();
    let answer = http.post("/api/forget", &json!({})).cookie(&all).send().await.granted();
    let cleared: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().expect("readable"))
        .collect();
    assert_eq!(cleared.len(), 3, "two seats and the home, nothing that is not ours: {cleared:?}");
    for cookie in [hers, his, &training.home.cookie] {
        let (name, _) = cookie.split_once('=').expect("a cookie has a value");
        let gone = |line: &&str| line.starts_with(&format!("{name}=;")) && line.contains("Max-Age=0");
        assert!(cleared.iter().any(gone), "{name} in {cleared:?}");
    }
    assert_eq!(training.home.get("/api/home").await.status, 401, "a copy of the cookie is worth nothing");
    // A browser that holds nothing of ours, or says so on a page of an older version, is no trouble.
    http.post("/api/forget", &json!({ "seat": dana.ticket().seat })).send().await.granted();
}

#[tokio::test]
async fn a_wrong_file_leaves_the_list_of_officers_as_it_was() {
    let training = Training::open().await;
    let mut amina = training.facilitator().await;
    training.expects("Dana Kaplan").await.granted();
    let path = format!("/api/sessions/{}/expected", training.session);
    for text in ["", "Name,Department\n", "\"not a list\n\"at all"] {
        let read = training.home.post(&path, &json!({ "text": text })).await.granted().json();
        assert_eq!(read["people"], json!([]), "{text:?}");
        let plan = training.home.get(&format!("/api/sessions/{}", training.session)).await.granted();
        assert_eq!(plan.field("/session/expected/0/name"), "Dana Kaplan", "after {text:?}");
    }
    amina.sees("the old list in the room", |room| room.lobby.expected.len() == 1).await;
    // Whoever takes the first list back means an empty one.
    training.home.post(&path, &json!({ "text": "", "may_empty": true })).await.granted();
    amina.sees("no list", |room| room.lobby.expected.is_empty()).await;
}

#[tokio::test]
async fn a_session_that_is_opened_long_after_its_plan_waits_for_its_people() {
    let yesterday = json!({ "starts_at": 1_700_000_000_000_i64 });
    let training = Training::planned(House::open().await, yesterday).await.opened().await;
    // The room has every reason to look at its clock before anybody is in it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(training.state().await, "open");
    let (_amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    dana.says("Better late than never.").await;
}
