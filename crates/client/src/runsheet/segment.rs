//! The chosen segment, open for editing.

use academy::{
    id::SegmentId,
    segment::{Activity, Segment},
    session::{Edit, Refusal},
};
use room::limit;

use super::{
    activity::{self, At},
    kind::Kind,
    soon,
};
use crate::prelude::*;
use crate::{
    browser,
    home::planner::Planner,
    ui::{
        Icon, Menu,
        field::{self, Face, Save, save},
    },
};

/// What the marks of a template mean.
const BLANKS: &str = "Words in {{ }} are blanks: the answers of your department stand in their place.";

/// Title, length, texts and activities of one segment.
#[component]
pub(super) fn Inspector(id: SegmentId) -> impl IntoView {
    let planner = expect_context::<Planner>();
    let title = part(planner, id, |segment| segment.title.clone());
    let back = move |_| browser::focus(&format!(".segment[data-id='{}'] .segment-open", id.0));
    view! {
        <aside class="inspector" aria-label="The chosen segment">
            <div class="row top-aligned">
                <h2 class="grow" tabindex="-1">{title}</h2>
                <button class="btn slim quiet narrow-only" on:click=back>
                    <Icon name="arrow-up" />
                    "List"
                </button>
            </div>
            <fieldset class="col gap4" disabled=move || !planner.is_open()>
                <legend class="vh">"Segment"</legend>
                {fields(planner, id, title)}
                <Activities id />
            </fieldset>
        </aside>
    }
}

/// A part of the segment, watched.
fn part<T: Default + PartialEq + Send + Sync + 'static>(
    planner: Planner,
    id: SegmentId,
    look: fn(&Segment) -> T,
) -> Signal<T> {
    memo(move || planner.segment(id, look).unwrap_or_default()).into()
}

fn to<T: 'static>(planner: Planner, edit: impl Fn(T) -> Edit + Send + Sync + 'static) -> Save<T> {
    save(move |value| planner.edit(edit(value)))
}

fn fields(planner: Planner, id: SegmentId, title: Signal<String>) -> impl IntoView {
    view! {
        {field::words(Face::line("Title"), title, to(planner, move |text| Edit::SetTitle(id, text)))}
        <div class="fields">
            {field::number(
                Face::line("Minutes"),
                (1, limit::MINUTES),
                part(planner, id, |segment| segment.minutes),
                to(planner, move |minutes| Edit::SetMinutes(id, minutes)),
            )}
            <div class="credit">
                {field::tick(
                    "Counts toward credit",
                    part(planner, id, |segment| segment.credit),
                    to(planner, move |yes| Edit::SetCredit(id, yes)),
                )}
            </div>
        </div>
        {field::words(
            Face::lines("What officers are asked to do").hint(BLANKS),
            part(planner, id, |segment| segment.instructions.clone()),
            to(planner, move |text| Edit::SetInstructions(id, text)),
        )}
        {field::words(
            Face::lines("Private notes").hint("Only facilitators see them. Words in {{ }} are blanks here, too."),
            part(planner, id, |segment| segment.notes.clone()),
            to(planner, move |text| Edit::SetNotes(id, text)),
        )}
    }
}

/// What happens in the segment, in order.
#[component]
fn Activities(id: SegmentId) -> impl IntoView {
    let planner = expect_context::<Planner>();
    // A form is made anew only when another kind takes its place: typing in one keeps the focus.
    let forms = memo(move || {
        let shapes =
            |segment: &Segment| segment.activities.iter().map(Kind::of).enumerate().collect::<Vec<_>>();
        planner.segment(id, shapes).unwrap_or_default()
    });
    let add = move |kind: Kind| {
        change(planner, id, |activities| activities.push(kind.activity()));
        soon(|| browser::focus(".activity:last-of-type h3"));
    };
    let item = move |kind: Kind| {
        view! {
            <button role="menuitem" tabindex="-1" on:click=move |_| add(kind)>
                <Icon name=kind.icon() />
                {kind.name()}
            </button>
        }
    };
    view! {
        <For each=move || forms.get() key=|form| *form let((at, kind))>
            <section class="activity">
                <ActivityHead id at kind />
                {activity::form(At { planner, id, at })}
            </section>
        </For>
        <div>
            <Menu class="btn" face=|| view! { <Icon name="plus" />"Add an activity" }>
                {Kind::USUAL.into_iter().chain(Kind::FURTHER).map(item).collect_view()}
            </Menu>
        </div>
    }
}

/// The heading of an activity.
#[component]
fn ActivityHead(id: SegmentId, at: usize, kind: Kind) -> impl IntoView {
    let planner = expect_context::<Planner>();
    let up = move |_| {
        change(planner, id, |activities| {
            if at > 0 && at < activities.len() {
                activities.swap(at - 1, at);
            }
        });
    };
    let remove = move |_| {
        change(planner, id, |activities| {
            if at < activities.len() {
                activities.remove(at);
            }
        });
    };
    view! {
        <div class="row">
            <span class="avatar square">
                <Icon name=kind.icon() />
            </span>
            <h3 class="grow" tabindex="-1">{kind.name()}</h3>
            <Show when=move || { at > 0 }>
                <button type="button" class="iconbtn slim" aria-label=format!("Move {} up", kind.name()) on:click=up>
                    <Icon name="arrow-up" />
                </button>
            </Show>
            <button
                type="button"
                class="iconbtn slim"
                aria-label=format!("Remove {}", kind.name())
                on:click=remove
            >
                <Icon name="trash-2" />
            </button>
        </div>
    }
}

/// Changes the list of activities where no field can be refused.
fn change(planner: Planner, id: SegmentId, with: impl FnOnce(&mut Vec<Activity>)) {
    if let Some(mut activities) = untrack(|| planner.segment(id, |segment| segment.activities.clone())) {
        with(&mut activities);
        planner.edit_or_tell(Edit::SetActivities(id, activities));
    }
}

/// Changes one activity, or says why not.
pub(super) fn change_one(
    planner: Planner,
    id: SegmentId,
    at: usize,
    with: impl FnOnce(&mut Activity),
) -> Result<(), Refusal> {
    let mut activities = untrack(|| planner.segment(id, |segment| segment.activities.clone()))
        .ok_or(Refusal::UnknownSegment)?;
    activities.get_mut(at).map(with).ok_or(Refusal::UnknownSegment)?;
    planner.edit(Edit::SetActivities(id, activities))
}
