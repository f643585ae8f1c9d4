//! Signing a record with the key of a person: in this process where the key lies open in a file, else by `ssh-keygen`,
//! which asks for passphrases, talks to agents and waits for a touch on a security key.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::base::{Error, Result};
use crate::emit::Scratch;
use crate::repo::Identity;
use crate::signature::{AllowedKey, KeyError, SITE_NAMESPACE, SigningKey};
use crate::source::read_named;

/// The largest file that is read as a key, in bytes.
const MAX_KEY: u64 = 64 * 1024;

/// The largest signature that is read, in bytes.
const MAX_SIGNATURE: u64 = 64 * 1024;

/// The name of the record while `ssh-keygen` signs it.
const MESSAGE: &str = "record";

/// A key to sign with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// A file: a private key, or the public half of one that an agent or security key holds.
    File(PathBuf),
    /// A public key as it is, whose private half an agent holds.
    Public(String),
}

impl Key {
    /// Reads what the command line or git's settings say: a path, `key::` and a public key, or a public key.
    pub(super) fn read(text: &str) -> Self {
        let literal = text.strip_prefix("key::").or_else(|| AllowedKey::parse(text).is_ok().then_some(text));
        literal.map_or_else(|| Self::File(text.into()), |key| Self::Public(key.trim().to_owned()))
    }

    /// The key that git signs with, if it signs with SSH.
    pub(super) fn of_git(identity: &Identity) -> Option<Self> {
        identity.signing_key.as_deref().filter(|_| identity.signs_with_ssh()).map(Self::read)
    }

    /// The armored signature over each of `messages`, as `ssh-keygen -Y sign -n` with the `namespace` makes it. Whoever has to be
    /// asked for a passphrase is asked once.
    ///
    /// # Errors
    /// Where the key cannot be read, or `ssh-keygen` cannot sign.
    pub(super) fn sign(&self, namespace: &str, messages: &[&[u8]]) -> Result<Vec<String>> {
        match self {
            Self::File(path) => sign_with_file(path, namespace, messages),
            Self::Public(line) => {
                let scratch = scratch()?;
                let key = scratch.put("key.pub", format!("{line}\n").as_bytes())?;
                by_ssh_keygen(&scratch, (&key, true), namespace, messages)
            }
        }
    }
}

fn sign_with_file(path: &Path, namespace: &str, messages: &[&[u8]]) -> Result<Vec<String>> {
    let bytes = read_named(path, MAX_KEY).map_err(|error| match namespace {
        SITE_NAMESPACE => error.hint("`--attest` names the file of an SSH key."),
        _ => error.hint("`--key`, or git's `user.signingKey`, names the file of an SSH key."),
    })?;
    let text = String::from_utf8_lossy(&bytes);
    match SigningKey::parse(&text) {
        Ok(key) => return messages.iter().map(|message| key.sign(namespace, message)).collect(),
        Err(KeyError::Encrypted | KeyError::OnSecurityKey) => {}
        // A public key, or a private one in a form that only OpenSSH knows.
        Err(KeyError::Unreadable(_)) if text.trim_start().starts_with("-----BEGIN ") => {}
        Err(KeyError::Unreadable(_)) if AllowedKey::parse(&text).is_ok() => {}
        Err(KeyError::Unreadable(_)) => {
            return Err(Error::new(format!("{} is no SSH key", path.display())).hint(
                "Name a private key as `ssh-keygen -t ed25519` makes it, or the `.pub` file of a key in an agent.",
            ));
        }
    }
    by_ssh_keygen(&scratch()?, (path, false), namespace, messages)
}

fn scratch() -> Result<Scratch> {
    Scratch::new(&std::env::temp_dir())
}

/// Has `ssh-keygen` sign. Whatever it has to ask, it asks on the terminal.
fn by_ssh_keygen(
    scratch: &Scratch,
    (key, in_agent): (&Path, bool),
    namespace: &str,
    messages: &[&[u8]],
) -> Result<Vec<String>> {
    let name = |place: usize| format!("{MESSAGE}-{place}");
    let files = messages.iter().enumerate().map(|(place, message)| scratch.put(&name(place), message));
    let files = files.collect::<Result<Vec<_>>>()?;
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-n", namespace, "-f"]).arg(key);
    if in_agent {
        command.arg("-U");
    }
    let status = command.args(&files).stdout(Stdio::null()).status().map_err(|error| {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let error = Error::new("cannot run ssh-keygen, which this key needs").caused_by(error);
        match missing {
            true => error.hint(
                "Install OpenSSH 8.2 or later. A key that lies in a file without a passphrase needs no other program.",
            ),
            false => error,
        }
    })?;
    if !status.success() {
        return Err(Error::new(format!("ssh-keygen did not sign with {} ({status})", key.display()))
            .hint("Nothing was written. What it said stands above; `ssh-add -l` lists the keys of the agent."));
    }
    let signature = |place: usize| {
        let armored = scratch.read(&format!("{}.sig", name(place)), MAX_SIGNATURE)?;
        String::from_utf8(armored).map_err(|error| Error::new("ssh-keygen made no readable signature").caused_by(error))
    };
    (0..messages.len()).map(signature).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    #[test]
    fn keys_are_paths_or_public_keys() {
        assert_eq!(Key::read("~/.ssh/id"), Key::File("~/.ssh/id".into()));
        assert_eq!(Key::read("ssh-keys/id"), Key::File("ssh-keys/id".into()));
        assert_eq!(Key::read(PUBLIC), Key::Public(PUBLIC.into()));
        assert_eq!(Key::read(&format!("key::{PUBLIC}")), Key::Public(PUBLIC.into()));
    }

    #[test]
    fn git_has_a_key_only_where_it_signs_with_ssh() {
        let identity = |format: Option<&str>| Identity {
            signing_key: Some("k".into()),
            format: format.map(str::to_owned),
            ..Identity::default()
        };
        assert_eq!(Key::of_git(&identity(Some("ssh"))), Some(Key::File("k".into())));
        assert_eq!(Key::of_git(&identity(Some("openpgp"))), None);
        assert_eq!(Key::of_git(&identity(None)), None);
    }
}
