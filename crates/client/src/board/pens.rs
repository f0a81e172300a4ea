//! The texts that this page writes in. They belong to the room and not to what is shown of it: what was written goes on to
//! the room when its board is left, or the stage changes.

use link::Happening as Heard;
use room::{BoardId, ItemId, map::Map};

use super::writing::Open;
use crate::live::Live;
use crate::prelude::*;

/// The pens in use, and who keeps them in step with what is heard: that comes with the hands. Found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Pens {
    pub(super) open: StoredValue<Map<(BoardId, ItemId), Open>>,
    pub(super) scribe: StoredValue<Option<Scribe>>,
}

/// Keeps the pens in step with what is heard.
pub(super) type Scribe = fn(Pens, &Heard);

impl Pens {
    /// None in use yet.
    pub(crate) fn new(live: Live) -> Self {
        let pens = Self { open: StoredValue::new(Map::new()), scribe: StoredValue::new(None) };
        live.listen(move |heard| {
            if let Some(scribe) = pens.scribe.try_get_value().flatten() {
                scribe(pens, heard);
            }
        });
        pens
    }
}
