//! What evidence is of: the day of what it shows and not of its header, the version that runs, the text in force, what is
//! here and not elsewhere.

use aims::model::trace::{Caveat, CaveatKind, Requirement, Rung};
use aims::model::{Aims, DocIx};

use super::{APPROVED, Commit, POLICY, PROCEDURE, SETTINGS, commit, document, judged, risk, statement, system, told};

const SEEN: &str = "Two hundred letters were looked at by hand, and four of them had gone to a desk that was wrong.";

/// A policy and a procedure for these, with what else all of these have.
fn whole(ids: &str) -> Vec<(String, String)> {
    let keys = format!("{APPROVED}{ids}");
    let binding = [document("POL-001", "policy", &keys, POLICY), document("PRO-001", "procedure", &keys, PROCEDURE)];
    [binding.to_vec(), vec![statement(true), system(), risk()]].concat()
}

fn found<'a>(aims: &'a Aims, id: &str) -> &'a Requirement {
    aims.trace.get(id).expect("a requirement")
}

fn caveat<'a>(aims: &'a Aims, id: &str, kind: CaveatKind) -> Option<&'a Caveat> {
    found(aims, id).caveats.iter().find(|caveat| caveat.what == kind)
}

fn names(aims: &Aims, all: &[DocIx]) -> Vec<String> {
    all.iter().map(|ix| aims.document(*ix).id.clone()).collect()
}

#[test]
fn what_is_kept_current_is_evidence_of_the_day_of_what_it_shows() {
    let cases = [
        (
            "9.1",
            "clauses: ['9.1']\n",
            "monitoring",
            "results:\n  - {date: DAY, indicator: Errors, value: '2'}\n  - {date: 2020-01-01, indicator: Errors, value: '2'}\n  - {date: 2031-01-01, indicator: Errors, value: '2'}\n",
        ),
        ("A.10.3", "controls: [A.10.3]\n", "supplier", "service: Cameras\nrating: approved\ndue-diligence: DAY\n"),
        (
            "A.7.4",
            "controls: [A.7.4]\n",
            "dataset",
            "quality:\n  - {criterion: Age, value: none, checked: DAY}\n  - {criterion: Share, value: half}\n",
        ),
    ];
    for (id, ids, kind, keys) in cases {
        let judged = |day: &str, reviewed: &str| {
            let head = format!("version: '1.0'\nowner: AI Officer\neffective: {reviewed}\nreviewed: {reviewed}\n");
            let keys = format!("{head}{ids}systems: [SYS-001]\n{}", keys.replace("DAY", day));
            judged(
                SETTINGS,
                &[],
                &[commit("ada", 10, whole(ids)), commit("cy", 170, [document("X-001", kind, &keys, SEEN)])],
            )
        };
        // A header of last week makes no news of what was seen five years ago; one of years ago takes none from what was seen now.
        for (day, reviewed, is_fresh) in [("2021-12-01", "2026-06-20", false), ("2026-06-19", "2023-01-10", true)] {
            let aims = judged(day, reviewed);
            let of = found(&aims, id);
            assert_eq!(of.newest_evidence.map(|(_, day)| day.to_string()).as_deref(), Some(day), "{id}");
            let says = of.lacks.iter().map(|lack| lack.sentence().into_owned()).collect::<Vec<_>>().join(" ");
            assert_eq!(!says.contains("older than its period"), is_fresh, "{id}: {says}");
        }
    }
}

/// A system that runs version 2.1 since June, and what is on record of these days and versions, of a kind.
fn running(kind: &str, ids: &str, of: &[(&str, &str)]) -> Vec<Commit> {
    let (path, text) = system();
    let text = text.replace("deployed:", "system-version: '2.1'\nversion-since: 2026-06-01\ndeployed:");
    let all = of.iter().enumerate().map(|(place, (day, version))| {
        let keys = format!("owner: AI Officer\ndate: {day}\n{version}{ids}systems: [SYS-001]\nassessor: Clerk\n");
        document(&format!("X-00{place}"), kind, &keys, SEEN)
    });
    vec![commit("ada", 10, [whole(ids), vec![(path, text)]].concat()), commit("cy", 155, all)]
}

#[test]
fn evidence_of_another_version_than_runs_is_told_wherever_the_rung_is() {
    let (old, new) = (("2026-03-02", "system-version: '1.9'\n"), ("2026-06-02", "system-version: v2.1\n"));
    for (kind, id, ids) in [
        ("impact-assessment", "8.4", "clauses: ['8.4']\n"),
        ("risk-assessment", "8.2", "clauses: ['8.2']\n"),
        ("test", "A.6.2.4", "controls: [A.6.2.4]\n"),
        ("release", "A.6.2.5", "controls: [A.6.2.5]\n"),
    ] {
        let weak = |of: &[(&str, &str)]| {
            let commits = running(kind, ids, of);
            let aims = judged(SETTINGS, &[], &commits);
            assert!(found(&aims, id).rung >= Rung::Evidenced, "{id}: {:?}", found(&aims, id).lacks);
            let told = told(&commits, "assessed-version-differs");
            let caveat = caveat(&aims, id, CaveatKind::Outdated);
            assert_eq!(told.len(), usize::from(caveat.is_some()), "the check says the same of {kind}: {told:?}");
            caveat.map(|caveat| (names(&aims, &caveat.systems), names(&aims, &caveat.documents)))
        };
        let one = |name: &str| vec![name.to_owned()];
        assert_eq!(weak(&[old]), Some((one("SYS-001"), one("X-000"))), "{kind}");
        assert_eq!(weak(&[old, new]), None, "{kind}");
        // What comes next is tested before it runs, and risks are those of all versions of one number.
        if kind != "impact-assessment" {
            assert_eq!(weak(&[("2026-05-02", new.1), ("2026-06-02", "system-version: '3.0'\n")]), None, "{kind}");
        }
        let next = weak(&[("2026-05-02", "system-version: '2.0'\n")]);
        assert_eq!(next.is_none(), kind == "risk-assessment", "{kind}");
        // What names no version may be of any.
        assert_eq!(weak(&[old, ("2026-04-02", "")]), None, "{kind}");
    }
}

