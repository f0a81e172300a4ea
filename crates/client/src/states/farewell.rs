//! What this tab remembers of a session for the time after its end. The room is gone then: a page that is loaded again is
//! told that it is over, and nothing of what was in it.

use academy::records::{Class, Fate, fate};
use room::{
    MINUTE_MS, PersonId, Records, Room, Timestamp,
    agenda::credit_ms,
    roster::{Person, Role},
};

use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    link::Line,
    live::{Live, Part},
    words,
};

const KEPT: &str = "rollcall.farewell";

/// What somebody is told at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Farewell {
    /// What the session keeps.
    pub(super) records: Records,
    /// Their credit.
    pub(super) minutes: i64,
    /// Whether a commitment of theirs is kept.
    pub(super) commitment: bool,
    /// Actions they own that are kept.
    pub(super) actions: usize,
    /// Whether they ran it.
    pub(super) leads: bool,
    /// Whether they are somebody whose attendance is written down.
    pub(super) attends: bool,
}

impl Farewell {
    /// As `me` sees the room; nothing while there is none.
    pub(super) fn of(room: &Room, me: PersonId, now: Timestamp) -> Option<Self> {
        let person = room.roster.people.get(&me).filter(|_| !room.charter.title.is_empty())?;
        let records = room.charter.records;
        let attends = !room.charter.practice && is_officer(room, person);
        Some(Self {
            records,
            minutes: if attends { credit_ms(room, me, now) / MINUTE_MS } else { 0 },
            commitment: room.plan.commitments.contains_key(&me)
                && fate(records, Class::Commitments) == Fate::Kept,
            actions: match fate(records, Class::Plans) {
                Fate::Kept => room.plan.actions.values().filter(|action| action.owner == Some(me)).count(),
                Fate::Erased => 0,
            },
            leads: person.role == Role::Facilitator,
            attends: room.roster.attends(me),
        })
    }

    /// What is kept for this person alone, in a sentence.
    pub(super) fn kept(&self) -> Option<String> {
        let minutes = usize::try_from(self.minutes).unwrap_or(0);
        let credit = (minutes > 0).then(|| words::count(minutes, "credit minute", "credit minutes"));
        let commitment = self.commitment.then(|| "your commitment".to_owned());
        let actions =
            (self.actions > 0).then(|| words::count(self.actions, "action you own", "actions you own"));
        let kept: Vec<_> = credit.into_iter().chain(commitment).chain(actions).collect();
        let hurry = match self.takes_home() {
            true => " Print your plan or save it today, in this browser: tomorrow its page opens no more.",
            false => "",
        };
        (!kept.is_empty()).then(|| format!("Kept for you: {}.{hurry}", kept.join(", ")))
    }

    /// Whether there is a page for them alone.
    pub(super) fn takes_home(&self) -> bool {
        self.commitment || self.actions > 0
    }

    fn written(&self, session: &str) -> String {
        let mode = Records::ALL.iter().position(|mode| *mode == self.records).unwrap_or(0);
        let Self { minutes, commitment, actions, leads, attends, .. } = self;
        format!("{session} {mode} {minutes} {commitment} {leads} {actions} {attends}")
    }

    /// What was written of this session.
    fn read(text: &str, session: &str) -> Option<Self> {
        let mut words = text.split(' ');
        words.next().filter(|of| *of == session)?;
        Some(Self {
            records: *Records::ALL.get(words.next()?.parse::<usize>().ok()?)?,
            minutes: words.next()?.parse().ok()?,
            commitment: words.next()? == "true",
            leads: words.next()? == "true",
            actions: words.next()?.parse().ok()?,
            attends: words.next()? == "true",
        })
    }
}

/// Whose time is attendance.
fn is_officer(room: &Room, person: &Person) -> bool {
    person.role == Role::Officer || room.roster.came_as(person) == Role::Officer
}

/// Remembers what will be told, as long as the view is there.
pub(crate) fn remember(live: Live, session: String) {
    let clock = live.clock.every_second();
    // While the line is away nobody knows how the time is counted.
    let known = StoredValue::new(live.clock.now());
    let now = memo(move || {
        let now = clock.get();
        if live.line.get() == Line::Up {
            known.set_value(now);
        }
        known.get_value()
    });
    let farewell = memo(move || {
        for part in [Part::Session, Part::Roster, Part::Agenda, Part::Plan] {
            live.see(part, |_| ());
        }
        let (me, now) = (live.me(), now.get());
        live.look(|room| Farewell::of(room, me, now))
    });
    effect(move || {
        if let Some(farewell) = farewell.get() {
            browser::keep(Keep::Tab, KEPT, &farewell.written(&session));
        }
    });
}

/// What there is to be told of the session this tab has a seat in: by its room if that has come to the end, or else from
/// memory: a room that was left behind does not know how it went on.
pub(super) fn recall() -> Option<Farewell> {
    let from_room = use_context::<Live>().and_then(|live| {
        let me = live.me();
        live.look(|room| Farewell::of(room, me, room.ended?))
    });
    from_room.or_else(|| {
        let (session, _) = browser::joined()?;
        Farewell::read(&browser::kept(Keep::Tab, KEPT)?, &session)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::plan::Commitment;

    #[test]
    fn what_is_told_at_the_end_is_the_same_after_a_reload() {
        for records in Records::ALL {
            let farewell =
                Farewell { records, minutes: 118, commitment: true, actions: 2, leads: false, attends: true };
            assert_eq!(Farewell::read(&farewell.written("0190-ab"), "0190-ab"), Some(farewell));
            assert_eq!(Farewell::read(&farewell.written("0190-ab"), "0190-cd"), None, "another session");
        }
        assert_eq!(Farewell::read("0190-ab 9 1 true true 0 true", "0190-ab"), None);
        assert_eq!(Farewell::read("", ""), None);
    }

    #[test]
    fn nothing_is_known_of_a_room_that_has_not_come() {
        assert_eq!(Farewell::of(&Room::default(), PersonId(0), Timestamp(0)), None);
    }

    #[test]
    fn a_commitment_is_told_of_where_it_is_kept() {
        let mut room = Room::default();
        room.charter.title = "Fair stops".into();
        room.roster.people.insert(PersonId(1), Person { id: PersonId(1), ..Person::default() });
        let commitment = Commitment { text: "I say why first.".into(), shared: false };
        room.plan.commitments.insert(PersonId(1), commitment);
        let kept = |room: &Room| Farewell::of(room, PersonId(1), Timestamp(0)).and_then(|f| f.kept());
        assert!(
            kept(&room)
                .is_some_and(|kept| kept.starts_with("Kept for you: your commitment. Print your plan"))
        );
        room.charter.records = Records::Ephemeral;
        assert_eq!(kept(&room), None);
    }

    #[test]
    fn credit_and_commitment_stand_in_one_sentence() {
        let farewell = Farewell {
            records: Records::ProductsOnly,
            minutes: 120,
            commitment: true,
            actions: 1,
            leads: false,
            attends: true,
        };
        assert!(farewell.kept().is_some_and(|kept| {
            kept.starts_with("Kept for you: 120 credit minutes, your commitment, 1 action you own. Print")
        }));
        assert_eq!(Farewell { minutes: 0, commitment: false, actions: 0, ..farewell }.kept(), None);
    }
}
