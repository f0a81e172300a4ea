//! Hands out the pages and the client's files, which are embedded in the binary.
//!
//! A page is small, changes with every build, and is asked for again each time (`no-cache` with an `ETag`). Everything
//! else lies in a folder that is named by its content, `/assets/<build>/`, and may be kept for ever. A missing asset is
//! a plain 404 and never a page: a browser that asked for a script must not be given HTML.
//!
//! Names, chat lines and notes are other people's text. The headers of [`shield`] are the second line of defense should
//! one of them ever become markup: nothing but our own files runs, is shown, or is talked to.

use std::{borrow::Cow, future::ready};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use rust_embed::RustEmbed;

/// The packed client. A release carries the files in itself, a debug build reads them from disk at each request.
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Dist;

/// A packed file.
struct File {
    bytes: Cow<'static, [u8]>,
    /// SHA-256 of `bytes`.
    hash: [u8; 32],
}

/// Finds a packed file by its path below `dist/`.
type Shelf = fn(&str) -> Option<File>;

/// How long a browser may keep an answer.
#[derive(Clone, Copy)]
enum Keep {
    /// As long as it likes, but it asks whether it is still good.
    Asking,
    /// For ever: another content would have another address.
    Forever,
}

/// What the packer compressed ahead, best first: the coding's name and the ending of the compressed twin.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// `'wasm-unsafe-eval'` allows compiling our own WebAssembly and nothing else. Forms are sent by script only, so that a
/// broken script can never put somebody's name into an address.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const SHIELD: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// The join page at `/`, the program's page at `/home…` and `/room/…`, and the files below `/assets/`.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    router_over(|path| {
        Dist::get(path).map(|file| File { hash: file.metadata.sha256_hash(), bytes: file.data })
    })
}

/// The font with which the server prints: its regular files and its bold ones. They have no address.
pub(crate) fn print_fonts() -> Option<[Vec<Vec<u8>>; 2]> {
    let file = |name: &str| Dist::get(&format!("print/{name}.ttf")).map(|file| file.data.into_owned());
    let weight =
        |name: &str| Some(vec![file(&format!("{name}-latin"))?, file(&format!("{name}-latin-ext"))?]);
    Some([weight("regular")?, weight("bold")?])
}