/// The same with a procedure and a policy that somebody changed on day 100.
fn changed(ids: &str, record: (String, String), change: impl Fn(&str) -> String) -> Aims {
    let first = whole(ids);
    let next: Vec<_> = first.iter().take(2).map(|(path, text)| (path.clone(), change(text))).collect();
    judged(SETTINGS, &[], &[commit("ada", 10, first), commit("cy", 62, [record]), commit("bo", 100, next)])
}

#[test]
fn evidence_of_before_the_text_in_force_shows_another_one() {
    let anew = |text: &str| {
        let text = text.replace("2026-01-10", "2026-04-11").replace("1.0", "2.0");
        text.replace("asks for an assessment", "reads fifty answers each week, signs a log")
            .replace("as long as it runs", "unless it decides alone")
    };
    let record = |kind: &str, day: &str, ids: &str| {
        document("X-001", kind, &format!("owner: AI Officer\ndate: {day}\n{ids}systems: [SYS-001]\n"), SEEN)
    };
    let weak = |aims: &Aims, id: &str| {
        assert!(found(aims, id).rung >= Rung::Evidenced, "{id}: {:?}", found(aims, id).lacks);
        caveat(aims, id, CaveatKind::Outdated).map(|caveat| names(aims, &caveat.documents)).unwrap_or_default()
    };
    let ids = "controls: [A.9.2]\n";
    assert_eq!(weak(&changed(ids, record("record", "2026-03-02", ids), anew), "A.9.2"), ["POL-001", "PRO-001"]);
    assert!(weak(&changed(ids, record("record", "2026-04-11", ids), anew), "A.9.2").is_empty(), "of its first day");
    // A version of the same first number does what the one before did, and a little more.
    let more = |text: &str| anew(text).replace("2.0", "1.1");
    assert!(weak(&changed(ids, record("record", "2026-03-02", ids), more), "A.9.2").is_empty());
    // The first text on record may have begun before it came, and says when.
    assert_eq!(
        weak(&changed(ids, record("record", "2026-01-09", ids), str::to_owned), "A.9.2"),
        ["POL-001", "PRO-001"]
    );
}

#[test]
fn evidence_that_is_an_address_is_told_as_that() {
    let ids = "controls: [A.9.2]\n";
    let weak = |text: &str| {
        let keys = format!("owner: AI Officer\ndate: 2026-03-02\n{ids}systems: [SYS-001]\n");
        let record = document("REC-001", "record", &keys, text);
        let aims = judged(SETTINGS, &[], &[commit("ada", 10, whole(ids)), commit("cy", 62, [record])]);
        caveat(&aims, "A.9.2", CaveatKind::Elsewhere).is_some()
    };
    for text in ["See [the folder](https://wiki.example.org/answers).", "<https://wiki.example.org/answers>"] {
        assert!(weak(text), "{text}");
    }
    for text in [&format!("{SEEN} [The folder](https://wiki.example.org/answers)"), SEEN, "[System](SYS-001)"] {
        assert!(!weak(text), "{text}");
    }
}

#[test]
fn an_assessment_that_was_made_again_is_not_overdue() {
    let assessment = |id: &str, day: &str, systems: &str, more: &str| {
        let keys = format!("owner: AI Officer\nassessor: Clerk\ndate: {day}\nsystems: [{systems}]\n{more}");
        document(id, "impact-assessment", &keys, SEEN)
    };
    let is_overdue = |next: (String, String)| {
        let old = assessment("IA-001", "2025-05-02", "SYS-001", "next-review: 2026-05-02\n");
        let aims =
            judged(SETTINGS, &[], &[commit("ada", 10, whole("clauses: ['8.4']\n")), commit("cy", 62, [old, next])]);
        aims.review(aims.by_id("IA-001").expect("it is there")).is_overdue()
    };
    assert!(!is_overdue(assessment("IA-002", "2026-04-02", "SYS-001, SYS-002", "")));
    for (what, next) in [
        ("of another system", assessment("IA-002", "2026-04-02", "SYS-002", "")),
        ("a draft", assessment("IA-002", "2026-04-02", "SYS-001", "status: draft\n")),
        ("older", assessment("IA-002", "2025-04-02", "SYS-001", "")),
        ("to come", assessment("IA-002", "2027-04-02", "SYS-001", "")),
    ] {
        assert!(is_overdue(next), "{what}");
    }
}
