//! Signatures that no program at hand makes: security keys, other digests, and parts that do not fit.

use aims::signature::{AllowedKey, Verdict, verify};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

use super::openssh::{
    NEW_YEAR, OpenSsh, Parts, Signer, armor, base64, digits, from_base64, line, public, security_key_bytes,
    signed_bytes, string,
};
use super::{KINDS, MESSAGE, NAMESPACE};

/// Key and signature of a security key with an Ed25519 key in it.
fn security_ed25519(flags: u8) -> Parts {
    let key = Signer::ed25519();
    let kind = string("sk-ssh-ed25519@openssh.com");
    let blob = [kind.clone(), string(key.point()), string("ssh:")].concat();
    let bytes = security_key_bytes("ssh:", flags, 9, &signed_bytes(NAMESPACE, MESSAGE));
    let signature = [kind, string(key.sign(&bytes)), vec![flags], 9u32.to_be_bytes().to_vec()].concat();
    Parts::new(&blob, NAMESPACE, signature)
}

/// The same with a key on the curve P-256, for any application.
fn security_ecdsa(flags: u8, application: &str) -> Parts {
    let key = Signer::ecdsa("nistp256");
    let kind = string("sk-ecdsa-sha2-nistp256@openssh.com");
    let blob = [kind.clone(), string("nistp256"), string(key.point()), string(application)].concat();
    let bytes = security_key_bytes(application, flags, 9, &signed_bytes(NAMESPACE, MESSAGE));
    let signature = [kind, string(key.sign(&bytes)), vec![flags], 9u32.to_be_bytes().to_vec()].concat();
    Parts::new(&blob, NAMESPACE, signature)
}

#[test]
fn security_keys_are_judged_as_by_openssh() {
    let ssh = OpenSsh::new();
    // Touched, verified by a code, and not even touched: `ssh-keygen -Y verify` does not ask.
    for flags in [1, 5, 0] {
        for mut parts in [security_ed25519(flags), security_ecdsa(flags, "ssh:"), security_ecdsa(flags, "ssh:work")] {
            let lines = [line(&parts.key)];
            assert!(ssh.judge(MESSAGE, &parts.armor(), NAMESPACE, &lines, NEW_YEAR).is_good(), "{}", lines[0]);
            let verdict = ssh.judge(b"other", &parts.armor(), NAMESPACE, &lines, NEW_YEAR);
            assert!(matches!(verdict, Verdict::Tampered { .. }), "{verdict:?}");
            let verdict = ssh.judge(MESSAGE, &parts.armor(), NAMESPACE, &[], NEW_YEAR);
            assert!(matches!(verdict, Verdict::UnknownKey { .. }), "{verdict:?}");
            // Flags and counter are signed.
            for from_end in [1, 5] {
                let at = parts.signature.len() - from_end;
                parts.signature[at] ^= 1;
                let verdict = ssh.judge(MESSAGE, &parts.armor(), NAMESPACE, &lines, NEW_YEAR);
                assert!(matches!(verdict, Verdict::Tampered { .. }), "{verdict:?}");
                parts.signature[at] ^= 1;
            }
            // The same key for another application is another key.
            let end = parts.key.len() - 1;
            parts.key[end] ^= 1;
            let verdict = ssh.judge(MESSAGE, &parts.armor(), NAMESPACE, &lines, NEW_YEAR);
            assert!(matches!(verdict, Verdict::Tampered { .. }), "{verdict:?}");
        }
    }
}

