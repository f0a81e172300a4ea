//! Simulated officers go through a training like people: notes on the board, a plan in every group, a commitment each.

use crowd::Pace;
use room::{
    Command, Room,
    agenda::{self, Activity, Segment},
    board::Kind,
    breakout::{self, Check, Status, Verdict, Wish},
    exercise::{Place, Step},
    plan, poll,
    roster::{Person, Role},
};
use tests::{Member, Training};

/// How many of them come.
const OFFICERS: usize = 12;

/// Goes to the first segment with an activity of this kind.
async fn goes_to(amina: &mut Member, is_it: fn(&Activity) -> bool) {
    let holds = |segment: &&Segment| segment.activities.iter().any(is_it);
    let segment = amina.room().agenda.segments.iter().find(holds).expect("the run sheet has one").id;
    amina.does(Command::Agenda(agenda::Command::GoTo(segment))).await;
}

/// Lets whoever waits in until so many officers are inside.
async fn lets_in(amina: &mut Member, officers: usize) {
    let inside = |room: &Room| room.roster.present().filter(|p| p.role == Role::Officer).count();
    while inside(amina.room()) < officers {
        if amina.room().roster.people.values().any(Person::waits) {
            amina.admits_all().await;
        } else {
            amina.next().await;
        }
    }
}

fn knowledge_check() -> poll::Command {
    let kind = poll::Kind::of(poll::Manner::Single, vec!["At once".into(), "At the end".into()]);
    let key = Some(poll::Key { correct: [0].into(), explanation: "People listen better then.".into() });
    let question = "When is the reason for a stop given?".into();
    let draft = poll::Draft { question, kind, check: true, key, ..poll::Draft::default() };
    poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None }
}

/// The places of the exercise that runs.
fn places(room: &Room) -> Vec<Place> {
    room.exercise.running().map(|running| running.works.keys().copied().collect()).unwrap_or_default()
}

/// Whether a place has gone through all steps and its plan lacks nothing.
fn is_ready(room: &Room, place: Place) -> bool {
    let at_the_end = room.exercise.work(place).is_some_and(|work| work.step == Step::Report);
    let mut actions = room.plan.of(place).peekable();
    at_the_end && actions.peek().is_some() && actions.all(|(_, action)| plan::missing(action).is_empty())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twelve_officers_in_three_groups_leave_complete_plans() {
    let training = Training::open().await;
    let mut amina = training.facilitator().await;
    let invitation = crowd::Invitation { officers: OFFICERS, seed: 7, ..training.invitation() };
    let crowd = tokio::spawn(crowd::attend(invitation, Pace::hurried()));
    lets_in(&mut amina, OFFICERS).await;

    goes_to(&mut amina, |activity| matches!(activity, Activity::Board(_))).await;
    let notes = |room: &Room| {
        let items = room.board.boards.values().flat_map(|board| board.items.values());
        items.filter(|item| matches!(item.kind, Kind::Note { .. }) && item.owner.is_some()).count()
    };
    amina.sees("a note of everybody", |room| notes(room) >= OFFICERS).await;

    amina.does(Command::Poll(knowledge_check())).await;
    amina
        .sees("an answer of everybody", |room| {
            room.poll.polls.values().any(|poll| poll.draft.check && poll.answered as usize == OFFICERS)
        })
        .await;

    goes_to(&mut amina, |activity| matches!(activity, Activity::Exercise(_))).await;
    amina.sees("groups in the making", |room| room.breakout.round.is_some()).await;
    let mixed = Check { wish: Wish::Mixed, verdict: Verdict::Met };
    assert_eq!(breakout::checks(amina.room()), [mixed], "as the run sheet wants them");
    amina.does(Command::Breakout(breakout::Command::Start { minutes: 30, countdown_s: 0 })).await;
    amina.sees("three groups at work", |room| places(room).len() == 3).await;
    amina.sees("three plans", |room| places(room).iter().all(|place| is_ready(room, *place))).await;
    for place in places(amina.room()) {
        let work = amina.room().exercise.work(place).expect("they worked");
        let voted = work.tally.as_ref().is_some_and(|tally| !tally.is_empty());
        assert!(!work.issue.is_empty() && work.ideas.len() > 1 && voted, "{work:#?}");
        let (_, action) = amina.room().plan.of(place).next().expect("they have a plan");
        assert!(action.from_idea.is_some_and(|idea| work.ideas.contains_key(&idea)), "{action:#?}");
    }

    amina.does(Command::Breakout(breakout::Command::Return { seconds: 0 })).await;
    amina.sees("everybody back", |room| room.breakout.round.is_none()).await;
    goes_to(&mut amina, |activity| matches!(activity, Activity::Commitment)).await;
    amina.sees("a commitment of everybody", |room| room.plan.committed as usize == OFFICERS).await;
    amina.ends_session().await;
    crowd.await.expect("nobody panics").expect("everybody got in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_real_officer_is_in_the_group_nobody_decides_for_them() {
    let training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    let invitation = crowd::Invitation { officers: 3, seed: 7, ..training.invitation() };
    let crowd = tokio::spawn(crowd::attend(invitation, Pace::hurried()));
    lets_in(&mut amina, 4).await;
    goes_to(&mut amina, |activity| matches!(activity, Activity::Exercise(_))).await;
    amina.does(Command::Breakout(breakout::Command::Start { minutes: 30, countdown_s: 0 })).await;
    let mine = dana.id();
    dana.sees("her group", |room| room.breakout.round.as_ref().is_some_and(|r| r.status.at_work())).await;
    let group = dana.room().breakout.home_of(mine).expect("she is in a group");
    let place = Place::Group(group);
    // Three lines in the group: they are there and had their turns.
    dana.sees("the others talk", |room| room.chat.lines.len() >= 3).await;
    let work = dana.room().exercise.work(place).expect("it has begun");
    assert!(work.issue.is_empty() && work.step == Step::Issue, "{work:#?}");

    let to_ideas = room::exercise::Command::Go { place, from: Step::Issue, to: Step::Ideas };
    dana.does(Command::Exercise(to_ideas)).await;
    dana.sees("their ideas, counted", |room| {
        room.exercise.work(place).is_some_and(|work| work.idea_count >= 3)
    })
    .await;
    assert!(matches!(dana.room().breakout.round.as_ref().map(|r| r.status), Some(Status::Running { .. })));
    amina.ends_session().await;
    crowd.await.expect("nobody panics").expect("everybody got in");
}
