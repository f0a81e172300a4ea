//! Coming back by the same link in the same browser: one person stays one person.

use room::{
    Command,
    roster::{self, Presence, Role, Standing},
};
use serde_json::{Value, json};
use tests::{Answer, Member, Training};

/// What the join page learns when this browser opens a link.
async fn looks(training: &Training, role: &str, cookies: &str) -> Value {
    let asking = training.house.http().post("/api/look", &json!({ "key": training.key(role) }));
    asking.cookie(cookies).send().await.granted().json()
}

/// The form, sent from a browser with these cookies.
async fn joins(training: &Training, name: &str, cookies: &str) -> Answer {
    let who = json!({ "key": training.key("officer"), "name": name, "department": "Riverton PD" });
    training.house.http().post("/api/join", &who).cookie(cookies).send().await.granted()
}

fn people(member: &Member) -> usize {
    member.room().roster.people.len()
}

#[tokio::test]
async fn who_closed_the_tab_comes_back_by_the_link_to_the_same_seat_without_waiting() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let (ticket, id) = (dana.ticket().clone(), dana.id());
    dana.drops();
    drop(dana);
    let found = looks(&training, "officer", &ticket.cookie).await;
    assert_eq!(found["own"], json!({ "seat": ticket.seat, "name": "Dana Kaplan" }));

    let mut again = training.arrives(ticket).await;
    assert_eq!((again.id(), again.myself().standing), (id, Standing::Admitted));
    again.says("Back again.").await;
    amina.sees_line("Back again.").await;
    assert_eq!(people(&amina), 2);
}

#[tokio::test]
async fn a_second_tab_beside_the_first_is_the_same_person_on_two_pages() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    // The form was open there before; what is sent from it is what she wrote the first time.
    let answer = joins(&training, " dana  KAPLAN", &dana.ticket().cookie).await;
    assert_eq!(answer.field("/seat"), dana.ticket().seat);
    let mut second = training.arrives(dana.ticket().clone()).await;
    second.says("From the second tab.").await;
    dana.sees_line("From the second tab.").await;
    second.drops();
    dana.says("From the first one.").await;
    amina.sees_line("From the first one.").await;
    assert_eq!(amina.room().roster.people[&dana.id()].presence, Presence::Here);
    assert_eq!(people(&amina), 2);
}

#[tokio::test]
async fn the_rooms_address_in_a_new_tab_finds_the_seat_of_this_browser_and_of_no_other() {
    let training = Training::open().await;
    let (mut amina, [dana, luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    let finds = async |session: &str, cookie: &str| {
        let asked = training.house.http().post("/api/own", &json!({ "session": session }));
        asked.cookie(cookie).send().await
    };
    for member in [&dana, &luis] {
        let found = finds(&training.session, &member.ticket().cookie).await.granted();
        assert_eq!(found.field("/seat"), member.ticket().seat);
    }
    let elsewhere = "00000000-0000-4000-8000-000000000000";
    assert_eq!(finds(elsewhere, &dana.ticket().cookie).await.status, 404);
    let guessed = format!("{}=guessed", dana.ticket().cookie.split('=').next().unwrap_or_default());
    for cookie in ["", &guessed] {
        assert_eq!(finds(&training.session, cookie).await.status, 404, "{cookie}");
    }
    let removed = dana.ticket().cookie.clone();
    amina.does(Command::Roster(roster::Command::Remove { person: dana.id() })).await;
    assert_eq!(finds(&training.session, &removed).await.status, 404);
}

#[tokio::test]
async fn who_still_waits_waits_on_and_another_name_is_another_person() {
    let training = Training::open().await;
    let mut amina = training.facilitator().await;
    let dana = training.officer("Dana Kaplan").await;
    let found = looks(&training, "officer", &dana.ticket().cookie).await;
    assert_eq!(found["own"]["seat"], json!(dana.ticket().seat));
    let luis = joins(&training, "Luis Reyes", &dana.ticket().cookie).await;
    assert_ne!(luis.field("/seat"), dana.ticket().seat);
    amina.sees("both of them", |room| room.roster.people.len() == 3).await;
}

#[tokio::test]
async fn who_was_removed_or_turned_away_is_not_offered_the_seat() {
    let training = Training::open().await;
    let (mut amina, [dana]) = training.with_officers(["Dana Kaplan"]).await;
    let stranger = training.officer("Stranger").await;
    amina.does(Command::Roster(roster::Command::Remove { person: dana.id() })).await;
    amina.does(Command::Lobby(room::lobby::Command::TurnAway(stranger.id()))).await;
    for gone in [&dana, &stranger] {
        let cookie = &gone.ticket().cookie;
        assert_eq!(looks(&training, "officer", cookie).await["own"], Value::Null);
    }
    let name = dana.ticket().cookie.clone();
    assert_ne!(joins(&training, "Dana Kaplan", &name).await.field("/seat"), dana.ticket().seat);
}

#[tokio::test]
async fn a_seat_is_offered_to_its_own_browser_at_its_own_door_alone() {
    let training = Training::open().await;
    let (mut amina, [dana]) = training.with_officers(["Dana Kaplan"]).await;
    let (name, _) = dana.ticket().cookie.split_once('=').expect("a cookie has a value");
    for cookies in [String::new(), format!("{name}=guess"), amina.ticket().cookie.clone()] {
        assert_eq!(looks(&training, "officer", &cookies).await["own"], Value::Null, "{cookies}");
    }
    assert_eq!(looks(&training, "guest", &dana.ticket().cookie).await["own"], Value::Null);
    // Whatever she became since, the link she came by brings her back.
    amina.does(Command::Roster(roster::Command::Appoint { person: dana.id(), role: Role::Observer })).await;
    let found = looks(&training, "officer", &dana.ticket().cookie).await;
    assert_eq!(found["own"]["seat"], json!(dana.ticket().seat));
    let elsewhere = Training::open().await;
    assert_eq!(looks(&elsewhere, "officer", &dana.ticket().cookie).await["own"], Value::Null);
}
