//! The conversation: who reads what, checked on the bytes that reach each of them.

use room::{
    Command, Refusal,
    chat::{self, Audience, Policy, Reaction},
};
use tests::{Member, Training};

fn say(audience: Audience, text: &str) -> Command {
    Command::Chat(chat::Command::Say { audience, text: text.into(), reply_to: None })
}

#[tokio::test]
async fn a_line_to_everyone_reaches_everyone_inside_and_nobody_outside() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    let mut waiting = training.officer("Waiting Wanda").await;
    dana.says("Name first, then the reason.").await;
    for member in [&mut amina, &mut luis] {
        member.sees_line("Name first, then the reason.").await;
    }
    waiting.catches_up().await;
    assert!(!waiting.has_received("Name first"));
    assert!(waiting.room().chat.lines.is_empty());
}

#[tokio::test]
async fn a_line_to_the_facilitators_reaches_them_and_its_author_alone() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    let mut grace = training.visitor("guest", "Grace Kim").await;
    amina.admits(grace.id()).await;
    grace.is_let_in().await;
    dana.tells_facilitators("I would rather not say this aloud.").await;
    amina.sees_line("I would rather not say this aloud.").await;
    assert!(dana.reads().contains(&"I would rather not say this aloud."));
    for other in [&mut luis, &mut grace] {
        other.catches_up().await;
        assert!(!other.has_received("rather not say"), "not one byte of it");
    }

    // Nor does a page that is opened afterwards bring it up.
    let fresh = luis.opens_another_page(training.next_page()).await;
    assert!(!fresh.has_received("rather not say"));
    // And its number says nothing: for others there is no such line.
    let line = amina.line("I would rather not say this aloud.");
    let react = chat::Command::React { line, reaction: Reaction::ThumbsUp, on: true };
    assert_eq!(luis.is_refused(Command::Chat(react)).await, Refusal::Unknown);
}

#[tokio::test]
async fn one_takes_back_ones_own_lines_and_a_facilitator_any() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    dana.says("her slip").await;
    dana.says("her mistake").await;
    luis.sees_line("her mistake").await;
    let (first, second) = (luis.line("her slip"), luis.line("her mistake"));
    let delete = |line| Command::Chat(chat::Command::Delete(line));
    assert_eq!(luis.is_refused(delete(first)).await, Refusal::NotAllowed);
    dana.does(delete(first)).await;
    amina.does(delete(second)).await;
    luis.sees("both gone", |room| room.chat.lines.values().all(|l| l.deleted && l.text.is_empty())).await;
    let fresh = luis.opens_another_page(training.next_page()).await;
    assert!(!fresh.has_received("her slip") && !fresh.has_received("her mistake"));
}

#[tokio::test]
async fn the_facilitator_decides_who_may_write() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    amina.does(Command::Chat(chat::Command::Open(Policy::ToFacilitators))).await;
    assert_eq!(dana.is_refused(say(Audience::Everyone, "hello")).await, Refusal::ChatClosed);
    dana.tells_facilitators("only to you").await;
    amina.does(Command::Chat(chat::Command::Open(Policy::Closed))).await;
    assert_eq!(dana.is_refused(say(Audience::Facilitators, "hello")).await, Refusal::ChatClosed);
    amina.says("I still write.").await;
    dana.sees_line("I still write.").await;
    amina.does(Command::Chat(chat::Command::Open(Policy::Open))).await;
    dana.says("So do I again.").await;
}

#[tokio::test]
async fn replies_and_reactions_reach_the_others() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    amina.says("What do you say first?").await;
    dana.sees_line("What do you say first?").await;
    let question = dana.line("What do you say first?");
    let react = chat::Command::React { line: question, reaction: Reaction::ThumbsUp, on: true };
    dana.does(Command::Chat(react)).await;
    let (audience, text) = (Audience::Everyone, "The reason for the stop.".into());
    dana.does(Command::Chat(chat::Command::Say { audience, text, reply_to: Some(question) })).await;
    amina.sees_line("The reason for the stop.").await;
    let answer = amina.line("The reason for the stop.");
    assert_eq!(amina.room().chat.lines[&answer].reply_to, Some(question));
    let thumbs = &amina.room().chat.lines[&question].reactions[&Reaction::ThumbsUp];
    assert!(thumbs.contains(&dana.id()));
}

#[tokio::test]
async fn text_arrives_as_it_was_typed_and_is_never_markup_to_anybody() {
    let training = Training::open().await;
    let (mut amina, [mut dana]): (Member, _) = training.with_officers(["Dana Kaplan"]).await;
    let text = "<img src=x onerror=alert(1)> & \"quotes\" 🚓 שלום";
    dana.says(text).await;
    amina.sees_line(text).await;
}
