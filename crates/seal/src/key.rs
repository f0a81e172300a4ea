//! The keys of a poll.

use crate::{Error, SIGNATURE};
use blind_rsa_signatures::{
    BlindSignature, DefaultRng, KeyPairSha384PSSRandomized, PublicKeySha384PSSRandomized,
    SecretKeySha384PSSRandomized,
};
use rsa::{BoxedUint, RsaPublicKey};

/// Bits of the modulus.
const BITS: usize = 2_048;
/// What stands before and after the modulus of an RSA key of this size with the usual exponent, 65,537: public keys have one
/// form, and no decoder is needed to read it.
const HEAD: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    0x05, 0x00, 0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];
const TAIL: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];
/// Bytes of a public key.
pub const PUBLIC_KEY: usize = HEAD.len() + BITS / 8 + TAIL.len();

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
        let modulus = self.0.components().n();
        let der = [&HEAD[..], &modulus, &TAIL].concat();
        if der.len() == PUBLIC_KEY { Ok(der) } else { Err(Error::Key) }
    }

    /// Reads what [`Self::to_der`] wrote.
    ///
    /// # Errors
    /// [`Error::Key`] for anything but an RSA key of 2,048 bits with the exponent 65,537.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let modulus = der.strip_prefix(&HEAD).and_then(|rest| rest.strip_suffix(&TAIL)).ok_or(Error::Key)?;
        // The first bit is set, or the number would be shorter.
        if modulus.len() != BITS / 8 || modulus[0] < 0x80 {
            return Err(Error::Key);
        }
        let number = |bytes: &[u8], bits| BoxedUint::from_be_slice(bytes, bits).map_err(|_| Error::Key);
        let (n, e) = (number(modulus, BITS as u32)?, number(&TAIL[2..], 24)?);
        let key = RsaPublicKey::new(n, e).map_err(|_| Error::Key)?;
        Ok(Self(PublicKeySha384PSSRandomized::new(key)))
    }
}
