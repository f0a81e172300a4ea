//! One action of a plan: what, who, first step, date and measure, each field written by one person at a time.

use room::{
    ActionId, PersonId,
    plan::{Action, Command, Field},
};

use super::{
    accepting,
    field::{TextField, typing},
    name_of, owners, state,
};
use crate::prelude::*;
use crate::{
    exercise::At,
    live::{Live, Part},
    ui::{Icon, Sure},
};

/// An action as a card to write on.
#[component]
pub(super) fn OneAction(number: usize, id: ActionId) -> impl IntoView {
    let live = expect_context::<Live>();
    let see = move |read: fn(&Action) -> (&'static str, &'static str)| {
        live.see(Part::Plan, |room| room.plan.actions.get(&id).map(read)).unwrap_or_default()
    };
    let state = memo(move || see(state));
    let ready = move || state.get().1 == "Ready";
    let typing = memo(move || {
        live.see(Part::Plan, |_| ());
        typing(live, id)
    });
    view! {
        <section class="action" class:asks=move || !ready() aria-label=format!("Action {number}")>
            <header>
                <span class="avatar" aria-hidden="true">{number}</span>
                <span class="grow"></span>
                {move || {
                    let (class, words) = state.get();
                    view! {
                        <span class=class>
                            {ready().then(|| view! { <Icon name="check" /> })}
                            {words}
                        </span>
                    }
                }}
                // Asks once, because it is the whole group's work.
                <Sure
                    class="iconbtn slim"
                    label=format!("Remove action {number}")
                    face=|| view! { <Icon name="trash-2" /> }
                    stay="Keep it"
                    go="Remove"
                    act=Callback::new(move |()| live.ask(Command::Remove(id)))
                />
            </header>
            <TextField action=id field=Field::Title />
            <div class="action-fields">
                <Owner id />
                <TextField action=id field=Field::FirstStep hint="If ..., then I ..." />
                <TextField action=id field=Field::Due kind="date" />
            </div>
            <TextField action=id field=Field::Measure hint="What can be counted or seen" />
            <details>
                <summary class="small">"Help and obstacles"</summary>
                <div class="fields">
                    <TextField action=id field=Field::Helper />
                    <TextField action=id field=Field::Obstacle />
                </div>
            </details>
            <p class="typing" hidden=move || typing.with(String::is_empty)>
                <Icon name="pencil" />
                {typing}
            </p>
        </section>
    }
}

/// Who owns it: offered to a person, who says yes on screen.
#[component]
fn Owner(id: ActionId) -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let me = live.me();
    let owner = memo(move || {
        live.see(Part::Plan, |room| room.plan.actions.get(&id).map(|a| (a.owner, a.accepted)))
            .unwrap_or_default()
    });
    let people = memo(move || {
        live.see(Part::Breakout, |_| ());
        let now = owner.get().0;
        live.see(Part::Roster, |room| {
            let mut people = owners(room, place);
            // Whoever has left still owns it until somebody else does.
            people.extend(
                now.filter(|now| people.iter().all(|(id, _)| id != now)).map(|now| (now, name_of(room, now))),
            );
            people
        })
    });
    let again = RwSignal::new(());
    let owns = move |person: Option<PersonId>| {
        again.track();
        owner.get().0 == person
    };
    let offer = move |at: i32| {
        let at = usize::try_from(at).unwrap_or(0);
        let chosen =
            at.checked_sub(1).and_then(|at| people.with_untracked(|all| all.get(at).map(|(id, _)| *id)));
        // Refused, the field goes back to how it is.
        live.ask_or(Command::Offer { action: id, owner: chosen }, move || _ = again.try_update(|()| ()));
    };
    let option = move |(person, name)| {
        view! { <option prop:selected=move || owns(Some(person))>{name}</option> }
    };
    view! {
        <div class="col">
            <label class="field">
                "Who owns it"
                <select on:change:target=move |event| offer(event.target().selected_index())>
                    <option prop:selected=move || owns(None)>"Pick a person"</option>
                    {move || people.get().into_iter().map(option).collect_view()}
                </select>
            </label>
            <Show when=move || owner.get() == (Some(me), false)>{accepting(live, id)}</Show>
        </div>
    }
}
