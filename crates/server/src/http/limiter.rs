//! How often somebody may try something: wrong codes and new seats by address, files that are no pictures by person. A whole
//! station sits behind one address, so what is right is not counted against the others there, and a full class gets its
//! seats at once.

use room::{PersonId, Timestamp};
use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// So many are remembered at most; beyond that the oldest is forgotten first.
const REMEMBERED: usize = 10_000;

/// So many tries of one within a time.
pub(crate) struct Limiter<Who = Network> {
    most: u32,
    window_ms: i64,
    tries: Mutex<Tries<Who>>,
}

struct Tries<Who> {
    /// Since when, and how many.
    known: HashMap<Who, (Timestamp, u32)>,
    /// When what is over was forgotten last.
    tidied: Timestamp,
}

impl Limiter {
    /// Wrong codes: ten a minute.
    pub(crate) fn wrong_codes() -> Self {
        Self::new(10, 60_000)
    }

    /// New seats: more than the largest session has places, in five minutes.
    pub(crate) fn new_seats() -> Self {
        Self::new(2 * room::limit::PEOPLE + 100, 300_000)
    }
}

impl Limiter<(Uuid, PersonId)> {
    /// Files that are not taken as pictures, for each is held and often unpacked before that is known: twenty a minute of
    /// one person in a session. One on its way counts until it is known to be one.
    pub(crate) fn wrong_pictures() -> Self {
        Self::new(20, 60_000)
    }

    /// Requests for tokens: thirty a minute of one person, for each costs a signature.
    pub(crate) fn drawn() -> Self {
        Self::new(30, 60_000)
    }
}

impl<Who: Copy + Eq + Hash> Limiter<Who> {
    fn new(most: u32, window_ms: i64) -> Self {
        let tries = Tries { known: HashMap::new(), tidied: Timestamp::default() };
        Self { most, window_ms, tries: Mutex::new(tries) }
    }

    /// Seconds to wait, if they have used up their tries.
    pub(crate) fn wait_s(&self, who: impl Into<Who>, now: Timestamp) -> Option<u32> {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, number) = tries.known.get(&who.into()).copied()?;
        let left = self.window_ms - now.since_ms(since);
        (number >= self.most && left > 0).then(|| u32::try_from(left / 1_000 + 1).unwrap_or(1))
    }

    /// They have tried once more.
    pub(crate) fn count(&self, who: impl Into<Who>, now: Timestamp) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.forget(now, self.window_ms);
        let (who, known) = (who.into(), &mut tries.known);
        if known.len() >= REMEMBERED && !known.contains_key(&who) {
            let oldest = known.iter().min_by_key(|(_, (since, _))| *since).map(|(oldest, _)| *oldest);
            oldest.map(|oldest| known.remove(&oldest));
        }
        let entry = known.entry(who).or_insert((now, 0));
        if now.since_ms(entry.0) >= self.window_ms {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }

    /// A try of theirs was right after all.
    pub(crate) fn give_back(&self, who: impl Into<Who>) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, number)) = tries.known.get_mut(&who.into()) {
            *number = number.saturating_sub(1);
        }
    }
}

impl<Who> Tries<Who> {
    /// Forgets those whose time is over, once in that time: nobody is remembered for longer than twice that.
    fn forget(&mut self, now: Timestamp, window_ms: i64) {
        if now.since_ms(self.tidied) >= window_ms {
            self.known.retain(|_, (since, _)| now.since_ms(*since) < window_ms);
            self.tidied = now;
        }
    }
}

/// Whose address it is: an IPv6 customer has a whole /64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(network(address))
    }
}

/// On an IPv6 listener an IPv4 customer comes in IPv6's clothes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn address(n: u32) -> IpAddr {
        IpAddr::from((0x0a00_0000 + n).to_be_bytes())
    }

    fn known(limiter: &Limiter) -> usize {
        limiter.tries.lock().unwrap().known.len()
    }

    #[test]
    fn ten_wrong_codes_a_minute_and_then_a_pause() {
        let (limiter, here) = (Limiter::wrong_codes(), address(1));
        for _ in 0..10 {
            assert_eq!(limiter.wait_s(here, NOW), None);
            limiter.count(here, NOW);
        }
        assert_eq!(limiter.wait_s(here, NOW.plus_ms(20_000)), Some(41));
        assert_eq!(limiter.wait_s(address(2), NOW), None);
        assert_eq!(limiter.wait_s(here, NOW.plus_ms(60_000)), None);
        limiter.count(here, NOW.plus_ms(60_000));
        assert_eq!(limiter.wait_s(here, NOW.plus_ms(60_000)), None, "a new minute begins with the next try");
    }

    #[test]
    fn a_try_that_was_right_is_given_back() {
        let (limiter, here) = (Limiter::wrong_codes(), address(1));
        for _ in 0..10 {
            limiter.count(here, NOW);
        }
        limiter.give_back(here);
        limiter.give_back(address(2));
        assert_eq!(limiter.wait_s(here, NOW), None);
        limiter.count(here, NOW);
        assert!(limiter.wait_s(here, NOW).is_some());
    }

    #[test]
    fn one_ipv6_network_counts_as_one_address() {
        let limiter = Limiter::wrong_codes();
        for host in 0..10u128 {
            limiter.count(IpAddr::V6((0x2001_0db8 << 96 | host).into()), NOW);
        }
        assert!(limiter.wait_s(IpAddr::V6((0x2001_0db8 << 96 | 99).into()), NOW).is_some());
    }

    #[test]
    fn an_ipv4_address_is_the_same_one_however_it_is_written() {
        let limiter = Limiter::wrong_codes();
        let mapped = |n: u8| IpAddr::from(std::net::Ipv4Addr::from([10, 0, 0, n]).to_ipv6_mapped());
        (0..10).for_each(|_| limiter.count(mapped(1), NOW));
        assert_eq!(limiter.wait_s(mapped(2), NOW), None, "another one");
        assert!(limiter.wait_s(mapped(1), NOW).is_some() && limiter.wait_s(address(1), NOW).is_some());
    }

    #[test]
    fn so_many_addresses_are_remembered_and_the_oldest_is_given_up_for_one_more() {
        let limiter = Limiter::wrong_codes();
        for n in 0..10 {
            limiter.count(address(0), NOW);
            limiter.count(address(1), NOW.plus_ms(n + 1));
        }
        for n in 2..=REMEMBERED as u32 {
            limiter.count(address(n), NOW.plus_ms(i64::from(n)));
        }
        assert_eq!(known(&limiter), REMEMBERED);
        let later = NOW.plus_ms(20_000);
        assert_eq!(limiter.wait_s(address(0), later), None, "the oldest was given up");
        assert!(limiter.wait_s(address(1), later).is_some());
    }

    #[test]
    fn addresses_are_forgotten_when_their_time_is_over() {
        let limiter = Limiter::wrong_codes();
        limiter.count(address(1), NOW);
        limiter.count(address(2), NOW.plus_ms(30_000));
        limiter.count(address(3), NOW.plus_ms(60_000));
        assert_eq!(known(&limiter), 2, "the first one's minute is over");
    }

    #[test]
    fn a_whole_class_gets_its_seats_from_one_address_at_once() {
        let (limiter, station) = (Limiter::new_seats(), address(1));
        assert!(limiter.most > u32::from(academy::session::MAX_CAPACITY));
        for _ in 0..limiter.most {
            assert_eq!(limiter.wait_s(station, NOW), None);
            limiter.count(station, NOW);
        }
        assert_eq!(limiter.wait_s(station, NOW), Some(301));
    }
}
