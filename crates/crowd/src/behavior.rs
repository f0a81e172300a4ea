//! What a simulated officer does, moment by moment.
//!
//! Each file below is one habit: a pure function from the room in this officer's eyes to what they do next. Whether
//! and when they do it is decided here.

mod board;
mod commitment;
mod desk;
mod exercise;
mod group;
mod plan;
mod poll;
mod talk;

use crate::{Invitation, Officer, Pace, Ticket, Voter, company::Company};
use desk::Desk;
use link::Happening;
use protocol::{Bye, Signal, signal::Emotion};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use room::{
    Command, PersonId, Room, Timestamp, hand,
    roster::{self, Standing},
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How often an officer's page looks whether something is due by itself.
const GLANCE: Duration = Duration::from_secs(1);

/// One officer's way of going through a session.
pub(crate) struct Habits {
    /// How busy they are.
    pub(crate) pace: Pace,
    /// The crowd they belong to.
    pub(crate) company: Company,
    /// What decides their choices.
    pub(crate) seed: u64,
}

/// Lives through a session until it ends or the officer may not stay.
pub(crate) async fn live(invitation: &Invitation, ticket: Ticket, habits: Habits) {
    let mut chance = StdRng::seed_from_u64(habits.seed);
    let mut voter = Voter::new(invitation.clone(), ticket.clone());
    let mut officer = Officer::new(invitation.clone(), ticket, chance.random());
    let mut attempt = 0;
    loop {
        if officer.connect().await.is_err() {
            let wait = link::backoff_ms(attempt, chance.random());
            attempt = attempt.saturating_add(1);
            // Nobody knocks for ever on a door that is gone.
            if attempt > 60 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(u64::from(wait) + 50)).await;
            continue;
        }
        attempt = 0;
        if !attend(&mut officer, &mut voter, &habits, &mut chance).await {
            return;
        }
        officer.cut();
        voter.lost_the_line();
        let away = chance.random_range(300..4_000);
        tokio::time::sleep(Duration::from_millis(away)).await;
    }
}

/// One connection's worth of attending; whether to come back.
async fn attend(officer: &mut Officer, voter: &mut Voter, habits: &Habits, chance: &mut StdRng) -> bool {
    loop {
        let mut pause = habits.pace.pause(chance);
        while !pause.is_zero() {
            let glance = pause.min(GLANCE);
            pause -= glance;
            let Ok(happenings) = officer.watch(glance).await else { return true };
            for happening in happenings {
                match happening {
                    Happening::Bye(Bye::Ended | Bye::Out | Bye::Unknown | Bye::WrongVersion) => return false,
                    Happening::Bye(_) => return true,
                    _ => {}
                }
            }
            // Whatever else its officer does or leaves.
            if vote(officer, voter, chance).await.is_err() {
                return true;
            }
        }
        if officer.myself().is_none_or(|me| me.standing != Standing::Admitted) {
            continue;
        }
        // Whoever finds enough others busy goes on listening.
        let Some(_turn) = habits.company.turn() else { continue };
        match act(officer, habits, chance).await {
            Ok(true) => {}
            // The line was lost, by chance or for real.
            Ok(false) | Err(_) => return true,
        }
    }
}

/// Takes part in polls, which is one press and keeps nobody from anything else.
async fn vote(officer: &mut Officer, voter: &mut Voter, chance: &mut StdRng) -> anyhow::Result<()> {
    let Some(me) = officer.you() else { return Ok(()) };
    let inside = officer.myself().is_some_and(|me| me.standing == Standing::Admitted);
    if let Some(answer) = poll::answer(officer.room(), me, chance).filter(|_| inside) {
        officer.ask(answer).await?;
    }
    for poll in voter.undrawn(officer.room(), me) {
        // Refused or out of reach: it is tried again the next time.
        let _ = voter.draw(officer.room(), me, poll).await;
    }
    for id in voter.unanswered(officer.room()) {
        let draft = officer.room().poll.polls.get(&id).map(|poll| poll.draft.clone());
        let answer = draft.and_then(|draft| poll::in_private(&draft.kind, chance));
        if answer.is_some() {
            voter.choose(id, answer);
            officer.signal(Signal::Ready(id, true)).await?;
        }
    }
    drop(voter.send(officer.room(), chance));
    Ok(())
}

/// Does one thing; `false`: loses the line.
async fn act(officer: &mut Officer, habits: &Habits, chance: &mut StdRng) -> anyhow::Result<bool> {
    let Some(me) = officer.you() else { return Ok(true) };
    habits.company.enlist(me);
    let room = officer.room();
    if room.paused.is_some() {
        return Ok(true);
    }
    // What is asked of everybody comes first; now and then somebody is slow.
    let desk = Desk::of(room, me, &habits.company.members(), now());
    let task = task(room, me, desk.as_ref(), chance);
    if !task.is_empty() && chance.random_bool(0.85) {
        return carry_out(officer, task, habits.pace, chance).await;
    }
    match chance.random_range(0..100) {
        // A radio call: gone for a while, then back in the same seat.
        0 => {
            officer.ask(Command::Roster(roster::Command::CallOut)).await?;
            officer.watch(habits.pace.moment(chance)).await?;
            Ok(false)
        }
        1..=2 => Ok(false),
        3..=12 => {
            officer.signal(Signal::React(Emotion::ThumbsUp)).await?;
            Ok(true)
        }
        _ => {
            let command = pastime(room, me, desk.as_ref(), chance);
            carry_out(officer, command.into_iter().collect(), habits.pace, chance).await
        }
    }
}

/// What the running activity wants from this officer, one habit after the other.
fn task(room: &Room, me: PersonId, desk: Option<&Desk<'_>>, chance: &mut StdRng) -> Vec<Command> {
    let first = plan::accept(room, me).or_else(|| group::settle_in(desk?));
    if let Some(command) = first {
        return vec![command];
    }
    let work = desk.map(|desk| exercise::next(desk, chance)).unwrap_or_default();
    if !work.is_empty() {
        return work;
    }
    commitment::next(room, me, chance).or_else(|| board::next(room, me, chance)).into_iter().collect()
}

/// What people do when nothing is asked of them.
fn pastime(room: &Room, me: PersonId, desk: Option<&Desk<'_>>, chance: &mut StdRng) -> Option<Command> {
    match chance.random_range(0..100) {
        0..=24 => desk.and_then(|desk| group::talk(desk, chance)).or_else(|| talk::say(room, chance)),
        25..=44 => talk::agree(room, me),
        45..=64 if room.hand.is_up(me) => Some(Command::Hand(hand::Command::Lower)),
        45..=64 => Some(Command::Hand(hand::Command::Raise)),
        65..=69 => group::help(desk?, chance),
        70..=74 => {
            let idle = room.roster.people.get(&me).is_some_and(|p| p.presence == roster::Presence::Idle);
            Some(Command::Roster(roster::Command::Idle(!idle)))
        }
        75..=81 => talk::ask(room, me, chance),
        _ => None,
    }
}

/// Does things one after another, with the moments in between that writing takes.
async fn carry_out(
    officer: &mut Officer,
    task: Vec<Command>,
    pace: Pace,
    chance: &mut StdRng,
) -> anyhow::Result<bool> {
    for (n, command) in task.into_iter().enumerate() {
        if n > 0 {
            officer.watch(pace.moment(chance)).await?;
        }
        officer.ask(command).await?;
    }
    Ok(true)
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
