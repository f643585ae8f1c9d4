//! `assessment-after-use`: a system that went into use before it was assessed.

use crate::base::{Date, DocPath, mark, say, wording};
use crate::check::context::Context;
use crate::check::named::is_on_record;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, is_shadow, stands_at};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::versions;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS618",
    name: "assessment-after-use",
    level: Level::Error,
    clock: false,
    what: "An AI system went into use before its first risk assessment, or before its first impact assessment was done or accepted; or the version that runs, which `system-version` and `version-since` give, before the first assessment of that version was. Nothing is asked of systems that were in use before the first assessment of any system, and where a nonconformity about it is on record. Or, as a warning, a system is in use that was found so before anybody had registered it (`shadow: true`), it was assessed since, and no release, change or nonconformity that names it says what was decided.",
    why: "Risks and impacts are assessed before use, at planned intervals and when something significant changes (clauses 8.2 and 8.4, control A.5.2). `The system was put into use before its impact assessment` is a nonconformity that no later assessment heals.",
    fix: "Put the date right if it is wrong. Else raise a nonconformity that names the system under `systems` and the clause under `requirement`, so that the cause is found; later systems depend on it. Of a system that was found in use, record who decided that it goes on: `aims new release`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let of_kinds = KINDS.map(|(kind, first, _)| {
        let firsts = firsts(assessments(context, kind));
        let began = firsts.values().map(|(date, _)| *date).min();
        (first, firsts, began)
    });
    let of_versions = of_versions(context);
    for (ix, system) in covered(context).filter(|(_, system)| stands_at(system, &["in-use", "suspended"])) {
        if of_nobody(context, ix, system) {
            tell_of_nobody(system, report);
            continue;
        }
        let Some(deployed) = system.fields.date("deployed") else {
            of_running_version(context, report, (ix, system), &of_versions);
            continue;
        };
        let told = of_kinds.iter().find_map(|(what, firsts, began)| {
            // What ran before anything was assessed here could not have been assessed in time.
            let first = firsts.get(&ix).filter(|_| began.is_some_and(|began| deployed >= began))?;
            late(*what, *first, deployed)
        });
        if told.is_none() {
            of_running_version(context, report, (ix, system), &of_versions);
        }
        if let Some((path, what)) = told.filter(|_| !is_on_record(context, ix, deployed)) {
            report.document(
                system,
                system.span_of("deployed"),
                say!("{id} went into use on {day}, and {what}", id = system.id, day = wording::day(deployed), what),
                say!("Put the date right, or raise a nonconformity about it: assessments come before use."),
            );
            report.also(&path, None, say!("the assessment"));
        }
    }
}

/// Whether a system was in use before anybody had registered it, still is, and nobody has decided on it. Where it was not
/// assessed since, that is told.
fn of_nobody(context: &Context<'_>, ix: DocIx, system: &Document) -> bool {
    let is_named = |kind: &str| {
        let naming = context.aims.naming(kind, "systems", ix).into_iter();
        naming.map(|(_, document)| document).any(|document| !document.is_retired() && !document.is_draft())
    };
    let decided = || ["release", "change", "nonconformity"].into_iter().any(is_named);
    is_shadow(system) && stands_at(system, &["in-use"]) && is_named("risk-assessment") && !decided()
}

fn tell_of_nobody(system: &Document, report: &mut Report<'_>) {
    report.document(
        system,
        system.span_of("shadow"),
        say!("{id} was found in use without having been registered, and nothing says who decided that it goes on", id = system.id),
        say!(
            "Record the decision: `aims new release`, with `systems: [{id}]`; or raise a nonconformity that names it, or suspend it.",
            id = system.id
        ),
    );
    report.at(Level::Warning);
}

