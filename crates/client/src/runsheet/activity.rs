//! The forms of the activities.

mod check;
mod poll;
mod steps;

use academy::{
    id::SegmentId,
    segment::{Activity, BoardLayout, GroupRule},
};

use super::segment::change_one;
use crate::home::planner::Planner;
use crate::prelude::*;
use crate::ui::field::{self, Face, Save, save};

/// Which activity a form changes.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) planner: Planner,
    pub(super) id: SegmentId,
    /// Its place in the segment.
    pub(super) at: usize,
}

impl At {
    /// A part of the activity, watched.
    fn read<T>(self, look: impl Fn(&Activity) -> Option<T> + Send + Sync + 'static) -> Signal<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        let Self { planner, id, at } = self;
        memo(move || {
            let found = planner.segment(id, |segment| segment.activities.get(at).and_then(&look));
            found.flatten().unwrap_or_default()
        })
        .into()
    }

    /// Changes a part of the activity.
    fn write<T: 'static>(self, set: impl Fn(&mut Activity, T) + Send + Sync + 'static) -> Save<T> {
        let Self { planner, id, at } = self;
        save(move |value| change_one(planner, id, at, |activity| set(activity, value)))
    }

    /// A part of the activity that is one of `values`, by its place among them.
    fn one_of<T: Copy + PartialEq + Sync>(
        self,
        values: &'static [T],
        part: fn(&mut Activity) -> Option<&mut T>,
    ) -> (Signal<usize>, Save<usize>) {
        let read = self.read(move |activity| {
            let now = *part(&mut activity.clone())?;
            values.iter().position(|value| *value == now)
        });
        let write = self.write(move |activity, chosen: usize| {
            if let (Some(part), Some(value)) = (part(activity), values.get(chosen)) {
                *part = *value;
            }
        });
        (read, write)
    }
}

/// A field of an activity of one kind: the signal to read it and the way to change it.
macro_rules! part {
    ($at:expr, $kind:ident, |$it:ident| $field:expr) => {
        (
            $at.read(|activity| match activity {
                Activity::$kind($it) => Some($field.clone()),
                _ => None,
            }),
            $at.write(|activity, value| {
                if let Activity::$kind($it) = activity {
                    $field = value;
                }
            }),
        )
    };
}

/// The form of an activity.
pub(super) fn form(at: At) -> AnyView {
    let At { planner, id, at: place } = at;
    let activity =
        untrack(|| planner.segment(id, |segment| segment.activities.get(place).cloned())).flatten();
    let Some(activity) = activity else { return ().into_any() };
    match activity {
        Activity::Talk(_) => talk(at).into_any(),
        Activity::Break => view! { <p class="small">"The room shows when to be back."</p> }.into_any(),
        Activity::Poll(_) => poll::form(at).into_any(),
        Activity::Board(_) => board(at).into_any(),
        Activity::Breakout(_) => groups(at).into_any(),
        Activity::Exercise(_) => exercise(at).into_any(),
        Activity::Questions(_) => questions(at).into_any(),
        Activity::Scenario(_) => scenario(at).into_any(),
        Activity::Check(_) => check::form(at).into_any(),
        Activity::Commitment(_) => commitment(at).into_any(),
        Activity::Report(_) => report(at).into_any(),
    }
}

fn words(face: Face, (value, save): (Signal<String>, Save<String>)) -> AnyView {
    field::words(face, value, save)
}

fn list(
    label: &'static str,
    more: &'static str,
    (value, save): (Signal<Vec<String>>, Save<Vec<String>>),
) -> AnyView {
    field::list(label, more, value, save)
}

fn tick(label: &'static str, (value, save): (Signal<bool>, Save<bool>)) -> AnyView {
    field::tick(label, value, save)
}

fn number(face: Face, range: (u16, u16), (value, save): (Signal<u16>, Save<u16>)) -> AnyView {
    field::number(face, range, value, save)
}

