//! `decision-not-followed`: an impact assessment whose decision is not what happens.

use crate::base::say;
use crate::check::newest::newest;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::act_class;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS634",
    name: "decision-not-followed",
    level: Level::Error,
    clock: false,
    what: "The newest impact assessment of a system says `go-with-conditions` and no `conditions`; or it says `no-go`, and the system stands in validation or in use. A condition whose day has passed is an overdue action.",
    why: "A decision on impacts binds those who run the system (clause 8.4, control A.5.2). Conditions that nobody wrote down cannot be kept, and a no that changes nothing was none.",
    fix: "Write the conditions, each with who sees to it and by when; or take the system out of use until an assessment lets it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, assessment) in newest(context, "impact-assessment") {
        let fields = &assessment.fields;
        match fields.text("result") {
            Some("go-with-conditions") if fields.lacks("conditions") => report.document(
                assessment,
                assessment.span_of("result"),
                say!("{id} comes to `go-with-conditions` and names no conditions", id = assessment.id),
                say!("Add `conditions`: what has to hold, with `owner`, `due` and `status` where somebody has to do something."),
            ),
            Some("no-go") => {
                let references = context.aims.references.iter();
                let of = references.filter(|reference| reference.from == ix && reference.field == "systems");
                let systems = of.filter_map(|reference| Some(context.aims.document(reference.to?)));
                for (system, stage) in systems.filter_map(|system| Some((system, at_work(system)?))) {
                    report.document(
                        assessment,
                        assessment.span_of("result"),
                        say!(
                            "{id} comes to `no-go`, and {system} stands at `{stage}`",
                            id = assessment.id,
                            system = system.id,
                            stage
                        ),
                        say!("Take the system out of use until an assessment lets it, or record the assessment that does."),
                    );
                }
            }
            _ => {}
        }
    }
}

/// Where a system stands that is at work. Of a prohibited one its own rule tells.
fn at_work(system: &Document) -> Option<&str> {
    let told = system.is_retired() || act_class::is(system, "prohibited");
    system.fields.text("lifecycle").filter(|stage| matches!(*stage, "validation" | "in-use") && !told)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(assessment: &str, stage: &str) -> Vec<String> {
        let assessment = format!("---\nid: IA\nkind: impact-assessment\nsystems: [S]\n{assessment}---\n");
        let system = format!("---\nid: S\nkind: system\nlifecycle: {stage}\n---\n");
        only("decision-not-followed", &[("aims.toml", ""), ("a.md", &assessment), ("s.md", &system)])
    }

    #[test]
    fn missing_conditions_and_a_no_that_changes_nothing_are_told_at_the_result() {
        let told = ["a.md:5:9 IA comes to `go-with-conditions` and names no conditions"];
        assert_eq!(found("result: go-with-conditions\n", "in-use"), told);
        assert_eq!(found("result: go-with-conditions\nconditions: []\n", "in-use"), told);
        let told = ["a.md:5:9 IA comes to `no-go`, and S stands at `in-use`"];
        assert_eq!(found("result: no-go\n", "in-use"), told);
    }

    #[test]
    fn conditions_and_a_system_that_waits_are_no_findings() {
        for assessment in [
            "result: go-with-conditions\nconditions: [Letters only]\n",
            "result: go\n",
            "result: go-with-conditions\nstatus: draft\n",
        ] {
            assert_eq!(found(assessment, "in-use"), Vec::<String>::new());
        }
        for stage in ["planned", "development", "suspended", "retired"] {
            assert_eq!(found("result: no-go\n", stage), Vec::<String>::new());
        }
    }
}
