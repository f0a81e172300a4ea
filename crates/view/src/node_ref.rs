//! A handle to an element in the page.

use std::marker::PhantomData;

use leptos::reactive::{
    effect::Effect,
    graph::untrack,
    signal::RwSignal,
    traits::{Get, GetUntracked, Set},
};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

use crate::html::ElementType;

/// Knows an element from when it is made. A handle like a signal.
pub struct NodeRef<E> {
    element: RwSignal<Option<SendWrapper<web_sys::Element>>>,
    kind: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E: ElementType> Default for NodeRef<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> NodeRef<E> {
    pub(crate) fn of_any_kind(self) -> NodeRef<()> {
        NodeRef { element: self.element, kind: PhantomData }
    }

    pub(crate) fn know(self, element: &web_sys::Element) {
        self.element.try_set(Some(SendWrapper::new(element.clone())));
    }
}

impl<E: ElementType> NodeRef<E> {
    /// Knows nothing yet.
    pub fn new() -> Self {
        Self { element: RwSignal::new(None), kind: PhantomData }
    }

    /// The element; whoever asks is run again when there is another.
    pub fn get(&self) -> Option<E::Output> {
        of(self.element.get())
    }

    /// The element.
    pub fn get_untracked(&self) -> Option<E::Output> {
        of(self.element.get_untracked())
    }

    /// The element, when the view that made this handle is still there.
    pub fn try_get_untracked(&self) -> Option<Option<E::Output>> {
        self.element.try_get_untracked().map(of)
    }

    /// Does `act` as soon as the element is in the page.
    pub fn on_load(self, act: impl FnOnce(E::Output) + 'static) {
        let mut act = Some(act);
        Effect::new(move |_: Option<()>| {
            if let (Some(element), true) = (self.get(), act.is_some()) {
                act.take().into_iter().for_each(|act| untrack(|| act(element.clone())));
            }
        });
    }
}

fn of<O: JsCast>(element: Option<SendWrapper<web_sys::Element>>) -> Option<O> {
    element.map(|element| element.take().unchecked_into())
}
