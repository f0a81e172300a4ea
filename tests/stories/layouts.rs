//! Layouts that facilitators save: theirs in every session and after a restart, and nobody else's.

use data_encoding::HEXLOWER;
use hyper::Method;
use room::board::{Kind, Layout, New};
use serde_json::{Value, json};
use tests::{Answer, Training};

const PATH: &str = "/api/layouts";

fn frames(titles: &[&str]) -> Vec<New> {
    Layout::Timeline.items(&titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>())
}

fn sent(name: &str, items: &[New]) -> Value {
    json!({ "name": name, "items": HEXLOWER.encode(&protocol::encode(&items)) })
}

fn names(answer: &Answer) -> Vec<String> {
    let all = answer.json().as_array().cloned().unwrap_or_default();
    all.iter().map(|layout| layout["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_layout_is_there_in_every_session_until_it_is_deleted() {
    let training = Training::open().await;
    let timeline = frames(&["Before", "At the stop", "After"]);
    let saved = training.home.post(PATH, &sent("  Our   stop ", &timeline)).await;
    assert_eq!((saved.status, names(&saved)), (200, vec!["Our stop".to_owned()]));
    training.home.post(PATH, &sent("A second", &frames(&["Issue"]))).await;
    let again = training.home.post(PATH, &sent("Our stop", &frames(&["Only one"]))).await;
    assert_eq!(names(&again), ["A second", "Our stop"], "the same name takes the place of the one before");

    let found = training.home.get(PATH).await.json();
    let items =
        HEXLOWER.decode(found[1]["items"].as_str().expect("it has items").as_bytes()).expect("digits");
    let items: Vec<New> = protocol::decode(&items).expect("things to put up");
    assert_eq!(items, frames(&["Only one"]));

    let path = format!("{PATH}/{}", found[0]["id"].as_str().expect("it has an id"));
    let left = training.house.http().sending(Method::DELETE, &path, String::new());
    let left = left.cookie(&training.home.cookie).send().await;
    assert_eq!(names(&left), ["Our stop"]);
}

#[tokio::test]
async fn what_is_no_layout_is_refused_and_who_is_not_signed_in_has_none() {
    let training = Training::open().await;
    let note = New { kind: Kind::Note { text: "Mine".into() }, ..frames(&["x"])[0].clone() };
    let nothing = json!({ "name": "Odd", "items": "zz" });
    for odd in [nothing, sent("Odd", &[note]), sent("Odd", &[]), sent(" ", &frames(&["x"]))] {
        let answer = training.home.post(PATH, &odd).await;
        assert_eq!(answer.status, 422, "{odd}");
        assert!(answer.json()["say"].as_str().is_some_and(|say| say.contains("frame")), "it is said why");
    }
    let many: Vec<_> = (0..101).map(|n| n.to_string()).collect();
    let many = training.home.post(PATH, &sent("Many", &Layout::Columns.items(&many))).await;
    assert!(many.field("/say").starts_with("That is too much for one layout"));
    assert_eq!(names(&training.home.get(PATH).await), Vec::<String>::new());
    assert_eq!(training.house.http().get(PATH).send().await.status, 401);
}
