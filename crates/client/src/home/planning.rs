//! The planning page of one session: its run sheet, its details, who is expected, how they get in.

use academy::session::{Session, State};
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{
    Failed, Frame, Loading,
    answers::Plan,
    details::Details,
    expected::Expected,
    invite::Invite,
    kept,
    opening::Opener,
    place::{Here, Section, address},
    planner::{Planner, Saving},
    when,
};
use crate::prelude::*;
use crate::{
    app::Page,
    http::{self, Problem},
    runsheet::RunSheetPage,
    ui::{Icon, Toasts},
};

/// The page: fetches the plan, then shows it.
#[component]
pub(crate) fn Planning(id: Uuid) -> impl IntoView {
    let (here, toasts) = (expect_context::<Here>(), expect_context::<Toasts>());
    let found = RwSignal::new(None::<Result<Plan, Problem>>);
    let fetch = move || {
        spawn_local(async move {
            match http::get(&format!("/api/sessions/{id}")).await {
                Err(problem) if problem.is_signed_out() => here.tell(problem, toasts),
                answer => _ = found.try_set(Some(answer)),
            }
        });
    };
    fetch();
    let again = Callback::new(move |()| {
        found.set(None);
        fetch();
    });
    move || match found.get() {
        None => view! { <Frame><Loading what="the session" /></Frame> }.into_any(),
        Some(Err(problem)) => view! { <Frame><Failed say=problem.say again /></Frame> }.into_any(),
        Some(Ok(plan)) => view! { <Plans plan /> }.into_any(),
    }
}

#[component]
fn Plans(plan: Plan) -> impl IntoView {
    let here = expect_context::<Here>();
    let planner = Planner::new(plan);
    provide_context(planner);
    let page = expect_context::<Page>();
    effect(move || page.title.set(planner.session.with(|session| session.title.clone())));
    let section = move || match here.section.get() {
        Section::RunSheet => view! { <RunSheetPage /> }.into_any(),
        Section::Details => view! { <Details /> }.into_any(),
        Section::People => view! { <Expected /> }.into_any(),
        Section::Invite => view! { <Invite /> }.into_any(),
    };
    view! {
        <Frame bar=|| view! { <Bar /> }>
            <main class="page-main" tabindex="-1">
                <Sections />
                <Closed />
                {section}
            </main>
        </Frame>
    }
}

/// `Dec 1 · 10:00 to 12:10 Pacific · Riverton PD`.
fn headline(session: &Session) -> String {
    let (zone, starts_at) = (&session.time_zone, session.starts_at_ms);
    let from = when::clock(starts_at, zone);
    let to = when::clock(session.ends_at_ms(), zone);
    let day = when::day(starts_at, zone);
    let line = format!("{day} · {from} to {to} {}", when::zone_name(starts_at, zone));
    if session.departments.is_empty() {
        line
    } else {
        format!("{line} · {}", session.departments.join(", "))
    }
}

/// The bar: which session, whether it is saved, and what comes next.
#[component]
fn Bar() -> impl IntoView {
    let (planner, opener, here) =
        (expect_context::<Planner>(), expect_context::<Opener>(), expect_context::<Here>());
    let Planner { session, .. } = planner;
    let id = session.with_untracked(|session| session.id.0);
    let invite = address(id, Section::Invite);
    let waits = move || opener.busy.get() || matches!(planner.saving.get(), Saving::Busy | Saving::Waiting);
    let state = memo(move || session.with(|session| session.state));
    let acts = move || {
        match state.get() {
        State::Planned => view! {
            <button class="btn" disabled=waits on:click=move |_| opener.rehearse(session.get_untracked())>"Rehearse"</button>
            <button class="btn primary" disabled=waits on:click=move |_| opener.open(session.get_untracked())>
                "Open room"
            </button>
        }
        .into_any(),
        State::Open => view! {
            <button class="btn primary" disabled=opener.busy on:click=move |_| opener.enter(id)>"Enter"</button>
        }
        .into_any(),
        State::Ended | State::Disposing | State::Erased => view! {
            <a class="btn" href=format!("/api/sessions/{id}/attendance.csv") download="attendance.csv">
                <Icon name="download" />
                "Attendance"
            </a>
            {kept::links(id, session.with_untracked(|session| session.records), false)}
        }
        .into_any(),
    }
    };
    view! {
        <div class="title">
            <h1>{move || session.with(|session| session.title.clone())}</h1>
            <span class="tiny">{move || session.with(headline)}</span>
        </div>
        <Saved />
        <a
            class="btn narrow-off"
            href=invite.clone()
            on:click=move |event| here.follow(&event, &invite)
        >
            <Icon name="user-plus" />
            "Invite"
        </a>
        {acts}
    }
}

/// Whether everything is at the server.
#[component]
fn Saved() -> impl IntoView {
    let saving = expect_context::<Planner>().saving;
    view! {
        <span class="chip saved" class:warn=move || saving.get() == Saving::Waiting role="status">
            {move || match saving.get() {
                Saving::Untouched => ().into_any(),
                Saving::Busy => "Saving".into_any(),
                Saving::Saved => view! { <Icon name="check" />"Saved" }.into_any(),
                Saving::Waiting => view! { <Icon name="wifi-off" />"Kept here, trying again" }.into_any(),
            }}
        </span>
    }
}

/// The sections of the page, each with an address of its own.
#[component]
fn Sections() -> impl IntoView {
    let (planner, here) = (expect_context::<Planner>(), expect_context::<Here>());
    let id = planner.session.with_untracked(|session| session.id.0);
    let people = move || planner.session.with(|session| session.expected.len());
    let link = move |section, label: &'static str| {
        let to = address(id, section);
        let href = to.clone();
        view! {
            <a
                href=href
                aria-current=move || (here.section.get() == section).then_some("page")
                on:click=move |event| here.follow(&event, &to)
            >
                {label}
                <Show when=move || section == Section::People && { people() > 0 }>
                    <span class="badge">{people}</span>
                </Show>
            </a>
        }
    };
    view! {
        <nav class="page-nav sections" aria-label="This session">
            {link(Section::RunSheet, "Run sheet")}
            {link(Section::Details, "Details")}
            {link(Section::People, "People")}
            {link(Section::Invite, "Invite")}
        </nav>
    }
}

/// A session that has begun is not planned any more.
#[component]
fn Closed() -> impl IntoView {
    let planner = expect_context::<Planner>();
    view! {
        <Show when=move || !planner.is_open()>
            <p class="notice" role="status">
                <Icon name="lock" />
                "The room has been opened, so the plan stays as it is. The list of people can still change."
            </p>
        </Show>
    }
}
