//! One WebSocket: bytes in, messages to the session; frames out.

use super::{Live, Mail, next_connection, outbound};
use crate::metrics::count;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use futures_util::{SinkExt as _, StreamExt as _, stream::SplitSink};
use outbound::{Out, Outgoing};
use protocol::{BEAT_MS, Bye, ClientMessage, FRAME_MAX, SILENCE_MS, ServerMessage};
use room::PersonId;
use std::{sync::Arc, time::Duration};

/// A message that does not leave within this time never will.
const STUCK: Duration = Duration::from_secs(60);
/// How long a browser that was told goodbye may take to close the line itself.
const PARTING: Duration = Duration::from_secs(2);

/// Sizes for a room's socket: small buffers (a room has hundreds of them), messages within the limit.
pub(crate) fn sized(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(4 * 1024)
        .write_buffer_size(8 * 1024)
        .max_write_buffer_size(256 * 1024)
        .max_message_size(FRAME_MAX)
        .max_frame_size(FRAME_MAX)
}

/// Serves one tab until either side goes. `hello` is its first message, if that has come already.
pub(crate) async fn serve(
    socket: WebSocket,
    live: Live,
    person: PersonId,
    hello: Option<Vec<u8>>,
    app: Arc<crate::app::App>,
) {
    let id = next_connection();
    let (mut outbound, outgoing) = outbound::pair(Arc::clone(&app.metrics));
    let (sink, mut stream) = socket.split();
    let mut writing = tokio::spawn(write(sink, outgoing, live.clone()));
    let silence = Duration::from_millis(u64::from(SILENCE_MS));
    // The hello has to come first, and it tells whether this page can be spoken to at all.
    let first = match hello {
        Some(bytes) => Ok(Some(understood(&bytes))),
        None => tokio::time::timeout(Duration::from_secs(10), read(&mut stream)).await,
    };
    let Ok(Some(Ok((hello, bytes)))) = first else {
        if let Ok(Some(Err(bye))) = first {
            count(&app.metrics.bad_messages, 1);
            outbound.bye(bye);
            let _ = writing.await;
        }
        return;
    };
    live.send(Mail::Connect(id, person, outbound)).await;
    live.send(Mail::Receive(id, hello, bytes)).await;
    let listening = async {
        while let Ok(Some(received)) = tokio::time::timeout(silence, read(&mut stream)).await {
            let Ok((message, bytes)) = received else {
                count(&app.metrics.bad_messages, 1);
                // The task closes the line with the reason; a second hello is what it refuses.
                let again = ClientMessage::Hello { version: protocol::VERSION, page: 0, resume: None };
                live.send(Mail::Receive(id, again, 0)).await;
                break;
            };
            if !live.send(Mail::Receive(id, message, bytes)).await {
                break;
            }
        }
    };
    let said_goodbye = tokio::select! {
        () = listening => false,
        _ = &mut writing => true,
    };
    live.send(Mail::Disconnect(id)).await;
    if said_goodbye {
        // Closing over unread bytes could take the goodbye away again; the other side gets a moment to go first.
        let leaving = async { while read(&mut stream).await.is_some() {} };
        let _ = tokio::time::timeout(PARTING, leaving).await;
    } else {
        let _ = writing.await;
    }
}

/// Says one thing to somebody who may not come in, and closes.
pub(crate) async fn turn_away(mut socket: WebSocket, bye: Bye) {
    let frame = protocol::encode(&ServerMessage::Bye(bye));
    let _ = socket.send(Message::Binary(frame.into())).await;
    let _ = socket.send(Message::Close(None)).await;
}

/// The next message and how long it was; `None` when the line is gone.
async fn read(
    stream: &mut (impl futures_util::Stream<Item = Result<Message, axum::Error>> + Unpin),
) -> Option<Result<(ClientMessage, usize), Bye>> {
    loop {
        match stream.next().await? {
            Ok(Message::Binary(bytes)) => return Some(understood(&bytes)),
            Ok(Message::Text(_)) => return Some(Err(Bye::BadMessage)),
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_)) => return None,
            // A message over the limit ends the line from below; say so as far as it still can be said.
            Err(error) if error.to_string().contains("too long") => return Some(Err(Bye::BadMessage)),
            Err(_) => return None,
        }
    }
}

/// A message and how long it was.
fn understood(bytes: &[u8]) -> Result<(ClientMessage, usize), Bye> {
    let message = protocol::decode(bytes).map_err(|_| unreadable(bytes))?;
    Ok((message, bytes.len()))
}

/// Why a message cannot be read: a page of another version says hello in other words.
fn unreadable(bytes: &[u8]) -> Bye {
    match protocol::hello_version(bytes) {
        Some(version) if version != protocol::VERSION => Bye::WrongVersion,
        _ => Bye::BadMessage,
    }
}

/// Sends what comes, and a sign of life when nothing does.
async fn write(mut sink: SplitSink<WebSocket, Message>, mut outgoing: Outgoing, live: Live) {
    let beat = Duration::from_millis(u64::from(BEAT_MS));
    loop {
        let (frame, last) = match tokio::time::timeout(beat, outgoing.next()).await {
            Ok(Some(Out::Frame(frame))) => (frame, false),
            Ok(Some(Out::Bye(frame))) => (frame, true),
            Ok(None) => break,
            Err(_) => {
                let sign = protocol::encode(&ServerMessage::Beat(live.now()));
                if !send(&mut sink, sign).await {
                    return;
                }
                continue;
            }
        };
        let sent = send(&mut sink, frame.to_vec()).await;
        outgoing.left(frame.len());
        if last || !sent {
            break;
        }
    }
    let _ = tokio::time::timeout(Duration::from_secs(2), sink.close()).await;
}

async fn send(sink: &mut SplitSink<WebSocket, Message>, frame: Vec<u8>) -> bool {
    matches!(tokio::time::timeout(STUCK, sink.send(Message::Binary(frame.into()))).await, Ok(Ok(())))
}
