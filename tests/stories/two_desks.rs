//! Two facilitators plan one session at the same time, each at their own desk: nobody's work is lost.

use serde_json::json;
use tests::{Home, House, Training};

/// Rounds: a race that is lost once in a while has to be lost here.
const ROUNDS: usize = 15;

#[tokio::test]
async fn what_two_desks_change_at_once_is_both_there_afterwards() {
    let training = Training::planned(House::open().await, json!({})).await;
    let (here, there) = (&training.home, Home::enter(&training.house).await);
    let path = format!("/api/sessions/{}", training.session);
    let (segments, expected) = (format!("{path}/run-sheet"), format!("{path}/expected"));
    let plan = here.get(&path).await.granted().json();
    let first = &plan["session"]["run_sheet"]["segments"][0]["id"];
    for n in 0..ROUNDS {
        let message = json!({ "lobby_message": format!("Message {n}") });
        let phone = json!({ "audio_fallback": format!("Phone {n}") });
        let edit = json!({ "set_title": [first, format!("Welcome {n}")] });
        let list = json!({ "text": format!("Dana {n}, Riverton PD") });
        let answers = tokio::join!(
            here.put(&path, &message),
            there.put(&path, &phone),
            there.post(&segments, &edit),
            here.post(&expected, &list),
        );
        for answer in [answers.0, answers.1, answers.2, answers.3] {
            answer.granted();
        }
        let plan = here.get(&path).await.granted().json()["session"].clone();
        assert_eq!(plan["lobby_message"], message["lobby_message"], "round {n}");
        assert_eq!(plan["audio_fallback"], phone["audio_fallback"], "round {n}");
        assert_eq!(plan["run_sheet"]["segments"][0]["title"], edit["set_title"][1], "round {n}");
        assert_eq!(plan["expected"][0]["name"], json!(format!("Dana {n}")), "round {n}");
    }
}

#[tokio::test]
async fn a_room_that_opens_while_its_plan_is_edited_opens_once_and_stays_open() {
    let training = Training::planned(House::open().await, json!({})).await;
    let (here, there) = (&training.home, Home::enter(&training.house).await);
    let path = format!("/api/sessions/{}", training.session);
    let (open, none, line) = (format!("{path}/open"), json!({}), json!({ "audio_fallback": "Phone" }));
    let (edited, opened, again) =
        tokio::join!(there.put(&path, &line), here.post(&open, &none), there.post(&open, &none));
    assert!(matches!(edited.status, 200 | 422), "{}", edited.text());
    opened.granted();
    again.granted();
    assert_eq!(training.state().await, "open");
}
