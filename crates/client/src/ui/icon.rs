//! A drawing from the sprite of icons, which `icons.js` has put into the page.

use crate::prelude::*;

/// One icon of `public/icons.txt` in the color of the text around it.
///
/// It says nothing to a screen reader: the control or the text beside it carries the words.
#[component]
pub(crate) fn Icon(
    /// Its name in `public/icons.txt`.
    name: &'static str,
) -> impl IntoView {
    let address = ["#icon-", name].concat();
    view! {
        <svg class="i" aria-hidden="true">
            <use href=address />
        </svg>
    }
}
