//! `release-not-borne-out`: a version that was let go on what does not bear it out, or against the decision.

use std::collections::BTreeSet;

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{is_of_others, stands_at, systems_of};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::versions::{same, same_line};
use crate::reading::normal;

pub(super) static RULE: Rule = Rule {
    code: "AIMS666",
    name: "release-not-borne-out",
    level: Level::Error,
    clock: false,
    what: "The newest release of an AI system says `no-release`, and the system is in use at that version; or it lets the version go although a test that it rests on failed, although one of its `criteria` is not met, although what it rests on, also as evidence of a criterion, was refused (a change that was rejected, an improvement that was declined, an impact assessment that comes to `no-go`), or although that is of a later day, or was approved or accepted on one; a warning where all its tests or all its impact assessments are of another version, or its risk assessments of one with another first number, where it rests on a change or an improvement that is still proposed or on a record that is still a draft or in review, and where a criterion is not met and no condition carries it on. A release with conditions names them. A failed mark counts no more where a later test of the release reached it, or where its `note` says what was decided.",
    why: "A system goes into use once its criteria are met, and somebody entitled decided so (controls A.6.2.4 and A.6.2.5). A decision that its own papers speak against is a signature below a form.",
    fix: "Decide anew on what there is: test again, meet the criterion, or let the version go `release-with-conditions` and name under `conditions` what has to hold; else take the version back.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let holding: BTreeSet<DocIx> = newest(context, "impact-assessment").into_iter().map(|(ix, _)| ix).collect();
    for (ix, release) in newest(context, "release") {
        match release.fields.text("decision") {
            Some("no-release") => not_released(context, ix, release, report),
            Some("release" | "release-with-conditions") => {
                rests_on_failures(context, ix, release, report);
                rests_on_refusals(context, ix, release, &holding, report);
                rests_on_later(context, ix, release, report);
                of_another_version(context, ix, release, &holding, report);
                criteria(release, report);
            }
            _ => {}
        }
    }
}

/// The documents that a release names under some keys, each once.
fn named<'a>(context: &Context<'a>, ix: DocIx, keys: &[&str]) -> Vec<&'a Document> {
    ids_named(context, ix, keys).into_iter().map(|ix| context.aims.document(ix)).collect()
}

fn ids_named(context: &Context<'_>, ix: DocIx, keys: &[&str]) -> Vec<DocIx> {
    let references = context.aims.references_of(ix).iter().filter(|reference| keys.contains(&&*reference.field));
    let mut all: Vec<DocIx> = references.filter_map(|reference| reference.to).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn not_released(context: &Context<'_>, ix: DocIx, release: &Document, report: &mut Report<'_>) {
    let of = release.fields.text("system-version");
    for system in named(context, ix, &["systems"]) {
        let runs = system.fields.text("system-version");
        let is_it = of.zip(runs).is_none_or(|(of, runs)| same(of, runs));
        if is_it && system.stage() == Some("in-use") && !system.is_retired() {
            report.document(
                release,
                release.span_of("decision"),
                say!("{id} comes to `no-release`, and {system} is in use", id = release.id, system = system.id),
                say!("Take the version out of use, or record the release that lets it go."),
            );
        }
    }
}

/// Marks that a test missed, and that nothing answers.
fn failed<'a>(test: &'a Document, all: &[&Document]) -> Vec<&'a Row> {
    let rows = test.fields.rows("results");
    let judged = rows.iter().filter(|row| row.cells.flag("passed").is_some());
    // Where everything failed, notes are no answer.
    let none_passed = judged.clone().all(|row| row.cells.flag("passed") == Some(false));
    let what = |row: &Row| ["measure", "group"].map(|key| row.cells.text(key).map(normal));
    let reached = |row: &Row| {
        all.iter().filter(|other| other.id != test.id && other.fields.date("date") >= test.fields.date("date")).any(
            |other| {
                let rows = other.fields.rows("results").iter();
                rows.into_iter().any(|one| one.cells.flag("passed") == Some(true) && what(one) == what(row))
            },
        )
    };
    let counts = |row: &&Row| {
        row.cells.flag("passed") == Some(false) && (none_passed || row.cells.lacks("note")) && !reached(row)
    };
    judged.filter(counts).collect()
}

