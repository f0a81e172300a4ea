//! What is on the boards, with the dots it got: to be read frame by frame, as a spreadsheet, and as data with every
//! stroke.

use super::{Product, name};
use crate::page::{Page, escaped};
use academy::{export::sheet, records::Class};
use room::{
    ItemId, PictureId, Room,
    board::{self, Item, Kind},
    exercise::Place,
};
use serde::{Deserialize, Serialize};
use sketch::Section;
use std::collections::{BTreeSet, HashMap};
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
    /// By which lines hang on it.
    #[serde(default)]
    id: Option<ItemId>,
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
            id: Some(id),
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
    /// Notes, texts and shapes with words as a page to print.
    pub(crate) fn page(&self, id: Uuid, session: &str) -> Page {
        let boards: String = (1..).zip(&self.0).map(|(number, board)| board.html(id, number)).collect();
        let data = format!(
            "<p class=\"small\"><a href=\"/api/sessions/{id}/boards.csv\" download>Notes and dots, as a spreadsheet</a> · \
             <a href=\"/api/sessions/{id}/boards.json\" download>Every stroke, as data</a></p>\n"
        );
        let body = if boards.is_empty() { "<p>There was no board.</p>\n".to_owned() } else { boards + &data };
        Page { title: "Boards", about: session.to_owned(), body }
    }

    /// A board to be drawn, by its number on the page, from 1.
    pub(crate) fn board<'a>(&'a self, number: usize, session: &str) -> Option<export::Board<'a>> {
        let Board { title, group, things } = self.0.get(number.checked_sub(1)?)?;
        let about = if group.is_empty() { session.to_owned() } else { format!("{session}, {group}") };
        let thing =
            |Thing { id, by, item, dots }: &'a Thing| export::Thing { id: *id, item, by, dots: *dots };
        let (things, pictures) = (things.iter().map(thing).collect(), HashMap::new());
        Some(export::Board { title, about, things, pictures })
    }

    /// The pictures on a board, by its number on the page; on all of them without one.
    pub(crate) fn pictures(&self, number: Option<usize>) -> BTreeSet<PictureId> {
        let boards = (1..).zip(&self.0).filter(|(n, _)| number.is_none_or(|number| *n == number));
        boards.flat_map(|(_, board)| &board.things).filter_map(|thing| thing.item.kind.picture()).collect()
    }

    /// One line for each note, text and shape with words.
    pub(crate) fn csv(&self) -> String {
        let lines = self.0.iter().flat_map(|board| {
            board.sections().into_iter().flat_map(move |Section { frame, items }| {
                items.into_iter().filter_map(move |n| {
                    let thing = &board.things[n];
                    let (text, frame) = (thing.written()?.to_owned(), board.title_of(frame).to_owned());
                    let dots = thing.dots.to_string();
                    Some([board.title.clone(), board.group.clone(), frame, text, thing.by.clone(), dots])
                })
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
    /// Everything but the frames, in the order in which it is read.
    fn sections(&self) -> Vec<Section<usize>> {
        let all = self.things.iter().map(|thing| &thing.item).enumerate();
        let (frames, others): (Vec<_>, Vec<_>) =
            all.partition(|(_, item)| matches!(item.kind, Kind::Frame { .. }));
        sketch::sections(&frames, &others)
    }

    fn title_of(&self, frame: Option<usize>) -> &str {
        frame.and_then(|n| self.things[n].written()).unwrap_or_default()
    }

    fn html(&self, session: Uuid, number: usize) -> String {
        let group =
            if self.group.is_empty() { String::new() } else { format!(" ({})", escaped(&self.group)) };
        let sections = self.sections();
        let framed = sections.iter().any(|section| section.frame.is_some());
        let mut html = format!("<section>\n<h2>{}{group}</h2>\n", escaped(&self.title));
        for Section { frame, items } in sections {
            let outside = frame.is_none() && framed;
            let heading = if outside { "Outside the frames" } else { self.title_of(frame) };
            html.push_str(&list(heading, items.into_iter().map(|n| &self.things[n])));
        }
        let count = |is: fn(&Kind) -> bool| self.things.iter().filter(|thing| is(&thing.item.kind)).count();
        for (words, drawn) in [
            ("Strokes drawn by hand", count(|kind| matches!(kind, Kind::Ink { .. }))),
            ("Arrows and lines", count(|kind| matches!(kind, Kind::Line { .. }))),
            ("Pictures", count(|kind| kind.picture().is_some())),
        ] {
            if drawn > 0 {
                html.push_str(&format!("<p class=\"small\">{words}: {drawn}</p>\n"));
            }
        }
        let way = format!("/api/sessions/{session}/boards/{number}");
        html.push_str(&format!(
            "<p class=\"small\">This board: <a href=\"{way}.pdf\" download>as a PDF to print</a> · \
             <a href=\"{way}.png\" download>as a picture</a> · \
             <a href=\"{way}.svg\" download>as a drawing that stays sharp</a></p>\n</section>\n"
        ));
        html
    }
}

/// What is written among these things; nothing when there are none and no heading either.
fn list<'a>(heading: &str, things: impl Iterator<Item = &'a Thing>) -> String {
    let lines = things.filter_map(|thing| {
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

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::{End, Form, New, Size, Spot};

    fn thing(kind: Kind) -> Thing {
        let size = Size { w: 1_280, h: 896 };
        let new = New { kind, at: Spot::default(), size, color: 0, order: 0, stroke: None };
        Thing { id: None, by: "Dana Kaplan".into(), item: Item::new(&new, None, false), dots: 0 }
    }

    fn boards() -> Boards {
        let shape = |text: &str| thing(Kind::Shape { form: Form::Ellipse, text: text.into() });
        let arrow = thing(Kind::Line { from: End::default(), to: End::default(), head: true });
        let things = vec![shape("Car window"), shape(""), arrow];
        Boards(vec![Board { title: "First words".into(), group: String::new(), things }])
    }

    #[test]
    fn shapes_are_kept_with_their_words_and_lines_are_counted() {
        let boards = boards();
        let page = boards.page(Uuid::nil(), "Fair stops").body;
        assert!(page.contains("<li>Car window") && page.matches("<li>").count() == 1, "{page}");
        assert!(page.contains("Arrows and lines: 1"), "{page}");
        assert_eq!(boards.csv().lines().count(), 2, "a heading and the shape that says something");
        assert!(boards.csv().contains("Car window"));
        let json = serde_json::to_string(&boards).expect("it can be written");
        assert!(json.contains("Ellipse") && json.contains("Line"), "{json}");
    }

    #[test]
    fn what_was_kept_before_things_could_be_hidden_or_locked_is_read() {
        let json = serde_json::to_string(&boards()).expect("it can be written");
        let before = json.replace(r#","hidden":false,"locked":false"#, "");
        assert_ne!(before, json);
        let read: Boards = serde_json::from_str(&before).expect("it can be read");
        assert!(read.0[0].things.iter().all(|thing| !thing.item.hidden && !thing.item.locked));
    }
}
