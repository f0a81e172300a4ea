//! The task of one live session: feeds the host, carries out what it says.

use super::{Live, MAILBOX, Mail, disposal, log, outbound::Outbound, restarting};
use crate::{app::App, ballots, clock::Clock, metrics::count};
use anyhow::Result;
use host::{ConnectionId, ErrandId, Host, Output};
use protocol::Bye;
use room::{
    PollId, Refusal,
    poll::sealed::{self, Want},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use store::{Error, Store as _};
use tokio::{
    sync::{mpsc, oneshot},
    time::MissedTickBehavior,
};
use uuid::Uuid;

/// How often a live session leaves a sign of life, so that a crash costs nobody more attendance than this.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// Pause before a session that could not be loaded is tried again.
const PAUSE: Duration = Duration::from_secs(1);

struct Task {
    app: Arc<App>,
    session: Uuid,
    clock: Arc<Clock>,
    host: Host,
    outbounds: HashMap<ConnectionId, Outbound>,
    errands: HashMap<ErrandId, oneshot::Sender<Result<(), Refusal>>>,
    next_errand: u64,
    commits: mpsc::UnboundedSender<Result<(), Error>>,
    connections: Arc<AtomicUsize>,
    /// What anonymous polls wait for, and is under way.
    served: BTreeSet<(PollId, Want)>,
    ended: bool,
}

/// Loads a session's log and starts its task.
pub(crate) fn start(app: Arc<App>, session: Uuid) -> Result<Live> {
    let clock = Arc::<Clock>::default();
    let host = log::load(&*app.store, session, &clock)?;
    let (mail, mailbox) = mpsc::channel(MAILBOX);
    let (commits, committed) = mpsc::unbounded_channel();
    let connections = Arc::<AtomicUsize>::default();
    let task = Task {
        app,
        session,
        clock: Arc::clone(&clock),
        host,
        outbounds: HashMap::new(),
        errands: HashMap::new(),
        next_errand: 0,
        commits,
        connections: Arc::clone(&connections),
        served: BTreeSet::new(),
        ended: false,
    };
    tokio::spawn(task.run(mailbox, committed));
    Ok(Live { mail, connections, clock })
}

impl Task {
    async fn run(
        mut self,
        mut mailbox: mpsc::Receiver<Mail>,
        mut committed: mpsc::UnboundedReceiver<Result<(), Error>>,
    ) {
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Ballots that had come before the server stopped are lost, and come again.
        self.serve_polls(false);
        self.carry_out();
        while !self.ended {
            let due = self.host.deadline().map(|at| self.clock.until(at));
            tokio::select! {
                Some(result) = committed.recv() => if !self.committed(result, &mut mailbox).await {
                    return;
                },
                mail = mailbox.recv() => match mail {
                    Some(Mail::Close(done)) => {
                        let _ = done.send(());
                        return;
                    }
                    Some(mail) => self.open(mail),
                    None => return,
                },
                () = tokio::time::sleep(due.unwrap_or(HEARTBEAT)), if due.is_some() => self.host.tick(self.clock.now()),
                _ = heartbeat.tick() => self.app.store.heartbeat(self.session, self.clock.now().0),
            }
            self.carry_out();
        }
        // Everybody has been told that the session is over; late questions are answered by its document.
        self.app.forget(self.session);
        // Nobody waits for an answer from here any more: who does may hold the turn that the disposal needs.
        show_out_late(mailbox);
        self.errands.clear();
        disposal::dispose(&self.app, self.session, self.host.room()).await;
    }

    fn open(&mut self, mail: Mail) {
        let now = self.clock.now();
        match mail {
            Mail::Connect(id, person, outbound) => {
                self.outbounds.insert(id, outbound);
                self.host.connect(now, id, person);
            }
            Mail::Receive(id, message, bytes) => {
                count(&self.app.metrics.received, 1);
                self.host.receive(now, id, message, bytes);
            }
            Mail::Disconnect(id) => {
                self.outbounds.remove(&id);
                self.host.disconnect(now, id);
            }
            Mail::Errand(command, answer) => {
                self.next_errand += 1;
                let id = ErrandId(self.next_errand);
                self.errands.insert(id, answer);
                self.host.errand(now, id, command);
            }
            Mail::Look(look) => self.host.look(look),
            Mail::Dismiss => self.host.dismiss(restarting),
            Mail::Close(_) => {}
        }
        self.connections.store(self.outbounds.len(), Relaxed);
    }

    /// Whether the session goes on.
    async fn committed(&mut self, result: Result<(), Error>, mailbox: &mut mpsc::Receiver<Mail>) -> bool {
        match result {
            Ok(()) => {
                // The room is as durable as it is decided here, before the next batch starts.
                self.serve_polls(true);
                self.host.committed(self.clock.now());
                true
            }
            Err(error) => {
                count(&self.app.metrics.failed_commits, 1);
                tracing::error!(session.id = %self.session, %error, "a commit failed: loading the session again");
                self.reload(mailbox).await
            }
        }
    }

    /// Nothing of a failed batch has been seen; the log is the truth. Everybody connects again.
    async fn reload(&mut self, mailbox: &mut mpsc::Receiver<Mail>) -> bool {
        for outbound in self.outbounds.values_mut() {
            outbound.bye(Bye::Broken);
        }
        self.outbounds.clear();
        self.errands.clear();
        self.connections.store(0, Relaxed);
        let load = || log::load(&*self.app.store, self.session, &self.clock);
        match loaded(mailbox, load).await {
            Some(host) => {
                self.host = host;
                true
            }
            None => false,
        }
    }

    /// Begins what anonymous polls wait for; `whole` says that nothing of it can have been lost before.
    fn serve_polls(&mut self, whole: bool) {
        for (poll, want) in sealed::wants(self.host.room()) {
            if self.served.insert((poll, want.clone())) {
                drop(tokio::spawn(ballots::serve(Arc::clone(&self.app), self.session, poll, want, whole)));
            }
        }
    }

    fn carry_out(&mut self) {
        for output in self.host.outputs() {
            match output {
                Output::Append { first, records } => {
                    count(&self.app.metrics.records, records.len());
                    let first = u64::from(first);
                    let rows = (first..).zip(&records).map(|(seq, record)| log::row(seq, record)).collect();
                    let commits = self.commits.clone();
                    let done = Box::new(move |result| {
                        // The task may have been closed meanwhile; the rows stand all the same.
                        let _ = commits.send(result);
                    });
                    self.app.store.append(self.session, first, rows, done);
                }
                Output::Send(id, frame) => {
                    if let Some(outbound) = self.outbounds.get_mut(&id) {
                        outbound.send(frame);
                    }
                }
                Output::Close(id, bye) => {
                    if let Some(outbound) = self.outbounds.get_mut(&id) {
                        outbound.bye(bye);
                    }
                }
                Output::Done(id, answer) => {
                    if let Some(waiting) = self.errands.remove(&id) {
                        let _ = waiting.send(answer);
                    }
                }
                Output::Ended => self.ended = true,
            }
        }
    }
}

/// Says the end to those who come in the moment after it, and lets go of whatever else has come.
fn show_out_late(mut mailbox: mpsc::Receiver<Mail>) {
    mailbox.close();
    while let Ok(mail) = mailbox.try_recv() {
        if let Mail::Connect(_, _, mut outbound) = mail {
            outbound.bye(Bye::Ended);
        }
    }
}

/// Loads until it succeeds: what broke a commit may keep the log from being read for a while, too. Meanwhile nobody is
/// left waiting: who comes is sent away to come again, who asks gets no answer. `None` when the task has to end.
async fn loaded(mailbox: &mut mpsc::Receiver<Mail>, mut load: impl FnMut() -> Result<Host>) -> Option<Host> {
    loop {
        match load() {
            Ok(host) => return Some(host),
            Err(error) => tracing::error!(%error, "the session cannot be loaded yet"),
        }
        let again = tokio::time::sleep(PAUSE);
        tokio::pin!(again);
        loop {
            tokio::select! {
                () = &mut again => break,
                mail = mailbox.recv() => match mail {
                    Some(Mail::Connect(_, _, mut outbound)) => outbound.bye(Bye::Broken),
                    Some(Mail::Close(done)) => {
                        let _ = done.send(());
                        return None;
                    }
                    Some(_) => {}
                    None => return None,
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::outbound::Out, *};
    use tokio::time::timeout;

    fn broken() -> Result<Host> {
        Err(anyhow::anyhow!("the disk is away"))
    }

    #[tokio::test]
    async fn who_comes_in_the_moment_after_the_end_is_told_so() {
        let (mail, mailbox) = mpsc::channel(MAILBOX);
        let (outbound, mut outgoing) = super::super::outbound::pair(Arc::default());
        let come = Mail::Connect(ConnectionId(1), room::PersonId(1), outbound);
        mail.send(come).await.expect("the box is open");
        show_out_late(mailbox);
        let Some(Out::Bye(frame)) = outgoing.next().await else { panic!("no goodbye") };
        assert_eq!(protocol::decode(&frame), Ok(protocol::ServerMessage::Bye(Bye::Ended)));
    }

    #[tokio::test]
    async fn a_session_that_cannot_be_loaded_is_tried_again() {
        let (mail, mut mailbox) = mpsc::channel(MAILBOX);
        let (answer, answered) = oneshot::channel();
        mail.send(Mail::Errand(room::Command::Tick, answer)).await.expect("the box is open");
        let mut tries = 0;
        let load = || {
            tries += 1;
            if tries < 3 { broken() } else { Ok(Host::new(7)) }
        };
        assert!(loaded(&mut mailbox, load).await.is_some());
        assert_eq!(tries, 3);
        assert!(answered.await.is_err(), "who asked meanwhile is not left waiting");
    }

    #[tokio::test]
    async fn a_session_that_cannot_be_loaded_can_be_closed() {
        let (mail, mut mailbox) = mpsc::channel(MAILBOX);
        let (done, is_done) = oneshot::channel();
        mail.send(Mail::Close(done)).await.expect("the box is open");
        let end = timeout(PAUSE * 5, loaded(&mut mailbox, broken)).await;
        assert!(end.expect("it ends at once").is_none());
        assert_eq!(is_done.await, Ok(()));
    }
}
