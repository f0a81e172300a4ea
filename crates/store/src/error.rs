//! Everything that can go wrong in a store.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use uuid::Uuid;

/// Why a store did not do what it was asked. Cheap to clone, because all writes that share a commit share
/// its failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An append expected another next number than the log has.
    #[error("the append begins at {expected}, but the log goes on at {found}")]
    OutOfStep {
        /// The number the append began with.
        expected: u64,
        /// The number the log really goes on with.
        found: u64,
    },
    /// The rows of one append do not follow one another.
    #[error("row {expected} was due in the append, but it has {found}")]
    NotContiguous {
        /// The number that was due.
        expected: u64,
        /// The number the row has.
        found: u64,
    },
    /// A body is larger than [`crate::MAX_BODY`].
    #[error("a body of {bytes} bytes is too large to keep")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The session's disposal has begun; it takes no more events.
    #[error("session {session} has ended and its log is disposed of")]
    Disposed {
        /// The session.
        session: Uuid,
    },
    /// A step of a disposal that was never begun.
    #[error("the disposal of session {session} has not begun")]
    NotDisposing {
        /// The session.
        session: Uuid,
    },
    /// Another process has the data folder open.
    #[error("the data folder {} is in use by another server", folder.display())]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// The file was written by a newer version of the program.
    #[error(
        "the data has schema version {found}, but this program knows only up to {known}: use a newer one"
    )]
    NewerSchema {
        /// The version of the file.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The file is a database of some other program.
    #[error("{} is a database of another program", path.display())]
    ForeignFile {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("the data file is damaged ({detail}): restore a backup")]
    Corrupt {
        /// What the database said.
        detail: String,
    },
    /// There is no room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The file or folder cannot be written.
    #[error("the data folder cannot be written ({detail})")]
    ReadOnly {
        /// What the database said.
        detail: String,
    },
    /// The machine failed to read or write.
    #[error("reading or writing the data failed ({detail})")]
    Io {
        /// What the system said.
        detail: String,
    },
    /// The database refused a statement for a reason that has no name here.
    #[error("the database failed ({detail})")]
    Database {
        /// What the database said.
        detail: String,
    },
    /// The store is shut.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    /// Whether this is a lawful "no" to one write, of which nothing was written; anything else is a fault.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Error::OutOfStep { .. }
                | Error::NotContiguous { .. }
                | Error::TooLarge { .. }
                | Error::Disposed { .. }
                | Error::NotDisposing { .. }
        )
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let detail = error.to_string();
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Error::DiskFull,
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                    Error::ReadOnly { detail }
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Corrupt { detail },
                ErrorCode::SystemIoFailure => Error::Io { detail },
                _ => Error::Database { detail },
            },
            // A column that does not hold what the schema says.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Error::Corrupt { detail },
            _ => Error::Database { detail },
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        let detail = error.to_string();
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Error::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
                Error::ReadOnly { detail }
            }
            _ => Error::Io { detail },
        }
    }
}
