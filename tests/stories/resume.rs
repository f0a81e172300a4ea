//! Lines break, pages are slow, servers restart: nothing lost, nothing doubled, the same hand up.

use protocol::Bye;
use room::{
    Command, Room,
    chat::{self, Audience},
    hand, lobby,
    roster::{self, Presence, Role},
};
use tests::{Member, PATIENCE, Training};
use tokio::time::Instant;

fn say(text: &str) -> Command {
    Command::Chat(chat::Command::Say { audience: Audience::Everyone, text: text.into(), reply_to: None })
}

/// What somebody has by following is what a fresh page would show them.
async fn agrees_with_a_fresh_page(member: &mut Member, training: &Training) {
    let mut fresh = member.opens_another_page(training.next_page()).await;
    // Both take in whatever is under way; the last word is the same for both.
    fresh.catches_up().await;
    member.catches_up().await;
    fresh.catches_up().await;
    assert_eq!(member.room(), fresh.room());
}

#[tokio::test]
async fn after_a_cut_nothing_is_lost_nothing_doubled_and_the_hand_is_still_up() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    dana.raises_hand().await;
    dana.drops();
    amina.sees_presence(dana.id(), Presence::Reconnecting).await;
    for text in ["one", "two", "three"] {
        luis.says(text).await;
    }
    dana.asks_blindly(say("typed without a line")).await;
    assert_eq!(dana.waiting(), 1);

    assert!(dana.comes().await, "the stream goes on where it broke");
    dana.sees_line("typed without a line").await;
    dana.catches_up().await;
    assert_eq!(dana.reads(), ["one", "two", "three", "typed without a line"]);
    assert_eq!(dana.waiting(), 0);
    assert!(dana.room().hand.is_up(dana.id()));
    amina.sees_line("typed without a line").await;
    agrees_with_a_fresh_page(&mut dana, &training).await;
}

#[tokio::test]
async fn an_ask_whose_answer_was_lost_takes_effect_once() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    for n in 0..10 {
        let text = format!("line {n}");
        dana.asks_blindly(say(&text)).await;
        if n % 2 == 0 {
            // The other side has it; the answer is on its way when the line breaks.
            amina.sees_line(&text).await;
        }
        dana.drops();
        dana.comes().await;
        dana.sees_line(&text).await;
    }
    amina.sees_line("line 9").await;
    amina.catches_up().await;
    let expected: Vec<_> = (0..10).map(|n| format!("line {n}")).collect();
    assert_eq!(amina.reads(), expected);
}

#[tokio::test]
async fn a_resume_across_a_change_of_rights_shows_the_room_anew() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    luis.tells_facilitators("before").await;
    dana.drops();
    let promoted = dana.id();
    let appoint = |role| Command::Roster(roster::Command::Appoint { person: promoted, role });
    amina.does(appoint(Role::Facilitator)).await;
    luis.tells_facilitators("while she was away").await;
    assert!(!dana.comes().await, "a snapshot, because she may see more now");
    assert_eq!(dana.reads(), ["before", "while she was away"]);

    dana.drops();
    amina.does(appoint(Role::Officer)).await;
    luis.tells_facilitators("not for her any more").await;
    assert!(!dana.comes().await, "a snapshot, because she may see less now");
    assert!(dana.reads().is_empty(), "what she may not read any more is off her page");
    assert!(!dana.has_received("not for her any more"));
}

#[tokio::test]
async fn a_slow_reader_is_let_go_and_resumes_while_the_others_go_on() {
    let training = Training::open().await;
    let (_, [mut slow, mut luis]) = training.with_officers(["Slow Sam", "Luis Reyes"]).await;
    // Many, because what one of them may say at once has a bound.
    let names: [&str; 36] = std::array::from_fn(|n| &"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[n..=n]);
    let (mut amina, mut talkers) = training.with_officers(names).await;
    for talker in &mut talkers {
        let role = Role::Facilitator;
        amina.does(Command::Roster(roster::Command::Appoint { person: talker.id(), role })).await;
    }
    // The longest lawful words to those waiting; so many that no buffer between here and there can hold them all.
    let tell = |n: usize| {
        Command::Lobby(lobby::Command::Tell(format!("{n:06}{}", "🚓".repeat(room::limit::TEXT - 6))))
    };
    let (end, mut told) = (Instant::now() + PATIENCE, 0);
    while training.house.counter("rollcall_too_slow_total").await == 0 {
        assert!(Instant::now() < end, "nobody was let go");
        for talker in &mut talkers {
            told += 1;
            talker.asks_blindly(tell(told)).await;
        }
        for reader in talkers.iter_mut().chain([&mut luis, &mut amina]) {
            reader.catches_up().await;
        }
    }
    luis.says("We go on.").await;
    talkers[0].sees_line("We go on.").await;
    assert_eq!(slow.is_told().await, Bye::TooSlow);
    slow.comes().await;
    slow.sees_line("We go on.").await;
    slow.catches_up().await;
    luis.catches_up().await;
    assert!(slow.room().lobby == luis.room().lobby, "the very same last word");
}

#[tokio::test]
async fn when_the_server_restarts_everybody_comes_back_to_the_same_room() {
    let mut training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    let mut waiting = training.officer("Waiting Wanda").await;
    dana.raises_hand().await;
    luis.says("before the restart").await;
    training.house.closes().await;
    for member in [&mut amina, &mut dana, &mut luis, &mut waiting] {
        let bye = member.is_told().await;
        assert!(matches!(bye, Bye::Restarting { after_ms: 500..3_000 }), "{bye:?}");
    }
    dana.asks_blindly(say("typed meanwhile")).await;
    training.house.opens_again().await;
    for member in [&mut amina, &mut dana, &mut luis, &mut waiting] {
        assert!(member.comes().await, "the stream goes on across a restart");
    }
    for member in [&mut amina, &mut dana, &mut luis] {
        member.sees_line("typed meanwhile").await;
        assert_eq!(member.reads(), ["before the restart", "typed meanwhile"]);
    }
    let hand_is_up = |room: &Room| room.hand.raised.len() == 1;
    luis.sees("the hand still up", hand_is_up).await;
    for member in [&mut amina, &mut dana, &mut luis, &mut waiting] {
        agrees_with_a_fresh_page(member, &training).await;
    }
    amina.does(Command::Hand(hand::Command::Invite(dana.id()))).await;
}
