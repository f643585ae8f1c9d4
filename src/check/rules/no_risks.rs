//! `no-risks`: a statement of applicability says that it is approved, and no risk is on record.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS326",
    name: "no-risks",
    level: Level::Error,
    clock: false,
    what: "A statement of applicability says that it is approved, and no risk is on record: neither a document of kind `risk` nor a row of a risk register.",
    why: "Controls are chosen to treat risks (clause 6.1.3). A statement of applicability that was made before any risk was written down was chosen by something else.",
    fix: "Assess the risks of your AI systems and enter them: a document of kind `risk` each, or rows of a `risk-register`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let holds_risks = |document: &Document| {
        let is_risk = document.is("risk") && !is_opportunity(&document.fields);
        is_risk || (document.is("risk-register") && !document.fields.lacks("entries"))
    };
    if context.living().any(|(_, document)| holds_risks(document)) {
        return;
    }
    let claimed = context.aims.soas.iter().find(|soa| soa.claimed);
    if let Some((ix, soa)) = claimed.map(|soa| (soa.document, context.aims.document(soa.document))) {
        let is_earlier = context.aims.in_place.contains_key(&ix);
        report.document(
            soa,
            soa.span_of("status"),
            match is_earlier {
                false => say!("{id} says that it is approved, and no risk is on record", id = soa.id),
                true => say!("an earlier text of {id} holds today, and no risk is on record", id = soa.id),
            },
            say!("`aims new risk` begins one. The statement follows from the risks and their treatment, not the other way."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: &str = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: approved\nstatement: []\n---\n";

    fn told(soa: &str, more: &[(&str, &str)]) -> Vec<String> {
        only("no-risks", &[&[("aims.toml", ""), ("soa.md", soa)], more].concat())
    }

    #[test]
    fn an_opportunity_is_no_risk() {
        let chance = "---\nid: RSK\ntitle: R\nkind: risk\nopportunity: true\n---\n";
        assert_eq!(told(SOA, &[("r.md", chance)]).len(), 1);
        assert!(told(SOA, &[("r.md", &chance.replace("true", "false"))]).is_empty());
    }

    #[test]
    fn a_statement_that_treats_no_risk_is_told_at_its_status() {
        assert_eq!(told(SOA, &[]), ["soa.md:5:9 SOA-001 says that it is approved, and no risk is on record"]);
    }

    #[test]
    fn a_risk_a_register_and_a_draft_are_no_findings() {
        assert!(told(SOA, &[("r.md", "---\nid: R-1\ntitle: A\nkind: risk\n---\n")]).is_empty());
        let register = "---\nid: RRG-1\ntitle: A\nkind: risk-register\nentries:\n  - {event: It fails}\n---\n";
        assert!(told(SOA, &[("r.md", register)]).is_empty());
        assert!(told(&SOA.replace("approved", "draft"), &[]).is_empty());
    }
}
