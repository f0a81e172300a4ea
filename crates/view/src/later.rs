//! A view that has to be waited for.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};

use any_spawner::Executor;
use leptos::reactive::computed::ScopedFuture;

use crate::{
    page::Shown,
    view::{IntoView, Kind, View},
};

type Wait = Pin<Box<dyn Future<Output = View>>>;

/// What is waited for, and what is shown meanwhile.
pub(crate) struct Later {
    pub(crate) wait: Wait,
    pub(crate) meanwhile: View,
}

/// Shows `meanwhile` until `wait` is done, then its outcome. Nothing it reads makes it anew.
pub fn later<V: IntoView>(meanwhile: impl IntoView, wait: impl Future<Output = V> + 'static) -> View {
    let wait = Box::pin(async move { wait.await.into_view() });
    View(Kind::Later(Box::new(Later { wait, meanwhile: meanwhile.into_view() })))
}

/// What is shown at the moment.
pub(crate) type Slot = Rc<RefCell<Option<Shown>>>;

/// Waits, on behalf of whoever owns what is being made, as long as `slot` is in the page.
pub(crate) fn fill(slot: &Slot, wait: Wait) {
    let slot = Rc::downgrade(slot);
    Executor::spawn_local(ScopedFuture::new_untracked(Filling { slot, wait }));
}

struct Filling {
    slot: Weak<RefCell<Option<Shown>>>,
    wait: Wait,
}

impl Future for Filling {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(slot) = self.slot.upgrade() else { return Poll::Ready(()) };
        self.wait.as_mut().poll(context).map(|view| view.show_in(&slot))
    }
}
