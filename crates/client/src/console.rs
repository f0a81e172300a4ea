//! What only facilitators need: their left column while a session runs, and their dialogs.
//!
//! The column is read from top to bottom: what runs, who waits outside, who wants to speak, how it goes, what can be begun
//! at any time, and then what may be long: notes and the whole sheet.

mod door;
mod end;
mod hands;
mod parting;
mod poll;
mod run;

use protocol::Nudge;
use room::chat::{self, Policy};

use crate::prelude::*;
use crate::{
    live::{self, Live, Part},
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
            <section class="card tight col gap1" aria-label="Groups, exercise and polls">
                <crate::breakout::Entry />
                <crate::exercise::Opening />
                <poll::OnTheFly />
            </section>
            <run::Notes />
            <Audio />
            <run::Sheet />
            <ChatPolicy />
        </aside>
        <run::RunBar />
        <end::End />
        <parting::Parting />
    }
}

/// How many ask to slow down or for a break. Nobody learns who.
#[component]
fn Nudges() -> impl IntoView {
    let (live, announcer) = (expect_context::<Live>(), expect_context::<Announcer>());
    Effect::new(move |before: Option<live::Nudges>| {
        let now = live.nudges.get();
        for (nudge, count) in risen(before, now) {
            announcer.say(format!("{count} {}", words::nudge(nudge).1));
        }
        now
    });
    let row = |(nudge, count): (Nudge, u32)| {
        let (icon, words) = words::nudge(nudge);
        (count > 0).then(|| view! { <p class="signal"><Icon name=icon />{count}" "{words}</p> })
    };
    view! { <div>{move || live.nudges.get().map(row).collect_view()}</div> }
}

/// The counts that have risen; those of somebody who has just come count from nobody.
fn risen(before: Option<live::Nudges>, now: live::Nudges) -> impl Iterator<Item = (Nudge, u32)> {
    let known = move |at: usize| before.map_or(0, |before| before[at].1);
    now.into_iter().enumerate().filter(move |(at, (_, count))| *count > known(*at)).map(|(_, one)| one)
}

/// How people hear each other while the room itself carries no sound: whoever runs the session is asked for it first.
#[component]
fn Audio() -> impl IntoView {
    let live = expect_context::<Live>();
    let audio = move || live.see(Part::Session, |room| room.charter.audio.clone());
    view! {
        <Show when=move || !audio().is_empty()>
            <p class="signal">
                <Icon name="phone" />
                <span>
                    <b>"To hear and speak: "</b>
                    {audio}
                </span>
            </p>
        </Show>
    }
}

/// Who may write in chat.
#[component]
fn ChatPolicy() -> impl IntoView {
    const POLICIES: [Policy; 3] = [Policy::Open, Policy::ToFacilitators, Policy::Closed];
    let live = expect_context::<Live>();
    let again = RwSignal::new(());
    let now = move || {
        again.track();
        live.see(Part::Chat, |room| room.chat.policy)
    };
    let option = move |policy| view! { <option prop:selected=move || now() == policy>{words::policy(policy)}</option> };
    let choose = move |at: i32| {
        let policy = POLICIES[usize::try_from(at).unwrap_or(0) % POLICIES.len()];
        // Refused, the field goes back to how it is.
        live.ask_or(chat::Command::Open(policy), move || _ = again.try_update(|()| ()));
    };
    view! {
        <label class="field">
            "Chat"
            <select on:change:target=move |event| choose(event.target().selected_index())>
                {POLICIES.map(option).collect_view()}
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_said_when_it_rises_and_to_who_comes_later() {
        let nudges = |slow, breaks| [(Nudge::SlowDown, slow), (Nudge::Break, breaks)];
        let said = |before, now| risen(before, now).collect::<Vec<_>>();
        assert_eq!(said(None, nudges(2, 0)), [(Nudge::SlowDown, 2)]);
        assert_eq!(said(Some(nudges(2, 0)), nudges(1, 1)), [(Nudge::Break, 1)]);
        assert_eq!(said(Some(nudges(1, 1)), nudges(0, 0)), []);
    }
}
