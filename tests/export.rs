//! `aims export`: what it gives out, and what it says where it cannot.

mod oscal;
mod part;
mod reqif;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::sandbox;

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
    let told = refused(&aims(folder.path(), &["export", "incidnet", "--format", "xlsx"]));
    assert!(told.contains("no register `incidnet`") && !told.contains("Name a file"), "{told}");
    let told = refused(&aims(folder.path(), &["export", "qqqqqqqq"]));
    assert!(told.contains("There are documents, ") && told.contains("workbook"), "{told}");
    refused(&aims(folder.path(), &["export"]));
    // What the site has as a file of its own is given out as it is there.
    for (what, begins) in [
        (&["matrix"][..], "{"),
        (&["soa", "--format", "oscal"], "{\n  \"system-security-plan\""),
        (&["catalog"], "{\n  \"catalog\""),
        (&["reviews", "--format", "ics"], "BEGIN:VCALENDAR"),
    ] {
        let given = out(&aims(folder.path(), &[&["export"], what].concat()));
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert!(plain(&given).starts_with(&plain(begins)), "{what:?}: {}", &given[..given.len().min(200)]);
    }
    let told = refused(&aims(folder.path(), &["export", "risks", "--format", "ics"]));
    assert!(told.contains("In it there are reviews."), "{told}");
    let told = refused(&aims(folder.path(), &["export", "matrix", "--format", "oscal"]));
    assert!(told.contains("Say `--format json`"), "{told}");
    // In other formats the matrix is the register that it is made of, which is named once.
    let schema = out(&aims(folder.path(), &["export", "matrix", "--format", "schema"]));
    assert_eq!(schema, out(&aims(folder.path(), &["export", "traceability", "--format", "schema"])));
    let told = refused(&aims(folder.path(), &["export", "findings"]));
    assert_eq!(told.matches(" traceability").count(), 1, "{told}");
}

#[test]
fn oscal_has_no_finding_against_what_no_nonconformity_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| write(&folder.path().join(name), text);
    put("aims.toml", "");
    put("p.md", "---\nid: PRO-1\ntitle: Logs\nkind: procedure\ncontrols: [A.6.2.8]\n---\nText.\n");
    put("a.md", "---\nid: AUD-1\ntitle: Audit\nkind: audit\ndate: 2026-09-24\n---\nText.\n");
    for (id, words) in [("NC-1", "PRO-1, logs are kept for six months"), ("NC-2", "PRO-1 and clause 8.4, assess again")]
    {
        let head =
            format!("id: {id}\ntitle: N\nkind: nonconformity\ndate: 2026-09-24\nfrom: [AUD-1]\nrequirement: {words}\n");
        put(&format!("{id}.md"), &format!("---\n{head}---\nText.\n"));
    }
    // The site is written, whatever is found in so little.
    aims(folder.path(), &["build", "--out", "out"]);
    let file = fs::read(folder.path().join("out/data/oscal/assessment-results.json")).expect("the file");
    let results: serde_json::Value = serde_json::from_slice(&file).expect("JSON");
    let audit = &results["assessment-results"]["results"][1];
    let titles = |key: &str| -> Vec<&str> {
        audit[key].as_array().into_iter().flatten().filter_map(|one| one["title"].as_str()).collect()
    };
    assert_eq!((titles("findings"), titles("observations")), (vec!["NC-2 N"], vec!["NC-1 N"]));
    // A page is named where the site has it, and only there.
    for (audience, is_there) in [("internal", true), ("public", false)] {
        aims(folder.path(), &["build", "--out", "out", "--audience", audience]);
        let file = fs::read(folder.path().join("out/data/oscal/assessment-results.json")).expect("the file");
        let named = String::from_utf8(file).expect("text").contains("\"../../audit.html\"");
        let page = folder.path().join("out/audit.html").exists();
        assert_eq!((named, page), (is_there, is_there), "{audience}");
    }
}

