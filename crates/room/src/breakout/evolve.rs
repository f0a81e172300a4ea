//! What becomes of groups.

use super::{Event, Group, Help, Notice, Round, State, Status};
use crate::Timestamp;

/// Applies what happened to groups.
pub fn evolve(breakout: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Planned(rule) => breakout.round = Some(Round { mixed_by: *rule, ..Round::default() }),
        Event::Dropped => breakout.round = None,
        Event::Shown(round) => breakout.round = Some((**round).clone()),
        Event::Returned => {
            if let Some(mut round) = breakout.round.take() {
                round.groups.values_mut().for_each(|group| group.help = None);
                breakout.past.push(round);
            }
        }
        Event::Started { .. }
        | Event::Running { .. }
        | Event::Extended { .. }
        | Event::Recalled { .. }
        | Event::Told { .. } => {
            if let Some(round) = &mut breakout.round {
                evolve_round(round, at, event);
            }
        }
        Event::Grouped { group, name, members } => {
            if let Some(round) = &mut breakout.round {
                let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
                let made = Group { name: name.clone(), size, members: members.clone(), ..Group::default() };
                round.groups.insert(*group, made);
            }
        }
        Event::Joined { group, .. }
        | Event::Left { group, .. }
        | Event::Sized { group, .. }
        | Event::DroppedIn { group, .. }
        | Event::DroppedOut { group, .. }
        | Event::HelpAsked { group, .. }
        | Event::HelpEnded { group, .. } => {
            let groups = breakout.round.as_mut().map(|round| &mut round.groups);
            if let Some(group) = groups.and_then(|groups| groups.get_mut(group)) {
                evolve_group(group, at, event);
            }
        }
    }
}

fn evolve_round(round: &mut Round, now: Timestamp, event: &Event) {
    match event {
        Event::Started { at, minutes } => round.status = Status::Moving { at: *at, minutes: *minutes },
        Event::Running { ends_at } | Event::Extended { ends_at } => {
            round.status = Status::Running { ends_at: *ends_at };
        }
        Event::Recalled { at } => round.status = Status::Returning { at: *at },
        Event::Told { by, text } => round.notices.push(Notice { by: *by, at: now, text: text.clone() }),
        _ => {}
    }
}

fn evolve_group(found: &mut Group, at: Timestamp, event: &Event) {
    match event {
        Event::Joined { person, .. } => {
            found.members.insert(*person);
            found.size = u32::try_from(found.members.len()).unwrap_or(u32::MAX);
        }
        Event::Left { person, .. } => {
            found.members.remove(person);
            found.size = u32::try_from(found.members.len()).unwrap_or(u32::MAX);
        }
        Event::Sized { size, .. } => found.size = *size,
        Event::DroppedIn { person, .. } => {
            found.visitors.insert(*person, at);
        }
        Event::DroppedOut { person, .. } => {
            found.visitors.remove(person);
        }
        Event::HelpAsked { by, reason, .. } => {
            found.help = Some(Help { by: *by, reason: reason.clone(), at });
        }
        Event::HelpEnded { .. } => found.help = None,
        _ => {}
    }
}
