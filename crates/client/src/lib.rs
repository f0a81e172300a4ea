//! The room in the browser: everything an officer or a facilitator sees after the join page.
//!
//! The page that holds this program has a static "opening" message in its body. Starting replaces it with the
//! [`app::App`], which looks at the address and brings in the part that is needed: see [`parts`].

#![allow(unreachable_pub, reason = "`#[component]` makes public items beside the function")]

mod agenda;
mod app;
mod assets;
mod board;
mod breakout;
mod browser;
mod chat;
mod clock;
mod console;
mod exercise;
mod hand;
mod hex;
mod home;
mod http;
mod idle;
mod keys;
mod link;
mod live;
mod lobby;
mod parts;
mod plan;
mod poll;
mod prelude;
mod questions;
mod react;
mod room;
mod roster;
mod runsheet;
mod states;
mod tasks;
mod ui;
mod warm;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Shows a room once, unseen, so that the real one opens at once. Called while a person fills in the join form.
#[wasm_bindgen]
pub fn warm() {
    begin();
    warm::show_once();
}

/// Dials a room ahead of [`open`], which has to follow before the page does anything else: the line takes a journey there
/// and back, in which the room is made.
#[wasm_bindgen]
pub fn dial(session: &str, seat: &str) {
    link::dial_ahead(&live::address(session, seat));
}

/// What has to be there before anything is shown; doing it twice does nothing.
fn begin() {
    console_error_panic_hook::set_once();
    tasks::start();
}

/// Clears the page and shows the app. Called by the page's script: behind the join form the program is loaded long
/// before it is needed.
#[wasm_bindgen]
pub fn open() {
    begin();
    if let Some(body) = leptos::prelude::document().body() {
        body.set_text_content(None);
    }
    leptos::prelude::mount(app::App);
}
