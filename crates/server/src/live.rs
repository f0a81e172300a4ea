//! Live sessions: one task each, found by id, spoken to by mail.

pub(crate) mod disposal;
pub(crate) mod log;
pub(crate) mod outbound;
pub(crate) mod socket;
pub(crate) mod task;

use crate::clock::{self, Clock};
use anyhow::{Result, anyhow};
use host::{ConnectionId, Look};
use outbound::Outbound;
use protocol::ClientMessage;
use room::{Command, PersonId, Refusal, Room, SeatId, Timestamp};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};
use tokio::sync::{mpsc, oneshot};

/// Mail waiting at most; a socket that finds the box full waits, which slows that one client down.
const MAILBOX: usize = 1_024;

/// A way to reach one live session. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Live {
    mail: mpsc::Sender<Mail>,
    connections: Arc<AtomicUsize>,
    clock: Arc<Clock>,
}

/// What a session's task receives.
pub(crate) enum Mail {
    /// A checked seat has a connection.
    Connect(ConnectionId, PersonId, Outbound),
    /// It said something, in so many bytes.
    Receive(ConnectionId, ClientMessage, usize),
    /// It is gone.
    Disconnect(ConnectionId),
    /// The server wants something.
    Errand(Command, oneshot::Sender<Result<(), Refusal>>),
    /// Somebody outside wants to know something about what is durable.
    Look(Look),
    /// The server goes away for a moment.
    Dismiss,
    /// The task has to end.
    Close(oneshot::Sender<()>),
}

impl Live {
    /// Sends mail; `false` when the session's task has ended.
    pub(crate) async fn send(&self, mail: Mail) -> bool {
        self.mail.send(mail).await.is_ok()
    }

    /// Asks in the server's name; answered when durable.
    pub(crate) async fn errand(&self, command: Command) -> Result<Result<(), Refusal>> {
        let (answer, answered) = oneshot::channel();
        self.send(Mail::Errand(command, answer)).await;
        answered.await.map_err(|_| anyhow!("the session stopped before it could answer"))
    }

    /// Looks at the room as it is durable.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Room) -> T + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let look = Box::new(move |room: &Room| {
            let _ = answer.send(look(room));
        });
        self.send(Mail::Look(look)).await;
        answered.await.map_err(|_| anyhow!("the session stopped before it could answer"))
    }

    /// Who sits on a seat, if the secret fits.
    pub(crate) async fn sits(&self, seat: SeatId, secret: String) -> Option<PersonId> {
        let found = self.look(move |room| room.roster.seats.get(&seat).cloned()).await.ok()??;
        crate::keys::fits(&secret, &found.key).then_some(found.person)
    }

    /// Tells everybody that the server restarts.
    pub(crate) async fn dismiss(&self) {
        self.send(Mail::Dismiss).await;
    }

    /// Waits until the task has ended.
    pub(crate) async fn gone(&self) {
        self.mail.closed().await;
    }

    /// Ends the task.
    pub(crate) async fn close(&self) {
        let (done, is_done) = oneshot::channel();
        self.send(Mail::Close(done)).await;
        let _ = tokio::time::timeout(std::time::Duration::from_secs(1), is_done).await;
    }

    /// What time it is in the session.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Number of connections.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Relaxed)
    }
}

/// The next connection's number.
pub(crate) fn next_connection() -> ConnectionId {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    ConnectionId(NEXT.fetch_add(1, Relaxed))
}

/// Spreads returning clients over two seconds, so that they do not all come at once.
pub(crate) fn restarting(n: usize) -> protocol::Bye {
    let spread = (n as u32).wrapping_mul(7_919) % 1_500;
    protocol::Bye::Restarting { after_ms: 500 + spread + (clock::now().0 % 100) as u32 }
}
