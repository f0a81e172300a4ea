//! Groups at work, a card each: how they get on, who asks for help, and a door to drop in.

use leptos::html;
use room::{
    GroupId, MINUTE_MS, PersonId, Room,
    breakout::{Command, Round, Rule, Status},
    exercise::Step,
    overview::{Card, overview},
};

use super::{bar::Left, columns::Columns, mixed::balance, name_of, names, see_round};
use crate::prelude::*;
use crate::{
    agenda::NextFacts,
    clock::countdown,
    live::{Live, Part},
    ui::{Avatar, Dialog, Icon, Menu},
    words,
};

/// Faces on a card at most; the others are counted.
const FACES: usize = 4;
/// Nothing has changed for so long that a look may help, milliseconds.
const QUIET_MS: i64 = 3 * MINUTE_MS;

/// The stage while groups are at work.
#[component]
pub(super) fn Overview() -> impl IntoView {
    let live = expect_context::<Live>();
    // While somebody points at a card, none of them moves: the one that is pressed is the one that was meant.
    let pointed = RwSignal::new(false);
    let last = StoredValue::new(Vec::<GroupId>::new());
    let order = memo(move || {
        let mut now = see_round(live, |_, round| order(round)).unwrap_or_default();
        if pointed.get() {
            now = last.with_value(|last| kept(last, now));
        }
        last.set_value(now.clone());
        now
    });
    let moving = RwSignal::new(false);
    let title = move || words::count(order.with(Vec::len), "group at work", "groups at work");
    let mixed = move || see_round(live, |_, round| rule(round.mixed_by)).unwrap_or_default();
    let balance = live.memo(&[Part::Roster, Part::Breakout], balance);
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
                <div
                    class="groups"
                    on:pointerenter=move |_| pointed.set(true)
                    on:pointerleave=move |_| pointed.set(false)
                >
                    <For each=move || order.get() key=|group| *group let(group)>
                        <OneCard group />
                    </For>
                </div>
            }
        >
            <Columns />
        </Show>
        <NextFacts />
        <div class="balance" class:bare=move || balance.with(String::is_empty)>
            <Show when=move || !balance.with(String::is_empty)>
                <b>"Balance of this mix"</b>
            </Show>
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

/// The groups in the order they had, as far as they are the same.
fn kept(before: &[GroupId], now: Vec<GroupId>) -> Vec<GroupId> {
    let same = before.len() == now.len() && now.iter().all(|group| before.contains(group));
    if same { before.to_vec() } else { now }
}

fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::ByHand => "Made by hand",
        Rule::Size(_) | Rule::Count(_) => "Mixed at random",
        Rule::Mixed(_) => "At random, departments mixed",
        Rule::SameDepartment(_) => "At random, departments together",
    }
}

