//! `assessed-version-differs`: a version at work that is not the one that was assessed.

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, naming, stands_at};
use crate::diag::Level;
use crate::model::by_system::is_of_other_version;
use crate::model::document::Document;
use crate::model::lowered::in_sentence;

pub(super) static RULE: Rule = Rule {
    code: "AIMS613",
    name: "assessed-version-differs",
    level: Level::Warning,
    clock: false,
    what: "An AI system in validation, in use or suspended gives a `system-version`, and its newest impact assessment gives another, or all its tests or releases do, or all its risk assessments one with another first number; or its newest impact assessment gives none and is more than three months older than the use of that version (`version-since`), which was not the first.",
    why: "Assessments are repeated when a system changes significantly (clauses 8.2, 6.1.4 and 8.4), and tests and releases are of what runs (controls A.6.2.4 and A.6.2.5). A supplier's new model changes the system just as much as one's own release does.",
    fix: "Assess, test and release the version that runs, or judge that the change does not matter and record that as a new assessment of this version.",
    run,
};

/// How long before a version runs it may have been assessed, where the assessment does not say of which version it is.
const BEFORE: Period = Period::Months(3);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for kind in ["impact-assessment", "risk-assessment", "test", "release"] {
        of_kind(context, kind, report);
    }
}

fn of_kind(context: &Context<'_>, kind: &str, report: &mut Report<'_>) {
    let (assessments, is_impact) = (naming(context, kind), kind == "impact-assessment");
    let is_at_work = |system: &Document| stands_at(system, &["validation", "in-use", "suspended"]);
    for (ix, system) in covered(context).filter(|(_, system)| is_at_work(system)) {
        let Some(runs) = system.fields.text("system-version") else { continue };
        let assessed = assessments.get(&ix).map_or(&[][..], Vec::as_slice);
        let newest = assessed.iter().map(|assessment| assessment.fields.date("date")).max().flatten();
        let of_newest: Vec<&Document> =
            assessed.iter().copied().filter(|assessment| assessment.fields.date("date") == newest).collect();
        let old = newest.zip(changed(system)).filter(|(day, since)| is_impact && *day < BEFORE.before(*since));
        let is_of_it = |of: &&Document| match of.fields.text("system-version") {
            Some(_) => !is_of_other_version(of, system),
            None => old.is_none(),
        };
        // What comes next is tested before it runs.
        let judged = if is_impact { &of_newest[..] } else { assessed };
        let Some(first) = of_newest.first().filter(|_| !judged.iter().any(is_of_it)) else { continue };
        let message = match (first.fields.text("system-version"), old) {
            (Some(version), _) if !is_impact => say!(
                "{id} stands at version {runs}, and its newest {called}, {document}, is of version {version}",
                id = system.id,
                runs,
                called = in_sentence(kind),
                document = first.id,
                version
            ),
            (Some(version), _) => of_another(system, runs, (&first.id, version)),
            (None, Some((day, since))) => say!(
                "{id} runs version {runs} since {since}, and its newest impact assessment, {assessment}, is of {day} and names no version",
                id = system.id,
                runs,
                since = wording::day(since),
                assessment = first.id,
                day = wording::day(day)
            ),
            (None, None) => continue,
        };
        let help = say!("Assess or test the version that runs, and name it there under `system-version`.");
        report.document(system, system.span_of("system-version"), message, help);
    }
}

/// Since when a system runs its version, which is not the first that it ran.
fn changed(system: &Document) -> Option<Date> {
    let since = system.fields.date("version-since")?;
    system.fields.date("deployed").is_none_or(|first| first < since).then_some(since)
}

