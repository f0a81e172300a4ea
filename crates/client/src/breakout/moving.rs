//! The few seconds before groups begin: which group, with whom, and who will see what.

use room::{Timestamp, breakout::Status, roster::Role};

use super::{names, see_round};
use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::Announcer,
    words,
};

/// Covers the stage of everybody but facilitators while the countdown to the groups runs.
#[component]
pub(crate) fn Moving() -> impl IntoView {
    let live = expect_context::<Live>();
    let at = memo(move || {
        let status = see_round(live, |_, round| round.status).filter(|_| !live.leads.get());
        match status {
            Some(Status::Moving { at, .. }) => Some(at),
            _ => None,
        }
    });
    move || at.get().map(|at| view! { <Countdown at /> })
}

#[component]
fn Countdown(at: Timestamp) -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    let (me, now) = (live.me(), live.clock.every_second());
    let all = at.since_ms(live.clock.now()).max(1);
    let left = move || at.since_ms(now.get()).clamp(0, all);
    let group = memo(move || {
        see_round(live, |_, round| {
            round.group_of(me).and_then(|group| Some(round.groups.get(&group)?.name.clone()))
        })
        .flatten()
    });
    let with = memo(move || {
        live.see(Part::Roster, |_| ());
        see_round(live, |room, round| {
            let members =
                round.group_of(me).and_then(|group| round.groups.get(&group)).map(|group| &group.members);
            names(room, members.into_iter().flatten().copied().filter(|person| *person != me))
        })
        .unwrap_or_default()
    });
    let seconds = move || usize::try_from((left() + 999) / 1000).unwrap_or(0);
    let title = move || match (group.get(), seconds()) {
        (Some(group), 0) => format!("{group}, now"),
        (Some(group), n) => format!("{group} in {}", words::count(n, "second", "seconds")),
        (None, _) => "Officers go to their groups".to_owned(),
    };
    let officer = live.look(|room| room.roster.people.get(&me).is_some_and(|me| me.role == Role::Officer));
    let about = move || match (officer, with.get()) {
        (false, _) => "You stay here. Everybody comes back to this room afterwards.".to_owned(),
        (true, with) if with.is_empty() => SIGHT.to_owned(),
        (true, with) => format!("With {with}. {SIGHT}"),
    };
    announcer.say(untrack(move || format!("{}. {}", title(), about())));
    view! {
        <div class="curtain">
            <section class="curtain-card">
                <p class="caps">{if officer { "Moving to your group" } else { "Groups" }}</p>
                <h2>{title}</h2>
                <p class="small">{about}</p>
                <div class="bar moving" aria-hidden="true">
                    <i style:--p=move || format!("{}%", (all - left()) * 100 / all)></i>
                </div>
            </section>
        </div>
    }
}

/// Said before anybody is in a group, because afterwards is too late.
const SIGHT: &str = "Your facilitator sees your board, your vote count and your plan, not your chat. \
                     Nobody listens unless named here.";
