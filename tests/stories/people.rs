//! People in the room: renamed, removed, promoted, called away, here twice.

use link::Happening;
use protocol::Bye;
use room::{
    Command, Refusal,
    chat::{self, Audience},
    poll,
    roster::{self, Presence, Role, Standing},
};
use tests::Training;

fn roster(command: roster::Command) -> Command {
    Command::Roster(command)
}

#[tokio::test]
async fn one_changes_ones_own_name_and_a_facilitator_anybodys() {
    let training = Training::open().await;
    let (mut amina, [mut dana, luis]) = training.with_officers(["Dana Kapln", "Luis Reyes"]).await;
    let (me, him) = (dana.id(), luis.id());
    dana.does(roster(roster::Command::Rename { person: me, name: " Dana  Kaplan ".into() })).await;
    amina.sees("the right name", |room| room.roster.people[&me].name == "Dana Kaplan").await;
    let rename = roster(roster::Command::Rename { person: him, name: "Luis R.".into() });
    assert_eq!(dana.is_refused(rename.clone()).await, Refusal::NotAllowed);
    amina.does(rename).await;
    dana.sees("his new name", |room| room.roster.people[&him].name == "Luis R.").await;
}

#[tokio::test]
async fn who_is_removed_is_told_and_cannot_come_back() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    luis.raises_hand().await;
    let gone = luis.id();
    amina.does(roster(roster::Command::Remove { person: gone })).await;
    assert_eq!(luis.is_told().await, Bye::Out);
    dana.sees("him gone", |room| {
        room.roster.people[&gone].standing == Standing::Removed && room.hand.raised.is_empty()
    })
    .await;
    dana.says("after he left").await;
    assert_eq!(luis.is_not_let_back().await, Bye::Out);
    assert!(!luis.has_received("after he left"), "not even while the door is being closed");
}

#[tokio::test]
async fn a_promoted_officer_runs_the_room_from_the_same_page() {
    let training = Training::open().await;
    let (mut amina, [mut dana, mut luis]) = training.with_officers(["Dana Kaplan", "Luis Reyes"]).await;
    luis.tells_facilitators("just for you").await;
    let waiting = training.officer("Waiting Wanda").await;
    dana.catches_up().await;
    assert!(!dana.has_received("just for you") && dana.knows("Waiting Wanda").is_none());

    let promoted = dana.id();
    amina.does(roster(roster::Command::Appoint { person: promoted, role: Role::Facilitator })).await;
    while dana.next().await != Happening::Looked {}
    assert_eq!(dana.myself().role, Role::Facilitator);
    assert!(dana.knows("Waiting Wanda").is_some(), "the lobby comes into view with the right to see it");
    assert!(dana.reads().contains(&"just for you"), "so does what was said to facilitators");
    dana.admits(waiting.id()).await;
}

#[tokio::test]
async fn the_last_facilitator_cannot_be_lost() {
    let training = Training::open().await;
    let (mut amina, [_dana]) = training.with_officers(["Dana Kaplan"]).await;
    let me = amina.id();
    let step_down = roster(roster::Command::Appoint { person: me, role: Role::Officer });
    assert_eq!(amina.is_refused(step_down).await, Refusal::LastFacilitator);
}

#[tokio::test]
async fn called_to_duty_and_back_in_the_same_seat() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let me = dana.id();
    dana.does(roster(roster::Command::CallOut)).await;
    dana.drops();
    amina.sees_presence(me, Presence::CalledOut).await;
    assert!(dana.comes().await, "nothing has to be loaded again");
    assert_eq!(dana.id(), me);
    assert_eq!(dana.myself().standing, Standing::Admitted);
    amina.sees_presence(me, Presence::Here).await;
    let times: Vec<_> = amina.room().roster.people[&me].times.iter().map(|(_, what)| *what).collect();
    assert_eq!(times, [Presence::Here, Presence::CalledOut, Presence::Here], "the interval is marked");
}

