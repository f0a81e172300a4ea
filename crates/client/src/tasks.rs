//! Runs what the page does on its own: the work that a change of a signal sets off, and waiting for the network.
//!
//! One change may both take a view out of the page and wake views nested in it. The nested ones read signals that go
//! with the view, so they must not run once it is gone. Leptos lets go of them one level at a time: a view that is
//! dropped wakes its own task to end it, and only then are the views inside dropped. In the order in which tasks were
//! woken, a nested view could run in between, and the program would stop at a signal that is not there any more. Hence
//! the one rule of this queue: **what a task wakes while it runs comes next**, before everything that waited already.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Gives the page its queue; call it once, before anything is shown.
pub(crate) fn start() {
    // It can only fail when a queue is there already, and then that one goes on.
    _ = Executor::init_custom_executor(Page);
}

/// The queue as Leptos knows it.
struct Page;

impl CustomExecutor for Page {
    fn spawn(&self, work: PinnedFuture<()>) {
        add(work);
    }

    fn spawn_local(&self, work: PinnedLocalFuture<()>) {
        add(work);
    }

    fn poll_local(&self) {}
}

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
}

#[derive(Default)]
struct Queue {
    /// What is under way; nothing stands for the one that runs at this moment.
    tasks: BTreeMap<u64, Task>,
    waiting: VecDeque<u64>,
    /// Woken by the one that runs.
    next: Vec<u64>,
    running: Option<u64>,
    /// The browser has been asked to come back for the queue.
    called: bool,
    last: u64,
}

#[derive(Default)]
struct Task {
    work: Option<Work>,
    waits: bool,
}

impl Queue {
    /// Puts a task in line; says whether the browser has to be called.
    fn wake(&mut self, id: u64) -> bool {
        let Some(task) = self.tasks.get_mut(&id) else { return false };
        if self.running.is_some_and(|running| running != id) {
            self.next.push(id);
        } else if !task.waits {
            self.waiting.push_back(id);
        }
        task.waits = true;
        self.running.is_none() && !std::mem::replace(&mut self.called, true)
    }

    /// Takes the next task out of the line.
    fn pop(&mut self) -> Option<(u64, Work)> {
        for id in self.next.drain(..).rev() {
            self.waiting.push_front(id);
        }
        while let Some(id) = self.waiting.pop_front() {
            // One that was moved ahead is in the line twice, and waits only once.
            let Some(task) = self.tasks.get_mut(&id) else { continue };
            if let Some(work) = std::mem::take(&mut task.waits).then(|| task.work.take()).flatten() {
                self.running = Some(id);
                return Some((id, work));
            }
        }
        (self.running, self.called) = (None, false);
        None
    }
}

fn add(work: Work) {
    let calls = QUEUE.with_borrow_mut(|queue| {
        queue.last += 1;
        let id = queue.last;
        queue.tasks.insert(id, Task { work: Some(work), waits: true });
        queue.waiting.push_back(id);
        queue.running.is_none() && !std::mem::replace(&mut queue.called, true)
    });
    if calls {
        call();
    }
}

/// Wakes one task.
struct Bell(u64);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let calls = QUEUE.try_with(|queue| queue.borrow_mut().wake(self.0));
        if calls == Ok(true) {
            call();
        }
    }
}

/// Asks the browser to run the queue as soon as it is done with what it does now.
fn call() {
    // Tests run the queue themselves.
    if cfg!(target_arch = "wasm32") {
        leptos::prelude::queue_microtask(run);
    }
}

/// Runs everything that waits, and what that wakes.
fn run() {
    while let Some((id, mut work)) = QUEUE.with_borrow_mut(Queue::pop) {
        let waker = Waker::from(Arc::new(Bell(id)));
        match work.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => QUEUE.with_borrow_mut(|queue| {
                if let Some(task) = queue.tasks.get_mut(&id) {
                    task.work = Some(work);
                }
            }),
            Poll::Ready(()) => {
                let task = QUEUE.with_borrow_mut(|queue| queue.tasks.remove(&id));
                // Outside of the queue: what it held may wake others as it goes.
                drop((task, work));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::Cell, future::poll_fn, rc::Rc};

    /// A task that notes its name each time it runs, and then does `act`.
    fn noted(log: &Rc<RefCell<String>>, name: char, act: impl Fn(&Waker) -> Poll<()> + 'static) {
        let log = log.clone();
        add(Box::pin(poll_fn(move |context| {
            log.borrow_mut().push(name);
            act(context.waker())
        })));
    }

    /// A task that ends the second time it runs, and the bell that wakes it.
    fn bell(log: &Rc<RefCell<String>>, name: char) -> Rc<RefCell<Option<Waker>>> {
        let bell = Rc::new(RefCell::new(None));
        let (kept, runs) = (bell.clone(), Cell::new(0));
        noted(log, name, move |waker| {
            kept.borrow_mut().get_or_insert_with(|| waker.clone());
            runs.set(runs.get() + 1);
            if runs.get() == 2 { Poll::Ready(()) } else { Poll::Pending }
        });
        bell
    }

    fn ring(bell: &Rc<RefCell<Option<Waker>>>) {
        bell.borrow().iter().for_each(Waker::wake_by_ref);
    }

    #[test]
    fn what_a_task_wakes_runs_before_what_waited_already() {
        let log = Rc::new(RefCell::new(String::new()));
        let (inner, other) = (bell(&log, 'i'), bell(&log, 'o'));
        run();
        log.borrow_mut().clear();
        let wakes = inner.clone();
        noted(&log, 'w', move |_| {
            ring(&wakes);
            Poll::Ready(())
        });
        ring(&other);
        ring(&inner);
        run();
        assert_eq!(*log.borrow(), "wio", "the inner one is moved ahead and runs once");
    }

    #[test]
    fn a_task_that_wakes_itself_lets_others_go_first() {
        let log = Rc::new(RefCell::new(String::new()));
        let again = Cell::new(true);
        noted(&log, 's', move |waker| {
            waker.wake_by_ref();
            if again.replace(false) { Poll::Pending } else { Poll::Ready(()) }
        });
        noted(&log, 'o', |_| Poll::Ready(()));
        run();
        assert_eq!(*log.borrow(), "sos");
        assert!(QUEUE.with_borrow(|queue| queue.tasks.is_empty() && queue.running.is_none()));
    }
}
