//! One row of a session's log, and the rule that rows follow one another.

use crate::Error;

/// The largest body of a row or document in bytes. Far above anything lawful: the limits people meet are
/// those of the protocol.
pub const MAX_BODY: usize = 64 << 20;

/// One thing that happened in a session, as its owner encoded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Its place in the log: 0 for the first row, then one more each time.
    pub seq: u64,
    /// When it happened, Unix time in milliseconds.
    pub at_ms: i64,
    /// The version of the body's encoding.
    pub version: u16,
    /// The encoded content.
    pub body: Vec<u8>,
}

/// The number of the row that follows `head`; an empty log begins with 0.
pub fn next_after(head: Option<u64>) -> u64 {
    head.map_or(0, |last| last + 1)
}

/// Refuses rows that do not run on from `first`, or with a body that is too large.
pub(crate) fn check_rows(first: u64, rows: &[LogRow]) -> Result<(), Error> {
    for (row, expected) in rows.iter().zip(first..) {
        // Databases count in signed numbers, and the number after the last must exist too.
        if row.seq != expected || row.seq >= i64::MAX as u64 {
            return Err(Error::NotContiguous { expected, found: row.seq });
        }
        check_body(&row.body)?;
    }
    Ok(())
}

/// Refuses a body larger than [`MAX_BODY`].
pub(crate) fn check_body(body: &[u8]) -> Result<(), Error> {
    if body.len() > MAX_BODY { Err(Error::TooLarge { bytes: body.len() }) } else { Ok(()) }
}