fn rests_on_failures(context: &Context<'_>, ix: DocIx, release: &Document, report: &mut Report<'_>) {
    let tests = named(context, ix, &["tests"]);
    for test in &tests {
        let failed = failed(test, &tests);
        let Some(first) = failed.first() else { continue };
        let of = test.fields.rows("results").len();
        let mark = first.cells.text("measure").unwrap_or(say!("a mark"));
        report.document(
            release,
            release.span_of("tests"),
            plural!(
                failed.len(),
                "{id} lets a version go, and {test}, on which it rests, missed {n} of {of} marks: `{mark}`",
                "{id} lets a version go, and {test}, on which it rests, missed {n} of {of} marks: `{mark}` first",
                id = release.id,
                test = test.id,
                of,
                mark
            ),
            say!("Test again and name that test too, or say in the `note` of the mark what was decided on it."),
        );
        report.also(&test.path, first.cells.span("passed"), say!("the mark"));
    }
}

/// What somebody refused, or has not agreed to yet. What is kept current may be in review for its next version.
fn unsettled(document: &Document) -> Option<&str> {
    refused(document)
        .or_else(|| document.fields.text("status").filter(|_| document.is_record() && document.is_unfinished()))
}

fn refused(document: &Document) -> Option<&str> {
    let is_no = |result: &&str| document.is("impact-assessment") && *result == "no-go";
    document.undone().or_else(|| document.fields.text("result").filter(is_no))
}

fn rests_on_refusals(
    context: &Context<'_>,
    ix: DocIx,
    release: &Document,
    holding: &BTreeSet<DocIx>,
    report: &mut Report<'_>,
) {
    let rows = release.fields.rows("criteria");
    // A criterion that is not met is told as such.
    let unmet = |span: Span| {
        let own = |row: &Row| row.cells.texts("evidence").iter().any(|id| id.span == span);
        rows.iter().any(|row| row.cells.flag("met") == Some(false) && own(row))
    };
    let rests = ["criteria.evidence", "tests", "risk-assessment", "impact-assessment"];
    let mut told = BTreeSet::new();
    for reference in context.aims.references_of(ix).iter().filter(|reference| rests.contains(&&*reference.field)) {
        let Some(to) = reference.to else { continue };
        let document = context.aims.document(to);
        let Some(word) = unsettled(document).filter(|_| !unmet(reference.span) && !document.is_retired()) else {
            continue;
        };
        // Of a no in the newest assessment another rule tells.
        let is_no = refused(document).is_some();
        if is_no && holding.contains(&to) || !told.insert(to) {
            continue;
        }
        report.document(
            release,
            reference.span,
            say!(
                "{id} lets a version go on the strength of {other}, which is `{word}`",
                id = release.id,
                other = document.id,
                word
            ),
            say!(
                "Put `{other}` right, if it was agreed to; else name what bears the release out, or take it back.",
                other = document.id
            ),
        );
        if word == "proposed" || !is_no {
            report.at(Level::Warning);
        }
    }
}

fn rests_on_later(context: &Context<'_>, ix: DocIx, release: &Document, report: &mut Report<'_>) {
    let Some(decided) = release.fields.date("date") else { return };
    let rests = named(context, ix, &["tests", "risk-assessment", "impact-assessment"]);
    let later: Vec<&Document> =
        rests.into_iter().filter(|document| document.fields.date("date").is_some_and(|day| day > decided)).collect();
    // Where the day of the release is before all of it, that is one slip.
    let Some(first) = later.first() else { return agreed_later(context, ix, release, report) };
    let ids: Vec<String> = later.iter().map(|document| document.id.clone()).collect();
    report.document(
        release,
        release.span_of("date"),
        plural!(
            ids.len(),
            "{id} is of {day}, and {ids}, on which it rests, is later",
            "{id} is of {day}, and {ids}, on which it rests, are later",
            id = release.id,
            day = wording::day(decided),
            ids = join(&ids)
        ),
        say!("Put the day right; or record that it was decided before what it rests on, as a nonconformity."),
    );
    report.also(&first.path, first.fields.span("date"), say!("what it rests on"));
}

