//! `called-for-document-missing`: a clause calls for several documents, and one of them is not there.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::waits;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::{Call, Called};
use crate::model::due::is_running;
use crate::model::trace::{Requirement, Rung, There};

pub(super) static RULE: Rule = Rule {
    code: "AIMS322",
    name: "called-for-document-missing",
    level: Level::Error,
    clock: false,
    what: "A policy and a statement of applicability say that they are approved, documents serve a clause, and one of the documents that the clause asks for by name is not among them: no document of its kind is there. Where nothing serves the clause, `clause-gap` tells that.",
    why: "Clause 7.5.1 wants every document that the standard calls for. One clause may call for several, and one of them does not stand in for the others: a treatment process is no treatment plan, and audits are no audit programme.",
    fix: "Write the document as one of its kind, and name the clause under `clauses` where the kind has many uses. A kind of your own counts once `stands-for` in `aims.toml` says what it stands for.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if !is_running(context.aims) {
        return;
    }
    for requirement in context.aims.trace.clauses().filter(|requirement| requirement.rung > Rung::Gap) {
        if waits(context, requirement) || report.may_name(&requirement.id) {
            continue;
        }
        let clause = context.aims.catalog.clause(&requirement.framework, &requirement.id);
        let called = clause.map_or(&[][..], |clause| &clause.called_for);
        for (item, called) in requirement.called_for.iter().zip(called) {
            let is_lacking = item.required && item.state == There::Missing && item.call == Call::Document;
            // That there is no statement of applicability has a rule of its own.
            if is_lacking && !called.kinds.iter().any(|kind| kind == "soa") {
                report.settings(
                    None,
                    say!(
                        "clause {clause} ({title}) calls for what is not there: {what}",
                        clause = requirement.name,
                        title = wording::known(&requirement.title),
                        what = wording::known(&item.title)
                    ),
                    help(context, called, requirement),
                );
            }
        }
    }
}

/// How to write it, so that it counts.
fn help(context: &Context<'_>, called: &Called, requirement: &Requirement) -> String {
    let known = called.kinds.iter().find(|kind| context.aims.kinds.get(kind).is_some());
    let kind = known.map_or("record", String::as_str);
    let clause = &requirement.name;
    match (called.with.first(), called.serving) {
        (None, false) => say!("Write it as a document of kind `{kind}` (`aims new {kind}`).", kind),
        (Some(field), false) => {
            say!("Write it as a document of kind `{kind}` (`aims new {kind}`), with `{field}`.", kind, field)
        }
        (None, true) => say!(
            "Write it as a document of kind `{kind}` (`aims new {kind}`), and name the clause there: `clauses: [{clause}]`.",
            kind,
            clause
        ),
        (Some(field), true) => say!(
            "Write it as a document of kind `{kind}` (`aims new {kind}`), with `{field}`, and name the clause there: `clauses: [{clause}]`.",
            kind,
            field,
            clause
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: &str = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: approved\nstatement: []\n---\n";
    const POLICY: &str = "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\n---\nText.\n";

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        only("called-for-document-missing", &[&[("aims.toml", ""), ("p.md", POLICY)], files].concat())
    }

    #[test]
    fn each_document_of_several_is_asked_for() {
        let procedure = "---\nid: PRO-001\ntitle: T\nkind: procedure\nclauses: [6.1.3]\n---\nText.\n";
        let found = told(&[("soa.md", SOA), ("pro.md", procedure)]);
        let wanted =
            "aims.toml:1:1 clause 6.1.3 (AI risk treatment) calls for what is not there: AI risk treatment plan";
        assert_eq!(found, [wanted]);
        let plan = "---\nid: PLN-001\ntitle: T\nkind: plan\nstatus: draft\ntreatments:\n  - {risk: R-1, option: avoid, action: Stop}\n---\n";
        assert!(told(&[("soa.md", SOA), ("pro.md", procedure), ("pln.md", plan)]).is_empty(), "it is being written");
    }

    #[test]
    fn nothing_is_asked_of_a_clause_at_gap_or_of_what_is_being_set_up() {
        assert!(told(&[("soa.md", SOA)]).iter().all(|told| told.contains("6.1.3")));
        let procedure = "---\nid: PRO-001\ntitle: T\nkind: procedure\nclauses: [6.1.3]\n---\nText.\n";
        assert!(told(&[("soa.md", &SOA.replace("approved", "draft")), ("pro.md", procedure)]).is_empty());
    }
}
