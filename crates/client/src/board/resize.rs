//! Another size, and another end of a line: by a handle at the corner or the end of what is selected alone, or by
//! keyboard. What it will look like is shown all the time; the board is changed once.

use room::{
    ItemId,
    board::{Board, End, Item, Kind, Prop, REACH, Size, Spot},
};
use sketch::{Area, UNIT, pixels};

use super::{
    arrows,
    easel::Easel,
    first,
    geometry::units,
    history::Step,
    pointer::{Point, SLOP},
    screen::Screen,
    standing::Standing,
};
use crate::prelude::*;

/// How near to a handle a pointer or a finger has to be, in pixels of the screen.
const NEAR: (f64, f64) = (10.0, 22.0);

/// What is held of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Grip {
    /// Its lower right corner, and what it covered when it was taken hold of.
    Corner(ItemId, Area),
    /// An end of a line: the last one, or the first.
    End(ItemId, bool),
}

impl Grip {
    /// Of which item.
    pub(super) fn item(self) -> ItemId {
        match self {
            Self::Corner(id, _) | Self::End(id, _) => id,
        }
    }
}

/// The item that has handles: selected alone, and this person may give it another form.
pub(super) fn handled(easel: Easel) -> Option<ItemId> {
    let alone = |selected: &super::Items| if selected.len() == 1 { first(selected) } else { None };
    let id = easel.selected.with_untracked(alone)?;
    let fits = easel.look(|board| {
        let item = board.items.get(&id)?;
        Some(!item.locked && !matches!(item.kind, Kind::Ink { .. }))
    });
    (fits.flatten().unwrap_or_default() && easel.changes(id)).then_some(id)
}

/// Where the handles of an item are, in pixels at 100 %: the ends of a line, or the corner.
pub(super) fn handles(standing: &Standing<'_>, screen: &mut Screen, id: ItemId, item: &Item) -> Vec<Point> {
    if let Some(ends) = standing.seen(screen, id, item).kind.ends() {
        return ends.iter().map(|end| pixels(end.at)).collect();
    }
    let area = standing.area(screen, id, item);
    vec![(area.x + area.w, area.y + area.h)]
}

/// The handle that is meant at a point of the screen.
pub(super) fn grab(easel: Easel, at: Point, touch: bool) -> Option<Grip> {
    let id = handled(easel)?;
    let view = easel.view.get_untracked();
    let near = if touch { NEAR.1 } else { NEAR.0 };
    let held = |screen: &mut Option<Screen>| {
        let screen = screen.as_mut()?;
        easel.look(|board: &Board| {
            let (standing, item) = (Standing::still(board), board.items.get(&id)?);
            let meant = |handle: &Point| {
                let (x, y) = view.on_screen(*handle);
                (x - at.0).hypot(y - at.1) <= near
            };
            // The last end lies above the first.
            let nth = handles(&standing, screen, id, item).iter().rposition(meant)?;
            Some(match item.kind.ends() {
                Some(_) => Grip::End(id, nth == 1),
                None => Grip::Corner(id, standing.area(screen, id, item)),
            })
        })?
    };
    easel.screen.try_update_value(held).flatten()
}

/// What is held follows the pointer, once that goes further than a click does.
pub(super) fn pull(easel: Easel, grip: Grip, now: Point) {
    let Some(item) = easel.item(grip.item()) else { return };
    let pressed = easel.hand.with_value(|hand| hand.pressed);
    let begun = easel.under_way.with_value(|under_way| under_way.formed.contains_key(&grip.item()));
    if !begun && (now.0 - pressed.0).hypot(now.1 - pressed.1) <= SLOP {
        return;
    }
    let formed = match grip {
        Grip::Corner(_, area) => {
            let scale = easel.view.get_untracked().scale;
            let by = units(((now.0 - pressed.0) / scale, (now.1 - pressed.1) / scale));
            sized(&item, (area.h * UNIT) as i32, by)
        }
        Grip::End(_, last) => {
            let ends = item.kind.ends().unwrap_or_default();
            let end = arrows::end(easel, now, ends[usize::from(!last)].on);
            ended(&item, last, end)
        }
    };
    form(easel, grip.item(), formed);
}

fn form(easel: Easel, id: ItemId, formed: Item) {
    let before = easel.under_way.try_update_value(|under_way| under_way.formed.insert(id, formed));
    // It leaves the board below when it begins to change.
    easel.touch(before.flatten().is_none());
}

/// The item larger by so many units; paper that has grown with its text is as high as it is seen.
fn sized(item: &Item, seen: i32, (dx, dy): (i32, i32)) -> Item {
    let Size { w, h } = item.size;
    if let Kind::Image { .. } = item.kind {
        return Item {
            size: in_shape(item.size, w.saturating_add(dx), h.saturating_add(dy)),
            ..item.clone()
        };
    }
    let h = match item.kind {
        Kind::Text { .. } => h,
        _ if dy == 0 => h,
        _ => h.max(seen).saturating_add(dy),
    };
    Item { size: at_least(&item.kind, Size { w: w.saturating_add(dx), h }), ..item.clone() }
}

