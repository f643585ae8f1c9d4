//! `clause-gap`: a clause that no document answers for.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::waits;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::Documented;
use crate::model::trace::{Lack, Rung};

pub(super) static RULE: Rule = Rule {
    code: "AIMS312",
    name: "clause-gap",
    level: Level::Warning,
    clock: false,
    what: "No document binds anybody to a clause of ISO/IEC 42001, be it that the clause asks for documented information by name, each told by itself, or for something to be done, told together. It is told once there is a statement of applicability or ten documents, so that a fresh start is not flooded.",
    why: "What the clauses ask for has to be done, and to be there in writing as far as it is needed to trust that (clauses 4.4 and 7.5.1). An auditor goes through that list first, and each gap in it is a nonconformity.",
    fix: "Write the document, or name the clause under `clauses` in the one that already answers for it.",
    run,
};

/// With so many documents a repository without a statement is no longer a fresh one.
const GROWN: usize = 10;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if context.aims.soas.is_empty() && context.living().take(GROWN).count() < GROWN {
        return;
    }
    let (mut others, mut are_clauses) = (Vec::new(), true);
    for requirement in context.aims.trace.clauses().filter(|requirement| requirement.rung == Rung::Gap) {
        if waits(context, requirement) {
            continue;
        }
        let clause = context.aims.catalog.clause(&requirement.framework, &requirement.id);
        let Some(clause) = clause.filter(|clause| clause.requirement) else { continue };
        if report.may_name(&requirement.id) {
            continue;
        }
        if clause.documented != Documented::Required {
            // Laws have articles; only standards of management systems have clauses.
            are_clauses &= clause.pdca.is_some();
            others.push(format!("{} ({})", requirement.name, wording::known(&clause.title)));
            continue;
        }
        let lacks = requirement.lacks.first().map(Lack::sentence).unwrap_or_default();
        let wanted = match clause.documents.as_slice() {
            [] => String::new(),
            documents => {
                let documents = documents.iter().map(|title| wording::known(title)).collect::<Vec<_>>().join("; ");
                format!(" {}", say!("It asks for: {documents}.", documents))
            }
        };
        let id = &requirement.name;
        let remedy = say!("Add `clauses: [{id}]` to the document that answers for it.", id);
        report.settings(
            None,
            say!("clause {clause} ({title}) stands at gap", clause = id, title = wording::known(&clause.title)),
            format!("{lacks}{wanted} {remedy}"),
        );
        report.names(Some(id));
    }
    if !others.is_empty() {
        let message = match others.len() {
            1 if are_clauses => say!("no document answers for clause {clause}", clause = others[0]),
            n if are_clauses => say!("no document answers for {n} clauses: {clauses}", n, clauses = others.join(", ")),
            n => say!("no document answers for these requirements, {n} in all: {ids}", n, ids = others.join(", ")),
        };
        report.settings(
            None,
            message,
            say!("They ask for something to be done, and for as much in writing as it takes to trust that. Name each under `clauses` in the document that answers for it."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: (&str, &str) = ("soa.md", "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement: []\n---\n");

    #[test]
    fn each_gap_is_told_at_the_settings() {
        let found = only("clause-gap", &[("aims.toml", ""), SOA]);
        assert!(found.contains(&"aims.toml:1:1 clause 5.2 (AI policy) stands at gap".to_owned()), "{found:#?}");
        assert!(found.iter().all(|told| !told.contains("clause 4.1 ") && !told.contains("clause 9 ")), "{found:#?}");
    }

    #[test]
    fn a_clause_that_is_served_is_no_finding() {
        let policy = "---\nid: P\ntitle: T\nkind: policy\nclauses: [5.2]\n---\nText.\n";
        let found = only("clause-gap", &[("aims.toml", ""), SOA, ("p.md", policy)]);
        assert!(!found.is_empty() && found.iter().all(|told| !told.contains("clause 5.2 ")), "{found:#?}");
    }

    #[test]
    fn a_clause_that_a_number_with_a_slip_may_mean_is_not_missed() {
        let policy = "---\nid: P\ntitle: T\nkind: policy\nclauses: [5.22]\n---\nText.\n";
        let found = only("clause-gap", &[("aims.toml", ""), SOA, ("p.md", policy)]);
        assert!(!found.is_empty() && found.iter().all(|told| !told.contains("clause 5.2 ")), "{found:#?}");
    }

    #[test]
    fn a_fresh_repository_is_not_flooded() {
        let texts: Vec<(String, String)> =
            (0..10).map(|i| (format!("{i}.md"), format!("---\nid: P-{i}\ntitle: T\nkind: policy\n---\n"))).collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        assert!(!only("clause-gap", &files).is_empty());
        files.pop();
        assert!(only("clause-gap", &files).is_empty());
    }
}
