//! What becomes of plans.

use super::{Action, Commitment, Event, State};
use crate::Timestamp;

/// Applies what happened to plans.
pub fn evolve(plan: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Added { action, place, title, from_idea } => {
            let (title, from_idea) = (title.clone(), *from_idea);
            let added = Action { place: *place, title, from_idea, changed: at, ..Action::default() };
            plan.actions.insert(*action, added);
        }
        Event::Set { action, .. }
        | Event::Claimed { action, .. }
        | Event::Released { action, .. }
        | Event::Owned { action, .. } => {
            if let Some(found) = plan.actions.get_mut(action) {
                evolve_action(found, at, event);
            }
        }
        Event::Removed { action, .. } => {
            plan.actions.remove(action);
            plan.adopted.remove(action);
        }
        Event::Reported { place, report, actions } => {
            plan.reports.insert(*place, report.clone());
            plan.actions.extend(actions.iter().map(|(id, action)| (*id, action.clone())));
        }
        Event::Reporting(reporting) => plan.reporting = *reporting,
        Event::Adopted { action, on: true } => {
            plan.adopted.insert(*action);
        }
        Event::Adopted { action, on: false } => {
            plan.adopted.remove(action);
        }
        Event::Committed { person, text } => {
            plan.commitments.insert(*person, Commitment { text: text.clone(), shared: false });
            plan.committed += 1;
        }
        Event::Recommitted { person, text } => {
            if let Some(found) = plan.commitments.get_mut(person) {
                found.text.clone_from(text);
            }
        }
        Event::CommitmentsCounted(n) => plan.committed = *n,
        Event::CommitmentShared { person, text } => {
            plan.commitments.insert(*person, Commitment { text: text.clone(), shared: true });
        }
    }
}

fn evolve_action(action: &mut Action, at: Timestamp, event: &Event) {
    action.changed = at;
    match event {
        Event::Set { field, value, by, .. } => {
            action.field_mut(*field).clone_from(value);
            // Typing keeps the field; a word written without claiming it takes it from nobody.
            if let Some(claim) = action.claims.get_mut(field) {
                *claim = (*by, at);
            }
        }
        Event::Claimed { field, by, .. } => {
            action.claims.insert(*field, (*by, at));
        }
        Event::Released { field, .. } => {
            action.claims.remove(field);
        }
        Event::Owned { owner, accepted, .. } => {
            action.owner = *owner;
            action.accepted = *accepted;
        }
        _ => {}
    }
}
