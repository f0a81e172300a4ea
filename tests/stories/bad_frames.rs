//! What no page of ours would send: refused with a reason, and nobody else notices.

use protocol::{Bye, ClientMessage, FRAME_MAX, ServerMessage, VERSION};
use room::{
    Command, LineId, PersonId, Refusal,
    chat::{self, Audience, Reaction},
    hand, lobby, permit,
    roster::{self, Role},
};
use tests::{Member, Training, Wire};
use tokio_tungstenite::tungstenite::Message;

fn say(text: &str) -> Command {
    Command::Chat(chat::Command::Say { audience: Audience::Everyone, text: text.into(), reply_to: None })
}

fn hello(version: u16) -> Message {
    Message::Binary(protocol::encode(&ClientMessage::Hello { version, page: 9, resume: None }).into())
}

/// The hello of an older page, which goes on in its own way.
fn older(rest: &[u8]) -> Message {
    let mut bytes = vec![0, u8::try_from(VERSION - 1).expect("a small number")];
    bytes.extend_from_slice(rest);
    Message::Binary(bytes.into())
}

fn message(message: &ClientMessage) -> Message {
    Message::Binary(protocol::encode(message).into())
}

/// A room in which two people talk while a third misbehaves.
struct Scene {
    training: Training,
    amina: Member,
    luis: Member,
    dana: Member,
    told: usize,
}

impl Scene {
    async fn set() -> Self {
        let training = Training::open().await;
        let (amina, [luis, mut dana]) = training.with_officers(["Luis Reyes", "Dana Kaplan"]).await;
        dana.drops();
        Self { training, amina, luis, dana, told: 0 }
    }

    async fn dana_connects(&self) -> Wire {
        Wire::open(&self.training.house.http(), self.dana.ticket()).await
    }

    /// The others are untouched: same line, and they hear one another.
    async fn goes_on(&mut self, after: &str) {
        self.told += 1;
        let text = format!("{}: {after}", self.told);
        self.luis.says(&text).await;
        self.amina.sees_line(&text).await;
    }
}

#[tokio::test]
async fn a_first_message_that_is_no_hello_ends_the_line_with_a_reason() {
    let mut scene = Scene::set().await;
    let mut long_hello = protocol::encode(&ClientMessage::Hello { version: VERSION, page: 9, resume: None });
    long_hello.push(0);
    let ask = ClientMessage::Ask { number: 1, command: say("too early") };
    let cases = [
        ("nothing at all", Message::Binary(vec![].into()), Bye::BadMessage),
        ("noise", Message::Binary(vec![0xff; 40].into()), Bye::BadMessage),
        ("a text", Message::Text("hello".into()), Bye::BadMessage),
        ("a hello with something behind it", Message::Binary(long_hello.into()), Bye::BadMessage),
        ("an ask", message(&ask), Bye::BadMessage),
        ("a request for more", message(&ClientMessage::More), Bye::BadMessage),
        ("a sign of life", message(&ClientMessage::Beat), Bye::BadMessage),
        ("an older page", hello(VERSION - 1), Bye::WrongVersion),
        ("a newer page", hello(VERSION + 1), Bye::WrongVersion),
        ("an older page that says hello in fewer words", older(&[9]), Bye::WrongVersion),
        ("an older page that says hello in more words", older(&[9, 0, 7, 7, 7]), Bye::WrongVersion),
        ("a giant", Message::Binary(vec![0; FRAME_MAX + 1].into()), Bye::BadMessage),
    ];
    for (what, first, reason) in cases {
        let mut wire = scene.dana_connects().await;
        wire.sends(first).await;
        assert_eq!(wire.is_told().await, Some(reason), "after {what}");
        scene.goes_on(what).await;
    }
    assert!(!scene.amina.has_received("too early"));
}

