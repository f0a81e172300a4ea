//! What a simulated officer does, moment by moment.

mod poll;

use crate::{Invitation, Officer, Ticket, people};
use link::Happening;
use protocol::{Bye, Signal, signal::Emotion};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use room::{
    Command, PersonId, Room, chat,
    chat::Audience,
    hand, questions,
    roster::{self, Standing},
};
use std::time::Duration;

/// How busy a crowd is.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Mean time between two things one officer does.
    between: Duration,
}

impl Pace {
    /// Like people who mostly listen: however many there are, about one act a second in the whole room, and never more
    /// than a fifth of them at once.
    #[must_use]
    pub fn lifelike(officers: usize) -> Self {
        Self { between: Duration::from_millis(1_200 * officers.max(8) as u64) }
    }

    fn pause(self, chance: &mut StdRng) -> Duration {
        self.between.mul_f64(chance.random_range(0.3..1.7))
    }
}

/// Lives through a session until it ends or the officer may not stay.
pub(crate) async fn live(invitation: &Invitation, ticket: Ticket, pace: Pace, seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
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
        if !attend(&mut officer, pace, &mut chance).await {
            return;
        }
        officer.cut();
        let away = chance.random_range(300..4_000);
        tokio::time::sleep(Duration::from_millis(away)).await;
    }
}

/// One connection's worth of attending; whether to come back.
async fn attend(officer: &mut Officer, pace: Pace, chance: &mut StdRng) -> bool {
    loop {
        let Ok(happenings) = officer.watch(pace.pause(chance)).await else { return true };
        for happening in happenings {
            match happening {
                Happening::Bye(Bye::Ended | Bye::Out | Bye::Unknown | Bye::WrongVersion) => return false,
                Happening::Bye(_) => return true,
                _ => {}
            }
        }
        if officer.myself().is_some_and(|me| me.standing == Standing::Admitted) {
            match act(officer, chance).await {
                Ok(true) => {}
                // The line was lost, by chance or for real.
                Ok(false) | Err(_) => return true,
            }
        }
    }
}

/// Does one thing; `false`: loses the line.
async fn act(officer: &mut Officer, chance: &mut StdRng) -> anyhow::Result<bool> {
    let Some(me) = officer.you() else { return Ok(true) };
    let room = officer.room();
    if room.paused.is_some() {
        return Ok(true);
    }
    // What is asked of everybody comes first; one in twenty never gets round to it.
    if let Some(command) = asked_of_all(room, me, chance).filter(|_| chance.random_bool(0.95)) {
        officer.ask(command).await?;
        return Ok(true);
    }
    let raised = room.hand.raised.contains_key(&me);
    match chance.random_range(0..100) {
        0..=24 => {
            let text = people::LINES[chance.random_range(0..people::LINES.len())].to_owned();
            let say = chat::Command::Say { audience: Audience::Everyone, text, reply_to: None };
            officer.ask(Command::Chat(say)).await?;
        }
        25..=39 => {
            let recent = room.chat.lines.iter().rev().find(|(_, l)| l.author != me && !l.deleted);
            if let Some((line, _)) = recent {
                let react =
                    chat::Command::React { line: *line, reaction: chat::Reaction::ThumbsUp, on: true };
                officer.ask(Command::Chat(react)).await?;
            }
        }
        40..=59 => {
            let command = if raised { hand::Command::Lower } else { hand::Command::Raise };
            officer.ask(Command::Hand(command)).await?;
        }
        60..=69 => officer.signal(Signal::React(Emotion::ThumbsUp)).await?,
        70..=73 => {
            let idle = room.roster.people.get(&me).is_some_and(|p| p.presence == roster::Presence::Idle);
            officer.ask(Command::Roster(roster::Command::Idle(!idle))).await?;
        }
        74 => {
            // A radio call: gone for a while, then back in the same seat.
            officer.ask(Command::Roster(roster::Command::CallOut)).await?;
            officer.watch(Duration::from_millis(300)).await?;
            return Ok(false);
        }
        75..=76 => return Ok(false),
        77..=82 => {
            if let Some(command) = about_questions(room, me, chance) {
                officer.ask(command).await?;
            }
        }
        _ => {}
    }
    Ok(true)
}

/// What the running activity wants from everybody.
fn asked_of_all(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    poll::answer(room, me, chance)
}

/// Asks a question when there are few, or wants somebody else's answered.
fn about_questions(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    let questions = &room.questions.asked;
    let command = if questions.len() < 6 && chance.random_bool(0.4) {
        let text = people::QUESTIONS[chance.random_range(0..people::QUESTIONS.len())].to_owned();
        questions::Command::Ask { text }
    } else {
        let mut others = questions.iter().filter(|(_, q)| q.author != Some(me));
        let (question, _) = others.next_back()?;
        questions::Command::Upvote { question: *question, on: true }
    };
    Some(Command::Questions(command))
}
