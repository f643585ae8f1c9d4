//! Signed commits and tags, judged by aims and by git.

use std::path::{Path, PathBuf};

use aims::repo::{ObjectId, Repo, SignatureFormat, signed_commit, signed_tag};
use aims::signature::{AllowedKey, GIT_NAMESPACE, Verdict, verify};

use super::openssh::{NEW_YEAR, OpenSsh, WHO, public, run};

/// A repository that git makes, in the folder of the keys.
struct Signed<'a> {
    ssh: &'a OpenSsh,
    folder: PathBuf,
}

impl<'a> Signed<'a> {
    fn new(ssh: &'a OpenSsh, name: &str, more: &[&str]) -> Self {
        let signed = Self { ssh, folder: ssh.path().join(name) };
        let made = run(ssh.command("git").args(["init", "-q", "-b", "main"]).args(more).arg(&signed.folder), b"");
        assert!(made.ok, "{}", made.says);
        signed.git(&["config", "gpg.format", "ssh"], b"");
        signed
    }

    fn try_git(&self, arguments: &[&str], input: &[u8], at: i64) -> super::openssh::Outcome {
        let mut command = self.ssh.command("git");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada Example").env(format!("GIT_{who}_EMAIL"), WHO);
            command.env(format!("GIT_{who}_DATE"), format!("{at} +0200"));
        }
        run(command.arg("-C").arg(&self.folder).args(arguments), input)
    }

    fn git(&self, arguments: &[&str], input: &[u8]) -> String {
        let outcome = self.try_git(arguments, input, NEW_YEAR);
        assert!(outcome.ok, "git {arguments:?}: {}", outcome.says);
        outcome.says.trim_end().to_owned()
    }

    fn commit(&self, key: &Path, message: &str) -> String {
        let signer = format!("user.signingkey={}", key.display());
        self.git(&["-c", &signer, "commit", "-q", "--allow-empty", "-S", "-m", message], b"");
        self.git(&["rev-parse", "HEAD"], b"")
    }

    fn tag(&self, key: &Path, name: &str, message: &str) -> String {
        let signer = format!("user.signingkey={}", key.display());
        self.git(&["-c", &signer, "tag", "-s", "-m", message, name], b"");
        self.git(&["rev-parse", &format!("refs/tags/{name}")], b"")
    }

    /// The raw object, as it is stored.
    fn raw(&self, id: &str) -> Vec<u8> {
        let kind = self.git(&["cat-file", "-t", id], b"");
        let mut command = self.ssh.command("git");
        command.arg("-C").arg(&self.folder).args(["cat-file", &kind, id]);
        command.output().expect("git runs").stdout
    }

    /// Stores an object as it is.
    fn put(&self, kind: &str, raw: &[u8]) -> String {
        self.git(&["hash-object", "--literally", "-w", "-t", kind, "--stdin"], raw)
    }

    /// Has a commit or tag judged by aims and by git, with these keys allowed, and compares the two.
    fn judge(&self, id: &str, lines: &[String]) -> Verdict {
        let raw = self.raw(id);
        let is_tag = self.git(&["cat-file", "-t", id], b"") == "tag";
        let signed = if is_tag { signed_tag(&raw) } else { signed_commit(&raw) }.expect("a signature");
        if id.len() == 40 {
            let id: ObjectId = id.parse().expect("an id");
            assert_eq!(self.open().signature_of(id).expect("it can be read"), Some(signed.clone()));
        }
        assert_eq!(signed.format, SignatureFormat::Ssh);
        let keys: Vec<AllowedKey> = lines.iter().map(|line| AllowedKey::parse(line).expect("a key")).collect();
        let verdict = verify(&signed.payload, &signed.signature, GIT_NAMESPACE, &keys, NEW_YEAR);
        let allowed: String = lines.iter().map(|line| format!("{WHO} {line}\n")).collect();
        let allowed = self.ssh.file("allowed", allowed.as_bytes());
        let setting = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
        let act = if is_tag { "verify-tag" } else { "verify-commit" };
        let git = self.try_git(&["-c", &setting, act, "-v", id], b"", NEW_YEAR);
        assert_eq!(verdict.is_good(), git.ok, "{verdict:?}, but git: {}", git.says);
        verdict
    }

    fn open(&self) -> Repo {
        Repo::discover(&self.folder).expect("a sound repository").expect("a repository")
    }
}

