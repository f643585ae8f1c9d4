//! `decision-not-followed`: an impact assessment or a change whose decision is not what happens.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::none_says;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::act_class;
use crate::model::document::Document;
use crate::model::versions::same;

pub(super) static RULE: Rule = Rule {
    code: "AIMS634",
    name: "decision-not-followed",
    level: Level::Error,
    clock: false,
    what: "The newest impact assessment of a system says `go-with-conditions` and no `conditions`, or none but `none`; or it says `no-go`, and the system stands in validation or in use. Or a change is `rejected`, and a system that it names is in use at the very version to which it was to lead (`to`), which no other change brought; a warning where the change is still `proposed`. A condition whose day has passed is an overdue action.",
    why: "A decision on impacts or on a change binds those who run the system (clauses 8.1 and 8.4, control A.5.2). Conditions that nobody wrote down cannot be kept, and a no that changes nothing was none.",
    fix: "Write the conditions, each with who sees to it and by when; or take the system out of use until an assessment lets it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, assessment) in newest(context, "impact-assessment") {
        let fields = &assessment.fields;
        match fields.text("result") {
            Some("go-with-conditions")
                if !fields.is_misread("conditions") && none_says(fields.rows("conditions"), "condition") => report.document(
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
    rejected(context, report);
}

/// Tells of changes that were refused, or that nobody has decided on, and made nevertheless.
fn rejected(context: &Context<'_>, report: &mut Report<'_>) {
    let changes: Vec<(DocIx, &Document)> =
        context.living_of("change").filter(|(_, change)| !change.is_draft() && !change.fields.lacks("to")).collect();
    let leads = |ix: DocIx, change: &Document, system: DocIx, version: &str| {
        let mut systems = context.aims.named_by(ix, "systems");
        change.fields.text("to").is_some_and(|to| same(to, version)) && systems.any(|to| to == system)
    };
    for (ix, system) in context.living_of("system") {
        let Some(version) = system.fields.text("system-version").filter(|_| at_work(system) == Some("in-use")) else {
            continue;
        };
        let (undone, others): (Vec<_>, Vec<_>) = changes
            .iter()
            .filter(|(change, document)| leads(*change, document, ix, version))
            .partition(|(_, change)| change.undone().is_some());
        for (_, change) in undone.iter().filter(|_| others.is_empty()) {
            let word = change.undone().unwrap_or_default();
            report.document(
                change,
                change.span_of("state"),
                say!(
                    "{id} is `{word}`, and {system} is in use at {version}, to which it was to lead",
                    id = change.id,
                    word,
                    system = system.id,
                    version
                ),
                say!("Take the version out of use, put the state right, or name the change that brought it."),
            );
            if word == "proposed" {
                report.at(Level::Warning);
            }
        }
    }
}

/// Where a system stands that is at work. Of a prohibited one its own rule tells.
fn at_work(system: &Document) -> Option<&str> {
    let told = system.is_retired() || act_class::is(system, "prohibited");
    system.stage().filter(|stage| matches!(*stage, "validation" | "in-use") && !told)
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
        for conditions in ["[]", "[none]", "[{condition: keine}]"] {
            let lines = format!("result: go-with-conditions\nconditions: {conditions}\n");
            assert_eq!(found(&lines, "in-use"), told, "{conditions}");
        }
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

    #[test]
    fn a_change_that_was_refused_is_not_made() {
        let change = |id: &str, state: &str| {
            format!("---\nid: {id}\nkind: change\nsystems: [S]\nto: \"2.0\"\nstate: {state}\n---\n")
        };
        let system =
            |version: &str| format!("---\nid: S\nkind: system\nlifecycle: in-use\nsystem-version: {version}\n---\n");
        let found = |change: &str, other: &str, system: &str| {
            only("decision-not-followed", &[("aims.toml", ""), ("a.md", change), ("b.md", other), ("s.md", system)])
        };
        let none = "---\nid: P\nkind: procedure\n---\n";
        let told = ["a.md:6:8 A is `rejected`, and S is in use at v2.0, to which it was to lead"];
        assert_eq!(found(&change("A", "rejected"), none, &system("v2.0")), told);
        let told = ["a.md:6:8 A is `proposed`, and S is in use at v2.0, to which it was to lead"];
        assert_eq!(found(&change("A", "proposed"), none, &system("v2.0")), told, "nobody has decided on it");
        assert!(found(&change("A", "proposed"), &change("B", "approved"), &system("v2.0")).is_empty());
        assert!(found(&change("A", "done"), none, &system("v2.0")).is_empty());
        assert!(found(&change("A", "rejected"), none, &system("1.9")).is_empty());
        assert!(found(&change("A", "rejected"), &change("B", "done"), &system("v2.0")).is_empty());
    }
}
