//! What a mouse, a pen or fingers do on the canvas. Moves are gathered and taken in once for each frame.

use protocol::Signal as Fleeting;
use room::{
    ItemId,
    board::{Item, Kind},
};
use sketch::{Area, UNIT};

use super::{
    Items,
    doing::NOTE,
    drawing::{draw, erase, finish_ink, pen},
    easel::{Easel, Tool},
    geometry::{spot, touches},
    ink::Stroke,
    moving::{shift, take_hold, tell_drag},
    order,
    resize::{self, Grip},
    screen::Screen,
    shapes,
    standing::Standing,
};
use crate::browser;
use crate::prelude::*;

/// A press that goes no further than this is a click.
pub(super) const SLOP: f64 = 4.0;
/// Two presses on one item within this time open its text, milliseconds.
const DOUBLE_MS: f64 = 400.0;
/// Others hear of the pointer no more often than this, milliseconds.
const CURSOR_MS: f64 = 100.0;

pub(super) type Point = (f64, f64);

/// Where a pointer was, and how hard a pen was pressed there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Move {
    pub(super) at: Point,
    /// 0 to 255; none where the device does not tell.
    pub(super) pressure: Option<u8>,
}

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Gesture {
    #[default]
    Nothing,
    /// The board is moved under the window.
    Pan,
    /// Two fingers move and zoom: their distance and the point between them.
    Pinch(f64, Point),
    /// Something is held, and not moved so far.
    Press,
    /// What is held is moved.
    Move,
    /// A rectangle is drawn around things.
    Marquee,
    /// A stroke is drawn; its number, and how many of its steps others have heard of.
    Ink(u32, usize),
    /// Strokes are deleted.
    Erase,
    /// Something is put up where the pointer lets go.
    Place,
    /// A shape or a line is drawn.
    Draft,
    /// A handle is held.
    Pull(Grip),
}

/// The pointers on the canvas and what they do.
#[derive(Debug, Default)]
pub(super) struct Hand {
    gesture: Gesture,
    /// Fingers, pens and buttons that are down, in the order they came.
    down: Vec<(i32, Point)>,
    /// Where the first of them was pressed, and where it was last taken in.
    pub(super) pressed: Point,
    last: Point,
    /// Where it has been since the last frame.
    moves: Vec<Move>,
    /// Where the pointer hovers, for others to see.
    hovers: Option<Point>,
    /// When others heard of the cursor last, and of what is drawn or dragged.
    cursor_at: f64,
    told_at: f64,
    /// The last press: when, and on what.
    press: (f64, Option<ItemId>),
    /// What opens if it is let go without being moved.
    opens: Option<ItemId>,
    /// The space bar is held: the pointer moves the board, whatever the tool.
    pub(super) space: bool,
}

/// How a press was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Press {
    pub(super) pointer: i32,
    pub(super) at: Point,
    pub(super) touch: bool,
    /// How hard a pen is pressed, 0 to 255.
    pub(super) pressure: Option<u8>,
    /// The middle button moves the board.
    pub(super) middle: bool,
    /// Shift adds to what is selected.
    pub(super) adds: bool,
}

/// The item that lies in front at a point of the screen. Frames are in the way only of who may move them.
fn hit(easel: Easel, at: Point) -> Option<ItemId> {
    front_at(easel, at, &|id, item| !matches!(item.kind, Kind::Frame { .. }) || easel.changes(id))
}

/// What lies in front at a point of the screen among what is `wanted`.
pub(super) fn front_at(easel: Easel, at: Point, wanted: &dyn Fn(ItemId, &Item) -> bool) -> Option<ItemId> {
    let view = easel.view.get_untracked();
    let point = view.point(at);
    let find = |screen: &mut Option<Screen>| {
        let screen = screen.as_mut()?;
        easel.look(|board| {
            let standing = Standing::still(board);
            let meant = |id: &ItemId| {
                board.items.get(id).is_some_and(|item| {
                    let seen = standing.seen(screen, *id, item);
                    touches(&seen, screen.area(*id, &seen), point, view.scale) && wanted(*id, item)
                })
            };
            order::stack(board).into_iter().rev().find(meant)
        })
    };
    easel.screen.try_update_value(find).flatten().flatten()
}