#[test]
fn commits_and_tags_are_judged_as_by_git() {
    let ssh = OpenSsh::new();
    let kinds: [&[&str]; 4] = [
        &["-t", "ed25519"],
        &["-t", "ecdsa", "-b", "256"],
        &["-t", "ecdsa", "-b", "521"],
        &["-t", "rsa", "-b", "2048"],
    ];
    let stranger = public(&ssh.keygen(kinds[0]));
    for (number, kind) in kinds.into_iter().enumerate() {
        let key = ssh.keygen(kind);
        let line = public(&key);
        let repo = Signed::new(&ssh, &format!("repo-{number}"), &[]);
        let commit = repo.commit(&key, "Approve the policy\n\nReviewed-by: Grace\n");
        let tag = repo.tag(&key, "v1", "Edition of 2026\n\nWith everything.");
        for id in [&commit, &tag] {
            let judge = |options: &str| repo.judge(id, &[stranger.clone(), format!("{options} {line}")]);
            assert!(matches!(repo.judge(id, &[stranger.clone(), line.clone()]), Verdict::Good { key: 1, .. }));
            assert!(matches!(repo.judge(id, std::slice::from_ref(&stranger)), Verdict::UnknownKey { .. }));
            assert!(matches!(judge("valid-before=\"20251231235959Z\""), Verdict::Expired { key: 1, .. }));
            assert!(judge("valid-before=\"20260101\"").is_good(), "the last second counts");
            assert!(judge("valid-after=\"20260101\"").is_good(), "the first second counts");
            assert!(matches!(judge("valid-after=\"20260101000001\""), Verdict::NotYetValid { key: 1, .. }));
            assert!(judge("namespaces=\"git\"").is_good());
            assert!(matches!(judge("namespaces=\"file\""), Verdict::NotForNamespace { key: 1, .. }));
        }
        for (kind, id, from, to) in [
            ("commit", &commit, "Grace", "Edsger"),
            ("commit", &commit, "author Ada", "author Eve"),
            ("tag", &tag, "everything", "nothing at all"),
            ("tag", &tag, "tag v1", "tag v2"),
        ] {
            let raw = String::from_utf8(repo.raw(id)).expect("text");
            let changed = repo.put(kind, raw.replacen(from, to, 1).as_bytes());
            let verdict = repo.judge(&changed, std::slice::from_ref(&line));
            assert!(matches!(verdict, Verdict::Tampered { .. }), "{from}: {verdict:?}");
        }
    }
}

/// The raw commit with a signature of our choice in its header.
fn with_header(raw: &[u8], header: &str, armored: &str) -> Vec<u8> {
    let at = raw.windows(2).position(|pair| pair == b"\n\n").expect("a message") + 1;
    let lines = armored.trim_end().replace('\n', "\n ");
    [&raw[..at], format!("{header} {lines}\n").as_bytes(), &raw[at..]].concat()
}

#[test]
fn odd_commits_are_taken_apart_as_by_git() {
    let ssh = OpenSsh::new();
    let key = ssh.keygen(&["-t", "ed25519"]);
    let lines = [public(&key)];
    let repo = Signed::new(&ssh, "odd", &[]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "Unsigned"], b"");
    let unsigned = repo.git(&["rev-parse", "HEAD"], b"");
    assert_eq!(repo.open().signature_of(unsigned.parse().expect("an id")).expect("it can be read"), None);
    let raw = repo.raw(&unsigned);

    let for_files = repo.put("commit", &with_header(&raw, "gpgsig", &ssh.sign(&key, "file", &raw, &[])));
    assert!(matches!(repo.judge(&for_files, &lines), Verdict::WrongNamespace { found, .. } if found == "file"));
    let good = with_header(&raw, "gpgsig", &ssh.sign(&key, "git", &raw, &[]));
    assert!(repo.judge(&repo.put("commit", &good), &lines).is_good());
    let also = with_header(&good, "gpgsig-sha256", "-----BEGIN SSH SIGNATURE-----\nother\n-----END");
    assert!(repo.judge(&repo.put("commit", &also), &lines).is_good(), "the other signature is no part of it");
    let more = with_header(&good, "x-more", "signed\nby nobody");
    assert!(matches!(repo.judge(&repo.put("commit", &more), &lines), Verdict::Tampered { .. }));

    let pgp = with_header(&raw, "gpgsig", "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----");
    assert_eq!(signed_commit(&pgp).map(|signed| signed.format), Some(SignatureFormat::OpenPgp));
    let blob = repo.put("blob", b"no commit").parse().expect("an id");
    assert!(repo.open().signature_of(blob).is_err());
    assert!(repo.open().signature_of("1".repeat(40).parse().expect("an id")).is_err());
}

