//! Writing in a note, a text, a shape or a frame's title: one person at a time, in one text field.
//!
//! What is typed is sent after a pause and when the field is left. A new note is put up first and written then, so
//! that others see it grow; one that stays empty is taken off again.

use std::time::Duration;

use leptos::{html, leptos_dom::helpers::TimeoutHandle};
use room::{
    ItemId,
    board::{Change, Command, Kind, Pick, Prop, Size, Spot},
    limit,
};

use super::{easel::Easel, geometry::Area, history::Step};
use crate::prelude::*;

/// A pause in typing after which what was typed is sent.
const PAUSE: Duration = Duration::from_millis(700);

/// The text that is being written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Writing {
    /// Of which item; none until a new one is on the board.
    pub(super) item: Option<ItemId>,
    /// The number a new one was sent with.
    number: Option<u32>,
    pub(super) kind: Kind,
    pub(super) at: Spot,
    pub(super) size: Size,
    pub(super) color: u8,
    /// What is in the field.
    pub(super) typed: String,
}

impl Writing {
    fn before(&self) -> &str {
        self.kind.text().unwrap_or_default()
    }
}

/// Opens the text of an item, if this person may write in it.
pub(super) fn write(easel: Easel, id: ItemId) {
    let Some(item) = easel.item(id).filter(|item| item.kind.text().is_some()) else { return };
    if !easel.changes(id) {
        return easel.say_not_yours();
    }
    if let Some(writer) = easel.writer(id) {
        return easel.say_held(writer);
    }
    let typed = item.kind.text().unwrap_or_default().to_owned();
    let (at, size, color) = (item.at, item.size, item.color);
    open(easel, Writing { item: Some(id), number: None, kind: item.kind, at, size, color, typed });
    claim(easel, id);
}

/// Puts up something new and opens its text.
pub(super) fn write_new(easel: Easel, kind: Kind, at: Spot) {
    let new = easel.new_item(kind, at);
    let (kind, at, size, color, number) = (new.kind.clone(), new.at, new.size, new.color, new.stroke);
    open(easel, Writing { item: None, number, kind, at, size, color, typed: String::new() });
    easel.put(new, move |id| {
        let Some(id) = id else { return close_if(easel, number) };
        let here = easel.writing.try_update(|writing| {
            let writing = writing.as_mut().filter(|writing| writing.number == number)?;
            writing.item = Some(id);
            Some(())
        });
        match (here.flatten(), easel.left.try_update_value(|left| left.take_if(|left| left.number == number)))
        {
            (Some(()), _) => claim(easel, id),
            (None, Some(Some(left))) => settle(easel, &Writing { item: Some(id), ..left }),
            (None, _) => {}
        }
    });
}

fn open(easel: Easel, writing: Writing) {
    finish(easel);
    easel.reveal(Area::new(writing.at, writing.size));
    easel.writing.set(Some(writing));
    easel.touch(true);
}

fn claim(easel: Easel, item: ItemId) {
    easel.ask(Command::Claim { board: easel.id, item }, move |done| {
        let other = |writing: &Writing| writing.item == Some(item);
        if !done {
            _ = easel.writing.try_update(|writing| writing.take_if(|writing| other(writing)));
        }
    });
}

/// What could not be put up is not written either.
fn close_if(easel: Easel, number: Option<u32>) {
    _ = easel.writing.try_update(|writing| writing.take_if(|writing| writing.number == number));
    easel.touch(true);
}

/// The field is left.
pub(super) fn finish(easel: Easel) {
    let left = easel.writing.try_update(Option::take).flatten();
    let Some(writing) = left else { return };
    match writing.item {
        Some(_) => settle(easel, &writing),
        // It is not on the board yet; its words follow it.
        None => easel.left.update_value(|left| *left = Some(writing)),
    }
    easel.touch(true);
}

/// The words become the item's, and others may write in it again.
fn settle(easel: Easel, writing: &Writing) {
    let Some(item) = writing.item else { return };
    let board = easel.id;
    let is_new = writing.number.is_some();
    if is_new && writing.typed.trim().is_empty() {
        return easel.ask(Command::Delete { board, items: vec![Pick { item, if_stamp: None }] }, |_| ());
    }
    send(easel, item, &writing.typed);
    easel.ask(Command::Release { board, item }, |_| ());
    if is_new {
        easel.record(vec![Step::Delete(item)]);
    } else if writing.typed != writing.before() {
        easel.record(vec![Step::Set(item, vec![Prop::Text(writing.before().to_owned())])]);
    }
}

/// Sends the words if the item does not say them already.
fn send(easel: Easel, item: ItemId, typed: &str) {
    let said = easel.item(item).and_then(|item| item.kind.text().map(str::to_owned));
    if said.as_deref() != Some(typed) {
        let change = Change { item, props: vec![Prop::Text(typed.to_owned())], if_stamp: None };
        easel.ask(Command::Set { board: easel.id, changes: vec![change] }, |_| ());
    }
}

/// The text field. Where it stands is up to the style: over its item on the canvas, or in a row of the outline.
#[component]
pub(super) fn Field(
    /// Its classes.
    #[prop(into)]
    class: Signal<String>,
    /// Called when it was left by keyboard.
    left: fn(Option<ItemId>),
) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let field = NodeRef::<html::Textarea>::new();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || _ = timer.try_update_value(|timer| timer.take().map(|timer| timer.clear()));
    field.on_load(|field| {
        _ = field.focus();
        let end = field.value().encode_utf16().count() as u32;
        _ = field.set_selection_range(end, end);
    });
    on_cleanup(move || {
        stop();
        finish(easel);
    });
    let typed = move |words: String| {
        _ = easel
            .writing
            .try_update_untracked(|writing| writing.as_mut().map(|writing| writing.typed = words));
        stop();
        let send = move || {
            let now = easel.writing.try_get_untracked().flatten();
            if let Some((item, words)) = now.and_then(|writing| Some((writing.item?, writing.typed))) {
                send(easel, item, &words);
            }
        };
        timer.set_value(set_timeout_with_handle(send, PAUSE).ok());
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let done =
            event.key() == "Escape" || (event.key() == "Enter" && (event.ctrl_key() || event.meta_key()));
        event.stop_propagation();
        if done && !event.is_composing() {
            event.prevent_default();
            let item = easel.writing.with_untracked(|writing| writing.as_ref()?.item);
            finish(easel);
            left(item);
        }
    };
    let words = easel.writing.with_untracked(|writing| writing.as_ref().map(|writing| writing.typed.clone()));
    view! {
        <textarea
            class=class
            node_ref=field
            aria-label=move || easel.writing.with(|writing| writing.as_ref().map(|writing| label(&writing.kind)))
            maxlength=limit::NOTE.to_string()
            prop:value=words.unwrap_or_default()
            on:input:target=move |event| typed(event.target().value())
            on:keydown=keys
            on:blur=move |_| finish(easel)
        ></textarea>
    }
}

fn label(kind: &Kind) -> &'static str {
    match kind {
        Kind::Frame { .. } => "Title of the frame",
        Kind::Text { .. } => "Text",
        Kind::Shape { .. } => "Words in the shape",
        Kind::Note { .. } | Kind::Ink { .. } | Kind::Line { .. } => "Note",
    }
}
