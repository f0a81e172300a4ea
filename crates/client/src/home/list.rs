//! All sessions: what is today, what comes, what was.

use academy::session::State;
use leptos::task::spawn_local;

use super::{
    Failed, Frame, Loading,
    answers::{Everything, Summary},
    kept,
    opening::{Opener, has_room},
    place::{Here, Section, address},
    sign_in, when,
};
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    http::{self, Problem},
    ui::{Dialog, Icon, Menu, Toasts},
    words,
};

/// Where a browser keeps who planned the last session on it.
pub(crate) const LED_BY: &str = "rollcall.led-by";

/// The three heaps of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heap {
    Today,
    Coming,
    Past,
}

fn heap(session: &Summary, today: &str, now_ms: i64, zone: &str) -> Heap {
    match session.state {
        State::Open => Heap::Today,
        State::Planned if when::date_field(session.starts_at, zone) == today => Heap::Today,
        State::Planned if session.starts_at > now_ms => Heap::Coming,
        State::Planned | State::Ended | State::Disposing | State::Erased => Heap::Past,
    }
}

/// The page.
#[component]
pub(crate) fn List() -> impl IntoView {
    let (here, toasts) = (expect_context::<Here>(), expect_context::<Toasts>());
    let found = RwSignal::new(None::<Result<Everything, Problem>>);
    let fetch = move || {
        spawn_local(async move {
            match http::get::<Everything>("/api/home").await {
                Err(problem) if problem.is_signed_out() => here.tell(problem, toasts),
                answer => {
                    let news = found.try_with_untracked(|shown| is_news(shown.as_ref(), &answer));
                    if news == Some(true) {
                        found.set(Some(answer));
                    }
                }
            }
        });
    };
    fetch();
    // Somebody who comes back to this tab sees how things are now.
    let back = window_event_listener(leptos::ev::focus, move |_| fetch());
    on_cleanup(move || back.remove());
    let again = Callback::new(move |()| {
        found.set(None);
        fetch();
    });
    let removing = RwSignal::new(None::<Summary>);
    let bar = move || {
        view! {
            <nav class="page-nav" aria-label="Pages">
                <a href="/home" aria-current="page">"Sessions"</a>
            </nav>
            <span class="grow"></span>
            <button class="btn quiet" aria-label="Sign out" on:click=move |_| sign_in::leave(here, toasts)>
                <Icon name="log-out" />
                <span class="narrow-off">"Sign out"</span>
            </button>
            <a class="btn primary" href="/home/new" on:click=move |event| here.follow(&event, "/home/new")>
                <Icon name="plus" />
                "New session"
            </a>
        }
    };
    view! {
        <Frame bar>
            {move || match found.get() {
                None => view! { <Loading what="your sessions" /> }.into_any(),
                Some(Err(problem)) => view! { <Failed say=problem.say again /> }.into_any(),
                Some(Ok(all)) => view! { <Heaps all removing /> }.into_any(),
            }}
        </Frame>
        <Remove removing again />
    }
}

/// Whether the page has to be made anew: what is shown is neither disturbed by the same once more nor by a failed look.
fn is_news(shown: Option<&Result<Everything, Problem>>, answer: &Result<Everything, Problem>) -> bool {
    match (shown, answer) {
        (Some(Ok(_)), Err(_)) => false,
        (Some(Ok(shown)), Ok(answer)) => shown.sessions != answer.sessions,
        _ => true,
    }
}

/// `Good morning`, by this browser's clock, with the first name of whoever planned here last.
fn greeting(now_ms: i64, zone: &str) -> String {
    let hour: u32 =
        when::clock(now_ms, zone).split(':').next().and_then(|hour| hour.parse().ok()).unwrap_or(9);
    let greeting = match hour {
        4..12 => "Good morning",
        12..18 => "Good afternoon",
        _ => "Good evening",
    };
    let name = browser::kept(Keep::Browser, LED_BY).unwrap_or_default();
    match name.split_whitespace().find(|word| !word.ends_with('.')) {
        Some(first) => format!("{greeting}, {first}"),
        None => greeting.to_owned(),
    }
}

