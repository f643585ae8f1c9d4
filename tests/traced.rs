//! What serves a requirement, and what therefore stands behind it: what is passed on, of which standard a document is, and
//! what only looks like evidence.

use aims::base::Date;
use aims::model::Aims;
use aims::model::load::load;
use aims::model::standing::{Approved, InForce, Standing};
use aims::model::trace::{CaveatKind, LackKind, Requirement, Rung, There};
use aims::source::Memory;

use crate::support::sandbox::{Sandbox, TODAY};

const POLICY: &str = "---\nid: POL\ntitle: P\nkind: policy\nstatus: approved\nreviewed: 2026-06-01\ncontrols: [A.5.2]\n---\nEvery AI system is assessed before it is put to use.\n";
const PROCEDURE: &str = "---\nid: PRO\ntitle: P\nkind: procedure\nstatus: approved\nreviewed: 2026-06-01\nimplements: [POL]\n---\nThe owner asks for an assessment and waits for its outcome.\n";
const RECORD: &str = "---\nid: REC\ntitle: R\nkind: impact-assessment\ndate: 2026-07-01\nevidence-for: [PRO]\n---\nThe assessment was asked for on Monday and accepted on Friday.\n";
const SYSTEM: &str = "---\nid: SYS\ntitle: S\nkind: system\nlifecycle: in-use\n---\n";
const BOTH: &str = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";

/// These documents, where what says that it is approved is `approved`.
fn world(settings: &str, documents: &[&str], approved: Approved) -> Aims {
    let names: Vec<String> = (0..documents.len()).map(|i| format!("{i}.md")).collect();
    let files = names.iter().map(String::as_str).zip(documents.iter().map(|text| text.as_bytes()));
    let files = files.chain([("aims.toml", settings.as_bytes())]);
    let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
    let standings = aims.iter().map(|(_, document)| match document.says_approved() {
        true => Standing { approval: approved, in_force: InForce::Now, ..Standing::default() },
        false => Standing::default(),
    });
    let standings = standings.collect();
    aims.stand(standings)
}

/// A requirement with these documents and a system beside them.
fn stand(id: &str, documents: &[&str]) -> Requirement {
    world("", &[documents, &[SYSTEM]].concat(), Approved::Claimed).trace.get(id).expect("a requirement").clone()
}

fn rung(documents: &[&str]) -> Rung {
    stand("A.5.2", documents).rung
}

/// What a document serves.
fn served(aims: &Aims, id: &str) -> String {
    let ix = aims.by_id(id).expect("a document");
    aims.trace.served_by(ix).map(|of| of.name.clone()).collect::<Vec<_>>().join(" ")
}

/// What the check tells by some rules.
fn told(rules: &str, files: &[(&str, &str)]) -> String {
    let desk = Sandbox::new(files);
    desk.run(&["check", "--select", rules, "--format", "short", "--today", TODAY]).stdout
}

#[test]
fn what_is_retired_passes_nothing_on() {
    let retired = |text: &str| text.replace("approved", "retired");
    // The procedure implements what holds no more, and so binds nobody to the control.
    assert_eq!(rung(&[&retired(POLICY), PROCEDURE, RECORD]), Rung::Gap);
    // A record of a procedure that is retired shows the control by what took its place, and by nothing else.
    let own = PROCEDURE.replace("id: PRO", "id: NEW");
    assert_eq!(rung(&[POLICY, &own, &retired(PROCEDURE), RECORD]), Rung::Operated);
    let next = own.replace("implements", "replaces: [PRO]\nimplements");
    assert_eq!(rung(&[POLICY, &next, &retired(PROCEDURE), RECORD]), Rung::Current);
    let later = next.replace("NEW", "NEXT").replace("[PRO]", "[NEW]");
    assert_eq!(rung(&[POLICY, &later, &retired(&next), &retired(PROCEDURE), RECORD]), Rung::Current);
    // What binds has to name what holds.
    let next = POLICY.replace("id: POL", "replaces: [POL]\nid: NEW");
    let all = [&*next, &retired(POLICY), PROCEDURE, RECORD];
    assert_eq!(rung(&all), Rung::Stated);
}

