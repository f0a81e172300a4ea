//! What a session leaves behind, folded from its room when it ends: by the table in `academy::records`.
//!
//! Each file below is one product: what is kept of it, and how it is handed to the one it is kept for.

mod anonymous;
mod attendance;
mod boards;
mod commitments;
mod plans;
mod polls;
mod talk;

pub(crate) use anonymous::{AnonymousPolls, verify_poll};
pub(crate) use attendance::attendance;
pub(crate) use boards::Boards;
pub(crate) use commitments::Commitments;
pub(crate) use plans::Plans;
pub(crate) use polls::{Checks, Polls, csv as polls_csv};
pub(crate) use talk::Talk;

use crate::{
    keys,
    page::{Page, escaped},
};
use academy::{
    records::{self, Class, Fate},
    session::Session,
};
use anyhow::{Context as _, Result, ensure};
use room::{PersonId, Room, SeatId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::{Document, kind};
use uuid::Uuid;

/// The attendance spreadsheet, kept as it is handed out.
pub(crate) const ATTENDANCE: &str = "attendance.csv";
/// Every product there may be, and the class of data it is made of.
pub(crate) const ALL: [(&str, Class); 8] = [
    (ATTENDANCE, Class::Attendance),
    (Plans::NAME, Plans::CLASS),
    (Commitments::NAME, Commitments::CLASS),
    (Boards::NAME, Boards::CLASS),
    (Polls::NAME, Polls::CLASS),
    (AnonymousPolls::NAME, AnonymousPolls::CLASS),
    (Checks::NAME, Checks::CLASS),
    (Talk::NAME, Talk::CLASS),
];

/// Version of the products' bodies.
const VERSION: u16 = 7;

/// Something a session makes and may keep.
pub(crate) trait Product: Serialize + DeserializeOwned + Send + 'static {
    /// What its document is called.
    const NAME: &str;
    /// The class of data it is made of.
    const CLASS: Class;

    /// The product as the room holds it now.
    fn of(room: &Room) -> Self;
}

/// What proves, after the session, that a thing is kept for the one who asks for it: a hash over the seats its owner sat on,
/// their secrets and the product. Two products do not show that they hold things of the same person.
#[derive(Default, Serialize, Deserialize)]
struct Seats(Vec<[u8; 32]>);

impl Seats {
    fn of<T: Product>(room: &Room, person: PersonId) -> Self {
        let own = room.roster.seats.iter().filter(|(_, seat)| seat.person == person);
        Self(own.map(|(id, seat)| keys::proof(T::NAME, id.0, &seat.key)).collect())
    }

    /// Whether `seat` is one of them and `secret` its secret.
    fn hold<T: Product>(&self, seat: SeatId, secret: &str) -> bool {
        let proof = keys::proof(T::NAME, seat.0, &keys::hash(secret));
        self.0.iter().any(|kept| keys::equal(kept, &proof))
    }
}

/// What one person takes home, as a page for them alone; `None` when that is nothing.
pub(crate) fn own_page(
    session: &str,
    commitments: Option<&Commitments>,
    plans: Option<&Plans>,
    seat: SeatId,
    secret: &str,
) -> Option<Page> {
    let commitment = commitments.and_then(|kept| kept.of_seat(seat, secret));
    let commitment = commitment.map(|text| {
        format!("<section>\n<h2>My commitment</h2>\n<p class=\"own\">{}</p>\n</section>\n", escaped(text))
    });
    let actions = plans.map(|kept| kept.of_seat(seat, secret)).unwrap_or_default();
    let body = commitment.unwrap_or_default() + &actions;
    let hurry = "<p class=\"small\">Only you can open this page, and only in this browser. Print it or save it today: \
                 tomorrow the link no longer works.</p>\n";
    (!body.is_empty()).then(|| Page { title: "My plan", about: session.to_owned(), body: body + hurry })
}

/// The documents a session keeps: those of the classes that its records mode keeps, and no others.
pub(crate) fn fold(session: Uuid, document: &Session, room: &Room) -> Result<Vec<Document>> {
    let kept = ALL.iter().filter(|(_, class)| records::fate(document.records, *class) == Fate::Kept);
    kept.map(|(name, _)| Ok(product(session, name, body(name, room)?))).collect()
}

fn body(name: &str, room: &Room) -> Result<Vec<u8>> {
    fn json<T: Product>(room: &Room) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&T::of(room))?)
    }
    match name {
        Plans::NAME => json::<Plans>(room),
        Commitments::NAME => json::<Commitments>(room),
        Boards::NAME => json::<Boards>(room),
        Polls::NAME => json::<Polls>(room),
        AnonymousPolls::NAME => json::<AnonymousPolls>(room),
        Checks::NAME => json::<Checks>(room),
        Talk::NAME => json::<Talk>(room),
        _ => Ok(attendance(room).into_bytes()),
    }
}

fn product(session: Uuid, name: &str, body: Vec<u8>) -> Document {
    Document { kind: kind_of(name), id: session, session: Some(session), version: VERSION, body }
}

/// Reads a product that was kept.
pub(crate) fn read<T: Product>(document: &Document) -> Result<T> {
    let version = document.version;
    ensure!(version == VERSION, "{} has version {version}, this program reads {VERSION}", T::NAME);
    serde_json::from_slice(&document.body).with_context(|| format!("{} cannot be read", T::NAME))
}

/// Products of one name are one kind of document, found by their session.
pub(crate) fn kind_of(name: &str) -> String {
    format!("{}/{name}", kind::PRODUCT)
}

/// The name on the roster; empty for somebody who is not on it.
fn name(room: &Room, person: PersonId) -> String {
    room.roster.people.get(&person).map(|somebody| somebody.name.clone()).unwrap_or_default()
}
