//! The steps of random sessions that are about activities: polls and boards.

use crate::{
    groups::History,
    script::{Picks, Step},
};
use room::{
    Actor, BoardId, Command, Digest, ItemId, PersonId, PictureId, PollId, Room, SeatId,
    board::{self, Place},
    lobby,
    poll::{self, Manner, sealed},
    questions,
    roster::{self, Role},
    text::{Author, Edit},
};

/// How some sessions begin: everybody is let in, polls with and without a key and boards are open, and an
/// officer has answered.
pub(crate) fn beginning(officer: PersonId) -> Vec<(Actor, Command)> {
    let options = vec!["Yes".to_owned(), "No".to_owned()];
    let key = Some(poll::Key { correct: [0].into(), explanation: String::new() });
    let kind = poll::Kind::of(Manner::Single, options);
    let yes = poll::Answer::choice(&kind, &[0]);
    let draft = poll::Draft { question: "Ready?".into(), kind, key, ..poll::Draft::default() };
    let unkeyed = poll::Draft { key: None, ..draft.clone() };
    let ask = |draft| poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None };
    let answer = poll::Command::Answer { poll: PollId(1), answer: yes };
    let anonymous = poll::Draft { ask: poll::Ask::Anonymous, by_department: true, ..unkeyed.clone() };
    let mut begin: Vec<_> = (0..4).flat_map(crowd).map(|command| (Actor::House, command)).collect();
    begin.extend([
        (Actor::House, Command::Lobby(lobby::Command::AdmitAll)),
        (Actor::House, Command::Poll(ask(draft))),
        (Actor::House, Command::Poll(ask(unkeyed))),
        (Actor::House, open_board(board::Spread::Room, false)),
        (Actor::House, received()),
        (Actor::House, open_board(board::Spread::Room, true)),
        (Actor::House, open_board(board::Spread::EachGroup, false)),
        (Actor::Person(officer), Command::Poll(answer)),
        (Actor::House, Command::Poll(ask(anonymous))),
        (Actor::House, Command::Poll(poll::Command::Sealed(PollId(0), keyed()))),
    ]);
    let issue = |n| sealed::Command::Issue { person: PersonId(n), drawn: Digest([1; 32]) };
    begin.extend((0..6).map(|n| (Actor::House, Command::Poll(poll::Command::Sealed(PollId(0), issue(n))))));
    begin
}

/// The ids of those in the crowd are not known beforehand: [`aim`] takes this and more for the newest person.
const NEWEST: u32 = 1_000;

