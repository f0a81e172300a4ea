//! Ending the session: says what stays and what goes, then asks for a deliberate yes.

use academy::records::{EndWords, ending};
use room::{Command, Records};

use super::parting::at_work;
use crate::prelude::*;
use crate::{live::Live, room::Shell, ui::Dialog, words};

/// The dialog.
#[component]
pub(super) fn End() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let end = move |_| {
        shell.ending.set(false);
        live.ask(Command::End);
    };
    let kept = move || {
        shell.ending.track();
        let EndWords { keep, erase } = live.look(ending);
        let groups = live.look(at_work);
        let groups = (groups > 0).then(|| {
            let groups = words::count(groups, "group is", "groups are");
            view! { <p>{groups}" still at work. What they have not put into a plan ends with the session."</p> }
        });
        view! {
            {groups}
            <p>{keep}</p>
            <p>{erase}</p>
        }
    };
    let erases = move || live.look(|room| room.charter.records) != Records::Record;
    view! {
        <Dialog open=shell.ending title="End for everyone?">
            <div class="kept">{kept}</div>
            <p class="small">"This cannot be taken back."</p>
            <div class="foot">
                <button class="btn quiet" on:click=move |_| shell.ending.set(false)>"Not yet"</button>
                <button class="btn danger" on:click=end>{move || if erases() { "End and erase" } else { "End the session" }}</button>
            </div>
        </Dialog>
    }
}
