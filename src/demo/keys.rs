//! The keys of the people in the demo. They come from their names and are no secret at all.

use super::story::Person;
use crate::base::{Error, Result, sha256_hex};
use crate::signature::SigningKey;

/// The key of a person: the same on every machine.
pub(super) fn key(name: &str) -> Result<SigningKey> {
    let hex = sha256_hex(format!("aims demo key, not a secret: {name}").as_bytes());
    let mut seed = [0; 32];
    for (at, byte) in seed.iter_mut().enumerate() {
        let pair = hex.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        *byte = pair.ok_or_else(|| Error::new("cannot make a key"))?;
    }
    Ok(SigningKey::from_seed(seed))
}

/// Who may sign, in the format of OpenSSH's list of allowed signers.
pub(super) fn allowed_signers<'a>(people: impl Iterator<Item = &'a Person>) -> Result<String> {
    let mut lines = String::new();
    for person in people {
        let address = person.emails.first().map_or("", String::as_str);
        lines.push_str(&format!("{address} {}\n", key(&person.name)?.public_line()));
    }
    Ok(lines)
}
