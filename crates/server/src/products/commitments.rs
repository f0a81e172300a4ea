//! What officers committed to: kept for each of them, and handed to nobody else.

use super::Product;
use crate::{
    keys,
    page::{Page, escaped},
};
use academy::records::Class;
use room::{Room, SeatId};
use serde::{Deserialize, Serialize};

/// Everybody's commitment, found by the seats its author sat on.
#[derive(Serialize, Deserialize)]
pub(crate) struct Commitments(Vec<Own>);

#[derive(Serialize, Deserialize)]
struct Own {
    text: String,
    /// The author's seats and the hashes of their secrets: what proves, after the session, that somebody is the author.
    /// The name is not among what is kept.
    seats: Vec<(SeatId, [u8; 32])>,
}

impl Product for Commitments {
    const NAME: &str = "commitments.json";
    const CLASS: Class = Class::Commitments;

    fn of(room: &Room) -> Self {
        let own = |(author, commitment): (&room::PersonId, &room::plan::Commitment)| {
            let seats = room.roster.seats.iter().filter(|(_, seat)| seat.person == *author);
            Own { text: commitment.text.clone(), seats: seats.map(|(id, seat)| (*id, seat.key)).collect() }
        };
        Self(room.plan.commitments.iter().map(own).collect())
    }
}

impl Commitments {
    /// What the one who sits there committed to, if this is the seat's secret.
    pub(crate) fn of_seat(&self, seat: SeatId, secret: &str) -> Option<&str> {
        let proves = |(id, key): &&(SeatId, [u8; 32])| *id == seat && keys::fits(secret, key);
        let own = self.0.iter().find(|own| own.seats.iter().any(|seat| proves(&seat)));
        own.map(|own| own.text.as_str())
    }
}

/// A commitment as a page for its author.
pub(crate) fn page(session: &str, text: &str) -> Page {
    let body = format!(
        "<section>\n<p class=\"own\">{}</p>\n</section>\n<p class=\"small\">Only you can open this page, and only in this \
         browser. Print it or save it today: tomorrow the link no longer works.</p>\n",
        escaped(text)
    );
    Page { title: "My commitment", about: session.to_owned(), body }
}
