//! A list whose rows stay themselves while it changes around them.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

/// A view for each item. An item with the key of one that is shown already keeps that one's view.
#[component]
pub(crate) fn For<Each, Items, Item, Name, Key, Make, View>(
    /// The items, in their order.
    each: Each,
    /// What tells an item from the others of this list.
    key: Name,
    /// The view of an item.
    children: Make,
) -> impl IntoView
where
    Each: Fn() -> Items + 'static,
    Items: IntoIterator<Item = Item>,
    Item: 'static,
    Name: Fn(&Item) -> Key + 'static,
    Key: Hash,
    Make: Fn(Item) -> View + Clone + 'static,
    View: IntoView + 'static,
{
    rows(Box::new(move || {
        let row = |item| {
            let (key, children) = (number(&key(&item)), children.clone());
            Row { key, make: Box::new(move || children(item).into_any()) }
        };
        each().into_iter().map(row).collect()
    }))
}

/// 64 bits stand for a key: that two rows of one list share them happens once in billions of lists.
fn number(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