#[test]
fn merges_of_tags_and_other_encodings_are_taken_apart_as_by_git() {
    let ssh = OpenSsh::new();
    let key = ssh.keygen(&["-t", "ed25519"]);
    let lines = [public(&key)];
    let repo = Signed::new(&ssh, "merges", &[]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "First"], b"");
    // A merge of a signed tag carries the tag and its signature in a header of its own.
    repo.git(&["checkout", "-q", "-b", "side"], b"");
    repo.git(&["commit", "-q", "--allow-empty", "-m", "On the side"], b"");
    repo.tag(&key, "side-1", "Of the side");
    repo.git(&["checkout", "-q", "main"], b"");
    repo.git(&["commit", "-q", "--allow-empty", "-m", "On main"], b"");
    let signer = format!("user.signingkey={}", key.display());
    repo.git(&["-c", &signer, "merge", "-q", "--no-ff", "-S", "-m", "Merge", "side-1"], b"");
    let merge = repo.git(&["rev-parse", "HEAD"], b"");
    assert!(String::from_utf8_lossy(&repo.raw(&merge)).contains("\nmergetag object "));
    assert!(repo.judge(&merge, &lines).is_good());

    repo.git(&["config", "i18n.commitEncoding", "ISO-8859-1"], b"");
    let message = ssh.file("latin", b"Gr\xfc\xdfe\n");
    let message = format!("-F{}", message.display());
    repo.git(&["-c", &signer, "commit", "-q", "--allow-empty", "-S", &message], b"");
    assert!(repo.judge(&repo.git(&["rev-parse", "HEAD"], b""), &lines).is_good());
}

#[test]
fn odd_tags_are_taken_apart_as_by_git() {
    let ssh = OpenSsh::new();
    let key = ssh.keygen(&["-t", "ed25519"]);
    let lines = [public(&key)];
    let repo = Signed::new(&ssh, "odd-tags", &[]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "Unsigned"], b"");
    let unsigned = repo.git(&["rev-parse", "HEAD"], b"");
    let tag = format!("object {unsigned}\ntype commit\ntag told\ntagger A <{WHO}> {NEW_YEAR} +0000\n\nOf old:\n");
    let armored = ssh.sign(&key, "git", tag.as_bytes(), &[]);
    let told = format!("{tag}-----BEGIN SSH SIGNATURE-----\nnot this one\n");
    let twice = format!("{told}{}", ssh.sign(&key, "git", told.as_bytes(), &[]));
    assert!(repo.judge(&repo.put("tag", twice.as_bytes()), &lines).is_good(), "the last one counts");
    let quoted = format!("{tag}{armored}\nThat was it.\n-----BEGIN SSH SIGNATURE-----\n");
    assert!(matches!(repo.judge(&repo.put("tag", quoted.as_bytes()), &lines), Verdict::Malformed { .. }));
    for (headers, good) in [
        ("gpgsig -----BEGIN\n other\n", true),
        ("gpgsig-sha256 third\n fourth\n", true),
        ("gpgsig one\n two\ngpgsig-sha256 third\n fourth\n", false),
        ("gpgsig one\n two\ngpgsigs\n fourth\n", true),
        ("gpgsigs\n fourth\n", false),
    ] {
        let headed = format!("{}{armored}", tag.replace("\n\n", &format!("\n{headers}\n")));
        let verdict = repo.judge(&repo.put("tag", headed.as_bytes()), &lines);
        assert_eq!(verdict.is_good(), good, "{headers}");
    }
}

