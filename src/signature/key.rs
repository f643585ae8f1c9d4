//! A public key, and whether it made a signature.

use rsa::BigUint;
use rsa::pkcs1v15;
use rsa::sha2::{Sha256, Sha512};
use rsa::signature::Verifier;
use ssh_key::public::{KeyData, RsaPublicKey};
use ssh_key::{Algorithm, HashAlg, PublicKey, Signature};

use super::wire::{Reader, put_positive};

/// The sizes of an RSA key that OpenSSH takes, in bits (`SSH_RSA_MINIMUM_MODULUS_SIZE`, `SSHBUF_MAX_BIGNUM`).
const RSA_BITS: std::ops::RangeInclusive<usize> = 1024..=16_384;

/// Why bytes are not taken for a key or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// They may well be one, of a kind that is not taken here.
    Unsupported(String),
    /// They are none.
    Malformed(String),
}

impl Refusal {
    pub(super) fn malformed(why: &str) -> Self {
        Self::Malformed(why.to_owned())
    }

    pub(super) fn into_text(self) -> String {
        match self {
            Self::Unsupported(why) | Self::Malformed(why) => why,
        }
    }
}

/// A public key of a kind that can be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    data: KeyData,
    /// The bytes it came in. There is only one way to write a key, so keys are equal where these are.
    blob: Vec<u8>,
}

impl Key {
    /// Reads a key in the encoding of SSH.
    pub(super) fn read(blob: &[u8]) -> Result<Self, Refusal> {
        let malformed = || Refusal::malformed("its public key cannot be read");
        let kind = Reader(blob).name().ok_or_else(malformed)?;
        supported(kind)?;
        let public = PublicKey::from_bytes(blob).map_err(|_| malformed())?;
        if public.to_bytes().ok().as_deref() != Some(blob) {
            return Err(malformed());
        }
        let data = public.key_data().clone();
        let point = match &data {
            KeyData::Ecdsa(key) => key.as_sec1_bytes().first(),
            KeyData::SkEcdsaSha2NistP256(key) => key.ec_point().as_bytes().first(),
            KeyData::Rsa(key) => {
                rsa_size(key)?;
                None
            }
            _ => None,
        };
        // OpenSSH takes points on a curve with both coordinates only.
        if point.is_some_and(|tag| *tag != 4) {
            return Err(malformed());
        }
        Ok(Self { data, blob: blob.to_vec() })
    }

    /// `ssh-ed25519`, `ecdsa-sha2-nistp256`, …
    pub(super) fn kind(&self) -> String {
        self.data.algorithm().as_str().to_owned()
    }

    /// `SHA256:…`, as `ssh-keygen -l` has it.
    pub(super) fn fingerprint(&self) -> String {
        self.data.fingerprint(HashAlg::Sha256).to_string()
    }

    /// Kind and base64, as they stand in a file of public keys.
    pub(super) fn line(&self) -> String {
        PublicKey::from(self.data.clone()).to_openssh().unwrap_or_default()
    }

    /// Whether this key made `signature`, in the encoding of SSH, over exactly these bytes.
    pub(super) fn made(&self, signature: &[u8], bytes: &[u8]) -> Result<bool, Refusal> {
        let malformed = || Refusal::malformed("the signature in it cannot be read");
        let mut reader = Reader(signature);
        let kind = reader.name().ok_or_else(malformed)?;
        let algorithm = Algorithm::new(kind).map_err(|_| malformed())?;
        match (&algorithm, &self.data) {
            (Algorithm::Rsa { hash: None }, KeyData::Rsa(_)) => {
                return Err(Refusal::Unsupported("it was made with SHA-1 (ssh-rsa), which proves nothing".into()));
            }
            (Algorithm::Rsa { .. }, KeyData::Rsa(_)) => {}
            (algorithm, key) if *algorithm == key.algorithm() => {}
            (Algorithm::Other(_), _) => {
                return Err(Refusal::Unsupported(format!(
                    "it is of the kind {}, which is not known here",
                    shown(kind)
                )));
            }
            _ => return Err(Refusal::malformed("its key and its signature are of different kinds")),
        }
        let core = reader.string().ok_or_else(malformed)?;
        // A security key tells its flags and its counter beside the signature, and signs them too. Whether somebody
        // touched it is one of the flags; `ssh-keygen -Y verify` does not ask, and neither does this.
        let trailer = match self.data {
            KeyData::SkEd25519(_) | KeyData::SkEcdsaSha2NistP256(_) => reader.take(5).ok_or_else(malformed)?,
            _ => &[],
        };
        if !reader.is_at_end() {
            return Err(malformed());
        }
        let mut data = match self.data {
            KeyData::Ecdsa(_) | KeyData::SkEcdsaSha2NistP256(_) => two_numbers(core).ok_or_else(malformed)?,
            _ => core.to_vec(),
        };
        if let KeyData::Rsa(key) = &self.data {
            return Ok(rsa_made(key, &algorithm, data, bytes).is_some());
        }
        data.extend(trailer);
        let Ok(signature) = Signature::new(algorithm, data) else { return Ok(false) };
        Ok(self.data.verify(bytes, &signature).is_ok())
    }
}

