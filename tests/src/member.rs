//! Somebody with a seat, behind a real socket, in words that read like a story.

use crowd::{Invitation, Ticket};
use link::Happening;
use protocol::{Bye, Signal};
use room::{
    Command, LineId, PersonId, Refusal, Room,
    chat::{self, Audience},
    hand, lobby,
    roster::{self, Person, Presence, Standing},
};
use std::time::Duration;
use tokio::time::timeout;

/// How long a story waits before it gives up. Machines can be slow; nothing lawful takes this long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Facilitator, officer, guest or observer: a page that is open in somebody's browser.
pub struct Member {
    line: crowd::Officer,
    invitation: Invitation,
    ticket: Ticket,
}

impl Member {
    /// Somebody who has a seat and has not opened the page yet. No two pages may have the same number.
    #[must_use]
    pub fn with_seat(invitation: Invitation, ticket: Ticket, page: u64) -> Self {
        let mut line = crowd::Officer::new(invitation.clone(), ticket.clone(), page);
        line.keep_bytes();
        Self { line, invitation, ticket }
    }

    /// A fresh page on the same seat, opened.
    pub async fn opens_another_page(&self, page: u64) -> Self {
        let mut other = Self::with_seat(self.invitation.clone(), self.ticket.clone(), page);
        other.comes().await;
        other
    }

    /// The seat.
    #[must_use]
    pub fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// Their ballots in anonymous polls, as their page keeps them.
    #[must_use]
    pub fn voter(&self) -> crowd::Voter {
        crowd::Voter::new(self.invitation.clone(), self.ticket.clone())
    }

    /// The room as they see it.
    #[must_use]
    pub fn room(&self) -> &Room {
        self.line.room()
    }

    /// Their id.
    #[must_use]
    pub fn id(&self) -> PersonId {
        self.line.you().expect("they have been welcomed")
    }

    /// Themselves, as they see it.
    #[must_use]
    pub fn myself(&self) -> &Person {
        self.line.myself().expect("everybody sees themselves")
    }

    /// Somebody else, by name, as they see them.
    #[must_use]
    pub fn knows(&self, name: &str) -> Option<&Person> {
        self.room().roster.people.values().find(|person| person.name == name)
    }

    /// The texts they read in chat, in order; deleted ones are empty.
    #[must_use]
    pub fn reads(&self) -> Vec<&str> {
        self.room().chat.lines.values().map(|line| line.text.as_str()).collect()
    }

    /// The line of chat with this text.
    #[must_use]
    pub fn line(&self, text: &str) -> LineId {
        let found = self.room().chat.lines.iter().find(|(_, line)| line.text == text);
        *found.unwrap_or_else(|| panic!("{text:?} is not in {:?}", self.reads())).0
    }

    /// Every byte that has arrived over their line.
    #[must_use]
    pub fn kept_bytes(&self) -> &[u8] {
        self.line.kept_bytes()
    }

    /// Whether this text has ever arrived over their line, in whatever message.
    #[must_use]
    pub fn has_received(&self, text: &str) -> bool {
        crate::holds(self.line.kept_bytes(), text)
    }

    /// Opens the page, or comes back after a cut: whether the stream went on where it had broken.
    pub async fn comes(&mut self) -> bool {
        self.line.connect().await.expect("the house is open");
        loop {
            match self.next().await {
                Happening::Welcomed { resumed, .. } => {
                    self.sees("the room", |_| true).await;
                    return resumed;
                }
                Happening::Bye(bye) => panic!("not welcome: {bye:?}"),
                _ => {}
            }
        }
    }

    /// Tries to open the page and is told why not.
    pub async fn is_not_let_back(&mut self) -> Bye {
        self.line.connect().await.expect("the house is open");
        self.is_told().await
    }

    /// The line breaks.
    pub fn drops(&mut self) {
        self.line.cut();
    }

    /// The next thing that happens on their page.
    pub async fn next(&mut self) -> Happening {
        let next = timeout(PATIENCE, self.line.next()).await.expect("something happens");
        next.unwrap_or_else(|error| panic!("the line is gone: {error:#}"))
    }

