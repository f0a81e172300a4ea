//! The row of faces above the stage: who speaks, who wants to, and some of the others.

use room::{PersonId, roster::Role};

use super::{Shell, Tab};
use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Avatar, Icon},
};

/// Tiles at most, besides the one for everybody else.
const TILES: usize = 5;

/// Who speaks and who wants to, then some of the others.
#[component]
pub(crate) fn Strip() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let order = memo(move || {
        live.see(Part::Hand, |_| ());
        live.see(Part::Roster, |room| {
            let invited = room.hand.invited.map(|(person, _)| person);
            let rank = |person: &room::roster::Person| {
                let raised = room.hand.raised.iter().position(|up| *up == person.id);
                (
                    person.role != Role::Facilitator,
                    Some(person.id) != invited,
                    raised.is_none(),
                    raised,
                    person.id,
                )
            };
            let seen = |person: &&room::roster::Person| person.role != Role::Observer;
            let mut people: Vec<_> = room.roster.present().filter(seen).map(rank).collect();
            people.sort_unstable();
            people.into_iter().map(|(.., id)| id).collect::<Vec<_>>()
        })
    });
    let first = move || order.with(|order| order.iter().copied().take(TILES).collect::<Vec<_>>());
    let others = move || order.with(|order| order.len().saturating_sub(TILES));
    view! {
        <div class="strip">
            <For each=first key=|person| *person let(person)>
                <Tile person />
            </For>
            <Show when=move || { others() > 0 }>
                <button class="tile" on:click=move |_| shell.open_talk(Tab::People)>
                    <span class="avatar">"+"{others}</span>
                    <span class="who">"Everyone"</span>
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Tile(person: PersonId) -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let name = live.name(person);
    let raised = move || live.see(Part::Hand, |room| room.hand.is_up(person));
    let speaks = move || live.see(Part::Hand, |room| room.hand.invited.is_some_and(|(who, _)| who == person));
    let away = move || {
        let presence = live.see(Part::Roster, |room| room.roster.people.get(&person).map(|p| p.presence));
        presence.is_some_and(|presence| presence != room::roster::Presence::Here)
    };
    view! {
        <button
            class="tile"
            class:raised=raised
            class:speaking=speaks
            class:away=away
            on:click=move |_| shell.open_talk(Tab::People)
        >
            <Avatar person name />
            <span class="who">
                <Show when=raised>
                    <Icon name="hand" />
                </Show>
                {name}
            </span>
        </button>
    }
}
