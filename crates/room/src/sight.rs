//! Who may see what, decided here and nowhere else.
//!
//! Every feature's `share` and `seen_by` ask these functions, so that what is streamed and what is shown to
//! a newcomer can never disagree about a right.

use crate::{
    GroupId, PersonId, Room, Timestamp, agenda,
    board::{Access, Item, Rule, Write},
    breakout::Group,
    chat::Audience,
    exercise::Place,
    map::Set,
    plan,
    poll::{Poll, Status},
    questions,
    roster::{Detail, Person, Role, Standing},
};

/// Everything about a person that decides what they may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Viewer {
    /// Who looks.
    pub person: PersonId,
    /// Their role.
    pub role: Role,
    /// Whether they have been let in (and not been removed since).
    pub inside: bool,
    /// The breakout group they are in now, as a member or as a facilitator who dropped in.
    pub group: Option<GroupId>,
    /// When they dropped in; what the group said before is not for them.
    pub visits_since: Option<Timestamp>,
    /// The breakout group whose work is theirs: where they are, or were last.
    pub home: Option<GroupId>,
}

impl Viewer {
    /// How `person` looks at the room now; nobody for an unknown id.
    #[must_use]
    pub fn of(room: &Room, person: PersonId) -> Option<Self> {
        let somebody = room.roster.people.get(&person)?;
        let inside = somebody.standing == Standing::Admitted;
        let there = room.breakout.at_work().filter(|_| inside);
        let (group, visits_since) = match (somebody.role, there) {
            (Role::Officer, Some(round)) => (round.group_of(person), None),
            (Role::Facilitator, Some(round)) => round.visit_of(person).unzip(),
            (Role::Guest | Role::Observer, _) | (_, None) => (None, None),
        };
        let home = room.breakout.home_of(person).filter(|_| inside && somebody.role == Role::Officer);
        Some(Self { person, role: somebody.role, inside, group, visits_since, home })
    }

    /// Whether they run the session.
    #[must_use]
    pub fn facilitates(&self) -> bool {
        self.inside && self.role == Role::Facilitator
    }

    /// How much they may know of `person`; `None`: not even that they exist.
    ///
    /// Facilitators know everything, everybody knows themselves. Those inside know those who are or were
    /// inside: guests by name only, all others without training ID, list mark and times.
    #[must_use]
    pub fn detail_of(&self, person: &Person) -> Option<Detail> {
        if self.person == person.id || self.facilitates() {
            return Some(Detail::Full);
        }
        let was_inside = matches!(person.standing, Standing::Admitted | Standing::Removed);
        match (self.inside && was_inside, self.role) {
            (false, _) => None,
            (true, Role::Guest) => Some(Detail::Name),
            (true, _) => Some(Detail::Card),
        }
    }

    /// Whether they may know how many wait to come in as this: facilitators, and those of the same kind.
    #[must_use]
    pub fn counts_waiting(&self, role: Role) -> bool {
        self.facilitates() || self.role == role
    }

    /// Whether they may know that there are groups, by name and size; others learn only that groups run.
    #[must_use]
    pub fn lists_groups(&self) -> bool {
        self.inside && matches!(self.role, Role::Facilitator | Role::Officer)
    }

    /// Whether they may know who is in this group, who looks in on it and whether it needs help.
    #[must_use]
    pub fn looks_into(&self, group: &Group) -> bool {
        self.facilitates() || (self.lists_groups() && group.members.contains(&self.person))
    }

    /// How much they may know of a segment of the run sheet. Those waiting see the agenda, which names the kinds of what
    /// is done together; the rest of it shows only while the segment is running; the notes are the facilitators' own.
    #[must_use]
    pub fn detail_of_segment(&self, running: bool) -> agenda::Detail {
        match (self.inside, running) {
            _ if self.facilitates() => agenda::Detail::Full,
            (true, true) => agenda::Detail::Stage,
            (true, false) => agenda::Detail::Card,
            (false, _) => agenda::Detail::Outline,
        }
    }

    /// Whether they may read a question that `author` asked and that has come this far. Guests and observers
    /// see what is or was taken up, officers also what was put off and their own, facilitators everything.
    #[must_use]
    pub fn reads_question(&self, author: Option<PersonId>, status: questions::Status) -> bool {
        use questions::Status;
        let mine = self.role == Role::Officer && author == Some(self.person);
        self.inside
            && match status {
                Status::New => self.facilitates() || mine,
                Status::Approved | Status::Answering | Status::Answered => true,
                Status::Parked => matches!(self.role, Role::Facilitator | Role::Officer),
                Status::Withdrawn => false,
            }
    }

    /// Whether they may know who asks a question.
    #[must_use]
    pub fn sees_who_asks(&self) -> bool {
        self.inside && matches!(self.role, Role::Facilitator | Role::Officer)
    }

