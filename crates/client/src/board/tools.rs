//! The tools under the canvas, and the colors that go with them.

use room::{ItemId, board::Kind};

use super::{
    button::{How, icon_button, menu_item},
    canvas::alone,
    clipboard,
    easel::{Easel, Tool},
    first, images,
    theme::{PAPERS, PENS},
    writing,
};
use crate::prelude::*;
use crate::ui::{Icon, Menu};

const TOOLS: [(Tool, &str, &str); 8] = [
    (Tool::Select, "mouse-pointer-2", "Select and move"),
    (Tool::Pan, "hand", "Move the board"),
    (Tool::Pen, "pencil", "Pen"),
    (Tool::Eraser, "eraser", "Eraser: your own strokes"),
    (Tool::Note, "sticky-note", "Sticky note"),
    (Tool::Text, "type", "Text"),
    (Tool::Shape, "square", "Rectangle or ellipse"),
    (Tool::Line, "move-up-right", "Arrow or line"),
];
const PAPER_NAMES: [&str; PAPERS.len()] = ["Yellow", "Pink", "Green", "Blue"];
const PEN_NAMES: [&str; PENS.len()] = ["Black", "Orange", "Teal", "Red", "Green"];

/// The tools. Those that change the board are there only for who may.
#[component]
pub(super) fn Tools() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let button = move |(tool, icon, name)| {
        let pressed = Signal::derive(move || easel.tool.get() == tool);
        // A finger moves the board with any empty place under it.
        let class = if tool == Tool::Pan { "iconbtn narrow-off" } else { "iconbtn" };
        icon_button(class, icon, name, How::Pressed(pressed), Box::new(move || choose(easel, tool)))
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
            <div class="board-foot">
                <Colors />
                <div class="board-tools" role="toolbar" aria-label="Tools">
                    {TOOLS.into_iter().map(button).collect_view()}
                    <images::Choose class="iconbtn file" />
                    {back(false)}
                    {back(true)}
                </div>
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
    /// The two ways in which the tool draws.
    ways: Option<Tool>,
}

fn held(easel: Easel) -> Held {
    let mine = |id: &ItemId| easel.changes(*id);
    let selected = easel.selected.with(|selected| selected.iter().copied().find(mine));
    let Some((id, item)) = selected.and_then(|id| Some((id, easel.item(id)?))) else {
        let palette = match easel.tool.get() {
            Tool::Note => Some(Palette::Papers),
            Tool::Pen | Tool::Text | Tool::Shape | Tool::Line => Some(Palette::Pens),
            Tool::Select | Tool::Pan | Tool::Eraser | Tool::Dot => None,
        };
        return Held {
            palette,
            ways: Some(easel.tool.get()).filter(|tool| ways(*tool).is_some()),
            ..Held::default()
        };
    };
    let palette = match item.kind {
        Kind::Note { .. } => Some(Palette::Papers),
        Kind::Text { .. } | Kind::Ink { .. } | Kind::Shape { .. } | Kind::Line { .. } => Some(Palette::Pens),
        Kind::Frame { .. } | Kind::Image { .. } => None,
    };
    let text = (alone(easel) == Some(id) && item.kind.text().is_some()).then_some(id);
    Held { palette, color: Some(item.color), text, any: true, ways: None }
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
    // Told apart, so that what stays is not made anew while somebody uses it.
    let (any, text) = (memo(move || held.with(|held| held.any)), memo(move || held.with(|held| held.text)));
    view! {
        <Show when=shown>
            <div class="swatches" role="group" aria-label="Colors">
                {move || held.get().palette.map(|palette| swatches(palette, held.get().color))}
                {move || held.get().ways.map(|tool| choices(easel, tool))}
                {move || text.get().map(|_| button("pen-line", "Edit text", edit_selected))}
                {move || any.get().then(|| button("copy-plus", "Duplicate", duplicate_selected))}
                {move || any.get().then(|| button("trash-2", "Delete", delete_selected))}
                {move || any.get().then(|| more(easel))}
            </div>
        </Show>
    }
}

fn edit_selected(easel: Easel) {
    if let Some(item) = easel.selected.with_untracked(first) {
        writing::write(easel, item);
    }
}

fn duplicate_selected(easel: Easel) {
    clipboard::duplicate(easel);
    crate::browser::focus("#board-canvas");
}

fn delete_selected(easel: Easel) {
    easel.delete(easel.selected.get_untracked());
    crate::browser::focus("#board-canvas");
}

/// What else can be done with what is selected.
fn more(easel: Easel) -> AnyView {
    view! {
        <Menu
            class="iconbtn slim"
            label=Signal::stored("More to do with it".to_owned())
            face=|| view! { <Icon name="ellipsis" /> }
        >
            {arranging(easel)}
        </Menu>
    }
    .into_any()
}

fn arranging(easel: Easel) -> AnyView {
    let item = move |icon, words: &str, act: fn(Easel)| {
        let act = move || {
            act(easel);
            // After the menu has given the focus back to its button.
            set_timeout(|| crate::browser::focus("#board-canvas"), std::time::Duration::ZERO);
        };
        menu_item("menuitem", None, icon, words.to_owned(), Box::new(act))
    };
    let (free, locked) = easel.locks();
    let (apart, grouped) = easel.groups();
    let leads = easel.live.leads.get_untracked();
    view! {
        {item("bring-to-front", "Bring to front", |easel| easel.bring_to_front())}
        {item("send-to-back", "Send to back", |easel| easel.send_to_back())}
        {apart.then(|| item("group", "Group", |easel| easel.group(true)))}
        {grouped.then(|| item("ungroup", "Ungroup", |easel| easel.group(false)))}
        {(leads && free).then(|| item("lock", "Lock in place", |easel| easel.lock(true)))}
        {(leads && locked).then(|| item("lock-open", "Unlock", |easel| easel.lock(false)))}
    }
    .into_any()
}

/// The two ways in which a tool draws.
fn ways(tool: Tool) -> Option<[(&'static str, &'static str); 2]> {
    Some(match tool {
        Tool::Pen => [("pen-line", "Fine pen"), ("highlighter", "Highlighter")],
        Tool::Shape => [("square", "Rectangle"), ("circle", "Ellipse")],
        Tool::Line => [("move-up-right", "Arrow"), ("slash", "Line")],
        Tool::Select | Tool::Pan | Tool::Eraser | Tool::Note | Tool::Text | Tool::Dot => return None,
    })
}

fn choices(easel: Easel, tool: Tool) -> AnyView {
    let second = match tool {
        Tool::Pen => easel.marker,
        Tool::Shape => easel.round,
        _ => easel.plain,
    };
    let choice = move |(on, (icon, name))| {
        let pressed = Signal::derive(move || second.get() == on);
        icon_button("iconbtn slim", icon, name, How::Pressed(pressed), Box::new(move || second.set(on)))
    };
    let both = [false, true].into_iter().zip(ways(tool).into_iter().flatten());
    both.map(choice).collect_view().into_any()
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
