//! The tools under the canvas, and the colors that go with them.

use room::{ItemId, board::Kind};

use super::{
    button::{How, icon_button},
    canvas::alone,
    easel::{Easel, Tool},
    first,
    theme::{PAPERS, PENS},
    writing,
};
use crate::prelude::*;

const TOOLS: [(Tool, &str, &str); 6] = [
    (Tool::Select, "mouse-pointer-2", "Select and move"),
    (Tool::Pan, "hand", "Move the board"),
    (Tool::Pen, "pencil", "Pen"),
    (Tool::Eraser, "eraser", "Eraser: your own strokes"),
    (Tool::Note, "sticky-note", "Sticky note"),
    (Tool::Text, "type", "Text"),
];
const PAPER_NAMES: [&str; PAPERS.len()] = ["Yellow", "Pink", "Green", "Blue"];
const PEN_NAMES: [&str; PENS.len()] = ["Black", "Orange", "Teal", "Red", "Green"];

/// The tools. Those that change the board are there only for who may.
#[component]
pub(super) fn Tools() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let button = move |(tool, icon, name)| {
        let pressed = Signal::derive(move || easel.tool.get() == tool);
        icon_button("iconbtn", icon, name, How::Pressed(pressed), Box::new(move || choose(easel, tool)))
    };
    let back = move |redo: bool| {
        let (class, icon, name) =
            if redo { ("iconbtn narrow-off", "redo-2", "Redo") } else { ("iconbtn", "undo-2", "Undo") };
        let none = Signal::derive(move || {
            let (undo, again) = easel.undoable.get();
            !(if redo { again } else { undo })
        });
        icon_button(class, icon, name, How::Off(none), Box::new(move || easel.undo(redo)))
    };
    view! {
        <Show when=move || easel.writes.get()>
            <Colors />
            <div class="board-tools" role="toolbar" aria-label="Tools">
                {TOOLS.into_iter().map(button).collect_view()}
                {back(false)}
                {back(true)}
            </div>
        </Show>
    }
}

/// Takes a tool. One that puts things up waits for the place; from the keyboard a note takes the next free one.
fn choose(easel: Easel, tool: Tool) {
    easel.tool.set(tool);
    if !matches!(tool, Tool::Select) {
        easel.selected.set(Default::default());
    }
    easel.touch(true);
}

/// What the colors are for.
#[derive(Clone, Copy, PartialEq)]
enum Palette {
    Papers,
    Pens,
}

/// What the colors are for: the tool, or what is selected of what this person may change.
#[derive(Clone, Copy, Default, PartialEq)]
struct Held {
    palette: Option<Palette>,
    /// The color of the first selected thing.
    color: Option<u8>,
    /// The only selected thing, if it has text.
    text: Option<ItemId>,
    /// Whether there is anything to delete.
    any: bool,
}

fn held(easel: Easel) -> Held {
    let mine = |id: &ItemId| easel.changes(*id);
    let selected = easel.selected.with(|selected| selected.iter().copied().find(mine));
    let Some((id, item)) = selected.and_then(|id| Some((id, easel.item(id)?))) else {
        let palette = match easel.tool.get() {
            Tool::Note => Some(Palette::Papers),
            Tool::Pen | Tool::Text => Some(Palette::Pens),
            Tool::Select | Tool::Pan | Tool::Eraser | Tool::Dot => None,
        };
        return Held { palette, ..Held::default() };
    };
    let palette = match item.kind {
        Kind::Note { .. } => Some(Palette::Papers),
        Kind::Text { .. } | Kind::Ink { .. } => Some(Palette::Pens),
        Kind::Frame { .. } => None,
    };
    let text = (alone(easel) == Some(id) && item.kind.text().is_some()).then_some(id);
    Held { palette, color: Some(item.color), text, any: true }
}

/// The colors of the tool, or of what is selected, and what can be done with it.
#[component]
fn Colors() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let held = memo(move || {
        easel.see(|_| ());
        easel.writes.track();
        held(easel)
    });
    let shown = move || {
        let Held { palette, any, .. } = held.get();
        (palette.is_some() || any) && easel.writing.with(Option::is_none)
    };
    let button = move |icon, name, act: fn(Easel)| {
        icon_button("iconbtn slim", icon, name, How::Plain, Box::new(move || act(easel)))
    };
    view! {
        <Show when=shown>
            <div class="swatches" role="group" aria-label="Colors">
                {move || held.get().palette.map(|palette| swatches(palette, held.get().color))}
                {move || held.get().text.map(|_| button("pen-line", "Edit text", edit_selected))}
                {move || held.get().any.then(|| button("trash-2", "Delete", delete_selected))}
            </div>
        </Show>
    }
}

fn edit_selected(easel: Easel) {
    if let Some(item) = easel.selected.with_untracked(first) {
        writing::write(easel, item);
    }
}

fn delete_selected(easel: Easel) {
    easel.delete(easel.selected.get_untracked());
    crate::browser::focus("#board-canvas");
}

fn swatches(palette: Palette, color: Option<u8>) -> AnyView {
    let easel = expect_context::<Easel>();
    let (chosen, classes, names): (_, &'static [&str], &'static [&str]) = match palette {
        Palette::Papers => (easel.paper, &PAPERS, &PAPER_NAMES),
        Palette::Pens => (easel.pen, &PENS, &PEN_NAMES),
    };
    let swatch = move |(at, (class, name)): (u8, (&&'static str, &&'static str))| {
        view! {
            <button
                class=["swatch ", if palette == Palette::Pens { "pen-" } else { "" }, class].concat()
                aria-label=*name
                title=*name
                aria-pressed=move || (color.unwrap_or_else(|| chosen.get()) == at).to_string()
                on:click=move |_| {
                    chosen.set(at);
                    easel.recolor(at);
                }
            ></button>
        }
    };
    (0..).zip(classes.iter().zip(names)).map(swatch).collect_view().into_any()
}