#[test]
fn a_record_that_is_evidence_of_what_is_retired_alone_is_told() {
    let old = POLICY.replace("approved", "retired");
    let of = |lines: &str, more: &[(&str, &str)]| {
        let record =
            format!("---\nid: R\ntitle: T\nkind: record\ndate: 2026-06-01\n{lines}evidence-for: [POL]\n---\nDone.\n");
        told("AIMS215", &[&[("aims.toml", ""), ("r.md", &*record), ("p.md", &*old)], more].concat())
    };
    assert!(of("", &[]).contains("r.md:6:16: note: `evidence-for` names POL, which is retired"), "{}", of("", &[]));
    let next = POLICY.replace("id: POL", "replaces: [POL]\nid: NEW");
    assert_eq!((of("controls: [A.5.2]\n", &[]), of("", &[("n.md", &next)])), (String::new(), String::new()));
}

#[test]
fn what_a_document_serves_by_its_kind_is_passed_on() {
    let text =
        |id: &str, kind: &str, lines: &str| format!("---\nid: {id}\ntitle: T\nkind: {kind}\n{lines}---\nSome words.\n");
    let all = [
        text("OBJ", "objective", ""),
        text("REC", "record", "date: 2026-06-01\nevidence-for: [OBJ]\n"),
        text("BOTH", "objective", "implements: [POL]\n"),
        text("PRO", "procedure", "implements: [BOTH]\n"),
    ];
    let all: Vec<&str> = all.iter().map(String::as_str).chain([POLICY]).collect();
    let aims = world("", &all, Approved::Claimed);
    assert_eq!(["REC", "PRO"].map(|id| served(&aims, id)), ["6.2", "6.2 A.5.2"]);
}

#[test]
fn a_record_alone_leaves_a_clause_at_gap_unless_it_is_the_evidence_asked_for() {
    let of = |kind: &str, clauses: &str| {
        format!(
            "---\nid: D\ntitle: D\nkind: {kind}\ndate: 2026-07-01\nclauses: [{clauses}]\n---\nWhat was seen that day is told here in a dozen words and more, with who saw it.\n"
        )
    };
    for clause in ["8.2", "8.3", "8.4", "9.3.3", "7.2", "6.3", "9.1"] {
        assert_eq!(stand(clause, &[&of("incident", &format!("'{clause}'"))]).rung, Rung::Gap, "{clause}");
    }
    assert_eq!(stand("8.2", &[&of("risk-assessment", "")]).rung, Rung::Current);
    assert_eq!(stand("9.1", &[&of("record", "'9.1'")]).rung, Rung::Gap, "it binds nobody");
}

#[test]
fn an_entry_that_says_no_stage_and_an_untouched_draft_are_no_inventory() {
    let stands = |system: &str| {
        let aims = world("", &[POLICY, PROCEDURE, RECORD, system], Approved::Claimed);
        let found = aims.trace.get("A.5.2").expect("a control");
        (found.rung, found.lacks.first().map(|lack| lack.what.clone()))
    };
    let draft = SYSTEM.replace("kind:", "status: draft\nkind:");
    let of = |stage: &str| SYSTEM.replace("in-use", stage);
    let without = SYSTEM.replace("lifecycle: in-use\n", "");
    for system in [&draft, &without, &of("TBD"), &of("operation"), &of("planned"), &of("retired")] {
        assert_eq!(stands(system), (Rung::Operated, Some(LackKind::NoInventory)), "{system}");
    }
    for system in [SYSTEM, &of("development"), &format!("{draft}It sorts the post of the day.\n")] {
        assert_eq!(stands(system), (Rung::Current, None), "{system}");
    }
}

#[test]
fn an_approval_that_nobody_claims_is_told_as_not_asked_for() {
    let all = [POLICY, PROCEDURE, RECORD, SYSTEM];
    for (approved, what, unasked) in
        [(Approved::Unasked, CaveatKind::Unasked, true), (Approved::Claimed, CaveatKind::OnlyClaimed, false)]
    {
        let aims = world("", &all, approved);
        let found = aims.trace.get("A.5.2").expect("a control");
        assert_eq!((found.rung, found.caveats[0].what), (Rung::Current, what));
        assert_eq!((found.is_claimed(), found.is_unasked()), (true, unasked));
    }
    // By the files: who is said to have approved is a claim.
    let caveats = |policy: &str| {
        let files = [("aims.toml", ""), ("p.md", policy), ("s.md", SYSTEM)];
        Sandbox::new(&files).run(&["export", "controls", "--format", "json", "--today", TODAY]).stdout
    };
    assert!(caveats(POLICY).contains("Nobody is said to have approved it, and the rule asks nobody."));
    assert!(!caveats(POLICY).contains("That it is approved is only claimed."));
    let claimed = caveats(&POLICY.replace("status:", "approvers: [Chief]\nstatus:"));
    assert!(claimed.contains("That it is approved is only claimed.") && !claimed.contains("Nobody is said"));
}

