//! `every-control-excluded`: a statement of applicability that leaves out all there is.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS327",
    name: "every-control-excluded",
    level: Level::Error,
    clock: false,
    what: "A statement of applicability that says that it is approved has rows for most reference controls, and not one of them applies.",
    why: "Annex A is what the controls chosen are compared with (clause 6.1.3). An organisation that has AI systems and needs none of its controls has not looked at its risks; a site that shows no gap because nothing is asked for shows nothing.",
    fix: "Go through the controls with the risks and the systems in hand, and say which are needed.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for soa in context.aims.written_soas.iter().filter(|soa| soa.leaves_out_all()) {
        let document = context.aims.document(soa.document);
        let standard = context.aims.catalog.standard(&soa.framework);
        // One that has few rows is being written, and what it lacks is told.
        let is_whole = standard.is_some_and(|of| soa.rows.len() * 2 >= of.controls.len());
        if is_whole && soa.claimed {
            report.document(
                document,
                document.span_of("statement"),
                say!("{id} leaves out all {n} controls", id = document.id, n = soa.rows.len()),
                say!("Write `applicable: true` where a risk, a law or a contract needs the control."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;
    use crate::model::catalog::Catalog;

    fn told(status: &str, applies: &str, left: usize) -> Vec<String> {
        let controls = Catalog::builtin().controls().skip(left);
        let rows: Vec<String> = controls
            .map(|control| {
                let applicable = control.id == applies;
                format!("  - {{control: {}, applicable: {applicable}, reason: r}}\n", control.id)
            })
            .collect();
        let soa =
            format!("---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: {status}\nstatement:\n{}---\n", rows.concat());
        only("every-control-excluded", &[("aims.toml", ""), ("soa.md", &soa)])
    }

    #[test]
    fn a_statement_that_leaves_out_all_is_told() {
        assert_eq!(told("approved", "", 0), ["soa.md:7:3 SOA-001 leaves out all 38 controls"]);
    }

    #[test]
    fn one_that_applies_a_draft_and_one_that_is_not_whole_are_no_findings() {
        assert!(told("approved", "A.5.2", 0).is_empty());
        assert!(told("draft", "", 0).is_empty());
        assert!(told("approved", "", 30).is_empty());
    }
}
