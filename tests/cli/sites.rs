//! A site that a team committed: the copies of texts in it are nobody's documents, and nothing hides behind them.

use std::fs;

use aims::base::sha256_hex;

use super::sandbox::{Sandbox, TODAY, aims, entry, run};

fn policy(number: u8) -> String {
    format!(
        "---\nid: POL-00{number}\ntitle: Policy {number}\nkind: policy\nversion: \"1.0\"\nstatus: approved\nowner: AI \
         Officer\napprovers: [CEO]\neffective: 2026-05-01\nreviewed: 2026-05-01\ncontrols: [A.2.2]\n---\nEach AI \
         system of part {number} has an owner, who answers for what it does.\n"
    )
}

/// Two policies, and a site with their texts in `docs`, committed with them.
fn world() -> Sandbox {
    let (first, second) = (policy(1), policy(2));
    let sandbox = Sandbox::new(&[
        ("aims.toml", "[checks.levels]\nno-soa = \"off\"\n"),
        ("policies/1.md", &first),
        ("policies/2.md", &second),
    ]);
    sandbox.commit("Begin");
    let built = sandbox.run(&["build", "--out", "docs", "--today", TODAY]);
    let copy = fs::read_to_string(sandbox.path("docs/documents/POL-001/1.0.md"));
    assert_eq!(copy.ok().as_deref(), Some(first.as_str()), "{built:?}");
    sandbox.commit("Publish");
    sandbox
}

/// What is found by these rules, in the work tree and by the last commit, which agree.
fn found(sandbox: &Sandbox, codes: &[&str]) -> Vec<String> {
    let of = |more: &[&str]| {
        let told = sandbox.run(&[&["check", "--today", TODAY, "--format", "short", "--quiet"], more].concat());
        let lines = told.stdout.lines().map(str::to_owned);
        lines.filter(|line| codes.iter().any(|code| line.ends_with(&format!("[{code}]")))).collect::<Vec<_>>()
    };
    let here = of(&[]);
    assert_eq!(here, of(&["--rev", "HEAD"]));
    here
}

const TOLD: &str =
    "docs:1:1: warning: `docs` holds a built site, committed to git: the copies of texts in it are not read [AIMS805]";

#[test]
fn copies_of_texts_in_it_neither_count_nor_stand_for_what_is_removed() {
    let sandbox = world();
    assert_eq!(found(&sandbox, &["AIMS201", "AIMS517", "AIMS805"]), [TOLD]);
    fs::remove_file(sandbox.path("policies/1.md")).expect("a policy");
    sandbox.commit("Take it away");
    let told = found(&sandbox, &["AIMS201", "AIMS517", "AIMS805"]);
    assert!(told.len() == 2 && told.iter().any(|line| line.contains("POL-001")), "{told:?}");
    let in_force = sandbox.run(&["history", "--on", TODAY, "--today", TODAY]);
    assert!(!in_force.stdout.contains("docs/documents") && in_force.stdout.contains("POL-002"), "{in_force:?}");
}

#[test]
fn what_is_kept_of_it_between_runs_says_the_same() {
    let sandbox = world();
    let home = tempfile::tempdir().expect("a folder");
    let told = |more: &[&str]| {
        let arguments = [&["history", "POL-001", "--today", TODAY], more].concat();
        let mut command = sandbox.aims(&arguments);
        command.env("HOME", home.path()).env("LOCALAPPDATA", home.path());
        run(&mut command).stdout
    };
    for step in ["Take it away", "Publish without it"] {
        let plain = told(&["--no-cache"]);
        assert!(plain.contains("POL-001"), "{plain}");
        assert_eq!([told(&[]), told(&[])], [plain.clone(), plain], "{step}");
        let _ = fs::remove_file(sandbox.path("policies/1.md"));
        let _ = fs::remove_dir_all(sandbox.path("docs/documents/POL-001"));
        sandbox.commit(step);
    }
    assert_eq!(told(&[]), told(&["--no-cache"]));
}

#[test]
fn a_site_that_leaves_takes_no_document_with_it() {
    let sandbox = world();
    fs::remove_dir_all(sandbox.path("docs")).expect("a site");
    sandbox.commit("Publish elsewhere");
    assert_eq!(found(&sandbox, &["AIMS201", "AIMS517", "AIMS805"]), [""; 0]);
}

#[test]
fn a_list_of_digests_beside_a_document_takes_it_away_and_is_judged_so() {
    let (path, inner) = ("ims/documents/policies/1.md", "documents/policies/1.md");
    let (first, second) = (policy(1), policy(2));
    let sandbox = Sandbox::new(&[("aims.toml", ""), (path, &first), ("ims/documents/policies/2.md", &second)]);
    sandbox.commit("Begin");
    sandbox.put("ims/.aims-site.json", "{\"format\": 2, \"files\": [\n]}\n");
    sandbox.put("ims/SHA256SUMS", format!("{}  {inner}\n", sha256_hex(first.as_bytes())));
    sandbox.commit("Hide it");
    let told = found(&sandbox, &["AIMS517", "AIMS805"]);
    assert!(told.len() == 2 && told.iter().any(|line| line.contains("POL-001")), "{told:?}");
    fs::remove_file(sandbox.path(path)).expect("a policy");
    sandbox.commit("Take it away");
    let told = found(&sandbox, &["AIMS517"]);
    assert!(told.len() == 1 && told[0].contains("POL-001"), "{told:?}");
    // A list that names another text hides nothing.
    sandbox.put("ims/SHA256SUMS", format!("{}  documents/policies/2.md\n", sha256_hex(first.as_bytes())));
    sandbox.commit("Hide the other");
    assert_eq!(found(&sandbox, &["AIMS517"]), told);
}

