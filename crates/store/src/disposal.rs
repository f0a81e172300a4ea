//! The answers of a disposal in progress.

/// What is left of a log after a chunk of it was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Rows still to delete; at 0 the disposal can be finished.
    pub rows: u64,
}

/// What came of finishing a disposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No byte of the log is left in any file of the store.
    Erased,
    /// The log still has rows: delete those first.
    RowsRemain,
}
