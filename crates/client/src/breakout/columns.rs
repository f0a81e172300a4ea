//! Who is in which group, one column each: people are moved by a menu or by dragging.

use leptos::{ev, html};
use room::{
    GroupId, PersonId, Room,
    breakout::{Command, Status, Wanted},
    roster::Role,
};

use super::{bar::people, see_round};
use crate::prelude::*;
use crate::{
    browser,
    live::{Live, Part},
    ui::{Announcer, Avatar, Icon, Menu},
};

/// A column as it is shown: a group, or those who have none.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    group: Option<GroupId>,
    name: String,
    members: Vec<PersonId>,
}

/// What the columns share.
#[derive(Clone, Copy)]
struct Desk {
    columns: Memo<Vec<Column>>,
    /// Names and groups can still be changed.
    planned: Memo<bool>,
    /// Who is being dragged.
    dragged: StoredValue<Option<PersonId>>,
    /// Who was just moved by the menu: the focus goes with them.
    moved: StoredValue<Option<PersonId>>,
}

/// The columns.
#[component]
pub(super) fn Columns() -> impl IntoView {
    let live = expect_context::<Live>();
    let desk = Desk {
        columns: memo(move || {
            live.see(Part::Roster, |_| ());
            live.see(Part::Breakout, columns)
        }),
        planned: memo(move || {
            see_round(live, |_, round| round.status == Status::Planned).unwrap_or_default()
        }),
        dragged: StoredValue::new(None),
        moved: StoredValue::new(None),
    };
    provide_context(desk);
    // Counted, not named: a group keeps its place and its fields when its name or its people change.
    let places = move || (0..desk.columns.with(Vec::len)).collect::<Vec<_>>();
    view! {
        <div class="assign">
            <For each=places key=|place| *place let(place)>
                <OneColumn place />
            </For>
            <Show when=move || desk.planned.get()>
                <button class="btn quiet start" on:click=move |_| replan(live, desk, |wanted| wanted.push(Wanted::default()))>
                    <Icon name="plus" />
                    "Add a group"
                </button>
            </Show>
        </div>
    }
}

/// Those without a group first, if there are any; they get one at the start.
fn columns(room: &Room) -> Vec<Column> {
    let Some(round) = &room.breakout.round else { return vec![] };
    let officers =
        room.roster.present().filter(|person| person.role == Role::Officer).map(|person| person.id);
    let left: Vec<_> = officers.filter(|person| round.group_of(*person).is_none()).collect();
    let none =
        (!left.is_empty()).then(|| Column { group: None, name: "No group yet".to_owned(), members: left });
    let groups = round.groups.iter().map(|(id, group)| Column {
        group: Some(*id),
        name: group.name.clone(),
        members: group.members.iter().copied().collect(),
    });
    none.into_iter().chain(groups).collect()
}

/// The plan with a change: names and groups are planned as a whole.
fn replan(live: Live, desk: Desk, change: impl FnOnce(&mut Vec<Wanted>)) {
    let mut wanted: Vec<_> = desk.columns.with_untracked(|columns| {
        let groups = columns.iter().filter(|column| column.group.is_some());
        // A name that is only its number is numbered anew.
        let name = |n: usize, name: &str| {
            if name == format!("Group {}", n + 1) { String::new() } else { name.to_owned() }
        };
        groups
            .enumerate()
            .map(|(n, c)| Wanted { name: name(n, &c.name), members: c.members.clone() })
            .collect()
    });
    change(&mut wanted);
    live.ask(Command::Plan(wanted));
}

