//! The canvas in the page: two layers, what the pointer and the keyboard do on them, and what stands above them.

use std::cell::RefCell;

use leptos::{ev, html};
use room::ItemId;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Element, MediaQueryList, PointerEvent, ResizeObserver};

use super::{
    clipboard,
    cursors::Cursors,
    dots,
    easel::{Easel, Tool},
    first,
    geometry::{Area, px},
    keys::{HELP, Keyboard},
    paint::{Picture, paint},
    pointer::{self, Press},
    resize,
    screen::Screen,
    standing::Standing,
    theme::PAPERS,
    writing::{self, Field},
};
use crate::prelude::*;

/// One frame: takes in what the pointer did and draws what has changed.
pub(super) fn frame(easel: Easel) {
    pointer::step(easel);
    let stale = easel.screen.try_update_value(|screen| {
        let screen = screen.as_mut()?;
        screen.frame = None;
        (screen.ground.stale || screen.above.stale).then_some(())
    });
    if stale.flatten().is_none() {
        return;
    }
    let tags = easel.tags();
    let handled = resize::handled(easel);
    let marks = easel.look(|board| dots::marks(board, easel.live.me())).unwrap_or_default();
    easel.screen.try_update_value(|screen| {
        let Some(screen) = screen else { return };
        easel.look(|board| {
            easel.under_way.with_value(|under_way| {
                easel.selected.with_untracked(|selected| {
                    let written = easel.writing.with_untracked(|writing| writing.as_ref()?.item);
                    let view = easel.view.get_untracked();
                    let standing = Standing::now(board, under_way);
                    let (tags, marks) = (&tags, &marks);
                    let picture =
                        Picture { standing, view, under_way, selected, handled, written, tags, marks };
                    paint(screen, &picture);
                });
            });
        });
    });
}

/// What the browser calls as long as the canvas is there.
struct Watch {
    observer: ResizeObserver,
    night: Option<MediaQueryList>,
    _resized: Closure<dyn Fn()>,
    dressed: Closure<dyn Fn()>,
}

impl Watch {
    fn new(easel: Easel, canvas: &Element) -> Option<Self> {
        let begun = RefCell::new(false);
        let resized = Closure::<dyn Fn()>::new(move || {
            _ = easel.screen.try_update_value(|screen| screen.as_mut().map(Screen::fit));
            if !begun.replace(true) {
                easel.fit();
            }
            easel.touch(true);
        });
        let dressed = Closure::<dyn Fn()>::new(move || {
            _ = easel.screen.try_update_value(|screen| screen.as_mut().map(Screen::dress));
            easel.touch(true);
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(canvas);
        let night = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        if let Some(night) = &night {
            _ = night.add_event_listener_with_callback("change", dressed.as_ref().unchecked_ref());
        }
        Some(Self { observer, night, _resized: resized, dressed })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        if let Some(night) = &self.night {
            _ = night.remove_event_listener_with_callback("change", self.dressed.as_ref().unchecked_ref());
        }
    }
}

/// The canvas.
#[component]
pub(super) fn Canvas(
    /// What the board is called.
    title: Signal<String>,
) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let (ground, above) = (NodeRef::<html::Canvas>::new(), NodeRef::<html::Canvas>::new());
    let probe = NodeRef::<html::I>::new();
    let watch = StoredValue::new_local(None::<Watch>);
    above.on_load(move |above| {
        let (Some(ground), Some(probe)) = (ground.get_untracked(), probe.get_untracked()) else { return };
        easel.screen.set_value(Screen::new(ground, above.clone(), probe.unchecked_into()));
        watch.set_value(Watch::new(easel, &above));
    });
    on_cleanup(move || {
        _ = watch.try_update_value(|watch| *watch = None);
        _ = easel.screen.try_update_value(|screen| *screen = None);
    });
    let keyboard = Keyboard::new(easel);
    clipboard::listen(easel);
    let cursor = move || match (easel.tool.get(), easel.writes.get()) {
        (Tool::Pan, _) => "grab",
        (Tool::Select, _) if easel.grips.get() => "handle",
        (Tool::Select, _) | (_, false) => "default",
        (Tool::Text, _) => "text",
        _ => "crosshair",
    };
    let wheel = move |event: ev::WheelEvent| {
        event.prevent_default();
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        // Lines and pages of some mice count as so many pixels.
        let unit = [1.0, 16.0, 400.0][event.delta_mode().min(2) as usize];
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        if event.ctrl_key() || event.meta_key() {
            return easel.zoom_at((1.0 - dy / 300.0).clamp(0.5, 2.0), at);
        }
        let (dx, dy) = if event.shift_key() && dx == 0.0 { (dy, 0.0) } else { (dx, dy) };
        easel.view.update(|view| *view = view.panned(-dx, -dy));
        easel.touch(true);
    };
    let empty = memo(move || easel.see(|board| board.items.values().all(is_frame)).unwrap_or_default());
    view! {
        <div class="canvas" data-cursor=cursor>
            <canvas node_ref=ground aria-hidden="true"></canvas>
            <canvas
                node_ref=above
                id="board-canvas"
                tabindex="0"
                role="application"
                aria-roledescription="whiteboard"
                aria-label=title
                aria-describedby="board-keys"
                on:pointerdown=move |event| down(easel, &event)
                on:pointermove=move |event| pointer::moved(easel, event.pointer_id(), &points(&event))
                on:pointerup=move |event| pointer::release(easel, event.pointer_id(), at(&event))
                on:pointercancel=move |event| pointer::lost(easel, event.pointer_id())
                on:contextmenu=|event| event.prevent_default()
                on:wheel=wheel
                on:keydown=move |event| keyboard.press(&event)
                on:keyup=move |event| keyboard.release(&event)
                on:blur=move |_| keyboard.leave()
            ></canvas>
            <i node_ref=probe hidden></i>
            <Show when=move || empty.get() && easel.writes.get() && easel.writing.with(Option::is_none)>
                <p class="canvas-hint" aria-hidden="true">
                    <span>"Take Sticky note and tap the board"</span>
                    <span>"Press "<kbd>"S"</kbd>" or tap Sticky note"</span>
                </p>
            </Show>
            <Pad />
            <Cursors />
            <p class="vh" id="board-keys">{HELP}</p>
        </div>
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
fn points(event: &PointerEvent) -> Vec<(f64, f64)> {
    let all = event.get_coalesced_events();
    let points: Vec<_> =
        all.iter().filter_map(|one: JsValue| one.dyn_into().ok()).map(|one| at(&one)).collect();
    if points.is_empty() { vec![at(event)] } else { points }
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
        Kind::Note { .. } | Kind::Ink { .. } | Kind::Line { .. } => {
            NOTES.get(usize::from(writing.color)).unwrap_or(&NOTES[0])
        }
    }
}

/// The item that is selected alone.
pub(super) fn alone(easel: Easel) -> Option<ItemId> {
    easel.selected.with(|selected| if selected.len() == 1 { first(selected) } else { None })
}
