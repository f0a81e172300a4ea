//! Which activity of the running segment is on everybody's stage; facilitators switch it.

use std::mem::discriminant;

use room::agenda::{Activity, Command};

use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::Icon,
    words,
};

/// An activity's place, its icon and its name.
type Face = (u16, &'static str, String);

/// What can be put on the stage, the activities of one kind numbered. Polls come onto it by being opened.
fn faces(activities: &[Activity]) -> Vec<Face> {
    let alike = |one: &Activity| {
        let same = |other: &&Activity| discriminant(*other) == discriminant(one);
        activities.iter().filter(same).count()
    };
    let mut before: Vec<&str> = vec![];
    let mut faces = vec![];
    for (place, activity) in (0..).zip(activities).filter(|(_, a)| !matches!(a, Activity::Poll(_))) {
        let (icon, name) = words::activity(activity);
        before.push(name);
        let number = before.iter().filter(|one| **one == name).count();
        let name = if alike(activity) > 1 { format!("{name} {number}") } else { name.to_owned() };
        faces.push((place, icon, name));
    }
    faces
}

/// A facilitator's buttons above the stage, one for each activity; none where there is no choice.
#[component]
pub(crate) fn Activities() -> impl IntoView {
    let live = expect_context::<Live>();
    let all = memo(move || {
        live.see(Part::Agenda, |room| {
            room.agenda.running().map(|segment| faces(&segment.activities)).unwrap_or_default()
        })
    });
    let focus = memo(move || live.see(Part::Agenda, |room| room.agenda.current.as_ref().map(|c| c.focus)));
    let button = move |(index, icon, name): Face| {
        view! {
            <button
                class="btn slim"
                aria-pressed=move || (focus.get() == Some(index)).to_string()
                on:click=move |_| live.ask(Command::Focus(index))
            >
                <Icon name=icon />
                {name}
            </button>
        }
    };
    view! {
        <Show when=move || live.leads.get() && { all.with(Vec::len) > 1 }>
            <div class="segmented on-stage" role="group" aria-label="On everybody's stage">
                {move || all.get().into_iter().map(button).collect_view()}
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_of_one_kind_are_told_apart_and_polls_open_by_themselves() {
        let call = || Activity::Scenario { card: String::new(), facts: vec![] };
        let poll = Activity::Poll(Box::default());
        let faces = faces(&[Activity::Talk, poll, call(), call()]);
        let names: Vec<_> = faces.iter().map(|(place, _, name)| (*place, name.as_str())).collect();
        assert_eq!(names, [(0, "Talk"), (2, "Scenario 1"), (3, "Scenario 2")]);
    }
}
