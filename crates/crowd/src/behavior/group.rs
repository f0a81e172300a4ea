//! Being in a group: saying who does what, talking among each other, calling for help once in a while.

use super::desk::{Desk, Part};
use crate::texts;
use rand::{RngExt as _, rngs::StdRng, seq::IndexedRandom as _};
use room::{
    Command, GroupId, breakout,
    chat::{self, Audience},
    exercise::Place,
};

/// The first thing said in a group: what one sees to.
pub(super) fn settle_in(desk: &Desk<'_>) -> Option<Command> {
    let group = group_of(desk)?;
    let said = desk
        .room
        .chat
        .lines
        .values()
        .any(|line| line.author == desk.me && line.audience == Audience::Group(group));
    let text = match desk.part() {
        Part::Writes => "I can write for us.",
        Part::KeepsTime => "I'll keep an eye on the time.",
        Part::Reports => "I can report back.",
        Part::Member => return None,
    };
    (!said).then(|| say(desk, group, text)).flatten()
}

/// A line for the group only.
pub(super) fn talk(desk: &Desk<'_>, chance: &mut StdRng) -> Option<Command> {
    say(desk, group_of(desk)?, texts::AMONG_US.choose(chance)?)
}

/// Calls for help once in a while, and takes the call back if nobody was free to come.
pub(super) fn help(desk: &Desk<'_>, chance: &mut StdRng) -> Option<Command> {
    let found = desk.room.breakout.group(group_of(desk)?)?;
    let command = match &found.help {
        Some(help) if help.by == desk.me => {
            chance.random_bool(0.2).then_some(breakout::Command::CancelHelp)?
        }
        Some(_) => return None,
        None => {
            let asks = desk.decides() && chance.random_bool(0.15);
            let reason = asks.then(|| texts::HELP.choose(chance)).flatten()?;
            breakout::Command::Help { reason: (*reason).to_owned() }
        }
    };
    Some(Command::Breakout(command))
}

fn say(desk: &Desk<'_>, group: GroupId, text: &str) -> Option<Command> {
    let open = desk.room.chat.policy == chat::Policy::Open;
    let say = chat::Command::Say { audience: Audience::Group(group), text: text.to_owned(), reply_to: None };
    open.then_some(Command::Chat(say))
}

fn group_of(desk: &Desk<'_>) -> Option<GroupId> {
    match desk.place {
        Place::Group(group) => Some(group),
        Place::Room => None,
    }
}
