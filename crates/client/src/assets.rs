//! Where this build's files lie: one folder whose name is a hash of everything in it.

use std::{future::Future, sync::OnceLock};

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// The address of `name` in this build's folder, e.g. `/assets/1a2b3c/board.css`.
///
/// A page may still be open when a newer build is already being served; its own folder is the only one whose files
/// fit together, so the program makes every address here.
pub(crate) fn url(name: &str) -> String {
    static FOLDER: OnceLock<String> = OnceLock::new();
    format!("{}/{name}", FOLDER.get_or_init(find_folder))
}

/// Both pages, the join page and the shell, link a style sheet of the build's folder.
fn find_folder() -> String {
    let sheet = document().query_selector("link[rel=stylesheet][href]").ok().flatten();
    folder_of(&sheet.and_then(|sheet| sheet.get_attribute("href")).unwrap_or_default())
}

fn folder_of(file: &str) -> String {
    file.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
}

/// Brings a style sheet of this build's folder into the page, from now on. What is returned ends when it is there, or cannot
/// be had: a page without its looks is better than none.
pub(crate) fn style(name: &str) -> impl Future<Output = ()> + use<> {
    let address = url(name);
    let here = document().query_selector(&format!("link[href=\"{address}\"]")).ok().flatten();
    let sheet = here.or_else(|| link(&address)).filter(|sheet| !sheet.has_attribute(ARRIVED));
    let arrival = sheet.map(|sheet| arrival(&sheet));
    async {
        if let Some(arrival) = arrival {
            _ = JsFuture::from(arrival).await;
        }
    }
}

/// Brings a script of this build's folder into the page; it is a module.
///
/// # Errors
/// When it cannot be had. Some browsers do not ask for it again before the page is loaded anew.
pub(crate) async fn script(name: &str) -> Result<(), ()> {
    let script = document().create_element("script").map_err(drop)?;
    _ = script.set_attribute("type", "module");
    _ = script.set_attribute("src", &url(name));
    let arrival = arrival(&script);
    document().head().ok_or(())?.append_child(&script).map_err(drop)?;
    let here = JsFuture::from(arrival).await;
    script.remove();
    here.map(drop).map_err(drop)
}

/// Settled when a style sheet or a script on its way is there, or cannot be had.
fn arrival(file: &Element) -> Promise {
    Promise::new(&mut |done, failed| {
        _ = file.add_event_listener_with_callback("load", &done);
        _ = file.add_event_listener_with_callback("error", &failed);
    })
}

/// The mark of a style sheet that is there.
const ARRIVED: &str = "data-arrived";

/// Puts a style sheet into the page. What becomes of it is noted on it, whoever still waits for it by then; one that cannot
/// be had is taken away, so that the next one who needs it tries again.
fn link(address: &str) -> Option<Element> {
    let sheet = document().create_element("link").ok()?;
    _ = sheet.set_attribute("rel", "stylesheet");
    _ = sheet.set_attribute("href", address);
    let (come, gone) = (sheet.clone(), sheet.clone());
    let come = Closure::once_into_js(move || _ = come.set_attribute(ARRIVED, ""));
    let gone = Closure::once_into_js(move || gone.remove());
    _ = sheet.add_event_listener_with_callback("load", come.unchecked_ref());
    _ = sheet.add_event_listener_with_callback("error", gone.unchecked_ref());
    document().head()?.append_child(&sheet).ok()?;
    Some(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_the_address_without_its_file() {
        assert_eq!(folder_of("/assets/1a2b3c/app.css"), "/assets/1a2b3c");
        assert_eq!(folder_of("app.css"), "");
    }
}