#[test]
fn a_page_that_a_pull_request_brings_into_the_folder_of_the_site_is_not_published() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("p.md", &policy(1)), (".gitignore", "/public/\n")]);
    sandbox.commit("Begin");
    let write = || sandbox.run(&["build", "--out", "public", "--today", TODAY]);
    let page = "public/documents/POL-999.html";
    sandbox.put("public/.aims-site.json", "{\"format\": 2, \"files\": []}\n");
    sandbox.put(page, "<h1>AI policy, approved by the CEO</h1>");
    sandbox.commit("Look");
    let built = write();
    assert_eq!(built.code, Some(2), "{built:?}");
    assert!(built.stderr.contains(&format!("git tracks `{page}`, which no build wrote")), "{}", built.stderr);
    assert!(built.stderr.contains("git rm -r ") && !sandbox.path("public/index.html").exists(), "{}", built.stderr);
    let told = found(&sandbox, &["AIMS805"]);
    assert!(told.len() == 1 && told[0].starts_with("public:1:1: warning: `public` holds a built site"), "{told:?}");
    // Listed it would go, and nobody sees it.
    let listed = "{\"format\": 2, \"files\": [{\"path\": \"documents/POL-999.html\", \"size\": 1}]}";
    sandbox.put("public/.aims-site.json", listed);
    assert_ne!(write().code, Some(2));
    assert!(sandbox.path("public/index.html").exists() && !sandbox.path(page).exists());
    // Neither does a name hide it that no site could have.
    if cfg!(unix) {
        sandbox.put("public/a\\b.html", "x");
        sandbox.commit("Look again");
        let built = write();
        assert!(built.code == Some(2) && built.stderr.contains("git tracks `public/a\\b.html`"), "{built:?}");
    }
    // A repository of its own there came with the commit as well.
    let repository = git2::Repository::open(sandbox.path("")).expect("a repository");
    let head = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit").id();
    let mut index = repository.index().expect("an index");
    index.clear().expect("an index");
    index.add(&entry(b"public".to_vec(), 0o160_000, head)).expect("an entry");
    index.write().expect("an index");
    let built = write();
    assert!(built.code == Some(2) && built.stderr.contains("git tracks `public`"), "{built:?}");
}

#[test]
fn a_committed_site_is_built_again_and_a_file_of_ones_own_beside_it_is_not_taken_along() {
    let sandbox = world();
    sandbox.put("policies/1.md", policy(1).replace("answers", "always answers"));
    let write = || sandbox.run(&["build", "--out", "docs", "--today", TODAY]);
    assert_ne!(write().code, Some(2));
    sandbox.put("docs/CNAME", "aims.example\n");
    assert_ne!(write().code, Some(2), "what git does not know is the user's own");
    assert!(sandbox.path("docs/CNAME").exists());
    sandbox.commit("Name it");
    let built = write();
    assert!(built.code == Some(2) && built.stderr.contains("`docs/CNAME`"), "{built:?}");
}

#[test]
fn a_record_beside_documents_takes_none_of_them_away() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("policies/p.md", &policy(1))]);
    sandbox.put("policies/.aims-site.json", "{\"format\": 2, \"files\": [{\"path\": \"p.md\", \"size\": 1}]}");
    sandbox.commit("Begin");
    let built = sandbox.run(&["build", "--out", "policies", "--today", TODAY]);
    assert!(built.code == Some(2) && built.stderr.contains("`policies/p.md` lies there"), "{built:?}");
    assert!(sandbox.path("policies/p.md").exists());
}

#[test]
fn the_site_of_another_aims_is_not_replaced_and_that_of_the_same_under_another_name_is() {
    let of = |name: &str| Sandbox::new(&[("aims.toml", name), ("p.md", &policy(1))]);
    let (one, other) = (of("[organisation]\nname = \"One\"\n"), of("[organisation]\nname = \"Other\"\n"));
    one.commit("Begin");
    other.commit("Begin another");
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("site");
    let out = out.to_str().expect("a path");
    let write = |sandbox: &Sandbox| sandbox.run(&["build", "--out", out, "--today", TODAY]);
    assert_ne!(write(&one).code, Some(2));
    let page = || fs::read_to_string(place.path().join("site/index.html")).expect("a page");
    let before = page();
    let refused = write(&other);
    assert!(refused.code == Some(2) && refused.stderr.contains("the site of another AIMS is there"), "{refused:?}");
    assert!(refused.stderr.contains("--out") && page() == before);
    // Its name, its folder and its settings may be others.
    one.put("aims.toml", "[organisation]\nname = \"Renamed\"\n");
    one.commit("Rename");
    assert_ne!(write(&one).code, Some(2));
    assert!(page() != before && page().contains("Renamed"));
}

