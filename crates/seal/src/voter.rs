//! What a voter's device holds of one poll, from opening until the board has been checked.

use crate::{Ballot, Cell, Error, PollName, PublicKey, SIGNATURE, ballot::message};
use blind_rsa_signatures::{
    BlindMessage, BlindSignature, BlindingResult, DefaultRng, MessageRandomizer, Secret,
};
use ed25519_dalek::SigningKey;

/// The ballot keys of one voter in one poll. Whoever gets hold of it can prove how this voter voted: it never leaves the
/// device and is forgotten when the board has been checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Voter {
    poll: PollName,
    slips: Vec<Slip>,
}

/// One ballot to be.
#[derive(Clone, PartialEq, Eq)]
struct Slip {
    cell: Cell,
    /// The Ed25519 secret.
    seed: [u8; 32],
    randomizer: [u8; 32],
    blinded: [u8; SIGNATURE],
    /// What takes the blinding off.
    secret: [u8; SIGNATURE],
    token: Option<[u8; SIGNATURE]>,
}

const SLIP: usize = 1 + 32 + 32 + SIGNATURE * 3 + 1;

impl Voter {
    /// Makes a ballot key for each cell, and blinds it for the cell's key.
    ///
    /// # Errors
    /// [`Error::Key`] for a key that cannot be used, [`Error::Random`].
    pub fn draw(poll: PollName, cells: &[(Cell, PublicKey)]) -> Result<Self, Error> {
        let slip = |(cell, key): &(Cell, PublicKey)| {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).map_err(|_| Error::Random)?;
            let message = message(&poll, SigningKey::from_bytes(&seed).verifying_key().as_bytes());
            let blinding = key.0.blind(&mut DefaultRng, message).map_err(|_| Error::Key)?;
            let MessageRandomizer(randomizer) = blinding.msg_randomizer.ok_or(Error::Key)?;
            let [blinded, secret] = [blinding.blind_message.0, blinding.secret.0]
                .map(|bytes| <[u8; SIGNATURE]>::try_from(bytes).map_err(|_| Error::Key));
            Ok(Slip { cell: *cell, seed, randomizer, blinded: blinded?, secret: secret?, token: None })
        };
        Ok(Self { poll, slips: cells.iter().map(slip).collect::<Result<_, _>>()? })
    }

    /// What the server is asked to sign, one after the other.
    #[must_use]
    pub fn blinded(&self) -> Vec<u8> {
        self.slips.iter().flat_map(|slip| slip.blinded).collect()
    }

    /// Takes the server's signatures, in the order of [`Self::blinded`]; `cells` as they were drawn for.
    ///
    /// # Errors
    /// [`Error::Length`], or [`Error::Signature`] when one does not fit its key: nothing is accepted then.
    pub fn accept(&mut self, cells: &[(Cell, PublicKey)], signatures: &[u8]) -> Result<(), Error> {
        if signatures.len() != self.slips.len() * SIGNATURE || cells.len() != self.slips.len() {
            return Err(Error::Length);
        }
        let mut tokens = vec![];
        for ((slip, (_, key)), signature) in self.slips.iter().zip(cells).zip(signatures.chunks(SIGNATURE)) {
            let blinding = BlindingResult {
                blind_message: BlindMessage(slip.blinded.to_vec()),
                secret: Secret(slip.secret.to_vec()),
                msg_randomizer: Some(MessageRandomizer(slip.randomizer)),
            };
            let message = message(&self.poll, slip.key().verifying_key().as_bytes());
            let token = key.0.finalize(&BlindSignature(signature.to_vec()), &blinding, message);
            let token = token.map_err(|_| Error::Signature)?;
            tokens.push(<[u8; SIGNATURE]>::try_from(token.0).map_err(|_| Error::Signature)?);
        }
        for (slip, token) in self.slips.iter_mut().zip(tokens) {
            slip.token = Some(token);
        }
        Ok(())
    }

    /// How many ballots they make.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slips.len()
    }

    /// Whether there is none to make.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slips.is_empty()
    }

    /// Whether the tokens are here.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.slips.iter().all(|slip| slip.token.is_some())
    }

    /// The ballots that say this, one answer for each cell in the order of drawing.
    ///
    /// # Errors
    /// [`Error::NoToken`] before [`Self::accept`], [`Error::Length`] for another number of answers.
    pub fn ballots<A: AsRef<[u8]>>(&self, answers: &[A]) -> Result<Vec<Ballot>, Error> {
        if answers.len() != self.slips.len() {
            return Err(Error::Length);
        }
        let ballot = |(slip, answer): (&Slip, &A)| {
            let token = slip.token.as_ref().ok_or(Error::NoToken)?;
            Ok(Ballot::sealed(&self.poll, &slip.key(), (&slip.randomizer, token), slip.cell, answer.as_ref()))
        };
        self.slips.iter().zip(answers).map(ballot).collect()
    }

    /// Everything of it, to be kept on the device over a reload.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.poll.to_vec();
        for slip in &self.slips {
            bytes.push(slip.cell);
            for part in [&slip.seed[..], &slip.randomizer, &slip.blinded, &slip.secret] {
                bytes.extend_from_slice(part);
            }
            bytes.push(u8::from(slip.token.is_some()));
            bytes.extend_from_slice(&slip.token.unwrap_or([0; SIGNATURE]));
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (poll, mut rest) = bytes.split_first_chunk().ok_or(Error::Length)?;
        let mut slips = vec![];
        while !rest.is_empty() {
            let (slip, after) = rest.split_at_checked(SLIP).ok_or(Error::Length)?;
            slips.push(Slip::read(slip).ok_or(Error::Length)?);
            rest = after;
        }
        Ok(Self { poll: *poll, slips })
    }
}

impl Slip {
    fn key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.seed)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (cell, rest) = bytes.split_first()?;
        let (seed, rest) = rest.split_first_chunk()?;
        let (randomizer, rest) = rest.split_first_chunk()?;
        let (blinded, rest) = rest.split_first_chunk()?;
        let (secret, rest) = rest.split_first_chunk()?;
        let (has_token, rest) = rest.split_first()?;
        let token = (*has_token == 1).then(|| rest.try_into().ok()).flatten();
        Some(Self {
            cell: *cell,
            seed: *seed,
            randomizer: *randomizer,
            blinded: *blinded,
            secret: *secret,
            token,
        })
    }
}
