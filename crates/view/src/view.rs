//! A piece of the page as plain data, and what can become one.

use std::borrow::Cow;

use leptos::reactive::{computed::Memo, signal::RwSignal, traits::Get, wrappers::read::Signal};

use crate::{
    element::{Element, Parts},
    later::Later,
    rows::Rows,
};

/// A piece of the page that has not been shown yet.
pub struct View(pub(crate) Kind);

/// The same under Leptos' name: here every view is of any kind.
pub type AnyView = View;

/// What a piece of the page can be.
pub(crate) enum Kind {
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<Parts>),
    /// HTML that never changes, from the program itself. Drawn as part of an SVG where it says so.
    Still(&'static str, Namespace),
    Several(Vec<View>),
    /// Made anew whenever a signal it read has changed.
    Live(Box<dyn FnMut() -> View>),
    Rows(Rows),
    Later(Box<Later>),
}

/// Which language an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    Html,
    Svg,
}

impl View {
    /// A view of anything that can be one; written by the macro.
    pub fn new(inner: impl IntoView) -> Self {
        inner.into_view()
    }

    /// Written by the macro in debug builds, for tools that are not used here.
    #[doc(hidden)]
    pub fn with_view_marker(self, _: &str) -> Self {
        self
    }
}

/// What can stand in a page.
pub trait IntoView: Sized {
    /// Makes a view of it.
    fn into_view(self) -> View;

    /// The same under the name of what Leptos needs before views of several kinds can stand in one place.
    fn into_any(self) -> View {
        self.into_view()
    }

    /// For the macro.
    #[doc(hidden)]
    fn into_maybe_erased(self) -> View {
        self.into_view()
    }

    /// For the macro.
    #[doc(hidden)]
    fn into_render(self) -> View {
        self.into_view()
    }
}

/// Several things that can stand in a page.
pub trait CollectView {
    /// One view of them all, in their order.
    fn collect_view(self) -> View;
}

impl<I: IntoIterator<Item: IntoView>> CollectView for I {
    fn collect_view(self) -> View {
        View(Kind::Several(self.into_iter().map(IntoView::into_view).collect()))
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View(Kind::Nothing)
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View(Kind::Text(Cow::Borrowed(self)))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View(Kind::Text(Cow::Owned(self)))
    }
}

impl<K> IntoView for Element<K> {
    fn into_view(self) -> View {
        View(Kind::Element(self.all))
    }
}

macro_rules! number {
    ($($number:ty),*) => {
        $(impl IntoView for $number {
            fn into_view(self) -> View {
                self.to_string().into_view()
            }
        })*
    };
}
number!(u8, u16, u32, u64, usize, i32, i64, char);

impl<V: IntoView> IntoView for Option<V> {
    fn into_view(self) -> View {
        self.map_or(View(Kind::Nothing), V::into_view)
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_view(self) -> View {
        View(Kind::Several(self.into_iter().map(V::into_view).collect()))
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    fn into_view(self) -> View {
        View(Kind::Several(self.into_iter().map(V::into_view).collect()))
    }
}

macro_rules! tuple {
    ($($member:ident $number:tt),*) => {
        impl<$($member: IntoView),*> IntoView for ($($member,)*) {
            fn into_view(self) -> View {
                [$(self.$number.into_view()),*].into_view()
            }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);

impl<V: IntoView + 'static, F: FnMut() -> V + 'static> IntoView for F {
    fn into_view(mut self) -> View {
        View(Kind::Live(Box::new(move || self().into_view())))
    }
}

macro_rules! signal {
    ($($signal:ident),*) => {
        $(impl<V: IntoView + Clone + Send + Sync + 'static> IntoView for $signal<V> {
            fn into_view(self) -> View {
                // A row on its way out may be shown once more after its signals are gone.
                View(Kind::Live(Box::new(move || self.try_get().into_view())))
            }
        })*
    };
}
signal!(Signal, Memo, RwSignal);
