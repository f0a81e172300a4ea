//! Where the macro `view!` looks for what it writes out. Nobody else needs to know this module.

use crate::view::{Kind, Namespace, View};

macro_rules! tags {
    ($namespace:ident $kind:ty: $($tag:ident $name:literal),* $(,)?) => {
        $(
            #[doc = concat!("The element `", $name, "`.")]
            pub fn $tag() -> Element<$kind> {
                Element::new($name, Namespace::$namespace)
            }
        )*
    };
}

/// HTML that never changes.
fn still(html: &'static str, namespace: Namespace) -> View {
    View(Kind::Still(html, namespace))
}

pub mod html {
    //! HTML, and what happens on it.
    use super::{Namespace, View};

    pub use leptos::tachys::html::event;

    /// HTML that never changes.
    pub struct InertElement;

    impl InertElement {
        /// A view of it.
        #[expect(clippy::new_ret_no_self, reason = "the macro knows it by this name")]
        pub fn new(html: &'static str) -> View {
            super::still(html, Namespace::Html)
        }
    }

    pub mod element {
        //! The elements of HTML.
        use crate::{element::Element, html as kinds, view::Namespace};

        tags! { Html kinds::Input: input "input" }
        tags! { Html kinds::Select: select "select" }
        tags! { Html kinds::Textarea: textarea "textarea" }
        tags! { Html ():
            a "a", article "article", aside "aside", b "b", blockquote "blockquote", br "br",
            button "button", canvas "canvas", caption "caption", code "code", dd "dd", details "details",
            dialog "dialog", div "div", dl "dl", dt "dt", em "em", fieldset "fieldset", figure "figure",
            footer "footer", form "form", h1 "h1", h2 "h2", h3 "h3", h4 "h4", header "header", hr "hr", i "i",
            img "img", kbd "kbd", label "label", legend "legend", li "li", main "main",
            mark "mark", nav "nav", ol "ol", optgroup "optgroup", option "option", output "output", p "p",
            pre "pre", progress "progress", q "q", s "s", section "section", small "small",
            span "span", strong "strong", sub "sub", summary "summary", sup "sup", table "table",
            tbody "tbody", td "td", tfoot "tfoot", th "th", thead "thead", time "time",
            tr "tr", u "u", ul "ul",
        }
    }
}

pub mod svg {
    //! Drawings.
    use super::View;
    use crate::{element::Element, view::Namespace};

    tags! { Svg ():
        circle "circle", ellipse "ellipse", g "g", line "line", path "path", polyline "polyline",
        rect "rect", svg "svg", text "text", r#use "use",
    }

    /// A part of a drawing that never changes.
    pub struct InertElement;

    impl InertElement {
        /// A view of it.
        #[expect(clippy::new_ret_no_self, reason = "the macro knows it by this name")]
        pub fn new(html: &'static str) -> View {
            super::still(html, Namespace::Svg)
        }
    }
}

pub mod view {
    //! Several pieces in one place.
    pub mod iterators {
        //! Several pieces in one place.
        use crate::view::{Kind, View};

        /// Several pieces in one place.
        pub struct StaticVec;

        impl StaticVec {
            /// A view of them.
            pub fn from(views: Vec<View>) -> View {
                View(Kind::Several(views))
            }
        }
    }
}
