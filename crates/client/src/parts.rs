//! The parts of the program that are fetched only when somebody needs them. The room itself is no part: it is what
//! nearly everybody comes for, and in one file it is smaller.
//!
//! All parts live in one memory: signals, contexts and statics of the main part are the same in every other. A part is
//! a plain function from its arguments to a view; [`part!`] cuts the program there when the feature `split` is on.
//!
//! Why parts can fail: a police station's line drops, or a newer build is being served and the old files are gone. So a
//! part that cannot be fetched is an ordinary answer, shown by [`Part`] with a way to try again, never a crash.

use std::{future::Future, pin::Pin};

use room::{BoardId, PollId, exercise::Place};

use crate::prelude::*;
use crate::{agenda, assets, breakout, exercise, plan, poll, questions, ui::Icon};

/// The desk a facilitator sits at while a session runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Desk {
    /// The controls of the session that runs.
    Run,
    /// The polls on the stage.
    Polls,
}

/// A view of something people do together in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The bar over the stage of somebody whose session has groups.
    GroupBar,
    /// The countdown to the groups.
    Moving,
    /// A poll to answer.
    Poll(PollId),
    /// What takes part in anonymous polls; nothing to be seen.
    Voting,
    /// The step of an exercise that is worked on.
    Exercise(Place),
    /// The steps of an exercise, in the left column.
    Steps(Place),
    /// The questions, in the conversation.
    Questions,
    /// The question being answered, on the stage.
    Answering,
    /// A call that unfolds fact by fact.
    Scenario,
    /// What the groups report.
    Report,
    /// What each takes along.
    Commitment,
}

/// A piece of what changes a whiteboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    /// What takes in the pointer, the keyboard and the clipboard on the canvas.
    Canvas,
    /// What stands at its upper edge.
    Bar,
    /// The tools under it.
    Tools,
    /// The list that can be shown instead.
    List,
}

/// A part could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Declares a part: an `async` function that fetches it if need be and returns its view, and one that only fetches.
///
/// Arguments must be owned; signals, stored values and callbacks are fine.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*), fetched ahead by $preload:ident, is $view:expr) => {
        $(#[$doc])*
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split(
            $name, wasm_split_path = ::leptos::wasm_split, fallible, preload(
                /// Fetches the part so that it is there when it is asked for.
                $preload
            )
        )]
        pub(crate) fn $name($($argument: $kind),*) -> Result<AnyView, Missing> {
            Ok($view)
        }

        $(#[$doc])*
        #[cfg(not(feature = "split"))]
        pub(crate) fn $name($($argument: $kind),*) -> impl Future<Output = Result<AnyView, Missing>> {
            std::future::ready(Ok($view))
        }

        /// Fetches the part so that it is there when it is asked for.
        #[cfg(not(feature = "split"))]
        #[allow(dead_code, reason = "not every part is fetched ahead")]
        pub(crate) fn $preload() -> impl Future<Output = Result<(), Missing>> {
            std::future::ready(Ok(()))
        }
    };
}

part! {
    /// What people do together: polls, questions, groups, exercises, plans.
    work(piece: Piece), fetched ahead by preload_work, is match piece {
        Piece::GroupBar => view! { <breakout::Bar /> }.into_any(),
        Piece::Moving => view! { <breakout::Moving /> }.into_any(),
        Piece::Voting => view! { <poll::Voting /> }.into_any(),
        Piece::Poll(poll) => view! { <poll::Card poll /> }.into_any(),
        Piece::Exercise(place) => view! { <exercise::Stage place /> }.into_any(),
        Piece::Steps(place) => view! { <exercise::Steps place /> }.into_any(),
        Piece::Questions => view! { <questions::Questions /> }.into_any(),
        Piece::Answering => view! { <questions::OnStage /> }.into_any(),
        Piece::Scenario => view! { <agenda::Scenario /> }.into_any(),
        Piece::Report => view! { <plan::ReportBack /> }.into_any(),
        Piece::Commitment => view! { <plan::Commitment /> }.into_any(),
    }
}
part! {
    /// What only facilitators use while a session runs.
    console(desk: Desk), fetched ahead by preload_console, is match desk {
        Desk::Run => view! { <crate::console::Run /> }.into_any(),
        Desk::Polls => view! { <crate::console::Polls /> }.into_any(),
    }
}
part! {
    /// Groups, as facilitators make them and watch them work.
    groups(), fetched ahead by preload_groups, is view! { <breakout::Lead /> }.into_any()
}
part! {
    /// Where facilitators plan their sessions.
    home(), fetched ahead by preload_home, is view! { <crate::home::Home /> }.into_any()
}
part! {
    /// A whiteboard: this one, or what is on everybody's stage.
    board(id: Option<BoardId>), fetched ahead by preload_board, is match id {
        Some(id) => view! { <crate::board::Board id /> }.into_any(),
        None => view! { <crate::board::OnStage /> }.into_any(),
    }
}

part! {
    /// What changes a whiteboard.
    hands(hand: Hand), fetched ahead by preload_hands, is crate::board::piece(hand)
}

