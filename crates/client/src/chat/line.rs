//! One line of the log, and what can be done with it.

use room::{
    LineId, PersonId,
    chat::{Audience, Command, Reaction},
};

use super::{Desk, Place, links, name};
use crate::prelude::*;
use crate::{
    browser, clock,
    live::{Live, Part},
    ui::{Avatar, Icon, Menu},
    words,
};

/// What of a line can change.
#[derive(Clone, PartialEq)]
struct Shown {
    deleted: bool,
    /// Which reactions, by how many, and whether by me.
    reactions: Vec<(Reaction, usize, bool)>,
}

/// One line.
#[component]
pub(super) fn Line(place: Place) -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let Place { line: id, next } = place;
    let me = live.me();
    let Some(line) = live.look(|room| room.chat.lines.get(&id).cloned()) else { return ().into_any() };
    let author = line.author;
    let name = live.name(author);
    let shown = memo(move || live.see(Part::Chat, |room| shown(room, id, me)));
    let gone = move || shown.with(|shown| shown.deleted);
    let text = line.text;
    let said = move || match gone() {
        true => view! { <p>"Deleted"</p> }.into_any(),
        false => view! { <p>{written(&text)}</p> }.into_any(),
    };
    view! {
        <Show when=move || desk.mark.get() == Some(id)>
            <li class="unread">"New"</li>
        </Show>
        <li
            class="msg"
            class:mine=author == me
            class:aside=line.audience != Audience::Everyone
            class:gone=gone
            class:next=move || next && desk.mark.get() != Some(id)
            tabindex="-1"
            id=row(id)
        >
            <Avatar person=author name />
            <div>
                <span class="from">
                    <b>{name}</b>
                    " "
                    <span class="tiny">{clock::time_of_day(line.at)}{audience(line.audience)}</span>
                </span>
                {line.reply_to.map(|to| view! { <Quote to /> })}
                {said}
                <Reactions id shown />
            </div>
            <Show when=move || !gone()>
                <Acts id author audience=line.audience />
            </Show>
        </li>
    }
    .into_any()
}

fn shown(room: &room::Room, id: LineId, me: PersonId) -> Shown {
    let line = room.chat.lines.get(&id);
    let reactions = line.map(|line| {
        line.reactions.iter().map(|(reaction, who)| (*reaction, who.len(), who.contains(&me))).collect()
    });
    Shown { deleted: line.is_none_or(|line| line.deleted), reactions: reactions.unwrap_or_default() }
}

fn row(id: LineId) -> String {
    format!("line-{}", id.0)
}

/// Whom a line is for, when it is not for everyone.
fn audience(audience: Audience) -> Option<&'static str> {
    match audience {
        Audience::Everyone => None,
        Audience::Facilitators => Some(" · to facilitators"),
        Audience::Group(_) => Some(" · to the group"),
    }
}

/// The text with its links.
fn written(text: &str) -> impl IntoView + use<> {
    let piece = |piece| match piece {
        links::Piece::Text(words) => words.into_any(),
        links::Piece::Link(address) => {
            let shown = address.clone();
            view! { <a href=address target="_blank" rel="noopener noreferrer">{shown}</a> }.into_any()
        }
    };
    links::pieces(text).into_iter().map(piece).collect_view()
}

/// The line that is answered; leads to it.
#[component]
fn Quote(to: LineId) -> impl IntoView {
    let live = expect_context::<Live>();
    let words = move || live.see(Part::Chat, |_| quote(live, to));
    view! {
        <button class="quote" tabindex="-1" on:click=move |_| browser::focus(&format!("#{}", row(to)))>
            {words}
        </button>
    }
}

/// Who said what, on one line.
pub(super) fn quote(live: Live, line: LineId) -> String {
    let found = live
        .look(|room| room.chat.lines.get(&line).map(|line| (line.author, line.text.clone(), line.deleted)));
    match found {
        Some((author, text, false)) => format!("{}: {text}", name(live, author)),
        Some((.., true)) | None => "A deleted line".to_owned(),
    }
}

#[component]
fn Reactions(id: LineId, shown: Memo<Shown>) -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let kinds = move || {
        shown.with(|shown| shown.reactions.iter().map(|(reaction, ..)| *reaction).collect::<Vec<_>>())
    };
    let of = move |reaction| {
        shown.with(|shown| {
            shown.reactions.iter().find(|(r, ..)| *r == reaction).map_or((0, false), |(_, n, me)| (*n, *me))
        })
    };
    view! {
        <Show when=move || shown.with(|shown| !shown.reactions.is_empty())>
            <div class="reactions">
                <For each=kinds key=|reaction| *reaction as u8 let(reaction)>
                    <button
                        class="chip"
                        tabindex="-1"
                        disabled=move || !desk.reacts.get()
                        aria-pressed=move || of(reaction).1.to_string()
                        on:click=move |_| live.ask(Command::React { line: id, reaction, on: !of(reaction).1 })
                    >
                        <Icon name=words::reaction(reaction).0 />
                        <span class="vh">{words::reaction(reaction).1}</span>
                        {move || of(reaction).0}
                    </button>
                </For>
            </div>
        </Show>
    }
}

/// What this person can do with a line: answer it if they may write to those who read it, react to it, take it back.
#[component]
fn Acts(id: LineId, author: PersonId, audience: Audience) -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let reply = move |_| {
        desk.replying.set(Some(id));
        if let Some(field) = desk.field.get_untracked() {
            _ = field.focus();
        }
    };
    let answers = move || desk.audiences.with(|all| all.contains(&audience));
    let react = move |reaction| live.ask(Command::React { line: id, reaction, on: true });
    // Both take part: who may not react may not take back either.
    let acts = move || desk.reacts.get();
    let may_delete = move || author == live.me() || live.leads.get();
    let item = move |reaction| {
        let (icon, words) = words::reaction(reaction);
        view! {
            <button role="menuitem" tabindex="-1" on:click=move |_| react(reaction)>
                <Icon name=icon />
                {words}
            </button>
        }
    };
    view! {
        <Show when=acts>
            <div class="msg-acts">
                <Show when=answers>
                    <button class="iconbtn slim" tabindex="-1" aria-label="Reply" on:click=reply>
                        <Icon name="reply" />
                    </button>
                </Show>
                <Menu
                    class="iconbtn slim"
                    label=Signal::derive(move || if may_delete() { "React, delete" } else { "React" }.to_owned())
                    in_rows=true
                    face=|| view! { <Icon name="smile" /> }
                >
                    {[Reaction::ThumbsUp, Reaction::Thanks, Reaction::Question].map(item).collect_view()}
                    <Show when=may_delete>
                        <hr />
                        <button
                            class="bad"
                            role="menuitem"
                            tabindex="-1"
                            on:click=move |_| live.ask(Command::Delete(id))
                        >
                            <Icon name="trash-2" />
                            "Delete"
                        </button>
                    </Show>
                </Menu>
            </div>
        </Show>
    }
}
