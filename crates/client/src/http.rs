//! Asks the server over HTTP: JSON out, JSON in, and what went wrong in plain words.

use js_sys::{JSON, Object, Reflect};
use leptos::prelude::window;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, RequestInit, Response};

/// A request that is not answered within this time is given up, in milliseconds.
const PATIENCE_MS: u32 = 20_000;

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The HTTP status; 0 when there was no answer at all.
    status: u16,
    /// One plain sentence for the person.
    pub(crate) say: String,
}

impl Problem {
    /// The answer makes no sense here.
    pub(crate) fn unreadable() -> Self {
        Self::new(422, "The server answered in words this page does not know. Load the page again.")
    }

    fn new(status: u16, say: impl Into<String>) -> Self {
        Self { status, say: say.into() }
    }

    /// Whether the person has to come in by their link again.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.status == 401
    }

    /// Whether the same request may well succeed a little later.
    pub(crate) fn may_pass(&self) -> bool {
        self.status == 0 || self.status == 429 || self.status >= 500
    }
}

/// What is said when the server gives no reason.
const WORDLESS: &str = "The server could not do that. Try again.";

/// What the server says when it says no.
#[derive(Deserialize)]
struct No {
    say: String,
}

/// Reads what is at `path`.
pub(crate) async fn get<A: DeserializeOwned>(path: &str) -> Result<A, Problem> {
    understood(request("GET", path, None).await?)
}

/// Posts `body` to `path`.
pub(crate) async fn post<A: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<A, Problem> {
    understood(request("POST", path, Some(written(body)?)).await?)
}

/// Posts a file to `path`; a weak line takes its time for one.
///
/// The browser reads the answer, so that what sends files does without the parser of the planning pages.
pub(crate) async fn post_file(path: &str, file: &Blob) -> Result<JsValue, Problem> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(file);
    let (status, text) = answered(path, &init).await?;
    let read = JSON::parse(&text).unwrap_or_default();
    if is_good(status) {
        return Ok(read);
    }
    let say = Reflect::get(&read, &"say".into()).ok().and_then(|say| say.as_string());
    Err(Problem::new(status, say.unwrap_or_else(|| WORDLESS.to_owned())))
}

/// Replaces parts of what is at `path`.
pub(crate) async fn put<A: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<A, Problem> {
    understood(request("PUT", path, Some(written(body)?)).await?)
}

/// Deletes what is at `path`.
pub(crate) async fn delete(path: &str) -> Result<(), Problem> {
    request("DELETE", path, None).await.map(drop)
}

/// Deletes what is at `path`, and reads what is left.
pub(crate) async fn delete_and_get<A: DeserializeOwned>(path: &str) -> Result<A, Problem> {
    understood(request("DELETE", path, None).await?)
}

fn written(body: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(body).map_err(|_| Problem::new(422, "That cannot be sent."))
}

fn understood<A: DeserializeOwned>(text: String) -> Result<A, Problem> {
    serde_json::from_str(&text).map_err(|_| Problem::unreadable())
}

/// The text of a good answer.
async fn request(method: &str, path: &str, body: Option<String>) -> Result<String, Problem> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    if let Some(body) = body {
        let headers = Object::new();
        _ = Reflect::set(&headers, &"content-type".into(), &"application/json".into());
        init.set_headers(&headers);
        init.set_body(&body.into());
    }
    let (status, text) = answered(path, &init).await?;
    if is_good(status) { Ok(text) } else { Err(refused(status, &text)) }
}

fn is_good(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The status of an answer, and its text.
async fn answered(path: &str, init: &RequestInit) -> Result<(u16, String), Problem> {
    let no_line = |_: JsValue| Problem::new(0, "The server cannot be reached. Check the connection.");
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, init)).await.map_err(no_line)?;
    let answer: Response = answer.dyn_into().map_err(no_line)?;
    let text = JsFuture::from(answer.text().map_err(no_line)?).await.map_err(no_line)?;
    Ok((answer.status(), text.as_string().unwrap_or_default()))
}

fn refused(status: u16, text: &str) -> Problem {
    let say = serde_json::from_str::<No>(text).map(|no| no.say);
    Problem::new(status, say.unwrap_or_else(|_| WORDLESS.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_own_sentence_is_told() {
        let no = refused(409, r#"{"error":"session_running","say":"The room is open."}"#);
        assert_eq!(no, Problem::new(409, "The room is open."));
        assert!(!refused(502, "<html>").say.contains('<'));
    }

    #[test]
    fn only_what_may_pass_is_worth_another_try() {
        let passes = |status| Problem::new(status, "").may_pass();
        assert!(passes(0) && passes(429) && passes(503));
        assert!(!passes(401) && !passes(404) && !passes(422));
    }
}
