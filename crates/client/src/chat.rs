//! The conversation in writing: the log of lines, and where one writes.

mod composer;
mod line;
mod links;
mod typing;

use std::time::Duration;

use leptos::{ev, html};
use link::Happening;
use room::{Event, LineId, PersonId, Room, chat::Audience, roster::Role};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::prelude::*;
use crate::{
    browser,
    live::{Live, Part},
    room::Shell,
    ui::{Announcer, Icon},
};
use composer::Composer;
use line::Line;

/// Lines shown at once, and how many more are shown on request.
const WINDOW: usize = 200;
/// Lines of one author within this time stand under one name, milliseconds.
const TOGETHER_MS: i64 = 3 * room::MINUTE_MS;
/// This close to the end, new lines are followed, pixels.
const NEAR: i32 = 48;
/// A sheet has slid in after this.
const SLID: Duration = Duration::from_millis(220);

/// What log and composer share.
#[derive(Clone, Copy)]
struct Desk {
    /// For whom this person may write now.
    audiences: Memo<Vec<Audience>>,
    /// Whether this person may react to what others write.
    reacts: Memo<bool>,
    /// The line that is being answered.
    replying: RwSignal<Option<LineId>>,
    /// Lines under way to the server: number, for whom, what.
    unsent: RwSignal<Vec<(u32, Audience, String)>>,
    /// Where one types.
    field: NodeRef<html::Textarea>,
    /// The first line that was new when it came.
    mark: RwSignal<Option<LineId>>,
}

/// A line's place in the log.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    line: LineId,
    /// Under the name of the line before it.
    next: bool,
}

/// The conversation.
#[component]
pub(crate) fn Chat() -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    let desk = Desk {
        audiences: live
            .memo(&[Part::Chat, Part::Roster, Part::Breakout], move |room| composer::audiences(room, me)),
        reacts: live.memo(&[Part::Roster], move |room| reacts(room, me)),
        replying: RwSignal::new(None),
        unsent: RwSignal::new(vec![]),
        field: NodeRef::new(),
        mark: RwSignal::new(None),
    };
    provide_context(desk);
    let window = RwSignal::new(WINDOW);
    let places = memo(move || live.see(Part::Chat, |room| places(room, window.get())));
    let earlier = memo(move || live.see(Part::Chat, |room| room.chat.lines.len()) > window.get());
    let log = NodeRef::<html::Div>::new();
    let follows = RwSignal::new(true);
    follow(live, desk, log, follows);
    // Who writes wants to see their own line.
    effect(move || {
        if desk.unsent.with(|unsent| !unsent.is_empty()) {
            follows.set(true);
        }
    });
    let to_end = move |_| {
        follows.set(true);
        scroll_to_end(log);
    };
    let unread = expect_context::<Shell>().unread;
    view! {
        <div
            class="lines"
            role="log"
            aria-label="Chat"
            tabindex="0"
            node_ref=log
            on:scroll=move |_| follows.set(log.get_untracked().is_some_and(|log| is_at_end(&log)))
            on:keydown=move_among_lines
        >
            <Show when=move || earlier.get()>
                <button class="link" on:click=move |_| window.update(|window| *window += WINDOW)>
                    "Show earlier lines"
                </button>
            </Show>
            <Show when=move || places.with(Vec::is_empty) && desk.unsent.with(Vec::is_empty)>
                <div class="empty">
                    <Icon name="message-circle" />
                    <p>"Nothing has been written yet."</p>
                </div>
            </Show>
            <ol>
                <For each=move || places.get() key=|place| *place let(place)>
                    <Line place />
                </For>
                <For each=move || desk.unsent.get() key=|(number, ..)| *number let((_number, _audience, text))>
                    <li class="msg unsent next">
                        <div>
                            <p>{text}</p>
                            <span class="tiny">"On its way"</span>
                        </div>
                    </li>
                </For>
            </ol>
        </div>
        <Show when=move || !follows.get() && { unread.get() > 0 }>
            <button class="btn slim to-latest" on:click=to_end>
                <Icon name="arrow-down" />
                {move || crate::words::count(unread.get(), "new line", "new lines")}
            </button>
        </Show>
        <Composer />
    }
}

/// Whether somebody may react to lines: observers only read.
fn reacts(room: &Room, person: PersonId) -> bool {
    room.roster.people.get(&person).is_some_and(|person| person.role != Role::Observer)
}

/// The last lines, each with whether it stands under the name of the one before.
fn places(room: &Room, window: usize) -> Vec<Place> {
    let skipped = room.chat.lines.len().saturating_sub(window);
    let mut before: Option<&room::chat::Line> = None;
    let mut places = Vec::with_capacity(room.chat.lines.len() - skipped);
    for (id, line) in room.chat.lines.iter().skip(skipped) {
        let next = before.is_some_and(|b| {
            b.author == line.author && b.audience == line.audience && line.at.since_ms(b.at) < TOGETHER_MS
        });
        places.push(Place { line: *id, next });
        before = Some(line);
    }
    places
}

