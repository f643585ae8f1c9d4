//! `unknown-clause`: a document names a clause that there is not.

use crate::base::text::solid;
use crate::base::{say, unlike};
use crate::check::context::Context;
use crate::check::ids::{Meant, asked, behind_name, in_place_of, named, number_in, numbers_in, range, range_help};
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Spanned};
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
        let named = named(context.aims, document, FieldType::Clauses);
        for (place, (key, id)) in named.iter().enumerate() {
            let written = context.aims.in_full(document, (key, &id.value));
            let (standards, number) = asked(context.aims, &written);
            if standards.iter().any(|standard| standard.clause(number).is_some()) {
                continue;
            }
            let message = match id.value.as_str() {
                "" => say!("`{key}` holds an empty number", key),
                control if is_control(context, control) => {
                    say!("`{key}` names `{control}`, which is a control and no clause", key, control)
                }
                _ => say!("there is no clause `{clause}`", clause = written),
            };
            let is_clause = |plain: &str| {
                let (standards, number) = asked(context.aims, plain);
                standards.iter().any(|standard| standard.clause(number).is_some())
            };
            let unlike = unlike::meant(&id.value, is_clause);
            let (help, meant) = match (unlike, parted(context, key, &named, place)) {
                (Some((plain, told)), _) => (told.to_string(), Some(plain)),
                (None, Some(whole)) => {
                    (say!("Did you mean `{near}`? A comma parts one clause from the next.", near = whole), None)
                }
                (None, None) => match behind_name(context.aims, &written) {
                    Some(Ok(written)) => help(context, &written),
                    Some(Err(help)) => (help, None),
                    None => help(context, &id.value),
                },
            };
            report.document(document, id.span, message, help);
            report.fixes(meant.map(|number| in_place_of(id, &number)).as_slice());
        }
    }
}

/// The clause that commas parted, of which the number at `place` is no clause by itself: `6, 1, 4`.
fn parted(context: &Context<'_>, key: &str, named: &[(String, &Spanned<String>)], place: usize) -> Option<String> {
    let is_digit = |(of, id): &&(String, &Spanned<String>)| {
        of == key && id.value.len() <= 2 && id.value.bytes().all(|byte| byte.is_ascii_digit()) && !id.value.is_empty()
    };
    let first = place.checked_sub(1)?;
    let parts = named.get(first..(place + 2).min(named.len()))?;
    let parts: Vec<&str> = parts.iter().take_while(is_digit).map(|(_, id)| id.value.as_str()).collect();
    let standard = context.aims.catalog.first();
    (2..=parts.len()).rev().map(|many| parts[..many].join(".")).find(|whole| standard.clause(whole).is_some())
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
    if let Some(ids) = range(id, true, || standard.clauses.iter().map(|clause| clause.id.as_str())) {
        let ids: Vec<String> = ids.into_iter().map(full).collect();
        return (range_help(&ids), (!ids.is_empty()).then(|| ids.join(", ")));
    }
    let is_clause = |number: &str| standard.clause(number).is_some();
    // `HM.10.1` and `RSK-10` are ids of something else.
    let letters = id.trim_start_matches(|c: char| c.is_ascii_uppercase());
    if letters.len() < id.len() && letters.starts_with(['.', '-', '_']) {
        return (name_one(), None);
    }
    let (number, several) = (number_in(id), numbers_in(id));
    // More than what the first of them is, and not one number in other signs.
    let parts_one = id.contains('_') || (is_clause(&number) && several.first() != Some(&number.as_str()));
    if !parts_one && several.len() > 1 && several.iter().all(|number| is_clause(number)) {
        let ids = several.into_iter().map(full).collect::<Vec<_>>().join("`, `");
        return (say!("Write each clause as an item of its own: `{ids}`.", ids), None);
    }
    if is_clause(&number) {
        return meant(&number);
    }
    match above(standard, &number) {
        Some((clause, below)) if below.is_empty() => {
            let help = say!("Did you mean `{near}`? It has no parts with numbers of their own.", near = full(clause));
            (help, Some(full(clause)))
        }
        Some((clause, below)) => {
            (say!("Clause {clause} has the parts {parts}.", clause, parts = below.join(", ")), None)
        }
        // One number more or less is no slip but another clause.
        None if matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            let mut clauses = standard.clauses.iter().map(|clause| clause.id.as_str());
            clauses.find(|clause| solid(clause) == number).map_or_else(|| (name_one(), None), meant)
        }
        None => match Meant::of(standard.clauses.iter().map(|clause| clause.id.as_str())).nearest(id) {
            Some(near) => meant(near),
            None => (name_one(), None),
        },
    }
}

fn name_one() -> String {
    say!("Name a clause from 4 to 10.2 by its number: `6.1.4`.").to_owned()
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
        assert_eq!(help("6_1_4"), "Did you mean `6.1.4`?");
        assert_eq!(help("9-1"), "Did you mean `9.1`?");
        assert_eq!(help("614"), "Did you mean `6.1.4`?");
        assert_eq!(help("9_4"), "Clause 9 has the parts 9.1, 9.2, 9.3.");
        for range in ["5.1 - 5.3", "5.1–5.3", "[5.1 bis 5.3]"] {
            let told =
                "That is a range, and ranges are not read. Write each as an item of its own: `5.1`, `5.2`, `5.3`.";
            assert_eq!(help(range), told, "{range}");
        }
        assert_eq!(help("6.1 and 6.2"), "Write each clause as an item of its own: `6.1`, `6.2`.");
        assert_eq!(help("[6, 1, 4]"), "Did you mean `6.1.4`? A comma parts one clause from the next.");
        assert_eq!(help("[9, 1]"), "Did you mean `9.1`? A comma parts one clause from the next.");
        assert_eq!(help("0.1"), "Name a clause from 4 to 10.2 by its number: `6.1.4`.");
        assert_eq!(help("1"), "Name a clause from 4 to 10.2 by its number: `6.1.4`.");
        for other in ["HM.1", "HM.10.1", "RSK-10", "A.10.1"] {
            assert_eq!(help(other), "Name a clause from 4 to 10.2 by its number: `6.1.4`.", "{other}");
        }
        assert_eq!(help("ISO42001:5.2"), "Did you mean `iso-42001:5.2`?");
        for (other, line) in
            [("iso-27001:5.2", "{iso-27001: [clause-5.2]}"), ("ISO-9001:5.2.1", "{iso-9001: [clause-5.2.1]}")]
        {
            assert!(help(other).contains(&format!("`requirements: {line}`")), "{other}");
        }
        assert_eq!(help("policies"), "Name a clause from 4 to 10.2 by its number: `6.1.4`.");
        assert!(!help("99999999999999999999.9.9.9").is_empty());
    }
}
