//! The bytes of every message: reordering a variant or a field is a new wire and has to be meant.

use expect_test::{Expect, expect};
use protocol::{
    Bye, ClientMessage, Cursor, Drag, Gather, LiveInk, Nudge, ServerMessage, Signal, Signalled, decode,
    encode, signal::Emotion,
};
use room::{
    BoardId, Command, Event, ItemId, PersonId, PollId, Refusal, Timestamp,
    board::{Size, Spot},
    chat,
    chat::Audience,
    hand,
};
use serde::{Serialize, de::DeserializeOwned};

fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: &T, bytes: &Expect) {
    let encoded = encode(message);
    bytes.assert_eq(&encoded.iter().map(|b| format!("{b:02x}")).collect::<String>());
    assert_eq!(&decode::<T>(&encoded).expect("our own bytes"), message, "it reads back as it was written");
}

#[test]
fn what_a_browser_says() {
    let resume = Some(Cursor { epoch: 7, after: 300 });
    check(&ClientMessage::Hello { version: 1, page: 9, resume }, &expect!["0001090107ac02"]);
    let command = Command::Hand(hand::Command::Raise);
    check(&ClientMessage::Ask { number: 1, command }, &expect!["01010600"]);
    let say = chat::Command::Say { audience: Audience::Everyone, text: "Good".into(), reply_to: None };
    check(&ClientMessage::Ask { number: 2, command: Command::Chat(say) }, &expect!["010207000004476f6f6400"]);
    check(&ClientMessage::Signal(Signal::React(Emotion::Applause)), &expect!["020001"]);
    check(&ClientMessage::Signal(Signal::Typing(true)), &expect!["020101"]);
    check(&ClientMessage::Signal(Signal::Nudge(Nudge::Break)), &expect!["020201"]);
    let (board, at) = (BoardId(9), Spot { x: 1, y: -1 });
    check(&ClientMessage::Signal(Signal::Cursor { board, at }), &expect!["0203090201"]);
    let (color, width, highlighter) = (2, 24, true);
    let ink = LiveInk {
        board,
        stroke: 3,
        from: 4,
        at,
        points: vec![5, -5],
        color,
        width,
        highlighter,
        pressures: vec![99],
    };
    check(&ClientMessage::Signal(Signal::Ink(ink)), &expect!["02040903040201020a090218010163"]);
    let drag = Drag { board, items: vec![ItemId(10)], dx: 8, dy: -8 };
    check(&ClientMessage::Signal(Signal::Drag(drag)), &expect!["020509010a100f"]);
    let gather = Gather { board, at, size: Size { w: 800, h: 400 } };
    check(&ClientMessage::Signal(Signal::Gather(gather)), &expect!["0206090201c00ca006"]);
    check(&ClientMessage::More, &expect!["03"]);
    check(&ClientMessage::Beat, &expect!["04"]);
}

#[test]
fn what_the_server_says() {
    let (you, now) = (PersonId(3), Timestamp(1_000));
    check(
        &ServerMessage::Welcome { you, epoch: 7, now, since: now, resumed: true },
        &expect!["000307d00fd00f01"],
    );
    check(
        &ServerMessage::Piece { first: true, last: Some(5), bytes: vec![1, 2] },
        &expect!["01010105020102"],
    );
    let events = vec![Event::Hand(hand::Event::Raised(you))];
    check(&ServerMessage::Happened { cursor: 6, after_ms: 300, events }, &expect!["0206ac0201050003"]);
    check(&ServerMessage::Answered { number: 1, answer: Ok(()) }, &expect!["030100"]);
    check(
        &ServerMessage::Answered { number: 1, answer: Err(Refusal::TooLong { max: 80 }) },
        &expect!["0301010850"],
    );
    let signals = vec![
        Signalled::Reacted(you, Emotion::Heart),
        Signalled::Typing(you, false),
        Signalled::Nudged(Nudge::SlowDown, 2),
        Signalled::Cursor { person: you, board: BoardId(9), at: Spot { x: 1, y: -1 } },
        Signalled::Ready(PollId(9), 5),
    ];
    check(&ServerMessage::Signals(signals), &expect!["04050003020103000200020303090201070905"]);
    check(&ServerMessage::Beat(now), &expect!["05d00f"]);
    for (bye, bytes) in [
        (Bye::WrongVersion, expect!["0600"]),
        (Bye::BadMessage, expect!["0601"]),
        (Bye::TooSlow, expect!["0602"]),
        (Bye::Restarting { after_ms: 500 }, expect!["0603f403"]),
        (Bye::Ended, expect!["0604"]),
        (Bye::Out, expect!["0605"]),
        (Bye::Unknown, expect!["0606"]),
        (Bye::Broken, expect!["0607"]),
    ] {
        check(&ServerMessage::Bye(bye), &bytes);
    }
}

#[test]
fn hostile_bytes_are_refused() {
    assert!(decode::<ClientMessage>(&[]).is_err());
    assert!(decode::<ClientMessage>(&[99]).is_err(), "no such variant");
    let mut trailing = encode(&ClientMessage::More);
    trailing.push(0);
    assert!(decode::<ClientMessage>(&trailing).is_err(), "trailing bytes");
    assert!(decode::<ClientMessage>(&vec![0; protocol::FRAME_MAX + 1]).is_err(), "too long");
    // A length that promises more than there is must not reserve memory for it.
    let liar = [1, 1, 7, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f];
    assert!(decode::<ClientMessage>(&liar).is_err());
}

#[test]
fn no_single_changed_byte_makes_it_panic() {
    let say =
        chat::Command::Say { audience: Audience::Everyone, text: "Good evening".into(), reply_to: None };
    let whole = encode(&ClientMessage::Ask { number: 2, command: Command::Chat(say) });
    for at in 0..whole.len() {
        for byte in 0..=255 {
            let mut changed = whole.clone();
            changed[at] = byte;
            let _ = decode::<ClientMessage>(&changed);
            let _ = decode::<ServerMessage>(&changed);
        }
    }
}
