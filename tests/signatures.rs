//! Signatures, judged by aims and by OpenSSH: the two must agree on every case.

mod crafted;
mod objects;

use aims::signature::{APPROVAL_NAMESPACE, AllowedKey, KeyError, SigningKey, Verdict, verify};
use openssh::{NEW_YEAR, OpenSsh, armor, base64, digits, from_base64, public, run};

use crate::support::openssh;

const MESSAGE: &[u8] = b"Approved: POL-001 version 2.1\n";
const NAMESPACE: &str = APPROVAL_NAMESPACE;

/// The kinds of key that `ssh-keygen` makes without hardware.
const KINDS: [&[&str]; 7] = [
    &["-t", "ed25519"],
    &["-t", "ecdsa", "-b", "256"],
    &["-t", "ecdsa", "-b", "384"],
    &["-t", "ecdsa", "-b", "521"],
    &["-t", "rsa", "-b", "1024"],
    &["-t", "rsa", "-b", "2048"],
    &["-t", "rsa", "-b", "3072"],
];

#[test]
fn every_kind_of_key_is_judged_as_by_openssh() {
    let ssh = OpenSsh::new();
    let stranger = public(&ssh.keygen(&["-t", "ed25519"]));
    for kind in KINDS {
        let key = ssh.keygen(kind);
        let line = public(&key);
        let good = Verdict::Good { key: 1, fingerprint: AllowedKey::parse(&line).expect("a key").fingerprint };
        let fingerprint = good.fingerprint().expect("a fingerprint").to_owned();
        let listed = run(ssh.command("ssh-keygen").arg("-lf").arg(&key), b"");
        assert!(listed.says.contains(&fingerprint), "{fingerprint} is what ssh-keygen says: {}", listed.says);
        let both = [stranger.clone(), line.clone()];
        for more in [&[][..], &["-O", "hashalg=sha256"]] {
            let armored = ssh.sign(&key, NAMESPACE, MESSAGE, more);
            assert_eq!(ssh.judge(MESSAGE, &armored, NAMESPACE, &both, NEW_YEAR), good, "{kind:?} {more:?}");
            let verdict = ssh.judge(MESSAGE, &armored, NAMESPACE, &both[..1], NEW_YEAR);
            assert_eq!(verdict, Verdict::UnknownKey { fingerprint: fingerprint.clone() }, "{kind:?}");
            let verdict = ssh.judge(b"Approved: POL-001 version 2.2\n", &armored, NAMESPACE, &both, NEW_YEAR);
            assert_eq!(verdict, Verdict::Tampered { fingerprint: fingerprint.clone() }, "{kind:?}");
            let verdict = ssh.judge(MESSAGE, &armored, "git", &both, NEW_YEAR);
            let found = NAMESPACE.to_owned();
            assert_eq!(verdict, Verdict::WrongNamespace { found, fingerprint: fingerprint.clone() }, "{kind:?}");
        }
    }
}

#[test]
fn a_key_counts_from_and_until_the_seconds_that_openssh_has() {
    let ssh = OpenSsh::new();
    let key = ssh.keygen(KINDS[0]);
    let line = public(&key);
    let armored = ssh.sign(&key, NAMESPACE, MESSAGE, &[]);
    let judge = |options: &[&str], at| {
        let lines: Vec<String> = options.iter().map(|options| format!("{options} {line}")).collect();
        ssh.judge(MESSAGE, &armored, NAMESPACE, &lines, at)
    };
    for options in ["valid-after=\"20260101\"", "valid-after=\"20260101Z\"", "VALID-AFTER=\"202601010000\""] {
        assert!(matches!(judge(&[options], NEW_YEAR - 1), Verdict::NotYetValid { key: 0, from: NEW_YEAR, .. }));
        assert!(judge(&[options], NEW_YEAR).is_good());
        assert!(judge(&[options], NEW_YEAR + 1).is_good());
    }
    for options in ["valid-before=\"20260101\"", "valid-before=\"20260101000000z\""] {
        assert!(judge(&[options], NEW_YEAR - 1).is_good());
        assert!(judge(&[options], NEW_YEAR).is_good());
        assert!(matches!(judge(&[options], NEW_YEAR + 1), Verdict::Expired { key: 0, until: NEW_YEAR, .. }));
    }
    let year = "valid-after=\"20250101\",valid-before=\"20251231235959\"";
    assert!(judge(&[year, "valid-after=\"20260101\""], NEW_YEAR).key() == Some(1), "the second line allows it");
    assert!(matches!(judge(&[year, "valid-after=\"20270101\""], NEW_YEAR), Verdict::Expired { key: 0, .. }));
    for (namespaces, good) in [
        ("aims-approval", true),
        ("git,aims-*", true),
        ("git", false),
        ("*,!aims-approval", false),
        ("!git", false),
        ("Aims-Approval", false),
        ("aims-?pproval", true),
        ("", false),
        ("git, aims-approval", false),
    ] {
        let verdict = judge(&[&format!("namespaces=\"{namespaces}\"")], NEW_YEAR);
        assert_eq!(verdict.is_good(), good, "{namespaces}: {verdict:?}");
        assert_eq!(matches!(verdict, Verdict::NotForNamespace { key: 0, .. }), !good, "{namespaces}");
    }
}

