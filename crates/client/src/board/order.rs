//! The order in which a board is read, and where the next note has room: frames from left to right, in each its notes
//! row by row, then what lies in no frame, then the drawings.

use room::{
    ItemId,
    board::{Board, Item, Kind, New, Size, Spot},
};
use sketch::{Area, UNIT, around_words, letters, lines};

use super::{
    geometry::{TITLE, spot},
    scene::in_order,
};

/// Below everything there is at least so much room from side to side.
const WIDE: f64 = 600.0;
/// The space between notes that are put up by themselves, and to the edge of their frame.
const GAP: f64 = 20.0;

/// Things that are read together: notes, texts and shapes with words.
pub(super) type Section = sketch::Section<ItemId>;

/// The board as it is read. What lies in no frame comes last, if there is anything or if there are no frames.
pub(super) fn sections(board: &Board) -> Vec<Section> {
    let frames: Vec<_> = of_kind(board, is_frame).collect();
    let items: Vec<_> = of_kind(board, is_read).collect();
    let mut all = sketch::sections(&frames, &items);
    if all.is_empty() {
        all.push(Section { frame: None, items: vec![] });
    }
    all
}

/// What is read as words: not the frames, whose title stands above what lies in them.
pub(super) fn is_read(kind: &Kind) -> bool {
    match kind {
        Kind::Note { .. } | Kind::Text { .. } | Kind::Image { .. } => true,
        Kind::Shape { text, .. } => !text.is_empty(),
        Kind::Ink { .. } | Kind::Frame { .. } | Kind::Line { .. } => false,
    }
}

fn is_frame(kind: &Kind) -> bool {
    matches!(kind, Kind::Frame { .. })
}

fn is_paper(kind: &Kind) -> bool {
    kind.takes_dots() || matches!(kind, Kind::Shape { .. })
}

fn of_kind(board: &Board, is: fn(&Kind) -> bool) -> impl Iterator<Item = (ItemId, &Item)> {
    board.items.iter().filter(move |(_, item)| is(&item.kind)).map(|(id, item)| (*id, item))
}

/// Everything from back to front.
pub(super) fn stack(board: &Board) -> Vec<ItemId> {
    let mut places = board.items.iter().map(|(id, item)| (false, item.order, *id));
    in_order(&mut places).into_iter().map(|(.., id)| id).collect()
}

/// Everything in the order in which the keyboard goes through it.
pub(super) fn stops(board: &Board) -> Vec<ItemId> {
    let read = sections(board).into_iter().flat_map(|section| section.frame.into_iter().chain(section.items));
    let drawn = of_kind(board, |kind| !is_frame(kind) && !is_read(kind)).map(|(id, _)| id);
    read.chain(drawn).collect()
}

/// Where a note of this size has room in `frame`; in a full one it overlaps the fewest.
pub(super) fn room_in(board: &Board, frame: ItemId, size: Size) -> Option<Spot> {
    Some(room_within(board, inside(board.items.get(&frame)?), size))
}

/// What a frame has room for notes in.
pub(super) fn inside(frame: &Item) -> Area {
    let frame = Area::of(frame);
    Area { x: frame.x + GAP, y: frame.y + TITLE, w: frame.w - GAP * 2.0, h: frame.h - TITLE - GAP }
}

/// Where a note of this size has room below everything.
pub(super) fn room_below(board: &Board, size: Size) -> Spot {
    let Some(all) = board.items.values().map(Area::of).reduce(Area::and) else { return Spot::default() };
    let (y, h) = (all.y + all.h + GAP * 2.0, f64::from(size.h) / UNIT);
    room_within(board, Area { y, h, w: all.w.max(WIDE), ..all }, size)
}

/// How many things of a length stand side by side in a space.
fn fit(space: f64, of: f64) -> usize {
    (((space + GAP) / (of + GAP)).floor() as usize).max(1)
}

