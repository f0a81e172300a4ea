//! A facilitator's groups: a word about them beside the stage, and the stage itself while they are formed or at work.

use std::mem::discriminant;

use room::breakout::{Command, Status};

use super::{Chosen, bar::Left, forming::Forming, mine, overview::Overview, see_round, shown};
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
    let (live, Chosen(chosen)) = (expect_context::<Live>(), expect_context::<Chosen>());
    let (group, shown) = (mine(live), shown(live, Chosen(chosen)));
    let round = memo(move || {
        see_round(live, |_, round| {
            let helps = round.groups.values().filter(|group| group.help.is_some()).count();
            (round.groups.len(), round.status.at_work(), round.status == Status::Planned, helps)
        })
    });
    // Once groups begin or end, what was chosen before is over.
    let status = memo(move || see_round(live, |_, round| discriminant(&round.status)));
    Effect::new(move |before: Option<_>| {
        let now = status.get();
        if before.is_some_and(|before| before != now) && now != Some(discriminant(&Status::Planned)) {
            chosen.set(None);
        }
        now
    });
    let helps = move || round.get().map_or(0, |(.., helps)| helps);
    let about = move || match round.get() {
        None => "No groups".to_owned(),
        Some((groups, true, ..)) => words::count(groups, "group at work", "groups at work"),
        Some((groups, _, true, _)) => words::count(groups, "group, not started", "groups, not started"),
        Some((groups, ..)) => words::count(groups, "group starting", "groups starting"),
    };
    view! {
        <div class="tool" class:asks=move || { helps() > 0 }>
            <Icon name="users" />
            <span class="grow small">
                {about}
                <Show when=move || { helps() > 0 }>
                    " · "<b class="warn">{move || words::count(helps(), "asks for help", "ask for help")}</b>
                </Show>
            </span>
            <Show when=move || !shown.get() && round.get().is_some_and(|(_, at_work, ..)| at_work)>
                <Left />
            </Show>
            {move || match group.get() {
                Some(_) => view! {
                    <button class="btn slim" on:click=move |_| live.ask(Command::DropOut)>"All groups"</button>
                }.into_any(),
                None => view! {
                    <button
                        class="btn slim"
                        aria-pressed=move || shown.get().to_string()
                        on:click=move |_| chosen.set(Some(!shown.get_untracked()))
                    >
                        {move || match (shown.get(), round.get().is_some()) {
                            (true, _) => "Hide",
                            (false, true) => "Show",
                            (false, false) => "Make",
                        }}
                        <span class="vh">" groups"</span>
                    </button>
                }.into_any(),
            }}
        </div>
    }
}
