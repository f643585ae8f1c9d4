//! Mistakes that authors make, one at a time in a small AIMS that is otherwise sound: what is said, where, and that nothing
//! else is.

use std::collections::BTreeSet;

use super::sandbox::{Sandbox, TODAY};

const SETTINGS: &str = "[[people]]\nname = \"Ann Lee\"\nemails = [\"ann@acme.test\"]\nroles = [\"AI Officer\"]\n\n\
                        [[people]]\nname = \"Bo Ray\"\nemails = [\"bo@acme.test\"]\nroles = [\"Chief Executive\"]\n\n\
                        [frameworks]\nuse = [\"eu-ai-act\"]\n";

const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1.1\"\nstatus: approved\nowner: AI Officer\n\
                      approvers: [Chief Executive]\neffective: 2026-01-10\nreviewed: 2026-09-10\nreview-every: 12 months\n\
                      controls: [A.2.2, A.2.3]\nclauses: [\"5.2\"]\n---\n\n# AI policy\n\n\
                      See [the steps](../procedures/impact.md#steps) and [[PRO-001]].\n";

const PROCEDURE: &str = "---\nid: PRO-001\ntitle: Impact\nkind: procedure\nversion: \"1.0\"\nstatus: approved\n\
                         owner: AI Officer\napprovers: [Chief Executive]\neffective: 2026-01-10\nreviewed: 2026-09-10\n\
                         implements: [POL-001]\ncontrols:\n  - A.5.2\n  - A.5.3\nsystems: [SYS-001]\n\
                         requirements: {eu-ai-act: [art-9]}\n---\n\n# Impact\n\n## Steps\n\nDo it, then write it down.\n";

const SYSTEM: &str = "---\nid: SYS-001\ntitle: ChurnScope\nkind: system\nowner: AI Officer\npurpose: Tells who may leave.\n\
                      lifecycle: planned\nprovider: Acme\nai-roles: [deployer]\naffected: [Customers]\n\
                      ai-act-class: minimal\nai-act-reason: Not high.\nreviewed: 2026-09-10\n---\n\n# ChurnScope\n\nWords.\n";

const STATEMENT: &str = "---\nid: SOA-001\ntitle: Statement\nkind: soa\nversion: \"1.0\"\nstatus: approved\n\
                         approvers: [Chief Executive]\nowner: AI Officer\neffective: 2026-01-10\nreviewed: 2026-09-10\n\
                         statement:\n  - control: A.2.2\n    applicable: true\n    reason: Our systems need it.\n    \
                         implementation: planned\n  - {control: A.5.2, applicable: true, reason: People may be harmed, implementation: planned}\n\
                         ---\n\n# Statement\n\nSays which.\n";

const FILES: [(&str, &str); 5] = [
    ("aims.toml", SETTINGS),
    ("policies/ai.md", POLICY),
    ("procedures/impact.md", PROCEDURE),
    ("systems/churn.md", SYSTEM),
    ("soa.md", STATEMENT),
];

/// A mistake: the file, what stands there, what an author writes instead, and all that is said: code, line and column, and
/// what message and remedy have to hold.
type Mistake =
    (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str, &'static [&'static str])]);

