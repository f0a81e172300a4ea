//! Going on while groups are at work: they keep working on what the room has left behind unless somebody says otherwise.

use room::{Room, breakout};

use super::run;
use crate::prelude::*;
use crate::{live::Live, room::Shell, ui::Dialog, words};

/// How many groups are at work.
pub(super) fn at_work(room: &Room) -> usize {
    let round =
        room.breakout.round.as_ref().filter(|round| matches!(round.status, breakout::Status::Running { .. }));
    round.map_or(0, |round| round.groups.len())
}

/// The dialog.
#[component]
pub(super) fn Parting() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let groups = move || {
        shell.parting.track();
        words::count(live.look(at_work), "group is", "groups are")
    };
    let go = move |brings_back: bool| {
        shell.parting.set(false);
        if brings_back {
            live.ask(breakout::Command::Return { seconds: 0 });
        }
        run::next(live);
    };
    view! {
        <Dialog open=shell.parting title="Go on without the groups?">
            <p>{groups}" at work. If you let them, they go on with their exercise while the room moves on."</p>
            <div class="foot">
                <button class="btn quiet" on:click=move |_| shell.parting.set(false)>"Not yet"</button>
                <button class="btn" on:click=move |_| go(false)>"Let them work on"</button>
                <button class="btn primary" on:click=move |_| go(true)>"Bring them back and go on"</button>
            </div>
        </Dialog>
    }
}
