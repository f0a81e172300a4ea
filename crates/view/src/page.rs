//! Puts views into the page and keeps the page like them.

use std::borrow::Cow;

use leptos::leptos_dom::helpers::document;
use leptos::reactive::{effect::RenderEffect, owner::Owner};
use wasm_bindgen::JsCast;
use web_sys::{Comment, Element, HtmlTemplateElement, Node, Text};

use crate::{
    element::Parts as Wanted,
    later::{self, Slot},
    rows::ShownRows,
    shown_element::ShownElement,
    view::{IntoView, Kind, Namespace, View},
};

/// A piece of the page. It has at least one node, so that its place is known.
pub(crate) enum Shown {
    Nothing(Comment),
    Text(Text, Cow<'static, str>),
    Element(Box<ShownElement>),
    Still(Node, &'static str),
    /// Never empty.
    Several(Vec<Shown>),
    /// What is there at the moment, and what makes it anew as long as this lives.
    Live(Slot, #[expect(dead_code, reason = "lives as long as this")] Option<RenderEffect<()>>),
    Rows(ShownRows),
}

/// What has been put into an element; taken out again when this goes.
#[must_use = "it is in the page as long as this lives"]
pub struct Mounted {
    shown: Shown,
    _owner: Owner,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.shown.remove();
    }
}

/// Puts what `make` makes into `parent`.
pub fn mount_to<V: IntoView>(parent: &Node, make: impl FnOnce() -> V) -> Mounted {
    let owner = Owner::new();
    let shown = owner.with(|| make().into_view().show());
    shown.put(parent, None);
    Mounted { shown, _owner: owner }
}

/// Puts what `make` makes at the end of the page, for good.
pub fn mount<V: IntoView>(make: impl FnOnce() -> V) {
    if let Some(body) = document().body() {
        std::mem::forget(mount_to(&body, make));
    }
}

/// A node that nobody sees.
pub(crate) fn mark() -> Comment {
    document().create_comment("")
}

fn element(tag: &str, namespace: Namespace) -> Element {
    let element = match namespace {
        Namespace::Html => document().create_element(tag),
        Namespace::Svg => document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag),
    };
    element.expect("the names of elements are written in the program")
}

/// Parses HTML of the program itself.
fn still(html: &str, namespace: Namespace) -> Node {
    let template = element("template", Namespace::Html).unchecked_into::<HtmlTemplateElement>();
    let of_template = match namespace {
        Namespace::Html => {
            template.set_inner_html(html);
            template.content().first_child()
        }
        Namespace::Svg => {
            template.set_inner_html(&["<svg>", html, "</svg>"].concat());
            template.content().first_child().and_then(|svg| svg.first_child())
        }
    };
    of_template.unwrap_or_else(|| mark().into())
}

impl View {
    /// Makes the nodes of this view. They are not in the page yet.
    pub(crate) fn show(self) -> Shown {
        match self.0 {
            Kind::Nothing => Shown::Nothing(mark()),
            Kind::Text(text) => Shown::Text(document().create_text_node(&text), text),
            Kind::Element(wanted) => show_element(*wanted),
            Kind::Still(html, namespace) => Shown::Still(still(html, namespace), html),
            Kind::Several(views) if views.is_empty() => Shown::Several(vec![Shown::Nothing(mark())]),
            Kind::Several(views) => Shown::Several(views.into_iter().map(Self::show).collect()),
            Kind::Live(make) => live(make, None),
            Kind::Rows(rows) => Shown::Rows(rows.show()),
            Kind::Later(later) => {
                let slot = Slot::default();
                later.meanwhile.show_in(&slot);
                later::fill(&slot, later.wait);
                Shown::Live(slot, None)
            }
        }
    }

