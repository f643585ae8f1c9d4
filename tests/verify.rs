//! A published site is proved to be what its commit gives, and each way in which it is not is told: by `aims verify`, by the
//! commands that the site itself names, and by OpenSSH.

mod commands;
mod trusted;
mod zips;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sandbox::Outcome;
use world::{MIREL, POLICY, TODAY, World};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::openssh;
use crate::support::sandbox;
use crate::support::world;

/// The AIMS with a committed past, and its site beside it.
fn published(options: &[&str]) -> (World, PathBuf, PathBuf) {
    let (world, key) = World::new();
    world.commit_if_any(MIREL);
    let site = build(&world, "../site", options);
    (world, site, key)
}

fn build(world: &World, out: &str, options: &[&str]) -> PathBuf {
    let built = world.aims(&[&["build", "-q", "--today", TODAY, "--out", out], options].concat());
    assert!(matches!(built.code, Some(0 | 1)), "{options:?}: {}", built.stderr);
    world.repo.join(out)
}

fn verify(world: &World, options: &[&str]) -> Outcome {
    world.aims(&[&["verify", "../site"], options].concat())
}

#[expect(clippy::disallowed_methods, reason = "a test does to a site what should be noticed")]
fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::write(path, bytes).expect("a file");
}

/// Alters a file of the site.
fn alter(site: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.join(file)).expect("text");
    assert!(text.contains(from), "{file} holds {from}");
    put(&site.join(file), text.replacen(from, to, 1));
}

/// The list of digests, written anew after something was altered, as somebody does who covers their tracks.
fn list_anew(site: &Path, file: &str) {
    let digest = |path: &str| aims::base::sha256_hex(&fs::read(site.join(path)).expect("a file"));
    let bytes = fs::metadata(site.join(file)).expect("a file").len();
    let manifest = fs::read_to_string(site.join("manifest.json")).expect("text");
    let line = manifest.lines().find(|line| line.contains(&format!("\"{file}\""))).expect("a line");
    let comma = if line.ends_with(',') { "," } else { "" };
    let other = format!("{{\"path\":\"{file}\",\"size\":{bytes},\"sha256\":\"{}\"}}{comma}", digest(file));
    put(&site.join("manifest.json"), manifest.replace(line, &other));
    let sums = fs::read_to_string(site.join("SHA256SUMS")).expect("text");
    let anew = sums.lines().map(|line| {
        let path = line.split_once("  ").expect("a digest").1;
        format!("{}  {path}\n", digest(path))
    });
    put(&site.join("SHA256SUMS"), anew.collect::<String>());
}

#[test]
fn a_site_as_it_was_made_is_what_its_commit_gives() {
    for options in [
        &[][..],
        &["--audience", "public"],
        &["--edition", "approved", "--called", "x"],
        &["--since", "HEAD", "--base-url", "https://a.example/x"],
    ] {
        let (world, site, _) = published(options);
        let outcome = verify(&world, &[]);
        assert_eq!(outcome.code, Some(0), "{options:?}: {}{}", outcome.stdout, outcome.stderr);
        let files = sandbox::everything(&site).len() - 1;
        assert!(
            outcome.stdout.contains(&format!("{files} files with the bytes that the commit gives")),
            "{}",
            outcome.stdout
        );
        assert!(outcome.stdout.contains("The site is what its commit gives"), "{}", outcome.stdout);
        // What is written on afterwards is another commit.
        world.edit(POLICY, "must", "may");
        world.commit(MIREL, "Weaken it");
        assert_eq!(verify(&world, &[]).code, Some(0), "{options:?}");
        assert_eq!(verify(&world, &["--rev", "HEAD~1"]).code, Some(0));
        let other = verify(&world, &["--rev", "HEAD"]);
        assert_eq!(other.code, Some(1));
        assert!(other.stdout.starts_with("The site was made from "), "{}", other.stdout);
    }
}

