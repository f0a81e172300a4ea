//! The dot vote: everybody places a few dots on the notes that count most; the counts show when it is over.

use room::{
    ItemId, PersonId, Viewer,
    board::{Board, Command as Ask, Terms},
    map::Map,
};

use super::easel::{Easel, Tool};
use crate::live::Part;
use crate::prelude::*;
use crate::ui::Icon;

/// What stands at the corners of notes: while dots are placed one's own, afterward how many there are.
pub(super) fn marks(board: &Board, me: PersonId) -> Map<ItemId, String> {
    let voting = &board.voting;
    match voting.dots.get(&me).filter(|_| voting.open) {
        Some(own) => own.on.iter().map(|item| (*item, "✓".to_owned())).collect(),
        None if voting.open => Map::new(),
        None => voting.counts.iter().map(|(item, count)| (*item, count.to_string())).collect(),
    }
}

/// How the vote stands for one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stand {
    open: bool,
    /// Dots they can still place, or may place in every frame; none if they have none to place.
    left: Option<u8>,
    /// Each frame has dots of its own.
    per_frame: bool,
    /// Dots that all people have placed; known to facilitators.
    placed: u32,
}

fn stand(easel: Easel) -> Memo<Stand> {
    let (id, me) = (easel.id, easel.live.me());
    easel.live.memo(&[Part::Board, Part::Roster], move |room| {
        let Some(board) = room.board.boards.get(&id).filter(|board| board.voting.open) else {
            return Stand::default();
        };
        let places = Viewer::of(room, me).is_some_and(|me| me.places_dots());
        let placed = board.voting.dots.values().map(|dots| u32::from(dots.placed)).sum();
        let Terms { budget, per_frame, .. } = board.voting.terms;
        let left = places.then(|| if per_frame { budget } else { board.dots_left(me, None) });
        Stand { open: true, left, per_frame, placed }
    })
}

/// Puts a dot on an item, or takes it off.
pub(super) fn toggle(easel: Easel, item: ItemId) {
    let me = easel.live.me();
    let of = easel.look(|board| board.items.get(&item).map(|item| (item.hidden, item.kind.takes_dots())));
    match of.flatten() {
        Some((true, _)) => {
            return easel.toasts.say("Only you see that yet. Dots are for what everybody sees.");
        }
        Some((_, false)) => return easel.toasts.say("Dots are for notes and text."),
        Some((false, true)) | None => {}
    }
    let has = easel.look(|board| {
        let dots = board.voting.dots.get(&me);
        board.voting.open.then(|| dots.is_some_and(|dots| dots.on.contains(&item)))
    });
    if let Some(has) = has.flatten() {
        easel.ask(Ask::Vote { board: easel.id, item, on: !has }, move |done| {
            if done {
                easel.announce(if has { "Dot taken off." } else { "Dot placed." });
            }
        });
    }
}

/// The way into the vote for officers, and how far it is for facilitators. Nothing while there is no vote.
#[component]
pub(super) fn DotVote() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let stand = stand(easel);
    effect(move || {
        // The vote is over: the pointer selects again.
        if stand.get().left.is_none() && easel.tool.get_untracked() == Tool::Dot {
            easel.tool.set(Tool::Select);
        }
    });
    let tool = move |_| {
        let dots = easel.tool.get_untracked() == Tool::Dot;
        easel.tool.set(if dots { Tool::Select } else { Tool::Dot });
    };
    let officer = move || {
        stand.get().left.map(|left| {
            view! {
                <button
                    class="btn slim"
                    aria-pressed=move || (easel.tool.get() == Tool::Dot).to_string()
                    on:click=tool
                >
                    <Icon name="circle-dot" />
                    "Dot vote · "
                    {left}
                    {if stand.get().per_frame { " in each frame" } else { " left" }}
                </button>
            }
        })
    };
    view! {
        <Show when=move || stand.get().open>
            {officer}
            <Show when=move || easel.live.leads.get()>
                <p class="chip brand" role="status">
                    <Icon name="circle-dot" />
                    {move || stand.get().placed}
                    " placed"
                </p>
            </Show>
        </Show>
    }
}

/// A note's dot in the list: one's own to place while there is a vote, the count afterward.
#[component]
pub(super) fn Dot(
    /// Of which note.
    item: ItemId,
    /// What the note says.
    text: Signal<String>,
) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let me = easel.live.me();
    let stand = stand(easel);
    let mark = memo(move || easel.see(|board| marks(board, me).remove(&item)).flatten());
    let takes = move || {
        easel.see(|board| board.items.get(&item).is_some_and(|item| item.kind.takes_dots() && !item.hidden))
    };
    let places = memo(move || stand.get().left.is_some() && takes() == Some(true));
    let open = memo(move || stand.get().open);
    move || match (places.get(), open.get()) {
        (true, _) => view! {
            <button
                class="iconbtn"
                aria-pressed=move || mark.get().is_some().to_string()
                aria-label=move || ["Dot on: ", &text.get()].concat()
                on:click=move |_| toggle(easel, item)
            >
                <Icon name="circle-dot" />
            </button>
        }
        .into_any(),
        (false, true) => ().into_any(),
        (false, false) => mark
            .get()
            .map(|count| {
                view! {
                    <span class="chip brand">
                        <Icon name="circle-dot" />
                        {count}
                        <span class="vh">" dots"</span>
                    </span>
                }
            })
            .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::{Dots, Voting};

    const ME: PersonId = PersonId(1);

    #[test]
    fn one_sees_ones_own_dots_while_they_are_placed_and_the_counts_afterward() {
        let own = Dots { placed: 1, on: [ItemId(7)].into() };
        let terms = Terms { budget: 3, ..Terms::default() };
        let voting = Voting { open: true, terms, dots: [(ME, own)].into(), counts: [].into() };
        let mut board = Board { voting, ..Board::default() };
        assert_eq!(marks(&board, ME), [(ItemId(7), "✓".to_owned())].into());
        assert!(marks(&board, PersonId(2)).is_empty());
        board.voting = Voting { counts: [(ItemId(7), 4)].into(), ..Voting::default() };
        assert_eq!(marks(&board, ME), [(ItemId(7), "4".to_owned())].into());
    }
}
