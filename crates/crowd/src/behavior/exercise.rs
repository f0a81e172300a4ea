//! Working through an exercise: an issue, silent ideas, dots, and on to the plan.

use super::{
    desk::{Desk, Part},
    plan,
};
use crate::texts;
use rand::{RngExt as _, rngs::StdRng, seq::IteratorRandom as _};
use room::{
    Command, PersonId,
    exercise::{Command as Exercise, Draft, Step, Work},
};

/// What this officer does next for the exercise of their place; nothing if there is nothing to do for them.
pub(super) fn next(desk: &Desk<'_>, chance: &mut StdRng) -> Vec<Command> {
    let Some(running) = desk.room.exercise.running() else { return vec![] };
    let Some(work) = running.works.get(&desk.place) else { return vec![] };
    match work.step {
        Step::Issue => issue(desk, &running.draft, work).into_iter().collect(),
        Step::Ideas => idea(desk, work, chance).into_iter().collect(),
        Step::Vote => dot(desk, running.draft.dots, work, chance).into_iter().collect(),
        Step::Plan => {
            let doings = plan::next(desk, work, chance);
            if doings.is_empty() { on(desk, work, plan::complete(desk)) } else { doings }
        }
        Step::Report => vec![],
    }
}

fn issue(desk: &Desk<'_>, draft: &Draft, work: &Work) -> Option<Command> {
    if !work.issue.is_empty() {
        return on(desk, work, true).pop();
    }
    let writes = desk.part() == Part::Writes && desk.decides();
    let prepared = draft.issues.get(desk.number() % draft.issues.len().max(1)).map(String::as_str);
    let text = prepared.unwrap_or(texts::ISSUES[desk.number() % texts::ISSUES.len()]).to_owned();
    writes.then_some(Command::Exercise(Exercise::SetIssue { place: desk.place, text }))
}

fn idea(desk: &Desk<'_>, work: &Work, chance: &mut StdRng) -> Option<Command> {
    let mine = work.ideas.iter().filter(|(_, idea)| idea.author == Some(desk.me));
    let place = desk.place;
    let written = mine.clone().count();
    if written < wanted(desk.me) {
        // Neighbors start at different ends of the list: nobody sees what the others write.
        let text = texts::PROPOSALS[(desk.me.0 as usize * 5 + written * 3) % texts::PROPOSALS.len()].action;
        return Some(Command::Exercise(Exercise::AddIdea { place, text: text.to_owned() }));
    }
    let all: usize = desk.crew.iter().map(|person| wanted(*person)).sum();
    let done = work.idea_count as usize >= all;
    // Somebody may be slow today; the group does not wait for ever.
    let enough = work.idea_count as usize >= desk.crew.len() && chance.random_bool(0.1);
    on(desk, work, done || enough).pop()
}

/// How many ideas somebody has: one, two or three.
fn wanted(person: PersonId) -> usize {
    1 + person.0 as usize % 3
}

fn dot(desk: &Desk<'_>, budget: u8, work: &Work, chance: &mut StdRng) -> Option<Command> {
    let placed: u8 = work.dots.get(&desk.me).map_or(0, |mine| mine.values().sum());
    if let Some(idea) = work.ideas.keys().copied().choose(chance).filter(|_| placed < budget) {
        let dots = work.dots_of(desk.me, idea) + 1;
        return Some(Command::Exercise(Exercise::Dot { place: desk.place, idea, dots }));
    }
    let done = work.dot_count as usize >= usize::from(budget) * desk.crew.len();
    let enough = work.dot_count as usize >= desk.crew.len() && chance.random_bool(0.1);
    on(desk, work, done || enough || budget == 0).pop()
}

/// Moves the place on to the next step once it is done with this one.
fn on(desk: &Desk<'_>, work: &Work, done: bool) -> Vec<Command> {
    let next = Step::ALL.into_iter().find(|step| *step > work.step);
    let goes = next.filter(|_| done && desk.keeps_time() && desk.decides());
    let go = |to| Command::Exercise(Exercise::Go { place: desk.place, from: work.step, to });
    goes.map(go).into_iter().collect()
}