#[test]
fn signatures_are_the_ones_that_openssh_makes() {
    let ssh = OpenSsh::new();
    for kind in KINDS {
        let path = ssh.keygen(kind);
        let text = std::fs::read_to_string(&path).expect("a key");
        if kind.contains(&"1024") {
            // The provider signs with no key that short. `aims approve` has `ssh-keygen` do it.
            assert!(matches!(SigningKey::parse(&text), Err(KeyError::Unreadable(_))));
            continue;
        }
        let key = SigningKey::parse(&text).expect("a key");
        assert_eq!(key.public_line(), public(&path), "{kind:?}");
        let armored = key.sign(NAMESPACE, MESSAGE).expect("a signature");
        let again = key.sign(NAMESPACE, MESSAGE).expect("a signature");
        assert!(ssh.judge(MESSAGE, &armored, NAMESPACE, &[public(&path)], NEW_YEAR).is_good(), "{kind:?}");
        // OpenSSH takes a random number for each ECDSA signature.
        if !kind.contains(&"ecdsa") {
            assert_eq!(again, armored, "{kind:?}: the same each time");
            assert_eq!(armored, ssh.sign(&path, NAMESPACE, MESSAGE, &[]), "{kind:?}");
        }
        assert!(key.sign("", MESSAGE).is_err(), "there is no signature for nothing");
    }
    let made = SigningKey::from_seed([7; 32]).expect("a key");
    let text = made.private_text().expect("a text");
    let path = ssh.file("seeded", text.as_bytes());
    let private_only = run(ssh.command("chmod").arg("600").arg(&path), b"");
    assert!(private_only.ok);
    assert_eq!(made.sign("git", b"").expect("a signature"), ssh.sign(&path, "git", b"", &[]));
    let derived = run(ssh.command("ssh-keygen").arg("-yf").arg(&path), b"");
    assert_eq!(made.public_line(), derived.says.trim_end());
    let listed = run(ssh.command("ssh-keygen").arg("-lf").arg(&path), b"");
    let fingerprint = listed.says.split(' ').nth(1).expect("a fingerprint");
    assert_eq!(format!("{made:?}"), format!("SigningKey({fingerprint})"), "no secret is shown");
}

#[test]
fn a_key_that_cannot_sign_says_why() {
    let ssh = OpenSsh::new();
    let read = |arguments: &[&str]| {
        let text = std::fs::read_to_string(ssh.keygen(arguments)).expect("a key");
        SigningKey::parse(&text).map(|key| key.public_line())
    };
    assert_eq!(read(&["-t", "ed25519", "-N", "a secret"]), Err(KeyError::Encrypted));
    assert!(matches!(read(&["-t", "rsa", "-b", "2048", "-m", "PEM"]), Err(KeyError::Unreadable(_))));
    for text in ["", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END"] {
        assert!(matches!(SigningKey::parse(text), Err(KeyError::Unreadable(_))), "{text}");
    }
}

#[test]
fn a_damaged_private_key_is_no_other_key() {
    let ssh = OpenSsh::new();
    for (kind, step) in [(KINDS[0], 1), (KINDS[1], 1), (KINDS[3], 1), (KINDS[5], 11)] {
        let path = ssh.keygen(kind);
        let (text, line) = (std::fs::read_to_string(&path).expect("a key"), public(&path));
        let whole = from_base64(&digits(&text));
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let read = |bytes: &[u8]| {
                let lines = armor(&base64(bytes), 70).replace("SSH SIGNATURE", "OPENSSH PRIVATE KEY");
                SigningKey::parse(&lines)
            };
            assert!(read(&whole[..at]).is_err(), "{kind:?} cut off at {at}");
            // Its comment may change, and what nobody looks at.
            if let Ok(key) = read(&bytes) {
                assert_eq!(key.public_line().split(' ').nth(1), line.split(' ').nth(1), "{kind:?}: byte {at}");
                let armored = key.sign(NAMESPACE, MESSAGE).expect("a signature");
                assert!(ssh.judge(MESSAGE, &armored, NAMESPACE, std::slice::from_ref(&line), NEW_YEAR).is_good());
            }
        }
    }
}

