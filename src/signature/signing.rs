//! Keys to sign with.

use std::fmt;

use rsa::BigUint;
use rsa::pkcs1v15;
use rsa::sha2::Sha512;
use rsa::signature::{SignatureEncoding, Signer};
use ssh_key::private::{Ed25519Keypair, KeypairData, RsaKeypair};
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, Signature, SshSig};

use super::signed_bytes;
use crate::base::{Error, Result};

/// A private key, in memory.
pub struct SigningKey(PrivateKey);

/// Why a text gives no key to sign with. `ssh-keygen -Y sign` may still be able to, in each case: it can ask for a
/// passphrase or a touch, it knows older formats, and it reads every ECDSA key. `ssh-key` 0.6.7 gives up on one whose
/// secret number begins with zeros, which are one in 256, and one in four on the curve P-521.
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
        let unreadable = |why: &dyn fmt::Display| KeyError::Unreadable(why.to_string());
        if !text.trim_start().starts_with("-----BEGIN OPENSSH PRIVATE KEY-----") {
            return Err(unreadable(&"it does not begin with `-----BEGIN OPENSSH PRIVATE KEY-----`"));
        }
        let key = PrivateKey::from_openssh(text.trim_start()).map_err(|error| unreadable(&error))?;
        match key.key_data() {
            KeypairData::Encrypted(_) => Err(KeyError::Encrypted),
            KeypairData::SkEd25519(_) | KeypairData::SkEcdsaSha2NistP256(_) => Err(KeyError::OnSecurityKey),
            KeypairData::Ed25519(_) | KeypairData::Ecdsa(_) => Ok(Self(key)),
            KeypairData::Rsa(pair) => match rsa_key(pair) {
                Some(_) => Ok(Self(key)),
                None => Err(unreadable(&"its numbers make no RSA key")),
            },
            _ => Err(unreadable(&"it is of a kind that is not known here")),
        }
    }

    /// The Ed25519 key of this secret. The same seed gives the same key and the same signatures everywhere, which is
    /// for examples and tests; a key that is to prove something comes from `ssh-keygen`.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(PrivateKey::from(Ed25519Keypair::from_seed(&seed)))
    }

    /// The armored signature over `message`, as `ssh-keygen -Y sign -n namespace` writes it. The same key and message
    /// always give the same signature, except with a key on the curve P-521.
    ///
    /// # Errors
    /// Where `namespace` is empty, or the key cannot sign.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> Result<String> {
        let failed = |error| Error::new("cannot sign with this key").caused_by(error);
        let signature = match self.0.key_data() {
            KeypairData::Rsa(pair) => {
                let key = rsa_key(pair).ok_or_else(|| Error::new("the numbers of the key make no RSA key"))?;
                let bytes = signed_bytes(namespace, HashAlg::Sha512, message);
                let signature = pkcs1v15::SigningKey::<Sha512>::new(key)
                    .try_sign(&bytes)
                    .map_err(|error| Error::new("cannot sign with this RSA key").caused_by(error))?;
                let algorithm = Algorithm::Rsa { hash: Some(HashAlg::Sha512) };
                let signature = Signature::new(algorithm, signature.to_vec()).map_err(failed)?;
                SshSig::new(self.0.public_key().key_data().clone(), namespace, HashAlg::Sha512, signature)
            }
            _ => self.0.sign(namespace, HashAlg::Sha512, message),
        };
        signature.and_then(|signature| signature.to_pem(LineEnding::LF)).map_err(failed)
    }

    /// The private key as `ssh-keygen` writes it, without a passphrase. The same key always gives the same text.
    ///
    /// # Errors
    /// Where the key cannot be written in this format.
    pub fn private_text(&self) -> Result<String> {
        let text = self.0.to_openssh(LineEnding::LF);
        text.map(|text| text.to_string()).map_err(|error| Error::new("cannot write this key").caused_by(error))
    }

    /// The public key that belongs to it, as it stands in a `.pub` file: kind, base64 and, if there is one, comment.
    pub fn public_line(&self) -> String {
        self.0.public_key().to_openssh().unwrap_or_default()
    }
}

/// Shows which key it is, never the secret.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.0.public_key().fingerprint(HashAlg::Sha256))
    }
}

/// The RSA key of these numbers. `ssh-key` 0.6.7 takes one of the two primes twice and so cannot sign.
fn rsa_key(pair: &RsaKeypair) -> Option<rsa::RsaPrivateKey> {
    let number = |number: &ssh_key::Mpint| number.as_positive_bytes().map(BigUint::from_bytes_be);
    let primes = vec![number(&pair.private.p)?, number(&pair.private.q)?];
    let key = rsa::RsaPrivateKey::from_components(
        number(&pair.public.n)?,
        number(&pair.public.e)?,
        number(&pair.private.d)?,
        primes,
    );
    key.ok().filter(|key| key.validate().is_ok())
}