/// The places for things of one size in an area: `columns` in each row, and rows without end.
fn places(area: Area, thing: Area, columns: usize) -> impl Iterator<Item = Area> {
    (0..).map(move |n: usize| {
        let (column, row) = ((n % columns) as f64, (n / columns) as f64);
        thing.moved(area.x + column * (thing.w + GAP), area.y + row * (thing.h + GAP))
    })
}

/// What so many notes of this size cover nothing with: all in `area` if they fit there, or below everything.
pub(super) fn rooms(board: &Board, area: Area, size: Size, count: usize) -> Vec<Spot> {
    let note = Area::new(Spot::default(), size);
    let taken: Vec<_> = of_kind(board, |kind| !is_frame(kind)).map(|(_, item)| Area::of(item)).collect();
    let free = |place: &Area| !taken.iter().any(|one| one.meets(*place));
    let columns = fit(area.w, note.w);
    let inside = places(area, note, columns).take(columns * fit(area.h, note.h));
    let mut found: Vec<_> = inside.filter(free).take(count).collect();
    if found.len() < count {
        let below = board.items.values().map(Area::of).reduce(Area::and).unwrap_or(area);
        let below = Area { y: below.y + below.h + GAP * 2.0, w: below.w.max(WIDE), ..below };
        found = places(below, note, fit(below.w, note.w)).take(count).collect();
    }
    found.into_iter().map(|place| spot((place.x, place.y))).collect()
}

/// How far in front something lies that is to be put up: behind all that lies within it.
pub(super) fn behind_what_it_holds(board: &Board, new: &New) -> i64 {
    let around = Area::new(new.at, new.size);
    let drawn = matches!(new.kind, Kind::Shape { .. });
    let inside = board.items.values().filter(|item| drawn && around.encloses(Area::of(item)));
    inside.map(|item| item.order.saturating_sub(1)).min().unwrap_or(new.order)
}

/// Where a note of this size has room within an area: in its rows and columns, or else wherever it covers nothing, or else
/// where it covers least.
pub(super) fn room_within(board: &Board, area: Area, size: Size) -> Spot {
    /// So many notes are seen that lie in the same place.
    const ASIDES: i32 = 12;
    let note = Area::new(Spot::default(), size);
    let around = Area { w: area.w.max(note.w), h: area.h.max(note.h), ..area };
    let papers = of_kind(board, is_paper).map(|(_, item)| lying(item));
    let taken: Vec<_> = papers.filter(|paper| paper.meets(around)).collect();
    let columns = fit(area.w, note.w);
    let free = |place: &Area| !taken.iter().any(|one| one.meets(*place));
    let covered = |place: &Area| taken.iter().map(|one| shared(*one, *place)).sum::<f64>();
    let mut in_rows = places(area, note, columns).take(columns * fit(area.h, note.h));
    let best = in_rows.find(free).unwrap_or_else(|| {
        let first = note.moved(area.x, area.y);
        let mut least = (first, covered(&first));
        for place in anywhere(area, note) {
            if least.1 <= 0.0 {
                break;
            }
            let covers = covered(&place);
            if covers < least.1 {
                least = (place, covers);
            }
        }
        least.0
    });
    // On top of others it is put a little aside, so that all can be seen.
    let mut asides = (0..=ASIDES).map(|n| f64::from(n) * 8.0);
    let there = |aside: &f64| taken.iter().any(|one| (one.x, one.y) == (best.x + aside, best.y + aside));
    let aside = asides.find(|aside| !there(aside)).unwrap_or(f64::from(ASIDES) * 8.0);
    spot((best.x + aside, best.y + aside))
}

/// Places for a thing all over an area, a step apart; in a large one the steps are larger.
fn anywhere(area: Area, thing: Area) -> impl Iterator<Item = Area> {
    const STEPS: f64 = 30.0;
    let (wide, high) = ((area.w - thing.w).max(0.0), (area.h - thing.h).max(0.0));
    let (right, below) = ((wide / STEPS).max(GAP), (high / STEPS).max(GAP));
    let (across, down) = ((wide / right) as usize, (high / below) as usize);
    (0..=down).flat_map(move |row| {
        (0..=across)
            .map(move |column| thing.moved(area.x + column as f64 * right, area.y + row as f64 * below))
    })
}

