//! The steps of random sessions that are about activities: polls.

use crate::script::{Picks, Step};
use room::{Actor, Command, PersonId, PollId, Room, poll, questions};

/// Something asked of an activity. Its id is a number from 0, see [`aim`].
pub(crate) fn command(picks: &mut Picks) -> Command {
    let poll = PollId(picks.below(2));
    Command::Poll(match picks.below(14) {
        0 | 1 => poll::Command::Open {
            draft: Box::new(draft(picks)),
            segment: None,
            again_of: picks.of(&[None, None, Some(poll)]),
        },
        2 | 3 => poll::Command::Close(poll),
        4 => poll::Command::Show(poll, picks.below(3) > 0),
        5 => poll::Command::Reopen(poll),
        6 => picks.of(&[poll::Command::Extend { poll, seconds: 10 }, poll::Command::Remove(poll)]),
        _ => poll::Command::Answer { poll, answer: answer(picks) },
    })
}

fn draft(picks: &mut Picks) -> poll::Draft {
    let options = vec!["Yes".to_owned(), "No".to_owned()];
    let (low, high) = (String::new(), String::new());
    let kind = picks.of(&[
        poll::Kind::Single { options: options.clone() },
        poll::Kind::Single { options: options.clone() },
        poll::Kind::Multiple { options: options.clone(), min: 1, max: 2 },
        poll::Kind::Agreement { statements: options.clone(), low, high },
        poll::Kind::Points { options, total: 5 },
    ]);
    let key = poll::Key { correct: [0].into(), explanation: "Voice first.".into() };
    let takes_key = matches!(kind, poll::Kind::Single { .. } | poll::Kind::Multiple { .. });
    let key = Some(key).filter(|_| picks.coin() && takes_key);
    poll::Draft {
        question: "Where are we starting?".into(),
        kind,
        hidden_until_closed: picks.below(3) > 0,
        seconds: picks.of(&[None, Some(20)]),
        guests: picks.coin(),
        check: picks.coin() && key.is_some(),
        key,
        ..poll::Draft::default()
    }
}

fn answer(picks: &mut Picks) -> poll::Answer {
    picks.of(&[
        poll::Answer::Chosen([0].into()),
        poll::Answer::Chosen([0].into()),
        poll::Answer::Chosen([1].into()),
        poll::Answer::Marks(vec![Some(5), None]),
        poll::Answer::Points(vec![1, 2]),
        poll::Answer::Pass,
    ])
}

/// A script says "the second poll" or question; the room knows which one that is, since ids cannot be guessed.
pub(crate) fn aim(room: &Room, command: &Command) -> Command {
    let mut command = command.clone();
    let polls: Vec<_> = room.poll.polls.keys().copied().collect();
    let aim = |poll: &mut PollId| {
        if let Some(n) = (poll.0 as usize).checked_rem(polls.len()) {
            *poll = polls[n];
        }
    };
    match &mut command {
        Command::Poll(poll::Command::Open { again_of, .. }) => again_of.iter_mut().for_each(aim),
        Command::Poll(
            poll::Command::Answer { poll, .. }
            | poll::Command::Extend { poll, .. }
            | poll::Command::Close(poll)
            | poll::Command::Show(poll, _)
            | poll::Command::Reopen(poll)
            | poll::Command::Remove(poll),
        ) => aim(poll),
        Command::Questions(
            questions::Command::Upvote { question, .. }
            | questions::Command::Triage { question, .. }
            | questions::Command::Withdraw(question),
        ) => {
            let asked = &room.questions.asked;
            if let Some(n) = (question.0 as usize).checked_rem(asked.len()) {
                *question = asked.keys().nth(n).copied().unwrap_or_default();
            }
        }
        _ => {}
    }
    command
}

/// Whether a step stays in a script about secrets: what is shown to the room is none. With `stays_open`
/// polls never close either, so that their keys are secret too.
pub(crate) fn keeps_quiet(step: &mut Step, stays_open: bool) -> bool {
    match &mut step.command {
        Command::Poll(poll::Command::Show(..)) => false,
        Command::Poll(poll::Command::Close(_) | poll::Command::Extend { .. }) => !stays_open,
        Command::Poll(poll::Command::Open { draft, .. }) if stays_open => {
            draft.seconds = None;
            true
        }
        _ => true,
    }
}

/// Changes the correct answers: nobody but facilitators may know them while polls are open.
pub(crate) fn disguise_keys(step: &mut Step) {
    let Command::Poll(poll::Command::Open { draft, .. }) = &mut step.command else { return };
    if let Some(key) = &mut draft.key {
        key.correct = [1].into();
        key.explanation.push_str("secret");
    }
}

/// Changes what others do and `person` must never learn of: their answers.
pub(crate) fn disguise(step: &mut Step, person: PersonId) {
    if step.actor == Actor::Person(person) {
        return;
    }
    if let Command::Poll(poll::Command::Answer { answer, .. }) = &mut step.command {
        disguise_answer(answer);
    }
}

/// Another answer of the same form; different answers stay different.
fn disguise_answer(answer: &mut poll::Answer) {
    match answer {
        poll::Answer::Pass => {}
        poll::Answer::Chosen(chosen) => *chosen = chosen.iter().map(|option| 1 - option).collect(),
        poll::Answer::Marks(marks) => marks.reverse(),
        poll::Answer::Points(points) => points.reverse(),
    }
}