pub(super) fn press(easel: Easel, press: Press) {
    let fingers = easel.hand.try_update_value(|hand| {
        hand.down.push((press.pointer, press.at));
        hand.down.len()
    });
    match fingers {
        Some(1) => {}
        Some(2) if press.touch => return pinch(easel),
        _ => return,
    }
    let gesture = begin(easel, press);
    easel.hand.update_value(|hand| {
        hand.gesture = gesture;
        hand.pressed = press.at;
        hand.last = press.at;
        hand.moves.clear();
    });
    easel.touch(true);
}

fn begin(easel: Easel, press: Press) -> Gesture {
    let pans = press.middle || easel.hand.with_value(|hand| hand.space);
    let view = easel.view.get_untracked();
    let tool = easel.tool.get_untracked();
    match tool {
        _ if pans => Gesture::Pan,
        Tool::Pan => Gesture::Pan,
        Tool::Select => select(easel, press),
        Tool::Dot => {
            if let Some(item) = hit(easel, press.at) {
                super::dots::toggle(easel, item);
            }
            Gesture::Nothing
        }
        _ if !easel.writes.get_untracked() => Gesture::Pan,
        Tool::Pen => {
            let ink = (Stroke::new(view.spot(press.at), press.pressure), pen(easel));
            easel.under_way.update_value(|under_way| under_way.ink = Some(ink));
            Gesture::Ink(easel.next_number(), 0)
        }
        Tool::Eraser => {
            erase(easel, press.at);
            Gesture::Erase
        }
        Tool::Note | Tool::Text => Gesture::Place,
        Tool::Shape | Tool::Line => {
            shapes::begin(easel, press.at);
            Gesture::Draft
        }
    }
}

/// A press of the selecting tool.
fn select(easel: Easel, press: Press) -> Gesture {
    if let Some(grip) = resize::grab(easel, press.at, press.touch) {
        return Gesture::Pull(grip);
    }
    let found = hit(easel, press.at);
    let now = browser::now_ms();
    let twice = easel.hand.try_update_value(|hand| {
        let (at, item) = std::mem::replace(&mut hand.press, (now, found));
        found.is_some() && item == found && now - at < DOUBLE_MS
    });
    let Some(id) = found else {
        if !press.adds {
            easel.selected.set(Items::default());
        }
        if press.touch {
            return Gesture::Pan;
        }
        let point = easel.view.get_untracked().point(press.at);
        easel.under_way.update_value(|under_way| under_way.marquee = Some((point, point)));
        return Gesture::Marquee;
    };
    easel.hand.update_value(|hand| hand.opens = found.filter(|_| twice == Some(true)));
    let together = easel.together([id].into());
    easel.selected.maybe_update(|selected| {
        match (press.adds, selected.contains(&id)) {
            (true, true) => selected.retain(|id| !together.contains(id)),
            (true, false) => selected.extend(together),
            (false, true) => return false,
            (false, false) => *selected = together,
        }
        true
    });
    Gesture::Press
}

/// A second finger has come: what one finger had begun does not count.
fn pinch(easel: Easel) {
    drop_gesture(easel);
    easel.hand.update_value(|hand| {
        if let [(_, one), (_, other)] = hand.down[..] {
            let (distance, middle) = span(one, other);
            hand.gesture = Gesture::Pinch(distance, middle);
        }
    });
}

fn span(one: Point, other: Point) -> (f64, Point) {
    let distance = (one.0 - other.0).hypot(one.1 - other.1).max(1.0);
    (distance, ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0))
}

/// The pointer has moved through these points.
pub(super) fn moved(easel: Easel, pointer: i32, moves: &[Move]) {
    let Some(Move { at: last, .. }) = moves.last() else { return };
    easel.hand.update_value(|hand| {
        hand.hovers = Some(*last);
        if let Some((_, at)) = hand.down.iter_mut().find(|(one, _)| *one == pointer) {
            *at = *last;
        }
        if hand.down.first().is_some_and(|(one, _)| *one == pointer) {
            hand.moves.extend(moves);
        }
    });
    if easel.hand.with_value(|hand| hand.down.is_empty()) {
        let over = easel.tool.get_untracked() == Tool::Select && resize::grab(easel, *last, false).is_some();
        easel.grips.maybe_update(|grips| std::mem::replace(grips, over) != over);
    }
    easel.wake();
}