#[test]
fn oscal_tells_what_an_audit_looked_at_and_all_it_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| write(&folder.path().join(name), text);
    put("aims.toml", "");
    let audit = |id: &str, rest: &str| {
        put(
            &format!("{id}.md"),
            &format!("---\nid: {id}\ntitle: T\nkind: audit\ndate: 2026-09-24\n{rest}---\nText.\n"),
        );
    };
    let rows = "findings:\n  - {ref: F1, grade: minor, finding: One., nonconformity: NC-1}\n  - {ref: F2, grade: observation, finding: Two.}\n";
    audit("AUD-1", &format!("covers-clauses: ['9.2']\ncovers-controls: [A.3, 'iso-42001:A.9.2']\n{rows}"));
    audit("AUD-2", "covers-controls: [A.99]\n");
    audit("AUD-3", "");
    put("n.md", "---\nid: NC-1\ntitle: N\nkind: nonconformity\ndate: 2026-09-24\nrequirement: PRO-1\n---\nText.\n");
    let given = out(&aims(folder.path(), &["export", "assessment-results"]));
    let results: serde_json::Value = serde_json::from_str(&given).expect("JSON");
    let selected =
        |place: usize| &results["assessment-results"]["results"][place]["reviewed-controls"]["control-selections"][0];
    let ids = |place: usize| -> Vec<&str> {
        let named = selected(place)["include-controls"].as_array().into_iter().flatten();
        named.filter_map(|one| one["control-id"].as_str()).collect()
    };
    assert_eq!(ids(1), ["A.3.2", "A.3.3", "A.9.2", "clause-9.2", "clause-9.2.1", "clause-9.2.2"], "{given}");
    // A selection of none is all without all.
    let is_all = |of: &serde_json::Value| of.get("include-all").is_some() && of.get("exclude-controls").is_none();
    let takes_all = [1, 2, 3].map(|place| is_all(selected(place)));
    assert_eq!(takes_all, [false, false, true], "all only where the record names nothing: {given}");
    let found = results["assessment-results"]["results"][1]["observations"].as_array().into_iter().flatten();
    let found: Vec<&str> = found.filter_map(|one| one["title"].as_str()).collect();
    assert_eq!(found, ["NC-1 N", "AUD-1 F2"], "{given}");
}

#[test]
fn what_is_printed_is_what_is_written_save_where_a_service_takes_commands_out_of_it() {
    let folder = folder();
    let text = "---\nid: INC-Z\ntitle: \"##[error]z\"\nkind: incident\ndate: 2026-03-20\n---\nWhat came about.\n";
    write(&folder.path().join("z.md"), text);
    out(&aims(folder.path(), &["export", "incident", "--output", "z.csv"]));
    let written = fs::read_to_string(folder.path().join("z.csv")).expect("a file");
    assert!(written.contains("##[error]z"), "{written}");
    let words = ["export", "incident", "--format", "csv"];
    assert_eq!(out(&aims(folder.path(), &words)), written);
    let text = out(&aims(folder.path(), &["export", "incident", "--format", "text"]));
    assert!(text.contains("[error]z") && !text.contains("##["), "text for people is no data: {text}");
    for service in ["CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aims"));
        command.args(words).args(["--today", "2026-11-20"]).current_dir(folder.path());
        command.env_clear().env("HOME", folder.path()).env(service, "true");
        let printed = out(&command.output().expect("the binary"));
        assert!(printed.contains("[error]z") && !printed.contains("##["), "{service}: {printed}");
    }
}

