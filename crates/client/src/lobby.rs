//! An officer's time in the lobby: what the facilitator says, what is kept, and that one may simply wait.

use crate::prelude::*;
use crate::{
    agenda::Outline,
    live::{Live, Part},
    room::{Keeps, Net, Shell},
    ui::{Avatar, Icon},
    words,
};

/// The waiting page.
#[component]
pub(crate) fn Lobby() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let me = live.me();
    let name = live.name(me);
    let others = move || {
        let others = live.see(Part::Lobby, |room| room.lobby.waiting.saturating_sub(1)) as usize;
        match others {
            0 => "Waiting for the facilitator".to_owned(),
            n => format!("Waiting for the facilitator · {} here", words::count(n, "other is", "others are")),
        }
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
                        <Net />
                    </div>
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
                                    <b>"If you cannot hear: "</b>
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
