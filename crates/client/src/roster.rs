//! Who is here: observers and guests first, because the room always shows who can hear and see; then by department.

use room::{
    PersonId,
    breakout::Group,
    roster::{Command, Person, Presence, Role, Standing},
};

use crate::prelude::*;
use crate::{
    breakout, browser, clock,
    live::{Live, Part},
    room::Shell,
    ui::{Avatar, Dialog, Icon, Menu},
    words,
};

/// A heading of the list and the people under it.
#[derive(Clone, PartialEq)]
struct Section {
    title: String,
    people: Vec<PersonId>,
}

/// The people of the room.
#[component]
pub(crate) fn People() -> impl IntoView {
    let live = expect_context::<Live>();
    let removing = RwSignal::new(None);
    let group = breakout::mine(live);
    let sections = memo(move || {
        let group = group.get();
        live.see(Part::Breakout, |_| ());
        live.see(Part::Roster, |room| {
            sections(room.roster.people.values(), group.and_then(|g| room.breakout.group(g)))
        })
    });
    view! {
        <div class="people" tabindex="0">
            <For each=move || sections.get() key=|section| section.title.clone() let(section)>
                {
                    let title = section.title.clone();
                    let people = memo(move || {
                        let same = |section: &&Section| section.title == title;
                        sections.with(|all| all.iter().find(same).map(|section| section.people.clone())).unwrap_or_default()
                    });
                    view! {
                        <h3 class="people-dept caps">
                            <span>{section.title}</span>
                            <span>{move || people.with(Vec::len)}</span>
                        </h3>
                        <For each=move || people.get() key=|person| *person let(person)>
                            <Row person removing />
                        </For>
                    }
                }
            </For>
        </div>
        <Removing removing />
    }
}

/// One's group with whoever looks in, observers, guests, facilitators, then officers by department, then those who are
/// gone.
fn sections<'a>(people: impl Iterator<Item = &'a Person>, group: Option<&Group>) -> Vec<Section> {
    let with_me = |person: &Person| {
        group.filter(|group| group.members.contains(&person.id) || group.visitors.contains_key(&person.id))
    };
    let place = |person: &Person| match (person.presence.counts(), person.role) {
        (false, _) => (5, "Not here now".to_owned()),
        (true, _) if let Some(group) = with_me(person) => (0, format!("{}: hear and see this", group.name)),
        (true, Role::Observer) => (1, "Observers: hear and see everything here".to_owned()),
        (true, Role::Guest) => (2, "Guests".to_owned()),
        (true, Role::Facilitator) => (3, "Facilitators".to_owned()),
        (true, Role::Officer) if person.department.is_empty() => (4, "Officers".to_owned()),
        (true, Role::Officer) => (4, person.department.clone()),
    };
    let admitted = people.filter(|person| person.standing == Standing::Admitted);
    let mut people: Vec<_> =
        admitted.map(|person| (place(person), person.name.as_str(), person.id)).collect();
    people.sort_by(|(place, name, id), (other_place, other, other_id)| {
        place.cmp(other_place).then_with(|| browser::by_name(name, other)).then(id.cmp(other_id))
    });
    people.chunk_by(|a, b| a.0 == b.0).fold(vec![], |mut sections, chunk| {
        let title = chunk[0].0.1.clone();
        sections.push(Section { title, people: chunk.iter().map(|(.., id)| *id).collect() });
        sections
    })
}

/// One person.
#[component]
fn Row(person: PersonId, removing: RwSignal<Option<PersonId>>) -> impl IntoView {
    let live = expect_context::<Live>();
    let shown = memo(move || {
        live.see(Part::Roster, |room| {
            room.roster
                .people
                .get(&person)
                .map(|p| (p.name.clone(), state(p), p.presence))
                .unwrap_or_default()
        })
    });
    let name = Signal::derive(move || shown.with(|(name, ..)| name.clone()));
    let raised = move || live.see(Part::Hand, |room| room.hand.is_up(person));
    view! {
        <div class="person" data-presence=move || words::presence_mark(shown.with(|(.., presence)| *presence))>
            <Avatar person name />
            <span class="grow">
                <span class="name clip">{name}{(person == live.me()).then_some(" (you)")}</span>
                <span class="state clip">{move || shown.with(|(_, state, _)| state.clone())}</span>
            </span>
            <Show when=raised>
                <svg class="i hand" role="img" aria-label="Hand raised">
                    <use href="#icon-hand" />
                </svg>
            </Show>
            <Show when=move || live.leads.get()>
                <Manage person name removing />
            </Show>
        </div>
    }
}

