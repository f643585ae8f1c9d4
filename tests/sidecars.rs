//! Files beside documents that hold their keys: read as if they stood in the document, told in their own file, and never
//! taken for something that anybody approved.

mod honest;

use std::collections::BTreeMap;
use std::fs;

use sandbox::{Sandbox, TODAY};

use crate::support::openssh;
use crate::support::sandbox;
use crate::support::world;

const SETTINGS: &str =
    "[header]\nforms = [\"bold\"]\nsidecars = [\"{path}.status.md\", \"{path}.yaml\", \"{folder}/kep.yaml\"]\n";

/// What `data/documents.json` says of each document, by its file.
fn documents(desk: &Sandbox) -> BTreeMap<String, serde_json::Value> {
    let built = desk.run(&["build", "--today", TODAY, "--audience", "confidential"]);
    assert!(desk.path("site/index.html").is_file(), "{}{}", built.stdout, built.stderr);
    let text = fs::read_to_string(desk.path("site/data/documents.json")).expect("data");
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = data["rows"].as_array().expect("documents").clone();
    rows.into_iter().map(|row| (row["path"].as_str().unwrap_or_default().to_owned(), row)).collect()
}

fn check(desk: &Sandbox, more: &[&str]) -> String {
    desk.run(&[&["check", "--format", "short", "--today", TODAY], more].concat()).stdout
}

#[test]
fn keys_beside_a_document_are_read_as_its_own() {
    let keys =
        "id: P-@\ntitle: Use of AI\nkind: policy\nstatus: draft\nowner: Mira\nversion: 1.10\nreview-every: 12 months\n";
    let kep = |id: &str| keys.replace('@', id);
    let desk = Sandbox::new(&[
        ("aims.toml", SETTINGS.to_owned()),
        ("policies/a.md", "# Use of AI\n\nText.\n".into()),
        ("policies/a.yaml", kep("1")),
        ("keps/1-x/README.md", "# Heading\n\nText. [Keys](kep.yaml)\n".into()),
        ("keps/1-x/kep.yaml", kep("2")),
        ("keps/1-x/notes.md", "Notes.\n".into()),
        ("policies/b.md", "# B\n\nText. See [its state](b.status.md).\n".into()),
        (
            "policies/b.status.md",
            "# State of B\n\n**Document ID:** P-3\n**Kind:** policy\n**Owner:** Mira\n**Status:** draft\n".into(),
        ),
    ]);
    let all = documents(&desk);
    assert_eq!(
        all.keys().map(String::as_str).collect::<Vec<_>>(),
        ["keps/1-x/README.md", "keps/1-x/notes.md", "policies/a.md", "policies/b.md"],
        "what is beside a document is none"
    );
    for (path, id, version) in
        [("policies/a.md", "P-1", "1.10"), ("keps/1-x/README.md", "P-2", "1.10"), ("policies/b.md", "P-3", "")]
    {
        let of = &all[path];
        assert_eq!((of["id"].as_str(), of["kind"].as_str()), (Some(id), Some("policy")), "{of}");
        assert_eq!((of["owner"].as_str(), of["status"].as_str()), (Some("Mira"), Some("draft")), "{of}");
        assert_eq!(of["version"].as_str().unwrap_or_default(), version, "{of}");
    }
    assert_eq!(all["keps/1-x/notes.md"]["controlled"], false);
    let page = fs::read_to_string(desk.path("site/documents/P-2.html")).expect("its page");
    assert!(
        page.contains("keps/1-x/kep.yaml") && page.contains("no approval covers that file"),
        "it says where they stand"
    );
    let told = check(&desk, &[]);
    assert!(!told.contains("AIMS203") && !told.contains("AIMS204"), "links to such files lead to the page: {told}");
    let files = sandbox::everything(&desk.path("site"));
    let published = |name: &[u8]| files.keys().any(|path| path.ends_with(name));
    assert!(!published(b".yaml") && !published(b"status.html"), "nothing of them is published");
}

