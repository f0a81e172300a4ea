//! The door: who waits, letting them in or turning them away, who has not come yet, and what those waiting read.
//!
//! Officers, guests and observers wait apart: a guest's part comes when it comes.

mod invitation;

use leptos::html;
use room::{
    PersonId, Room,
    lobby::{Command, Expected, is_welcome, listed, missing, removed_before},
    roster::{Person, Presence, Role},
};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::{Announcer, Avatar, Dialog, Icon, Sure},
    words,
};
use invitation::Invitation;

/// Who can stand at the door, in the order they are shown.
const KINDS: [Role; 3] = [Role::Officer, Role::Guest, Role::Observer];

/// Those who wait to come in as the same, in the order they came.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kind {
    role: Role,
    people: Vec<PersonId>,
    /// How many of them are let in together; the others one by one.
    together: usize,
}

/// The people at the door. A kind of which nobody waits is left out.
fn waiting(room: &Room) -> Vec<Kind> {
    let kind = |role| {
        let people = room.roster.people.values().filter(|person| person.waits() && person.role == role);
        let together = people.clone().filter(|person| is_welcome(room, person)).count();
        Kind { role, people: people.map(|person| person.id).collect(), together }
    };
    KINDS.map(kind).into_iter().filter(|kind| !kind.people.is_empty()).collect()
}

/// `3 officers`.
fn counted(role: Role, number: usize) -> String {
    let (one, many) = names(role);
    words::count(number, one, many)
}

fn names(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Officer | Role::Facilitator => ("officer", "officers"),
        Role::Guest => ("guest", "guests"),
        Role::Observer => ("observer", "observers"),
    }
}

/// How many wait, letting all of a kind in, and the way to the rest.
#[component]
pub(super) fn Door() -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    let open = RwSignal::new(false);
    let kinds = live.memo(&[Part::Lobby, Part::Roster], waiting);
    let count = move || kinds.with(|kinds| kinds.iter().map(|kind| kind.people.len()).sum::<usize>());
    let locked = move || live.see(Part::Lobby, |room| room.lobby.locked);
    Effect::new(move |before: Option<usize>| {
        let now = count();
        if before.is_some_and(|before| now > before) {
            announcer.say(words::count(now, "person waits in the lobby", "people wait in the lobby"));
        }
        now
    });
    let roles = move || kinds.with(|kinds| kinds.iter().map(|kind| kind.role).collect::<Vec<_>>());
    view! {
        <section class="card tight col" class:asks=move || { count() > 0 }>
            <For each=roles key=|role| *role as u8 let(role)>
                <Waits role kinds />
            </For>
            <Show when=locked>
                <p class="small">"The room is locked."</p>
            </Show>
            <div class="row wrap">
                <Show when=move || count() == 0>
                    <span class="grow small">"Nobody waits"</span>
                </Show>
                <button class="link small" on:click=move |_| open.set(true)>"Lobby and door"</button>
            </div>
        </section>
        <Dialog open title="Lobby and door">
            <Settings />
            <Invitation />
            <People kinds />
            <Missing />
            <Message />
            <div class="foot">
                <button class="btn" on:click=move |_| open.set(false)>"Done"</button>
            </div>
        </Dialog>
    }
}

/// Of those who wait: how many they are, and how many are let in together.
fn numbers(kinds: Memo<Vec<Kind>>, role: Role) -> (usize, usize) {
    kinds.with(|kinds| {
        let kind = kinds.iter().find(|kind| kind.role == role);
        kind.map_or((0, 0), |kind| (kind.people.len(), kind.together))
    })
}

/// How many of a kind wait, and letting them in.
#[component]
fn Waits(role: Role, kinds: Memo<Vec<Kind>>) -> impl IntoView {
    let live = expect_context::<Live>();
    let waiting = move || numbers(kinds, role).0;
    view! {
        <div class="row">
            <span class="avatar" aria-hidden="true">{waiting}</span>
            <span class="grow small">
                <span class="vh">{waiting}" "</span>
                {move || format!("{} waiting", if waiting() == 1 { names(role).0 } else { names(role).1 })}
            </span>
            <Show when=move || { numbers(kinds, role).1 > 0 }>
                <button class="btn slim primary" on:click=move |_| live.ask(Command::AdmitEvery(role))>
                    {move || let_in(numbers(kinds, role))}
                    <span class="vh">" "{names(role).1}</span>
                </button>
            </Show>
        </div>
    }
}

/// What the button says that lets `together` of those who wait in.
fn let_in((waiting, together): (usize, usize)) -> String {
    if waiting == together { "Let in all".to_owned() } else { format!("Let in {together}") }
}

#[component]
fn People(kinds: Memo<Vec<Kind>>) -> impl IntoView {
    let roles = move || kinds.with(|kinds| kinds.iter().map(|kind| kind.role).collect::<Vec<_>>());
    view! {
        <Show
            when=move || !kinds.with(Vec::is_empty)
            fallback=|| view! { <p class="small">"Nobody is waiting."</p> }
        >
            <For each=roles key=|role| *role as u8 let(role)>
                <Section role kinds />
            </For>
        </Show>
    }
}

