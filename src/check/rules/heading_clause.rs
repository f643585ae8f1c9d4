//! `heading-clause`: a document names a clause that only gathers others.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::ids::{asked, looks_at, named};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::{Clause, Standard};
use crate::model::document::Document;
use crate::model::kinds::FieldType;

pub(super) static RULE: Rule = Rule {
    code: "AIMS320",
    name: "heading-clause",
    level: Level::Warning,
    clock: false,
    what: "`clauses` names a clause that asks for nothing itself and only gathers others, and none of those it gathers.",
    why: "Requirements stand in the clauses below a heading, and evidence is looked for there. A document that names the heading alone serves none of them.",
    fix: "Name the clauses that the document answers for: `9.2.2` in the place of `9.2`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living() {
        // An audit serves those below `9.2` by its kind.
        let serves = |clause: &&Clause, of: &Standard| {
            context.aims.trace.served_by(ix).any(|it| it.framework == of.id && it.id == clause.id)
        };
        for (key, id) in named(context.aims, document, FieldType::Clauses) {
            if looks_at(&key) {
                continue;
            }
            let (standards, number) = asked(context.aims, &id.value);
            let heading = standards.into_iter().find_map(|standard| Some((standard, standard.clause(number)?)));
            let Some((standard, clause)) = heading.filter(|(_, clause)| !clause.requirement) else { continue };
            let below = below(standard, clause);
            let serves_one = below.iter().any(|part| serves(part, standard));
            if below.is_empty() || serves_one || names_one(context, document, &below) {
                continue;
            }
            let named = |part: &&Clause| format!("{} ({})", part.id, wording::known(&part.title));
            let parts: Vec<String> = below.iter().map(named).collect();
            report.document(
                document,
                id.span,
                say!(
                    "`{key}` names `{clause}`, which asks for nothing itself and only gathers others",
                    key,
                    clause = id.value
                ),
                say!("Name those that this document answers for: {clauses}.", clauses = parts.join(", ")),
            );
        }
    }
}

/// The clauses with requirements below a heading.
fn below<'a>(standard: &'a Standard, heading: &Clause) -> Vec<&'a Clause> {
    let prefix = format!("{}.", heading.id);
    standard.clauses.iter().filter(|clause| clause.requirement && clause.id.starts_with(&prefix)).collect()
}

/// Whether a document also names one of these.
fn names_one(context: &Context<'_>, document: &Document, clauses: &[&Clause]) -> bool {
    let all = named(context.aims, document, FieldType::Clauses);
    all.iter().any(|(_, id)| {
        let (_, number) = asked(context.aims, &id.value);
        clauses.iter().any(|clause| clause.id == number)
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn document(clauses: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\nclauses: {clauses}\n---\n")
    }

    #[test]
    fn a_heading_alone_is_told_at_its_number() {
        let told = "5:11 `clauses` names `9.2`, which asks for nothing itself and only gathers others";
        assert_one(
            "heading-clause",
            &document("['9.2']").replace("['", "[ ").replace("']", " ]"),
            &[&told.replace(":11", ":12")],
        );
        assert_one("heading-clause", &document("[5.2, 9.2]"), &[&told.replace(":11", ":16")]);
    }

    #[test]
    fn a_heading_beside_one_of_its_parts_and_clauses_that_ask_are_no_findings() {
        assert_one("heading-clause", &document("[9.2, 9.2.2]"), &[]);
        assert_one("heading-clause", &document("[5.2, 6.1.4, 4.1]"), &[]);
    }
}
