//! What every view starts with: signals and views, and our own form of the pieces that would be compiled anew for each
//! place they are used.
//!
//! Every memo and effect has a type of its own, and the compiler writes the whole machinery out for each type. Here the
//! closures are boxed first, so that the machinery exists once.

pub(crate) use leptos::prelude::*;

pub(crate) use crate::ui::{For, Show};

/// What `look` makes of signals, made anew when they change; whoever reads it runs again only when the outcome differs.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    look: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    fn boxed<T: PartialEq + Send + Sync + 'static>(look: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| look())
    }
    boxed(Box::new(look))
}

/// Runs `act` now and whenever a signal it reads has changed, until the view that called this goes away.
pub(crate) fn effect(act: impl FnMut() + 'static) {
    fn boxed(act: Box<dyn FnMut()>) {
        Effect::new(act);
    }
    boxed(Box::new(act));
}
