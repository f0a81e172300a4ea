//! Hands, quiet signals, and the room on pause.

use link::Happening;
use protocol::{Nudge, Signal, Signalled, signal::Emotion};
use room::{Command, Refusal, hand};
use tests::{Member, Training};

fn hand(command: hand::Command) -> Command {
    Command::Hand(command)
}

/// Listens until something fleeting arrives.
async fn signal_to(member: &mut Member) -> Vec<Signalled> {
    loop {
        if let Happening::Signals(signals) = member.next().await {
            return signals;
        }
    }
}

#[tokio::test]
async fn hands_stand_in_one_queue_and_an_invitation_lowers_them() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    luis.raises_hand().await;
    dana.raises_hand().await;
    dana.raises_hand().await;
    let queue = [luis.id(), dana.id()];
    amina.sees("both hands, in order", |room| room.hand.queue() == queue).await;
    amina.does(hand(hand::Command::Invite(luis.id()))).await;
    let (first, second) = (luis.id(), dana.id());
    let invited = |room: &room::Room| room.hand.invited.map(|(who, _)| who) == Some(first);
    dana.sees("Luis invited", |room| invited(room) && room.hand.queue() == [second]).await;
    luis.raises_hand().await;
    amina.does(hand(hand::Command::Order(hand::Order::LeastHeard))).await;
    assert_eq!(amina.room().hand.queue(), [second, first], "who has not been heard comes first");
    assert_eq!(dana.is_refused(hand(hand::Command::Invite(first))).await, Refusal::NotAllowed);
}

#[tokio::test]
async fn nudges_reach_the_facilitators_without_a_name() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    dana.signals(Signal::Nudge(Nudge::SlowDown)).await;
    assert_eq!(signal_to(&mut amina).await, [Signalled::Nudged(Nudge::SlowDown, 1)]);
    luis.signals(Signal::React(Emotion::Applause)).await;
    assert_eq!(signal_to(&mut dana).await, [Signalled::Reacted(luis.id(), Emotion::Applause)]);
}

#[tokio::test]
async fn while_the_room_is_paused_only_facilitators_act() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    amina.does(Command::Pause(true)).await;
    dana.sees("the pause", |room| room.paused.is_some()).await;
    assert_eq!(dana.is_refused(hand(hand::Command::Raise)).await, Refusal::Paused);
    amina.says("Let us take a breath.").await;
    dana.sees_line("Let us take a breath.").await;
    amina.does(Command::Pause(false)).await;
    dana.raises_hand().await;
}
