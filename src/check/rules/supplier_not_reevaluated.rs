//! `supplier-not-reevaluated`: a supplier that a running system depends on, and that was judged too long ago or never, or whose contract has ended.

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::depending;
use crate::diag::Level;
use crate::model::due::GRACE;
use crate::model::review::Review;

pub(super) static RULE: Rule = Rule {
    code: "AIMS411",
    name: "supplier-not-reevaluated",
    level: Level::Warning,
    clock: true,
    what: "A supplier that an AI system in use depends on was last assessed (`due-diligence`) longer ago than suppliers are reviewed, with two months of grace; or it is rated `approved`, with conditions or without, and has no such day; or its contract (`contract-ends`) has ended. Where the review of the document is overdue, that is told instead of the first.",
    why: "Suppliers are monitored, not chosen once (control A.10.3). `Supplier not re-evaluated` is among the findings that are raised most often.",
    fix: "Assess the supplier again and write the day under `due-diligence`; renew the contract and write its end; or leave the supplier.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    // A message names no system: another that comes to depend on the supplier makes no other finding of it.
    for (ix, supplier) in context.living_of("supplier").filter(|(_, supplier)| !supplier.is_draft()) {
        let systems = depending(context, ix);
        if systems.is_empty() {
            continue;
        }
        let (fields, number, systems) = (&supplier.fields, systems.len(), context.ids(&systems));
        if let Some(ended) = fields.date("contract-ends").filter(|ended| *ended < today) {
            report.document(
                supplier,
                supplier.span_of("contract-ends"),
                plural!(
                    number,
                    "the contract with {id} ended on {day}, and {n} AI system still depends on it",
                    "the contract with {id} ended on {day}, and {n} AI systems still depend on it",
                    id = supplier.id,
                    day = wording::day(ended)
                ),
                say!("Renew it and write its new end, or leave the supplier, for {systems}.", systems),
            );
        }
        let rating = fields.text("rating").filter(|rating| rating.starts_with("approved"));
        if let Some(rating) = rating.filter(|_| fields.lacks("due-diligence")) {
            report.document(
                supplier,
                supplier.span_of("rating"),
                plural!(
                    number,
                    "{id} is rated `{rating}`, {n} AI system depends on it, and nothing says when it was assessed",
                    "{id} is rated `{rating}`, {n} AI systems depend on it, and nothing says when it was assessed",
                    id = supplier.id,
                    rating
                ),
                say!(
                    "Assess it, for {systems}, and write the day: `due-diligence: …`; until then, `rating: under-review`.",
                    systems
                ),
            );
        }
        let every = fields.period("review-every").unwrap_or_else(|| context.aims.config.review_period("supplier"));
        let told = matches!(context.aims.review(ix), Review::Overdue(_));
        let old = |judged: &crate::base::Date| GRACE.after(every.after(*judged)) < today;
        if let Some(judged) = fields.date("due-diligence").filter(|judged| !told && old(judged)) {
            report.document(
                supplier,
                supplier.span_of("due-diligence"),
                say!(
                    "{id} was last assessed on {day}, more than {every} ago",
                    id = supplier.id,
                    day = wording::day(judged),
                    every = every.said()
                ),
                say!("Assess it again, for {systems}, and write the day: `due-diligence: …`.", systems),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(lines: &str) -> Vec<String> {
        let supplier = format!("---\nid: SUP\nkind: supplier\n{lines}---\n");
        let system = "---\nid: SYS\nkind: system\nlifecycle: in-use\nsuppliers: [SUP]\n---\n";
        only("supplier-not-reevaluated", &[("aims.toml", ""), ("a.md", &supplier), ("s.md", system)])
    }

    #[test]
    fn old_assessments_and_ended_contracts_are_told() {
        assert_eq!(
            found("due-diligence: 2025-09-01\n"),
            ["a.md:4:16 SUP was last assessed on 2025-09-01, more than 12 months ago"]
        );
        assert!(found("due-diligence: 2025-09-20\n").is_empty(), "two months of grace");
        assert!(found("due-diligence: 2025-09-01\nreview-every: 2 years\n").is_empty());
        assert!(found("due-diligence: 2025-09-01\nreviewed: 2025-09-01\n").is_empty(), "the review is told");
        let told = ["a.md:4:16 the contract with SUP ended on 2026-11-19, and 1 AI system still depends on it"];
        assert_eq!(found("contract-ends: 2026-11-19\n"), told);
        assert!(found("contract-ends: 2026-11-20\n").is_empty());
        let told = |rating: &str| {
            let told = "1 AI system depends on it, and nothing says when it was assessed";
            vec![format!("a.md:4:9 SUP is rated `{rating}`, {told}")]
        };
        for rating in ["approved", "approved-with-conditions"] {
            assert_eq!(found(&format!("rating: {rating}\n")), told(rating));
            assert!(found(&format!("rating: {rating}\ndue-diligence: 2026-09-01\n")).is_empty());
        }
        assert!(found("rating: under-review\n").is_empty(), "nobody says that it was assessed");
        assert!(found("status: draft\ncontract-ends: 2020-11-20\n").is_empty());
    }
}