fn talk(at: At) -> impl IntoView {
    (
        words(Face::line("Heading"), part!(at, Talk, |talk| talk.heading)),
        list("Points on the stage", "Add a point", part!(at, Talk, |talk| talk.points)),
    )
}

fn board(at: At) -> impl IntoView {
    static LAYOUTS: [BoardLayout; 5] = [
        BoardLayout::Columns,
        BoardLayout::Quadrants,
        BoardLayout::Timeline,
        BoardLayout::Stakeholders,
        BoardLayout::Plan,
    ];
    let layouts =
        &["Side by side", "Two rows of two", "Timeline", "Stakeholders, two by two", "Issue, ideas, plan"];
    let layout = at.one_of(&LAYOUTS, |activity| match activity {
        Activity::Board(board) => Some(&mut board.layout),
        _ => None,
    });
    (
        words(Face::lines("Above the board"), part!(at, Board, |board| board.prompt)),
        list("Frames, from left to right", "Add a frame", part!(at, Board, |board| board.frames)),
        field::choice(Face::line("How they are laid out"), layouts, layout.0, layout.1),
        tick("One board for each group", part!(at, Board, |board| board.per_group)),
    )
}

fn groups(at: At) -> impl IntoView {
    static RULES: [GroupRule; 3] = [GroupRule::Mixed, GroupRule::Random, GroupRule::SameDepartment];
    let size = (
        at.read(|activity| match activity {
            Activity::Breakout(groups) => Some(u16::from(groups.size)),
            _ => None,
        }),
        at.write(|activity, size: u16| {
            if let (Activity::Breakout(groups), Ok(size)) = (activity, u8::try_from(size)) {
                groups.size = size;
            }
        }),
    );
    let rule = at.one_of(&RULES, |activity| match activity {
        Activity::Breakout(groups) => Some(&mut groups.rule),
        _ => None,
    });
    let rules = &["Departments mixed", "By chance", "Departments together"];
    view! {
        <div class="fields">
            {number(Face::line("People in a group"), (2, 50), size)}
            {field::choice(Face::line("Who sits with whom"), rules, rule.0, rule.1)}
        </div>
    }
}

fn exercise(at: At) -> impl IntoView {
    (
        words(Face::line("Name"), part!(at, Exercise, |exercise| exercise.title)),
        words(
            Face::lines("What to do").hint("Groups read it without you."),
            part!(at, Exercise, |exercise| exercise.prompt),
        ),
        steps::form(at),
    )
}

fn questions(at: At) -> impl IntoView {
    (
        words(Face::lines("What to ask about"), part!(at, Questions, |questions| questions.prompt)),
        tick("Guests answer", part!(at, Questions, |questions| questions.panel)),
    )
}

fn scenario(at: At) -> impl IntoView {
    (
        words(Face::line("Name"), part!(at, Scenario, |card| card.title)),
        words(Face::lines("What is known at first"), part!(at, Scenario, |card| card.situation)),
        list("Facts, shown one by one", "Add a fact", part!(at, Scenario, |card| card.facts)),
        list("What the group talks about", "Add a question", part!(at, Scenario, |card| card.ask)),
        words(
            Face::lines("What to draw out afterwards").hint("Only facilitators see it."),
            part!(at, Scenario, |card| card.debrief),
        ),
    )
}

fn commitment(at: At) -> impl IntoView {
    (
        words(Face::lines("What to write"), part!(at, Commitment, |commitment| commitment.prompt)),
        number(
            Face::line("Days until you ask how it went"),
            (1, 365),
            part!(at, Commitment, |commitment| commitment.follow_up_days),
        ),
    )
}

fn report(at: At) -> impl IntoView {
    (
        words(Face::lines("What to tell"), part!(at, Report, |report| report.prompt)),
        number(
            Face::line("Seconds for each group"),
            (10, 3_600),
            part!(at, Report, |report| report.seconds_each),
        ),
    )
}