#[test]
fn rsa_is_judged_by_its_digest_and_its_size() {
    let ssh = OpenSsh::new();
    let path = ssh.keygen(&["-t", "rsa", "-b", "2048", "-m", "PEM"]);
    let der = from_base64(&digits(&std::fs::read_to_string(&path).expect("a key")));
    let signer = RsaKeyPair::from_der(&der).expect("a key");
    let key = from_base64(public(&path).split(' ').nth(1).expect("a key"));
    let lines = [line(&key)];
    let with = |kind: &str, content: &[u8]| Parts::new(&key, NAMESPACE, [string(kind), string(content)].concat());

    // Some signature in 256 begins with a zero, which may be left out.
    let found = (0..10_000).find_map(|count| {
        let message = format!("message {count}").into_bytes();
        let mut signature = vec![0; 256];
        let bytes = signed_bytes(NAMESPACE, &message);
        signer.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &bytes, &mut signature).expect("a signature");
        (signature[0] == 0).then_some((message, signature))
    });
    let (message, signature) = found.expect("one with a zero");
    for content in [&signature[..], &signature[1..]] {
        let armored = with("rsa-sha2-256", content).armor();
        assert!(ssh.judge(&message, &armored, NAMESPACE, &lines, NEW_YEAR).is_good());
    }
    let longer = [&[0], &signature[..]].concat();
    for (kind, content) in [
        ("rsa-sha2-256", &longer[..]),
        ("rsa-sha2-256", b""),
        ("rsa-sha2-256", &signature[..255]),
        ("rsa-sha2-512", &signature),
    ] {
        let verdict = ssh.judge(&message, &with(kind, content).armor(), NAMESPACE, &lines, NEW_YEAR);
        assert!(matches!(verdict, Verdict::Tampered { .. }), "{kind}: {verdict:?}");
    }
    let verdict = ssh.judge(&message, &with("ssh-rsa", &signature).armor(), NAMESPACE, &lines, NEW_YEAR);
    assert!(matches!(&verdict, Verdict::Unsupported { why } if why.english().contains("SHA-1")), "{verdict:?}");

    for (bytes, taken) in [(127, false), (128, true), (2048, true), (2049, false)] {
        let modulus = [&[0, 0x80][..], &vec![1; bytes - 1]].concat();
        let blob = [string("ssh-rsa"), string([1, 0, 1]), string(modulus)].concat();
        assert_eq!(AllowedKey::parse(&line(&blob)).is_ok(), taken, "{bytes} bytes");
        let listed = super::run(ssh.command("ssh-keygen").arg("-lf").arg(ssh.file("pub", line(&blob).as_bytes())), b"");
        assert_eq!(listed.ok, taken, "{}", listed.says);
    }
}

/// The longest key that OpenSSH takes. It takes minutes to make one, so one is kept here, with what `ssh-keygen` signed.
#[test]
fn the_longest_keys_are_judged_as_by_openssh() {
    let ssh = OpenSsh::new();
    let lines = [include_str!("rsa-16384.pub").trim_end().to_owned()];
    for armored in [include_str!("rsa-16384-sha256.sig"), include_str!("rsa-16384-sha512.sig")] {
        let judge = |message: &[u8], armored: &str| ssh.judge(message, armored, NAMESPACE, &lines, NEW_YEAR);
        assert!(judge(MESSAGE, armored).is_good());
        assert!(matches!(judge(b"other", armored), Verdict::Tampered { .. }));
        let mut bytes = from_base64(&digits(armored));
        let last = bytes.len() - 1;
        for at in [last, last - 1000, last - 2046] {
            bytes[at] ^= 1;
            assert!(matches!(judge(MESSAGE, &armor(&base64(&bytes), 70)), Verdict::Tampered { .. }), "{at}");
            bytes[at] ^= 1;
        }
    }
}

/// Makes one part of a signature wrong.
type Spoil = fn(&mut Parts);

#[test]
fn parts_that_do_not_fit_are_refused() {
    let ssh = OpenSsh::new();
    let (key, ecdsa) = (Signer::ed25519(), Signer::ecdsa("nistp256"));
    let lines = [line(&key.blob()), line(&ecdsa.blob())];
    let content = key.sign(&signed_bytes(NAMESPACE, MESSAGE));
    let good = || {
        let signature = [string("ssh-ed25519"), string(&content)].concat();
        Parts::new(&key.blob(), NAMESPACE, signature)
    };
    assert!(ssh.judge(MESSAGE, &good().armor(), NAMESPACE, &lines, NEW_YEAR).is_good());
    let cases: [(&str, Spoil); 15] = [
        ("malformed", |parts| parts.rest = vec![0]),
        ("malformed", |parts| parts.key.push(0)),
        ("malformed", |parts| parts.signature.push(0)),
        ("malformed", |parts| parts.signature = Vec::new()),
        ("malformed", |parts| parts.key = Vec::new()),
        ("malformed", |parts| parts.key.truncate(50)),
        ("malformed", |parts| parts.namespace = b"aims\0approval".to_vec()),
        ("malformed", |parts| parts.namespace = vec![0xff]),
        ("malformed", |parts| parts.signature[4..15].copy_from_slice(b"ssh-ed25518"[..].as_ref())),
        ("unsupported", |parts| parts.version = 2),
        ("unsupported", |parts| parts.hash = b"sha1".to_vec()),
        ("unsupported", |parts| parts.hash = b"SHA512".to_vec()),
        ("tampered", |parts| parts.hash = b"sha256".to_vec()),
        ("tampered", |parts| parts.key[20] ^= 1),
        ("other", |parts| parts.namespace = b"git".to_vec()),
    ];
    for (number, (expected, spoil)) in cases.into_iter().enumerate() {
        let mut parts = good();
        spoil(&mut parts);
        let verdict = ssh.judge(MESSAGE, &parts.armor(), NAMESPACE, &lines, NEW_YEAR);
        let kind = match verdict {
            Verdict::Malformed { .. } => "malformed",
            Verdict::Unsupported { .. } => "unsupported",
            Verdict::Tampered { .. } => "tampered",
            Verdict::WrongNamespace { .. } => "other",
            _ => "good",
        };
        let unknown_kind = number == 8 && kind == "unsupported";
        assert!(kind == expected || unknown_kind, "case {number}: {verdict:?}");
    }
    // A signature of one kind under a key of another.
    let mut parts = good();
    parts.key = ecdsa.blob();
    let verdict = ssh.judge(MESSAGE, &parts.armor(), NAMESPACE, &lines, NEW_YEAR);
    assert!(matches!(verdict, Verdict::Malformed { .. }), "{verdict:?}");

    // OpenSSH takes the following, though nobody writes them: they could be changed unnoticed.
    let keys = lines.iter().map(|line| AllowedKey::parse(line).expect("a key")).collect::<Vec<_>>();
    let allowed: String = lines.iter().map(|line| format!("{} {line}\n", super::openssh::WHO)).collect();
    let allowed = ssh.file("allowed", allowed.as_bytes());
    let loose: [fn(&mut Parts); 3] =
        [|parts| parts.version = 0, |parts| parts.reserved = b"anything".to_vec(), |parts| parts.namespace.push(0)];
    for spoil in loose {
        let mut parts = good();
        spoil(&mut parts);
        assert!(ssh.judges(MESSAGE, parts.armor().as_bytes(), NAMESPACE, &allowed, NEW_YEAR).ok);
        let verdict = verify(MESSAGE, &parts.armor(), NAMESPACE, &keys, NEW_YEAR);
        assert!(matches!(verdict, Verdict::Malformed { .. }), "{verdict:?}");
    }
}

