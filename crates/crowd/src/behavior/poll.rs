//! Answering what is asked: most do within some seconds.

use rand::{RngExt as _, rngs::StdRng, seq::SliceRandom as _};
use room::{
    Command, PersonId, Room,
    poll::{self, Answer, Kind, Manner, Spot, Status},
};

/// Looked at once a second, so many in a hundred make up their mind.
const DECIDED: f64 = 0.2;

/// The answer this officer gives now, if a poll waits for one and they have made up their mind.
pub(crate) fn answer(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    let open =
        |p: &poll::Poll| p.status == Status::Open && !p.draft.is_anonymous() && !p.answers.contains_key(&me);
    let mut polls = room.poll.polls.iter().filter(|_| room.paused.is_none());
    let (id, waiting) = polls.find(|(_, p)| open(p))?;
    let answer = chance.random_bool(DECIDED).then(|| choose(&waiting.draft.kind, chance))??;
    Some(Command::Poll(poll::Command::Answer { poll: *id, answer }))
}

/// The answer this officer keeps ready for an anonymous poll, if they have made up their mind.
pub(crate) fn in_private(kind: &Kind, chance: &mut StdRng) -> Option<Answer> {
    chance.random_bool(DECIDED).then(|| choose(kind, chance))?
}

fn choose(kind: &Kind, chance: &mut StdRng) -> Option<Answer> {
    let all = kind.rows.len();
    if kind.is_words() {
        let sayings = if kind.manner == Manner::Text { &TEXTS[..] } else { &WORDS[..] };
        let n = chance.random_range(1..=usize::from(kind.max));
        // The first ones are said more often.
        let said: Vec<_> = (0..n)
            .map(|_| {
                sayings[chance.random_range(0..sayings.len()).min(chance.random_range(0..sayings.len()))]
                    .to_owned()
            })
            .collect();
        return Some(Answer::written(kind, said.iter()));
    }
    let favorite =
        if all > 0 { chance.random_range(0..all).min(chance.random_range(0..all)) } else { return None };
    // Everything in an order of one's own, beginning with the favorite.
    let mut order: Vec<usize> = (0..all).filter(|at| *at != favorite).collect();
    order.shuffle(chance);
    order.insert(0, favorite);
    let mut numbers = vec![0; all];
    match kind.manner {
        Manner::Single | Manner::Multiple => {
            order.iter().take(usize::from(kind.min)).for_each(|at| numbers[*at] = 1);
        }
        Manner::Agreement | Manner::Rating => {
            numbers.iter_mut().for_each(|mark| *mark = chance.random_range(2..=kind.max));
        }
        Manner::Ranking => {
            (1..=kind.max).zip(&order).for_each(|(place, at)| numbers[*at] = place);
        }
        Manner::Points => {
            let most = kind.max - kind.max / 3;
            numbers[favorite] += most;
            numbers[order[1 % all]] += kind.max - most;
        }
        Manner::Grid => numbers.iter_mut().enumerate().for_each(|(at, n)| {
            // People agree a little about where something belongs.
            let near = |home: usize, chance: &mut StdRng| (home % 4) as u16 + chance.random_range(1..=2);
            *n = Spot { across: near(at, chance), up: near(at + 2, chance) }.number();
        }),
        Manner::Cloud | Manner::Text => return None,
    }
    Some(Answer::Numbers(numbers))
}

/// What simulated officers say in a word.
const WORDS: [&str; 10] = [
    "respect",
    "listening",
    "fairness",
    "time",
    "patience",
    "honesty",
    "tone of voice",
    "training",
    "backup",
    "calm",
];
/// What they write.
const TEXTS: [&str; 8] = [
    "Say the reason in the first sentence.",
    "We get no time to listen when calls are waiting.",
    "People remember how it ended.",
    "Ask for their side before deciding.",
    "I would like to know whom to call at the mosque.",
    "My sergeant has to want it too.",
    "Fewer forms after a stop.",
    "Walk the beat once a week.",
];
