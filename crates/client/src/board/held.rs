//! Draws what one holds and marks oneself, above everything else: the line around what is selected, its handles, and the
//! rectangle with which one selects.

use room::{
    ItemId,
    board::{Item, Kind},
};
use sketch::{Area, Point};
use web_sys::CanvasRenderingContext2d;

use super::{
    arrows,
    paint::{Picture, round, rounded, tag},
    resize,
    screen::Screen,
};

/// Draws it on a pen that counts in pixels of the board; `handled` is the selected item that has handles.
pub(super) fn draw(screen: &mut Screen, picture: &Picture<'_>, handled: Option<ItemId>) {
    let pen = screen.above.pen.clone();
    let (standing, scale) = (&picture.standing, picture.view.scale);
    let drafts = picture.under_way.sent.values().chain(&picture.under_way.draft);
    for new in drafts {
        posts(&pen, screen, picture, &new.kind);
    }
    others_in_field(&pen, screen, picture);
    for id in picture.selected {
        let Some(item) = standing.item(*id) else { continue };
        selected(&pen, screen, picture, *id, item, handled);
    }
    if let Some((from, to)) = picture.under_way.marquee {
        let area = Area::between(from, to);
        pen.set_fill_style_str(&screen.theme.brand);
        pen.set_global_alpha(0.1);
        pen.fill_rect(area.x, area.y, area.w, area.h);
        pen.set_global_alpha(1.0);
        outline(&pen, screen, area.grown(-3.0), scale);
    }
}

/// Who else writes where one writes oneself, under the text field.
fn others_in_field(pen: &CanvasRenderingContext2d, screen: &mut Screen, picture: &Picture<'_>) {
    let written = picture.written.and_then(|id| Some((id, picture.standing.item(id)?)));
    let Some((id, item)) =
        written.filter(|(id, item)| item.editing.len() > 1 && picture.is_in_field(*id, item))
    else {
        return;
    };
    if let Some(words) = picture.words.tags.get(&id) {
        let area = picture.standing.area(screen, id, item);
        tag(pen, screen, area, words);
    }
}

/// What shows that something is selected: the line around it, its lock and its handles.
fn selected(
    pen: &CanvasRenderingContext2d,
    screen: &mut Screen,
    picture: &Picture<'_>,
    id: ItemId,
    item: &Item,
    handled: Option<ItemId>,
) {
    let (standing, scale) = (&picture.standing, picture.view.scale);
    let area = standing.area(screen, id, item);
    if let Some(ends) = standing.seen(screen, id, item).kind.ends() {
        pen.set_stroke_style_str(&screen.theme.brand);
        pen.set_global_alpha(0.25);
        arrows::draw(pen, ends, false, 12.0 / scale);
        pen.set_global_alpha(1.0);
    } else {
        outline(pen, screen, area, scale);
    }
    if item.locked {
        lock(pen, screen, (area.x, area.y), scale);
    }
    if handled == Some(id) {
        if picture.under_way.formed.contains_key(&id) {
            posts(pen, screen, picture, &item.kind);
        }
        for at in resize::handles(standing, screen, id, item) {
            handle(pen, screen, at, scale);
        }
    }
}

/// The line around what a line under way hangs on.
fn posts(pen: &CanvasRenderingContext2d, screen: &mut Screen, picture: &Picture<'_>, kind: &Kind) {
    for on in kind.ends().into_iter().flatten().filter_map(|end| end.on) {
        if let Some(post) = picture.standing.item(on) {
            let area = picture.standing.area(screen, on, post);
            outline(pen, screen, area, picture.view.scale);
        }
    }
}

/// A point by which something is taken hold of; equally large from near and far.
fn handle(pen: &CanvasRenderingContext2d, screen: &Screen, (x, y): Point, scale: f64) {
    round(pen, Area { x, y, w: 0.0, h: 0.0 }.grown(6.0 / scale));
    pen.set_fill_style_str(&screen.theme.surface);
    pen.fill();
    pen.set_stroke_style_str(&screen.theme.brand);
    pen.set_line_width(2.5 / scale);
    pen.stroke();
}

/// A small lock.
fn lock(pen: &CanvasRenderingContext2d, screen: &Screen, (x, y): Point, scale: f64) {
    let at = |x: f64, y: f64, w: f64, h: f64| Area { x: x / scale, y: y / scale, w: w / scale, h: h / scale };
    pen.save();
    _ = pen.translate(x, y);
    pen.set_fill_style_str(&screen.theme.brand);
    round(pen, at(-11.0, -11.0, 22.0, 22.0));
    pen.fill();
    pen.set_fill_style_str(&screen.theme.brand_ink);
    pen.set_stroke_style_str(&screen.theme.brand_ink);
    pen.set_line_width(1.8 / scale);
    rounded(pen, at(-5.0, -1.5, 10.0, 7.0), [1.5 / scale; 4]);
    pen.fill();
    pen.begin_path();
    _ = pen.arc(0.0, -1.5 / scale, 3.2 / scale, std::f64::consts::PI, 0.0);
    pen.stroke();
    pen.restore();
}

/// The line around what is selected; equally thin from near and far.
fn outline(pen: &CanvasRenderingContext2d, screen: &Screen, area: Area, scale: f64) {
    pen.set_stroke_style_str(&screen.theme.brand);
    pen.set_line_width(2.5 / scale);
    rounded(pen, area.grown(3.0), [6.0; 4]);
    pen.stroke();
}
