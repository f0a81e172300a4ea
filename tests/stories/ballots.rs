//! Anonymous polls over the sealed road: from the opening to somebody else's recount, over restarts, and against cheats.

use crowd::{Voter, cast};
use rand::{SeedableRng as _, rngs::StdRng};
use room::{
    Command, Digest, PollId, Room,
    poll::{
        self, Answer, Ask, Draft, Kind, Manner, Status,
        sealed::{self, Name, Outcome, Verdict},
    },
};
use seal::{BALLOT, PublicKey, SIGNATURE};
use serde_json::{Value, json};
use tests::{House, Member, Training, run_rollcall};

/// Somebody who votes.
struct Officer {
    page: Member,
    voter: Voter,
}

fn question() -> Draft {
    let options = vec!["Yes".into(), "No".into(), "Not sure".into()];
    Draft {
        question: "Would your squad back you for slowing down?".into(),
        kind: Kind::of(Manner::Single, options),
        ask: Ask::Anonymous,
        ..Draft::default()
    }
}

fn chosen(option: u8) -> Answer {
    Answer::choice(&question().kind, &[option.into()])
}

async fn room_of<const N: usize>(training: &Training, names: [&str; N]) -> (Member, Vec<Officer>) {
    let (lead, pages) = training.with_officers(names).await;
    let officers = pages.into_iter().map(|page| Officer { voter: page.voter(), page });
    (lead, officers.collect())
}

async fn class(training: &Training) -> (Member, Vec<Officer>) {
    room_of(training, ["Dana Kaplan", "Sam Osei", "J. Mora", "L. Nguyen", "K. Ito", "R. Diaz"]).await
}

/// Whether the newest poll can be drawn for.
fn has_keys(room: &Room) -> bool {
    newest(room).and_then(|(_, poll)| poll.sealed.as_ref()).is_some_and(|sealed| !sealed.keys.is_empty())
}

fn newest(room: &Room) -> Option<(PollId, &poll::Poll)> {
    room.poll.polls.iter().next_back().map(|(id, poll)| (*id, poll))
}

/// The facilitator asks, and everybody has drawn a ballot.
async fn opens(lead: &mut Member, officers: &mut [Officer], draft: Draft) -> (PollId, Name) {
    lead.does(Command::Poll(poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None }))
        .await;
    lead.sees("the keys", has_keys).await;
    for officer in officers.iter_mut() {
        officer.page.sees("the keys", has_keys).await;
        let (room, me) = (officer.page.room(), officer.page.id());
        let [poll] = officer.voter.undrawn(room, me)[..] else { panic!("one poll waits") };
        officer.voter.draw(room, me, poll).await.expect("everybody here votes");
    }
    let (id, poll) = newest(lead.room()).expect("a poll");
    (id, poll.sealed.as_ref().map(|sealed| sealed.name).unwrap_or_default())
}

async fn closes(lead: &mut Member, officers: &mut [Officer], poll: PollId) {
    lead.does(Command::Poll(poll::Command::Close(poll))).await;
    for officer in officers {
        officer.page.sees("that it has closed", |room| room.poll.polls[&poll].status != Status::Open).await;
    }
}

/// The ballots go out, each at a moment of its own, as pages send them.
async fn send(officers: &mut [Officer]) {
    let mut chance = StdRng::seed_from_u64(7);
    let sending =
        officers.iter_mut().flat_map(|officer| officer.voter.send(officer.page.room(), &mut chance));
    for ballot in sending.collect::<Vec<_>>() {
        assert!(ballot.await.expect("it was sent"), "it was taken");
    }
}

async fn outcome(member: &mut Member, poll: PollId) -> Outcome {
    let counted = |room: &Room| room.poll.polls[&poll].sealed.as_ref().is_some_and(|s| s.outcome.is_some());
    member.sees("the count", counted).await;
    member.room().poll.polls[&poll].sealed.as_ref().and_then(|s| s.outcome.clone()).expect("an outcome")
}

fn counts(outcome: &Outcome) -> Vec<u32> {
    outcome.tallies.iter().flat_map(|tally| tally.rows.iter().flatten().copied()).collect()
}

fn hex(name: Name) -> String {
    data_encoding::HEXLOWER.encode(&name)
}

