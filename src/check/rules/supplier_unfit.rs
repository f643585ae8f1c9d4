//! `supplier-unfit`: a supplier that was turned down, or not judged yet, and that a system in use depends on.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::lacks::is_unsaid;
use crate::check::rule::{Report, Rule};
use crate::check::systems::depending;
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS623",
    name: "supplier-unfit",
    level: Level::Error,
    clock: false,
    what: "A supplier has `rating: rejected`, and an AI system in use, in validation or suspended depends on it. With `rating: under-review` it is a note. As a warning, such a system depends on a supplier whose `responsibilities` say `none` or `unknown`; that the key is not there is told as of every supplier.",
    why: "Suppliers are chosen and used in line with the organisation's own approach (control A.10.3). A rejected supplier in a running system is the first thing an auditor writes down.",
    fix: "Leave the supplier, or take the system out of use; or judge the supplier anew, with conditions, and say so in the `rating`.",
    run,
};

/// The key that says who does what.
const SHARED: &str = "responsibilities";

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, supplier) in context.living_of("supplier").filter(|(_, supplier)| !supplier.is_draft()) {
        let systems = depending(context, ix);
        if systems.is_empty() {
            continue;
        }
        if !supplier.fields.lacks(SHARED) && is_unsaid(&supplier.fields, SHARED) {
            report.document(
                supplier,
                supplier.span_of(SHARED),
                plural!(
                    systems.len(),
                    "{systems} depends on {id}, and `{key}` says `{word}`",
                    "{systems} depend on {id}, and `{key}` says `{word}`",
                    id = supplier.id,
                    systems = context.ids(&systems),
                    key = SHARED,
                    word = supplier.fields.text(SHARED).unwrap_or_default().trim()
                ),
                say!("Say who does what: what the supplier answers for, and what you do (control A.10.2)."),
            );
            report.at(Level::Warning);
        }
        let Some(rating @ ("rejected" | "under-review")) = supplier.fields.text("rating") else { continue };
        report.document(
            supplier,
            supplier.span_of("rating"),
            plural!(
                systems.len(),
                "{id} is rated `{rating}`, and {systems} depends on it",
                "{id} is rated `{rating}`, and {systems} depend on it",
                id = supplier.id,
                rating,
                systems = context.ids(&systems)
            ),
            say!("Judge it anew, leave it, or take the system out of use."),
        );
        if rating == "under-review" {
            report.at(Level::Note);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(rating: &str, stage: &str) -> Vec<String> {
        let supplier = format!("---\nid: SUP\nkind: supplier\nrating: {rating}\n---\n");
        let system = format!("---\nid: SYS\nkind: system\nlifecycle: {stage}\nsuppliers: [SUP]\n---\n");
        only("supplier-unfit", &[("aims.toml", ""), ("a.md", &supplier), ("s.md", &system)])
    }

    #[test]
    fn it_is_told_at_the_rating() {
        assert_eq!(found("rejected", "in-use"), ["a.md:4:9 SUP is rated `rejected`, and SYS depends on it"]);
        assert_eq!(found("under-review", "validation").len(), 1);
        for (rating, stage) in [("approved", "in-use"), ("rejected", "retired"), ("rejected", "planned")] {
            assert!(found(rating, stage).is_empty());
        }
    }

    #[test]
    fn who_does_what_is_not_nobody() {
        let found = |said: &str| {
            let supplier = format!("---\nid: SUP\nkind: supplier\nrating: approved\n{said}---\n");
            let system = "---\nid: SYS\nkind: system\nlifecycle: in-use\nsuppliers: [SUP]\n---\n";
            only("supplier-unfit", &[("aims.toml", ""), ("a.md", &supplier), ("s.md", system)])
        };
        for word in ["none", "keine", "unclear"] {
            let told = format!("a.md:5:19 SYS depends on SUP, and `responsibilities` says `{word}`");
            assert_eq!(found(&format!("responsibilities: {word}\n")), [told]);
        }
        for said in ["", "responsibilities: They run it; we read its answers\n", "responsibilities: n/a\n"] {
            assert!(found(said).is_empty(), "{said}");
        }
    }
}
