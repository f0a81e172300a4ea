//! Shows what signals say: the views of the client as plain data, and one piece of code that keeps the page like them.
//!
//! Signals and the macros `view!` and `#[component]` are Leptos'. What these macros write out is ours: Leptos gives every
//! element, attribute and closure a type of its own, and the compiler writes the whole machinery out for each of them;
//! here each becomes a value of one type ([`View`]), and [`page`] walks over these values. Half of what a browser would
//! fetch is gone by that.
//!
//! The macros name what they use by its path in the crate `leptos`. So the client calls this crate `leptos`, and the
//! modules here lie where the macros look for them; what a person uses is in [`prelude`].

mod element;
mod later;
mod node_ref;
mod page;
mod rows;
mod shown_element;
mod value;
mod view;

pub mod children;
pub mod component;
pub mod html;
pub mod tachys;

pub use self::tachys::html::event as ev;
pub use any_spawner;
pub use leptos::{leptos_dom, reactive, typed_builder, typed_builder_macro, wasm_split};

/// Work that waits for something.
pub mod task {
    pub use any_spawner::Executor;

    /// Does `work` on this page, a little later.
    pub fn spawn_local(work: impl Future<Output = ()> + 'static) {
        Executor::spawn_local(work);
    }
}

/// What a file with views starts with.
pub mod prelude {
    pub use leptos::leptos_dom::helpers::*;
    pub use leptos::reactive::{
        callback::*,
        computed::*,
        effect::*,
        graph::untrack,
        owner::*,
        prelude::*,
        signal::*,
        wrappers::{read::*, write::*},
    };

    pub use crate::{
        children::{Children, ChildrenFn, ViewFn},
        later::later,
        node_ref::NodeRef,
        page::{mount, mount_to},
        rows::{Row, rows},
        value::IntoAttributeValue,
        view::{AnyView, CollectView, IntoView, View},
    };
    pub use leptos::{component, view};
    // The macros know what is one trait here by three names.
    pub use crate::view::{IntoView as IntoMaybeErased, IntoView as IntoRender};
}

/// Marks a closure without arguments, for the macros.
#[doc(hidden)]
pub fn __as_shared_reactive_fn<T, F: FnMut() -> T>(look: F) -> F {
    look
}
