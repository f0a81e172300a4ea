//! Where an officer works with others, who is there, and who sees to what.

use room::{PersonId, Room, Timestamp, Viewer, exercise::Place, roster::Role};
use std::collections::BTreeSet;

/// What somebody sees to in a group, agreed on in the first minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Writes down what the group agrees on.
    Writes,
    /// Watches the clock and moves the group on.
    KeepsTime,
    /// Will report to the room.
    Reports,
    /// Joins in.
    Member,
}

/// A place of work as one of its simulated officers sees it.
pub(super) struct Desk<'a> {
    /// The room in their eyes.
    pub(super) room: &'a Room,
    /// Who looks.
    pub(super) me: PersonId,
    /// The place.
    pub(super) place: Place,
    /// Simulated officers who are there now, always in the same order.
    pub(super) crew: Vec<PersonId>,
    /// The time by this machine's clock.
    pub(super) now: Timestamp,
    /// Whether a real officer is there, too.
    with_people: bool,
}

impl<'a> Desk<'a> {
    /// Where `me` works now: in their group, or in the whole room when no groups are at work.
    pub(super) fn of(
        room: &'a Room,
        me: PersonId,
        company: &BTreeSet<PersonId>,
        now: Timestamp,
    ) -> Option<Self> {
        let viewer = Viewer::of(room, me).filter(|viewer| viewer.inside && viewer.role == Role::Officer)?;
        let place = match (viewer.group, room.breakout.at_work()) {
            (Some(group), _) => Place::Group(group),
            (None, Some(_)) => return None,
            (None, None) => Place::Room,
        };
        let belongs = |person: PersonId| match place {
            Place::Group(group) => {
                room.breakout.group(group).is_some_and(|found| found.members.contains(&person))
            }
            Place::Room => true,
        };
        let there = room.roster.present().filter(|p| p.role == Role::Officer && belongs(p.id));
        let (crew, people): (Vec<_>, Vec<_>) =
            there.map(|p| p.id).partition(|person| company.contains(person));
        Some(Self { room, me, place, crew, now, with_people: !people.is_empty() })
    }

    /// What `me` sees to. Whoever is called away hands it on.
    pub(super) fn part(&self) -> Part {
        match self.crew.iter().position(|person| *person == self.me) {
            Some(0) => Part::Writes,
            // Two share the work of three.
            Some(1) => Part::KeepsTime,
            Some(2) => Part::Reports,
            _ => Part::Member,
        }
    }

    /// Whether this officer moves the place on. In the whole room the facilitator does.
    pub(super) fn keeps_time(&self) -> bool {
        let alone = self.crew.len() == 1 && self.part() == Part::Writes;
        self.place != Place::Room && (alone || self.part() == Part::KeepsTime)
    }

    /// Whether simulated officers decide for the place. Where there is a real officer they wait for them, until the
    /// time of the step is up.
    pub(super) fn decides(&self) -> bool {
        let running = self.room.exercise.running();
        let overdue = || running.and_then(|e| e.step_ends_at(self.place)).is_some_and(|end| end < self.now);
        !self.with_people || overdue()
    }

    /// A number that is the same for this place at every look.
    pub(super) fn number(&self) -> usize {
        match self.place {
            Place::Room => 0,
            Place::Group(group) => group.0 as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        GroupId,
        breakout::{Group, Round, Status},
        roster::{Person, Presence, Standing},
    };

    /// A room with one group of officers 1, 2 and 3.
    fn grouped() -> Room {
        let mut room = Room::default();
        for id in (1..=3).map(PersonId) {
            let (standing, presence) = (Standing::Admitted, Presence::Here);
            room.roster.people.insert(id, Person { id, standing, presence, ..Person::default() });
        }
        let members = room.roster.people.keys().copied().collect();
        let groups = [(GroupId(7), Group { members, size: 3, ..Group::default() })].into();
        let status = Status::Running { ends_at: Timestamp(1) };
        room.breakout.round = Some(Round { groups, status, ..Round::default() });
        room
    }

    /// The desk of one of them, when these are simulated.
    fn desk<const N: usize>(room: &Room, me: u32, simulated: [u32; N]) -> Desk<'_> {
        Desk::of(room, PersonId(me), &simulated.map(PersonId).into(), Timestamp(0)).unwrap()
    }

    #[test]
    fn three_officers_share_the_work() {
        let room = grouped();
        let part = |n| desk(&room, n, [1, 2, 3]).part();
        assert_eq!([1, 2, 3].map(part), [Part::Writes, Part::KeepsTime, Part::Reports]);
    }

    #[test]
    fn whoever_is_called_away_hands_their_part_on() {
        let mut room = grouped();
        room.roster.people.get_mut(&PersonId(1)).unwrap().presence = Presence::CalledOut;
        assert_eq!(desk(&room, 2, [1, 2, 3]).part(), Part::Writes);
    }

    #[test]
    fn a_real_officer_is_waited_for() {
        assert!(desk(&grouped(), 1, [1, 2, 3]).decides());
        assert!(!desk(&grouped(), 1, [1, 3]).decides());
    }
}
