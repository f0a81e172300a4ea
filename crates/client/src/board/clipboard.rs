//! Duplicating, copying and pasting: within a board, between boards, and words from anywhere as notes.
//!
//! The browser's clipboard takes what was copied in two forms: its words, for every other program, and the things
//! themselves for a board. What is put up again belongs to who pastes it. Lines come after what they hang on, whose ids
//! are known only then.

use room::{
    ItemId,
    board::{Board, Change, Command, End, Item, Kind, New, Prop, Spot},
    limit,
    map::Map,
};
use sketch::{Area, pixels};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, Event};

use super::{
    Items,
    doing::{NOTE, front},
    easel::Easel,
    geometry::spot,
    history::Step,
    images, order,
    pointer::Point,
    standing::Standing,
};
use crate::prelude::*;
use crate::{browser, hex, words};

/// What boards call their things on the clipboard.
const THINGS: &str = "application/x-rollcall-board";
/// The most that is taken from the clipboard: other pages can put anything there.
const MOST_THINGS: usize = 1_000;
const MOST_LETTERS: usize = 2_000_000;
/// Notes that one text becomes at most.
const NOTES: usize = 50;
/// How far from what it was made of something is put up, in pixels at 100 %.
const ASIDE: f64 = 24.0;

/// Things to be put up again, from back to front, with the ids that lines know them by.
type Clip = Vec<(ItemId, New)>;

