//! Pictures on boards: sent to the server, put up, fetched by who sees them and by nobody else, and forgotten with the rest.

use hyper::Method;
use image::{Rgba, RgbaImage, codecs::png::PngEncoder};
use room::{
    BoardId, Command, PictureId, Refusal,
    board::{self, Kind, New, Policy, Size, Spot},
};
use serde_json::json;
use tests::{Answer, Member, Training};

/// A picture that is like no other.
fn photograph() -> Vec<u8> {
    let mixed = |x: u32, y: u32| {
        (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D)
    };
    let pixel = |x, y| {
        let [r, g, b, _] = mixed(x, y).to_be_bytes();
        Rgba([r, g, b, 255])
    };
    let mut png = vec![];
    RgbaImage::from_fn(160, 120, pixel).write_with_encoder(PngEncoder::new(&mut png)).expect("it is written");
    png
}

fn put_up(board: BoardId, picture: PictureId) -> Command {
    let kind = Kind::Image { picture, alt: "The crossing at Main Street".into() };
    let (at, size) = (Spot::default(), Size { w: 1_280, h: 960 });
    Command::Board(board::Command::Put {
        board,
        items: vec![New { kind, at, size, color: 0, order: 0, stroke: None }],
    })
}

async fn board_of(amina: &mut Member, dana: &mut Member, policy: Policy) -> BoardId {
    let draft = board::Draft { title: "Main Street".into(), policy, ..board::Draft::default() };
    amina.does(Command::Board(board::Command::Open { draft, segment: None })).await;
    dana.sees("the board", |room| !room.board.boards.is_empty()).await;
    *dana.room().board.boards.keys().next().expect("it is there")
}

async fn sends(training: &Training, who: &Member, board: BoardId, file: Vec<u8>) -> Answer {
    let path =
        format!("/api/sessions/{}/pictures?board={}&seat={}", training.session, board.0, who.ticket().seat);
    training.house.http().sending_file(&path, file).cookie(&who.ticket().cookie).send().await
}

async fn fetches(training: &Training, who: &Member, picture: &str) -> Answer {
    let path = format!("/api/sessions/{}/pictures/{picture}?seat={}", training.session, who.ticket().seat);
    training.house.http().get(&path).cookie(&who.ticket().cookie).send().await
}

fn id(picture: &str) -> PictureId {
    let hex: String = picture.chars().filter(|c| *c != '-').collect();
    PictureId(u128::from_str_radix(&hex, 16).expect("it is an id").to_be_bytes())
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn a_picture_is_sent_put_up_seen_by_others_and_taken_along() {
    let training = Training::open_with(json!({ "records": "record" })).await;
    let (mut amina, [mut dana, mut sam]) = training.with_officers(["Dana Kaplan", "Sam Ortiz"]).await;
    let board = board_of(&mut amina, &mut dana, Policy::default()).await;
    let sent = sends(&training, &dana, board, photograph()).await.granted();
    assert_eq!((sent.json()["width"].as_u64(), sent.json()["height"].as_u64()), (Some(160), Some(120)));
    let picture = sent.field("/picture");
    assert_eq!(fetches(&training, &sam, &picture).await.status, 404, "it is on no board yet");
    dana.does(put_up(board, id(&picture))).await;
    sam.sees("the picture", |room| room.board.boards.values().any(|board| !board.items.is_empty())).await;
    let shown = fetches(&training, &sam, &picture).await.granted();
    assert_eq!(shown.header("content-type"), Some("image/jpeg"), "as a photograph");
    assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
    let path = |ending: &str| format!("/api/sessions/{}/boards/1.{ending}", training.session);
    let drawing = training.home.get(&path("svg")).await.granted();
    assert!(drawing.text().contains("data:image/jpeg;base64,"));
    let document = training.home.get(&path("pdf")).await.granted();
    assert!(has(&document.body, &shown.body), "the document holds the picture itself");
    amina.ends_session().await;
    training.is_erased().await;
    assert!(
        training.home.get(&path("svg")).await.granted().body == drawing.body,
        "it is kept with the board"
    );
    let session = format!("/api/sessions/{}", training.session);
    let deleting = training.house.http().sending(Method::DELETE, &session, String::new());
    deleting.cookie(&training.home.cookie).send().await.granted();
    let drawing = training.home.get(&path("svg")).await;
    assert_eq!(drawing.status, 404, "and goes with the session");
}

#[tokio::test]
async fn in_a_private_round_nobody_else_gets_a_picture() {
    let training = Training::open().await;
    let (mut amina, [mut dana, sam]) = training.with_officers(["Dana Kaplan", "Sam Ortiz"]).await;
    let board = board_of(&mut amina, &mut dana, Policy { private: true, ..Policy::default() }).await;
    let picture = sends(&training, &dana, board, photograph()).await.granted().field("/picture");
    dana.does(put_up(board, id(&picture))).await;
    assert_eq!(fetches(&training, &dana, &picture).await.status, 200);
    for other in [&sam, &amina] {
        assert_eq!(fetches(&training, other, &picture).await.status, 404);
    }
    assert_eq!(amina.asks(put_up(board, id(&picture))).await, Err(Refusal::Unknown));
    amina.does(Command::Board(board::Command::Allow(board, Policy::default()))).await;
    assert_eq!(fetches(&training, &sam, &picture).await.status, 200);
}

#[tokio::test]
async fn what_a_session_does_not_keep_is_erased_with_its_pictures() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let board = board_of(&mut amina, &mut dana, Policy::default()).await;
    let picture = sends(&training, &dana, board, photograph()).await.granted().field("/picture");
    dana.does(put_up(board, id(&picture))).await;
    let bytes = fetches(&training, &dana, &picture).await.granted().body;
    let part = &bytes[2_000..2_040];
    assert!(
        training.house.files().iter().any(|(_, bytes)| has(bytes, part)),
        "it is kept while the room is open"
    );
    amina.ends_session().await;
    training.is_erased().await;
    let left: Vec<_> = training
        .house
        .files()
        .into_iter()
        .filter(|(_, bytes)| has(bytes, part))
        .map(|(path, _)| path)
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(fetches(&training, &dana, &picture).await.status, 404);
}

