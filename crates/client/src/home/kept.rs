//! What a session has kept, to be read, printed or downloaded.

use academy::records::{Class, Fate, fate};
use room::Records;
use uuid::Uuid;

use crate::prelude::*;
use crate::ui::Icon;

/// Where each class of data is found, besides attendance: its name, its address behind the session's, and whether it is
/// a page.
const PLACES: [(Class, &str, &str, bool); 5] = [
    (Class::Plans, "Plans", "plans", true),
    (Class::NamedTallies, "Polls", "polls.csv", false),
    (Class::Checks, "Checks", "checks.csv", false),
    (Class::Boards, "Boards", "boards", true),
    (Class::Chat, "Chat", "chat.csv", false),
];

/// Whether this mode keeps anything besides attendance.
pub(super) fn keeps_more(records: Records) -> bool {
    PLACES.iter().any(|(class, ..)| fate(records, *class) == Fate::Kept)
}

/// Links to everything this mode keeps; `item` for those in a menu.
pub(super) fn links(id: Uuid, records: Records, item: bool) -> AnyView {
    let kept = PLACES.iter().filter(|(class, ..)| fate(records, *class) == Fate::Kept);
    let link = |(_, words, name, page): &(Class, &'static str, &'static str, bool)| {
        let folder = if *page { "/kept/" } else { "/api/sessions/" };
        let href = [folder, &id.to_string(), "/", name].concat();
        view! {
            <a
                class=if item { "" } else { "btn" }
                role=item.then_some("menuitem")
                tabindex=item.then_some("-1")
                href=href
                target=page.then_some("_blank")
                download=(!page).then_some(*name)
            >
                <Icon name=if *page { "clipboard-list" } else { "download" } />
                {*words}
            </a>
        }
    };
    kept.map(link).collect_view().into_any()
}
