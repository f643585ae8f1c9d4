//! `class-contradicts`: a class under the EU AI Act that the rest of the entry speaks against.

use crate::check::lacks::is_draft;
use crate::check::systems::{classes, stands_at};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS626",
    name: "class-contradicts",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system names Annex I or Annex III of the EU AI Act under `requirements`, and gives a class that is not high-risk; or a high-risk system that is in use, in validation or suspended has `in-scope: false`.",
    why: "The role and the class of each system decide which duties hold (clause 4.1, article 6 of the EU AI Act). `Classification not substantiated` is what an auditor notes where the entry speaks against itself; and a high-risk system outside the scope asks for the reason of the boundary (clause 4.3).",
    fix: "Decide which of the two is right. Where Annex III names the use and the system is not high-risk all the same (article 6(3)), say so under `ai-act-reason` and leave Annex III out of `requirements`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system").filter(|(_, system)| !is_draft(system)) {
        let classes = classes(system);
        let is_grave = classes.iter().any(|class| class.starts_with("high") || *class == "prohibited");
        let law = system.fields.requirements().iter().filter(|(framework, _)| framework.value == "eu-ai-act");
        let annex = law.flat_map(|(_, ids)| ids).find(|id| {
            let id = id.value.trim().to_lowercase();
            id.starts_with("annex-iii") || id == "annex-i"
        });
        // A derogation by article 6(3) has a record of its own.
        let exempt = !system.fields.lacks("art-6-3") || classes.iter().any(|class| class.starts_with("exempt"));
        if let (Some(annex), false, false, Some(class)) = (annex, is_grave, exempt, classes.first()) {
            report.document(
                system,
                system.span_of("ai-act-class"),
                format!("{} names {} and is classed `{class}`", system.id, annex.value),
                "Decide which is right, and give the reason under `ai-act-reason`.",
            );
            report.also(&system.path, Some(annex.span), "names it");
        }
        let left_out = system.fields.flag("in-scope") == Some(false);
        if left_out && is_grave && stands_at(system, &["validation", "in-use", "suspended"]) {
            report.document(
                system,
                system.span_of("in-scope"),
                format!("{} is a high-risk system at work, and is left out of the scope", system.id),
                "Take it into the scope; or say in the scope, under `exclusions`, who answers for it instead.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: SYS\nkind: system\nlifecycle: in-use\n{lines}---\n")
    }

    #[test]
    fn annex_iii_and_another_class_contradict() {
        let lines = "ai-act-class: minimal\nrequirements: {eu-ai-act: [art-6, annex-iii]}\n";
        assert_one("class-contradicts", &system(lines), &["5:15 SYS names annex-iii and is classed `minimal`"]);
        for spared in [
            lines.replace("minimal", "high"),
            lines.replace(", annex-iii", ""),
            lines.replace("ai-act-class: minimal\n", ""),
        ] {
            assert_one("class-contradicts", &system(&spared), &[]);
        }
    }

    #[test]
    fn a_high_risk_system_at_work_is_in_scope() {
        let lines = "ai-act-class: high\nin-scope: false\n";
        let told = ["6:11 SYS is a high-risk system at work, and is left out of the scope"];
        assert_one("class-contradicts", &system(lines), &told);
        assert_one("class-contradicts", &system(lines).replace("in-use", "retired"), &[]);
        assert_one("class-contradicts", &system(lines).replace("false", "true"), &[]);
    }
}
