//! What a session keeps is found by the one it is kept for, and by nobody else.

use academy::records::{Class, Fate, fate};
use room::{
    Command, Records, board,
    breakout::{self, Wanted},
    chat::{self, Audience},
    exercise::{self, Place, Step},
    plan::{self, Field},
    poll::{self, Answer, Kind, Manner},
    questions,
};
use serde_json::json;
use tests::{Answer as Page, Member, Training};

/// What is made in the session, by class of data.
const MADE: [(Class, &str); 8] = [
    (Class::Plans, "XPLAN-title"),
    (Class::Plans, "XPLAN-first-step"),
    (Class::Commitments, "XCOMMITMENT-text"),
    (Class::NamedTallies, "XPOLL-question"),
    (Class::Checks, "XCHECK-question"),
    (Class::Boards, "XBOARD-note"),
    (Class::Boards, "XBOARD-title"),
    (Class::Chat, "XQUESTION-text"),
];
/// What is on nobody's list in any mode: work on the way to a plan, and what groups say among themselves.
const ON_THE_WAY: [&str; 3] = ["XIDEA-text", "XGROUP-talk", "XHELP-reason"];
/// Where each class is found; the last one by its author alone.
const PLACES: [(Class, &str); 9] = [
    (Class::Attendance, "/api/sessions/ID/attendance.csv"),
    (Class::Plans, "/kept/ID/plans"),
    (Class::NamedTallies, "/api/sessions/ID/polls.csv"),
    (Class::Checks, "/api/sessions/ID/checks.csv"),
    (Class::Boards, "/kept/ID/boards"),
    (Class::Boards, "/api/sessions/ID/boards.csv"),
    (Class::Boards, "/api/sessions/ID/boards.json"),
    (Class::Boards, "/api/sessions/ID/boards/1.svg"),
    (Class::Chat, "/api/sessions/ID/chat.csv"),
];

/// What of this the mode erases.
pub(crate) fn doomed(mode: Records) -> impl Iterator<Item = &'static str> {
    let erased = MADE.iter().filter(move |(class, _)| fate(mode, *class) == Fate::Erased);
    erased.map(|(_, text)| *text).chain(ON_THE_WAY)
}

/// A facilitator and an officer make one of each.
pub(crate) async fn are_made(amina: &mut Member, dana: &mut Member) {
    is_planned(amina, dana).await;
    are_asked(amina, dana).await;
    let draft = board::Draft { title: "XBOARD-title".into(), ..board::Draft::default() };
    amina.does(Command::Board(board::Command::Open { draft, segment: None })).await;
    dana.sees("the board", |room| !room.board.boards.is_empty()).await;
    let board = *dana.room().board.boards.keys().next().expect("it is there");
    let note = board::New {
        kind: board::Kind::Note { text: "XBOARD-note".into() },
        at: board::Spot::default(),
        size: board::Size { w: 1_280, h: 1_280 },
        color: 0,
        order: 0,
        stroke: None,
    };
    dana.does(Command::Board(board::Command::Put { board, items: vec![note] })).await;
    talks_in_a_group(amina, dana).await;
}

async fn is_planned(amina: &mut Member, dana: &mut Member) {
    let (place, exercise) = (Place::Room, Command::Exercise);
    let draft = exercise::Draft { title: "One problem".into(), dots: 3, ..exercise::Draft::default() };
    amina.does(exercise(exercise::Command::Open(Box::new(draft)))).await;
    amina.does(exercise(exercise::Command::GoAll(Step::Ideas))).await;
    dana.does(exercise(exercise::Command::AddIdea { place, text: "XIDEA-text".into() })).await;
    let add = plan::Command::Add { place, title: "XPLAN-title".into(), from_idea: None };
    dana.does(Command::Plan(add)).await;
    dana.sees("the action", |room| !room.plan.actions.is_empty()).await;
    let action = *dana.room().plan.actions.keys().next().expect("it is there");
    let value = "XPLAN-first-step".into();
    dana.does(Command::Plan(plan::Command::Set { action, field: Field::FirstStep, value })).await;
    let owner = Some(dana.id());
    dana.does(Command::Plan(plan::Command::Offer { action, owner })).await;
    dana.does(Command::Plan(plan::Command::Commit("If XCOMMITMENT-text, then I will.".into()))).await;
}