#[test]
fn no_draft_and_nothing_of_another_kind_silences_what_the_statement_claims() {
    let statement = "---\nid: SOA\ntitle: S\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r, implementation: done}\n---\n";
    let found = |kind: &str, lines: &str, words: &str| {
        let other = format!("---\nid: X-1\ntitle: T\nkind: {kind}\ncontrols: [A.5.2]\n{lines}---\n{words}");
        let files = [("aims.toml", ""), ("p.md", POLICY), ("x.md", &*other), ("soa.md", statement)];
        told("AIMS306", &files).lines().filter(|line| line.contains("AIMS306")).count()
    };
    for (kind, lines) in [
        ("system", "status: draft\nlifecycle: planned\n"),
        ("nonconformity", "status: draft\n"),
        ("impact-assessment", "status: draft\n"),
        ("impact-assessment", "status: in-review\n"),
        ("incident", ""),
        ("incident", "date: 2027-01-01\n"),
    ] {
        assert_eq!(found(kind, lines, "Some words.\n"), 1, "{kind} {lines}");
    }
    assert_eq!(found("impact-assessment", "status: draft\n", ""), 1);
    // What is an error where it stands, and would show it once that is mended, is told there.
    for (lines, words) in
        [("", "Some words.\n"), ("date: 2027-01-01\n", "Some words.\n"), ("date: 2026-01-01\nstatus: approved\n", "")]
    {
        assert_eq!(found("impact-assessment", lines, words), 0, "{lines}");
    }
}

/// Of the clauses that a record of these lines could serve: those that it does, and whether it is of ISO/IEC 42001.
fn whose(settings: &str, kind: &str, lines: &str) -> (String, bool) {
    let text = format!(
        "---\nid: D\ntitle: T\nkind: {kind}\ndate: 2026-06-01\n{lines}---\nAll of it was looked at and told.\n"
    );
    let aims = world(settings, &[&text], Approved::Claimed);
    (served(&aims, "D"), aims.is_of(aims.by_id("D").expect("it"), &"iso-42001".into()))
}

#[test]
fn a_record_that_says_its_standard_or_names_the_heading_is_of_that_one() {
    for (lines, heading) in [
        ("clauses: ['iso-27001:9.2']\n", "iso-27001:9.2 "),
        ("clauses: ['iso-27001:9']\n", "iso-27001:9 "),
        ("requirements: {iso-27001: ['9.2']}\n", "iso-27001:9.2 "),
        ("standard: ISO 27001:2022\n", ""),
        ("norm: ISO/IEC 27001\nclauses: ['9.2']\n", "iso-27001:9.2 "),
        ("standard: ISO/IEC 27001:2022\nclauses: ['9.2.1']\n", ""),
        ("covers-clauses: ['iso-27001:9.2', 'iso-27001:4.1']\ncovers-controls: ['iso-27001:A.5']\n", ""),
    ] {
        let theirs = format!("{heading}iso-27001:9.2.1 iso-27001:9.2.2");
        assert_eq!(whose(BOTH, "audit", lines), (theirs, false), "{lines}");
    }
    let both = "9.2.1 9.2.2 iso-27001:9.2.1 iso-27001:9.2.2";
    assert_eq!(whose(BOTH, "audit", "covers-clauses: ['9.2', 'iso-27001:9.2']\n"), (both.to_owned(), true));
    for lines in ["", "standard: ISO/IEC 42001:2023\n", "standard: ISO 31000\n", "covers-clauses: ['9']\n"] {
        assert_eq!(whose(BOTH, "audit", lines), ("9.2.1 9.2.2".to_owned(), true), "{lines}");
    }
    let review = whose(BOTH, "management-review", "clauses: ['iso-27001:9.3']\n");
    assert!(!review.1 && review.0.ends_with("iso-27001:9.3.3"), "{review:?}");
    for (kind, serves) in [("scope", "iso-27001:4.3"), ("soa", "iso-27001:6.1.3")] {
        assert_eq!(whose(BOTH, kind, "standard: ISO 27001:2022\n").0, serves);
    }
    // Where the other is not followed, it is of none that is.
    for lines in ["requirements: {iso-27001: ['9.2.1']}\n", "clauses: ['iso-27001:9.2']\n", "standard: ISO 27001\n"] {
        assert_eq!(whose("", "audit", lines), (String::new(), false), "{lines}");
    }
}

