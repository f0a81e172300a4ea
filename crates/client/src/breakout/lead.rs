//! A facilitator's groups: a word about them beside the stage, and the stage itself while they are formed or at work.

use room::breakout::{Command, Status};

use super::{Making, bar::Left, forming::Forming, mine, overview::Overview, see_round};
use crate::prelude::*;
use crate::{live::Live, ui::Icon, words};

/// Fills the stage while groups are formed or at work.
#[component]
pub(crate) fn Lead() -> impl IntoView {
    let live = expect_context::<Live>();
    let under_way =
        memo(move || see_round(live, |_, round| round.status != Status::Planned).unwrap_or_default());
    move || match under_way.get() {
        true => view! { <Overview /> }.into_any(),
        false => view! { <Forming /> }.into_any(),
    }
}

/// What there is of groups, and the way to them, in the facilitator's column.
#[component]
pub(crate) fn Entry() -> impl IntoView {
    let (live, Making(making)) = (expect_context::<Live>(), expect_context::<Making>());
    let group = mine(live);
    let round = memo(move || {
        see_round(live, |_, round| {
            let helps = round.groups.values().filter(|group| group.help.is_some()).count();
            (round.groups.len(), round.status.at_work(), round.status == Status::Planned, helps)
        })
    });
    let helps = move || round.get().map_or(0, |(.., helps)| helps);
    let about = move || match round.get() {
        None => "No groups".to_owned(),
        Some((groups, true, ..)) => words::count(groups, "group at work", "groups at work"),
        Some((groups, _, true, _)) => words::count(groups, "group, not started", "groups, not started"),
        Some((groups, ..)) => words::count(groups, "group starting", "groups starting"),
    };
    view! {
        <section class="card tight col" class:asks=move || { helps() > 0 }>
            <div class="row wrap">
                <Icon name="users" />
                <span class="grow small">{about}</span>
                <Show when=move || round.get().is_some_and(|(_, at_work, ..)| at_work)>
                    <Left />
                </Show>
            </div>
            <Show when=move || { helps() > 0 }>
                <p class="small">
                    <b class="warn">{move || words::count(helps(), "group asks for help", "groups ask for help")}</b>
                </p>
            </Show>
            {move || match (round.get(), group.get()) {
                (_, Some(_)) => view! {
                    <button class="btn slim start" on:click=move |_| live.ask(Command::DropOut)>"All groups"</button>
                }.into_any(),
                (None, _) | (Some((_, _, true, _)), _) => view! {
                    <button
                        class="btn slim start"
                        aria-pressed=move || making.get().to_string()
                        on:click=move |_| making.update(|making| *making = !*making)
                    >
                        {move || match (making.get(), round.get().is_some()) {
                            (true, _) => "Back to the activity",
                            (false, true) => "Show the groups",
                            (false, false) => "Make groups",
                        }}
                    </button>
                }.into_any(),
                _ => ().into_any(),
            }}
        </section>
    }
}
