//! The room's page: opens the line, shows the page that fits where the person stands, and holds the shell together.
//!
//! The shell's slots, and where a feature goes in:
//! - `side`: an officer's agenda and facts of the session ([`side`]); a facilitator's run controls (`crate::console`),
//! - `stage`: what is running, chosen by the activity ([`stage`]),
//! - `talk`: chat and people, a tab each ([`talk`]),
//! - `dock`: what everybody can do at any time ([`dock`]).

mod dock;
mod leave;
mod news;
mod side;
mod stage;
mod strip;
mod talk;
mod top;

use std::time::Duration;

use leptos::{ev, task::spawn_local};
use link::Happening;
use protocol::Bye;
use room::{
    Event, PersonId,
    agenda::{self, Activity, Segment},
    roster::{self, Standing},
};

use crate::prelude::*;
use crate::{
    app::Page,
    browser, idle,
    keys::Keys,
    link::Line,
    live::{Live, Part, Stance},
    lobby::Lobby,
    parts, states,
    ui::{Announcer, Toasts},
};
use leave::Rename;
pub(crate) use side::{Keeps, keeps};
pub(crate) use top::{Net, Practice};

/// A panel that is a sheet on narrow screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// Agenda, or the facilitator's run controls.
    Side,
    /// The conversation.
    Talk,
}

/// A tab of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// What is written.
    Chat,
    /// What is asked of the facilitators.
    Questions,
    /// Who is here.
    People,
}

/// What the pieces of the shell share. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Shell {
    /// The sheet that is open on a narrow screen.
    pub(crate) sheet: RwSignal<Option<Sheet>>,
    /// The chosen tab of the conversation.
    pub(crate) tab: RwSignal<Tab>,
    /// Lines of chat that this person has not seen.
    pub(crate) unread: RwSignal<usize>,
    /// Whether the dialog for leaving is open.
    pub(crate) leaving: RwSignal<bool>,
    /// Whether the dialog for a call to duty is open.
    pub(crate) called: RwSignal<bool>,
    /// Whether the dialog for ending the session is open.
    pub(crate) ending: RwSignal<bool>,
    /// Whether the dialog for going on while groups are at work is open.
    pub(crate) parting: RwSignal<bool>,
    /// Whose name is being changed.
    pub(crate) renaming: RwSignal<Option<PersonId>>,
}

impl Shell {
    fn new() -> Self {
        Self {
            sheet: RwSignal::new(None),
            tab: RwSignal::new(Tab::Chat),
            unread: RwSignal::new(0),
            leaving: RwSignal::new(false),
            called: RwSignal::new(false),
            ending: RwSignal::new(false),
            parting: RwSignal::new(false),
            renaming: RwSignal::new(None),
        }
    }

    /// Shows a tab of the conversation, also on a narrow screen.
    pub(crate) fn open_talk(&self, tab: Tab) {
        self.tab.set(tab);
        self.sheet.set(Some(Sheet::Talk));
    }
}

/// The way back in for somebody who has left: nothing is fetched again. Found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Visits(RwSignal<u32>);

impl Visits {
    /// The first visit.
    pub(crate) fn first() -> Self {
        Self(RwSignal::new(1))
    }

    /// Enters the room once more.
    pub(crate) fn come_back(&self) {
        self.0.update(|visits| *visits += 1);
    }
}

/// The room of one session.
#[component]
pub(crate) fn Room(
    /// The session's id, as its address names it.
    session: String,
) -> impl IntoView {
    let visits = Visits::first();
    provide_context(visits);
    move || {
        visits.0.track();
        view! { <Visit session=session.clone() /> }
    }
}

/// One stay in the room, from opening the line to leaving.
#[component]
fn Visit(session: String) -> impl IntoView {
    let Some(seat) = browser::seat(&session) else {
        return view! { <states::Ended why=Bye::Unknown /> }.into_any();
    };
    let live = Live::open(&session, &seat, expect_context::<Toasts>());
    states::remember(live, session);
    stay(live)
}

/// The page that fits where the person stands, around a live room.
pub(crate) fn stay(live: Live) -> AnyView {
    let page = expect_context::<Page>();
    provide_context(live);
    provide_context(Keys::open());
    provide_context(Shell::new());
    provide_context(crate::breakout::Chosen::new());
    provide_context(crate::board::Pens::new(live));
    idle::watch(live);
    wake_with_the_browser(live);
    effect(move || page.title.set(live.see(Part::Session, |room| room.charter.title.clone())));
    let shown = move || match live.stance.get() {
        Stance::Opening => view! { <states::Opening /> }.into_any(),
        Stance::Waiting => view! { <Lobby /> }.into_any(),
        Stance::Inside => view! { <Inside /> }.into_any(),
        Stance::CalledOut => view! { <states::Gone called_out=true /> }.into_any(),
        Stance::Left => view! { <states::Gone called_out=false /> }.into_any(),
        Stance::Over(why) => view! { <states::Ended why /> }.into_any(),
    };
    let at_place = move || matches!(live.stance.get(), Stance::Waiting | Stance::Inside);
    view! {
        {shown}
        <Rename />
        <Show when=at_place>
            <states::Away />
        </Show>
    }
    .into_any()
}