/// Refuses the kinds of key that OpenSSH refuses too, or that say who may sign in another way than a key does.
fn supported(kind: &str) -> Result<(), Refusal> {
    let why = match kind {
        "ssh-ed25519"
        | "ssh-rsa"
        | "ecdsa-sha2-nistp256"
        | "ecdsa-sha2-nistp384"
        | "ecdsa-sha2-nistp521"
        | "sk-ssh-ed25519@openssh.com"
        | "sk-ecdsa-sha2-nistp256@openssh.com" => return Ok(()),
        "ssh-dss" => "its key is a DSA key, which OpenSSH does not take any more".to_owned(),
        kind if kind.ends_with("-cert-v01@openssh.com") => {
            "its key is a certificate; only keys themselves are taken here".to_owned()
        }
        kind => format!("its key is of the kind {}, which is not known here", shown(kind)),
    };
    Err(Refusal::Unsupported(why))
}

/// A name from a signature, in quotes and not longer than can be read.
pub(super) fn shown(name: &str) -> String {
    format!("{:?}", name.chars().take(60).collect::<String>())
}

/// Size in bits of an RSA key, if OpenSSH takes one of that size.
fn rsa_size(key: &RsaPublicKey) -> Result<usize, Refusal> {
    let modulus = key.n.as_positive_bytes().unwrap_or_default();
    let unused = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
    let bits = modulus.len() * 8 - unused;
    if RSA_BITS.contains(&bits) {
        return Ok(bits);
    }
    Err(Refusal::Unsupported(format!(
        "its RSA key has {bits} bits; OpenSSH takes {} to {}",
        RSA_BITS.start(),
        RSA_BITS.end()
    )))
}

/// Whether the RSA key made the signature. Read here and not by `ssh-key`, which takes 2048 to 4096 bits only, and no
/// signature whose leading zeros were left out, as some programs do and OpenSSH allows.
fn rsa_made(key: &RsaPublicKey, algorithm: &Algorithm, mut signature: Vec<u8>, bytes: &[u8]) -> Option<()> {
    let number = |number: &ssh_key::Mpint| number.as_positive_bytes().map(BigUint::from_bytes_be);
    let public = rsa::RsaPublicKey::new_with_max_size(number(&key.n)?, number(&key.e)?, *RSA_BITS.end()).ok()?;
    let missing = key.n.as_positive_bytes()?.len().checked_sub(signature.len())?;
    signature.splice(..0, std::iter::repeat_n(0, missing));
    let signature = pkcs1v15::Signature::try_from(signature.as_slice()).ok()?;
    match algorithm {
        Algorithm::Rsa { hash: Some(HashAlg::Sha256) } => {
            pkcs1v15::VerifyingKey::<Sha256>::new(public).verify(bytes, &signature).ok()
        }
        Algorithm::Rsa { hash: Some(HashAlg::Sha512) } => {
            pkcs1v15::VerifyingKey::<Sha512>::new(public).verify(bytes, &signature).ok()
        }
        _ => None,
    }
}

/// The two numbers of an ECDSA signature, written as `ssh-key` wants them.
fn two_numbers(core: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(core);
    let (r, s) = (reader.positive()?, reader.positive()?);
    if !reader.is_at_end() {
        return None;
    }
    let mut written = Vec::with_capacity(core.len());
    put_positive(&mut written, r);
    put_positive(&mut written, s);
    Some(written)
}
