//! `high-risk-without-oversight`: a high-risk AI system that nobody is said to watch.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::is_unsaid;
use crate::check::rule::{Report, Rule};
use crate::check::systems::covered;
use crate::diag::Level;
use crate::model::act_class::{KEY, high_risk};

pub(super) static RULE: Rule = Rule {
    code: "AIMS603",
    name: "high-risk-without-oversight",
    level: Level::Error,
    clock: false,
    what: "An AI system is classed as high-risk under the EU AI Act, and its entry does not say under `oversight` who watches it and how they can step in; `none` and `unknown` say nobody.",
    why: "High-risk systems have to be made and used so that people can oversee them (articles 14 and 26 of the EU AI Act); control A.9.2 asks for processes of responsible use. Oversight that is written nowhere is practised nowhere.",
    fix: "Say under `oversight` which role watches the system and how it can step in, override or stop it. Systems of other classes are asked by `system-undescribed`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in covered(context) {
        let fields = &system.fields;
        let class = high_risk(system).filter(|_| system.stage() != Some("retired"));
        if let Some(class) = class.filter(|_| is_unsaid(fields, "oversight")) {
            report.document(
                system,
                system.span_of(KEY),
                say!("{id} is of the class `{class}` and has no `oversight`", id = system.id, class),
                say!("Add `oversight: …`: which role watches the system, and how it can step in or stop it."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: SYS-001\ntitle: T\nkind: system\nai-act-class: high\n{lines}---\n")
    }

    #[test]
    fn it_is_told_at_the_class() {
        let told = ["5:15 SYS-001 is of the class `high` and has no `oversight`"];
        for lines in [
            "",
            "oversight:\n",
            "oversight: \"  \"\n",
            "oversight: none\n",
            "oversight: entfällt\n",
            "lifecycle: planned\n",
        ] {
            assert_one("high-risk-without-oversight", &system(lines), &told);
        }
    }

    #[test]
    fn oversight_another_class_retirement_or_scope_answer_it() {
        let spared = ["oversight: the AI officer\n", "lifecycle: retired\n", "in-scope: false\n", "status: draft\n"];
        for lines in spared {
            assert_one("high-risk-without-oversight", &system(lines), &[]);
        }
        assert_one("high-risk-without-oversight", &system("").replace("high", "minimal"), &[]);
        let several = system("").replace("class: high", "class: [transparency, high-annex-iii]");
        let told = ["5:15 SYS-001 is of the class `high-annex-iii` and has no `oversight`"];
        assert_one("high-risk-without-oversight", &several, &told);
        // A list has its own finding.
        assert_one("high-risk-without-oversight", &system("oversight: [a]\n"), &[]);
    }
}
