//! `decision-not-followed`: a decision on a system that its use does not follow.

use crate::check::lacks::is_draft;
use crate::check::systems::{covered, naming, stands_at};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS625",
    name: "decision-not-followed",
    level: Level::Error,
    clock: false,
    what: "The newest impact assessment of an AI system in use decides `no-go`; or an assessment decides `go-with-conditions` and names no `conditions`.",
    why: "The results of impact assessments are taken into account (clauses 6.1.4 and 8.4). A system that runs against the decision on it, or under conditions that nobody wrote down, shows that they are not.",
    fix: "Take the system out of use, or assess it anew; write down the conditions under `conditions`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let assessments = naming(context, "impact-assessment");
    for (ix, system) in covered(context).filter(|(_, system)| stands_at(system, &["in-use"])) {
        let assessed = assessments.get(&ix).into_iter().flatten().filter(|assessment| !is_draft(assessment));
        let dated = assessed.filter_map(|assessment| Some((assessment.fields.date("date")?, assessment)));
        let Some((_, newest)) = dated.max_by_key(|(date, _)| *date) else { continue };
        if newest.fields.text("result") == Some("no-go") {
            report.document(
                newest,
                newest.span_of("result"),
                format!("{} decides `no-go`, and {} is in use", newest.id, system.id),
                "Take the system out of use, or assess it anew.",
            );
            report.also(&system.path, system.fields.span("lifecycle"), "in use");
        }
    }
    for (_, assessment) in context.living_of("impact-assessment").filter(|(_, assessment)| !is_draft(assessment)) {
        let fields = &assessment.fields;
        if fields.text("result") == Some("go-with-conditions") && fields.lacks("conditions") {
            report.document(
                assessment,
                assessment.span_of("result"),
                format!("{} decides `go-with-conditions`, and names none", assessment.id),
                "Write them down, so that somebody can see whether they are kept: `conditions: …`.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(stage: &str, assessments: &[(&str, &str)]) -> Vec<String> {
        let system = format!("---\nid: SYS\nkind: system\nlifecycle: {stage}\n---\n");
        let texts: Vec<(String, String)> = assessments
            .iter()
            .enumerate()
            .map(|(i, (date, lines))| {
                let text =
                    format!("---\nid: IA-{i}\nkind: impact-assessment\nsystems: [SYS]\ndate: {date}\n{lines}---\n");
                (format!("{i}.md"), text)
            })
            .collect();
        let mut files = vec![("aims.toml", ""), ("s.md", &*system)];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("decision-not-followed", &files)
    }

    #[test]
    fn the_newest_decision_counts() {
        let no = ("2026-01-01", "result: no-go\n");
        assert_eq!(found("in-use", &[no]), ["0.md:6:9 IA-0 decides `no-go`, and SYS is in use"]);
        assert!(found("in-use", &[no, ("2026-02-01", "result: go\n")]).is_empty());
        assert!(found("validation", &[no]).is_empty());
    }

    #[test]
    fn conditions_are_written_down() {
        let told = ["0.md:6:9 IA-0 decides `go-with-conditions`, and names none"];
        assert_eq!(found("planned", &[("2026-01-01", "result: go-with-conditions\n")]), told);
        assert!(found("planned", &[("2026-01-01", "result: go-with-conditions\nconditions: [c]\n")]).is_empty());
        assert!(found("planned", &[("2026-01-01", "result: go-with-conditions\nstatus: draft\n")]).is_empty());
    }
}
