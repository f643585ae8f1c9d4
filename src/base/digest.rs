//! Digests: SHA-256 as bytes and as lower-case hex, the names that git gives to objects, and digests that only the holder
//! of a secret can make.

use aws_lc_rs::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA256_OUTPUT_LEN, digest};
use aws_lc_rs::{hmac, rand};

/// The SHA-256 (FIPS 180-4) of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut sum = [0; SHA256_OUTPUT_LEN];
    sum.copy_from_slice(digest(&SHA256, bytes).as_ref());
    sum
}

/// The SHA-256 (FIPS 180-4) of `bytes`, as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// The SHA-256 (FIPS 180-4) of bytes that come in parts, as 64 lower-case hex digits in the end.
pub struct Sha256(Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Sha256 {
    /// Adds bytes to those before.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all of them.
    pub fn finish(self) -> String {
        hex(self.0.finish().as_ref())
    }
}

/// The name in which a [`uuid`] is one of ours.
const NAMESPACE: [u8; 16] = *b"names of aims v1";

/// The UUID of a name (RFC 9562, section 5.5: version 5) in the namespace of this program: the same for the same name.
pub fn uuid(name: &str) -> String {
    let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    context.update(&NAMESPACE);
    context.update(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&context.finish().as_ref()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex(&bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// Bytes as lower-case hex digits, two each.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether `name` is the SHA-1 or, where it has 32 bytes, the SHA-256 of these parts one after the other, as git names
/// objects. It does not look for the marks of a made collision, as git does: SHA-1 is not ours to choose.
pub fn is_name_of(name: &[u8], parts: &[&[u8]]) -> bool {
    let by: &'static Algorithm = if name.len() == SHA256_OUTPUT_LEN { &SHA256 } else { &SHA1_FOR_LEGACY_USE_ONLY };
    let mut context = Context::new(by);
    for part in parts {
        context.update(part);
    }
    context.finish().as_ref() == name
}

/// A digest of these parts, each with its length, that only the holder of `secret` can make: HMAC-SHA256 (RFC 2104).
pub fn keyed(secret: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, secret));
    for part in parts {
        context.update(&(part.len() as u64).to_le_bytes());
        context.update(part);
    }
    let mut sum = [0; SHA256_OUTPUT_LEN];
    sum.copy_from_slice(context.sign().as_ref());
    sum
}

/// Bytes that nobody can guess; `None` where the machine has none to give. They decide nothing that anybody sees.
pub fn secret() -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    rand::fill(&mut secret).ok().map(|()| secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_git() {
        // `git hash-object -t blob /dev/null` in repositories of both formats.
        for hex in [
            "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
            "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
        ] {
            let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
            let name: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
            assert!(is_name_of(&name, &[b"blob ", b"0\0"]));
            assert!(!is_name_of(&name, &[b"blob 1\0", b"x"]) && !is_name_of(&name[1..], &[b"blob 0\0"]));
        }
    }

    #[test]
    fn a_keyed_digest_depends_on_its_secret_and_on_where_parts_end() {
        let sum = keyed(&[1; 32], &[b"ab", b"c"]);
        assert_eq!(keyed(&[1; 32], &[b"ab", b"c"]), sum);
        for other in [keyed(&[2; 32], &[b"ab", b"c"]), keyed(&[1; 32], &[b"a", b"bc"]), keyed(&[1; 32], &[b"abc"])] {
            assert_ne!(other, sum);
        }
        assert_ne!(secret().expect("random bytes"), secret().expect("random bytes"));
    }

    #[test]
    fn a_uuid_is_of_the_name_and_of_version_five() {
        let one = uuid("a");
        assert_eq!((one.len(), &one[14..15], one == uuid("a"), one == uuid("b")), (36, "5", true, false));
        assert!(matches!(&one[19..20], "8" | "9" | "a" | "b"), "{one}");
    }

    #[test]
    fn the_empty_message_has_the_published_digest() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256_hex(b""), expected);
    }
}
