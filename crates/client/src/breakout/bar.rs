//! What people see of their group while they are in it: where they are, who looks in, how long, and a way to ask for help.

use leptos::html;
use link::Happening;
use room::{
    Event as Happened, GroupId, MINUTE_MS, PersonId, Room, Timestamp,
    breakout::{Command, Event, Group, Help, Status},
};

use super::{group_name, mine, name_of, names, see_round};
use crate::prelude::*;
use crate::{
    agenda::Dealt,
    clock::countdown,
    live::{Live, Part},
    ui::{Announcer, Dialog, Icon, Toasts},
    words,
};

/// The bar over the stage while groups are at work. A facilitator who looks in on none has the overview instead.
#[component]
pub(crate) fn Bar() -> impl IntoView {
    let live = expect_context::<Live>();
    let group = mine(live);
    let at_work = memo(move || see_round(live, |_, round| round.status.at_work()).unwrap_or_default());
    tell(live, group);
    view! {
        {move || at_work.get().then(|| view! { <Soon /> })}
        {move || group.get().map(|group| view! { <Inside group /> })}
        <Show when=move || at_work.get() && group.get().is_none() && !live.leads.get()>
            <p class="group-bar">
                <Icon name="users" />
                <span class="grow">"Officers are at work in their groups."</span>
                <Left />
            </p>
        </Show>
    }
}

/// Says aloud, and shows for a moment, what happens to groups.
fn tell(live: Live, group: Memo<Option<GroupId>>) {
    let (announcer, toasts) = (expect_context::<Announcer>(), expect_context::<Toasts>());
    Effect::new(move |before: Option<Option<GroupId>>| {
        let now = group.get();
        match (before.flatten(), now) {
            (before, Some(group)) if before != now => {
                announcer.say(format!("You are in {}.", live.look(|room| group_name(room, group))));
            }
            (Some(_), None) => announcer.say("Back in the room with everybody."),
            _ => {}
        }
        now
    });
    live.listen(move |happening| {
        let Happening::Happened(_, events) = happening else { return };
        for event in events {
            let Happened::Breakout(event) = event else { continue };
            if let Some((said, bar_shows)) = live.look(|room| in_words(live, room, group, event)) {
                if !bar_shows {
                    toasts.say(said.clone());
                }
                announcer.say(said);
            }
        }
    });
}

/// What this person is told about an event, and whether the bar shows it already.
fn in_words(live: Live, room: &Room, group: Memo<Option<GroupId>>, event: &Event) -> Option<(String, bool)> {
    let leads = live.leads.get_untracked();
    let here = |visited: &GroupId, person: &PersonId| {
        Some(*visited) == group.get_untracked() && *person != live.me()
    };
    Some(match event {
        Event::DroppedIn { person, group } if here(group, person) => {
            (format!("{} is in your group now.", name_of(room, *person)), true)
        }
        Event::DroppedOut { person, group } if here(group, person) => {
            (format!("{} has left your group.", name_of(room, *person)), true)
        }
        Event::HelpEnded { answered_by: Some(person), .. } if !leads => {
            (format!("{} has seen your call.", name_of(room, *person)), false)
        }
        Event::HelpAsked { group, reason, .. } if leads => {
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            (format!("{} asks for help{reason}", group_name(room, *group)), false)
        }
        _ => return None,
    })
}

#[component]
fn Inside(group: GroupId) -> impl IntoView {
    let live = expect_context::<Live>();
    let leads = live.leads;
    let of = move |read: fn(&Room, &Group) -> String| {
        live.see(Part::Roster, |_| ());
        see_round(live, |room, round| round.groups.get(&group).map(|group| read(room, group)))
            .flatten()
            .unwrap_or_default()
    };
    let visitors = move || of(|room, group| names(room, group.visitors.keys().copied()));
    let members = move || of(|room, group| names(room, group.members.iter().copied()));
    view! {
        <section class="group-bar" aria-label="Your group">
            <h2>{move || of(|_, group| group.name.clone())}</h2>
            <Show when=move || !visitors().is_empty()>
                <span class="chip brand">
                    <Icon name="eye" />
                    {move || match leads.get() {
                        true => "The group sees you".to_owned(),
                        false => format!("{} is here", visitors()),
                    }}
                </span>
            </Show>
            <Left />
            <span class="members small">{members}</span>
            {move || match leads.get() {
                true => view! {
                    <button class="btn slim" on:click=move |_| live.ask(Command::DropOut)>
                        <Icon name="log-out" />
                        "Leave the group"
                    </button>
                }.into_any(),
                false => view! { <CallForHelp group /> }.into_any(),
            }}
        </section>
        <Notices />
        <Dealt group />
    }
}