async fn are_asked(amina: &mut Member, dana: &mut Member) {
    let kind = Kind::of(Manner::Single, vec!["Yes".into(), "No".into()]);
    let poll = poll::Draft { question: "XPOLL-question".into(), kind, ..poll::Draft::default() };
    let key = Some(poll::Key { correct: [0].into(), explanation: "It is.".into() });
    let check = poll::Draft { question: "XCHECK-question".into(), check: true, key, ..poll.clone() };
    for draft in [poll, check] {
        let question = draft.question.clone();
        let open = poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None };
        amina.does(Command::Poll(open)).await;
        dana.sees("the poll", |room| room.poll.polls.values().any(|p| p.draft.question == question)).await;
        let poll = *dana.room().poll.polls.keys().next_back().expect("it is there");
        let answer = Answer::Numbers(vec![1, 0]);
        dana.does(Command::Poll(poll::Command::Answer { poll, answer })).await;
        amina.does(Command::Poll(poll::Command::Close(poll))).await;
    }
    dana.does(Command::Questions(questions::Command::Ask { text: "XQUESTION-text".into() })).await;
}

async fn talks_in_a_group(amina: &mut Member, dana: &mut Member) {
    let (breakout, me) = (Command::Breakout, dana.id());
    let wanted = Wanted { name: "Group 1".into(), members: vec![me] };
    amina.does(breakout(breakout::Command::Plan(vec![wanted]))).await;
    amina.does(breakout(breakout::Command::Start { minutes: 20, countdown_s: 0 })).await;
    dana.sees("the group", |room| room.breakout.at_work().is_some()).await;
    let group = dana.room().breakout.home_of(me).expect("she is in the group");
    let (audience, text) = (Audience::Group(group), "XGROUP-talk".into());
    dana.does(Command::Chat(chat::Command::Say { audience, text, reply_to: None })).await;
    dana.does(breakout(breakout::Command::Help { reason: "XHELP-reason".into() })).await;
    amina.does(breakout(breakout::Command::Return { seconds: 0 })).await;
    dana.sees("the room again", |room| room.breakout.round.is_none()).await;
}

/// What the mode keeps is where it is kept for facilitators and for its author; what it erases is nowhere.
pub(crate) async fn are_found(training: &Training, mode: Records, dana: &Member) {
    for (class, place) in PLACES {
        let path = place.replace("ID", &training.session);
        let answer = training.home.get(&path).await;
        let kept = fate(mode, class) == Fate::Kept;
        assert_eq!(answer.status, if kept { 200 } else { 404 }, "{path} in {mode:?}");
        for (_, text) in MADE.iter().filter(|(made, _)| *made == class && kept) {
            assert!(answer.text().contains(text), "{text} in {}", answer.text());
        }
        let foreign = MADE.iter().filter(|(made, _)| *made != class).map(|(_, text)| *text);
        for text in foreign.chain(ON_THE_WAY) {
            assert!(!answer.text().contains(text), "{text} in {}", answer.text());
        }
        let stranger = training.house.http().get(&path).send().await;
        assert_eq!(stranger.status, 401, "{path} without the facilitators' link");
    }
    let own = own(training, &dana.ticket().seat, &dana.ticket().cookie).await;
    let kept = [(Class::Commitments, "XCOMMITMENT-text"), (Class::Plans, "XPLAN-first-step")]
        .map(|(class, text)| (fate(mode, class) == Fate::Kept, text));
    assert_eq!(own.status, if kept.iter().any(|(kept, _)| *kept) { 200 } else { 404 }, "{}", own.text());
    for (kept, text) in kept {
        assert_eq!(own.text().contains(text), kept, "{text} in {mode:?}");
    }
}

async fn own(training: &Training, seat: &str, cookie: &str) -> Page {
    let path = format!("/kept/{}/own?seat={seat}", training.session);
    training.house.http().get(&path).cookie(cookie).send().await
}