#[test]
fn an_audit_of_several_standards_is_of_all_that_it_says() {
    let both = ("9.2.1 9.2.2 iso-27001:9.2.1 iso-27001:9.2.2".to_owned(), true);
    for lines in [
        "standard: ISO/IEC 42001 and ISO/IEC 27001\n",
        "standard: ISO/IEC 27001:2022, iso/iec 42001:2023\n",
        "framework: [iso-42001, iso-27001]\n",
    ] {
        assert_eq!(whose(BOTH, "audit", lines), both, "{lines}");
    }
    // Of one that is not followed nothing is served.
    for lines in ["standard: ISO/IEC 27001, ISO 9001\n", "standard: iso 27001\n", "framework: iso-27001\n"] {
        let theirs = ("iso-27001:9.2.1 iso-27001:9.2.2".to_owned(), false);
        assert_eq!(whose(BOTH, "audit", lines), theirs, "{lines}");
    }
    assert_eq!(whose(BOTH, "audit", "standard: isolated cell 27001\n"), ("9.2.1 9.2.2".to_owned(), true));
}

#[test]
fn what_an_audit_covers_of_a_law_or_of_nothing_known_takes_it_from_no_standard() {
    let ours = ("9.2.1 9.2.2".to_owned(), true);
    for lines in [
        "covers-controls: ['eu-ai-act:art-9']\n",
        "covers-controls: ['iso-27001:A.99.1']\n",
        "covers-clauses: ['iso-27001:99']\n",
        "covers-controls: ['no-such:A.5.1']\n",
    ] {
        assert_eq!(whose(BOTH, "audit", lines), ours, "{lines}");
        assert_eq!(whose("", "audit", lines), ours, "{lines}");
    }
    // What another management system has decides, be that followed or not.
    let known = "covers-controls: ['iso-27001:A.5.1', 'iso-27001:A.99.1', 'eu-ai-act:art-9']\n";
    assert_eq!(whose(BOTH, "audit", known), ("iso-27001:9.2.1 iso-27001:9.2.2".to_owned(), false));
    assert_eq!(whose("", "audit", known), (String::new(), false));
}

#[test]
fn a_key_that_says_the_standard_is_not_unknown() {
    let found = |line: &str| {
        let audit = format!("---\nid: A\ntitle: T\nkind: audit\ndate: 2026-06-01\n{line}---\nDone.\n");
        told("AIMS106", &[("aims.toml", BOTH), ("a.md", &audit)])
    };
    assert!(
        !found("standard: ISO 27001:2022\n").contains("AIMS106") && !found("norm: ISO 42001\n").contains("AIMS106")
    );
    assert!(!found("framework: iso-27001\n").contains("AIMS106"));
    assert!(found("standard: ours\n").contains("AIMS106"));
}

#[test]
fn what_is_called_for_is_there_where_the_clause_says_so() {
    let state = |id: &str, document: &str| {
        let found = stand(id, &[document]);
        found.called_for.iter().map(|item| item.state).collect::<Vec<_>>()
    };
    let training = |names: &str| {
        format!("---\nid: T\ntitle: T\nkind: training\ndate: 2026-06-01\n{names}---\nWho came, and how it went.\n")
    };
    assert_eq!(state("7.2", &training("controls: [A.4.6]\n")), [There::Missing]);
    assert_eq!(state("7.2", &training("clauses: ['7.3']\n")), [There::Missing]);
    assert_eq!(state("7.2", &training("clauses: ['7.2']\n")), [There::Present]);
    let risk = |treatment: &str| format!("---\nid: R\ntitle: R\nkind: risk\nevent: e\n{treatment}---\nIt may come.\n");
    assert_eq!(state("6.1.1", &risk("")), [There::Missing]);
    assert_eq!(state("6.1.1", &risk("treatment: reduce\n")), [There::Present]);
    let scope = "---\nid: S\ntitle: S\nkind: scope\nstatus: approved\n---\nAll lending, with every system in it.\n";
    assert_eq!(state("4.3", scope), [There::Present]);
}