#[component]
fn Heaps(all: Everything, removing: RwSignal<Option<Summary>>) -> impl IntoView {
    let (zone, now) = (when::zone(), all.now);
    let today = when::date_field(now, &zone);
    let of = |wanted| {
        let mine = all.sessions.iter().filter(|session| heap(session, &today, now, &zone) == wanted);
        mine.cloned().collect::<Vec<_>>()
    };
    let (running, coming, mut past) = (of(Heap::Today), of(Heap::Coming), of(Heap::Past));
    past.reverse();
    let section = move |title: &'static str, heap, sessions: Vec<Summary>| {
        let row = move |session| view! { <Row session heap removing /> };
        (!sessions.is_empty()).then(|| {
            view! {
                <section class="col gap4" aria-label=title>
                    <h2 class="caps">{title}</h2>
                    {sessions.into_iter().map(row).collect_view()}
                </section>
            }
        })
    };
    view! {
        <main class="page-main heaps" tabindex="-1">
            <h1>{greeting(now, &zone)}</h1>
            {all.sessions.is_empty().then(|| view! { <NothingYet /> })}
            {section("Today", Heap::Today, running)}
            {section("Coming up", Heap::Coming, coming)}
            {section("Earlier", Heap::Past, past)}
        </main>
    }
}

/// The first thing a facilitator sees on a new server.
#[component]
fn NothingYet() -> impl IntoView {
    let here = expect_context::<Here>();
    view! {
        <div class="card empty">
            <Icon name="calendar" />
            <h2>"Plan your first session"</h2>
            <p>"Choose one of the ready-made trainings and a time. You get a run sheet you can change, a code for your officers, and a rehearsal with simulated officers before anybody comes."</p>
            <a class="btn primary big" href="/home/new" on:click=move |event| here.follow(&event, "/home/new")>
                <Icon name="plus" />
                "New session"
            </a>
        </div>
    }
}

/// One session.
#[component]
fn Row(session: Summary, heap: Heap, removing: RwSignal<Option<Summary>>) -> impl IntoView {
    let zone = session.time_zone.clone();
    let day = match heap {
        Heap::Today if session.state == State::Open => "Now".to_owned(),
        Heap::Today => "Today".to_owned(),
        Heap::Coming | Heap::Past => when::day(session.starts_at, &zone),
    };
    let label = format!("title-{}", session.id);
    view! {
        <article
            class="session"
            class:today=heap == Heap::Today
            class:past=heap == Heap::Past
            aria-labelledby=label.clone()
        >
            <div class="when">
                <span class="caps">{day}</span>
                <b>{when::clock(session.starts_at, &zone)}</b>
                <span class="tiny">{when::zone_name(session.starts_at, &zone)}</span>
            </div>
            <div class="about">
                <h3 id=label.clone()>{session.title.clone()}</h3>
                <p class="small">{facts(&session)}</p>
                <div class="row wrap">{chips(&session)}</div>
            </div>
            <Acts session heap removing />
        </article>
    }
}

/// `Riverton PD, Lakeside SO · 24 expected · 2 h 10`.
fn facts(session: &Summary) -> String {
    let mut facts = vec![];
    if !session.departments.is_empty() {
        facts.push(session.departments.join(", "));
    }
    if session.expected > 0 {
        facts.push(format!("{} expected", session.expected));
    }
    facts.push(when::length(session.minutes));
    match session.state {
        State::Planned => {}
        State::Open if session.unreadable => {
            facts.push("its room cannot be read, see the server's log".to_owned());
        }
        State::Open => facts.push(format!("{} connected", session.present)),
        State::Ended => facts.push("ended".to_owned()),
        State::Disposing => facts.push("ended, being erased".to_owned()),
        State::Erased => facts.push("ended, what it does not keep is erased".to_owned()),
    }
    facts.join(" · ")
}

fn chips(session: &Summary) -> impl IntoView + use<> {
    let planned = session.state == State::Planned;
    let (ready, open) = (planned && session.unfilled == 0, session.unfilled);
    let has_room = has_room(session.state);
    let (unreadable, entered) = (has_room && session.unreadable, has_room && !session.unreadable);
    view! {
        {session.practice.then(|| view! { <span class="chip warn">"Practice"</span> })}
        {unreadable.then(|| view! { <span class="chip bad">"Room cannot be read"</span> })}
        {entered.then(|| view! { <span class="chip good"><Icon name="door-open" />"Room open"</span> })}
        {ready.then(|| view! { <span class="chip good"><Icon name="check" />"Run sheet ready"</span> })}
        {(planned && open > 0)
            .then(|| {
                let words = words::count(open, "blank to fill", "blanks to fill");
                view! { <span class="chip warn"><Icon name="pen-line" />{words}</span> }
            })}
    }
}