#[test]
fn no_byte_of_message_or_armor_can_change() {
    let ssh = OpenSsh::new();
    for (kind, whole) in [(KINDS[0], true), (KINDS[1], false), (KINDS[4], false)] {
        let path = ssh.keygen(kind);
        let keys = [AllowedKey::parse(&public(&path)).expect("a key")];
        let armored = ssh.sign(&path, NAMESPACE, MESSAGE, &[]);
        let judge = |message: &[u8], armored: &[u8]| {
            verify(message, &String::from_utf8_lossy(armored), NAMESPACE, &keys, NEW_YEAR)
        };
        assert!(judge(MESSAGE, armored.as_bytes()).is_good());
        for (at, bit) in (0..MESSAGE.len()).flat_map(|at| (0..8).map(move |bit| (at, 1u8 << bit))) {
            let mut message = MESSAGE.to_vec();
            message[at] ^= bit;
            assert!(matches!(judge(&message, armored.as_bytes()), Verdict::Tampered { .. }), "byte {at}");
        }
        for at in 0..armored.len() {
            let byte = armored.as_bytes()[at];
            let bits = |other: &u8| (*other ^ byte).is_power_of_two();
            for other in (0..=u8::MAX).filter(|other| *other != byte && (whole || bits(other))) {
                let mut bytes = armored.clone().into_bytes();
                bytes[at] = other;
                assert!(!judge(MESSAGE, &bytes).is_good(), "{other:#x} for byte {at} of {armored}");
            }
            assert!(!judge(MESSAGE, &armored.as_bytes()[..at]).is_good() || at == armored.len() - 1, "cut off at {at}");
            let mut missing = armored.clone().into_bytes();
            missing.remove(at);
            // The line feed at the end is no part of the signature.
            assert!(!judge(MESSAGE, &missing).is_good() || at == armored.len() - 1, "byte {at} is missing");
        }
    }
}

#[test]
fn whatever_openssh_refuses_is_refused() {
    let ssh = OpenSsh::new();
    let path = ssh.keygen(KINDS[0]);
    let allowed = ssh.file("allowed", format!("{} {}\n", openssh::WHO, public(&path)).as_bytes());
    let armored = ssh.sign(&path, NAMESPACE, MESSAGE, &[]);
    let mut stricter = Vec::new();
    for at in 0..armored.len() {
        let mut bytes = armored.clone().into_bytes();
        bytes[at] ^= 1;
        // That nothing of this is good here, the test above shows.
        if ssh.judges(MESSAGE, &bytes, NAMESPACE, &allowed, NEW_YEAR).ok {
            stricter.push(armored.as_bytes()[at]);
        }
    }
    // OpenSSH alone takes other white space for the ends of lines, but not next to the first line and the last.
    assert_eq!(stricter, vec![b'\n'; armored.lines().count() - 2]);
}

#[test]
fn other_widths_of_line_are_good_and_loose_text_is_not() {
    let ssh = OpenSsh::new();
    let path = ssh.keygen(KINDS[0]);
    let lines = [public(&path)];
    let keys = [AllowedKey::parse(&lines[0]).expect("a key")];
    let allowed = ssh.file("allowed", format!("{} {}\n", openssh::WHO, lines[0]).as_bytes());
    let armored = ssh.sign(&path, NAMESPACE, MESSAGE, &[]);
    assert_eq!(armor(&digits(&armored), 70), armored);
    for width in [1, 64, 72, 76, 10_000] {
        let other = armor(&digits(&armored), width);
        assert!(ssh.judge(MESSAGE, &other, NAMESPACE, &lines, NEW_YEAR).is_good(), "{width}");
    }
    // OpenSSH takes these; nobody writes them, and each would be a second text for one signature.
    let second = armored.match_indices('\n').nth(1).expect("a line").0;
    for loose in [
        format!("{armored}\n"),
        format!("{armored}Anything may follow.\n"),
        armored.replacen("\n-----END", "\n\n-----END", 1),
        format!("{} {}", &armored[..second], &armored[second..]),
        format!("{}{}", &armored[..second], &armored[second + 1..]),
    ] {
        assert!(ssh.judges(MESSAGE, loose.as_bytes(), NAMESPACE, &allowed, NEW_YEAR).ok, "OpenSSH takes {loose}");
        let verdict = verify(MESSAGE, &loose, NAMESPACE, &keys, NEW_YEAR);
        assert!(matches!(verdict, Verdict::Malformed { .. }), "{verdict:?}: {loose}");
    }
    for bad in [armored.replace('\n', "\r\n"), format!(" {armored}"), armored.replace("SSH", "PGP"), String::new()] {
        let verdict = ssh.judge(MESSAGE, &bad, NAMESPACE, &lines, NEW_YEAR);
        assert!(matches!(verdict, Verdict::Malformed { .. }), "{verdict:?}: {bad}");
    }
}

#[test]
fn nonsense_of_any_size_is_only_malformed() {
    let keys: [AllowedKey; 0] = [];
    for digits in [
        "A".repeat(60_000),
        "U1NIU0lH".to_owned(),
        format!("U1NIU0lHAAAAAf{}", "/".repeat(50_002)),
        "=".repeat(4000),
        "A".repeat(50_000_000),
    ] {
        let verdict = verify(MESSAGE, &armor(&digits, 70), NAMESPACE, &keys, NEW_YEAR);
        assert!(matches!(verdict, Verdict::Malformed { .. }), "{verdict:?}");
        assert_eq!((verdict.key(), verdict.fingerprint(), verdict.is_good()), (None, None, false));
        assert!(verdict.describe().starts_with("the signature cannot be read: "));
    }
}
