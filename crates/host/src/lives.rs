//! The lives of a log, and which cursors still mean something.
//!
//! Every load of a log begins a life with an epoch of its own. A cursor of an earlier life stands as far as that life had
//! come when the next one began; one of a life the log does not know, never. So a log that was restored, or is older for
//! whatever reason, lets nobody go on from what it has not seen, while a mere restart costs nobody a snapshot.

use protocol::Cursor;

/// One life of a log, to be remembered beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// Its epoch: random.
    pub epoch: u64,
    /// How many records there were when it began.
    pub from: u32,
}

/// The life that is being lived, and those before it.
pub(crate) struct Lives {
    earlier: Vec<Life>,
    own: Life,
}

impl Lives {
    /// A first life, of an empty log.
    pub(crate) fn first(epoch: u64) -> Self {
        Self { earlier: vec![], own: Life { epoch, from: 0 } }
    }

    /// The epoch of this life.
    pub(crate) fn epoch(&self) -> u64 {
        self.own.epoch
    }

    /// This life comes after these, and begins with so many records.
    pub(crate) fn follow(&mut self, earlier: Vec<Life>, from: u32) -> Life {
        self.earlier = earlier;
        self.own.from = from;
        self.own
    }

    /// The position of a cursor, if it means something here; `next` is where this life has come.
    pub(crate) fn position(&self, cursor: Cursor, next: u32) -> Option<u32> {
        let known: Vec<Life> = self.earlier.iter().copied().chain([self.own]).collect();
        let at = known.iter().position(|life| life.epoch == cursor.epoch)?;
        let end = known.get(at + 1).map_or(next, |following| following.from);
        (cursor.after <= end).then_some(cursor.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_stands_as_far_as_its_life_had_come_when_the_next_one_began() {
        let mut lives = Lives::first(9);
        let earlier = vec![Life { epoch: 7, from: 0 }, Life { epoch: 8, from: 20 }];
        assert_eq!(lives.follow(earlier, 50), Life { epoch: 9, from: 50 });
        let position = |epoch, after| lives.position(Cursor { epoch, after }, 60);
        assert_eq!((position(7, 20), position(7, 21)), (Some(20), None));
        assert_eq!((position(8, 50), position(8, 51)), (Some(50), None));
        assert_eq!((position(9, 60), position(9, 61)), (Some(60), None));
        assert_eq!(position(10, 1), None, "a life this log has never seen");
    }
}
