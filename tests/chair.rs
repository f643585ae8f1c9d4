//! What stands before whoever writes: slips of a moment are told once, for what they are, and mends do no harm.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::sandbox::{Outcome, Sandbox, TODAY, run};

const SETTINGS: &str = "[organisation]\nname = \"Acme\"\n[[people]]\nname = \"Ada Example\"\nemails = [\"ada@example.org\"]\n\
                        roles = [\"AI Officer\"]\n[roles]\n\"AI Officer\" = \"Runs it.\"\n";

fn desk(files: &[(&str, &str)]) -> Sandbox {
    let all: Vec<(&str, &str)> = [("aims.toml", SETTINGS)].into_iter().chain(files.iter().copied()).collect();
    Sandbox::new(&all)
}

/// What is told, a line each, of these rules.
fn told(desk: &Sandbox, rules: &[&str]) -> Vec<String> {
    let checked = desk.run(&["check", "--format", "short", "--today", TODAY, "--no-cache"]);
    let lines = checked.stdout.lines().filter(|line| rules.iter().any(|rule| line.contains(&format!("[{rule}]"))));
    lines.map(str::to_owned).collect()
}

fn read(desk: &Sandbox, path: &str) -> String {
    fs::read_to_string(desk.path(path)).expect("a text")
}

#[test]
fn a_text_with_words_has_them_whatever_its_links_lead_to() {
    let record = |text: &str| {
        format!(
            "---\nid: REC-1\ntitle: T\nkind: record\nstatus: approved\ndate: 2026-11-10\nowner: AI Officer\n---\n\n{text}\n"
        )
    };
    for text in [
        "Nothing was found ([log](gone.csv)).",
        "AI never decides alone ([rule](gone.md)).",
        "Filled in by the owner: [the form](gone.md)",
        "We see [the form](gone.md) now.",
        "See: [the form](gone.md)",
    ] {
        let desk = desk(&[("r.md", &record(text))]);
        let found = told(&desk, &["AIMS116", "AIMS203", "AIMS317"]);
        assert!(found.len() == 1 && found[0].contains("[AIMS203]"), "{text}: {found:?}");
    }
}

#[test]
fn a_key_behind_odd_blanks_is_a_key_again() {
    let text = "---\nid: PRO-001\ntitle: The title\nkind: procedure\n---\n\nText.\n";
    for odd in ["\u{a0}kind:\u{a0}procedure", "\u{a0}kind：procedure", "\tkind: procedure"] {
        let desk = desk(&[("p.md", &text.replace("kind: procedure", odd))]);
        let found = told(&desk, &["AIMS104"]);
        assert!(found.len() == 1 && found[0].contains("Let all keys begin in the first column."), "{odd}: {found:?}");
        desk.run(&["check", "--fix", "--today", TODAY]);
        assert_eq!(read(&desk, "p.md"), text, "{odd}");
    }
}

#[test]
fn what_goes_on_behind_a_remark_is_no_key() {
    let desk =
        desk(&[("p.md", "---\nid: P\ntitle: T\nowner: AI Officer # the role\n  of old\nkind: policy\n---\nText.\n")]);
    let found = told(&desk, &["AIMS104"]);
    assert!(found.len() == 1 && found[0].contains("`of old` is no `key: value`"), "{found:?}");
}

#[test]
fn no_act_is_recorded_under_a_makeshift_id() {
    let text = "---\nid: PRO-001\ntitle: T\nkind: procedure\nstatus: approved\n---\n\nText.\n";
    for (id, bad, rule) in [
        ("procedures-p", text.replace("PRO-001", "PRO 001"), "AIMS202"),
        ("procedures-p", text.replace("id: PRO-001\n", ""), "AIMS101"),
        ("PRO-001-2", text.to_owned(), "AIMS201"),
    ] {
        let mut files = vec![("procedures/p.md", bad.as_str())];
        files.extend(Some(("a/o.md", text)).filter(|_| rule == "AIMS201"));
        let desk = desk(&files);
        desk.commit("Begin");
        for act in [&["review", id, "--outcome", "fine"][..], &["acknowledge", id]] {
            let done = desk.run(&[act, &["--as", "Ada Example", "--today", TODAY]].concat());
            assert!(done.code != Some(0) && done.stderr.contains(rule), "{act:?}: {}", done.stderr);
        }
        assert!(!desk.path("approvals").exists(), "{rule}");
    }
}

#[test]
fn nothing_is_written_where_git_keeps_its_own() {
    let desk = desk(&[("p.md", "Text.\n")]);
    desk.commit("Begin");
    // As a bare repository is laid out.
    for folder in ["objects", "refs"] {
        fs::create_dir_all(desk.path(&format!("b.git/{folder}"))).expect("a folder");
    }
    desk.put("b.git/HEAD", "ref: refs/heads/main\n");
    for arguments in [
        &["init", "b.git", "--no-input"][..],
        &["init", ".git", "--no-input"],
        &["init", ".git/hooks", "--no-input"],
        &["init", "--adopt", "b.git"],
        &["demo", "b.git/d"],
        &["build", "--out", "b.git/objects/site"],
        &["schema", "--all", "b.git/x"],
        &["check", "--write-baseline", "b.git/known.txt"],
        &["check", "--write-baseline", ".git/known.txt"],
        &["check", "--format", "json", "--output-file", "b.git/x.json"],
    ] {
        let done = desk.run(arguments);
        assert!(
            done.code == Some(2) && done.stderr.contains("git keeps its repository there"),
            "{arguments:?}: {}",
            done.stderr
        );
    }
    assert_eq!(fs::read_dir(desk.path("b.git")).expect("a folder").count(), 3);
}

