//! The canvas in the page: two layers, and what is to be seen above them. What the pointer and the keyboard do there is
//! handed on to [`Hands`], as soon as they are here.

use std::cell::RefCell;

use leptos::{ev, html};
use room::ItemId;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, KeyboardEvent, MediaQueryList, PointerEvent, ResizeObserver};

use super::{
    cursors::Cursors,
    dots,
    easel::{Easel, Tool},
    first,
    paint::{Picture, paint},
    screen::{Screen, Words},
    standing::Standing,
};
use crate::parts::{self, Hand};
use crate::prelude::*;
use crate::ui::Icon;

/// Who takes in what the pointer and the keyboard do on the canvas. It comes after the canvas, as a part of its own: on
/// a weak line a board can be seen while what changes it is still on its way.
pub(super) trait Hands {
    /// A button, a pen or a finger goes down.
    fn press(&self, event: &PointerEvent);
    /// It moves, or hovers.
    fn moved(&self, event: &PointerEvent);
    /// It is let go.
    fn release(&self, event: &PointerEvent);
    /// The browser has taken it away.
    fn lost(&self, event: &PointerEvent);
    /// A key goes down.
    fn key(&self, event: &KeyboardEvent);
    /// A key is let go.
    fn key_up(&self, event: &KeyboardEvent);
    /// The focus goes elsewhere.
    fn leave(&self);
    /// One looks elsewhere.
    fn stay(&self);
    /// A frame is about to be drawn: what has been gathered since the last one counts now.
    fn step(&self);
    /// Draws what is held and marked, above what was drawn.
    fn draw(&self, screen: &mut Screen, picture: &Picture<'_>);
}

/// One frame: takes in what the pointer did and draws what has changed.
pub(super) fn frame(easel: Easel) {
    easel.by_hand(|hands| hands.step());
    let due = easel.screen.try_update_value(|screen| {
        let screen = screen.as_mut()?;
        if let Some(frame) = screen.frame.take() {
            frame.cancel();
        }
        let due = screen.ground.stale || screen.above.stale || screen.tiles.busy;
        due.then(|| (screen.changed, std::mem::take(&mut screen.words)))
    });
    let Some((changed, words)) = due.flatten() else { return };
    let me = easel.live.me();
    let words = if changed {
        let marks = easel.look(|board| dots::marks(board, me)).unwrap_or_default();
        Words { tags: easel.tags(), marks }
    } else {
        words
    };
    easel.screen.try_update_value(|screen| {
        let Some(screen) = screen else { return };
        easel.look(|board| {
            easel.under_way.with_value(|under_way| {
                easel.selected.with_untracked(|selected| {
                    let written = easel.writing.with_untracked(|writing| writing.as_ref()?.item);
                    let view = easel.view.get_untracked();
                    let standing = Standing::now(board, under_way);
                    let words = &words;
                    let picture = Picture { standing, view, under_way, selected, written, words };
                    if paint(screen, &picture) {
                        easel.by_hand(|hands| hands.draw(screen, &picture));
                    }
                });
            });
        });
        screen.words = words;
    });
    if easel.screen.with_value(|screen| screen.as_ref().is_some_and(|screen| screen.tiles.busy)) {
        easel.wake();
    }
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
                easel.begin();
            }
            easel.touch(true);
            // Now, for a canvas of another size is empty, and the next picture of the page comes before the next frame.
            frame(easel);
        });
        let dressed = Closure::<dyn Fn()>::new(move || dress(easel));
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(canvas);
        let night = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        if let Some(night) = &night {
            _ = night.add_event_listener_with_callback("change", dressed.as_ref().unchecked_ref());
        }
        Some(Self { observer, night, _resized: resized, dressed })
    }
}

/// Draws all of it anew, in other colors or letters.
fn dress(easel: Easel) {
    _ = easel.screen.try_update_value(|screen| screen.as_mut().map(Screen::dress));
    easel.touch(true);
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
        easel.turn();
    };
    view! {
        <div class="canvas" data-cursor=cursor>
            <canvas node_ref=ground aria-hidden="true"></canvas>
            <canvas
                node_ref=above
                id="board-canvas"
                tabindex="0"
                aria-busy=move || (!easel.armed.get()).to_string()
                role="application"
                aria-roledescription="whiteboard"
                aria-label=title
                aria-describedby="board-keys"
                on:pointerdown=move |event| _ = easel.by_hand(|hands| hands.press(&event))
                on:pointermove=move |event| _ = easel.by_hand(|hands| hands.moved(&event))
                on:pointerup=move |event| _ = easel.by_hand(|hands| hands.release(&event))
                on:pointercancel=move |event| _ = easel.by_hand(|hands| hands.lost(&event))
                on:contextmenu=|event| event.prevent_default()
                on:wheel=wheel
                on:keydown=move |event| _ = easel.by_hand(|hands| hands.key(&event))
                on:keyup=move |event| _ = easel.by_hand(|hands| hands.key_up(&event))
                on:blur=move |_| _ = easel.by_hand(|hands| hands.leave())
            ></canvas>
            <i node_ref=probe hidden></i>
            <Cursors />
            <Arrival />
        </div>
    }
}

/// What takes in what is done here, once it has come; the board can be looked at meanwhile.
#[component]
fn Arrival() -> impl IntoView {
    let tries = RwSignal::new(0);
    move || {
        tries.track();
        let coming = view! { <p class="chip board-wait" role="status">"Opening the tools"</p> };
        later(coming, async move {
            parts::styled_hands(Hand::Canvas).await.unwrap_or_else(|parts::Missing| {
                view! {
                    <p class="chip board-wait" role="alert">
                        "The tools did not arrive. You can look."
                        <button class="btn slim" on:click=move |_| tries.update(|tries| *tries += 1)>
                            <Icon name="rotate-ccw" />
                            "Try again"
                        </button>
                    </p>
                }
                .into_any()
            })
        })
    }
}

/// The item that is selected alone.
pub(super) fn alone(easel: Easel) -> Option<ItemId> {
    easel.selected.with(|selected| if selected.len() == 1 { first(selected) } else { None })
}
