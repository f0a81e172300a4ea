//! Who writes on a board, or in one of its frames: asked in a dialog, with those who are named.

use leptos::ev::{SubmitEvent, Targeted};
use room::{
    ItemId, PersonId,
    board::{Board, Command as Ask, Rule, Write},
    roster::{Person, Role, Standing},
};
use web_sys::{Event, HtmlSelectElement};

use super::{easel::Easel, first, pages::pages};
use crate::live::Part;
use crate::prelude::*;

/// What can be chosen, and how it is called.
const CHOICES: [(Write, &str); 4] = [
    (Write::Everyone, "Everyone"),
    (Write::Named, "Those I name, and facilitators"),
    (Write::Facilitators, "Facilitators"),
    (Write::Nobody, "Nobody"),
];

/// Who writes there as things are.
fn rule_of(board: &Board, frame: Option<ItemId>) -> Rule {
    match frame {
        Some(frame) => board.rules.get(&frame).cloned().unwrap_or_default(),
        None => Rule { write: board.access.policy.write, named: board.named.clone() },
    }
}

/// The frame that is marked, if it is one alone.
pub(super) fn marked_frame(easel: Easel) -> Option<ItemId> {
    let marked = easel.selected.with_untracked(|marked| if marked.len() == 1 { first(marked) } else { None });
    easel.look(|board| pages(board).into_iter().find(|frame| Some(*frame) == marked)).flatten()
}

/// Asks where, who, and which of them.
#[component]
pub(super) fn Writers(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Where one begins: on the whole board, or in a frame.
    begin: Option<ItemId>,
    /// Begin with people to be named.
    naming: bool,
) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let (place, rule) = (RwSignal::new(begin), RwSignal::new(Rule::default()));
    let take = move |frame| {
        place.set(frame);
        rule.set(easel.look(|board| rule_of(board, frame)).unwrap_or_default());
    };
    take(begin);
    if naming {
        rule.update(|rule| rule.write = Write::Named);
    }
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let (frame, mut rule) = (place.get_untracked(), rule.get_untracked());
        if rule.write != Write::Named {
            rule.named = room::map::Set::default();
        }
        // A frame in which everybody writes needs no rule.
        let rule = (rule != Rule::default()).then_some(rule);
        easel.ask(Ask::Rule { board: easel.id, frame, rule }, move |done| {
            if done {
                open.set(false);
            }
        });
    };
    view! {
        <form class="col gap4" on:submit=save>
            <Place place take=Callback::new(take) />
            <fieldset class="col">
                <legend class="caps">"Who writes"</legend>
                {CHOICES.into_iter().map(|(write, words)| choice(rule, write, words)).collect_view()}
            </fieldset>
            <Show when=move || rule.with(|rule| rule.write == Write::Named)>
                <Names rule />
            </Show>
            <p class="small">"Everybody goes on seeing all of it. In a frame only those write who write on the board, too."</p>
            <div class="foot">
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Not now"</button>
                <button class="btn primary">"Save"</button>
            </div>
        </form>
    }
}

/// On the whole board, or in which frame; nothing to choose on a board without frames.
#[component]
fn Place(place: RwSignal<Option<ItemId>>, take: Callback<Option<ItemId>>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let title = |board: &Board, frame: ItemId| match board.items.get(&frame)?.kind.text()? {
        "" => Some("Frame without a title".to_owned()),
        title => Some(title.to_owned()),
    };
    let titled = |board: &Board| {
        let titled = |frame: ItemId| Some((frame, title(board, frame)?));
        pages(board).into_iter().filter_map(titled).collect::<Vec<_>>()
    };
    let frames = easel.look(titled).unwrap_or_default();
    let option = move |(frame, title): (Option<ItemId>, String)| {
        let value = frame.map_or_else(String::new, |ItemId(frame)| frame.to_string());
        view! { <option value=value selected=move || place.get() == frame>{title}</option> }
    };
    let chosen = move |event: Targeted<Event, HtmlSelectElement>| {
        take.run(event.target().value().parse().ok().map(ItemId));
    };
    (!frames.is_empty()).then(|| {
        let frames = frames.into_iter().map(|(frame, title)| (Some(frame), title));
        let all = std::iter::once((None, "The whole board".to_owned())).chain(frames);
        view! {
            <label class="field">
                "Where"
                <select class="box" on:change:target=chosen>{all.map(option).collect_view()}</select>
            </label>
        }
    })
}

fn choice(rule: RwSignal<Rule>, write: Write, words: &'static str) -> AnyView {
    view! {
        <label class="tick">
            <input
                type="radio"
                name="who-writes"
                prop:checked=move || rule.with(|rule| rule.write == write)
                on:change=move |_| rule.update(|rule| rule.write = write)
            />
            <span>{words}</span>
        </label>
    }
    .into_any()
}

/// Those who are inside and could be named, by name.
#[component]
fn Names(rule: RwSignal<Rule>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let people = memo(move || {
        easel.live.see(Part::Roster, |room| {
            let asked = |role| matches!(role, Role::Officer | Role::Guest);
            let named = rule.with_untracked(|rule| rule.named.clone());
            let people = room.roster.people.values();
            let inside = |person: &&Person| person.standing == Standing::Admitted && asked(person.role);
            // Who was named and has left can be left out.
            let shown = people.filter(|person| inside(person) || named.contains(&person.id));
            let mut names: Vec<_> = shown.map(|person| (person.name.clone(), person.id)).collect();
            names.sort_unstable();
            names
        })
    });
    let tick = move |(name, person): (String, PersonId)| {
        let turn = move |on: bool| {
            rule.update(|rule| _ = if on { rule.named.insert(person) } else { rule.named.remove(&person) });
        };
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || rule.with(|rule| rule.named.contains(&person))
                    on:change:target=move |event| turn(event.target().checked())
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="col names">
            <legend class="caps">"Who is named"</legend>
            <For each=move || people.get() key=|person| person.clone() let(person)>
                {tick(person)}
            </For>
            <Show when=move || people.with(Vec::is_empty)>
                <p class="small">"Nobody else is here yet."</p>
            </Show>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_begins_with_who_writes_there_as_things_are() {
        let mut board = Board::default();
        let rule =
            |write, named: &[u32]| Rule { write, named: named.iter().copied().map(PersonId).collect() };
        assert_eq!(rule_of(&board, None), Rule::default());
        board.named = [PersonId(4)].into();
        board.access.policy.write = Write::Named;
        board.rules.insert(ItemId(7), rule(Write::Nobody, &[]));
        assert_eq!(rule_of(&board, None), rule(Write::Named, &[4]));
        assert_eq!(rule_of(&board, Some(ItemId(7))), rule(Write::Nobody, &[]));
        assert_eq!(rule_of(&board, Some(ItemId(8))), Rule::default());
    }
}