/// A folder for sites outside every repository, and whether a build of the AIMS below a folder of a sandbox may write into it.
struct Shared(tempfile::TempDir);

impl Shared {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn may_write(&self, sandbox: &Sandbox, below: &str) -> bool {
        let out = self.0.path().join("site");
        let words = ["build", "--out", out.to_str().expect("a path"), "--today", TODAY];
        let built = run(&mut aims(&sandbox.path(below), &words));
        let refused = built.stderr.contains("the site of another AIMS is there");
        assert_eq!(built.code == Some(2), refused, "{built:?}");
        !refused
    }

    fn record(&self) -> String {
        fs::read_to_string(self.0.path().join("site/.aims-site.json")).expect("a record")
    }
}

fn settings(name: &str) -> String {
    format!("[organisation]\nname = \"{name}\"\n")
}

/// Writes the commit that is checked out anew, as `git commit --amend` does.
fn amend(sandbox: &Sandbox) {
    let repository = git2::Repository::open(sandbox.path("")).expect("a repository");
    let head = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    head.amend(Some("HEAD"), None, None, None, Some("Begin, said better"), None).expect("a commit");
}

#[test]
fn the_site_of_an_aims_whose_first_commit_was_written_anew_is_its_own() {
    let sandbox = Sandbox::new(&[("aims.toml", settings("One")), ("p.md", policy(1))]);
    let first = sandbox.commit("Begin");
    let shared = Shared::new();
    assert!(shared.may_write(&sandbox, ""));
    assert!(shared.record().contains(&format!("\"commit\":\"{first}\",\"path\":\"aims.toml\"")), "{}", shared.record());
    amend(&sandbox);
    assert!(shared.may_write(&sandbox, ""), "amended");
    // Elsewhere the commit of before is not known.
    let squashed = Sandbox::new(&[("aims.toml", settings("One")), ("p.md", policy(1))]);
    squashed.commit("Bring the AIMS");
    assert!(shared.may_write(&squashed, ""), "squashed");
    // Settings that went and came back began with another commit.
    fs::remove_file(squashed.path("aims.toml")).expect("settings");
    squashed.commit("Take it away");
    squashed.put("aims.toml", settings("One Ltd") + "[checks.levels]\nno-soa = \"off\"\n");
    squashed.commit("Put it back");
    assert!(shared.may_write(&squashed, ""), "back");
    // A record that does not say of what it is refuses nobody.
    let other = Sandbox::new(&[("aims.toml", settings("Other")), ("p.md", policy(1))]);
    other.commit("Begin another");
    assert!(!shared.may_write(&other, ""));
    let record = shared.record();
    let (head, files) = record.split_once("\"files\"").expect("files");
    assert!(head.contains("\"origin\""), "{head}");
    let old = format!("{{\"format\": 2, \"aims\": \"0d95\", \"files\"{files}");
    other.put("record.json", &old);
    fs::copy(other.path("record.json"), shared.0.path().join("site/.aims-site.json")).expect("a copy");
    fs::remove_file(other.path("record.json")).expect("a file");
    assert!(shared.may_write(&other, ""));
}

#[test]
fn the_usual_folder_holds_the_site_of_nobody_else() {
    let one = Sandbox::new(&[("aims.toml", settings("One")), ("p.md", policy(1)), (".gitignore", "/site/\n".into())]);
    one.commit("Begin");
    let write = |sandbox: &Sandbox| sandbox.run(&["build", "--today", TODAY]);
    assert_ne!(write(&one).code, Some(2));
    let other = Sandbox::new(&[("aims.toml", settings("One, renamed at once")), ("p.md", policy(1))]);
    other.put(".gitignore", "/site/\n");
    other.commit("Begin, squashed");
    fs::rename(one.path("site"), other.path("site")).expect("a move");
    assert_ne!(write(&other).code, Some(2));
}

#[test]
fn two_aims_of_one_repository_do_not_replace_the_sites_of_each_other() {
    for (name, other) in [("One", "Other"), ("One", "One")] {
        let sandbox = Sandbox::new(&[
            ("a/aims.toml", settings(name)),
            ("a/p.md", policy(1)),
            ("b/aims.toml", settings(other)),
            ("b/q.md", policy(2)),
        ]);
        sandbox.commit("Begin both");
        let shared = Shared::new();
        assert!(shared.may_write(&sandbox, "a") && shared.may_write(&sandbox, "a"));
        assert!(!shared.may_write(&sandbox, "b"), "{name} {other}");
        // What it says helps.
        fs::remove_dir_all(shared.0.path().join("site")).expect("a site");
        assert!(shared.may_write(&sandbox, "b"));
        // One that has moved is still the same, and still none of the other's.
        fs::rename(sandbox.path("b"), sandbox.path("c")).expect("a move");
        sandbox.commit("Move");
        assert!(shared.may_write(&sandbox, "c"));
        assert!(!shared.may_write(&sandbox, "a"), "{name} {other}");
    }
}
