//! Ending the session: says what stays and what goes, then asks for a deliberate yes.

use std::collections::BTreeMap;

use academy::records::{Class, Counts, EndWords, RecordsMode, end_words};
use room::{Command, Room, roster::Role};

use crate::prelude::*;
use crate::{
    live::Live,
    room::{Shell, mode},
    ui::Dialog,
};

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
        let EndWords { keep, erase } = live.look(|room| end_words(mode(room.charter.records), &counts(room)));
        view! {
            <p>{keep}</p>
            <p>{erase}</p>
        }
    };
    let erases = move || live.look(|room| mode(room.charter.records)) != RecordsMode::Record;
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

/// How much of each class of data the session holds.
fn counts(room: &Room) -> Counts {
    let officers = room.roster.people.values().filter(|p| p.role == Role::Officer && !p.times.is_empty());
    let lines = room.chat.lines.values().filter(|line| !line.deleted);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    BTreeMap::from([(Class::Attendance, number(officers.count())), (Class::Chat, number(lines.count()))])
}