#[tokio::test]
async fn a_facilitator_is_one_person_on_two_devices() {
    let training = Training::open().await;
    let (mut laptop, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let mut phone = training.facilitator().await;
    assert_eq!(phone.id(), laptop.id());
    phone.says("from the phone").await;
    laptop.sees_line("from the phone").await;
    let amina = laptop.id();
    laptop.drops();
    dana.catches_up().await;
    phone.says("the laptop is closed").await;
    dana.sees_line("the laptop is closed").await;
    let here = dana.room().roster.people[&amina].presence;
    assert_eq!(here, Presence::Here, "one device is enough");
    phone.drops();
    dana.sees_presence(amina, Presence::Reconnecting).await;
}

#[tokio::test]
async fn a_facilitator_can_open_the_room_as_often_as_they_like() {
    let training = Training::open().await;
    let mut first = training.facilitator().await;
    let mut last = first.opens_another_page(training.next_page()).await;
    for _ in 0..room::limit::SEATS {
        last = training.facilitator().await;
        assert_eq!(last.id(), first.id());
    }
    last.drops();
    last.comes().await;
    first.catches_up().await;
    first.drops();
    assert_eq!(first.is_not_let_back().await, Bye::Unknown, "the oldest seat was given up for the newest");
}

#[tokio::test]
async fn who_leaves_is_gone_and_what_they_said_stays() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    dana.says("Thank you all.").await;
    let me = dana.id();
    dana.does(roster(roster::Command::Leave)).await;
    dana.drops();
    amina.sees_presence(me, Presence::Left).await;
    assert!(amina.reads().contains(&"Thank you all."));
    let say = chat::Command::Say { audience: Audience::Everyone, text: "back".into(), reply_to: None };
    dana.comes().await;
    dana.does(Command::Chat(say)).await;
}

#[tokio::test]
async fn who_leaves_on_one_device_stays_on_the_other() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let mut phone = dana.opens_another_page(training.next_page()).await;
    phone.does(roster(roster::Command::Leave)).await;
    phone.drops();
    dana.says("Still here.").await;
    amina.sees_line("Still here.").await;
    assert_eq!(amina.room().roster.people[&dana.id()].presence, Presence::Here);
    dana.does(roster(roster::Command::Leave)).await;
    amina.sees_presence(dana.id(), Presence::Left).await;
}

#[tokio::test]
async fn an_officer_who_becomes_something_else_keeps_their_line_of_attendance() {
    let training = Training::open().await;
    let names = ["Dana Kaplan", "Luis Reyes", "Mel Ortiz"];
    let (mut amina, [mut dana, luis, mel]) = training.with_officers(names).await;
    let grace = training.visitor("guest", "Grace Kim").await;
    amina.admits(grace.id()).await;
    let kind = poll::Kind::of(poll::Manner::Single, vec!["Yes".into(), "No".into()]);
    let key = Some(poll::Key { correct: [0].into(), explanation: String::new() });
    let draft = poll::Draft { question: "Is it?".into(), kind, check: true, key, ..poll::Draft::default() };
    let open = poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None };
    amina.does(Command::Poll(open)).await;
    dana.sees("the check", |room| !room.poll.polls.is_empty()).await;
    let check = *dana.room().poll.polls.last_key_value().expect("it is open").0;
    let answer = poll::Answer::Numbers(vec![1, 0]);
    dana.does(Command::Poll(poll::Command::Answer { poll: check, answer })).await;
    for (person, role) in
        [(dana.id(), Role::Facilitator), (luis.id(), Role::Observer), (mel.id(), Role::Guest)]
    {
        amina.does(roster(roster::Command::Appoint { person, role })).await;
    }
    let csv = training.home.get(&format!("/api/sessions/{}/attendance.csv", training.session)).await;
    let csv = csv.granted().text();
    for (name, checks) in names.into_iter().zip([",1,1", ",1,0", ",1,0"]) {
        let line = csv.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name} in {csv}"));
        assert!(line.trim_end().ends_with(checks), "{line}");
    }
    assert!(!csv.contains("Grace Kim"), "guests attend nothing: {csv}");
}