#[tokio::test]
async fn a_bad_hello_in_the_address_is_answered_as_one_over_the_line() {
    let mut scene = Scene::set().await;
    let hello = |version| protocol::encode(&ClientMessage::Hello { version, page: 9, resume: None });
    let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let ticket = scene.dana.ticket().clone();
    for (what, hello, reason) in [
        ("nothing at all", String::new(), Bye::BadMessage),
        ("no hexadecimal", "hello".into(), Bye::BadMessage),
        ("half a byte", "0".into(), Bye::BadMessage),
        ("noise", hex(vec![0xff; 2000]), Bye::BadMessage),
        ("a sign of life", hex(protocol::encode(&ClientMessage::Beat)), Bye::BadMessage),
        ("an older page", hex(hello(VERSION - 1)), Bye::WrongVersion),
        ("a newer page", hex(hello(VERSION + 1)), Bye::WrongVersion),
    ] {
        let path = format!("/live?session={}&seat={}&hello={hello}", ticket.session, ticket.seat);
        let http = scene.training.house.http();
        let opened = Wire::upgrade(&http, &path, &ticket.cookie, Some(&http.origin)).await;
        let mut wire = opened.unwrap_or_else(|status| panic!("{what} was refused with {status}"));
        assert_eq!(wire.is_told().await, Some(reason), "after {what}");
        scene.goes_on(what).await;
    }
}

