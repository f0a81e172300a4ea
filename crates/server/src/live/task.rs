//! The task of one live session: feeds the host, carries out what it says.

use super::{Live, MAILBOX, Mail, disposal, log, outbound::Outbound, restarting};
use crate::{app::App, clock, metrics::count};
use anyhow::Result;
use host::{ConnectionId, ErrandId, Host, Output};
use protocol::Bye;
use room::Refusal;
use std::{
    collections::HashMap,
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

struct Task {
    app: Arc<App>,
    session: Uuid,
    host: Host,
    outbounds: HashMap<ConnectionId, Outbound>,
    errands: HashMap<ErrandId, oneshot::Sender<Result<(), Refusal>>>,
    next_errand: u64,
    commits: mpsc::UnboundedSender<Result<(), Error>>,
    connections: Arc<AtomicUsize>,
    ended: bool,
}

/// Loads a session's log and starts its task.
pub(crate) fn start(app: Arc<App>, session: Uuid) -> Result<Live> {
    let host = log::load(&*app.store, session, clock::now())?;
    let (mail, mailbox) = mpsc::channel(MAILBOX);
    let (commits, committed) = mpsc::unbounded_channel();
    let connections = Arc::<AtomicUsize>::default();
    let task = Task {
        app,
        session,
        host,
        outbounds: HashMap::new(),
        errands: HashMap::new(),
        next_errand: 0,
        commits,
        connections: Arc::clone(&connections),
        ended: false,
    };
    tokio::spawn(task.run(mailbox, committed));
    Ok(Live { mail, connections })
}

impl Task {
    async fn run(
        mut self,
        mut mailbox: mpsc::Receiver<Mail>,
        mut committed: mpsc::UnboundedReceiver<Result<(), Error>>,
    ) {
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.carry_out();
        while !self.ended {
            let due = self.host.deadline().map(clock::until);
            tokio::select! {
                Some(result) = committed.recv() => self.committed(result),
                mail = mailbox.recv() => match mail {
                    Some(Mail::Close(done)) => {
                        let _ = done.send(());
                        return;
                    }
                    Some(mail) => self.open(mail),
                    None => return,
                },
                () = tokio::time::sleep(due.unwrap_or(HEARTBEAT)), if due.is_some() => self.host.tick(clock::now()),
                _ = heartbeat.tick() => self.app.store.heartbeat(self.session, clock::now().0),
            }
            self.carry_out();
        }
        // Everybody has been told that the session is over; late questions are answered by its document.
        self.app.forget(self.session);
        disposal::dispose(&self.app, self.session, self.host.room()).await;
    }

    fn open(&mut self, mail: Mail) {
        let now = clock::now();
        match mail {
            Mail::Connect(id, person, outbound) => {
                self.outbounds.insert(id, outbound);
                self.host.connect(now, id, person);
            }
            Mail::Receive(id, message) => {
                count(&self.app.metrics.received, 1);
                self.host.receive(now, id, message);
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
            Mail::Look(look) => look(&self.host),
            Mail::Dismiss => self.host.dismiss(restarting),
            Mail::Close(_) => {}
        }
        self.connections.store(self.outbounds.len(), Relaxed);
    }

    fn committed(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.host.committed(clock::now()),
            Err(error) => {
                count(&self.app.metrics.failed_commits, 1);
                tracing::error!(session.id = %self.session, %error, "a commit failed: loading the session again");
                self.reload();
            }
        }
    }

    /// Nothing of a failed batch has been seen; the log is the truth. Everybody connects again.
    fn reload(&mut self) {
        for outbound in self.outbounds.values_mut() {
            outbound.bye(Bye::Broken);
        }
        self.outbounds.clear();
        self.errands.clear();
        match log::load(&*self.app.store, self.session, clock::now()) {
            Ok(host) => self.host = host,
            Err(error) => {
                tracing::error!(session.id = %self.session, %error, "the session cannot be loaded");
                self.app.forget(self.session);
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