/// One more officer who is here, so that anonymous polls have enough of them.
fn crowd(n: u8) -> [Command; 2] {
    let arrive = lobby::Arrival {
        seat: SeatId([100 + n; 16]),
        key: [0; 32],
        account: None,
        role: Role::Officer,
        name: format!("Officer {n}"),
        department: "Riverton PD".into(),
        rank: String::new(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    };
    let connect = roster::Command::Connect { person: PersonId(NEWEST) };
    [Command::Lobby(lobby::Command::Arrive(Box::new(arrive))), Command::Roster(connect)]
}

fn keyed() -> sealed::Command {
    sealed::Command::Key { name: [3; 16], keys: vec![] }
}

/// What the server says about an anonymous poll.
fn about_sealed(picks: &mut Picks) -> sealed::Command {
    match picks.below(8) {
        0 => keyed(),
        1 | 2 => sealed::Command::Count { slips: vec![], whole: picks.coin(), board: Digest([1; 32]) },
        _ => sealed::Command::Issue { person: PersonId(picks.below(6)), drawn: Digest([1; 32]) },
    }
}

/// The server answers for the poll as it is: with as many keys as it needs, and with ballots of those who have drawn.
fn aim_at_sealed(room: &Room, poll: &mut PollId, command: &mut sealed::Command) {
    let polls: Vec<_> =
        room.poll.polls.iter().filter_map(|(id, p)| Some((id, p, p.sealed.as_ref()?))).collect();
    let Some((id, found, sealed)) = (poll.0 as usize).checked_rem(polls.len()).map(|n| polls[n]) else {
        return;
    };
    *poll = *id;
    match command {
        sealed::Command::Key { keys, .. } => *keys = vec![1; sealed::KEY * sealed.groups.len()],
        sealed::Command::Issue { person, .. } => {
            let nth = (person.0 as usize).checked_rem(sealed.eligible.len());
            *person = nth.and_then(|n| sealed.eligible.keys().nth(n)).copied().unwrap_or_default();
        }
        sealed::Command::Count { slips, .. } => {
            let kind = &found.draft.kind;
            let said = |n: usize| match kind.is_words() {
                true => poll::Answer::Words(vec![WORDS[usize::from(n.is_multiple_of(3))].to_owned()]),
                false => poll::Answer::choice(kind, &[usize::from(n.is_multiple_of(3))]),
            };
            let ballots = sealed.issued.keys().enumerate().flat_map(|(n, person)| {
                let slips = poll::slip::write(kind, Some(&said(n)));
                let cells = sealed.cells_of(*person, &found.draft).into_iter().flatten();
                cells.map(|(cell, _)| cell).zip(slips).collect::<Vec<_>>()
            });
            *slips = ballots.collect();
        }
    }
}

/// Other ballots with the same standing: whoever said yes says no.
fn disguise_sealed(command: &mut sealed::Command, me: PersonId) {
    match command {
        sealed::Command::Key { .. } => {}
        sealed::Command::Issue { person, drawn } if *person != me => *drawn = Digest([2; 32]),
        sealed::Command::Issue { .. } => {}
        sealed::Command::Count { slips, .. } => slips.iter_mut().for_each(|(_, slip)| slip.swap(1, 2)),
    }
}

fn open_board(spread: board::Spread, private: bool) -> Command {
    let frames = vec!["Builds trust".into()];
    let policy = board::Policy { edit_others: true, private, ..board::Policy::default() };
    let draft = board::Draft {
        title: "First words".into(),
        frames,
        layout: board::Layout::Quadrants,
        spread,
        policy,
    };
    Command::Board(board::Command::Open { draft, segment: None })
}

/// An officer has sent a picture for the first board.
fn received() -> Command {
    let picture = board::Picture { by: PersonId::default(), board: BoardId::default(), bytes: 9_000 };
    Command::Board(board::Command::Receive(PictureId([7; 16]), picture))
}

/// Something asked of an activity. Its id is a number from 0, see [`aim`].
pub(crate) fn command(picks: &mut Picks) -> Command {
    if picks.coin() { about_polls(picks) } else { about_boards(picks) }
}

fn about_boards(picks: &mut Picks) -> Command {
    use board::Command as Ask;
    let (board, item) = (BoardId(picks.below(4)), ItemId(picks.below(4)));
    let on = picks.coin();
    let pick = board::Pick { item, if_stamp: None };
    let end = board::End { at: board::Spot::default(), on: Some(item) };
    let props = vec![picks.of(&[
        board::Prop::Color(2),
        board::Prop::Text("Said why".into()),
        board::Prop::Locked(on),
        board::Prop::Group(on.then_some(7)),
        board::Prop::Ends(end, board::End::default()),
    ])];
    let change = board::Change { item, props, if_stamp: None };
    Command::Board(match picks.below(23) {
        0 => return open_board(picks.of(&[board::Spread::Room, board::Spread::EachGroup]), picks.coin()),
        1..=5 => Ask::Put { board, items: vec![new(picks)] },
        6 | 7 => Ask::Set { board, changes: vec![change] },
        8 => Ask::Delete { board, items: vec![pick] },
        9 => Ask::Restore { board, items: vec![item] },
        10 => picks.of(&[Ask::Claim { board, item }, Ask::Release { board, item }]),
        11 => picks.of(&[Ask::Clear(board), Ask::Unclear(board)]),
        12 => picks.of(&[
            Ask::Lock(board, on),
            Ask::Close(board, on),
            Ask::Time(board, on.then_some(1)),
            Ask::Allow(board, board::Policy { private: on, ..board::Policy::default() }),
        ]),
        13 | 14 => Ask::OpenVoting(board, terms(picks)),
        15 => Ask::CloseVoting(board),
        16 | 17 => {
            Ask::Type { board, item, author: Author::NOBODY, number: 0, base: 0, edit: Edit::default() }
        }
        18 => Ask::Rule { board, frame: picks.coin().then_some(item), rule: on.then(|| rule(picks)) },
        19 => Ask::Show(board, on.then_some(item)),
        _ => Ask::Vote { board, item, on: picks.below(4) > 0 },
    })
}

fn rule(picks: &mut Picks) -> board::Rule {
    let named = (0..picks.below(3)).map(PersonId).collect();
    board::Rule {
        write: picks.of(&[board::Write::Named, board::Write::Facilitators, board::Write::Nobody]),
        named,
    }
}

fn terms(picks: &mut Picks) -> board::Terms {
    board::Terms { budget: 2, per_frame: picks.coin(), others_only: picks.coin() }
}

fn new(picks: &mut Picks) -> board::New {
    let points = vec![3, 4, 5, 6];
    let end = board::End { at: board::Spot::default(), on: Some(ItemId(picks.below(4))) };
    let kind = picks.of(&[
        board::Kind::Note { text: "Good evening".into() },
        board::Kind::Note { text: "Hand on holster".into() },
        board::Kind::Ink { points, width: 24, highlighter: false, pressures: vec![] },
        board::Kind::Shape { form: board::Form::Ellipse, text: "Car".into() },
        board::Kind::Line { from: end, to: board::End::default(), head: true },
        board::Kind::Image { picture: PictureId::default(), alt: "A crossing".into() },
    ]);
    let (at, size) = (board::Spot::default(), board::Size::default());
    board::New { kind, at, size, color: 0, order: 0, stroke: None }
}

fn about_polls(picks: &mut Picks) -> Command {
    let poll = PollId(picks.below(3));
    Command::Poll(match picks.below(23) {
        0 | 1 => poll::Command::Open {
            draft: Box::new(draft(picks)),
            segment: None,
            again_of: picks.of(&[None, None, Some(poll)]),
        },
        2 | 3 => poll::Command::Close(poll),
        4 => poll::Command::Show(poll, picks.below(3) > 0),
        5..=7 => poll::Command::Reopen(poll),
        22 => {
            let word = picks.of(&WORDS).to_owned();
            poll::Command::Word { poll, word, shown: picks.coin() }
        }
        8 => picks.of(&[poll::Command::Extend { poll, seconds: 10 }, poll::Command::Remove(poll)]),
        9..=14 => poll::Command::Sealed(poll, about_sealed(picks)),
        _ => poll::Command::Answer { poll, answer: answer(picks) },
    })
}

/// What people write.
const WORDS: [&str; 2] = ["Say why", "Hear them"];

fn draft(picks: &mut Picks) -> poll::Draft {
    let options = vec!["Yes".to_owned(), "No".to_owned()];
    let manner = picks.of(&[
        Manner::Single,
        Manner::Single,
        Manner::Multiple,
        Manner::Agreement,
        Manner::Points,
        Manner::Ranking,
        Manner::Grid,
        Manner::Text,
        Manner::Text,
    ]);
    let kind = poll::Kind::of(manner, options);
    let key = poll::Key { correct: [0].into(), explanation: "Voice first.".into() };
    let takes_key = matches!(manner, Manner::Single | Manner::Multiple);
    let key = Some(key).filter(|_| picks.coin() && takes_key);
    let anonymous = matches!(manner, Manner::Single | Manner::Text) && picks.below(3) == 0;
    poll::Draft {
        ask: if anonymous { poll::Ask::Anonymous } else { poll::Ask::Named },
        by_department: picks.coin(),
        question: "Where are we starting?".into(),
        kind,
        hidden_until_closed: picks.below(3) > 0,
        seconds: picks.of(&[None, Some(20)]),
        guests: picks.coin(),
        check: picks.coin() && key.is_some() && !anonymous,
        key,
        ..poll::Draft::default()
    }
}

fn answer(picks: &mut Picks) -> poll::Answer {
    picks.of(&[
        poll::Answer::Numbers(vec![1, 0]),
        poll::Answer::Numbers(vec![1, 0]),
        poll::Answer::Numbers(vec![0, 1]),
        poll::Answer::Numbers(vec![5, 0]),
        poll::Answer::Numbers(vec![1, 2]),
        poll::Answer::Numbers(vec![11, 55]),
        poll::Answer::Words(vec![WORDS[0].to_owned()]),
        poll::Answer::Words(vec![WORDS[1].to_owned()]),
        poll::Answer::Pass,
    ])
}

/// A script says "the second poll" or question; the room knows which one that is, since ids cannot be guessed.
pub(crate) fn aim(room: &Room, actor: Actor, command: &Command) -> Command {
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
            | poll::Command::Word { poll, .. }
            | poll::Command::Close(poll)
            | poll::Command::Show(poll, _)
            | poll::Command::Reopen(poll)
            | poll::Command::Remove(poll),
        ) => aim(poll),
        Command::Poll(poll::Command::Sealed(poll, asked)) => aim_at_sealed(room, poll, asked),
        Command::Roster(roster::Command::Connect { person }) if person.0 >= NEWEST => {
            *person = room.roster.people.last_key_value().map(|(id, _)| *id).unwrap_or_default();
        }
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
        Command::Board(asked) => aim_at_board(room, actor, asked),
        _ => {}
    }
    command
}

