//! Reactions that float up over the stage and fade.

use std::time::Duration;

use link::Happening;
use protocol::{
    Signal as Fleeting, Signalled,
    signal::Emotion::{self, Applause, Heart, Laugh, Surprise, ThumbsUp},
};
use room::PersonId;

use crate::prelude::*;
use crate::{
    live::Live,
    ui::{Icon, Menu},
    words,
};

/// How long one floats; the style sheet says the same.
const FLOATS: Duration = Duration::from_millis(3_200);
/// Floating at once; a burst of applause does not slow the page down.
const MOST: usize = 24;

/// Opens the choice of reactions.
#[component]
pub(crate) fn ReactButton() -> impl IntoView {
    let live = expect_context::<Live>();
    let choice = move |emotion: Emotion| {
        let (icon, words) = words::emotion(emotion);
        view! {
            <button role="menuitem" tabindex="-1" on:click=move |_| _ = live.signal(Fleeting::React(emotion))>
                <Icon name=icon />
                {words}
            </button>
        }
    };
    view! {
        <Menu class="ctl" list="react-menu" face=|| view! { <Icon name="smile" />"React" }>
            {[ThumbsUp, Applause, Heart, Laugh, Surprise].map(choice).collect_view()}
        </Menu>
    }
}

#[derive(Clone)]
struct Float {
    number: u32,
    icon: &'static str,
    name: String,
    /// Where, in percent of the stage's width.
    x: u32,
}

/// The reactions on their way up. Screen readers are spared them.
#[component]
pub(crate) fn Floating() -> impl IntoView {
    let live = expect_context::<Live>();
    let floats = RwSignal::new(Vec::<Float>::new());
    let last = StoredValue::new(0u32);
    let float = move |person: PersonId, emotion| {
        last.update_value(|last| *last = last.wrapping_add(1));
        let number = last.get_value();
        let name =
            live.look(|room| room.roster.people.get(&person).map(|p| p.name.clone())).unwrap_or_default();
        let float =
            Float { number, icon: words::emotion(emotion).0, name, x: 8 + number.wrapping_mul(37) % 80 };
        floats.update(|floats| {
            if floats.len() < MOST {
                floats.push(float);
            }
        });
        set_timeout(
            move || _ = floats.try_update(|floats| floats.retain(|float| float.number != number)),
            FLOATS,
        );
    };
    live.listen(move |happening| {
        let Happening::Signals(signals) = happening else { return };
        for signal in signals {
            if let Signalled::Reacted(person, emotion) = signal {
                float(*person, *emotion);
            }
        }
    });
    view! {
        <div class="reactions-layer" aria-hidden="true">
            <For each=move || floats.get() key=|float| float.number let(float)>
                <div class="reaction" style:--x=format!("{}%", float.x)>
                    <Icon name=float.icon />
                    <span>{float.name}</span>
                </div>
            </For>
        </div>
    }
}
