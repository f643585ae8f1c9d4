//! What a key signs.

use aws_lc_rs::digest;

use super::wire::put_string;

/// What a signature begins with, and what is signed.
pub(super) const MAGIC: &[u8] = b"SSHSIG";

/// The digests that OpenSSH signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha512,
}

impl Hash {
    /// As a signature calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    pub(super) fn of(self, bytes: &[u8]) -> digest::Digest {
        let algorithm = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, bytes)
    }
}

/// The bytes that a key signs for a message: not the message, but its digest and what it is signed for.
pub(super) fn signed_bytes(namespace: &str, hash: Hash, message: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    put_string(&mut bytes, namespace.as_bytes());
    put_string(&mut bytes, b"");
    put_string(&mut bytes, hash.name().as_bytes());
    put_string(&mut bytes, hash.of(message).as_ref());
    bytes
}
