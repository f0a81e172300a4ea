//! The timed steps of an exercise, from an issue to an action.

use academy::segment::{Activity, ExerciseStep, StepKind};
use room::limit;

use super::{At, number};
use crate::prelude::*;
use crate::ui::field::{Face, Save};

/// In the order they are done.
const STEPS: [(StepKind, &str); 5] = [
    (StepKind::Issue, "Agree on the issue"),
    (StepKind::Ideas, "Write ideas"),
    (StepKind::Vote, "Spend dots"),
    (StepKind::Plan, "Make a plan"),
    (StepKind::Report, "Tell the room"),
];
/// A step that is taken in lasts this long at first.
const USUAL_MINUTES: u16 = 5;

/// The form: each step can be taken in or left out.
pub(super) fn form(at: At) -> impl IntoView {
    let row = move |(kind, name): (StepKind, &'static str)| view! { <Step at kind name /> };
    let votes = at.read(move |activity| minutes(activity, StepKind::Vote).map(|_| true));
    let dots = (
        at.read(|activity| match activity {
            Activity::Exercise(exercise) => Some(u16::from(exercise.dots)),
            _ => None,
        }),
        at.write(|activity, dots: u16| {
            if let (Activity::Exercise(exercise), Ok(dots)) = (activity, u8::try_from(dots)) {
                exercise.dots = dots;
            }
        }),
    );
    let dots = StoredValue::new(dots);
    view! {
        <fieldset class="field">
            <legend>"Timed steps"</legend>
            {STEPS.map(row).into_iter().collect_view()}
            <span class="hint">"Without steps the exercise is one piece."</span>
        </fieldset>
        <Show when=move || votes.get()>
            {number(Face::line("Dots each person has"), (1, 20), dots.get_value())}
        </Show>
    }
}

fn minutes(activity: &Activity, kind: StepKind) -> Option<u16> {
    match activity {
        Activity::Exercise(exercise) => {
            exercise.steps.iter().find(|step| step.kind == kind).map(|step| step.minutes)
        }
        _ => None,
    }
}

/// Takes a step in with this many minutes, or leaves it out; steps stay in their order.
fn set(activity: &mut Activity, kind: StepKind, minutes: Option<u16>) {
    let Activity::Exercise(exercise) = activity else { return };
    exercise.steps.retain(|step| step.kind != kind);
    exercise.steps.extend(minutes.map(|minutes| ExerciseStep { kind, minutes }));
    exercise.steps.sort_by_key(|step| step.kind);
}

#[component]
fn Step(at: At, kind: StepKind, name: &'static str) -> impl IntoView {
    let taken = at.read(move |activity| minutes(activity, kind).map(|_| true));
    let length = at.read(move |activity| minutes(activity, kind));
    let take: Save<bool> =
        at.write(move |activity, yes: bool| set(activity, kind, yes.then_some(USUAL_MINUTES)));
    let set_length =
        StoredValue::new(at.write(move |activity, minutes: u16| set(activity, kind, Some(minutes))));
    view! {
        <div class="row step-row">
            <div class="grow">{crate::ui::field::tick(name, taken, take)}</div>
            <Show when=move || taken.get()>
                {number(Face::line(format!("Minutes: {name}")).bare(), (1, limit::MINUTES), (length, set_length.get_value()))}
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runsheet::kind::Kind;

    #[test]
    fn steps_are_done_in_their_own_order_however_they_are_taken_in() {
        let mut activity = Kind::Exercise.activity();
        set(&mut activity, StepKind::Vote, Some(4));
        set(&mut activity, StepKind::Issue, Some(9));
        set(&mut activity, StepKind::Ideas, Some(5));
        set(&mut activity, StepKind::Ideas, None);
        let Activity::Exercise(exercise) = &activity else { panic!("still an exercise") };
        let steps: Vec<_> = exercise.steps.iter().map(|step| (step.kind, step.minutes)).collect();
        assert_eq!(steps, [(StepKind::Issue, 9), (StepKind::Vote, 4)]);
    }
}