#[tokio::test]
async fn a_bad_message_later_on_ends_the_line_with_a_reason() {
    let mut scene = Scene::set().await;
    let good = protocol::encode(&ClientMessage::Ask { number: 1, command: say("cut short") });
    // An ask whose text claims to be as long as the address space.
    let mut boast = good[..good.len() - "cut short".len() - 2].to_vec();
    boast.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    let cases = [
        ("a second hello", hello(VERSION)),
        ("a message cut short", Message::Binary(good[..good.len() - 4].to_vec().into())),
        ("a text of endless length", Message::Binary(boast.into())),
        ("an unknown kind of message", Message::Binary(vec![0x7f, 1, 2, 3].into())),
        ("a text", Message::Text("{}".into())),
        ("a giant", Message::Binary(vec![1; FRAME_MAX + 1].into())),
    ];
    for (what, bad) in cases {
        let mut wire = scene.dana_connects().await;
        wire.says_hello().await;
        wire.sends(bad).await;
        assert_eq!(wire.is_told().await, Some(Bye::BadMessage), "after {what}");
        scene.goes_on(what).await;
    }
    assert!(scene.training.house.counter("rollcall_bad_messages_total").await >= 5);
    scene.dana.comes().await;
    scene.dana.says("I am still welcome.").await;
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for() {
    let mut scene = Scene::set().await;
    let mut wire = scene.dana_connects().await;
    assert_eq!(wire.is_told().await, None, "closed after a while");
    scene.goes_on("a silent guest").await;
}

#[tokio::test]
async fn a_seat_without_its_secret_is_no_seat() {
    let scene = Scene::set().await;
    let http = scene.training.house.http();
    let right = scene.dana.ticket().clone();
    let theirs = scene.luis.ticket().cookie.clone();
    let (name, value) = right.cookie.split_once('=').expect("a cookie has a name");
    let wrong = [
        String::new(),
        format!("{name}="),
        format!("{name}=x{value}"),
        theirs.clone(),
        format!("{name}={}", theirs.split_once('=').expect("a cookie has a name").1),
    ];
    for cookie in wrong {
        let ticket = crowd::Ticket { cookie: cookie.clone(), ..right.clone() };
        let mut wire = Wire::open(&http, &ticket).await;
        assert_eq!(wire.is_told().await, Some(Bye::Unknown), "with {cookie:?}");
    }
    let nowhere = "01890000-0000-7000-8000-000000000000".to_owned();
    for ticket in [
        crowd::Ticket { seat: nowhere.clone(), ..right.clone() },
        crowd::Ticket { session: nowhere, ..right.clone() },
    ] {
        let mut wire = Wire::open(&http, &ticket).await;
        assert_eq!(wire.is_told().await, Some(Bye::Unknown), "{ticket:?}");
    }
    let nonsense = crowd::Ticket { seat: "nonsense".into(), ..right };
    assert_eq!(Wire::try_open(&http, &nonsense, Some(&http.origin)).await.err(), Some(400));
}

#[tokio::test]
async fn a_page_from_elsewhere_cannot_connect() {
    let scene = Scene::set().await;
    let http = scene.training.house.http();
    let near =
        [http.origin.replace("http:", "https:"), format!("{}.example.org", http.origin), "null".into()];
    for origin in near.iter().map(|o| Some(o.as_str())).chain([None]) {
        let refused = Wire::try_open(&http, scene.dana.ticket(), origin).await.err();
        assert_eq!(refused, Some(403), "from {origin:?}");
    }
}

/// One of each kind of command that is not for everybody.
fn privileged(someone: PersonId) -> Vec<Command> {
    let arrival = lobby::Arrival {
        seat: room::SeatId([7; 16]),
        key: [7; 32],
        account: None,
        role: Role::Facilitator,
        name: "Forged".into(),
        department: String::new(),
        rank: String::new(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    };
    vec![
        Command::Tick,
        Command::Pause(true),
        Command::End,
        Command::Roster(roster::Command::Connect { person: someone }),
        Command::Roster(roster::Command::Disconnect { person: someone }),
        Command::Roster(roster::Command::Remove { person: someone }),
        Command::Roster(roster::Command::Appoint { person: someone, role: Role::Facilitator }),
        Command::Lobby(lobby::Command::Arrive(Box::new(arrival))),
        Command::Lobby(lobby::Command::Expect(vec![])),
        Command::Lobby(lobby::Command::Admit(someone)),
        Command::Lobby(lobby::Command::AdmitAll),
        Command::Lobby(lobby::Command::AdmitEvery(Role::Officer)),
        Command::Lobby(lobby::Command::TurnAway(someone)),
        Command::Lobby(lobby::Command::Tell("forged".into())),
        Command::Lobby(lobby::Command::LetListedIn(true)),
        Command::Lobby(lobby::Command::Lock(true)),
        Command::Hand(hand::Command::Invite(someone)),
        Command::Hand(hand::Command::LowerFor(someone)),
        Command::Hand(hand::Command::LowerAll),
        Command::Chat(chat::Command::Open(chat::Policy::Closed)),
        Command::Agenda(room::agenda::Command::Start),
        Command::Breakout(room::breakout::Command::DropOut),
    ]
}

#[tokio::test]
async fn what_is_for_another_role_is_refused_and_changes_nothing() {
    let mut scene = Scene::set().await;
    let mut waiting = scene.training.officer("Waiting Wanda").await;
    let mut guest = scene.training.visitor("guest", "Grace Kim").await;
    let mut observer = scene.training.visitor("observer", "Olga Sato").await;
    for visitor in [&mut guest, &mut observer] {
        scene.amina.admits(visitor.id()).await;
        visitor.is_let_in().await;
    }
    scene.dana.comes().await;
    scene.amina.sees_presence(scene.dana.id(), roster::Presence::Here).await;
    let before = scene.amina.room().clone();
    for command in privileged(scene.luis.id()) {
        for member in [&mut scene.dana, &mut guest, &mut observer] {
            assert_eq!(member.is_refused(command.clone()).await, Refusal::NotAllowed, "{command:?}");
        }
        let for_house = permit::right(&command) == permit::Right::House;
        let refusal = if for_house { Refusal::NotAllowed } else { Refusal::NotInside };
        assert_eq!(waiting.is_refused(command.clone()).await, refusal, "{command:?} from the lobby");
        if for_house {
            assert_eq!(scene.amina.is_refused(command).await, Refusal::NotAllowed, "not even a facilitator");
        }
    }
    let open = Command::Open(Box::default());
    assert_eq!(scene.amina.is_refused(open).await, Refusal::AlreadyOpen);
    scene.amina.catches_up().await;
    assert_eq!(scene.amina.room(), &before);
}

#[tokio::test]
async fn unknown_ids_and_bad_texts_are_refused_in_words() {
    let mut scene = Scene::set().await;
    let (nobody, nothing) = (PersonId(99_999), LineId(99_999));
    let unknown = [
        Command::Lobby(lobby::Command::Admit(nobody)),
        Command::Lobby(lobby::Command::TurnAway(nobody)),
        Command::Roster(roster::Command::Remove { person: nobody }),
        Command::Roster(roster::Command::Appoint { person: nobody, role: Role::Officer }),
        Command::Roster(roster::Command::Rename { person: nobody, name: "Nobody".into() }),
        Command::Hand(hand::Command::Invite(nobody)),
        Command::Chat(chat::Command::Delete(nothing)),
        Command::Chat(chat::Command::React { line: nothing, reaction: Reaction::Thanks, on: true }),
        Command::Chat(chat::Command::Say {
            audience: Audience::Everyone,
            text: "an answer to nothing".into(),
            reply_to: Some(nothing),
        }),
    ];
    for command in unknown {
        assert_eq!(scene.amina.is_refused(command.clone()).await, Refusal::Unknown, "{command:?}");
    }
    let long = "é".repeat(room::limit::TEXT + 1);
    assert_eq!(scene.luis.is_refused(say(&long)).await, Refusal::TooLong { max: 4_000 });
    assert_eq!(scene.luis.is_refused(say(" \n\u{200B} ")).await, Refusal::Empty);
    let me = scene.luis.id();
    let rename = |name: String| Command::Roster(roster::Command::Rename { person: me, name });
    assert_eq!(scene.luis.is_refused(rename("n".repeat(81))).await, Refusal::TooLong { max: 80 });
    assert_eq!(scene.luis.is_refused(rename("\u{202E}".into())).await, Refusal::Empty);
    scene.luis.says(&"é".repeat(room::limit::TEXT)).await;
    assert!(!scene.amina.has_received("an answer to nothing"));
}

#[tokio::test]
async fn who_asks_too_fast_is_told_so_and_stays() {
    let mut scene = Scene::set().await;
    let mut wire = scene.dana_connects().await;
    wire.says_hello().await;
    for number in 1..=200 {
        wire.says(&ClientMessage::Ask { number, command: say(&format!("flood {number}")) }).await;
    }
    let (mut granted, mut too_fast) = (0, 0);
    while granted + too_fast < 200 {
        match wire.hears().await.expect("the line stays") {
            ServerMessage::Answered { answer: Ok(()), .. } => granted += 1,
            ServerMessage::Answered { answer: Err(Refusal::TooFast), .. } => too_fast += 1,
            ServerMessage::Answered { number, answer } => panic!("{number}: {answer:?}"),
            ServerMessage::Piece { last: None, .. } => wire.says(&ClientMessage::More).await,
            _ => {}
        }
    }
    assert!(granted >= 60 && too_fast >= 50, "{granted} granted, {too_fast} too fast");
    scene.goes_on("the flood").await;
    scene.amina.catches_up().await;
    let arrived = scene.amina.reads().iter().filter(|text| text.starts_with("flood")).count();
    assert_eq!(arrived, granted, "what was refused did not happen");
    // An ask that was refused for its haste is refused for good under its number, and fine under a new one.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    wire.says(&ClientMessage::Ask { number: 201, command: say("slowly now") }).await;
    scene.amina.sees_line("slowly now").await;
}

#[tokio::test]
async fn an_ask_that_is_sent_twice_takes_effect_once() {
    let mut scene = Scene::set().await;
    let mut wire = scene.dana_connects().await;
    wire.says_hello().await;
    for _ in 0..5 {
        wire.says(&ClientMessage::Ask { number: 1, command: say("just once") }).await;
    }
    let mut answers = 0;
    while answers < 5 {
        if let ServerMessage::Answered { number: 1, answer } = wire.hears().await.expect("the line stays") {
            assert_eq!(answer, Ok(()));
            answers += 1;
        }
    }
    scene.goes_on("the echo").await;
    let times = scene.amina.reads().into_iter().filter(|text| *text == "just once").count();
    assert_eq!(times, 1);
}
