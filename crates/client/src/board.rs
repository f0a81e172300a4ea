//! The whiteboard in the browser: notes, text and ink on a canvas, and the same as a list.
//!
//! Which board the stage shows is decided here; the board itself is a part that is fetched when one is opened.
//! Its pieces share an [`easel::Easel`]. A board is looked at first ([`canvas`], [`paint`], [`screen`], drawn once in
//! [`tiles`] from what the [`scene`] knows, with what is on its way: [`under_way`], [`standing`]). What changes it is a part of its own, [`hands`]: the pointer and the keyboard
//! ([`pointer`], [`keys`]), what one holds and marks ([`held`]), what is done ([`doing`]), what is written ([`writing`]), pictures ([`images`]), undo ([`history`]), and the list
//! ([`outline`]).

mod arrange;
mod arrows;
mod bar;
mod button;
mod canvas;
mod clipboard;
mod control;
mod cursors;
mod doing;
mod dots;
mod drawing;
mod easel;
mod geometry;
mod hands;
mod held;
mod history;
mod images;
mod ink;
mod keys;
mod layouts;
mod looking;
mod moving;
mod news;
mod order;
mod outline;
mod pages;
mod paint;
mod pens;
mod pointer;
mod resize;
mod rules;
mod scene;
mod screen;
mod shapes;
mod slides;
mod stage;
mod standing;
mod theme;
mod tiles;
mod tools;
mod under_way;
mod writers;
mod writing;

use room::{BoardId, ItemId};

use crate::parts::{self, Hand, Part};
use crate::prelude::*;
pub(crate) use control::Control;
use easel::Easel;
pub(crate) use hands::piece;
pub(crate) use pens::Pens;
pub(crate) use stage::{OnStage, OrBoard, heading, part};

/// What a stroke is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pen {
    color: u8,
    /// A highlighter: wide, see-through and behind everything.
    marker: bool,
}

impl Pen {
    /// How wide it draws, in eighths of a pixel.
    fn width(self) -> u16 {
        if self.marker { 160 } else { 24 }
    }
}

/// Some things on a board.
type Items = room::map::Set<ItemId>;

/// The first of some things; the only one if there are no others.
fn first(items: &Items) -> Option<ItemId> {
    items.iter().next().copied()
}

/// One board.
#[component]
pub(crate) fn Board(
    /// Which.
    id: BoardId,
) -> impl IntoView {
    let easel = Easel::new(id);
    provide_context(easel);
    let listed = bar::Listed::new();
    provide_context(listed);
    let title = Signal::derive(move || easel.see(|board| board.title.clone()).unwrap_or_default());
    view! {
        <section class="board" class:fill=move || !listed.get() aria-label="Whiteboard">
            {move || match listed.get() {
                true => view! { <Part what="the list" fetch=|| parts::styled_hands(Hand::List) /> }.into_any(),
                false => view! { <canvas::Canvas title /><bar::Bar /> }.into_any(),
            }}
        </section>
    }
}
