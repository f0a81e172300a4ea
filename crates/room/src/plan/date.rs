//! Days of the calendar as text.

use crate::Refusal;

/// A day as `YYYY-MM-DD`, or nothing at all.
///
/// # Errors
/// [`Refusal::NoSuchDay`] for anything else.
pub(super) fn day(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() || exists(text) { Ok(text.to_owned()) } else { Err(Refusal::NoSuchDay) }
}

fn exists(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let [year, month, day] = parts[..] else { return false };
    if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return false;
    }
    let number = |part: &str| part.parse::<u32>().unwrap_or(0);
    (1..=days(number(year), number(month))).contains(&number(day))
}

/// Days in a month of the Gregorian calendar; none in a month that does not exist.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_pass() {
        for good in ["2026-12-22", "2028-02-29", "2000-02-29", ""] {
            assert_eq!(day(good), Ok(good.into()));
        }
        for bad in
            ["2026-02-29", "2100-02-29", "2026-13-01", "2026-12-00", "Dec 22", "2026-1-1", "+026-01-01", "--"]
        {
            assert_eq!(day(bad), Err(Refusal::NoSuchDay), "{bad}");
        }
    }
}
