//! A public key, and whether it made a signature.

use std::borrow::Cow;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING, ED25519, EcdsaSigningAlgorithm,
    EcdsaVerificationAlgorithm, UnparsedPublicKey,
};

use super::refusal::Refusal;
use super::rsa::RsaKey;
use super::signed::Hash;
use super::wire::{Reader, to_base64};
use crate::base::tell;

/// The kinds of key that are taken. Those that begin with `sk-` lie on security keys.
const KINDS: [&str; 7] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

/// A public key of a kind that can be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    kind: &'static str,
    public: Public,
    /// What a security key keeps this key for, mostly `ssh:`. It is part of what such a key signs.
    application: Option<String>,
    /// The bytes it came in. There is only one way to write a key, so keys are equal where these are.
    blob: Vec<u8>,
}

/// The numbers of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Public {
    Ed25519([u8; 32]),
    Ecdsa { curve: &'static Curve, point: Vec<u8> },
    Rsa(RsaKey),
}

/// A curve of NIST, with the digest that SSH takes for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Curve {
    /// As keys call it.
    pub(super) name: &'static str,
    /// How many bytes its numbers have.
    pub(super) bytes: usize,
    verifying: &'static EcdsaVerificationAlgorithm,
    pub(super) signing: &'static EcdsaSigningAlgorithm,
}

static CURVES: [Curve; 3] = [
    Curve {
        name: "nistp256",
        bytes: 32,
        verifying: &ECDSA_P256_SHA256_FIXED,
        signing: &ECDSA_P256_SHA256_FIXED_SIGNING,
    },
    Curve {
        name: "nistp384",
        bytes: 48,
        verifying: &ECDSA_P384_SHA384_FIXED,
        signing: &ECDSA_P384_SHA384_FIXED_SIGNING,
    },
    Curve {
        name: "nistp521",
        bytes: 66,
        verifying: &ECDSA_P521_SHA512_FIXED,
        signing: &ECDSA_P521_SHA512_FIXED_SIGNING,
    },
];

impl Key {
    /// Reads a key in the encoding of SSH.
    pub(super) fn read(blob: &[u8]) -> Result<Self, Refusal> {
        let malformed = || Refusal::Malformed(tell!("its public key cannot be read"));
        let mut reader = Reader(blob);
        let kind = supported(reader.name().ok_or_else(malformed)?)?;
        let public = match kind {
            "ssh-rsa" => {
                let (e, n) = (reader.shortest().ok_or_else(malformed)?, reader.shortest().ok_or_else(malformed)?);
                Public::Rsa(RsaKey::new(n, e)?)
            }
            kind if kind.contains("ed25519") => {
                let point = reader.string().and_then(|point| point.try_into().ok());
                Public::Ed25519(point.ok_or_else(malformed)?)
            }
            kind => ecdsa(kind, &mut reader).ok_or_else(malformed)?,
        };
        let application = match kind.starts_with("sk-") {
            true => Some(reader.name().ok_or_else(malformed)?.to_owned()),
            false => None,
        };
        if !reader.is_at_end() {
            return Err(malformed());
        }
        Ok(Self { kind, public, application, blob: blob.to_vec() })
    }

    /// `ssh-ed25519`, `ecdsa-sha2-nistp256`, …
    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn public(&self) -> &Public {
        &self.public
    }

    /// The key in the encoding of SSH.
    pub(super) fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// `SHA256:…`, as `ssh-keygen -l` has it.
    pub(super) fn fingerprint(&self) -> String {
        let digits = to_base64(Hash::Sha256.of(&self.blob).as_ref());
        format!("SHA256:{}", digits.trim_end_matches('='))
    }

    /// Kind and base64, as they stand in a file of public keys.
    pub(super) fn line(&self) -> String {
        format!("{} {}", self.kind, to_base64(&self.blob))
    }

