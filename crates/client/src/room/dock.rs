//! The dock: what everybody can do at any time.

use leptos::task::spawn_local;
use protocol::{Nudge, Signal as Fleeting};
use room::{Command, roster::Role};

use super::{Shell, Tab};
use crate::prelude::*;
use crate::{
    browser,
    hand::HandButton,
    keys::Keys,
    live::{Live, Part},
    react::ReactButton,
    ui::{Icon, Menu, Toasts},
};

/// The dock.
#[component]
pub(crate) fn Dock() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let role = memo(move || {
        let me = live.me();
        live.see(Part::Roster, |room| room.roster.people.get(&me).map(|me| me.role)).unwrap_or_default()
    });
    view! {
        <footer class="dock">
            <Show when=move || matches!(role.get(), Role::Officer | Role::Guest)>
                <HandButton />
            </Show>
            <Show when=move || role.get() == Role::Facilitator>
                <Pause />
            </Show>
            <Show when=move || role.get() != Role::Observer>
                <ReactButton />
            </Show>
            <button class="ctl narrow-only" on:click=move |_| shell.open_talk(Tab::Chat)>
                <Icon name="message-circle" />
                "Chat"
                <Show when=move || { shell.unread.get() > 0 }>
                    <span class="badge">{shell.unread}<span class="vh">" new"</span></span>
                </Show>
            </button>
            <button class="ctl narrow-only" on:click=move |_| shell.open_talk(Tab::People)>
                <Icon name="users" />
                "People"
            </button>
            <More role />
            <button class="ctl off" on:click=move |_| shell.leaving.set(true)>
                <Icon name="log-out" />
                "Leave"
            </button>
        </footer>
    }
}

/// Pauses the whole room, and lets it go on: always one click or one key away.
#[component]
fn Pause() -> impl IntoView {
    let live = expect_context::<Live>();
    let paused = move || live.see(Part::Session, |room| room.paused.is_some());
    let turn = move || live.ask(Command::Pause(live.look(|room| room.paused.is_none())));
    expect_context::<Keys>().bind("p", turn);
    view! {
        <button class="ctl" aria-pressed=move || paused().to_string() aria-keyshortcuts="p" on:click=move |_| turn()>
            {move || match paused() {
                true => view! { <Icon name="play" />"Go on" },
                false => view! { <Icon name="pause" />"Pause" },
            }}
        </button>
    }
}

/// What is needed seldom.
#[component]
fn More(role: Memo<Role>) -> impl IntoView {
    let (live, shell, keys) = (expect_context::<Live>(), expect_context::<Shell>(), expect_context::<Keys>());
    let toasts = expect_context::<Toasts>();
    let nudge = move |nudge| {
        let paused = live.look(|room| room.paused.is_some());
        toasts.say(told(paused, !paused && live.signal(Fleeting::Nudge(nudge))));
    };
    view! {
        <Menu class="ctl" face=|| view! { <Icon name="ellipsis" />"More" }>
            <Show when=move || role.get() == Role::Officer>
                <button role="menuitem" tabindex="-1" on:click=move |_| shell.called.set(true)>
                    <Icon name="radio" />
                    "Called to duty"
                </button>
            </Show>
            <Show when=move || matches!(role.get(), Role::Officer | Role::Guest)>
                <button role="menuitem" tabindex="-1" on:click=move |_| nudge(Nudge::SlowDown)>
                    <Icon name="turtle" />
                    "Slow down, please"
                </button>
                <button role="menuitem" tabindex="-1" on:click=move |_| nudge(Nudge::Break)>
                    <Icon name="coffee" />
                    "A break, please"
                </button>
            </Show>
            <button role="menuitem" tabindex="-1" on:click=move |_| shell.renaming.set(Some(live.me()))>
                <Icon name="pencil" />
                "Change my name"
            </button>
            <button
                class="with-keys"
                role="menuitemcheckbox"
                tabindex="-1"
                aria-checked=move || keys.are_on().to_string()
                on:click=move |_| keys.turn(!keys.are_on())
            >
                <Icon name="type" />
                {move || if keys.are_on() { "Single keys are on" } else { "Single keys are off" }}
            </button>
            <hr />
            <button role="menuitem" tabindex="-1" on:click=|_| spawn_local(browser::clear_this_pc())>
                <Icon name="user-x" />
                "Not you? Clear this device"
            </button>
            <Show when=move || role.get() == Role::Facilitator>
                <button class="bad" role="menuitem" tabindex="-1" on:click=move |_| shell.ending.set(true)>
                    <Icon name="circle-stop" />
                    "End the session"
                </button>
            </Show>
        </Menu>
    }
}

/// What has become of a quiet word to the facilitators.
fn told(paused: bool, sent: bool) -> &'static str {
    match (paused, sent) {
        (true, _) => "Not sent: the room is paused.",
        (false, true) => "Told the facilitator, without your name.",
        (false, false) => "Not sent: there is no connection. Try again when you are back.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_that_the_facilitator_knows_when_nothing_was_sent() {
        assert!(told(false, true).starts_with("Told"));
        assert!(told(false, false).starts_with("Not sent: there is no connection"));
        assert!(told(true, false).starts_with("Not sent: the room is paused"));
    }
}
