//! Who was there and when, as a spreadsheet.

use academy::{
    attendance::{self, Attendance, Presence, PresenceEvent, Span},
    credit::ActualSegment,
    export::{AttendanceRow, attendance_csv},
};
use room::{
    Room, Timestamp,
    poll::{Poll, Status},
    roster::{Person, Presence as InRoom, Role},
};

/// The attendance of everybody who was let in, as a spreadsheet.
pub(crate) fn attendance(room: &Room) -> String {
    // The clock of a session that runs may be ahead of the machine's.
    let latest =
        room.roster.people.values().filter_map(|person| person.times.last()).map(|(at, _)| *at).max();
    let end = room.ended.unwrap_or_else(|| crate::clock::now().max(latest.unwrap_or_default()));
    let everybody = room.roster.people.values().map(|person| (person, room.roster.attended(person)));
    let people: Vec<(&Person, Attendance)> = everybody
        .filter(|(_, attended)| !attended.is_empty())
        .map(|(person, attended)| (person, attendance::fold(&events(&attended), &segments(room, end), end.0)))
        .collect();
    let rows: Vec<_> = people.iter().map(|(person, attendance)| row(room, person, attendance)).collect();
    attendance_csv(&rows)
}

fn row<'a>(room: &Room, person: &'a Person, attendance: &'a Attendance) -> AttendanceRow<'a> {
    let put_to_them = |poll: &&Poll| {
        let closed = if let Status::Closed(at) = poll.status { Some(at) } else { room.ended };
        let role = room.roster.role_at(person, poll.opened_at);
        poll.draft.check && poll.draft.asks(role) && was_here(person, poll.opened_at, closed)
    };
    let checks = || room.poll.polls.values().filter(put_to_them);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    AttendanceRow {
        practice: room.charter.practice,
        name: &person.name,
        role: match room.roster.came_as(person) {
            Role::Facilitator => "facilitator",
            Role::Officer => "officer",
            Role::Guest => "guest",
            Role::Observer => "observer",
        },
        department: &person.department,
        rank: &person.rank,
        training_id: &person.training_id,
        attendance,
        checks_issued: number(checks().count()),
        checks_answered: number(checks().filter(|poll| poll.answers.contains_key(&person.id)).count()),
    }
}

/// Whether somebody was in the room at any moment of a span; one without an end goes on.
fn was_here(person: &Person, from: Timestamp, to: Option<Timestamp>) -> bool {
    let ends = person.times.iter().skip(1).map(|(at, _)| Some(*at)).chain([None]);
    person.times.iter().zip(ends).any(|((began, presence), ended)| {
        matches!(presence, InRoom::Here | InRoom::Idle)
            && to.is_none_or(|to| *began < to)
            && ended.is_none_or(|ended| ended > from)
    })
}

fn events(attended: &[(Timestamp, InRoom)]) -> Vec<PresenceEvent> {
    let what = |presence| match presence {
        InRoom::Here | InRoom::Idle => Presence::Connected,
        InRoom::Reconnecting => Presence::Dropped,
        InRoom::CalledOut => Presence::CalledOut,
        InRoom::Left => Presence::Left,
    };
    let event = |(at, presence): &(Timestamp, InRoom)| (at.0, what(*presence));
    attended.iter().map(event).map(|(at_ms, what)| PresenceEvent { at_ms, device: 0, what }).collect()
}

/// The segments that really ran, the running one up to now; none of them for longer than somebody led the room.
fn segments(room: &Room, end: Timestamp) -> Vec<ActualSegment> {
    let led_until = room::led_until(room).map_or(i64::MAX, |at| at.0);
    let running = room.agenda.current.iter().map(|c| (c.segment, c.started, end));
    let ran = room.agenda.runs.iter().map(|run| (run.segment, run.started, run.ended));
    let known = ran.chain(running).filter_map(|(id, from, to)| Some((room.agenda.segment(id)?, from, to)));
    known
        .map(|(segment, from, to)| ActualSegment {
            id: academy::id::SegmentId(segment.id.0),
            title: segment.title.clone(),
            credit: segment.credit,
            span: Span { from_ms: from.0, to_ms: to.0.min(led_until) },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_put_to_those_who_are_in_the_room_while_it_is_open() {
        let at = |minute: i64| Timestamp(minute * 60_000);
        let times = vec![
            (at(0), InRoom::Here),
            (at(10), InRoom::CalledOut),
            (at(30), InRoom::Here),
            (at(40), InRoom::Left),
        ];
        let dana = Person { times, ..Person::default() };
        let was_here = |from, to: Option<i64>| was_here(&dana, at(from), to.map(at));
        assert!(was_here(5, Some(6)));
        assert!(was_here(9, Some(20)));
        assert!(!was_here(12, Some(28)));
        assert!(was_here(12, Some(31)));
        assert!(!was_here(45, None));
    }
}
