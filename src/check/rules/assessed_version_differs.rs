//! `assessed-version-differs`: a version in use that is not the one that was assessed.

use crate::base::say;
use crate::check::systems::{covered, naming};
use crate::check::versions::same;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS613",
    name: "assessed-version-differs",
    level: Level::Warning,
    clock: false,
    what: "An AI system in use gives a `system-version`, and its newest impact assessment gives another.",
    why: "Impact assessments are repeated when a system changes significantly (clauses 6.1.4 and 8.4). A supplier's new model changes the system just as much as one's own release does.",
    fix: "Assess the version in use, or judge that the change does not matter and record that as a new assessment of this version.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let assessments = naming(context, "impact-assessment");
    for (ix, system) in covered(context).filter(|(_, system)| system.fields.text("lifecycle") == Some("in-use")) {
        let assessed = assessments.get(&ix).map_or(&[][..], Vec::as_slice);
        let newest = assessed.iter().map(|assessment| assessment.fields.date("date")).max().flatten();
        let of_newest: Vec<_> = assessed.iter().filter(|assessment| assessment.fields.date("date") == newest).collect();
        let versions: Option<Vec<&str>> =
            of_newest.iter().map(|assessment| assessment.fields.text("system-version")).collect();
        let (Some(runs), Some(versions), Some(first)) =
            (system.fields.text("system-version"), versions, of_newest.first())
        else {
            continue;
        };
        if !versions.iter().any(|version| same(version, runs)) {
            let version = versions.first().copied().unwrap_or_default();
            report.document(
                system,
                system.span_of("system-version"),
                say!(
                    "{id} is in use at version {runs}, and {assessment} assessed version {version}",
                    id = system.id,
                    runs,
                    assessment = first.id,
                    version
                ),
                say!("Assess the version in use, and name it in the assessment under `system-version`."),
            );
        }
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
    fn of_several_on_one_day_one_is_enough() {
        assert!(found("system-version: 2\n", &[("2026-01-01", "1"), ("2026-01-01", "2")]).is_empty());
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
