//! A real WebSocket around a [`Link`].

use crate::{Invitation, Ticket};
use anyhow::{Context as _, Result, bail};
use data_encoding::HEXLOWER;
use futures_util::{SinkExt as _, StreamExt as _};
use link::{Happening, Link};
use protocol::{ClientMessage, Signal};
use room::{Command, PersonId, Refusal, Room, roster::Person};
use std::time::Duration;
use tokio::{net::TcpStream, time::Instant};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, client::IntoClientRequest as _},
};

/// A connection that is up.
pub struct Line(WebSocketStream<TcpStream>);

impl Line {
    /// Connects a seat to its room; the hello goes with the address, as a browser's does.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses the upgrade.
    pub async fn open(invitation: &Invitation, ticket: &Ticket, hello: &ClientMessage) -> Result<Self> {
        let (session, seat) = (&ticket.session, &ticket.seat);
        let hello = HEXLOWER.encode(&protocol::encode(hello));
        let url = format!("ws://{}/live?session={session}&seat={seat}&hello={hello}", invitation.address);
        let mut request = url.into_client_request()?;
        request.headers_mut().insert("origin", invitation.origin.parse()?);
        request.headers_mut().insert("cookie", ticket.cookie.parse()?);
        let stream = TcpStream::connect(invitation.address).await?;
        stream.set_nodelay(true)?;
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await?;
        Ok(Self(socket))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When the line is gone.
    pub async fn send(&mut self, message: &ClientMessage) -> Result<()> {
        self.send_bytes(protocol::encode(message)).await
    }

    /// Sends what has been encoded.
    ///
    /// # Errors
    /// When the line is gone.
    pub async fn send_bytes(&mut self, message: Vec<u8>) -> Result<()> {
        Ok(self.0.send(Message::Binary(message.into())).await?)
    }

    /// The next message's bytes.
    ///
    /// # Errors
    /// When the line is gone.
    pub async fn receive(&mut self) -> Result<Vec<u8>> {
        loop {
            match self.0.next().await.context("the line is gone")?? {
                Message::Binary(bytes) => return Ok(bytes.to_vec()),
                Message::Close(_) => bail!("the server closed the line"),
                _ => {}
            }
        }
    }
}

/// A person in a room, as a program sees it: what tests and simulated officers share.
pub struct Officer {
    invitation: Invitation,
    ticket: Ticket,
    link: Link,
    line: Option<Line>,
    kept: Option<Vec<u8>>,
}

impl Officer {
    /// Somebody with a seat, not connected yet. `page` is random for each page load.
    #[must_use]
    pub fn new(invitation: Invitation, ticket: Ticket, page: u64) -> Self {
        Self { invitation, ticket, link: Link::new(page), line: None, kept: None }
    }

    /// Keeps every byte that arrives from now on: a test can search them for what must not come here.
    pub fn keep_bytes(&mut self) {
        self.kept.get_or_insert_default();
    }

    /// The bytes kept so far.
    #[must_use]
    pub fn kept_bytes(&self) -> &[u8] {
        self.kept.as_deref().unwrap_or_default()
    }

    /// The room as they see it.
    #[must_use]
    pub fn room(&self) -> &Room {
        self.link.room()
    }

    /// Their id.
    #[must_use]
    pub fn you(&self) -> Option<PersonId> {
        self.link.you()
    }

    /// Themselves, as the roster shows them.
    #[must_use]
    pub fn myself(&self) -> Option<&Person> {
        self.room().roster.people.get(&self.you()?)
    }

    /// Asks not answered yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.link.waiting()
    }

    /// Whether the line is up.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.line.is_some()
    }

    /// Connects and says hello.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn connect(&mut self) -> Result<()> {
        self.line = Some(Line::open(&self.invitation, &self.ticket, &self.link.hello()).await?);
        Ok(())
    }

    /// Loses the line, without a word to the server.
    pub fn cut(&mut self) {
        self.line = None;
        self.link.closed();
    }

    /// Asks for something; the number identifies the answer.
    ///
    /// # Errors
    /// When the line breaks: the ask stays in the outbox and goes out again after [`Officer::connect`].
    pub async fn ask(&mut self, command: Command) -> Result<u32> {
        let (number, message) = self.link.ask(command);
        if let (Some(message), Some(line)) = (message, &mut self.line) {
            line.send_bytes(message).await?;
        }
        Ok(number)
    }

    /// Signals something fleeting, if the line is up.
    ///
    /// # Errors
    /// When the line breaks.
    pub async fn signal(&mut self, signal: Signal) -> Result<()> {
        match &mut self.line {
            Some(line) => line.send(&ClientMessage::Signal(signal)).await,
            None => Ok(()),
        }
    }

    /// Waits for the next thing that happens.
    ///
    /// # Errors
    /// When the line breaks.
    pub async fn next(&mut self) -> Result<Happening> {
        loop {
            let line = self.line.as_mut().context("not connected")?;
            let bytes = line.receive().await?;
            if let Some(kept) = &mut self.kept {
                kept.extend_from_slice(&bytes);
            }
            let received = self.link.receive(&bytes)?;
            for reply in received.replies {
                line.send_bytes(reply).await?;
            }
            if let Some(happening) = received.happening {
                return Ok(happening);
            }
        }
    }

    /// Takes in whatever happens for a while.
    ///
    /// # Errors
    /// When the line is broken. What came before it broke is told first: a goodbye must not get lost.
    pub async fn watch(&mut self, time: Duration) -> Result<Vec<Happening>> {
        let (end, mut happenings) = (Instant::now() + time, vec![]);
        while let Ok(next) = tokio::time::timeout_at(end, self.next()).await {
            match next {
                Ok(happening) => happenings.push(happening),
                Err(error) if happenings.is_empty() => return Err(error),
                Err(_) => break,
            }
        }
        Ok(happenings)
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// When the line breaks.
    pub async fn ask_and_wait(&mut self, command: Command) -> Result<Result<(), Refusal>> {
        let number = self.ask(command).await?;
        loop {
            if let Happening::Answered(answered, answer) = self.next().await?
                && answered == number
            {
                return Ok(answer);
            }
        }
    }

    /// Waits until the room looks as wished.
    ///
    /// # Errors
    /// When the line breaks or `patience` runs out.
    pub async fn until(&mut self, patience: Duration, wish: impl Fn(&Room) -> bool) -> Result<()> {
        let end = Instant::now() + patience;
        while !(self.link.ready() && wish(self.link.room())) {
            tokio::time::timeout_at(end, self.next()).await.context("it did not come to pass")??;
        }
        Ok(())
    }
}
