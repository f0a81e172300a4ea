//! The queue of raised hands: who is called next, and giving the floor.

use room::{
    PersonId,
    hand::{Command, Order},
};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::Avatar,
};

/// Hands shown at once; the others are behind a button, so that the controls below stay in reach.
const FIRST: usize = 4;

/// The queue.
#[component]
pub(super) fn Hands() -> impl IntoView {
    let live = expect_context::<Live>();
    let queue = memo(move || live.see(Part::Hand, |room| room.hand.queue()));
    let all = RwSignal::new(false);
    let shown = move || {
        let most = if all.get() { usize::MAX } else { FIRST };
        queue.with(|queue| queue.iter().copied().take(most).collect::<Vec<_>>())
    };
    let others = move || queue.with(Vec::len).saturating_sub(FIRST);
    let least_heard = move || live.see(Part::Hand, |room| room.hand.order == Order::LeastHeard);
    let turn = move |_| {
        let other = match live.look(|room| room.hand.order) {
            Order::FirstUp => Order::LeastHeard,
            Order::LeastHeard => Order::FirstUp,
        };
        live.ask(Command::Order(other));
    };
    view! {
        <section class="col">
            <div class="row">
                <h2 class="caps grow">"Hands"</h2>
                <button class="chip" aria-pressed=move || least_heard().to_string() on:click=turn>
                    "Least heard first"
                </button>
            </div>
            <Floor />
            <Show
                when=move || !queue.with(Vec::is_empty)
                fallback=|| view! { <p class="small">"Nobody has raised a hand."</p> }
            >
                <ol class="hands">
                    <For each=shown key=|person| *person let(person)>
                        <Hand person />
                    </For>
                </ol>
                <div class="row">
                    <Show when=move || { others() > 0 }>
                        <button class="link tiny" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|all| *all = !*all)>
                            {move || if all.get() { "Show fewer".to_owned() } else { format!("{} more", others()) }}
                        </button>
                    </Show>
                    <span class="grow"></span>
                    <button class="link tiny" on:click=move |_| live.ask(Command::LowerAll)>"Lower all hands"</button>
                </div>
            </Show>
        </section>
    }
}

/// Who has the floor, and the way to take it back.
#[component]
fn Floor() -> impl IntoView {
    let live = expect_context::<Live>();
    let speaker = memo(move || live.see(Part::Hand, |room| room.hand.invited.map(|(person, _)| person)));
    let shown = move |person| {
        let name = live.name(person);
        view! {
            <div class="hand-row">
                <Avatar person name />
                <span class="grow clip">
                    {name}" "
                    <span class="tiny speaks">"has the floor"</span>
                </span>
                <button class="btn slim" on:click=move |_| live.ask(Command::Finish)>"Finish"</button>
            </div>
        }
    };
    move || speaker.get().map(shown)
}

#[component]
fn Hand(person: PersonId) -> impl IntoView {
    let live = expect_context::<Live>();
    let name = live.name(person);
    view! {
        <li class="hand-row">
            <Avatar person name />
            <span class="grow clip">{name}</span>
            <button class="btn slim" on:click=move |_| live.ask(Command::Invite(person))>
                "Invite"
                <span class="vh">" "{name}</span>
            </button>
        </li>
    }
}
