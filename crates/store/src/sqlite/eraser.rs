//! The last step of a disposal: nothing is called erased while the write-ahead log may still hold it.

use rusqlite::Connection;
use uuid::Uuid;

use super::desk::Desk;
use super::disposal::{self, Stage};
use super::log;
use crate::{Done, Error, Outcome};

/// The disposals that wait for the write-ahead log to be emptied.
#[derive(Default)]
pub(super) struct Eraser {
    waiting: Vec<(Uuid, Done<Outcome>)>,
}

/// Answers that can be given now.
type Answers = Vec<(Done<Outcome>, Result<Outcome, Error>)>;

impl Eraser {
    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(super) fn ask(&mut self, session: Uuid, done: Done<Outcome>) {
        self.waiting.push((session, done));
    }

    /// Empties the write-ahead log if nobody is reading from it, and notes durably what that erased. Those
    /// for whom it did not succeed yet go on waiting.
    pub(super) fn attempt(&mut self, desk: &Desk) -> Result<Answers, Error> {
        let verdicts: Vec<_> = self
            .waiting
            .iter()
            .map(|(session, _)| verdict(&desk.conn, *session))
            .collect::<Result<_, _>>()?;
        let erased = verdicts.contains(&None) && desk.empty_wal()?;
        if erased {
            // The commit also syncs the log's file, and with it that it was cut.
            desk.begin()?;
            for ((session, _), _) in self.waiting.iter().zip(&verdicts).filter(|(_, known)| known.is_none()) {
                disposal::mark_erased(&desk.conn, *session)?;
            }
            desk.commit()?;
        }
        let mut answers = Vec::new();
        for ((session, done), verdict) in std::mem::take(&mut self.waiting).into_iter().zip(verdicts) {
            match verdict {
                Some(known) => answers.push((done, known)),
                None if erased => answers.push((done, Ok(Outcome::Erased))),
                None => self.ask(session, done),
            }
        }
        Ok(answers)
    }

    /// Gives up on all that wait; each can be asked for again.
    pub(super) fn fail(&mut self, error: &Error) {
        for (_, done) in self.waiting.drain(..) {
            done(Err(error.clone()));
        }
    }
}

/// The answer that does not depend on the write-ahead log, if there is one.
fn verdict(conn: &Connection, session: Uuid) -> Result<Option<Result<Outcome, Error>>, Error> {
    Ok(match disposal::stage(conn, session)? {
        None => Some(Err(Error::NotDisposing { session })),
        Some(Stage::Erased) => Some(Ok(Outcome::Erased)),
        Some(Stage::Emptying) if log::exists(conn, session)? => Some(Ok(Outcome::RowsRemain)),
        Some(Stage::Emptying) => None,
    })
}
