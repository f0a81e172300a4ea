//! A bare WebSocket on which anything can be said, also what no page of ours would say.

use crate::{Http, PATIENCE};
use crowd::Ticket;
use futures_util::{SinkExt as _, StreamExt as _};
use protocol::{Bye, ClientMessage, ServerMessage};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

/// A connection without manners.
pub struct Wire(WebSocketStream<TcpStream>);

impl Wire {
    /// Connects with a ticket and the right origin.
    pub async fn open(http: &Http, ticket: &Ticket) -> Self {
        let opened = Self::try_open(http, ticket, Some(&http.origin)).await;
        opened.unwrap_or_else(|status| panic!("the upgrade was refused: {status}"))
    }

    /// Connects with a ticket from an origin, or from none.
    ///
    /// # Errors
    /// The status with which the upgrade was refused.
    pub async fn try_open(http: &Http, ticket: &Ticket, origin: Option<&str>) -> Result<Self, u16> {
        let path = format!("/live?session={}&seat={}", ticket.session, ticket.seat);
        Self::upgrade(http, &path, &ticket.cookie, origin).await
    }

    /// Upgrades any path.
    ///
    /// # Errors
    /// The status with which the upgrade was refused.
    pub async fn upgrade(http: &Http, path: &str, cookie: &str, origin: Option<&str>) -> Result<Self, u16> {
        let url = format!("ws://{}{path}", http.address);
        let mut request = url.into_client_request().expect("the path is a path");
        let headers = request.headers_mut();
        headers.insert("cookie", cookie.parse().expect("the cookie fits into a header"));
        if let Some(origin) = origin {
            headers.insert("origin", origin.parse().expect("the origin fits into a header"));
        }
        let stream = TcpStream::connect(http.address).await.expect("the house is open");
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("neither upgraded nor refused: {error}"),
        }
    }

    /// Sends any frame. That the other side may have gone already shows when reading.
    pub async fn sends(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// Sends a message of the protocol.
    pub async fn says(&mut self, message: &ClientMessage) {
        self.sends(Message::Binary(protocol::encode(message).into())).await;
    }

    /// Says hello as a fresh page and waits for the welcome.
    pub async fn says_hello(&mut self) {
        self.says(&ClientMessage::Hello { version: protocol::VERSION, page: 1, resume: None }).await;
        let welcome = self.hears().await;
        assert!(matches!(welcome, Some(ServerMessage::Welcome { .. })), "no welcome but {welcome:?}");
    }

    /// The next frame; `None` when the line has ended.
    pub async fn receives(&mut self) -> Option<Message> {
        let next = timeout(PATIENCE, self.0.next()).await.expect("the house says something");
        next?.ok().filter(|message| !message.is_close())
    }

    /// The next message of the protocol; `None` when the line has ended.
    pub async fn hears(&mut self) -> Option<ServerMessage> {
        loop {
            if let Message::Binary(bytes) = self.receives().await? {
                return Some(protocol::decode(&bytes).expect("the house speaks the protocol"));
            }
        }
    }

    /// Listens until the line ends; the reason, if one was given.
    pub async fn is_told(&mut self) -> Option<Bye> {
        let mut told = None;
        while let Some(message) = self.hears().await {
            if let ServerMessage::Bye(bye) = message {
                told = Some(bye);
            }
        }
        told
    }
}