#[test]
fn the_ending_of_a_file_chooses_the_format_whatever_is_asked_for() {
    let folder = folder();
    let given = |words: &[&str], file: &str| {
        out(&aims(folder.path(), &[&["export", "--output", file], words].concat()));
        fs::read(folder.path().join(file)).expect("a file")
    };
    for (what, file, begins) in [
        ("matrix", "m.csv", &b"requirement,"[..]),
        ("matrix", "m.xlsx", b"PK"),
        ("matrix", "m.json", b"{"),
        ("matrix", "m", b"{"),
        ("traceability", "t.csv", b"requirement,"),
        ("reviews", "r.ics", b"BEGIN:VCALENDAR"),
        ("reviews", "r.csv", b"id,"),
        ("catalog", "c.json", b"{"),
        ("catalog", "c.txt", b"{"),
        ("soa", "s.json", b"{"),
        ("soa", "s.TXT", b"control,"),
        ("soa", "s.2026", b"control,"),
        ("soa", "s-v1.2", b"control,"),
    ] {
        let bytes = given(&[what], file);
        assert!(
            bytes.starts_with(begins),
            "{what} {file}: {:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(60)])
        );
    }
    assert!(String::from_utf8(given(&["soa"], "s2.json")).expect("text").contains("\"rows\""), "the register");
    assert!(given(&["matrix", "--bom"], "b.csv").starts_with("\u{feff}requirement,".as_bytes()));
    assert!(out(&aims(folder.path(), &["export", "matrix", "--bom"])).starts_with("\u{feff}requirement,"));
    assert!(given(&["catalog", "--format", "oscal"], "o.csv").starts_with(b"{"), "a name goes before an ending");
    for (words, why) in [
        (&["soa", "-o", "x.ics"][..], "In it there are reviews."),
        (&["catalog", "-o", "x.csv"], "Say `--format oscal`"),
        (&["catalog", "--bom"], "Say `--format oscal`"),
        (&["matrix", "--bom", "--format", "json"], "only CSV begins"),
        (&["matrix", "--bom", "-o", "x.json"], "only CSV begins"),
        (&["reqif", "-o", "x.csv"], "ends in `.reqif`"),
        (&["pdf", "-o", "x.csv"], "ends in `.pdf`"),
        (&["risks", "-o", "x.pdf"], "no format that ends in `.pdf`"),
        (&["workbook", "-o", "x.html"], "no format that ends in `.html`"),
        (&["matrix", "-o", "x.xml"], "no format that ends in `.xml`"),
        (&["reqif", "-o", "x.xml"], "no format that ends in `.xml`"),
        (&["risks", "-o", "-"], "What is to be printed needs none"),
        (&["risks", "-o", "."], "Name another file"),
        (&["workbook", "-o", "x.json"], "Say `--format xlsx`"),
        (&["pdf", "-o", "x.docx"], "such as `.csv` of a register"),
    ] {
        let told = refused(&aims(folder.path(), &[&["export"], words].concat()));
        assert!(told.contains(why) && !told.contains("Did you mean"), "{words:?}: {told}");
    }
    let told = refused(&aims(folder.path(), &["export", "rdf", "-o", "x.ttl"]));
    assert!(told.contains("there is no register `rdf`"), "{told}");
    let left = fs::read_dir(folder.path()).expect("a folder").flatten().map(|entry| entry.file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().starts_with("x.")), "nothing was written");
}

