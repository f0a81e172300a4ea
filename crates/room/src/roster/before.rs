//! What people were before their role changed: attendance goes by it, and so does the door they come back through.

use super::{Detail, Person, Presence, Role, State};
use crate::{PersonId, Timestamp, Viewer, map::Map};

/// The earlier roles of those who were given another, each with the moment it ended, oldest first.
pub type Before = Map<PersonId, Vec<(Timestamp, Role)>>;

impl State {
    /// What somebody was at that moment.
    #[must_use]
    pub fn role_at(&self, person: &Person, at: Timestamp) -> Role {
        let mut before = self.before.get(&person.id).into_iter().flatten();
        before.find(|(until, _)| at < *until).map_or(person.role, |(_, role)| *role)
    }

    /// What somebody was when they came: it says which link they used.
    #[must_use]
    pub fn came_as(&self, person: &Person) -> Role {
        self.role_at(person, Timestamp(i64::MIN))
    }

    /// Whether what somebody does here can count as attendance: they are no guest or observer, or were not one before.
    #[must_use]
    pub fn attends(&self, person: PersonId) -> bool {
        let attends = |role| matches!(role, Role::Officer | Role::Facilitator);
        self.people.get(&person).is_some_and(|person| attends(person.role) || attends(self.came_as(person)))
    }

    /// When somebody was there to attend, as changes of presence. Who becomes a guest or an observer has left, as far as
    /// attendance goes; what they attended before stays theirs.
    #[must_use]
    pub fn attended(&self, person: &Person) -> Vec<(Timestamp, Presence)> {
        let turns = self.before.get(&person.id).into_iter().flatten().map(|(at, _)| *at);
        let mut moments: Vec<_> = person.times.iter().map(|(at, _)| *at).chain(turns).collect();
        moments.sort_unstable();
        moments.dedup();
        let mut attended: Vec<(Timestamp, Presence)> = vec![];
        for at in moments {
            let Some((_, presence)) = person.times.iter().rfind(|(since, _)| *since <= at) else { continue };
            let attends = matches!(self.role_at(person, at), Role::Officer | Role::Facilitator);
            let presence = if attends { *presence } else { Presence::Left };
            let same = attended.last().map_or(!attends, |(_, last)| *last == presence);
            if !same {
                attended.push((at, presence));
            }
        }
        attended
    }

    /// Their role changes now.
    pub(super) fn appoint(&mut self, person: PersonId, role: Role, at: Timestamp) {
        let Some(somebody) = self.people.get_mut(&person) else { return };
        if somebody.detail == Detail::Full {
            self.before.get_or_default(person).push((at, somebody.role));
        }
        somebody.role = role;
    }

    /// As far as this viewer knows those people's times.
    pub(super) fn before_seen(&self, viewer: &Viewer) -> Before {
        let full = |id| self.people.get(id).and_then(|p| viewer.detail_of(p)) == Some(Detail::Full);
        self.before.iter().filter(|(id, _)| full(id)).map(|(id, roles)| (*id, roles.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Command;
    use super::*;
    use crate::rehearsal::{Rehearsal, time};

    #[test]
    fn who_changes_roles_keeps_the_time_they_attended_and_no_other() {
        let (mut session, lead, officers) = Rehearsal::with_officers(1);
        let person = officers[0];
        let appoint = |role| Command::Appoint { person, role };
        session.clock(9, 30);
        session.does(lead, appoint(Role::Observer));
        session.clock(9, 40);
        session.drops(person);
        session.comes_back(person);
        session.clock(9, 50);
        session.does(lead, appoint(Role::Officer));
        session.clock(10, 0);
        session.does(lead, appoint(Role::Guest));

        let roster = &session.room.roster;
        let (somebody, seen) = (&roster.people[&person], &session.view(lead).roster);
        let attended = [
            (time(9, 0), Presence::Here),
            (time(9, 30), Presence::Left),
            (time(9, 50), Presence::Here),
            (time(10, 0), Presence::Left),
        ];
        assert_eq!(roster.attended(somebody), attended);
        assert_eq!(seen.attended(&seen.people[&person]), attended, "the facilitator's page knows it, too");
        assert_eq!(roster.role_at(somebody, time(9, 35)), Role::Observer);
        assert_eq!((roster.came_as(somebody), somebody.role), (Role::Officer, Role::Guest));
        assert_eq!(roster.attended(&roster.people[&lead]), [(time(9, 0), Presence::Here)]);
    }

    #[test]
    fn who_never_attended_has_nothing_to_keep() {
        let mut session = Rehearsal::new();
        let guest = session.admit("Grace Kim", Role::Guest);
        session.drops(guest);
        assert_eq!(session.room.roster.attended(&session.room.roster.people[&guest]), []);
    }
}
