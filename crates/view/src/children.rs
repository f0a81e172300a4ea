//! What stands inside a component, made when the component wants it.

use std::sync::Arc;

use crate::view::{AnyView, IntoView, View};

/// Made once.
pub type Children = Box<dyn FnOnce() -> AnyView + Send>;

/// Made as often as needed.
pub type ChildrenFn = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// What the macro writes between the tags of a component.
pub trait ToChildren<F> {
    /// Makes children of it.
    fn to_children(make: F) -> Self;
}

/// Words between the tags.
pub struct ChildrenOptContainer<T>(pub T);

impl<V: IntoView, F: FnOnce() -> V + Send + 'static> ToChildren<F> for Children {
    fn to_children(make: F) -> Self {
        Box::new(move || make().into_view())
    }
}

impl<V: IntoView, F: Fn() -> V + Send + Sync + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(make: F) -> Self {
        Arc::new(move || make().into_view())
    }
}

impl<T: IntoView + Send + 'static> ToChildren<ChildrenOptContainer<T>> for Children {
    fn to_children(words: ChildrenOptContainer<T>) -> Self {
        Box::new(move || words.0.into_view())
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> ToChildren<ChildrenOptContainer<T>> for ChildrenFn {
    fn to_children(words: ChildrenOptContainer<T>) -> Self {
        Arc::new(move || words.0.clone().into_view())
    }
}

/// A property of a component that is a view, made as often as needed.
#[derive(Clone)]
pub struct ViewFn(ChildrenFn);

impl Default for ViewFn {
    fn default() -> Self {
        Self(Arc::new(|| ().into_view()))
    }
}

impl<V: IntoView, F: Fn() -> V + Send + Sync + 'static> From<F> for ViewFn {
    fn from(make: F) -> Self {
        Self(Arc::new(move || make().into_view()))
    }
}

impl ViewFn {
    /// Makes it.
    pub fn run(&self) -> View {
        (self.0)()
    }
}
