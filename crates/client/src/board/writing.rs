//! Writing in a note, a text, a shape or a frame's title, where others may be writing too.
//!
//! Every key goes to the item's [`Pen`], which asks for one edit at a time and keeps the field in step with what others
//! write. A pen outlives its field until everything written with it is on the board. A new note is put up first and
//! written then, so that others see it grow; one that stays empty is taken off again.

use leptos::{
    ev::{CompositionEvent, KeyboardEvent},
    html,
};
use link::Happening as Heard;
use room::{
    Event, ItemId, Refusal,
    board::{self, Command, Happening, Kind, Pick, Prop, Size, Spot},
    limit,
    map::Map,
    text::{Ask, Author, Edit, Effect, Lost, Pen, chars_before, units_before},
};
use sketch::Area;
use web_sys::HtmlTextAreaElement;

use super::{easel::Easel, history::Step, pens::Pens};
use crate::prelude::*;
use crate::{browser, words};

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
    /// What was in the field before the item was on the board.
    typed: String,
    /// When the field was left, in doings; before that, nothing.
    left: Option<u64>,
}

/// The pen of one item.
pub(super) struct Open {
    /// Where it is written; that may be shown no longer.
    easel: Easel,
    pen: Pen,
    author: Author,
    /// Whether it was put up to be written.
    is_new: bool,
    /// When its field was left, in doings.
    left: Option<u64>,
}

/// Opens the text of an item, if this person may write in it.
pub(super) fn write(easel: Easel, id: ItemId) {
    let Some(item) = easel.item(id).filter(|item| item.kind.text().is_some()) else { return };
    if !easel.changes(id) {
        return easel.say_not_yours();
    }
    let (at, size, color) = (item.at, item.size, item.color);
    open(
        easel,
        Writing {
            item: Some(id),
            number: None,
            kind: item.kind,
            at,
            size,
            color,
            typed: String::new(),
            left: None,
        },
    );
    take_up(easel, id, false);
}

/// Puts up something new and opens its text.
pub(super) fn write_new(easel: Easel, kind: Kind, at: Spot) {
    let new = easel.new_item(kind, at);
    if !easel.opens((new.at, new.size)) {
        return easel.toasts.say(words::refusal(&Refusal::FrameClosed));
    }
    let (kind, at, size, color, number) = (new.kind.clone(), new.at, new.size, new.color, new.stroke);
    open(easel, Writing { item: None, number, kind, at, size, color, typed: String::new(), left: None });
    easel.put(new, move |id| {
        let Some(id) = id else { return close_if(easel, number) };
        let here = easel.writing.try_update(|writing| {
            let writing = writing.as_mut().filter(|writing| writing.number == number)?;
            writing.item = Some(id);
            Some(())
        });
        let left = easel.left.try_update_value(|left| {
            let at = left.iter().position(|left| left.number == number)?;
            Some(left.remove(at))
        });
        let left = left.flatten();
        if here.flatten().is_none() && left.is_none() {
            return;
        }
        take_up(easel, id, true);
        let typed = |writing: &Option<Writing>| writing.as_ref().map(|writing| writing.typed.clone());
        let gone = left.as_ref().and_then(|left| left.left);
        let words = left.map(|left| left.typed);
        let words = words.or_else(|| easel.writing.try_with_untracked(typed).flatten()).unwrap_or_default();
        write_down(easel, id, &words, None);
        if let Some(moment) = gone {
            leave(easel, id, moment);
        }
    });
}

fn open(easel: Easel, writing: Writing) {
    finish(easel);
    easel.reveal(Area::new(writing.at, writing.size));
    easel.writing.set(Some(writing));
    easel.touch(true);
}

/// What could not be put up is not written either.
fn close_if(easel: Easel, number: Option<u32>) {
    _ = easel.writing.try_update(|writing| writing.take_if(|writing| writing.number == number));
    easel.touch(true);
}

/// The field is left.
pub(super) fn finish(easel: Easel) {
    let left = easel.writing.try_update(Option::take).flatten();
    let Some(mut writing) = left else { return };
    let moment = easel.moment();
    writing.left = Some(moment);
    match writing.item {
        Some(item) => leave(easel, item, moment),
        // It is not on the board yet; its words follow it.
        None => _ = easel.left.try_update_value(|left| left.push(writing)),
    }
    easel.touch(true);
}

/// Takes up the item's pen.
fn take_up(easel: Easel, item: ItemId, is_new: bool) {
    easel.pens.scribe.set_value(Some(hear));
    let again = with_open(easel, item, |open| (open.easel, open.left) = (easel, None));
    if again.is_none() {
        let Some(paper) = easel.look(|board| board.paper(item)) else { return };
        let author = Author::of(easel.live.me(), browser::random() as u32);
        let pen = Pen::new(author, paper.text().to_owned(), paper.revision());
        let open = Open { easel, pen, author, is_new, left: None };
        easel.pens.open.update_value(|all| _ = all.insert((easel.id, item), open));
    }
    easel.ask(Command::Claim { board: easel.id, item }, |_| ());
}