/// Whatever is written in a folder: database, write-ahead log, keys.
fn written(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).expect("the folder can be read").flatten();
    files.flat_map(|file| std::fs::read(file.path()).unwrap_or_default()).collect()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn six_officers_answer_and_anybody_can_count_again() {
    let training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    let late = training.officer("Late Comer").await;
    assert!(late.voter().undrawn(late.room(), late.id()).is_empty(), "who comes later looks on");
    for (officer, option) in officers.iter_mut().zip([0, 0, 0, 1, 2]) {
        officer.voter.choose(poll, Some(chosen(option)));
    }
    closes(&mut lead, &mut officers, poll).await;
    send(&mut officers).await;
    let told = outcome(&mut lead, poll).await;
    assert_eq!((told.verdict, counts(&told)), (Verdict::Counted, vec![3, 1, 1]));
    assert_eq!((told.issued, told.ballots), (6, 6), "who did not answer sent a blank");

    let officer = &mut officers[0];
    let seen = outcome(&mut officer.page, poll).await;
    assert_eq!((counts(&seen), seen.board), (vec![], told.board), "not shown to the room yet");
    let board =
        training.house.http().get(&format!("/b/{}/{}", training.session, hex(name))).send().await.granted();
    let keys =
        officer.page.room().poll.polls[&poll].sealed.as_ref().map(|s| s.keys.clone()).unwrap_or_default();
    let keys: Vec<_> = keys.chunks(sealed::KEY).map(|key| PublicKey::from_der(key).expect("a key")).collect();
    let ballots = seal::check(&name, &keys, &board.body).expect("every ballot is valid");
    assert_eq!((ballots.len(), Some(Digest(seal::digest(&board.body)))), (6, told.board));
    let own = officer.voter.ballots(officer.page.room(), poll).expect("drawn");
    assert!(ballots.contains(&own[0]), "everybody finds their own");

    let path = format!("/api/sessions/{}/anonymous-polls/{}.json", training.session, hex(name));
    let file = training.home.get(&path).await.granted();
    let (said, fine) = recount(&training.house, &file.body);
    assert!(fine && said.contains("6 of 6 ballots") && said.contains("  3  Yes"), "{said}");
    let (said, fine) = recount_with_node(&training.house);
    assert!(fine && said.contains("6 valid ballots"), "{said}");
    let csv = training.home.get(&format!("/api/sessions/{}/polls.csv", training.session)).await.granted();
    assert!(csv.text().contains("slowing down?,1,anonymous,,choose one,Yes,,3,"), "{}", csv.text());
}

/// What `rollcall verify-poll` says to a file, and whether it is content.
fn recount(house: &House, file: &[u8]) -> (String, bool) {
    let path = house.beside("poll.json");
    std::fs::write(&path, file).expect("the file can be written");
    let output = run_rollcall(&["verify-poll", path.to_str().expect("a plain path")]);
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.success())
}

/// What a script without any code of ours says to the file that was looked at last.
fn recount_with_node(house: &House) -> (String, bool) {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("recount.mjs");
    let output = std::process::Command::new("node").arg(script).arg(house.beside("poll.json")).output();
    let output = output.expect("node is here: it drives the browsers, too");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.success())
}

/// Something done to a file.
type Change<'a> = &'a dyn Fn(&mut Value);

#[tokio::test]
async fn a_file_that_was_changed_does_not_come_out() {
    let training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    for (officer, option) in officers.iter_mut().zip([0, 0, 0, 1, 2, 2]) {
        officer.voter.choose(poll, Some(chosen(option)));
    }
    closes(&mut lead, &mut officers, poll).await;
    send(&mut officers).await;
    outcome(&mut lead, poll).await;
    let path = format!("/api/sessions/{}/anonymous-polls/{}.json", training.session, hex(name));
    let file = training.home.get(&path).await.granted().json();
    let said_of = |change: Change<'_>| {
        let mut changed = file.clone();
        change(&mut changed);
        recount(&training.house, changed.to_string().as_bytes())
    };
    assert!(said_of(&|_| {}).1);
    let complaints: [(Change<'_>, &str); 5] = [
        (&|file| file["poll"]["groups"][0][1]["rows"][0][0] = json!(4), "another result"),
        (&|file| drop(file["ballots"].as_array_mut().map(|b| b.remove(0))), "not the ballots"),
        (&|file| file["ballots"][0] = file["ballots"][1].clone(), "twice"),
        (&|file| file["poll"]["issued"] = json!(5), "more ballots"),
        (&|file| file["format"] = json!("something else"), "another format"),
    ];
    for (change, wanted) in complaints {
        let (said, fine) = said_of(change);
        assert!(!fine && said.contains(wanted), "{wanted:?} is not in {said}");
        let (said, fine) = recount_with_node(&training.house);
        assert!(!fine, "{wanted}: {said}");
    }
}

