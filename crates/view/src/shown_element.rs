//! An element in the page, and what keeps it like it is wanted.

use std::{borrow::Cow, cell::RefCell, rc::Rc};

use js_sys::Reflect;
use leptos::leptos_dom::helpers::queue_microtask;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{CssStyleDeclaration, Element, HtmlElement};

use crate::{
    element::{Handler, Parts as Wanted, Place, Trait},
    page::{self, Shown},
    value::{Plain, Value},
};

/// An element in the page.
pub(crate) struct ShownElement {
    pub(crate) node: Element,
    pub(crate) tag: &'static str,
    traits: Vec<ShownTrait>,
    children: Vec<Shown>,
}

/// Something it has.
enum ShownTrait {
    Still(Place, &'static str, Plain),
    Live(
        Place,
        &'static str,
        Rc<RefCell<Plain>>,
        #[expect(dead_code, reason = "lives as long as this")] RenderEffect<()>,
    ),
    Hears(Cow<'static, str>, Closure<dyn FnMut(JsValue)>),
    Known,
}

impl ShownElement {
    pub(crate) fn new(node: Element, wanted: Wanted) -> Self {
        // The children first: the value of a selection is one of its options.
        let children = page::show_children(&node, wanted.children);
        let traits = wanted.traits.into_iter().map(|one| add(&node, one, None)).collect();
        Self { node, tag: wanted.tag, traits, children }
    }

    /// Becomes another element of the same name.
    pub(crate) fn become_element(&mut self, wanted: Wanted) {
        let children = std::mem::take(&mut self.children);
        self.children = page::become_children(&self.node, children, wanted.children);
        let mut before: Vec<_> = std::mem::take(&mut self.traits).into_iter().map(Some).collect();
        let mut known = Vec::with_capacity(wanted.traits.len());
        for (at, one) in wanted.traits.iter().enumerate() {
            // What is made by the same lines of the program has its traits in the same order.
            known.push(before.get_mut(at).and_then(|old| old.take_if(|old| old.is(one))));
        }
        before.into_iter().flatten().for_each(|old| old.undo(&self.node));
        let node = &self.node;
        let traits = wanted.traits.into_iter().zip(known);
        self.traits = traits.map(|(one, known)| add(node, one, known.map(|known| known.end(node)))).collect();
    }
}

impl Drop for ShownElement {
    /// A listener may take its own element away. The event goes on its way all the same, and must not meet what is gone.
    fn drop(&mut self) {
        let heard = self.traits.drain(..).filter(|one| matches!(one, ShownTrait::Hears(..)));
        heard.for_each(|one| one.undo(&self.node));
    }
}

/// Gives `node` a trait; `before` is what it was set to last, if anything.
fn add(node: &Element, one: Trait, before: Option<Plain>) -> ShownTrait {
    match one {
        Trait::Set(place, name, Value::Still(plain)) => {
            if before.as_ref() != Some(&plain) || place != Place::Attribute {
                set(node, place, name, &plain);
            }
            ShownTrait::Still(place, name, plain)
        }
        Trait::Set(place, name, Value::Live(mut look)) => {
            let last = Rc::new(RefCell::new(before.unwrap_or(Plain::Absent)));
            let (node, kept) = (node.clone(), last.clone());
            let effect = RenderEffect::new(move |_: Option<()>| {
                let now = look();
                // A property may have been changed by the person since.
                if *kept.borrow() != now || place != Place::Attribute {
                    set(&node, place, name, &now);
                }
                kept.replace(now);
            });
            ShownTrait::Live(place, name, last, effect)
        }
        Trait::Hears(name, handler) => {
            let listener = listener(handler);
            // A name that is no event is never heard of.
            _ = node.add_event_listener_with_callback(&name, listener.as_ref().unchecked_ref());
            ShownTrait::Hears(name, listener)
        }
        Trait::Known(handle) => {
            handle.know(node);
            ShownTrait::Known
        }
    }
}

fn listener(Handler { owner, mut act }: Handler) -> Closure<dyn FnMut(JsValue)> {
    Closure::new(move |event| owner.with(|| act(event)))
}

impl ShownTrait {
    fn is(&self, wanted: &Trait) -> bool {
        match (self, wanted) {
            (Self::Still(place, name, _) | Self::Live(place, name, ..), Trait::Set(other, wanted, _)) => {
                (place, name) == (other, wanted)
            }
            _ => false,
        }
    }

    /// Lets go of the element, which stays as it is; says to what it was set.
    fn end(self, node: &Element) -> Plain {
        match self {
            Self::Still(_, _, plain) => plain,
            Self::Live(_, _, last, _) => last.take(),
            Self::Hears(..) | Self::Known => {
                self.undo(node);
                Plain::Absent
            }
        }
    }

    /// Takes back what it did.
    fn undo(self, node: &Element) {
        match self {
            Self::Still(place, name, _) | Self::Live(place, name, ..) => {
                set(node, place, name, &Plain::Absent);
            }
            Self::Hears(name, listener) => {
                _ = node.remove_event_listener_with_callback(&name, listener.as_ref().unchecked_ref());
            }
            Self::Known => {}
        }
    }
}

fn set(node: &Element, place: Place, name: &'static str, plain: &Plain) {
    // Names and values are of the program's making: what a browser does not take, it leaves out.
    match (place, plain.words()) {
        (Place::Attribute, Some(words)) => _ = node.set_attribute(name, words),
        (Place::Attribute, None) => _ = node.remove_attribute(name),
        (Place::Class, _) => _ = node.class_list().toggle_with_force(name, plain.is_on()),
        (Place::Style, Some(words)) => _ = style(node).set_property(name, words),
        (Place::Style, None) => _ = style(node).remove_property(name),
        (Place::Property, _) if name == "value" => {
            // The options of a selection may be about to change, too.
            let (node, value) = (node.clone(), JsValue::from(plain));
            queue_microtask(move || set_property(&node, name, &value));
        }
        (Place::Property, _) => set_property(node, name, &plain.into()),
    }
}

fn style(node: &Element) -> CssStyleDeclaration {
    // Whatever has a style is asked for it in the same way.
    node.unchecked_ref::<HtmlElement>().style()
}

fn set_property(node: &Element, name: &str, value: &JsValue) {
    _ = Reflect::set(node, &name.into(), value);
}