/// Does something with an item's pen, if it is in use.
fn with_open<T>(easel: Easel, item: ItemId, act: impl FnOnce(&mut Open) -> T) -> Option<T> {
    easel.pens.open.try_update_value(|all| all.get_mut(&(easel.id, item)).map(act)).flatten()
}

/// What was done with a pen has its effects; what did not fit is put right by the text as the room has it.
fn use_pen(easel: Easel, item: ItemId, act: impl FnOnce(&mut Pen) -> Result<Effect, Lost>) {
    let done = with_open(easel, item, |open| act(&mut open.pen));
    match done {
        Some(Ok(effect)) => follow(easel, item, effect),
        Some(Err(Lost)) => look_again(easel, item),
        None => {}
    }
}

/// The pen sees the text as the room has it; what was written here stays.
fn look_again(easel: Easel, item: ItemId) {
    let Some(paper) = easel.look(|board| board.items.contains_key(&item).then(|| board.paper(item))) else {
        return;
    };
    let Some(paper) = paper else { return drop_pen(easel, item) };
    let seen = with_open(easel, item, |open| open.pen.snapshot(&paper.snapshot(open.author)));
    match seen {
        Some(Ok(effect)) => follow(easel, item, effect),
        Some(Err(Lost)) => drop_pen(easel, item),
        None => {}
    }
}

/// The item is gone, and with it what was written.
fn drop_pen(easel: Easel, item: ItemId) {
    _ = easel.pens.open.try_update_value(|all| all.remove(&(easel.id, item)));
    let written = |writing: &mut Option<Writing>| writing.take_if(|writing| writing.item == Some(item));
    if easel.writing.try_update(written).flatten().is_some() {
        easel.toasts.say("What you were writing in was deleted.");
    }
}

/// Sends what is to be sent, and shows what is to be shown.
fn follow(easel: Easel, item: ItemId, effect: Effect) {
    let Effect { ask, show, caret, .. } = effect;
    let here = easel.writing.try_with_untracked(|writing| writing.as_ref()?.item).flatten() == Some(item);
    if let (true, Some(field)) = (here, easel.field.try_get_untracked().flatten()) {
        show_in(&field, show.as_ref(), caret);
    }
    if let Some(ask) = ask {
        send(easel, item, ask);
    }
    end_if_done(easel, item);
}

/// What others have written comes into the field; the selection stays with its letters.
fn show_in(field: &HtmlTextAreaElement, edit: Option<&Edit>, caret: Option<u32>) {
    let before = field.value();
    let Some(after) = edit.map_or_else(|| Some(before.clone()), |edit| edit.apply(&before).ok()) else {
        return;
    };
    let at = |unit: Result<Option<u32>, _>| chars_before(&before, unit.ok().flatten().unwrap_or_default());
    let (start, end) = (at(field.selection_start()), at(field.selection_end()));
    let (start, end) = match (caret, edit) {
        (Some(caret), _) => (caret, caret),
        (None, Some(edit)) => edit.selection(start, end),
        (None, None) => return,
    };
    field.set_value(&after);
    _ = field.set_selection_range(units_before(&after, start), units_before(&after, end));
}

fn send(easel: Easel, item: ItemId, ask: Ask) {
    let Some(author) = with_open(easel, item, |open| open.author) else { return };
    let Ask { number, base, edit } = ask;
    let command = Command::Type { board: easel.id, item, author, number, base, edit };
    easel.ask_for(command, move |answer| match answer {
        Ok(()) => end_if_done(easel, item),
        Err(Refusal::Stale) => look_again(easel, item),
        Err(why) => {
            easel.toasts.say(words::refusal(&why));
            use_pen(easel, item, |pen| pen.refused(number));
        }
    });
}