fn of_another(system: &Document, runs: &str, (assessment, version): (&str, &str)) -> String {
    let id = &system.id;
    match system.stage() {
        Some("validation") => say!(
            "{id} is in validation at version {runs}, and {assessment} assessed version {version}",
            id,
            runs,
            assessment,
            version
        ),
        Some("suspended") => say!(
            "{id} is suspended at version {runs}, and {assessment} assessed version {version}",
            id,
            runs,
            assessment,
            version
        ),
        _ => say!(
            "{id} is in use at version {runs}, and {assessment} assessed version {version}",
            id,
            runs,
            assessment,
            version
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(system: &str, assessments: &[(&str, &str)]) -> Vec<String> {
        let system = format!("---\nid: SYS\nkind: system\nlifecycle: in-use\n{system}---\n");
        let assessments: Vec<(String, String)> = assessments
            .iter()
            .enumerate()
            .map(|(i, (date, version))| {
                let text = format!("---\nid: IA-{i}\nkind: impact-assessment\nsystems: [SYS]\ndate: {date}\nsystem-version: {version}\n---\n");
                (format!("{i}.md"), text)
            })
            .collect();
        let mut files = vec![("aims.toml", ""), ("s.md", system.as_str())];
        files.extend(assessments.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("assessed-version-differs", &files)
    }

    #[test]
    fn the_newest_assessment_counts() {
        let told = ["s.md:5:17 SYS is in use at version 1.10, and IA-1 assessed version 1.1"];
        assert_eq!(found("system-version: 1.10\n", &[("2025-01-01", "1.10"), ("2026-01-01", "1.1")]), told);
        assert!(found("system-version: 1.10\n", &[("2025-01-01", "1.1"), ("2026-01-01", "v1.10")]).is_empty());
        assert!(found("system-version: 3.2.0\n", &[("2026-01-01", "3.2")]).is_empty());
    }

    #[test]
    fn a_system_is_asked_from_validation_on() {
        let found = |stage: &str| {
            let system = format!("---\nid: SYS\nkind: system\nlifecycle: {stage}\nsystem-version: '0.9'\n---\n");
            let of =
                "---\nid: IA\nkind: impact-assessment\nsystems: [SYS]\ndate: 2026-01-01\nsystem-version: '0.1'\n---\n";
            only("assessed-version-differs", &[("aims.toml", ""), ("a.md", of), ("s.md", &system)])
        };
        let told = |stage: &str| vec![format!("s.md:5:17 SYS is {stage} at version 0.9, and IA assessed version 0.1")];
        assert_eq!(found("validation"), told("in validation"));
        assert_eq!(found("suspended"), told("suspended"));
        assert!(found("development").is_empty(), "its version is not fixed yet");
        assert!(found("retired").is_empty());
    }

    #[test]
    fn of_several_on_one_day_one_is_enough() {
        assert!(found("system-version: 2\n", &[("2026-01-01", "1"), ("2026-01-01", "2")]).is_empty());
    }

    #[test]
    fn an_assessment_without_a_version_is_held_against_the_day_of_the_version() {
        let found = |since: &str, date: &str| {
            found(&format!("system-version: 5\ndeployed: 2025-03-03\n{since}"), &[("2024-11-02", "4"), (date, "")])
        };
        let since = "version-since: 2026-05-04\n";
        let told = |day: &str| {
            let what = "SYS runs version 5 since 2026-05-04, and its newest impact assessment, IA-1, is of";
            vec![format!("s.md:5:17 {what} {day} and names no version")]
        };
        assert_eq!(found(since, "2025-02-24"), told("2025-02-24"));
        assert_eq!(found(since, "2026-02-03"), told("2026-02-03"));
        for (since, date) in [
            (since, "2026-02-04"),
            (since, "2026-05-05"),
            ("version-since: 2025-03-03\n", "2024-11-03"),
            ("", "2025-02-24"),
        ] {
            assert!(found(since, date).is_empty(), "{since}{date}");
        }
    }

    #[test]
    fn a_version_that_is_not_given_is_no_finding() {
        assert!(found("", &[("2026-01-01", "1")]).is_empty());
        assert!(found("system-version: 2\n", &[("2026-01-01", "")]).is_empty());
        assert!(found("system-version: 2\n", &[]).is_empty());
        assert!(found("system-version: 2\nin-scope: false\n", &[("2026-01-01", "1")]).is_empty());
        assert_eq!(found("system-version: 2\n", &[("someday", "1")]).len(), 1);
    }
}