/// As large as the larger of the two sides wants a picture, in its shape.
fn in_shape(size: Size, w: i32, h: i32) -> Size {
    /// The shorter side of the smallest one.
    const LEAST: f64 = 256.0;
    let (width, height) = (f64::from(size.w.max(1)), f64::from(size.h.max(1)));
    let larger = (f64::from(w) / width).max(f64::from(h) / height).max(LEAST / width.min(height));
    let units = |length: f64| (length * larger).round().min(f64::from(REACH)) as i32;
    Size { w: units(width), h: units(height) }
}

/// No smaller than can be used.
pub(super) fn at_least(kind: &Kind, size: Size) -> Size {
    let (w, h) = match kind {
        Kind::Note { .. } => (640, 480),
        Kind::Text { .. } => (480, 0),
        Kind::Frame { .. } => (1_280, 960),
        Kind::Shape { .. } | Kind::Ink { .. } | Kind::Line { .. } | Kind::Image { .. } => (320, 256),
    };
    Size { w: size.w.max(w), h: size.h.max(h) }
}

fn ended(item: &Item, last: bool, end: End) -> Item {
    let mut item = item.clone();
    if let Kind::Line { from, to, .. } = &mut item.kind {
        *(if last { to } else { from }) = end;
    }
    item
}

/// By keyboard: larger or smaller by so many pixels; a line's last end moves. Says of what.
pub(super) fn by_keyboard(easel: Easel, (right, down): Point) -> Option<ItemId> {
    let id = handled(easel)?;
    let formed = |under_way: &super::under_way::UnderWay| under_way.formed.get(&id).cloned();
    let item = easel.under_way.with_value(formed).or_else(|| easel.item(id))?;
    let (dx, dy) = units((right, down));
    // From where it is seen: a line's end where it hangs, paper as high as its text has made it.
    let shown = easel.screen.try_update_value(|screen| {
        let screen = screen.as_mut()?;
        easel.look(|board| {
            let standing = Standing::still(board);
            let ends = standing.seen(screen, id, &item).kind.ends();
            (ends, (standing.area(screen, id, &item).h * UNIT) as i32)
        })
    });
    let (ends, height) = shown.flatten().unwrap_or((item.kind.ends(), item.size.h));
    let formed = match ends {
        Some([_, to]) => {
            let at = Spot { x: to.at.x + dx, y: to.at.y + dy };
            ended(&item, true, End { at, on: None })
        }
        None => sized(&item, height, (dx, dy)),
    };
    form(easel, id, formed);
    Some(id)
}

/// Says how large an item is becoming.
pub(super) fn say(easel: Easel, id: ItemId) {
    let size = easel.under_way.with_value(|under_way| under_way.formed.get(&id).map(|item| item.size));
    if let Some(Size { w, h }) = size.filter(|size| *size != Size::default()) {
        let px = |units: i32| (units / UNIT as i32).to_string();
        easel.announce([&px(w), " by ", &px(h), "."].concat());
    }
}

/// What was given another form keeps it.
pub(super) fn settle(easel: Easel, id: ItemId) {
    let formed = easel.under_way.with_value(|under_way| under_way.formed.get(&id).cloned());
    let Some(formed) = formed else { return };
    let prop = match formed.kind.ends() {
        Some([from, to]) => Prop::Ends(from, to),
        None => Prop::Size(formed.size),
    };
    let changes = easel.item(id).is_some_and(|item| item.size != formed.size || item.kind != formed.kind);
    // What was begun anew in the meantime goes on.
    let drop = move || {
        _ = easel.under_way.try_update_value(|under_way| {
            if under_way.formed.get(&id) == Some(&formed) {
                under_way.formed.remove(&id);
            }
        });
    };
    if changes {
        easel.carry_out(vec![Step::Set(id, vec![prop])], move |_| drop());
    } else {
        drop();
    }
    easel.touch(true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::New;

    fn item(kind: Kind) -> Item {
        let size = Size { w: 1_184, h: 896 };
        let new = New { kind, at: Spot::default(), size, color: 0, order: 0, stroke: None };
        Item::new(&new, None, false)
    }

    #[test]
    fn a_note_follows_the_pointer_down_to_what_can_be_read() {
        let note = item(Kind::Note { text: String::new() });
        assert_eq!(sized(&note, 896, (80, 40)).size, Size { w: 1_264, h: 936 });
        assert_eq!(sized(&note, 896, (-9_000, -9_000)).size, Size { w: 640, h: 480 });
        assert_eq!(
            sized(&note, 1_200, (0, 40)).size,
            Size { w: 1_184, h: 1_240 },
            "it has grown with its text"
        );
        assert_eq!(sized(&note, 1_200, (80, 0)).size.h, 896);
    }

    #[test]
    fn text_changes_in_width_alone() {
        let text = item(Kind::Text { text: String::new() });
        assert_eq!(sized(&text, 896, (80, 400)).size, Size { w: 1_264, h: 896 });
    }

    #[test]
    fn an_end_of_a_line_goes_its_own_way() {
        let line = item(Kind::Line { from: End::default(), to: End::default(), head: true });
        let end = End { at: Spot { x: 8, y: 8 }, on: Some(ItemId(3)) };
        assert_eq!(ended(&line, true, end).kind.ends(), Some([End::default(), end]));
        assert_eq!(ended(&line, false, end).kind.ends(), Some([end, End::default()]));
    }
}
