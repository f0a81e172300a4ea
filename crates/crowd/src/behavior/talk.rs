//! Talking in the whole room: chat, reactions to what was said, questions to the facilitators.

use crate::texts;
use rand::{RngExt as _, rngs::StdRng, seq::IndexedRandom as _};
use room::{
    Command, PersonId, Room,
    chat::{self, Audience},
    questions,
};

/// A line to everyone, where that is allowed.
pub(super) fn say(room: &Room, chance: &mut StdRng) -> Option<Command> {
    let text = (*texts::LINES.choose(chance)?).to_owned();
    let open = room.chat.policy == chat::Policy::Open;
    open.then_some(Command::Chat(chat::Command::Say { audience: Audience::Everyone, text, reply_to: None }))
}

/// A thumbs up for the latest line of somebody else.
pub(super) fn agree(room: &Room, me: PersonId) -> Option<Command> {
    let (line, _) = room.chat.lines.iter().rev().find(|(_, l)| l.author != me && !l.deleted)?;
    Some(Command::Chat(chat::Command::React { line: *line, reaction: chat::Reaction::ThumbsUp, on: true }))
}

/// Asks a question when there are few, or wants somebody else's answered.
pub(super) fn ask(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    let asked = &room.questions.asked;
    let command = if asked.len() < 6 && chance.random_bool(0.4) {
        questions::Command::Ask { text: (*texts::QUESTIONS.choose(chance)?).to_owned() }
    } else {
        let (question, _) = asked.iter().rfind(|(_, q)| q.author != Some(me))?;
        questions::Command::Upvote { question: *question, on: true }
    };
    Some(Command::Questions(command))
}