fn aim_at_board(room: &Room, actor: Actor, asked: &mut board::Command) {
    if let board::Command::Receive(_, picture) = asked {
        picture.board = room.board.boards.keys().next().copied().unwrap_or_default();
        let mut officers = room.roster.people.iter().filter(|(_, person)| person.role == Role::Officer);
        picture.by = officers.next_back().map(|(id, _)| *id).unwrap_or_default();
        return;
    }
    let Some(nth) = asked.board() else { return };
    let boards: Vec<_> = room.board.boards.iter().collect();
    let Some((id, found)) = (nth.0 as usize).checked_rem(boards.len()).map(|n| boards[n]) else { return };
    let items: Vec<_> = found.items.keys().chain(found.gone.keys()).copied().collect();
    let aim = |item: &mut ItemId| {
        if let Some(n) = (item.0 as usize).checked_rem(items.len()) {
            *item = items[n];
        }
    };
    match asked {
        board::Command::Open { .. } | board::Command::Receive(..) => {}
        board::Command::Put { board, items } => {
            *board = *id;
            for new in items {
                if let board::Kind::Image { picture, .. } = &mut new.kind {
                    *picture = room.board.pictures.keys().next().copied().unwrap_or_default();
                }
                if let board::Kind::Line { from, .. } = &mut new.kind {
                    from.on.iter_mut().for_each(aim);
                }
            }
        }
        board::Command::Set { board, changes } => {
            *board = *id;
            for change in changes {
                aim(&mut change.item);
                for prop in &mut change.props {
                    if let board::Prop::Ends(from, _) = prop {
                        from.on.iter_mut().for_each(aim);
                    }
                }
            }
        }
        board::Command::Delete { board, items } => {
            *board = *id;
            items.iter_mut().for_each(|pick| aim(&mut pick.item));
        }
        board::Command::Restore { board, items } => {
            *board = *id;
            items.iter_mut().for_each(aim);
        }
        board::Command::Claim { board, item }
        | board::Command::Release { board, item }
        | board::Command::Vote { board, item, .. } => {
            *board = *id;
            aim(item);
        }
        board::Command::Type { board, item, author, number, base, edit } => {
            *board = *id;
            aim(item);
            if let Actor::Person(person) = actor {
                *author = Author::of(person, 7);
            }
            let paper = found.paper(*item);
            (*base, *number) = (paper.revision(), paper.revision() + 1);
            *edit = types(paper.text(), "ab");
        }
        board::Command::Allow(board, _)
        | board::Command::Lock(board, _)
        | board::Command::Clear(board)
        | board::Command::Unclear(board)
        | board::Command::Close(board, _)
        | board::Command::Time(board, _)
        | board::Command::OpenVoting(board, _)
        | board::Command::CloseVoting(board) => *board = *id,
        board::Command::Rule { board, frame, .. } | board::Command::Show(board, frame) => {
            *board = *id;
            frame.iter_mut().for_each(aim);
        }
    }
}