#[test]
fn the_list_is_whole_and_what_sha256sum_reads() {
    let (world, site, _) = published(&[]);
    let listed: Vec<String> = fs::read_to_string(site.join("SHA256SUMS"))
        .expect("text")
        .lines()
        .map(|line| line.split_once("  ").expect("a digest").1.to_owned())
        .collect();
    let mut there: Vec<String> = sandbox::everything(&site)
        .into_keys()
        .map(|path| String::from_utf8(path).expect("text").replace('\\', "/"))
        .collect();
    there.retain(|path| path != "SHA256SUMS" && path != ".aims-site.json" && site.join(path).is_file());
    there.sort();
    let mut sorted = listed.clone();
    sorted.sort();
    assert_eq!(sorted, there);
    let mut sha256sum = world.ssh.command("sha256sum");
    sha256sum.current_dir(&site).args(["--check", "--quiet", "--strict", "SHA256SUMS"]);
    if sha256sum.output().is_ok() {
        let told = openssh::run(&mut sha256sum, b"");
        assert!(told.ok && told.says.is_empty(), "{}", told.says);
        alter(&site, "index.html", "<title>", "<title>x");
        assert!(!openssh::run(&mut sha256sum, b"").ok);
    }
}

#[test]
fn each_way_of_altering_a_site_is_told() {
    let (world, site, _) = published(&[]);
    let document = "documents/POL-001.html";
    alter(&site, document, "must be listed", "may be listed");
    put(&site.join("documents/POL-999.html"), "forged");
    put(&site.join("CNAME"), "aims.example");
    fs::remove_file(site.join("soa.html")).expect("removed");
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(1), "{}{}", outcome.stdout, outcome.stderr);
    for told in [
        "CNAME was added",
        "documents/POL-999.html was added",
        "documents/POL-001.html was changed after the site was made",
        "may be listed",
        "must be listed",
        "soa.html is missing",
        "4 files differ",
    ] {
        assert!(outcome.stdout.contains(told), "{told}: {}", outcome.stdout);
    }
    let listed = verify(&world, &["--listed"]);
    assert_eq!(listed.code, Some(1), "{}", listed.stdout);
    assert!(verify(&world, &["--besides", "CNAME"]).stdout.contains("3 files differ"));
}

#[test]
fn the_record_of_a_build_is_looked_at_too() {
    let (world, site, _) = published(&[]);
    let record = site.join(".aims-site.json");
    let text = fs::read_to_string(&record).expect("a record");
    put(&record, "x");
    let told = verify(&world, &[]);
    assert!(told.code == Some(1) && told.stdout.contains(".aims-site.json"), "{}", told.stdout);
    let told = verify(&world, &["--listed"]);
    assert!(told.code == Some(1) && told.stdout.contains(".aims-site.json"), "{}", told.stdout);
    put(&record, text.replacen("\"size\": ", "\"size\": 1", 1));
    assert_eq!(verify(&world, &[]).code, Some(1));
    put(&record, &text);
    assert_eq!(verify(&world, &[]).code, Some(0));
    // Servers that leave hidden files out take it away.
    fs::remove_file(&record).expect("a record");
    assert_eq!(verify(&world, &[]).code, Some(0));
}

#[test]
fn a_site_that_lists_what_was_altered_is_still_not_what_its_commit_gives() {
    let (world, site, _) = published(&[]);
    let document = "documents/POL-001.html";
    alter(&site, document, "must be listed", "may be listed");
    list_anew(&site, document);
    // The record of the build has the sums too, and is not on every server.
    fs::remove_file(site.join(".aims-site.json")).expect("a record");
    let listed = verify(&world, &["--listed"]);
    assert_eq!(listed.code, Some(0), "its own list agrees: {}{}", listed.stdout, listed.stderr);
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains(&format!("{document} has other bytes than the commit gives")),
        "{}",
        outcome.stdout
    );
    assert!(outcome.stdout.contains("3 files differ"), "the list and the manifest too: {}", outcome.stdout);
}

