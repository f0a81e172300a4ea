//! Plans in the browser: a group's actions, the report to the room, and what each officer commits to.

mod action;
mod commitment;
mod field;
mod report;

use leptos::html;
use room::{
    ActionId, PersonId, Room,
    exercise::Place,
    limit,
    plan::{Action, Command, Lack, missing},
    roster::Role,
};

use crate::prelude::*;
use crate::{
    exercise::{At, Hand, hand, see_work},
    live::{Live, Part},
    ui::Icon,
    words,
};
use action::OneAction;
pub(crate) use commitment::Commitment;
pub(crate) use report::ReportBack;

/// Actions of a place that lack nothing, and all of them.
pub(crate) fn ready(room: &Room, place: Place) -> (usize, usize) {
    let actions: Vec<_> = room.plan.of(place).map(|(_, action)| missing(action).is_empty()).collect();
    (actions.iter().filter(|ready| **ready).count(), actions.len())
}

/// The chip of an action that lacks nothing.
const READY: (&str, &str) = ("chip good", "Ready");

/// What an action lacks most, or that it is ready: the chip's class and its words.
fn state(action: &Action) -> (&'static str, &'static str) {
    match missing(action).first() {
        None => READY,
        Some(Lack::Owner) => ("chip warn", "Needs an owner"),
        Some(Lack::Acceptance) => ("chip warn", "Waits for the owner's yes"),
        Some(Lack::FirstStep) => ("chip warn", "Needs a first step"),
        Some(Lack::Due) => ("chip warn", "Needs a date"),
        Some(Lack::Measure) => ("chip warn", "Needs a measure"),
    }
}

/// Those who can own an action of this place.
fn owners(room: &Room, place: Place) -> Vec<(PersonId, String)> {
    let within = |person: PersonId| match place {
        Place::Room => true,
        Place::Group(group) => {
            room.breakout.group(group).is_some_and(|group| group.members.contains(&person))
        }
    };
    let officers = room.roster.present().filter(|p| p.role == Role::Officer && within(p.id));
    officers.map(|p| (p.id, p.name.clone())).collect()
}

/// What a plan still lacks before it can be reported, in a sentence; nothing when it is ready.
fn lacks(room: &Room, place: Place) -> Option<String> {
    let unready = room.plan.of(place).map(|(_, action)| state(action)).find(|state| *state != READY);
    match (ready(room, place), unready) {
        ((_, 0), _) => Some("There is no action yet. Go back and add one.".to_owned()),
        ((ready, all), Some((_, lack))) => Some(format!(
            "{ready} of {} ready. One {}.",
            words::count(all, "action", "actions"),
            lack.to_ascii_lowercase()
        )),
        (_, None) => None,
    }
}

fn name_of(room: &Room, person: PersonId) -> String {
    room.roster.people.get(&person).map(|person| person.name.clone()).unwrap_or_default()
}

/// The fourth step: who does what by when.
#[component]
pub(crate) fn Plan() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let actions =
        memo(move || live.see(Part::Plan, |room| room.plan.of(place).map(|(id, _)| id).collect::<Vec<_>>()));
    let numbered =
        move || actions.get().into_iter().enumerate().map(|(n, id)| (n + 1, id)).collect::<Vec<_>>();
    let full = move || actions.with(Vec::len) >= limit::ACTIONS;
    let hand = hand(live, place);
    let own = move || {
        view! {
            <Show when=move || !full()>
                <FromIdeas />
            </Show>
            <div class="actions">
                <For each=numbered key=|(_, id)| *id let((number, id))>
                    <OneAction number id />
                </For>
            </div>
            <Show when=move || !full() fallback=|| view! { <p class="small">"Three actions are enough for one group."</p> }>
                <Add />
            </Show>
        }
    };
    let theirs = move || {
        view! {
            <p class="small">"Officers write down what they will do. You see it grow."</p>
            <Lines />
        }
    };
    move || match hand.get() {
        Hand::Reads => theirs().into_any(),
        Hand::Writes | Hand::Works => own().into_any(),
    }
}

/// The plan as a text to read.
#[component]
fn Lines() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let actions =
        move || live.see(Part::Plan, |room| room.plan.of(place).map(|(id, _)| id).collect::<Vec<_>>());
    view! {
        <div class="report">
            <For each=actions key=|id| *id let(id)>
                <Line id />
            </For>
        </div>
    }
}