part! {
    /// A facilitator's say over a whiteboard.
    control(), fetched ahead by preload_control, is view! { <crate::board::Control /> }.into_any()
}

/// [`control`] for those who lead, once it is here.
pub(crate) fn at_control() -> View {
    later((), async { control().await.unwrap_or_else(|Missing| ().into_any()) })
}

/// What takes part in anonymous polls, once it is here.
pub(crate) fn voting() -> View {
    later((), async { work(Piece::Voting).await.unwrap_or_else(|Missing| ().into_any()) })
}

/// A piece of [`hands`] where nothing is shown as long as they are not here.
pub(crate) fn at_hand(hand: Hand) -> View {
    later((), async move { styled_hands(hand).await.unwrap_or_else(|Missing| ().into_any()) })
}

/// A part and its looks, fetched at once.
fn dressed(looks: &'static str, part: Arrival) -> Arrival {
    let looks = assets::style(looks);
    Box::pin(async {
        let part = part.await;
        looks.await;
        part
    })
}

/// The home page with its looks.
pub(crate) fn styled_home() -> Arrival {
    dressed("home.css", Box::pin(home()))
}

/// What people do together, with its looks.
pub(crate) fn styled_work(piece: Piece) -> Arrival {
    dressed(WORK, Box::pin(work(piece)))
}

/// What facilitators use, with the looks of what they lead.
pub(crate) fn styled_console(desk: Desk) -> Arrival {
    dressed(WORK, Box::pin(console(desk)))
}

/// Groups as facilitators see them, with their looks.
pub(crate) fn styled_groups() -> Arrival {
    dressed(WORK, Box::pin(groups()))
}

/// Fetches [`work`] with its looks, so that it is there when it is asked for.
pub(crate) async fn fetch_work() {
    let looks = assets::style(WORK);
    _ = preload_work().await;
    looks.await;
}

/// Fetches [`board`] and [`hands`] with their looks, so that they are there when they are asked for.
pub(crate) async fn fetch_board() {
    let looks = [BOARD, HANDS].map(assets::style);
    // What these need of the board comes with them, all at once.
    _ = preload_hands().await;
    _ = preload_board().await;
    for looks in looks {
        looks.await;
    }
}

/// The looks of a whiteboard.
const BOARD: &str = "board.css";
/// The looks of what changes one.
const HANDS: &str = "hands.css";
/// The looks of polls, questions, groups, exercises and plans.
const WORK: &str = "work.css";

/// A whiteboard with its looks.
pub(crate) fn styled_board(id: Option<BoardId>) -> Arrival {
    dressed(BOARD, Box::pin(board(id)))
}

/// A piece of what changes a whiteboard, with its looks.
pub(crate) fn styled_hands(hand: Hand) -> Arrival {
    dressed(HANDS, Box::pin(hands(hand)))
}

/// A part on its way.
pub(crate) type Arrival = Pin<Box<dyn Future<Output = Result<AnyView, Missing>>>>;

/// Fetches a part; asked again by every new try.
pub(crate) struct Fetch(Box<dyn Fn() -> Arrival>);

impl<F, A> From<F> for Fetch
where
    F: Fn() -> A + 'static,
    A: Future<Output = Result<AnyView, Missing>> + 'static,
{
    fn from(fetch: F) -> Self {
        Self(Box::new(move || Box::pin(fetch())))
    }
}

/// Shows a part once it is here; says so while it is on its way, and offers another try when it did not arrive.
#[component]
pub(crate) fn Part(
    /// What the person is waiting for, to fill "Opening …".
    what: &'static str,
    /// The part: one of the functions of this module.
    #[prop(into)]
    fetch: Fetch,
    /// Whether the page shows nothing else.
    #[prop(optional)]
    fills_page: bool,
) -> impl IntoView {
    let tries = RwSignal::new(0);
    move || {
        tries.track();
        let arrival = (fetch.0)();
        // What a part reads while it is made does not make it anew later: its old view would still be in the page.
        later(view! { <Opening what fills_page /> }, async move {
            match arrival.await {
                Ok(part) => part,
                Err(Missing) => view! { <NotHere what fills_page tries /> }.into_any(),
            }
        })
    }
}

/// The part is on its way.
#[component]
fn Opening(what: &'static str, fills_page: bool) -> impl IntoView {
    view! {
        <div class=if fills_page { "opening" } else { "empty" }>
            <p role="status">"Opening "{what}</p>
            <div class="bar" aria-hidden="true">
                <i></i>
            </div>
        </div>
    }
}

/// The part did not arrive.
#[component]
fn NotHere(what: &'static str, fills_page: bool, tries: RwSignal<u32>) -> impl IntoView {
    view! {
        <div class:fail=fills_page>
            <div class="empty" role="alert">
                <Icon name="wifi-off" />
                <h2>"Could not open "{what}</h2>
                <p>"The connection dropped on the way. Nothing you did is lost."</p>
                <button class="btn" on:click=move |_| tries.update(|tries| *tries += 1)>
                    <Icon name="rotate-ccw" />
                    "Try again"
                </button>
            </div>
        </div>
    }
}