#[test]
fn a_site_signed_for_by_somebody_listed_says_who() {
    let (world, key) = World::new();
    let key = key.to_str().expect("text");
    let none = world.aims(&["build", "-q", "--today", TODAY, "--out", "../site", "--attest", "nokey"]);
    assert!(none.stderr.contains("`--attest` names the file") && !none.stderr.contains("--key"), "{}", none.stderr);
    let site = build(&world, "../site", &["--attest", key]);
    let outcome = verify(&world, &["--signed"]);
    assert_eq!(outcome.code, Some(0), "{}{}", outcome.stdout, outcome.stderr);
    assert!(
        outcome.stdout.contains("of Orla Fenwick, whom the settings list that were vouched for up to the commit"),
        "{}",
        outcome.stdout
    );
    let statement = fs::read(site.join("attestation.intoto.jsonl")).expect("a statement");
    // The same again, byte for byte, and untouched.
    assert_eq!(build(&world, "../site", &["--attest", key]), site);
    assert_eq!(fs::read(site.join("attestation.intoto.jsonl")).expect("a statement"), statement);
    by_openssh(&world, &statement);

    // About another site.
    world.edit(POLICY, "must", "may");
    world.commit(MIREL, "Weaken it");
    build(&world, "../site", &[]);
    assert!(!site.join("attestation.intoto.jsonl").exists(), "nobody signed for this one");
    assert_eq!(verify(&world, &[]).code, Some(0));
    assert_eq!(verify(&world, &["--signed"]).code, Some(1));
    put(&site.join("attestation.intoto.jsonl"), &statement);
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("about another site"), "{}", outcome.stdout);
    fs::remove_file(site.join("attestation.intoto.jsonl")).expect("removed");
    assert_eq!(verify(&world, &[]).code, Some(0));

    // By somebody nobody knows.
    let stranger = world.ssh.keygen(&["-t", "ed25519", "-C", "stranger"]);
    let attested = |key: &str| world.aims(&["build", "--today", TODAY, "--out", "../site", "--attest", key]).stderr;
    assert!(attested(key).contains("of Orla Fenwick, whom the settings list"), "whose key it is, is said at once");
    let said = attested(stranger.to_str().expect("text"));
    assert!(said.contains("not among those that may sign"), "{said}");
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("not among those that may sign"), "{}", outcome.stdout);
}

/// OpenSSH alone says the same of the statement, by the steps of the README.
fn by_openssh(world: &World, statement: &[u8]) {
    let envelope: serde_json::Value = serde_json::from_slice(statement).expect("JSON");
    let text = |pointer: &str| envelope.pointer(pointer).and_then(|value| value.as_str()).expect("text").to_owned();
    let payload = openssh::from_base64(&text("/payload"));
    let kind = text("/payloadType");
    let mut signed = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len()).into_bytes();
    signed.extend_from_slice(&payload);
    let armored = openssh::from_base64(&text("/signatures/0/sig"));
    let allowed = world.repo.join("../site/data/allowed_signers");
    let fingerprint = text("/signatures/0/keyid");
    assert!(fingerprint.starts_with("SHA256:"), "{fingerprint}");
    let principal = fs::read_to_string(&allowed).expect("text").split(' ').next().expect("a name").to_owned();
    let signature = world.ssh.file("statement.sig", &armored);
    let mut keygen = world.ssh.command("ssh-keygen");
    keygen.args(["-Y", "verify", "-n", "aims-site", "-I", &principal, "-f"]).arg(&allowed).arg("-s").arg(&signature);
    let told = openssh::run(&mut keygen, &signed);
    assert!(told.ok, "{}", told.says);
}

#[test]
fn a_site_in_a_zip_file_is_looked_at_as_one_in_a_folder() {
    let (world, site, _) = published(&[]);
    for (name, folder) in [("at-the-top.zip", ""), ("in-a-folder.zip", "harrowmere/site/")] {
        let zip = site.with_file_name(name);
        pack(&site, &zip, folder, &[]);
        let outcome = world.aims(&["verify", &format!("../{name}")]);
        assert_eq!(outcome.code, Some(0), "{name}: {}{}", outcome.stdout, outcome.stderr);
        pack(&site, &zip, folder, &[("documents/forged.html", "x"), ("../outside.html", "x")]);
        let outcome = world.aims(&["verify", &format!("../{name}")]);
        assert_eq!(outcome.code, Some(1), "{name}: {}", outcome.stdout);
        assert!(outcome.stdout.contains("documents/forged.html was added"), "{}", outcome.stdout);
        assert!(!site.join("../../outside.html").exists() && !site.join("../outside.html").exists());
    }
    put(&site.with_file_name("none.zip"), "PK\u{3}\u{4} cut off");
    assert_eq!(world.aims(&["verify", "../none.zip"]).code, Some(2));
}

