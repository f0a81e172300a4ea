//! The WebSocket around [`link::Link`](::link::Link): connects, notices a dead line, and comes back by itself.
//!
//! The hello goes with the address, so that the room is on its way as soon as the line is up.
//!
//! Callbacks hold the connection weakly and nothing of the reactive system but what `tell` captures: a callback that
//! kept an owner alive would keep the whole page alive (every signal, node and socket) after it is left.

use std::{cell::RefCell, rc::Rc, rc::Weak, time::Duration};

use leptos::prelude::{
    IntervalHandle, TimeoutHandle, set_interval_with_handle, set_timeout_with_handle, window,
};
use link::{Happening, Link};
use protocol::{BEAT_MS, Bye, ClientMessage, QUIET_MS, Signal};
use room::{Command, PersonId, Room};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{BinaryType, Event, MessageEvent, WebSocket};

use crate::browser;

/// How often the line is looked at.
const WATCH: Duration = Duration::from_secs(2);
/// How long an attempt may take before the next one, milliseconds.
const ATTEMPT_MS: f64 = 10_000.0;

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Not up for the first time yet.
    Opening,
    /// Up, and the room is complete.
    Up,
    /// Down; it will come back by itself.
    Down,
    /// Ended by the server for good.
    Over(Bye),
}

/// What the wire tells.
pub(crate) enum News<'a> {
    /// The line changed.
    Line(Line),
    /// Something was received.
    Received(&'a Happening),
}

type Tell = Rc<dyn Fn(News<'_>)>;

thread_local! {
    /// A line that the page dialed ahead of its room.
    static AHEAD: RefCell<Option<(String, Link, WebSocket)>> = const { RefCell::new(None) };
}

/// Dials `address` for the [`Wire`] that is going to be opened to it within the same turn of the page's loop.
pub(crate) fn dial_ahead(address: &str) {
    let mut link = Link::new(browser::random());
    if let Some(socket) = dial(address, &mut link) {
        AHEAD.set(Some((address.to_owned(), link, socket)));
    }
}

/// The connection of this page to its room. Dropping the last handle closes everything.
#[derive(Clone)]
pub(crate) struct Wire(Rc<RefCell<Inner>>);

struct Inner {
    link: Link,
    address: String,
    line: Line,
    socket: Option<Socket>,
    /// Attempts since the line was up.
    attempt: u32,
    heard_at: f64,
    sent_at: f64,
    retry: Option<TimeoutHandle>,
    watch: Option<IntervalHandle>,
    tell: Tell,
}

/// A socket and its callbacks; dropping it lets go of both.
struct Socket {
    socket: WebSocket,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _opened: Closure<dyn Fn(Event)>,
    _closed: Closure<dyn Fn(Event)>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        _ = self.socket.close();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.retry.take().inspect(TimeoutHandle::clear);
        self.watch.take().inspect(IntervalHandle::clear);
    }
}