#[tokio::test]
async fn what_is_no_picture_and_who_may_not_send_one_are_refused_with_a_reason() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let board = board_of(&mut amina, &mut dana, Policy::default()).await;
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    for (file, status) in
        [(script, 415), (vec![], 415), (photograph()[..4_000].to_vec(), 422), (vec![0; 13 << 20], 413)]
    {
        let answer = sends(&training, &dana, board, file).await;
        assert_eq!((answer.status, answer.field("/error")), (status, "no_picture".into()));
    }
    let answer = sends(&training, &dana, BoardId(9_999), photograph()).await;
    assert_eq!(answer.status, 409);
    amina.does(Command::Board(board::Command::Lock(board, true))).await;
    let answer = sends(&training, &dana, board, photograph()).await;
    assert_eq!(
        (answer.status, answer.field("/say")),
        (409, "The board cannot be changed at the moment.".into())
    );
    let path =
        format!("/api/sessions/{}/pictures?board={}&seat={}", training.session, board.0, dana.ticket().seat);
    let stranger = training.house.http().sending_file(&path, photograph()).send().await;
    assert_eq!(stranger.status, 404, "without the seat's cookie");
    let elsewhere = training.house.http().sending_file(&path, photograph()).cookie(&dana.ticket().cookie);
    assert_eq!(elsewhere.without_origin().send().await.status, 403);
    assert_eq!(amina.asks(put_up(board, PictureId([7; 16]))).await, Err(Refusal::Unknown), "a made-up id");
}

#[tokio::test]
async fn after_many_files_that_are_no_pictures_one_has_to_wait_before_anything_more_is_read() {
    let training = Training::open().await;
    let (mut amina, [mut dana, sam]) = training.with_officers(["Dana Kaplan", "Sam Ortiz"]).await;
    let board = board_of(&mut amina, &mut dana, Policy::default()).await;
    for _ in 0..25 {
        sends(&training, &dana, board, photograph()).await.granted();
    }
    for _ in 0..20 {
        assert_eq!(sends(&training, &dana, board, b"%PDF-1.7".to_vec()).await.status, 415);
    }
    let refused = sends(&training, &dana, board, photograph()).await;
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true));
    assert!(refused.field("/say").contains("Try again in"), "{}", refused.text());
    sends(&training, &sam, board, photograph()).await.granted();
}
