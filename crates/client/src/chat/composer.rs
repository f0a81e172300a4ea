//! Where one writes. What is half written survives a lost line and a reload, and never reaches others than those it was
//! written for.

use std::{cell::Cell, rc::Rc};

use leptos::ev;
use room::{
    GroupId, Refusal, Room, Viewer,
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
/// For whom the draft is.
const DRAFT_FOR: &str = "rollcall.draft-for";

/// Where one writes.
#[component]
pub(super) fn Composer() -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let audiences = desk.audiences;
    let text = RwSignal::new(browser::kept(Keep::Tab, DRAFT).unwrap_or_default());
    let writes = memo(move || !text.with(|text| text.trim().is_empty()));
    // For whom the draft was begun, or whom the person has chosen.
    let kept_for = browser::kept(Keep::Tab, DRAFT_FOR).filter(|_| writes.get_untracked());
    let meant = RwSignal::new(kept_for.as_deref().and_then(audience_named));
    let group = breakout::mine(live);
    Effect::new(move |before: Option<Option<GroupId>>| {
        let now = group.get();
        let first = before.is_none() && writes.get_untracked();
        if before != Some(now) && !first {
            meant.update(|meant| *meant = moved(*meant, now, writes.get_untracked()));
        }
        now
    });
    // An answer goes to those who read the question.
    let answered = memo(move || {
        let line = desk.replying.get()?;
        let audience = live.see(Part::Chat, |room| Some(room.chat.lines.get(&line)?.audience))?;
        audiences.with(|all| all.contains(&audience)).then_some(audience)
    });
    // What was written as an answer stays with those it was for when the question is gone, or is let be; what had been
    // begun before stays with those it was begun for.
    let begun = StoredValue::new(false);
    Effect::new(move |before: Option<Option<Audience>>| {
        let now = answered.get();
        if now.is_some() && before.flatten().is_none() {
            begun.set_value(writes.get_untracked());
        }
        if let (Some(Some(was)), None) = (before, now)
            && writes.get_untracked()
            && !begun.get_value()
        {
            meant.set(Some(was));
        }
        if now.is_none() && desk.replying.get_untracked().is_some() {
            desk.replying.set(None);
        }
        now
    });
    let audience = memo(move || {
        let usual = group.get().map_or(Audience::Everyone, Audience::Group);
        answered.get().or_else(|| audiences.with(|all| reader(all, meant.get(), usual, writes.get())))
    });
    effect(move || {
        let of_another = answered.get().is_some() && begun.get_value();
        if let Some(audience) = audience.get().filter(|_| !of_another) {
            browser::keep(Keep::Tab, DRAFT_FOR, &name_of(audience));
        }
    });
    let write = move |words: String| {
        browser::keep(Keep::Tab, DRAFT, &words);
        text.set(words);
    };
    let back = move |words: String, audience| {
        meant.set(Some(audience));
        write(words);
    };
    let send = sender(live, desk, audience, text, write, back);
    let sign = TypingSign::new(live);
    let type_in = move |words: String| {
        // Whom else one writes to is nobody's business.
        sign.give(!words.is_empty() && audience.get_untracked() == Some(Audience::Everyone));
        if let (Some(now), None) = (audience.get_untracked(), answered.get_untracked()) {
            meant.set(Some(now));
        }
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
            when=move || !audiences.with(Vec::is_empty)
            fallback=move || view! { <p class="composer small">{closed(live)}</p> }
        >
            <form class="composer" on:submit=submit>
                <Typing />
                <Replying />
                <Audiences audience meant />
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

/// Sends what is written. It shows as "on its way" until the server has it; refused, it comes `back` into the field, for
/// those it was for. While it is not said whom it is for, it stays there.
fn sender(
    live: Live,
    desk: Desk,
    audience: Memo<Option<Audience>>,
    text: RwSignal<String>,
    write: impl Fn(String) + Copy + Send + Sync + 'static,
    back: impl Fn(String, Audience) + Copy + Send + Sync + 'static,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let toasts = expect_context::<Toasts>();
    move || {
        let words = text.get_untracked();
        if words.trim().is_empty() {
            return;
        }
        let Some(audience) = audience.get_untracked() else { return browser::focus(CHOICE) };
        let reply_to = desk.replying.get_untracked();
        let kept = words.clone();
        let number = Rc::new(Cell::new(0));
        let asked = number.clone();
        let answered = move |answer: Result<(), Refusal>| {
            _ = desk.unsent.try_update(|unsent| unsent.retain(|(one, ..)| *one != asked.get()));
            if let Err(why) = answer {
                toasts.say(words::refusal(&why));
                if text.try_with_untracked(String::is_empty) == Some(true) {
                    back(kept, audience);
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

/// For whom the next line is; nothing while the person has to say. `meant` is for whom the draft was begun, or whom they
/// chose; what they are half through writing goes to nobody else by itself.
fn reader(all: &[Audience], meant: Option<Audience>, usual: Audience, writes: bool) -> Option<Audience> {
    let there = |wanted: &Audience| all.contains(wanted);
    match meant.filter(there) {
        None if writes => None,
        None => Some(usual).filter(there).or_else(|| all.first().copied()),
        meant => meant,
    }
}

/// For whom somebody means to write who has come into a group, or out of it. In a group one writes to the group unless one
/// chooses otherwise. What is half written moves along only where fewer will read it.
fn moved(meant: Option<Audience>, group: Option<GroupId>, writes: bool) -> Option<Audience> {
    match (group.map(Audience::Group), meant) {
        (group, _) if !writes => group,
        (Some(group), Some(Audience::Everyone)) => Some(group),
        _ => meant,
    }
}

fn name_of(audience: Audience) -> String {
    match audience {
        Audience::Everyone => "everyone".to_owned(),
        Audience::Facilitators => "facilitators".to_owned(),
        Audience::Group(group) => group.0.to_string(),
    }
}

fn audience_named(name: &str) -> Option<Audience> {
    match name {
        "everyone" => Some(Audience::Everyone),
        "facilitators" => Some(Audience::Facilitators),
        group => group.parse().ok().map(|group| Audience::Group(GroupId(group))),
    }
}

/// For whom this person may write now; nobody when chat is closed to them.
pub(super) fn audiences(room: &Room, me: room::PersonId) -> Vec<Audience> {
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

/// Where one chooses for whom.
const CHOICE: &str = ".composer .audience select";

/// Chooses for whom; not shown when there is no choice, or when an answer goes to those who read the question.
#[component]
fn Audiences(audience: Memo<Option<Audience>>, meant: RwSignal<Option<Audience>>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let audiences = desk.audiences;
    let open = move || audience.get().is_none();
    let choose = move |event: ev::Targeted<ev::Event, web_sys::HtmlSelectElement>| {
        let at = usize::try_from(event.target().selected_index()).unwrap_or(0);
        // The first one is no choice yet.
        let chosen = at.checked_sub(1).and_then(|at| audiences.with_untracked(|all| all.get(at).copied()));
        if chosen.is_some() {
            meant.set(chosen);
        }
    };
    let choice = move |one: Audience| {
        let words = match one {
            Audience::Everyone => "Everyone",
            Audience::Group(_) => "My group",
            Audience::Facilitators => "Facilitators",
        };
        view! { <option prop:selected=move || audience.get() == Some(one)>{words}</option> }
    };
    view! {
        <Show when=move || open() || (audiences.with(Vec::len) > 1 && desk.replying.get().is_none())>
            <label class="audience">
                "To "
                <select class="box" on:change:target=choose>
                    <option hidden disabled prop:selected=open>"Choose"</option>
                    {move || audiences.get().into_iter().map(choice).collect_view()}
                </select>
            </label>
        </Show>
        <p class="small" role="status" hidden=move || !open()>
            {move || open().then_some("Those you wrote this for cannot be reached any more. Choose whom it is for.")}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Audience::{Everyone, Facilitators, Group};

    const MINE: Audience = Group(GroupId(3));
    const IN_GROUP: [Audience; 3] = [Everyone, MINE, Facilitators];
    const OUTSIDE: [Audience; 2] = [Everyone, Facilitators];

    #[test]
    fn a_draft_for_a_group_that_is_gone_waits_for_a_word_on_whom_it_is_for() {
        let meant = moved(None, Some(GroupId(3)), false);
        assert_eq!(reader(&IN_GROUP, meant, MINE, true), Some(MINE));
        let back = moved(meant, None, true);
        assert_eq!(reader(&OUTSIDE, back, Everyone, true), None, "everyone would read it");
        assert_eq!(reader(&OUTSIDE, Some(Facilitators), Everyone, true), Some(Facilitators), "they chose");
        assert_eq!(reader(&OUTSIDE, back, Everyone, false), Some(Everyone), "they wrote it anew");
        let elsewhere = moved(meant, Some(GroupId(4)), true);
        assert_eq!(reader(&[Everyone, Group(GroupId(4))], elsewhere, Group(GroupId(4)), true), None);
    }

    #[test]
    fn a_draft_moves_along_into_a_group_and_a_word_to_the_facilitators_does_not() {
        assert_eq!(moved(Some(Everyone), Some(GroupId(3)), true), Some(MINE));
        assert_eq!(moved(Some(Facilitators), Some(GroupId(3)), true), Some(Facilitators));
        assert_eq!(moved(Some(Facilitators), Some(GroupId(3)), false), Some(MINE));
        assert_eq!(moved(Some(MINE), None, false), None);
    }

    #[test]
    fn when_only_the_facilitators_can_be_written_to_a_draft_for_everyone_waits() {
        assert_eq!(reader(&[Facilitators], Some(Everyone), Everyone, true), None);
        assert_eq!(reader(&[Facilitators], None, Everyone, false), Some(Facilitators));
    }

    #[test]
    fn for_whom_a_draft_is_survives_a_reload() {
        for audience in IN_GROUP {
            assert_eq!(audience_named(&name_of(audience)), Some(audience));
        }
        assert_eq!(audience_named("somebody"), None);
    }
}