#[test]
fn findings_stand_at_their_line_in_the_file_beside() {
    let desk = Sandbox::new(&[
        ("aims.toml", SETTINGS),
        (
            "a.md",
            "---\nid: P-1\nowner: Mira\n---\n\n# A\n\nA text that is much longer than all that stands beside it, so that no place fits by chance.\n",
        ),
        (
            "a.yaml",
            "# keys\n---\ntitle: Café\nowner: Ove\nkind: policy\nstatus: aproved\nversion: 1\neffective: soon\ncontrols: [A.2.99]\nimplements: [POL-9]\nzzz: 1\n",
        ),
    ]);
    let told = check(&desk, &[]);
    for line in [
        "a.yaml:4:1: warning: `a.md` says another `owner`", // another owner
        "a.yaml:6:9: error:",
        "a.yaml:8:12: error:",
        "a.yaml:9:12: ",
        "a.yaml:10:14: ",
        "a.yaml:11:1: ",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(told.lines().all(|line| !line.starts_with("a.md:") || line.starts_with("a.md:1:1:")), "{told}");
    assert!(told.contains("`a.md` says another `owner` itself, and that holds"), "{told}");
    assert_eq!(documents(&desk)["a.md"]["owner"], "Mira");
    // Whoever names one of the two hears of both, and of nothing else.
    desk.put("b.md", "---\nid: P-1\n---\n\nText.\n");
    for named in ["a.yaml", "a.md"] {
        let told = check(&desk, &[named]);
        assert!(told.contains("a.yaml:6:9: ") && !told.contains("b.md:"), "{named}: {told}");
    }
    let json = desk.run(&["check", "--format", "json", "--today", TODAY]).stdout;
    assert!(json.contains("\"path\": \"a.yaml\"") || json.contains("\"path\":\"a.yaml\""), "{json}");
}

#[test]
fn whose_keys_these_are_is_never_guessed() {
    let desk = Sandbox::new(&[
        ("aims.toml", SETTINGS),
        ("k/a.md", "# A\n\nText.\n"),
        ("k/b.md", "# B\n\nText.\n"),
        ("k/kep.yaml", "id: P-1\nkind: policy\n"),
        ("gone.status.md", "**Owner:** Mira\n**Status:** draft\n"),
        ("c.md", "# C\n\nText.\n"),
        ("c.status.md", "**Owner:** Mira\n**Status:** draft\n"),
        ("c.yaml", "owner: Ove\n"),
        ("docker.yaml", "services: [a]\n"),
        ("d.md", "# D\n\nText.\n"),
        ("d.yaml", "openapi: 3.0.0\npaths: {}\n"),
    ]);
    let told = check(&desk, &[]);
    for line in [
        "k/kep.yaml:1:1: warning: the keys in this file could be those of `k/a.md`, `k/b.md`",
        "gone.status.md:1:1: warning: no document is there",
        "c.yaml:1:1: warning: the keys in this file are not read: `c.md` has `c.status.md`",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(!told.contains("docker.yaml") && !told.contains("d.yaml"), "{told}");
    let all = documents(&desk);
    assert_eq!((&all["k/a.md"]["controlled"], &all["d.md"]["controlled"]), (&false.into(), &false.into()));
    assert_eq!(all["c.md"]["owner"], "Mira");
}

#[test]
fn a_file_that_cannot_be_read_hides_nothing_and_makes_nothing_up() {
    let huge = "owner: Mira\n".to_owned() + &"# nothing\n".repeat(600_000);
    for (bytes, told_at) in [
        (&b"id: P-1\nowner: [Mira\nstatus: draft\n"[..], "a.yaml:2:"),
        (b"id: P-1\nowner: caf\xe9\n", "a.yaml:2:"),
        (b"id: P-1\n<<<<<<< ours\nowner: A\n=======\nowner: B\n>>>>>>> theirs\n", "a.yaml:2:"),
        (b"- a\n- b\n", "a.yaml:1:"),
        (b"id: P-1\nid: P-2\n", "a.yaml:2:"),
        (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b]\nid: P\n", "a.yaml:1:"),
        (huge.as_bytes(), "a.yaml:1:1: error: the file has"),
        (b"\0\0\0id: P-1\n", "a.yaml:1:"),
    ] {
        let desk = Sandbox::new(&[("aims.toml", SETTINGS.as_bytes()), ("a.md", b"# A\n\nText.\n"), ("a.yaml", bytes)]);
        let told = check(&desk, &[]);
        let first = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert!(told.contains(told_at), "{first}: {told}");
        assert_eq!(documents(&desk)["a.md"]["controlled"], true, "{first}: nobody takes it out of control by a slip");
    }
    // A link leads anywhere, and is not followed; what does not belong to the AIMS says nothing of it.
    let desk =
        Sandbox::new(&[("aims.toml", SETTINGS), ("a.md", "# A\n\nText.\n"), ("other/keys", "id: P-1\nkind: policy\n")]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("other/keys", desk.path("a.yaml")).expect("a link");
        let told = check(&desk, &[]);
        assert!(told.contains("a.yaml") && told.contains("link"), "{told}");
        assert_eq!(documents(&desk)["a.md"]["controlled"], false);
        fs::remove_file(desk.path("a.yaml")).expect("a link");
    }
    desk.put("a.yaml", "id: P-1\nkind: policy\n");
    assert_eq!(documents(&desk)["a.md"]["id"], "P-1");
    desk.put("aims.toml", format!("{SETTINGS}[files]\nexclude = [\"**/*.yaml\"]\n"));
    assert_eq!(documents(&desk)["a.md"]["controlled"], false);
}

#[test]
fn settings_that_cannot_be_meant_are_told() {
    let settings = "[header]\nsidecars = [\"kep.yaml\", \"{path}.exe\", \"{path}.md\", \"../{path}.yaml\", \"{path}.nope.toml\"]\n";
    let desk = Sandbox::new(&[("aims.toml", settings), ("a.md", "# A\n\nText.\n")]);
    let told = check(&desk, &[]);
    for text in [
        "`kep.yaml` does not say beside which document the file is",
        "`{path}.exe` names no file that keys can be read from",
        "`{path}.md` is the document itself",
        "`../{path}.yaml` is the document itself, or leads out",
        "`header.sidecars` names `{path}.nope.toml`, where no file is",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
    // The settings of the AIMS are nobody's keys, whatever a pattern says.
    let desk =
        Sandbox::new(&[("aims.toml", "[header]\nsidecars = [\"{path}.toml\"]\n"), ("aims.md", "# A\n\nText.\n")]);
    assert_eq!(documents(&desk)["aims.md"]["controlled"], false);
}