#[component]
fn OneColumn(place: usize) -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let column = memo(move || desk.columns.with(|all| all.get(place).cloned()));
    let read = move |read: fn(&Column) -> String| {
        column.with(|column| column.as_ref().map(read)).unwrap_or_default()
    };
    let group = move || column.with(|column| column.as_ref().and_then(|column| column.group));
    let members = move || {
        column.with(|column| column.as_ref().map(|column| column.members.clone())).unwrap_or_default()
    };
    let over = RwSignal::new(false);
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(person) = desk.dragged.get_value() {
            live.ask(Command::Move { person, to: group() });
        }
    };
    // The groups' own place: those without a group may stand in front.
    let at = move || {
        desk.columns
            .with_untracked(|all| all.iter().take(place).filter(|column| column.group.is_some()).count())
    };
    let rename = move |name: String| {
        replan(live, desk, |wanted| {
            if let Some(group) = wanted.get_mut(at()) {
                group.name = name;
            }
        });
    };
    let remove = move |_| replan(live, desk, |wanted| _ = (at() < wanted.len()).then(|| wanted.remove(at())));
    let count = move || {
        people(column.with(|c| c.as_ref().map_or(0, |c| u32::try_from(c.members.len()).unwrap_or(0))))
    };
    view! {
        <section
            class="assign-col"
            class:over=over
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <header class="row">
                {move || match desk.planned.get() && group().is_some() {
                    true => view! {
                        <input
                            class="group-name"
                            aria-label="Name of the group"
                            maxlength="80"
                            autocomplete="off"
                            prop:value=move || read(|column| column.name.clone())
                            on:change:target=move |event| rename(event.target().value())
                        />
                    }.into_any(),
                    false => view! { <h3 class="grow">{move || read(|column| column.name.clone())}</h3> }.into_any(),
                }}
                <span class="tiny">{count}</span>
                <Show when=move || desk.planned.get() && group().is_some() && members().is_empty()>
                    <button
                        class="iconbtn slim"
                        aria-label=move || format!("Remove {}", read(|column| column.name.clone()))
                        on:click=remove
                    >
                        <Icon name="x" />
                    </button>
                </Show>
            </header>
            <ul>
                <For each=members key=|person| *person let(person)>
                    <Mover person />
                </For>
            </ul>
        </section>
    }
}

/// One person, who can be dragged or moved by the menu.
#[component]
fn Mover(person: PersonId) -> impl IntoView {
    let (live, desk) = (expect_context::<Live>(), expect_context::<Desk>());
    let announcer = expect_context::<Announcer>();
    let row = NodeRef::<html::Li>::new();
    effect(move || {
        if let (Some(row), true) = (row.get(), desk.moved.get_value() == Some(person)) {
            desk.moved.set_value(None);
            if let Ok(Some(button)) = row.query_selector("button") {
                browser::focus_on(&button);
            }
        }
    });
    let name = live.name(person);
    let department = move || {
        live.see(Part::Roster, |room| room.roster.people.get(&person).map(|p| p.department.clone()))
            .unwrap_or_default()
    };
    let send = move |to: Option<GroupId>, where_to: &str| {
        desk.moved.set_value(Some(person));
        announcer.say(format!("{}: {where_to}", name.get_untracked()));
        live.ask(Command::Move { person, to });
    };
    let choice = move |group: Option<GroupId>, words: String| {
        let said = words.clone();
        view! { <button role="menuitem" tabindex="-1" on:click=move |_| send(group, &said)>{words}</button> }
    };
    let choices = move || {
        let all = desk.columns.get();
        let now = all.iter().find(|column| column.members.contains(&person)).and_then(|column| column.group);
        let out = now.map(|_| choice(None, "No group".to_owned()));
        let others = all.into_iter().filter(|column| column.group.is_some() && column.group != now);
        (others.map(|column| choice(column.group, column.name)).collect_view(), out)
    };
    view! {
        <li
            class="mover"
            draggable="true"
            node_ref=row
            on:dragstart=move |event: ev::DragEvent| {
                desk.dragged.set_value(Some(person));
                // Firefox drags nothing that carries nothing.
                if let Some(carried) = event.data_transfer() {
                    _ = carried.set_data("text/plain", &name.get_untracked());
                }
            }
            on:dragend=move |_| desk.dragged.set_value(None)
        >
            <Avatar person name />
            <span class="grow">
                <span class="clip">{name}</span>
                <span class="tiny clip">{department}</span>
            </span>
            <Menu
                class="iconbtn slim"
                label=Signal::derive(move || format!("Move {}", name.get()))
                face=|| view! { <Icon name="arrow-left-right" /> }
            >
                {choices}
            </Menu>
        </li>
    }
}