#[test]
fn what_is_said_of_samples_or_of_paper_is_refused_where_there_are_none() {
    let folder = folder();
    let of_samples = [["--seed", "s"], ["--size", "3"], ["--strata", "kind"], ["--population", "incident"]];
    for what in ["soa", "incident", "units", "matrix", "catalog", "reqif", "pdf"] {
        let file = if what == "pdf" { &["-o", "x.pdf"][..] } else { &[] };
        for said in of_samples {
            let told = refused(&aims(folder.path(), &[&["export", what], file, &said].concat()));
            assert!(told.contains(&format!("`{what}` is made without samples")), "{what} {said:?}: {told}");
        }
    }
    for said in of_samples.into_iter().chain([["--page", "x.html"], ["--patience", "3"]]) {
        let told = refused(&aims(folder.path(), &[&["export", "--list"], &said[..]].concat()));
        assert!(told.contains("cannot be used with") && told.contains(said[0]), "{said:?}: {told}");
        if of_samples.contains(&said) {
            out(&aims(folder.path(), &[&["export", "sample"], &said[..]].concat()));
            out(&aims(folder.path(), &[&["export", "populations"], &said[..]].concat()));
        } else {
            let told = refused(&aims(folder.path(), &[&["export", "sample"], &said[..]].concat()));
            assert!(told.contains("`sample` is no page"), "{said:?}: {told}");
        }
    }
    let told = refused(&aims(folder.path(), &["export", "sampel", "--seed", "s"]));
    assert!(told.contains("Did you mean `sample`?"), "{told}");
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
    // The words of a key are those of the kind and of the settings, and where it takes others too it says so.
    write(
        &folder.path().join("aims.toml"),
        "[impact]\ncategories = [\"work and pay\"]\n[impact.called]\n\"Our planet\" = \"environment\"\n",
    );
    let schema = out(&aims(folder.path(), &["export", "assessments", "--format", "schema"]));
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let impacts = &schema["properties"]["rows"]["items"]["properties"]["impacts_rows"]["items"]["properties"];
    let said = impacts["category"]["description"].as_str().expect("a description");
    for word in ["environment, ", "societal-wellbeing, work and pay, our planet", ", or another word"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let told = refused(&aims(folder.path(), &["export", "incident", "--format", "xlsx"]));
    assert!(told.contains("aims export incident --output incident.xlsx"), "{told}");
    refused(&aims(folder.path(), &["export", "workbook", "--format", "csv", "--output", "w.csv"]));
    refused(&aims(folder.path(), &["export", "soa", "--format", "json", "--bom"]));
}

#[test]
fn a_register_can_be_read_in_a_terminal() {
    let folder = folder();
    let text = out(&aims(folder.path(), &["export", "incident", "--format", "text"]));
    let blocks: Vec<&str> = text.trim_end().split("\n\n").collect();
    assert_eq!(blocks.len(), 9, "{text}");
    let first: Vec<&str> = blocks[0].lines().collect();
    assert!(first[0] == "INC-A" && first.iter().any(|line| line.ends_with("  =Incident A")), "{}", blocks[0]);
    // What says nothing has no line, a title stands before its words, and no line is wider than a screen.
    assert!(first.iter().skip(1).all(|line| line.starts_with("  ") && line.trim().contains("  ")), "{}", blocks[0]);
    assert!(first.iter().any(|line| line.trim_start().starts_with("Title ")), "{}", blocks[0]);
    assert!(text.lines().all(|line| line.chars().count() <= 80) && !text.contains('\x1b'), "{text}");
    // Elsewhere than on a terminal it is CSV where nothing is said.
    assert!(out(&aims(folder.path(), &["export", "incident"])).starts_with("id,"));
    refused(&aims(folder.path(), &["export", "workbook", "--format", "text"]));
}

#[test]
fn a_file_is_no_page_of_the_aims_and_lies_in_no_site() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("site")).expect("a folder");
    for (file, why) in [
        ("z.md", "it would be part of the AIMS"),
        ("aims.toml", "it would be part of the AIMS"),
        ("site/z.csv", "the folder of a site"),
    ] {
        for what in [&["soa"][..], &["incident", "--format", "csv"]] {
            let told = refused(&aims(folder.path(), &[&["export", "--output", file], what].concat()));
            assert!(told.contains(&format!("cannot write {file}: ")) && told.contains(why), "{told}");
        }
    }
    assert!(!folder.path().join("z.md").exists());
    assert_eq!(fs::read_dir(folder.path().join("site")).expect("a folder").count(), 0);
    // A site under another name is known by what a build left in it.
    let built = aims(folder.path(), &["build", "-q", "--out", "public"]);
    assert!(built.status.code().is_some_and(|code| code < 2));
    let told = refused(&aims(folder.path(), &["export", "soa", "-o", "public/assets/z.csv"]));
    assert!(told.contains("public, the folder of a site"), "{told}");
    // Where a team keeps something else, it is a folder as any.
    write(&folder.path().join("site/notes.txt"), "Ours.");
    out(&aims(folder.path(), &["export", "soa", "-o", "site/z.csv"]));
    out(&aims(folder.path(), &["export", "soa", "-o", "z.csv"]));
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
    // What is named twice is one part, and one population is all there is of populations.
    let rows = |words: &[&str]| -> Vec<serde_json::Value> {
        let given = out(&aims(folder.path(), &[&["export", "--format", "json"], words].concat()));
        let json: serde_json::Value = serde_json::from_str(&given).expect("JSON");
        json["rows"].as_array().cloned().unwrap_or_default()
    };
    let sample = |strata: &str| rows(&["sample", "--seed", "v", "--strata", strata]);
    assert_eq!(sample("kind,owner,kind"), sample("kind,owner"));
    let populations = rows(&["populations", "--population", "incident"]);
    assert_eq!(populations.iter().map(|row| &row["population"]).collect::<Vec<_>>(), ["incident"]);
    let told = refused(&aims(folder.path(), &["export", "sample", "--population", "incidnt"]));
    assert!(told.contains("Did you mean `incident`?"), "{told}");
}

