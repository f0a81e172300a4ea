//! The guided exercise in the browser: an issue, silent ideas, dots, a plan, and the report.
//!
//! Whoever is in a group sees the group's work; without groups everybody works in the room.

mod ideas;
mod issue;
mod opening;
mod vote;

use room::{
    PersonId, Room, Viewer,
    agenda::Activity,
    exercise::{Command, Exercise, Place, Step, Work},
};

use crate::prelude::*;
use crate::{
    agenda,
    clock::countdown,
    live::{Live, Part},
    parts::{self, Piece},
    plan::{self, Plan},
    poll,
    ui::Icon,
    words,
};
pub(crate) use opening::Opening;

/// Whose work the stage shows. Found with `expect_context` below [`OrExercise`].
#[derive(Clone, Copy)]
pub(crate) struct At(pub(crate) Place);

/// The work this person is at now: their group's, or the room's while it is on the stage.
fn place(room: &Room, me: PersonId) -> Option<Place> {
    let viewer = Viewer::of(room, me)?;
    let place = viewer.group.map_or(Place::Room, Place::Group);
    let running = room.exercise.running()?;
    let work = running.works.get(&place)?;
    (viewer.group.is_some() || on_stage(room, running, work)).then_some(place)
}

/// Whether an exercise of the whole room is on everybody's stage: while its activity is, and one that is on no run
/// sheet as long as the segment runs in which it began.
fn on_stage(room: &Room, exercise: &Exercise, work: &Work) -> bool {
    match agenda::on_stage(&room.agenda) {
        None => true,
        Some((_, Activity::Exercise(_))) => true,
        Some(_) => !exercise.is_planned(room) && exercise.is_at_hand(room, work),
    }
}

/// Whether what the running segment asks is about the exercise of a place.
fn is_asked_for(room: &Room, place: Place) -> bool {
    let work = || room.exercise.running().and_then(|exercise| Some((exercise, exercise.works.get(&place)?)));
    work().is_some_and(|(exercise, work)| exercise.is_at_hand(room, work))
}

fn placed(live: Live) -> Memo<Option<Place>> {
    memo(move || {
        for part in [Part::Roster, Part::Breakout, Part::Agenda] {
            live.see(part, |_| ());
        }
        let me = live.me();
        live.see(Part::Exercise, |room| place(room, me))
    })
}

/// Looks at the work of a place, again whenever an exercise changes.
pub(crate) fn see_work<T>(live: Live, place: Place, look: impl FnOnce(&Exercise, &Work) -> T) -> Option<T> {
    live.see(Part::Exercise, |room| {
        let running = room.exercise.running()?;
        Some(look(running, running.works.get(&place)?))
    })
}

/// What somebody has to do with the work of a place. Nobody is shown a form that would be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    /// They look on.
    Reads,
    /// They write down what the others agree on: a facilitator.
    Writes,
    /// It is their own work, with ideas and dots of their own.
    Works,
}

fn hand_of(room: &Room, me: PersonId, place: Place) -> Hand {
    match Viewer::of(room, me) {
        Some(me) if me.works_in(place) => Hand::Works,
        Some(me) if me.writes_for(place) => Hand::Writes,
        _ => Hand::Reads,
    }
}

/// What this person has to do with the work of a place.
pub(crate) fn hand(live: Live, place: Place) -> Memo<Hand> {
    let me = live.me();
    live.memo(&[Part::Roster, Part::Breakout], move |room| hand_of(room, me, place))
}

/// The stage: the exercise while this person works at one, else the activity.
#[component]
pub(crate) fn OrExercise(
    /// The activity.
    children: ChildrenFn,
) -> impl IntoView {
    let place = placed(expect_context());
    let children = StoredValue::new(children);
    move || match place.get() {
        Some(place) => {
            let fetch = move || parts::styled_work(Piece::Exercise(place));
            view! { <parts::Part what="the exercise" fetch /> }.into_any()
        }
        None => children.with_value(|children| children()).into_any(),
    }
}

/// The step that is worked on.
#[component]
pub(crate) fn Stage(
    /// Whose work.
    place: Place,
) -> impl IntoView {
    let live = expect_context::<Live>();
    provide_context(At(place));
    let step = memo(move || see_work(live, place, |_, work| work.step).unwrap_or_default());
    let is_asked_for = live.memo(&[Part::Agenda, Part::Exercise], move |room| is_asked_for(room, place));
    view! {
        <Head step />
        <Show when=move || is_asked_for.get()>
            <agenda::WhatToDo />
        </Show>
        <poll::OnStage />
        {move || match step.get() {
            Step::Issue => view! { <issue::Issue /> }.into_any(),
            Step::Ideas => view! { <ideas::Ideas /> }.into_any(),
            Step::Vote => view! { <vote::Vote /> }.into_any(),
            Step::Plan => view! { <Plan /> }.into_any(),
            Step::Report => view! { <plan::Ready /> }.into_any(),
        }}
    }
}

