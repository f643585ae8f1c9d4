//! The keys of the people in the demo. They come from their names and are no secret at all.

use super::story::Person;
use crate::base::{Result, sha256};
use crate::signature::SigningKey;

/// The key of a person: the same on every machine.
pub(super) fn key(name: &str) -> Result<SigningKey> {
    SigningKey::from_seed(sha256(format!("aims demo key, not a secret: {name}").as_bytes()))
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
