//! Keys to sign with.

use std::fmt;

use aws_lc_rs::encoding::AsBigEndian;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPairComponents;
use aws_lc_rs::signature::{
    EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA512, RsaKeyPair, RsaPublicKeyComponents,
};

use super::key::{Curve, Key, Public};
use super::private::{self, Secret};
use super::signed::{Hash, MAGIC, signed_bytes};
use super::wire::{put_positive, put_string, without_zeros};
use super::{armor, rsa};
use crate::base::{Error, Result};

/// A private key, in memory.
pub struct SigningKey {
    key: Key,
    comment: String,
    pair: Pair,
}

/// The two halves of a key, as the provider holds them.
enum Pair {
    Ed25519(Ed25519KeyPair),
    Ecdsa(&'static Curve, EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// Why a text gives no key to sign with. `ssh-keygen -Y sign` may still be able to, in each case: it can ask for a
/// passphrase or a touch, it knows older formats, and it signs with RSA keys of less than 2048 bits and of more than 8192.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// It is protected by a passphrase.
    Encrypted,
    /// It lies on a security key, and the text only says which.
    OnSecurityKey,
    /// It is no private key in the format of OpenSSH, or of a kind that is not known here; says why.
    Unreadable(String),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => f.write_str("the private key is protected by a passphrase"),
            Self::OnSecurityKey => f.write_str("the private key lies on a security key"),
            Self::Unreadable(why) => write!(f, "the private key cannot be read: {why}"),
        }
    }
}

impl std::error::Error for KeyError {}

impl SigningKey {
    /// Reads a private key as `ssh-keygen` writes it, `-----BEGIN OPENSSH PRIVATE KEY-----`.
    ///
    /// # Errors
    /// Where it is encrypted or on a security key, so that somebody else has to sign, or no key at all.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let unreadable = |why: &str| KeyError::Unreadable(why.to_owned());
        let private::File { key, comment, secret } = private::read(text).map_err(KeyError::Unreadable)?;
        let pair = match (secret, key.public()) {
            (Secret::Encrypted, _) => return Err(KeyError::Encrypted),
            (Secret::OnSecurityKey, _) => return Err(KeyError::OnSecurityKey),
            (Secret::Ed25519(seed), Public::Ed25519(point)) => {
                Ed25519KeyPair::from_seed_and_public_key(&seed, point).ok().map(Pair::Ed25519)
            }
            (Secret::Ecdsa(curve, number), Public::Ecdsa { point, .. }) => {
                EcdsaKeyPair::from_private_key_and_public_key(curve.signing, &number, point)
                    .ok()
                    .map(|pair| Pair::Ecdsa(curve, pair))
            }
            (Secret::Rsa { d, inverse, p, q }, Public::Rsa(public)) => {
                rsa_pair(public.numbers(), [&d, &inverse, &p, &q]).map(Pair::Rsa)
            }
            _ => None,
        };
        let pair = pair.ok_or_else(|| unreadable("its numbers make no key that can be signed with here"))?;
        Ok(Self { key, comment, pair })
    }

    /// The Ed25519 key of this secret. The same seed gives the same key and the same signatures everywhere, which is
    /// for examples and tests; a key that is to prove something comes from `ssh-keygen`.
    ///
    /// # Errors
    /// Where the provider refuses to make the key.
    pub fn from_seed(seed: [u8; 32]) -> Result<Self> {
        let refused = |error| Error::new("cannot make a key of this seed").caused_by(error);
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(refused)?;
        let mut blob = Vec::new();
        put_string(&mut blob, b"ssh-ed25519");
        put_string(&mut blob, pair.public_key().as_ref());
        let key = Key::read(&blob).map_err(|refusal| Error::new(refusal.into_words().english()))?;
        Ok(Self { key, comment: String::new(), pair: Pair::Ed25519(pair) })
    }

    /// The armored signature over `message`, as `ssh-keygen -Y sign -n namespace` writes it. The same key and message
    /// always give the same signature, except with an ECDSA key, which takes a random number each time, as in OpenSSH.
    ///
    /// # Errors
    /// Where `namespace` is empty, or the key cannot sign.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> Result<String> {
        if namespace.is_empty() {
            return Err(Error::new("cannot sign for no purpose: the namespace is empty"));
        }
        let mut signature = Vec::new();
        let kind = if matches!(self.pair, Pair::Rsa(_)) { "rsa-sha2-512" } else { self.key.kind() };
        put_string(&mut signature, kind.as_bytes());
        put_string(&mut signature, &self.made(&signed_bytes(namespace, Hash::Sha512, message))?);
        let mut blob = MAGIC.to_vec();
        blob.extend(1u32.to_be_bytes());
        for part in [self.key.blob(), namespace.as_bytes(), b"", Hash::Sha512.name().as_bytes(), &signature] {
            put_string(&mut blob, part);
        }
        Ok(armor::close(&blob))
    }

    /// The signature over these bytes, in the encoding that SSH has for such a key.
    fn made(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let failed = |error| Error::new("cannot sign with this key").caused_by(error);
        match &self.pair {
            Pair::Ed25519(pair) => Ok(pair.try_sign(bytes).map_err(failed)?.as_ref().to_vec()),
            Pair::Ecdsa(curve, pair) => {
                let signature = pair.sign(&SystemRandom::new(), bytes).map_err(failed)?;
                let mut numbers = Vec::new();
                for number in signature.as_ref().chunks(curve.bytes) {
                    put_positive(&mut numbers, without_zeros(number));
                }
                Ok(numbers)
            }
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA512, &SystemRandom::new(), bytes, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }

    /// The private key as `ssh-keygen` writes it, without a passphrase. The same key always gives the same text.
    ///
    /// # Errors
    /// Where it is no Ed25519 key: who has another has it in a file already.
    pub fn private_text(&self) -> Result<String> {
        let (Pair::Ed25519(pair), Public::Ed25519(point)) = (&self.pair, self.key.public()) else {
            return Err(Error::new(format!("cannot write a private key of the kind {}", self.key.kind())));
        };
        let failed = |error| Error::new("cannot write this key").caused_by(error);
        let seed = pair.seed().and_then(|seed| seed.as_be_bytes()).map_err(failed)?;
        let seed = seed.as_ref().try_into().map_err(|error| Error::new("cannot write this key").caused_by(error))?;
        Ok(private::write_ed25519(&self.key, point, seed))
    }

    /// The public key that belongs to it, as it stands in a `.pub` file: kind, base64 and, if there is one, comment.
    pub fn public_line(&self) -> String {
        let space = if self.comment.is_empty() { "" } else { " " };
        format!("{}{space}{}", self.key.line(), self.comment)
    }
}

/// Shows which key it is, never the secret.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.key.fingerprint())
    }
}

/// The RSA key of these numbers, if they make one that the provider signs with: of 2048 to 8192 bits.
fn rsa_pair((n, e): (&[u8], &[u8]), [d, inverse, first, second]: [&[u8]; 4]) -> Option<RsaKeyPair> {
    let [by_first, by_second] = rsa::remainders(d, first, second)?;
    RsaKeyPair::from_components(&KeyPairComponents {
        public_key: RsaPublicKeyComponents { n, e },
        d,
        p: first,
        q: second,
        dP: &by_first,
        dQ: &by_second,
        qInv: inverse,
    })
    .ok()
}
