//! A file that leaves the site says what its page says around it: where a document stands by the record, and that something is
//! kept from its readers.

use std::path::Path;

use serde_json::Value;

use super::{aims, out, write};

const SAYS: &str = "status: approved\nversion: \"1.0\"\nowner: Head\n";

/// An AIMS whose documents say that they are approved, with nothing on record behind that.
fn claimed(folder: &Path) {
    write(&folder.join("aims.toml"), "[kinds.datasheet]\nfield = [{ name = \"standing\", type = \"text\" }]\n");
    let all = [
        ("POL-001", "policy"),
        ("RSK-001", "risk"),
        ("SYS-001", "system"),
        ("IA-001", "impact-assessment"),
        ("DAT-001", "datasheet"),
    ];
    for (id, kind) in all {
        let own = if kind == "datasheet" { "standing: in force\n" } else { "" };
        let text = format!("---\nid: {id}\ntitle: T\nkind: {kind}\n{own}{SAYS}---\nWords.\n");
        write(&folder.join(format!("{id}.md")), &text);
    }
}

fn json(folder: &Path, words: &[&str]) -> Value {
    let text = out(&aims(folder, &[&["export", "--format", "json"][..], words].concat()));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn beside_what_a_document_says_stands_where_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    claimed(folder.path());
    let all = json(folder.path(), &["documents"]);
    let by_record = |id: &str| {
        let rows = all["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["id"] == id).map(|row| row["standing"].clone()).expect("a row")
    };
    assert_eq!(by_record("POL-001"), "says-approved");
    let registers = ["policy", "risks", "systems", "assessments"];
    for (register, id) in registers.into_iter().zip(["POL-001", "RSK-001", "SYS-001", "IA-001"]) {
        let row = &json(folder.path(), &[register])["rows"][0];
        assert_eq!((&row["id"], &row["status"]), (&id.into(), &"approved".into()), "{register}");
        assert_eq!(row["standing"], by_record(id), "{register}: {row}");
        let text = out(&aims(folder.path(), &["export", register, "--format", "text"]));
        let says = |line: &str| line.starts_with("  Status as it says  ") && line.ends_with("  approved");
        assert!(text.lines().any(says), "{register}: {text}");
    }
    let text = out(&aims(folder.path(), &["export", "policy", "--format", "text"]));
    assert!(text.lines().any(|line| line.ends_with("  Says approved")), "{text}");
    // A team's own key of that name has another in files.
    let row = &json(folder.path(), &["datasheet"])["rows"][0];
    assert_eq!((&row["standing"], &row["standing_"]), (&by_record("DAT-001"), &"in force".into()), "{row}");
}

#[test]
fn where_something_is_kept_from_readers_each_file_says_so() {
    let folder = super::folder();
    let partial = |audience: &str| {
        let told = json(folder.path(), &["clauses", "--audience", audience]);
        (told["audience"].clone(), told["partial"].clone())
    };
    for (audience, is_partial) in [("public", true), ("internal", true), ("confidential", false)] {
        assert_eq!(partial(audience), (audience.into(), is_partial.into()));
        let says = |words: &[&str]| {
            let output = aims(folder.path(), &[&["export"][..], words, &["--audience", audience]].concat());
            (
                out(&output),
                String::from_utf8_lossy(&output.stderr).contains("Left out  What these readers may not read"),
            )
        };
        for words in [&["clauses", "--format", "csv"][..], &["clauses", "--format", "text"], &["reqif"]] {
            assert_eq!(says(words).1, is_partial, "{audience}: {words:?}");
        }
        let reqif = says(&["reqif"]).0;
        let comment = reqif.lines().find(|line| line.starts_with("<COMMENT>")).expect("a comment");
        assert_eq!(
            comment.contains("What these readers may not read is left out"),
            is_partial,
            "{audience}: {comment}"
        );
        assert!(!says(&["clauses", "--quiet"]).1, "{audience}: nothing is said where nobody wants to hear");
        let site = tempfile::tempdir().expect("a folder");
        let site = site.path().join("site");
        aims(folder.path(), &["build", "--audience", audience, "--out", site.to_str().expect("text")]);
        let findings = std::fs::read_to_string(site.join("data/findings.json")).expect("findings");
        let findings: Value = serde_json::from_str(&findings).expect("JSON");
        assert_eq!((&findings["audience"], &findings["partial"]), (&audience.into(), &is_partial.into()));
    }
}
