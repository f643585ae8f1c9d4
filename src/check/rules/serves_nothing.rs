//! `serves-nothing`: a document that answers for no requirement.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::wanted::remedy;

pub(super) static RULE: Rule = Rule {
    code: "AIMS314",
    name: "serves-nothing",
    level: Level::Note,
    clock: false,
    what: "A policy, guideline, procedure, plan or record names no control, no clause, no requirement and no document it builds on. Drafts are left alone.",
    why: "A document that answers for nothing may be needless, or it is evidence that nobody finds (clause 7.5.1).",
    fix: "Name what it answers for under `controls`, `clauses` or `requirements`, or the document it rests on under `implements` or `evidence-for`.",
    run,
};

/// Keys that say what a document answers for. Where one is given and leads nowhere, that is another finding.
const SAYS: [&str; 5] = ["controls", "clauses", "requirements", "implements", "evidence-for"];

/// Kinds that are looked at through others: the statement lists all controls, systems and suppliers are registers.
const APART: [&str; 3] = ["soa", "system", "supplier"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living() {
        let Some(kind) = document.kind.as_ref().filter(|kind| kind.tier.is_some()) else { continue };
        let spared = APART.contains(&kind.counts_as()) || document.is_draft() || document.is_other_audit();
        if spared || says_something(document) || context.aims.trace.served_by(ix).next().is_some() {
            continue;
        }
        let help = match document.is_kept_current() {
            true => say!("Name what it answers for: `controls: […]`, `clauses: […]` or `implements: […]`."),
            false => say!("Name what it shows: `evidence-for: […]` with a procedure, or `controls: […]`."),
        };
        let key = if document.is_kept_current() { "implements" } else { "evidence-for" };
        let help = remedy(help, document, &context.aims.config.reading, key);
        // English writes the word small within a sentence; another language has it as it stands.
        let kind = match wording::spoken() {
            None => kind.label.to_lowercase(),
            Some(_) => wording::known(&kind.label).to_owned(),
        };
        let message = say!("the {kind} serves no requirement", kind);
        report.document(document, document.span_of("kind"), message, help);
    }
}

fn says_something(document: &Document) -> bool {
    SAYS.into_iter().any(|key| !document.fields.texts(key).is_empty() || document.fields.is_misread(key))
        || document.fields.requirements().iter().any(|(_, items)| !items.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn document(kind: &str, fields: &str) -> String {
        format!("---\nid: X\ntitle: T\nkind: {kind}\ndate: 2026-01-01\n{fields}---\n")
    }

    #[test]
    fn it_is_told_at_the_kind() {
        assert_one("serves-nothing", &document("policy", ""), &["4:7 the policy serves no requirement"]);
        assert_one("serves-nothing", &document("record", "controls: []\n"), &["4:7 the record serves no requirement"]);
    }

    #[test]
    fn what_says_whom_it_serves_is_no_finding() {
        for fields in [
            "controls: [A.5.2]\n",
            "clauses: 5.2\n",
            "requirements: {eu-ai-act: [art-27]}\n",
            "implements: [POL-404]\n",
            "controls: {a: b}\n",
            "status: draft\n",
            "status: retired\n",
        ] {
            assert_one("serves-nothing", &document("policy", fields), &[]);
        }
    }

    #[test]
    fn an_audit_by_others_serves_nothing_by_its_kind_and_may_name_nothing() {
        assert_one("serves-nothing", &document("audit", "audit-type: customer\n"), &[]);
    }

    #[test]
    fn kinds_that_serve_by_nature_and_registers_are_no_findings() {
        for kind in ["scope", "audit", "system", "supplier", "risk", "external", "soa", "no-such-kind"] {
            assert_one("serves-nothing", &document(kind, ""), &[]);
        }
    }
}