/// Adds the security headers, which every answer carries, also a refusal. A policy that a page brings along stays.
pub(crate) async fn shield(mut response: Response) -> Response {
    for (name, value) in SHIELD {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The policy of a page that holds one script and one style sheet itself: these two by their hashes, as the packer wrote
/// them beside the page, and nothing else inline.
fn policy_with(hashes: &str) -> Option<HeaderValue> {
    let (script, style) = hashes.trim().split_once('\n')?;
    let policy = CONTENT_SECURITY_POLICY
        .replace("script-src 'self'", &format!("script-src 'self' {script}"))
        .replace("style-src 'self'", &format!("style-src 'self' {style}"));
    HeaderValue::try_from(policy).ok()
}

fn router_over<S: Clone + Send + Sync + 'static>(shelf: Shelf) -> Router<S> {
    Router::new()
        .route("/", page(shelf, "index.html"))
        .route("/home", page(shelf, "app.html"))
        .route("/home/{*place}", page(shelf, "app.html"))
        .route("/room/{*session}", page(shelf, "app.html"))
        .route(
            "/assets/{*file}",
            get(move |uri: Uri, asked: HeaderMap| ready(asset(shelf, uri.path(), &asked))),
        )
        .layer(map_response(shield))
}

fn page<S: Clone + Send + Sync + 'static>(shelf: Shelf, name: &'static str) -> MethodRouter<S> {
    get(move |asked: HeaderMap| {
        let mut response = answer(shelf, name, Keep::Asking, &asked);
        let hashes = shelf(&format!("{name}.hashes"));
        let policy = hashes.and_then(|file| policy_with(std::str::from_utf8(&file.bytes).ok()?));
        if let Some(policy) = policy {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        ready(response)
    })
}

/// An asset by its address. The packer's names are plain, so nothing is decoded, and a compressed twin has no address of
/// its own: as a file it would be of no use to a browser.
fn asset(shelf: Shelf, address: &str, asked: &HeaderMap) -> Response {
    let path = address.trim_start_matches('/');
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"/._-".contains(&letter);
    let is_twin = CODINGS.iter().any(|(_, ending)| path.ends_with(ending));
    if !path.bytes().all(is_plain) || path.contains("..") || is_twin {
        return StatusCode::NOT_FOUND.into_response();
    }
    answer(shelf, path, Keep::Forever, asked)
}

fn answer(shelf: Shelf, path: &str, keep: Keep, asked: &HeaderMap) -> Response {
    let Some((file, coding)) = find(shelf, path, asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = tag_of(&file);
    let mut response = if is_known(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut full = Response::new(Body::from(file.bytes));
        full.headers_mut().insert(header::CONTENT_TYPE, kind_of(path));
        if let Some(coding) = coding {
            full.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        full
    };
    let keep = match keep {
        Keep::Asking => "no-cache",
        Keep::Forever => "public, max-age=31536000, immutable",
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, tag);
    response
}

/// The best form of a file that the browser accepts, and how it is coded. Twins exist in release builds only.
fn find(shelf: Shelf, path: &str, asked: &HeaderMap) -> Option<(File, Option<&'static str>)> {
    CODINGS
        .into_iter()
        .filter(|(coding, _)| accepts(asked, coding))
        .find_map(|(coding, ending)| Some((shelf(&format!("{path}{ending}"))?, Some(coding))))
        .or_else(|| Some((shelf(path)?, None)))
}

/// Whether `Accept-Encoding` allows a coding: by its name, or else by `*`, and not with a weight of zero.
fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let weight_of = |wanted: &str| {
        list(asked, header::ACCEPT_ENCODING).find_map(|entry| {
            let (name, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
            let weight =
                weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok()).unwrap_or(1.0_f32);
            name.trim().eq_ignore_ascii_case(wanted).then_some(weight)
        })
    };
    weight_of(coding).or_else(|| weight_of("*")).is_some_and(|weight| weight > 0.0)
}

/// A tag of the very bytes that are sent, so that the forms of one file have different ones.
fn tag_of(file: &File) -> HeaderValue {
    let hash: String = file.hash[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::try_from(format!("\"{hash}\"")).expect("hexadecimal digits in quotes are a header's value")
}

fn is_known(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    list(asked, header::IF_NONE_MATCH)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known).as_bytes() == tag.as_bytes())
}

/// The entries of a header that is a list, over all its lines.
fn list(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

fn kind_of(path: &str) -> HeaderValue {
    let kind = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    if kind.starts_with("text/") {
        HeaderValue::try_from(format!("{kind}; charset=utf-8")).expect("a media type is a header's value")
    } else {
        HeaderValue::from_static(kind)
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::to_bytes, http::Request};
    use tower::ServiceExt;

    use super::*;

    /// Two pages, a script in three forms, and a font that is only there as it is. Like a disk, it would climb out of
    /// the folder of assets.
    fn shelf(path: &str) -> Option<File> {
        let (text, mark) = match path {
            "index.html" | "assets/../index.html" => ("join", 1),
            "index.html.hashes" => ("'sha256-one'\n'sha256-two'\n", 8),
            "app.html" => ("app", 2),
            "app.html.hashes" => ("", 9),
            "assets/1a/client.js" => ("plain", 3),
            "assets/1a/client.js.br" => ("brotli", 4),
            "assets/1a/client.js.gz" => ("gzip", 5),
            "assets/1a/font.woff2" => ("font", 6),
            "assets/1a/main.wasm" => ("wasm", 7),
            _ => return None,
        };
        Some(File { bytes: Cow::Borrowed(text.as_bytes()), hash: [mark; 32] })
    }

    async fn ask(path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        router_over(shelf).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn text(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    }

    fn has(response: &Response, name: HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[tokio::test]
    async fn every_address_leads_to_its_page() {
        for (address, page) in [
            ("/", "join"),
            ("/home", "app"),
            ("/home/sessions/4", "app"),
            ("/room/0190-ab", "app"),
            ("/room/0190-ab/anything", "app"),
        ] {
            let response = ask(address, &[]).await;
            assert_eq!(has(&response, header::CONTENT_TYPE), "text/html; charset=utf-8", "{address}");
            assert_eq!(has(&response, header::CACHE_CONTROL), "no-cache", "{address}");
            assert_eq!(text(response).await, page, "{address}");
        }
    }

    #[tokio::test]
    async fn a_missing_asset_is_never_a_page() {
        for address in [
            "/assets/1a/gone.js",
            "/assets/1a",
            "/assets/../index.html",
            "/assets/1a/../../index.html",
            "/assets/%2e%2e/index.html",
            "/assets/1a/client.js.br",
            "/room",
            "/index.html",
        ] {
            assert_eq!(ask(address, &[]).await.status(), StatusCode::NOT_FOUND, "{address}");
        }
    }

    #[tokio::test]
    async fn the_best_form_the_browser_accepts_is_sent() {
        for (accepts, form, coding) in [
            ("gzip, deflate, br, zstd", "brotli", "br"),
            ("gzip, deflate", "gzip", "gzip"),
            ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
            ("BR", "brotli", "br"),
            ("*", "brotli", "br"),
            ("br;q=0, *", "gzip", "gzip"),
            ("deflate", "plain", ""),
            ("", "plain", ""),
        ] {
            let response = ask("/assets/1a/client.js", &[(header::ACCEPT_ENCODING, accepts)]).await;
            assert_eq!(has(&response, header::CONTENT_ENCODING), coding, "{accepts}");
            assert_eq!(has(&response, header::VARY), "accept-encoding", "{accepts}");
            assert_eq!(text(response).await, form, "{accepts}");
        }
    }

    #[tokio::test]
    async fn a_file_without_a_compressed_form_is_sent_as_it_is() {
        let response = ask("/assets/1a/font.woff2", &[(header::ACCEPT_ENCODING, "br")]).await;
        assert_eq!(has(&response, header::CONTENT_ENCODING), "");
        assert_eq!(text(response).await, "font");
    }

    #[tokio::test]
    async fn assets_are_kept_for_ever_and_say_what_they_are() {
        for (file, kind) in [
            ("client.js", "text/javascript; charset=utf-8"),
            ("main.wasm", "application/wasm"),
            ("font.woff2", "font/woff2"),
        ] {
            let response = ask(&format!("/assets/1a/{file}"), &[]).await;
            assert_eq!(has(&response, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
            assert_eq!(has(&response, header::CONTENT_TYPE), kind);
        }
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        let tag = has(&ask("/", &[]).await, header::ETAG).to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let response = ask("/", &[(header::IF_NONE_MATCH, &known)]).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(has(&response, header::ETAG), tag);
            assert_eq!(has(&response, header::CACHE_CONTROL), "no-cache");
            assert_eq!(text(response).await, "");
        }
        let response = ask("/", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
        assert_eq!(text(response).await, "join");
    }

    #[tokio::test]
    async fn each_form_of_a_file_has_a_tag_of_its_own() {
        let plain = ask("/assets/1a/client.js", &[]).await;
        let brotli = ask("/assets/1a/client.js", &[(header::ACCEPT_ENCODING, "br")]).await;
        assert_ne!(has(&plain, header::ETAG), has(&brotli, header::ETAG));
    }

    #[tokio::test]
    async fn every_answer_carries_the_shield() {
        for address in ["/room/1", "/assets/1a/client.js", "/assets/gone"] {
            let response = ask(address, &[]).await;
            for (name, value) in SHIELD {
                assert_eq!(has(&response, name), value, "{address}");
            }
        }
    }

    #[tokio::test]
    async fn what_a_page_holds_itself_runs_by_its_hash_and_nothing_else_does() {
        let response = ask("/", &[]).await;
        let policy = has(&response, header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self' 'sha256-one' 'wasm-unsafe-eval'"), "{policy}");
        assert!(policy.contains("style-src 'self' 'sha256-two';"), "{policy}");
        assert_eq!(has(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }

    #[test]
    fn nothing_inline_runs_and_nobody_frames_us() {
        for word in ["'unsafe-inline'", "'unsafe-eval'", "data:", "http", " *"] {
            assert!(!CONTENT_SECURITY_POLICY.contains(word), "{word}");
        }
        for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(CONTENT_SECURITY_POLICY.contains(rule), "{rule}");
        }
    }
}
