//! What people of a small world ask for: a little of every feature that is not the same for everybody.

use rand::{RngExt as _, rngs::StdRng};
use room::{
    Command, GroupId, LineId, PersonId, PollId, Room,
    board::{self, Spread},
    breakout::{self, Rule},
    chat::{self, Audience},
    hand, lobby, poll,
    roster::{self, Role},
};

/// How every other history begins: groups are at work, boards and a poll are open.
pub(crate) fn at_work() -> [Command; 6] {
    [
        Command::Lobby(lobby::Command::AdmitAll),
        Command::Breakout(breakout::Command::Mix { rule: Rule::Count(2), seed: 1 }),
        Command::Breakout(breakout::Command::Start { minutes: 1, countdown_s: 0 }),
        open_board(Spread::Room),
        open_board(Spread::EachGroup),
        open_poll(),
    ]
}

/// Something that one person asks for, in a room that looks like this to them.
pub(crate) fn any(chance: &mut StdRng, room: &Room) -> Command {
    match chance.random_range(0..50) {
        0..=6 => say(Audience::Everyone),
        7..=8 => say(Audience::Facilitators),
        9..=10 => say(Audience::Group(group(chance, room))),
        11..=12 => Command::Chat(chat::Command::Delete(LineId(chance.random_range(0..80)))),
        13..=16 => about_hands(chance, room),
        17..=21 => about_people(chance, room),
        22..=30 => about_boards(chance, room),
        31..=39 => about_groups(chance, room),
        40..=44 => about_polls(chance, room),
        45..=46 => Command::Roster(roster::Command::Remove { person: person(chance, room) }),
        47..=48 => Command::Pause(chance.random_bool(0.3)),
        _ => Command::End,
    }
}

fn say(audience: Audience) -> Command {
    Command::Chat(chat::Command::Say { audience, text: "Good evening".into(), reply_to: None })
}

/// One of them, or something that does not exist.
fn one_of<T>(chance: &mut StdRng, all: impl Iterator<Item = T>, none: T) -> T {
    let mut all: Vec<_> = all.collect();
    if all.is_empty() { none } else { all.swap_remove(chance.random_range(0..all.len())) }
}

fn person(chance: &mut StdRng, room: &Room) -> PersonId {
    one_of(chance, room.roster.people.keys().copied(), PersonId(0))
}

fn about_hands(chance: &mut StdRng, room: &Room) -> Command {
    Command::Hand(match chance.random_range(0..3) {
        0 => hand::Command::Raise,
        1 => hand::Command::Lower,
        _ => hand::Command::Invite(person(chance, room)),
    })
}

fn about_people(chance: &mut StdRng, room: &Room) -> Command {
    let person = person(chance, room);
    match chance.random_range(0..7) {
        0 => Command::Lobby(lobby::Command::Admit(person)),
        1 => Command::Lobby(lobby::Command::TurnAway(person)),
        2 => Command::Lobby(lobby::Command::AdmitAll),
        3 => Command::Roster(roster::Command::Rename { person, name: "New Name".into() }),
        4 => Command::Roster(roster::Command::CallOut),
        5 => Command::Roster(roster::Command::Appoint { person, role: Role::Facilitator }),
        _ => Command::Roster(roster::Command::Appoint { person, role: Role::Officer }),
    }
}

fn group(chance: &mut StdRng, room: &Room) -> GroupId {
    let groups = room.breakout.round.iter().flat_map(|round| round.groups.keys().copied());
    one_of(chance, groups, GroupId(0))
}

fn about_groups(chance: &mut StdRng, room: &Room) -> Command {
    use breakout::Command as Ask;
    let group = group(chance, room);
    Command::Breakout(match chance.random_range(0..10) {
        0 => Ask::Mix { rule: Rule::Count(2), seed: chance.random_range(0..9) },
        1 => Ask::Start { minutes: 1, countdown_s: 0 },
        2..=3 => Ask::Move { person: person(chance, room), to: chance.random_bool(0.7).then_some(group) },
        4..=5 => Ask::DropIn(group),
        6 => Ask::DropOut,
        7 => Ask::Help { reason: "We are stuck".into() },
        8 => Ask::Tell("Pick a reporter".into()),
        _ => Ask::Return { seconds: 0 },
    })
}

fn open_board(spread: Spread) -> Command {
    let policy = board::Policy { edit_others: true, ..board::Policy::default() };
    let draft = board::Draft {
        title: "First words".into(),
        frames: vec![],
        layout: board::Layout::Plan,
        spread,
        policy,
    };
    Command::Board(board::Command::Open { draft, segment: None })
}

fn about_boards(chance: &mut StdRng, room: &Room) -> Command {
    use board::Command as Ask;
    let boards = room.board.boards.iter();
    let Some((board, items)) = one_of(chance, boards.map(|(id, board)| Some((*id, &board.items))), None)
    else {
        return open_board(Spread::Room);
    };
    let Some(item) = one_of(chance, items.keys().map(|item| Some(*item)), None) else {
        return Command::Board(Ask::Put { board, items: vec![note()] });
    };
    let change = board::Change { item, props: vec![board::Prop::Text("Said why".into())], if_stamp: None };
    Command::Board(match chance.random_range(0..10) {
        0..=2 => Ask::Put { board, items: vec![note()] },
        3..=5 => Ask::Set { board, changes: vec![change] },
        6 => Ask::Delete { board, items: vec![board::Pick { item, if_stamp: None }] },
        7 => Ask::Clear(board),
        8 => Ask::Unclear(board),
        _ => Ask::Lock(board, chance.random_bool(0.3)),
    })
}

fn note() -> board::New {
    let kind = board::Kind::Note { text: "Good evening".into() };
    let (at, size) = (board::Spot::default(), board::Size::default());
    board::New { kind, at, size, color: 0, order: 0, stroke: None }
}

fn open_poll() -> Command {
    let kind = poll::Kind::of(poll::Manner::Single, vec!["Yes".into(), "No".into()]);
    let key = Some(poll::Key { correct: [0].into(), explanation: String::new() });
    let draft = poll::Draft { question: "Ready?".into(), kind, key, ..poll::Draft::default() };
    Command::Poll(poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None })
}

fn about_polls(chance: &mut StdRng, room: &Room) -> Command {
    use poll::Command as Ask;
    let poll = one_of(chance, room.poll.polls.keys().copied(), PollId(0));
    let answer = poll::Answer::Numbers(if chance.random_bool(0.5) { vec![1, 0] } else { vec![0, 1] });
    Command::Poll(match chance.random_range(0..10) {
        0 => return open_poll(),
        1 => Ask::Close(poll),
        2 => Ask::Show(poll, chance.random_bool(0.7)),
        3 => Ask::Reopen(poll),
        _ => Ask::Answer { poll, answer },
    })
}