/// Which step it is, how long it may take, and the way on and back.
#[component]
fn Head(step: Memo<Step>) -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let hand = hand(live, place);
    let writes = move || hand.get() != Hand::Reads;
    let number = move || Step::ALL.iter().position(|one| *one == step.get()).unwrap_or(0);
    let beside = move |by: usize| Step::ALL.get(by).copied();
    let go = move |to: Option<Step>| {
        if let Some(to) = to {
            live.ask(Command::Go { place, from: step.get_untracked(), to });
        }
    };
    let ready = move || {
        see_work(live, place, |_, work| match work.step {
            Step::Issue => !work.issue.is_empty(),
            Step::Ideas => work.idea_count > 0,
            Step::Vote | Step::Plan | Step::Report => true,
        })
        .unwrap_or_default()
    };
    let about = move || see_work(live, place, about).unwrap_or_default();
    view! {
        <div class="stage-head">
            <h2 class="grow" role="status">
                <span class="vh">"Step "{move || number() + 1}" of 5: "</span>
                {move || title(step.get())}
            </h2>
            {(place == Place::Room).then(|| view! { <agenda::Activities /> })}
            <Show when=writes>
                <Show when=move || { number() > 0 }>
                    <button class="btn quiet" on:click=move |_| go(number().checked_sub(1).and_then(beside))>
                        "Back"
                    </button>
                </Show>
                <Show when=move || step.get() != Step::Report>
                    <button class="btn primary" disabled=move || !ready() on:click=move |_| go(beside(number() + 1))>
                        {move || onward(step.get())}
                        <Icon name="arrow-right" />
                    </button>
                </Show>
            </Show>
        </div>
        <div class="steps" aria-hidden="true">
            {move || (0..Step::ALL.len()).map(|at| view! { <i class:done=at <= number()></i> }).collect_view()}
        </div>
        <div class="row wrap">
            <p class="small words about">
                {about}
                <Show when=move || writes() && !ready()>
                    <span class="needs">{move || needs(step.get())}</span>
                </Show>
            </p>
            <StepTime />
        </div>
    }
}

/// How long the step may still take; nobody is pushed on.
#[component]
fn StepTime() -> impl IntoView {
    let (live, At(place)) = (expect_context::<Live>(), expect_context::<At>());
    let now = live.clock.every_second();
    let left = move || {
        let ends_at = live.see(Part::Exercise, |room| room.exercise.running()?.step_ends_at(place))?;
        Some(ends_at.since_ms(now.get()))
    };
    move || {
        left().map(|left| {
            view! {
                <span class="chip" class:warn=left < room::MINUTE_MS>
                    <Icon name="timer" />
                    {if left > 0 { countdown(left) + " for this step" } else { "Time to go on".to_owned() }}
                </span>
            }
        })
    }
}

fn title(step: Step) -> &'static str {
    match step {
        Step::Issue => "What is the issue?",
        Step::Ideas => "Ideas, in silence",
        Step::Vote => "Place your dots",
        Step::Plan => "What we will do",
        Step::Report => "Ready to report",
    }
}

/// What going on means at this step.
fn onward(step: Step) -> &'static str {
    match step {
        Step::Issue => "On to ideas",
        Step::Ideas => "Show all and vote",
        Step::Vote => "Count the dots",
        Step::Plan | Step::Report => "Ready to report",
    }
}

/// What is missing before a step can end.
fn needs(step: Step) -> &'static str {
    match step {
        Step::Issue => "To go on, choose or write the issue.",
        Step::Ideas => "To go on, somebody writes an idea.",
        Step::Vote | Step::Plan | Step::Report => "",
    }
}

fn about(exercise: &Exercise, work: &Work) -> String {
    match work.step {
        Step::Issue => exercise.draft.prompt.clone(),
        Step::Ideas => format!(
            "{} · {} so far, hidden until the step ends",
            work.issue,
            words::count(work.idea_count as usize, "idea", "ideas")
        ),
        Step::Vote => {
            format!("{} · {} placed", work.issue, words::count(work.dot_count as usize, "dot", "dots"))
        }
        Step::Plan | Step::Report => work.issue.clone(),
    }
}

/// The left column's part about the exercise; nothing while this person works at none.
#[component]
pub(crate) fn Beside() -> impl IntoView {
    let place = placed(expect_context());
    move || {
        let fetch = |place| move || parts::styled_work(Piece::Steps(place));
        place.get().map(|place| view! { <parts::Part what="the steps" fetch=fetch(place) /> })
    }
}

