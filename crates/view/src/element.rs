//! An element with all that the macro hangs on it.

use std::{borrow::Cow, marker::PhantomData};

use leptos::reactive::owner::Owner;
use leptos::tachys::html::event::{EventDescriptor, Targeted};
use wasm_bindgen::JsValue;

use crate::{
    html::ElementType,
    node_ref::NodeRef,
    value::{IntoAttributeValue, Value},
    view::{IntoView, Kind, Namespace, View},
};

/// An element that is not in the page yet. `K` is what kind it is, where that is of use.
pub struct Element<K = ()> {
    pub(crate) all: Box<Parts>,
    kind: PhantomData<fn() -> K>,
}

/// What an element is made of.
pub(crate) struct Parts {
    pub(crate) tag: &'static str,
    pub(crate) namespace: Namespace,
    pub(crate) traits: Vec<Trait>,
    pub(crate) children: Vec<View>,
}

/// Something an element has beside its children.
pub(crate) enum Trait {
    Set(Place, &'static str, Value),
    Hears(Cow<'static, str>, Handler),
    Known(NodeRef<()>),
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// One class of several.
    Class,
    /// A variable of the style sheet.
    Style,
    /// A property of the element's object.
    Property,
}

/// What happens on an event, and for whom.
pub(crate) struct Handler {
    pub(crate) owner: Owner,
    pub(crate) act: Box<dyn FnMut(JsValue)>,
}

impl Parts {
    fn child(&mut self, child: View) {
        match child.0 {
            Kind::Several(children) if self.children.is_empty() => self.children = children,
            child => self.children.push(View(child)),
        }
    }

    fn set(&mut self, place: Place, name: &'static str, value: Value) {
        self.traits.push(Trait::Set(place, name, value));
    }

    fn hears(&mut self, name: Cow<'static, str>, act: Box<dyn FnMut(JsValue)>) {
        let owner = Owner::current().unwrap_or_default();
        self.traits.push(Trait::Hears(name, Handler { owner, act }));
    }
}

impl<K> Element<K> {
    pub(crate) fn new(tag: &'static str, namespace: Namespace) -> Self {
        let all = Parts { tag, namespace, traits: Vec::new(), children: Vec::new() };
        Self { all: Box::new(all), kind: PhantomData }
    }

    /// Puts `child` inside, after what is there.
    pub fn child(mut self, child: impl IntoView) -> Self {
        self.all.child(child.into_view());
        self
    }

    /// Sets the attribute `name`.
    pub fn attr(mut self, name: &'static str, value: impl IntoAttributeValue) -> Self {
        self.all.set(Place::Attribute, name, value.into_attribute_value());
        self
    }

    /// Sets its classes, or whether it has one of them.
    pub fn class(mut self, class: impl IntoClass) -> Self {
        let (place, name, value) = class.into_class();
        self.all.set(place, name, value);
        self
    }

    /// Sets a variable of its style.
    pub fn style(mut self, (name, value): (&'static str, impl IntoAttributeValue)) -> Self {
        self.all.set(Place::Style, name, value.into_attribute_value());
        self
    }

    /// Sets the property `name`.
    pub fn prop(mut self, name: &'static str, value: impl IntoAttributeValue) -> Self {
        self.all.set(Place::Property, name, value.into_attribute_value());
        self
    }

    /// Does `act` on an event.
    pub fn on<E>(mut self, event: E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: From<JsValue>,
    {
        self.all.hears(event.name(), Box::new(move |event| act(event.into())));
        self
    }

    /// Tells `node` of the element as soon as it is made.
    pub fn node_ref<E: ElementType>(mut self, node: NodeRef<E>) -> Self {
        self.all.traits.push(Trait::Known(node.of_any_kind()));
        self
    }
}

impl<K: ElementType> Element<K> {
    /// Does `act` on an event, which knows the element.
    pub fn on_target<E>(
        self,
        event: E,
        mut act: impl FnMut(Targeted<E::EventType, K::Output>) + 'static,
    ) -> Self
    where
        E: EventDescriptor,
        E::EventType: From<JsValue>,
    {
        self.on(event, move |event| act(event.into()))
    }
}

/// What can be said about the classes of an element.
pub trait IntoClass {
    /// Where it goes, the name, and the value.
    fn into_class(self) -> (Place, &'static str, Value);
}

impl<V: IntoAttributeValue> IntoClass for V {
    fn into_class(self) -> (Place, &'static str, Value) {
        (Place::Attribute, "class", self.into_attribute_value())
    }
}

impl<V: IntoAttributeValue> IntoClass for (&'static str, V) {
    fn into_class(self) -> (Place, &'static str, Value) {
        (Place::Class, self.0, self.1.into_attribute_value())
    }
}

macro_rules! attributes {
    ($($method:ident $name:literal),* $(,)?) => {
        /// Attributes by their names.
        #[allow(missing_docs, reason = "they are HTML's")]
        impl<K> Element<K> {
            $(pub fn $method(self, value: impl IntoAttributeValue) -> Self {
                self.attr($name, value)
            })*
        }
    };
}
attributes! {
    accept "accept", action "action", alt "alt", aria_atomic "aria-atomic", aria_busy "aria-busy", aria_checked "aria-checked",
    aria_controls "aria-controls", aria_current "aria-current", aria_describedby "aria-describedby",
    aria_disabled "aria-disabled", aria_expanded "aria-expanded", aria_haspopup "aria-haspopup",
    aria_hidden "aria-hidden", aria_invalid "aria-invalid", aria_keyshortcuts "aria-keyshortcuts",
    aria_label "aria-label", aria_labelledby "aria-labelledby", aria_live "aria-live",
    aria_pressed "aria-pressed", aria_roledescription "aria-roledescription", aria_selected "aria-selected",
    autocomplete "autocomplete", autofocus "autofocus", checked "checked", colspan "colspan",
    disabled "disabled", download "download", draggable "draggable", r#for "for", height "height",
    hidden "hidden", href "href", id "id", inputmode "inputmode", lang "lang", max "max",
    maxlength "maxlength", method "method", min "min", minlength "minlength", multiple "multiple",
    name "name", novalidate "novalidate", open "open", placeholder "placeholder", popover "popover",
    readonly "readonly", rel "rel", required "required", role "role", rows "rows", scope "scope",
    selected "selected", spellcheck "spellcheck", src "src", step "step", tabindex "tabindex",
    target "target", title "title", r#type "type", value "value", width "width",
}
