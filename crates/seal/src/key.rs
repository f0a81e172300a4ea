//! The keys of a poll.

use crate::{Error, SIGNATURE};
use blind_rsa_signatures::{
    BlindSignature, DefaultRng, KeyPairSha384PSSRandomized, PublicKeySha384PSSRandomized,
    SecretKeySha384PSSRandomized,
};

/// Bits of the modulus.
const BITS: usize = 2_048;

/// Signs blinded ballot keys for one cell of one poll; deleted when the poll has been counted.
pub struct SecretKey(SecretKeySha384PSSRandomized);

impl SecretKey {
    /// A new key; takes some tenths of a second.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn generate() -> Result<Self, Error> {
        let pair = KeyPairSha384PSSRandomized::generate(&mut DefaultRng, BITS);
        pair.map(|pair| Self(pair.sk)).map_err(|_| Error::Random)
    }

    /// The key as it is kept while its poll is open (PKCS #8, RFC 5958).
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn to_der(&self) -> Result<Vec<u8>, Error> {
        self.0.to_der().map_err(|_| Error::Key)
    }

    /// Reads what [`Self::to_der`] wrote.
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        SecretKeySha384PSSRandomized::from_der(der).map(Self).map_err(|_| Error::Key)
    }

    /// What everybody may know of it.
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn public(&self) -> Result<PublicKey, Error> {
        self.0.public_key().map(PublicKey).map_err(|_| Error::Key)
    }

    /// Signs a blinded ballot key (RFC 9474, section 4.3). The same message gives the same signature.
    ///
    /// # Errors
    /// [`Error::Length`], or [`Error::Signature`] for a number that this key cannot sign.
    pub fn sign(&self, blinded: &[u8]) -> Result<[u8; SIGNATURE], Error> {
        if blinded.len() != SIGNATURE {
            return Err(Error::Length);
        }
        let BlindSignature(signature) = self.0.blind_sign(blinded).map_err(|_| Error::Signature)?;
        signature.try_into().map_err(|_| Error::Length)
    }
}

/// Checks signatures of one cell of one poll.
#[derive(Clone)]
pub struct PublicKey(pub(crate) PublicKeySha384PSSRandomized);

impl PublicKey {
    /// The key as everybody gets it (SubjectPublicKeyInfo, RFC 5280).
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn to_der(&self) -> Result<Vec<u8>, Error> {
        self.0.to_der().map_err(|_| Error::Key)
    }

    /// Reads what [`Self::to_der`] wrote.
    ///
    /// # Errors
    /// [`Error::Key`] for anything but an RSA key of 2,048 bits.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let key = PublicKeySha384PSSRandomized::from_der(der).map_err(|_| Error::Key)?;
        if key.components().n().len() == BITS / 8 { Ok(Self(key)) } else { Err(Error::Key) }
    }
}