    /// Waits for the reason with which the server ends their line.
    pub async fn is_told(&mut self) -> Bye {
        loop {
            if let Happening::Bye(bye) = self.next().await {
                self.line.cut();
                return bye;
            }
        }
    }

    /// Waits until their room is as described.
    pub async fn sees(&mut self, what: &str, wish: impl Fn(&Room) -> bool) {
        if let Err(error) = self.line.until(PATIENCE, wish).await {
            panic!("never saw {what}: {error:#}; instead {:#?}", self.room());
        }
    }

    /// Waits until this text is in the chat.
    pub async fn sees_line(&mut self, text: &str) {
        self.sees(text, |room| room.chat.lines.values().any(|line| line.text == text)).await;
    }

    /// Waits until somebody is present in this way.
    pub async fn sees_presence(&mut self, person: PersonId, presence: Presence) {
        let wish = |room: &Room| room.roster.people.get(&person).is_some_and(|p| p.presence == presence);
        self.sees(&format!("{presence:?}"), wish).await;
    }

    /// Waits until they are let in.
    pub async fn is_let_in(&mut self) {
        let me = self.id();
        let inside = |p: &Person| p.standing == Standing::Admitted;
        self.sees("the door open", |room| room.roster.people.get(&me).is_some_and(inside)).await;
    }

    /// Takes in everything that was sent before now.
    pub async fn catches_up(&mut self) {
        // Asking for what is so already changes nothing, and the answer comes after all that was before.
        let _ = self.asks(Command::Roster(roster::Command::Idle(false))).await;
    }

    /// Asks and waits for the answer.
    pub async fn asks(&mut self, command: Command) -> Result<(), Refusal> {
        let answer = timeout(PATIENCE, self.line.ask_and_wait(command.clone())).await;
        let answer = answer.unwrap_or_else(|_| panic!("no answer to {command:?}"));
        answer.unwrap_or_else(|error| panic!("the line broke under {command:?}: {error:#}"))
    }

    /// Asks without waiting; what is asked while the line is down goes out when it is back.
    pub async fn asks_blindly(&mut self, command: Command) {
        // A line that breaks under it is what some stories are about: the ask stays in the outbox.
        let _ = self.line.ask(command).await;
    }

    /// Asks not answered yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.line.waiting()
    }

    /// Asks for what they may do.
    pub async fn does(&mut self, command: Command) {
        let answer = self.asks(command.clone()).await;
        assert_eq!(answer, Ok(()), "to {command:?}");
    }

    /// Asks for what they may not do, or not like this.
    pub async fn is_refused(&mut self, command: Command) -> Refusal {
        let answer = self.asks(command.clone()).await;
        answer.err().unwrap_or_else(|| panic!("{command:?} was granted"))
    }

    /// Signals something fleeting.
    pub async fn signals(&mut self, signal: Signal) {
        self.line.signal(signal).await.expect("the line is up");
    }

    /// Writes to everyone.
    pub async fn says(&mut self, text: &str) {
        self.does(say(Audience::Everyone, text)).await;
    }

    /// Writes to the facilitators.
    pub async fn tells_facilitators(&mut self, text: &str) {
        self.does(say(Audience::Facilitators, text)).await;
    }

    /// Raises a hand.
    pub async fn raises_hand(&mut self) {
        self.does(Command::Hand(hand::Command::Raise)).await;
    }

    /// Lets somebody in.
    pub async fn admits(&mut self, person: PersonId) {
        self.does(Command::Lobby(lobby::Command::Admit(person))).await;
    }

    /// Lets everybody in who waits.
    pub async fn admits_all(&mut self) {
        self.does(Command::Lobby(lobby::Command::AdmitAll)).await;
    }

    /// Ends the session for everyone.
    pub async fn ends_session(&mut self) {
        self.asks_blindly(Command::End).await;
        assert_eq!(self.is_told().await, Bye::Ended);
    }
}

/// The command that writes a line.
fn say(audience: Audience, text: &str) -> Command {
    Command::Chat(chat::Command::Say { audience, text: text.into(), reply_to: None })
}
