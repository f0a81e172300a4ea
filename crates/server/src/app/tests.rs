//! What a start finds, however the server was stopped; and rooms that do not open.

use super::*;
use crate::demo;
use academy::{
    id::SessionId,
    segment::{Activity, TalkDraft},
    session::Edit,
    template,
};
use store::wait;
use tempfile::TempDir;
use tokio::time::{Duration, sleep};

/// An app with a data folder of its own.
fn app() -> (Arc<App>, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let (data, public_url) = (folder.path().to_owned(), "http://localhost".to_owned());
    let store = SqliteStore::open(&data).expect("a fresh folder can be used");
    let config = Config { data, listen, public_url, tls: None, trusted_proxy: false };
    (App::new(config, Arc::new(store), listen).expect("a fresh folder can be used"), folder)
}

async fn put(app: &App, session: &Session) {
    let turn = app.turns.take(session.id.0).await;
    sessions::put(&*app.store, session, &turn).await.expect("it can be stored");
}

async fn open(app: &Arc<App>, session: &Session) -> Result<Live, OpenError> {
    app.open(session.clone(), &app.turns.take(session.id.0).await).await
}

/// A planned session, stored.
async fn planned(app: &App) -> Session {
    let templates = template::all().expect("the shipped templates are valid");
    let id = SessionId(keys::fresh_id());
    let session = Session::plan(id, &templates[0], clock::now().0, "America/Los_Angeles");
    put(app, &session).await;
    session
}

fn stored(app: &App, session: &Session) -> Session {
    let found = sessions::get(&*app.store, session.id.0).expect("the store can be read");
    found.expect("the session is stored")
}

#[tokio::test]
async fn a_session_whose_log_is_erased_becomes_erased_even_if_the_word_for_it_was_lost() {
    let (app, _folder) = app();
    let mut session = planned(&app).await;
    session.open(1).expect("a planned session opens");
    session.end(2).expect("an open session ends");
    session.begin_disposal().expect("an ended session is disposed of");
    let (id, document) = (session.id.0, sessions::document(&session).expect("it can be written"));
    wait(|done| app.store.begin_disposal(id, vec![], document, done)).expect("it begins");
    wait(|done| app.store.dispose_chunk(id, 1, done)).expect("there is nothing to delete");
    wait(|done| app.store.finish_disposal(id, done)).expect("the log is erased");
    // Here the power went, before the document could say so.
    assert_eq!(app.store.unfinished_disposals(), Ok(vec![]));

    app.resume().await.expect("the server starts");
    for _ in 0..500 {
        if stored(&app, &session).state == State::Erased {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("still {:?}", stored(&app, &session).state);
}

#[tokio::test]
async fn a_session_restored_without_its_room_is_planned_again_and_opens() {
    let (app, _folder) = app();
    let mut session = planned(&app).await;
    session.open(1).expect("a planned session opens");
    put(&app, &session).await;

    app.resume().await.expect("the server starts");
    assert!(app.live(session.id.0).is_none());
    let again = stored(&app, &session);
    assert_eq!(again.state, State::Planned);
    assert!(open(&app, &again).await.is_ok());
    assert_eq!(stored(&app, &session).state, State::Open);
}

#[tokio::test]
async fn a_session_that_was_open_goes_on() {
    let (app, _folder) = app();
    let session = planned(&app).await;
    assert!(open(&app, &session).await.is_ok());
    app.close().await;

    app.resume().await.expect("the server starts");
    assert!(app.live(session.id.0).is_some());
    assert_eq!(stored(&app, &session).state, State::Open);
}

#[tokio::test]
async fn a_session_the_room_has_no_place_for_is_refused_and_leaves_no_task() {
    let (app, _folder) = app();
    let mut session = planned(&app).await;
    let id = session.run_sheet.segments()[0].id;
    let talk = TalkDraft { heading: "x".repeat(4_000), points: vec!["y".into()] };
    let edit = Edit::SetActivities(id, vec![Activity::Talk(talk)]);
    session.edit_run_sheet(edit).expect("the planner takes it");
    assert!(matches!(open(&app, &session).await, Err(OpenError::Unfit(_))));
    assert!(app.live(session.id.0).is_none());
    assert_eq!(stored(&app, &session).state, State::Planned);
}

#[tokio::test]
async fn a_room_that_refuses_to_open_leaves_no_task() {
    let (app, _folder) = app();
    // Nothing a planner can make: the room is the last to check, whatever was overlooked before.
    let nameless = Session { title: String::new(), ..planned(&app).await };
    assert!(matches!(open(&app, &nameless).await, Err(OpenError::Broken(_))));
    assert!(app.live(nameless.id.0).is_none());
}

#[tokio::test]
async fn a_log_that_cannot_be_read_keeps_no_other_session_from_going_on() {
    let (app, _folder) = app();
    let (broken, sound) = (planned(&app).await, planned(&app).await);
    assert!(open(&app, &broken).await.is_ok() && open(&app, &sound).await.is_ok());
    app.close().await;
    let id = broken.id.0;
    let next = app.store.head(id).expect("the store can be read").expect("it has a log") + 1;
    let row = store::LogRow { seq: next, at_ms: 0, version: u16::MAX, body: vec![] };
    wait(|done| app.store.append(id, next, vec![row], done)).expect("it is written");

    app.resume().await.expect("the server starts");
    assert!(app.live(id).is_none() && app.is_unreadable(id));
    assert!(app.live(sound.id.0).is_some() && !app.is_unreadable(sound.id.0));
    assert_eq!(stored(&app, &broken).state, State::Open, "a program that can read it finds it as it was");
}

#[tokio::test]
async fn a_second_demo_looks_like_the_first() {
    let (app, _folder) = app();
    let first = demo::open(&app, 0).await.expect("it opens");
    app.close().await;
    app.resume().await.expect("the server starts");
    let second = demo::open(&app, 0).await.expect("it opens again");
    assert_eq!(first.facilitator, second.facilitator);
    for _ in 0..500 {
        let all = sessions::all(&*app.store).expect("the store can be read");
        if let [only] = &all[..] {
            assert_eq!((only.id.0, only.state), (second.session, State::Open));
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("the first one is still there");
}
