//! How often one address may try something: wrong codes, new seats, and files that are no pictures. A whole station sits behind one address, so what
//! is right is not counted against the others there, and a full class gets its seats at once.

use room::Timestamp;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Addresses remembered at most; beyond that the oldest is forgotten first.
const ADDRESSES: usize = 10_000;

/// So many tries from one address within a time.
pub(crate) struct Limiter {
    most: u32,
    window_ms: i64,
    tries: Mutex<Tries>,
}

#[derive(Default)]
struct Tries {
    /// Since when, and how many.
    by_address: HashMap<IpAddr, (Timestamp, u32)>,
    /// When what is over was forgotten last.
    tidied: Timestamp,
}

impl Limiter {
    /// Wrong codes: ten a minute.
    pub(crate) fn wrong_codes() -> Self {
        Self { most: 10, window_ms: 60_000, tries: Mutex::default() }
    }

    /// New seats: more than the largest session has places, in five minutes.
    pub(crate) fn new_seats() -> Self {
        Self { most: 2 * room::limit::PEOPLE + 100, window_ms: 300_000, tries: Mutex::default() }
    }

    /// Files that are not taken as pictures, for each is read and often unpacked before that is known: forty a minute.
    pub(crate) fn wrong_pictures() -> Self {
        Self { most: 40, window_ms: 60_000, tries: Mutex::default() }
    }

    /// Seconds to wait, if this address has used up its tries.
    pub(crate) fn wait_s(&self, address: IpAddr, now: Timestamp) -> Option<u32> {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, number) = tries.by_address.get(&network(address)).copied()?;
        let left = self.window_ms - now.since_ms(since);
        (number >= self.most && left > 0).then(|| u32::try_from(left / 1_000 + 1).unwrap_or(1))
    }

    /// This address has tried once more.
    pub(crate) fn count(&self, address: IpAddr, now: Timestamp) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.forget(now, self.window_ms);
        let known = &mut tries.by_address;
        let address = network(address);
        if known.len() >= ADDRESSES && !known.contains_key(&address) {
            let oldest = known.iter().min_by_key(|(_, (since, _))| *since).map(|(oldest, _)| *oldest);
            oldest.map(|oldest| known.remove(&oldest));
        }
        let entry = known.entry(address).or_insert((now, 0));
        if now.since_ms(entry.0) >= self.window_ms {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }
}

impl Tries {
    /// Forgets addresses whose time is over, once in that time: nobody's address stays for longer than twice that.
    fn forget(&mut self, now: Timestamp, window_ms: i64) {
        if now.since_ms(self.tidied) >= window_ms {
            self.by_address.retain(|_, (since, _)| now.since_ms(*since) < window_ms);
            self.tidied = now;
        }
    }
}

/// An IPv6 customer has a whole /64. On an IPv6 listener an IPv4 customer comes in IPv6's clothes.
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
        limiter.tries.lock().unwrap().by_address.len()
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
        for n in 2..=ADDRESSES as u32 {
            limiter.count(address(n), NOW.plus_ms(i64::from(n)));
        }
        assert_eq!(known(&limiter), ADDRESSES);
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