/// Takes in what the pointers have done since the last frame.
pub(super) fn step(easel: Easel) {
    let taken = easel.hand.try_update_value(|hand| {
        let moves = std::mem::take(&mut hand.moves);
        let last = hand.last;
        hand.last = moves.last().map_or(last, |last| last.at);
        (hand.gesture, hand.down.clone(), last, moves)
    });
    let Some((gesture, down, last, moves)) = taken else { return };
    tell_cursor(easel);
    if let (Gesture::Pinch(..), [(_, one), (_, other), ..]) = (gesture, &down[..]) {
        return stretch(easel, gesture, *one, *other);
    }
    let Some(now) = moves.last().map(|last| last.at) else { return };
    let set = |gesture| easel.hand.update_value(|hand| hand.gesture = gesture);
    match gesture {
        Gesture::Nothing | Gesture::Place | Gesture::Pinch(..) => {}
        Gesture::Pan => {
            easel.view.update(|view| *view = view.panned(now.0 - last.0, now.1 - last.1));
            easel.turn();
        }
        Gesture::Press => {
            let pressed = easel.hand.with_value(|hand| hand.pressed);
            if (now.0 - pressed.0).hypot(now.1 - pressed.1) > SLOP {
                let holds = take_hold(easel);
                set(if holds { Gesture::Move } else { Gesture::Nothing });
                shift(easel, now);
            }
        }
        Gesture::Move => shift(easel, now),
        Gesture::Marquee => {
            let point = easel.view.get_untracked().point(now);
            let draw = |(_, to): &mut (Point, Point)| *to = point;
            easel.under_way.update_value(|under_way| under_way.marquee.iter_mut().for_each(draw));
            easel.touch(false);
        }
        Gesture::Ink(number, sent) => {
            let (number, sent) = draw(easel, number, sent, &moves);
            set(Gesture::Ink(number, sent));
            easel.touch(false);
        }
        Gesture::Erase => moves.iter().for_each(|moved| erase(easel, moved.at)),
        Gesture::Draft => shapes::go_on(easel, now),
        Gesture::Pull(grip) => resize::pull(easel, grip, now),
    }
}

/// Others see where the pointer is.
fn tell_cursor(easel: Easel) {
    let now = browser::now_ms();
    let due = easel.hand.try_update_value(|hand| {
        if now - hand.cursor_at < CURSOR_MS {
            return None;
        }
        hand.cursor_at = now;
        hand.hovers.take()
    });
    // Where somebody places their dots is their own business, and where they write in a private round.
    let told = easel.writes.get_untracked() && easel.tool.get_untracked() != Tool::Dot && !easel.is_private();
    if let Some(at) = due.flatten().filter(|_| told) {
        let at = easel.view.get_untracked().spot(at);
        easel.live.signal(Fleeting::Cursor { board: easel.id, at });
    }
}

fn stretch(easel: Easel, was: Gesture, one: Point, other: Point) {
    let Gesture::Pinch(before, from) = was else { return };
    let (distance, middle) = span(one, other);
    easel.view.update(|view| {
        *view = view.zoomed(distance / before, from).panned(middle.0 - from.0, middle.1 - from.1);
    });
    easel.hand.update_value(|hand| hand.gesture = Gesture::Pinch(distance, middle));
    easel.turn();
}

/// Whether it is time to let others hear again of what is drawn or dragged.
pub(super) fn is_due(easel: Easel, every: f64) -> bool {
    let now = browser::now_ms();
    let due = |hand: &mut Hand| {
        let due = now - hand.told_at >= every;
        if due {
            hand.told_at = now;
        }
        due
    };
    easel.hand.try_update_value(due).unwrap_or_default()
}

