//! What is on the boards, with the dots it got: to be read frame by frame, as a spreadsheet, and as data with every
//! stroke.

use super::{Product, name};
use crate::page::{Page, escaped};
use academy::{export::sheet, records::Class};
use room::{
    ItemId, Room,
    board::{self, Item, Kind},
    exercise::Place,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// All boards.
#[derive(Serialize, Deserialize)]
pub(crate) struct Boards(Vec<Board>);

#[derive(Serialize, Deserialize)]
struct Board {
    title: String,
    /// The group's name; empty for the whole room.
    group: String,
    /// From back to front.
    things: Vec<Thing>,
}

#[derive(Serialize, Deserialize)]
struct Thing {
    /// Who put it up; empty for frames.
    by: String,
    item: Item,
    /// How many dots were on it when the vote closed.
    #[serde(default)]
    dots: u32,
}

impl Product for Boards {
    const NAME: &str = "boards.json";
    const CLASS: Class = Class::Boards;

    fn of(room: &Room) -> Self {
        let thing = |board: &board::Board, id: ItemId, item: &Item| Thing {
            by: item.owner.map(|owner| name(room, owner)).unwrap_or_default(),
            item: item.clone(),
            dots: board.dots_on(id, room.ended.is_some()),
        };
        let board = |board: &board::Board| Board {
            title: board.title.clone(),
            group: match board.access.place {
                Place::Group(group) => {
                    room.breakout.group(group).map(|group| group.name.clone()).unwrap_or_default()
                }
                Place::Room => String::new(),
            },
            // What was never shown to anybody is nobody's to keep.
            things: board
                .stack()
                .into_iter()
                .filter(|(_, item)| !item.hidden)
                .map(|(id, item)| thing(board, id, item))
                .collect(),
        };
        Self(room.board.boards.values().map(board).collect())
    }
}

impl Boards {
    /// Notes and texts as a page to print.
    pub(crate) fn page(&self, id: Uuid, session: &str) -> Page {
        let boards: String = self.0.iter().map(Board::html).collect();
        let data = format!(
            "<p class=\"small\"><a href=\"/api/sessions/{id}/boards.csv\" download>Notes and dots, as a spreadsheet</a> · \
             <a href=\"/api/sessions/{id}/boards.json\" download>Every stroke, as data</a></p>\n"
        );
        let body = if boards.is_empty() { "<p>There was no board.</p>\n".to_owned() } else { boards + &data };
        Page { title: "Boards", about: session.to_owned(), body }
    }

    /// One line for each note and text.
    pub(crate) fn csv(&self) -> String {
        let lines = self.0.iter().flat_map(|board| {
            board.things.iter().filter(|thing| !is_frame(thing)).filter_map(move |thing| {
                let text = thing.written()?.to_owned();
                let frame = board.things.iter().find(|frame| is_frame(frame) && lies_in(thing, frame));
                let frame = frame.and_then(Thing::written).unwrap_or_default().to_owned();
                let dots = thing.dots.to_string();
                Some([board.title.clone(), board.group.clone(), frame, text, thing.by.clone(), dots])
            })
        });
        sheet(["board", "group", "frame", "text", "by", "dots"], lines)
    }
}

impl Thing {
    /// What it says, if it says anything.
    fn written(&self) -> Option<&str> {
        self.item.kind.text().filter(|text| !text.is_empty())
    }
}

impl Board {
    fn html(&self) -> String {
        let group =
            if self.group.is_empty() { String::new() } else { format!(" ({})", escaped(&self.group)) };
        let frames: Vec<_> = self.things.iter().filter(|thing| is_frame(thing)).collect();
        let mut html = format!("<section>\n<h2>{}{group}</h2>\n", escaped(&self.title));
        for frame in &frames {
            let inside = self.things.iter().filter(|thing| lies_in(thing, frame));
            html.push_str(&list(frame.item.kind.text().unwrap_or_default(), inside));
        }
        let outside = self.things.iter().filter(|thing| !frames.iter().any(|frame| lies_in(thing, frame)));
        html.push_str(&list(if frames.is_empty() { "" } else { "Outside the frames" }, outside));
        let drawings = self.things.iter().filter(|thing| matches!(thing.item.kind, Kind::Ink { .. })).count();
        if drawings > 0 {
            html.push_str(&format!("<p class=\"small\">Strokes drawn by hand: {drawings}</p>\n"));
        }
        html.push_str("</section>\n");
        html
    }
}

/// The notes and texts among these things; nothing when there are none and no heading either.
fn list<'a>(heading: &str, things: impl Iterator<Item = &'a Thing>) -> String {
    let written = things.filter(|thing| !is_frame(thing));
    let lines = written.filter_map(|thing| {
        let text = thing.written()?;
        let dots = match thing.dots {
            0 => String::new(),
            1 => " <span class=\"by\">1 dot</span>".to_owned(),
            dots => format!(" <span class=\"by\">{dots} dots</span>"),
        };
        Some(format!("<li>{} <span class=\"by\">{}</span>{dots}</li>\n", escaped(text), escaped(&thing.by)))
    });
    let lines: String = lines.collect();
    let heading = if heading.is_empty() { String::new() } else { format!("<h3>{}</h3>\n", escaped(heading)) };
    if lines.is_empty() { String::new() } else { format!("{heading}<ul>\n{lines}</ul>\n") }
}

fn is_frame(thing: &Thing) -> bool {
    matches!(thing.item.kind, Kind::Frame { .. })
}

/// Whether the middle of a thing lies in a frame.
fn lies_in(thing: &Thing, frame: &Thing) -> bool {
    let (item, frame) = (&thing.item, &frame.item);
    let (x, y) = (item.at.x + item.size.w / 2, item.at.y + item.size.h / 2);
    (frame.at.x..=frame.at.x + frame.size.w).contains(&x)
        && (frame.at.y..=frame.at.y + frame.size.h).contains(&y)
}
