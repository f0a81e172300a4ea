//! Who is told what about groups, and what they see of them.

use super::{Event, Round, State, Status};
use crate::{Event as Happened, GroupId, PersonId, Room, Share, Viewer, roster::Role};

/// Who is told what about groups.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let breakout = &room.breakout;
    let planned = breakout.round.as_ref().is_some_and(|round| round.status == Status::Planned);
    if planned || matches!(event, Event::Dropped) {
        return Share::whole_if(viewer.facilitates());
    }
    let found = |group: &GroupId| breakout.round.as_ref().and_then(|round| round.groups.get(group));
    match event {
        Event::Planned(_) | Event::Grouped { .. } | Event::Dropped => Share::Nothing,
        Event::Shown(_) | Event::Sized { .. } => Share::Nothing,
        Event::Started { .. } if viewer.facilitates() => Share::Whole,
        Event::Started { .. } => match breakout.round.as_ref().filter(|_| viewer.inside) {
            Some(round) => Share::Instead(shown(round.seen_by(viewer))),
            None => Share::Nothing,
        },
        // Who comes into a group hears its talk from now on, who leaves it no longer does.
        Event::Running { .. } | Event::Returned if viewer.inside && viewer.role == Role::Officer => {
            Share::Look
        }
        Event::Returned if visited(breakout, viewer.person) => looks_again(viewer),
        Event::Joined { person, .. }
        | Event::Left { person, .. }
        | Event::DroppedIn { person, .. }
        | Event::DroppedOut { person, .. }
            if *person == viewer.person =>
        {
            looks_again(viewer)
        }
        Event::Joined { group, .. } | Event::Left { group, .. } => match found(group) {
            Some(found) if viewer.looks_into(found) => Share::Whole,
            Some(found) if viewer.lists_groups() => {
                Share::Instead(Happened::Breakout(Event::Sized { group: *group, size: found.size }))
            }
            _ => Share::Nothing,
        },
        Event::DroppedIn { group, .. }
        | Event::DroppedOut { group, .. }
        | Event::HelpAsked { group, .. }
        | Event::HelpEnded { group, .. } => {
            Share::whole_if(found(group).is_some_and(|found| viewer.looks_into(found)))
        }
        Event::Told { .. } => Share::whole_if(viewer.lists_groups()),
        Event::Running { .. } | Event::Extended { .. } | Event::Recalled { .. } | Event::Returned => {
            Share::whole_if(viewer.inside)
        }
    }
}

fn shown(round: Round) -> Happened {
    Happened::Breakout(Event::Shown(Box::new(round)))
}

/// Whether they looked in on a group when the last round ended.
fn visited(breakout: &State, person: PersonId) -> bool {
    breakout.past.last().is_some_and(|round| round.visited_by(person).is_some())
}

fn looks_again(viewer: &Viewer) -> Share {
    if viewer.inside { Share::Look } else { Share::Nothing }
}

/// The groups in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    if !viewer.inside {
        return State::default();
    }
    let visible = |round: &&Round| viewer.facilitates() || round.status != Status::Planned;
    State {
        round: room.breakout.round.as_ref().filter(visible).map(|round| round.seen_by(viewer)),
        past: room.breakout.past.iter().map(|round| round.seen_by(viewer)).collect(),
    }
}
