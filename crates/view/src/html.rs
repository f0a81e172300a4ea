//! Kinds of elements, for handles to them.

use wasm_bindgen::JsCast;

/// A kind of element.
pub trait ElementType: 'static {
    /// What the browser calls it.
    type Output: JsCast + Clone + 'static;
}

macro_rules! kinds {
    ($($kind:ident $output:ident),* $(,)?) => {
        $(
            #[doc = concat!("A `", stringify!($output), "`.")]
            pub struct $kind;

            impl ElementType for $kind {
                type Output = web_sys::$output;
            }
        )*
    };
}
kinds! {
    Button HtmlButtonElement, Canvas HtmlCanvasElement, Dialog HtmlDialogElement, Div HtmlDivElement, I HtmlElement,
    Input HtmlInputElement, Li HtmlLiElement, Select HtmlSelectElement, Textarea HtmlTextAreaElement,
}
