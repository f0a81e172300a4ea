//! Credit: how many minutes of a session counted for one person, and which parts are missing.
//!
//! What is worked out here is evidence. Whether it becomes credit is the department's decision.

use room::MINUTE_MS;
use serde::{Deserialize, Serialize};

use crate::attendance::Span;
use crate::id::SegmentId;

/// A segment as it really ran. One that ran twice is two of these with one id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActualSegment {
    /// Which segment of the run sheet.
    pub id: SegmentId,
    /// Its title, for reports.
    pub title: String,
    /// Whether it counted toward credit.
    pub credit: bool,
    /// From when to when it ran.
    pub span: Span,
}

/// A part of a credit segment that a person was not there for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Which segment.
    pub id: SegmentId,
    /// Its title.
    pub title: String,
    /// How long, rounded up, so that making it up never leaves a rest.
    pub minutes: u32,
}

/// Whole minutes of these times of presence that fell into credit segments.
///
/// `present` is sorted and free of overlap, as [`crate::attendance::union`] makes it.
pub fn credit_minutes(present: &[Span], segments: &[ActualSegment]) -> u32 {
    let counted = union_of_credit(segments);
    whole_minutes(counted.iter().map(|span| common_ms(present, *span)).sum())
}

/// Whole minutes that could have been earned.
pub fn possible_minutes(segments: &[ActualSegment]) -> u32 {
    whole_minutes(union_of_credit(segments).iter().map(Span::length_ms).sum())
}

/// What a person has to make up, segment by segment, in the order they first ran.
pub fn missed(present: &[Span], segments: &[ActualSegment]) -> Vec<Missed> {
    let mut parts: Vec<(&ActualSegment, i64)> = Vec::new();
    for segment in segments.iter().filter(|segment| segment.credit) {
        let away_ms = segment.span.length_ms() - common_ms(present, segment.span);
        match parts.iter_mut().find(|(other, _)| other.id == segment.id) {
            Some((_, sum)) => *sum += away_ms,
            None => parts.push((segment, away_ms)),
        }
    }
    let missed = parts.into_iter().filter(|(_, away_ms)| *away_ms > 0).map(|(segment, away_ms)| Missed {
        id: segment.id,
        title: segment.title.clone(),
        minutes: whole_minutes(away_ms.saturating_add(MINUTE_MS - 1)),
    });
    missed.collect()
}

/// How long an authority's credit hour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HourRule {
    /// Sixty minutes.
    Sixty,
    /// Fifty minutes.
    Fifty,
}

/// Credit minutes as hours with one decimal, rounded down: `"2.0"`.
pub fn hours(credit_minutes: u32, rule: HourRule) -> String {
    let minutes = match rule {
        HourRule::Sixty => 60,
        HourRule::Fifty => 50,
    };
    let tenths = u64::from(credit_minutes) * 10 / minutes;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn union_of_credit(segments: &[ActualSegment]) -> Vec<Span> {
    let counted = segments.iter().filter(|segment| segment.credit);
    crate::attendance::union(counted.map(|segment| segment.span).collect())
}

/// How much of `whole` the sorted, separate `spans` cover.
pub(crate) fn common_ms(spans: &[Span], whole: Span) -> i64 {
    spans.iter().map(|span| span.within(whole).length_ms()).sum()
}

/// Floors to minutes; a negative length counts as none.
pub(crate) fn whole_minutes(ms: i64) -> u32 {
    u32::try_from(ms.max(0) / MINUTE_MS).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64, minute: i64) -> i64 {
        (hour * 60 + minute) * MINUTE_MS
    }

    fn ran(id: u32, credit: bool, from_ms: i64, to_ms: i64) -> ActualSegment {
        ActualSegment {
            id: SegmentId(id),
            title: format!("Segment {id}"),
            credit,
            span: Span { from_ms, to_ms },
        }
    }

    #[test]
    fn both_hour_rules_round_down() {
        assert_eq!((hours(120, HourRule::Sixty), hours(120, HourRule::Fifty)), ("2.0".into(), "2.4".into()));
        assert_eq!((hours(119, HourRule::Sixty), hours(49, HourRule::Fifty)), ("1.9".into(), "0.9".into()));
        assert_eq!(hours(u32::MAX, HourRule::Fifty), "85899345.9");
    }

    #[test]
    fn minutes_are_floored_once_and_not_for_each_segment() {
        let segments = [ran(1, true, 0, 90_000), ran(2, true, 90_000, 180_000)];
        assert_eq!(credit_minutes(&[Span { from_ms: 0, to_ms: 180_000 }], &segments), 3);
        assert_eq!(credit_minutes(&[Span { from_ms: 0, to_ms: 179_999 }], &segments), 2);
    }

    #[test]
    fn what_is_owed_is_rounded_up_and_what_is_earned_down() {
        let segments = [ran(1, true, at(9, 0), at(9, 10))];
        let present = [Span { from_ms: at(9, 0), to_ms: at(9, 9) + 30_000 }];
        assert_eq!(credit_minutes(&present, &segments), 9);
        assert_eq!(missed(&present, &segments)[0].minutes, 1);
    }

    #[test]
    fn a_segment_that_ran_twice_is_owed_once() {
        let segments = [
            ran(1, true, at(9, 0), at(9, 10)),
            ran(2, true, at(9, 10), at(9, 20)),
            ran(1, true, at(9, 20), at(9, 25)),
        ];
        let owed = missed(&[Span { from_ms: at(9, 10), to_ms: at(9, 20) }], &segments);
        assert_eq!(owed.iter().map(|part| (part.id.0, part.minutes)).collect::<Vec<_>>(), [(1, 15)]);
    }

    #[test]
    fn breaks_never_earn_credit_and_are_never_owed() {
        let segments = [ran(1, false, at(9, 0), at(9, 10))];
        assert_eq!(credit_minutes(&[Span { from_ms: at(9, 0), to_ms: at(9, 10) }], &segments), 0);
        assert!(missed(&[], &segments).is_empty());
        assert_eq!(possible_minutes(&segments), 0);
    }

    #[test]
    fn segments_that_overlap_by_mistake_count_once() {
        let segments = [ran(1, true, at(9, 0), at(9, 10)), ran(2, true, at(9, 5), at(9, 15))];
        assert_eq!(possible_minutes(&segments), 15);
        assert_eq!(credit_minutes(&[Span { from_ms: at(8, 0), to_ms: at(10, 0) }], &segments), 15);
    }
}