/// A network that is back, and a page that is looked at again, do not wait for the next attempt.
fn wake_with_the_browser(live: Live) {
    for event in ["online", "focus", "pageshow", "visibilitychange"] {
        let listening = window_event_listener_untyped(event, move |_| {
            if !document().hidden() {
                live.wake();
            }
        });
        on_cleanup(move || listening.remove());
    }
}

/// Says who comes in, for those who do not see the strip change. Many at once are one announcement.
fn announce_arrivals(live: Live) {
    let announcer = expect_context::<Announcer>();
    announcer.say("You are in the room.");
    live.listen(move |happening| {
        let Happening::Happened(_, events) = happening else { return };
        let came_in = |event: &Event| match event {
            Event::Roster(roster::Event::Arrived(person)) if person.standing == Standing::Admitted => {
                Some(person.name.clone())
            }
            _ => None,
        };
        let names: Vec<_> = events.iter().filter_map(came_in).collect();
        match names.as_slice() {
            [] => {}
            [name] => announcer.say(format!("{name} is in the room.")),
            names => announcer.say(format!("{} people came in.", names.len())),
        }
    });
}

/// Fetches what people do together once the line has been up for a moment, so that the first poll, group or board opens
/// at once.
fn fetch_ahead(live: Live) {
    const AFTER: Duration = Duration::from_secs(2);
    effect(move || {
        if live.line.get() != Line::Up {
            return;
        }
        let fetch = move || {
            spawn_local(async move {
                parts::fetch_work().await;
                if live.look(|room| has_board_to_come(&room.agenda)) {
                    parts::fetch_board().await;
                }
            });
        };
        if let Ok(timer) = set_timeout_with_handle(fetch, AFTER) {
            on_cleanup(move || timer.clear());
        }
    });
}

/// Whether there is a whiteboard in a segment that has not run.
fn has_board_to_come(agenda: &agenda::State) -> bool {
    let is_board = |activity: &Activity| matches!(activity, Activity::Board(_));
    let has_run = |segment: &Segment| agenda.runs.iter().any(|run| run.segment == segment.id);
    agenda.segments.iter().any(|segment| segment.activities.iter().any(is_board) && !has_run(segment))
}

/// The shell.
#[component]
fn Inside() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    announce_arrivals(live);
    news::announce(live);
    fetch_ahead(live);
    provide_context(crate::poll::News::new());
    let voted =
        memo(move || live.see(Part::Poll, |room| room.poll.polls.values().any(|p| p.sealed.is_some())));
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() && shell.sheet.get_untracked().is_some() {
            shell.sheet.set(None);
        }
    });
    on_cleanup(move || escape.remove());
    let paused = move || live.see(Part::Session, |room| room.paused.is_some());
    let sheet = move || {
        shell.sheet.get().map(|sheet| match sheet {
            Sheet::Side => "side",
            Sheet::Talk => "talk",
        })
    };
    view! {
        <a class="skip" href="#stage">"To the activity"</a>
        <div
            class="room"
            class:leads=live.leads
            class:paused=paused
            class:offline=move || live.line.get() != Line::Up
            data-sheet=sheet
        >
            <top::Top />
            <states::Banner />
            {move || match live.leads.get() {
                true => view! { <parts::Part what="the controls" fetch=|| parts::styled_console(parts::Desk::Run) /> }.into_any(),
                false => view! { <side::Side /> }.into_any(),
            }}
            <main class="stage" id="stage" tabindex="-1">
                <stage::Stage />
            </main>
            <talk::Talk />
            <button class="scrim" tabindex="-1" aria-label="Close" on:click=move |_| shell.sheet.set(None)></button>
            <dock::Dock />
        </div>
        {move || voted.get().then(parts::voting)}
        <leave::Leaving />
        <leave::Called />
    }
}

/// The head of a panel while it is a sheet.
#[component]
pub(crate) fn SheetHead(
    /// What the sheet is.
    title: &'static str,
) -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! {
        <div class="sheet-head">
            <h2 class="grow">{title}</h2>
            <button class="iconbtn" aria-label="Close" on:click=move |_| shell.sheet.set(None)>
                <crate::ui::Icon name="x" />
            </button>
        </div>
    }
}