/// How much two areas have in common.
fn shared(a: Area, b: Area) -> f64 {
    let along = |a: f64, w: f64, b: f64, v: f64| ((a + w).min(b + v) - a.max(b)).max(0.0);
    along(a.x, a.w, b.x, b.w) * along(a.y, a.h, b.y, b.h)
}

/// What a thing covers with all of its words, as far as that is known without a canvas.
fn lying(item: &Item) -> Area {
    /// The width of a letter in heights of a line, about.
    const LETTER: f64 = 0.4;
    let area = Area::of(item);
    let Some(text) = item.kind.text().filter(|text| !text.is_empty()) else { return area };
    let wide = letters(&item.kind).line * LETTER;
    let (room, height) = around_words(&item.kind, area.w);
    let lines = lines(text, room, &mut |word| word.chars().count() as f64 * wide);
    Area { h: height(lines.len()).max(area.h), ..area }
}

#[cfg(test)]
mod tests {
    use super::super::doing::NOTE;
    use super::*;

    fn add(board: &mut Board, id: u32, kind: Kind, x: f64, y: f64, w: f64, h: f64) -> ItemId {
        let size = Size { w: (w * UNIT) as i32, h: (h * UNIT) as i32 };
        let at = spot((x, y));
        let new = New { kind, at, size, color: 0, order: 0, stroke: None };
        board.items.insert(ItemId(id), Item::new(&new, None, false));
        ItemId(id)
    }

    fn note(board: &mut Board, id: u32, x: f64, y: f64) -> ItemId {
        add(board, id, Kind::Note { text: String::new() }, x, y, 148.0, 112.0)
    }

    fn two_frames() -> Board {
        let mut board = Board::default();
        for (id, x) in [(2, 440.0), (1, 20.0)] {
            add(&mut board, id, Kind::Frame { title: String::new() }, x, 20.0, 400.0, 360.0);
        }
        board
    }

    #[test]
    fn frames_are_read_from_left_to_right_and_their_notes_row_by_row() {
        let mut board = two_frames();
        note(&mut board, 13, 40.0, 200.0);
        note(&mut board, 12, 220.0, 78.0);
        note(&mut board, 11, 50.0, 90.0);
        note(&mut board, 14, 460.0, 90.0);
        note(&mut board, 15, 100.0, 900.0);
        let read: Vec<_> = sections(&board)
            .into_iter()
            .map(|s| (s.frame.map(|f| f.0), s.items.iter().map(|i| i.0).collect::<Vec<_>>()))
            .collect();
        let expected = [(Some(1), vec![11, 12, 13]), (Some(2), vec![14]), (None, vec![15])];
        assert_eq!(read, expected);
        assert_eq!(stops(&board).iter().map(|i| i.0).collect::<Vec<_>>(), [1, 11, 12, 13, 2, 14, 15]);
    }

    #[test]
    fn a_board_without_frames_is_one_section() {
        let mut board = Board::default();
        assert_eq!(sections(&board), [Section { frame: None, items: vec![] }]);
        let one = note(&mut board, 1, 0.0, 0.0);
        assert_eq!(sections(&board), [Section { frame: None, items: vec![one] }]);
    }

    #[test]
    fn notes_that_are_put_up_by_themselves_do_not_cover_each_other() {
        let mut board = two_frames();
        for id in 10..14 {
            let at = room_in(&board, ItemId(1), NOTE).expect("the frame is there");
            let place = Area::new(at, NOTE);
            assert!(Area::of(&board.items[&ItemId(1)]).holds((place.x + place.w, place.y + place.h)));
            let meets = |item: &Item| !matches!(item.kind, Kind::Frame { .. }) && Area::of(item).meets(place);
            assert!(!board.items.values().any(meets), "note {id}");
            note(&mut board, id, place.x, place.y);
        }
        let fifth = room_in(&board, ItemId(1), NOTE).expect("the frame is there");
        assert!(board.items.values().all(|item| item.at != fifth), "on top of one, but not exactly");
    }