/// The ideas with the most dots, each a step away from an action.
#[component]
fn FromIdeas() -> impl IntoView {
    const SHOWN: usize = 5;
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let best = memo(move || {
        live.see(Part::Plan, |_| ());
        let used: Vec<_> =
            live.look(|room| room.plan.of(place).filter_map(|(_, action)| action.from_idea).collect());
        let ranked = see_work(live, place, |_, work| {
            let text = |idea| work.ideas.get(&idea).map(|idea| idea.text.clone()).unwrap_or_default();
            let ranking =
                work.ranking().into_iter().filter(|rank| rank.dots > 0 && !used.contains(&rank.idea));
            ranking.take(SHOWN).map(|rank| (rank.idea, text(rank.idea), rank.dots)).collect::<Vec<_>>()
        });
        ranked.unwrap_or_default()
    });
    let row = move |(idea, text, dots): (room::IdeaId, String, u32)| {
        let title = text.clone();
        let add = move |_| live.ask(Command::Add { place, title: title.clone(), from_idea: Some(idea) });
        view! {
            <li class="row">
                <span class="grow">
                    {text}" "
                    <b>{words::count(dots as usize, "dot", "dots")}</b>
                </span>
                <button class="btn slim" on:click=add>"Make it an action"</button>
            </li>
        }
    };
    view! {
        <Show when=move || !best.with(Vec::is_empty)>
            <section class="card tight col">
                <h3 class="caps">"From your ideas"</h3>
                <ul class="from-ideas">{move || best.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// Adds an action in the group's own words.
#[component]
fn Add() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let field = NodeRef::<html::Input>::new();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            live.ask(Command::Add { place, title: field.value(), from_idea: None });
            field.set_value("");
        }
    };
    view! {
        <form class="idea-form" on:submit=add>
            <label class="field">
                "What will be done"
                <input node_ref=field maxlength="500" required autocomplete="off" placeholder="Begin with a verb" />
            </label>
            <button class="btn">
                <Icon name="plus" />
                "Add an action"
            </button>
        </form>
    }
}

/// The last step: the plan as the room will see it, and what it still lacks.
#[component]
pub(crate) fn Ready() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let lacks = live.memo(&[Part::Plan], move |room| lacks(room, place));
    let complete = move || lacks.with(Option::is_none);
    view! {
        <p class="notice" class:good=complete class:warn=move || !complete() role="status">
            {move || view! { <Icon name=if complete() { "check" } else { "info" } /> }}
            <span>
                {move || lacks.get().unwrap_or_else(|| "Your plan is ready.".to_owned())}
                " The room sees it when your facilitator calls your group."
            </span>
        </p>
        <Lines />
    }
}

/// Whoever is to own an action says yes or no.
fn accepting(live: Live, id: ActionId) -> AnyView {
    let accept = move |yes| live.ask(Command::Accept { action: id, yes });
    view! {
        <div class="row wrap">
            <button class="btn primary slim" on:click=move |_| accept(true)>"I accept"</button>
            <button class="btn quiet slim" on:click=move |_| accept(false)>"Not me"</button>
        </div>
    }
    .into_any()
}

/// One action as a few lines to read.
#[component]
pub(crate) fn Line(id: ActionId) -> impl IntoView {
    let live = expect_context::<Live>();
    let action = memo(move || {
        live.see(Part::Roster, |_| ());
        live.see(Part::Plan, |room| {
            let action = room.plan.actions.get(&id)?;
            Some((action.clone(), action.owner.map(|owner| name_of(room, owner)).unwrap_or_default()))
        })
    });
    move || {
        action.get().map(|(action, owner)| {
            let fact = |words: &'static str, text: String| {
                (!text.is_empty()).then(|| view! { <dt>{words}</dt><dd>{text}</dd> })
            };
            let asked = action.owner == Some(live.me()) && !action.accepted;
            view! {
                <section class="col gap1">
                    <h3>{action.title}</h3>
                    {asked.then(|| accepting(live, id))}
                    <dl class="facts">
                        {fact("Who", owner)} {fact("First step", action.first_step)} {fact("Done by", day(&action.due))}
                        {fact("We know it worked", action.measure)}
                    </dl>
                </section>
            }
        })
    }
}

/// A day as people here read it; as it is when it is none.
fn day(iso: &str) -> String {
    let mut parts = iso.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month @ 1..=12), Some(day)) => {
            format!("{} {day}, {year}", MONTHS[month as usize - 1])
        }
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_says_what_it_lacks_first() {
        let mut action = Action::default();
        assert_eq!(state(&action).1, "Needs an owner");
        action.owner = Some(PersonId(1));
        assert_eq!(state(&action).1, "Waits for the owner's yes");
        action.accepted = true;
        action.first_step = "Call dispatch".into();
        assert_eq!(state(&action).1, "Needs a date");
        action.due = "2026-12-22".into();
        action.measure = "Nine a month become four".into();
        assert_eq!(state(&action).1, "Ready");
    }

    #[test]
    fn a_plan_says_what_keeps_it_from_being_reported() {
        let mut room = Room::default();
        assert_eq!(
            lacks(&room, Place::Room).as_deref(),
            Some("There is no action yet. Go back and add one.")
        );
        room.plan.actions.insert(ActionId(1), Action::default());
        assert_eq!(lacks(&room, Place::Room).as_deref(), Some("0 of 1 action ready. One needs an owner."));
        let action = Action {
            owner: Some(PersonId(1)),
            accepted: true,
            first_step: "Call dispatch".into(),
            due: "2026-12-22".into(),
            measure: "Nine a month become four".into(),
            ..Action::default()
        };
        room.plan.actions.insert(ActionId(1), action);
        assert_eq!(lacks(&room, Place::Room), None);
    }

    #[test]
    fn days_are_read_the_american_way() {
        assert_eq!(day("2026-12-22"), "Dec 22, 2026");
        assert_eq!(day(""), "");
        assert_eq!(day("2026-13-01"), "2026-13-01");
    }
}
