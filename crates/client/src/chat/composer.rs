//! Where one writes. What is half written survives a lost line and a reload.

use std::{cell::Cell, rc::Rc};

use leptos::ev;
use room::{
    Refusal, Room, Viewer,
    chat::{Audience, Command, Policy},
    roster::Role,
};

use super::{
    Desk,
    line::quote,
    typing::{Typing, TypingSign},
};
use crate::prelude::*;
use crate::{
    breakout,
    browser::{self, Keep},
    live::{Live, Part},
    ui::{Icon, Toasts},
    words,
};

const DRAFT: &str = "rollcall.draft";

/// Where one writes.
#[component]
pub(super) fn Composer() -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let wanted = RwSignal::new(Audience::Everyone);
    let me = live.me();
    let audiences = memo(move || {
        live.see(Part::Roster, |_| ());
        live.see(Part::Breakout, |_| ());
        live.see(Part::Chat, |room| audiences(room, me))
    });
    // In a group one writes to the group unless one chooses otherwise.
    let group = breakout::mine(live);
    effect(move || wanted.set(group.get().map_or(Audience::Everyone, Audience::Group)));
    // An answer goes to those who read the question; a group that is over is nobody's audience.
    let audience = memo(move || {
        let answered = desk
            .replying
            .get()
            .and_then(|line| live.look(|room| room.chat.lines.get(&line).map(|l| l.audience)));
        let wanted = answered.unwrap_or_else(|| wanted.get());
        audiences.with(|all| all.iter().copied().find(|one| *one == wanted).or_else(|| all.first().copied()))
    });
    let text = RwSignal::new(browser::kept(Keep::Tab, DRAFT).unwrap_or_default());
    let write = move |words: String| {
        browser::keep(Keep::Tab, DRAFT, &words);
        text.set(words);
    };
    let send = sender(live, desk, audience, text, write);
    let sign = TypingSign::new(live);
    let type_in = move |words: String| {
        // Whom else one writes to is nobody's business.
        sign.give(!words.is_empty() && audience.get_untracked() == Some(Audience::Everyone));
        write(words);
    };
    effect(move || {
        if text.with(String::is_empty) {
            sign.give(false);
        }
    });
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <Show
            when=move || audience.get().is_some()
            fallback=move || view! { <p class="composer small">{closed(live)}</p> }
        >
            <form class="composer" on:submit=submit>
                <Typing />
                <Replying />
                <Audiences audiences audience wanted />
                <div class="line">
                    <label class="vh" for="message">"Message"</label>
                    <textarea
                        id="message"
                        class="box"
                        rows="1"
                        maxlength="4000"
                        node_ref=desk.field
                        placeholder=move || placeholder(audience.get().unwrap_or_default())
                        prop:value=text
                        on:input:target=move |event| type_in(event.target().value())
                        on:keydown=keys
                    ></textarea>
                    <button class="iconbtn" aria-label="Send">
                        <Icon name="send-horizontal" />
                    </button>
                </div>
            </form>
        </Show>
    }
}

/// Sends what is written. It shows as "on its way" until the server has it; refused, it comes back into the field.
fn sender(
    live: Live,
    desk: Desk,
    audience: Memo<Option<Audience>>,
    text: RwSignal<String>,
    write: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let toasts = expect_context::<Toasts>();
    move || {
        let words = text.get_untracked();
        let Some(audience) = audience.get_untracked().filter(|_| !words.trim().is_empty()) else { return };
        let reply_to = desk.replying.get_untracked();
        let kept = words.clone();
        let number = Rc::new(Cell::new(0));
        let asked = number.clone();
        let answered = move |answer: Result<(), Refusal>| {
            _ = desk.unsent.try_update(|unsent| unsent.retain(|(one, ..)| *one != asked.get()));
            if let Err(why) = answer {
                toasts.say(words::refusal(&why));
                if text.try_with_untracked(String::is_empty) == Some(true) {
                    write(kept);
                }
            }
        };
        let command = Command::Say { audience, text: words.clone(), reply_to };
        number.set(live.ask_then(command, answered));
        desk.unsent.update(|unsent| unsent.push((number.get(), audience, words)));
        desk.replying.set(None);
        desk.mark.set(None);
        write(String::new());
    }
}

/// For whom this person may write now; nobody when chat is closed to them.
fn audiences(room: &Room, me: room::PersonId) -> Vec<Audience> {
    let Some(me) = Viewer::of(room, me).filter(|me| me.inside) else { return vec![] };
    let everyone = [Some(Audience::Everyone), me.group.map(Audience::Group), Some(Audience::Facilitators)];
    match room.chat.policy {
        _ if me.role == Role::Observer => vec![],
        _ if me.facilitates() => everyone.into_iter().flatten().collect(),
        Policy::Open => everyone.into_iter().flatten().collect(),
        Policy::ToFacilitators => vec![Audience::Facilitators],
        Policy::Closed => vec![],
    }
}

/// Why this person cannot write.
fn closed(live: Live) -> &'static str {
    let me = live.me();
    let role = live.look(|room| room.roster.people.get(&me).map(|me| me.role));
    if role == Some(Role::Observer) { "Observers read along." } else { "Chat is closed at the moment." }
}

fn placeholder(audience: Audience) -> &'static str {
    match audience {
        Audience::Everyone => "Message everyone",
        Audience::Group(_) => "Message your group",
        Audience::Facilitators => "Message the facilitators",
    }
}

/// The line that is being answered, and a way to answer nothing.
#[component]
fn Replying() -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    view! {
        <Show when=move || desk.replying.get().is_some()>
            <div class="replying">
                <Icon name="reply" />
                <span>{move || desk.replying.get().map(|line| quote(live, line))}</span>
                <button
                    type="button"
                    class="iconbtn slim"
                    aria-label="Do not reply"
                    on:click=move |_| desk.replying.set(None)
                >
                    <Icon name="x" />
                </button>
            </div>
        </Show>
    }
}

/// Chooses for whom; not shown when there is no choice.
#[component]
fn Audiences(
    audiences: Memo<Vec<Audience>>,
    audience: Memo<Option<Audience>>,
    wanted: RwSignal<Audience>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let choose = move |event: ev::Targeted<ev::Event, web_sys::HtmlSelectElement>| {
        let at = usize::try_from(event.target().selected_index()).unwrap_or(0);
        if let Some(chosen) = audiences.with_untracked(|all| all.get(at).copied()) {
            wanted.set(chosen);
        }
    };
    let choice = move |one: Audience| {
        let words = match one {
            Audience::Everyone => "Everyone",
            Audience::Group(_) => "My group",
            Audience::Facilitators => "Facilitators",
        };
        view! { <option selected=move || audience.get() == Some(one)>{words}</option> }
    };
    view! {
        <Show when=move || { audiences.with(Vec::len) > 1 } && desk.replying.get().is_none()>
            <label class="audience">
                "To "
                <select class="box" on:change:target=choose>
                    {move || audiences.get().into_iter().map(choice).collect_view()}
                </select>
            </label>
        </Show>
    }
}