const POL: &str = "policies/ai.md";
const PRO: &str = "procedures/impact.md";
const SYS: &str = "systems/churn.md";
const SOA: &str = "soa.md";

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    // YAML.
    (POL, "title: AI policy", "title: \"AI policy", &[("AIMS104", "3:8", &["the quote `\"` that opens here is never closed", "`title: \"AI policy\"`"])]),
    (POL, "title: AI policy", "title: \"AI policy\u{201d}", &[("AIMS104", "3:8", &["the quote `\"` that opens here is never closed", "`title: \"AI policy\"`"])]),
    (POL, "title: AI policy", "title: 'AI policy", &[("AIMS104", "3:8", &["the quote `'`"])]),
    (POL, "title: AI policy\n", "title: \"AI\" policy\n", &[("AIMS104", "3:13", &["text stands behind the quote", "`title: '\"AI\" policy'`"])]),
    (POL, "title: AI policy\n", "title: AI policy: use of AI\n", &[("AIMS104", "3:8", &["needs quotes", "`title: \"AI policy: use of AI\"`"])]),
    (SOA, "reason: Our systems need it.", "reason: We need it: they do.", &[("AIMS104", "14:13", &["needs quotes", "`reason: \"We need it: they do.\"`"])]),
    (SOA, "    applicable: true\n", "\tapplicable: true\n", &[("AIMS104", "13:1", &["a tab", "blanks"])]),
    (PRO, "  - A.5.2", "\t- A.5.2", &[("AIMS104", "13:1", &["a tab"])]),
    (POL, "owner: AI Officer", "owner AI Officer", &[("AIMS104", "7:1", &["no colon", "`owner: AI Officer`"])]),
    (POL, "owner: AI Officer", "owner:AI Officer", &[("AIMS104", "7:6", &["a blank is missing after the colon of `owner`", "`owner: AI Officer`"])]),
    (POL, "owner: AI Officer", "owner:\u{a0}AI Officer", &[("AIMS104", "7:7", &["no-break space", "`owner: AI Officer`"])]),
    (POL, "[Chief Executive]", "[Chief Executive", &[("AIMS104", "8:12", &["list that `[` opens here is never closed", "`approvers: [Chief Executive]`"])]),
    (POL, "[A.2.2, A.2.3]", "[A.2.2, A.2.3", &[("AIMS104", "12:11", &["never closed"])]),
    (PRO, "[art-9]}", "[art-9]", &[("AIMS104", "16:15", &["row that `{` opens here is never closed", "`requirements: {eu-ai-act: [art-9]}`"])]),
    (SOA, "implementation: planned}", "implementation: planned", &[("AIMS104", "16:5", &["never closed"])]),
    (PRO, "  - A.5.3", " - A.5.3", &[("AIMS104", "14:2", &["column 2", "column 3"])]),
    (PRO, "  - A.5.3", "    - A.5.3", &[("AIMS108", "13:5", &["indented unlike each other", "Begin each item in the same column"])]),
    (PRO, "  - A.5.2\n  - A.5.3", "  -A.5.2\n  -A.5.3", &[("AIMS108", "13:3", &["a blank is missing after the `-`"])]),
    (POL, "owner: AI Officer", "owner: @ann", &[("AIMS104", "7:8", &["begins with `@` needs quotes", "`owner: \"@ann\"`"])]),
    (POL, "owner: AI Officer", "  owner: AI Officer", &[("AIMS104", "7:3", &["indented further than `status`"])]),
    (POL, "---\nid: POL-001", "---\n id: POL-001", &[("AIMS104", "2:2", &["the key is indented"])]),
    (POL, "title: AI policy", "title: \"C:\\policy\"", &[("AIMS104", "3:8", &["backslash", "'C:\\policy'"])]),
    (POL, "clauses: [\"5.2\"]\n---\n", "clauses: [\"5.2\"]\n", &[("AIMS105", "1:1", &["never closed"])]),
    (POL, "title: AI policy\n", "title: \u{201c}AI policy\u{201d}\n", &[("AIMS117", "3:8", &["typographic quotes", "`AI policy`"])]),
    (POL, "title: AI policy\n", "title: AI policy\"\n", &[("AIMS117", "3:8", &["a quote that opens nowhere"])]),
    (POL, "[\"5.2\"]", "[\u{201c}5.2\u{201d}]", &[("AIMS117", "13:11", &["typographic quotes", "`\"5.2\"`"])]),
    (POL, "title: AI policy\n", "title: !AI\n", &[("AIMS104", "3:8", &["begins with `!` needs quotes", "`title: \"!AI\"`"])]),
    (POL, "title: AI policy\n", "title: # AI policy\n", &[("AIMS101", "3:1", &["nothing stands behind `title`", "What begins with `#` is a remark"])]),
    // Rows and words.
    (SOA, "  - control: A.2.2\n", "  - kontroll: A.2.2\n", &[("AIMS106", "12:5", &["Did you mean `control`?"])]),
    (SOA, "  - control: A.2.2\n", "  - measure: A.2.2\n", &[("AIMS101", "12:5", &["a row of `statement` has no `control`", "Write `control` here"])]),
    (POL, "version: \"1.1\"", "version: \"1,1\"", &[("AIMS118", "5:10", &["`1,1`", "Write `1.1`."])]),
    (POL, "version: \"1.1\"", "version: v1.1", &[("AIMS118", "5:10", &["`v1.1`", "Write `1.1`."])]),
    (SOA, "need it.\n    implementation: planned", "need it.\n    status: planned", &[("AIMS106", "15:5", &["unknown key `status`", "The columns are `control`, `title`, `applicable`, `reason`, `implementation`"])]),
    (SOA, "People may be harmed", "People, all of them", &[("AIMS106", "16:48", &["`reason` holds a comma, and so needs quotes", "`reason: \"People, all of them\"`"])]),
    (SOA, "A.5.2, applicable: true", "A.5.2, applicable:true", &[("AIMS106", "16:22", &["a blank is missing after the colon of `applicable`"])]),
    (SOA, "    applicable: true\n", "    applicable: maybe\n", &[("AIMS108", "13:17", &["`applicable: true` or `applicable: false`"])]),
    (SYS, "lifecycle: planned", "lifecycle: operation", &[("AIMS110", "7:12", &["`planned`, `development`"])]),
    (POL, "approvers:", "aprovers:", &[("AIMS106", "8:1", &["Did you mean `approvers`?"])]),
    (POL, "controls:", "contols:", &[("AIMS106", "12:1", &["Did you mean `controls`?"])]),
    // Kinds and ids.
    (POL, "kind: policy\n", "kind: polciy\n", &[("AIMS111", "4:7", &["Did you mean `policy`?"])]),
    (POL, "kind: policy\n", "", &[("AIMS101", "1:1", &["no `kind`", "`kind: policy`", "impact-assessment"])]),
    (POL, "[A.2.2, A.2.3]", "[A.2.2, A.2.3, A.8.15]", &[("AIMS212", "12:26", &["ISO/IEC 27001", "requirements: {iso-27001: [A.8.15]}"])]),
    (POL, "[A.2.2, A.2.3]", "[A.2.2, A.2.3, \"5.2\"]", &[("AIMS212", "12:26", &["a clause", "`clauses: [5.2]`", "`A.5.2`"])]),
    (POL, "[A.2.2, A.2.3]", "[A.2.2, A.2.3, A.2.9]", &[("AIMS212", "12:26", &["A.2 has the controls `A.2.2`, `A.2.3`, `A.2.4`."])]),
    (POL, "[\"5.2\"]", "[clause 5.2]", &[("AIMS213", "13:11", &["Did you mean `5.2`?"])]),
    (POL, "[\"5.2\"]", "[\"5.2\", \"9.2\"]", &[("AIMS320", "13:18", &["only gathers others", "9.2.2 (Internal audit programme)"])]),
    (PRO, "[SYS-001]", "[SOA-002]", &[("AIMS205", "15:11", &["which no document has as its id", "`SYS-001`"])]),
    (PRO, "[SYS-001]", "[ChurnScope]", &[("AIMS205", "15:11", &["the title of SYS-001"])]),
    (PRO, "[art-9]", "[27]", &[("AIMS214", "16:28", &["Did you mean `art-27`?"])]),
    // Dates.
    (POL, "effective: 2026-01-10", "effective: January 10, 2026", &[("AIMS109", "9:12", &["Write it as `2026-01-10`"])]),
    (POL, "effective: 2026-01-10", "effective: 10 Jan 2026", &[("AIMS109", "9:12", &["`2026-01-10`"])]),
    (POL, "effective: 2026-01-10", "effective: 10.01.2026", &[("AIMS109", "9:12", &["`2026-01-10`"])]),
    (POL, "effective: 2026-01-10", "effective: 2026/01/10", &[("AIMS109", "9:12", &["`2026-01-10`"])]),
    (POL, "effective: 2026-01-10", "effective: 11/02/2026", &[("AIMS109", "9:12", &["day and which the month cannot be told", "`2026-11-02`", "`2026-02-11`"])]),
    (POL, "effective: 2026-01-10", "effective: 2026-11-31", &[("AIMS109", "9:12", &["November has 30 days"])]),
    // Links.
    (POL, "../procedures/impact.md#steps", "../procedures/impakt.md", &[("AIMS203", "18:5", &["Did you mean `../procedures/impact.md`?"])]),
    (POL, "../procedures/impact.md#steps", "../procedures/impact", &[("AIMS203", "18:5", &["Did you mean `../procedures/impact.md`?"])]),
    (POL, "](../procedures/impact.md#steps)", "](Policy v3 final.docx)", &[("AIMS218", "18:5", &["blanks stand in its address", "`[the steps](<Policy v3 final.docx>)`"])]),
    (POL, "](../procedures/impact.md#steps)", "](../procedures/impact.md", &[("AIMS218", "18:5", &["never closed"])]),
    (POL, "](../procedures/impact.md#steps)", "] (../procedures/impact.md#steps)", &[("AIMS218", "18:5", &["a blank stands before its address"])]),
    (POL, "](../procedures/impact.md#steps)", "][steps]", &[("AIMS219", "18:5", &["nothing defines the reference `[steps]`"])]),
    (POL, "../procedures/impact.md#steps", "procedures/impact.md", &[("AIMS203", "18:5", &["Did you mean `../procedures/impact.md`?"])]),
];

