//! Polls that facilitators keep: theirs in every session, handed on in files, and nobody else's.

use data_encoding::HEXLOWER;
use hyper::Method;
use room::poll::{Draft, Kind, Manner};
use serde_json::{Value, json};
use tests::{Answer, Training};

const PATH: &str = "/api/polls";
const FILE: &str = "/api/polls.json";

fn draft(question: &str, manner: Manner) -> Draft {
    let kind = Kind::of(manner, vec!["Main Street".into(), "The park".into()]);
    Draft { question: question.into(), kind, ..Draft::default() }
}

fn sent(draft: &Draft) -> Value {
    json!({ "draft": HEXLOWER.encode(&protocol::encode(draft)) })
}

fn kept(answer: &Answer) -> Vec<Draft> {
    let all = answer.json().as_array().cloned().unwrap_or_default();
    let read = |told: &Value| {
        let bytes = HEXLOWER.decode(told["draft"].as_str()?.as_bytes()).ok()?;
        protocol::decode(&bytes).ok()
    };
    all.iter().map(|told| read(told).expect("a poll")).collect()
}

#[tokio::test]
async fn a_poll_is_kept_over_sessions_and_handed_on_in_a_file() {
    let training = Training::open().await;
    let home = &training.home;
    let saved = home.post(PATH, &sent(&draft("  Where first? ", Manner::Ranking))).await;
    assert_eq!(kept(&saved), [draft("Where first?", Manner::Ranking)]);
    home.post(PATH, &sent(&draft("How was it?", Manner::Rating))).await;
    let again = home.post(PATH, &sent(&draft("Where first?", Manner::Points))).await;
    let both = [draft("How was it?", Manner::Rating), draft("Where first?", Manner::Points)];
    assert_eq!(kept(&again), both, "what asks the same takes the place of the one before");

    let file = home.get(FILE).await.json();
    assert_eq!(file["format"], "rollcall polls 1");
    let other = Training::open().await;
    let taken_in = other.home.post(FILE, &file).await;
    assert_eq!((taken_in.status, kept(&taken_in)), (200, both.to_vec()));

    let id = home.get(PATH).await.json()[0]["id"].as_str().expect("it has an id").to_owned();
    let gone = training.house.http().sending(Method::DELETE, &format!("{PATH}/{id}"), String::new());
    let left = gone.cookie(&home.cookie).send().await;
    assert_eq!(kept(&left), [draft("Where first?", Manner::Points)]);
}

#[tokio::test]
async fn a_file_is_taken_in_as_a_whole_or_not_at_all_and_it_is_said_why() {
    let training = Training::open().await;
    let home = &training.home;
    let good = json!(draft("Where first?", Manner::Single));
    let alone = json!(Draft {
        kind: Kind::of(Manner::Single, vec!["Yes".into()]),
        ..draft("Ready?", Manner::Single)
    });
    let polls = |format: &str, polls: Value| json!({ "format": format, "polls": polls });
    let cases = [
        (polls("rollcall polls 1", json!([good, alone])), "“Ready?” cannot be kept."),
        (polls("something else", json!([good])), "it has another format"),
        (polls("rollcall polls 1", json!([{ "question": "Ready?" }])), "missing field"),
        (json!([good]), "This is not a file with polls"),
    ];
    for (file, why) in cases {
        let answer = home.post(FILE, &file).await;
        assert_eq!(answer.status, 422, "{file}");
        assert!(answer.field("/say").contains(why), "{}", answer.field("/say"));
    }
    let nothing = home.post(PATH, &json!({ "draft": "zz" })).await;
    assert_eq!(nothing.status, 422);
    assert_eq!(kept(&home.get(PATH).await), []);
    for path in [PATH, FILE] {
        assert_eq!(training.house.http().get(path).send().await.status, 401, "{path}");
    }
}
