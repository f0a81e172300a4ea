//! The time in the lobby: what the facilitator says, what is kept, and that one may simply wait. Officers, guests and
//! observers each wait among their own.

use room::roster::Role;

use crate::prelude::*;
use crate::{
    agenda::Outline,
    live::{Live, Part},
    room::{Keeps, Net, Practice, Shell},
    ui::{Avatar, Icon},
    words,
};

/// The waiting page.
#[component]
pub(crate) fn Lobby() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let me = live.me();
    let name = live.name(me);
    let role = live.look(|room| room.roster.people.get(&me).map(|me| me.role)).unwrap_or_default();
    let others = move || {
        let waiting = live.see(Part::Lobby, |room| room.lobby.waiting_as(role));
        waits(role, waiting.saturating_sub(1) as usize)
    };
    let title = move || live.see(Part::Session, |room| room.charter.title.clone());
    let audio = move || live.see(Part::Session, |room| room.charter.audio.clone());
    view! {
        <main class="lobby">
            <div class="lobby-body">
                <span class="brandmark">
                    <i>
                        <Icon name="shield-check" />
                    </i>
                    <span>"Rollcall"</span>
                </span>
                <section class="card col gap5">
                    <div class="lobby-head">
                        <Avatar person=me name big=true />
                        <div class="grow">
                            <h1>"You are in the lobby"</h1>
                            <p class="small" role="status">{others}</p>
                        </div>
                        <Practice />
                        <Net />
                    </div>
                    {welcome(role).map(|words| view! { <p>{words}</p> })}
                    <Message />
                    <div class="lobby-two">
                        <section class="col">
                            <h2 class="caps">"Today"</h2>
                            <p>
                                <b>{title}</b>
                            </p>
                            <Outline />
                            <Show when=move || !audio().is_empty()>
                                <p class="small">
                                    <b>"To hear and speak: "</b>
                                    {audio}
                                </p>
                            </Show>
                        </section>
                        <section class="col">
                            <h2 class="caps">"What this session keeps"</h2>
                            <Keeps />
                        </section>
                    </div>
                    <div class="row wrap">
                        <button class="btn" on:click=move |_| shell.renaming.set(Some(me))>
                            <Icon name="pencil" />
                            "Change my name"
                        </button>
                        <span class="grow"></span>
                        <button class="btn quiet" on:click=move |_| live.leave(false)>"Leave"</button>
                    </div>
                </section>
                <p class="tiny center">"This page updates by itself. You can leave it open."</p>
            </div>
        </main>
    }
}

/// That one waits, and among how many of one's kind.
fn waits(role: Role, others: usize) -> String {
    let (one, many) = match role {
        Role::Officer | Role::Facilitator => ("other officer is", "other officers are"),
        Role::Guest => ("other guest is", "other guests are"),
        Role::Observer => ("other observer is", "other observers are"),
    };
    match others {
        0 => "Waiting for the facilitator".to_owned(),
        n => format!("Waiting for the facilitator · {} here", words::count(n, one, many)),
    }
}

/// What guests and observers should know of their part before they are let in.
fn welcome(role: Role) -> Option<&'static str> {
    match role {
        Role::Officer | Role::Facilitator => None,
        Role::Guest => Some(
            "You come as a guest. The facilitator lets you in when it is time for your part. You can speak, write and answer questions, and everybody sees that you are there.",
        ),
        Role::Observer => Some(
            "You come as an observer. The facilitator lets you in. You hear and see what happens and take no part in it, and everybody sees that you are there.",
        ),
    }
}

/// What the facilitator says to those waiting.
#[component]
fn Message() -> impl IntoView {
    let live = expect_context::<Live>();
    let message = move || live.see(Part::Lobby, |room| room.lobby.message.clone());
    view! {
        <div role="status">
            <Show when=move || !message().is_empty()>
                <div class="card tight sunken">
                    <b>"From your facilitator"</b>
                    <p class="small words">{message}</p>
                </div>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_waits_among_their_own() {
        assert_eq!(waits(Role::Officer, 0), "Waiting for the facilitator");
        assert_eq!(waits(Role::Officer, 2), "Waiting for the facilitator · 2 other officers are here");
        assert_eq!(waits(Role::Guest, 1), "Waiting for the facilitator · 1 other guest is here");
    }
}
