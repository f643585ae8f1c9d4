//! RSA as OpenSSH has it: PKCS #1 v1.5, keys of 1024 to 16384 bits.
//!
//! The provider of all other signatures judges keys up to 8192 bits. What is longer is judged here: that is one power
//! and a comparison, of numbers that are all public.

use aws_lc_rs::signature::{
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RsaPublicKeyComponents,
};
use num_bigint::BigUint;

use super::refusal::Refusal;
use super::signed::Hash;
use crate::base::tell;

/// The sizes of an RSA key that OpenSSH takes, in bits (`SSH_RSA_MINIMUM_MODULUS_SIZE`, `SSHBUF_MAX_BIGNUM`).
const BITS: std::ops::RangeInclusive<u64> = 1024..=16_384;

/// The longest key that the provider takes, in bits.
const MOST_BITS: u64 = 8192;

/// The longest public exponent, in bits, here and at the provider. A longer one only costs time.
const EXPONENT_BITS: u64 = 33;

/// The numbers of a public key, without zeros in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RsaKey {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl RsaKey {
    /// A key of a size that OpenSSH takes.
    pub(super) fn new(n: &[u8], e: &[u8]) -> Result<Self, Refusal> {
        let bits = BigUint::from_bytes_be(n).bits();
        if BITS.contains(&bits) {
            return Ok(Self { n: n.to_vec(), e: e.to_vec() });
        }
        Err(Refusal::Unsupported(tell!(
            "its RSA key has {bits} bits; OpenSSH takes {least} to {most}",
            bits,
            least = *BITS.start(),
            most = *BITS.end()
        )))
    }

    /// The modulus and the public exponent.
    pub(super) fn numbers(&self) -> (&[u8], &[u8]) {
        (&self.n, &self.e)
    }

    /// Whether this key made the signature. Leading zeros may be left out, as some programs do and OpenSSH allows.
    pub(super) fn made(&self, hash: Hash, signature: &[u8], bytes: &[u8]) -> bool {
        let Some(missing) = self.n.len().checked_sub(signature.len()) else { return false };
        let mut whole = vec![0; missing];
        whole.extend(signature);
        if BigUint::from_bytes_be(&self.n).bits() > MOST_BITS {
            return self.made_long(hash, &whole, bytes);
        }
        let parameters = match hash {
            Hash::Sha256 => &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            Hash::Sha512 => &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        };
        RsaPublicKeyComponents { n: &self.n, e: &self.e }.verify(parameters, bytes, &whole).is_ok()
    }

    /// The same by RFC 8017, section 8.2.2: the signature to the power of the exponent must be, byte for byte, what was
    /// to be signed. Nothing is taken apart, so there is nothing to be lenient about.
    fn made_long(&self, hash: Hash, signature: &[u8], bytes: &[u8]) -> bool {
        let number = BigUint::from_bytes_be;
        let (n, e, signature) = (number(&self.n), number(&self.e), number(signature));
        if signature >= n || !n.bit(0) || !e.bit(0) || !(2..=EXPONENT_BITS).contains(&e.bits()) {
            return false;
        }
        encoded(hash, bytes, self.n.len()).is_some_and(|encoded| signature.modpow(&e, &n) == number(&encoded))
    }
}

/// What is signed for these bytes by a key of so many bytes (RFC 8017, section 9.2).
fn encoded(hash: Hash, bytes: &[u8], length: usize) -> Option<Vec<u8>> {
    // The last byte of the object identifier, and the size of the digest.
    let (algorithm, size) = match hash {
        Hash::Sha256 => (1, 32),
        Hash::Sha512 => (3, 64),
    };
    let head = [0x30, 17 + size, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, algorithm, 5, 0, 4, size];
    let filled = length.checked_sub(3 + head.len() + usize::from(size))?;
    Some([&[0, 1][..], &vec![0xff; filled], &[0], &head, hash.of(bytes).as_ref()].concat())
}

/// The remainders of the private exponent that go with the two primes, `None` where these are none.
pub(super) fn remainders(d: &[u8], p: &[u8], q: &[u8]) -> Option<[Vec<u8>; 2]> {
    let d = BigUint::from_bytes_be(d);
    let remainder = |prime: &[u8]| {
        let prime = BigUint::from_bytes_be(prime);
        (prime.bits() > 1).then(|| (&d % (prime - 1u32)).to_bytes_be())
    };
    Some([remainder(p)?, remainder(q)?])
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::encoding::AsDer;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::KeySize;
    use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaKeyPair};

    use super::*;

    /// The two numbers in the DER of a public key of 2048 bits: a sequence of an integer of 257 bytes and another.
    fn numbers(der: &[u8]) -> (&[u8], &[u8]) {
        let at = der.windows(4).rposition(|bytes| bytes == [2, 0x82, 1, 1]).expect("a modulus") + 4;
        (&der[at + 1..at + 257], &der[at + 259..])
    }

    /// The provider is the oracle for the power taken here, at a size that both can.
    #[test]
    fn long_keys_are_judged_as_the_provider_judges_shorter_ones() {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der = pair.public_key().as_der().expect("a key");
        let (n, e) = numbers(der.as_ref());
        assert_eq!(e, [1, 0, 1]);
        let key = RsaKey::new(n, e).expect("a size that is taken");
        for (hash, padding) in [(Hash::Sha256, &RSA_PKCS1_SHA256), (Hash::Sha512, &RSA_PKCS1_SHA512)] {
            let mut signature = vec![0; 256];
            pair.sign(padding, &SystemRandom::new(), b"text", &mut signature).expect("a signature");
            let both = |key: &RsaKey, hash, signature: &[u8], bytes: &[u8]| {
                let (long, short) = (key.made_long(hash, signature, bytes), key.made(hash, signature, bytes));
                assert_eq!(long, short);
                long
            };
            assert!(both(&key, hash, &signature, b"text"));
            assert!(!both(&key, hash, &signature, b"Text"));
            let other = if hash == Hash::Sha256 { Hash::Sha512 } else { Hash::Sha256 };
            assert!(!both(&key, other, &signature, b"text"));
            for at in [0, 1, 100, 254, 255] {
                let mut wrong = signature.clone();
                wrong[at] ^= 1;
                assert!(!both(&key, hash, &wrong, b"text"), "byte {at}");
            }
            let more = (BigUint::from_bytes_be(&signature) + BigUint::from_bytes_be(n)).to_bytes_be();
            if more.len() == 256 {
                assert!(!both(&key, hash, &more, b"text"), "a second number for one signature");
            }
            for exponent in [&[][..], &[1], &[2], &[3], &[1, 0, 0], &[1, 0, 3], &[4, 0, 0, 0, 1]] {
                let other = RsaKey::new(n, exponent).expect("a size that is taken");
                assert!(!both(&other, hash, &signature, b"text"), "{exponent:?}");
            }
        }
        // With the exponent 1 a signature would be what it signs, and anybody could write one.
        let plain = RsaKey::new(n, &[1]).expect("a size that is taken");
        assert!(!plain.made_long(Hash::Sha256, &encoded(Hash::Sha256, b"text", 256).expect("room"), b"text"));
    }

    #[test]
    fn remainders_need_primes() {
        assert_eq!(remainders(&[7], &[3], &[5]), Some([vec![1], vec![3]]));
        for none in [&[][..], &[0], &[1]] {
            assert_eq!(remainders(&[7], none, &[5]), None);
            assert_eq!(remainders(&[7], &[5], none), None);
        }
    }
}
