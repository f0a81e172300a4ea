//! What stands at the upper edge of a board: how near one looks, canvas or list, why it cannot be changed, and for
//! facilitators who may.

use room::{
    Timestamp,
    board::{Access, Write},
};

use super::{
    button::{How, icon_button},
    dots::DotVote,
    easel::Easel,
    pages::Pager,
};
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    clock::countdown,
    link::Line,
    live::Part,
    parts::{self, Hand},
    ui::Icon,
};

/// Narrower pages begin with the list, in pixels.
const NARROW: f64 = 480.0;
const KEPT: &str = "rollcall.board";

/// Whether the board is shown as a list. Found with `expect_context`.
#[derive(Clone, Copy)]
pub(super) struct Listed(RwSignal<bool>);

impl Listed {
    /// As this tab had it last; the first time by the width of the page.
    pub(super) fn new() -> Self {
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(NARROW);
        let kept = browser::kept(Keep::Tab, KEPT);
        Self(RwSignal::new(kept.map_or(width < NARROW, |kept| kept == "list")))
    }

    /// Whether it is.
    pub(super) fn get(self) -> bool {
        self.0.get()
    }

    fn turn(self) {
        let list = !self.0.get_untracked();
        browser::keep(Keep::Tab, KEPT, if list { "list" } else { "canvas" });
        self.0.set(list);
    }
}

/// From the canvas to the list, and back.
#[component]
pub(super) fn Switch() -> impl IntoView {
    let listed = expect_context::<Listed>();
    let face = move || match listed.get() {
        true => view! { <Icon name="panels-top-left" />"Canvas" }.into_any(),
        false => view! { <Icon name="list" />"List" }.into_any(),
    };
    view! {
        <button class="btn slim" on:click=move |_| listed.turn()>
            {face}
        </button>
    }
}

/// How near one looks; over the canvas, with everything else that stands there.
#[component]
pub(super) fn Bar() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let percent = move || easel.view.with(|view| (view.scale * 100.0).round() as u32);
    let button = move |icon, name, act: fn(Easel)| {
        icon_button("iconbtn slim", icon, name, How::Plain, Box::new(move || act(easel)))
    };
    view! {
        <State />
        <Show when=move || easel.armed.get()>{parts::at_hand(Hand::Tools)}</Show>
        <div class="board-bar">
            <Show when=move || easel.armed.get()>{parts::at_hand(Hand::Bar)}</Show>
        </div>
        <div class="board-bar zooms">
            <div class="zoom" role="group" aria-label="How near">
                {button("zoom-out", "Farther", |easel| easel.zoom(0.8))}
                <span class="narrow-off" aria-live="off">{percent}" %"</span>
                {button("zoom-in", "Nearer", |easel| easel.zoom(1.25))}
                {button("maximize", "Show everything", |easel| easel.fit())}
            </div>
        </div>
    }
}

/// What stands beside that once it is here: the vote, the way to the list, and for facilitators their say.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let easel = expect_context::<Easel>();
    view! {
        <Time />
        <DotVote />
        <Pager />
        <Switch />
        <Show when=move || easel.live.leads.get()>{parts::at_control()}</Show>
    }
}

/// Why the board is only to be looked at, or that others may only look.
#[component]
pub(super) fn State() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let access = memo(move || easel.see(|board| board.access).unwrap_or_default());
    let words = move || match easel.live.line.get() {
        Line::Up => {
            let (leads, writes) = (easel.live.leads.get(), easel.writes.get());
            access.with(|access| state(access, leads, writes)).map(|words| ("lock", words))
        }
        _ => Some(("wifi-off", "Reconnecting. You can look.")),
    };
    let icon = move |icon| if icon == "lock" && access.with(is_round) { "eye-off" } else { icon };
    move || {
        words().map(|(name, words)| {
            view! {
                <p class="chip board-state" role="status">
                    <Icon name=icon(name) />
                    {words}
                </p>
            }
        })
    }
}

fn state(access: &Access, leads: bool, writes: bool) -> Option<&'static str> {
    match (access.closed, access.policy.write, access.locked, leads) {
        _ if is_round(access) => Some("Private: you see only what you write"),
        (true, ..) => Some("This board is closed"),
        (_, Write::Nobody, ..) => Some("To look at"),
        (_, Write::Facilitators, _, false) => Some("Your facilitator writes here"),
        (_, Write::Everyone | Write::Named, true, false) => Some("Locked by your facilitator"),
        (_, Write::Facilitators, _, true) => Some("Only facilitators write"),
        (_, Write::Everyone | Write::Named, true, true) => Some("Locked for officers"),
        (_, Write::Named, false, true) => Some("Only those you named write"),
        (_, Write::Named, false, false) if writes => Some("You were asked to write here"),
        (_, Write::Named, false, false) => Some("Others were asked to write here"),
        (_, Write::Everyone, false, _) => None,
    }
}

/// Whether officers write in private now. Who cannot write is told so first.
fn is_round(access: &Access) -> bool {
    let asked = matches!(access.policy.write, Write::Everyone | Write::Named);
    let open = !access.closed && !access.locked && asked;
    access.policy.private && open
}

/// How long officers still write, if that is limited.
#[component]
pub(super) fn Time() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let until = memo(move || easel.see(|board| board.access.until).flatten());
    let now = easel.live.clock.every_second();
    // The time stands still while the room is paused.
    let paused = memo(move || easel.live.see(Part::Session, |room| room.paused));
    let left = move |until: Timestamp| countdown(until.since_ms(paused.get().unwrap_or_else(|| now.get())));
    move || {
        until.get().map(|until| {
            view! {
                <p class="chip" role="timer" aria-label="Time to write">
                    <Icon name="timer" />
                    {move || left(until)}
                </p>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::Policy;

    #[test]
    fn the_board_says_why_it_cannot_be_changed() {
        let access = |write, locked, closed| Access {
            policy: Policy { write, ..Policy::default() },
            locked,
            closed,
            ..Access::default()
        };
        assert_eq!(state(&access(Write::Everyone, false, false), false, true), None);
        assert_eq!(
            state(&access(Write::Everyone, true, false), false, true),
            Some("Locked by your facilitator")
        );
        assert_eq!(
            state(&access(Write::Facilitators, false, false), true, true),
            Some("Only facilitators write")
        );
        assert_eq!(state(&access(Write::Everyone, true, true), true, true), Some("This board is closed"));
        let private = Policy { private: true, ..Policy::default() };
        let private = Access { policy: private, ..Access::default() };
        assert!(state(&private, true, true).is_some_and(|words| words.starts_with("Private")));
        let locked = Access { locked: true, ..private };
        assert_eq!(state(&locked, false, true), Some("Locked by your facilitator"));
    }
}
