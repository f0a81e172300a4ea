//! A field of an action that one person types in at a time.
//!
//! What is typed is sent after a pause and on leaving the field; until then, and while the line is down, it stands here.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use room::{
    ActionId, PersonId, Refusal,
    plan::{CLAIM_MS, Command, Field},
};

use super::name_of;
use crate::prelude::*;
use crate::{
    clock,
    live::{Live, Part},
    ui::Toasts,
    words,
};

/// A pause in typing after which what was typed is sent.
const PAUSE: Duration = Duration::from_millis(700);

/// What a field says.
fn text(live: Live, action: ActionId, field: Field) -> String {
    live.see(Part::Plan, |room| room.plan.actions.get(&action).map(|a| a.field(field).to_owned()))
        .unwrap_or_default()
}

/// Somebody else who types in this field now.
pub(super) fn holder(live: Live, action: ActionId, field: Field) -> Option<PersonId> {
    let (me, now) = (live.me(), live.clock.now());
    let claim = live.see(Part::Plan, |room| room.plan.actions.get(&action)?.claims.get(&field).copied());
    claim.filter(|(by, since)| *by != me && now.since_ms(*since) < CLAIM_MS).map(|(by, _)| by)
}

/// One field with its label.
#[component]
pub(super) fn TextField(
    /// Of which action.
    action: ActionId,
    /// Which field.
    field: Field,
    /// `text`, or `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What an empty field suggests.
    #[prop(default = "")]
    hint: &'static str,
) -> impl IntoView {
    let (live, toasts) = (expect_context::<Live>(), expect_context::<Toasts>());
    let typed = RwSignal::new(None::<String>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || _ = timer.try_update_value(|timer| timer.take().map(|timer| timer.clear()));
    on_cleanup(stop);
    let send = move |done: bool| {
        stop();
        let Some(words) = typed.try_get_untracked().flatten() else { return };
        let command = Command::Set { action, field, value: words.clone() };
        live.ask_then(command, move |answer: Result<(), Refusal>| match answer {
            Ok(()) if done => _ = typed.try_update(|typed| _ = typed.take_if(|typed| *typed == words)),
            Ok(()) => {}
            Err(why) => toasts.say(words::refusal(&why)),
        });
    };
    let type_in = move |words: String| {
        typed.set(Some(words));
        stop();
        timer.set_value(set_timeout_with_handle(move || send(false), PAUSE).ok());
    };
    let leave = move |_| {
        send(true);
        live.ask_then(Command::Release { action, field }, |_| ());
    };
    let held = memo(move || holder(live, action, field));
    let known = memo(move || text(live, action, field));
    let shown = move || typed.get().unwrap_or_else(|| known.get());
    // Plans are looked back at, too: such a day is only pointed at.
    let past = memo(move || kind == "date" && clock::is_past(&shown()));
    view! {
        <label class="field">
            {label(field)}
            <input
                type=kind
                maxlength="500"
                autocomplete="off"
                placeholder=hint
                prop:value=shown
                readonly=move || held.get().is_some()
                on:focus=move |_| _ = live.ask_then(Command::Claim { action, field }, |_| ())
                on:input:target=move |event| type_in(event.target().value())
                on:blur=leave
            />
            <Show when=move || past.get()>
                <span class="error">"That day has passed."</span>
            </Show>
        </label>
    }
}

/// Who types where in an action.
pub(super) fn typing(live: Live, action: ActionId) -> String {
    const FIELDS: [Field; 6] =
        [Field::Title, Field::FirstStep, Field::Due, Field::Measure, Field::Helper, Field::Obstacle];
    let held = FIELDS.into_iter().filter_map(|field| Some((field, holder(live, action, field)?)));
    let said =
        |(field, by)| format!("{} is typing in \"{}\"", live.look(|room| name_of(room, by)), label(field));
    held.map(said).collect::<Vec<_>>().join(" · ")
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Title => "What will be done",
        Field::FirstStep => "First step, and when it happens",
        Field::Due => "Done by",
        Field::Measure => "How will we know it worked?",
        Field::Helper => "Who helps",
        Field::Obstacle => "What could get in the way",
    }
}
