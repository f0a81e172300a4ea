//! Decides by the address which part of the program this page needs, and keeps what all parts share.

use crate::prelude::*;
use crate::{
    parts::{self, Part},
    room::Room,
    ui::{Announcements, Announcer, Toasts, ToastsHere},
};

/// What the parts share with the page around them. Parts find it with `expect_context::<Page>()`.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// What the browser's tab says, without the product's name.
    pub(crate) title: RwSignal<String>,
}

/// A place in the program, as its address names it.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// `/home`: where a facilitator plans sessions.
    Home,
    /// `/room/<session>`: a session's room.
    Room { session: String },
    /// Anything else; the server sends nobody here.
    Elsewhere,
}

impl Place {
    fn at(path: &str) -> Self {
        let mut words = path.split('/').filter(|word| !word.is_empty());
        match (words.next(), words.next()) {
            (Some("home"), _) => Self::Home,
            (Some("room"), Some(session)) => Self::Room { session: session.to_owned() },
            _ => Self::Elsewhere,
        }
    }
}

/// The whole program.
#[component]
pub(crate) fn App() -> impl IntoView {
    let page = Page { title: RwSignal::new(String::new()) };
    provide_context(page);
    provide_context(Toasts::new());
    provide_context(Announcer::new());
    effect(move || document().set_title(&page.title.with(|title| tab_title(title))));
    let path = window().location().pathname().unwrap_or_default();
    let place = match Place::at(&path) {
        Place::Home => {
            view! { <Part what="your sessions" fills_page=true fetch=parts::styled_home /> }.into_any()
        }
        Place::Room { session } => view! { <Room session /> }.into_any(),
        Place::Elsewhere => view! {
            <main class="fail">
                <div class="empty">
                    <h1>"Nothing is here"</h1>
                    <p>"Check the link you were sent, or "<a href="/">"type your session code"</a>"."</p>
                </div>
            </main>
        }
        .into_any(),
    };
    view! {
        {place}
        <ToastsHere />
        <Announcements />
    }
}

fn tab_title(title: &str) -> String {
    if title.is_empty() { "Rollcall".to_owned() } else { format!("{title} · Rollcall") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_place() {
        assert_eq!(Place::at("/home"), Place::Home);
        assert_eq!(Place::at("/home/sessions/4"), Place::Home);
        assert_eq!(Place::at("/room/0190-ab"), Place::Room { session: "0190-ab".to_owned() });
        assert_eq!(Place::at("/room/0190-ab/"), Place::Room { session: "0190-ab".to_owned() });
        assert_eq!(Place::at("/room/"), Place::Elsewhere);
        assert_eq!(Place::at("/homes"), Place::Elsewhere);
        assert_eq!(Place::at("/"), Place::Elsewhere);
    }

    #[test]
    fn a_tab_without_a_title_carries_the_product_alone() {
        assert_eq!(tab_title(""), "Rollcall");
        assert_eq!(tab_title("Fair stops"), "Fair stops · Rollcall");
    }
}
