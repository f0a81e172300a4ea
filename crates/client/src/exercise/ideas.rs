//! The second step: everybody writes cards in silence, and sees only their own until they are shown.

use leptos::html;
use room::{
    IdeaId, PersonId, Refusal, Room,
    exercise::{Command, Idea},
};

use super::{At, Hand, hand, see_work};
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    live::{Live, Part},
    ui::{Icon, Toasts, focus_when_here},
    words,
};

/// Where a half-written idea is kept, so that a reload does not cost it.
const DRAFT: &str = "rollcall.idea";

/// One's own cards, and after the reveal everybody's.
#[component]
pub(super) fn Ideas() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let cards = memo(move || {
        see_work(live, place, |_, work| work.ideas.keys().rev().copied().collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let hand = hand(live, place);
    view! {
        <Show
            when=move || hand.get() == Hand::Works
            fallback=|| view! {
                <p class="small">"Officers write their ideas in silence. You see the cards when this step ends."</p>
            }
        >
            <Write />
            <p class="small">"The others see your cards, with your name, when this step ends."</p>
        </Show>
        <ul class="ideas">
            <For each=move || cards.get() key=|idea| *idea let(idea)>
                <Card idea />
            </For>
        </ul>
    }
}

#[component]
fn Write() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let toasts = expect_context::<Toasts>();
    let text = RwSignal::new(browser::kept(Keep::Tab, DRAFT).unwrap_or_default());
    let write = move |words: String| {
        browser::keep(Keep::Tab, DRAFT, &words);
        _ = text.try_set(words);
    };
    let add = move || {
        let words = text.get_untracked();
        if words.trim().is_empty() {
            return;
        }
        write(String::new());
        live.ask_then(Command::AddIdea { place, text: words.clone() }, move |answer: Result<(), Refusal>| {
            if let Err(why) = answer {
                toasts.say(words::refusal(&why));
                if text.try_with_untracked(String::is_empty) == Some(true) {
                    write(words);
                }
            }
        });
    };
    view! {
        <form
            class="idea-form"
            on:submit=move |event| {
                event.prevent_default();
                add();
            }
        >
            <label class="field">
                "Your idea, one on each card"
                <textarea
                    rows="2"
                    maxlength="500"
                    prop:value=text
                    on:input:target=move |event| write(event.target().value())
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                            event.prevent_default();
                            add();
                        }
                    }
                ></textarea>
            </label>
            <button class="btn primary">
                <Icon name="plus" />
                "Add"
            </button>
        </form>
    }
}

/// An idea's words and who wrote it.
pub(super) fn idea_of(live: Live, place: room::exercise::Place, idea: IdeaId) -> Memo<Idea> {
    memo(move || {
        see_work(live, place, |_, work| work.ideas.get(&idea).cloned()).flatten().unwrap_or_default()
    })
}

/// Who wrote it, as one reads it.
pub(super) fn author(live: Live, card: Memo<Idea>) -> Memo<String> {
    memo(move || {
        live.see(Part::Roster, |_| ());
        let author = card.with(|card| card.author).filter(|author| *author != live.me());
        author.map_or_else(|| "You".to_owned(), |author| live.look(|room| name_of(room, author)))
    })
}

fn name_of(room: &Room, person: PersonId) -> String {
    room.roster.people.get(&person).map(|person| person.name.clone()).unwrap_or_default()
}

#[component]
fn Card(idea: IdeaId) -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let card = idea_of(live, place, idea);
    let author = author(live, card);
    let mine = move || card.with(|card| card.author == Some(live.me()));
    let editing = RwSignal::new(false);
    let again = StoredValue::new(false);
    let (field, pencil) = (NodeRef::<html::Textarea>::new(), NodeRef::<html::Button>::new());
    focus_when_here(field, || true);
    focus_when_here(pencil, move || again.get_value());
    let edit = move |_| {
        again.set_value(true);
        editing.set(true);
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            live.ask(Command::EditIdea { place, idea, text: field.value() });
        }
        editing.set(false);
    };
    view! {
        <li>
            <Show
                when=move || editing.get()
                fallback=move || view! {
                    <p class="words">{move || card.with(|card| card.text.clone())}</p>
                    <div class="idea-foot">
                        <span class="tiny grow">{author}</span>
                        <Show when=mine>
                            <button class="iconbtn slim" aria-label="Change this card" node_ref=pencil on:click=edit>
                                <Icon name="pencil" />
                            </button>
                            <button
                                class="iconbtn slim"
                                aria-label="Take this card back"
                                on:click=move |_| live.ask(Command::RemoveIdea { place, idea })
                            >
                                <Icon name="trash-2" />
                            </button>
                        </Show>
                    </div>
                }
            >
                <form class="col" on:submit=save>
                    <textarea class="box" node_ref=field rows="3" maxlength="500" aria-label="Idea">
                        {card.get_untracked().text}
                    </textarea>
                    <button class="btn slim start">"Save"</button>
                </form>
            </Show>
        </li>
    }
}
