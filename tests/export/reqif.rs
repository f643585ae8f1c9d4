//! What `aims export reqif` says: read back from the file, and counted against the documents that it was made from.
//!
//! Whether it is ReqIF, `tests/formats/requirements.py` asks others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;

use super::sandbox::{Sandbox, TODAY};

const POLICY: &str = "---\nid: POL-001\ntitle: Policy\nkind: policy\nstatus: approved\nversion: \"1.10\"\nowner: Head of AI\ncontrols: [A.2.2]\nclassification: public\n---\n# P\n\nWe say so.\n";
const PROCEDURE: &str = "---\nid: PRO-001\ntitle: Procedure\nkind: procedure\nimplements: [POL-001, POL-001, PRO-001, NONE-1]\nclassification: public\n---\n# P\n\nWe do so.\n";
const RECORD: &str = "---\nid: REC-001\ntitle: Canary\nkind: record\ndate: 2026-06-01\nevidence-for: [PRO-001]\nclassification: confidential\n---\n# R\n\nIt was done so, word by word.\n";
const STATEMENT: &str = "---\nid: SOA-001\ntitle: Statement\nkind: soa\nclassification: public\nstatement:\n  - {control: A.2.2, applicable: true, reason: Needed, implementation: done, documents: [POL-001]}\n  - {control: A.2.3, applicable: false, reason: Done elsewhere}\n  - {control: OWN-1, title: Ours, applicable: true, reason: r}\n---\n# S\n";

fn small() -> Sandbox {
    Sandbox::new(&[
        ("aims.toml", "[organisation]\nname = \"A & B <Ltd>\"\n"),
        ("policy.md", POLICY),
        ("procedure.md", PROCEDURE),
        ("record.md", RECORD),
        ("soa.md", STATEMENT),
        ("loose.md", "# No document\n"),
    ])
}

