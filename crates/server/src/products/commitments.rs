//! What officers committed to: kept for each of them, and handed to nobody else.

use super::{Product, Seats};
use academy::records::Class;
use room::{PersonId, Room, SeatId, plan::Commitment};
use serde::{Deserialize, Serialize};

/// Everybody's commitment, found by the seats its author sat on. The name is not among what is kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct Commitments(Vec<Own>);

#[derive(Serialize, Deserialize)]
struct Own {
    text: String,
    seats: Seats,
}

impl Product for Commitments {
    const NAME: &str = "commitments.json";
    const CLASS: Class = Class::Commitments;

    fn of(room: &Room) -> Self {
        let own = |(author, commitment): (&PersonId, &Commitment)| Own {
            text: commitment.text.clone(),
            seats: Seats::of::<Self>(room, *author),
        };
        Self(room.plan.commitments.iter().map(own).collect())
    }
}

impl Commitments {
    /// What the one who sits there committed to, if this is the seat's secret.
    pub(crate) fn of_seat(&self, seat: SeatId, secret: &str) -> Option<&str> {
        let own = self.0.iter().find(|own| own.seats.hold::<Self>(seat, secret));
        own.map(|own| own.text.as_str())
    }
}
