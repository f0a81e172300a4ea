//! The right column: a tab each for what is written, what is asked and who is here.

use super::{SheetHead, Shell, Tab};
use crate::prelude::*;
use crate::{
    chat::Chat,
    live::{Live, Part},
    parts::{self, Piece},
    questions,
    roster::People,
    ui::{self, Tabs},
};

/// The right column.
#[component]
pub(crate) fn Talk() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    questions::announce(live);
    // Once opened the questions stay, and with them what was begun to be asked.
    let opened = RwSignal::new(false);
    effect(move || {
        if shell.tab.get() == Tab::Questions {
            opened.set(true);
        }
    });
    let present = move || live.see(Part::Roster, |room| room.roster.present().count());
    let tabs = vec![
        ui::Tab {
            value: Tab::Chat,
            id: "chat",
            label: Signal::derive(|| "Chat".to_owned()),
            news: shell.unread.into(),
        },
        ui::Tab {
            value: Tab::Questions,
            id: "questions",
            label: Signal::derive(move || match live.see(Part::Questions, questions::waiting) {
                0 => "Questions".to_owned(),
                waiting => format!("Questions {waiting}"),
            }),
            news: Signal::derive(|| 0),
        },
        ui::Tab {
            value: Tab::People,
            id: "people",
            label: Signal::derive(move || format!("People {}", present())),
            news: Signal::derive(|| 0),
        },
    ];
    // The chat stays in the page while people are shown: a half-written line and the place in the log stay with it.
    view! {
        <aside class="talk" aria-label="Conversation">
            <SheetHead title="Conversation" />
            <Tabs label="Conversation" tabs chosen=shell.tab />
            <div
                id="chat"
                class="chat"
                role="tabpanel"
                aria-labelledby="chat-tab"
                hidden=move || shell.tab.get() != Tab::Chat
            >
                <Chat />
            </div>
            <div
                id="questions"
                role="tabpanel"
                aria-labelledby="questions-tab"
                hidden=move || shell.tab.get() != Tab::Questions
            >
                <Show when=move || opened.get()>
                    <parts::Part what="the questions" fetch=|| parts::styled_work(Piece::Questions) />
                </Show>
            </div>
            <div
                id="people"
                role="tabpanel"
                aria-labelledby="people-tab"
                hidden=move || shell.tab.get() != Tab::People
            >
                <Show when=move || shell.tab.get() == Tab::People>
                    <People />
                </Show>
            </div>
        </aside>
    }
}