    /// Shows this in place of what is in `slot`.
    pub(crate) fn show_in(self, slot: &Slot) {
        let before = slot.take();
        let now = match before {
            Some(before) => before.become_view(self),
            None => self.show(),
        };
        slot.replace(Some(now));
    }
}

fn show_element(wanted: Wanted) -> Shown {
    let node = element(wanted.tag, wanted.namespace);
    Shown::Element(Box::new(ShownElement::new(node, wanted)))
}

/// Shows what `make` makes now and whenever a signal it read has changed, in place of `before`.
fn live(mut make: Box<dyn FnMut() -> View>, before: Option<Shown>) -> Shown {
    let slot = Slot::default();
    slot.replace(before);
    let filled = slot.clone();
    let effect = RenderEffect::new(move |_: Option<()>| make().show_in(&filled));
    Shown::Live(slot, Some(effect))
}

impl Shown {
    /// Visits the nodes of this piece, in their order; not what is inside of them.
    pub(crate) fn nodes(&self, each: &mut dyn FnMut(&Node)) {
        match self {
            Self::Nothing(mark) => each(mark),
            Self::Text(text, _) => each(text),
            Self::Element(element) => each(&element.node),
            Self::Still(node, _) => each(node),
            Self::Several(pieces) => pieces.iter().for_each(|piece| piece.nodes(each)),
            Self::Live(slot, _) => slot.borrow().iter().for_each(|piece| piece.nodes(each)),
            Self::Rows(rows) => rows.nodes(each),
        }
    }

    /// Its first node.
    pub(crate) fn first(&self) -> Option<Node> {
        let mut first = None;
        self.nodes(&mut |node| _ = first.get_or_insert_with(|| node.clone()));
        first
    }

    fn last(&self) -> Option<Node> {
        let mut last = None;
        self.nodes(&mut |node| last = Some(node.clone()));
        last
    }

    /// Puts it into `parent`, before a node or at the end.
    pub(crate) fn put(&self, parent: &Node, before: Option<&Node>) {
        // It can only fail when somebody else has changed the page; then the piece is not shown.
        self.nodes(&mut |node| _ = parent.insert_before(node, before));
    }

    /// Takes it out of the page.
    pub(crate) fn remove(&self) {
        self.nodes(&mut |node| node.unchecked_ref::<Element>().remove());
    }

    /// Becomes `view`: changes what differs, so that the focus and what somebody typed stay where they are.
    pub(crate) fn become_view(self, view: View) -> Self {
        match (self, view.0) {
            (Self::Nothing(mark), Kind::Nothing) => Self::Nothing(mark),
            (Self::Text(node, before), Kind::Text(text)) => {
                if before != text {
                    node.set_data(&text);
                }
                Self::Text(node, text)
            }
            (Self::Element(mut element), Kind::Element(wanted)) if element.tag == wanted.tag => {
                element.become_element(*wanted);
                Self::Element(element)
            }
            (Self::Still(node, before), Kind::Still(html, _)) if before == html => Self::Still(node, html),
            (Self::Several(pieces), Kind::Several(views)) if !views.is_empty() => {
                Self::Several(become_several(pieces, views))
            }
            // Its effect ends here; what it showed last is where the next one starts.
            (Self::Live(slot, _), Kind::Live(make)) => live(make, slot.take()),
            (Self::Rows(mut rows), Kind::Rows(wanted)) if rows.are(&wanted) => {
                rows.become_rows(wanted);
                Self::Rows(rows)
            }
            (before, wanted) => before.give_way(View(wanted)),
        }
    }

    /// Is replaced by `view`.
    fn give_way(self, view: View) -> Self {
        let now = view.show();
        if let Some(first) = self.first()
            && let Some(parent) = first.parent_node()
        {
            now.put(&parent, Some(&first));
        }
        self.remove();
        now
    }
}

/// Pieces become views one by one; what is too many goes, what is too few is added behind.
fn become_several(pieces: Vec<Shown>, views: Vec<View>) -> Vec<Shown> {
    let last = pieces.last().and_then(Shown::last);
    let (parent, next) =
        (last.as_ref().and_then(Node::parent_node), last.and_then(|last| last.next_sibling()));
    let mut pieces = pieces.into_iter();
    let show = |view: View| match pieces.next() {
        Some(piece) => piece.become_view(view),
        None => {
            let piece = view.show();
            parent.iter().for_each(|parent| piece.put(parent, next.as_ref()));
            piece
        }
    };
    let shown = views.into_iter().map(show).collect();
    pieces.for_each(|piece| piece.remove());
    shown
}

/// Children become views; an element may have none.
pub(crate) fn become_children(parent: &Node, children: Vec<Shown>, views: Vec<View>) -> Vec<Shown> {
    if children.is_empty() || views.is_empty() {
        children.iter().for_each(Shown::remove);
        return show_children(parent, views);
    }
    become_several(children, views)
}

/// Puts views into an element that has nothing inside.
pub(crate) fn show_children(parent: &Node, views: Vec<View>) -> Vec<Shown> {
    let show = |view: View| {
        let piece = view.show();
        piece.put(parent, None);
        piece
    };
    views.into_iter().map(show).collect()
}
