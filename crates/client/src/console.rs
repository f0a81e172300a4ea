//! What only facilitators need: their left column while a session runs, and their dialogs.
//!
//! The column is read from top to bottom: what runs, who waits outside, who wants to speak, how it goes, and then what
//! may be long: notes and the whole sheet.

mod door;
mod end;
mod hands;
mod poll;
mod run;

use link::Happening;
use protocol::{Nudge, Signalled};
use room::chat::{self, Policy};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    room::SheetHead,
    ui::{Announcer, Icon},
    words,
};

pub(crate) use poll::Polls;

/// A facilitator's left column and dialogs.
#[component]
pub(crate) fn Run() -> impl IntoView {
    view! {
        <aside class="side" aria-label="Run the session">
            <SheetHead title="Run the session" />
            <run::RunSheet />
            <door::Door />
            <hands::Hands />
            <Nudges />
            <run::Notes />
            <crate::breakout::Entry />
            <crate::exercise::Opening />
            <poll::OnTheFly />
            <run::Sheet />
            <ChatPolicy />
        </aside>
        <run::RunBar />
        <end::End />
    }
}

/// How many ask to slow down or for a break. Nobody learns who.
#[component]
fn Nudges() -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    let counts = RwSignal::new([(Nudge::SlowDown, 0), (Nudge::Break, 0)]);
    live.listen(move |happening| {
        let Happening::Signals(signals) = happening else { return };
        for signal in signals {
            let Signalled::Nudged(nudge, count) = signal else { continue };
            counts.update(|counts| {
                if let Some(known) = counts.iter_mut().find(|(one, _)| one == nudge) {
                    known.1 = *count;
                }
            });
            if *count > 0 {
                announcer.say(format!("{count} {}", words::nudge(*nudge).1));
            }
        }
    });
    let row = |(nudge, count): (Nudge, u32)| {
        let (icon, words) = words::nudge(nudge);
        (count > 0).then(|| view! { <p class="signal"><Icon name=icon />{count}" "{words}</p> })
    };
    view! { <div>{move || counts.get().map(row).collect_view()}</div> }
}

/// Who may write in chat.
#[component]
fn ChatPolicy() -> impl IntoView {
    const POLICIES: [Policy; 3] = [Policy::Open, Policy::ToFacilitators, Policy::Closed];
    let live = expect_context::<Live>();
    let now = move || live.see(Part::Chat, |room| room.chat.policy);
    let option =
        move |policy| view! { <option selected=move || now() == policy>{words::policy(policy)}</option> };
    view! {
        <label class="field">
            "Chat"
            <select on:change:target=move |event| {
                let at = usize::try_from(event.target().selected_index()).unwrap_or(0);
                live.ask(chat::Command::Open(POLICIES[at % POLICIES.len()]));
            }>{POLICIES.map(option).collect_view()}</select>
        </label>
    }
}
