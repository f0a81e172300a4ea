//! The tools under the canvas, and the colors that go with them.

use room::board::Kind;

use super::{
    canvas::alone,
    easel::{Easel, Tool},
    theme::{PAPERS, PENS},
    writing,
};
use crate::prelude::*;
use crate::ui::Icon;

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
        view! {
            <button
                class="iconbtn"
                aria-label=name
                title=name
                aria-pressed=move || (easel.tool.get() == tool).to_string()
                on:click=move |_| choose(easel, tool)
            >
                <Icon name=icon />
            </button>
        }
    };
    let back = move |redo: bool| {
        let (icon, name) = if redo { ("redo-2", "Redo") } else { ("undo-2", "Undo") };
        let none = move || {
            let (undo, again) = easel.undoable.get();
            !(if redo { again } else { undo })
        };
        view! {
            <button
                class="iconbtn"
                class:narrow-off=redo
                aria-label=name
                title=name
                aria-disabled=move || none().then_some("true")
                on:click=move |_| easel.undo(redo)
            >
                <Icon name=icon />
            </button>
        }
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

/// The colors of the tool, or of what is selected, and what can be done with it.
#[component]
fn Colors() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let mine = memo(move || {
        easel.see(|_| ());
        easel
            .selected
            .with(|selected| selected.iter().copied().filter(|id| easel.changes(*id)).collect::<Vec<_>>())
    });
    let palette = memo(move || {
        let note = |kind: &Kind| matches!(kind, Kind::Note { .. });
        let first = mine.with(|mine| mine.first().copied());
        match (first.and_then(|id| easel.item(id)), easel.tool.get()) {
            (Some(item), _) if note(&item.kind) => Some(Palette::Papers),
            (Some(item), _) => (!matches!(item.kind, Kind::Frame { .. })).then_some(Palette::Pens),
            (None, Tool::Note) => Some(Palette::Papers),
            (None, Tool::Pen | Tool::Text) => Some(Palette::Pens),
            (None, _) => None,
        }
    });
    let held = memo(move || mine.with(|mine| !mine.is_empty()));
    let text = memo(move || {
        let one = alone(easel).filter(|one| mine.with(|mine| mine.contains(one)))?;
        easel.item(one).filter(|item| item.kind.text().is_some()).map(|_| one)
    });
    let shown = move || (palette.get().is_some() || held.get()) && easel.writing.with(Option::is_none);
    view! {
        <Show when=shown>
            <div class="swatches" role="group" aria-label="Colors">
                {move || palette.get().map(swatches)}
                {move || text.get().map(|item| view! {
                    <button class="iconbtn slim" aria-label="Edit text" title="Edit text" on:click=move |_| writing::write(easel, item)>
                        <Icon name="pen-line" />
                    </button>
                })}
                <Show when=move || held.get()>
                    <button
                        class="iconbtn slim"
                        aria-label="Delete"
                        title="Delete"
                        on:click=move |_| {
                            easel.delete(mine.get_untracked());
                            crate::browser::focus("#board-canvas");
                        }
                    >
                        <Icon name="trash-2" />
                    </button>
                </Show>
            </div>
        </Show>
    }
}

fn swatches(palette: Palette) -> AnyView {
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
                aria-pressed=move || (chosen.get() == at).to_string()
                on:click=move |_| {
                    chosen.set(at);
                    easel.recolor(at);
                }
            ></button>
        }
    };
    (0..).zip(classes.iter().zip(names)).map(swatch).collect_view().into_any()
}
