//! The run sheet: segments in order with their planned times at the left, the chosen one open at the right.
//!
//! Everything is done by mouse, touch or keys: arrows go from row to row, with Alt they move the segment itself.

mod activity;
mod kind;
mod row;
mod segment;
mod slots;

use academy::{
    id::SegmentId,
    session::{Edit, Session},
};
use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::prelude::*;
use crate::{
    browser,
    home::{planner::Planner, when},
    ui::{Announcer, Icon, Menu},
};
use kind::Kind;

/// Milliseconds in a minute.
const MINUTE_MS: i64 = 60_000;

/// The order of the rows, also while one is being dragged. A handle like a signal.
#[derive(Clone, Copy)]
struct Order {
    /// The segments with their planned starts, in the order shown.
    rows: Memo<Vec<(SegmentId, i64)>>,
    /// The segment in somebody's hand, and the position it would get.
    dragged: RwSignal<Option<(SegmentId, usize)>>,
}

impl Order {
    fn of(planner: Planner) -> Self {
        let dragged = RwSignal::new(None);
        let rows = memo(move || planner.session.with(|session| shown(session, dragged.get())));
        Self { rows, dragged }
    }

    fn position(&self, id: SegmentId) -> Option<usize> {
        self.rows.with_untracked(|rows| rows.iter().position(|(row, _)| *row == id))
    }
}

/// The rows with their starts, as if what is dragged lay there already.
fn shown(session: &Session, dragged: Option<(SegmentId, usize)>) -> Vec<(SegmentId, i64)> {
    let mut segments: Vec<_> = session.run_sheet.segments().iter().map(|s| (s.id, s.minutes)).collect();
    if let Some((id, to)) = dragged
        && let Some(from) = segments.iter().position(|(segment, _)| *segment == id)
    {
        let taken = segments.remove(from);
        segments.insert(to.min(segments.len()), taken);
    }
    let mut at_ms = session.starts_at_ms;
    let start = |(id, minutes): (SegmentId, u16)| {
        let start = (id, at_ms);
        at_ms += i64::from(minutes) * MINUTE_MS;
        start
    };
    segments.into_iter().map(start).collect()
}

/// The section.
#[component]
pub(crate) fn RunSheetPage() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let announcer = expect_context::<Announcer>();
    let order = Order::of(planner);
    provide_context(order);
    follow_the_pointer(planner, order);
    let chosen = memo(move || planner.chosen.get());
    let keys = move |event: ev::KeyboardEvent| press(&event, planner, order, announcer);
    let undo = window_event_listener(ev::keydown, move |event| {
        let chord = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key() == "z";
        if chord && planner.is_open() && !in_a_text() {
            event.prevent_default();
            planner.undo();
        }
    });
    on_cleanup(move || undo.remove());
    view! {
        <div class="runsheet" on:keydown=keys>
            <section class="col gap3" aria-label="Segments">
                <Head />
                <slots::Slots />
                <ol class="segments" class:dragging=move || order.dragged.get().is_some()>
                    <For each=move || order.rows.get() key=|(id, _)| *id let((id, _start))>
                        <row::Row id />
                    </For>
                </ol>
                <Show when=move || planner.is_open()>
                    <Add />
                    <p class="tiny narrow-off">
                        <kbd>"Alt"</kbd>" + "<kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" moves a segment, "<kbd>"Ctrl"</kbd>" + "
                        <kbd>"Z"</kbd>" takes the last change back."
                    </p>
                </Show>
            </section>
            {move || match chosen.get() {
                Some(id) => view! { <segment::Inspector id /> }.into_any(),
                None => view! {
                    <aside class="inspector empty">
                        <Icon name="mouse-pointer-2" />
                        <p>"Choose a segment to see what is in it."</p>
                    </aside>
                }
                .into_any(),
            }}
        </div>
    }
}

/// The heading with the sums.
#[component]
fn Head() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let wall = move || planner.session.with(|session| session.run_sheet.wall_minutes());
    let credit = move || planner.session.with(|session| session.run_sheet.credit_minutes());
    view! {
        <div class="runsheet-head">
            <h2>"Run sheet"</h2>
            <span class="chip">
                <Icon name="clock" />
                {move || format!("{} on the wall", when::length(wall()))}
            </span>
            <span class="chip brand">{move || format!("{} credit", when::length(credit()))}</span>
            <Show when=move || planner.is_open()>
                <button
                    class="btn slim"
                    aria-keyshortcuts="Control+Z"
                    disabled=move || !planner.can_undo()
                    on:click=move |_| planner.undo()
                >
                    <Icon name="undo-2" />
                    "Undo"
                </button>
            </Show>
        </div>
    }
}

