//! Simulated officers of one crowd: who belongs to it, and how many of them are busy at once.

use room::PersonId;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What the officers of one crowd know of each other.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    floor: Arc<Semaphore>,
    members: Arc<Mutex<BTreeSet<PersonId>>>,
}

impl Company {
    /// A crowd of so many officers.
    pub(crate) fn of(officers: usize) -> Self {
        Self { floor: Arc::new(Semaphore::new((officers / 5).max(1))), members: Arc::default() }
    }

    /// A turn to do something, until it is dropped; none while a fifth of the crowd is busy already.
    pub(crate) fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.floor).try_acquire_owned().ok()
    }

    /// This person is one of the crowd.
    pub(crate) fn enlist(&self, person: PersonId) {
        self.members().insert(person);
    }

    /// Who is of the crowd, as far as they have come.
    pub(crate) fn members(&self) -> MutexGuard<'_, BTreeSet<PersonId>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_the_crowd_is_busy_at_once() {
        for (officers, at_once) in [(24, 4), (12, 2), (3, 1)] {
            let company = Company::of(officers);
            let turns: Vec<_> = std::iter::from_fn(|| company.turn()).collect();
            assert_eq!(turns.len(), at_once, "of {officers}");
            drop(turns);
            assert!(company.turn().is_some(), "a turn that is over is somebody else's");
        }
    }
}
