//! Dates and times in the zone a session was planned in, written and read by the browser's own calendar.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds in a minute.
const MINUTE_MS: i64 = 60_000;

/// The zone this browser is in, by its IANA name.
pub(crate) fn zone() -> String {
    let name = || {
        let format = format_of("", &[]).ok()?;
        let resolve: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
        Reflect::get(&resolve.call0(&format).ok()?, &"timeZone".into()).ok()?.as_string()
    };
    name().unwrap_or_else(|| "UTC".to_owned())
}

/// The time of day, like `09:30`.
pub(crate) fn clock(at_ms: i64, zone: &str) -> String {
    time_field(at_ms, zone)
}

/// The day in few letters, like `Dec 3`.
pub(crate) fn day(at_ms: i64, zone: &str) -> String {
    written(at_ms, zone, &[("month", "short"), ("day", "numeric")])
}

/// The day with its weekday, like `Thursday, December 3`.
pub(crate) fn long_day(at_ms: i64, zone: &str) -> String {
    written(at_ms, zone, &[("weekday", "long"), ("month", "long"), ("day", "numeric")])
}

/// The zone as people call it, like `Pacific`.
pub(crate) fn zone_name(at_ms: i64, zone: &str) -> String {
    let name = written(at_ms, zone, &[("timeZoneName", "longGeneric")]);
    let name = name.split_once(", ").map(|(_, name)| name.trim_end_matches(" Time").to_owned());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| city(zone))
}

/// `America/Los_Angeles` as `Los Angeles`.
fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// The day as a date field holds it, `2026-12-03`.
pub(crate) fn date_field(at_ms: i64, zone: &str) -> String {
    let [year, month, day, ..] = wall(at_ms, zone);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The time as a time field holds it, `09:30`.
pub(crate) fn time_field(at_ms: i64, zone: &str) -> String {
    let [_, _, _, hour, minute] = wall(at_ms, zone);
    format!("{hour:02}:{minute:02}")
}

/// The moment when clocks in `zone` show `date` and `time`, as the fields hold them. Nothing when they hold no date.
pub(crate) fn moment(date: &str, time: &str, zone: &str) -> Option<i64> {
    let wall_ms = as_if_utc(numbers(&format!("{date} {time}"))?)?;
    Some(shown_as(wall_ms, |at_ms| as_if_utc(wall(at_ms, zone)).unwrap_or(at_ms) - at_ms))
}

/// `90` as `1 h 30`, `45` as `45 min`.
pub(crate) fn length(minutes: u32) -> String {
    if minutes < 60 { format!("{minutes} min") } else { format!("{} h {:02}", minutes / 60, minutes % 60) }
}

/// The moment at which clocks show `wall_ms`, where `offset` tells how far they are ahead of UTC at a moment. The
/// second look is for the days on which clocks are put forward or back.
fn shown_as(wall_ms: i64, offset: impl Fn(i64) -> i64) -> i64 {
    let guess = wall_ms - offset(wall_ms);
    wall_ms - offset(guess)
}

/// Year, month, day, hour and minute as clocks in `zone` show them.
fn wall(at_ms: i64, zone: &str) -> [i64; 5] {
    const TWO: &str = "2-digit";
    let fields = [
        ("year", "numeric"),
        ("month", TWO),
        ("day", TWO),
        ("hour", TWO),
        ("minute", TWO),
        ("hourCycle", "h23"),
    ];
    let [month, day, year, hour, minute] =
        numbers(&written(at_ms, zone, &fields)).unwrap_or([1, 1, 1970, 0, 0]);
    [year, month, day, hour, minute]
}

/// The first five numbers in a text.
fn numbers(text: &str) -> Option<[i64; 5]> {
    let mut found = text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|word| word.parse().ok());
    let mut next = || found.next();
    Some([next()?, next()?, next()?, next()?, next()?])
}

/// Milliseconds since 1970 of a wall clock that shows UTC. Nothing for a month or day that no calendar has.
fn as_if_utc([year, month, day, hour, minute]: [i64; 5]) -> Option<i64> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days from the civil calendar, with years that begin in March so that the leap day is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(((days * 24 + hour) * 60 + minute) * MINUTE_MS)
}

/// Writes a moment with the calendar of the browser; in the browser's own zone when it does not know `zone`.
fn written(at_ms: i64, zone: &str, fields: &[(&str, &str)]) -> String {
    let write = |zone: &str| {
        let format = format_of(zone, fields)?;
        let write: Function = Reflect::get(&format, &"format".into())?.dyn_into()?;
        write.call1(&format, &(at_ms as f64).into())
    };
    let text = write(zone).or_else(|_| write(""));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// A formatter. Made by reflection because the constructor throws at a zone it does not know.
fn format_of(zone: &str, fields: &[(&str, &str)]) -> Result<JsValue, JsValue> {
    let options = Object::new();
    for (name, value) in fields.iter().copied().chain((!zone.is_empty()).then_some(("timeZone", zone))) {
        Reflect::set(&options, &name.into(), &value.into())?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let maker: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    Reflect::construct(&maker, &Array::of2(&"en-US".into(), &options))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 60 * MINUTE_MS;

    #[test]
    fn the_calendar_counts_days_since_1970() {
        assert_eq!(as_if_utc([1970, 1, 1, 0, 0]), Some(0));
        assert_eq!(as_if_utc([2026, 12, 3, 6, 30]), Some(1_796_279_400_000));
        assert_eq!(as_if_utc([2028, 2, 29, 0, 0]), Some(1_835_395_200_000));
        assert_eq!(as_if_utc([2026, 13, 1, 0, 0]), None);
    }

    #[test]
    fn a_wall_time_is_found_on_both_sides_of_the_day_clocks_change() {
        // Clocks go back from +2 h to +1 h at this moment.
        let change = 1_792_890_000_000;
        let offset = |at_ms| if at_ms < change { 2 * HOUR_MS } else { HOUR_MS };
        let before = change - 5 * HOUR_MS;
        assert_eq!(shown_as(before + 2 * HOUR_MS, offset), before);
        let after = change + 5 * HOUR_MS;
        assert_eq!(shown_as(after + HOUR_MS, offset), after);
    }

    #[test]
    fn lengths_read_as_people_say_them() {
        assert_eq!(length(45), "45 min");
        assert_eq!(length(120), "2 h 00");
        assert_eq!(length(130), "2 h 10");
    }

    #[test]
    fn a_zone_without_a_name_is_called_by_its_city() {
        assert_eq!(city("America/Los_Angeles"), "Los Angeles");
        assert_eq!(city("UTC"), "UTC");
    }
}
