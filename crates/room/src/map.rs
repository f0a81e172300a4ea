//! Sorted maps and sets, kept in one piece of memory.
//!
//! The room is small and its ids grow with the log, so nearly everything is added at the end: a sorted list is as fast
//! as a tree here. It is also a tenth of the code, which matters because every browser fetches it. Written and read it
//! is the same as the standard library's maps.

use std::{fmt, ops::Index, slice, vec};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A map in the order of its keys.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Map<K, V> {
    rows: Vec<(K, V)>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// An empty map.
    pub const fn new() -> Self {
        Self { rows: Vec::new() }
    }

    fn find(&self, key: &K) -> Result<usize, usize> {
        // Ids grow: what is looked for to be added is nearly always behind the last.
        match self.rows.last() {
            Some((last, _)) if last < key => Err(self.rows.len()),
            _ => self.rows.binary_search_by(|(other, _)| other.cmp(key)),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.find(key).ok().map(|at| &self.rows[at].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.find(key).ok().map(|at| &mut self.rows[at].1)
    }

    /// Whether there is a value for a key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.find(key).is_ok()
    }

    /// Sets the value of a key; gives back what it was before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.rows[at].1, value)),
            Err(at) => {
                self.rows.insert(at, (key, value));
                None
            }
        }
    }

    /// Takes out a key; gives back its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.find(key).ok().map(|at| self.rows.remove(at).1)
    }

    /// Takes out all.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// The value of a key, which is `Default` if there was none.
    pub fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let at = self.find(&key).unwrap_or_else(|at| {
            self.rows.insert(at, (key, V::default()));
            at
        });
        &mut self.rows[at].1
    }

    /// Keeps the rows that `keep` says yes to.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.rows.retain_mut(|(key, value)| keep(key, value));
    }

    /// The rows in order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter(self.rows.iter())
    }

    /// The rows in order, their values to be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&K, &mut V)> {
        self.rows.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(_, value)| value)
    }

    /// The values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.rows.iter_mut().map(|(_, value)| value)
    }

    /// The row with the largest key.
    pub fn last_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next_back()
    }
}

impl<K: Ord, V> Index<&K> for Map<K, V> {
    type Output = V;

    /// # Panics
    /// When there is no such key.
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("the key is in the map")
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, rows: I) {
        for (key, value) in rows {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(rows: I) -> Self {
        let mut map = Self::new();
        map.extend(rows);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(rows: [(K, V); N]) -> Self {
        rows.into_iter().collect()
    }
}

/// The rows of a map in order.
#[derive(Debug)]
pub struct Iter<'a, K, V>(slice::Iter<'a, (K, V)>);

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

impl<'a, K: Ord, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.rows.iter().map(|(key, value)| (key, value))).finish()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.rows.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Map<K, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // The room's wire and log write a map as the list of its rows, in order.
        let rows = Vec::<(K, V)>::deserialize(from)?;
        if rows.is_sorted_by(|(one, _), (next, _)| one < next) {
            Ok(Self { rows })
        } else {
            Err(D::Error::custom("keys out of order"))
        }
    }
}

/// A set in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Set<K> {
    keys: Vec<K>,
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self { keys: Vec::new() }
    }
}

impl<K: Ord> Set<K> {
    /// An empty set.
    pub const fn new() -> Self {
        Self { keys: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether this is one of them.
    pub fn contains(&self, key: &K) -> bool {
        self.keys.binary_search(key).is_ok()
    }

    /// Adds one; says whether it is new.
    pub fn insert(&mut self, key: K) -> bool {
        match self.keys.binary_search(&key) {
            Ok(_) => false,
            Err(at) => {
                self.keys.insert(at, key);
                true
            }
        }
    }

    /// Takes one out; says whether it was there.
    pub fn remove(&mut self, key: &K) -> bool {
        self.keys.binary_search(key).map(|at| self.keys.remove(at)).is_ok()
    }

    /// Takes out all.
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// Keeps those that `keep` says yes to.
    pub fn retain(&mut self, keep: impl FnMut(&K) -> bool) {
        self.keys.retain(keep);
    }

    /// All in order.
    pub fn iter(&self) -> slice::Iter<'_, K> {
        self.keys.iter()
    }

    /// Those that are not in `other`.
    pub fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a K> {
        self.iter().filter(|key| !other.contains(key))
    }

    /// Those that are also in `other`.
    pub fn intersection<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a K> {
        self.iter().filter(|key| other.contains(key))
    }
}

impl<K: Ord> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::new();
        set.extend(keys);
        set
    }
}

impl<K: Ord, const N: usize> From<[K; N]> for Set<K> {
    fn from(keys: [K; N]) -> Self {
        keys.into_iter().collect()
    }
}

impl<'a, K> IntoIterator for &'a Set<K> {
    type Item = &'a K;
    type IntoIter = slice::Iter<'a, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.iter()
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = vec::IntoIter<K>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter()
    }
}

impl<K: fmt::Debug> fmt::Debug for Set<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(&self.keys).finish()
    }
}

impl<K: Serialize> Serialize for Set<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.keys.serialize(to)
    }
}

impl<'de, K: Ord + Deserialize<'de>> Deserialize<'de> for Set<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let keys = Vec::<K>::deserialize(from)?;
        if keys.is_sorted_by(|one, next| one < next) {
            Ok(Self { keys })
        } else {
            Err(D::Error::custom("keys out of order"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_map_does_what_the_standard_library_does(steps in prop::collection::vec((0..20_u8, 0..4_u8), 0..60)) {
            let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
            for (at, (key, what)) in steps.into_iter().enumerate() {
                match what {
                    0 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    1 => *ours.get_or_default(key) = at,
                    _ => prop_assert_eq!(ours.insert(key, at), theirs.insert(key, at)),
                }
                if what == 1 {
                    theirs.insert(key, at);
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
                prop_assert!(ours.iter().eq(theirs.iter()));
            }
            let bytes = postcard::to_allocvec(&theirs).unwrap();
            prop_assert_eq!(&postcard::to_allocvec(&ours).unwrap(), &bytes);
            prop_assert_eq!(postcard::from_bytes::<Map<u8, usize>>(&bytes).unwrap(), ours);
        }

        #[test]
        fn a_set_does_what_the_standard_library_does(steps in prop::collection::vec((0..20_u8, any::<bool>()), 0..60)) {
            let (mut ours, mut theirs) = (Set::new(), BTreeSet::new());
            for (key, goes) in steps {
                if goes {
                    prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
                } else {
                    prop_assert_eq!(ours.insert(key), theirs.insert(key));
                }
                prop_assert_eq!(ours.contains(&key), theirs.contains(&key));
                prop_assert!(ours.iter().eq(theirs.iter()));
            }
            let bytes = postcard::to_allocvec(&theirs).unwrap();
            prop_assert_eq!(&postcard::to_allocvec(&ours).unwrap(), &bytes);
            prop_assert_eq!(postcard::from_bytes::<Set<u8>>(&bytes).unwrap(), ours);
        }
    }

    #[test]
    fn rows_out_of_order_or_twice_are_not_a_map() {
        for rows in [vec![(2_u8, 0_u8), (1, 0)], vec![(1, 0), (1, 0)]] {
            assert!(postcard::from_bytes::<Map<u8, u8>>(&postcard::to_allocvec(&rows).unwrap()).is_err());
            let keys: Vec<u8> = rows.into_iter().map(|(key, _)| key).collect();
            assert!(postcard::from_bytes::<Set<u8>>(&postcard::to_allocvec(&keys).unwrap()).is_err());
        }
    }
}
