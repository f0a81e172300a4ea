//! Joining over HTTPS with a certificate of the server's own.

use futures_util::{SinkExt as _, StreamExt as _};
use hyper::header;
use protocol::{ClientMessage, ServerMessage};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::json;
use std::sync::Arc;
use tests::{Answer, House, Http, PATIENCE, exchange};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, ServerName},
    },
};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest as _};

/// A browser that trusts one certificate.
struct Browser {
    http: Http,
    connector: TlsConnector,
}

impl Browser {
    fn trusting(certificate: CertificateDer<'static>, http: Http) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(certificate).expect("the certificate can be a root");
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Self { http, connector: TlsConnector::from(Arc::new(config)) }
    }

    async fn connects(&self) -> TlsStream<TcpStream> {
        let stream = TcpStream::connect(self.http.address).await.expect("the house is open");
        let name = ServerName::try_from("localhost").expect("localhost is a name");
        self.connector.connect(name, stream).await.expect("the certificate is trusted")
    }

    async fn posts(&self, path: &str, body: &serde_json::Value, cookie: &str) -> Answer {
        let request = self.http.post(path, body).cookie(cookie).into_request();
        exchange(self.connects().await, request).await.granted()
    }
}

#[tokio::test]
async fn an_officer_joins_over_https_with_cookies_of_this_host_alone() {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&files.0, cert.pem()).expect("the folder is ours");
    std::fs::write(&files.1, signing_key.serialize_pem()).expect("the folder is ours");
    let house = House::with(|config| config.tls = Some(files)).await;
    let browser = Browser::trusting(cert.der().clone(), house.http());

    let home = browser.posts("/api/home/enter", &json!({ "key": house.home_key() }), "").await;
    let wish = json!({ "template": "FS-2H", "starts_at": 0, "time_zone": "UTC" });
    let plan = browser.posts("/api/sessions", &wish, &home.cookie()).await;
    let session = plan.field("/session/id");
    browser.posts(&format!("/api/sessions/{session}/open"), &json!({}), &home.cookie()).await;
    let joining = json!({ "key": plan.field("/links/code"), "name": "Dana Kaplan" });
    let seat = browser.posts("/api/join", &joining, "").await;
    for (answer, start) in [(&home, "__Host-rollcall-home="), (&seat, "__Host-rollcall-seat-")] {
        let cookie = answer.header("set-cookie").unwrap_or_default();
        assert!(cookie.starts_with(start), "{cookie}");
        assert!(["Secure", "HttpOnly", "SameSite=Lax", "Path=/"].iter().all(|part| cookie.contains(part)));
    }

    let path = format!("/live?session={session}&seat={}", seat.field("/seat"));
    let port = house.http().address.port();
    let mut request = format!("wss://localhost:{port}{path}").into_client_request().expect("a good address");
    for (name, value) in [(header::ORIGIN, browser.http.origin.clone()), (header::COOKIE, seat.cookie())] {
        request.headers_mut().insert(name, value.parse().expect("it fits into a header"));
    }
    let upgraded = tokio_tungstenite::client_async(request, browser.connects().await).await;
    let (mut socket, _) = upgraded.expect("the upgrade is granted");
    let hello = ClientMessage::Hello { version: protocol::VERSION, page: 1, resume: None };
    socket.send(Message::Binary(protocol::encode(&hello).into())).await.expect("the line is up");
    let first = timeout(PATIENCE, socket.next()).await.expect("the house answers");
    let Some(Ok(Message::Binary(bytes))) = first else { panic!("no message but {first:?}") };
    let welcome = protocol::decode(&bytes).expect("the house speaks the protocol");
    assert!(matches!(welcome, ServerMessage::Welcome { resumed: false, .. }), "{welcome:?}");
}

#[tokio::test]
async fn plain_http_on_the_https_port_is_not_answered() {
    let key = generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&files.0, key.cert.pem()).expect("the folder is ours");
    std::fs::write(&files.1, key.signing_key.serialize_pem()).expect("the folder is ours");
    let house = House::with(|config| config.tls = Some(files)).await;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = TcpStream::connect(house.http().address).await.expect("the house is open");
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.expect("it listens");
    let mut answer = vec![];
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it hangs up");
    assert!(!tests::holds(&answer, "HTTP/1.1"), "{answer:?}");
}
