//! `class-without-reason`: a class under the EU AI Act without the reason for it.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::is_unsaid;
use crate::check::lists::and;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::act_class::{KEY, classes, is};

pub(super) static RULE: Rule = Rule {
    code: "AIMS609",
    name: "class-without-reason",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system gives its class under the EU AI Act, and no reason for it under `ai-act-reason`. That holds for `not-applicable` too.",
    why: "Legal duties are part of the context (clause 4.1). The class decides which of them hold; without the reasoning nobody can check it, and article 6(4) of the EU AI Act asks for it in writing where a listed system is held not to be high-risk.",
    fix: "Say under `ai-act-reason` why the class holds: the use, the annex or article, and who judged it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system").filter(|(_, system)| !system.is_draft()) {
        let said: Vec<String> = classes(system).map(|class| format!("`{class}`")).collect();
        // Of an exemption `art-6-3` says why.
        if !said.is_empty() && is_unsaid(&system.fields, "ai-act-reason") && !is(system, "exempt-6-3") {
            let classes = and(said);
            report.document(
                system,
                system.span_of(KEY),
                say!("{id} is of the class {classes}, and no `ai-act-reason` says why", id = system.id, classes),
                say!("Add `ai-act-reason: …`: the use, the article or annex behind the class, and who judged it."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn every_class_needs_its_reason() {
        for class in ["high", "minimal", "not-applicable"] {
            let text = format!("---\nid: S\nkind: system\nai-act-class: {class}\n---\n");
            let told = format!("4:15 S is of the class `{class}`, and no `ai-act-reason` says why");
            assert_one("class-without-reason", &text, &[&told]);
            assert_one("class-without-reason", &text.replace("id: S", "ai-act-reason: r\nid: S"), &[]);
            let told = format!("5:15 S is of the class `{class}`, and no `ai-act-reason` says why");
            assert_one("class-without-reason", &text.replace("id: S", "ai-act-reason: none\nid: S"), &[&told]);
            assert_one("class-without-reason", &text.replace("id: S", "status: draft\nid: S"), &[]);
        }
        let exempt = "---\nid: S\nkind: system\nai-act-class: exempt-6-3\n---\n";
        assert_one("class-without-reason", exempt, &[]);
        assert_one("class-without-reason", "---\nid: S\nkind: system\nai-act-class: hgih\n---\n", &[]);
    }
}
