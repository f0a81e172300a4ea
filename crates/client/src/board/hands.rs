//! What changes a board: the pointer, the keyboard and the clipboard on the canvas, the tools under it, what stands at its
//! upper edge, and the list. One part, fetched once the canvas is there.

use std::rc::Rc;

use sketch::{
    Area, Point,
    ink::{self, Curve},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::{
    bar,
    canvas::Hands,
    clipboard,
    easel::Easel,
    geometry::px,
    held, images,
    keys::{HELP, Keyboard},
    news, outline,
    paint::Picture,
    pointer::{self, Move, Press},
    resize, rules,
    screen::{Ink, Screen},
    theme::PAPERS,
    tools,
    writing::{self, Field},
};
use crate::parts::Hand;
use crate::prelude::*;

/// A piece of the part.
pub(crate) fn piece(hand: Hand) -> AnyView {
    let easel = expect_context::<Easel>();
    match hand {
        Hand::Canvas => {
            news::announce(easel);
            view! { <OnCanvas /> }.into_any()
        }
        Hand::Bar => view! { <bar::Controls /> }.into_any(),
        Hand::Tools => view! { <tools::Tools /> }.into_any(),
        Hand::List => {
            news::announce(easel);
            view! { <outline::Outline /> }.into_any()
        }
    }
}

/// Takes in what is done on the canvas, and shows what belongs to that.
#[component]
fn OnCanvas() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let hands = OneBoard { easel, keyboard: Keyboard::new(easel) };
    easel.hands.set_value(Some(Rc::new(hands)));
    let view = easel.view.get_untracked();
    easel.screen.try_update_value(|screen| {
        if let Some(screen) = screen {
            screen.equip(images::gallery(easel), edges, view);
        }
    });
    easel.touch(true);
    easel.armed.set(true);
    on_cleanup(move || _ = easel.hands.try_update_value(|hands| *hands = None));
    clipboard::listen(easel);
    images::listen(easel);
    rules::tell(easel);
    let empty = memo(move || easel.see(|board| board.items.values().all(is_frame)).unwrap_or_default());
    view! {
        <Show when=move || empty.get() && easel.writes.get() && easel.writing.with(Option::is_none)>
            <p class="canvas-hint" aria-hidden="true">
                <span>"Take Sticky note and tap the board"</span>
                <span>"Press "<kbd>"S"</kbd>" or tap Sticky note"</span>
            </p>
        </Show>
        <Pad />
        <p class="vh" id="board-keys">{HELP}</p>
    }
}

/// The hands on one board.
struct OneBoard {
    easel: Easel,
    keyboard: Keyboard,
}

impl Hands for OneBoard {
    fn press(&self, event: &PointerEvent) {
        down(self.easel, event);
    }

    fn moved(&self, event: &PointerEvent) {
        pointer::moved(self.easel, event.pointer_id(), &moves(event));
    }

    fn release(&self, event: &PointerEvent) {
        pointer::release(self.easel, event.pointer_id(), at(event));
    }

    fn lost(&self, event: &PointerEvent) {
        pointer::lost(self.easel, event.pointer_id());
    }

    fn key(&self, event: &KeyboardEvent) {
        self.keyboard.press(event);
    }

    fn key_up(&self, event: &KeyboardEvent) {
        self.keyboard.release(event);
    }

    fn leave(&self) {
        self.keyboard.leave();
    }

    fn stay(&self) {
        self.easel.stay();
    }

    fn step(&self) {
        pointer::step(self.easel);
    }

    fn draw(&self, screen: &mut Screen, picture: &Picture<'_>) {
        held::draw(screen, picture, resize::handled(self.easel));
    }
}

fn is_frame(item: &room::board::Item) -> bool {
    matches!(item.kind, room::board::Kind::Frame { .. })
}

fn down(easel: Easel, event: &PointerEvent) {
    if event.button() > 1 {
        return;
    }
    // The text field loses the focus, which ends what is written there.
    if let Some(canvas) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        _ = canvas.set_pointer_capture(event.pointer_id());
        crate::browser::focus_on(&canvas);
    }
    event.prevent_default();
    let press = Press {
        pointer: event.pointer_id(),
        at: at(event),
        touch: event.pointer_type() == "touch",
        pressure: pressure(event),
        middle: event.button() == 1,
        adds: event.shift_key(),
    };
    pointer::press(easel, press);
}

/// Where a pointer is on the canvas.
fn at(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

/// Where it has been since it was heard of last: screens report less often than pens do.
fn moves(event: &PointerEvent) -> Vec<Move> {
    let one = |event: &PointerEvent| Move { at: at(event), pressure: pressure(event) };
    let all = event.get_coalesced_events();
    let moves: Vec<_> =
        all.iter().filter_map(|one: JsValue| one.dyn_into().ok()).map(|event| one(&event)).collect();
    if moves.is_empty() { vec![one(event)] } else { moves }
}

/// The lines around a stroke, as wide as its pen was.
fn edges(ink: Ink<'_>, detail: f64) -> Vec<(Point, Vec<Curve>)> {
    let Ink { at, points, pressures, width, .. } = ink;
    ink::edges(&ink::rough(ink::nibs(at, points, pressures, width), detail))
}

/// How hard a pen is pressed. What mice and fingers tell is always the same.
fn pressure(event: &PointerEvent) -> Option<u8> {
    (event.pointer_type() == "pen").then(|| (event.pressure() * 255.0).round() as u8)
}

/// The text field over the item that is written.
#[component]
fn Pad() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let open = memo(move || easel.writing.with(|writing| writing.as_ref().map(|w| (w.at, w.size))));
    let class = Signal::derive(move || {
        easel.writing.with(|writing| match writing {
            Some(writing) => class(writing).to_owned(),
            None => String::new(),
        })
    });
    let back = |_| crate::browser::focus("#board-canvas");
    move || {
        open.get().map(|(spot, size)| {
            let area = Area::new(spot, size);
            let at = move || easel.view.get().on_screen((area.x, area.y));
            view! {
                <div
                    class="pad"
                    class:within=move || class.with(|class| class.contains("shape"))
                    style:--x=move || px(at().0)
                    style:--y=move || px(at().1)
                    style:--z=move || ((easel.view.get().scale * 1_000.0).round() as u32).to_string()
                    style:--w=px(area.w)
                    style:--h=px(area.h)
                >
                    <Field class left=back />
                </div>
            }
        })
    }
}

fn class(writing: &writing::Writing) -> &'static str {
    use room::board::{Form, Kind};
    const NOTES: [&str; PAPERS.len()] = ["note-edit y", "note-edit p", "note-edit g", "note-edit u"];
    match writing.kind {
        Kind::Frame { .. } => "note-edit title",
        Kind::Text { .. } => "note-edit text",
        Kind::Shape { form: Form::Ellipse, .. } => "note-edit shape round",
        Kind::Shape { .. } => "note-edit shape",
        Kind::Image { .. } => "note-edit told",
        Kind::Note { .. } | Kind::Ink { .. } | Kind::Line { .. } => {
            NOTES.get(usize::from(writing.color)).unwrap_or(&NOTES[0])
        }
    }
}
