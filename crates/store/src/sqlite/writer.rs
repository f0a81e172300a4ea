//! The one thread that writes: it takes what has arrived, writes it all in one transaction, commits, and
//! answers. While it commits the next group gathers by itself, so nobody ever waits for a group to fill.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use uuid::Uuid;

use super::desk::Desk;
use super::eraser::Eraser;
use crate::{Done, Error, Outcome};

/// The most writes in one commit, so that the first of them does not wait for an endless stream.
const GROUP: usize = 1_024;

/// How long nothing must have arrived before the write-ahead log is emptied.
const IDLE: Duration = Duration::from_millis(500);

/// How soon to try again to empty the write-ahead log while a disposal waits for it.
const RETRY: Duration = Duration::from_millis(20);

/// A write's answer, given once it is known what became of the commit.
type Answer = Box<dyn FnOnce(Result<(), Error>) + Send>;

/// One write: what to do at the desk, and whom to tell.
trait Job: Send {
    /// Does it, and returns the answer to give after the commit; an error is a fault that dooms the group.
    fn run(self: Box<Self>, desk: &mut Desk) -> (Answer, Result<(), Error>);
    /// Gives up without having done anything.
    fn fail(self: Box<Self>, error: Error);
}

struct Task<T, W> {
    work: W,
    done: Done<T>,
}

impl<T, W> Job for Task<T, W>
where
    T: Send + 'static,
    W: FnOnce(&mut Desk) -> Result<T, Error> + Send,
{
    fn run(self: Box<Self>, desk: &mut Desk) -> (Answer, Result<(), Error>) {
        let Task { work, done } = *self;
        let result = work(desk);
        let fault = match &result {
            Err(error) if !error.is_refusal() => Err(error.clone()),
            _ => Ok(()),
        };
        // A refusal may rest on an earlier write of the same group, so it too stands only if that is kept.
        (Box::new(move |commit| done(commit.and(result))), fault)
    }

    fn fail(self: Box<Self>, error: Error) {
        (self.done)(Err(error));
    }
}

/// Everything the writer can be asked.
enum Mail {
    Write(Box<dyn Job>),
    Finish(Uuid, Done<Outcome>),
}

/// The door to the writer's thread. Dropping it waits until everything asked for is written.
pub(super) struct Writer {
    mail: Option<Sender<Mail>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Opens the file and starts the thread.
    pub(super) fn start(path: PathBuf, max_pages: Option<u32>) -> Result<Writer, Error> {
        let desk = Some(Desk::open(&path, max_pages)?);
        let (sender, mail) = channel();
        let bench =
            Bench { path, max_pages, desk, mail, next: None, eraser: Eraser::default(), unmerged: true };
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || bench.run())?;
        Ok(Writer { mail: Some(sender), thread: Some(thread) })
    }

    /// Has `work` done in the next group and `done` called after its commit.
    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
        done: Done<T>,
    ) {
        self.post(Mail::Write(Box::new(Task { work, done })));
    }

    /// Finishes the disposal of a session once the write-ahead log could be emptied.
    pub(super) fn finish_disposal(&self, session: Uuid, done: Done<Outcome>) {
        self.post(Mail::Finish(session, done));
    }

    fn post(&self, mail: Mail) {
        let refused = match &self.mail {
            Some(sender) => sender.send(mail).map_err(|unsent| unsent.0),
            None => Err(mail),
        };
        match refused {
            Ok(()) => {}
            Err(Mail::Write(job)) => job.fail(Error::Closed),
            Err(Mail::Finish(_, done)) => done(Err(Error::Closed)),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.mail = None;
        // The last owner may be a callback on the writer's own thread, which cannot wait for itself.
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
            && thread.join().is_err()
        {
            tracing::error!("the store's writer ended with a panic");
        }
    }
}

/// Where the thread works.
struct Bench {
    path: PathBuf,
    max_pages: Option<u32>,
    /// Missing after a fault, until the next group opens a fresh one.
    desk: Option<Desk>,
    mail: Receiver<Mail>,
    /// Mail received while gathering a group that belongs to the next.
    next: Option<Mail>,
    eraser: Eraser,
    /// Whether the write-ahead log holds anything.
    unmerged: bool,
}

impl Bench {
    fn run(mut self) {
        loop {
            match self.receive() {
                Ok(Mail::Write(first)) => self.write_group(first),
                Ok(Mail::Finish(session, done)) => self.eraser.ask(session, done),
                Err(RecvTimeoutError::Timeout) => self.tidy(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.erase();
        }
        self.eraser.fail(&Error::Closed);
    }

    fn receive(&mut self) -> Result<Mail, RecvTimeoutError> {
        if let Some(mail) = self.next.take() {
            Ok(mail)
        } else if self.eraser.is_waiting() {
            self.mail.recv_timeout(RETRY)
        } else if self.unmerged {
            self.mail.recv_timeout(IDLE)
        } else {
            self.mail.recv().map_err(|_| RecvTimeoutError::Disconnected)
        }
    }

    /// Writes what has arrived by now in one commit, then answers all of it.
    fn write_group(&mut self, first: Box<dyn Job>) {
        let mut jobs = vec![first];
        while jobs.len() < GROUP {
            match self.mail.try_recv() {
                Ok(Mail::Write(job)) => jobs.push(job),
                Ok(other) => {
                    self.next = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        let mut jobs = jobs.into_iter();
        let mut answers = Vec::with_capacity(jobs.len());
        let outcome = self.commit(&mut jobs, &mut answers);
        self.unmerged = true;
        if let Err(error) = &outcome {
            tracing::error!(%error, "a group of writes failed");
            self.desk = None;
        }
        for answer in answers {
            call(|| answer(outcome.clone()));
        }
        if let Err(error) = outcome {
            jobs.for_each(|job| call(|| job.fail(error.clone())));
        }
    }

    fn commit(
        &mut self,
        jobs: &mut impl Iterator<Item = Box<dyn Job>>,
        answers: &mut Vec<Answer>,
    ) -> Result<(), Error> {
        let desk = self.desk()?;
        desk.begin()?;
        for job in jobs {
            let (answer, fault) = job.run(desk);
            answers.push(answer);
            fault?;
        }
        desk.commit()
    }

    fn desk(&mut self) -> Result<&mut Desk, Error> {
        let desk = match self.desk.take() {
            Some(desk) => desk,
            None => Desk::open(&self.path, self.max_pages)?,
        };
        Ok(self.desk.insert(desk))
    }

    /// Finishes the disposals that wait, if nobody is reading.
    fn erase(&mut self) {
        if !self.eraser.is_waiting() {
            return;
        }
        let mut eraser = std::mem::take(&mut self.eraser);
        match self.desk().and_then(|desk| eraser.attempt(desk)) {
            Ok(answers) => answers.into_iter().for_each(|(done, outcome)| call(|| done(outcome))),
            Err(error) => {
                tracing::error!(%error, "finishing a disposal failed");
                self.desk = None;
                eraser.fail(&error);
            }
        }
        self.eraser = eraser;
    }

    /// Moves the write-ahead log into the database while nothing else is to do.
    fn tidy(&mut self) {
        match self.desk().and_then(|desk| desk.empty_wal()) {
            Ok(emptied) => self.unmerged = !emptied,
            Err(error) => {
                tracing::error!(%error, "emptying the write-ahead log failed");
                self.desk = None;
                self.unmerged = false;
            }
        }
    }
}

/// Runs a callback; one that panics must not stop the writing of all sessions.
fn call(callback: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(callback)).is_err() {
        tracing::error!("a callback of the store panicked");
    }
}