#[test]
fn an_end_of_a_line_is_told_and_a_record_that_is_not_there() {
    let (world, site, _) = published(&[]);
    let page = "documents/POL-001.html";
    let text = fs::read_to_string(site.join(page)).expect("text");
    put(&site.join(page), text.trim_end_matches('\n'));
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    let last = format!("line {} ought", text.lines().count());
    assert!(outcome.stdout.contains(&last) && outcome.stdout.contains("\\n`"), "{}", outcome.stdout);
    put(&site.join(page), text.replacen('\n', "\r\n", 1));
    let outcome = verify(&world, &[]);
    assert!(outcome.stdout.contains("line 1 ought") && outcome.stdout.contains("\\r\\n`"), "{}", outcome.stdout);
    put(&site.join(page), text);
    assert!(!verify(&world, &[]).stdout.contains(".aims-site.json"));
    fs::remove_file(site.join(".aims-site.json")).expect("removed");
    for more in [&[][..], &["--listed"]] {
        let outcome = verify(&world, more);
        assert_eq!(outcome.code, Some(0), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("Note      there is no .aims-site.json"), "{}", outcome.stdout);
    }
}

#[test]
fn what_a_zip_file_holds_beside_twice_or_unlisted_is_told() {
    let (world, site, _) = published(&[]);
    let zip = site.with_file_name("z.zip");
    let told = |folder: &str, more: &[(&str, &str)], alter: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        pack(&site, &zip, folder, more);
        put(&zip, alter(fs::read(&zip).expect("a zip file")));
        world.aims(&["verify", "../z.zip"])
    };
    // What lies beside the folder of the site is what somebody opens first; what macOS puts there nobody opens.
    let outcome = told("site/", &[("/index.html", "forged")], &|bytes| bytes);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("../index.html cannot be compared: it lies beside the site"), "{}", outcome.stdout);
    let quarantine = "\u{0}\u{5}\u{16}\u{7}\u{0}\u{0}\u{0}<\u{0}\u{0}\u{15}com.apple.quarantine";
    for finder in ["\u{0}\u{5}\u{16}\u{7}x", quarantine] {
        let outcome = told("site/", &[("/__MACOSX/site/._index.html", finder)], &|bytes| bytes);
        assert_eq!(outcome.code, Some(0), "{}", outcome.stdout);
    }
    // What only goes by such a name, or has a page in it, a host may serve.
    for forged in ["forged", "\u{0}\u{5}\u{16}\u{7}<h1>forged</h1>"] {
        let outcome = told("site/", &[("/__MACOSX/._index.html", forged)], &|bytes| bytes);
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        let said = "__MACOSX/._index.html cannot be compared: it lies beside";
        assert!(outcome.stdout.contains(said), "{}", outcome.stdout);
    }
    // Two files of one name: who opens the zip file chooses.
    let outcome = told("", &[("indeX.html", "forged")], &renamed);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("it is there twice"), "{}", outcome.stdout);
    // A file that stands before the others and is in no list.
    let outcome = told("", &[], &|bytes| [b"PK\x03\x04 read from the start".to_vec(), bytes].concat());
    assert_eq!(outcome.code, Some(1), "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains("it does not list"), "{}", outcome.stdout);
}

/// Gives `indeX.html` of a zip file the name `index.html`, wherever it stands.
fn renamed(mut bytes: Vec<u8>) -> Vec<u8> {
    let name = b"indeX.html";
    for at in 0..bytes.len() - name.len() {
        if bytes[at..].starts_with(name) {
            bytes[at + 4] = b'x';
        }
    }
    bytes
}

fn pack(site: &Path, zip: &Path, folder: &str, more: &[(&str, &str)]) {
    let mut writer = ZipWriter::new(fs::File::create(zip).expect("a file"));
    let options = SimpleFileOptions::default();
    for (path, (_, bytes)) in sandbox::everything(site) {
        let path = String::from_utf8(path).expect("text");
        if site.join(&path).is_file() {
            writer.start_file(format!("{folder}{path}"), options).expect("a file");
            writer.write_all(&bytes).expect("bytes");
        }
    }
    for (path, text) in more {
        // With a slash in front: beside the folder.
        let name = path.strip_prefix('/').map_or_else(|| format!("{folder}{path}"), str::to_owned);
        writer.start_file(name, options).expect("a file");
        writer.write_all(text.as_bytes()).expect("bytes");
    }
    writer.finish().expect("a zip file");
}