/// Adds a segment behind the chosen one.
#[component]
fn Add() -> impl IntoView {
    let (planner, order) = (expect_context::<Planner>(), expect_context::<Order>());
    let add = move |kind: Kind| {
        let behind = planner.chosen.get_untracked().and_then(|id| order.position(id));
        let at = behind.map_or(usize::MAX, |at| at + 1);
        planner.edit_or_tell(Edit::Insert { at, segment: kind.segment() });
        soon(|| {
            browser::focus(".inspector input");
        });
    };
    let button = move |kind: Kind| {
        view! {
            <button class="btn" on:click=move |_| add(kind)>
                <Icon name="plus" />
                {kind.name()}
            </button>
        }
    };
    let item = move |kind: Kind| {
        view! {
            <button role="menuitem" tabindex="-1" on:click=move |_| add(kind)>
                <Icon name=kind.icon() />
                {kind.name()}
            </button>
        }
    };
    view! {
        <div class="add-row" role="group" aria-label="Add a segment">
            {Kind::USUAL.map(button).collect_view()}
            <Menu class="btn" face=|| view! { <Icon name="plus" />"More" }>
                {Kind::FURTHER.map(item).collect_view()}
            </Menu>
        </div>
    }
}

/// Arrows go from row to row; with Alt they take the segment along.
fn press(event: &ev::KeyboardEvent, planner: Planner, order: Order, announcer: Announcer) {
    let by: isize = match event.key().as_str() {
        "ArrowUp" => -1,
        "ArrowDown" => 1,
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = target.as_ref().and_then(|target| target.closest(".segment").ok().flatten());
    let in_row = row.as_ref().and_then(|row| row.get_attribute("data-id")?.parse().ok()).map(SegmentId);
    let Some(id) = in_row.or_else(|| planner.chosen.get_untracked()) else { return };
    let Some(to) = order.position(id).and_then(|at| at.checked_add_signed(by)) else { return };
    let count = order.rows.with_untracked(Vec::len);
    if to >= count {
        return;
    }
    if event.alt_key() {
        event.prevent_default();
        if !planner.is_open() {
            return;
        }
        planner.edit_or_tell(Edit::Move { id, to });
        announcer.say(format!("Now {} of {count}.", to + 1));
        // A row that is moved in the page loses the focus.
        if let Some(focused) = target {
            soon(move || browser::focus_on(&focused));
        }
    } else if in_row.is_some() && target.is_some_and(|target| target.class_list().contains("segment-open")) {
        event.prevent_default();
        let next = order.rows.with_untracked(|rows| rows[to].0);
        browser::focus(&format!(".segment[data-id='{}'] .segment-open", next.0));
    }
}

/// Lets a dragged row find its place, and puts it there.
fn follow_the_pointer(planner: Planner, order: Order) {
    let Order { dragged, .. } = order;
    let moving = window_event_listener(ev::pointermove, move |event| {
        if let Some((id, to)) = dragged.get_untracked() {
            let now = place_at(f64::from(event.client_y()), id);
            if now != to {
                dragged.set(Some((id, now)));
            }
        }
    });
    let up = window_event_listener(ev::pointerup, move |_| {
        let Some((id, to)) = dragged.get_untracked() else { return };
        planner.edit_or_tell(Edit::Move { id, to });
        dragged.set(None);
    });
    let cancel = window_event_listener(ev::pointercancel, move |_| dragged.set(None));
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && dragged.get_untracked().is_some() {
            dragged.set(None);
        }
    });
    on_cleanup(move || {
        moving.remove();
        up.remove();
        cancel.remove();
        escape.remove();
    });
}

/// The position a row gets that is held at this height: behind all others whose middle is above it.
fn place_at(y: f64, held: SegmentId) -> usize {
    let Ok(rows) = document().query_selector_all(".segments > .segment") else { return 0 };
    let held = held.0.to_string();
    let others = (0..rows.length()).filter_map(|at| rows.get(at)?.dyn_into::<Element>().ok());
    let above = others.filter(|row| row.get_attribute("data-id").as_ref() != Some(&held)).filter(|row| {
        let rect = row.get_bounding_client_rect();
        rect.top() + rect.height() / 2.0 < y
    });
    above.count()
}

/// Whether the focus is where the browser itself takes back what was typed.
fn in_a_text() -> bool {
    document().active_element().is_some_and(|element| element.matches("input, textarea").unwrap_or(false))
}

/// After the page has been brought up to date.
fn soon(act: impl FnOnce() + 'static) {
    set_timeout(act, std::time::Duration::ZERO);
}

#[cfg(test)]
mod tests {
    use super::*;
    use academy::{id::SessionId, template};

    #[test]
    fn a_dragged_row_takes_its_time_along() {
        let templates = template::all().unwrap();
        let session = Session::plan(SessionId(uuid::Uuid::nil()), &templates[0], 0, "UTC");
        let rows = shown(&session, None);
        assert_eq!(rows, session.starts());
        let (first, second) = (rows[0].0, rows[1].0);
        let dragged = shown(&session, Some((first, 1)));
        assert_eq!(dragged[0], (second, 0));
        assert_eq!(dragged[1].0, first);
        assert_eq!(dragged[2..], rows[2..]);
    }
}