/// How it is said of an assessment that it is of a day, and that it was accepted on one.
type Late = [&'static str; 2];

/// Assessments, with how it is said that the first of all, and that of a version, came late.
const KINDS: [(&str, Late, Late); 2] = [
    (
        "risk-assessment",
        [
            mark!("its first risk assessment {id} is of {day}"),
            mark!("its first risk assessment {id} was accepted on {day}"),
        ],
        [mark!("its risk assessment {id} is of {day}"), mark!("its risk assessment {id} was accepted on {day}")],
    ),
    (
        "impact-assessment",
        [
            mark!("its first impact assessment {id} is of {day}"),
            mark!("its first impact assessment {id} was accepted on {day}"),
        ],
        [mark!("its impact assessment {id} is of {day}"), mark!("its impact assessment {id} was accepted on {day}")],
    ),
];

/// An assessment with its day.
type Assessed<'a> = (Date, &'a Document);

/// The first assessment of each kind of each version of a system.
type OfVersions<'a> = BTreeMap<(DocIx, &'static str, String), Assessed<'a>>;

/// The assessments of a kind with the systems that they name, those that were replaced since too.
fn assessments<'a>(context: &Context<'a>, kind: &str) -> impl Iterator<Item = (DocIx, Assessed<'a>)> {
    let aims = context.aims;
    let naming = aims.references.iter().filter(|reference| reference.field == "systems");
    naming.filter_map(move |reference| {
        let document = aims.document(reference.from);
        let system = reference.to.filter(|_| document.is(kind) && !document.is_draft())?;
        Some((system, (document.fields.date("date")?, document)))
    })
}

/// The first of each; of one day the one that is named first.
fn firsts<'a, K: Ord>(all: impl Iterator<Item = (K, Assessed<'a>)>) -> BTreeMap<K, Assessed<'a>> {
    let mut firsts: BTreeMap<K, Assessed<'a>> = BTreeMap::new();
    for (of, assessed) in all {
        let first = firsts.entry(of).or_insert(assessed);
        if assessed.0 < first.0 {
            *first = assessed;
        }
    }
    firsts
}

fn of_versions<'a>(context: &Context<'a>) -> OfVersions<'a> {
    firsts(KINDS.into_iter().flat_map(|(kind, ..)| {
        assessments(context, kind).filter_map(move |(system, assessed)| {
            let version = versions::key(assessed.1.fields.text("system-version")?);
            Some(((system, kind, version), assessed))
        })
    }))
}

/// How an assessment came late for what was in use since a day, with the file that says so; `None` where it did not.
fn late([made, accepted]: Late, (date, first): Assessed<'_>, since: Date) -> Option<(DocPath, String)> {
    let later = first.fields.date("accepted").filter(|accepted| *accepted > since);
    let (told, day) = match (date > since, later) {
        (true, _) => (made, date),
        (false, Some(day)) => (accepted, day),
        (false, None) => return None,
    };
    let told = wording::fill(wording::of(told), &[("id", &first.id), ("day", &wording::day(day))]);
    Some((first.path.clone(), told))
}