/// Tells of what somebody agreed to only after the release that rests on it: a change, an impact assessment. Of an assessment
/// that was accepted after the version went into use another rule tells.
fn agreed_later(context: &Context<'_>, ix: DocIx, release: &Document, report: &mut Report<'_>) {
    let Some(decided) = release.fields.date("date") else { return };
    let used = release.fields.date("deployed");
    let agreed = |document: &Document| match document.counts_as() {
        "change" => Some(("approved", document.fields.date("approved")?)),
        "impact-assessment" => {
            let accepted = document.fields.date("accepted").filter(|day| used.is_none_or(|used| *day <= used));
            Some(("accepted", accepted?))
        }
        _ => None,
    };
    let rests = named(context, ix, &["criteria.evidence", "impact-assessment"]);
    let late = rests.into_iter().filter_map(|document| Some((document, agreed(document)?)));
    let late = late.filter(|(document, (_, day))| *day > decided && !document.is_retired());
    for (document, (key, day)) in late {
        let (id, decided, other, day) = (&release.id, wording::day(decided), &document.id, wording::day(day));
        let message = match key {
            "approved" => say!(
                "{id} is of {decided}, and {other}, on which it rests, says that it was approved on {day}",
                id,
                decided,
                other,
                day
            ),
            _ => say!(
                "{id} is of {decided}, and {other}, on which it rests, was accepted on {day}",
                id,
                decided,
                other,
                day
            ),
        };
        report.document(
            release,
            release.span_of("date"),
            message,
            say!("Put the day right; or record that it was decided before what it rests on, as a nonconformity."),
        );
        report.also(&document.path, document.fields.span(key), say!("what it rests on"));
    }
}

/// What a release rests on that has a version of its own.
const OF_VERSION: [&str; 3] = ["tests", "risk-assessment", "impact-assessment"];

fn of_another_version(
    context: &Context<'_>,
    ix: DocIx,
    release: &Document,
    holding: &BTreeSet<DocIx>,
    report: &mut Report<'_>,
) {
    let Some(version) = release.fields.text("system-version") else { return };
    let own = systems_of(context, ix);
    for key in OF_VERSION {
        // Of what is of other systems another rule tells, and so it does of the newest assessment of what runs.
        let is_told = |ix: DocIx| is_of_others(context, ix, &own);
        let mut rests = ids_named(context, ix, &[key]);
        rests.retain(|ix| !is_told(*ix));
        let holds = rests.iter().any(|ix| holding.contains(ix));
        if key == "impact-assessment" && holds && runs(context, &own, version) {
            continue;
        }
        let rests: Vec<&Document> = rests.into_iter().map(|ix| context.aims.document(ix)).collect();
        let seen: Option<Vec<&str>> = rests.iter().map(|document| document.fields.text("system-version")).collect();
        let is_it = |one: &str| same(one, version) || key == "risk-assessment" && same_line(one, version);
        let Some(seen) = seen.filter(|seen| !seen.iter().any(|one| is_it(one))) else { continue };
        let (Some(other), Some(first)) = (seen.first(), rests.first()) else { continue };
        let (message, help) = match key {
            "tests" => (
                say!(
                    "{id} lets version {version} go, and {test} tested version {other}",
                    id = release.id,
                    version,
                    test = first.id,
                    other
                ),
                say!("Test the version that is released, or put right which one was tested."),
            ),
            _ => (
                say!(
                    "{id} lets version {version} go, and {assessment} assessed version {other}",
                    id = release.id,
                    version,
                    assessment = first.id,
                    other
                ),
                say!("Name the assessment of the version that is released, or put right which one was assessed."),
            ),
        };
        report.document(release, release.span_of(key), message, help);
        report.at(Level::Warning);
    }
}

/// Whether one of these systems runs this version.
fn runs(context: &Context<'_>, systems: &BTreeSet<DocIx>, version: &str) -> bool {
    let mut systems = systems.iter().map(|system| context.aims.document(*system));
    systems.any(|system| {
        let at_work = stands_at(system, &["validation", "in-use", "suspended"]);
        at_work && system.fields.text("system-version").is_some_and(|runs| same(runs, version))
    })
}

