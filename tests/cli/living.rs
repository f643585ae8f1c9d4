//! What a team lives with day by day: findings that fit a head, of chosen rules, of a text that is not saved yet, and mends.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::sandbox::{Outcome, Sandbox, TODAY, aims, run};

const NO_SOA: &str = "[checks.levels]\nno-soa = \"off\"\nclause-gap = \"off\"\n";

fn check(sandbox: &Sandbox, more: &[&str]) -> Outcome {
    let mut arguments = vec!["check", "--today", TODAY];
    arguments.extend(more);
    sandbox.run(&arguments)
}

fn policy(number: usize, more: &str) -> String {
    format!(
        "---\nid: POL-{number:03}\ntitle: T{number}\nkind: policy\nversion: \"1\"\nstatus: draft\nowner: AI Officer\n{more}---\n\n# T\n\nWords.\n"
    )
}

/// Fifty documents with one cause of findings each seven times over.
fn many() -> Sandbox {
    let sandbox = Sandbox::new(&[("aims.toml", NO_SOA)]);
    for number in 0..50 {
        let keys = "eip: 1\nrequires: 2\nlayout: x\nnav-order: 3\ndiscussion: 4\n";
        sandbox.put(format!("p{number}.md"), policy(number, keys) + &format!("\n[a](gone-{number}.md)\n"));
    }
    sandbox.commit("Begin");
    sandbox
}

#[test]
fn what_many_findings_have_in_common_is_told_once_and_nothing_is_lost() {
    let sandbox = many();
    let short = check(&sandbox, &["--format", "short"]).stdout;
    let human = check(&sandbox, &[]).stdout;
    assert!(short.lines().count() >= 300 && human.lines().count() < 60, "{human}");
    assert!(human.starts_with("error[AIMS203]: broken link (50 in 50 files)"), "{human}");
    assert!(human.contains("and 40 more: `aims check --select AIMS203 --full` tells each"), "{human}");
    assert!(human.contains("50 x  unknown key `eip` in a document of kind `policy`  p0.md:8:1 and 49 more"), "{human}");
    let line = "`[keys]`, `keep = [\"eip\", \"requires\", \"layout\", \"nav-order\", \"discussion\"]`";
    assert!(human.contains(line), "{human}");
    // What it says to paste settles it.
    sandbox
        .put("aims.toml", format!("{NO_SOA}[keys]\n{}\n", line.trim_matches('`').split_once("`, `").expect("two").1));
    assert!(!check(&sandbox, &[]).stdout.contains("AIMS106"));
    let full = check(&sandbox, &["--full"]).stdout;
    let number = |text: &str, what: &str| text.matches(what).count();
    assert_eq!(number(&full, "[AIMS203]"), 50);
}

