//! SSH signatures over bytes: the format that `ssh-keygen -Y sign` writes and git uses (PROTOCOL.sshsig of OpenSSH).
//!
//! In come a message, an armored signature and the public keys that may sign, all as bytes or text; out comes a
//! [`Verdict`], as plain data. No process is started, and neither the disk nor a clock is looked at. The verdict is
//! good only where OpenSSH and git call the signature good; where this module is stricter than they are, it says so.
//!
//! Not here: who the keys belong to, what the message is, which time counts (the caller says it: git takes the
//! committer's date for a commit and the tagger's for a tag), signatures by PGP or X.509, certificates.

mod allowed;
mod armor;
mod key;
mod private;
mod refusal;
mod rsa;
mod signed;
mod signing;
mod verdict;
mod wire;

pub use allowed::{AllowedKey, allowed_signers_line, written};
pub use signing::{KeyError, SigningKey};
pub use verdict::Verdict;
pub use wire::{from_base64, to_base64};

use key::{Key, shown};
use refusal::Refusal;
use signed::{Hash, MAGIC, signed_bytes};
use wire::Reader;

use crate::base::tell;

/// What approvals are signed for. A signature for one purpose never counts for another.
pub const APPROVAL_NAMESPACE: &str = "aims-approval";

/// What statements about sites are signed for.
pub const SITE_NAMESPACE: &str = "aims-site";

/// What git signs commits and tags for.
pub const GIT_NAMESPACE: &str = "git";

/// Judges whether one of `keys` made the signature `armored` over `message` in `namespace`, at a time when that key
/// counted: `at_seconds` since 1970-01-01T00:00:00Z.
///
/// Of several lines for one key the first that allows the signature settles it, as in OpenSSH. Otherwise the verdict
/// tells what the first of them has against it.
pub fn verify<'a>(
    message: &[u8],
    armored: &str,
    namespace: &str,
    keys: impl IntoIterator<Item = &'a AllowedKey>,
    at_seconds: i64,
) -> Verdict {
    let blob = match armor::open(armored) {
        Ok(blob) => blob,
        Err(why) => return Verdict::Malformed { why },
    };
    match judge(message, &blob, namespace) {
        Ok(Judged { key, verdict: None }) => allowed_by(&key, namespace, keys, at_seconds),
        Ok(Judged { verdict: Some(verdict), .. }) => verdict,
        Err(Refusal::Unsupported(why)) => Verdict::Unsupported { why },
        Err(Refusal::Malformed(why)) => Verdict::Malformed { why },
    }
}

/// The bytes in the armor of a signature; `None` where it is none.
pub fn opened(armored: &str) -> Option<Vec<u8>> {
    armor::open(armored).ok()
}

/// The key that a signature names, and what is wrong with the signature itself.
struct Judged {
    key: Key,
    verdict: Option<Verdict>,
}

/// Takes the bytes of a signature apart and judges them without regard to who may sign.
fn judge(message: &[u8], blob: &[u8], namespace: &str) -> Result<Judged, Refusal> {
    let cut_off = || Refusal::Malformed(tell!("what stands in it is cut off or damaged"));
    let mut reader = Reader(blob);
    if reader.take(MAGIC.len()) != Some(MAGIC) {
        return Err(Refusal::Malformed(tell!("what stands in it is no SSH signature")));
    }
    match reader.number().ok_or_else(cut_off)? {
        // There has been no version 0, though OpenSSH would take one.
        0 => return Err(cut_off()),
        1 => {}
        version => {
            return Err(Refusal::Unsupported(tell!(
                "it has version {version} of the format; 1 is known here",
                version
            )));
        }
    }
    let key = Key::read(reader.string().ok_or_else(cut_off)?)?;
    let found = reader.name().ok_or_else(cut_off)?;
    // What is reserved is not signed. Nobody writes anything there, and OpenSSH would skip it.
    if !reader.string().ok_or_else(cut_off)?.is_empty() {
        return Err(Refusal::Malformed(tell!("something unsigned stands in it")));
    }
    let hash = reader.name().ok_or_else(cut_off)?;
    let signature = reader.string().filter(|_| reader.is_at_end()).ok_or_else(cut_off)?;
    let hash = match hash {
        "sha256" => Hash::Sha256,
        "sha512" => Hash::Sha512,
        hash => {
            return Err(Refusal::Unsupported(tell!(
                "it uses the digest {digest}, which is not known here",
                digest = shown(hash)
            )));
        }
    };
    let fingerprint = key.fingerprint();
    if found != namespace {
        let verdict = Verdict::WrongNamespace { found: found.to_owned(), fingerprint };
        return Ok(Judged { key, verdict: Some(verdict) });
    }
    let fits = key.made(signature, &signed_bytes(namespace, hash, message))?;
    Ok(Judged { key, verdict: (!fits).then_some(Verdict::Tampered { fingerprint }) })
}

/// Whether one of the keys is this one, and counts for the namespace at that time.
fn allowed_by<'a>(
    key: &Key,
    namespace: &str,
    keys: impl IntoIterator<Item = &'a AllowedKey>,
    at_seconds: i64,
) -> Verdict {
    let mut first_refusal = None;
    for (index, allowed) in keys.into_iter().enumerate().filter(|(_, allowed)| allowed.key == *key) {
        let fingerprint = allowed.fingerprint.clone();
        let verdict = match (allowed.valid_after, allowed.valid_before) {
            _ if !allowed.is_for(namespace) => Verdict::NotForNamespace { key: index, fingerprint },
            (Some(from), _) if at_seconds < from => Verdict::NotYetValid { key: index, fingerprint, from },
            (_, Some(until)) if at_seconds > until => Verdict::Expired { key: index, fingerprint, until },
            _ => return Verdict::Good { key: index, fingerprint },
        };
        first_refusal.get_or_insert(verdict);
    }
    first_refusal.unwrap_or_else(|| Verdict::UnknownKey { fingerprint: key.fingerprint() })
}