#[tokio::test]
async fn cheats_are_refused_and_told_why() {
    let training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    let (invitation, session) = (training.invitation(), training.session.clone());
    let vote = |ballot: Vec<u8>| {
        let (invitation, session) = (invitation.clone(), session.clone());
        async move { cast(&invitation, &session, name, &ballot).await.expect("the house is open").as_u16() }
    };
    for officer in &mut officers {
        officer.voter.choose(poll, Some(chosen(0)));
    }
    let mine = officers[0].voter.ballots(officers[0].page.room(), poll).expect("drawn").remove(0);
    assert_eq!(
        vote(mine.as_bytes().to_vec()).await,
        404,
        "nothing leaves before the closing, and nothing is taken"
    );

    let (page, voter) = (&officers[0].page, &officers[0].voter);
    let mut small = vec![0; SIGNATURE];
    small[SIGNATURE - 1] = 2;
    let again = voter.ask(poll, small).await.expect_err("one ballot each");
    assert!(again.to_string().contains("no ballot in this poll"), "{again}");
    assert!(voter.ask(poll, vec![1; SIGNATURE * 2]).await.is_err(), "two at once");
    assert!(lead.voter().ask(poll, vec![1; SIGNATURE]).await.is_err(), "facilitators do not vote");
    let answer = poll::Command::Answer { poll, answer: chosen(0) };
    assert!(page.voter().ask(PollId(9_999), vec![1; SIGNATURE]).await.is_err(), "no such poll");
    assert_eq!(officers[0].page.is_refused(Command::Poll(answer)).await, room::Refusal::NotAllowed);

    closes(&mut lead, &mut officers, poll).await;
    let mut taken = 404;
    while taken == 404 {
        taken = vote(mine.as_bytes().to_vec()).await;
    }
    assert_eq!(taken, 204);
    assert_eq!(vote(mine.as_bytes().to_vec()).await, 204, "the same again is one");
    officers[0].voter.choose(poll, Some(chosen(1)));
    let changed = officers[0].voter.ballots(officers[0].page.room(), poll).expect("drawn").remove(0);
    assert_eq!(vote(changed.as_bytes().to_vec()).await, 409, "no second thoughts after the closing");
    let another = officers[1].voter.ballots(officers[1].page.room(), poll).expect("drawn").remove(0);
    for at in [0, 40, 100, 319, 321, 330, 400, BALLOT - 1] {
        let mut forged = another.as_bytes().to_vec();
        forged[at] ^= 4;
        assert_eq!(vote(forged.to_vec()).await, 400, "byte {at}");
    }
    officers[1].voter.choose(poll, Some(chosen(7)));
    let unknown = officers[1].voter.ballots(officers[1].page.room(), poll).expect("drawn").remove(0);
    assert_eq!(vote(unknown.as_bytes().to_vec()).await, 400, "there are three options");
    assert_eq!(vote(vec![0; BALLOT + 1]).await, 400);
    assert_eq!(vote(vec![0; 1 << 20]).await, 400);
    for officer in &mut officers[1..3] {
        officer.voter.choose(poll, Some(chosen(1)));
    }
    send(&mut officers[1..]).await;
    let told = outcome(&mut lead, poll).await;
    assert_eq!((counts(&told), told.ballots), (vec![4, 2, 0], 6));
    assert_eq!(vote(mine.as_bytes().to_vec()).await, 404, "it is over");
}

#[tokio::test]
async fn a_restart_while_it_is_open_costs_nobody_their_vote() {
    let mut training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, _) = opens(&mut lead, &mut officers[..5], question()).await;
    for officer in &mut officers {
        officer.page.drops();
    }
    lead.drops();
    training.house.closes().await;
    training.house.opens_again().await;
    lead.comes().await;
    for officer in &mut officers {
        officer.page.comes().await;
    }
    let last = &mut officers[5];
    last.page.sees("the keys", has_keys).await;
    last.voter.draw(last.page.room(), last.page.id(), poll).await.expect("the keys are still there");
    for (officer, option) in officers.iter_mut().zip([0, 1, 0, 1, 2, 2]) {
        officer.voter.choose(poll, Some(chosen(option)));
    }
    closes(&mut lead, &mut officers, poll).await;
    send(&mut officers).await;
    assert_eq!(counts(&outcome(&mut lead, poll).await), [2, 2, 2]);
}

