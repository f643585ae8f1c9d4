//! `clause-gap`: a clause that asks for documented information and has none.

use crate::check::lacks::waits;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::catalog::Documented;
use crate::model::trace::{Lack, Rung};

pub(super) static RULE: Rule = Rule {
    code: "AIMS312",
    name: "clause-gap",
    level: Level::Warning,
    clock: false,
    what: "A clause of ISO/IEC 42001 asks for documented information by name, and no document binds anybody to it. It is told once there is a statement of applicability or ten documents, so that a fresh start is not flooded.",
    why: "What the clauses ask for in writing has to be there (clause 7.5.1). An auditor goes through that list first, and each gap in it is a nonconformity.",
    fix: "Write the document, or name the clause under `clauses` in the one that already answers for it.",
    run,
};

/// With so many documents a repository without a statement is no longer a fresh one.
const GROWN: usize = 10;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if context.aims.soas.is_empty() && context.living().take(GROWN).count() < GROWN {
        return;
    }
    for requirement in context.aims.trace.clauses().filter(|requirement| requirement.rung == Rung::Gap) {
        if waits(context, requirement) {
            continue;
        }
        let clause = context.aims.catalog.clause(&requirement.framework, &requirement.id);
        let Some(clause) = clause.filter(|clause| clause.requirement && clause.documented == Documented::Required)
        else {
            continue;
        };
        if report.may_name(&requirement.id) {
            continue;
        }
        let lacks = requirement.lacks.first().map(Lack::sentence).unwrap_or_default();
        let wanted = match clause.documents.as_slice() {
            [] => String::new(),
            documents => format!(" It asks for: {}.", documents.join("; ")),
        };
        report.settings(
            None,
            format!("clause {} ({}) stands at gap", requirement.name, clause.title),
            format!("{lacks}{wanted} Add `clauses: [{}]` to the document that answers for it.", requirement.name),
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