fn criteria(release: &Document, report: &mut Report<'_>) {
    let fields = &release.fields;
    let conditional = fields.text("decision") == Some("release-with-conditions");
    if conditional && fields.lacks("conditions") {
        report.document(
            release,
            release.span_of("decision"),
            say!("{id} comes to `release-with-conditions` and names no conditions", id = release.id),
            say!("Add `conditions`: what has to hold, with `owner`, `due` and `status` where somebody has to do something."),
        );
        return;
    }
    let conditions = || fields.rows("conditions").iter().filter_map(|row| row.cells.text("condition")).map(normal);
    for row in fields.rows("criteria").iter().filter(|row| row.cells.flag("met") == Some(false)) {
        let criterion = row.cells.text("criterion").unwrap_or(say!("a criterion"));
        let carried = || conditions().any(|condition| condition.contains(&normal(criterion)));
        if conditional && carried() {
            continue;
        }
        report.document(
            release,
            row.cells.span("met").unwrap_or(row.span),
            say!("{id} lets a version go, and its criterion `{criterion}` is not met", id = release.id, criterion),
            say!("Meet it; or let the version go with conditions, and name this one under `conditions` in the same words."),
        );
        if conditional {
            report.at(Level::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const TEST: &str = "date: 2026-02-20\nsystem-version: \"2.0\"\nresults:\n  - {measure: Right answers, result: \"96\", passed: true}\n  - {measure: Hand-over, result: \"40\", passed: true}\n";

    fn found(release: &str, test: &str) -> Vec<String> {
        let release = format!(
            "---\nid: REL\nkind: release\nsystems: [SYS]\ndate: 2026-03-01\nsystem-version: 2.0\ntests: [TST]\n{release}---\n"
        );
        let test = format!("---\nid: TST\nkind: test\nsystems: [SYS]\n{test}---\n");
        let system = "---\nid: SYS\nkind: system\nlifecycle: in-use\nsystem-version: v2\n---\n";
        only("release-not-borne-out", &[("aims.toml", ""), ("a.md", &release), ("t.md", &test), ("s.md", system)])
    }

    #[test]
    fn a_no_that_changes_nothing_is_told() {
        assert_eq!(found("decision: no-release\n", TEST), ["a.md:8:11 REL comes to `no-release`, and SYS is in use"]);
        assert!(found("decision: release\n", TEST).is_empty());
    }

    #[test]
    fn a_failed_test_is_told_until_something_answers_it() {
        let failed = TEST.replacen("passed: true", "passed: false", 1);
        let told = "a.md:7:8 REL lets a version go, and TST, on which it rests, missed 1 of 2 marks: `Right answers`";
        assert_eq!(found("decision: release\n", &failed), [told]);
        let noted = failed.replace("passed: false", "passed: false, note: Board agreed");
        assert!(found("decision: release\n", &noted).is_empty());
        let all = noted.replace("passed: true", "passed: false");
        assert_eq!(found("decision: release\n", &all).len(), 1, "where all failed, a note answers nothing");
    }

    #[test]
    fn a_later_test_heals_what_an_earlier_one_missed() {
        let failed = TEST.replacen("passed: true", "passed: false", 1);
        let again = format!("---\nid: TST-2\nkind: test\n{}---\n", TEST.replace("02-20", "02-24"));
        let release = "---\nid: REL\nkind: release\ndate: 2026-03-01\ntests: [TST, TST-2]\ndecision: release\n---\n";
        let first = format!("---\nid: TST\nkind: test\n{failed}---\n");
        let files = [("aims.toml", ""), ("a.md", release), ("b.md", &first), ("c.md", &again)];
        assert!(only("release-not-borne-out", &files).is_empty());
    }

    #[test]
    fn what_is_later_of_another_version_or_not_met_is_told() {
        let later = TEST.replace("02-20", "03-20");
        let told = "a.md:5:7 REL is of 2026-03-01, and TST, on which it rests, is later";
        assert_eq!(found("decision: release\n", &later), [told]);
        let other = TEST.replace("2.0", "1.9");
        assert_eq!(
            found("decision: release\n", &other),
            ["a.md:7:8 REL lets version 2.0 go, and TST tested version 1.9"]
        );
        let unmet = "decision: release\ncriteria:\n  - {criterion: Staff trained, met: false}\n";
        let told = "a.md:10:37 REL lets a version go, and its criterion `Staff trained` is not met";
        assert_eq!(found(unmet, TEST), [told]);
        let carried = unmet.replace("release\n", "release-with-conditions\nconditions: [Staff trained by May]\n");
        assert!(found(&carried, TEST).is_empty());
        let without = "decision: release-with-conditions\n";
        assert_eq!(found(without, TEST), ["a.md:8:11 REL comes to `release-with-conditions` and names no conditions"]);
    }

    #[test]
    fn what_was_refused_bears_nothing_out() {
        let release = "---\nid: REL\nkind: release\ndate: 2026-03-01\ndecision: release\ncriteria:\n  - {criterion: Agreed, met: true, evidence: [CHG]}\n---\n";
        let found = |release: &str, state: &str| {
            let change = format!("---\nid: CHG\nkind: change\ndate: 2026-02-01\nstate: {state}\n---\n");
            only("release-not-borne-out", &[("aims.toml", ""), ("a.md", release), ("c.md", &change)])
        };
        for word in ["rejected", "proposed"] {
            let told = format!("a.md:7:47 REL lets a version go on the strength of CHG, which is `{word}`");
            assert_eq!(found(release, word), [told]);
        }
        assert!(found(release, "approved").is_empty());
        assert!(found(&release.replace("release\ncriteria", "no-release\ncriteria"), "rejected").is_empty());
        let unmet = release.replace("true", "false");
        assert_eq!(found(&unmet, "rejected").len(), 1, "the criterion alone is told");
    }

    #[test]
    fn a_record_that_is_still_written_bears_nothing_out() {
        let told = |word: &str| format!("a.md:7:9 REL lets a version go on the strength of TST, which is `{word}`");
        for word in ["draft", "in-review"] {
            let test = format!("{TEST}status: {word}\n");
            assert_eq!(found("decision: release\n", &test), [told(word)]);
            let evidence = "decision: release\ncriteria:\n  - {criterion: Tested, met: true, evidence: [TST]}\n";
            assert_eq!(found(evidence, &test).len(), 1, "it is told once");
            assert!(found("decision: no-release\n", &test).iter().all(|told| told.contains("SYS is in use")));
        }
        assert!(found("decision: release\n", &format!("{TEST}status: approved\n")).is_empty());
        let plan = "---\nid: RA\nkind: plan\nstatus: in-review\n---\n";
        let release = "---\nid: REL\nkind: release\ndecision: release\ncriteria:\n  - {criterion: c, met: true, evidence: [RA]}\n---\n";
        let files = [("aims.toml", ""), ("a.md", release), ("p.md", plan)];
        assert!(only("release-not-borne-out", &files).is_empty(), "its next version is in review");
        for kind in ["risk-assessment", "impact-assessment"] {
            let found = rests(kind, "date: 2026-02-20\nsystem-version: 2.0\nstatus: draft\n", "");
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].ends_with("on the strength of RA, which is `draft`"), "{found:?}");
        }
    }

    fn rests(kind: &str, lines: &str, more: &str) -> Vec<String> {
        let release = format!(
            "---\nid: REL\nkind: release\nsystems: [SYS]\ndate: 2026-03-01\nsystem-version: 2.0\n{kind}: [RA]\ndecision: release\n{more}---\n"
        );
        let assessment = format!("---\nid: RA\nkind: {kind}\nsystems: [SYS]\n{lines}---\n");
        let newer = "---\nid: IA-9\nkind: impact-assessment\nsystems: [SYS]\ndate: 2026-02-21\n---\n";
        let system = "---\nid: SYS\nkind: system\nlifecycle: in-use\nsystem-version: v2\n---\n";
        let files = [("aims.toml", ""), ("a.md", &*release), ("i.md", newer), ("r.md", &*assessment), ("s.md", system)];
        only("release-not-borne-out", &files)
    }

    #[test]
    fn assessments_of_another_version_are_told() {
        let told = |old: &str| format!("a.md:7:{old} REL lets version 2.0 go, and RA assessed version 1.4");
        assert_eq!(rests("risk-assessment", "date: 2026-02-20\nsystem-version: 1.4\n", ""), [told("18")]);
        assert_eq!(rests("impact-assessment", "date: 2026-02-20\nsystem-version: 1.4\n", ""), [told("20")]);
        for lines in ["system-version: 2.1\n", "", "system-version: v2\n"] {
            assert!(rests("risk-assessment", lines, "").is_empty(), "{lines}");
        }
        let newest = rests("impact-assessment", "date: 2026-02-22\nsystem-version: 1.4\n", "");
        assert!(newest.is_empty(), "`assessed-version-differs` tells it");
    }

    #[test]
    fn what_was_agreed_to_later_is_told() {
        let told = ["a.md:5:7 REL is of 2026-03-01, and RA, on which it rests, was accepted on 2026-03-05"];
        let accepted = "date: 2026-02-20\nsystem-version: 2.0\naccepted: 2026-03-05\n";
        assert_eq!(rests("impact-assessment", accepted, ""), told);
        assert_eq!(rests("impact-assessment", accepted, "deployed: 2026-03-10\n"), told);
        assert!(rests("impact-assessment", accepted, "deployed: 2026-03-02\n").is_empty(), "told of the use");
        let change = |approved: &str| {
            let release = "---\nid: REL\nkind: release\ndate: 2026-03-01\ndecision: release\ncriteria:\n  - {criterion: Agreed, met: true, evidence: [CHG]}\n---\n";
            let change = format!("---\nid: CHG\nkind: change\nstate: approved\napproved: {approved}\n---\n");
            only("release-not-borne-out", &[("aims.toml", ""), ("a.md", release), ("c.md", &change)])
        };
        let told =
            ["a.md:4:7 REL is of 2026-03-01, and CHG, on which it rests, says that it was approved on 2026-03-02"];
        assert_eq!(change("2026-03-02"), told);
        assert!(change("2026-03-01").is_empty());
    }
}
