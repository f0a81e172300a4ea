//! What people type stays text: no page and no spreadsheet the server makes takes it for markup or for a formula.

use room::{
    Command, Records, board, chat,
    chat::Audience,
    exercise::Place,
    plan::{self, Field},
    questions, roster,
};
use serde_json::json;
use tests::{Answer, Member, Training};

/// What somebody might type who means harm.
const CORPUS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></dd></main><svg/onload=alert(1)>",
    "' onmouseover='alert(1)",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{7*7}}${7*7}<!--",
];

/// What must not be in HTML as it was typed: tags that nobody but the server may write.
const TAGS: [&str; 5] = ["<script", "<img", "<svg", "<!--", "' onmouseover"];

/// Somebody types all of it wherever something can be typed.
async fn types_everywhere(amina: &mut Member, dana: &mut Member) {
    let me = dana.id();
    for (n, text) in CORPUS.into_iter().enumerate() {
        dana.says(text).await;
        dana.does(Command::Questions(questions::Command::Ask { text: text.into() })).await;
        dana.does(Command::Plan(plan::Command::Commit(text.into()))).await;
        if n < room::limit::ACTIONS {
            let add = plan::Command::Add { place: Place::Room, title: text.into(), from_idea: None };
            dana.does(Command::Plan(add)).await;
        }
    }
    dana.sees("her actions", |room| room.plan.actions.len() == room::limit::ACTIONS).await;
    let actions: Vec<_> = dana.room().plan.actions.keys().copied().collect();
    let fields = [Field::FirstStep, Field::Measure, Field::Helper, Field::Obstacle];
    let places = actions.iter().flat_map(|action| fields.map(|field| (*action, field)));
    for ((action, field), text) in places.zip(CORPUS.into_iter().cycle()) {
        dana.does(Command::Plan(plan::Command::Set { action, field, value: text.into() })).await;
    }
    dana.does(Command::Plan(plan::Command::Offer { action: actions[0], owner: Some(me) })).await;
    let frames = CORPUS[..2].iter().map(|text| (*text).to_owned()).collect();
    let draft = board::Draft { title: CORPUS[0].into(), frames, ..board::Draft::default() };
    amina.does(Command::Board(board::Command::Open { draft, segment: None })).await;
    dana.sees("the board", |room| !room.board.boards.is_empty()).await;
    let board = *dana.room().board.boards.keys().next().expect("it is there");
    for (text, x) in CORPUS.into_iter().zip([0, 400, 4_000, 8_000].into_iter().cycle()) {
        let kind = board::Kind::Note { text: text.into() };
        let (at, size) = (board::Spot { x, y: 600 }, board::Size { w: 1_280, h: 1_280 });
        let note = board::New { kind, at, size, color: 0, order: 0, stroke: None };
        dana.does(Command::Board(board::Command::Put { board, items: vec![note] })).await;
    }
    let (audience, text) = (Audience::Facilitators, CORPUS[1].into());
    dana.does(Command::Chat(chat::Command::Say { audience, text, reply_to: None })).await;
    dana.does(Command::Roster(roster::Command::Rename { person: me, name: CORPUS[4].into() })).await;
}

/// A page holds the texts as texts, and says that nothing foreign may run in it.
fn is_a_harmless_page(page: &Answer) {
    let html = page.text();
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = page.header("content-security-policy").expect("every page has a policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("'unsafe-inline'"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for tag in TAGS {
        assert!(!html.contains(tag), "{tag} in\n{html}");
    }
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "what was typed is there to be read\n{html}"
    );
    assert!(
        !html.contains(" style=") && !html.contains("<style"),
        "the policy forbids inline styles\n{html}"
    );
}

/// No cell begins like a formula.
fn is_a_harmless_spreadsheet(sheet: &Answer) {
    let csv = sheet.text();
    assert_eq!(sheet.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(sheet.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    for start in ["=", "@", "+", "-"] {
        for before in [",", ",\"", "\n", "\n\""] {
            assert!(!csv.contains(&format!("{before}{start}")), "a cell begins with {start} in\n{csv}");
        }
    }
}

#[tokio::test]
async fn whatever_is_typed_stays_text_on_every_page_and_in_every_spreadsheet() {
    let details = json!({ "title": CORPUS[0], "led_by": CORPUS[1], "departments": [CORPUS[2]],
                          "lobby_message": CORPUS[3], "audio_fallback": CORPUS[4], "records": Records::Record });
    let training = Training::open_with(details).await;
    let mut amina = training.facilitator().await;
    let who = json!({ "key": training.code, "name": CORPUS[0], "department": CORPUS[1], "rank": CORPUS[4],
                      "training_id": CORPUS[5] });
    let seat = training.join(&who).await.granted();
    let mut dana = training.arrives(training.ticket(&seat)).await;
    amina.admits_all().await;
    dana.is_let_in().await;
    types_everywhere(&mut amina, &mut dana).await;
    for ended in [false, true] {
        if ended {
            amina.ends_session().await;
            training.is_erased().await;
        }
        let at = |path: &str| path.replace("ID", &training.session);
        for page in ["/kept/ID/plans", "/kept/ID/boards"] {
            is_a_harmless_page(&training.home.get(&at(page)).await.granted());
        }
        let own = at(&format!("/kept/ID/own?seat={}", dana.ticket().seat));
        is_a_harmless_page(
            &training.house.http().get(&own).cookie(&dana.ticket().cookie).send().await.granted(),
        );
        for sheet in ["attendance", "polls", "checks", "chat"] {
            let path = at(&format!("/api/sessions/ID/{sheet}.csv"));
            is_a_harmless_spreadsheet(&training.home.get(&path).await.granted());
        }
    }
    let look = training.house.http().post("/api/look", &json!({ "key": training.code })).send().await;
    assert_eq!(look.header("content-type"), Some("application/json"));
}
