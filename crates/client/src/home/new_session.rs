//! A new session: one of the ready-made trainings, and when.

use leptos::{ev, html, task::spawn_local};
use serde::Serialize;

use super::{
    Failed, Frame, Loading,
    answers::{Everything, Plan, TemplateCard},
    list::LED_BY,
    place::{Here, Section, address},
    when,
};
use crate::prelude::*;
use crate::{
    browser::{self, Keep},
    http::{self, Problem},
    ui::{Icon, Toasts},
};

const DAY_MS: i64 = 86_400_000;

/// What the server makes a session from.
#[derive(Serialize)]
struct Create {
    template: String,
    starts_at: i64,
    time_zone: String,
    led_by: String,
}

/// The page.
#[component]
pub(crate) fn NewSession() -> impl IntoView {
    let (here, toasts) = (expect_context::<Here>(), expect_context::<Toasts>());
    let found = RwSignal::new(None::<Result<Everything, Problem>>);
    let fetch = move || {
        spawn_local(async move {
            let answer = http::get("/api/home").await;
            match answer {
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
    let bar = move || {
        view! {
            <div class="title">
                <b>"New session"</b>
            </div>
            <a class="btn quiet" href="/home" on:click=move |event| here.follow(&event, "/home")>"Cancel"</a>
        }
    };
    view! {
        <Frame bar>
            {move || match found.get() {
                None => view! { <Loading what="the trainings" /> }.into_any(),
                Some(Err(problem)) => view! { <Failed say=problem.say again /> }.into_any(),
                Some(Ok(all)) => view! { <Form templates=all.templates now=all.now /> }.into_any(),
            }}
        </Frame>
    }
}

#[component]
fn Form(templates: Vec<TemplateCard>, now: i64) -> impl IntoView {
    let (here, toasts) = (expect_context::<Here>(), expect_context::<Toasts>());
    let zone = when::zone();
    let chosen = RwSignal::new(None::<String>);
    let (date, time, leader) =
        (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let (wrong_template, wrong_time, busy) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    effect(move || {
        if chosen.get().is_some() {
            wrong_template.set(false);
        }
    });
    let create = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let value =
            |field: NodeRef<html::Input>| field.get_untracked().map(|f| f.value()).unwrap_or_default();
        let time_zone = when::zone();
        let starts_at = when::moment(&value(date), &value(time), &time_zone);
        wrong_template.set(chosen.with_untracked(Option::is_none));
        wrong_time.set(starts_at.is_none());
        let (Some(template), Some(starts_at)) = (chosen.get_untracked(), starts_at) else {
            let first = if wrong_template.get_untracked() { "[name=template]" } else { "[type=date]" };
            return browser::focus(first);
        };
        let led_by = value(leader).trim().to_owned();
        browser::keep(Keep::Browser, LED_BY, &led_by);
        busy.set(true);
        spawn_local(async move {
            let create = Create { template, starts_at, time_zone, led_by };
            match http::post::<Plan>("/api/sessions", &create).await {
                Ok(plan) => here.go(&address(plan.session.id.0, Section::RunSheet)),
                Err(problem) => here.tell(problem, toasts),
            }
            _ = busy.try_set(false);
        });
    };
    let card = move |template: TemplateCard| view! { <Card template chosen /> };
    view! {
        <main class="page-main" tabindex="-1">
            <form class="col gap5" on:submit=create novalidate>
                <fieldset class="col gap3">
                    <legend>
                        <h1>"Choose a training"</h1>
                    </legend>
                    <p class="small">"You get a copy of your own. Everything in it can be changed."</p>
                    <Wrong shown=wrong_template say="Choose one of the trainings." />
                    <div class="templates">{templates.into_iter().map(card).collect_view()}</div>
                </fieldset>
                <section class="card create-bar">
                    <div class="fields">
                        <label class="field">
                            "Date"
                            <input
                                type="date"
                                node_ref=date
                                value=when::date_field(now + DAY_MS, &zone)
                                aria-invalid=move || wrong_time.get().to_string()
                            />
                        </label>
                        <label class="field">
                            "Start"
                            <input
                                type="time"
                                node_ref=time
                                value="10:00"
                                aria-invalid=move || wrong_time.get().to_string()
                            />
                            <span class="hint">
                                {format!("{} time, where you are", when::zone_name(now, &zone))}
                            </span>
                        </label>
                        <label class="field">
                            "Led by (optional)"
                            <input
                                node_ref=leader
                                maxlength="80"
                                autocomplete="name"
                                value=browser::kept(Keep::Browser, LED_BY).unwrap_or_default()
                            />
                            <span class="hint">"Your name as officers see it"</span>
                        </label>
                    </div>
                    <Wrong shown=wrong_time say="Write the day and the time it starts." />
                    <button class="btn primary big" disabled=busy>
                        {move || if busy.get() { "Making the run sheet" } else { "Make the run sheet" }}
                    </button>
                </section>
            </form>
        </main>
    }
}

#[component]
fn Wrong(shown: RwSignal<bool>, say: &'static str) -> impl IntoView {
    view! {
        <p class="field" role="alert">
            <Show when=move || shown.get()>
                <span class="error">
                    <Icon name="circle-x" />
                    {say}
                </span>
            </Show>
        </p>
    }
}

fn credit(minutes: u32) -> String {
    if minutes == 0 { "no credit".to_owned() } else { format!("{} credit", when::length(minutes)) }
}

#[component]
fn Card(template: TemplateCard, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let TemplateCard { id, title, audience, objectives, minutes, credit_minutes } = template;
    let goal = move |goal: String| view! { <li>{goal}</li> };
    view! {
        <label class="template">
            <span class="row top-aligned gap3">
                <input type="radio" name="template" on:change=move |_| chosen.set(Some(id.clone())) />
                <b class="grow">{title}</b>
            </span>
            <span class="small">{audience}</span>
            <span class="row wrap">
                <span class="chip">
                    <Icon name="clock" />
                    {when::length(minutes)}
                </span>
                <span class="chip brand">{credit(credit_minutes)}</span>
            </span>
            <details class="small">
                <summary>"What officers learn"</summary>
                <ul class="bullets">{objectives.into_iter().map(goal).collect_view()}</ul>
            </details>
        </label>
    }
}
