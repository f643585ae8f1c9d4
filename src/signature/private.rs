//! Private keys as OpenSSH keeps them in files (PROTOCOL.key): read where they lie open, written for Ed25519.

use super::armor;
use super::key::{Curve, Key, Public};
use super::wire::{Reader, base64, put_string};

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";
const MAGIC: &[u8] = b"openssh-key-v1\0";

/// What stands in the file of a private key.
pub(super) struct File {
    /// Its public half.
    pub(super) key: Key,
    /// What somebody called it.
    pub(super) comment: String,
    /// Its secret half.
    pub(super) secret: Secret,
}

/// The secret half of a key.
pub(super) enum Secret {
    /// Not readable without a passphrase.
    Encrypted,
    /// Not here: the file only tells a security key which of its keys is meant.
    OnSecurityKey,
    /// What the key is derived from.
    Ed25519([u8; 32]),
    /// A number with all the bytes that the curve asks for.
    Ecdsa(&'static Curve, Vec<u8>),
    /// Numbers without zeros in front: the private exponent, the inverse of `q` by `p`, and the two primes.
    Rsa { d: Vec<u8>, inverse: Vec<u8>, p: Vec<u8>, q: Vec<u8> },
}

/// Reads a file. What is wrong is said as the end of a sentence that has named it.
pub(super) fn read(text: &str) -> Result<File, String> {
    let text = text.trim();
    let inner = text.strip_prefix(BEGIN).ok_or_else(|| format!("it does not begin with `{BEGIN}`"))?;
    let inner = inner.strip_suffix(END).ok_or_else(|| format!("it does not end with `{END}`"))?;
    let digits: Vec<u8> = inner.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let blob = base64(&digits).ok_or("what stands in it is not base64")?;
    let mut reader = Reader(&blob);
    if reader.take(MAGIC.len()) != Some(MAGIC) {
        return Err("what stands in it is no key of OpenSSH".to_owned());
    }
    let damaged = || "what stands in it is cut off or damaged".to_owned();
    let (cipher, _function, _options) =
        (|| Some((reader.name()?, reader.name()?, reader.string()?)))().ok_or_else(damaged)?;
    if reader.number() != Some(1) {
        return Err("there is not exactly one key in it".to_owned());
    }
    let public = reader.string().ok_or_else(damaged)?;
    let key = Key::read(public).map_err(|refusal| refusal.into_words().english().replacen("its key", "it", 1))?;
    let locked = reader.string().ok_or_else(damaged)?;
    if cipher != "none" {
        return Ok(File { key, comment: String::new(), secret: Secret::Encrypted });
    }
    if !reader.is_at_end() {
        return Err(damaged());
    }
    let (secret, comment) = open(locked, &key).ok_or_else(damaged)?;
    Ok(File { key, comment, secret })
}

/// The part of a file that a passphrase would protect. It must fit the public half.
fn open(bytes: &[u8], key: &Key) -> Option<(Secret, String)> {
    let mut reader = Reader(bytes);
    // Two numbers that are alike: how OpenSSH sees that a passphrase was the right one.
    let check = reader.number()?;
    if reader.number()? != check || reader.name()? != key.kind() {
        return None;
    }
    if key.kind().starts_with("sk-") {
        return Some((Secret::OnSecurityKey, String::new()));
    }
    let secret = match key.public() {
        Public::Ed25519(point) => {
            let (first, both) = (reader.string()?, reader.string()?);
            let seed = both.strip_suffix(point)?.try_into().ok()?;
            (first == point).then_some(Secret::Ed25519(seed))?
        }
        Public::Ecdsa { curve, point } => {
            let fits = reader.name()? == curve.name && reader.string()? == point;
            let number = reader.positive()?;
            fits.then_some(Secret::Ecdsa(curve, curve.padded(number)?))?
        }
        Public::Rsa(public) => {
            let fits = (reader.positive()?, reader.positive()?) == public.numbers();
            let mut number = || reader.positive().map(<[u8]>::to_vec);
            let secret = Secret::Rsa { d: number()?, inverse: number()?, p: number()?, q: number()? };
            fits.then_some(secret)?
        }
    };
    let comment = String::from_utf8_lossy(reader.string()?).into_owned();
    // What fills the last block is 1, 2, 3, …
    reader.0.iter().zip(1..).all(|(byte, count)| *byte == count).then_some((secret, comment))
}

/// The file of an Ed25519 key, without a passphrase and a comment.
pub(super) fn write_ed25519(key: &Key, point: &[u8; 32], seed: &[u8; 32]) -> String {
    // OpenSSH takes a random number here. This one says the same each time.
    let check = seed.chunks_exact(4).fold([0; 4], |check, four| [0, 1, 2, 3].map(|at| check[at] ^ four[at]));
    let mut locked = [check, check].concat();
    put_string(&mut locked, key.kind().as_bytes());
    put_string(&mut locked, point);
    put_string(&mut locked, &[*seed, *point].concat());
    put_string(&mut locked, b"");
    locked.extend((1..8).take(locked.len().next_multiple_of(8) - locked.len()));
    let mut blob = MAGIC.to_vec();
    put_string(&mut blob, b"none");
    put_string(&mut blob, b"none");
    put_string(&mut blob, b"");
    blob.extend(1u32.to_be_bytes());
    put_string(&mut blob, key.blob());
    put_string(&mut blob, &locked);
    format!("{BEGIN}\n{}\n{END}\n", armor::lines(&blob))
}
