//! Attendance: the agreed vectors, and the cases in which a minute could be lost or won.

use super::*;
use crate::id::SegmentId;
use room::MINUTE_MS;

fn at(hour: i64, minute: i64) -> i64 {
    (hour * 60 + minute) * MINUTE_MS
}

/// Credit from 9:00 to 10:00 and from 10:10 to 11:20, a break between.
fn agenda() -> Vec<ActualSegment> {
    let ran = |id, title: &str, credit, from_ms, to_ms| ActualSegment {
        id: SegmentId(id),
        title: title.into(),
        credit,
        span: Span { from_ms, to_ms },
    };
    vec![
        ran(1, "First part", true, at(9, 0), at(10, 0)),
        ran(2, "Break", false, at(10, 0), at(10, 10)),
        ran(3, "Second part", true, at(10, 10), at(11, 20)),
    ]
}

fn event(device: u32, what: Presence, at_ms: i64) -> PresenceEvent {
    PresenceEvent { at_ms, device, what }
}

fn there(device: u32, from_ms: i64, to_ms: i64) -> [PresenceEvent; 2] {
    [event(device, Presence::Connected, from_ms), event(device, Presence::Dropped, to_ms)]
}

#[test]
fn two_devices_and_a_minute_between_earn_all_130_minutes() {
    let events =
        [there(1, at(8, 55), at(9, 31)), there(2, at(9, 30), at(9, 58)), there(1, at(9, 59), at(11, 20))]
            .concat();
    let a = fold(&events, &agenda(), at(11, 20));
    assert_eq!(a.credit_minutes, 130);
    assert_eq!(a.minutes_present, 140);
    assert_eq!((a.first_in_ms, a.last_out_ms), (Some(at(8, 55)), Some(at(11, 20))));
    assert!(a.gaps.is_empty() && a.missed.is_empty());
}

#[test]
fn called_out_for_45_minutes_earns_95_and_owes_20_and_15() {
    let events = [
        event(1, Presence::Connected, at(9, 0)),
        event(1, Presence::CalledOut, at(9, 40)),
        event(1, Presence::Connected, at(10, 25)),
        event(1, Presence::Left, at(11, 20)),
    ];
    let b = fold(&events, &agenda(), at(11, 20));
    assert_eq!(b.credit_minutes, 95);
    let missed: Vec<_> = b.missed.iter().map(|part| (part.title.as_str(), part.minutes)).collect();
    assert_eq!(missed, [("First part", 20), ("Second part", 15)]);
    let gap = Gap { span: Span { from_ms: at(9, 40), to_ms: at(10, 25) }, reason: GapReason::CalledOut };
    assert_eq!(b.gaps, [gap]);
}

#[test]
fn a_gap_of_90_seconds_is_filled_and_a_longer_one_is_not() {
    let after = |gap_ms| {
        let events = [there(1, at(9, 0), at(9, 30)), there(1, at(9, 30) + gap_ms, at(11, 20))].concat();
        fold(&events, &agenda(), at(11, 20))
    };
    assert_eq!(after(GRACE_MS).credit_minutes, 130);
    assert!(after(GRACE_MS).gaps.is_empty());
    let longer = after(GRACE_MS + 1);
    assert_eq!(longer.credit_minutes, 128);
    assert_eq!(longer.gaps.len(), 1);
    assert_eq!(longer.missed[0].minutes, 2);
}

#[test]
fn a_call_to_duty_is_never_filled_however_short() {
    let events = [
        event(1, Presence::Connected, at(9, 0)),
        event(1, Presence::CalledOut, at(9, 30)),
        event(1, Presence::Connected, at(9, 31)),
        event(1, Presence::Left, at(11, 20)),
    ];
    let attendance = fold(&events, &agenda(), at(11, 20));
    let gap = Gap { span: Span { from_ms: at(9, 30), to_ms: at(9, 31) }, reason: GapReason::CalledOut };
    assert_eq!((attendance.gaps, attendance.credit_minutes), (vec![gap], 129));
}

#[test]
fn the_grace_bridges_gaps_and_gives_nothing_before_or_after() {
    let late = fold(&there(1, at(9, 1), at(11, 19)), &agenda(), at(11, 20));
    assert_eq!(late.credit_minutes, 128);
}

#[test]
fn a_device_that_is_still_there_counts_until_the_end() {
    let events = [event(1, Presence::Connected, at(9, 0))];
    assert_eq!(fold(&events, &agenda(), at(9, 30)).credit_minutes, 30);
}

#[test]
fn nothing_after_the_end_counts() {
    let events = [there(1, at(9, 0), at(9, 30)), there(1, at(10, 30), at(11, 0))].concat();
    assert_eq!(fold(&events, &agenda(), at(10, 0)).last_out_ms, Some(at(9, 30)));
}

#[test]
fn a_call_to_duty_ends_the_presence_of_every_device() {
    let events = [
        event(1, Presence::Connected, at(9, 0)),
        event(2, Presence::Connected, at(9, 0)),
        event(2, Presence::CalledOut, at(9, 30)),
        event(1, Presence::Dropped, at(9, 31)),
    ];
    let attendance = fold(&events, &agenda(), at(11, 20));
    assert_eq!(attendance.credit_minutes, 30);
    assert_eq!(attendance.gaps[0].reason, GapReason::CalledOut);
    assert_eq!(attendance.gaps[0].span.to_ms, at(11, 20));
}

#[test]
fn a_second_device_keeps_the_person_there() {
    let events = [
        event(1, Presence::Connected, at(9, 0)),
        event(2, Presence::Connected, at(9, 10)),
        event(1, Presence::Dropped, at(9, 20)),
        event(2, Presence::Left, at(9, 50)),
    ];
    let attendance = fold(&events, &agenda(), at(11, 20));
    assert_eq!(attendance.credit_minutes, 50);
    assert_eq!(attendance.gaps[0].reason, GapReason::Left);
}

#[test]
fn the_order_in_which_events_are_handed_over_does_not_matter() {
    let mut events = [there(1, at(9, 0), at(9, 40)), there(2, at(9, 30), at(11, 20))].concat();
    let forward = fold(&events, &agenda(), at(11, 20));
    events.reverse();
    assert_eq!(fold(&events, &agenda(), at(11, 20)), forward);
    assert_eq!(forward.credit_minutes, 130);
}

#[test]
fn a_device_that_connects_twice_is_there_once() {
    let events = [
        event(1, Presence::Connected, at(9, 0)),
        event(1, Presence::Connected, at(9, 30)),
        event(1, Presence::Dropped, at(10, 0)),
        event(1, Presence::Dropped, at(10, 5)),
    ];
    assert_eq!(fold(&events, &agenda(), at(11, 20)).credit_minutes, 60);
}

#[test]
fn somebody_who_never_came_owes_everything() {
    let attendance = fold(&[], &agenda(), at(11, 20));
    assert_eq!((attendance.first_in_ms, attendance.credit_minutes), (None, 0));
    assert_eq!(attendance.missed.iter().map(|part| part.minutes).sum::<u32>(), 130);
}

#[test]
fn times_from_a_broken_clock_do_no_harm() {
    let events = [event(1, Presence::Connected, i64::MIN), event(1, Presence::Left, i64::MAX)];
    let attendance = fold(&events, &agenda(), i64::MAX);
    assert_eq!(attendance.credit_minutes, 130);
}
