//! A session that its facilitators have left alone warns those who are still there and ends itself.

use crate::{
    Context, Event, MINUTE_MS, Room, Timestamp,
    roster::{Person, Presence, Role, Standing},
};

/// A room without facilitators goes on for this long after its planned end.
const AFTER_PLAN_MS: i64 = 60 * MINUTE_MS;
/// And for at least this long after the last facilitator went.
const AFTER_FACILITATOR_MS: i64 = 15 * MINUTE_MS;
/// A facilitator whose page has lain untouched for so long has forgotten it.
const FORGOTTEN_MS: i64 = 60 * MINUTE_MS;
/// How long ahead those still there are warned.
const WARNING_MS: i64 = 15 * MINUTE_MS;

/// When the room ends itself if no facilitator comes; `None` while one is there (a line that may come back
/// counts), and for a session without a planned end. A page that was left open somewhere does not keep it for ever.
fn ends_itself(room: &Room) -> Option<Timestamp> {
    if room.charter.ends_at.0 <= 0 || room.ended.is_some() {
        return None;
    }
    let leaves = |p: &Person| match p.presence {
        Presence::Idle if is_inside(p) => Some(p.since.plus_ms(FORGOTTEN_MS)),
        presence if is_inside(p) && presence.counts() => None,
        _ => Some(p.since.plus_ms(AFTER_FACILITATOR_MS)),
    };
    let charter = &room.charter;
    let planned = if charter.is_rehearsal() {
        charter.starts_at.plus_ms(AFTER_FACILITATOR_MS)
    } else {
        charter.ends_at.plus_ms(AFTER_PLAN_MS)
    };
    facilitators(room).try_fold(planned, |end, person| Some(end.max(leaves(person)?)))
}

fn facilitators(room: &Room) -> impl Iterator<Item = &Person> {
    room.roster.people.values().filter(|p| p.role == Role::Facilitator)
}

fn is_inside(person: &Person) -> bool {
    person.standing == Standing::Admitted
}

/// Since when nobody has run a session that ended by itself: from then on there was no training, and no credit for it.
#[must_use]
pub fn led_until(room: &Room) -> Option<Timestamp> {
    let ended = room.ended?;
    let forgotten = |p: &Person| p.presence == Presence::Idle && p.since.plus_ms(FORGOTTEN_MS) <= ended;
    let runs = |p: &Person| is_inside(p) && p.presence.counts() && !forgotten(p);
    if facilitators(room).any(runs) { None } else { facilitators(room).map(|p| p.since).max() }
}

/// The end, if it is due. Asked before the others that a tick concerns, so that a facilitator whose line is
/// given up at this very moment still has the whole time to come back.
#[must_use]
pub fn overdue(room: &Room, ctx: &Context) -> Vec<Event> {
    ends_itself(room).filter(|end| *end <= ctx.now).map(|_| Event::Ended).into_iter().collect()
}

/// When that is.
#[must_use]
pub fn deadline(room: &Room) -> Option<(Timestamp, &'static str)> {
    ends_itself(room).map(|end| (end, "nobody runs this session any more"))
}