/// Says once that a minute is left, and once that everybody comes back.
#[component]
fn Soon() -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    let now = live.clock.every_second();
    let state = memo(move || match see_round(live, |_, round| round.status) {
        Some(Status::Returning { .. }) => "The groups are coming back.",
        Some(Status::Running { ends_at }) if ends_at.since_ms(now.get()) <= MINUTE_MS => {
            "One minute left in the groups."
        }
        _ => "",
    });
    Effect::new(move |before: Option<()>| {
        let words = state.get();
        if before.is_some() && !words.is_empty() {
            announcer.say(words);
        }
    });
}

/// How much time the groups have left, or how soon everybody comes back.
#[component]
pub(super) fn Left() -> impl IntoView {
    let live = expect_context::<Live>();
    let (now, status) = (live.clock.every_second(), move || see_round(live, |_, round| round.status));
    // The time stands still while the room is paused, but not for those who are being brought back.
    let paused = memo(move || live.see(Part::Session, |room| room.paused));
    let stands = move || paused.get().unwrap_or_else(|| now.get());
    let left = move || match status() {
        Some(Status::Running { ends_at }) => Some((ends_at.since_ms(stands()), false)),
        Some(Status::Returning { at }) => Some((at.since_ms(now.get()), true)),
        _ => None,
    };
    let soon = move || left().is_some_and(|(left, _)| left <= MINUTE_MS);
    view! {
        <span class="chip left" class:warn=soon>
            <Icon name="timer" />
            {move || match left() {
                Some((left, true)) => format!("Back in {} s", (left.max(0) + 999) / 1000),
                Some((left, false)) => format!("{} left", countdown(left)),
                None => String::new(),
            }}
        </span>
    }
}

/// The newest message to all groups, until it is put away.
#[component]
fn Notices() -> impl IntoView {
    let live = expect_context::<Live>();
    let read = RwSignal::new(Timestamp::default());
    let notice = memo(move || {
        let last = see_round(live, |room, round| {
            let last = round.notices.last()?;
            Some((last.at, name_of(room, last.by), last.text.clone()))
        });
        last.flatten().filter(|(at, ..)| *at > read.get())
    });
    view! {
        <div role="status">
            {move || {
                notice.get().map(|(at, by, text)| view! {
                    <div class="notice told">
                        <Icon name="megaphone" />
                        <p class="grow words">
                            <b>{by}", to every group: "</b>
                            {text}
                        </p>
                        <button class="btn quiet slim" on:click=move |_| read.set(at)>"Got it"</button>
                    </div>
                })
            }}
        </div>
    }
}

/// Asks the facilitator to come, with a reason or without, and takes it back.
#[component]
fn CallForHelp(group: GroupId) -> impl IntoView {
    let live = expect_context::<Live>();
    let open = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    let help: Memo<Option<Help>> =
        memo(move || see_round(live, |_, round| round.groups.get(&group)?.help.clone()).flatten());
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        live.ask(Command::Help { reason });
        open.set(false);
    };
    let asked = move |help: Help| {
        let who =
            if help.by == live.me() { "You".to_owned() } else { live.look(|room| name_of(room, help.by)) };
        view! {
            <span class="chip warn">
                <Icon name="life-buoy" />
                {who}
                " asked for help"
            </span>
            <button class="btn quiet slim" on:click=move |_| live.ask(Command::CancelHelp)>"Take it back"</button>
        }
    };
    view! {
        {move || match help.get() {
            Some(help) => asked(help).into_any(),
            None => view! {
                <button class="btn slim" on:click=move |_| open.set(true)>
                    <Icon name="life-buoy" />
                    "Ask the facilitator"
                </button>
            }.into_any(),
        }}
        <Dialog open title="Ask the facilitator">
            <form class="col gap4" on:submit=ask>
                <label class="field">
                    "What do you need? (optional)"
                    <input node_ref=field maxlength="300" autocomplete="off" />
                    <span class="hint">"The facilitator sees your group's name and comes as soon as they can."</span>
                </label>
                <div class="foot">
                    <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Not now"</button>
                    <button class="btn primary">"Ask"</button>
                </div>
            </form>
        </Dialog>
    }
}

/// `1 person`, `4 people`.
pub(super) fn people(number: u32) -> String {
    words::count(number as usize, "person", "people")
}
