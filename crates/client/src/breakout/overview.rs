//! Groups at work, a card each: how they get on, who asks for help, and a door to drop in.

use leptos::{html, prelude::*};
use room::{
    GroupId, PersonId, Room,
    breakout::{Command, Round, Rule, Status},
};

use super::{bar::Left, columns::Columns, mixed::balance, name_of, names, see_round};
use crate::{
    clock::countdown,
    live::{Live, Part},
    ui::{Avatar, Dialog, Icon, Menu},
    words,
};

/// Faces on a card at most; the others are counted.
const FACES: usize = 4;

/// The stage while groups are at work.
#[component]
pub(super) fn Overview() -> impl IntoView {
    let live = expect_context::<Live>();
    let order = Memo::new(move |_| see_round(live, |_, round| order(round)).unwrap_or_default());
    let moving = RwSignal::new(false);
    let title = move || words::count(order.with(Vec::len), "group at work", "groups at work");
    let mixed = move || see_round(live, |_, round| rule(round.mixed_by)).unwrap_or_default();
    let balance = move || {
        live.see(Part::Roster, |_| ());
        live.see(Part::Breakout, balance)
    };
    view! {
        <div class="stage-head">
            <div class="grow">
                <h2>{title}</h2>
                <p class="small">{mixed}</p>
            </div>
            <Controls />
        </div>
        <Show
            when=move || moving.get()
            fallback=move || view! {
                <div class="groups">
                    <For each=move || order.get() key=|group| *group let(group)>
                        <Card group />
                    </For>
                </div>
            }
        >
            <Columns />
        </Show>
        <div class="balance">
            <b>"Balance of this mix"</b>
            <p class="small">{balance}</p>
            <button class="btn" aria-pressed=move || moving.get().to_string() on:click=move |_| moving.update(|m| *m = !*m)>
                <Icon name="arrow-left-right" />
                {move || if moving.get() { "Done moving" } else { "Move people" }}
            </button>
        </div>
    }
}

/// Groups that ask for help first, the longest waiting in front.
fn order(round: &Round) -> Vec<GroupId> {
    let mut groups: Vec<_> = round.groups.iter().collect();
    groups.sort_by_key(|(id, group)| (group.help.is_none(), group.help.as_ref().map(|help| help.at), **id));
    groups.into_iter().map(|(id, _)| *id).collect()
}

fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::ByHand => "Made by hand",
        Rule::Size(_) | Rule::Count(_) => "Mixed at random",
    }
}

/// Time, a word to everybody, and the way back.
#[component]
fn Controls() -> impl IntoView {
    let live = expect_context::<Live>();
    let telling = RwSignal::new(false);
    let at_work = Memo::new(move |_| see_round(live, |_, round| round.status.at_work()).unwrap_or_default());
    let back = move |seconds| live.ask(Command::Return { seconds });
    let choice = move |seconds, words: &'static str| {
        view! { <button role="menuitem" tabindex="-1" on:click=move |_| back(seconds)>{words}</button> }
    };
    view! {
        <Show
            when=move || at_work.get()
            fallback=move || view! {
                <Off />
                <button class="btn danger" on:click=move |_| back(0)>"Stop"</button>
            }
        >
            <Left />
            <button class="btn" on:click=move |_| live.ask(Command::Extend { minutes: 5 })>
                <Icon name="plus" />
                "5 min"
            </button>
            <button class="btn" on:click=move |_| telling.set(true)>
                <Icon name="megaphone" />
                "Tell every group"
            </button>
            <Menu class="btn danger" face=|| view! { <Icon name="log-in" />"Bring back" }>
                {choice(10, "In 10 seconds")}
                {choice(60, "In a minute")}
                {choice(120, "In two minutes")}
                {choice(0, "Now")}
            </Menu>
        </Show>
        <Tell telling />
    }
}

/// How soon people are in their groups.
#[component]
fn Off() -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let left = move || match see_round(live, |_, round| round.status) {
        Some(Status::Moving { at, .. }) => at.since_ms(now.get()),
        _ => 0,
    };
    view! {
        <span class="chip warn" role="status">
            <Icon name="timer" />
            "They move in "
            {move || countdown(left())}
        </span>
    }
}