impl Wire {
    /// Connects to `address` (path and query) and keeps connecting until dropped or the server says otherwise.
    pub(crate) fn open(address: &str, tell: impl Fn(News<'_>) + 'static) -> Self {
        // Of one that is up already something may have been missed.
        let fits = |(to, _, socket): &(String, Link, WebSocket)| {
            *to == address && socket.ready_state() == WebSocket::CONNECTING
        };
        let (link, ahead) = match AHEAD.take() {
            Some(dialed) if fits(&dialed) => (dialed.1, Some(dialed.2)),
            dialed => {
                dialed.map(|(_, _, socket)| socket.close());
                (Link::new(browser::random()), None)
            }
        };
        let inner = Inner::new(link, address.to_owned(), Rc::new(tell));
        let inner = Rc::new(RefCell::new(inner));
        let weak = Rc::downgrade(&inner);
        let watch = set_interval_with_handle(move || with(&weak, watch), WATCH);
        inner.borrow_mut().watch = watch.ok();
        connect(&inner, ahead);
        Self(inner)
    }

    /// A room that is shown without a line; it never connects.
    pub(crate) fn still(room: Room, you: PersonId) -> Self {
        Self(Rc::new(RefCell::new(Inner::new(Link::still(room, you), String::new(), Rc::new(|_| ())))))
    }

    /// Asks for something; returns the number of the ask. It is kept until answered.
    pub(crate) fn ask(&self, command: Command) -> u32 {
        let mut inner = self.0.borrow_mut();
        let (number, message) = inner.link.ask(command);
        if let Some(message) = message {
            inner.send_bytes(&message);
        }
        number
    }

    /// Sends something fleeting, if the line is up; says whether it is.
    pub(crate) fn signal(&self, signal: Signal) -> bool {
        let mut inner = self.0.borrow_mut();
        let ready = inner.link.ready();
        if ready {
            inner.send(&ClientMessage::Signal(signal));
        }
        ready
    }

    /// Looks at the room.
    pub(crate) fn room<T>(&self, look: impl FnOnce(&Room) -> T) -> T {
        look(self.0.borrow().link.room())
    }

    /// Who this person is, once the server has said so.
    pub(crate) fn you(&self) -> Option<PersonId> {
        self.0.borrow().link.you()
    }

    /// The network is back, or somebody looks at the page again: try now if the line is down, and make sure if not.
    pub(crate) fn wake(&self) {
        let waits = self.0.borrow().retry.is_some();
        if waits {
            connect(&self.0, None);
        } else {
            watch(&self.0);
        }
    }

    /// Closes the line for good, on the person's own wish.
    pub(crate) fn close(&self) {
        let mut inner = self.0.borrow_mut();
        inner.line = Line::Over(Bye::Ended);
        inner.socket = None;
        inner.retry.take().inspect(TimeoutHandle::clear);
    }
}

impl Inner {
    /// Not connected to anything yet.
    fn new(link: Link, address: String, tell: Tell) -> Self {
        Self {
            link,
            address,
            line: Line::Opening,
            socket: None,
            attempt: 0,
            heard_at: 0.0,
            sent_at: 0.0,
            retry: None,
            watch: None,
            tell,
        }
    }

    fn send(&mut self, message: &ClientMessage) {
        self.send_bytes(&protocol::encode(message));
    }

    fn send_bytes(&mut self, message: &[u8]) {
        if let Some(socket) = &self.socket {
            self.sent_at = browser::now_ms();
            // A socket that cannot send says so by closing.
            _ = socket.socket.send_with_u8_array(message);
        }
    }

    fn is_over(&self) -> bool {
        matches!(self.line, Line::Over(_))
    }
}

fn with(weak: &Weak<RefCell<Inner>>, act: impl FnOnce(&Rc<RefCell<Inner>>)) {
    if let Some(inner) = weak.upgrade() {
        act(&inner);
    }
}

/// Dials, unless a line that is `ahead` already is to be used.
fn connect(this: &Rc<RefCell<Inner>>, ahead: Option<WebSocket>) {
    let mut inner = this.borrow_mut();
    inner.retry.take().inspect(TimeoutHandle::clear);
    if inner.is_over() {
        return;
    }
    inner.heard_at = browser::now_ms();
    let Inner { address, link, .. } = &mut *inner;
    let socket = ahead.or_else(|| dial(address, link));
    inner.socket = socket.map(|socket| attend(socket, &Rc::downgrade(this)));
    if inner.socket.is_none() {
        drop(inner);
        lost(this, None);
    }
}

/// Opens a socket to `address` of this page's server, with the hello of `link`.
fn dial(address: &str, link: &mut Link) -> Option<WebSocket> {
    let place = window().location();
    let scheme = if place.protocol().is_ok_and(|scheme| scheme == "https:") { "wss" } else { "ws" };
    let host = place.host().unwrap_or_default();
    let hello = protocol::encode(&link.hello());
    let hello: String = hello.iter().map(|byte| format!("{byte:02x}")).collect();
    let socket = WebSocket::new(&format!("{scheme}://{host}{address}&hello={hello}")).ok()?;
    socket.set_binary_type(BinaryType::Arraybuffer);
    Some(socket)
}

/// Listens to a socket.
fn attend(socket: WebSocket, this: &Weak<RefCell<Inner>>) -> Socket {
    let weak = this.clone();
    let opened = Closure::<dyn Fn(Event)>::new(move |_| {
        with(&weak, |this| this.borrow_mut().heard_at = browser::now_ms());
    });
    let weak = this.clone();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        with(&weak, |this| hear(this, &browser::bytes(&event.data())));
    });
    let weak = this.clone();
    let closed = Closure::<dyn Fn(Event)>::new(move |_| with(&weak, |this| lost(this, None)));
    socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
    socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
    Socket { socket, _heard: heard, _opened: opened, _closed: closed }
}

