//! Requests to a house, as a browser makes them, with every part open to being wrong.

use http_body_util::{BodyExt as _, Full};
use hyper::{
    HeaderMap, Method, Request,
    body::Bytes,
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

/// Where requests go, and the origin they say they come from.
#[derive(Clone, Debug)]
pub struct Http {
    /// Where the house listens.
    pub address: SocketAddr,
    /// The origin its own pages have.
    pub origin: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// A request in the making.
pub struct Asking {
    address: SocketAddr,
    request: Request<Full<Bytes>>,
}

impl Http {
    /// Asks for a page.
    #[must_use]
    pub fn get(&self, path: &str) -> Asking {
        self.asking(Method::GET, path, Bytes::new())
    }

    /// Sends JSON from the house's own page.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Asking {
        self.sending(Method::POST, path, body.to_string())
    }

    /// Replaces something, in JSON, from the house's own page.
    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Asking {
        self.sending(Method::PUT, path, body.to_string())
    }

    /// Sends any text as if it were JSON.
    #[must_use]
    pub fn sending(&self, method: Method, path: &str, body: String) -> Asking {
        let asking = self.asking(method, path, body.into());
        asking.with(header::ORIGIN, &self.origin).with(header::CONTENT_TYPE, "application/json")
    }

    /// Sends a file from the house's own page.
    #[must_use]
    pub fn sending_file(&self, path: &str, file: Vec<u8>) -> Asking {
        let asking = self.asking(Method::POST, path, file.into());
        asking.with(header::ORIGIN, &self.origin).with(header::CONTENT_TYPE, "application/octet-stream")
    }

    fn asking(&self, method: Method, path: &str, body: Bytes) -> Asking {
        let request = Request::builder().method(method).uri(path).body(Full::new(body));
        let asking = Asking { address: self.address, request: request.expect("the path is a path") };
        asking.with(header::HOST, &self.address.to_string())
    }
}

impl Asking {
    /// With one more header, in place of one of the same name.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("the value fits into a header");
        self.request.headers_mut().insert(name, value);
        self
    }

    /// With a cookie, written as `name=value`.
    #[must_use]
    pub fn cookie(self, cookie: &str) -> Self {
        self.with(header::COOKIE, cookie)
    }

    /// As if it came from nowhere.
    #[must_use]
    pub fn without_origin(mut self) -> Self {
        self.request.headers_mut().remove(header::ORIGIN);
        self
    }

    /// Sends it and waits for the answer.
    pub async fn send(self) -> Answer {
        let stream = TcpStream::connect(self.address).await.expect("the house is open");
        exchange(stream, self.request).await
    }

    /// The request itself, for another kind of stream.
    #[must_use]
    pub fn into_request(self) -> Request<Full<Bytes>> {
        self.request
    }
}

/// One request and its answer over a stream of any kind.
pub async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Answer {
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.expect("the stream is fresh");
    let running = tokio::spawn(connection);
    let response = sender.send_request(request).await.expect("the house answers");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("the answer arrives whole").to_bytes();
    running.abort();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

impl Answer {
    /// The answer, if it is a yes.
    pub fn granted(self) -> Self {
        assert!((200..300).contains(&self.status), "answered {}: {}", self.status, self.text());
        self
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// A string of the JSON body, by its pointer.
    #[must_use]
    pub fn field(&self, pointer: &str) -> String {
        let json = self.json();
        let field = json.pointer(pointer).and_then(Value::as_str);
        field.unwrap_or_else(|| panic!("no {pointer} in {json}")).to_owned()
    }

    /// A header, if it is there and readable.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// `name=value` of the cookie it sets.
    #[must_use]
    pub fn cookie(&self) -> String {
        let cookie = self.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        cookie.expect("the answer sets a cookie").to_owned()
    }
}
