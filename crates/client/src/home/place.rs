//! Where in the facilitators' pages somebody is, and whether they may be there.

use leptos::ev;
use uuid::Uuid;

use crate::prelude::*;
use crate::{browser, http::Problem, ui::Toasts};

/// A page, as its address names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `/home`: all sessions.
    List,
    /// `/home/new`: a new session.
    New,
    /// `/home/session/<id>`: planning one.
    Session(Uuid),
}

/// A section of the planning page, as the last word of the address names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    #[default]
    RunSheet,
    Details,
    People,
    Invite,
}

impl Section {
    fn named(word: Option<&str>) -> Self {
        match word {
            Some("details") => Self::Details,
            Some("people") => Self::People,
            Some("invite") => Self::Invite,
            _ => Self::RunSheet,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::RunSheet => "",
            Self::Details => "/details",
            Self::People => "/people",
            Self::Invite => "/invite",
        }
    }
}

fn read(path: &str) -> (Place, Section) {
    let mut words = path.split('/').filter(|word| !word.is_empty()).skip(1);
    match (words.next(), words.next().map(Uuid::parse_str)) {
        (Some("new"), _) => (Place::New, Section::default()),
        (Some("session"), Some(Ok(id))) => (Place::Session(id), Section::named(words.next())),
        _ => (Place::List, Section::default()),
    }
}

/// The address of a session's planning page.
pub(crate) fn address(session: Uuid, section: Section) -> String {
    format!("/home/session/{session}{}", section.ending())
}

/// Whether this browser may see the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// The key in the address is being looked at.
    Knocking,
    /// Come in.
    Open,
    /// Not without the link; the sentence says why.
    Shut(String),
}

/// Where one is. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    pub(crate) door: RwSignal<Door>,
    pub(crate) place: Memo<Place>,
    pub(crate) section: Memo<Section>,
    path: RwSignal<String>,
}

impl Here {
    /// Follows the address as long as the view is there.
    pub(crate) fn open() -> Self {
        let now = || window().location().pathname().unwrap_or_default();
        let path = RwSignal::new(now());
        let moved = window_event_listener(ev::popstate, move |_| path.set(now()));
        on_cleanup(move || moved.remove());
        Self {
            door: RwSignal::new(Door::Knocking),
            place: memo(move || path.with(|path| read(path).0)),
            section: memo(move || path.with(|path| read(path).1)),
            path,
        }
    }

    /// Goes to another page.
    pub(crate) fn go(&self, address: &str) {
        if let Ok(history) = window().history() {
            _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
        }
        self.path.set(address.to_owned());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Follows a link inside the pages without loading the program again, unless another tab is wanted.
    pub(crate) fn follow(&self, event: &ev::MouseEvent, address: &str) {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        event.prevent_default();
        self.go(address);
        browser::focus("main");
    }

    /// Tells the person what went wrong; sends them to the door when that is what it takes.
    pub(crate) fn tell(&self, problem: Problem, toasts: Toasts) {
        if problem.is_signed_out() {
            self.door.set(Door::Shut(problem.say));
        } else {
            toasts.say(problem.say);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_page_and_section() {
        let id = Uuid::from_u128(7);
        assert_eq!(read("/home"), (Place::List, Section::RunSheet));
        assert_eq!(read("/home/new"), (Place::New, Section::RunSheet));
        assert_eq!(read("/home/session/nonsense"), (Place::List, Section::RunSheet));
        for section in [Section::RunSheet, Section::Details, Section::People, Section::Invite] {
            assert_eq!(read(&address(id, section)), (Place::Session(id), section));
        }
    }
}