#[tokio::test]
async fn after_a_restart_while_ballots_come_they_come_again_and_it_counts() {
    let mut training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    for (officer, option) in officers.iter_mut().zip([0, 1, 0, 1, 2, 2]) {
        officer.voter.choose(poll, Some(chosen(option)));
    }
    closes(&mut lead, &mut officers, poll).await;
    let early = officers[0].voter.ballots(officers[0].page.room(), poll).expect("drawn").remove(0);
    while cast(&training.invitation(), &training.session, name, early.as_bytes())
        .await
        .is_ok_and(|s| s != 204)
    {}
    let before = written(training.house.data());
    assert!(
        !has(&before, &early.key()) && !has(&before, &early.as_bytes()[64..320]),
        "nothing is written yet"
    );
    send(&mut officers[..4]).await;
    for member in officers.iter_mut().map(|o| &mut o.page).chain([&mut lead]) {
        member.drops();
    }
    training.house.closes().await;
    training.house.opens_again().await;
    lead.comes().await;
    for officer in &mut officers {
        officer.page.comes().await;
        officer.voter.lost_the_line();
    }
    send(&mut officers).await;
    let told = outcome(&mut lead, poll).await;
    assert_eq!((told.verdict, counts(&told)), (Verdict::Counted, vec![2, 2, 2]));
    assert!(has(&written(training.house.data()), &early.key()), "now it is, on the board");
}

#[tokio::test]
async fn after_a_restart_with_ballots_lost_it_is_void() {
    let mut training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    for officer in &mut officers {
        officer.voter.choose(poll, Some(chosen(1)));
    }
    closes(&mut lead, &mut officers, poll).await;
    for member in officers.iter_mut().map(|o| &mut o.page).chain([&mut lead]) {
        member.drops();
    }
    training.house.closes().await;
    training.house.opens_again().await;
    lead.comes().await;
    for officer in &mut officers[..5] {
        officer.page.comes().await;
    }
    send(&mut officers[..5]).await;
    let told = outcome(&mut lead, poll).await;
    assert_eq!((told.verdict, counts(&told)), (Verdict::Void, vec![]), "never a part of it in silence");
    let board = training.house.http().get(&format!("/b/{}/{}", training.session, hex(name))).send().await;
    assert_eq!(board.status, 404);
}

#[tokio::test]
async fn what_is_published_stays_and_the_keys_go() {
    let training = Training::open().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    for (officer, option) in officers.iter_mut().zip([0, 1, 0, 1, 2, 2]) {
        officer.voter.choose(poll, Some(chosen(option)));
    }
    closes(&mut lead, &mut officers, poll).await;
    send(&mut officers).await;
    outcome(&mut lead, poll).await;
    lead.does(Command::End).await;
    training.is_erased().await;
    let path = format!("/api/sessions/{}/anonymous-polls/{}.json", training.session, hex(name));
    let file = training.home.get(&path).await.granted();
    let (said, fine) = recount(&training.house, &file.body);
    assert!(fine, "{said}");
    let board =
        training.house.http().get(&format!("/b/{}/{}", training.session, hex(name))).send().await.granted();
    assert_eq!(board.body.len(), 6 * BALLOT);
}

/// How far from chance guesses may be: beyond it they are by chance once in a hundred thousand times, and one who knows is far
/// beyond.
const SIGMAS: f64 = 5.0;

#[tokio::test]
async fn whoever_has_all_that_is_left_guesses_no_better_than_by_chance() {
    let found = tests::linkage::attack(12, 12).await;
    println!("{found:?}: {:.2} sigmas from chance", found.sigmas());
    let nearly_all = found.naive_right * 10 >= found.naive_guessed * 9;
    assert!(nearly_all, "the attack works where ballots are kept as they come: {found:?}");
    assert_eq!((found.guessed, found.naive_guessed), (72, 72));
    assert!(found.sigmas() < SIGMAS, "{found:?}");
}

#[tokio::test]
async fn a_backup_that_is_made_while_ballots_come_holds_none_of_them() {
    let mut training = Training::planned(House::program(), json!({})).await.opened().await;
    let (mut lead, mut officers) = class(&training).await;
    let (poll, name) = opens(&mut lead, &mut officers, question()).await;
    closes(&mut lead, &mut officers, poll).await;
    let mine = officers[0].voter.ballots(officers[0].page.room(), poll).expect("drawn").remove(0);
    let invitation = training.invitation();
    while !cast(&invitation, &training.session, name, mine.as_bytes()).await.is_ok_and(|status| status == 204)
    {
    }
    training.house.is_killed();
    let parts = [0..32, 64..320, 369..433].map(|part| mine.as_bytes()[part].to_vec());
    assert!(!tests::linkage::backup_holds(&training.house, &parts));
}