/// Those of a kind, each with a face, and letting them all in.
#[component]
fn Section(role: Role, kinds: Memo<Vec<Kind>>) -> impl IntoView {
    let live = expect_context::<Live>();
    let people = move || {
        kinds.with(|kinds| {
            let kind = kinds.iter().find(|kind| kind.role == role);
            kind.map(|kind| kind.people.clone()).unwrap_or_default()
        })
    };
    view! {
        <section class="col">
            // Above the list, so that it stays where it is while more people come.
            <div class="row wrap">
                <h3 class="caps grow">{move || format!("{} waiting", counted(role, numbers(kinds, role).0))}</h3>
                <Show when=move || { numbers(kinds, role).1 > 0 }>
                    <button class="btn primary" on:click=move |_| live.ask(Command::AdmitEvery(role))>
                        <Icon name="door-open" />
                        {format!("Let all {} in", names(role).1)}
                    </button>
                </Show>
            </div>
            <ul class="waiting">
                <For each=people key=|person| *person let(person)>
                    <Waiting person />
                </For>
            </ul>
        </section>
    }
}

/// Whom the department announced and who is not here; nothing without a list.
#[component]
fn Missing() -> impl IntoView {
    let live = expect_context::<Live>();
    let words =
        live.memo(&[Part::Lobby, Part::Roster], |room| not_here(room.lobby.expected.len(), &missing(room)));
    view! {
        <Show when=move || !words.with(String::is_empty)>
            <p class="small">{words}</p>
        </Show>
    }
}

fn not_here(expected: usize, missing: &[&Expected]) -> String {
    let names = |entry: &&Expected| match entry.department.is_empty() {
        true => entry.name.clone(),
        false => format!("{} ({})", entry.name, entry.department),
    };
    match (expected, missing.len()) {
        (0, _) => String::new(),
        (_, 0) => "Everybody on the list has come.".to_owned(),
        (_, n) => {
            format!("Not here yet ({n}): {}", missing.iter().map(names).collect::<Vec<_>>().join(", "))
        }
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
    let marks = live.memo(&[Part::Lobby, Part::Roster], move |room| marks(room, person));
    view! {
        <li>
            <Avatar person name />
            <span class="grow">
                <b class="name">{name}</b>
                <span class="small">" "{about}</span>
            </span>
            {move || marks.get().into_iter().map(chip).collect_view()}
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

/// The class of a chip and its words.
type Mark = (&'static str, &'static str);

fn chip((class, words): Mark) -> impl IntoView {
    view! { <span class=format!("chip {class}")>{words}</span> }
}

/// What a facilitator should know before letting somebody in: that their line is down, that somebody of this name was
/// removed, and whether an officer is on the list of expected officers, if there is one.
fn marks(room: &Room, person: PersonId) -> Vec<Mark> {
    let Some(person) = room.roster.people.get(&person) else { return vec![] };
    let down = (person.presence == Presence::Reconnecting).then_some(("", "Reconnecting"));
    let removed = removed_before(room, person).then_some(("bad", "Removed before"));
    let list = &room.lobby.expected;
    let announced = (person.role == Role::Officer && !list.is_empty()).then(|| match listed(list, person) {
        Some(_) => ("good", "On the list"),
        None => ("warn", "Not on the list"),
    });
    down.into_iter().chain(removed).chain(announced).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use room::roster::Standing;

    fn person(id: u32, name: &str, role: Role, standing: Standing) -> Person {
        let (id, name, presence) = (PersonId(id), name.to_owned(), Presence::Here);
        Person { id, name, role, standing, presence, ..Person::default() }
    }

    fn room() -> Room {
        let mut room = Room::default();
        let people = [
            person(1, "Amina R.", Role::Facilitator, Standing::Admitted),
            person(2, "Grace", Role::Guest, Standing::Waiting),
            person(3, "Dana", Role::Officer, Standing::Removed),
            person(4, "dana", Role::Officer, Standing::Waiting),
            person(5, "Sam", Role::Officer, Standing::Waiting),
        ];
        room.roster.people = people.map(|person| (person.id, person)).into();
        room
    }

    #[test]
    fn officers_and_guests_wait_apart_and_who_was_removed_is_let_in_alone() {
        let officers = Kind { role: Role::Officer, people: vec![PersonId(4), PersonId(5)], together: 1 };
        let guests = Kind { role: Role::Guest, people: vec![PersonId(2)], together: 1 };
        assert_eq!(waiting(&room()), [officers, guests]);
    }

    #[test]
    fn the_door_marks_who_is_listed_and_who_was_removed() {
        let mut room = room();
        assert_eq!(marks(&room, PersonId(5)), []);
        assert_eq!(marks(&room, PersonId(4)), [("bad", "Removed before")]);
        room.lobby.expected = vec![Expected { name: "Sam".into(), ..Expected::default() }];
        assert_eq!(marks(&room, PersonId(5)), [("good", "On the list")]);
        assert_eq!(marks(&room, PersonId(4)), [("bad", "Removed before"), ("warn", "Not on the list")]);
        assert_eq!(marks(&room, PersonId(2)), [], "a guest is on no list");
        let grace = room.roster.people.get_mut(&PersonId(2)).expect("made above");
        grace.presence = Presence::Reconnecting;
        assert_eq!(marks(&room, PersonId(2)), [("", "Reconnecting")]);
    }

    #[test]
    fn who_is_not_here_yet_is_named() {
        let luis = Expected { name: "Luis".into(), department: "Riverton PD".into(), ..Expected::default() };
        let mel = Expected { name: "Mel".into(), ..Expected::default() };
        assert_eq!(not_here(3, &[&luis, &mel]), "Not here yet (2): Luis (Riverton PD), Mel");
        assert_eq!(not_here(3, &[]), "Everybody on the list has come.");
        assert_eq!(not_here(0, &[]), "");
    }
}