    #[test]
    fn in_a_full_frame_no_two_notes_lie_in_the_same_place() {
        let mut board = Board::default();
        let frame = add(&mut board, 1, Kind::Frame { title: "One".into() }, 0.0, 0.0, 200.0, 200.0);
        for id in 2..12 {
            let at = room_in(&board, frame, NOTE).expect("there is a frame");
            assert!(board.items.values().all(|item| item.at != at), "{at:?}");
            let (x, y) = sketch::pixels(at);
            note(&mut board, id, x, y);
        }
    }

    #[test]
    fn a_note_finds_the_room_between_others_and_below_long_ones() {
        let mut board = two_frames();
        let frame = ItemId(1);
        let inside = board.items.get(&frame).map(inside).expect("it is there");
        // Where people put them, in no rows; and one with more words than its paper is high.
        note(&mut board, 11, inside.x + 37.0, inside.y + 11.0);
        let long = "Say who you are and why you stopped them, before you ask for anything. ".repeat(6);
        let tall = add(&mut board, 12, Kind::Note { text: long }, inside.x + 200.0, inside.y, 148.0, 112.0);
        let spot = room_in(&board, frame, NOTE).expect("there is a frame");
        let placed = Area::new(spot, NOTE);
        for id in [ItemId(11), tall] {
            let other = lying(&board.items[&id]);
            assert!(other.h >= 112.0);
            assert!(!other.meets(placed), "{placed:?} lies on {other:?}");
        }
        assert!(lying(&board.items[&tall]).h > 300.0);
    }

    #[test]
    fn shapes_are_read_if_they_have_words_and_reached_in_any_case() {
        let mut board = two_frames();
        let shape = |text: &str| Kind::Shape { form: room::board::Form::Ellipse, text: text.into() };
        let says = add(&mut board, 11, shape("Car"), 40.0, 80.0, 160.0, 112.0);
        let empty = add(&mut board, 12, shape(""), 40.0, 220.0, 160.0, 112.0);
        assert_eq!(sections(&board)[0].items, [says]);
        assert_eq!(stops(&board).last(), Some(&empty));
    }

    #[test]
    fn many_notes_at_once_cover_nothing_and_each_other_neither() {
        let mut board = two_frames();
        note(&mut board, 11, 40.0, 80.0);
        let frame = inside(&board.items[&ItemId(1)]);
        for count in [2, 50] {
            let spots = rooms(&board, frame, NOTE, count);
            assert_eq!(spots.len(), count);
            let places: Vec<_> = spots.iter().map(|at| Area::new(*at, NOTE)).collect();
            let note = Area::of(&board.items[&ItemId(11)]);
            for (n, place) in places.iter().enumerate() {
                assert!(!place.meets(note) && !places[..n].iter().any(|other| other.meets(*place)));
            }
            assert_eq!(places.iter().all(|place| frame.encloses(*place)), count == 2);
        }
    }

    #[test]
    fn a_shape_drawn_around_notes_lies_behind_them() {
        let mut board = Board::default();
        let inside = note(&mut board, 11, 40.0, 80.0);
        board.items.get_mut(&inside).expect("a note").order = 7;
        let kind = Kind::Shape { form: room::board::Form::Rectangle, text: String::new() };
        let around = New {
            kind,
            at: Spot::default(),
            size: Size { w: 4_000, h: 4_000 },
            color: 0,
            order: 9,
            stroke: None,
        };
        assert_eq!(behind_what_it_holds(&board, &around), 6);
        let beside = New { at: spot((900.0, 0.0)), ..around };
        assert_eq!(behind_what_it_holds(&board, &beside), 9);
    }
}
