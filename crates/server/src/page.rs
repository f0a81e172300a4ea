//! Pages the server writes itself, to be read and printed: plain HTML without a script.
//!
//! Whatever people typed goes through [`escaped`]; the headers of `assets::shield` stand behind it.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

pub(crate) use export::escaped;

/// A page.
pub(crate) struct Page {
    /// What it is.
    pub(crate) title: &'static str,
    /// The session it is about, as people typed it.
    pub(crate) about: String,
    /// HTML; what people typed in it is escaped already.
    pub(crate) body: String,
}

/// How these pages look, on screen and on paper.
const STYLE: &str = include_str!("page.css");

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let (title, about, body) = (self.title, escaped(&self.about), self.body);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}: {about}</title>\n\
             <link rel=\"stylesheet\" href=\"/page.css\">\n</head>\n<body>\n<main>\n\
             <p class=\"about\">{about}</p>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
        );
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        ([(header::CONTENT_TYPE, kind)], html).into_response()
    }
}

/// What an anonymous poll protects, how, and what it does not protect.
pub(crate) async fn anonymous() -> Page {
    let body = include_str!("anonymous.html").to_owned();
    Page { title: "Anonymous polls", about: "Rollcall".to_owned(), body }
}

/// The style sheet of these pages.
pub(crate) async fn style() -> Response {
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], STYLE).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escaped("<b title='x'>\"a & b\"</b>"),
            "&lt;b title=&#39;x&#39;&gt;&quot;a &amp; b&quot;&lt;/b&gt;"
        );
    }
}