#[test]
fn paths_of_windows_are_told_as_they_are_written() {
    for (path, near) in [
        ("..\\q\\_f\\x.md", "../q/_f/x.md"),
        ("..\\..\\q\\b.md", "../../q/b.md"),
        ("..\\-y.md#z", "../-y.md#z"),
        ("_f\\_x.md", "_f/_x.md"),
    ] {
        let desk = desk(&[("p/a.md", &format!("[d]({path})\n")), ("p/_f/_x.md", "# X\n"), ("-y.md", "# Z\n")]);
        let found = told(&desk, &["AIMS203", "AIMS208", "AIMS204"]);
        let wanted = format!("the path `{path}` has `\\` between its parts: Write `{near}`:");
        assert!(found.len() == 1 && found[0].contains(&wanted), "{path}: {found:?}");
    }
    // What Markdown escapes is no path of Windows, where it names nothing either way.
    let desk = desk(&[("p/a.md", "[d](a\\_b.md)\n")]);
    assert!(told(&desk, &["AIMS203"])[0].contains("there is no file or document `a_b.md`"));
}

#[test]
fn a_link_without_words_is_told_however_it_is_written() {
    let text = "---\nid: A\ntitle: T\n---\n\n[[A|]] and [[A| ]] and [ ](A) and [](A) and [<!-- x -->](A) and <a href=\"A\"></a>.\n\n\
                [![A](a.png)](A) [`a`](A) <a href=\"A\">A</a> [[A]] <https://example.org/> [*a*](A)\n";
    let desk = desk(&[("a.md", text), ("a.png", "x")]);
    let found = told(&desk, &["AIMS218"]);
    assert!(found.len() == 6 && found.iter().all(|line| line.starts_with("a.md:6:")), "{found:#?}");
}

#[test]
fn a_link_to_an_id_is_suggested_only_where_a_document_bears_it() {
    let text = "---\nid: POL-001\ntitle: T\n---\n\nSee [the policy](POL 001), [ISO](IEC 42001), [the act](EU 2024).\n";
    let desk = desk(&[("a.md", text)]);
    let found = told(&desk, &["AIMS218"]);
    let count = |words: &str| found.iter().filter(|line| line.contains(words)).count();
    assert!(found.len() == 3 && found.iter().all(|line| line.starts_with("a.md:6:")), "{found:#?}");
    assert_eq!([count("Write `[the policy](POL-001)`"), count("IEC-42001"), count("EU-2024")], [1, 0, 0], "{found:#?}");
    desk.run(&["check", "--fix", "--today", TODAY]);
    let mended = read(&desk, "a.md");
    assert!(mended.contains("[ISO](IEC 42001), [the act](EU 2024)."), "{mended}");
}

#[test]
fn a_new_file_in_a_new_folder_is_read_from_the_standard_input() {
    let desk = desk(&[("p.md", "---\nid: PRO-001\ntitle: T\nkind: procedure\n---\n\nText.\n")]);
    let arguments = ["check", "--stdin-filename", "z/folder/x.md", "--format", "short", "--today", TODAY];
    let mut child =
        desk.aims(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(b"---\nid: PRO-001\ntitle: T\nkind: procedure\n---\n\nText.\n").expect("a text");
    drop(input);
    let told = String::from_utf8(child.wait_with_output().expect("the binary ends").stdout).expect("text");
    assert!(told.lines().any(|line| line.starts_with("z/folder/x.md:2:5:") && line.contains("[AIMS201]")), "{told}");
}

#[test]
fn one_slip_of_the_languages_is_told_once() {
    let (english, german) =
        ("---\nid: P\ntitle: T\nkind: policy\n---\n\nText.\n", "---\nid: P\ntitle: T\nlang: de\n---\n\nText.\n");
    for (slip, rule) in [
        ("defalt = \"en\"\npattern = [\"{path}.{lang}.md\"]", "AIMS803"),
        ("default = \"english\"\npattern = [\"{path}.{lang}.md\"]", "AIMS802"),
        ("default = \"en\"\npattern = [\"{pth}.{lang}.md\"]", "AIMS802"),
    ] {
        let desk = Sandbox::new(&[
            ("aims.toml", format!("{SETTINGS}[languages]\n{slip}\n").as_str()),
            ("p.md", english),
            ("p.de.md", german),
        ]);
        let found = told(&desk, &["AIMS101", "AIMS201", "AIMS802", "AIMS803", "AIMS813"]);
        assert!(found.len() == 1 && found[0].contains(rule), "{slip}: {found:#?}");
    }
}

#[test]
fn findings_are_those_of_audits() {
    let audit =
        "---\nid: AUD-1\ntitle: T\nkind: audit\ndate: 2026-01-01\nfindings:\n  - {ref: F1, summary: S}\n---\n\nText.\n";
    let desk =
        desk(&[("a.md", audit), ("readme.md", "Text.\n"), ("p.md", "---\nid: PRO-001\nkind: procedure\n---\nText.\n")]);
    let Outcome { code, stderr, .. } =
        run(&mut desk.aims(&["new", "nonconformity", "N", "--from", "XX-9#F1", "--today", TODAY]));
    assert!(code == Some(2) && stderr.contains("AUD-1") && !stderr.contains("readme"), "{stderr}");
}