#[test]
fn what_cannot_be_proved_is_said() {
    let (world, site, key) = published(&[]);
    // No such site, none at all, one without a manifest.
    for named in ["../nowhere", "../harrowmere", "aims.toml"] {
        let outcome = world.aims(&["verify", named]);
        assert_eq!(outcome.code, Some(2), "{named}: {}", outcome.stdout);
        assert!(outcome.stderr.contains("hint") || named == "../nowhere", "{}", outcome.stderr);
    }
    // A commit that nobody has.
    let manifest = fs::read_to_string(site.join("manifest.json")).expect("text");
    let commit = world.git(MIREL, &["rev-parse", "HEAD"]);
    put(&site.join("manifest.json"), manifest.replace(&commit, &"5".repeat(commit.len())));
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("is not in this repository"), "{}", outcome.stderr);
    // A work tree, for which nobody can sign either.
    world.edit(POLICY, "must", "may");
    let outcome =
        world.aims(&["build", "-q", "--today", TODAY, "--out", "../site", "--attest", key.to_str().expect("text")]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.stderr);
    build(&world, "../site", &[]);
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("--listed"), "{}", outcome.stderr);
    assert_eq!(verify(&world, &["--listed"]).code, Some(0));
}

#[test]
fn tags_that_were_set_since_change_nothing_and_those_that_are_gone_are_told() {
    let (world, site, _) = published(&[]);
    let tag = |name: &str| drop(world.git(MIREL, &["tag", "--annotate", name, "--message", name]));
    tag("published");
    drop(world.git(MIREL, &["tag", "mere-name"]));
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(0), "{}{}", outcome.stdout, outcome.stderr);
    fs::remove_dir_all(&site).expect("removed");
    build(&world, "../site", &[]);
    assert_eq!(verify(&world, &[]).code, Some(0), "a site of both");
    let manifest = fs::read_to_string(site.join("manifest.json")).expect("text");
    assert!(!manifest.contains("mere-name"), "what stands for a tag does not tell its name");
    drop(world.git(MIREL, &["tag", "--delete", "published"]));
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(2), "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stderr.contains("2 tags were there when the site was made, and 1 of them"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("git fetch --tags"), "{}", outcome.stderr);
}

#[test]
fn a_clone_without_the_whole_history_proves_nothing_and_says_why() {
    let (world, site, key) = published(&[]);
    world.edit(POLICY, "must be listed", "must be counted");
    world.commit(MIREL, "Count");
    fs::remove_dir_all(&site).expect("removed");
    build(&world, "../site", &[]);
    let shallow = world.repo.join("../shallow");
    let from = format!("file://{}", world.repo.display());
    let to = shallow.to_str().expect("a path");
    drop(world.git(MIREL, &["clone", "--quiet", "--depth", "1", &from, to]));
    let site = site.canonicalize().expect("the site");
    let arguments = ["verify", site.to_str().expect("a path"), to];
    let outcome = sandbox::run(&mut sandbox::aims(&world.repo, &arguments));
    assert_eq!(outcome.code, Some(2), "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stderr.contains("does not hold the whole history"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("--unshallow"), "{}", outcome.stderr);
    // Nor does it of a site that it gives itself, and nobody signs for one.
    let own = world.repo.join("../own");
    let build = |more: &[&str]| {
        let site = own.to_str().expect("a path");
        let arguments = [&["build", to, "--out", site, "--today", TODAY, "-q"], more].concat();
        sandbox::run(&mut sandbox::aims(&world.repo, &arguments))
    };
    build(&[]);
    let arguments = ["verify", own.to_str().expect("a path"), to];
    let outcome = sandbox::run(&mut sandbox::aims(&world.repo, &arguments));
    assert_eq!(outcome.code, Some(2), "{}{}", outcome.stdout, outcome.stderr);
    let signed = build(&["--attest", key.to_str().expect("a path")]);
    assert!(signed.code == Some(2) && signed.stderr.contains("--unshallow"), "{}", signed.stderr);
}