/// What has happened, as far as it touches what is being written.
fn hear(pens: Pens, heard: &Heard) {
    let all = || {
        let places = pens.open.try_with_value(|all| {
            all.iter().map(|((_, item), open)| (open.easel, *item)).collect::<Vec<_>>()
        });
        places.unwrap_or_default().into_iter()
    };
    match heard {
        Heard::Looked => all().for_each(|(easel, item)| look_again(easel, item)),
        Heard::Happened(_, events) => {
            for event in events {
                let Event::Board(board::Event::On(id, happening)) = event else { continue };
                let here = all().filter(|(easel, _)| easel.id == *id);
                match happening {
                    Happening::Typed { item, step, .. } => {
                        for (easel, item) in here.filter(|(_, other)| other == item) {
                            use_pen(easel, item, |pen| {
                                pen.heard(pen.revision() + 1, step.author, step.number, &step.edit)
                            });
                        }
                    }
                    Happening::Deleted { .. } | Happening::Cleared { .. } | Happening::Revealed { .. } => {
                        here.for_each(|(easel, item)| look_again(easel, item));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// The field holds these words now.
fn write_down(easel: Easel, item: ItemId, words: &str, caret: Option<u32>) {
    let now = browser::now_ms() as u64;
    use_pen(easel, item, |pen| Ok(pen.typed(words, caret, now)?));
}

fn leave(easel: Easel, item: ItemId, moment: u64) {
    with_open(easel, item, |open| open.left = Some(moment));
    end_if_done(easel, item);
}

/// The field was left and all that was written is on the board: others may delete the item again, and what was written
/// can be undone as a whole.
fn end_if_done(easel: Easel, item: ItemId) {
    let done = |open: &Open| open.left.is_some() && open.pen.is_settled();
    let key = (easel.id, item);
    let end = |all: &mut Map<_, Open>| all.get(&key).is_some_and(done).then(|| all.remove(&key)).flatten();
    let Some(Open { pen, is_new, left, .. }) = easel.pens.open.try_update_value(end).flatten() else {
        return;
    };
    let board = easel.id;
    if is_new && pen.text().trim().is_empty() {
        return easel.ask(Command::Delete { board, items: vec![Pick { item, if_stamp: None }] }, |_| ());
    }
    easel.ask(Command::Release { board, item }, |_| ());
    let without = pen.without_own();
    if is_new && without.trim().is_empty() {
        easel.record_at(left.unwrap_or_default(), vec![Step::Delete(item)]);
    } else if without != pen.text() {
        easel.record_at(left.unwrap_or_default(), vec![Step::Set(item, vec![Prop::Text(without)])]);
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
    let field: NodeRef<html::Textarea> = easel.field;
    field.on_load(|field| {
        _ = field.focus();
        let end = field.value().encode_utf16().count() as u32;
        _ = field.set_selection_range(end, end);
    });
    on_cleanup(move || finish(easel));
    let item = move || easel.writing.with_untracked(|writing| writing.as_ref()?.item);
    let typed = move |field: HtmlTextAreaElement| {
        let words = field.value();
        let caret = field.selection_end().ok().flatten().map(|unit| chars_before(&words, unit));
        match item() {
            Some(item) => write_down(easel, item, &words, caret),
            None => {
                let keep =
                    |writing: &mut Option<Writing>| writing.as_mut().map(|writing| writing.typed = words);
                _ = easel.writing.try_update_untracked(keep);
            }
        }
    };
    let on_pen = move |act: fn(&mut Pen) -> Result<Effect, Lost>| {
        if let Some(item) = item() {
            use_pen(easel, item, act);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let command = event.ctrl_key() || event.meta_key();
        let done = event.key() == "Escape" || (event.key() == "Enter" && command);
        event.stop_propagation();
        if event.is_composing() {
            return;
        }
        if done {
            event.prevent_default();
            let item = item();
            finish(easel);
            left(item);
        } else if let Some(redo) = undoes(&event.key(), command, event.shift_key()) {
            event.prevent_default();
            on_pen(if redo { Pen::redo } else { Pen::undo });
        }
    };
    let begin = |pen: &mut Pen| {
        pen.begin_composition();
        Ok(Effect::default())
    };
    let words = item().and_then(|item| with_open(easel, item, |open| open.pen.field().to_owned()));
    view! {
        <textarea
            class=class
            node_ref=field
            aria-label=move || easel.writing.with(|writing| writing.as_ref().map(|writing| label(&writing.kind)))
            maxlength=limit::NOTE.to_string()
            prop:value=words.unwrap_or_default()
            on:input:target=move |event| typed(event.target())
            on:compositionstart=move |_: CompositionEvent| on_pen(begin)
            on:compositionend=move |_: CompositionEvent| on_pen(Pen::end_composition)
            on:keydown=keys
            on:blur=move |_| finish(easel)
        ></textarea>
    }
}

/// Whether a key undoes (`false`) or redoes (`true`): as browsers do it themselves, who know nothing of what others write.
fn undoes(key: &str, command: bool, shift: bool) -> Option<bool> {
    match key.to_ascii_lowercase().as_str() {
        "z" if command => Some(shift),
        "y" if command && !shift => Some(true),
        _ => None,
    }
}

fn label(kind: &Kind) -> &'static str {
    match kind {
        Kind::Frame { .. } => "Title of the frame",
        Kind::Text { .. } => "Text",
        Kind::Shape { .. } => "Words in the shape",
        Kind::Image { .. } => "What the picture shows",
        Kind::Note { .. } | Kind::Ink { .. } | Kind::Line { .. } => "Note",
    }
}
