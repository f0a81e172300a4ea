//! One segment in the list: its time, what it is, how to move, copy and remove it.

use academy::{id::SegmentId, session::Edit};

use super::{Order, kind, soon};
use crate::prelude::*;
use crate::{
    browser,
    home::{planner::Planner, when},
    ui::{Icon, Menu},
};

/// The row.
#[component]
pub(super) fn Row(id: SegmentId) -> impl IntoView {
    let (planner, order) = (expect_context::<Planner>(), expect_context::<Order>());
    let part = move |look: fn(&academy::segment::Segment) -> String| {
        memo(move || planner.segment(id, look).unwrap_or_default())
    };
    let (title, about) = (part(|segment| segment.title.clone()), part(kind::about));
    let icon = memo(move || planner.segment(id, kind::icon).unwrap_or("presentation"));
    let minutes = move || planner.segment(id, |segment| segment.minutes).unwrap_or_default();
    let start = move || {
        let at = order.rows.with(|rows| rows.iter().find(|(row, _)| *row == id).map(|(_, at)| *at));
        let zone = planner.session.with(|session| session.time_zone.clone());
        at.map(|at| when::clock(at, &zone))
    };
    let is_chosen = move || planner.chosen.get() == Some(id);
    let choose = move |_| {
        planner.chosen.set(Some(id));
        soon(|| browser::focus(".inspector h2"));
    };
    let take = move |event: leptos::ev::PointerEvent| {
        if event.button() == 0
            && let Some(at) = order.position(id)
        {
            order.dragged.set(Some((id, at)));
        }
    };
    view! {
        <li
            class="segment"
            class:chosen=is_chosen
            class:moving=move || order.dragged.get().is_some_and(|(held, _)| held == id)
            data-id=id.0.to_string()
        >
            <Show when=move || planner.is_open()>
                <button
                    class="grip"
                    aria-label=move || format!("Move {}: hold Alt and press the up or down arrow", title.get())
                    on:pointerdown=take
                >
                    <Icon name="grip-vertical" />
                </button>
            </Show>
            <span class="at">{start}</span>
            <span class="avatar square">{move || view! { <Icon name=icon.get() /> }}</span>
            <button class="segment-open" aria-current=move || is_chosen().then_some("true") on:click=choose>
                <b>{title}</b>
                <span class="tiny">
                    {about}
                </span>
            </button>
            <span class="chip">{minutes}" min"</span>
            <Show when=move || planner.is_open()>
                <span class="menu-anchor">
                    <More id title />
                </span>
            </Show>
        </li>
    }
}

/// What else can be done with a segment.
#[component]
fn More(id: SegmentId, title: Memo<String>) -> impl IntoView {
    let (planner, order) = (expect_context::<Planner>(), expect_context::<Order>());
    let step = move |by: isize| {
        if let Some(to) = order.position(id).and_then(|at| at.checked_add_signed(by)) {
            planner.edit_or_tell(Edit::Move { id, to });
        }
    };
    let insert = move |_| {
        let at = order.position(id).map_or(usize::MAX, |at| at + 1);
        planner.edit_or_tell(Edit::Insert { at, segment: kind::Kind::Talk.segment() });
        soon(|| browser::focus(".inspector input"));
    };
    let label = Signal::derive(move || format!("More about {}", title.get()));
    view! {
        <Menu class="iconbtn" label face=|| view! { <Icon name="ellipsis" /> }>
            <button role="menuitem" tabindex="-1" on:click=move |_| planner.edit_or_tell(Edit::Duplicate(id))>
                <Icon name="copy" />
                "Duplicate"
            </button>
            <button role="menuitem" tabindex="-1" on:click=insert>
                <Icon name="plus" />
                "Insert after"
            </button>
            <button role="menuitem" tabindex="-1" on:click=move |_| step(-1)>
                <Icon name="arrow-up" />
                "Move up"
            </button>
            <button role="menuitem" tabindex="-1" on:click=move |_| step(1)>
                <Icon name="arrow-down" />
                "Move down"
            </button>
            <hr />
            <button
                class="bad"
                role="menuitem"
                tabindex="-1"
                on:click=move |_| planner.edit_or_tell(Edit::Remove(id))
            >
                <Icon name="trash-2" />
                "Remove"
            </button>
        </Menu>
    }
}