/// Writes on, or takes something away where there is much.
fn types(text: &str, words: &str) -> Edit {
    let new = if text.len() > 12 { text.chars().skip(3).collect() } else { text.to_owned() + words };
    Edit::between(text, &new, None)
}

/// Changes what is written on the boards of groups that `person` is never in, and what others write in a private round.
/// Whose board it is and what is private there shows only once the command has been aimed.
pub(crate) fn disguise_aimed(
    room: &Room,
    actor: Actor,
    command: &mut Command,
    person: PersonId,
    ever: &History,
) {
    if let Command::Poll(poll::Command::Sealed(_, asked)) = command {
        disguise_sealed(asked, person);
    }
    let Command::Board(asked) = command else { return };
    let Some(board) = asked.board().and_then(|id| room.board.boards.get(&id)) else { return };
    let elsewhere = matches!(board.access.place, Place::Group(group) if !ever.ever_in(person, group));
    // What the house puts up belongs to nobody and is for everybody.
    let of_another = matches!(actor, Actor::Person(other) if other != person);
    let secret = |item: &ItemId| {
        let item = board.items.get(item);
        elsewhere || item.is_some_and(|item| item.hidden && item.owner != Some(person))
    };
    match asked {
        board::Command::Put { items, .. } if elsewhere || (of_another && board.access.policy.private) => {
            items.iter_mut().for_each(|new| new.at.x = 999);
        }
        board::Command::Set { changes, .. } => {
            for change in changes.iter_mut().filter(|change| secret(&change.item)) {
                for prop in &mut change.props {
                    if let board::Prop::Text(text) = prop {
                        text.push_str(" secret");
                    }
                }
            }
        }
        board::Command::Type { item, edit, .. } if secret(item) => {
            *edit = types(board.paper(*item).text(), "secret");
        }
        _ => {}
    }
}

/// Whether a step stays in a script about secrets: what is shown to the room is none. With `stays_open`
/// polls never close either, so that their keys are secret too.
pub(crate) fn keeps_quiet(step: &mut Step, stays_open: bool) -> bool {
    match &mut step.command {
        Command::Poll(poll::Command::Show(..)) => false,
        // What is private stays so.
        Command::Board(board::Command::Allow(_, policy)) => policy.private,
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
        poll::Answer::Numbers(numbers) => numbers.reverse(),
        poll::Answer::Words(words) => {
            for word in words {
                let other = usize::from(*word == WORDS[0]);
                WORDS[other].clone_into(word);
            }
        }
    }
}
