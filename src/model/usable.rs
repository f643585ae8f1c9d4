//! Whether settings can be used at all. What is wrong with one setting is a finding and leaves the others in force; what
//! keeps the file from being read, or a whole table from being understood, would build another AIMS than the team meant.

use std::collections::BTreeSet;

use super::config::Config;
use crate::diag::Span;
use crate::parse::{self, Entry, Problem, ProblemKind, Value};

/// What keeps the normalised text of `aims.toml` from being used: text that is no TOML or in which a merge
/// was left unfinished, or tables that nobody
/// knows, at the top or within another, each at the place of its name. None where the settings can be used, whatever else is wrong with them.
pub fn obstacles(text: &str) -> Vec<Problem> {
    if let Some(conflict) = parse::conflict(text) {
        return vec![conflict];
    }
    let (entries, problems) = parse::parse_toml(text);
    if !problems.is_empty() {
        return problems.into_iter().map(unreadable).collect();
    }
    let tables = named_tables(&entries);
    let (_, problems) = Config::read(text);
    problems
        .into_iter()
        .filter(|problem| problem.kind == ProblemKind::UnknownSetting && tables.contains(&problem.span))
        .collect()
}

/// Where the name of each table stands, of those within others too.
fn named_tables(entries: &[Entry]) -> BTreeSet<Span> {
    let mut places = BTreeSet::new();
    let mut left: Vec<&Entry> = entries.iter().collect();
    while let Some(entry) = left.pop() {
        if is_table(entry) {
            places.insert(entry.key_span);
        }
        match &entry.node.value {
            Value::Table(within) => left.extend(within),
            Value::List(items) => left.extend(items.iter().flat_map(|item| match &item.value {
                Value::Table(within) => within.as_slice(),
                _ => &[],
            })),
            _ => {}
        }
    }
    places
}

/// A table, or a list of them.
fn is_table(entry: &Entry) -> bool {
    match &entry.node.value {
        Value::Table(_) => true,
        Value::List(items) => !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::Table(_))),
        _ => false,
    }
}

fn unreadable(problem: Problem) -> Problem {
    Problem { kind: ProblemKind::InvalidSetting, ..problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of settings: the text at each place, and the help.
    fn told(text: &str) -> Vec<(String, String)> {
        let place = |problem: &Problem| text.get(problem.span.start..problem.span.end).unwrap_or("?").to_owned();
        obstacles(text)
            .iter()
            .map(|found| {
                (place(found), found.help.as_ref().map(crate::base::wording::Words::english).unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn only_tables_that_nobody_knows_and_text_that_is_no_toml_stand_in_the_way() {
        for fine in [
            "",
            "titel = \"x\"\n",
            "tags = []\n",
            "[organisation]\nnmae = \"x\"\n",
            "organisation = 3\n",
            "[review]\ndefault = \"soon\"\neach = \"1 year\"\n",
            "[kinds.datasheet]\nnature = \"record\"\n[checks]\nfail = \"fatal\"\n",
            "Organisation.Name = \"x\"\n",
        ] {
            assert_eq!(told(fine), [], "{fine}");
        }
        for (text, place, help) in [
            ("[organization]\nname = \"x\"\n", "organization", "Did you mean `organisation`?"),
            ("[[waivers]]\ncode = \"x\"\n", "waivers", "Tables are `acknowledge`"),
            ("[review]\n\n[cheks.levels]\nx = \"off\"\n", "cheks", "Did you mean `checks`?"),
            ("sit = { title = \"x\" }\n", "sit", "Did you mean `site`?"),
            ("poeple = [{ name = \"x\" }]\n", "poeple", "Did you mean `people`?"),
            ("[review]\ndefault = \"1 year\"\n[review.evry]\npolicy = \"1 year\"\n", "evry", ""),
            ("[approval.kind.policy]\nneeds = \"signed\"\n", "kind", "Did you mean `kinds`?"),
            ("[[approval.foo]]\nx = 1\n", "foo", ""),
            ("[checks.level]\nx = \"off\"\n", "level", "Did you mean `levels`?"),
            (
                "[kinds.datasheet]\nnature = \"record\"\n[kinds.datasheet.fields.rows]\nx = {}\n",
                "fields",
                "Did you mean `field`?",
            ),
            ("organization.name = \"x\"\n", "organization", "Did you mean `organisation`?"),
        ] {
            let found = told(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].0 == place && found[0].1.starts_with(help), "{text}: {found:?}");
        }
        // Where a merge was left unfinished, nothing else is told.
        let merged = obstacles("[one]\n<<<<<<< HEAD\n[two]\n=======\n[three]\n>>>>>>> other\n");
        assert_eq!(merged.len(), 1);
        assert!(merged[0].kind == ProblemKind::Conflict && merged[0].span == Span::new(6, 18), "{merged:?}");
        assert_eq!(told("[one]\n[two]\n[review]\n").len(), 2);
        for broken in ["a = [", "[review]\ndefault = 12 months\n", "\0\0", "[site]\n[site]\n", "x = 1\nx = 2\n"] {
            let found = obstacles(broken);
            assert_eq!(found.len(), 1, "{broken}: {found:?}");
            assert!(found[0].kind == ProblemKind::InvalidSetting && found[0].help.is_some(), "{broken}: {found:?}");
        }
    }
}