/// Time, a word to everybody, and the way back.
#[component]
fn Controls() -> impl IntoView {
    let live = expect_context::<Live>();
    let telling = RwSignal::new(false);
    let at_work = memo(move || see_round(live, |_, round| round.status.at_work()).unwrap_or_default());
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
                {choice(0, "Now")}
                {choice(10, "In 10 seconds")}
                {choice(60, "In a minute")}
                {choice(120, "In two minutes")}
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

/// A group's card as the facilitator reads it.
fn see_card(live: Live, group: GroupId) -> Option<Card> {
    for part in [Part::Roster, Part::Exercise, Part::Plan] {
        live.see(part, |_| ());
    }
    live.see(Part::Breakout, overview).into_iter().find(|card| card.group == group)
}

/// How a group gets on in one or two words, and the chip's class.
fn state(card: &Card, at_work: bool, quiet_ms: i64) -> (&'static str, &'static str) {
    match card.step {
        _ if !at_work => ("chip", "On their way"),
        _ if card.help.is_some() => ("chip warn", "Asks for help"),
        _ if card.present == 0 => ("chip", "Nobody here"),
        Some(Step::Report) => ("chip brand", "At the end"),
        Some(_) if quiet_ms >= QUIET_MS => ("chip", "Quiet"),
        Some(_) => ("chip good", "On track"),
        None => ("chip good", "At work"),
    }
}

/// What a group has so far, and for how long nothing has changed.
fn progress(card: &Card, quiet_ms: i64) -> String {
    let mut said = match card.step {
        None => format!("{} of {} here", card.present, card.members.len()),
        Some(Step::Issue) => "Issue".to_owned(),
        Some(Step::Ideas) => format!("Ideas · {}", words::count(card.ideas as usize, "idea", "ideas")),
        Some(Step::Vote) => {
            let ideas = words::count(card.ideas as usize, "idea", "ideas");
            format!("Vote · {ideas}, {} of {} dots placed", card.dots, card.dot_budget)
        }
        Some(Step::Plan) => {
            format!(
                "Plan · {} of {} ready",
                card.complete,
                words::count(card.actions as usize, "action", "actions")
            )
        }
        Some(Step::Report) => "Ready to report back".to_owned(),
    };
    if card.step.is_some_and(|step| step != Step::Report) && quiet_ms >= QUIET_MS {
        said += &format!(", quiet for {} min", quiet_ms / MINUTE_MS);
    }
    said
}

/// What a group works at, or why it asks for help.
fn topic(room: &Room, card: &Card) -> String {
    match &card.help {
        Some(help) if help.reason.is_empty() => format!("{} asked for help.", name_of(room, help.by)),
        Some(help) => format!("{}: {}", name_of(room, help.by), help.reason),
        None if card.issue.is_empty() => names(room, card.members.iter().copied()),
        None => card.issue.clone(),
    }
}

#[component]
fn OneCard(group: GroupId) -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let card = memo(move || see_card(live, group));
    let read = move |read: fn(&Card) -> String| card.with(|card| card.as_ref().map(read)).unwrap_or_default();
    let at_work = move || see_round(live, |_, round| round.status.at_work()).unwrap_or_default();
    let timed = memo(move || {
        card.with(|card| {
            card.as_ref().map(|card| {
                let quiet = card.quiet_ms(now.get());
                (state(card, at_work(), quiet), progress(card, quiet))
            })
        })
        .unwrap_or_default()
    });
    let name = move || read(|card| card.name.clone());
    let helps = move || card.with(|card| card.as_ref().is_some_and(|card| card.help.is_some()));
    let members =
        move || card.with(|card| card.as_ref().map(|card| card.members.clone()).unwrap_or_default());
    let listed = move |read: fn(&Card) -> &Vec<PersonId>| {
        memo(move || {
            live.see(Part::Roster, |_| ());
            let people = card.with(|card| card.as_ref().map(|card| read(card).clone()).unwrap_or_default());
            live.look(|room| names(room, people.into_iter()))
        })
    };
    let all_names = listed(|card| &card.members);
    let visitors = listed(|card| &card.visitors);
    let topic = move || card.with(|card| card.as_ref().map(|card| live.look(|room| topic(room, card))));
    let step =
        move || card.with(|card| card.as_ref().and_then(|card| card.step)).map(|step| step as usize + 1);
    let more = move || members().len().saturating_sub(FACES);
    view! {
        <section class="group" class:helps=helps aria-label=name>
            <header>
                <h3>{name}</h3>
                {move || {
                    let ((class, words), _) = timed.get();
                    view! {
                        <span class=class>
                            {helps().then(|| view! { <Icon name="life-buoy" /> })}
                            {words}
                        </span>
                    }
                }}
            </header>
            <div class="topic">
                <p class="grow">{topic}</p>
                <Show when=helps>
                    <button class="btn slim" on:click=move |_| live.ask(Command::Answer(group))>"Seen"</button>
                </Show>
            </div>
            {move || step().map(|done| view! {
                <div class="steps" role="img" aria-label=format!("Step {done} of 5")>
                    {(1..=5).map(|at| view! { <i class:done=at <= done></i> }).collect_view()}
                </div>
            })}
            <p class="tiny">
                {move || timed.with(|(_, progress)| progress.clone())}
                {move || Some(visitors.get()).filter(|names| !names.is_empty()).map(|names| format!(" · {names} looks in"))}
            </p>
            <div class="group-foot">
                <span class="stack" role="img" aria-label=all_names>
                    <For each=move || members().into_iter().take(FACES) key=|person| *person let(person)>
                        <Avatar person name=live.name(person) />
                    </For>
                    <Show when=move || { more() > 0 }>
                        <span class="avatar d">"+"{more}</span>
                    </Show>
                </span>
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

    #[test]
    fn cards_stay_where_they_are_while_the_groups_are_the_same() {
        let ids = |ids: &[u32]| ids.iter().map(|id| GroupId(*id)).collect::<Vec<_>>();
        assert_eq!(kept(&ids(&[1, 2, 3]), ids(&[3, 1, 2])), ids(&[1, 2, 3]));
        assert_eq!(kept(&ids(&[1, 2, 3]), ids(&[3, 1, 4])), ids(&[3, 1, 4]));
    }

    #[test]
    fn a_group_where_nothing_changes_is_called_quiet() {
        let (step, present, dots, ideas) = (Some(Step::Vote), 4, 11, 9);
        let card = Card { step, present, dots, ideas, dot_budget: 12, ..empty() };
        assert_eq!(state(&card, true, 0).1, "On track");
        assert_eq!(state(&card, false, 0).1, "On their way");
        assert_eq!(progress(&card, 0), "Vote · 9 ideas, 11 of 12 dots placed");
        assert_eq!(state(&card, true, 4 * MINUTE_MS).1, "Quiet");
        assert!(progress(&card, 4 * MINUTE_MS).ends_with("quiet for 4 min"));
        assert_eq!(
            state(&Card { step: Some(Step::Report), ..card.clone() }, true, 4 * MINUTE_MS).1,
            "At the end"
        );
        assert_eq!(state(&Card { present: 0, ..card }, true, 0).1, "Nobody here");
    }

    fn empty() -> Card {
        let round = Round { groups: [(GroupId(1), Group::default())].into(), ..Round::default() };
        let mut room = Room::default();
        room.breakout.round = Some(round);
        overview(&room).remove(0)
    }
}
