//! How busy an officer of a crowd is.

use rand::{RngExt as _, rngs::StdRng};
use std::time::Duration;

/// How busy a crowd is.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Mean time between two things one officer does.
    between: Duration,
}

impl Pace {
    /// Like people who mostly listen: however many there are, about one act a second in the whole room.
    #[must_use]
    pub fn lifelike(officers: usize) -> Self {
        Self { between: Duration::from_millis(1_200 * officers.max(8) as u64) }
    }

    /// Like people in a film that runs a hundred times too fast: a training in seconds, for tests.
    #[must_use]
    pub fn hurried() -> Self {
        Self { between: Duration::from_millis(200) }
    }

    /// How long to listen before doing something again.
    pub(crate) fn pause(self, chance: &mut StdRng) -> Duration {
        self.between.mul_f64(chance.random_range(0.3..1.7))
    }

    /// The moment that writing a line takes.
    pub(crate) fn moment(self, chance: &mut StdRng) -> Duration {
        self.between.mul_f64(chance.random_range(0.02..0.1))
    }
}
