//! Making groups: mixed at random or by hand, looked at, changed, and sent off.

use room::{
    agenda::Activity,
    breakout::{Command, Rule, Wanted},
    roster::Role,
};

use super::{Chosen, columns::Columns, mixed::balance, see_round};
use crate::prelude::*;
use crate::{
    agenda::{self, Activities},
    browser,
    live::{Live, Part},
    ui::Icon,
    words,
};

/// Long enough to read the card, short enough not to wait.
const COUNTDOWN_S: u16 = 5;

/// Ways to make groups, as the page offers them.
const WAYS: [(&str, &str); 3] = [
    ("At random, by people in a group", "People in each"),
    ("At random, by number of groups", "Groups"),
    ("By hand", "Groups"),
];

/// The stage while groups are made.
#[component]
pub(super) fn Forming() -> impl IntoView {
    let (live, Chosen(chosen)) = (expect_context::<Live>(), expect_context::<Chosen>());
    let planned = memo(move || see_round(live, |_, round| round.groups.len()).unwrap_or_default());
    let officers = memo(move || {
        live.see(Part::Roster, |room| room.roster.present().filter(|p| p.role == Role::Officer).count())
    });
    let balance = live.memo(&[Part::Roster, Part::Breakout], balance);
    let about = move || {
        let officers = words::count(officers.get(), "officer here", "officers here");
        if balance.with(String::is_empty) { officers } else { format!("{officers} · {}", balance.get()) }
    };
    let on_stage =
        live.memo(&[Part::Agenda], |room| agenda::on_stage(&room.agenda).map(|(_, activity)| activity));
    let beside = move || {
        let shown = on_stage.with(|shown| match shown {
            None => "",
            Some(Activity::Groups(_)) => "what to do",
            Some(activity) => words::activity(activity).1,
        });
        let on_stage =
            if shown.is_empty() { String::new() } else { format!(" On everybody's stage: {shown}.") };
        format!("Only facilitators see this.{on_stage}")
    };
    let drop = move |_| {
        live.ask(Command::Return { seconds: 0 });
        chosen.set(None);
    };
    view! {
        <div class="stage-head">
            <div class="grow">
                <h2>
                    {move || match planned.get() {
                        0 => "Make groups".to_owned(),
                        n => words::count(n, "group, not started", "groups, not started"),
                    }}
                </h2>
                <p class="small">{about}</p>
                <p class="tiny">{beside}</p>
            </div>
            <Activities />
            <Show
                when=move || { planned.get() > 0 }
                fallback=move || view! { <button class="btn quiet" on:click=move |_| chosen.set(None)>"Not now"</button> }
            >
                <Start />
            </Show>
        </div>
        <How planned />
        <Columns />
        <Show when=move || { planned.get() > 0 }>
            <button class="btn quiet start" on:click=drop>"Drop these groups"</button>
        </Show>
    }
}

/// How groups come about, and the chance in it.
#[component]
fn How(planned: Memo<usize>) -> impl IntoView {
    let live = expect_context::<Live>();
    // Looked at once: the form is not made anew while somebody fills it in.
    let rule = live.look(|room| room.breakout.round.as_ref().map(|round| round.mixed_by));
    let (way, number) = (RwSignal::new(0_usize), RwSignal::new(4_u16));
    match rule {
        Some(Rule::Count(count)) => (way.set(1), number.set(count)),
        Some(Rule::Size(size) | Rule::Mixed(size) | Rule::SameDepartment(size)) => {
            (way.set(0), number.set(size))
        }
        Some(Rule::ByHand) | None => ((), ()),
    };
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = number.get_untracked();
        let mix = |rule| Command::Mix { rule, seed: browser::random() };
        live.ask(match way.get_untracked() {
            0 => mix(Rule::Size(number)),
            1 => mix(Rule::Count(number)),
            _ => Command::Plan(vec![Wanted::default(); usize::from(number)]),
        });
    };
    let option = move |(at, (words, _)): (usize, &'static (&'static str, &'static str))| {
        view! { <option selected=move || way.get() == at>{*words}</option> }
    };
    view! {
        <form class="group-form" on:submit=make>
            <label class="field">
                "How"
                <select on:change:target=move |event| {
                    way.set(usize::try_from(event.target().selected_index()).unwrap_or(0));
                }>{WAYS.iter().enumerate().map(option).collect_view()}</select>
            </label>
            <label class="field few">
                {move || WAYS[way.get() % WAYS.len()].1}
                <input
                    type="number"
                    min="1"
                    max="100"
                    required
                    inputmode="numeric"
                    prop:value=move || number.get().to_string()
                    on:input:target=move |event| number.set(event.target().value().parse().unwrap_or(1))
                />
            </label>
            <button class="btn" class:primary=move || planned.get() == 0>
                <Icon name="shuffle" />
                {move || match (way.get(), planned.get()) {
                    (2, 0) => "Make empty groups",
                    (2, _) => "Start over, empty",
                    (_, 0) => "Mix",
                    _ => "Mix again",
                }}
            </button>
        </form>
    }
}

/// How long, and off they go.
#[component]
fn Start() -> impl IntoView {
    let live = expect_context::<Live>();
    let planned = live.look(|room| {
        let running = room.agenda.running()?;
        running.activities.iter().find_map(|activity| match activity {
            Activity::Groups(draft) => Some(draft.minutes),
            _ => None,
        })
    });
    let minutes = RwSignal::new(planned.unwrap_or(15));
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        live.ask(Command::Start { minutes: minutes.get_untracked(), countdown_s: COUNTDOWN_S });
    };
    view! {
        <form class="row" on:submit=start>
            <label class="row minutes">
                <input
                    class="box"
                    type="number"
                    min="1"
                    max="240"
                    required
                    inputmode="numeric"
                    aria-label="Minutes in the groups"
                    prop:value=move || minutes.get().to_string()
                    on:input:target=move |event| minutes.set(event.target().value().parse().unwrap_or(1))
                />
                "min"
            </label>
            <button class="btn primary">
                <Icon name="play" />
                "Start"
            </button>
        </form>
    }
}
