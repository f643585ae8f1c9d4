//! `system-without-risk-assessment`: an AI system at work that no risk assessment names.

use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::unassessed;
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS602",
    name: "system-without-risk-assessment",
    level: Level::Error,
    clock: false,
    what: "An AI system that the AIMS covers stands in validation, in use or suspended, and no risk assessment that is not retired names it under `systems`; one without a risk (`results: []`), or that was put off, is none.",
    why: "Clause 8.2 asks for risk assessments at planned intervals and when something changes, with their results on record. A system at work that nobody assessed is a gap at the heart of the management system: nobody has put on record what may go wrong with it.",
    fix: "Carry out the risk assessment and name the system there: `systems: [SYS-001]`. A system that the AIMS does not cover says `in-scope: false`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    unassessed(context, report, "risk-assessment");
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SYSTEM: &str = "---\nid: SYS-001\ntitle: T\nkind: system\nlifecycle: in-use\n---\n";
    const ASSESSMENT: &str = "---\nid: X-001\ntitle: T\nkind: risk-assessment\nsystems: [sys-001]\n---\n";

    fn found(system: &str, assessment: &str) -> Vec<String> {
        let found = |rule, of: &str| only(rule, &[("aims.toml", ""), ("s.md", system), ("x.md", of)]);
        let of_risk = found("system-without-risk-assessment", assessment);
        // That of the impact is the same rule of another kind.
        let told = |told: &String| told.replace("risk assessment", "impact assessment");
        let of_impact = found("system-without-impact-assessment", &assessment.replace("risk-a", "impact-a"));
        assert_eq!(of_risk.iter().map(told).collect::<Vec<_>>(), of_impact, "{system}{assessment}");
        of_risk
    }

    #[test]
    fn it_is_told_at_the_life_cycle_stage() {
        for stage in ["validation", "in-use", "suspended"] {
            let told = format!("s.md:5:12 SYS-001 stands at `{stage}` and no risk assessment names it");
            assert_eq!(found(&SYSTEM.replace("in-use", stage), ""), [told]);
        }
        for stage in ["planned", "development", "retired", "nonsense"] {
            assert!(found(&SYSTEM.replace("in-use", stage), "").is_empty(), "{stage}");
        }
    }

    #[test]
    fn one_that_was_found_in_use_is_told_as_that() {
        let told = "s.md:5:12 SYS-001 was found in use without having been registered, stands at `in-use`, and no risk assessment names it";
        let shadow = SYSTEM.replace(
            "title: T\nkind: system\nlifecycle: in-use",
            "title: T\nkind: system\nlifecycle: in-use\nshadow: yes",
        );
        assert_eq!(only("system-without-risk-assessment", &[("aims.toml", ""), ("s.md", &shadow)]), [told]);
        assert!(found(&shadow, ASSESSMENT).is_empty());
    }

    #[test]
    fn a_living_assessment_is_enough_and_another_kind_or_system_is_not() {
        assert!(found(SYSTEM, ASSESSMENT).is_empty());
        let record = ASSESSMENT.replace("kind: risk-assessment", "kind: record");
        let retired = ASSESSMENT.replace("---\nid", "---\nstatus: retired\nid");
        let other = ASSESSMENT.replace("sys-001", "sys-002");
        let empty = ASSESSMENT.replace("systems", "results: []\nsystems");
        assert_eq!(
            only("system-without-risk-assessment", &[("aims.toml", ""), ("s.md", SYSTEM), ("x.md", &empty)]).len(),
            1
        );
        for assessment in [record, retired, other] {
            assert_eq!(found(SYSTEM, &assessment).len(), 1, "{assessment}");
        }
    }

    #[test]
    fn what_is_out_of_scope_or_a_draft_is_left_alone_and_what_runs_is_not() {
        let with = |line: &str| found(&SYSTEM.replace("title: T", &format!("title: T\n{line}")), "");
        for line in ["in-scope: no", "status: draft"] {
            assert!(with(line).is_empty(), "{line}");
        }
        assert_eq!(with("status: retired").len(), 1, "a word does not take it out of use");
    }
}