fn hear(this: &Rc<RefCell<Inner>>, bytes: &[u8]) {
    let mut inner = this.borrow_mut();
    inner.heard_at = browser::now_ms();
    let Ok(received) = inner.link.receive(bytes) else {
        drop(inner);
        return lost(this, None);
    };
    for message in &received.replies {
        inner.send_bytes(message);
    }
    // Timers of a hidden tab run once a minute, messages arrive at once: so the beat answers messages, too.
    if inner.link.ready() && inner.heard_at - inner.sent_at > f64::from(BEAT_MS) * 0.6 {
        inner.send(&ClientMessage::Beat);
    }
    let tell = inner.tell.clone();
    let now_up = inner.link.ready() && inner.line != Line::Up && !inner.is_over();
    if now_up {
        inner.attempt = 0;
        inner.line = Line::Up;
    }
    drop(inner);
    if let Some(happening) = &received.happening {
        tell(News::Received(happening));
    }
    if now_up {
        tell(News::Line(Line::Up));
    }
    if let Some(Happening::Bye(bye)) = received.happening {
        lost(this, Some(bye));
    }
}

/// The line is gone: come back later, unless the server said that there is nothing to come back to.
fn lost(this: &Rc<RefCell<Inner>>, bye: Option<Bye>) {
    let mut inner = this.borrow_mut();
    if inner.is_over() {
        return;
    }
    inner.socket = None;
    inner.link.closed();
    let wait = match bye {
        Some(Bye::WrongVersion | Bye::BadMessage | Bye::Ended | Bye::Out | Bye::Unknown) => None,
        Some(Bye::Restarting { after_ms }) => Some(after_ms),
        Some(Bye::TooSlow | Bye::Broken) | None => Some(0),
    };
    let line = match (wait, bye) {
        (None, Some(bye)) => Line::Over(bye),
        _ if inner.line == Line::Opening => Line::Opening,
        _ => Line::Down,
    };
    let changed = inner.line != line;
    inner.line = line;
    if let Some(wait) = wait {
        let wait = wait.saturating_add(link::backoff_ms(inner.attempt, js_sys::Math::random()));
        inner.attempt += 1;
        let weak = Rc::downgrade(this);
        let retry = move || with(&weak, |this| connect(this, None));
        inner.retry.take().inspect(TimeoutHandle::clear);
        inner.retry = set_timeout_with_handle(retry, Duration::from_millis(wait.into())).ok();
    }
    let tell = inner.tell.clone();
    drop(inner);
    if changed {
        tell(News::Line(line));
    }
}

/// Says "still here" when nothing else was said, and gives up on a line that is silent for too long.
fn watch(this: &Rc<RefCell<Inner>>) {
    let mut inner = this.borrow_mut();
    let now = browser::now_ms();
    let Some(socket) = &inner.socket else { return };
    let silence = now - inner.heard_at;
    let connecting = socket.socket.ready_state() == WebSocket::CONNECTING;
    if silence > f64::from(QUIET_MS) || (connecting && silence > ATTEMPT_MS) {
        drop(inner);
        return lost(this, None);
    }
    if inner.link.ready() && now - inner.sent_at > f64::from(BEAT_MS) * 0.6 {
        inner.send(&ClientMessage::Beat);
    }
}