#[test]
fn rules_are_chosen_by_code_name_and_family_and_decide_what_fails() {
    let sandbox = Sandbox::new(&[("aims.toml", NO_SOA), ("p.md", &(policy(1, "") + "\n[a](gone.md) [b](#x)\n"))]);
    sandbox.commit("Begin");
    let told = |more: &[&str]| {
        let told = check(&sandbox, &[&["--format", "short"], more].concat());
        (
            told.code,
            told.stdout.lines().filter_map(|line| line.rsplit('[').next()).map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    assert_eq!(told(&["--select", "AIMS203"]), (Some(1), vec!["AIMS203]".to_owned()]));
    assert_eq!(told(&["--select", "AIMS2", "--ignore", "broken-link"]), (Some(0), vec!["AIMS204]".to_owned()]));
    assert_eq!(told(&["--select", "broken-link,broken-fragment"]).1.len(), 2);
    assert_eq!(told(&["--ignore", "aims2"]).1.iter().filter(|code| code.starts_with("AIMS2")).count(), 0);
    for word in ["broken-lnk", "AIMS", "", "AIMS999"] {
        let refused = check(&sandbox, &["--select", word]);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{word}: {refused:?}");
        assert!(refused.stderr.contains("is no rule") && refused.stderr.contains("aims explain"), "{refused:?}");
    }
}

#[test]
fn a_text_that_is_not_saved_is_read_from_the_standard_input() {
    let sandbox = Sandbox::new(&[("aims.toml", NO_SOA), ("p.md", &policy(1, "")), ("q.md", "[x](gone.md)\n")]);
    sandbox.commit("Begin");
    let given = |name: &str, text: &[u8]| {
        let mut child = aims(
            sandbox.path("").as_path(),
            &["check", "--today", TODAY, "--format", "short", "--stdin-filename", name],
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
        child.stdin.take().expect("a pipe").write_all(text).expect("written");
        let output = child.wait_with_output().expect("an end");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, told, _) = given("p.md", (policy(1, "") + "\n[a](nowhere.md)\n").as_bytes());
    assert_eq!(code, Some(1));
    assert!(told.contains("p.md:14:1: error:") && !told.contains("q.md"), "{told}");
    // The file itself is as it was, and one that is not there yet can be asked about.
    assert_eq!(fs::read_to_string(sandbox.path("p.md")).expect("the file"), policy(1, ""));
    assert!(given("new.md", b"[a](nowhere.md)\n").1.starts_with("new.md:1:1:"));
    let (code, told, said) = given("../p.md", b"x");
    assert_eq!((code, told.as_str()), (Some(2), ""), "{said}");
    let (code, told, said) = given("p.md", b"\xef\xbb\xbfa\r\nna\xc3\xafve caf\xe9");
    assert_eq!((code, told.as_str()), (Some(2), ""), "{said}");
    assert!(said.contains("cannot be read: line 2, column 10: byte 0xe9 is not UTF-8"), "{said}");
    let utf16: Vec<u8> = "text".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(given("p.md", &utf16).2.contains("line 1, column 1: the text is UTF-16"));
}

#[test]
fn what_is_certain_is_mended_and_what_people_say_is_left_alone() {
    let before = policy(1, "controls: [A5.2, \"a.2.2\"]\r\nreviewed: 2 November 2026\nevil: x\n")
        .replace("status: draft", "status: ap-proved")
        + "\nSee [other] (o.md) and [self](P.md).\n";
    let sandbox = Sandbox::new(&[("aims.toml", NO_SOA), ("p.md", &before), ("o.md", "# O\n")]);
    sandbox.commit("Begin");
    let shown = check(&sandbox, &["--diff"]);
    assert_eq!(shown.code, Some(1), "{shown:?}");
    assert!(shown.stdout.starts_with("--- a/p.md\n+++ b/p.md\n@@ "), "{shown:?}");
    assert_eq!(fs::read_to_string(sandbox.path("p.md")).expect("the file"), before);
    let fixed = check(&sandbox, &["--fix", "--format", "short"]);
    let after = fs::read_to_string(sandbox.path("p.md")).expect("the file");
    assert!(fixed.stderr.contains("Mended") && fixed.stderr.contains("in p.md"), "{fixed:?}");
    assert!(after.contains("controls: [A.5.2, \"A.2.2\"]\r\n"), "quotes stay: {after}");
    assert!(after.contains("[other](o.md) and [self](p.md)"), "{after}");
    for said in ["status: ap-proved\n", "reviewed: 2 November 2026\n", "evil: x\n"] {
        assert!(after.contains(said), "{said}: {after}");
    }
    // Nothing more to mend, and nothing changes.
    let again = check(&sandbox, &["--diff"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""), "{again:?}");
    for also in [["--fix", "--rev"], ["--diff", "--rev"]] {
        assert_eq!(check(&sandbox, &[&also[..], &["HEAD"]].concat()).code, Some(2));
    }
    // How a patch ends is no matter of what is found.
    for also in ["--strict", "--exit-zero"] {
        assert_eq!(check(&sandbox, &["--diff", also]).code, Some(2), "{also}");
    }
}

#[cfg(unix)]
#[test]
fn where_one_file_cannot_be_written_it_is_told_which_and_the_others_are_mended() {
    use std::os::unix::fs::PermissionsExt as _;

    let wrong = |number| policy(number, "controls: [A5.2]\n");
    let files = [("aims.toml", NO_SOA), ("a/x.md", &wrong(1)), ("b/y.md", &wrong(2)), ("c/z.md", &wrong(3))];
    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    let locked = sandbox.path("b");
    let set = |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode)).expect("a mode");
    set(0o555);
    // The superuser may write everywhere, and then there is nothing to see here.
    if fs::create_dir(locked.join("probe")).is_err() {
        for quiet in [&[][..], &["-q"]] {
            sandbox.put("a/x.md", wrong(1));
            let fixed = check(&sandbox, &[&["--fix"], quiet].concat());
            assert_eq!((fixed.code, fixed.stdout.as_str()), (Some(2), ""), "{fixed:?}");
            assert!(fixed.stderr.contains("Failed  b/y.md: cannot write"), "{fixed:?}");
            assert!(!fixed.stderr.contains("Failed  a/x.md"), "{fixed:?}");
            assert_eq!(fixed.stderr.contains("Mended  1 finding in a/x.md"), quiet.is_empty(), "{fixed:?}");
            for (path, control) in [("a/x.md", "[A.5.2]"), ("b/y.md", "[A5.2]"), ("c/z.md", "[A.5.2]")] {
                assert!(fs::read_to_string(sandbox.path(path)).expect("a file").contains(control), "{path}");
            }
        }
    }
    set(0o755);
}

#[test]
fn one_number_is_never_mended_into_another() {
    let record = |id: &str| format!("---\nid: {id}\ntitle: T\nkind: record\ndate: 2026-01-02\n---\nText.\n");
    let policy = policy(1, "clauses: [\"1.0.2\", \"6-1-4\"]\ncontrols: [A.1.02]\n")
        + "\n[[REC-1-12]] [[A.1.02]] [[1.0.1]] [Jan](minutes-2026-1-12.md) [up](../q/o.md)\n";
    let other = record("REC-2").replace("date:", "evidence-for: [REC-1-12]\ndate:");
    let sandbox = Sandbox::new(&[
        ("aims.toml", NO_SOA),
        ("p.md", &policy),
        ("r.md", &record("REC-11-2")),
        ("s.md", &other),
        ("minutes-2026-11-2.md", "# November\n"),
        ("q/o.md", "# O\n"),
    ]);
    sandbox.commit("Begin");
    let fixed = check(&sandbox, &["--fix"]);
    let read = |name: &str| fs::read_to_string(sandbox.path(name)).expect("the file");
    assert_eq!((read("p.md"), read("s.md")), (policy.replace("6-1-4", "6.1.4"), other), "{fixed:?}");
}

#[test]
fn a_mend_keeps_the_form_of_its_place() {
    let toml = "+++\nid = \"POL-001\"\ntitle = \"T\"\nkind = \"policy\"\nstatus = \"Dra-ft\"\ncontrols = [\"A5.2\", 'a22']\nrequirements = {nist-ai-rmf = [\"map 1.1\"]}\n+++\ntext\n";
    let keys = "{\"id\": \"POL-002\", \"title\": \"U\", \"kind\": \"policy\", \"controls\": [\"A5.2\"]}\n";
    let settings = format!("[header]\nsidecars = [\"{{path}}.json\"]\n{NO_SOA}");
    let sandbox =
        Sandbox::new(&[("aims.toml", settings.as_str()), ("p.md", toml), ("q.md", "# U\n\nText.\n"), ("q.json", keys)]);
    sandbox.commit("Begin");
    let json: Value = serde_json::from_str(&check(&sandbox, &["--format", "json"]).stdout).expect("JSON");
    let put = json["findings"].as_array().into_iter().flatten().filter_map(|found| {
        Some((found["path"].as_str()?, found["fixes"][0]["replacement"].as_str()?))
            .filter(|_| found["code"] == "AIMS212")
    });
    assert_eq!(put.collect::<Vec<_>>(), [("p.md", "\"A.5.2\""), ("p.md", "'A.2.2'"), ("q.json", "\"A.5.2\"")]);
    let fixed = check(&sandbox, &["--fix"]);
    let read = |name: &str| fs::read_to_string(sandbox.path(name)).expect("the file");
    // `a22` may be meant as another one.
    let mended = toml.replace("A5.2", "A.5.2").replace("map 1.1", "MAP 1.1");
    // How a document stands is for people to say, in whatever language it is said.
    assert_eq!(read("p.md"), mended, "{fixed:?}");
    // Of a file beside a document nobody knows here what people say in it.
    assert_eq!(read("q.json"), keys, "{fixed:?}");
    assert!(!check(&sandbox, &["--format", "short"]).stdout.contains("AIMS104"));
}

#[test]
fn a_mend_that_would_bring_another_error_is_left_and_said() {
    let settings = format!("{NO_SOA}excluded-control-in-use = \"error\"\n");
    let soa =
        "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: false, reason: r}\n---\n";
    let (one, other) = (policy(1, "controls: [A5.2]\n"), policy(2, "controls: [A5.3]\n"));
    let sandbox = Sandbox::new(&[("aims.toml", settings.as_str()), ("soa.md", soa), ("p.md", &one), ("q.md", &other)]);
    sandbox.commit("Begin");
    let fixed = check(&sandbox, &["--fix"]);
    assert!(fixed.stderr.contains("Left  p.md: what mends it"), "{fixed:?}");
    let read = |name: &str| fs::read_to_string(sandbox.path(name)).expect("the file");
    assert_eq!((read("p.md"), read("q.md")), (one, other.replace("A5.3", "A.5.3")));
}

#[test]
fn a_patch_and_the_paths_of_findings_lead_to_the_files_from_where_one_is() {
    let sandbox = Sandbox::new(&[("docs/aims.toml", NO_SOA), ("docs/p/p.md", &policy(1, "controls: [A5.2]\n"))]);
    sandbox.commit("Begin");
    let told = |at: &str, arguments: &[&str]| {
        let all = [&["check"], arguments, &["--today", TODAY, "--select", "unknown-control"]].concat();
        run(&mut aims(&sandbox.path(at), &all)).stdout
    };
    assert!(told("", &["docs", "--format", "short"]).starts_with("docs/p/p.md:"));
    assert!(told("docs", &["--format", "short"]).starts_with("p/p.md:"));
    assert!(told("docs/p", &["--format", "short"]).starts_with("p.md:"));
    assert!(told("", &["docs"]).contains("--> docs/p/p.md:"));
    for (at, named) in [("", "docs"), ("docs/p", ".")] {
        assert!(told(at, &[named, "--diff"]).starts_with("--- a/docs/p/p.md\n+++ b/docs/p/p.md\n"), "{at}");
    }
}

#[test]
fn mends_are_of_the_rules_and_files_that_are_asked_for() {
    let text = policy(1, "controls: [A5.2]\n") + "\n[other] (o.md)\n";
    let sandbox = Sandbox::new(&[("aims.toml", NO_SOA), ("p.md", &text), ("o.md", "# O\n\n[p] (p.md)\n")]);
    sandbox.commit("Begin");
    check(&sandbox, &["--fix", "--select", "unknown-control"]);
    assert_eq!(fs::read_to_string(sandbox.path("p.md")).expect("the file"), text.replace("A5.2", "A.5.2"));
    check(&sandbox, &["o.md", "--fix"]);
    assert!(fs::read_to_string(sandbox.path("p.md")).expect("the file").contains("[other] (o.md)"));
    assert!(fs::read_to_string(sandbox.path("o.md")).expect("the file").contains("[p](p.md)"));
}

#[test]
fn gaps_are_told_worst_first_each_with_its_next_step_and_agree_with_the_data_of_the_site() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("p.md", &policy(1, "controls: [A.2.2]\n"))]);
    sandbox.commit("Begin");
    let json = check(&sandbox, &["--gaps", "--format", "json"]);
    assert_eq!(json.code, Some(0), "{json:?}");
    let told: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let gaps = told["gaps"].as_array().expect("a list");
    let rung = |gap: &Value| ["gap", "stated", "operated", "evidenced"].iter().position(|rung| gap["rung"] == *rung);
    assert!(gaps.is_sorted_by_key(rung) && gaps.iter().all(|gap| rung(gap).is_some()), "{told}");
    let of = |id: &str| gaps.iter().find(|gap| gap["id"] == id).unwrap_or_else(|| panic!("no {id}: {told}"));
    assert_eq!((&of("A.2.2")["rung"], &of("A.5.2")["rung"]), (&json!("stated"), &json!("gap")));
    assert!(of("A.2.2")["do"].as_str().is_some_and(|text| text.contains("aims new procedure")), "{told}");
    // The same as the site says of each control.
    assert_eq!(
        sandbox.run(&["build", "--today", TODAY, "--quiet", "--out", "../site"]).code.map(|code| code < 2),
        Some(true)
    );
    let site = fs::read_to_string(sandbox.path("../site/data/controls.json")).expect("the data");
    let site: Value = serde_json::from_str(&site).expect("JSON");
    let rows = site.as_array().or_else(|| site["rows"].as_array()).expect("rows");
    for row in rows.iter().filter(|row| row["id"] != "A.2.2") {
        assert_eq!(of(row["id"].as_str().expect("an id"))["rung"], row["rung"], "{row}");
    }
    assert_eq!(rows.len(), 38);
    let human = check(&sandbox, &["--gaps"]).stdout;
    assert!(human.starts_with("gap: ") && human.contains("  A.5.2 "), "{human}");
    assert!(human.contains("Next: Add `controls: [A.5.2]` to the document that answers for it"), "{human}");
    assert_eq!(check(&sandbox, &["--gaps", "--format", "sarif"]).code, Some(2));
    // They are of the whole AIMS, and of no baseline: what is said beside them would be heard by nobody.
    sandbox.put("docs/q.md", "# Other\n");
    for beside in [
        &["docs"][..],
        &["p.md"],
        &["--write-baseline", "b.txt"],
        &["--baseline", "none.txt"],
        &["--no-baseline"],
        &["docs", "--rev", "HEAD"],
    ] {
        let told = check(&sandbox, &[&["--gaps"], beside].concat());
        assert!(told.code == Some(2) && told.stdout.is_empty(), "{beside:?}: {told:?}");
    }
    assert!(!sandbox.path("b.txt").exists());
    let root = sandbox.path("").display().to_string();
    assert_eq!(check(&sandbox, &["--gaps", &root]).stdout, human);
}

#[test]
fn the_word_for_a_clause_or_control_goes_where_the_id_behind_it_is_plain() {
    let keys = |clauses: &str, controls: &str| policy(1, &format!("clauses: [{clauses}]\ncontrols: [{controls}]\n"));
    let written =
        keys("\"§ 8.2\", \"Clause 6.1.2\", \"cl. 8.3\", \"Annex 9.1\"", "Annex A.4.3, Control A.5.2, Annex B.6.1.2");
    let sandbox = Sandbox::new(&[("aims.toml", NO_SOA), ("p.md", &written)]);
    sandbox.commit("Begin");
    check(&sandbox, &["--fix"]);
    let mended = keys("\"8.2\", \"6.1.2\", \"8.3\", \"Annex 9.1\"", "A.4.3, A.5.2, Annex B.6.1.2");
    assert_eq!(fs::read_to_string(sandbox.path("p.md")).expect("the file"), mended, "what another annex has is left");
}