fn export(sandbox: &Sandbox, more: &[&str]) -> String {
    let outcome = sandbox.run(&[&["export", "reqif"], more].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    outcome.stdout
}

fn internal(sandbox: &Sandbox) -> String {
    export(sandbox, &["--audience", "confidential", "--today", TODAY])
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}

/// What XML says by its signs.
fn read(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    signs.into_iter().fold(text.to_owned(), |text, (sign, plain)| text.replace(sign, plain))
}

/// Relations: the type, the source and the target, each without what all names begin with, and what stands under `Through`.
fn relations(file: &str) -> BTreeSet<(String, String, String, String)> {
    let whole = pattern(
        "(?s)<SPEC-RELATION IDENTIFIER.*?<SPEC-RELATION-TYPE-REF>_aims-type-(.*?)<.*?<SOURCE><SPEC-OBJECT-REF>_aims-(.*?)<.*?<TARGET><SPEC-OBJECT-REF>_aims-(.*?)<",
    );
    let through = pattern("THE-VALUE=\"(.*?)\"");
    let all = whole.captures_iter(file).map(|found| {
        let through = through.captures(&found[0]).map_or(String::new(), |value| value[1].to_owned());
        (found[1].to_owned(), found[2].to_owned(), found[3].to_owned(), through)
    });
    let told: Vec<_> = all.collect();
    let each: BTreeSet<_> = told.iter().cloned().collect();
    assert_eq!((each.len(), told.len()), (told.len(), file.matches("</SPEC-RELATION>").count()), "each once");
    each
}

/// The values of an object by their keys.
fn values(file: &str, object: &str) -> BTreeMap<String, String> {
    let whole = pattern(&format!("(?s)<SPEC-OBJECT IDENTIFIER=\"_aims-{}\".*?</SPEC-OBJECT>", regex::escape(object)));
    let whole = whole.find(file).unwrap_or_else(|| panic!("{object}: {file}")).as_str();
    let value = pattern(
        "(?:THE-VALUE=\"([^\"]*)\")?><DEFINITION><[A-Z-]+>_aims-attr-(?:req|doc)-([a-z]+)<.*?(?:<ENUM-VALUE-REF>_aims-[a-z]+-(.*?)<.*)?\n",
    );
    let all = value.captures_iter(whole).map(|found| {
        let said = found.get(1).or(found.get(3)).map_or("", |value| value.as_str());
        (found[2].to_owned(), read(said))
    });
    all.collect()
}

/// The rung of a control as its register has it.
fn rung_of(sandbox: &Sandbox, control: &str) -> String {
    let json = sandbox.run(&["export", "controls", "--format", "json", "--audience", "confidential", "--today", TODAY]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let row = json["rows"].as_array().expect("rows").iter().find(|row| row["id"] == control).expect("a row");
    row["rung"].as_str().expect("a rung").to_owned()
}

fn names(file: &str) -> Vec<String> {
    pattern(" IDENTIFIER=\"(.*?)\"").captures_iter(file).map(|found| found[1].to_owned()).collect()
}

/// The moment at which a thing changed.
fn changed(file: &str, name: &str) -> String {
    let found = pattern(&format!(" IDENTIFIER=\"_aims-{}\" LAST-CHANGE=\"(.*?)\"", regex::escape(name)));
    found.captures(file).unwrap_or_else(|| panic!("{name}"))[1].to_owned()
}

#[test]
fn relations_lead_to_what_documents_serve_and_build_on() {
    let file = internal(&small());
    let relations = relations(&file);
    let to = |target: &str| -> Vec<[&str; 3]> {
        let those = relations.iter().filter(|(_, _, known, _)| known == target);
        those.map(|(of, source, _, through)| [of.as_str(), source.as_str(), through.as_str()]).collect()
    };
    let serving =
        [["does", "doc-PRO-001", "POL-001"], ["says", "doc-POL-001", ""], ["shows", "doc-REC-001", "PRO-001"]];
    assert_eq!(to("req-iso-42001-A.2.2"), serving);
    assert_eq!(to("doc-POL-001"), [["implements", "doc-PRO-001", ""]], "once, not itself, and not what is not there");
    assert_eq!(to("doc-PRO-001"), [["evidence-for", "doc-REC-001", ""]]);
    assert_eq!(to("req-iso-42001-A.2.3"), <[[&str; 3]; 0]>::default());
    assert_eq!(to("req-iso-42001-6.1.3"), [["says", "doc-SOA-001", ""]], "a kind stands for clauses");
    assert!(!file.contains("NONE-1") && !file.contains("No document"), "{file}");
}

#[test]
fn requirements_and_documents_say_what_they_are() {
    let sandbox = small();
    let file = internal(&sandbox);
    let said = |object: &str, keys: &[&str]| -> Vec<String> {
        let values = values(&file, object);
        keys.iter().map(|key| values.get(*key).cloned().unwrap_or_default()).collect()
    };
    let of_control = ["id", "sort", "rung", "applicability", "reason", "implementation", "evidence"];
    let rung = rung_of(&sandbox, "A.2.2");
    let first = ["A.2.2", "control", rung.as_str(), "applies", "Needed", "done", "2026-06-01T00:00:00Z"];
    assert_eq!(said("req-iso-42001-A.2.2", &of_control), first);
    let second = ["A.2.3", "control", "excluded", "excluded", "Done elsewhere", "", ""];
    assert_eq!(said("req-iso-42001-A.2.3", &of_control), second);
    assert_eq!(said("req-iso-42001-A.2.4", &of_control)[2..5], ["gap", "unmentioned", ""]);
    assert_eq!(said("req-iso-42001-OWN-1", &["title", "sort", "applicability"]), ["Ours", "own-control", "applies"]);
    assert_eq!(said("req-iso-42001-6.1.4", &["sort", "applicability", "chapter"]), ["clause", "applies", ""]);
    let heading = values(&file, "req-iso-42001-6");
    assert_eq!((heading["sort"].as_str(), &heading["chapter"]), ("heading", &heading["title"]));
    assert_eq!(said("group-iso-42001-A.6.2", &["id", "sort", "rung"]), ["A.6.2", "heading", ""]);
    let of_document = ["id", "title", "kind", "version", "status", "owner", "approval", "date"];
    let policy = ["POL-001", "Policy", "policy", "1.10", "approved", "Head of AI", "none", ""];
    assert_eq!(said("doc-POL-001", &of_document), policy);
    assert_eq!(said("doc-REC-001", &of_document)[6..], ["", "2026-06-01T00:00:00Z"]);
    // Each framework and each kind has its specification, in its own order, and a part stands below the whole.
    let specifications = pattern("<SPECIFICATION IDENTIFIER=\"_aims-(.*?)\" LAST-CHANGE=\".*?\" LONG-NAME=\"(.*?)\"");
    let all: Vec<[String; 2]> =
        specifications.captures_iter(&file).map(|found| [found[1].to_owned(), found[2].to_owned()]).collect();
    assert_eq!(all[0], ["framework-iso-42001", "ISO/IEC 42001:2023"]);
    let kinds: BTreeSet<&str> = all[1..].iter().map(|[name, _]| name.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["kind-policy", "kind-procedure", "kind-record", "kind-soa"]));
    let at = |object: &str| file.find(&format!("IDENTIFIER=\"_aims-at-{object}\"")).expect("a place");
    let order = ["4", "4.1", "6", "6.1", "6.1.1", "6.1.4", "6.2", "10.2", "A.2.2", "A.10.2", "OWN-1"];
    assert!(order.map(|id| at(&format!("req-iso-42001-{id}"))).is_sorted());
    let below = pattern(
        "_aims-req-iso-42001-6</SPEC-OBJECT-REF></OBJECT>\n<CHILDREN>\n<SPEC-HIERARCHY IDENTIFIER=\"_aims-at-(.*?)\"",
    );
    assert_eq!(&below.captures(&file).expect("parts")[1], "req-iso-42001-6.1");
}

#[test]
fn every_name_stands_once_and_every_reference_leads_there() {
    let file = internal(&small());
    let all = names(&file);
    let known: BTreeSet<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(known.len(), all.len());
    let referred = pattern("<[A-Z-]+-REF>(.+?)</");
    let lost: Vec<&str> = referred
        .captures_iter(&file)
        .map(|found| found.get(1).expect("a name").as_str())
        .filter(|name| !known.contains(name))
        .collect();
    assert_eq!(lost, Vec::<&str>::new());
}

#[test]
fn what_is_withheld_is_not_there() {
    let sandbox = small();
    let file = export(&sandbox, &["--audience", "public", "--today", TODAY]);
    for word in ["REC-001", "Canary", "2026-06-01", "kind-record"] {
        assert!(!file.contains(word), "{word}: {file}");
    }
    let types: BTreeSet<String> = relations(&file).into_iter().map(|(of, ..)| of).collect();
    assert_eq!(types.iter().map(String::as_str).collect::<Vec<_>>(), ["does", "implements", "says"]);
    assert!(file.contains("_aims-doc-PRO-001") && file.contains("Rungs are not told"));
    assert_eq!(values(&file, "req-iso-42001-A.2.2")["rung"], "untold");
    for rung in ["gap", "stated", "operated", "evidenced", "current"] {
        assert!(!file.contains(&format!("<ENUM-VALUE-REF>_aims-rung-{rung}<")), "{rung}");
    }
    let internal = internal(&sandbox);
    assert!(internal.contains("REC-001") && !internal.contains("<ENUM-VALUE-REF>_aims-rung-untold<"));
}

#[test]
fn texts_are_never_markup_and_names_never_clash() {
    let sandbox = small();
    let hostile = r#"]]> <b c='d'> & \"q\" <!-- \u202e \u0001 &amp; x"#;
    sandbox.put(
        "aims.toml",
        "[organisation]\nname = \"]]><x>\"\n[kinds.\"../<k>=1\"]\nlabel = \"]]>\"\nplural = \"<y>\"\n",
    );
    let text = format!("---\nid: POL-001\ntitle: \"{hostile}\"\nkind: policy\nowner: \"{hostile}\"\n---\n# P\n");
    sandbox.put("policy.md", text);
    sandbox.put("own.md", "---\nid: X_x0020_\ntitle: T\nkind: \"../<k>=1\"\n---\n# T\n");
    sandbox.put(
        "long.md",
        format!("---\nid: LONG-1\ntitle: \"T{}\"\nkind: guideline\n---\n# L\n", "\\u202e".repeat(9_000)),
    );
    // Of two that give one id, each is told.
    sandbox.put("again.md", "---\nid: PRO-001\ntitle: Again\nkind: procedure\n---\n# A\n");
    let file = internal(&sandbox);
    assert!(file.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "nothing that XML cannot hold");
    assert!(
        !file.contains("]]>") && !file.contains("<b c") && !file.contains("<!--") && !file.contains("<x>"),
        "{file}"
    );
    let policy = values(&file, "doc-POL-001");
    let said = r#"]]> <b c='d'> & "q" <!-- \u{202e} \u{1} &amp; x"#;
    assert_eq!([&policy["title"], &policy["owner"]], [said, said]);
    assert!(file.contains("IDENTIFIER=\"_aims-kind-.._x002F__x003C_k_x003E__x003D_1\""), "{file}");
    assert_eq!(values(&file, "doc-X_x005F_x0020_")["id"], "X_x0020_");
    let long = values(&file, "doc-LONG-1");
    assert!(long["title"].ends_with(" …") && long["title"].chars().count() < 32_767, "as long as it says at most");
    let all = names(&file);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert!(all.contains(&"_aims-doc-PRO-001-2".to_owned()), "the other goes by another id everywhere");
}

/// Moments that are no others: 2026-05-28T20:26:40Z, and a day later.
const MOMENTS: [i64; 2] = [1_780_000_000, 1_780_086_400];

#[test]
fn moments_are_those_of_commits_and_names_stay() {
    let sandbox = small();
    sandbox.commit_at("Begin", Some(MOMENTS[0]));
    let first = internal(&sandbox);
    sandbox.put("record.md", RECORD.replace("word by word", "again"));
    sandbox.commit_at("Go on", Some(MOMENTS[1]));
    let file = internal(&sandbox);
    assert_eq!(internal(&sandbox), file, "the same bytes");
    let (before, after) = ("2026-05-28T20:26:40Z", "2026-05-29T20:26:40Z");
    assert_eq!(changed(&file, "doc-POL-001"), before);
    assert_eq!(changed(&file, "doc-REC-001"), after);
    assert_eq!(changed(&file, "evidence-for-REC-001-PRO-001"), after);
    assert_eq!(changed(&file, "says-POL-001-iso-42001-A.2.2"), before);
    for name in ["req-iso-42001-A.2.2", "type-req", "data-rung", "framework-iso-42001"] {
        assert_eq!(changed(&file, name), after, "{name}");
    }
    let later = export(&sandbox, &["--audience", "confidential", "--today", "2026-11-27"]);
    assert!(later != file, "it says on which day it was judged");
    let lasting = |file: &str| -> Vec<String> {
        names(file).into_iter().filter(|name| !name.starts_with("_aims-file-")).collect()
    };
    assert_eq!([lasting(&first), lasting(&later)], [lasting(&file), lasting(&file)]);
    let moments = |file: &str| -> Vec<String> {
        pattern("LAST-CHANGE=\"(.*?)\"").captures_iter(file).map(|found| found[1].to_owned()).collect()
    };
    assert_eq!(moments(&later), moments(&file));
}

#[test]
fn a_file_is_renewed_and_the_site_has_the_same() {
    let sandbox = small();
    let told = |arguments: &[&str]| {
        let outcome = sandbox.run(arguments);
        (outcome.code, outcome.stderr)
    };
    let written = ["export", "reqif", "-q", "--output", "a.reqif", "--today", TODAY];
    assert_eq!(told(&written).0, Some(0));
    let first = fs::read(sandbox.path("a.reqif")).expect("a file");
    assert_eq!(told(&written).0, Some(0), "one that is there is made anew");
    sandbox.put("b.reqif", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<other/>\n");
    let (code, error) = told(&["export", "reqif", "-q", "-o", "b.reqif", "--today", TODAY]);
    assert!(code == Some(2) && error.contains("holds something else"), "{error}");
    for more in [["--format", "json"], ["--bom", "-q"]] {
        let (code, error) = told(&[&["export", "reqif"], &more[..]].concat());
        assert!(code == Some(2) && error.contains("ReqIF is XML and nothing else"), "{error}");
    }
    assert_eq!(fs::read(sandbox.path("a.reqif")).expect("a file"), first);
    let list = sandbox.run(&["export", "--list"]).stdout;
    assert!(list.lines().any(|line| line.starts_with("reqif ")), "{list}");
}
