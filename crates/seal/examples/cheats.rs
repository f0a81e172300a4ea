//! Many attempts to have a ballot counted that should not be: the same again, another answer with the same key, forged and
//! borrowed tokens, changed bytes, ballots of another poll. Prints how many were tried and how many counted, as JSON.

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use seal::{ANSWER, BALLOT, Ballot, Error, PollName, PublicKey, SIGNATURE, SecretKey, Urn, Voter};

const VOTERS: usize = 300;

fn voter(poll: PollName, secret: &SecretKey, public: &PublicKey) -> Result<Voter, Error> {
    let cells = [(0, public.clone())];
    let mut voter = Voter::draw(poll, &cells)?;
    voter.accept(&cells, &secret.sign(&voter.blinded())?)?;
    Ok(voter)
}

fn ballot(voter: &Voter, says: u8) -> Result<Ballot, Error> {
    let mut answer = [0; ANSWER];
    answer[0] = says;
    Ok(voter.ballots(&[answer])?.remove(0))
}

fn main() -> Result<(), Error> {
    let attempts: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let mut chance = StdRng::seed_from_u64(11);
    let (poll, other_poll) = ([1; 16], [2; 16]);
    let (secret, other_secret) = (SecretKey::generate()?, SecretKey::generate()?);
    let (public, other_public) = (secret.public()?, other_secret.public()?);
    let voters = (0..VOTERS).map(|_| voter(poll, &secret, &public)).collect::<Result<Vec<_>, _>>()?;
    let strangers = (0..30).map(|_| voter(other_poll, &other_secret, &other_public));
    let strangers = strangers.collect::<Result<Vec<_>, _>>()?;
    // Half of them have voted; of the others nothing has come yet.
    let mut urn = Urn::new(poll, vec![public], ANSWER);
    for voter in &voters[..VOTERS / 2] {
        urn.cast(ballot(voter, 1)?.as_bytes())?;
    }
    let before = urn.board();
    for _ in 0..attempts {
        let voted = &voters[chance.random_range(0..VOTERS / 2)];
        let waits = &voters[chance.random_range(VOTERS / 2..VOTERS)];
        let bytes = match chance.random_range(0..6) {
            0 => ballot(voted, 1)?.as_bytes().to_vec(),
            1 => ballot(voted, chance.random_range(2..9))?.as_bytes().to_vec(),
            2 => {
                let mut bytes = ballot(waits, 1)?.as_bytes().to_vec();
                let at = chance.random_range(0..BALLOT);
                bytes[at] ^= 1 << chance.random_range(0..8);
                bytes
            }
            3 => ballot(&strangers[chance.random_range(0..strangers.len())], 1)?.as_bytes().to_vec(),
            4 => {
                // Somebody else's token under one's own key.
                let (mut bytes, lent) = (ballot(waits, 1)?.as_bytes().to_vec(), ballot(voted, 1)?);
                bytes[32..64 + SIGNATURE].copy_from_slice(&lent.as_bytes()[32..64 + SIGNATURE]);
                bytes
            }
            _ => (0..BALLOT).map(|_| chance.random()).collect(),
        };
        // The same again is lawful and changes nothing; what matters is the board.
        let _ = urn.cast(&bytes);
    }
    let counted = if urn.board() == before { 0 } else { urn.len() - VOTERS / 2 };
    println!("{{\"attempts\":{attempts},\"counted\":{counted}}}");
    Ok(())
}