    /// Whether what is worked out there is their own work: ideas, dots, plan.
    #[must_use]
    pub fn works_in(&self, place: Place) -> bool {
        self.inside
            && self.role == Role::Officer
            && match place {
                Place::Room => true,
                Place::Group(group) => self.home == Some(group),
            }
    }

    /// Whether they may write down what a place has agreed on.
    #[must_use]
    pub fn writes_for(&self, place: Place) -> bool {
        self.facilitates() || self.works_in(place)
    }

    /// Whether they may see how far a place is and what it shows its own people.
    #[must_use]
    pub fn sees_work(&self, place: Place) -> bool {
        self.writes_for(place) || (self.inside && place == Place::Room)
    }

    /// Whether they may see a card of a work they see; facilitators get no earlier look than others.
    #[must_use]
    pub fn sees_idea(&self, revealed: bool, author: Option<PersonId>) -> bool {
        revealed || author == Some(self.person)
    }

    /// Whether they may see a plan: one's own, and what has been reported to the room.
    #[must_use]
    pub fn sees_plan(&self, plan: &plan::State, place: Place) -> bool {
        self.sees_work(place) || (self.inside && plan.reports.contains_key(&place))
    }

    /// Whether they may read what somebody committed to: their own, and what was shared with the room.
    #[must_use]
    pub fn sees_commitment(&self, author: PersonId, shared: bool) -> bool {
        self.inside && (shared || author == self.person)
    }

    /// Whether they may read a line that `author` addressed to `audience` at this moment.
    ///
    /// Group talk stays in the group: facilitators read only what is said while they are in it, announced.
    #[must_use]
    pub fn reads(&self, author: PersonId, audience: Audience, at: Timestamp) -> bool {
        self.inside
            && match audience {
                Audience::Everyone => true,
                Audience::Group(group) => {
                    self.group == Some(group) && self.visits_since.is_none_or(|since| since < at)
                }
                Audience::Facilitators => self.facilitates() || self.person == author,
            }
    }

    /// Whether they see who answered what: facilitators, once the poll has closed or if nothing was hidden.
    #[must_use]
    pub fn sees_answers(&self, poll: &Poll) -> bool {
        let open = poll.status == Status::Open && poll.draft.hidden_until_closed;
        self.facilitates() && !open
    }

    /// Whether they see how many answered: those who are asked and those who ask.
    #[must_use]
    pub fn sees_answered(&self, poll: &Poll) -> bool {
        self.facilitates() || (self.inside && poll.draft.asks(self.role))
    }

    /// Whether they know the correct answer: those who are asked, once nothing can be changed any more.
    #[must_use]
    pub fn sees_key(&self, poll: &Poll) -> bool {
        self.facilitates() || (self.sees_answered(poll) && matches!(poll.status, Status::Closed(_)))
    }

    /// Whether they see a board. "Your facilitator sees your board, your vote count and your plan, not your
    /// chat": a group's board is seen by the group and by facilitators.
    #[must_use]
    pub fn sees_board(&self, access: &Access) -> bool {
        self.inside
            && match access.place {
                Place::Room => true,
                Place::Group(group) => self.facilitates() || self.home == Some(group),
            }
    }

    /// Whether they see what is on a board they see: in a private round, their own only.
    #[must_use]
    pub fn sees_item(&self, item: &Item) -> bool {
        !item.hidden || item.owner == Some(self.person)
    }

    /// Whether they put things up on a board and change their own; `named` are those who write where only those do.
    #[must_use]
    pub fn writes_on(&self, access: &Access, named: &Set<PersonId>) -> bool {
        let open = self.sees_board(access) && !access.closed && self.role != Role::Observer;
        open && self.is_among(access.policy.write, named) && (self.facilitates() || !access.locked)
    }

    /// Whether they write in a frame with this rule, on a board on which they write.
    #[must_use]
    pub fn keeps(&self, rule: &Rule) -> bool {
        self.is_among(rule.write, &rule.named)
    }

    fn is_among(&self, write: Write, named: &Set<PersonId>) -> bool {
        match write {
            Write::Nobody => false,
            Write::Facilitators => self.facilitates(),
            Write::Everyone => true,
            Write::Named => self.facilitates() || named.contains(&self.person),
        }
    }

    /// Whether they change or delete this item of a board on which they write.
    #[must_use]
    pub fn changes(&self, access: &Access, item: &Item) -> bool {
        let own = item.owner == Some(self.person);
        let may = self.facilitates() || (!item.locked && (own || access.policy.edit_others));
        self.sees_item(item) && may
    }

    /// Whether they have dots to place on the boards they see.
    #[must_use]
    pub fn places_dots(&self) -> bool {
        self.inside && self.role == Role::Officer
    }
}