/// The steps in the left column: what is done, and what came of it.
#[component]
pub(crate) fn Steps(
    /// Whose work.
    place: Place,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let steps = move || {
        let now = see_work(live, place, |_, work| (work.step, work.clone()))?;
        live.see(Part::Plan, |_| ());
        let ready = live.look(|room| plan::ready(room, place));
        Some(Step::ALL.map(|step| (step, step.cmp(&now.0), outcome(step, &now.1, ready))))
    };
    let row = |(step, order, meta): (Step, std::cmp::Ordering, String)| {
        view! {
            <li class:done=order.is_lt() class:now=order.is_eq() aria-current=order.is_eq().then_some("step")>
                {name(step)}
                <span class="meta">{meta}</span>
            </li>
        }
    };
    view! {
        {move || {
            steps().map(|steps| view! {
                <section>
                    <h2 class="caps">"Your exercise"</h2>
                    <ol class="agenda">{steps.map(row).into_iter().collect_view()}</ol>
                </section>
            })
        }}
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Issue => "Issue",
        Step::Ideas => "Ideas",
        Step::Vote => "Vote",
        Step::Plan => "Action plan",
        Step::Report => "Report back",
    }
}

/// What came of a step so far; `ready`: actions that lack nothing, and all of them.
fn outcome(step: Step, work: &Work, ready: (usize, usize)) -> String {
    match step {
        Step::Issue => work.issue.clone(),
        Step::Ideas if work.idea_count > 0 => words::count(work.idea_count as usize, "idea", "ideas"),
        Step::Vote if work.dot_count > 0 => words::count(work.dot_count as usize, "dot", "dots"),
        Step::Plan if ready.1 > 0 => {
            format!("{} of {} ready", ready.0, words::count(ready.1, "action", "actions"))
        }
        Step::Ideas | Step::Vote | Step::Plan | Step::Report => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        ExerciseId, GroupId, SegmentId, Timestamp,
        agenda::{Current, Segment},
        breakout::{Group, Round, Status},
        roster::{Person, Role, Standing},
    };

    fn room(activities: Vec<Activity>, focus: u16, started: i64) -> Room {
        let mut room = Room::default();
        room.agenda.segments.push(Segment { id: SegmentId(1), activities, ..Segment::default() });
        let started = Timestamp(started);
        room.agenda.current = Some(Current { segment: SegmentId(1), focus, started, ..Current::default() });
        room
    }

    #[test]
    fn an_exercise_of_the_run_sheet_waits_for_its_turn_on_the_stage() {
        let exercise = Exercise::default();
        let work = Work { begun: Timestamp(100), ..Work::default() };
        let sheet = || vec![Activity::Talk, Activity::Exercise(exercise.draft.clone())];
        assert!(!on_stage(&room(sheet(), 0, 100), &exercise, &work));
        assert!(on_stage(&room(sheet(), 1, 100), &exercise, &work));
    }

    #[test]
    fn an_exercise_on_the_fly_is_on_the_stage_until_the_segment_ends() {
        let work = Work { begun: Timestamp(150), ..Work::default() };
        let (same, next) = (room(vec![Activity::Talk], 0, 100), room(vec![Activity::Talk], 0, 200));
        assert!(on_stage(&same, &Exercise::default(), &work));
        assert!(!on_stage(&next, &Exercise::default(), &work));
    }

    #[test]
    fn groups_that_stay_when_the_room_goes_on_do_not_read_what_it_asks_next() {
        let group = Place::Group(GroupId(7));
        let asked = |activities, started| {
            let mut room = room(activities, 0, started);
            // They have gone on a step since.
            let work = Work { begun: Timestamp(150), since: Timestamp(250), ..Work::default() };
            let exercise = Exercise { works: [(group, work)].into(), ..Exercise::default() };
            room.exercise.exercises.insert(ExerciseId(1), exercise);
            room.exercise.current = Some(ExerciseId(1));
            is_asked_for(&room, group)
        };
        let planned = || vec![Activity::Exercise(Exercise::default().draft)];
        assert!(asked(planned(), 200), "the next segment goes on with it");
        assert!(asked(vec![Activity::Talk], 100), "begun on the fly in this segment");
        assert!(!asked(vec![Activity::Talk], 200), "the room has gone on");
    }

    #[test]
    fn nobody_is_asked_for_what_is_not_theirs_to_do() {
        let mut room = Room::default();
        let roles = [Role::Facilitator, Role::Officer, Role::Guest, Role::Observer];
        for (id, role) in (1..).zip(roles) {
            let person = Person { id: PersonId(id), role, standing: Standing::Admitted, ..Person::default() };
            room.roster.people.insert(PersonId(id), person);
        }
        let hands = |room: &Room, place| [1, 2, 3, 4].map(|id| hand_of(room, PersonId(id), place));
        assert_eq!(hands(&room, Place::Room), [Hand::Writes, Hand::Works, Hand::Reads, Hand::Reads]);

        let [mine, other] = [7, 8].map(GroupId);
        let group = Group { members: [PersonId(2)].into(), ..Group::default() };
        let groups = [(mine, group), (other, Group::default())].into();
        let status = Status::Running { ends_at: Timestamp(1_000) };
        room.breakout.round = Some(Round { groups, status, ..Round::default() });
        assert_eq!(hands(&room, Place::Group(mine))[..2], [Hand::Writes, Hand::Works]);
        assert_eq!(hands(&room, Place::Group(other))[..2], [Hand::Writes, Hand::Reads]);
    }
}
