//! Simulated officers who speak the real protocol over real sockets.
//!
//! For rehearsals, the demo, stories and benches. They behave like people: they come in a trickle, write,
//! raise hands, work through the exercise in their groups, are called to duty, lose their line and come back.
//! The same seed makes the same choices, and at most a fifth of them is busy at once.

mod behavior;
mod company;
mod door;
mod line;
mod pace;
mod people;
mod texts;
mod voter;

pub use door::{Ticket, join};
pub use line::{Line, Officer};
pub use pace::Pace;
pub use people::Profile;
pub use voter::{Voter, cast};

use anyhow::Result;
use behavior::Habits;
use company::Company;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use std::{net::SocketAddr, time::Duration};
use tokio::task::JoinSet;

/// Where a crowd is wanted.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The origin the server knows itself by; it refuses requests from elsewhere.
    pub origin: String,
    /// Where to connect to.
    pub address: SocketAddr,
    /// The officers' link or code.
    pub key: String,
    /// How many come.
    pub officers: usize,
    /// What decides their choices.
    pub seed: u64,
}

/// Sends a crowd to a session and returns when it has ended for all of them.
///
/// # Errors
/// When the first of them cannot get in at all.
pub async fn attend(invitation: Invitation, pace: Pace) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(invitation.seed);
    let company = Company::of(invitation.officers);
    let mut crowd = JoinSet::new();
    for n in 0..invitation.officers {
        let habits = Habits { pace, company: company.clone(), seed: chance.random() };
        let profile = people::profile(n);
        let ticket = match join(&invitation, &profile).await {
            Ok(ticket) => ticket,
            Err(error) if n == 0 => return Err(error),
            // The room may be full or locked by now: the others stay away too.
            Err(_) => break,
        };
        let invitation = invitation.clone();
        crowd.spawn(async move { behavior::live(&invitation, ticket, habits).await });
        tokio::time::sleep(Duration::from_millis(chance.random_range(40..160))).await;
    }
    crowd.join_all().await;
    Ok(())
}
