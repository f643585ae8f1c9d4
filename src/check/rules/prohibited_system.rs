//! `prohibited-system`: a prohibited AI system that is at work.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::act_class::{self, KEY};

pub(super) static RULE: Rule = Rule {
    code: "AIMS608",
    name: "prohibited-system",
    level: Level::Error,
    clock: false,
    what: "An AI system is classed as prohibited under the EU AI Act and stands in validation or in use.",
    why: "Article 5 of the EU AI Act forbids placing such systems on the market, putting them into service and using them. Determining and meeting such duties belongs to clauses 4.1 and 4.2.",
    fix: "Take the system out of use at once and ask for legal advice; or, if the class is wrong, mend it and give the reason under `ai-act-reason`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system") {
        let stage = system.stage().filter(|_| act_class::is(system, "prohibited"));
        if let Some(stage @ ("in-use" | "validation")) = stage {
            report.document(
                system,
                system.span_of(KEY),
                say!("{id} is of the class `prohibited` and stands at `{stage}`", id = system.id, stage),
                say!("Take the system out of use, or mend the class and give the reason under `ai-act-reason`."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_is_told_at_the_class_where_the_system_is_at_work() {
        for (stage, told) in [
            ("in-use", &["4:15 S is of the class `prohibited` and stands at `in-use`"][..]),
            ("validation", &["4:15 S is of the class `prohibited` and stands at `validation`"]),
            ("retired", &[]),
            ("suspended", &[]),
            ("planned", &[]),
        ] {
            let text = format!("---\nid: S\nkind: system\nai-act-class: prohibited\nlifecycle: {stage}\n---\n");
            assert_one("prohibited-system", &text, told);
            assert_one("prohibited-system", &text.replace("prohibited", "high"), &[]);
            assert_one("prohibited-system", &text.replace("prohibited", "unacceptable"), told);
        }
    }
}