/// What can be done with a session now.
#[component]
fn Acts(session: Summary, heap: Heap, removing: RwSignal<Option<Summary>>) -> impl IntoView {
    let (here, opener) = (expect_context::<Here>(), expect_context::<Opener>());
    let id = session.id;
    let plan = address(id, Section::RunSheet);
    let attendance = format!("/api/sessions/{id}/attendance.csv");
    let label = format!("More about {}", session.title);
    let more_label = label.clone();
    let session = StoredValue::new(session);
    let edit = move |class| {
        let (to, plan) = (plan.clone(), plan.clone());
        view! { <a class=class href=to on:click=move |event| here.follow(&event, &plan)>"Edit"</a> }
    };
    let csv = |attendance: String, class| {
        view! {
            <a class=class href=attendance download="attendance.csv">
                <Icon name="download" />
                "Attendance"
            </a>
        }
    };
    let more = move |with_opening: bool| {
        view! {
            <Menu class="iconbtn" label face=|| view! { <Icon name="ellipsis" /> }>
                {with_opening
                    .then(|| {
                        view! {
                            <button role="menuitem" tabindex="-1" on:click=move |_| opener.look_and_rehearse(id)>
                                <Icon name="users" />
                                "Rehearse"
                            </button>
                            <button role="menuitem" tabindex="-1" on:click=move |_| opener.look_and_open(id)>
                                <Icon name="door-open" />
                                "Open room now"
                            </button>
                        }
                    })}
                <button
                    class="bad"
                    role="menuitem"
                    tabindex="-1"
                    on:click=move |_| removing.set(Some(session.get_value()))
                >
                    <Icon name="trash-2" />
                    "Delete"
                </button>
            </Menu>
        }
    };
    let state = session.with_value(|session| session.state);
    // The list of people and the ways in are needed most while people come.
    let while_open = move || {
        let item = move |section, icon: &'static str, words: &'static str| {
            let to = address(id, section);
            let href = to.clone();
            view! {
                <a role="menuitem" tabindex="-1" href=href on:click=move |event| here.follow(&event, &to)>
                    <Icon name=icon />
                    {words}
                </a>
            }
        };
        view! {
            <Menu class="iconbtn" label=more_label face=|| view! { <Icon name="ellipsis" /> }>
                {item(Section::Invite, "user-plus", "Invite")}
                {item(Section::People, "users", "People")}
            </Menu>
        }
    };
    let acts = match (state, heap) {
        (State::Open, _) => view! {
            {csv(attendance, "btn")}
            <button class="btn primary" disabled=opener.busy on:click=move |_| opener.enter(id)>
                <Icon name="log-in" />
                "Enter"
            </button>
            {while_open()}
        }
        .into_any(),
        (State::Planned, Heap::Today) => view! {
            {edit("btn")}
            <button class="btn" disabled=opener.busy on:click=move |_| opener.look_and_rehearse(id)>"Rehearse"</button>
            <button class="btn primary" disabled=opener.busy on:click=move |_| opener.look_and_open(id)>
                "Open room"
            </button>
            {more(false)}
        }
        .into_any(),
        (State::Planned, _) => view! {
            {edit("btn")}
            {more(true)}
        }
        .into_any(),
        (State::Ended | State::Disposing, _) => csv(attendance, "btn").into_any(),
        (State::Erased, _) => view! {
            {csv(attendance, "btn")}
            <Show when=move || session.with_value(|session| kept::keeps_more(session.records))>
                <Menu class="btn" face=|| view! { "What was kept"<Icon name="chevron-down" /> }>
                    {session.with_value(|session| kept::links(id, session.records, true))}
                </Menu>
            </Show>
            {more(false)}
        }
        .into_any(),
    };
    view! { <div class="acts">{acts}</div> }
}

/// Asks before a session is deleted.
#[component]
fn Remove(removing: RwSignal<Option<Summary>>, again: Callback<()>) -> impl IntoView {
    let (here, toasts) = (expect_context::<Here>(), expect_context::<Toasts>());
    let open = RwSignal::new(false);
    effect(move || {
        if removing.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() && removing.with_untracked(Option::is_some) {
            removing.set(None);
        }
    });
    let remove = move |_| {
        let Some(session) = removing.get_untracked() else { return };
        open.set(false);
        spawn_local(async move {
            match http::delete(&format!("/api/sessions/{}", session.id)).await {
                Ok(()) => toasts.say(format!("“{}” is deleted.", session.title)),
                Err(problem) => here.tell(problem, toasts),
            }
            again.run(());
        });
    };
    let title = move || removing.with(|s| s.as_ref().map(|s| s.title.clone()).unwrap_or_default());
    let kept = move || removing.with(|s| s.as_ref().is_some_and(|s| s.state == State::Erased));
    view! {
        <Dialog open title="Delete this session?">
            <p>
                <b>{title}</b>
                {move || match kept() {
                    true => " and everything it kept, the attendance too, will be deleted. Download the attendance first if somebody still needs it.",
                    false => ", its run sheet and its list of officers will be deleted. Its links and code stop working.",
                }}
            </p>
            <div class="foot">
                <button class="btn quiet" on:click=move |_| open.set(false)>"Keep it"</button>
                <button class="btn danger" on:click=remove>"Delete"</button>
            </div>
        </Dialog>
    }
}
