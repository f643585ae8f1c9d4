//! `evidence-stale`: evidence that is older than its period.

use std::collections::BTreeMap;

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::due::{Evidenced, GRACE, evidenced};
use crate::model::trace::Requirement;

pub(super) static RULE: Rule = Rule {
    code: "AIMS311",
    name: "evidence-stale",
    level: Level::Warning,
    clock: true,
    what: "A clause or control that applies has evidence, and none of it is within its period, with two months of grace; of a control that is bound to AI systems that is asked of each that is in use. A clause that asks for no record, such as 5.2, is left alone. It is told once for the newest evidence, with all that rests on it.",
    why: "Assessments, audits and management reviews are repeated at planned intervals (clauses 8.2, 8.4, 9.2 and 9.3), and evidence shows the time it was made in. An auditor looks at the year behind.",
    fix: "Do again what the record shows, and add a new record; do not change the old one. What is kept current shows it by its newest day: of the `results` of monitoring, of a supplier's `due-diligence`, of the `quality` of a dataset; of other kinds its review. How long evidence stands is set in `aims.toml` under `[evidence]`, by kind where they differ; records of events (nonconformities, incidents, changes) stand for 36 months unless named there.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut resting: BTreeMap<DocIx, Vec<String>> = BTreeMap::new();
    let trace = &context.aims.trace;
    for requirement in trace.clauses().chain(trace.controls()) {
        for (newest, of) in stale(context, requirement) {
            resting.entry(newest).or_default().push(of);
        }
    }
    for (ix, requirements) in resting {
        let document = context.aims.document(ix);
        // That a review is overdue has its own finding.
        let aims = context.aims;
        let Some(date) = aims.evidence_date(ix).filter(|_| !aims.review(ix).is_overdue()) else { continue };
        let key = document.evidence_day(context.aims.today).map(|(key, _)| key);
        let kind = document.kind_name();
        report.document(
            document,
            document.span_of(key.unwrap_or("date")),
            say!(
                "the newest evidence for {requirements} is of {day}, older than {period}",
                requirements = listed(&requirements.iter().map(String::as_str).collect::<Vec<_>>(), 6),
                day = wording::day(date),
                period = aims.config.evidence_period(kind).said()
            ),
            say!("Add newer evidence, or set under `[evidence.kinds]` how long evidence of this kind stands."),
        );
    }
}

/// The newest of what is too old, each with what it is evidence for. Where that is so of every AI system, it is told once.
fn stale(context: &Context<'_>, requirement: &Requirement) -> Vec<(DocIx, String)> {
    let all = evidenced(context.aims, requirement);
    let is_old = |of: &&Evidenced| GRACE.after(of.until) < context.aims.today;
    let old: Vec<&Evidenced> = all.iter().filter(is_old).collect();
    let newest = requirement.newest_evidence.filter(|_| !old.is_empty() && old.len() == all.len());
    if let Some((newest, _)) = newest {
        return vec![(newest, requirement.name.clone())];
    }
    let named = |of: &Evidenced| match of.system {
        Some(system) => {
            let (requirement, system) = (&requirement.name, &context.aims.document(system).id);
            say!("{requirement} of {system}", requirement, system)
        }
        None => requirement.name.clone(),
    };
    old.into_iter().map(|of| (of.newest, named(of))).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn record(id: &str, date: &str) -> String {
        format!("---\nid: {id}\ntitle: T\nkind: record\ndate: {date}\ncontrols: [A.9.2, A.6.2.4]\n---\nDone.\n")
    }

    fn told(settings: &str, dates: &[&str]) -> Vec<String> {
        let texts: Vec<(String, String)> = dates
            .iter()
            .enumerate()
            .map(|(i, date)| (format!("{i}.md"), record(&format!("REC-00{i}"), date)))
            .collect();
        let mut files = vec![("aims.toml", settings)];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("evidence-stale", &files)
    }

    #[test]
    fn it_is_told_once_at_the_date_of_the_newest_evidence() {
        assert_eq!(
            told("", &["2024-01-01", "2025-09-19"]),
            ["1.md:5:7 the newest evidence for A.6.2.4, A.9.2 is of 2025-09-19, older than 12 months"]
        );
    }

    #[test]
    fn the_last_day_of_the_period_still_counts() {
        assert!(told("", &["2024-01-01", "2025-09-20"]).is_empty());
        assert!(told("[evidence.kinds]\nrecord = \"3 years\"\n", &["2024-01-01"]).is_empty());
    }

    #[test]
    fn excluded_controls_undated_evidence_and_overdue_documents_are_no_findings() {
        assert!(told("", &["x"]).is_empty());
        let soa = "---\nid: S\ntitle: S\nkind: soa\nstatement:\n  - {control: A.9.2, applicable: false, reason: r}\n  - {control: A.6.2.4, applicable: false, reason: r}\n---\n";
        let old = record("REC-001", "2024-01-01");
        assert!(only("evidence-stale", &[("aims.toml", ""), ("a.md", &old), ("soa.md", soa)]).is_empty());
        let system = "---\nid: SYS-001\ntitle: T\nkind: system\nstatus: approved\nreviewed: 2024-01-01\ncontrols: [A.4.2]\n---\n";
        assert!(only("evidence-stale", &[("aims.toml", ""), ("a.md", system)]).is_empty());
    }
}
