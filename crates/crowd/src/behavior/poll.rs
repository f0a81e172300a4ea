//! Answering what is asked: most do soon, a few change their mind, one in twenty never does.

use rand::{RngExt as _, rngs::StdRng};
use room::{
    Command, PersonId, Room,
    poll::{self, Answer, Kind, POINTS, Status},
};

/// The answer this officer gives now, if a poll waits for one.
pub(crate) fn answer(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    let open =
        |p: &poll::Poll| p.status == Status::Open && !p.draft.is_anonymous() && !p.answers.contains_key(&me);
    let (id, waiting) = room.poll.polls.iter().find(|(_, p)| open(p))?;
    let answer = choose(&waiting.draft.kind, chance)?;
    Some(Command::Poll(poll::Command::Answer { poll: *id, answer }))
}

/// The answer this officer keeps ready for an anonymous poll, if they have made up their mind.
pub(crate) fn in_private(kind: &Kind, chance: &mut StdRng) -> Option<Answer> {
    if chance.random_bool(0.2) { choose(kind, chance) } else { None }
}

fn choose(kind: &Kind, chance: &mut StdRng) -> Option<Answer> {
    match kind {
        Kind::Single { options } => Some(Answer::Chosen([index(options.len(), chance)?].into())),
        Kind::Multiple { options, min, .. } => {
            let first = usize::from(index(options.len(), chance)?);
            let chosen = (0..usize::from(*min)).map(|n| ((first + n) % options.len()) as u8);
            Some(Answer::Chosen(chosen.collect()))
        }
        Kind::Agreement { statements, .. } => {
            Some(Answer::Marks(statements.iter().map(|_| Some(chance.random_range(2..=POINTS))).collect()))
        }
        Kind::Points { options, total } => {
            let favorite = usize::from(index(options.len(), chance)?);
            let second = (favorite + 1) % options.len();
            let mut points = vec![0; options.len()];
            let most = total - total / 3;
            points[favorite] += most;
            points[second] += total - most;
            Some(Answer::Points(points))
        }
    }
}

fn index(len: usize, chance: &mut StdRng) -> Option<u8> {
    (len > 0).then(|| chance.random_range(0..len) as u8)
}
