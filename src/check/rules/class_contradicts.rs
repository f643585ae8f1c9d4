//! `class-contradicts`: what the entry of an AI system says elsewhere does not go with its class.

use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::ai_act::{Class, classes, names};

pub(super) static RULE: Rule = Rule {
    code: "AIMS653",
    name: "class-contradicts",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system names Annex I or Annex III of the EU AI Act under `requirements`, and its class is neither high-risk nor `exempt-6-3`; or it is high-risk and in use, and says `in-scope: false`.",
    why: "The class under the law is part of the context (clause 4.1), and an auditor reads: the classification is not substantiated. A high-risk system that the AIMS leaves out is the first that is asked about (clause 4.3).",
    fix: "Mend the class, or the requirements that the entry names. Where a use that Annex III lists is not high-risk by article 6(3), say so under `ai-act-reason`. Take high-risk systems into the scope.",
    run,
};

/// Annexes by which a system is high-risk.
const ANNEXES: [&str; 2] = ["annex-iii", "annex-i"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system").filter(|(_, system)| !is_draft(system)) {
        let classes = classes(system);
        if classes.is_empty() {
            continue;
        }
        let high = classes.iter().any(|class| class.is_high());
        let spared = high || classes.contains(&Class::Exempt63) || classes.contains(&Class::Prohibited);
        if let Some(annex) = ANNEXES.iter().find(|annex| names(system, annex)).filter(|_| !spared) {
            report.document(
                system,
                system.span_of("ai-act-class"),
                format!("{} names `{annex}` and is not classed as high-risk", system.id),
                "Mend the class, or the requirements that it names.",
            );
        }
        if high && system.fields.flag("in-scope") == Some(false) && system.fields.text("lifecycle") == Some("in-use") {
            report.document(
                system,
                system.span_of("in-scope"),
                format!("{} is high-risk and in use, and the AIMS leaves it out", system.id),
                "Take it into the scope, or say in the scope document why a high-risk system is outside.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: SYS-1\nkind: system\nlifecycle: in-use\n{lines}\n---\n")
    }

    #[test]
    fn an_annex_and_a_scope_that_do_not_go_with_the_class_are_told() {
        let listed = system("ai-act-class: minimal\nrequirements: {eu-ai-act: [annex-iii]}");
        assert_one("class-contradicts", &listed, &["5:15 SYS-1 names `annex-iii` and is not classed as high-risk"]);
        let outside = system("ai-act-class: high\nin-scope: false");
        assert_one("class-contradicts", &outside, &["6:11 SYS-1 is high-risk and in use, and the AIMS leaves it out"]);
    }

    #[test]
    fn what_goes_together_is_no_finding() {
        for lines in [
            "ai-act-class: high\nrequirements: {eu-ai-act: [annex-iii]}",
            "ai-act-class: minimal\nrequirements: {eu-ai-act: [art-4]}",
            "requirements: {eu-ai-act: [annex-iii]}",
            "ai-act-class: minimal\nin-scope: false",
        ] {
            assert_one("class-contradicts", &system(lines), &[]);
        }
    }
}