/// Listens to the browser's clipboard, as long as the view is there.
pub(super) fn listen(easel: Easel) {
    for name in ["copy", "cut", "paste"] {
        let listening = window_event_listener_untyped(name, move |event: Event| {
            let here = document().active_element().is_some_and(|element| element.id() == "board-canvas");
            let data = js_sys::Reflect::get(&event, &"clipboardData".into()).ok();
            let Some(data) = data.and_then(|data| data.dyn_into::<DataTransfer>().ok()).filter(|_| here)
            else {
                return;
            };
            let taken = match name {
                "paste" => paste(easel, &data),
                _ => copy(easel, &data, name == "cut"),
            };
            if taken {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    }
}

/// Copies what is selected; says whether that was anything.
fn copy(easel: Easel, data: &DataTransfer, cut: bool) -> bool {
    let (clip, text) = clip(easel);
    if clip.is_empty() {
        return false;
    }
    _ = data.set_data("text/plain", &text);
    _ = data.set_data(THINGS, &written(&clip));
    if cut {
        easel.delete(easel.selected.get_untracked());
    } else {
        easel.announce([&words::count(clip.len(), "thing", "things"), " copied."].concat());
    }
    true
}

/// What is selected, and its words.
fn clip(easel: Easel) -> (Clip, String) {
    let selected = easel.selected.get_untracked();
    let taken = easel.screen.try_update_value(|screen| {
        let screen = screen.as_mut()?;
        easel.look(|board| {
            let standing = Standing::still(board);
            let mut clip = Clip::new();
            for id in order::stack(board).into_iter().filter(|id| selected.contains(id)) {
                let Some(item) = board.items.get(&id) else { continue };
                let mut kind = item.kind.clone();
                // Elsewhere a line ends where it is seen to end, unless what it hangs on comes along.
                let seen = standing.seen(screen, id, item).kind.ends();
                if let (Kind::Line { from, to, .. }, Some([begins, ends])) = (&mut kind, seen) {
                    (from.at, to.at) = (begins.at, ends.at);
                }
                let (at, size, color, order) = (item.at, item.size, item.color, item.order);
                clip.push((id, New { kind, at, size, color, order, stroke: None }));
            }
            let read = order::stops(board).into_iter().filter(|id| selected.contains(id));
            let words =
                read.filter_map(|id| board.items.get(&id)?.kind.text()).filter(|text| !text.is_empty());
            (clip, words.collect::<Vec<_>>().join("\n"))
        })
    });
    taken.flatten().unwrap_or_default()
}

/// Puts up once more what is selected.
pub(super) fn duplicate(easel: Easel) {
    let (clip, _) = clip(easel);
    if !clip.is_empty() {
        put(easel, clip, (0.0, 0.0));
    }
}

/// Puts up what is on the clipboard; says whether there was anything.
fn paste(easel: Easel, data: &DataTransfer) -> bool {
    if !easel.writes.get_untracked() {
        easel.say_not_yours();
        return true;
    }
    let form = |name| data.get_data(name).ok().filter(|text| !text.is_empty());
    if let Some(clip) = form(THINGS).and_then(|text| read(&text)).filter(|clip| !clip.is_empty()) {
        let (window, area) = (easel.window(), cover(&clip));
        let to = if window.meets(area) { (0.0, 0.0) } else { way(area, window) };
        put(easel, clip, to);
        return true;
    }
    if let Some(picture) = images::among(data) {
        images::put_up(easel, picture);
        return true;
    }
    form("text/plain").is_some_and(|text| paste_words(easel, &text))
}

fn cover(clip: &Clip) -> Area {
    let areas = clip.iter().map(|(_, new)| Area::of(&Item::new(new, None, false)));
    areas.reduce(Area::and).unwrap_or_default()
}

/// The way from the middle of one area to the middle of another.
fn way(from: Area, to: Area) -> Point {
    let (from, to) = (from.middle(), to.middle());
    (to.0 - from.0, to.1 - from.1)
}

/// Puts the things up so far from where they were, and a little further where they would lie on what is the same.
fn put(easel: Easel, clip: Clip, by: Point) {
    let by = easel.look(|board| aside(board, &clip, by)).unwrap_or(by);
    let front = easel.look(front).unwrap_or_default();
    let (ids, all): (Vec<_>, Vec<_>) = clip.into_iter().unzip();
    let renew = |(n, new): (i64, New)| New {
        at: moved(new.at, by),
        order: front.saturating_add(n),
        stroke: Some(easel.next_number()),
        ..new
    };
    let all: Vec<_> = (0..).zip(all).map(renew).collect();
    let (lines, things): (Vec<_>, Vec<_>) =
        ids.into_iter().zip(all).partition(|(_, new)| new.kind.ends().is_some());
    let (before, things): (Vec<_>, Vec<_>) = things.into_iter().unzip();
    let moment = easel.moment();
    let hang = move |after: Vec<Option<ItemId>>| {
        let known = before.into_iter().zip(&after).filter_map(|(before, after)| Some((before, (*after)?)));
        let known: Map<ItemId, ItemId> = known.collect();
        regroup(easel, &known);
        let lines = lines.into_iter().map(|(_, new)| hung(new, &known, by)).collect();
        easel.put_all(
            lines,
            Box::new(move |lines| came(easel, moment, after.into_iter().chain(lines).flatten().collect())),
        );
    };
    easel.put_all(things, Box::new(hang));
}

/// What is put up again of things that go together on this board goes together, too.
fn regroup(easel: Easel, known: &Map<ItemId, ItemId>) {
    let salt = browser::random() as u32;
    let changes = easel.look(|board| {
        let group = |(before, after): (&ItemId, &ItemId)| {
            let group = board.items.get(before)?.group? ^ salt;
            Some(Change { item: *after, props: vec![Prop::Group(Some(group))], if_stamp: None })
        };
        known.iter().filter_map(group).collect::<Vec<_>>()
    });
    let changes = changes.filter(|changes| changes.len() > 1).unwrap_or_default();
    for some in changes.chunks(limit::AT_ONCE) {
        easel.ask(Command::Set { board: easel.id, changes: some.to_vec() }, |_| ());
    }
}

/// So far that the first of the things lies on none that is the same.
fn aside(board: &Board, clip: &Clip, by: Point) -> Point {
    let (mut x, mut y) = by;
    let Some((_, first)) = clip.iter().find(|(_, new)| new.kind.ends().is_none()).or(clip.first()) else {
        return by;
    };
    for _ in 0..NOTES {
        let at = moved(first.at, (x, y));
        if !board.items.values().any(|item| item.at == at) {
            break;
        }
        (x, y) = (x + ASIDE, y + ASIDE);
    }
    (x, y)
}

fn moved(at: Spot, by: Point) -> Spot {
    let (x, y) = pixels(at);
    spot((x + by.0, y + by.1))
}

/// The line with its ends on what came along; an end on anything else hangs free.
fn hung(mut new: New, known: &Map<ItemId, ItemId>, by: Point) -> New {
    if let Kind::Line { from, to, .. } = &mut new.kind {
        let hang =
            |end: End| End { at: moved(end.at, by), on: end.on.and_then(|on| known.get(&on).copied()) };
        (*from, *to) = (hang(*from), hang(*to));
    }
    new
}

/// These were put up together: one step to undo.
fn came(easel: Easel, moment: u64, items: Vec<ItemId>) {
    if items.is_empty() {
        return;
    }
    easel.record_at(moment, items.iter().copied().map(Step::Delete).collect());
    easel.announce([&words::count(items.len(), "thing", "things"), " put up."].concat());
    let areas =
        |board: &Board| items.iter().filter_map(|id| board.items.get(id)).map(Area::of).reduce(Area::and);
    if let Some(area) = easel.look(areas).flatten() {
        easel.show(area);
    }
    easel.selected.set(items.into_iter().collect::<Items>());
    easel.touch(true);
}

/// Puts up a note for each line of a text, where they cover nothing.
fn paste_words(easel: Easel, text: &str) -> bool {
    let (lines, rest) = lines(text);
    if lines.is_empty() {
        return false;
    }
    let area = easel.before_me();
    let spots = easel.look(|board| order::rooms(board, area, NOTE, lines.len())).unwrap_or_default();
    let note = |(at, text): (Spot, String)| easel.new_item(Kind::Note { text }, at);
    let (front, moment) = (easel.look(front).unwrap_or_default(), easel.moment());
    let notes = (0..)
        .zip(spots.into_iter().zip(lines))
        .map(|(n, line)| New { order: front.saturating_add(n), ..note(line) });
    easel.put_all(
        notes.collect(),
        Box::new(move |ids| {
            came(easel, moment, ids.into_iter().flatten().collect());
            if rest > 0 {
                let left = words::count(rest, "more line is", "more lines are");
                easel.toasts.say(format!("{NOTES} notes fit at once. {left} left out."));
            }
        }),
    );
    true
}

/// The lines of a text that say something, each no longer than a note, and how many there are beyond what fits.
fn lines(text: &str) -> (Vec<String>, usize) {
    let mut lines = vec![];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let letters: Vec<char> = line.chars().filter(|letter| !letter.is_control()).collect();
        lines.extend(letters.chunks(limit::NOTE).map(|part| part.iter().collect::<String>()));
    }
    let rest = lines.len().saturating_sub(NOTES);
    lines.truncate(NOTES);
    (lines, rest)
}

/// The things as text.
fn written(clip: &Clip) -> String {
    hex::digits(&protocol::encode(clip))
}

/// What [`written`] wrote; nothing if somebody else did, or if it is more than anybody copies.
fn read(text: &str) -> Option<Clip> {
    if text.len() > MOST_LETTERS {
        return None;
    }
    let bytes = hex::bytes(text)?;
    protocol::decode_any_length(&bytes).ok().filter(|clip: &Clip| clip.len() <= MOST_THINGS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::Size;

    fn note(at: Spot) -> New {
        New { kind: Kind::Note { text: "Hello".into() }, at, size: NOTE, color: 1, order: 3, stroke: None }
    }

    #[test]
    fn each_line_of_a_text_is_a_note() {
        assert_eq!(lines("Name first\r\n\n  then why \n"), (vec!["Name first".into(), "then why".into()], 0));
        assert_eq!(lines(" \n\t\n"), (vec![], 0));
    }

    #[test]
    fn what_does_not_fit_is_counted_and_a_long_line_becomes_several_notes() {
        let (many, rest) = lines(&"a line\n".repeat(NOTES + 7));
        assert_eq!((many.len(), rest), (NOTES, 7));
        let (long, rest) = lines(&"ü".repeat(limit::NOTE + 1));
        assert_eq!(
            (long.iter().map(|part| part.chars().count()).collect::<Vec<_>>(), rest),
            (vec![limit::NOTE, 1], 0)
        );
    }

    #[test]
    fn what_was_copied_is_read_again_and_nothing_else_is() {
        let clip = vec![(ItemId(7), note(Spot { x: -8, y: 800 }))];
        assert_eq!(read(&written(&clip)), Some(clip));
        for other in ["", "0", "zz", "00ff", "Name first"] {
            assert!(read(other).is_none_or(|clip| clip.is_empty()), "{other}");
        }
    }

    #[test]
    fn a_copy_lies_beside_what_it_was_made_of() {
        let mut board = Board::default();
        board.items.insert(ItemId(7), Item::new(&note(Spot::default()), None, false));
        let clip = vec![(ItemId(7), note(Spot::default()))];
        assert_eq!(aside(&board, &clip, (0.0, 0.0)), (ASIDE, ASIDE));
        assert_eq!(aside(&Board::default(), &clip, (0.0, 0.0)), (0.0, 0.0));
    }

    #[test]
    fn a_copied_line_hangs_on_what_was_copied_with_it() {
        let end = |on| End { at: Spot { x: 8, y: 8 }, on: Some(ItemId(on)) };
        let kind = Kind::Line { from: end(7), to: end(8), head: true };
        let line = New { kind, size: Size::default(), ..note(Spot::default()) };
        let ends = hung(line, &[(ItemId(7), ItemId(70))].into(), (1.0, 0.0)).kind.ends().unwrap_or_default();
        let at = Spot { x: 16, y: 8 };
        assert_eq!(ends, [End { at, on: Some(ItemId(70)) }, End { at, on: None }]);
    }
}
