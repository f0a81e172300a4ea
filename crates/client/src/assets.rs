//! Where this build's files lie: one folder whose name is a hash of everything in it.

use std::sync::OnceLock;

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen_futures::JsFuture;

/// The address of `name` in this build's folder, e.g. `/assets/1a2b3c/icons.svg`.
///
/// A page may still be open when a newer build is already being served; its own folder is the only one whose files
/// fit together, so every address is made here and nowhere else.
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

/// Brings a style sheet of this build's folder into the page. Comes back when it is there, or cannot be had: a page
/// without its looks is better than none.
pub(crate) async fn style(name: &str) {
    let address = url(name);
    let here = document().query_selector(&format!("link[href=\"{address}\"]")).ok().flatten();
    let (None, Some(head)) = (here, document().head()) else { return };
    let Ok(sheet) = document().create_element("link") else { return };
    _ = sheet.set_attribute("rel", "stylesheet");
    _ = sheet.set_attribute("href", &address);
    let arrival = Promise::new(&mut |done, _| {
        for event in ["load", "error"] {
            _ = sheet.add_event_listener_with_callback(event, &done);
        }
        _ = head.append_child(&sheet);
    });
    _ = JsFuture::from(arrival).await;
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
