//! Boards are taken along as a drawing, as a picture and as a document: by facilitators, and without what nobody has shown.

use room::{
    BoardId, Command,
    board::{self, Kind, New, Policy, Size, Spot},
};
use serde_json::json;
use tests::{Member, Training};

const FORMS: [(&str, &str, &[u8]); 3] = [
    ("svg", "image/svg+xml", b"<svg"),
    ("png", "image/png", b"\x89PNG\r\n"),
    ("pdf", "application/pdf", b"%PDF-"),
];

fn note(text: &str, x: i32) -> New {
    let (at, size) = (Spot { x, y: 0 }, Size { w: 1_280, h: 1_280 });
    New { kind: Kind::Note { text: text.into() }, at, size, color: 0, order: 0, stroke: None }
}

async fn board_of(amina: &mut Member, dana: &mut Member) -> BoardId {
    let draft = board::Draft { title: "First <words>".into(), ..board::Draft::default() };
    amina.does(Command::Board(board::Command::Open { draft, segment: None })).await;
    dana.sees("the board", |room| !room.board.boards.is_empty()).await;
    *dana.room().board.boards.keys().next().expect("it is there")
}

/// The board as facilitators get it, in every form.
async fn taken(training: &Training) -> Vec<Vec<u8>> {
    let mut taken = vec![];
    for (ending, kind, begins) in FORMS {
        let path = format!("/api/sessions/{}/boards/1.{ending}", training.session);
        let answer = training.home.get(&path).await.granted();
        assert_eq!(answer.header("content-type"), Some(kind));
        let name = format!("attachment; filename=\"board-1.{ending}\"");
        assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
        assert!(answer.body.starts_with(begins), "{ending}");
        taken.push(answer.body.to_vec());
    }
    taken
}

fn text_of(pdf: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(pdf).expect("it is PDF");
    let pages: Vec<_> = pdf.get_pages().into_keys().collect();
    pdf.extract_text(&pages).expect("it has text").replace('\n', " ")
}

#[tokio::test]
async fn a_board_is_taken_along_while_the_room_is_open_and_afterward() {
    let training = Training::open_with(json!({ "records": "record" })).await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let board = board_of(&mut amina, &mut dana).await;
    let items = vec![note("Good evening", 0)];
    dana.does(Command::Board(board::Command::Put { board, items })).await;
    let page = training.home.get(&format!("/kept/{}/boards", training.session)).await.granted().text();
    for (ending, ..) in FORMS {
        assert!(page.contains(&format!("/boards/1.{ending}\"")), "{page}");
    }
    let before = taken(&training).await;
    let drawing = String::from_utf8_lossy(&before[0]);
    assert!(drawing.contains("First &lt;words&gt;") && drawing.contains("Good evening"), "{drawing}");
    let text = text_of(&before[2]);
    assert!(text.contains("First <words>") && text.contains("Good evening"), "{text}");
    assert!(text.contains("Dana Kaplan"), "{text}");
    amina.ends_session().await;
    training.is_erased().await;
    assert!(taken(&training).await == before, "what is kept is what was there");
}

#[tokio::test]
async fn what_nobody_has_shown_yet_is_on_no_picture() {
    let training = Training::open_with(json!({ "records": "record" })).await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let board = board_of(&mut amina, &mut dana).await;
    let items = vec![note("Everybody sees this", 0)];
    dana.does(Command::Board(board::Command::Put { board, items })).await;
    let before = taken(&training).await;
    let policy = Policy { private: true, ..Policy::default() };
    amina.does(Command::Board(board::Command::Allow(board, policy))).await;
    let items = vec![note("XPRIVATE-note", 4_000)];
    dana.does(Command::Board(board::Command::Put { board, items })).await;
    assert!(taken(&training).await == before, "not a pixel of it shows");
    amina.does(Command::Board(board::Command::Allow(board, Policy::default()))).await;
    let after = taken(&training).await;
    assert!(String::from_utf8_lossy(&after[0]).contains("XPRIVATE-note"));
    assert!(text_of(&after[2]).contains("XPRIVATE-note"));
    assert!(after[1] != before[1]);
}

#[tokio::test]
async fn boards_are_for_facilitators() {
    let training = Training::open_with(json!({ "records": "record" })).await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    board_of(&mut amina, &mut dana).await;
    for (ending, ..) in FORMS {
        let path = format!("/api/sessions/{}/boards/1.{ending}", training.session);
        let stranger = training.house.http().get(&path).send().await;
        assert_eq!(stranger.status, 401, "{path} without the facilitators' link");
        let officer = training.house.http().get(&path).cookie(&dana.ticket().cookie).send().await;
        assert_eq!(officer.status, 401, "{path} with an officer's cookie");
    }
    for file in ["0.svg", "2.svg", "1.gif", "1", "1.svg.png", "+1.svg", "99999999999999999999999.svg", ".svg"]
    {
        let path = format!("/api/sessions/{}/boards/{file}", training.session);
        assert_eq!(training.home.get(&path).await.status, 404, "{path}");
    }
}
