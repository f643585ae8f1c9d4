//! `aims export`: what it gives out, and what it says where it cannot.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn aims(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aims"))
        .args(words)
        .args(["--today", "2026-11-20"])
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .output()
        .expect("the binary")
}

fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Writes a file as somebody else would.
#[expect(clippy::disallowed_methods, reason = "a test plays the part of somebody who writes documents and other files")]
fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

/// An AIMS with an incident for each letter, one of them confidential.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("aims.toml"), "");
    for (place, letter) in ('A'..='J').enumerate() {
        let class = if letter == 'J' { "classification: confidential\n" } else { "" };
        let text = format!(
            "---\nid: INC-{letter}\ntitle: =Incident {letter}\nkind: incident\ndate: 2026-03-{:02}\n{class}---\nWhat came about.\n",
            place + 1
        );
        write(&folder.path().join(format!("{letter}.md")), &text);
    }
    folder
}

#[test]
fn what_there_is_is_listed_and_what_there_is_not_is_named() {
    let folder = folder();
    let list = out(&aims(folder.path(), &["export", "--list"]));
    assert_eq!(out(&aims(Path::new("/"), &["export", "--list", folder.path().to_str().expect("text")])), list);
    for line in ["soa ", "registers/incident ", "workbook "] {
        assert!(list.lines().any(|found| found.starts_with(line)), "{line}: {list}");
    }
    let told = refused(&aims(folder.path(), &["export", "incidnet"]));
    assert!(told.contains("no register `incidnet`") && told.contains("Did you mean `incident`?"), "{told}");
    let told = refused(&aims(folder.path(), &["export", "qqqqqqqq"]));
    assert!(told.contains("There are documents, ") && told.contains("workbook"), "{told}");
    refused(&aims(folder.path(), &["export"]));
}

#[test]
fn text_is_printed_and_a_spreadsheet_wants_a_file() {
    let folder = folder();
    let csv = out(&aims(folder.path(), &["export", "incident"]));
    assert!(csv.starts_with("id,title,") && csv.contains("INC-A,'=Incident A,"), "{csv}");
    assert!(!csv.contains("INC-J"), "what is confidential is left out where nobody says otherwise: {csv}");
    let all = out(&aims(folder.path(), &["export", "incident", "--bom", "--audience", "confidential"]));
    assert!(all.starts_with("\u{feff}id,title,") && all.contains("INC-J"), "{all}");
    let json: serde_json::Value =
        serde_json::from_str(&out(&aims(folder.path(), &["export", "incident", "--format", "json"]))).expect("JSON");
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(9));
    let schema: serde_json::Value =
        serde_json::from_str(&out(&aims(folder.path(), &["export", "incident", "--format", "schema"]))).expect("JSON");
    assert_eq!(schema["properties"]["rows"]["items"]["properties"]["date"]["format"], "date");
    let told = refused(&aims(folder.path(), &["export", "incident", "--format", "xlsx"]));
    assert!(told.contains("aims export incident --output incident.xlsx"), "{told}");
    refused(&aims(folder.path(), &["export", "workbook", "--format", "csv", "--output", "w.csv"]));
    refused(&aims(folder.path(), &["export", "soa", "--format", "json", "--bom"]));
}

#[test]
fn a_file_is_renewed_where_it_is_the_same_and_never_another() {
    let folder = folder();
    let file = folder.path().join("w.xlsx");
    out(&aims(folder.path(), &["export", "workbook", "--output", "w.xlsx"]));
    let first = fs::read(&file).expect("the workbook");
    assert!(first.starts_with(b"PK\x03\x04"));
    out(&aims(folder.path(), &["export", "workbook", "-o", "w.xlsx"]));
    assert_eq!(fs::read(&file).expect("the workbook"), first, "the same bytes");
    write(&file, "mine");
    let told = refused(&aims(folder.path(), &["export", "workbook", "--output", "w.xlsx"]));
    assert!(told.contains("holds something else"), "{told}");
    assert_eq!(fs::read(&file).expect("the file"), b"mine");
}

#[test]
fn a_sample_is_drawn_again_by_whoever_has_the_seed() {
    let folder = folder();
    let words = [
        "export",
        "sample",
        "--seed",
        "v2026",
        "--size",
        "3",
        "--strata",
        "kind",
        "--population",
        "incident",
        "--format",
        "json",
    ];
    let json: serde_json::Value = serde_json::from_str(&out(&aims(folder.path(), &words))).expect("JSON");
    let drawn: Vec<&str> =
        json["rows"].as_array().expect("rows").iter().filter_map(|row| row["unit"].as_str()).collect();
    // By hand: all of one kind are one stratum, in the order of their tickets.
    let ticket = |id: &String| aims::base::sha256_hex(format!("v2026\n{id}").as_bytes());
    let mut all: Vec<String> = ('A'..='I').map(|letter| format!("INC-{letter}")).collect();
    all.sort_by_key(ticket);
    assert_eq!(drawn, all[..3]);
    let told = refused(&aims(folder.path(), &["export", "sample", "--population", "incidnt"]));
    assert!(told.contains("Did you mean `incident`?"), "{told}");
}
