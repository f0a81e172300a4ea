//! The way out to one browser: a queue with a bound in bytes.

use crate::metrics::{Metrics, count};
use host::Frame;
use protocol::{Bye, ServerMessage};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};
use tokio::sync::mpsc;

/// Bytes waiting for one browser at most; a line that cannot keep up is closed and resumes.
const LIMIT: usize = 1024 * 1024;

/// What the writing half does next.
pub(crate) enum Out {
    /// Send this.
    Frame(Frame),
    /// Send this and close.
    Bye(Frame),
}

/// The sending end, held by the session's task.
pub(crate) struct Outbound {
    queue: mpsc::UnboundedSender<Out>,
    waiting: Arc<AtomicUsize>,
    metrics: Arc<Metrics>,
    over: bool,
}

/// The receiving end, held by the socket.
pub(crate) struct Outgoing {
    queue: mpsc::UnboundedReceiver<Out>,
    waiting: Arc<AtomicUsize>,
}

/// A new way out.
pub(crate) fn pair(metrics: Arc<Metrics>) -> (Outbound, Outgoing) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let waiting = Arc::<AtomicUsize>::default();
    let outbound = Outbound { queue: sender, waiting: Arc::clone(&waiting), metrics, over: false };
    (outbound, Outgoing { queue: receiver, waiting })
}

impl Outbound {
    /// Queues a frame, or gives the line up when too much waits already.
    pub(crate) fn send(&mut self, frame: Frame) {
        if self.over {
            return;
        }
        if self.waiting.load(Relaxed) + frame.len() > LIMIT {
            count(&self.metrics.too_slow, 1);
            self.bye(Bye::TooSlow);
            return;
        }
        self.waiting.fetch_add(frame.len(), Relaxed);
        count(&self.metrics.sent, 1);
        count(&self.metrics.sent_bytes, frame.len());
        // The socket may be gone already; its task says so in time.
        let _ = self.queue.send(Out::Frame(frame));
    }

    /// Says why, and closes.
    pub(crate) fn bye(&mut self, bye: Bye) {
        if !std::mem::replace(&mut self.over, true) {
            let frame = protocol::encode(&ServerMessage::Bye(bye)).into();
            let _ = self.queue.send(Out::Bye(frame));
        }
    }
}

impl Outgoing {
    /// The next thing to do; `None` when the session's task has let go.
    pub(crate) async fn next(&mut self) -> Option<Out> {
        self.queue.recv().await
    }

    /// So many bytes have left.
    pub(crate) fn left(&self, bytes: usize) {
        self.waiting.fetch_sub(bytes, Relaxed);
    }
}
