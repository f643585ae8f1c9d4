//! Settings that stand twice, under two spellings of one key: `policy` and `Policy`, `next_audit` and `next-audit`. TOML takes
//! them for two, and of what is read one would hold without a word.

use std::collections::BTreeMap;

use super::settings::normal;
use crate::base::lookalike::seen;
use crate::base::tell;
use crate::diag::Span;
use crate::parse::{Entry, Problem, ProblemKind, Value};

/// Tables whose keys are paths or ids, in which letter case tells one from another.
const EXACT: [&str; 2] = ["folders", "impact.called"];

/// What stands twice in some settings.
pub(super) fn doubled(entries: &[Entry]) -> Vec<Problem> {
    let mut found = Vec::new();
    within(entries, "", &mut found);
    found
}

fn within(entries: &[Entry], path: &str, found: &mut Vec<Problem>) {
    let is_exact = EXACT.contains(&path);
    let mut first: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in entries {
        let key = normal(&entry.key);
        let before = *first.entry(key.clone()).or_insert(entry);
        // Of paths, that is the folder of the settings.
        if entry.key.trim().is_empty() && !matches!(path, "" | "folders") {
            let message = tell!("a name in `[{path}]` is empty", path);
            let problem = Problem::new(ProblemKind::InvalidSetting, entry.key_span, message);
            found.push(problem.help(tell!("Write what is meant, or remove it.")));
        }
        if !is_exact && before.key != entry.key {
            let message = tell!(
                "`{one}` and `{other}` are one key, and of one setting one thing holds",
                one = before.key.clone(),
                other = entry.key.clone()
            );
            let problem = Problem::new(ProblemKind::InvalidSetting, entry.key_span, message);
            found.push(problem.help(tell!("Keep one of the two, and remove the other.")));
        }
        let path = if path.is_empty() { key } else { format!("{path}.{key}") };
        match &entry.node.value {
            Value::Table(entries) => within(entries, &path, found),
            Value::List(items) => {
                for item in items {
                    if let Value::Table(entries) = &item.value {
                        within(entries, &path, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Roles that look the same as another and are not: whoever reads a page takes one for the other.
pub(super) fn roles_alike(entries: &[Entry]) -> Vec<Problem> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for (name, span) in roles_named(entries) {
        let one = *first.entry(seen(name)).or_insert(name);
        if one.trim().to_lowercase() != name.trim().to_lowercase() {
            let message = tell!("the role `{name}` looks the same as another that is written otherwise", name = name);
            let problem = Problem::new(ProblemKind::InvalidSetting, span, message);
            found.push(problem.help(tell!("Write it as the other, letter by letter, or give it a name of its own.")));
        }
    }
    found
}

/// The roles that people hold and those of which the settings say more.
fn roles_named(entries: &[Entry]) -> Vec<(&str, Span)> {
    let mut named = Vec::new();
    for entry in entries {
        match (normal(&entry.key).as_str(), &entry.node.value) {
            ("roles", Value::Table(roles)) => {
                named.extend(roles.iter().map(|role| (role.key.as_str(), role.key_span)));
            }
            ("people", Value::List(people)) => {
                let tables = people.iter().filter_map(|person| match &person.value {
                    Value::Table(entries) => Some(entries.iter().filter(|entry| normal(&entry.key) == "roles")),
                    _ => None,
                });
                for entry in tables.flatten() {
                    let items = match &entry.node.value {
                        Value::List(items) => items.as_slice(),
                        _ => std::slice::from_ref(&entry.node),
                    };
                    named.extend(items.iter().filter_map(|item| match &item.value {
                        Value::Scalar(scalar) => Some((scalar.text.as_str(), item.span)),
                        _ => None,
                    }));
                }
            }
            _ => {}
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use crate::base::wording::Words;
    use crate::model::config::Config;

    fn told(text: &str) -> Vec<String> {
        let (_, problems) = Config::read(text);
        problems.iter().map(|problem| Words::english(&problem.message)).collect()
    }

    #[test]
    fn a_role_that_passes_for_another_is_told() {
        let text = |role: &str| {
            format!("[[people]]\nname = \"A\"\nroles = [\"CEO\"]\n[[people]]\nname = \"B\"\nroles = [\"{role}\"]\n")
        };
        for role in ["\u{421}EO", "CEO\u{200b}"] {
            assert!(told(&text(role)).iter().any(|told| told.contains("looks the same")), "{role:?}");
        }
        for role in ["CEO", "ceo", "CFO"] {
            assert!(told(&text(role)).iter().all(|told| !told.contains("looks the same")), "{role:?}");
        }
    }

    #[test]
    fn two_spellings_of_one_key_are_told() {
        for text in [
            "[approval.kinds.policy]\nneeds = \"record\"\n[approval.kinds.Policy]\nneeds = \"none\"\n",
            "[review.every]\npolicy = \"12 months\"\nPolicy = \"60 months\"\n",
            "[values.status]\nactive = \"approved\"\nActive = \"draft\"\n",
            "[aliases]\nnext_audit = \"next-review\"\n\"next-audit\" = \"effective\"\n",
            "[header.labels]\n\"Doc owner\" = \"owner\"\ndoc-owner = \"approvers\"\n",
        ] {
            let told = told(text);
            assert!(told.iter().any(|told| told.contains("are one key")), "{text}: {told:?}");
        }
        let folders = "[folders]\n\"policies\" = \"policy\"\n\"Policies\" = \"policy\"\n";
        assert!(
            told(folders).iter().all(|told| !told.contains("are one key")),
            "folders are told apart by letter case"
        );
    }
}