/// Tells where the version that runs was assessed after it began to.
fn of_running_version(
    context: &Context<'_>,
    report: &mut Report<'_>,
    (ix, system): (DocIx, &Document),
    assessed: &OfVersions<'_>,
) {
    let fields = &system.fields;
    let Some((version, since)) = fields.text("system-version").zip(fields.date("version-since")) else { return };
    let told = KINDS
        .iter()
        .find_map(|(kind, _, what)| late(*what, *assessed.get(&(ix, *kind, versions::key(version)))?, since));
    if let Some((path, what)) = told.filter(|_| !is_on_record(context, ix, since)) {
        report.document(
            system,
            system.span_of("version-since"),
            say!(
                "version {version} of {id} is in use since {day}, and {what}",
                version,
                id = system.id,
                day = wording::day(since),
                what
            ),
            say!("Put the day right, or raise a nonconformity about it: a version is assessed before it is used."),
        );
        report.also(&path, None, say!("the assessment"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const FIRST: &str = "---\nid: RA-1\nkind: risk-assessment\nsystems: [OLD]\ndate: 2025-01-10\n---\n";
    const OLD: &str = "---\nid: OLD\nkind: system\nlifecycle: in-use\ndeployed: 2020-01-01\n---\n";

    fn found(deployed: &str, assessments: &[&str]) -> Vec<String> {
        let system = format!("---\nid: NEW\nkind: system\nlifecycle: in-use\ndeployed: {deployed}\n---\n");
        let texts: Vec<(String, String)> = assessments
            .iter()
            .enumerate()
            .map(|(i, lines)| (format!("{i}.md"), format!("---\nid: X-{i}\nsystems: [NEW]\n{lines}---\n")))
            .collect();
        let mut files = vec![("aims.toml", ""), ("first.md", FIRST), ("old.md", OLD), ("s.md", &*system)];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("assessment-after-use", &files)
    }

    #[test]
    fn a_first_assessment_after_use_is_told_at_the_day_of_use() {
        let late = "kind: risk-assessment\ndate: 2025-03-02\n";
        assert_eq!(
            found("2025-03-01", &[late]),
            ["s.md:5:11 NEW went into use on 2025-03-01, and its first risk assessment X-0 is of 2025-03-02"]
        );
        assert!(found("2025-03-02", &[late]).is_empty());
        assert!(found("2025-03-01", &[late, "kind: risk-assessment\ndate: 2025-02-01\nstatus: retired\n"]).is_empty());
    }

    #[test]
    fn the_version_that_runs_is_assessed_before_it_does() {
        let told = |since: &str, lines: &str| {
            let system = format!(
                "---\nid: NEW\nkind: system\nlifecycle: in-use\ndeployed: 2025-03-01\nsystem-version: \"3.2\"\nversion-since: {since}\n---\n"
            );
            let first = "---\nid: X-0\nsystems: [NEW]\nkind: risk-assessment\ndate: 2025-02-01\n---\n";
            let of_it =
                format!("---\nid: X-1\nsystems: [NEW]\nkind: impact-assessment\nsystem-version: v3.2.0\n{lines}---\n");
            let files = [
                ("aims.toml", ""),
                ("f.md", FIRST),
                ("o.md", OLD),
                ("s.md", &*system),
                ("x.md", first),
                ("y.md", &*of_it),
            ];
            only("assessment-after-use", &files)
        };
        let late = "version 3.2 of NEW is in use since 2026-08-01, and its impact assessment X-1 ";
        assert_eq!(told("2026-08-01", "date: 2026-08-25\n"), [format!("s.md:7:16 {late}is of 2026-08-25")]);
        assert_eq!(
            told("2026-08-01", "date: 2026-07-25\naccepted: 2026-09-01\n"),
            [format!("s.md:7:16 {late}was accepted on 2026-09-01")]
        );
        assert!(told("2026-08-25", "date: 2026-08-25\naccepted: 2026-08-25\n").is_empty());
    }

    #[test]
    fn somebody_decides_on_what_was_found_in_use() {
        let told = |stage: &str, record: &str| {
            let system = format!("---\nid: NEW\nkind: system\nlifecycle: {stage}\nshadow: true\n---\n");
            let assessed = "---\nid: RA-2\nkind: risk-assessment\nsystems: [NEW]\ndate: 2025-03-02\n---\n";
            let record = format!("---\nid: X\nsystems: [NEW]\n{record}---\n");
            let files = [("aims.toml", ""), ("a.md", assessed), ("s.md", &*system), ("x.md", &*record)];
            only("assessment-after-use", &files)
        };
        let message =
            "NEW was found in use without having been registered, and nothing says who decided that it goes on";
        assert_eq!(told("in-use", "kind: record\n"), [format!("s.md:5:9 {message}")]);
        assert_eq!(told("in-use", "kind: release\nstatus: draft\n"), [format!("s.md:5:9 {message}")]);
        for kind in ["release", "change", "nonconformity"] {
            assert!(told("in-use", &format!("kind: {kind}\n")).is_empty(), "{kind}");
        }
        assert!(told("suspended", "kind: record\n").is_empty());
    }

    #[test]
    fn what_ran_before_anything_was_assessed_and_what_is_on_record_are_no_findings() {
        let late = "kind: risk-assessment\ndate: 2025-03-02\n";
        assert!(found("2024-12-31", &[late]).is_empty());
        let known = "kind: nonconformity\ndate: 2025-04-01\nrequirement: clause 8.2\n";
        assert!(found("2025-03-01", &[late, known]).is_empty());
        assert_eq!(found("2025-03-01", &[late, &known.replace("8.2", "7.2")]).len(), 1);
    }
}
