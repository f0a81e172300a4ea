//! The facilitators' home: the sessions they plan, and the pages on which they plan them.

mod answers;
mod details;
mod expected;
pub(crate) mod invite;
mod kept;
mod list;
mod new_session;
mod opening;
mod place;
pub(crate) mod planner;
mod planning;
mod sign_in;
pub(crate) mod when;

use crate::prelude::*;
use crate::{app::Page, ui::Icon};
use opening::{Opener, OpeningDialog};
use place::{Door, Here, Place};

/// All pages below `/home`.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let here = Here::open();
    provide_context(here);
    provide_context(Opener::new(here));
    sign_in::knock(here);
    let name_page = |title: &str| expect_context::<Page>().title.set(title.to_owned());
    let open = move || match here.place.get() {
        Place::List => {
            name_page("Your sessions");
            view! { <list::List /> }.into_any()
        }
        Place::New => {
            name_page("New session");
            view! { <new_session::NewSession /> }.into_any()
        }
        Place::Session(id) => view! { <planning::Planning id /> }.into_any(),
    };
    view! {
        {move || match here.door.get() {
            Door::Knocking => view! { <Frame><Loading what="your sessions" /></Frame> }.into_any(),
            Door::Open => open(),
            Door::Shut(say) => {
                name_page("Facilitators");
                view! { <Frame><sign_in::SignIn say /></Frame> }.into_any()
            }
        }}
        <OpeningDialog />
    }
}

/// A page: the bar at the top, then what it is about.
#[component]
fn Frame(
    /// What stands in the bar behind the name.
    #[prop(optional, into)]
    bar: ViewFn,
    children: Children,
) -> impl IntoView {
    let here = expect_context::<Here>();
    view! {
        <div class="page">
            <header class="top">
                <a class="brandmark" href="/home" on:click=move |event| here.follow(&event, "/home")>
                    <i>
                        <Icon name="shield-check" />
                    </i>
                    <span class="narrow-off">"Rollcall"</span>
                    <span class="vh">", your sessions"</span>
                </a>
                {bar.run()}
            </header>
            {children()}
        </div>
    }
}

/// Something is on its way: gray shapes where it will stand.
#[component]
fn Loading(
    /// What is awaited.
    what: &'static str,
) -> impl IntoView {
    view! {
        <main class="page-main col gap4" aria-busy="true">
            <p class="vh" role="status">"Opening "{what}</p>
            <div class="ghost line"></div>
            <div class="ghost"></div>
            <div class="ghost"></div>
            <div class="ghost"></div>
        </main>
    }
}

/// Something could not be fetched.
#[component]
fn Failed(
    /// What happened.
    say: String,
    /// Tries again.
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <main class="page-main">
            <div class="empty" role="alert">
                <Icon name="wifi-off" />
                <h1>"That did not work"</h1>
                <p>{say}</p>
                <button class="btn" on:click=move |_| again.run(())>
                    <Icon name="rotate-ccw" />
                    "Try again"
                </button>
            </div>
        </main>
    }
}
