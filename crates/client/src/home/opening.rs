//! From a plan to its room: what to know before it opens, then opening, rehearsing and going in.

use academy::{
    session::{Session, State},
    tailor::Slot,
};
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{
    answers::{Plan, Rehearsal, Seated},
    place::{self, Here, Section},
};
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    http::{self, Problem},
    ui::{Dialog, Icon, Toasts},
};

/// Opens rooms and goes into them. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Opener {
    /// Whether something is under way that ends in a room.
    pub(crate) busy: RwSignal<bool>,
    asked: RwSignal<bool>,
    about: RwSignal<Option<(Session, Way)>>,
    here: Here,
    toasts: Toasts,
}

/// What a room is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The session itself.
    Session,
    /// A throw-away copy with simulated officers.
    Rehearsal,
}

/// What officers would notice missing.
struct Doubts {
    /// Blanks nobody has filled.
    blanks: Vec<Slot>,
}

impl Doubts {
    fn about(session: &Session) -> Self {
        let unfilled = session.unfilled();
        let blank = |key: &String| {
            let declared = session.slots.iter().find(|slot| slot.key == *key).cloned();
            let undeclared =
                || Slot { key: key.clone(), ask: key.replace('_', " "), otherwise: String::new() };
            declared.unwrap_or_else(undeclared)
        };
        Self { blanks: unfilled.iter().map(blank).collect() }
    }

    fn are_none(&self) -> bool {
        self.blanks.is_empty()
    }
}

impl Opener {
    /// Nothing under way.
    pub(crate) fn new(here: Here) -> Self {
        let (busy, asked) = (RwSignal::new(false), RwSignal::new(false));
        Self { busy, asked, about: RwSignal::new(None), here, toasts: expect_context() }
    }

    /// Opens the room of a session, after a look at what is missing if anything is.
    pub(crate) fn open(&self, session: Session) {
        self.ask(session, Way::Session);
    }

    /// Opens a throw-away copy with simulated officers and goes in, after the same look.
    pub(crate) fn rehearse(&self, session: Session) {
        self.ask(session, Way::Rehearsal);
    }

    /// The same for somebody who has only seen the session's line.
    pub(crate) fn look_and_open(&self, id: Uuid) {
        self.look(id, Way::Session);
    }

    /// The same for a rehearsal.
    pub(crate) fn look_and_rehearse(&self, id: Uuid) {
        self.look(id, Way::Rehearsal);
    }

    fn look(&self, id: Uuid, way: Way) {
        let opener = *self;
        self.under_way(async move { http::get(&format!("/api/sessions/{id}")).await }, move |plan: Plan| {
            opener.ask(plan.session, way);
        });
    }

    fn ask(&self, session: Session, way: Way) {
        if Doubts::about(&session).are_none() {
            self.go(session.id.0, way);
        } else {
            self.about.set(Some((session, way)));
            self.asked.set(true);
        }
    }

    fn go(&self, id: Uuid, way: Way) {
        match way {
            Way::Session => self.under_way(open_and_enter(id), |()| ()),
            Way::Rehearsal => self.under_way(rehearse_and_enter(id), |()| ()),
        }
    }

    /// Goes into a room that is open.
    pub(crate) fn enter(&self, id: Uuid) {
        self.under_way(enter(id), |()| ());
    }

    /// One thing at a time, with its problem told; `then` what follows from it.
    fn under_way<T: 'static>(
        &self,
        work: impl Future<Output = Result<T, Problem>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        let Self { busy, here, toasts, .. } = *self;
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = work.await;
            _ = busy.try_set(false);
            match done {
                Ok(done) => then(done),
                Err(problem) => here.tell(problem, toasts),
            }
        });
    }
}

async fn open_and_enter(id: Uuid) -> Result<(), Problem> {
    http::post::<Plan>(&format!("/api/sessions/{id}/open"), &()).await?;
    enter(id).await
}

async fn rehearse_and_enter(id: Uuid) -> Result<(), Problem> {
    let copy: Rehearsal = http::post(&format!("/api/sessions/{id}/rehearse"), &()).await?;
    enter(copy.session).await
}

/// Takes a seat and shows the room in this tab.
async fn enter(id: Uuid) -> Result<(), Problem> {
    let seated: Seated = http::post(&format!("/api/sessions/{id}/enter"), &()).await?;
    let kept = serde_json::to_string(&seated).unwrap_or_default();
    browser::keep(Keep::Tab, "rollcall.seat", &kept);
    _ = window().location().assign(&format!("/room/{}", seated.session));
    Ok(())
}

/// What stands in the way of a good session, before its room opens.
#[component]
pub(crate) fn OpeningDialog() -> impl IntoView {
    let (opener, here) = (expect_context::<Opener>(), expect_context::<Here>());
    let go_on = move |id: Uuid, way| {
        opener.asked.set(false);
        opener.go(id, way);
    };
    let go_back = move |id: Uuid| {
        opener.asked.set(false);
        let address = place::address(id, Section::RunSheet);
        if here.place.get_untracked() != place::Place::Session(id)
            || here.section.get_untracked() != Section::RunSheet
        {
            here.go(&address);
        }
    };
    let body = move || {
        let (session, way) = opener.about.get()?;
        let (id, doubts) = (session.id.0, Doubts::about(&session));
        Some(view! {
            {blanks(doubts.blanks)}
            <div class="foot">
                <button class="btn" on:click=move |_| go_back(id)>"Back to the run sheet"</button>
                <button class="btn primary" on:click=move |_| go_on(id, way)>
                    {if way == Way::Session { "Open anyway" } else { "Rehearse anyway" }}
                </button>
            </div>
        })
    };
    view! { <Dialog open=opener.asked title="Before the room opens">{body}</Dialog> }
}

fn blanks(blanks: Vec<Slot>) -> Option<impl IntoView> {
    let line = |slot: Slot| {
        let reads = match slot.otherwise.is_empty() {
            true => "Officers read nothing in its place.".to_owned(),
            false => format!("Officers read “{}”.", slot.otherwise),
        };
        view! { <li><b>{slot.ask}</b><span class="small">" "{reads}</span></li> }
    };
    (!blanks.is_empty()).then(|| {
        view! {
            <div class="notice warn">
                <Icon name="pen-line" />
                <div class="col">
                    <b>"Not yet in your department's words"</b>
                    <ul class="col">{blanks.into_iter().map(line).collect_view()}</ul>
                </div>
            </div>
        }
    })
}

/// Whether there is a room to go into.
pub(crate) fn has_room(state: State) -> bool {
    state == State::Open
}
