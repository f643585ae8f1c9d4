//! `unknown-clause`: a document names a clause that there is not.

use crate::base::say;
use crate::check::ids::{Meant, asked, named, number_in};
use crate::check::{Context, Report, Rule};
use crate::diag::{Fix, Level};
use crate::model::catalog::{Standard, split_req_id};
use crate::model::kinds::FieldType;

pub(super) static RULE: Rule = Rule {
    code: "AIMS213",
    name: "unknown-clause",
    level: Level::Error,
    clock: false,
    what: "`clauses` names something that is no clause of ISO/IEC 42001 from 4 to 10, nor of another framework that is followed.",
    why: "Which documents answer for a clause is read from these numbers. A slip leaves the clause that was meant without them, and an auditor asks for what is there but not found (clause 7.5.3).",
    fix: "Write the number alone, as in `6.1.4`. Controls of Annex A go under `controls`, other frameworks under `requirements`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living() {
        for (key, id) in named(context.aims, document, FieldType::Clauses) {
            let (standards, number) = asked(context.aims, &id.value);
            if standards.iter().any(|standard| standard.clause(number).is_some()) {
                continue;
            }
            let message = match id.value.as_str() {
                "" => say!("`{key}` holds an empty number", key),
                control if is_control(context, control) => {
                    say!("`{key}` names `{control}`, which is a control and no clause", key, control)
                }
                other => say!("there is no clause `{clause}`", clause = other),
            };
            let (help, meant) = help(context, &id.value);
            report.document(document, id.span, message, help);
            report.fixes(meant.map(|number| Fix::meant(id.span, number).certain_if_alike(&id.value)).as_slice());
        }
    }
}

fn is_control(context: &Context<'_>, id: &str) -> bool {
    crate::check::ids::is_control(context.aims, id)
}

/// What to do about a number that is none, and the one that is plainly meant.
fn help(context: &Context<'_>, written: &str) -> (String, Option<String>) {
    if is_control(context, written) {
        return (say!("Name controls under `controls`: `controls: [{id}]`.", id = written), None);
    }
    let (standards, id) = asked(context.aims, written);
    let standard = standards.first().copied().unwrap_or(context.aims.catalog.first());
    // What is named in full is answered in full.
    let full = |id: &str| match split_req_id(written).0 {
        Some(_) => format!("{}:{id}", standard.id),
        None => id.to_owned(),
    };
    let meant = |number: &str| (say!("Did you mean `{near}`?", near = full(number)), Some(full(number)));
    let number = number_in(id);
    if standard.clause(number).is_some() {
        return meant(number);
    }
    match above(standard, number) {
        Some((clause, below)) if below.is_empty() => {
            let help = say!("Did you mean `{near}`? It has no parts with numbers of their own.", near = full(clause));
            (help, Some(full(clause)))
        }
        Some((clause, below)) => {
            (say!("Clause {clause} has the parts {parts}.", clause, parts = below.join(", ")), None)
        }
        None => match Meant::of(standard.clauses.iter().map(|clause| clause.id.as_str())).nearest(id) {
            Some(near) => meant(near),
            None => (say!("Name a clause from 4 to 10.2 by its number: `6.1.4`.").to_owned(), None),
        },
    }
}

/// The nearest clause above a number that is none, and the clauses right below it.
fn above<'a>(standard: &'a Standard, number: &str) -> Option<(&'a str, Vec<&'a str>)> {
    let mut at = number;
    while let Some((parent, _)) = at.rsplit_once('.') {
        if let Some(clause) = standard.clause(parent) {
            let below = standard.clauses.iter().filter(|child| child.parent.as_ref() == Some(&clause.id));
            return Some((clause.id.as_str(), below.map(|child| child.id.as_str()).collect()));
        }
        at = parent;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    fn document(clauses: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\nclauses: {clauses}\n---\n")
    }

    fn help(clause: &str) -> String {
        let (found, _) = check(&[("aims.toml", ""), ("a.md", &document(clause))]);
        let found = found.into_iter().find(|finding| finding.name == "unknown-clause");
        found.and_then(|finding| finding.help).unwrap_or_default()
    }

    #[test]
    fn an_unknown_clause_is_told_at_its_number() {
        assert_one(
            "unknown-clause",
            &document("[6.1.4, 6.1.9, A.5.2, '', 10.10]"),
            &[
                "5:18 there is no clause `6.1.9`",
                "5:25 `clauses` names `A.5.2`, which is a control and no clause",
                "5:32 `clauses` holds an empty number",
                "5:36 there is no clause `10.10`",
            ],
        );
    }

    #[test]
    fn clauses_and_those_that_gather_others_are_no_findings() {
        assert_one("unknown-clause", &document("4, 5.2, 6.1, 10.1, 9.3.2"), &[]);
        assert_one("unknown-clause", &document("99").replace("kind:", "status: retired\nkind:"), &[]);
    }

    #[test]
    fn the_help_says_what_may_be_meant() {
        assert_eq!(help("clause 6.1.4"), "Did you mean `6.1.4`?");
        assert_eq!(help("'6.1.4 a)'"), "Did you mean `6.1.4`?");
        assert_eq!(help("9.4"), "Clause 9 has the parts 9.1, 9.2, 9.3.");
        assert_eq!(help("5.2.1"), "Did you mean `5.2`? It has no parts with numbers of their own.");
        assert_eq!(help("A.5.2"), "Name controls under `controls`: `controls: [A.5.2]`.");
        assert_eq!(help("policies"), "Name a clause from 4 to 10.2 by its number: `6.1.4`.");
        assert!(!help("99999999999999999999.9.9.9").is_empty());
    }
}
