//! The door: who waits, letting them in or turning them away, and what those waiting read.

use leptos::html;
use room::{
    PersonId, Room,
    lobby::{Command, listed},
    roster::{Person, Role},
};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Announcer, Avatar, Dialog, Icon, Sure},
    words,
};

/// The people at the door, in the order they came.
fn waiting(room: &Room) -> Vec<PersonId> {
    room.roster.people.values().filter(|person| person.waits()).map(|person| person.id).collect()
}

/// How many wait, letting everybody in, and the way to the rest.
#[component]
pub(super) fn Door() -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    let open = RwSignal::new(false);
    let people = memo(move || {
        live.see(Part::Lobby, |_| ());
        live.see(Part::Roster, waiting)
    });
    let count = move || people.with(Vec::len);
    let locked = move || live.see(Part::Lobby, |room| room.lobby.locked);
    Effect::new(move |before: Option<usize>| {
        let now = count();
        if before.is_some_and(|before| now > before) {
            announcer.say(words::count(now, "person waits in the lobby", "people wait in the lobby"));
        }
        now
    });
    view! {
        <section class="card tight col" class:asks=move || { count() > 0 }>
            <div class="row">
                <span class="avatar" aria-hidden="true">{count}</span>
                <span class="grow small">
                    <span class="vh">{count}" "</span>
                    "waiting in the lobby"
                    {move || locked().then_some(" · room locked")}
                </span>
                <Show when=move || { count() > 0 }>
                    <button class="btn slim primary" on:click=move |_| live.ask(Command::AdmitAll)>"Let in"</button>
                </Show>
            </div>
            <button class="link" on:click=move |_| open.set(true)>"Lobby and door"</button>
        </section>
        <Dialog open title="Lobby and door">
            <People people />
            <Message />
            <Settings />
            <div class="foot">
                <button class="btn" on:click=move |_| open.set(false)>"Done"</button>
            </div>
        </Dialog>
    }
}

#[component]
fn People(people: Memo<Vec<PersonId>>) -> impl IntoView {
    let live = expect_context::<Live>();
    view! {
        <Show
            when=move || !people.with(Vec::is_empty)
            fallback=|| view! { <p class="small">"Nobody is waiting."</p> }
        >
            // Above the list, so that it stays where it is while more people come.
            <button class="btn primary start" on:click=move |_| live.ask(Command::AdmitAll)>
                <Icon name="door-open" />
                "Let everybody in"
            </button>
            <ul class="waiting">
                <For each=move || people.get() key=|person| *person let(person)>
                    <Waiting person />
                </For>
            </ul>
        </Show>
    }
}

/// One person at the door. Turning away asks once more, in place.
#[component]
fn Waiting(person: PersonId) -> impl IntoView {
    let live = expect_context::<Live>();
    let of = move |read: fn(&Person) -> String| {
        live.see(Part::Roster, |room| room.roster.people.get(&person).map(read)).unwrap_or_default()
    };
    let name = live.name(person);
    let about = move || of(about);
    let mark = move || {
        live.see(Part::Lobby, |_| ());
        live.see(Part::Roster, |room| mark(room, person))
    };
    view! {
        <li>
            <Avatar person name />
            <span class="grow">
                <b class="name">{name}</b>
                <span class="small">" "{about}</span>
            </span>
            {move || mark().map(|(class, words)| view! { <span class=format!("chip {class}")>{words}</span> })}
            <Sure
                class="btn quiet slim"
                label=Signal::derive(move || format!("Turn away {}", name.get()))
                face=|| "Turn away"
                stay="Keep waiting"
                go="Turn away"
                act=Callback::new(move |()| live.ask(Command::TurnAway(person)))
            />
            <button class="btn slim" on:click=move |_| live.ask(Command::Admit(person))>
                "Let in"
                <span class="vh">" "{name}</span>
            </button>
        </li>
    }
}

fn about(person: &Person) -> String {
    let parts = match person.role {
        Role::Officer => [person.rank.as_str(), person.department.as_str()],
        role @ (Role::Facilitator | Role::Guest | Role::Observer) => {
            [words::role(role), person.organization.as_str()]
        }
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Whether an officer is on the list of expected officers; nothing to say without a list.
fn mark(room: &Room, person: PersonId) -> Option<(&'static str, &'static str)> {
    let person = room.roster.people.get(&person).filter(|person| person.role == Role::Officer)?;
    if room.lobby.expected.is_empty() {
        return None;
    }
    Some(match listed(&room.lobby.expected, person) {
        Some(_) => ("good", "On the list"),
        None => ("warn", "Not on the list"),
    })
}

/// What those waiting read.
#[component]
fn Message() -> impl IntoView {
    let live = expect_context::<Live>();
    let field = NodeRef::<html::Textarea>::new();
    let now = live.look(|room| room.lobby.message.clone());
    let tell = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            live.ask(Command::Tell(field.value()));
        }
    };
    let told = move || live.see(Part::Lobby, |room| !room.lobby.message.is_empty());
    view! {
        <form class="col" on:submit=tell>
            <label class="field">
                "Message to those waiting"
                <textarea node_ref=field rows="2" maxlength="4000">{now}</textarea>
            </label>
            <div class="row">
                <button class="btn slim">"Show it"</button>
                <span class="small" role="status">{move || told().then_some("Everybody waiting reads your message.")}</span>
            </div>
        </form>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let live = expect_context::<Live>();
    let tick = move |words, is_on: fn(&Room) -> bool, command: fn(bool) -> Command| {
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || live.see(Part::Lobby, is_on)
                    on:change:target=move |event| live.ask(command(event.target().checked()))
                />
                {words}
            </label>
        }
    };
    view! {
        <div class="col gap1">
            {tick("Let officers on the list in by themselves", |room| room.lobby.let_listed_in, Command::LetListedIn)}
            {tick("Lock the room: nobody new gets in", |room| room.lobby.locked, Command::Lock)}
        </div>
    }
}