#[test]
fn the_numbers_of_ecdsa_are_read_as_by_openssh() {
    let ssh = OpenSsh::new();
    for kind in ["nistp256", "nistp384", "nistp521"] {
        let key = Signer::ecdsa(kind);
        let lines = [line(&key.blob())];
        let [r, s] = &key.two_numbers(&signed_bytes(NAMESPACE, MESSAGE));
        let name = string(key.kind());
        let zeros = |number: &[u8]| [&[0, 0], number].concat();
        let negative = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
        let with = |content: Vec<u8>| Parts::new(&key.blob(), NAMESPACE, [name.clone(), string(content)].concat());
        let judge = |content| ssh.judge(MESSAGE, &with(content).armor(), NAMESPACE, &lines, NEW_YEAR);
        assert!(judge([string(r), string(s)].concat()).is_good(), "{kind:?}");
        assert!(judge([string(zeros(r)), string(zeros(s))].concat()).is_good(), "{kind:?}");
        for bad in [
            [string(s), string(r)].concat(),
            [string(r), string("")].concat(),
            [string(""), string("")].concat(),
            [string([0x80]), string(s)].concat(),
            [string(r), string(negative(s)), vec![0]].concat(),
            string(r),
            [string(vec![1; 200]), string(s)].concat(),
        ] {
            assert!(!judge(bad).is_good(), "{kind:?}");
        }
    }
}

#[test]
fn certificates_and_old_kinds_of_key_are_told_apart() {
    let ssh = OpenSsh::new();
    let (ca, user) = (ssh.keygen(KINDS[0]), ssh.keygen(KINDS[0]));
    let made = super::run(
        ssh.command("ssh-keygen").arg("-q").arg("-s").arg(&ca).args(["-I", "ada", "-n", "ada@example.org"]).arg(&user),
        b"",
    );
    assert!(made.ok, "{}", made.says);
    let name = format!("{}-cert.pub", user.file_name().expect("a name").to_string_lossy());
    let certificate = user.with_file_name(name);
    let line = std::fs::read_to_string(&certificate).expect("a certificate");
    let error = AllowedKey::parse(&line).expect_err("no key");
    assert!(error.english().contains("a certificate"), "{error}");
    let armored = ssh.sign(&certificate, NAMESPACE, MESSAGE, &[]);
    let verdict = ssh.judge(MESSAGE, &armored, NAMESPACE, &[public(&ca), public(&user)], NEW_YEAR);
    assert!(matches!(&verdict, Verdict::Unsupported { why } if why.english().contains("certificate")), "{verdict:?}");
    let dsa = [string("ssh-dss"), string([3]), string([3]), string([3]), string([3])].concat();
    let error = AllowedKey::parse(&super::openssh::line(&dsa)).expect_err("no key");
    assert!(error.english().contains("DSA"), "{error}");
}
