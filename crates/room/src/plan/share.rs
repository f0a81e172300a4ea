//! Who is told what about plans, and what they see of them.

use super::{Event, State};
use crate::{Event as Happened, Room, Share, Viewer};

/// Who is told what about plans.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let plan = &room.plan;
    let counted = || Share::Instead(Happened::Plan(Event::CommitmentsCounted(plan.committed)));
    match event {
        Event::Added { place, .. } | Event::Removed { place, .. } => {
            Share::whole_if(viewer.sees_plan(plan, *place))
        }
        Event::Set { action, .. }
        | Event::Claimed { action, .. }
        | Event::Released { action, .. }
        | Event::Owned { action, .. }
        | Event::Adopted { action, .. } => {
            let found = plan.actions.get(action);
            Share::whole_if(found.is_some_and(|found| viewer.sees_plan(plan, found.place)))
        }
        Event::Reported { .. } if !viewer.inside => Share::Nothing,
        Event::Reported { place, .. } if viewer.sees_work(*place) => Share::Whole,
        Event::Reported { place, report, .. } => {
            let actions = plan.of(*place).map(|(id, action)| (id, action.clone())).collect();
            let reported = Event::Reported { place: *place, report: report.clone(), actions };
            Share::Instead(Happened::Plan(reported))
        }
        Event::Committed { person, .. } if viewer.inside && *person != viewer.person => counted(),
        Event::Committed { person, .. } | Event::Recommitted { person, .. } => {
            let shared = plan.commitments.get(person).is_some_and(|c| c.shared);
            Share::whole_if(viewer.sees_commitment(*person, shared))
        }
        Event::Reporting(_) | Event::CommitmentsCounted(_) | Event::CommitmentShared { .. } => {
            Share::whole_if(viewer.inside)
        }
    }
}

/// Plans in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let plan = &room.plan;
    if !viewer.inside {
        return State::default();
    }
    let actions = plan.actions.iter().filter(|(_, action)| viewer.sees_plan(plan, action.place));
    let commitments = plan.commitments.iter();
    let commitments = commitments.filter(|(author, found)| viewer.sees_commitment(**author, found.shared));
    State {
        actions: actions.map(|(id, action)| (*id, action.clone())).collect(),
        reports: plan.reports.clone(),
        reporting: plan.reporting,
        adopted: plan.adopted.clone(),
        commitments: commitments.map(|(author, found)| (*author, found.clone())).collect(),
        committed: plan.committed,
    }
}