#[test]
fn objects_named_by_sha256_are_taken_apart_too() {
    let ssh = OpenSsh::new();
    let key = ssh.keygen(&["-t", "ed25519"]);
    let repo = Signed::new(&ssh, "sha256", &["--object-format=sha256"]);
    let commit = repo.commit(&key, "Approve the policy");
    assert!(String::from_utf8_lossy(&repo.raw(&commit)).contains("\ngpgsig-sha256 "));
    assert!(repo.judge(&commit, &[public(&key)]).is_good());
    let tag = repo.tag(&key, "v1", "Edition of 2026");
    assert!(repo.judge(&tag, &[public(&key)]).is_good());
}

#[test]
fn tags_are_listed_as_by_git() {
    let ssh = OpenSsh::new();
    let key = ssh.keygen(&["-t", "ed25519"]);
    let repo = Signed::new(&ssh, "tags", &[]);
    let commit = repo.commit(&key, "Approve the policy");
    let audit = repo.tag(&key, "audit/2026", "Audit of 2026\n\nAll of it.");
    repo.git(&["tag", "plain"], b"");
    repo.git(&["tag", "-a", "-m", "A tag of a tag", "again", "audit/2026"], b"");
    repo.git(&["tag", "blob", &repo.put("blob", b"no commit")], b"");
    repo.git(&["symbolic-ref", "refs/tags/latest", "refs/tags/plain"], b"");
    let untidy = [
        ("no-tagger", "\n\nMade by hand\n".to_owned()),
        ("odd-tagger", "\ntagger Grace soon\n\nFor ever\n".to_owned()),
        ("no-message", format!("\ntagger A <a@example.org> {NEW_YEAR} +0130\n")),
    ];
    for (name, rest) in &untidy {
        let raw = format!("object {commit}\ntype commit\ntag {name}{rest}");
        repo.git(&["update-ref", &format!("refs/tags/{name}"), &repo.put("tag", raw.as_bytes())], b"");
    }
    let lost = repo.folder.join(".git/refs/tags/lost");
    std::fs::copy(ssh.file("lost", format!("{}\n", "1".repeat(40)).as_bytes()), lost).expect("a reference");

    let tags = repo.open().tags().expect("they can be listed");
    let names: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
    let listed = ["again", "audit/2026", "blob", "latest", "lost", "no-message", "no-tagger", "odd-tagger", "plain"];
    assert_eq!(names, listed);
    for tag in &tags {
        let peeled =
            repo.try_git(&["rev-parse", "-q", "--verify", &format!("refs/tags/{}^{{commit}}", tag.name)], b"", 0);
        let expected = peeled.ok.then(|| peeled.says.trim_end().to_owned());
        assert_eq!(tag.commit.map(|id| id.to_string()), expected, "{}", tag.name);
        let kind = repo.try_git(&["cat-file", "-t", &format!("refs/tags/{}", tag.name)], b"", 0).says;
        assert_eq!(tag.id.is_some(), kind.trim_end() == "tag", "{}", tag.name);
    }
    let tag = |name: &str| tags.iter().find(|tag| tag.name == name).expect("a tag");
    assert_eq!(tag("audit/2026").message, "Audit of 2026\n\nAll of it.");
    assert_eq!(tag("audit/2026").id.map(|id| id.to_string()), Some(audit));
    let tagger = |name: &str| {
        let tagger = tag(name).tagger.as_ref()?;
        Some((tagger.name.to_string(), tagger.email.to_string(), tagger.seconds, tagger.offset_minutes))
    };
    assert_eq!(tagger("audit/2026"), Some(("Ada Example".into(), WHO.into(), NEW_YEAR, 120)));
    assert_eq!(tagger("no-message"), Some(("A".into(), "a@example.org".into(), NEW_YEAR, 90)));
    assert_eq!(tagger("odd-tagger").map(|(name, _, seconds, _)| (name, seconds)), Some(("Grace soon".into(), 0)));
    assert_eq!((tagger("no-tagger"), tagger("plain")), (None, None));
    assert_eq!((tag("no-tagger").message.as_str(), tag("no-message").message.as_str()), ("Made by hand", ""));
}
