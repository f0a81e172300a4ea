//! The third step: dots. One sees one's own and how many are placed, nothing of the others' until they are counted.

use room::{IdeaId, exercise::Command};

use super::{
    At, Hand, hand,
    ideas::{author, idea_of},
    see_work,
};
use crate::prelude::*;
use crate::{live::Live, ui::Icon, words};

/// The ideas with one's own dots on them.
#[component]
pub(super) fn Vote() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let me = live.me();
    let cards = memo(move || {
        see_work(live, place, |_, work| work.ideas.keys().copied().collect::<Vec<_>>()).unwrap_or_default()
    });
    let left = memo(move || {
        see_work(live, place, |exercise, work| {
            let placed: u32 = work.dots.get(&me).map_or(0, |mine| mine.values().map(|n| u32::from(*n)).sum());
            u32::from(exercise.draft.dots).saturating_sub(placed)
        })
        .unwrap_or_default()
    });
    let hand = hand(live, place);
    let votes = Signal::derive(move || hand.get() == Hand::Works);
    view! {
        <Show
            when=move || votes.get()
            fallback=|| view! { <p class="small">"Officers place their dots. Nobody sees whose is where."</p> }
        >
            <p class="dots-left" role="status">
                {move || match left.get() {
                    0 => "All your dots are placed.".to_owned(),
                    left => words::count(left as usize, "dot left", "dots left"),
                }}
                <span class="small">"Nobody sees where you put them."</span>
            </p>
        </Show>
        <ul class="ideas">
            <For each=move || cards.get() key=|idea| *idea let(idea)>
                <Card idea left votes />
            </For>
        </ul>
    }
}

#[component]
fn Card(idea: IdeaId, left: Memo<u32>, votes: Signal<bool>) -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let (me, card) = (live.me(), idea_of(live, place, idea));
    let author = author(live, card);
    let mine = memo(move || see_work(live, place, |_, work| work.dots_of(me, idea)).unwrap_or_default());
    let give = move |dots: u8| live.ask(Command::Dot { place, idea, dots });
    let text = move || card.with(|card| card.text.clone());
    view! {
        <li class:chosen=move || { mine.get() > 0 }>
            <p class="words">{text}</p>
            <div class="idea-foot">
                <span class="tiny grow">{author}</span>
                <Show when=move || votes.get()>
                    <button
                        class="iconbtn slim"
                        aria-label=move || format!("One dot less on: {}", text())
                        disabled=move || mine.get() == 0
                        on:click=move |_| give(mine.get_untracked().saturating_sub(1))
                    >
                        <Icon name="minus" />
                    </button>
                    <span class="dots" role="img" aria-label=move || words::count(mine.get().into(), "dot", "dots")>
                        {move || (0..mine.get()).map(|_| view! { <i class="on"></i> }).collect_view()}
                    </span>
                    <button
                        class="iconbtn slim"
                        aria-label=move || format!("One dot more on: {}", text())
                        disabled=move || left.get() == 0
                        on:click=move |_| give(mine.get_untracked().saturating_add(1))
                    >
                        <Icon name="plus" />
                    </button>
                </Show>
            </div>
        </li>
    }
}