/// Keeps the end in sight while somebody reads there, counts what they have not seen, and says new lines aloud while
/// the log is out of sight (while it is in sight, a screen reader says them by itself).
fn follow(live: Live, desk: Desk, log: NodeRef<html::Div>, follows: RwSignal<bool>) {
    let shell = expect_context::<Shell>();
    let announcer = expect_context::<Announcer>();
    let seen = StoredValue::new(None);
    let in_sight = move || log.try_get_untracked().flatten().is_some_and(|log| browser::shown(&log));
    let look = move || {
        let (me, last) = (live.me(), live.look(|room| room.chat.lines.keys().next_back().copied()));
        let Some(before) = seen.try_get_value() else { return };
        let reads = in_sight() && follows.get_untracked();
        if before.is_none() || reads {
            seen.set_value(Some(last.unwrap_or_default()));
            shell.unread.set(0);
        } else if let Some(before) = before {
            let new = live.look(|room| unread(room, me, before));
            if new.0 > 0 && shell.unread.get_untracked() == 0 {
                desk.mark.set(new.1);
            }
            shell.unread.set(new.0);
        }
        if reads {
            scroll_to_end(log);
        }
    };
    effect(move || {
        live.see(Part::Chat, |_| ());
        desk.unsent.track();
        follows.track();
        set_timeout(look, Duration::ZERO);
    });
    effect(move || {
        shell.tab.track();
        shell.sheet.track();
        set_timeout(look, SLID);
    });
    let back = window_event_listener_untyped("visibilitychange", move |_| look());
    on_cleanup(move || back.remove());
    live.listen(move |happening| {
        let Happening::Happened(_, events) = happening else { return };
        for event in events {
            if let Event::Chat(room::chat::Event::Said { author, text, .. }) = event
                && *author != live.me()
                && !in_sight()
            {
                announcer.say(format!("{}: {text}", name(live, *author)));
            }
        }
    });
}

/// How many lines of others came after `seen`, and the first of them.
fn unread(room: &Room, me: PersonId, seen: LineId) -> (usize, Option<LineId>) {
    let new = room.chat.lines.iter().rev().take_while(|(id, _)| **id > seen);
    let of_others = new.filter(|(_, line)| line.author != me);
    of_others.fold((0, None), |(count, _), (id, _)| (count + 1, Some(*id)))
}

fn name(live: Live, person: PersonId) -> String {
    live.look(|room| room.roster.people.get(&person).map(|p| p.name.clone())).unwrap_or_default()
}

fn is_at_end(log: &Element) -> bool {
    log.scroll_height() - log.scroll_top() - log.client_height() < NEAR
}

fn scroll_to_end(log: NodeRef<html::Div>) {
    if let Some(log) = log.try_get_untracked().flatten() {
        log.set_scroll_top(log.scroll_height());
    }
}

/// Arrow keys move among the lines, and sideways to what can be done with one.
fn move_among_lines(event: ev::KeyboardEvent) {
    let key = event.key();
    let Some(log) = event.current_target().and_then(|log| log.dyn_into::<Element>().ok()) else { return };
    let Some(focused) = document().active_element() else { return };
    let line = focused.closest("li.msg").ok().flatten();
    let all = |within: &Element, selector: &str| {
        let found = within.query_selector_all(selector).ok();
        let nodes =
            found.into_iter().flat_map(|found| (0..found.length()).filter_map(move |at| found.get(at)));
        nodes.filter_map(|node| node.dyn_into::<HtmlElement>().ok()).collect::<Vec<_>>()
    };
    let beside = |all: &[HtmlElement], now: Option<&Element>, forward: bool| {
        let at = all.iter().position(|one| Some::<&Element>(one) == now);
        match (at, forward) {
            (Some(at), true) => all.get(at + 1).cloned(),
            (Some(at), false) => at.checked_sub(1).and_then(|at| all.get(at).cloned()),
            (None, true) => all.first().cloned(),
            (None, false) => all.last().cloned(),
        }
    };
    let next = match (key.as_str(), &line) {
        ("ArrowDown" | "ArrowUp", _) => beside(&all(&log, "li.msg"), line.as_ref(), key == "ArrowDown"),
        ("ArrowRight" | "ArrowLeft", Some(line)) => {
            let forward = key == "ArrowRight";
            let acts = all(line, "button, a");
            let next = beside(&acts, Some(&focused).filter(|focused| *focused != line), forward);
            next.or_else(|| line.clone().dyn_into().ok())
        }
        ("Escape", Some(_)) => log.dyn_into().ok(),
        _ => return,
    };
    if let Some(next) = next {
        event.prevent_default();
        event.stop_propagation();
        _ = next.focus();
    }
}