/// Says something to all groups.
#[component]
fn Tell(telling: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let field = NodeRef::<html::Textarea>::new();
    let tell = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            live.ask(Command::Tell(field.value()));
            telling.set(false);
        }
    };
    view! {
        <Dialog open=telling title="Tell every group">
            <form class="col gap4" on:submit=tell>
                <label class="field">
                    "Message"
                    <textarea node_ref=field rows="3" maxlength="500" required></textarea>
                    <span class="hint">"It stands over everybody's work until they put it away."</span>
                </label>
                <div class="foot">
                    <button type="button" class="btn quiet" on:click=move |_| telling.set(false)>"Not now"</button>
                    <button class="btn primary">"Tell them"</button>
                </div>
            </form>
        </Dialog>
    }
}

/// What a card says of its group.
#[derive(Clone, Debug, Default, PartialEq)]
struct Face {
    name: String,
    members: Vec<PersonId>,
    all_names: String,
    here: usize,
    /// Why it asks for help.
    help: Option<String>,
    visitors: String,
}

fn face(room: &Room, round: &Round, id: GroupId) -> Face {
    let Some(group) = round.groups.get(&id) else { return Face::default() };
    let here = |person: &PersonId| room.roster.people.get(person).is_some_and(|p| p.presence.counts());
    Face {
        name: group.name.clone(),
        members: group.members.iter().copied().collect(),
        all_names: names(room, group.members.iter().copied()),
        here: group.members.iter().filter(|person| here(person)).count(),
        help: group.help.as_ref().map(|help| match help.reason.as_str() {
            "" => format!("{} asked for help.", name_of(room, help.by)),
            reason => format!("{}: {reason}", name_of(room, help.by)),
        }),
        visitors: names(room, group.visitors.iter().copied()),
    }
}

#[component]
fn Card(group: GroupId) -> impl IntoView {
    let live = expect_context::<Live>();
    let face = Memo::new(move |_| {
        live.see(Part::Roster, |_| ());
        see_round(live, |room, round| face(room, round, group)).unwrap_or_default()
    });
    let name = move || face.with(|face| face.name.clone());
    let helps = move || face.with(|face| face.help.is_some());
    let chip = move || {
        let (class, words) = face.with(|face| match (face.help.is_some(), face.here) {
            (true, _) => ("chip warn", "Asks for help"),
            (_, 0) => ("chip", "Nobody here"),
            _ => ("chip good", "At work"),
        });
        view! {
            <span class=class>
                {helps().then(|| view! { <Icon name="life-buoy" /> })}
                {words}
            </span>
        }
    };
    let shown = move || face.with(|face| face.members.iter().copied().take(FACES).collect::<Vec<_>>());
    let more = move || face.with(|face| face.members.len().saturating_sub(FACES));
    let at_work = move || see_round(live, |_, round| round.status.at_work()).unwrap_or_default();
    view! {
        <section class="group" class:helps=helps aria-label=name>
            <header>
                <h3>{name}</h3>
                {chip}
            </header>
            <p class="topic">{move || face.with(|face| face.help.clone().unwrap_or_else(|| face.all_names.clone()))}</p>
            <p class="tiny">
                {move || face.with(|face| match face.visitors.as_str() {
                    "" => format!("{} of {} here", face.here, face.members.len()),
                    visitors => format!("{} of {} here · {visitors} looks in", face.here, face.members.len()),
                })}
            </p>
            <div class="group-foot">
                <span class="stack" role="img" aria-label=move || face.with(|face| face.all_names.clone())>
                    <For each=shown key=|person| *person let(person)>
                        <Avatar
                            person
                            name=Signal::derive(move || live.see(Part::Roster, |room| name_of(room, person)))
                        />
                    </For>
                    <Show when=move || { more() > 0 }>
                        <span class="avatar d">"+"{more}</span>
                    </Show>
                </span>
                <Show when=helps>
                    <button class="btn quiet slim" on:click=move |_| live.ask(Command::Answer(group))>"Seen"</button>
                </Show>
                <button
                    class="btn quiet slim"
                    disabled=move || !at_work()
                    aria-label=move || format!("Drop in on {}", name())
                    on:click=move |_| live.ask(Command::DropIn(group))
                >
                    <Icon name="door-open" />
                    "Drop in"
                </button>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        Timestamp,
        breakout::{Group, Help},
    };

    #[test]
    fn whoever_waits_longest_for_help_comes_first() {
        let help = |at| Some(Help { by: PersonId(1), reason: String::new(), at: Timestamp(at) });
        let groups = [(1, None), (2, help(20)), (3, None), (4, help(10))];
        let groups = groups.map(|(id, help)| (GroupId(id), Group { help, ..Group::default() }));
        let round = Round { groups: groups.into(), ..Round::default() };
        assert_eq!(order(&round), [4, 2, 1, 3].map(GroupId));
    }
}