/// When this room will end by itself, once that is near: those inside are told. A view from outside does not
/// hold the facilitators and cannot tell.
#[must_use]
pub fn abandon_warning(room: &Room, now: Timestamp) -> Option<Timestamp> {
    ends_itself(room).filter(|end| end.since_ms(now) <= WARNING_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Charter, Opening, PersonId, Refusal,
        rehearsal::{Rehearsal, time},
        roster::{
            Command::{Idle, Leave},
            Role::{Facilitator, Officer},
        },
    };

    /// A session planned until 10:00, with a facilitator and an officer.
    fn session() -> (Rehearsal, PersonId, PersonId) {
        let charter = Charter { ends_at: time(10, 0), ..Charter::default() };
        let mut session = Rehearsal::open(Opening { charter, ..Opening::default() });
        let amina = session.admit("Amina R.", Facilitator);
        let dana = session.admit("Dana Kaplan", Officer);
        (session, amina, dana)
    }

    #[test]
    fn a_room_with_a_facilitator_goes_on_for_ever() {
        let (mut session, amina, _) = session();
        session.clock(23, 0);
        session.drops(amina);
        assert_eq!(ends_itself(&session.room), None, "a line that is down may come back");
        session.comes_back(amina);
        assert_eq!(session.room.ended, None);
    }

    #[test]
    fn an_abandoned_room_ends_an_hour_after_the_plan() {
        let (mut session, amina, dana) = session();
        session.does(amina, Leave);
        assert_eq!(deadline(&session.room).map(|(at, _)| at), Some(time(11, 0)));
        session.clock(10, 59);
        assert_eq!(session.room.ended, None, "not yet");
        session.clock(12, 0);
        assert_eq!(session.room.ended, Some(time(11, 0)));
        assert_eq!(session.refuses(dana, Leave), Refusal::Ended);
        assert_eq!(crate::deadline(&session.room), None);
    }

    #[test]
    fn those_still_there_are_warned_a_quarter_of_an_hour_ahead() {
        let (mut session, amina, dana) = session();
        session.does(amina, Leave);
        assert_eq!(abandon_warning(session.view(dana), time(10, 44)), None);
        assert_eq!(abandon_warning(session.view(dana), time(10, 45)), Some(time(11, 0)));
    }

    #[test]
    fn a_late_facilitator_is_given_a_quarter_of_an_hour_to_come_back() {
        let (mut session, amina, _) = session();
        session.clock(12, 0);
        session.does(amina, Leave);
        assert_eq!(ends_itself(&session.room), Some(time(12, 15)));
        session.comes_back(amina);
        assert_eq!(ends_itself(&session.room), None, "and is back");
    }

    #[test]
    fn the_moment_a_facilitator_is_given_up_does_not_end_the_room() {
        let (mut session, amina, _) = session();
        session.clock(12, 0);
        session.drops(amina);
        session.now = time(13, 0);
        session.house(crate::Command::Tick);
        assert_eq!(session.room.ended, None);
        assert_eq!(ends_itself(&session.room), Some(time(13, 15)));
    }

    #[test]
    fn a_page_that_was_forgotten_keeps_the_room_for_an_hour_and_no_longer() {
        let (mut session, amina, dana) = session();
        session.clock(10, 30);
        session.does(amina, Idle(true));
        assert_eq!(ends_itself(&session.room), Some(time(11, 30)));
        session.clock(11, 29);
        session.does(amina, Idle(false));
        assert_eq!(ends_itself(&session.room), None, "it was not forgotten");
        session.does(amina, Idle(true));
        session.clock(12, 30);
        assert_eq!(session.room.ended, Some(time(12, 29)));
        assert_eq!(led_until(&session.room), Some(time(11, 29)), "since then nobody has led it");
        assert_eq!(session.refuses(dana, Leave), Refusal::Ended);
    }

    #[test]
    fn nobody_led_a_room_from_the_moment_its_facilitator_went_until_it_ended_by_itself() {
        let (mut session, amina, _) = session();
        session.clock(9, 50);
        session.does(amina, Leave);
        assert_eq!(led_until(&session.room), None, "somebody may still come");
        session.clock(11, 0);
        assert_eq!(led_until(&session.room), Some(time(9, 50)));
    }

    #[test]
    fn a_room_that_its_facilitator_ended_was_led_to_the_end() {
        let (mut session, amina, _) = session();
        session.does(amina, crate::Command::End);
        assert_eq!(led_until(&session.room), None);
    }

    #[test]
    fn a_rehearsal_ends_a_quarter_of_an_hour_after_whoever_rehearses_went() {
        let (starts_at, ends_at) = (time(9, 0), time(11, 0));
        let records = crate::Records::Ephemeral;
        let charter = Charter { starts_at, ends_at, practice: true, records, ..Charter::default() };
        let mut session = Rehearsal::open(Opening { charter, ..Opening::default() });
        assert_eq!(ends_itself(&session.room), Some(time(9, 15)), "nobody has come yet");
        session.clock(9, 10);
        let amina = session.admit("Amina R.", Facilitator);
        session.clock(9, 30);
        assert_eq!(session.room.ended, None);
        session.does(amina, Leave);
        session.clock(9, 45);
        assert_eq!(session.room.ended, Some(time(9, 45)));
    }

    #[test]
    fn a_room_without_a_planned_end_stays_open() {
        let mut session = Rehearsal::new();
        session.admit("Dana Kaplan", Officer);
        assert_eq!(crate::deadline(&session.room), None);
    }
}
