//! Cookies: one for each seat, so that a facilitator's and an officer's tab live side by side in one browser,
//! and one for the facilitators' home.

use super::home::SIGN_IN_DAYS;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::AppendHeaders,
};
use uuid::Uuid;

/// How long a cookie is kept: a session's seat outlasts a long day, never a week.
const SEAT_S: u32 = 20 * 3_600;
/// The home's cookie: as long as the server remembers the browser.
const HOME_S: u32 = SIGN_IN_DAYS * 86_400;

/// What the names of seats' cookies begin with.
const SEAT: &str = "rollcall-seat-";

/// The cookie of a seat.
pub(crate) fn seat_name(https: bool, seat: Uuid) -> String {
    format!("{}{SEAT}{}", prefix(https), seat.simple())
}

/// The cookie of the facilitators' home.
pub(crate) fn home_name(https: bool) -> String {
    format!("{}rollcall-home", prefix(https))
}

/// `__Host-` ties a cookie to this host, this scheme and the root path (RFC 6265bis 4.1.3.2).
fn prefix(https: bool) -> &'static str {
    if https { "__Host-" } else { "" }
}

/// The header that sets a seat's cookie.
pub(crate) fn set_seat(https: bool, seat: Uuid, secret: &str) -> HeaderValue {
    set(https, &seat_name(https, seat), secret, SEAT_S)
}

/// The header that sets the home's cookie.
pub(crate) fn set_home(https: bool, secret: &str) -> HeaderValue {
    set(https, &home_name(https), secret, HOME_S)
}

/// The header that takes the home's cookie away.
pub(crate) fn clear_home(https: bool) -> HeaderValue {
    set(https, &home_name(https), "", 0)
}

/// The headers that take every cookie of ours away that came with a request, the home's in any case.
pub(crate) fn clear_all(https: bool, headers: &HeaderMap) -> AppendHeaders<Vec<(HeaderName, HeaderValue)>> {
    let seats = seats(https, headers).map(|(seat, _)| set(https, &seat_name(https, seat), "", 0));
    let all = seats.chain([clear_home(https)]).map(|cookie| (header::SET_COOKIE, cookie));
    AppendHeaders(all.collect())
}

fn set(https: bool, name: &str, value: &str, max_age_s: u32) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The value of a cookie that came with a request.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    all(headers).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The seats this browser says it has, with their secrets, whatever the session.
pub(crate) fn seats(https: bool, headers: &HeaderMap) -> impl Iterator<Item = (Uuid, &str)> {
    all(headers).filter_map(move |(name, secret)| {
        let seat = name.strip_prefix(prefix(https))?.strip_prefix(SEAT)?;
        Some((Uuid::try_parse(seat).ok()?, secret))
    })
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_told_apart_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("xrollcall-home=evil; rollcall-home=good"));
        assert_eq!(read(&headers, &home_name(false)), Some("good"));
        assert_eq!(read(&headers, &home_name(true)), None);
    }

    #[test]
    fn the_seats_of_a_browser_are_those_it_has_cookies_of() {
        let seat = Uuid::from_u128(7);
        let line = format!("rollcall-home=x; {}=secret; rollcall-seat-none=y", seat_name(false, seat));
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&line).unwrap());
        assert_eq!(seats(false, &headers).collect::<Vec<_>>(), [(seat, "secret")]);
        assert_eq!(seats(true, &headers).count(), 0);
    }

    #[test]
    fn under_https_a_cookie_belongs_to_this_host_alone() {
        let header = set_seat(true, Uuid::from_u128(7), "secret");
        let text = header.to_str().unwrap();
        assert!(text.starts_with("__Host-rollcall-seat-"), "{text}");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