    /// Whether this key made `signature`, in the encoding of SSH, over exactly these bytes.
    pub(super) fn made(&self, signature: &[u8], bytes: &[u8]) -> Result<bool, Refusal> {
        let malformed = || Refusal::Malformed(tell!("the signature in it cannot be read"));
        let mut reader = Reader(signature);
        let hash = self.hash(reader.name().ok_or_else(malformed)?)?;
        let core = reader.string().ok_or_else(malformed)?;
        // A security key tells its flags and its counter beside the signature, and signs them too. Whether somebody
        // touched it is one of the flags; `ssh-keygen -Y verify` does not ask, and neither does this.
        let bytes = match &self.application {
            Some(application) => {
                let (flags, about) = (reader.take(5).ok_or_else(malformed)?, Hash::Sha256.of(application.as_bytes()));
                Cow::Owned([about.as_ref(), flags, Hash::Sha256.of(bytes).as_ref()].concat())
            }
            None => Cow::Borrowed(bytes),
        };
        if !reader.is_at_end() {
            return Err(malformed());
        }
        Ok(match &self.public {
            Public::Ed25519(point) => UnparsedPublicKey::new(&ED25519, point).verify(&bytes, core).is_ok(),
            Public::Ecdsa { curve, point } => {
                let numbers = two_numbers(core).ok_or_else(malformed)?;
                curve.side_by_side(numbers).is_some_and(|signature| {
                    UnparsedPublicKey::new(curve.verifying, point).verify(&bytes, &signature).is_ok()
                })
            }
            Public::Rsa(key) => key.made(hash, core, &bytes),
        })
    }

    /// The digest that a signature of this kind is made with, where such a key makes it. Only RSA leaves a choice.
    fn hash(&self, kind: &str) -> Result<Hash, Refusal> {
        let is_rsa = matches!(self.public, Public::Rsa(_));
        match kind {
            "ssh-rsa" if is_rsa => {
                Err(Refusal::Unsupported(tell!("it was made with SHA-1 (ssh-rsa), which proves nothing")))
            }
            "rsa-sha2-256" if is_rsa => Ok(Hash::Sha256),
            "rsa-sha2-512" if is_rsa => Ok(Hash::Sha512),
            kind if kind == self.kind => Ok(Hash::Sha512),
            "rsa-sha2-256" | "rsa-sha2-512" | "ssh-dss" => Err(two_kinds()),
            kind if KINDS.contains(&kind) => Err(two_kinds()),
            kind => Err(Refusal::Unsupported(tell!(
                "it is of the kind {kind}, which is not known here",
                kind = shown(kind)
            ))),
        }
    }
}

impl Curve {
    /// The two numbers as the provider wants them: each with all its bytes. `None` where one is too large.
    fn side_by_side(&self, (r, s): (&[u8], &[u8])) -> Option<Vec<u8>> {
        let mut both = self.padded(r)?;
        both.extend(self.padded(s)?);
        Some(both)
    }

    /// A number with all the bytes that numbers on this curve have.
    pub(super) fn padded(&self, number: &[u8]) -> Option<Vec<u8>> {
        let mut padded = vec![0; self.bytes.checked_sub(number.len())?];
        padded.extend(number);
        Some(padded)
    }
}

/// The point of a key on a curve. As OpenSSH does, this takes points with both coordinates only.
fn ecdsa(kind: &str, reader: &mut Reader<'_>) -> Option<Public> {
    let name = reader.name()?;
    let curve = CURVES.iter().find(|curve| curve.name == name && kind.contains(curve.name))?;
    let point = reader.string()?;
    (point.len() == 1 + 2 * curve.bytes && point.first() == Some(&4))
        .then(|| Public::Ecdsa { curve, point: point.to_vec() })
}

/// Refuses the kinds of key that OpenSSH refuses too, or that say who may sign in another way than a key does.
fn supported(kind: &str) -> Result<&'static str, Refusal> {
    if let Some(known) = KINDS.into_iter().find(|known| *known == kind) {
        return Ok(known);
    }
    let why = match kind {
        "ssh-dss" => tell!("its key is a DSA key, which OpenSSH does not take any more"),
        kind if kind.ends_with("-cert-v01@openssh.com") => {
            tell!("its key is a certificate; only keys themselves are taken here")
        }
        kind => tell!("its key is of the kind {kind}, which is not known here", kind = shown(kind)),
    };
    Err(Refusal::Unsupported(why))
}

fn two_kinds() -> Refusal {
    Refusal::Malformed(tell!("its key and its signature are of different kinds"))
}

/// A name from a signature, in quotes and not longer than can be read.
pub(super) fn shown(name: &str) -> String {
    format!("{:?}", name.chars().take(60).collect::<String>())
}

/// The two numbers of an ECDSA signature, without zeros in front.
fn two_numbers(core: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = Reader(core);
    let numbers = (reader.positive()?, reader.positive()?);
    reader.is_at_end().then_some(numbers)
}