#[tokio::test]
async fn a_commitment_is_its_authors_and_an_action_its_owners_and_nobody_elses_to_take_home() {
    let training = Training::open().await;
    let (mut amina, [mut dana, luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    is_planned(&mut amina, &mut dana).await;
    let (hers, his) = (dana.ticket().clone(), luis.ticket().clone());
    let forged = hers.cookie.split('=').next().map(|name| format!("{name}=guessed")).unwrap_or_default();
    for ended in [false, true] {
        if ended {
            amina.ends_session().await;
            training.is_erased().await;
        }
        let hers_alone = own(&training, &hers.seat, &hers.cookie).await.granted();
        for text in ["XCOMMITMENT-text", "XPLAN-title", "XPLAN-first-step"] {
            assert!(hers_alone.text().contains(text), "{text}, ended: {ended}");
        }
        for (seat, cookie) in [
            (&his.seat, &his.cookie),
            (&hers.seat, &his.cookie),
            (&his.seat, &hers.cookie),
            (&hers.seat, &forged),
            (&hers.seat, &training.home.cookie),
        ] {
            let others = own(&training, seat, cookie).await;
            assert_eq!(others.status, 404, "ended: {ended}");
            assert_eq!(others.header("content-type"), Some("text/html; charset=utf-8"), "told to a person");
            assert!(
                !others.text().contains("XCOMMITMENT") && !others.text().contains("XPLAN"),
                "ended: {ended}"
            );
        }
    }
}

#[tokio::test]
async fn answers_that_are_hidden_until_the_poll_closes_are_in_no_spreadsheet_before() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    for (check, place) in [(false, "polls.csv"), (true, "checks.csv")] {
        let kind = Kind::of(Manner::Single, vec!["Yes".into(), "No".into()]);
        let draft = poll::Draft {
            question: "XHIDDEN-question".into(),
            kind,
            check,
            key: check.then(|| poll::Key { correct: [0].into(), explanation: String::new() }),
            hidden_until_closed: true,
            ..poll::Draft::default()
        };
        amina
            .does(Command::Poll(poll::Command::Open {
                draft: Box::new(draft),
                segment: None,
                again_of: None,
            }))
            .await;
        dana.sees("the poll", |room| room.poll.polls.values().any(|poll| poll.draft.check == check)).await;
        let poll = *dana.room().poll.polls.last_key_value().expect("it is open").0;
        let answer = Answer::Numbers(vec![1, 0]);
        dana.does(Command::Poll(poll::Command::Answer { poll, answer })).await;
        let path = format!("/api/sessions/{}/{place}", training.session);
        let before = training.home.get(&path).await.granted().text();
        assert!(!before.contains("XHIDDEN"), "{before}");
        amina.does(Command::Poll(poll::Command::Close(poll))).await;
        let after = training.home.get(&path).await.granted().text();
        assert!(after.contains("XHIDDEN"), "{after}");
    }
}

#[tokio::test]
async fn dots_are_kept_with_the_notes_they_were_put_on_once_they_are_counted() {
    let training = Training::open_with(json!({ "records": "record" })).await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let draft = board::Draft { title: "First words".into(), ..board::Draft::default() };
    amina.does(Command::Board(board::Command::Open { draft, segment: None })).await;
    dana.sees("the board", |room| !room.board.boards.is_empty()).await;
    let board = *dana.room().board.boards.keys().next().expect("it is there");
    let note = |text: &str, x| board::New {
        kind: board::Kind::Note { text: text.into() },
        at: board::Spot { x, y: 0 },
        size: board::Size { w: 1_280, h: 1_280 },
        color: 0,
        order: 0,
        stroke: None,
    };
    let items = vec![note("Good evening", 0), note("Stop there", 2_000)];
    dana.does(Command::Board(board::Command::Put { board, items })).await;
    let item = *dana.room().board.boards[&board].items.keys().next().expect("it is there");
    let terms = board::Terms { budget: 2, ..board::Terms::default() };
    amina.does(Command::Board(board::Command::OpenVoting(board, terms))).await;
    dana.does(Command::Board(board::Command::Vote { board, item, on: true })).await;
    let read = async |place: &str| {
        let path = place.replace("ID", &training.session);
        training.home.get(&path).await.granted().text()
    };
    let (page, sheet) = ("/kept/ID/boards", "/api/sessions/ID/boards.csv");
    assert!(!read(page).await.contains("1 dot"), "hidden until the vote is closed");
    assert!(read(sheet).await.contains("Good evening,Dana Kaplan,0"), "{}", read(sheet).await);
    // Nobody closes the vote: the end of the session does.
    amina.ends_session().await;
    training.is_erased().await;
    assert!(read(page).await.contains("1 dot<"), "{}", read(page).await);
    let lines = read(sheet).await;
    assert!(
        lines.contains("Good evening,Dana Kaplan,1") && lines.contains("Stop there,Dana Kaplan,0"),
        "{lines}"
    );
}

#[tokio::test]
async fn when_to_ask_about_a_commitment_outlives_the_session_and_promises_officers_nothing() {
    let training = Training::open().await;
    let (mut amina, [dana]) = training.with_officers(["Dana Kaplan"]).await;
    for segment in &amina.room().agenda.segments.clone() {
        amina.does(Command::Agenda(room::agenda::Command::GoTo(segment.id))).await;
    }
    assert!(!dana.has_received("30 days"));
    amina.ends_session().await;
    training.is_erased().await;
    let plan = training.home.get(&format!("/api/sessions/{}", training.session)).await.granted().text();
    assert!(plan.contains("\"follow_up_days\":30"), "who follows up one day finds when");
}
