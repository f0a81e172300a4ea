//! What an attribute, a class, a style or a property of an element can be set to.

use std::borrow::Cow;

use leptos::reactive::{computed::Memo, signal::RwSignal, traits::Get, wrappers::read::Signal};
use wasm_bindgen::JsValue;

/// A value at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Plain {
    /// Not there at all.
    #[default]
    Absent,
    /// There or not.
    Switch(bool),
    /// Words.
    Text(Cow<'static, str>),
}

/// A value, now and later.
pub enum Value {
    /// Always the same.
    Still(Plain),
    /// Made anew whenever a signal it read has changed.
    Live(Box<dyn FnMut() -> Plain>),
}

impl Plain {
    /// As an attribute: nothing when there is none, empty when its being there says it all.
    pub(crate) fn words(&self) -> Option<&str> {
        match self {
            Self::Absent | Self::Switch(false) => None,
            Self::Switch(true) => Some(""),
            Self::Text(text) => Some(text),
        }
    }

    /// Whether a class is to be there.
    pub(crate) fn is_on(&self) -> bool {
        *self == Self::Switch(true)
    }
}

impl From<&Plain> for JsValue {
    fn from(plain: &Plain) -> Self {
        match plain {
            Plain::Absent => Self::UNDEFINED,
            Plain::Switch(on) => Self::from_bool(*on),
            Plain::Text(text) => Self::from_str(text),
        }
    }
}

/// What is a value at one moment.
pub trait IntoPlain {
    /// Makes a value of it.
    fn into_plain(self) -> Plain;
}

/// What can be the value of an attribute, class, style or property.
pub trait IntoAttributeValue {
    /// Makes a value of it.
    fn into_attribute_value(self) -> Value;
}

impl IntoAttributeValue for Value {
    fn into_attribute_value(self) -> Value {
        self
    }
}

macro_rules! plain {
    ($($kind:ty: $self:ident => $plain:expr),* $(,)?) => {
        $(impl IntoPlain for $kind {
            fn into_plain($self) -> Plain {
                $plain
            }
        }

        impl IntoAttributeValue for $kind {
            fn into_attribute_value(self) -> Value {
                Value::Still(self.into_plain())
            }
        })*
    };
}
plain! {
    bool: self => Plain::Switch(self),
    &'static str: self => Plain::Text(Cow::Borrowed(self)),
    String: self => Plain::Text(Cow::Owned(self)),
    u8: self => self.to_string().into_plain(),
    u16: self => self.to_string().into_plain(),
    u32: self => self.to_string().into_plain(),
    usize: self => self.to_string().into_plain(),
    i32: self => self.to_string().into_plain(),
}

impl<P: IntoPlain> IntoPlain for Option<P> {
    fn into_plain(self) -> Plain {
        self.map_or(Plain::Absent, P::into_plain)
    }
}

impl<V: IntoAttributeValue> IntoAttributeValue for Option<V> {
    fn into_attribute_value(self) -> Value {
        self.map_or(Value::Still(Plain::Absent), V::into_attribute_value)
    }
}

impl<P: IntoPlain, F: FnMut() -> P + 'static> IntoAttributeValue for F {
    fn into_attribute_value(mut self) -> Value {
        Value::Live(Box::new(move || self().into_plain()))
    }
}

macro_rules! signal {
    ($($signal:ident),*) => {
        $(impl<P: IntoPlain + Clone + Send + Sync + 'static> IntoAttributeValue for $signal<P> {
            fn into_attribute_value(self) -> Value {
                // A row on its way out may be shown once more after its signals are gone.
                Value::Live(Box::new(move || self.try_get().into_plain()))
            }
        })*
    };
}
signal!(Signal, Memo, RwSignal);
