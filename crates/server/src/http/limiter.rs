//! Wrong codes are rate-limited by address; right ones never are: a whole station sits behind one address.

use room::Timestamp;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Wrong codes from one address within [`WINDOW_MS`].
const TRIES: u32 = 10;
/// A minute.
const WINDOW_MS: i64 = 60_000;
/// Addresses remembered at most; beyond that the oldest window is forgotten first.
const ADDRESSES: usize = 10_000;

/// Wrong codes of the last minute.
#[derive(Default)]
pub(crate) struct Limiter(Mutex<HashMap<IpAddr, (Timestamp, u32)>>);

impl Limiter {
    /// Seconds to wait, if this address has used up its tries.
    pub(crate) fn wait_s(&self, address: IpAddr, now: Timestamp) -> Option<u32> {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, wrong) = tries.get(&network(address)).copied()?;
        let left = WINDOW_MS - now.since_ms(since);
        (wrong >= TRIES && left > 0).then(|| u32::try_from(left / 1_000 + 1).unwrap_or(1))
    }

    /// A wrong code came from this address.
    pub(crate) fn wrong(&self, address: IpAddr, now: Timestamp) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= ADDRESSES {
            tries.retain(|_, (since, _)| now.since_ms(*since) < WINDOW_MS);
        }
        let entry = tries.entry(network(address)).or_insert((now, 0));
        if now.since_ms(entry.0) >= WINDOW_MS {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }
}

/// An IPv6 customer has a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_codes_a_minute_and_then_a_pause() {
        let (limiter, here, now) = (Limiter::default(), IpAddr::from([10, 0, 0, 1]), Timestamp(1_000_000));
        for _ in 0..10 {
            assert_eq!(limiter.wait_s(here, now), None);
            limiter.wrong(here, now);
        }
        assert_eq!(limiter.wait_s(here, now.plus_ms(20_000)), Some(41));
        assert_eq!(limiter.wait_s(IpAddr::from([10, 0, 0, 2]), now), None);
        assert_eq!(limiter.wait_s(here, now.plus_ms(60_000)), None);
    }

    #[test]
    fn one_ipv6_network_counts_as_one_address() {
        let (limiter, now) = (Limiter::default(), Timestamp(1_000_000));
        for host in 0..10u128 {
            limiter.wrong(IpAddr::V6((0x2001_0db8 << 96 | host).into()), now);
        }
        assert!(limiter.wait_s(IpAddr::V6((0x2001_0db8 << 96 | 99).into()), now).is_some());
    }
}