/// A finding as data has it.
fn findings(sandbox: &Sandbox) -> Vec<serde_json::Value> {
    let run = sandbox.run(&["check", ".", "--today", TODAY, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    report["findings"].as_array().expect("a list").clone()
}

fn text(finding: &serde_json::Value) -> String {
    let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    format!("{} {} {}", word("code"), word("path"), word("message"))
}

fn without<'a>(found: &'a [serde_json::Value], known: &BTreeSet<String>) -> Vec<&'a serde_json::Value> {
    found.iter().filter(|finding| !known.contains(&text(finding))).collect()
}

#[test]
fn one_mistake_is_one_finding_where_it_is_and_says_what_to_write() {
    let sandbox = Sandbox::new(&FILES);
    let known: BTreeSet<String> = findings(&sandbox).iter().map(text).collect();
    let mut wrong = Vec::new();
    for (path, right, slip, said) in MISTAKES {
        let (_, whole) = FILES.iter().find(|(known, _)| known == path).expect("a file");
        assert!(whole.contains(right), "{right:?} stands in {path}");
        sandbox.put(path, whole.replacen(right, slip, 1));
        let all = findings(&sandbox);
        let new = without(&all, &known);
        let told: Vec<String> = new
            .iter()
            .map(|found| {
                format!(
                    "{} {}:{} {} | {}",
                    found["code"].as_str().unwrap_or_default(),
                    found["line"],
                    found["column"],
                    found["message"],
                    found["help"]
                )
            })
            .collect();
        let fits = said.len() == told.len()
            && said.iter().zip(&told).all(|((code, place, parts), told)| {
                told.starts_with(&format!("{code} {place} "))
                    && parts.iter().all(|part| told.replace("\\\"", "\"").replace("\\\\", "\\").contains(part))
            });
        if !fits {
            wrong.push(format!("{slip:?} in {path}\n   says  {}\n   wants {said:?}", told.join("\n         ")));
        }
        // A change that is offered mends it.
        if let Some(fix) = new.first().and_then(|found| found["fixes"].as_array()).and_then(|fixes| fixes.first()) {
            sandbox.put(path, applied(&whole.replacen(right, slip, 1), fix));
            let left: Vec<String> = without(&findings(&sandbox), &known).into_iter().map(text).collect();
            let same = left.iter().any(|left| told.iter().any(|told| told.starts_with(&left[..7])));
            if same {
                wrong.push(format!("{slip:?} in {path}: the change {fix} leaves {left:?}"));
            }
        }
        sandbox.put(path, whole);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text with the change made.
fn applied(text: &str, fix: &serde_json::Value) -> String {
    let number = |key: &str| usize::try_from(fix[key].as_u64().expect("a number")).expect("small");
    let at = |line: usize, column: usize| {
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
    };
    let (start, end) = (at(number("line"), number("column")), at(number("end_line"), number("end_column")));
    format!("{}{}{}", &text[..start], fix["replacement"].as_str().expect("a text"), &text[end..])
}

#[test]
fn an_approved_document_under_another_id_is_one_finding_whoever_names_it() {
    let sandbox = Sandbox::new(&FILES);
    sandbox.commit("Begin");
    let known: BTreeSet<String> = findings(&sandbox).iter().map(text).collect();
    sandbox.put(POL, POLICY.replace("id: POL-001", "id: POL-018"));
    let all = findings(&sandbox);
    let told: Vec<String> = without(&all, &known).into_iter().map(text).collect();
    let one = "AIMS517 policies/ai.md this document was approved as POL-001 in the last commit; its approvals are of that id; 1 document names it";
    assert_eq!(told, [one]);
    sandbox.put(POL, POLICY.replace("id: POL-001", "id: POL-018\nformerly: [POL-001]"));
    let all = findings(&sandbox);
    let told: Vec<_> = without(&all, &known).into_iter().map(|finding| finding["code"].clone()).collect();
    assert!(told.is_empty(), "the references hold, and the text is the same: {told:?}");
}