/// A browser that is none: a script in a folder of its own.
#[cfg(unix)]
fn browser(folder: &Path, script: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("browser");
    write(&path, &format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    path
}

/// What `aims export pdf` says where the environment is this.
#[cfg(unix)]
fn pdf(folder: &Path, words: &[&str], environment: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aims"));
    command.args(["export", "pdf"]).args(words).args(["--today", "2026-11-20"]).current_dir(folder).env_clear();
    command.env("HOME", folder).envs(environment.iter().copied()).output().expect("the binary")
}

/// What a browser does that does all that is asked: it tells what it was asked, and copies the page.
#[cfg(unix)]
const GOOD: &str = r#"
for word in "$@"; do
  echo "$word" >> "$HOME/asked.txt"
  case "$word" in
    --print-to-pdf=*) to=${word#--print-to-pdf=} ;;
    file://*) page=${word#file://} ;;
  esac
done
( echo "%PDF-1.4 /CreationDate (D:20301231235959+00'00')"; cat "$page"; cat "${page%/*}/../print/sheets.css" 2>/dev/null; ls "${page%/*}" ) > "$to"
"#;

#[cfg(unix)]
#[test]
fn a_pack_that_the_site_has_in_parts_is_one_document() {
    let (folder, apart) = (folder(), tempfile::tempdir().expect("a folder"));
    let words = "Words of a policy, and [the first](p1.md), [[INC-A]]. ".repeat(1_300);
    for number in 1..=5 {
        let front = format!("---\nid: POL-{number}\ntitle: T\nkind: policy\nversion: \"1.0\"\n---\n");
        let body = format!("See [[POL-{}]].\n\n## Part\n\n{words}", number % 5 + 1);
        write(&folder.path().join(format!("p{number}.md")), &(front + &body));
    }
    let chrome = browser(apart.path(), GOOD);
    let environment: [(&str, &Path); 2] = [("CHROME", &chrome), ("PATH", Path::new("/usr/bin:/bin"))];
    out(&pdf(folder.path(), &["--output", "pack.pdf"], &environment));
    let made = fs::read_to_string(folder.path().join("pack.pdf")).expect("a document");
    assert_eq!(made.matches("<section class=\"packed p").count(), 5);
    assert_eq!(made.matches("A printed copy is not controlled.").count(), 1, "one cover");
    for number in 1..=5 {
        let texts =
            [format!("id=\"POL-{number}\""), format!("href=\"#POL-{number}\""), format!("id=\"_p{number}-part\"")];
        for text in texts {
            assert!(made.contains(&text), "{text}");
        }
    }
    let page = made.split("<!DOCTYPE html>").nth(1).expect("a page");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let once: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(once.len(), ids.len(), "an id stands twice");
    let dead: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let dead: Vec<&str> = dead.into_iter().filter(|to| !once.contains(to)).collect();
    assert_eq!(dead, Vec::<&str>::new());
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("id=\"_contents\"") < at("id=\"POL-1\"") && at("id=\"POL-5\"") < at("id=\"_called-for\""));
    // A part by itself is a document too.
    out(&pdf(folder.path(), &["-o", "one.pdf", "--page", "print/1.html"], &environment));
    let made = fs::read_to_string(folder.path().join("one.pdf")).expect("a document");
    assert!((1..5).contains(&made.matches("<section class=\"packed p").count()), "{}", made.len());
}

#[cfg(unix)]
#[test]
fn a_page_is_printed_by_the_browser_that_is_named_and_nothing_stays_behind() {
    let (folder, apart) = (folder(), tempfile::tempdir().expect("a folder"));
    write(
        &folder.path().join("policy.md"),
        "---\nid: POL-1\ntitle: A } \" policy\nkind: policy\nversion: \"1.0\"\n---\nSee [[INC-A]].\n",
    );
    let chrome = browser(apart.path(), GOOD);
    let rooms = apart.path().join("rooms");
    fs::create_dir(&rooms).expect("a folder");
    let environment: [(&str, &Path); 3] =
        [("CHROME", &chrome), ("TMPDIR", &rooms), ("PATH", Path::new("/usr/bin:/bin"))];
    out(&pdf(folder.path(), &["--output", "pack.pdf"], &environment));
    let made = fs::read_to_string(folder.path().join("pack.pdf")).expect("a document");
    assert!(
        made.starts_with("%PDF-1.4 /CreationDate (D:20261120000000+00'00')"),
        "the day is that of the site: {made}"
    );
    assert!(
        made.contains("A printed copy is not controlled.") && made.contains("<section class=\"packed p1\""),
        "{made}"
    );
    let led = made.split("<a ").skip(1).map(|link| link.split('>').next().unwrap_or_default());
    let astray: Vec<&str> = led.filter(|link| link.contains("href=\"") && !link.contains("href=\"#")).collect();
    assert_eq!(astray, Vec::<&str>::new(), "a link would lead into a folder that is gone");
    let asked = fs::read_to_string(folder.path().join("asked.txt")).expect("what was asked");
    for word in ["--headless", "--host-resolver-rules=MAP * ~NOTFOUND", "--export-tagged-pdf", "--no-pdf-header-footer"]
    {
        assert!(asked.lines().any(|line| line == word), "{word}: {asked}");
    }
    let profile = asked.lines().find_map(|line| line.strip_prefix("--user-data-dir=")).expect("a profile");
    assert!(Path::new(profile).starts_with(&rooms) && !Path::new(profile).exists(), "{profile}");
    assert_eq!(fs::read_dir(&rooms).expect("a folder").count(), 0, "nothing stays behind");
    // A document is replaced, and nothing else is.
    out(&pdf(folder.path(), &["-o", "pack.pdf", "--page", "documents/INC-A.html"], &environment));
    let made = fs::read_to_string(folder.path().join("pack.pdf")).expect("a document");
    assert!(made.contains("What came about."), "{made}");
    assert!(made.contains("INC-A.html") && !made.contains("INC-B.html"), "only what the page needs lies there: {made}");
    write(&folder.path().join("mine.pdf"), "my own");
    let told = refused(&pdf(folder.path(), &["-o", "mine.pdf"], &environment));
    assert!(told.contains("holds something else"), "{told}");
    // What is withheld is in no document either.
    let told = refused(&pdf(folder.path(), &["-o", "j.pdf", "--page", "documents/INC-J.html"], &environment));
    assert!(told.contains("no page `documents/INC-J.html`"), "{told}");
    out(&pdf(
        folder.path(),
        &["-o", "j.pdf", "--page", "documents/INC-J.html", "--audience", "confidential"],
        &environment,
    ));
    let made = fs::read_to_string(folder.path().join("j.pdf")).expect("a document");
    assert!(made.contains("<p class=\"marked\">Confidential</p>"), "{made}");
}

