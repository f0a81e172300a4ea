//! What was said in chat to everyone or to facilitators, and what was asked. Talk inside groups is never kept.

use super::{Product, name};
use academy::{
    export::{sheet, utc},
    records::Class,
};
use room::{Room, chat::Audience};
use serde::{Deserialize, Serialize};

/// Chat and questions in the order they were written.
#[derive(Serialize, Deserialize)]
pub(crate) struct Talk(Vec<Line>);

#[derive(Serialize, Deserialize)]
struct Line {
    /// Milliseconds since 1970 UTC.
    at: i64,
    /// Where it was said.
    place: String,
    /// Who said it; empty where nobody knows.
    name: String,
    text: String,
}

impl Product for Talk {
    const NAME: &str = "chat.json";
    const CLASS: Class = Class::Chat;

    fn of(room: &Room) -> Self {
        let lines = room.chat.lines.values().filter(|line| !line.deleted).filter_map(|line| {
            let place = match line.audience {
                Audience::Everyone => "chat",
                Audience::Facilitators => "to facilitators",
                Audience::Group(_) => return None,
            };
            let (place, name) = (place.to_owned(), name(room, line.author));
            Some(Line { at: line.at.0, place, name, text: line.text.clone() })
        });
        let asked = room.questions.asked.values().filter(|question| !question.text.is_empty());
        let asked = asked.map(|question| Line {
            at: question.at.0,
            place: "question".to_owned(),
            name: question.author.map(|author| name(room, author)).unwrap_or_default(),
            text: question.text.clone(),
        });
        let mut all: Vec<_> = lines.chain(asked).collect();
        all.sort_by_key(|line| line.at);
        Self(all)
    }
}

impl Talk {
    /// One line for each line.
    pub(crate) fn csv(&self) -> String {
        let lines = self.0.iter();
        let cells = |line: &Line| [utc(line.at), line.place.clone(), line.name.clone(), line.text.clone()];
        sheet(["at_utc", "where", "name", "text"], lines.map(cells))
    }
}