/// What is said under a name: what keeps them from answering, then who they are.
fn state(person: &Person) -> String {
    let presence = match person.presence {
        Presence::CalledOut | Presence::Left => {
            format!("{} at {}", words::presence(person.presence), clock::time_of_day(person.since))
        }
        presence => words::presence(presence).to_owned(),
    };
    let who = match person.role {
        Role::Facilitator => words::role(person.role),
        Role::Officer => &person.rank,
        Role::Guest | Role::Observer => &person.organization,
    };
    let simulated = if person.simulated { "simulated" } else { "" };
    [presence.as_str(), who, simulated]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// What a facilitator can do about a person.
#[component]
fn Manage(person: PersonId, name: Signal<String>, removing: RwSignal<Option<PersonId>>) -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    // Read once, as the menu opens: an open menu does not change under the pointer.
    let role = move || live.look(|room| room.roster.people.get(&person).map(|p| p.role));
    let raised = move || live.look(|room| room.hand.is_up(person));
    let speaks = move || {
        person != live.me() && live.look(|room| room.roster.people.get(&person).is_some_and(may_speak))
    };
    let appoint = move |role| live.ask(Command::Appoint { person, role });
    view! {
        <Menu
            class="iconbtn slim"
            label=Signal::derive(move || format!("More for {}", name.get()))
            face=|| view! { <Icon name="ellipsis" /> }
        >
            {speaks()
                .then(|| {
                    view! {
                        <button
                            role="menuitem"
                            tabindex="-1"
                            on:click=move |_| live.ask(room::hand::Command::Invite(person))
                        >
                            <Icon name="mic" />
                            "Invite to speak"
                        </button>
                    }
                })}
            {raised()
                .then(|| {
                    view! {
                        <button
                            role="menuitem"
                            tabindex="-1"
                            on:click=move |_| live.ask(room::hand::Command::LowerFor(person))
                        >
                            <Icon name="hand" />
                            "Lower the hand"
                        </button>
                    }
                })}
            <button role="menuitem" tabindex="-1" on:click=move |_| shell.renaming.set(Some(person))>
                <Icon name="pencil" />
                "Change the name"
            </button>
            {match role() {
                Some(Role::Officer) => Some(("crown", "Make facilitator", Role::Facilitator)),
                Some(Role::Facilitator) => Some(("user", "Make officer", Role::Officer)),
                Some(Role::Guest | Role::Observer) | None => None,
            }
                .map(|(icon, words, role)| {
                    view! {
                        <button role="menuitem" tabindex="-1" on:click=move |_| appoint(role)>
                            <Icon name=icon />
                            {words}
                        </button>
                    }
                })}
            <hr />
            <button class="bad" role="menuitem" tabindex="-1" on:click=move |_| removing.set(Some(person))>
                <Icon name="user-x" />
                "Remove from the room"
            </button>
        </Menu>
    }
}

/// Whether somebody can be given the floor: they are here, and are more than an onlooker.
fn may_speak(person: &Person) -> bool {
    person.role != Role::Observer && person.presence.counts()
}

/// Asks before somebody is removed. Their seat is closed; with the link they may stand at the door again.
#[component]
fn Removing(removing: RwSignal<Option<PersonId>>) -> impl IntoView {
    let live = expect_context::<Live>();
    let open = RwSignal::new(false);
    effect(move || open.set(removing.get().is_some()));
    effect(move || {
        if !open.get() && removing.get_untracked().is_some() {
            removing.set(None);
        }
    });
    let name = move || {
        let person = removing.get().unwrap_or_default();
        live.look(|room| room.roster.people.get(&person).map(|p| p.name.clone())).unwrap_or_default()
    };
    let remove = move |_| {
        if let Some(person) = removing.get_untracked() {
            live.ask(Command::Remove { person });
        }
        open.set(false);
    };
    view! {
        <Dialog open title=Signal::derive(move || format!("Remove {}?", name()))>
            <p>"If they join again, they wait until you let them in. Their time so far is kept."</p>
            <div class="foot">
                <button class="btn quiet" on:click=move |_| open.set(false)>"Not now"</button>
                <button class="btn danger" on:click=remove>"Remove"</button>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u32, name: &str, role: Role, department: &str, presence: Presence) -> Person {
        Person {
            id: PersonId(id),
            name: name.to_owned(),
            role,
            department: department.to_owned(),
            presence,
            standing: Standing::Admitted,
            ..Person::default()
        }
    }

    #[test]
    fn the_floor_is_for_those_who_are_here_to_speak() {
        let speaks = |role, presence| may_speak(&person(1, "Dana", role, "", presence));
        assert!(speaks(Role::Officer, Presence::Here) && speaks(Role::Guest, Presence::Reconnecting));
        assert!(!speaks(Role::Observer, Presence::Here));
        assert!(!speaks(Role::Officer, Presence::Left) && !speaks(Role::Officer, Presence::CalledOut));
    }

    #[test]
    fn who_can_see_comes_first_and_who_is_gone_last() {
        let people = [
            person(1, "Amina", Role::Facilitator, "", Presence::Here),
            person(2, "Zoe", Role::Officer, "Riverton PD", Presence::Here),
            person(3, "adam", Role::Officer, "Riverton PD", Presence::Idle),
            person(4, "Bea", Role::Officer, "Lakeside SO", Presence::Left),
            person(5, "Oskar", Role::Observer, "", Presence::Here),
            Person { standing: Standing::Removed, ..person(6, "Mel", Role::Officer, "", Presence::Here) },
        ];
        let shown = sections(people.iter(), None);
        let ids: Vec<_> = shown.iter().map(|s| s.people.iter().map(|p| p.0).collect::<Vec<_>>()).collect();
        assert_eq!(ids, [vec![5], vec![1], vec![3, 2], vec![4]]);
        assert_eq!(shown[2].title, "Riverton PD");
    }
}