#[cfg(unix)]
#[test]
fn without_a_browser_or_with_one_that_fails_it_says_so() {
    let (folder, apart) = (folder(), tempfile::tempdir().expect("a folder"));
    let nowhere = Path::new("/nowhere");
    let told =
        refused(&pdf(folder.path(), &["-o", "p.pdf"], &[("PATH", nowhere), ("CHROME", &nowhere.join("chrome"))]));
    assert!(told.contains("no browser on this machine") && told.contains("hint: Install Chromium"), "{told}");
    // One that lies in the repository, or beside whoever asks, is not run.
    write(&folder.path().join("chromium"), "#!/bin/sh\ntouch \"$HOME/ran\"\n");
    let own = browser(folder.path(), "touch \"$HOME/ran\"");
    fs::rename(&own, folder.path().join("chromium")).expect("a program");
    let own = folder.path().join("chromium");
    let all: [&[(&str, &Path)]; 4] = [
        &[("CHROME", &own), ("PATH", nowhere)],
        &[("CHROME", Path::new("chromium")), ("PATH", Path::new(".::"))],
        &[("CHROME", Path::new("./chromium")), ("PATH", nowhere)],
        &[("CHROME", Path::new("chromium")), ("PATH", folder.path())],
    ];
    for environment in all {
        refused(&pdf(folder.path(), &["-o", "p.pdf"], environment));
    }
    assert!(!folder.path().join("ran").exists(), "nothing of the repository is run");
    let with = |script: &str, words: &[&str]| {
        let chrome = browser(apart.path(), script);
        let words = [&["-o", "p.pdf"], words].concat();
        refused(&pdf(folder.path(), &words, &[("CHROME", &chrome), ("PATH", Path::new("/usr/bin:/bin"))]))
    };
    let told = with("echo 'no display' >&2; exit 3", &[]);
    assert!(told.contains("printed nothing") && told.contains("no display"), "{told}");
    let told = with("exit 0", &[]);
    assert!(told.contains("left no document"), "{told}");
    let told = with("for w in \"$@\"; do case $w in --print-to-pdf=*) echo no > ${w#*=} ;; esac; done", &[]);
    assert!(told.contains("is no PDF"), "{told}");
    let began = std::time::Instant::now();
    let told = with("exec sleep 100", &["--patience", "1"]);
    assert!(told.contains("after 1 seconds, and was stopped") && began.elapsed().as_secs() < 60, "{told}");
    assert!(!folder.path().join("p.pdf").exists(), "nothing was written");
    let told = refused(&aims(folder.path(), &["export", "pdf"]));
    assert!(told.contains("`aims export pdf --output pack.pdf`"), "{told}");
    let told = refused(&aims(folder.path(), &["export", "soa", "--page", "soa.html"]));
    assert!(told.contains("`soa` is no page"), "{told}");
}