/// The pointer lets go.
pub(super) fn release(easel: Easel, pointer: i32, at: Point) {
    step(easel);
    let ended = easel.hand.try_update_value(|hand| {
        let first = hand.down.first().is_some_and(|(one, _)| *one == pointer);
        hand.down.retain(|(one, _)| *one != pointer);
        (first || matches!(hand.gesture, Gesture::Pinch(..))).then(|| std::mem::take(&mut hand.gesture))
    });
    let Some(gesture) = ended.flatten() else { return };
    match gesture {
        Gesture::Nothing | Gesture::Pan | Gesture::Pinch(..) => {}
        Gesture::Press => {
            let opens = easel.hand.try_update_value(|hand| hand.opens.take()).flatten();
            if let Some(item) = opens {
                super::writing::write(easel, item);
            }
        }
        Gesture::Move => {
            let drag = easel.under_way.try_update_value(|under_way| under_way.drag.take()).flatten();
            if let Some(drag) = drag {
                easel.move_by(drag.items, drag.by);
            }
        }
        Gesture::Marquee => select_in_marquee(easel),
        Gesture::Ink(number, _) => finish_ink(easel, number),
        Gesture::Erase => {
            let erased = |under_way: &mut super::under_way::UnderWay| std::mem::take(&mut under_way.erased);
            easel.delete(easel.under_way.try_update_value(erased).unwrap_or_default());
        }
        Gesture::Place => place(easel, at),
        Gesture::Draft => shapes::finish(easel, at),
        Gesture::Pull(grip) => resize::settle(easel, grip.item()),
    }
    easel.touch(true);
}

/// Puts up a note or text around the point; its words come next.
fn place(easel: Easel, at: Point) {
    let (x, y) = easel.view.get_untracked().point(at);
    let empty = String::new;
    let (kind, at) = match easel.tool.get_untracked() {
        Tool::Note => {
            let half = |units: i32| f64::from(units) / UNIT / 2.0;
            (Kind::Note { text: empty() }, spot((x - half(NOTE.w), y - half(NOTE.h))))
        }
        _ => (Kind::Text { text: empty() }, spot((x - 4.0, y - 16.0))),
    };
    easel.tool.set(Tool::Select);
    super::writing::write_new(easel, kind, at);
}

fn select_in_marquee(easel: Easel) {
    let marquee = easel.under_way.try_update_value(|under_way| under_way.marquee.take()).flatten();
    let Some((from, to)) = marquee else { return };
    let area = Area::between(from, to);
    let found = easel.screen.try_update_value(|screen| {
        let screen = screen.as_mut()?;
        easel.look(|board| {
            let (mut caught, standing) = (Items::default(), Standing::still(board));
            for (id, item) in &board.items {
                let covers = standing.area(screen, *id, item);
                let partly = match item.kind {
                    Kind::Frame { .. } => false,
                    // What a slanting line covers is nearly all beside it.
                    Kind::Line { .. } => area.holds(covers.middle()),
                    _ => covers.meets(area),
                };
                if (area.encloses(covers) || partly) && (!item.locked || easel.changes(*id)) {
                    caught.insert(*id);
                }
            }
            caught
        })
    });
    if let Some(found) = found.flatten().filter(|found| !found.is_empty()) {
        let found = easel.together(found);
        easel.selected.update(|selected| selected.extend(found));
    }
}

/// The gesture under way does not count.
pub(super) fn drop_gesture(easel: Easel) {
    let gesture = easel.hand.try_update_value(|hand| std::mem::take(&mut hand.gesture));
    let dragged = easel.under_way.try_update_value(|under_way| {
        under_way.ink = None;
        under_way.marquee = None;
        under_way.draft = None;
        under_way.erased.clear();
        under_way.drag.take()
    });
    if let Some(Gesture::Pull(grip)) = gesture {
        easel.under_way.update_value(|under_way| _ = under_way.formed.remove(&grip.item()));
    }
    if gesture == Some(Gesture::Move) && dragged.flatten().is_some() {
        tell_drag(easel, vec![], (0.0, 0.0));
    }
    easel.touch(true);
}

/// The browser has taken the pointer away.
pub(super) fn lost(easel: Easel, pointer: i32) {
    easel.hand.update_value(|hand| hand.down.retain(|(one, _)| *one != pointer));
    drop_gesture(easel);
}
